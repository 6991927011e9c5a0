"""Any sentence model in the usual folder is read, and what is wrong with one is said in one line."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import ModelError, open_model
from index.encoder import Encoder
from tests.sentence_models import NO_WORD, write_model

WORDS = {NO_WORD: [0.0, 0.0, 1.0], "tea": [4.0, 3.0, 0.0], "cup": [0.0, 5.0, 0.0], "ask": [9.0, 0.0, 0.0]}


def pooling(**modes: bool) -> dict[str, dict[str, Any]]:
    return {"1_Pooling/config.json": {"word_embedding_dimension": 3, **modes}}


@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        ({}, [2, 4, 0]),
        ({"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}, [2, 4, 0]),
        ({"pooling_mode_cls_token": True}, [4, 3, 0]),
        ({"pooling_mode_max_tokens": True}, [4, 5, 0]),
    ],
)
def test_the_vectors_of_tokens_become_one_as_the_folder_says(
    tmp_path: Path, modes: dict[str, bool], expected: list[float]
) -> None:
    vector = Encoder(write_model(tmp_path, WORDS, files=pooling(**modes))).of_passage("Tea cup")
    assert vector == pytest.approx(np.array(expected) / np.linalg.norm(expected))


def test_a_network_that_gives_one_vector_for_a_text_needs_no_pooling(tmp_path: Path) -> None:
    vector = Encoder(write_model(tmp_path, WORDS, pooled=True)).of_passage("tea cup")
    assert vector == pytest.approx(np.array([4, 8, 0]) / np.linalg.norm([4, 8, 0]))


def test_the_network_may_stand_in_a_folder_of_its_own_and_take_fewer_inputs(tmp_path: Path) -> None:
    write_model(tmp_path, WORDS, network="onnx/model.onnx", inputs=["input_ids", "attention_mask"])
    assert Encoder(tmp_path).of_question("cup").tolist() == [0, 1, 0]


@pytest.mark.parametrize("name", ["passage", "document"])
def test_what_the_model_wants_before_questions_and_passages_is_put_there(tmp_path: Path, name: str) -> None:
    prompts = {"prompts": {"query": "ask ", name: "cup "}}
    files = {**pooling(pooling_mode_cls_token=True), "config_sentence_transformers.json": prompts}
    model = Encoder(write_model(tmp_path, WORDS, files=files))
    assert model.of_question("tea").tolist() == [1, 0, 0]
    assert model.of_passage("tea").tolist() == [0, 1, 0]


def test_a_text_is_not_filled_up_to_the_length_that_the_tokenizer_names(tmp_path: Path) -> None:
    assert Encoder(write_model(tmp_path, WORDS, padded_to=128)).of_question("cup").tolist() == [0, 1, 0]


def test_tokens_beyond_the_most_are_not_read(tmp_path: Path) -> None:
    model = Encoder(write_model(tmp_path / "usual", WORDS))
    assert model.of_passage("cup " * 256 + "tea").tolist() == [0, 1, 0]
    assert model.of_passage("cup " * 255 + "tea").tolist() != [0, 1, 0]
    short = Encoder(write_model(tmp_path / "short", WORDS, files={"sentence_bert_config.json": {"max_seq_length": 2}}))
    assert short.of_passage("cup cup tea").tolist() == [0, 1, 0]


def test_a_model_is_named_by_its_files(tmp_path: Path) -> None:
    one, same = (Encoder(write_model(tmp_path / name, WORDS)) for name in ("one", "same"))
    other = Encoder(write_model(tmp_path / "other", {**WORDS, "cup": [1.0, 0.0, 0.0]}))
    prompted = write_model(tmp_path / "p", WORDS, files={"config_sentence_transformers.json": {"prompts": {}}})
    assert one.name == same.name
    assert len({one.name, other.name, Encoder(prompted).name}) == 3


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "model.onnx").unlink(), "has no model.onnx"),
        (lambda folder: (folder / "model.onnx").write_bytes(b"no network"), "cannot be used"),
        (lambda folder: (folder / "tokenizer.json").unlink(), "tokenizer.json: cannot be read"),
        (lambda folder: (folder / "tokenizer.json").write_text("{"), "tokenizer.json: cannot be read"),
        (lambda folder: (folder / "sentence_bert_config.json").write_text("{"), "config.json: cannot be read"),
        (lambda folder: write_model(folder, WORDS, inputs=["pixels"]), "wants pixels"),
        (
            lambda folder: write_model(folder, WORDS, files=pooling(pooling_mode_lasttoken=True)),
            "by pooling_mode_lasttoken, which is not supported",
        ),
    ],
)
def test_what_is_wrong_with_a_model_is_said_in_one_line(tmp_path: Path, spoil: Any, said: str) -> None:
    spoil(write_model(tmp_path, WORDS))
    with pytest.raises(ModelError, match=said) as raised:
        Encoder(tmp_path)
    assert "\n" not in str(raised.value)


def test_the_model_that_comes_with_the_extra_knows_what_is_meant() -> None:
    model = open_model()
    assert model is not None
    question = model.of_question("can my kid have it")
    near, far = map(model.of_passage, ("It is approved for children from two years on.", "Keep it in the fridge."))
    assert question @ near > question @ far + 0.1


def test_without_the_extra_there_is_no_model_and_one_that_is_named_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert open_model() is None
    with pytest.raises(ModelError, match=r"article-bot\[meaning\]"):
        open_model(tmp_path)
