"""A rebuild as JSON lines, `qa.rebuild/1`: what `qa index rebuild --json` writes, and a rebuild watched from outside.

One object a line: `event` is reading, compared, taken_up, loading, embedding, merging or, last, rebuilt; `done`,
`total` (files or passages) and `seconds` say how far the longer ones are.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterable, Iterator
from dataclasses import asdict, dataclass
from types import FrameType
from typing import TYPE_CHECKING, Any

from index.errors import IndexingError, StoppedError
from qa.settings import Settings
from qa.streams import say

if TYPE_CHECKING:
    from index.events import Rebuilt
    from index.rebuild import RebuildEvent

SCHEMA = "qa.rebuild/1"
APART = 0.1  # seconds between two lines of one kind of work
PATIENCE = 5.0  # seconds that a stopped rebuild has for ending
INTERRUPTED = 130  # exit status
CALM = 10  # niceness of a rebuild beside other work


@dataclass(frozen=True)
class Step:
    """How far a rebuild is. Numbers are 0 where the work has none."""

    event: str
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    changed: bool = True
    """Of the last one: whether there was anything to do."""

    @property
    def left(self) -> float | None:
        """Seconds that this kind of work still takes; None where nothing is known."""
        return self.seconds * (self.total - self.done) / self.done if self.done and self.seconds else None


def rows(events: Iterable[RebuildEvent]) -> Iterator[dict[str, Any]]:
    """The events as plain values; of many alike in a short time the first and the last ones."""
    from index.events import Embedding, Reading, Rebuilt, TakenUp

    told, kind = 0.0, None
    for event in events:
        unfinished = isinstance(event, Reading | Embedding) and event.done < event.total
        if unfinished and type(event) is kind and time.monotonic() - told < APART:
            continue
        told, kind = time.monotonic(), type(event)
        name = "taken_up" if isinstance(event, TakenUp) else kind.__name__.lower()
        told_of = _rebuilt(event) if isinstance(event, Rebuilt) else asdict(event)
        yield {"schema": SCHEMA, "event": name, **told_of}


def _rebuilt(event: Rebuilt) -> dict[str, Any]:
    return {
        "generation": event.manifest.generation,
        "articles": event.manifest.articles,
        "passages": event.manifest.passages,
        "embedded": event.embedded,
        "changed": event.changed,
        "seconds": round(event.seconds, 3),
        "read": event.read,
        "foreign": event.foreign,
        "skipped": [{"source": s.source, "reason": s.reason} for s in event.skipped],
        "notes": [{"source": source, "note": note} for source, note in event.notes],
    }


def rebuild_apart(settings: Settings, stop: threading.Event) -> Iterator[Step]:
    """Rebuilds the settings' index in a process of its own, which loads PyTorch in this one's place.

    The last step is `rebuilt`. Raises StoppedError when the event is set, and IndexingError with what the rebuild
    said. A stopped one keeps what it has embedded, as after Ctrl-C.
    """
    with contextlib.closing(rows_apart(settings, stop, beside=True)) as told:
        for row in told:
            if step := _step(row):
                yield step


def rows_apart(settings: Settings, stop: threading.Event, *, beside: bool) -> Generator[dict[str, Any]]:
    """The rows of a rebuild in a process of its own. Raises what `rebuild_apart` raises.

    `beside` other work it has no part in the terminal's Ctrl-C, and gives way. Else this process waits for it, and
    Ctrl-C ends both at once; what it says of a failure is passed on.
    """
    options = {"--corpus": settings.corpus, "--index": settings.index, "--encoder": settings.encoder}
    given = [word for name, value in options.items() if value for word in (name, str(value))]
    # -P: a faiss.py in the working directory is none of ours
    command = [sys.executable, "-P", "-m", "qa", "index", "rebuild", "--json", *given]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "QA_MAX_ARTICLE_MB": repr(settings.max_article_mb), "PYTHONIOENCODING": "utf-8"},
        start_new_session=beside,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        if beside:
            with contextlib.suppress(OSError, AttributeError):
                os.setpriority(os.PRIO_PROCESS, process.pid, CALM)
        said: list[str] = []
        complaints = threading.Thread(target=_gather, args=(process, said), daemon=True)
        watcher = threading.Thread(target=_stop_with, args=(process, stop), daemon=True)
        complaints.start()
        watcher.start()
        try:
            assert process.stdout is not None
            with contextlib.nullcontext() if beside else _interrupted_with(process):
                for line in process.stdout:
                    if row := _row(line):
                        yield row
                process.wait()
                complaints.join()
        finally:
            _end(process)
    if process.returncode == INTERRUPTED or (stop.is_set() and process.returncode):
        raise StoppedError
    if process.returncode:
        if not beside:
            for line in said[:-1]:
                say(line)
        raise IndexingError(
            said[-1].removeprefix("qa: ") if said else f"the rebuild ended with status {process.returncode}"
        )


def _row(line: str) -> dict[str, Any] | None:
    with contextlib.suppress(ValueError, TypeError, KeyError):
        row: dict[str, Any] = json.loads(line)
        if row["schema"] == SCHEMA and row["event"]:
            return row
    return None


def _step(row: dict[str, Any]) -> Step | None:
    with contextlib.suppress(ValueError, TypeError):
        numbers = (row.get("done", 0), row.get("total", 0), row.get("seconds", 0.0))
        changed = bool(row.get("changed", True))
        return Step(str(row["event"]), int(numbers[0]), int(numbers[1]), float(numbers[2]), changed)
    return None


def _gather(process: subprocess.Popen[str], said: list[str]) -> None:
    assert process.stderr is not None
    said.extend(line.rstrip() for line in process.stderr if line.strip())


@contextlib.contextmanager
def _interrupted_with(process: subprocess.Popen[str]) -> Iterator[None]:
    """Ctrl-C ends the other process before this one, as abruptly: nobody is left at work, nor holding the index."""
    usual = signal.getsignal(signal.SIGINT)
    if not callable(usual):  # it is ignored, as by nohup, and there too
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        process.kill()
        with contextlib.suppress(OSError):
            os.waitpid(process.pid, 0)
        usual(number, frame)

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _stop_with(process: subprocess.Popen[str], stop: threading.Event) -> None:
    while process.poll() is None:
        if stop.wait(APART):
            _end(process)
            return


def _end(process: subprocess.Popen[str]) -> None:
    """Ends the process as Ctrl-C would, and where that does not help for good."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
