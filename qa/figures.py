"""The figure that a sentence gives for a question: its worth, its unit, and whether it counts what is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.patterns import lazy
from index.terms import terms
from qa.asked import COUNTED, DATE, counted, following
from qa.fates import are_persons, counts_persons, fate_asked, fate_of, next_word
from qa.measures import dimension, dimensions, with_unit
from qa.numerals import SCALES
from qa.predicates import is_verb
from qa.quantities import quantities
from qa.words import BE, DETERMINERS, FUNCTION_WORDS, MODALS, PREPOSITIONS, RELATIVES

Place = tuple[int, int]
"""Offsets in a sentence."""

RANGE = 2  # numbers
MOST_NUMBERS = 40  # of a sentence; one with more is a table, and the work grows with their square

_NOUN_ENDS = BE | MODALS | PREPOSITIONS | RELATIVES | DETERMINERS | {"has", "have", "had", "do", "does", "did"}
# "Two more" says not how many there are
_ADDED = lazy(r"\s+(?:more|other|others|further|additional|new)\b")  # no "New Zealand dollars"
# "35 of them", "including 35", "Of the passengers 35 were children": a part
_PART = lazy(r"\s+of\s+(?:the|them|those|these|its|their|whom|which)\b", re.IGNORECASE)
_PART_BEFORE = lazy(
    r"\b(?:including|among\s+(?:them|whom|those))\s+(?:[\w'’-]+\s+){0,2}$"
    r"|(?:^|[,;:—–]\s*)of\s+(?:the|these|those|them|all)\s+[\w'’-]+\s[^,.;]*$|(?:^|[,;]\s*)of\s+[^.;]*,\s*$"
    r"|,\s(?:of|from|among)\s(?:which|whom|them|these)\b[^.;:]*$",
    re.IGNORECASE,
)
# a change of a number is not the number, and a thing with a further mark is one of all: "3 films about bees"
_CHANGE = lazy(
    r"\b(?:lost|loses?|gained|gains?|added|adds?|hired|recruited|expelled|dismissed|shed)\s+(?:[\w'’-]+\s+){0,2}$",
    re.IGNORECASE,
)
_MARKED = lazy(r"\s+[\w'’-]+(?:\s+[\w'’-]+)?\s+(?:about|aged|without|whose)\s", re.IGNORECASE)
_OF_THE = lazy(r"\bof\s+(?:the|its|their|these|those|our)\s+$", re.IGNORECASE)
_NUMBER_OF = lazy(r"\bnumber of\s+([^.;]*)$", re.IGNORECASE)
_TO = frozenset({"to", "-", "–", "until"})
_FROM = lazy(
    r"\b(?:rose|risen|rises?|climb\w*|jump\w*|gr[eo]w\w*|increas\w*|rais\w*|fell|fallen|falls?|drop\w*|revis\w*|correct\w*"
    r"|lower\w*|cut|reduc\w*|up|down)\s+(?:[\w'’-]+\s+){0,10}?from\s+$",
    re.IGNORECASE,
)
_EACH = lazy(r"\s(?:per|an?|each|every|for each)\s+([^\W\d_]+)", re.IGNORECASE)
_BETWEEN_TWO = lazy(r"\bbetween\s+$", re.IGNORECASE)
_FIGURE = lazy(r"([$€£¥]?)(-?\d+(?:\.\d+)?)(%?)")
_FRACTION = lazy(r"\b(?:half|third|quarter|fifth|tenth)s?\s+(?:of\s+)?$", re.IGNORECASE)
_UNITS = {
    "$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "%": "percent", "m": "metr", "km": "kilometr",
    "kg": "kilogram", "usd": "dollar", "eur": "euro",
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A number, or a range of two, in a sentence."""

    places: tuple[Place, ...]
    content: tuple[str, ...]
    """Its worth in digits, without its unit: 3000000000 for $3bn."""
    counts: bool
    """Whether it counts or measures what the question asks for."""
    unit: str
    """The sign or the word behind it; empty where there is none."""
    fate: str | None
    """What befell those whom it counts (qa.fates)."""


