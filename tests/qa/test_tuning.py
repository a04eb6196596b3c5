"""Copies of weights: when one is made, kept and loaded, and that nothing half-made is ever left or used."""

import json
import os
import resource
import shutil
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from command import Command
from conftest import Qa
from fakes import WRITES, QueuedGenerator

from index.errors import StoppedError
from qa import examined, generation, locations, models, requantised, tuning, writers
from qa.errors import ModelError
from qa.exam import VERSION
from qa.generation import LlamaGenerator
from qa.locks import locked
from qa.requantised import Copy

EXAM = replace(WRITES, right=18, wrong=1, refused=1)
FAST = Copy("Q8_0", 0.5, 18, 1, "f" * 64)
# A process in which the bundled model is one that writes, after an exam of one question, and is measured quickly
QUICK = """
import qa.exam, qa.examined, qa.tuning
qa.exam.Exam.writes = property(lambda self: True)
sit = qa.examined.sit
qa.examined.sit = lambda generator, stop: sit(generator, stop, qa.exam.ITEMS[:1])
qa.tuning.READ, qa.tuning.WRITTEN = 16, 2
"""
# An interrupt is sent as soon as a copy is being written, or as soon as the time of reading is taken
INTERRUPTED = """
import os, pathlib, signal, threading, time
import qa.locations, qa.requantised, qa.tuning
def interrupt(ready):
    while not ready():
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGINT)
def interrupted(work, ready):
    def call(*args):
        threading.Thread(target=interrupt, args=(ready,), daemon=True).start()
        return work(*args)
    return call
"""
WHILE_MADE = """
written = lambda: any(path.stat().st_size for path in qa.locations.copies().glob(".*.new"))
qa.requantised._make = interrupted(qa.requantised._make, written)
"""
WHILE_MEASURED = """
qa.tuning.READ = 20_000
qa.tuning._ratio = interrupted(qa.tuning._ratio, lambda: time.sleep(0.5) is None)
"""


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache of its own; the folder need not exist."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return locations.cache()


@pytest.fixture
def bundled() -> models.GeneratorFile:
    return models.generator("bundled")


@pytest.fixture
def gguf(tmp_path: Path) -> models.GeneratorFile:
    """A file that passes for a model that was examined and writes."""
    path = tmp_path / "chatty.gguf"
    path.write_bytes(b"GGUF and more")
    file = models.GeneratorFile(path, "chatty")
    examined.remember(file.digest, file.name, path, EXAM)
    return file


def left() -> list[str]:
    """What lies in the folder of copies, the lock left out."""
    return sorted(path.name for path in locations.copies().glob("*") if path.name != ".lock")


def kept(file: models.GeneratorFile, content: bytes = b"GGUF in another kind") -> Copy:
    """As after a copy was made, measured and kept."""
    with locked(locations.copies(), wait=False):
        new = locations.copies() / ".one.new"
        new.write_bytes(content)
        copy = replace(FAST, sha256=requantised.keep(new, file.digest))
    examined.remember_copy(file.digest, copy)
    return copy


# Making


def test_llama_cpp_makes_a_copy_that_is_gone_at_the_end_unless_it_is_kept(bundled, request):
    with requantised.made(bundled.path, bundled.digest, threading.Event()) as new:
        assert new
        assert generation.check(new) == "Q8_0"
    assert left() == []
    with requantised.made(bundled.path, bundled.digest, threading.Event()) as new:
        sha256 = requantised.keep(new, bundled.digest)
    assert left() == [f"{bundled.digest}.Q8_0.gguf"]
    copy = replace(FAST, sha256=sha256)
    assert requantised.whole(bundled.digest, copy)
    assert requantised.whole(bundled.digest, copy, every_byte=True)
    model = LlamaGenerator(requantised.path_of(bundled.digest), "small", threads=1)
    request.addfinalizer(model.close)
    asked = [{"role": "user", "content": "Name the capital of France."}]
    first, second = ("".join(model.write(asked, 8, threading.Event())) for _ in range(2))
    assert first == second != ""


