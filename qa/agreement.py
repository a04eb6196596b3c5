"""Whether articles agree: the values that sentences of several articles give for one question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.names import named
from index.terms import terms
from qa.asked import DATE, NAME, Asked, asked, counted, following, values
from qa.dates_said import dates_said
from qa.evidence import DENIAL, Evidence
from qa.numerals import SCALES, numerals
from qa.relative_dates import DATELINE, relative_dates
from qa.words import COMPARISONS

# How far below the best a sentence's score may lie for its value to be set beside the best one's: where both count
# what is asked for in so many words, and where they need not.
SAME_THING, ALIKE = 4.0, 2.0
AS_GOOD = 1.0  # how far behind a sentence is as good as the best
LEAST_MEANT = 0.3  # of the question's weight, which a sentence and the one before hold whose value is compared
LESS_TOLD = 0.6  # of what another sentence tells of the question: one that tells less is of something else
ROUGHLY = 0.15  # of a figure that is said to be about so much
MOST_VALUES = 2  # of a sentence; more are a list of other things

_SINCE = re.compile(r"\b(?:since|from|after)\s+(?:[\w'’-]+\s+){0,4}$", re.IGNORECASE)
_SINCE_YEAR = re.compile(r"\bsince\s+(?:[\w'’-]+\s+){0,4}?(1\d{3}|20\d\d)\b", re.IGNORECASE)
# "Two more" says not how many there are
_ADDED = re.compile(r"\s+(?:more|other|others|further|additional)\b", re.IGNORECASE)
_OR_SO = re.compile(r"\s+(?:[\w'’-]+\s+){0,3}or\s+(?:more|less|fewer|so)\b", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:will|would|could|might|may|plans?|planned|hopes?|wants?|intends?)\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(?i:in|near)\s+(?:the\s+)?(?:[a-z]+\s+){0,2}?(?=[^\W\d_a-z])")
_DAY = re.compile(r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today)", re.IGNORECASE)
_DATE = re.compile(r"(?:\d{4}|(?:\d{4}-)?\d\d(?:-\d\d)?)")
_DECIMAL = re.compile(r"\d+(?:\.\d+)?")
_UNITS = {
    "$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "%": "percent", "per": "percent", "usd": "dollar",
    "eur": "euro", "m": "metr", "km": "kilometr", "kg": "kilogram",
}  # fmt: skip
ALIKE_FROM = 5  # letters that two words begin with, such as Morocco and Moroccan


@dataclass(frozen=True)
class Value:
    """What a sentence gives for a question."""

    evidence: Evidence
    places: tuple[tuple[int, int], ...]
    """Where it stands in the sentence; a range stands in two places."""
    content: tuple[str, ...]
    """In one spelling: six and 6 are the same."""
    counts: bool
    """Whether it is said to count what the question asks the number of."""
    scope: frozenset[str]
    """The dates and places that it is said of and that the question does not name. "Since 2002" limits nothing, nor do
    a day of the week, which is when it was said, and the dateline."""

    @property
    def text(self) -> str:
        """As it is written."""
        return " to ".join(self.evidence.quote[start:end] for start, end in self.places)


def value(question: str, evidence: Evidence) -> Value | None:
    """The one value, or the range, that a sentence gives; None where it gives none or several."""
    quote = evidence.quote
    places = list(values(question, quote))
    wanted = set(counted(question))
    counting = [(start, end) for start, end in places if wanted & set(following(quote, end))]
    places = [(start, end) for start, end in counting or places if not _ADDED.match(quote, end)]
    if not 1 <= len(places) <= MOST_VALUES or (len(places) == MOST_VALUES and not _is_range(quote, places)):
        return None
    if DENIAL.search(quote) or any(quote[start:end].casefold() in SCALES for start, end in places):
        return None  # "a quarter of a million" is none of its words
    number = asked(question) is Asked.NUMBER
    content = tuple((_figure if number else _day)(evidence, place) for place in places)
    return Value(evidence, tuple(places), content, bool(counting), frozenset(_scope(question, quote, places)))


def _is_range(text: str, places: Sequence[tuple[int, int]]) -> bool:
    (_, end), (start, _) = places
    return re.fullmatch(r"\s*(?:to|and|-|–|until)\s*", text[end:start]) is not None


def _figure(evidence: Evidence, place: tuple[int, int]) -> str:
    """A number in one spelling, without its unit: 5.0, five and $5 are 5."""
    found = [n.value for n in numerals(evidence.quote[slice(*place)])]
    digits = _DECIMAL.search(found[0]) if len(found) == 1 else None
    if not digits:
        return " ".join(terms(evidence.quote[slice(*place)]))
    return digits[0].rstrip("0").rstrip(".") if "." in digits[0] else digits[0]


def _day(evidence: Evidence, place: tuple[int, int]) -> str:
    """A date as ISO 8601, read against the day that its article was written on; a name as its terms."""
    start, end = place
    text = evidence.quote[start:end]
    written = evidence.article.date.iso if evidence.article.date else ""
    days = [d.iso for d in relative_dates(evidence.quote, written) if start <= d.start and d.end <= end]
    said = dates_said(text)
    if not days and len(said) == 1 and not said[0].swappable:
        days = ["-".join(f"{p:02}" for p in (said[0].year, said[0].month, said[0].day) if p)]
    return days[0] if len(days) == 1 else " ".join(terms(text))


def _scope(question: str, text: str, places: Sequence[tuple[int, int]]) -> Iterator[str]:
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
            yield " ".join(found)


@dataclass(frozen=True)
class Comparison:
    """What articles give for a question beside the best sentence's value."""

    best: Value
    agreeing: tuple[Value, ...]
    """The same value in other articles, best first, one an article."""
    differing: tuple[Value, ...]
    """Other values for the same thing in other articles, best first, each value once."""


