"""The process's three standard streams: answers go out by one, everything else by the other, questions come in."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from io import TextIOWrapper
from types import FrameType
from typing import Any, TextIO

from corpus.printable import printable
from qa.errors import StreamError


class ReaderGoneError(Exception):
    """Whoever read standard output has seen enough (`| head -1`). Nothing went wrong, so it is no error of ours."""


def prepare() -> None:
    """Makes the streams fit for any text, and fills the places of closed ones.

    A file that is opened while descriptor 2 is free becomes standard error, and C libraries then write into it.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for as long as the process lives
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(text: str, stream: TextIO | None = None) -> None:
    """A line for the person at the terminal, on standard error. That nobody reads it is no reason to stop working."""
    out = stream or sys.stderr
    with contextlib.suppress(OSError, ValueError):
        out.write(f"{printable(text, newlines=False)}\n")
        out.flush()


def output() -> TextIO:
    """Standard output. Raises StreamError where it is closed: better before the work than after it."""
    if sys.stdout is None:
        raise StreamError("standard output is closed: there is no place for the answer")
    return sys.stdout


def write(lines: Iterable[str]) -> None:
    """Lines for standard output, at once. Raises ReaderGoneError, and StreamError where they cannot be written."""
    out = output()
    try:
        for line in lines:
            out.write(f"{line}\n")
        out.flush()
    except BrokenPipeError:
        discard_output()
        raise ReaderGoneError from None
    except OSError as error:
        discard_output()
        raise StreamError(f"standard output cannot be written: {error.strerror}") from None


def discard_output() -> None:
    """Gives up what is still to be written: Python would complain about it while it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_json(value: dict[str, Any]) -> None:
    """A value as a line of JSON for standard output, in UTF-8 whatever the locale says (RFC 8259, section 8.1)."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.encoding.casefold() not in {"utf-8", "utf8"}:
        sys.stdout.reconfigure(encoding="utf-8")
    from qa.answer import to_line  # 10 ms, which help need not wait for

    write([to_line(value)])


def questions() -> Iterator[str]:
    """The lines of standard input as they come, in UTF-8 with or without a byte order mark; broken bytes become U+FFFD.

    Raises StreamError.
    """
    if sys.stdin is None:
        raise StreamError("standard input is closed: there are no questions to read")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    try:
        for line in sys.stdin:
            yield line.rstrip("\r\n")
    except OSError as error:
        raise StreamError(f"standard input cannot be read: {error.strerror}") from None


def content() -> bytes:
    """All of standard input. Raises StreamError."""
    if sys.stdin is None:
        raise StreamError("standard input is closed: there is nothing to read")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise StreamError(f"standard input cannot be read: {error.strerror}") from None


@contextlib.contextmanager
def told_when_stopped(words: Callable[[], str]) -> Iterator[None]:
    """Ctrl-C says some words first, on standard error, and then ends the process as it always does."""
    usual = signal.getsignal(signal.SIGINT)
    if not callable(usual):  # it is ignored, as by nohup
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        # not by `say`: a signal may come while that very stream is being written
        with contextlib.suppress(OSError):
            os.write(2, (f"\n{words()}" if os.isatty(2) else f"{words()}\n").encode())
        usual(number, frame)

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def argument(text: str) -> str:
    """An argument with the bytes that are not UTF-8 replaced as in standard input."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def ask(question: str) -> bool:
    """A yes-or-no question on the terminal; anything but a yes is a no, and so is the end of input."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"{printable(question, newlines=False)} [y/N] ")
        sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}


def can_ask() -> bool:
    """Whether a person is there to be asked: both streams that this takes are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