def test_a_full_disk_leaves_nothing(bundled):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000_000, limits[1]))  # how a test can have a disk that is too small
    try:
        with requantised.made(bundled.path, bundled.digest, threading.Event()) as new:
            assert new is None
            assert left()  # it had begun
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert left() == []


def test_a_copy_larger_than_allowed_is_not_made(bundled, tmp_path, monkeypatch):
    monkeypatch.setattr(requantised, "LARGEST", 1_000_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        assert requantised._main(str(bundled.path), str(tmp_path / "new")) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_is_no_model_has_no_copy(gguf):
    with requantised.made(gguf.path, gguf.digest, threading.Event()) as new:
        assert new is None
    assert left() == []


def test_a_stop_while_it_is_made_leaves_nothing(bundled):
    stop = threading.Event()
    timer = threading.Timer(0.4, stop.set)
    timer.start()
    with pytest.raises(StoppedError), requantised.made(bundled.path, bundled.digest, stop):
        pytest.fail("made in no time")
    timer.join()
    assert left() == []


@pytest.mark.timeout(30)
def test_a_stop_does_not_wait_for_llama_cpp(bundled, tmp_path, monkeypatch):
    endless = tmp_path / "python"
    endless.write_text("#!/bin/sh\nexec sleep 1000\n")
    endless.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(endless))
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError), requantised.made(bundled.path, bundled.digest, stop):
        pytest.fail("made in no time")


def test_only_one_is_made_at_a_time_and_what_somebody_left_is_removed(bundled, monkeypatch):
    monkeypatch.setattr(requantised, "_make", lambda source, new, stop: new.write_bytes(b"GGUF") > 0)
    locations.copies().mkdir(parents=True)
    (locations.copies() / ".dead.new").touch()
    with requantised.made(bundled.path, bundled.digest, threading.Event()) as new:
        assert left() == [new.name]
        with requantised.made(bundled.path, bundled.digest, threading.Event()) as other:
            assert other is None
        assert left() == [new.name]


def test_a_folder_that_cannot_be_made_is_no_error(bundled, cache):
    cache.parent.mkdir(exist_ok=True)
    shutil.rmtree(cache, ignore_errors=True)
    cache.write_text("a file in its place")
    with requantised.made(bundled.path, bundled.digest, threading.Event()) as new:
        assert new is None


# Deciding


class Timed(QueuedGenerator):
    """Takes so long for whatever it is timed at, one and the same time or one after another."""

    def __init__(self, path: Path, seconds: list[float]) -> None:
        super().__init__()
        self.path, self._seconds, self.closed = path, seconds, False

    def timed(self, read: int, written: int, stop: threading.Event) -> tuple[float, float]:
        seconds = self._seconds.pop(0) if len(self._seconds) > 1 else self._seconds[0]
        return 0.75 * seconds, 0.25 * seconds

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def comparing(monkeypatch, gguf):
    """Compares with a copy that takes so long, the file taking 1 s, and does so well. All that was loaded is closed."""
    opened: list[Timed] = []

    def compare(seconds: list[float], right: int = 18, wrong: int = 1, stop: threading.Event | None = None):
        def load(path: Path, name: str, *, threads: int) -> Timed:
            opened.append(Timed(path, [1.0] if path == gguf.path else list(seconds)))
            return opened[-1]

        monkeypatch.setattr(requantised, "_make", lambda source, new, stop: new.write_bytes(b"GGUF otherwise") > 0)
        monkeypatch.setattr(generation, "check", lambda path: "Q4_1")
        monkeypatch.setattr(generation, "LlamaGenerator", load)
        monkeypatch.setattr(examined, "sat", lambda generator, stop, doing: [generator.path])
        monkeypatch.setattr(tuning, "result", lambda marked: replace(WRITES, right=right, wrong=wrong))
        return tuning.tuned(gguf, EXAM, stop)

    yield compare
    assert all(generator.closed for generator in opened)


