"""Exams that were taken: remembered by the digest of the weights, and shipped for the bundled model.

`python tests/benchmarks/ship_exam.py` writes what is shipped.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from qa import locations
from qa.exam import VERSION, Exam, Marked, result, sit
from qa.exam_items import ITEMS
from qa.generation import Generator
from qa.models import GeneratorFile
from qa.progress import Progress
from qa.requantised import Copy

FILE = "examined.json"
SECONDS_A_GIGABYTE = 110.0
"""Of weights, roughly: the bundled 98 MB took 11 s in two threads of 2.6 GHz. Most of it is reading the weights."""


@dataclass(frozen=True)
class Examined:
    """A model with its exam."""

    name: str
    file: str
    """Where it lay; empty for a shipped exam."""
    exam: Exam
    copy: Copy | None = None
    """Of the weights in another kind; None where none was compared."""


def examined(digest: str) -> Exam | None:
    """The exam of the weights with this SHA-256; None where they were not examined, or by another version."""
    found = taken().get(digest)
    return found.exam if found else None


def taken() -> dict[str, Examined]:
    """All exams of this version by SHA-256. One taken on this machine goes before the shipped one."""
    shipped = resources.files("qa").joinpath(FILE)
    found: dict[str, Examined] = {}
    for source in (shipped, locations.exams()):
        for digest, row in _rows(source).items():
            exam = Exam.of(row)
            if exam and exam.version == VERSION:
                copy = Copy.of(row.get("copy"))
                found[digest] = Examined(str(row.get("name", "")), str(row.get("file", "")), exam, copy)
    return found


def expected_seconds(file: GeneratorFile) -> float:
    """About how long an exam takes, by the size of the weights."""
    return file.path.stat().st_size / 1e9 * SECONDS_A_GIGABYTE


def take(file: GeneratorFile, generator: Generator, stop: threading.Event | None = None) -> list[Marked]:
    """Examines a loaded model, with a bar, and remembers the result.

    Raises StoppedError when the event is set, and what the model raises.
    """
    marked = sat(generator, stop or threading.Event(), "Examining")
    remember(file.digest, file.name, file.path, result(marked))
    return marked


def sat(generator: Generator, stop: threading.Event, doing: str) -> list[Marked]:
    """An exam with a bar. Raises StoppedError when the event is set, and what the model raises."""
    marked: list[Marked] = []
    began = time.monotonic()
    with Progress(doing, "questions", len(ITEMS)) as bar:
        for item in sit(generator, stop):
            marked.append(item)
            bar.show(len(marked), time.monotonic() - began)
    return marked


def remember(digest: str, name: str, file: Path, exam: Exam) -> None:
    """Keeps an exam in the cache folder, with what is known of a copy; not being able to is no error."""
    rows = _rows(locations.exams())
    before = rows.get(digest, {})
    copy = {"copy": before["copy"]} if "copy" in before else {}
    _keep({**rows, digest: {"name": name, "file": str(file), **exam.to_dict(), **copy}})


def remember_copy(digest: str, copy: Copy | None) -> None:
    """Keeps with an exam what is known of a copy of the weights, None for nothing."""
    rows = _rows(locations.exams())
    if digest in rows:
        _keep({**rows, digest: {**rows[digest], "copy": copy and copy.to_dict()}})


def _keep(rows: dict[str, dict[str, Any]]) -> None:
    memory = locations.exams()
    with contextlib.suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        fresh = memory.with_name(f"{memory.name}.{os.getpid()}")
        fresh.write_text(json.dumps(rows, indent=1), encoding="utf-8")
        fresh.replace(memory)


def _rows(source: Path | Traversable) -> dict[str, dict[str, Any]]:
    """The rows of a file; none where it is missing or damaged."""
    with contextlib.suppress(OSError, ValueError):
        read = json.loads(source.read_text(encoding="utf-8"))
        return {str(k): v for k, v in read.items() if isinstance(v, dict)} if isinstance(read, dict) else {}
    return {}
