"""Folders, files and indexes that are not what they should be: one clear line, the right status, nothing lost."""

import json
import os
from pathlib import Path

import fakes
import numpy as np
import pytest
from conftest import ARTICLES, QUESTION

from index.manifest import sealed

VERBS = [["ask", QUESTION], ["search", "storm"], ["index", "rebuild"]]


def shown(done) -> str:
    """All that went to the terminal. Fails where it would obey any of it."""
    text = done.out + done.err
    assert "Traceback" not in text
    assert not [c for c in text if (c < " " and c != "\n") or "\x7f" <= c <= "\x9f" or "\u202a" <= c <= "\u202e"], text
    return text


# Folders


@pytest.mark.parametrize("verb", VERBS)
def test_there_is_no_such_folder(qa, tmp_path, verb):
    done = qa(*verb, "--corpus", tmp_path / "nowhere")
    assert (done.status, done.out) == (1, "")
    assert done.complaint == f"there is no folder {tmp_path / 'nowhere'}: check the path"
    assert not (tmp_path / "data").exists() or not list((tmp_path / "data").rglob("manifest.json"))


@pytest.mark.parametrize("verb", VERBS)
def test_the_folder_is_a_file(qa, corpus, verb):
    done = qa(*verb, "--corpus", corpus / "harbour.txt")
    assert (done.status, done.out) == (1, "")
    assert "is not a folder" in done.complaint


@pytest.mark.parametrize("verb", VERBS)
def test_the_folder_is_empty(qa, tmp_path, verb):
    (tmp_path / "empty").mkdir()
    done = qa(*verb, "--corpus", tmp_path / "empty")
    assert (done.status, done.out) == (1, "")
    assert "holds no .txt or .md file" in done.complaint


@pytest.mark.parametrize("verb", VERBS)
def test_no_article_in_the_folder_can_be_read(qa, tmp_path, verb):
    (tmp_path / "unreadable").mkdir()
    (tmp_path / "unreadable" / "empty.txt").touch()
    (tmp_path / "unreadable" / "binary.md").write_bytes(b"\0\1\2" * 50)
    done = qa(*verb, "--corpus", tmp_path / "unreadable")
    assert (done.status, done.out) == (1, "")
    assert done.err.splitlines()[-1].startswith("qa: no article in ")
    assert "empty.txt: empty" in done.err


@pytest.mark.parametrize("name", ["", "~nobody-of-this-name/articles"])
def test_the_folder_is_no_path(qa, name):
    done = qa("ask", QUESTION, "--corpus", name)
    assert (done.status, done.out) == (1, "")
    assert done.complaint


@pytest.mark.parametrize("verb", [["index", "status"], ["index", "verify"], ["show", "a.txt"], *VERBS])
def test_a_path_that_the_system_refuses_is_no_bug(qa, tmp_path, verb):
    path = tmp_path / ("x" * 300)
    done = qa(*verb, "--corpus", path)
    assert (done.status, done.out) == (1, "")
    assert done.complaint.startswith(f"{path} cannot be ")
    assert "File name too long" in done.complaint
    assert "unexpectedly" not in done.complaint


@pytest.mark.parametrize("verb", [["index", "status"], ["show", "a.txt"]])
def test_a_folder_that_may_not_be_entered_is_told_with_what_to_check(qa, corpus, monkeypatch, verb):
    look = Path.stat

    def refused(path, **options):
        if path == corpus:
            raise PermissionError(13, "Permission denied", str(path))
        return look(path, **options)

    monkeypatch.setattr(Path, "stat", refused)
    done = qa(*verb, "--corpus", corpus)
    assert (done.status, done.out) == (1, "")
    assert done.complaint == f"{corpus} cannot be used: Permission denied; check the path and its permissions"


# Files