@pytest.mark.parametrize(
    ("seconds", "right", "wrong", "is_kept"),
    [
        ([0.5], 18, 1, True),
        ([0.85], 18, 1, True),
        ([0.86], 18, 1, False),
        ([2.0], 20, 0, False),
        ([0.5], 17, 1, False),
        ([0.5], 18, 2, False),
        ([0.5], 20, 0, True),
        ([9.0, 9.0, 0.5, 0.5], 18, 1, True),  # the first warms up, of the others the median counts
        ([0.1, 0.1, 0.9, 0.9], 18, 1, False),
    ],
)
def test_a_copy_is_kept_where_it_is_clearly_faster_and_does_no_worse(comparing, gguf, seconds, right, wrong, is_kept):
    copy = comparing(seconds, right, wrong)
    assert (copy.sha256 is not None) == is_kept
    assert left() == ([f"{gguf.digest}.Q8_0.gguf"] if is_kept else [])
    assert examined.taken()[gguf.digest].copy == copy
    assert tuning.weights_of(gguf) == (requantised.path_of(gguf.digest) if is_kept else gguf.path)
    examination = (copy.right, copy.wrong)
    assert examination == ((right, wrong) if copy.ratio <= tuning.MOST_RATIO else (None, None))


def test_one_that_is_no_longer_better_is_removed(comparing, gguf):
    assert comparing([0.5]).sha256
    assert comparing([0.9]).sha256 is None
    assert left() == []
    assert tuning.weights_of(gguf) == gguf.path


@pytest.mark.parametrize("why", ["does not write", "large", "little memory", "of that kind already"])
def test_where_nothing_is_to_be_gained_none_is_made(comparing, gguf, monkeypatch, why):
    kept(gguf)
    monkeypatch.setattr(requantised, "made", lambda *_: pytest.fail("made"))
    monkeypatch.setattr(generation, "check", lambda path: "Q8_0" if why == "of that kind already" else "Q4_1")
    if why == "large":
        monkeypatch.setattr(tuning, "LARGEST", 12)
    elif why == "little memory":
        monkeypatch.setattr(os, "sysconf", lambda name: {"SC_PHYS_PAGES": 51, "SC_PAGE_SIZE": 1}[name])
    exam = replace(EXAM, right=3, wrong=0, refused=17) if why == "does not write" else EXAM
    assert tuning.tuned(gguf, exam) is None
    assert left() == []
    assert examined.taken()[gguf.digest].copy is None


@pytest.mark.parametrize("error", [ModelError("not enough memory"), OSError(28, "No space left on device")])
def test_where_it_cannot_be_made_or_loaded_the_weights_stay_as_they_are(comparing, gguf, monkeypatch, error):
    def fail(new: Path, digest: str) -> str:
        raise error

    monkeypatch.setattr(requantised, "keep", fail)
    assert comparing([0.5]) == Copy("Q8_0", None)
    assert left() == []
    assert tuning.weights_of(gguf) == gguf.path
    assert examined.taken()[gguf.digest].copy == Copy("Q8_0", None)


def test_a_stop_while_they_are_compared_leaves_all_as_it_was(comparing, gguf, monkeypatch):
    earlier = kept(gguf)
    stop = threading.Event()
    timed = Timed.timed

    def stopped(self, *args):
        stop.set()
        if self.path != gguf.path:
            raise StoppedError
        return timed(self, *args)

    monkeypatch.setattr(Timed, "timed", stopped)
    with pytest.raises(StoppedError):
        comparing([0.5], stop=stop)
    assert left() == [f"{gguf.digest}.Q8_0.gguf"]
    assert examined.taken()[gguf.digest].copy == earlier
    assert tuning.weights_of(gguf) == requantised.path_of(gguf.digest)


def test_the_wait_that_is_announced_is_longer_where_a_comparison_may_follow(gguf, monkeypatch):
    announced = tuning.expected_seconds(gguf)
    monkeypatch.setattr(tuning, "LARGEST", 12)
    assert announced > 2 * tuning.expected_seconds(gguf) == 2 * examined.expected_seconds(gguf) > 0


def test_a_stop_at_the_last_moment_is_heeded_too(comparing, gguf, monkeypatch):
    stop = threading.Event()
    keep = requantised.keep
    monkeypatch.setattr(requantised, "keep", lambda *args: stop.set() or keep(*args))
    with pytest.raises(StoppedError):
        comparing([0.5], stop=stop)
    assert tuning.weights_of(gguf) == requantised.path_of(gguf.digest)


