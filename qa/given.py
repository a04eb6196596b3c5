"""The value that a sentence gives for a question: a figure, a date, a name, in one spelling and with what it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.patterns import lazy
from index.terms import terms
from qa.anchored import Anchored, anchored
from qa.asked import DATE, DATELINE, NAME, Asked, asked, values
from qa.dates_said import ORDINALS, dates_said
from qa.evidence import Evidence
from qa.figures import RANGE, Place, figure, is_range
from qa.question_terms import DENIAL
from qa.relative_dates import relative_dates
from qa.words import FUNCTION_WORDS, SPEECH

ALIKE_FROM = 5  # letters that two words begin with, such as Morocco and Moroccan

_CLAUSE_END = lazy(r"[,;:—–]|\s(?:and|but|while|which|who)\s", re.IGNORECASE)
_CONTRAST = lazy(r";|\s(?:but|while|whereas|although|though)\s", re.IGNORECASE)
_RELATIVE = lazy(r"(\w+)\s+(?:that|which|who)\s+(?:[a-z]+\s+){0,2}$", re.IGNORECASE)
_SINCE = lazy(r"\b(?:since|from|after)\s+(?:[\w'’-]+\s+){0,4}$", re.IGNORECASE)
_PLACE = lazy(
    r"(?<!\bcourt )(?<!\bministry )(?<!\bembassy )(?<!\buniversity )"  # "the court in Fez" says not where
    r"\b(?i:in|near)\s+(?:the\s+)?(?:[a-z]+\s+){0,2}?(?=[^\W\d_a-z])"
)
_DAY = lazy(r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|tonight|yesterday)", re.IGNORECASE)
# "a month", "in its second year", "in the old part of": what a figure is of
_LIMITS = lazy(
    r"(?<!\bin )(?<!within )\b(?:an?|per|each|every)\s+(?:second|minute|hour|day|night|week|month|year|head"
    r"|person|tonne|kilo\w*|litre)\b"
    r"(?!\s+(?:ago|after|later?|earlier|before|old|long|and))"
    r"|\b(?:hourly|daily|nightly|weekly|monthly|yearly|annual|annually)\b"
    rf"|\b(?:{'|'.join(ORDINALS)}|last|final|opening|previous|next|past|this)\s+"
    r"(?:year|round|half|quarter|season|phase|stage|leg|day|night|week|month|game|match|edition|attempt|wave|term)s?\b"
    r"|(?<!-)(?<!year )(?<!years )\b(?:old|former|original)\b|(?<=%)\s+of\s+(?:the\s+|its\s+|all\s+)?\w+"
    r"|(?<=cent)\s+of\s+(?:the\s+|its\s+|all\s+)?\w+"
    r"|\b(?:[\w-]+\s+)?(?:part|suburb|outskirt|district|side|end|corner)s?\s+of\b"
    r"|\bin\s+(?:the\s+)?(?:north|south|east|west)(?:ern)?\b",
    re.IGNORECASE,
)


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
    """The dates, places, rates and parts that it is said of and that the question does not name. "Since 2002" limits
    nothing, nor do a day of the week, which is when it was said, and the dateline."""
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
    """The one value, or the range, that a sentence gives; None where it gives none or several, or denies it."""
    quote = evidence.quote
    if asked(question) is Asked.NUMBER:
        found = figure(question, quote)
        if found is None or _denied(quote, found.places):
            return None
        scope = frozenset(_scope(question, evidence, found.places))
        return Value(evidence, found.places, found.content, found.counts, scope, found.unit, found.fate)
    put = anchored(question, quote)
    places = [(put.start, put.end)] if put else list(values(question, quote))
    several = len(places) != 1 and not (len(places) == RANGE and is_range(quote, *places))
    if several or _denied(quote, places):
        return None
    content = tuple(_day(evidence, place) for place in places)
    scope = frozenset(_scope(question, evidence, places))
    return Value(evidence, tuple(places), content, put is not None, scope, anchored=put)


def _denied(text: str, places: Sequence[Place]) -> bool:
    """Whether something is denied before a value, or behind it in its clause."""
    behind = _CLAUSE_END.split(text[places[-1][1] :], maxsplit=1)[0]
    before = _CONTRAST.split(text[: places[0][0]])[-1]
    denials = (d for d in DENIAL.finditer(before) if not _of_something_else(before, d.start()))
    return next(denials, None) is not None or DENIAL.search(behind) is not None


def _of_something_else(before: str, at: int) -> bool:
    """Whether a denial is in a relative clause that has ended: "a squid that nobody had seen was filmed, holding"."""
    relative = _RELATIVE.search(before[:at])
    return relative is not None and relative[1].casefold() not in SPEECH and "," in before[at:]


def _day(evidence: Evidence, place: Place) -> str:
    """A date as ISO 8601, read against the day that its article was written on; a name as its terms."""
    start, end = place
    text = evidence.quote[start:end]
    written = evidence.written
    days = [d.iso for d in relative_dates(evidence.quote, written) if start <= d.start and d.end <= end]
    said = dates_said(text)
    if not days and len(said) == 1 and not said[0].swappable:
        days = ["-".join(f"{p:02}" for p in (said[0].year, said[0].month, said[0].day) if p)]
    return days[0] if len(days) == 1 else " ".join(terms(text))


def _scope(question: str, evidence: Evidence, places: Sequence[Place]) -> Iterator[str]:
    text = evidence.quote
    known = {term[:ALIKE_FROM] for term in terms(question) if term not in FUNCTION_WORDS}
    dateline = DATELINE.match(text)
    start = dateline.end() if dateline else 0
    written = evidence.written
    relative = {d.start: d for d in relative_dates(text, written) if d.start >= start}
    names = [NAME.match(text, match.end()) for match in _PLACE.finditer(text, start)]
    for day in relative.values():  # "last year" is another year in another article
        if not _DAY.search(text[day.start : day.end]) and not any(day.start < end and s < day.end for s, end in places):
            yield day.iso
    for match in [*DATE.finditer(text, start), *_LIMITS.finditer(text, start), *names]:
        if match is None or any(match.start() < end and begin < match.end() for begin, end in places):
            continue
        found = terms(match.group())
        told = match.start() in relative or _DAY.fullmatch(match.group()) or _SINCE.search(text[: match.start()])
        if not told and not {term[:ALIKE_FROM] for term in found} & known:
            yield _day(evidence, match.span())
