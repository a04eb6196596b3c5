"""What the place of output can do, and paragraphs laid out for it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from qa.wrapping import broken, width

BOLD, DIM, UNDERLINE, CYAN, YELLOW, RESET = "\033[1m", "\033[2m", "\033[4m", "\033[36m", "\033[33m", "\033[0m"
NARROWEST, WIDEST = 20, 100  # columns: fewer hold no sentence, more are hard to read


@dataclass(frozen=True)
class Mark:
    """How a part of a paragraph is shown: characters `start` to `end`."""

    start: int
    end: int
    codes: str = ""
    """Escape sequences that switch a style on."""
    link: str = ""
    """Where a click leads."""


def is_terminal(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """A terminal is one that is a terminal, and no `TERM=dumb`."""
    return stream.isatty() and environment.get("TERM", "dumb") != "dumb"


def columns(stream: TextIO) -> int:
    """The width of a terminal as it is now; 80 where it does not say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


@dataclass(frozen=True)
class Page:
    """What the place of output can do."""

    width: int | None = None
    """Columns to wrap at; None writes every paragraph on one line."""
    colour: bool = False
    links: bool = False

    @classmethod
    def of(cls, stream: TextIO, environment: Mapping[str, str] = os.environ) -> Page:
        """The page of a stream. `NO_COLOR` (no-color.org) takes the colour off; links stay."""
        if not is_terminal(stream, environment):
            return cls()
        shown = max(NARROWEST, min(columns(stream), WIDEST))
        return cls(width=shown, colour=not environment.get("NO_COLOR"), links=True)

    def paragraph(
        self, text: str, marks: Sequence[Mark] = (), *, indent: str = "", first: str | None = None
    ) -> list[str]:
        """The lines of a text of one line: `first` begins the first one, `indent` the others.

        Marks are in order and do not overlap; where one goes on in the next line, so do its style and link.
        """
        first = indent if first is None else first
        if self.width is None:
            lines = [(0, len(text))]
        else:
            lines = broken(text, max(2, self.width - width(first)), max(2, self.width - width(indent)))
        return [(indent if n else first) + self._painted(text, *line, marks) for n, line in enumerate(lines)]

    def bold(self, text: str) -> list[str]:
        """A paragraph that stands out."""
        return self.paragraph(text, [Mark(0, len(text), BOLD)])

    def _painted(self, text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
        """A part of the text with the marks that touch it."""
        shown, at = [], start
        for mark in marks:
            a, b = max(mark.start, at), min(mark.end, end)
            if a < b:
                shown += [text[at:a], self._marked(text[a:b], mark)]
                at = b
        return "".join([*shown, text[at:end]])

    def _marked(self, text: str, mark: Mark) -> str:
        if self.colour and mark.codes:
            text = f"{mark.codes}{text}{RESET}"
        # OSC 8, as in https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
        return f"\033]8;;{mark.link}\033\\{text}\033]8;;\033\\" if self.links and mark.link else text