# Remembering


def test_an_exam_of_before_there_were_copies_is_still_known(gguf):
    rows = json.loads(locations.exams().read_text())
    assert "copy" not in rows[gguf.digest]
    assert rows[gguf.digest]["version"] == VERSION
    known = examined.taken()[gguf.digest]
    assert (known.exam, known.copy) == (EXAM, None)
    assert tuning.weights_of(gguf) == gguf.path


def test_an_exam_that_is_taken_again_keeps_the_copy(gguf):
    copy = kept(gguf)
    examined.remember(gguf.digest, "chatty", gguf.path, replace(EXAM, right=19, refused=0))
    known = examined.taken()[gguf.digest]
    assert (known.exam.right, known.copy) == (19, copy)


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        [],
        {},
        {"kind": "Q2_K", "ratio": 0.5, "sha256": "f"},
        {"kind": "Q8_0", "ratio": "fast", "sha256": "f"},
        {"kind": "Q8_0", "ratio": float("nan"), "sha256": "f"},
        {"kind": "Q8_0", "ratio": -1, "sha256": "f"},
    ],
)
def test_a_damaged_row_is_as_none(gguf, value):
    kept(gguf)
    rows = json.loads(locations.exams().read_text())
    locations.exams().write_text(json.dumps({gguf.digest: {**rows[gguf.digest], "copy": value}}))
    assert examined.taken()[gguf.digest].copy is None
    assert tuning.weights_of(gguf) == gguf.path


def test_what_is_remembered_is_read_as_it_was_written():
    for copy in (FAST, Copy("Q8_0", None), Copy("Q8_0", 1.2), replace(FAST, sha256=None)):
        assert Copy.of(json.loads(json.dumps(copy.to_dict()))) == copy


# Loading


@pytest.mark.parametrize("state", ["whole", "gone", "cut", "another byte", "a folder"])
def test_a_copy_is_loaded_while_it_is_as_it_was_made(gguf, monkeypatch, state):
    kept(gguf)
    path = requantised.path_of(gguf.digest)
    if state in ("gone", "a folder"):
        path.unlink()
    if state == "a folder":
        path.mkdir()
    elif state == "cut":
        os.truncate(path, 5)
    elif state == "another byte":
        path.write_bytes(path.read_bytes().replace(b"kind", b"kinD"))
        os.utime(path, ns=(0, 0))  # surely another time than when its digest was remembered
    loaded = []
    monkeypatch.setattr(generation, "LlamaGenerator", lambda path, name: loaded.append(path))
    writers.Writer(gguf).load()
    assert loaded == [path if state == "whole" else gguf.path]


def test_after_its_first_exam_a_model_is_loaded_anew_from_the_copy(gguf, monkeypatch):
    """Or the first answer would be in other words than all later ones. That it takes room is told."""
    loaded: list[Path] = []
    told: list[str] = []
    monkeypatch.setattr(generation, "LlamaGenerator", lambda path, name: loaded.append(path) or QueuedGenerator())
    monkeypatch.setattr(writers, "examined", lambda digest: None)
    monkeypatch.setattr(writers, "take", lambda file, generator, stop: [])
    monkeypatch.setattr(writers, "result", lambda marked: EXAM)
    monkeypatch.setattr(writers, "tuned", lambda file, exam, stop: kept(file))
    writer = writers.examined_writer(gguf, named=True, tell=told.append)
    assert writer
    measured = "A copy of the weights as Q8_0 takes 0.50 of the time (right 18, wrong 1 in the same exam)"
    assert told[1:] == [f"{measured} and is used: {requantised.path_of(gguf.digest)}."]
    writer.load()
    assert loaded == [gguf.path, requantised.path_of(gguf.digest)]


# What a person sees


