"""Turn texts into vectors with a sentence model: the more alike two texts are in meaning, the larger their product.

A model is a folder as sentence-transformers lays it out, with its network as ONNX:

    model.onnx, or onnx/model.onnx                the network
    tokenizer.json                                how a text becomes numbers
    1_Pooling/config.json                         how the vectors of its tokens become one; by default their mean
    sentence_bert_config.json                     `max_seq_length`: tokens that are read of a text
    config_sentence_transformers.json             `prompts`: what stands before a question ("query") and before a
                                                  passage ("passage" or "document"), such as "query: "

Texts go through the network one at a time, at their own length. Filled up to one length they would take several times
as long, and an int8 network scales its numbers by all that it is given: a vector would depend on its neighbours.
"""

import ctypes
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from index.vectors import ModelError, Vector

_NETWORKS = ("model.onnx", "onnx/model.onnx")
_MOST_TOKENS = 256
_REMEMBERED = 256  # questions

_States = npt.NDArray[np.float32]
_POOLINGS: Mapping[str, Callable[[_States], _States]] = {
    "pooling_mode_cls_token": lambda states: states[0],
    "pooling_mode_mean_tokens": lambda states: states.mean(axis=0),
    "pooling_mode_max_tokens": lambda states: states.max(axis=0),
}
_SUPPORTED = ("Transformer", "Pooling", "Normalize")


class Encoder:
    """Encode questions and passages with the model in a folder; ModelError says what is wrong with it.

    `network` is its ONNX file where that stands elsewhere, `languages` are those that it understands, None for all.
    `name` changes with whatever its vectors depend on. Threads may share it.
    """

    def __init__(self, folder: Path, network: Path | None = None, languages: frozenset[str] | None = None) -> None:
        self.languages = languages
        network = network or _network_in(folder)
        settings = _settings(folder, "config_sentence_transformers.json")
        prompts = settings.get("prompts") or {}
        self._before_question = str(prompts.get("query", ""))
        self._before_passage = str(prompts.get("passage", prompts.get("document", "")))
        self._pool = _pooling(folder)
        length = _settings(folder, "sentence_bert_config.json").get("max_seq_length") or _MOST_TOKENS
        self._tokenizer = _open_tokenizer(folder / "tokenizer.json", int(length))
        self._session = _open_session(network)
        self._inputs = [each.name for each in self._session.get_inputs()]
        self.name = _name(folder, network)
        _return_memory()
        self.of_question = lru_cache(_REMEMBERED)(self._encode_question)

    def of_passage(self, text: str) -> Vector:
        """Return the vector of a passage, of length 1."""
        return self._encode(self._before_passage + text)

    def _encode_question(self, text: str) -> Vector:
        return self._encode(self._before_question + text)

    def _encode(self, text: str) -> Vector:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        first = self._session.run(None, {name: given[name] for name in self._inputs})[0][0]
        vector = self._pool(first) if first.ndim > 1 else first
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


def _network_in(folder: Path) -> Path:
    for name in _NETWORKS:
        if (folder / name).is_file():
            return folder / name
    raise ModelError(f"{folder}: has no {' or '.join(_NETWORKS)}; name the folder of a sentence model as ONNX")


def _settings(folder: Path, name: str) -> dict[str, Any]:
    """Read a file of settings; where it is missing, everything has its default."""
    path = folder / name
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read ({error}); download the model again") from error
    return found if isinstance(found, dict) else {}


def _pooling(folder: Path) -> Callable[[_States], _States]:
    modes = [name for name, on in _settings(folder, "1_Pooling/config.json").items() if on is True and "mode" in name]
    match modes:
        case []:
            return _POOLINGS["pooling_mode_mean_tokens"]
        case [mode] if mode in _POOLINGS:
            return _POOLINGS[mode]
    raise ModelError(f"{folder}: pools its tokens by {', '.join(modes)}, which is not supported; take another model")


def _open_tokenizer(path: Path, length: int) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except Exception as error:  # tokenizers raises nothing more special
        raise ModelError(f"{path}: cannot be read ({error}); download the model again") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(length)
    return tokenizer


def _open_session(network: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # what answers goes on while passages are encoded
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it would keep as much as the longest text ever took
    try:
        session = onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions have no common class
        raise ModelError(f"{network}: cannot be used ({str(error)[:200]}); download the model again") from error
    unknown = {each.name for each in session.get_inputs()} - {"input_ids", "attention_mask", "token_type_ids"}
    if unknown:
        raise ModelError(f"{network}: wants {', '.join(sorted(unknown))}, so it is no sentence model; take another")
    return session


def _return_memory() -> None:
    """Give the system back what opening took for a moment: the C library of Linux would keep some 60 MB of it."""
    with suppress(AttributeError, OSError, TypeError):  # other systems' libraries have no such call
        ctypes.CDLL(None).malloc_trim(0)


def _name(folder: Path, network: Path) -> bytes:
    files = [network, *sorted(path for path in folder.rglob("*.json") if path.is_file())]
    digests = [sha256(path.read_bytes()).hexdigest() for path in files]
    return "\n".join([onnxruntime.__version__, *digests]).encode()