@pytest.fixture
def mixed(corpus: Path) -> Path:
    """Articles among files of every unfit kind."""
    (corpus / "empty.txt").touch()
    (corpus / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (corpus / "holds-nul.txt").write_bytes(b"Ships\0 wait\0 in the\0 port\0 all\0 day\0 long.\n")
    (corpus / "pdf.md").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj")
    (corpus / "latin.txt").write_bytes("Le café de Tétouan a été fermé jeudi à l’aube.\n".encode("cp1252"))
    (corpus / "stray-nul.txt").write_bytes(b"The ferry to Algeciras\0 carried 900 passengers on Friday.\n")
    (corpus / "loop").symlink_to(corpus)
    (corpus / "self.txt").symlink_to("self.txt")
    (corpus / "gone.txt").symlink_to("nothing.txt")
    with (corpus / "long line.txt").open("wb") as file:  # one line of 50 MB that takes no room on the disk
        file.truncate(50_000_000)
    return corpus


def test_unfit_files_are_skipped_and_named_with_the_reason(qa, mixed):
    done = qa("index", "rebuild", "--corpus", mixed)
    assert (done.status, done.out) == (0, "")
    assert "Indexed 5 articles" in done.err
    skipped = done.err.partition("8 files skipped:\n")[2]
    for line in (
        "binary.txt: it is binary data",
        "empty.txt: empty",
        "gone.txt: a link to nothing",
        "holds-nul.txt: it is binary data",
        "long line.txt: 50,000,000 bytes long, more than the 32,000,000 that are read",
        "loop: a link that loops back to a folder above it",
        "pdf.md: it is a PDF",
        "self.txt: a link that loops",
    ):
        assert f"  {line}" in skipped
    shown(done)


def test_a_file_in_another_encoding_is_read_and_said_to_be(qa, mixed):
    done = qa("index", "rebuild", "--corpus", mixed)
    assert "1 file read with a note:\n  latin.txt: not UTF-8: read as cp1252\n" in done.err
    found = qa("search", "café fermé Tétouan", "-k", "1", "--json", "--corpus", mixed)
    (hit,) = json.loads(found.out)["hits"]
    assert hit["source"] == "latin.txt"
    with (mixed / "latin.txt").open(encoding="cp1252", newline="") as file:
        assert file.read()[hit["start"] : hit["end"]] == hit["text"]


def test_an_article_of_one_line_of_5_mb_is_indexed_and_cited(qa, tmp_path, monkeypatch):
    direction = np.eye(1, fakes.DIMENSION, dtype=np.float32)[0]
    monkeypatch.setattr(fakes, "vector", lambda text: direction)  # the words alone will do
    (tmp_path / "articles").mkdir()
    sentences = [f"Ship number {n} carried {n * 7} tonnes of salt to the island of Vis. " for n in range(75_000)]
    (tmp_path / "articles" / "long.txt").write_text("".join(sentences), encoding="utf-8")
    assert (tmp_path / "articles" / "long.txt").stat().st_size > 4_900_000
    assert qa("index", "rebuild", "--corpus", tmp_path / "articles").status == 0
    done = qa("search", "ship number 74321", "-k", "1", "--json", "--corpus", tmp_path / "articles")
    (hit,) = json.loads(done.out)["hits"]
    assert "number 74321 carried" in hit["text"]
    done = qa("show", f"long.txt#char={hit['start']},{hit['end']}", "--corpus", tmp_path / "articles")
    assert f"»{hit['text']}«" in done.out
    assert len(done.out) < 4_000  # not the line of 5 MB


NAMES = [
    "a  b c.txt",
    "new\nline.txt",
    "\x1b[31mred\x1b[0m.txt",
    "bidi\u202etxt.exe.txt",
    "quote'\"$(x).txt",
    "#1 50%.txt",
]


def test_names_with_spaces_newlines_and_escapes_work_and_are_harmless_everywhere(qa, corpus, generator):
    for article in corpus.iterdir():
        article.unlink()
    for n, name in enumerate(NAMES):
        (corpus / name).write_text(f"Ship number {n} carried salt to the island of Vis.\n", encoding="utf-8")
    (corpus / "empty \x1b]0;x\x07\n.txt").touch()
    strange = corpus.rename(corpus.parent / "the \x1b[7m art\nicles'")
    built = qa("index", "rebuild", "--corpus", strange)
    assert "Indexed 6 articles" in shown(built)
    for n, name in enumerate(NAMES):
        done = qa("ask", f"Which ship number {n} carried salt to the island?", "--json", "--corpus", strange)
        (citation,) = json.loads(done.out)["citations"]
        assert citation["source"] == name
        assert f"»{citation['quote']}«" in shown(qa("show", citation["uri"], "--corpus", strange))
        assert "carried salt" in shown(qa("show", name, "--corpus", strange))
        shown(qa("ask", f"Which ship number {n} carried salt to the island?", "--corpus", strange))
    shown(qa("search", "salt", "--corpus", strange))
    shown(qa("index", "status", "--corpus", strange))
    (strange / NAMES[1]).write_text("Something else.")
    changed = qa("search", "salt", "--corpus", strange)
    assert "1 edited (new line.txt)" in shown(changed)
    assert r"--corpus $'" in changed.err
    shown(qa("show", "\x1b[31mno\n.txt", "--corpus", strange))
    shown(qa("index", "status", "--json", "--corpus", strange))


def test_a_folder_whose_name_is_not_utf8_can_be_asked(qa, corpus, generator):
    folder = Path(os.fsdecode(os.fsencode(corpus) + b"\xff"))
    corpus.rename(folder)
    done = qa("ask", QUESTION, "--json", "--corpus", folder)
    assert done.status == 0
    assert json.loads(done.out)["citations"][0]["source"] == "harbour.txt"
    shown(qa("index", "status", "--corpus", folder))


# The index


@pytest.mark.parametrize("verb", VERBS)
def test_the_index_folder_is_of_something_else(qa, corpus, tmp_path, verb):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "me.jpg").write_bytes(b"precious")
    done = qa(*verb, "--corpus", corpus, "--index", tmp_path / "photos")
    assert (done.status, done.out) == (1, "")
    assert "is not an index" in done.complaint
    assert [p.name for p in (tmp_path / "photos").iterdir()] == ["me.jpg"]