@pytest.mark.parametrize(
    ("copy", "told", "file"),
    [
        (FAST, "takes 0.50 of the time (right 18, wrong 1 in the same exam) and is used: ", True),
        (Copy("Q8_0", 0.97), "takes 0.97 of the time: they are used as they are.", False),
        (
            replace(FAST, sha256=None, wrong=3),
            "takes 0.50 of the time (right 18, wrong 3 in the same exam): they are used as they are.",
            False,
        ),
        (Copy("Q8_0", None), "could not be made (is there room in ", False),
        (None, None, False),
    ],
)
def test_a_check_tells_what_was_measured(qa: Qa, gguf, monkeypatch, copy, told, file):
    monkeypatch.setattr(tuning, "tuned", lambda file, exam: copy)
    out = " ".join(qa("models", "check", gguf.path).out.split())
    assert (f"A copy of the weights as Q8_0 {told}" in out) if told else "A copy" not in out
    row = json.loads(qa("models", "check", gguf.path, "--json").out)["copy"]
    where = str(requantised.path_of(gguf.digest)) if file else None
    assert row == (copy and {**copy.to_dict(), "file": where})


def doctored(qa: Qa, indexed: Path, file: models.GeneratorFile) -> dict:
    rows = json.loads(qa("doctor", "--json", "--corpus", indexed, "--model", file.path).out)["checks"]
    return next(row for row in rows if row["name"] == "generator")


def test_the_doctor_tells_which_weights_are_used(qa: Qa, indexed: Path, gguf, monkeypatch):
    monkeypatch.setattr(generation, "check", lambda path: "Q4_1")
    row = doctored(qa, indexed, gguf)
    hint = f"; qa models check {gguf.path} measures whether a copy as Q8_0 is faster"
    assert (row["fix"], row["copy"], row["found"].endswith(hint)) == (None, None, True)
    kept(gguf)
    row = doctored(qa, indexed, gguf)
    assert row["fix"] is None
    assert (
        f"takes 0.50 of the time (right 18, wrong 1 in the same exam) and is used: {row['copy']['file']}"
        in row["found"]
    )
    assert (row["copy"]["kind"], row["copy"]["ratio"]) == ("Q8_0", 0.5)
    examined.remember_copy(gguf.digest, Copy("Q8_0", 1.1))
    row = doctored(qa, indexed, gguf)
    assert (row["fix"], row["copy"]["file"]) == (None, None)
    assert row["found"].endswith("takes 1.10 of the time: they are used as they are")


@pytest.mark.parametrize("state", ["gone", "damaged and of the same size and time"])
def test_the_doctor_looks_at_every_byte_of_the_copy(qa: Qa, indexed: Path, gguf, monkeypatch, state):
    monkeypatch.setattr(generation, "check", lambda path: "Q4_1")
    kept(gguf)
    path = requantised.path_of(gguf.digest)
    stat = path.stat()
    if state == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace(b"kind", b"kinD"))
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    row = doctored(qa, indexed, gguf)
    told = f"its faster copy {path} is missing or damaged and not used: run qa models check {gguf.path}"
    assert row["fix"] == told
    assert "is used" not in row["found"]


# The whole of it, with the bundled weights


def test_a_model_that_writes_is_compared_with_its_copy_and_the_terminal_stays_clean(command: Command, cache):
    env = {"TEST_BEFORE": QUICK + "qa.tuning.MOST_RATIO = 1e9\n", "XDG_CACHE_HOME": str(cache.parent)}
    done = command("models", "check", "--json", env=env)
    assert (done.status, done.err) == (0, "")
    row = json.loads(done.out)["copy"]
    assert row["ratio"] > 0
    assert Path(row["file"]).stat().st_size > 100_000_000
    assert left() == [Path(row["file"]).name]
    told = json.loads(command("doctor", "--json", env=env).out)["checks"]
    assert next(one for one in told if one["name"] == "generator")["copy"] == row


@pytest.mark.parametrize("moment", [WHILE_MADE, WHILE_MEASURED], ids=["made", "measured"])
def test_an_interrupt_leaves_nothing_behind(command: Command, cache, moment):
    env = {"TEST_BEFORE": QUICK + INTERRUPTED + moment, "XDG_CACHE_HOME": str(cache.parent)}
    done = command("models", "check", env=env)
    assert (done.status, done.out, done.err) == (130, "", "stopped\n")
    assert left() == []