def compare(question: str, evidence: Sequence[Evidence]) -> Comparison | None:
    """The best sentence's value beside those of other articles; None where it has no one value."""
    if not evidence or asked(question) in {Asked.ANYTHING, Asked.REASON}:
        return None
    best = value(question, evidence[0])
    if best is None:
        return None
    agreeing: dict[str, Value] = {}
    differing: dict[tuple[str, ...], Value] = {}
    for other in evidence:
        behind = best.evidence.score - other.score
        if other.article.source == best.evidence.article.source or behind > SAME_THING:
            continue
        found = value(question, other)
        if found is None or (not (found.counts and best.counts) and behind > ALIKE):
            continue
        if found.content == best.content and _same_thing(question, best, found):
            agreeing.setdefault(other.article.source, found)
        elif _about_the_same(question, best, found) and (behind <= AS_GOOD or _told(found) >= LESS_TOLD * _told(best)):
            differing.setdefault(found.content, found)
    if differing and all(_told(best) < LESS_TOLD * _told(v) for v in differing.values()):
        # of "45 cells were arrested" and "168 cells have been dismantled" the second says how many were dismantled
        lead = next(iter(differing.values())).evidence
        return compare(question, [lead, *(e for e in evidence[1:] if e is not lead)])
    settled = {v.evidence.article.source for v in agreeing.values()}
    return Comparison(
        best,
        tuple(agreeing.values()),
        tuple(v for v in differing.values() if v.evidence.article.source not in settled),
    )


def _told(found: Value) -> float:
    """How much of the question the sentence and its article's title hold."""
    return found.evidence.features.coverage_title


def _about_the_same(question: str, one: Value, other: Value) -> bool:
    """Whether two unlike values are of one thing, as far as can be told: numbers and dates of one scope."""
    if asked(question) not in {Asked.NUMBER, Asked.DATE} or len(one.content) != len(other.content):
        return False
    planned = any(_PLANNED.search(v.evidence.quote) for v in (one, other)) and not _PLANNED.search(question)
    if asked(question) is Asked.NUMBER and planned:
        return False
    counted_alike = (one.counts and other.counts) or not counted(question)
    return counted_alike and _same_thing(question, one, other) and not _compatible(question, one, other)


def _same_thing(question: str, one: Value, other: Value) -> bool:
    """Whether both values are said of what the question names, in one unit and within one scope."""
    bearing = all(_names_it(question, v) and v.evidence.features.meant >= LEAST_MEANT for v in (one, other))
    units = {unit for v in (one, other) if (unit := _unit(v))} if not counted(question) else set()
    return bearing and one.scope == other.scope and len(units) < 2


def _names_it(question: str, found: Value) -> bool:
    """Whether a value's passage and title hold the question's names, Moroccan for Morocco too."""
    article = found.evidence.article
    held = {term[:ALIKE_FROM] for term in terms(f"{found.evidence.hit.span.of(article.text)} {article.title}")}
    return all(word[:ALIKE_FROM] in held for name in named(question) for word in name.words)


def _unit(found: Value) -> str:
    """What a value is measured in: a sign or letters of its own, or the word behind it; empty where there is none."""
    quote, (start, end) = found.evidence.quote, found.places[-1]
    own = re.sub(r"[\d.,\s\u202f\u00a0-]", "", quote[start:end]).casefold()
    if own in _UNITS:
        return _UNITS[own]
    behind = following(quote, end)
    return _UNITS.get(behind[0], behind[0]) if behind else ""


def _compatible(question: str, one: Value, other: Value) -> bool:
    """Whether unlike values say nothing against each other: "more than 1,600" and 1,631, May 2016 and 6 May 2016.

    A count since a later year is smaller anyway.
    """
    if _allows(one, other) or _allows(other, one):
        return True
    a, b = (" ".join(v.content) for v in (one, other))
    if asked(question) is Asked.DATE:
        if not (_DATE.fullmatch(a) and _DATE.fullmatch(b)):
            return True  # a century, a decade, a day that nothing tells
        return a.startswith(b) or b.startswith(a) or a.endswith(b) or b.endswith(a)
    years = [_SINCE_YEAR.search(v.evidence.quote) for v in (one, other)]
    if all(years) and _DECIMAL.fullmatch(a) and _DECIMAL.fullmatch(b):
        later = [int(year[1]) for year in years if year]
        if later[0] != later[1]:
            return (later[0] > later[1]) == (float(a) < float(b))
    words = set(a.split()), set(b.split())
    return words[0] <= words[1] or words[1] <= words[0]


def _allows(one: Value, other: Value) -> bool:
    """Whether a figure that is not exact, such as "more than 1,600" or "about 450", allows another one."""
    if not all(len(v.content) == 1 and _DECIMAL.fullmatch(v.content[0]) for v in (one, other)):
        return False
    figure, said = float(one.content[0]), float(other.content[0])
    before = re.findall(r"[^\W\d_]+", one.evidence.quote[: one.places[0][0]].casefold())[-2:]
    signs = {COMPARISONS[word][0] for word in before if word in COMPARISONS}
    if or_so := _OR_SO.match(one.evidence.quote, one.places[-1][1]):
        signs.add({"more": ">", "so": "~"}.get(or_so[0].split()[-1].casefold(), "<"))
    return (
        (">" in signs and said >= figure)
        or ("<" in signs and said <= figure)
        or ("~" in signs and abs(said - figure) <= ROUGHLY * max(said, figure))
    )
