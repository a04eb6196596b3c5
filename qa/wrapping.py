"""Columns on a terminal: how many a text takes, and where its lines break.

`textwrap` counts characters; a terminal counts cells, of which a Chinese character or an emoji takes two and a
combining mark none. Widths come from the Unicode tables in the standard library: `rich.cells` costs 30 ms to import.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

VARIATION_16 = "\ufe0f"  # asks for the emoji form, which is wide, of a character that may be narrow
_BELONGING = frozenset([VARIATION_16, *map(chr, range(0x1F3FB, 0x1F400))])  # and skin tones: to what stands before them
EMOJI = range(0x1F000, 0x1FB00)  # blocks of wide pictographs, with some that the tables of Python do not know yet

# No-break spaces hold a line together; every other blank may become its end.
_WORDS = re.compile(r"[^\S\xa0\u202f]+|(?:\S|[\xa0\u202f])+")
# Scripts without spaces break between any two wide characters, but not before a mark that closes or after one that
# opens (the core of the rules of UAX #14 and JIS X 4051).
_CLOSING = frozenset("、。，．：；？！）］｝〕〉》」』】〗〙〛’”»…‥ー々)]},.;:!?%")
_OPENING = frozenset("（［｛〔〈《「『【〖〘〚‘“«([{")


@lru_cache(maxsize=4096)
def cell_width(character: str) -> int:
    """Cells that one character takes: 0, 1 or 2; rather too many than too few where terminals differ."""
    if character == VARIATION_16:
        return 1
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"}:
        return 0
    if category == "Cn" and ord(character) in EMOJI:
        return 2
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """Cells that a text takes; it holds no line end and no control character."""
    return len(text) if text.isascii() else sum(map(cell_width, text))


def broken(text: str, first: int, others: int) -> list[tuple[int, int]]:
    """The (start, end) of each line of a text: at most `first` cells in the first one, `others` in those after.

    Blanks at a break belong to no line. A word that is longer than a line is cut. Both widths are at least 2, and the
    result has at least one line.
    """
    lines: list[tuple[int, int]] = []
    start = end = used = 0
    room = first
    pending = 0  # cells of the blanks between what stands on the line and the next word
    for a, b in _atoms(text):
        size = width(text[a:b])
        if text[a].isspace() and text[a] not in "\xa0\u202f":
            if end == start and lines:
                start = end = b  # a blank at a break
            else:
                pending = size
            continue
        if used + pending + size <= room:
            end, used, pending = b, used + pending + size, 0
            continue
        if end > start:
            lines.append((start, end))
            room = others
        start, used, pending = a, 0, 0
        for cut in _cuts(text, a, b, room, others):
            lines.append((start, cut))
            start, room = cut, others
        end, used = b, width(text[start:b])
    return [*lines, (start, end)] if end > start or not lines else lines


def shortened(text: str, longest: int) -> str:
    """The text, cut between words at `longest` characters and marked where it was cut."""
    if len(text) <= longest:
        return text
    cut = text.rfind(" ", longest // 2, longest)
    return text[: cut if cut > 0 else longest].rstrip() + " …"


def _atoms(text: str) -> Iterator[tuple[int, int]]:
    """Runs of blanks, words, and in scripts without spaces single characters with the marks that belong to them."""
    for match in _WORDS.finditer(text):
        start, end = match.span()
        if match.group().isascii() or match.group().isspace():
            yield start, end
            continue
        for n in range(start + 1, end):
            if _may_break(text[n - 1], text[n]):
                yield start, n
                start = n
        yield start, end


def _may_break(before: str, after: str) -> bool:
    if cell_width(after) == 0 or after in _BELONGING or after in _CLOSING or before in _OPENING:
        return False
    return before != "\u200d" and (_is_wide(before) or _is_wide(after))


def _is_wide(character: str) -> bool:
    return not character.isascii() and cell_width(character) == 2


def _cuts(text: str, start: int, end: int, room: int, others: int) -> Iterator[int]:
    """Where a word that is longer than a line is cut; never between a character and the marks that belong to it."""
    used = 0
    while start < end:
        stop = start + 1
        while stop < end and (text[stop] in _BELONGING or cell_width(text[stop]) == 0):
            stop += 1
        size = width(text[start:stop])
        if used and used + size > room:
            yield start
            used, room = 0, others
        used += size
        start = stop
