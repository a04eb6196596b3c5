"""The model that drafts, before it is loaded."""

import os
import sys
from pathlib import Path

import pytest

from qa import writers
from qa.exam import Exam
from qa.models import GeneratorFile
from qa.writers import READ_AHEAD, examined_writer


@pytest.fixture
def advised(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, int, int]]:
    """Every advice: the file's number, and what was said of it."""
    told: list[tuple[int, int, int, int]] = []

    def advise(fd: int, start: int, length: int, advice: int) -> None:
        told.append((os.fstat(fd).st_ino, start, length, advice))

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "posix_fadvise", advise, raising=False)
    monkeypatch.setattr(os, "POSIX_FADV_WILLNEED", 3, raising=False)
    return told


def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, right: int) -> GeneratorFile:
    """A file that was examined."""
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF")
    monkeypatch.setattr(writers, "examined", lambda digest: Exam(right, 20 - right, 0, 1.0))
    return GeneratorFile(path, "model")


def test_the_weights_of_a_model_that_writes_are_read_ahead(tmp_path, monkeypatch, advised) -> None:
    file = model(tmp_path, monkeypatch, right=20)

    assert examined_writer(file, named=False, tell=print)
    assert advised == [(file.path.stat().st_ino, 0, READ_AHEAD, 3)]


def test_those_of_one_that_does_not_write_are_not(tmp_path, monkeypatch, advised) -> None:
    assert examined_writer(model(tmp_path, monkeypatch, right=5), named=False, tell=print) is None
    assert advised == []


def test_a_file_that_is_gone_is_told_by_whoever_loads_it(tmp_path, monkeypatch, advised) -> None:
    file = model(tmp_path, monkeypatch, right=20)
    monkeypatch.setattr(writers, "weights_of", lambda file: tmp_path / "gone.gguf")

    assert examined_writer(file, named=False, tell=print)
    assert advised == []
