"""Which weights of a model are loaded: the file itself, or a copy in a kind that was measured to be faster here."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from index.errors import StoppedError
from qa import examined, generation, requantised
from qa.errors import ModelError
from qa.exam import Exam, result
from qa.models import GeneratorFile
from qa.progress import Progress
from qa.requantised import KIND, Copy

LARGEST = 1_000_000_000  # bytes of a file: a larger one would take minutes and gigabytes
MEMORY = 4  # times the file: it and its copy are both in memory while they are compared
MOST_RATIO = 0.85  # of the file's time: less of a gain is not worth the copy's room on the disk
READ, WRITTEN = 450, 40  # tokens, about what an answer takes
ROUNDS = 3
TIMES_AN_EXAM = 1.6  # what a comparison takes: 32 s after an exam of 20 s, of the bundled weights on idle cores


def weights_of(file: GeneratorFile) -> Path:
    """What is to be loaded: the copy that was kept, while it is as it was made, else the file. Raises ModelError."""
    known = examined.taken().get(file.digest)
    copy = known and known.copy
    return requantised.path_of(file.digest) if copy and requantised.whole(file.digest, copy) else file.path


def expected_seconds(file: GeneratorFile) -> float:
    """About how long an exam takes, with the comparison that may follow."""
    exam = examined.expected_seconds(file)
    return exam * (1 + TIMES_AN_EXAM) if file.path.stat().st_size <= LARGEST else exam


def tuned(file: GeneratorFile, exam: Exam, stop: threading.Event | None = None) -> Copy | None:
    """Compares the weights of a model that was examined with a copy, and remembers which to use.

    The copy is kept where it takes at most MOST_RATIO of the file's time and does no worse in the same exam. None where
    none is made: of a model whose drafts are not used, of a large file and of one that is of that kind already. Raises
    StoppedError when the event is set; nothing half-made is left.
    """
    stop = stop or threading.Event()
    with generation.interrupts_set(stop):
        copy = None
        try:
            if exam.writes and may_gain(file.path):
                copy = _compared(file, exam, stop)
        except (ModelError, OSError):
            copy = Copy(KIND, None)
        if not (copy and copy.sha256):
            requantised.discard(file.digest)
        examined.remember_copy(file.digest, copy)
    if stop.is_set():
        raise StoppedError
    return copy


def may_gain(path: Path) -> bool:
    """Whether a copy of a file is worth trying. Raises ModelError where llama.cpp cannot load the file."""
    size = path.stat().st_size
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return size <= LARGEST and MEMORY * size <= memory and generation.check(path) != KIND


def _compared(file: GeneratorFile, exam: Exam, stop: threading.Event) -> Copy:
    """Makes the copy, and keeps it where it is better. Raises StoppedError, ModelError and OSError."""
    with requantised.made(file.path, file.digest, stop) as made:
        if made is None:
            return Copy(KIND, None)
        threads = generation.idle_threads()
        copied = generation.LlamaGenerator(made, file.name, threads=threads)
        try:
            ratio = _ratio(generation.LlamaGenerator(file.path, file.name, threads=threads), copied, stop)
            if ratio > MOST_RATIO:
                return Copy(KIND, ratio)
            its = result(examined.sat(copied, stop, "Examining a copy"))
        finally:
            copied.close()
        worse = its.right < exam.right or its.wrong > exam.wrong
        sha256 = None if worse else requantised.keep(made, file.digest)
        return Copy(KIND, ratio, its.right, its.wrong, sha256)


def _ratio(itself: generation.LlamaGenerator, copied: generation.LlamaGenerator, stop: threading.Event) -> float:
    """The copy's time over that of the file itself, which is closed: the median of rounds in turn."""
    read = max(1, min(READ, itself.context - WRITTEN))
    ratios: list[float] = []
    try:
        for generator in (itself, copied):
            generator.timed(1, 1, stop)  # the weights are read from the disk
        began = time.monotonic()
        with Progress("Measuring", "rounds", ROUNDS) as bar:
            while len(ratios) < ROUNDS:
                one, other = (sum(g.timed(read, WRITTEN, stop)) for g in (itself, copied))
                ratios.append(other / one)
                bar.show(len(ratios), time.monotonic() - began)
    finally:
        itself.close()
    return round(sorted(ratios)[ROUNDS // 2], 3)
