"""The figure that a sentence gives for a question: its worth, its unit, and whether it counts what is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from index.terms import terms
from qa.asked import DATE, counted, following
from qa.fates import counts_persons, fate_asked, fate_of, next_word
from qa.numerals import SCALES
from qa.predicates import is_verb
from qa.quantities import quantities
from qa.words import BE, DETERMINERS, FUNCTION_WORDS, MODALS, PREPOSITIONS, RELATIVES

Place = tuple[int, int]
"""Offsets in a sentence."""

RANGE = 2  # numbers

_HOW_MANY = re.compile(r"\bhow many\s+((?:[^\W\d_][\w'’-]*\s+){0,3}[^\W\d_][\w'’-]*)", re.IGNORECASE)
_NOUN_ENDS = BE | MODALS | PREPOSITIONS | RELATIVES | DETERMINERS | {"has", "have", "had", "do", "does", "did"}
# "Two more" says not how many there are
_ADDED = re.compile(r"\s+(?:more|other|others|further|additional|new)\b", re.IGNORECASE)
# "35 of them", "including 35", "Of the passengers 35 were children": a part
_PART = re.compile(r"\s+of\s+(?:the|them|those|these|its|their|whom|which)\b", re.IGNORECASE)
_PART_BEFORE = re.compile(
    r"\b(?:including|among\s+(?:them|whom|those))\s+(?:[\w'’-]+\s+){0,2}$"
    r"|(?:^|[,;:—–]\s*)of\s+(?:the|these|those|them|all)\s+(?=[\w'’-]+\s+[\w'’-])[^,.;]*$|(?:^|[,;]\s*)of\s+[^.;]*,\s*$",
    re.IGNORECASE,
)
# a change of a number is not the number, and a thing with a further mark is one of all: "3 films about bees"
_CHANGE = re.compile(
    r"\b(?:lost|loses?|gained|gains?|added|adds?|hired|recruited|expelled|dismissed|shed)\s+(?:[\w'’-]+\s+){0,2}$",
    re.IGNORECASE,
)
_MARKED = re.compile(r"\s+[\w'’-]+(?:\s+[\w'’-]+)?\s+(?:about|aged|without|whose)\s", re.IGNORECASE)
_OF_THE = re.compile(r"\bof\s+(?:the|its|their|these|those|our)\s+$", re.IGNORECASE)
_NUMBER_OF = re.compile(r"\bnumber of\s+([^.;]*)$", re.IGNORECASE)
_TO = frozenset({"to", "-", "–", "until"})
_FROM = re.compile(
    r"\b(?:rose|risen|rises?|climb\w*|jump\w*|gr[eo]w\w*|increas\w*|rais\w*|fell|fallen|falls?|drop\w*|revis\w*|correct\w*"
    r"|lower\w*|cut|reduc\w*|up|down)\s+(?:[\w'’-]+\s+){0,3}?from\s+$",
    re.IGNORECASE,
)
_BETWEEN_TWO = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_FIGURE = re.compile(r"([$€£¥]?)(-?\d+(?:\.\d+)?)(%?)")
_FRACTION = re.compile(r"\b(?:half|third|quarter|fifth|tenth)s?\s+(?:of\s+)?$", re.IGNORECASE)
_UNITS = {
    "$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "%": "percent", "m": "metr", "km": "kilometr",
    "kg": "kilogram", "usd": "dollar", "eur": "euro",
}  # fmt: skip
_LENGTHS = r"k(?:ilo)?m(?:et(?:re|er)s?)?|m(?:et(?:re|er)s?)?|centim\w+|cm|miles?|feet|foot|ft|yards?|inch(?:es)?"
_TIMES = r"seconds?|minutes?|hours?|days?|weeks?|months?|years?"
_MONEY = r"dollars?|euros?|pounds?|yen|dirhams?|francs?|dinars?|rupees?|rou?bles?|kron\w+|crowns?|liras?|pesos?|cents?"
_BETWEEN = r"[\s-]*(?:square\s+|US\s+|U\.S\.\s+)?"
_MEASURES = (
    (r"\bhow old\b|\bage\b", rf"{_BETWEEN}years?[\s-]old\b", r"\b(?:aged?|ages)\b[^.,;]{0,40}$"),
    (r"\bhow long\b", rf"{_BETWEEN}(?:{_LENGTHS}|{_TIMES})\b", None),
    (
        r"\bhow (?:high|tall|deep|wide|far|large|big)\b|\b(?:height|length|distance)\b",
        rf"{_BETWEEN}(?:{_LENGTHS})\b",
        None,
    ),
    (r"\bhow much\b|\b(?:price|cost|amount|sum)\b", rf"{_BETWEEN}(?:{_MONEY})\b", None),
)
"""What is asked, what stands behind a number that measures it, and what may stand before it instead."""
_SHARE = re.compile(r"\b(?:percent|percentage|per cent|proportion|share|fraction|rate|unemployment)\b", re.IGNORECASE)


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
    figures = _figures(question, text)
    numbers, fate = list(figures), fate_asked(question)
    fates = {n: fate_of(text, n, numbers) for n in numbers}
    whole = [n for n in numbers if figures[n][2] or not _is_part(question, text, n)]
    counting = [n for n in whole if _counts(question, text, n, fates[n])]
    for low, high in pairwise(whole):
        if is_range(text, low, high) and (low in counting) != (high in counting):
            counting = sorted({*counting, low, high})
        elif low in counting and high in counting and _FROM.search(text[: low[0]]):
            counting.remove(low)
    places = [n for n in counting or whole if not _ADDED.match(text, n[1]) and (not fate or fates[n] in (fate, None))]
    several = len(places) != 1 and not (len(places) == RANGE and is_range(text, *places))
    unnamed = any(_is_bare(text, n) and fates[n] in (None, fate) for n in numbers if n not in places)
    if several or (unnamed and len(places) == 1) or any(_FRACTION.search(text[:start]) for start, _ in places):
        return None  # "a quarter of a million" is none of its words
    unit = _unit(text, places[-1], figures[places[-1]])
    content = tuple(figures[place][1] for place in places)
    return Figure(tuple(places), content, bool(counting), unit, fates[places[0]])


def is_range(text: str, low: Place, high: Place) -> bool:
    """Whether two neighbours are the ends of a range; "rose from 6 to 12" says 12."""
    between = text[low[1] : high[0]].strip()
    joined = between in _TO or (between == "and" and _BETWEEN_TWO.search(text[: low[0]]))
    return bool(joined) and not _FROM.search(text[: low[0]])


def _figures(question: str, text: str) -> dict[Place, tuple[str, str, str]]:
    """The numbers of a text that the question does not name: sign, digits and per cent, by where they stand."""
    dates = [m.span() for m in DATE.finditer(text)]
    known, share = set(terms(question)), _SHARE.search(question) is not None
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
        found[number.start, number.end] = figure[1], digits, figure[3]
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


def _is_bare(text: str, place: Place) -> bool:
    """Whether a number stands without the thing that it counts, which another one has: "20 seats and the others 12"."""
    return re.match(r"\s*(?:[.,;:]|$|\s(?:in|at|on|for|from|to)\s)", text[place[1] :]) is not None


def _counts(question: str, text: str, place: Place, fate: str | None) -> bool:
    start, end = place
    fated, wanted = fate_asked(question), nouns(question)
    if "how many" in question.casefold():
        if fated:
            return fate == fated and counts_persons(text, end, wanted)
        number_of = _NUMBER_OF.search(text[:start])
        named = terms(number_of[1]) if number_of and _is_bare(text, place) else following(text, end)
        return bool(set(wanted) & set(named))
    said = text[start:end]
    if _SHARE.search(question):
        return said.endswith(("%", "cent", "percent")) or "half" in said
    for what, behind, before in _MEASURES:
        if re.search(what, question, re.IGNORECASE):
            signed = said[0] in "$€£¥" or re.search(rf"(?:{_MONEY})$", said)
            money = signed and _MONEY in behind
            measured = re.match(behind, text[end:], re.IGNORECASE) or re.search(r"\d(?:km|m|cm|ft)$", said)
            return bool(money or measured or (before and re.search(before, text[:start])))
    return False


def nouns(question: str) -> list[str]:
    """The terms of what a "how many" counts, without the verb: [child] for "how many children were vaccinated"."""
    match = _HOW_MANY.search(question)
    words = match[1].casefold().split() if match else []
    verbs = (n for n, word in enumerate(words) if word in _NOUN_ENDS or (n and is_verb(word)))
    return [t for t in terms(" ".join(words[: next(verbs, None)])) if t not in FUNCTION_WORDS]


def _unit(text: str, place: Place, figure: tuple[str, str, str]) -> str:
    sign = figure[0] or figure[2]
    own = sign or re.sub(r"[\d.,\s\u202f\u00a0-]", "", text[slice(*place)]).casefold()
    if own in _UNITS:
        return _UNITS[own]
    behind = [t for t in terms(next_word(text, place[1])) if t not in FUNCTION_WORDS]
    return _UNITS.get(behind[0], behind[0]) if behind else ""
