"""The value that a sentence gives for a question: a figure, a date, a name, in one spelling and with what it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.terms import terms
from qa.anchored import Anchored, anchored
from qa.asked import DATE, NAME, Asked, asked, counted, following, values
from qa.dates_said import dates_said
from qa.evidence import DENIAL, Evidence
from qa.fates import counts_persons, fate_asked, fate_of, next_word
from qa.numerals import SCALES
from qa.quantities import quantities
from qa.relative_dates import DATELINE, relative_dates
from qa.words import FUNCTION_WORDS

Place = tuple[int, int]
"""Offsets in a sentence."""

MOST_VALUES = 2  # of a sentence; more are a list of other things
ALIKE_FROM = 5  # letters that two words begin with, such as Morocco and Moroccan

_SINCE = re.compile(r"\b(?:since|from|after)\s+(?:[\w'’-]+\s+){0,4}$", re.IGNORECASE)
# "Two more" says not how many there are
_ADDED = re.compile(r"\s+(?:more|other|others|further|additional|new)\b", re.IGNORECASE)
# "35 of them", "including 35", "Of the passengers 35 were children": a part
_PART = re.compile(r"\s+of\s+(?:the|them|those|these|its|their|whom|which)\b", re.IGNORECASE)
_PART_BEFORE = re.compile(
    r"\b(?:including|among\s+(?:them|whom|those))\s+(?:[\w'’-]+\s+){0,2}$"
    r"|(?:^|[,;:—–]\s*)of\s+(?:the|these|those|them|all)\s+(?=[\w'’-]+\s+[\w'’-])[^,.;]*$|(?:^|[,;]\s*)of\s+[^.;]*,\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:rose|risen|rises?|climb\w*|jump\w*|gr[eo]w\w*|increas\w*|rais\w*|fell|fallen|falls?|drop\w*|revis\w*|correct\w*"
    r"|lower\w*|cut|reduc\w*|up|down)\s+(?:[\w'’-]+\s+){0,3}?from\s+$",
    re.IGNORECASE,
)
_BETWEEN_TWO = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_PLACE = re.compile(r"\b(?i:in|near)\s+(?:the\s+)?(?:[a-z]+\s+){0,2}?(?=[^\W\d_a-z])")
_DAY = re.compile(r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today)", re.IGNORECASE)
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
class Value:
    """What a sentence gives for a question."""

    evidence: Evidence
    places: tuple[Place, ...]
    """Where it stands in the sentence; a range stands in two places."""
    content: tuple[str, ...]
    """In one spelling: six and 6 are the same."""
    counts: bool
    """Whether it is said to count what the question asks the number of, or to measure it, or stands where the
    question's verb wants it."""
    scope: frozenset[str]
    """The dates and places that it is said of and that the question does not name. "Since 2002" limits nothing, nor do
    a day of the week, which is when it was said, and the dateline."""
    unit: str = ""
    """What a figure is measured in: the sign or the word behind it; empty where there is none."""
    fate: str | None = None
    """What befell those whom a figure counts (qa.fates)."""
    anchored: Anchored | None = None
    """A name or a place that stands where the question's verb wants it."""

    @property
    def text(self) -> str:
        """As it is written."""
        return " to ".join(self.evidence.quote[start:end] for start, end in self.places)


def value(question: str, evidence: Evidence) -> Value | None:
    """The one value, or the range, that a sentence gives; None where it gives none or several, or denies something."""
    quote = evidence.quote
    if DENIAL.search(quote):
        return None
    if asked(question) is Asked.NUMBER:
        return _figure(question, evidence)
    found = anchored(question, quote)
    places = [(found.start, found.end)] if found else list(values(question, quote))
    if not _are_one(quote, places):
        return None
    content = tuple(_day(evidence, place) for place in places)
    scope = frozenset(_scope(question, evidence, places))
    return Value(evidence, tuple(places), content, found is not None, scope, anchored=found)


def _are_one(text: str, places: Sequence[Place]) -> bool:
    return len(places) == 1 or (len(places) == MOST_VALUES and _is_range(text, *places))


