"""What befalls people in the news: killed, hurt, missing, held; and which of it a number counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.patterns import lazy
from index.terms import terms
from qa.words import COMPARISONS, FUNCTION_WORDS

_KINDS = {
    "dead": r"die[sd]?|dying|dead|deaths?|kill(?:s|ed|ing)?|perish(?:ed)?|fatal\w*|drown(?:ed|ing)?|toll|lives|slain",
    "hurt": r"injur\w+|wound(?:ed|ing|s)|hurt|hospitali[sz]ed",
    "missing": r"missing|unaccounted|disappeared|vanished",
    "held": r"arrest(?:s|ed|ing)?|detain\w*|detention|custody|apprehended|rounded up|being held",
    "charged": r"charged|indicted|prosecuted|(?:on|to|stand) trial",
    "jailed": r"convicted|sentenced|jailed|imprisoned",
    "freed": r"released|freed|acquitted|pardoned",
    "saved": r"rescu(?:ed|ing)|surviv\w+|saved",
    "fled": r"evacuat\w+|displaced|homeless|fled|fleeing",
    "ill": r"infected|infections?|sickened|(?:fell|fallen|falling) ill",
}  # fmt: skip
_FATE = lazy(r"\b(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items()) + r")\b", re.IGNORECASE)
# Words that may stand between a verb and its number: "killing at least 6"
_ADJACENT = lazy(
    rf"\s+(?:(?:{'|'.join(COMPARISONS)}|at|than|to|a|the|another|total|of|people|altogether)\s+){{0,4}}$", re.IGNORECASE
)
_CLAUSE_END = lazy(r"[;:—–]|,?\s+(?:and|but|while|whereas|which|who|when|after)\s", re.IGNORECASE)
# "the number of deaths rose to eight": what stands before is counted, whatever comes behind
_COUNT = lazy(r"\b(?:toll|number of [\w-]+|count of [\w-]+|total of [\w-]+)\b(?!.*[.;])", re.IGNORECASE)
_TOTAL = lazy(
    r"\b(?:bring|brought|tak|rais|lift|push|put)\w*\s+(?:the|their|its)\s+(?:[\w-]+\s+){1,4}(?:to|at)\s+$",
    re.IGNORECASE,
)
_NEXT_WORD = lazy(r"\s+([^\W\d_][\w'’-]*)")
_PERSONS = frozenset(terms("people persons person human humans victims casualties individuals inhabitants residents"))


def fate_asked(question: str) -> str | None:
    """The kind of fate that a question asks about first; None where it asks about none."""
    match = _FATE.search(question)
    return match.lastgroup if match else None


def fate_of(text: str, number: tuple[int, int], numbers: Sequence[tuple[int, int]]) -> str | None:
    """The kind of fate that a number counts those of, among all numbers of a sentence.

    It is what stands right before it ("killing 6"), or behind it in its clause ("6 people died"), or else what was
    spoken of before ("the toll rose to 6").
    """
    start, end = number
    before = text[max((e for _, e in numbers if e <= start), default=0) : start]
    behind = text[end : min((s for s, _ in numbers if s >= end), default=len(text))]
    clause = _CLAUSE_END.split(behind, maxsplit=1)[0]
    earlier = list(_FATE.finditer(before))
    told = _FATE.search(clause)
    first = not any(e <= start for _, e in numbers)  # else what was spoken of before is that of another number
    counted = _COUNT.search(before) or (first and not told)
    if earlier and (_ADJACENT.match(before, earlier[-1].end()) or counted):
        return earlier[-1].lastgroup
    if not told and _TOTAL.search(before):
        earlier = list(_FATE.finditer(text, 0, start))
        return earlier[-1].lastgroup if earlier else None
    return told.lastgroup if told else None


def counts_persons(text: str, end: int, wanted: Sequence[str]) -> bool:
    """Whether a number that ends there may count all who are asked for: "6 died", "6 people", but not "6 children".

    `wanted` are the terms of what is counted.
    """
    following = next_word(text, end)
    word = set(terms(following))
    if not following or _FATE.match(following) or word <= FUNCTION_WORDS or word & set(wanted):
        return True
    return (not wanted or wanted[0] in _PERSONS) and bool(word & _PERSONS)


def are_persons(text: str, end: int, wanted: Sequence[str]) -> bool:
    """Whether persons are asked for, and the word behind a number is another one for them: "340 inhabitants"."""
    return bool(wanted) and wanted[0] in _PERSONS and bool(set(terms(next_word(text, end))) & _PERSONS)


def next_word(text: str, end: int) -> str:
    """The word right behind an offset; empty where a mark or a number stands there."""
    match = _NEXT_WORD.match(text, end)
    return match[1] if match else ""