@pytest.mark.parametrize("verb", VERBS)
def test_the_index_folder_is_a_file(qa, corpus, tmp_path, verb):
    (tmp_path / "file").write_text("precious")
    done = qa(*verb, "--corpus", corpus, "--index", tmp_path / "file")
    assert (done.status, done.out) == (1, "")
    assert "is a file, not an index folder" in done.complaint
    assert (tmp_path / "file").read_text() == "precious"


@pytest.mark.parametrize("verb", [*VERBS, ["index", "status"], ["index", "rebuild", "--full"]])
def test_an_index_of_a_newer_version_is_left_alone(qa, indexed, tmp_path, verb):
    (manifest,) = (tmp_path / "data").rglob("manifest.json")
    newer = sealed(json.loads(manifest.read_text()) | {"schema": 99})
    manifest.write_text(newer)
    done = qa(*verb, "--corpus", indexed)
    assert (done.status, done.out) == (1, "")
    assert "made by a newer version" in done.complaint
    assert manifest.read_text() == newer


@pytest.mark.parametrize("verb", [*VERBS[:2], ["index", "status"]])
def test_a_damaged_index_is_told_with_the_whole_command_that_mends_it(qa, indexed, tmp_path, verb):
    (manifest,) = (tmp_path / "data").rglob("manifest.json")
    manifest.write_text("{")
    done = qa(*verb, "--corpus", indexed)
    assert (done.status, done.out) == (1, "")
    assert f"qa index rebuild --corpus {indexed} --full" in done.complaint
    assert qa("index", "rebuild", "--corpus", indexed, "--full").status == 0
    assert qa("search", "storm", "--corpus", indexed).status == 0


def without_privileges() -> None:
    """Makes the permissions of files hold for root too: gives up CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
    import ctypes

    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def test_a_read_only_index_answers_and_cannot_be_rebuilt(command, sample, tmp_path):
    copy = sample.copy(tmp_path)
    folders = [copy.index, *(p for p in copy.index.rglob("*"))]
    before = (copy.index / "manifest.json").read_bytes()
    for path in folders:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        found = command("search", "cells", "--index", copy.index, preexec_fn=without_privileges)
        assert (found.status, found.err) == (0, "")
        (copy.corpus / "new.txt").write_text("A new article about ships.\n")
        done = command("index", "rebuild", "--index", copy.index, preexec_fn=without_privileges)
        assert (done.status, done.out) == (1, "")
        assert "cannot be written (Permission denied)" in done.complaint
    finally:
        for path in folders:
            path.chmod(0o755)
    assert (copy.index / "manifest.json").read_bytes() == before


def test_there_is_no_place_for_an_index(command, sample, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o555)
    done = command(
        "index", "rebuild", "--corpus", sample.corpus, "--index", tmp_path / "locked" / "index",
        preexec_fn=without_privileges,
    )  # fmt: skip
    assert (done.status, done.out) == (1, "")
    assert "cannot be written (Permission denied)" in done.complaint
    assert "--index" in done.complaint


def test_status_of_no_index_is_an_error_with_the_command_that_makes_one(qa, corpus):
    done = qa("index", "status", "--corpus", corpus)
    assert (done.status, done.out) == (1, "")
    assert done.complaint.endswith(f"run qa index rebuild --corpus {corpus}")


# Whatever else


def test_what_nobody_foresaw_is_one_line_too(qa, indexed, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("qa.assistant.gather", broken)
    done = qa("ask", QUESTION, "--corpus", indexed)
    assert (done.status, done.out) == (1, "")
    assert "ZeroDivisionError: division by zero" in done.complaint
    assert "QA_TRACEBACK=1" in done.complaint
    monkeypatch.setenv("QA_TRACEBACK", "1")
    assert "in broken" in qa("ask", QUESTION, "--corpus", indexed).err


def test_running_out_of_memory_is_one_line(qa, indexed, generator):
    generator.replies.append(MemoryError())
    assert qa("ask", QUESTION, "--corpus", indexed).complaint == "there is not enough memory"


def test_the_articles_themselves_are_never_touched(qa, indexed, generator):
    qa("ask", QUESTION, "--corpus", indexed)
    qa("index", "rebuild", "--corpus", indexed, "--full")
    assert {p.name: p.read_text(encoding="utf-8") for p in indexed.iterdir()} == ARTICLES
