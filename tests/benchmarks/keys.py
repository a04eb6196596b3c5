"""How the chat holds while a model writes: the time from a key to the terminal, and the frames of a long answer.

usage: python tests/benchmarks/keys.py [ROUNDS]

The chat runs in a terminal of its own, of 120 by 36 characters. Its session answers with 600 tokens that the bundled
model really writes, in as many threads as llama.cpp is given in `qa ask` on an idle machine, and a claim is shown for
every 20 of them. In each round, in turn, one answer while nobody types (frames) and two while a key is pressed every
70 ms: with the answering threads at their lower priority, as they are, and without. A key is a character that stands
nowhere else, so it is known when it reaches the terminal; the prompt is emptied before the keys come again.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import statistics
import struct
import sys
import termios
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from corpus.article import LineIndex
from index.processors import usable_processors
from qa import models
from qa.answer import Answer, Citation, Claim, Coverage, Models
from qa.events import Answered, AnswerEvent, ClaimChecked, Writing
from qa.session import Opened, Session, ShownArticle
from qa.settings import Settings

TOKENS, CLAIM = 600, 20
EVERY = 0.07  # seconds between two keys
SIZE = (120, 36)
QUESTION = "Tell a long story of a harbour, with every detail."
HELD = 0.05  # seconds
REST = 0.5  # seconds between two answers
TYPED = 60  # keys before the prompt is emptied: each of them stands nowhere else, and there are 160
KEYS = [chr(n) for n in range(0x2460, 0x2500)]  # circled numbers and letters, one cell each
SYNC = b"\x1b[?2026"  # followed by h, a frame begins; by l, it ends; by $p, whether the terminal knows that is asked
QUIT = b"\x11"


class Writes(Session):
    """Answers with what the model writes, unchecked."""

    def __init__(self, report: int) -> None:
        super().__init__(Settings(corpus=Path("/news"), index=None, model="bundled", max_article_mb=32))
        self._report = report

    def open(self) -> Opened:
        """Nothing to open but the model."""
        from qa.generation import LlamaGenerator

        file = models.generator("bundled")
        self._generator = LlamaGenerator(file.path, file.name, threads=usable_processors())
        return self.state()

    def state(self) -> Opened:
        """A corpus of one article."""
        return Opened(Coverage(1, 0, 0, "generation", "2026-11-22T10:00:00Z"), 1, Models("model", "encoder"))

    look_again = state

    def article(self, source: str) -> ShownArticle:
        """The article."""
        return ShownArticle(source, QUESTION, QUESTION, None, False, Path("/news") / source, LineIndex(QUESTION))

    def answer(
        self, question: str, history: Sequence[object], stop: threading.Event, source: str | None = None
    ) -> Iterator[AnswerEvent]:
        """Writes on and on, whatever the model thinks of an end."""
        yield Writing(())
        uri, end = "harbour.txt#char=0,50", len(QUESTION)
        cited = Citation(1, "harbour.txt", 0, end, (1, 1), QUESTION, None, uri, "0" * 64, "utf-8", QUESTION, None)
        os.write(self._report, b"begun\n")
        claims, written, pieces = [], 0, []
        while written < TOKENS:
            for piece in self._generator.write([{"role": "user", "content": question}], TOKENS - written, stop):
                written += 1
                pieces.append(piece)
                if written % CLAIM == 0:
                    claims.append(Claim("".join(pieces), (1,), "checked"))
                    pieces.clear()
                    yield ClaimChecked(claims[-1], (cited,))
        os.write(self._report, f"ended {self._generator.tokens_per_second:.1f}\n".encode())
        yield Answered(
            Answer(question, "answered", tuple(claims), (cited,), (), Coverage(1, 0, 0, "g", ""), Models(None, "e"))
        )


def chat(report: int, calm: int) -> None:
    """The chat in this process's terminal."""
    from tui import asking
    from tui.app import ChatApp

    asking.CALM = calm
    ChatApp(Writes(report)).run()


