"""Rows of tables whose cells bars or tabs divide: the row that says what the columns are, and the cell asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.article import Span
from index.terms import terms
from qa.words import FUNCTION_WORDS

MOST_ROWS = 1_000  # of a table, in which its first row is looked for
NEXT_ROWS = 3  # behind the first one, one of which may be a rule
_DIVIDER = re.compile(r"[|\t]")
_NUMBER = re.compile(r"\s*[$€£]?\d")
_YEAR = re.compile(r"1\d{3}|20\d\d")


def header(text: str, row: Span) -> Span | None:
    """The row that names the columns of the table that a row stands in; its own span where it is that one.

    It is the first row, where it has no figures but years and one below it has. None outside of tables, for those that
    have none, and more than MOST_ROWS below it.
    """
    own = first = _line(text, row.start)
    if not _is_row(own.of(text)):
        return None
    for _ in range(MOST_ROWS):
        if not (first.start and _is_row((before := _line(text, first.start - 1)).of(text))):
            break
        first = before
    else:
        return None
    if _counts(first.of(text)) or not any(map(_counts, _below(text, first))):
        return None
    return row if first == own else first


def asked_cell(question: str, text: str, row: Span) -> tuple[int, int] | None:
    """The offsets of the one cell of a row whose column, but for the first one, the question names best."""
    names = header(text, row)
    if names is None or names == row:
        return None
    wanted = set(terms(question)) - FUNCTION_WORDS - set(terms(row.of(text)))
    columns = [set(terms(cell.of(text))) for cell in _cells(text, names)]
    cells = list(_cells(text, _line(text, row.start)))
    if len(columns) != len(cells):
        return None
    named = [(len(wanted & column), n) for n, column in enumerate(columns) if n]
    most = max(named, default=(0, 0))[0]
    best = [n for count, n in named if count == most]
    if not most or len(best) > 1 or not cells[best[0]].of(text):
        return None
    return cells[best[0]].start, cells[best[0]].end


def _line(text: str, at: int) -> Span:
    """The line that an offset stands in, its newline left out."""
    end = text.find("\n", at)
    return Span(text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end)


def _below(text: str, row: Span) -> Iterator[str]:
    """The next rows."""
    for _ in range(NEXT_ROWS):
        row = _line(text, min(len(text), row.end + 1))
        if not _is_row(said := row.of(text)):
            return
        yield said


def _counts(row: str) -> bool:
    """Whether a cell of a row begins with a figure that is no year."""
    return any(_NUMBER.match(cell) and not _YEAR.fullmatch(cell.strip()) for cell in _DIVIDER.split(row))


def _is_row(line: str) -> bool:
    return len(_DIVIDER.findall(line.strip().strip("|"))) > 0


def _cells(text: str, row: Span) -> Iterator[Span]:
    """The cells of a row without the space round them; bars may stand before the first and behind the last."""
    start = row.start
    for end in [*(m.start() for m in _DIVIDER.finditer(text, row.start, row.end)), row.end]:
        said = text[start:end]
        if said.strip() or (start - row.start > 0 and end < row.end):
            begin = start + len(said) - len(said.lstrip())
            yield Span(begin, max(begin, start + len(said.rstrip())))
        start = end + 1