def _is_range(text: str, low: Place, high: Place) -> bool:
    between = text[low[1] : high[0]]
    joined = re.fullmatch(r"\s*(?:to|-|–|until)\s*", between) or (
        between.strip() == "and" and _BETWEEN_TWO.search(text[: low[0]])
    )
    return bool(joined) and not _FROM.search(text[: low[0]])  # "rose from 6 to 12" says 12


def _figure(question: str, evidence: Evidence) -> Value | None:
    quote = evidence.quote
    figures = _figures(question, quote)
    numbers, fate, wanted = list(figures), fate_asked(question), counted(question)
    fates = {n: fate_of(quote, n, numbers) for n in numbers}
    whole = [n for n in numbers if figures[n][2] or not _is_part(quote, n)]
    counting = [n for n in whole if _counts(question, quote, n, wanted, fates[n])]
    for low, high in pairwise(whole):
        if _is_range(quote, low, high) and (low in counting) != (high in counting):
            counting = sorted({*counting, low, high})
        elif low in counting and high in counting and _FROM.search(quote[: low[0]]):
            counting.remove(low)
    places = [n for n in counting or whole if not _ADDED.match(quote, n[1]) and (not fate or fates[n] in (fate, None))]
    if not _are_one(quote, places) or any(_FRACTION.search(quote[:start]) for start, _ in places):
        return None  # "a quarter of a million" is none of its words
    return Value(
        evidence,
        tuple(places),
        tuple(figures[place][1] for place in places),
        bool(counting),
        frozenset(_scope(question, evidence, places)),
        _unit(quote, places[-1], figures[places[-1]]),
        fates[places[0]],
    )


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


def _is_part(text: str, place: Place) -> bool:
    start, end = place
    return _PART.match(text, end) is not None or (
        _PART_BEFORE.search(text[:start]) is not None and text[max(0, start - 7) : start].casefold() != "of the "
    )


def _counts(question: str, text: str, place: Place, wanted: Sequence[str], fate: str | None) -> bool:
    start, end = place
    if asked_of := fate_asked(question):
        if wanted or "how many" in question.casefold():
            return fate == asked_of and counts_persons(text, end, wanted)
    elif wanted:
        return bool(set(wanted) & set(following(text, end)))
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


def _unit(text: str, place: Place, figure: tuple[str, str, str]) -> str:
    sign = figure[0] or figure[2]
    own = sign or re.sub(r"[\d.,\s\u202f\u00a0-]", "", text[slice(*place)]).casefold()
    if own in _UNITS:
        return _UNITS[own]
    behind = [t for t in terms(next_word(text, place[1])) if t not in FUNCTION_WORDS]
    return _UNITS.get(behind[0], behind[0]) if behind else ""


def _day(evidence: Evidence, place: Place) -> str:
    """A date as ISO 8601, read against the day that its article was written on; a name as its terms."""
    start, end = place
    text = evidence.quote[start:end]
    written = evidence.article.date.iso if evidence.article.date else ""
    days = [d.iso for d in relative_dates(evidence.quote, written) if start <= d.start and d.end <= end]
    said = dates_said(text)
    if not days and len(said) == 1 and not said[0].swappable:
        days = ["-".join(f"{p:02}" for p in (said[0].year, said[0].month, said[0].day) if p)]
    return days[0] if len(days) == 1 else " ".join(terms(text))


def _scope(question: str, evidence: Evidence, places: Sequence[Place]) -> Iterator[str]:
    text = evidence.quote
    known = {term[:ALIKE_FROM] for term in terms(question)}
    dateline = DATELINE.match(text)
    start = dateline.end() if dateline else 0
    names = [NAME.match(text, match.end()) for match in _PLACE.finditer(text, start)]
    for match in [*DATE.finditer(text, start), *names]:
        if match is None or any(match.start() < end and begin < match.end() for begin, end in places):
            continue
        found = terms(match.group())
        told = _DAY.fullmatch(match.group()) or _SINCE.search(text[: match.start()])
        if not told and not {term[:ALIKE_FROM] for term in found} & known:
            yield _day(evidence, match.span())
