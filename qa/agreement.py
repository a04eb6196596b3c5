"""Whether articles agree: the values that sentences of several articles give for one question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.names import named
from index.terms import terms
from qa.anchored import exclude
from qa.asked import Asked, asked, counted
from qa.evidence import Evidence
from qa.fates import fate_asked
from qa.given import ALIKE_FROM, Value, value
from qa.words import COMPARISONS

# How far below the best a sentence's score may lie for its value to be set beside the best one's: where both count
# what is asked for in so many words, and where they need not.
SAME_THING, ALIKE = 4.0, 2.0
# The same where the figures are of one kind of fate or unit: "the toll rose to 12" lies 6.0 behind "six people died".
ONE_KIND = 7.0
AS_GOOD = 1.0  # how far behind a sentence is as good as the best
LEAST_MEANT = 0.3  # of the question's weight, which a sentence and the one before hold whose value is compared
LESS_TOLD = 0.6  # of what another sentence tells of the question: one that tells less is of something else
ROUGHLY = 0.15  # of a figure that is said to be about so much
_SINCE_YEAR = re.compile(r"\bsince\s+(?:[\w'’-]+\s+){0,4}?(1\d{3}|20\d\d)\b", re.IGNORECASE)
_OR_SO = re.compile(r"\s+(?:[\w'’-]+\s+){0,3}or\s+(?:more|less|fewer|so)\b", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:will|would|could|might|may|plans?|planned|hopes?|wants?|intends?)\b", re.IGNORECASE)
_DATE = re.compile(r"(?:\d{4}|(?:\d{4}-)?\d\d(?:-\d\d)?)")
_DECIMAL = re.compile(r"\d+(?:\.\d+)?")


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
        if other.article.source == best.evidence.article.source or behind > ONE_KIND:
            continue
        found = value(question, other)
        if found is None or behind > _reach(best, found):
            continue
        if _same(question, best, found) and _same_thing(question, best, found):
            agreeing.setdefault(other.article.source, found)
        elif _about_the_same(question, best, found) and (behind <= AS_GOOD or _tells_as_much(best, found)):
            differing.setdefault(found.content, found)
    if differing and all(_told(best) < LESS_TOLD * _told(v) for v in differing.values()):
        # of "45 cells were arrested" and "168 cells have been dismantled" the second says how many were dismantled
        lead = next(iter(differing.values())).evidence
        return compare(question, [lead, *(e for e in evidence[1:] if e is not lead)])
    differing = {content: v for content, v in differing.items() if v.fate == best.fate}
    settled = {v.evidence.article.source for v in agreeing.values()}
    return Comparison(
        best,
        tuple(agreeing.values()),
        tuple(v for v in differing.values() if v.evidence.article.source not in settled),
    )


def _reach(best: Value, found: Value) -> float:
    """How far behind the best sentence another one may lie."""
    if not (best.counts and found.counts):
        return ALIKE
    return ONE_KIND if best.fate == found.fate and (best.fate or best.unit == found.unit) else SAME_THING


def _told(found: Value) -> float:
    """How much of the question the sentence and its article's title hold."""
    return found.evidence.features.coverage_title


def _tells_as_much(best: Value, found: Value) -> bool:
    """Whether a sentence is of what the best one is of; of one fate, by its meaning and with the sentence before it."""
    meant = [v.evidence.features.meant for v in (found, best)]
    alike = found.fate is not None and found.fate == best.fate and meant[0] >= LESS_TOLD * meant[1]
    return alike or _told(found) >= LESS_TOLD * _told(best)


def _about_the_same(question: str, one: Value, other: Value) -> bool:
    """Whether two unlike values are of one thing and exclude one another, as far as can be told."""
    if len(one.content) != len(other.content) or not _same_thing(question, one, other):
        return False
    match asked(question):
        case Asked.DATE:
            return not _compatible(question, one, other)
        case Asked.NUMBER:
            return _counted_alike(question, one, other) and not _compatible(question, one, other)
        case _:
            return _names_exclude(one, other)


def _counted_alike(question: str, one: Value, other: Value) -> bool:
    """Whether two figures count what is asked for, and both what has been or both what will be."""
    planned = any(_PLANNED.search(v.evidence.quote) for v in (one, other)) and not _PLANNED.search(question)
    counting = (one.counts and other.counts) or not (counted(question) or fate_asked(question))
    return not planned and counting


def _names_exclude(one: Value, other: Value) -> bool:
    """Whether two names or places cannot both be so."""
    if one.anchored is None or other.anchored is None:
        return False
    written = [v.evidence.article.date.iso if v.evidence.article.date else "" for v in (one, other)]
    texts = (one.evidence.quote, other.evidence.quote)
    return exclude(one.anchored, other.anchored, texts, (written[0], written[1]))


def _same(question: str, one: Value, other: Value) -> bool:
    """Whether two values are one; a name is the same with a first name or a title more."""
    if one.content == other.content or asked(question) not in {Asked.PERSON, Asked.PLACE}:
        return one.content == other.content
    words = [set(" ".join(v.content).split()) for v in (one, other)]
    return words[0] <= words[1] or words[1] <= words[0]


def _same_thing(question: str, one: Value, other: Value) -> bool:
    """Whether both values are said of what the question names, in one unit and within one scope."""
    bearing = all(_names_it(question, v) and v.evidence.features.meant >= LEAST_MEANT for v in (one, other))
    units = {v.unit for v in (one, other) if v.unit} if not counted(question) else set()
    return bearing and one.scope == other.scope and len(units) < 2


def _names_it(question: str, found: Value) -> bool:
    """Whether a value's passage and title hold the question's names, Moroccan for Morocco too."""
    article = found.evidence.article
    held = {term[:ALIKE_FROM] for term in terms(f"{found.evidence.hit.span.of(article.text)} {article.title}")}
    return all(word[:ALIKE_FROM] in held for name in named(question) for word in name.words)


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
