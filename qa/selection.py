"""Which sentences answer: one, a few, or those of several articles side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.article import Span
from index.terms import terms
from qa import fitted
from qa.agreement import Comparison, compare
from qa.asked import carries, wants_several
from qa.evidence import Evidence
from qa.focus import focus, marked
from qa.given import Value
from qa.orders import gives_orders
from qa.sentences import APART, leans

MOST_LISTED = 5  # claims of a list
MOST_VALUES = 4  # differing values that are set side by side
SHOWN = 4  # sentences that a model is shown
LEAST_SHOWN = 0.05  # of the best one's share
LONGEST_LIST = 90  # words of a list with the line that announces it
# A line of a list: one with a bullet or a number, or a short one that is no sentence
_ITEM = re.compile(
    r"^[ \t]*((?:[-–—*•·]|\d{1,2}[.)])[ \t]+\S[^\n]*|[^\s#][^\n]{0,60}?[^\s.!?:])[ \t\r]*$", re.MULTILINE
)
LONGEST_RUN = 60  # words of a sentence with the one before it


@dataclass(frozen=True)
class Selected:
    """A claim to be: the sentences that it stands on."""

    evidence: Evidence
    focus: tuple[int, int] | None
    also: tuple[Evidence, ...] = ()
    """Sentences of other articles that say the same."""
    value: str | None = None
    """What it gives for the question, where articles give different things."""


def select(question: str, evidence: Sequence[Evidence]) -> list[Selected]:
    """The claims of an answer; none without evidence, which comes best first.

    Where articles give different values for one thing, each value is a claim, the latest article's first. A question
    for a list gets all sentences that hold an item of it. Else it is the best sentence, and the second too where it is
    nearly as good.
    """
    if not evidence:
        return []
    compared = compare(question, evidence)
    if compared and compared.differing:
        return [
            _selected(question, v.evidence, evidence, v, tuple(o.evidence for o in compared.giving(v)[1:]))
            for v in _latest_first(compared)
        ]
    best = compared.best.evidence if compared else evidence[0]
    also = tuple(v.evidence for v in compared.agreeing) if compared else ()
    first = _selected(question, best, evidence, compared.best if compared else None, also)
    chosen = [replace(first, value=None)]
    least = float(fitted.values()["selection"]["listed" if wants_several(question) else "second"])
    for other in evidence:
        if len(chosen) == (MOST_LISTED if wants_several(question) else 2) or other.share < least * evidence[0].share:
            break
        if carries(question, other.quote) and _says_more(question, other, chosen):
            further = _selected(question, other, evidence, None, ())
            if not any(_overlap(further.evidence, e) for c in chosen for e in (c.evidence, *c.also)):
                chosen.append(further)
    return chosen


def shown(chosen: Sequence[Selected], evidence: Sequence[Evidence]) -> list[Selected]:
    """What a model is shown to write from: the sentences that answer, and the best of the others."""
    taken = [e for c in chosen for e in (c.evidence, *c.also)]
    others = [
        Selected(e, None)
        for e in evidence[:SHOWN]
        if e.share >= LEAST_SHOWN * evidence[0].share and not any(_overlap(e, t) for t in taken)
    ]
    return [*chosen, *others][: max(SHOWN, len(chosen))]


def disagree(chosen: Sequence[Selected]) -> bool:
    """Whether the claims give different values for one question."""
    return len({c.value for c in chosen if c.value is not None}) > 1


def _selected(
    question: str, best: Evidence, evidence: Sequence[Evidence], value: Value | None, also: tuple[Evidence, ...]
) -> Selected:
    place = focus(question, best, "")
    if value and len(value.places) == 1:
        place = marked(question, best, *value.places[0])
    return Selected(_with_items(_with_before(best, evidence)), place, also, value.text if value else None)


def _with_before(best: Evidence, evidence: Sequence[Evidence]) -> Evidence:
    """The sentence with the one before it where it begins with a word that points back."""
    if not leans(best.quote):
        return best
    for other in evidence:
        near = other.article.source == best.article.source and 0 <= best.span.start - other.span.end <= APART
        near = near and "\n" not in best.article.text[other.span.end : best.span.start]
        if near and len(f"{other.quote} {best.quote}".split()) <= LONGEST_RUN:
            return replace(best, span=Span(other.span.start, best.span.end))
    return best


def _with_items(best: Evidence) -> Evidence:
    """A sentence that ends in a colon with the lines of the list that it announces, as many as fit."""
    text = best.article.text
    if not best.quote.rstrip().endswith(":"):
        return best
    end = best.span.end
    for line in _ITEM.finditer(text, best.span.end):
        gap = text[end : line.start(1)]
        if (
            gap.strip()
            or gap.count("\n") > (2 if end == best.span.end else 1)
            or len(text[best.span.start : line.end(1)].split()) > LONGEST_LIST
            or gives_orders(line[1])
        ):
            break
        end = line.end(1)
    return replace(best, span=Span(best.span.start, end))


def adds(question: str, claim: str) -> bool:
    """Whether a claim says anything that the question does not."""
    return bool(set(terms(claim)) - set(terms(question)))


def _says_more(question: str, other: Evidence, chosen: Sequence[Selected]) -> bool:
    """Whether a sentence holds more than what is said already."""
    said = set(terms(question)).union(*(terms(c.evidence.quote) for c in chosen))
    return len(set(terms(other.quote)) - said) > 1


def _overlap(one: Evidence, other: Evidence) -> bool:
    same = one.article.source == other.article.source
    return same and one.span.start < other.span.end and other.span.start < one.span.end


def _latest_first(compared: Comparison) -> list[Value]:
    """Best first; the latest article's first where all are dated, and the latest in any case among those told."""
    found = [compared.best, *compared.differing]
    given = [[o.evidence.article.date for o in compared.giving(v)] for v in found]
    dates = {id(v): max(d.iso for d in some if d) for v, some in zip(found, given, strict=True) if all(some)}
    if len(dates) < len(found):
        return found[:MOST_VALUES]
    latest = max(found, key=lambda v: dates[id(v)])
    told = [latest, *(v for v in found if v is not latest)][:MOST_VALUES]
    return sorted(told, key=lambda v: dates[id(v)], reverse=True)
