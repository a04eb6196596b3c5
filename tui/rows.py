"""An article's text in rows of a given width, each character of them with its offset in the article.

What a terminal would obey is shown as a picture of it (ECMA-48's controls in Unicode's block of control pictures), and
what would reorder the text is left out; every other character stands as it is. Only a window of a long article is laid
out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import LineIndex, Span
from corpus.printable import INVISIBLE
from qa.wrapping import broken
from qa.wrapping import width as cells

TAB = 4  # columns between two stops
WINDOW = 6_000  # characters before and after the place that is read
MOST_LINES = 1_000  # before and after it too: an article may be of empty lines
_PLAIN = re.compile(r"[\x20-\x7e]*")
_HIDDEN = re.compile(rf"[{INVISIBLE}]")
_PICTURES = {n: chr(0x2400 + n) for n in range(32)} | {0x7F: "\u2421"} | dict.fromkeys((0x85, 0x2028, 0x2029), "\u2424")


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on one row of the screen."""

    line: int
    """Of the article, from 1."""
    first: bool
    """Whether the line begins here."""
    text: str
    """As it is shown."""
    offsets: Sequence[int]
    """Of each shown character, in the article."""
    start: int
    end: int
    """The characters of the article that belong to the row, what shows nothing included."""

    def marked(self, span: Span) -> tuple[int, int]:
        """The part of the shown text that belongs to a span; empty where none does."""
        return bisect_left(self.offsets, span.start), bisect_left(self.offsets, span.end)


@dataclass(frozen=True, slots=True)
class Window:
    """A part of an article, laid out."""

    rows: tuple[Row, ...]
    start: int
    end: int
    """Offsets of what is laid out."""

    def row_of(self, offset: int) -> int:
        """The row in which a character of the window stands."""
        return max(0, min(len(self.rows), bisect_left(self.rows, offset + 1, key=lambda r: r.start)) - 1)


def window(text: str, lines: LineIndex, around: int, width: int, *, reach: int = WINDOW) -> Window:
    """The rows around an offset: whole lines, but for lines longer than `reach`. `width` is at least 2 cells."""
    around = max(0, min(around, len(text)))
    here = lines.line_column(around)[0]
    first = lines.line_span(max(1, here - MOST_LINES)).start
    last = lines.line_span(min(len(lines), here + MOST_LINES)).end
    start = max(first, _line_edge(text, lines, max(0, around - reach), around, after=False))
    end = min(last, _line_edge(text, lines, min(len(text), around + reach), around, after=True))
    rows: list[Row] = []
    line = lines.line_column(start)[0]
    at = start
    while True:
        span = lines.line_span(line)
        until = min(span.end, end)
        rows += _rows(text, line, at, until, width, whole=at == span.start)
        if line == len(lines) or until >= end:
            break
        line += 1
        at = lines.line_span(line).start
    return Window(tuple(rows), start, end)


def _line_edge(text: str, lines: LineIndex, offset: int, around: int, *, after: bool) -> int:
    """The end or beginning of the line at an offset; the offset itself where that is too far, inside a word or not."""
    if offset in (0, len(text)):
        return offset
    span = lines.line_span(lines.line_column(offset)[0])
    edge = span.end if after else span.start
    if abs(edge - around) <= 2 * abs(offset - around):
        return edge
    return offset


def _rows(text: str, line: int, start: int, end: int, width: int, *, whole: bool) -> list[Row]:
    shown, offsets = shown_text(text, start, end)
    cuts = broken(shown, width, width)
    rows = []
    for n, (a, b) in enumerate(cuts):
        row_start = start if n == 0 else offsets[a]
        row_end = offsets[cuts[n + 1][0]] if n + 1 < len(cuts) else end
        rows.append(Row(line, whole and n == 0, shown[a:b], offsets[a:b], row_start, row_end))
    return rows


def shown_text(text: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    """A part of a line as it is shown, and the offset of each shown character."""
    part = text[start:end]
    if _PLAIN.fullmatch(part):
        return part, range(start, end)
    shown: list[str] = []
    offsets: list[int] = []
    column = 0
    for offset, character in enumerate(part, start):
        piece = _shown(character, column)
        shown.append(piece)
        offsets.extend([offset] * len(piece))
        column += cells(piece)
    return "".join(shown), offsets


def _shown(character: str, column: int) -> str:
    if character == "\t":
        return " " * (TAB - column % TAB)
    if picture := _PICTURES.get(ord(character)):
        return picture
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return "" if _HIDDEN.match(character) else character
