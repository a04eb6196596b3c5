"""Which encoder a run uses: the one that is named, else the index's, else the bundled one."""

import json
from pathlib import Path

import pytest
from command import Command
from conftest import ARTICLES
from encoder_folders import save_models, write_files

from index import store, weights
from qa import models
from qa.settings import read


@pytest.fixture
def encoder(tmp_path):
    """A folder whose files say that they are an encoder."""
    return write_files(tmp_path / "small-encoder")


def encoder_told(qa, *options):
    done = qa("index", "status", "--json", *options)
    assert done.status == 0, done.err
    return json.loads(done.out)["encoder"]["name"]


def test_an_index_keeps_the_encoder_that_it_was_made_with(qa, corpus, encoder):
    assert qa("index", "rebuild", "--corpus", corpus, "--encoder", encoder).status == 0
    assert encoder_told(qa, "--corpus", corpus) == "small-encoder"
    assert store.read_manifest(read(corpus=corpus).index_folder).encoder_folder == str(encoder)
    again = qa("index", "rebuild", "--corpus", corpus)
    assert "Nothing has changed" in again.err
    assert "41 boats" in qa("search", "storm", "--corpus", corpus).out
    assert encoder_told(qa, "--corpus", corpus) == "small-encoder"


def test_the_encoder_that_is_named_wins(qa, indexed, encoder, monkeypatch):
    assert encoder_told(qa, "--corpus", indexed) == weights.ENCODER.name
    done = qa("search", "storm", "--corpus", indexed, "--encoder", encoder)
    assert (done.status, done.out) == (1, "")
    assert done.complaint.endswith(f"run qa index rebuild --corpus {indexed} --encoder {encoder}")
    assert qa("index", "rebuild", "--corpus", indexed, "--encoder", encoder).status == 0
    monkeypatch.setenv("QA_ENCODER", "bundled")
    assert qa("index", "rebuild", "--corpus", indexed).status == 0
    monkeypatch.delenv("QA_ENCODER")
    assert encoder_told(qa, "--corpus", indexed) == weights.ENCODER.name


def test_other_weights_under_the_same_name_are_another_encoder(qa, corpus, encoder):
    assert qa("index", "rebuild", "--corpus", corpus, "--encoder", encoder).status == 0
    (encoder / "vocab.txt").write_text("more")
    assert qa("search", "storm", "--corpus", corpus).status == 1
    assert json.loads(qa("index", "status", "--json", "--corpus", corpus).out)["recipe_changed"] is True


def test_an_encoder_that_is_gone_is_told_with_what_to_do(qa, corpus, encoder):
    assert qa("index", "rebuild", "--corpus", corpus, "--encoder", encoder).status == 0
    moved = encoder.rename(encoder.with_name("moved") / "")
    done = qa("search", "storm", "--corpus", corpus)
    assert (done.status, done.out) == (1, "")
    assert f"is no longer in {encoder}: name its folder with --encoder" in done.complaint
    status = qa("index", "status", "--json", "--corpus", corpus)
    assert (status.status, json.loads(status.out)["recipe_changed"]) == (0, None)
    assert qa("index", "rebuild", "--corpus", corpus, "--encoder", moved).status == 0
    assert encoder_told(qa, "--corpus", corpus) == "moved"


@pytest.mark.parametrize("verb", [("search", "storm"), ("ask", "storm"), ("index", "rebuild")])
@pytest.mark.parametrize("missing", [None, "modules.json", "1_Pooling/config.json"])
def test_a_folder_that_is_no_encoder_is_told_before_anything_is_built(qa, corpus, encoder, tmp_path, verb, missing):
    if missing:
        (encoder / missing).unlink()
    done = qa(*verb, "--corpus", corpus, "--encoder", encoder if missing else tmp_path / "none")
    assert (done.status, done.out) == (1, "")
    expected = f"{encoder} is no sentence-transformers model" if missing else f"there is no folder {tmp_path / 'none'}"
    assert expected in done.complaint
    assert not (tmp_path / "data").exists()


def test_an_index_that_cannot_be_read_names_no_encoder(tmp_path):
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "manifest.json").write_text("{")
    settings = read(corpus=tmp_path, index=tmp_path / "index", environment={}, file=tmp_path / "none.toml")
    assert models.encoder_of(settings).name == weights.ENCODER.name


@pytest.fixture(scope="module")
def small_models(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("models")
    save_models(folder)
    return folder


@pytest.mark.parametrize("name", ["mean", "cls"])
def test_any_model_of_sentence_transformers_makes_and_asks_an_index(
    command: Command, corpus: Path, tmp_path: Path, small_models: Path, name: str
) -> None:
    index = tmp_path / "index"
    built = command("index", "rebuild", "--corpus", corpus, "--index", index, "--encoder", small_models / name)
    assert built.status == 0, built.err
    found = command("search", "How many boats sank?", "--index", index, "--json")
    assert found.status == 0, found.err
    assert found.err == ""
    assert {hit["source"] for hit in json.loads(found.out)["hits"]} == set(ARTICLES)
