"""Where a text holds the words of a search: what a reader looks for first in a passage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.terms import terms
from qa.words import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_]+(?:[.,'’\u02bc\u202f\u00a0][^\W_]+)*")


def matched(search: str, text: str) -> list[tuple[int, int]]:
    """The words of the text that the search holds in any of their forms, in order; offsets count code points.

    Words such as "the" count only where the search holds no others. In scripts without spaces, where terms are pairs
    of characters, the pairs count, and pairs side by side are one place.
    """
    wanted = _terms(search)
    places: list[tuple[int, int]] = []
    for word in _WORD.finditer(text):
        for start, end in _held(word.group(), wanted):
            begin = word.start() + start
            if places and begin <= places[-1][1]:
                places[-1] = (places[-1][0], word.start() + end)
            else:
                places.append((begin, word.start() + end))
    return places


def _terms(search: str) -> frozenset[str]:
    found = frozenset(terms(search))
    return found - FUNCTION_WORDS or found


def _held(word: str, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    found = terms(word)
    if len(found) == 1:
        if found[0] in wanted:
            yield 0, len(word)
        return
    if len(word) > 1 and not wanted.isdisjoint(found) and all(len(term) == 2 for term in found):
        yield from ((at, at + 2) for at in range(len(word) - 1) if not wanted.isdisjoint(terms(word[at : at + 2])))
    elif not wanted.isdisjoint(found):
        yield 0, len(word)
