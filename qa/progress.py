"""How far a long piece of work is: a bar on a terminal, a line now and then elsewhere; always on standard error."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable
from typing import TextIO

from qa.page import columns, is_terminal
from qa.streams import say
from qa.wrapping import width

REPORTED = 15.0  # seconds between two lines where there is no terminal
STEPS = 1_000  # looks of the bar; by number and not by time, as work comes in batches whose last piece must be seen
LONGEST_BAR, SHORTEST_BAR = 40, 5  # cells


class Progress:
    """Work of a known size. Use it as a context: it leaves the terminal at the beginning of a line."""

    def __init__(
        self,
        doing: str,
        unit: str,
        total: int,
        stream: TextIO | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._doing, self._unit, self.total = doing, unit, total
        self._stream = stream or sys.stderr
        self._terminal = is_terminal(self._stream)
        self._clock = clock
        self._reported = clock()
        self._looked = 0
        self._drawn = 0  # cells on the terminal's line

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the bar's line."""
        if self._drawn:
            _put(self._stream, "\n")
            self._drawn = 0

    def show(self, done: int, seconds: float) -> None:
        """So much is done after so many seconds; shown where it is time to."""
        ended = done >= self.total
        if self._terminal:
            if ended or done - self._looked >= self.total / STEPS:
                self._looked = done
                self._draw(done, seconds)
        elif not ended and self._clock() - self._reported >= REPORTED:
            self._reported = self._clock()
            say(f"{self._doing}: {done:,} of {self.total:,} {self._unit}, {self._pace(done, seconds)}", self._stream)

    def _draw(self, done: int, seconds: float) -> None:
        room = columns(self._stream) - 1  # a full line would wrap
        text = f" {done / max(1, self.total):4.0%} {done:,}/{self.total:,} {self._unit}, {self._pace(done, seconds)}"
        cells = min(LONGEST_BAR, room - width(self._doing) - width(text) - 1)
        if cells >= SHORTEST_BAR:
            filled = cells * done // max(1, self.total)
            text = f" {'█' * filled}{'░' * (cells - filled)}{text}"
        line = f"{self._doing}{text}"[: max(0, room)]
        _put(self._stream, "\r" + line + " " * (self._drawn - width(line)))
        self._drawn = width(line)

    def _pace(self, done: int, seconds: float) -> str:
        if not done or seconds <= 0:
            return "…"
        rate = done / seconds
        left = f"{duration((self.total - done) / rate)} left" if done < self.total else f"in {duration(seconds)}"
        return f"{rate:,.{0 if rate >= 10 else 1}f}/s, {left}"


class Notice:
    """A word on what is being done, on the terminal's last line until something else is; nothing elsewhere."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = is_terminal(self._stream)
        self._drawn = 0

    def __enter__(self) -> Notice:
        return self

    def __exit__(self, *_: object) -> None:
        self.show("")

    def show(self, text: str) -> None:
        """Replaces what stands there."""
        if self._terminal and (text or self._drawn):
            text = text[: columns(self._stream) - 1]
            _put(self._stream, f"\r{' ' * self._drawn}\r{text}")
            self._drawn = width(text)


def duration(seconds: float) -> str:
    """`0.4 s`, `8 s`, `3 min`, `2.5 h`."""
    if seconds < 1:
        return f"{seconds:.1f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3600:.1f} h"


def _put(stream: TextIO, text: str) -> None:
    """Writes without a line end. That nobody reads it any more is no reason to stop working."""
    with contextlib.suppress(OSError, ValueError):
        stream.write(text)
        stream.flush()
