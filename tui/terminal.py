"""What comes from the terminal, before the chat sees it.

A terminal without bracketed paste types what is pasted, and each key on its own costs the chat 2 ms: a burst of keys is
handed on as one Paste. Alt+Enter is Enter.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.driver import Driver
from textual.keys import Keys
from textual.message import Message

from qa.question import LONGEST_QUESTION

PASTED = 100  # keys in a burst, from which on it is a paste: no fingers type so fast
LINES = 3  # of one burst, from which on it is a paste: a question and the beginning of the next one may be typed
SEVERAL = 8  # messages that came together; they may be the beginning of a burst
QUIET = 0.005  # seconds without a message that end a burst
LONGEST = 0.1  # seconds of a burst that are gathered
_ENTER = frozenset({"enter", "ctrl+j"})

# Textual takes a sequence apart that it does not know, and where another one follows at once it types a "^" for it
ANSI_SEQUENCES_KEYS["\x1b\r"] = (Keys.Enter,)  # type: ignore[index]


class Bursts(Driver):
    """A driver whose messages are handed on in their order, bursts of keys as pastes."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - any driver's
        super().__init__(*arguments, **options)
        self._gathering = threading.Lock()
        self._gathered: list[Message] = []
        self._first = self._last = 0.0
        self._pasted = float("-inf")

    def send_message(self, message: Message) -> None:
        """Takes a message from the thread that reads the terminal."""
        with self._gathering:
            self._gathered.append(message)
            self._last = time.monotonic()
            if len(self._gathered) > 1:
                return
            self._first = self._last
        self._loop.call_soon_threadsafe(self._hand_on)

    def _hand_on(self) -> None:
        with self._gathering:
            now = time.monotonic()
            goes_on = now - self._last < QUIET and now - self._first < LONGEST
            if len(self._gathered) >= SEVERAL and goes_on:
                self._loop.call_later(QUIET, self._hand_on)
                return
            gathered, self._gathered = self._gathered, []
            if now - self._last < QUIET:  # a burst is cut: whether an Enter at its end ends a line will be seen
                while gathered and _text(gathered[-1]) == "\n":
                    self._gathered.insert(0, gathered.pop())
            if self._gathered:
                self._first = now
                self._loop.call_later(QUIET, self._hand_on)
            pasted = list(as_pasted(gathered, 1 if self._first - self._pasted < LONGEST else PASTED))
            if any(isinstance(message, events.Paste) for message in pasted):
                self._pasted = self._last
        for message in pasted:
            message.set_sender(self._app)
            super().send_message(message)


def as_pasted(gathered: Sequence[Message], least: int = PASTED) -> Iterator[Message]:
    """Messages that came together, with each run of at least so many keys that type something as one Paste.

    A shorter one of several lines is a paste too. An Enter at the end of such a run stays a key, as where a program
    types a question; not where the run is longer than a question may be.
    """
    for typed, run in groupby(gathered, lambda message: bool(_text(message))):
        messages = list(run)
        lines = "".join(map(_text, messages)).split("\n")
        if not typed or (len(messages) < least and sum(map(bool, lines)) < LINES):
            yield from messages
            continue
        yield events.Paste("".join(map(_text, messages)).rstrip("\n"))
        if len(messages) <= LONGEST_QUESTION:
            last = next((n for n, m in enumerate(reversed(messages)) if _text(m) != "\n"), len(messages))
            yield from messages[len(messages) - last : len(messages) - last + 1]


def _text(message: Message) -> str:
    """What a key puts into a text; empty for other messages."""
    if not isinstance(message, events.Key):
        return ""
    if message.key in _ENTER:
        return "\n"
    return message.character or "" if message.is_printable or message.key == "tab" else ""
