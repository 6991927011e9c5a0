"""A sentence model of a few words, written as the folder that the program reads."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

NO_WORD = "[UNK]"


def write_model(
    folder: Path,
    words: Mapping[str, Sequence[float]],
    *,
    network: str = "model.onnx",
    inputs: Sequence[str] = ("input_ids", "attention_mask", "token_type_ids"),
    pooled: bool = False,
    padded_to: int | None = None,
    files: Mapping[str, Mapping[str, Any]] | None = None,
) -> Path:
    """Write a model that looks up a vector for each word; one that is not known has the vector of NO_WORD.

    `inputs` are what its network takes, of which it uses the first; with `pooled` it gives one vector for a text.
    `files` are further files of settings, by name.
    """
    path = folder / network
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_network(list(words.values()), inputs, pooled=pooled).SerializeToString())
    tokenizer = Tokenizer(WordLevel({word: i for i, word in enumerate(words)}, unk_token=NO_WORD))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    if padded_to:
        tokenizer.enable_padding(length=padded_to, pad_token=NO_WORD)
    tokenizer.save(str(folder / "tokenizer.json"))
    for name, settings in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(settings), encoding="utf-8")
    return folder


def _network(vectors: Sequence[Sequence[float]], inputs: Sequence[str], *, pooled: bool) -> onnx.ModelProto:
    size = len(vectors[0])
    table = helper.make_tensor("table", TensorProto.FLOAT, [len(vectors), size], [x for row in vectors for x in row])
    nodes = [helper.make_node("Gather", ["table", inputs[0]], ["states"])]
    shape: list[int | str] = ["batch", "tokens", size]
    if pooled:
        axis = helper.make_tensor("axis", TensorProto.INT64, [1], [1])
        nodes.append(helper.make_node("ReduceSum", ["states", "axis"], ["sentence"], keepdims=0))
        shape = ["batch", size]
    graph = helper.make_graph(
        nodes,
        "words",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs],
        [helper.make_tensor_value_info("sentence" if pooled else "states", TensorProto.FLOAT, shape)],
        [table, axis] if pooled else [table],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