def figure(question: str, text: str) -> Figure | None:
    """The one figure that a sentence gives; None where it gives none, or several."""
    figures, fate = _figures(question, text), fate_asked(question)
    if len(figures) > MOST_NUMBERS:
        return None
    whole = [n for n in figures if figures[n][0] == "%" or not _is_part(question, text, n)]
    fates = {n: fate_of(text, n, whole) for n in whole}
    changed: dict[Place, Place] = {}
    for low, high in pairwise(list(whole)):
        if _joined(text, low, high):
            fates[high] = fates[high] or fates[low]
            if _FROM.search(text[: low[0]]):  # "rose from 6 to 12" says 12, and "from six years to four" years
                whole.remove(low)
                changed[high] = low
    counting = [n for n in whole if any(_counts(question, text, m, fates[n]) for m in (n, changed.get(n, n)))]
    counting = [n for n in counting if _rated(question, text, n)] or counting
    for low, high in pairwise(whole):
        if _joined(text, low, high) and (low in counting or high in counting):
            counting = sorted({*counting, low, high})
    places = [n for n in counting or whole if not _ADDED.match(text, n[1]) and (not fate or fates[n] in (fate, None))]
    bare = [n for n in whole if not figures[n][0] and _is_bare(text, n)]
    others = [n for n in bare if n not in places and fates[n] in (None, fate)]
    several = len(places) != 1 and not (len(places) == RANGE and is_range(text, *places))
    if several or (others and len(places) == 1) or any(_FRACTION.search(text[:start]) for start, _ in places):
        return None  # "a quarter of a million" is none of its words
    last = changed.get(places[-1], places[-1])
    unit = _unit(text, places[-1], figures[places[-1]][0]) or _unit(text, last, figures[last][0])
    content = tuple(figures[place][1] for place in places)
    return Figure(tuple(places), content, bool(counting), unit, fates[places[0]])


def is_range(text: str, low: Place, high: Place) -> bool:
    """Whether two neighbours are the ends of a range; "rose from 6 to 12" is none."""
    return _joined(text, low, high) and not _FROM.search(text[: low[0]])


def _joined(text: str, low: Place, high: Place) -> bool:
    *unit, word = text[low[1] : high[0]].split() or [""]
    joins = word in _TO or (word == "and" and _BETWEEN_TWO.search(text[: low[0]]) is not None)
    return joins and len(unit) <= 1  # "3 to 4", "from 3 crowns to 4 crowns"


def _figures(question: str, text: str) -> dict[Place, tuple[str, str]]:
    """The numbers of a text that the question does not name: sign of money or per cent, and digits, by their places."""
    dates = [m.span() for m in DATE.finditer(text)]
    known, share = set(terms(question)), "share" in dimensions(question)
    found = {}
    for number in quantities(text):
        figure = _FIGURE.fullmatch(number.value)
        said = text[number.start : number.end]
        if figure is None or any(start <= number.start < end for start, end in dates):
            continue
        if set(terms(said)) <= known or said.casefold() in SCALES or (figure[3] and counted(question) and not share):
            continue
        if said.casefold() == "one" and not set(counted(question)) & set(following(text, number.end)[:1]):
            continue  # mostly a pronoun
        digits = figure[2].rstrip("0").rstrip(".") if "." in figure[2] else figure[2]
        found[number.start, number.end] = figure[1] or figure[3], digits
    return found


def _is_part(question: str, text: str, place: Place) -> bool:
    """Whether a number is of some of the things only, or of how many came or went."""
    start, end = place
    before = text[:start]
    change = _CHANGE.search(before)
    return (
        _PART.match(text, end) is not None
        or _MARKED.match(text, end) is not None
        or (change is not None and not set(terms(change[0].split()[0])) & set(terms(question)))
        or (_PART_BEFORE.search(before) is not None and not _OF_THE.search(before))
    )


def _rated(question: str, text: str, place: Place) -> bool:
    """Whether a number is of each of what the question asks it of: "745 pence a share" for "how much per share"."""
    each, said = _EACH.search(question), _EACH.match(text, with_unit(text, *place)[1])
    return bool(each and said and terms(each[1]) == terms(said[1]))


def _is_bare(text: str, place: Place) -> bool:
    """Whether a number stands without the thing that it counts, which another one has: "20 seats and the others 12"."""
    return re.match(r"\s*(?:[.,;:]|$|\s(?:in|at|on|for|from|to)\s)", text[place[1] :]) is not None


def _counts(question: str, text: str, place: Place, fate: str | None) -> bool:
    """Whether a number counts what a "how many" asks for, or measures what another question does."""
    start, end = place
    fated, wanted = fate_asked(question), nouns(question)
    if "how many" in question.casefold():
        if fated:
            return fate == fated and counts_persons(text, end, wanted)
        number_of = _NUMBER_OF.search(text[:start])
        named = terms(number_of[1]) if number_of and _is_bare(text, place) else following(text, end)
        return bool(set(wanted) & set(named)) or are_persons(text, end, wanted)
    return dimension(text, start, end) in dimensions(question)


def nouns(question: str) -> list[str]:
    """The terms of what a "how many" counts, without the verb: [child] for "how many children were vaccinated"."""
    match = COUNTED.search(question)
    words = match[1].casefold().split() if match else []
    verbs = (n for n, word in enumerate(words) if word in _NOUN_ENDS or (n and is_verb(word)))
    return [t for t in terms(" ".join(words[: next(verbs, None)])) if t not in FUNCTION_WORDS]


def _unit(text: str, place: Place, sign: str) -> str:
    own = sign or re.sub(r"[\d.,\s\u202f\u00a0-]", "", text[slice(*place)]).casefold()
    if own in _UNITS:
        return _UNITS[own]
    behind = [t for t in terms(next_word(text, place[1])) if t not in FUNCTION_WORDS]
    return _UNITS.get(behind[0], behind[0]) if behind else ""
