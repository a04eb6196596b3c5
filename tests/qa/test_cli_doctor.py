"""`qa doctor`: what there is to work with, and what to do about what is wrong."""

import json
import os
import shutil
from pathlib import Path

import pytest
from command import Command
from conftest import Qa
from fakes import QueuedGenerator

from index import store, weights
from qa import examined, generation, health, locations, models
from qa.exam import Exam

PASSED = Exam(right=20, wrong=0, refused=0, tokens_per_second=50.0)
EVERYTHING = "versions processor threads corpus encoder index generator exam conversations".split()


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache of its own; the file need not exist."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return locations.exams()


@pytest.fixture
def gguf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that passes for a model."""
    path = tmp_path / "chatty.gguf"
    path.write_bytes(b"GGUF and more")
    monkeypatch.setattr(generation, "check", lambda path: None)
    return path


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """A folder with a copy of the bundled encoder."""
    folder = weights.ENCODER.path().parent
    for name in ("modules.json", "config.json", "sentence_bert_config.json", "1_Pooling/config.json", "tokenizer.json"):
        (tmp_path / "encoder" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / name, tmp_path / "encoder" / name)
    (tmp_path / "encoder" / "model.safetensors").symlink_to(folder / "model.safetensors")
    return tmp_path / "encoder"


def told(done) -> dict[str, dict]:
    """The checks by name, as JSON has them."""
    value = json.loads(done.out)
    assert value["schema"] == "qa.doctor/1"
    assert value["well"] == (done.status == 0)
    assert value["well"] == all(row["fix"] is None for row in value["checks"])
    return {row["name"]: row for row in value["checks"]}


def test_where_all_is_well_it_says_so_with_a_line_for_each_thing(qa: Qa, indexed: Path) -> None:
    done = qa("doctor", "--corpus", indexed)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines[:-2]] == EVERYTHING
    assert lines[-1] == "All is well."
    shown = dict(line.split(maxsplit=1) for line in lines[:-2])
    assert shown["corpus"] == str(indexed)
    assert shown["index"].startswith("3 articles, ")
    assert ", made today, " in shown["index"]
    assert "SHA-256 53aa51172d14…" in shown["encoder"]
    assert "SHA-256 b179c9523d0e…" in shown["generator"]
    assert shown["exam"].endswith("its drafts are not used: answers are quotations")
    assert shown["conversations"].startswith("0 conversations, ")


def test_as_json_it_is_one_object_with_the_values(qa: Qa, indexed: Path) -> None:
    done = qa("doctor", "--json", "--corpus", indexed)
    assert done.out.count("\n") == 1
    rows = told(done)
    assert list(rows) == EVERYTHING
    assert rows["generator"]["sha256"] == models.GENERATOR.sha256
    assert rows["generator"]["weights"] == "Q4_1"
    assert rows["index"]["articles"] == 3
    assert (rows["index"]["damaged"], rows["index"]["changed"]) == (0, 0)
    assert rows["exam"]["writes"] is False
    assert rows["threads"]["usable"] >= rows["threads"]["used"] >= 1
    assert rows["versions"]["libraries"]["faiss-cpu"]


def test_a_missing_index_is_told_with_the_command_that_builds_it_and_not_built(
    qa: Qa, corpus: Path, tmp_path: Path
) -> None:
    done = qa("doctor", "--corpus", corpus)
    assert done.status == 1
    assert f"run qa index rebuild --corpus {corpus}\n" in done.out
    assert done.out.endswith("\n1 of 9 to mend.\n")
    assert not (tmp_path / "data").exists()


def test_changed_articles_are_told_with_the_command_that_takes_them_in(qa: Qa, indexed: Path) -> None:
    (indexed / "olives.md").unlink()
    done = qa("doctor", "--json", "--corpus", indexed)
    row = told(done)["index"]
    assert (done.status, row["changed"]) == (1, 1)
    assert row["fix"].endswith(f"1 gone (olives.md). Update with: qa index rebuild --corpus {indexed}")


def test_a_changed_byte_of_the_index_is_found(qa: Qa, indexed: Path) -> None:
    folder = locations.index_of(indexed)
    largest = max((folder / store.PIECES).rglob("*.*"), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[-1] ^= 1
    largest.write_bytes(content)
    done = qa("doctor", "--corpus", indexed)
    assert done.status == 1
    assert f"qa index rebuild --corpus {indexed} --full" in done.out


def test_an_index_of_another_version_is_told(qa: Qa, indexed: Path) -> None:
    manifest = locations.index_of(indexed) / store.MANIFEST
    manifest.write_text(manifest.read_text().replace('"schema": 2', '"schema": 1').replace('"schema":2', '"schema":1'))
    done = qa("doctor", "--corpus", indexed)
    assert done.status == 1
    assert "→ the index in" in done.out
    assert "qa index rebuild" in done.out


@pytest.mark.parametrize(
    ("option", "path", "told_of", "left_out", "fix"),
    [
        ("--corpus", "/nowhere", "corpus", {"index"}, "there is no folder /nowhere: check the path"),
        ("--model", "/nowhere.gguf", "generator", {"exam"}, "there is no model /nowhere.gguf: give a GGUF file"),
        ("--encoder", "/nowhere", "encoder", set(), "there is no folder /nowhere: an encoder is the folder of"),
    ],
)
def test_what_is_named_and_not_there_is_told_once(
    qa: Qa, option: str, path: str, told_of: str, left_out: set[str], fix: str
) -> None:
    done = qa("doctor", "--json", option, path)
    rows = told(done)
    assert done.status == 1
    assert rows.keys() == set(EVERYTHING) - left_out
    assert [name for name, row in rows.items() if row["fix"] and row["fix"].startswith(fix)] == [told_of]


def test_a_model_that_was_never_examined_is_told_with_the_command(qa: Qa, indexed: Path, gguf: Path) -> None:
    done = qa("doctor", "--corpus", indexed, "--model", gguf)
    assert done.status == 1
    assert f"→ run qa models check {gguf}, or the first question will wait for it\n" in done.out
    examined.remember(models.generator(str(gguf)).digest, "chatty", gguf, PASSED)
    done = qa("doctor", "--corpus", indexed, "--model", gguf)
    assert done.status == 0
    assert "right 20, wrong 0, refused 0 of 20; its drafts are used\n" in done.out


def test_the_bundled_weights_need_not_be_there_where_they_do_not_write(
    qa: Qa, indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.errors import WeightsMissingError

    def missing(model: str) -> None:
        raise WeightsMissingError("the package is not installed")

    monkeypatch.setattr(models, "generator", missing)
    done = qa("doctor", "--corpus", indexed, "--measure")
    assert done.status == 0
    assert "SmolLM2-135M-Instruct is not usable here, and not needed\n" in done.out
    monkeypatch.setattr(health, "examined", lambda digest: PASSED)
    assert qa("doctor", "--corpus", indexed).status == 1


def test_a_whole_encoder_in_a_folder_is_well(qa: Qa, indexed: Path, encoder: Path) -> None:
    row = told(qa("doctor", "--json", "--corpus", indexed, "--encoder", encoder))["encoder"]
    assert (row["fix"], row["folder"]) == (None, str(encoder))


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("model.safetensors", "cut", "cannot be read as safetensors (pooler.dense.weight is not within "),
        ("model.safetensors", "cut within its header", "cannot be read as safetensors ("),
        ("model.safetensors", "empty", "cannot be read as safetensors ("),
        ("model.safetensors", "none", "holds no weights"),
        ("tokenizer.json", "cut", "its tokenizer.json cannot be read ("),
        ("tokenizer.json", "none", "its tokenizer.json cannot be read (No such file or directory)"),
        ("tokenizer.json", "pipe", "its tokenizer.json cannot be read (a named pipe, not a file)"),
    ],
)
def test_a_damaged_encoder_is_told_with_what_to_do(
    qa: Qa, indexed: Path, encoder: Path, name: str, content: str, problem: str
) -> None:
    path = encoder / name
    with path.open("rb") as file:
        kept = file.read({"cut": path.stat().st_size - 4, "cut within its header": 100}.get(content, 0))
    path.unlink()
    if content == "pipe":
        os.mkfifo(path)
    elif content != "none":
        path.write_bytes(kept)
    done = qa("doctor", "--json", "--corpus", indexed, "--encoder", encoder)
    fix = told(done)["encoder"]["fix"]
    assert (done.status, done.err) == (1, "")
    assert problem in fix
    assert fix.endswith(": fetch the model again")
    assert "\n" not in fix


@pytest.mark.parametrize(("content", "well"), [(b"\x80\x02", True), (b"PK\x03\x04", False), (b"garbage", False)])
def test_weights_as_pytorch_saved_them_are_looked_at(
    qa: Qa, indexed: Path, encoder: Path, content: bytes, well: bool
) -> None:
    (encoder / "model.safetensors").unlink()
    (encoder / "pytorch_model.bin").write_bytes(content + b" and more")
    fix = told(qa("doctor", "--json", "--corpus", indexed, "--encoder", encoder))["encoder"]["fix"]
    assert (fix is None) == well
    assert well or fix == f"{encoder}/pytorch_model.bin is damaged or not of PyTorch: fetch the model again"


@pytest.mark.parametrize("kind", ["whole", "garbage", "cut", "the last byte is missing"])
def test_a_damaged_generator_is_told_and_a_whole_one_is_not(qa: Qa, indexed: Path, tmp_path: Path, kind: str) -> None:
    whole, path = models.GENERATOR.path(), tmp_path / "model.gguf"
    if kind in ("whole", "the last byte is missing"):
        shutil.copy(whole, path)
        os.truncate(path, path.stat().st_size - (kind != "whole"))
    else:
        with whole.open("rb") as file:
            path.write_bytes(b"GGUF" + b"garbage" * 100 if kind == "garbage" else file.read(3_000_000))
    done = qa("doctor", "--json", "--corpus", indexed, "--model", path)
    path.unlink()
    rows = told(done)
    assert ("exam" in rows) == (kind == "whole")
    fix = rows["generator"]["fix"]
    assert fix is None if kind == "whole" else fix.startswith(f"llama.cpp cannot load {path}: the file is damaged")


@pytest.mark.timeout(30)  # it would wait for ever for a writer
def test_a_named_pipe_in_a_models_place_is_not_waited_for(qa: Qa, indexed: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "model.gguf")
    done = qa("doctor", "--json", "--corpus", indexed, "--model", tmp_path / "model.gguf")
    assert told(done)["generator"]["fix"].endswith("cannot be read: a named pipe, not a file")


@pytest.mark.parametrize("content", ["nothing", "other files", "unreadable"])
def test_where_there_is_nothing_to_index_no_rebuild_is_advised(qa: Qa, tmp_path: Path, content: str) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    if content == "other files":
        (folder / "photo.jpg").touch()
    elif content == "unreadable":
        (folder / "empty.txt").touch()
    done = qa("doctor", "--json", "--corpus", folder)
    rows = told(done)
    assert done.status == 1
    assert "index" not in rows
    assert ".txt or .md file" in rows["corpus"]["fix"]
    assert ("(empty.txt: empty)" in rows["corpus"]["fix"]) == (content == "unreadable")
    assert "qa index rebuild" not in done.out


def test_an_index_whose_articles_are_all_gone_is_still_looked_at(qa: Qa, indexed: Path) -> None:
    for path in indexed.iterdir():
        path.unlink()
    rows = told(qa("doctor", "--json", "--corpus", indexed))
    assert "holds no .txt or .md file" in rows["corpus"]["fix"]
    assert (rows["index"]["articles"], rows["index"]["fix"]) == (3, None)


def test_its_help_says_what_it_writes(command: Command, tmp_path: Path) -> None:
    said = " ".join(command("doctor", "--help").out.split())
    assert "the digests of models are remembered in the cache folder" in said
    command("doctor", env={"XDG_CACHE_HOME": str(tmp_path / "CACHE")})
    written = [path.relative_to(tmp_path).as_posix() for path in (tmp_path / "CACHE").rglob("*") if path.is_file()]
    assert written == ["CACHE/corpus-qa/digests.json"]


def test_settings_that_cannot_be_used_are_told_and_end_it(qa: Qa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_MAX_ARTICLE_MB", "many")
    rows = told(done := qa("doctor", "--json"))
    assert done.status == 1
    assert list(rows) == ["versions", "processor", "threads", "settings"]
    assert rows["settings"]["fix"].startswith("the setting max_article_mb must be a number")


def test_a_conversation_that_cannot_be_read_is_told(qa: Qa, indexed: Path) -> None:
    folder = locations.conversations()
    folder.mkdir(parents=True)
    (folder / "20260101-120000-abcdef.json").write_text("{")
    done = qa("doctor", "--corpus", indexed)
    assert done.status == 1
    assert "20260101-120000-abcdef.json" in done.out


def test_the_speed_is_measured_where_that_is_asked_for(
    qa: Qa, indexed: Path, generator: QueuedGenerator, gguf: Path
) -> None:
    assert "speed" not in told(qa("doctor", "--json", "--corpus", indexed))
    assert not generator.asked
    generator.replies.append(["It sank", " 41 boats."])
    row = told(qa("doctor", "--json", "--measure", "--corpus", indexed))["speed"]
    assert row["read_per_second"] > 0
    assert len(generator.asked) == 1


def test_names_from_files_are_harmless_on_a_terminal(qa: Qa, tmp_path: Path) -> None:
    folder = tmp_path / "\x1b[31mred\x9b2J"
    folder.mkdir()
    (folder / "a\x1b]0;title\x07.txt").write_text("The storm sank 41 boats.")
    assert qa("index", "rebuild", "--corpus", folder).status == 0
    (folder / "b\x1b[2J.txt").write_text("It was cold.")
    done = qa("doctor", "--corpus", folder, "--model", str(tmp_path / "\x1b[5mblink.gguf"))
    assert done.status == 1
    assert not set("\x1b\x9b\x07") & set(done.out)


def test_it_looks_without_the_network_and_writes_nothing_to_the_users_folders(command: Command, tmp_path: Path) -> None:
    elsewhere = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("DATA", "CONFIG")}
    done = command("doctor", env=elsewhere)
    assert done.status == 1  # there is no index yet
    assert done.err == ""
    assert not any((tmp_path / kind).exists() for kind in ("DATA", "CONFIG"))


def test_a_path_that_the_system_refuses_is_told_and_the_rest_goes_on(qa: Qa) -> None:
    done = qa("doctor", "--json", "--corpus", "x" * 300)
    rows = told(done)
    assert (done.status, done.err) == (1, "")
    assert rows["corpus"]["fix"].endswith("cannot be looked at: File name too long")
    assert "conversations" in rows