@dataclass
class Terminal:
    """The chat in a terminal, seen from outside."""

    calm: int
    drawn: bytes = b""
    frames: list[float] = field(default_factory=list)
    """When each of them was complete."""

    def __post_init__(self) -> None:
        reader, writer = os.pipe()
        os.set_inheritable(writer, True)
        self.pid, self.screen = pty.fork()
        if not self.pid:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", COLUMNS=str(SIZE[0]), LINES=str(SIZE[1]))
            os.execv(sys.executable, [sys.executable, __file__, "chat", str(writer), str(self.calm)])
        fcntl.ioctl(self.screen, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
        os.close(writer)
        self.report = reader
        self.said = b""

    def look(self, seconds: float) -> float:
        """Reads what comes within a time, at most once; when it came."""
        ready, _, _ = select.select([self.screen, self.report], [], [], max(0.0, seconds))
        now = time.perf_counter()
        if self.report in ready:
            self.said += os.read(self.report, 1000)
        if self.screen in ready:
            new = os.read(self.screen, 1 << 20)
            if SYNC + b"$p" in new:
                os.write(self.screen, SYNC + b";2$y")
            self.frames += [now] * new.count(SYNC + b"l")
            self.drawn = self.drawn[-10_000:] + new
        return now

    def until(self, text: str, seconds: float = 60) -> float:
        """Reads until a text stands in what was drawn; when it came."""
        end = time.perf_counter() + seconds
        while text.encode() not in self.drawn:
            now = self.look(end - time.perf_counter())
            if now >= end:
                raise SystemExit(f"{text!r} did not come to the terminal")
        return now

    def ask(self) -> None:
        """Asks when the last answer is on the screen, and waits until the model writes."""
        rested = time.perf_counter() + REST
        while (left := rested - time.perf_counter()) > 0:
            self.look(left)
        self.drawn, self.said = b"", b""
        os.write(self.screen, QUESTION.encode() + b"\r")
        self.reports(b"begun")
        self.frames.clear()

    def reports(self, word: bytes, seconds: float = 120) -> None:
        """Reads until the chat's session has said a word."""
        end = time.perf_counter() + seconds
        while word not in self.said:
            if self.look(1) >= end:
                raise SystemExit(f"the chat did not say {word.decode()}")

    def empty(self) -> None:
        """Empties the prompt, and waits until its placeholder is there again."""
        self.drawn = b""
        os.write(self.screen, b"\x15")
        self.until("Ask about", 5)

    def close(self) -> None:
        """Ends the chat."""
        os.write(self.screen, QUIT)
        with contextlib.suppress(OSError):  # what reading from a terminal ends with whose last process is gone
            while os.read(self.screen, 1 << 16):
                pass
        os.waitpid(self.pid, 0)


@contextlib.contextmanager
def opened(calm: int) -> Iterator[Terminal]:
    """A chat that can be asked."""
    terminal = Terminal(calm)
    terminal.until("1 article")
    try:
        yield terminal
    finally:
        terminal.close()


def frames(terminal: Terminal) -> tuple[int, float, float]:
    """Frames of one answer, and the median and the longest time between two of them in seconds."""
    terminal.ask()
    terminal.reports(b"ended")
    gaps = [b - a for a, b in zip(terminal.frames, terminal.frames[1:], strict=False)]
    return len(terminal.frames), statistics.median(gaps), max(gaps)


def latencies(terminal: Terminal) -> list[float]:
    """Seconds from each key to the terminal while one answer is written."""
    terminal.ask()
    found: list[float] = []
    while b"ended" not in terminal.said:
        key = KEYS[len(found) % len(KEYS)]
        terminal.drawn = b""
        begun = time.perf_counter()
        os.write(terminal.screen, key.encode())
        found.append(terminal.until(key, 5) - begun)
        while (left := begun + EVERY - time.perf_counter()) > 0:
            terminal.look(left)
        if len(found) % TYPED == 0:
            terminal.empty()
    terminal.empty()
    return found


def main(rounds: int) -> None:
    """Prints the table."""
    waits: dict[str, list[float]] = {"idle": [], "lower priority": [], "same priority": []}
    drawn, speeds = [], []
    for _ in range(rounds):
        with opened(10) as calm:  # one at a time: a terminal that nobody reads stops its chat
            waits["idle"] += idle(calm)
            drawn.append(frames(calm))
            speeds.append(float(calm.said.split()[-1]))
            waits["lower priority"] += latencies(calm)
        with opened(0) as equal:
            waits["same priority"] += latencies(equal)
    print(f"{usable_processors()} processors, {TOKENS} tokens an answer, {statistics.median(speeds):.0f} tokens/s")
    print(f"{'a key while':<22}{'keys':>6}{'median ms':>11}{'95 % ms':>9}{'most ms':>9}{'within 50 ms':>14}")
    for name, found in waits.items():
        held = sum(wait < HELD for wait in found) / len(found)
        p95 = statistics.quantiles(found, n=20)[-1]
        told = name if name == "idle" else f"writing, {name}"
        print(
            f"{told:<22}{len(found):>6}{statistics.median(found) * 1e3:>11.1f}{p95 * 1e3:>9.1f}{max(found) * 1e3:>9.1f}"
            f"{held:>14.1%}"
        )
    for name, n in (("frames", 0), ("median ms between", 1), ("longest ms between", 2)):
        figure = statistics.median(cast(float, row[n]) for row in drawn)
        print(f"{name:<22}{figure if n == 0 else figure * 1e3:>6.0f}")


def idle(terminal: Terminal, number: int = 60) -> list[float]:
    """The same while nothing is written."""
    found = []
    for n in range(number):
        terminal.drawn = b""
        begun = time.perf_counter()
        os.write(terminal.screen, KEYS[n % len(KEYS)].encode())
        found.append(terminal.until(KEYS[n % len(KEYS)], 5) - begun)
        while (left := begun + EVERY - time.perf_counter()) > 0:
            terminal.look(left)
    terminal.empty()
    return found


if __name__ == "__main__":
    if sys.argv[1:2] == ["chat"]:
        chat(int(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
