"""What a model's configuration files say of it, and what they must not say. Nothing is loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from encoder_folders import BERT, modules, safetensors, write_files

import index
from index import weights
from index.encoder_files import EncoderFiles
from index.errors import EncoderError, WeightsMissingError


def opened(folder):
    return EncoderFiles.of(folder, folder.parent / "digests.json")


def written(tmp_path, changes):
    return write_files(tmp_path / "small-encoder", changes)


def pooling(**options):
    return {"modules.json": modules("Transformer", "Pooling"), "1_Pooling/config.json": options}


def test_a_folder_tells_its_name_dimension_limit_and_tokens(tmp_path):
    files = opened(written(tmp_path, {}))
    assert (files.name, files.dimension, files.max_tokens) == ("small-encoder", 384, 32)
    assert files.token_counts(["", "the storm sank boats."]) == [0, 5]
    assert (files.means_states, files.has_prompts, files.english_only) == (True, False, False)


@pytest.mark.parametrize(
    ("changes", "dimension"),
    [
        (pooling(word_embedding_dimension=384, pooling_mode_cls_token=True), 384),
        (pooling(word_embedding_dimension=384, pooling_mode_cls_token=True, pooling_mode_mean_tokens=True), 768),
        (pooling(embedding_dimension=384, pooling_mode="max"), 384),
        (pooling(embedding_dimension=384, pooling_mode=["mean", "max", "cls"]), 1152),
        ({"modules.json": modules("Transformer", "Pooling", "Dense"), "2_Dense/config.json": {"out_features": 64}}, 64),
        ({"config_sentence_transformers.json": {"truncate_dim": 128}}, 128),
        ({"config_sentence_transformers.json": {"truncate_dim": None}}, 384),
        (
            {
                "modules.json": modules("StaticEmbedding"),
                "config.json": None,
                "model.safetensors": safetensors(
                    {"embedding.weight": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}}
                ),
            },
            2,
        ),
    ],
)
def test_the_dimension_is_what_the_last_module_makes_of_it(tmp_path, changes, dimension):
    assert opened(written(tmp_path, changes)).dimension == dimension


@pytest.mark.parametrize(
    ("changes", "means"),
    [
        (pooling(word_embedding_dimension=384, pooling_mode_mean_tokens=True), True),
        (pooling(word_embedding_dimension=384), True),  # as sentence-transformers reads it
        (pooling(embedding_dimension=384, pooling_mode="mean"), True),
        (pooling(embedding_dimension=384, pooling_mode=["mean"]), True),
        (pooling(embedding_dimension=384, pooling_mode=["mean", "cls"]), False),
        (pooling(word_embedding_dimension=384, pooling_mode_cls_token=True), False),
        ({"config_sentence_transformers.json": {"truncate_dim": 128}}, False),
        (
            {"modules.json": modules("Transformer", "Pooling", "Dense"), "2_Dense/config.json": {"out_features": 384}},
            False,
        ),
        ({"config_sentence_transformers.json": {"prompts": {"document": "passage: "}}}, True),
        (
            {
                **pooling(embedding_dimension=384, pooling_mode="mean", include_prompt=False),
                "config_sentence_transformers.json": {"prompts": {"document": "passage: "}},
            },
            False,
        ),
    ],
)
def test_whether_a_vector_is_the_mean_of_the_token_states_is_told(tmp_path, changes, means):
    assert opened(written(tmp_path, changes)).means_states is means


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({"sentence_bert_config.json": {"max_seq_length": 48}}, 48),
        ({"sentence_bert_config.json": {"max_seq_length": 500}}, 64),  # no more than it has positions for
        ({"sentence_bert_config.json": {}}, 64),
        ({"sentence_bert_config.json": {}, "tokenizer_config.json": {"model_max_length": 40}}, 40),
        ({"sentence_bert_config.json": {}, "tokenizer_config.json": {"model_max_length": 10**30}}, 64),
        ({"sentence_bert_config.json": None, "sentence_roberta_config.json": {"max_seq_length": 50}}, 50),
    ],
)
def test_the_limit_of_tokens_is_found_where_sentence_transformers_finds_it(tmp_path, changes, limit):
    assert opened(written(tmp_path, changes)).max_tokens == limit


@pytest.mark.parametrize(
    ("changes", "prompts"),
    [
        ({}, False),
        ({"prompts": {"query": "", "document": ""}}, False),
        ({"prompts": None, "default_prompt_name": None}, False),
        ({"prompts": {"query": "query: "}}, True),
        ({"prompts": {"query": ""}, "default_prompt_name": "query"}, True),
    ],
)
def test_prompts_are_told(tmp_path, changes, prompts):
    assert opened(written(tmp_path, {"config_sentence_transformers.json": changes})).has_prompts is prompts


def test_a_passage_has_the_tokens_that_special_ones_and_the_longest_prompt_leave(tmp_path):
    assert opened(write_files(tmp_path / "a")).passage_tokens == 30
    prompts = {"query": "query : ", "document": "the passage : ", "other": ""}
    changes = {"config_sentence_transformers.json": {"prompts": prompts}}
    assert opened(write_files(tmp_path / "b", changes)).passage_tokens == 27


@pytest.mark.parametrize(
    ("card", "english"),
    [
        ("---\nlanguage: en\nlicense: mit\n---\n# Card", True),
        ("---\nlicense: mit\nlanguage:\n- en\ntags:\n- fr\n---\n", True),
        ("---\nlanguage:\n  - en\n---\n", True),
        ("---\nlanguage: [en]\n---\n", True),
        ('---\r\nlanguage: "en"\r\n---\r\n', True),
        ("---\nlanguage:\n- en\n- fr\n---\n", False),
        ("---\nlanguage: multilingual\n---\n", False),
        ("---\nlicense: mit\n---\nlanguage: en\n", False),
        ("language: en\n", False),
        ("", False),
    ],
)
def test_the_model_card_says_whether_english_is_all_that_it_reads(tmp_path, card, english):
    assert opened(written(tmp_path, {"README.md": card})).english_only is english


def test_the_bundled_encoder_reads_english(tmp_path):
    try:
        path = weights.ENCODER.path()
    except WeightsMissingError as error:
        pytest.skip(str(error))
    files = EncoderFiles(path.parent, weights.ENCODER.name, weights.ENCODER.sha256)
    assert (files.english_only, files.dimension, files.max_tokens, files.means_states) == (True, 384, 256, True)


# Digests


def changed(folder, name, content):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (1, len(content)))
    return opened(folder).sha256


def test_the_digest_changes_with_what_decides_the_vectors_and_with_nothing_else(tmp_path):
    folder = written(tmp_path, {})
    first = opened(folder).sha256
    assert len(first) == 64
    for name in ("README.md", "onnx/model.onnx", "onnx/config.json", ".gitattributes", "pytorch_model.bin", "a.png"):
        assert changed(folder, name, b"something else") == first, name
    for name in ("tokenizer.json", "config.json", "1_Pooling/config.json", "model.safetensors", "vocab.txt"):
        before = (folder / name).read_bytes() if (folder / name).exists() else b""
        second = changed(folder, name, before + b" ")
        assert second != first, name
        first = second


def test_without_safetensors_the_older_weights_count(tmp_path):
    folder = written(tmp_path, {"model.safetensors": None})
    assert changed(folder, "pytorch_model.bin", b"one") != changed(folder, "pytorch_model.bin", b"another")


def test_a_copy_elsewhere_has_the_same_digest(tmp_path):
    one, other = (opened(write_files(tmp_path / name / "small-encoder")) for name in ("a", "b"))
    assert one.sha256 == other.sha256


def test_a_digest_is_remembered(tmp_path, monkeypatch):
    folder = written(tmp_path, {})
    first = opened(folder).sha256
    monkeypatch.setattr(weights, "sha256", lambda path: pytest.fail("read again"))
    assert opened(folder).sha256 == first


# Folders that are no encoder


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"modules.json": None}, "modules.json cannot be read"),
        ({"modules.json": b"{"}, "modules.json cannot be read"),
        ({"modules.json": b"[" * 100_000}, "modules.json cannot be read"),
        ({"modules.json": {}}, "modules.json is no list of modules"),
        ({"modules.json": []}, "modules.json is no list of modules"),
        ({"modules.json": [5]}, "a module  in this place is not supported"),
        ({"modules.json": modules("Pooling")}, "models.Pooling in this place is not supported"),
        ({"modules.json": modules("Transformer", "Transformer")}, "models.Transformer in this place is not supported"),
        ({"modules.json": modules("Transformer", "LSTM")}, "models.LSTM in this place is not supported"),
        ({"modules.json": [{"type": "my_code.Transformer", "path": ""}]}, "my_code.Transformer in this place is not"),
        ({"modules.json": [{**modules("Transformer")[0], "path": "../other"}]}, "modules.json leads out of the folder"),
        ({"modules.json": [{**modules("Transformer")[0], "path": "/etc"}]}, "modules.json leads out of the folder"),
        ({"config.json": None}, "config.json cannot be read"),
        ({"config.json": b"\xff\xfe"}, "config.json cannot be read"),
        ({"config.json": []}, "config.json is not an object"),
        ({"1_Pooling/config.json": None}, "1_Pooling/config.json cannot be read"),
        ({"1_Pooling/config.json": {"word_embedding_dimension": "384"}}, "its pooling has no dimension"),
        ({"1_Pooling/config.json": {"embedding_dimension": 0}}, "its pooling has no dimension"),
        (
            {"modules.json": modules("Transformer"), "config.json": {**BERT, "hidden_size": None}},
            "how long its vectors are",
        ),
        ({"sentence_bert_config.json": None}, "sentence_bert_config.json cannot be read"),
        ({"sentence_bert_config.json": {}, "config.json": {"hidden_size": 384}}, "how many tokens it reads"),
        ({"config_sentence_transformers.json": b"["}, "config_sentence_transformers.json cannot be read"),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path, changes, problem):
    folder = written(tmp_path, changes)
    with pytest.raises(EncoderError) as caught:
        opened(folder)
    assert problem in str(caught.value)
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]"])
def test_a_tokenizer_that_cannot_be_read_is_one_line(tmp_path, content):
    files = opened(written(tmp_path, {"tokenizer.json": content}))
    with pytest.raises(EncoderError, match=r"its tokenizer\.json cannot be read") as caught:
        files.token_counts(["word"])
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_not_there_or_a_file_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    for name in ("none", "file"):
        with pytest.raises(
            EncoderError, match=r"there is no folder .*: an encoder is the folder of a model, or 'bundled'"
        ):
            EncoderFiles.of(tmp_path / name, tmp_path / "digests.json")


def test_describing_an_encoder_loads_nothing_that_runs_it(tmp_path):
    folder = written(tmp_path, {})
    code = (
        "import sys; from pathlib import Path; from index.encoder_files import EncoderFiles; "
        f"EncoderFiles.of(Path({str(folder)!r}), Path({str(tmp_path / 'digests.json')!r})); "
        "print({'tokenizers', 'torch', 'sentence_transformers'} & sys.modules.keys())"
    )
    root = Path(index.__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
