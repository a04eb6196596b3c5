"""Rare names, numbers and quoted phrases in a question: whoever writes one wants the text that holds it.

Scores alone can drown it: in "what did Ouazzani say about the budget" a passage all about budgets is near in meaning,
and holds every word but one. So what few passages hold brings one of them to the first places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.arrays import Mask, Rows
from index.postings import Postings
from index.terms import terms

RARE = 5  # passages at the most; of 3, 5 and 10 none costs the development sets anything
PHRASES_READ = 50  # passages that hold all words of a phrase, beyond which they are not read for the phrase itself
SHORTEST_PHRASE = 3  # characters

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_QUOTED = re.compile(r"[\"“«„]([^\"”»“]{3,80})[\"”»“]|(?<!\w)['‘]([^'’]{3,80})['’](?!\w)")

Text = Callable[[int, int], str | None]
"""A passage's text by its segment and row; None where it is no longer what was indexed."""


_OPENERS = frozenset(
    """
    a about according after all also although am an and any are as at based be because before between both but by can
    compare could define describe did discuss do does during each explain find for from give had has have he her his how
    i identify if in into is it its last list many may me might most much my name no not of on one or our outline over
    please provide she should show since so some state such summarise summarize tell than that the their then there
    these they this those through to under until was we were what what's when where where's which while who who's whom
    whose why will with within without would you your
    """.split()
)
"""Words that questions begin with, in capitals, and that are no names."""


@dataclass(frozen=True)
class Named:
    """One term that a name or number gives, or the terms of a quoted phrase, in their order."""

    words: tuple[str, ...]


def named(question: str) -> list[Named]:
    """What of a question must not be drowned: words with a digit or a capital, and quoted phrases.

    The first word has a capital anyway: it counts unless it is one that questions begin with.
    """
    found: dict[Named, None] = {}
    for match in _QUOTED.finditer(question):
        words = terms(match[1] or match[2])
        if len(words) > 1:
            found[Named(tuple(words))] = None
        elif words:
            found[Named((words[0],))] = None
    for number, match in enumerate(_WORD.finditer(question)):
        word = match.group()
        opens = not number and word.casefold() in _OPENERS
        if any(c.isdigit() for c in word) or (not opens and any(c.isupper() for c in word)):
            found |= {Named((term,)): None for term in terms(word)}
    return list(found)


def rare(
    names: Sequence[Named], segments: Sequence[Postings], allowed: Sequence[Mask | None], text: Text
) -> list[list[tuple[int, int]]]:
    """For each name that at least one and at most RARE passages hold, these as (segment, row)."""
    sets = []
    for name in names:
        held = [_holding(part, name.words, mask) for part, mask in zip(segments, allowed, strict=True)]
        if any(part is None for part in held):
            continue
        rows = [(n, row) for n, part in enumerate(held) for row in part or ()]
        if len(name.words) > 1:
            rows = [place for place in rows if _holds(text(*place), name.words)] if len(rows) <= PHRASES_READ else []
        if 1 <= len(rows) <= RARE:
            sets.append(rows)
    return sets


def _holding(postings: Postings, words: Sequence[str], allowed: Mask | None) -> list[int] | None:
    """The rows of a segment that hold all of some words; None where all of these are common in it."""
    rows: Rows | None = None
    for found in sorted((postings.find(word) for word in words), key=lambda p: p.holding if p else 0):
        if found is None:
            return []
        if rows is None:
            if found.holding > PHRASES_READ * RARE:
                return None
            rows = np.flatnonzero(found.counts) if found.rows is None else found.rows.astype(np.int64)
        else:
            rows = rows[found.counts_of(rows) > 0]
    if rows is None:
        return []
    kept: list[int] = (rows if allowed is None else rows[allowed[rows]]).tolist()
    return kept


def _holds(text: str | None, words: Sequence[str]) -> bool:
    """Whether a text holds the words one right after the other."""
    held = terms(text or "")
    return any(held[n : n + len(words)] == list(words) for n in range(len(held) - len(words) + 1))


def first(order: list[int], sets: Sequence[Sequence[int]], place: int) -> list[int]:
    """The order with one of each set among its first `place`, as far as these suffice.

    Where none of a set is, its best takes the last of these places that no other set needs. Positions are those of
    candidates, best first; every member of a set is among them.
    """
    head, tail = order[:place], order[place:]
    needed = {next((n for n in head if n in members), -1) for members in sets}
    for members in sets:
        spare = [n for n in head if n not in needed]
        if not set(members) & set(head) and spare:
            best = min(members, key=tail.index)
            head.remove(spare[-1])
            tail[tail.index(best) : tail.index(best) + 1] = []
            head, tail = [*head, best], [spare[-1], *tail]
            needed.add(best)
    return [*head, *tail]
