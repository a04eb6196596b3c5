"""The article, and the one owner of offsets, lines and columns.

An offset counts code points of the article's text from 0; a span ends before its `end`. Lines and columns are for
people and start at 1. A line ends with LF, CRLF or CR and with nothing else, as in the editors that open `file:line`:
a form feed or U+2028 inside a line is an ordinary character here.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from corpus.errors import BadReferenceError

if TYPE_CHECKING:  # dates gives spans, so it imports this module
    from corpus.dates import ArticleDate

_LINE_END: Final = re.compile(r"\r\n|[\r\n]")
_FRAGMENT: Final = re.compile(r"char=(?:(?P<start>[0-9]{1,18})?,(?P<end>[0-9]{1,18})?|(?P<position>[0-9]{1,18}))")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points `start` to `end` of a text, `end` exclusive: `text[span.start : span.end]`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no span: {self.start} to {self.end}")

    def of(self, text: str) -> str:
        """The part of the text that the span covers."""
        return text[self.start : self.end]


class LineIndex:
    """Where the lines of a text begin; finds a line by bisection.

    Building it is one pass over the text (about 0.1 s for 10 MB of prose). A text has one line more than it has line
    ends; the last one may be empty.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        ends = array("q", (match.end() for match in _LINE_END.finditer(text)))
        self._starts = array("q", [0]) + ends
        # Offsets of the LF of every CRLF: where RFC 5147 counts one character less.
        self._crlf = array("q", (end - 1 for end in ends if end > 1 and text[end - 2 : end] == "\r\n"))

    def __len__(self) -> int:
        return len(self._starts)

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of any offset from 0 to the length of the text.

        The characters of a line end belong to the line that they end. Raises ValueError outside the text.
        """
        if not 0 <= offset <= len(self._text):
            raise ValueError(f"offset {offset} is outside the text of {len(self._text)} characters")
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column; the inverse of `line_column`. Raises ValueError outside the text."""
        if 1 <= line <= len(self) and column >= 1:
            offset = self._starts[line - 1] + column - 1
            if offset < self._next_start(line) or (line == len(self) and offset == len(self._text)):
                return offset
        raise ValueError(f"the text has no line {line}, column {column}")

    def lines(self, span: Span) -> tuple[int, int]:
        """The first and the last line that the span touches."""
        last = max(span.start, span.end - 1)
        return self.line_column(span.start)[0], self.line_column(last)[0]

    def line_span(self, line: int) -> Span:
        """The span of a line, without its line end. Raises ValueError where there is no such line."""
        if not 1 <= line <= len(self):
            raise ValueError(f"the text has no line {line}")
        start, end = self._starts[line - 1], self._next_start(line)
        if line < len(self):
            end -= 2 if self._text.endswith("\r\n", start, end) else 1
        return Span(start, end)

    def rfc5147_position(self, offset: int, *, round_up: bool = False) -> int:
        """RFC 5147's position of an offset: a CRLF counts as one character.

        An offset between CR and LF has no position of its own; it goes to the one before the line end, or after it.
        """
        before = bisect_left(self._crlf, offset)
        inside = before < len(self._crlf) and self._crlf[before] == offset
        return offset - before - (1 if inside and not round_up else 0)

    def from_rfc5147_position(self, position: int) -> int:
        """The offset of RFC 5147's position; the inverse of `rfc5147_position`. May lie outside the text."""
        # RFC 5147's position after the CRLF number n, from 0, is n less than the offset of its LF.
        before = bisect_right(range(len(self._crlf)), position, key=lambda n: self._crlf[n] - n)
        return position + before

    def length(self) -> int:
        """Code points of the text."""
        return len(self._text)

    def _next_start(self, line: int) -> int:
        return self._starts[line] if line < len(self) else len(self._text)


def rfc5147(lines: LineIndex, span: Span) -> str:
    """The span as RFC 5147's fragment, `char=212,281`: positions between characters, a line end counting as one.

    With CRLF the numbers are therefore smaller than the span's. A span that begins or ends between a CR and its LF
    is widened to the whole line end.
    """
    return f"char={lines.rfc5147_position(span.start)},{lines.rfc5147_position(span.end, round_up=True)}"


def from_rfc5147(lines: LineIndex, fragment: str) -> Span:
    """The span that a fragment names: `char=212,281`, `char=212,`, `char=,281` or the place `char=212`.

    Raises BadReferenceError where it is malformed, runs backwards or points beyond the text.
    """
    match = _FRAGMENT.fullmatch(fragment)
    if match is None or fragment == "char=,":
        raise BadReferenceError(f"#{fragment[:40]} is no place in a text: write it like #char=212,281")
    position = match["position"]
    start = lines.from_rfc5147_position(int(position or match["start"] or 0))
    end = lines.from_rfc5147_position(int(position or match["end"])) if position or match["end"] else lines.length()
    if end > lines.length() or start > lines.length():
        raise BadReferenceError(f"#{fragment} is beyond the end of the article: it may have changed since it was cited")
    if start > end:
        raise BadReferenceError(f"#{fragment} ends before it begins: write it like #char=212,281")
    return Span(start, end)


def uri(source: str, lines: LineIndex, span: Span) -> str:
    """The citation's URI, relative to the corpus folder: the source percent-encoded, then RFC 5147's fragment."""
    return f"{quote(source, safe='/')}#{rfc5147(lines, span)}"


def split_uri(reference: str) -> tuple[str, str | None]:
    """The source and the `char=...` fragment, if there is one, of what `uri` made."""
    source, mark, fragment = reference.partition("#")
    return unquote(source), fragment if mark else None


@dataclass(frozen=True)
class Article:
    """One file of the corpus as text.

    `open(path, encoding=article.encoding, newline="").read() == article.text` holds for the bytes whose SHA-256 is
    `sha256`: nothing is stripped, no line end translated, and a byte order mark stays and counts.
    """

    source: str
    """Path relative to the corpus folder, with forward slashes."""
    text: str
    encoding: str
    """Name of a Python codec."""
    sha256: str
    """Hexadecimal, of the file's bytes."""
    title: str
    """One line; may hold whatever the file holds, so it is cleaned where it is shown."""
    date: ArticleDate | None
    note: str | None = None
    """What a reader of the answer should know of how the file was read, such as `not UTF-8: read as cp1252`."""

    @cached_property
    def lines(self) -> LineIndex:
        """Lines and columns of the text, counted on first use."""
        return LineIndex(self.text)
