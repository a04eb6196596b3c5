"""Whether articles agree: the values that sentences of several articles give for one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.asked import Asked, asked
from qa.comparing import contradict, rival, same, same_thing
from qa.evidence import Evidence
from qa.given import Value, value

# How far below the best a sentence's score may lie for its value to be set beside the best one's: where both count
# what is asked for in so many words, and where they need not.
SAME_THING, ALIKE = 4.0, 2.0
# The same where the figures are of one kind of fate or unit: "the toll rose to 12" lies 6.0 behind "six people died".
ONE_KIND = 7.0
AS_GOOD = 1.0  # how far behind a sentence is as good as the best
LESS_TOLD = 0.6  # of what another sentence tells of the question: one that tells less is of something else
# The same where neither unit nor thing counted tells what a value is of: "won silver in 2012" has 0.64 of "won gold".
LESS_TOLD_OF_NO_FIGURE = 0.75
# The same by meaning, of sentences of one fate: "taken into custody over a riot" has 0.48 of "arrested over it".
LESS_MEANT = 0.45


@dataclass(frozen=True)
class Comparison:
    """What articles give for a question beside the best sentence's value."""

    best: Value
    agreeing: tuple[Value, ...]
    """The same value in other articles, best first, one an article."""
    differing: tuple[Value, ...]
    """Other values for the same thing in other articles, best first, each value once."""
    repeating: tuple[Value, ...] = ()
    """Those again, in articles beyond."""

    def giving(self, value: Value) -> tuple[Value, ...]:
        """A value with the same one in other articles."""
        again = self.agreeing if value is self.best else [v for v in self.repeating if v.content == value.content]
        return (value, *again)


def compare(question: str, evidence: Sequence[Evidence]) -> Comparison | None:
    """The best sentence's value beside those of other articles; None where it has no one value."""
    if not evidence or asked(question) in {Asked.ANYTHING, Asked.REASON}:
        return None
    best = value(question, evidence[0])
    if best is None:
        return None
    agreeing: dict[str, Value] = {}
    rivals: list[Value] = []
    for other in evidence:
        behind = best.evidence.score - other.score
        if other.article.source == best.evidence.article.source or behind > ONE_KIND:
            continue
        found = value(question, other)
        if found is None or behind > _reach(best, found):
            continue
        if same(question, best, found) and same_thing(question, best, found):
            agreeing.setdefault(other.article.source, found)
        elif rival(question, best, found) and (behind <= AS_GOOD or _tells_as_much(question, best, found)):
            rivals.append(found)
    if rivals and all(_tells_less(best, v) for v in rivals):
        # of "45 cells were arrested" and "168 cells have been dismantled" the second says how many were dismantled
        lead = rivals[0].evidence
        return compare(question, [lead, *(e for e in evidence[1:] if e is not lead)])
    differing: dict[tuple[str, ...], Value] = {}
    repeating: dict[tuple[str, ...], Value] = {}
    for found in rivals:
        source = found.evidence.article.source
        if source in agreeing or not contradict(question, best, found):
            continue
        first = differing.setdefault(found.content, found)
        if first.evidence.article.source != source:
            repeating.setdefault((source, *found.content), found)
    return Comparison(best, tuple(agreeing.values()), tuple(differing.values()), tuple(repeating.values()))


def _reach(best: Value, found: Value) -> float:
    """How far behind the best sentence another one may lie."""
    if not (best.counts and found.counts):
        return ALIKE
    return ONE_KIND if best.fate == found.fate and (best.fate or best.unit == found.unit) else SAME_THING


def _told(found: Value) -> float:
    """How much of the question the sentence and its article's title hold."""
    return found.evidence.features.coverage_title


def _tells_as_much(question: str, best: Value, found: Value) -> bool:
    """Whether a sentence is of what the best one is of; of one fate, by its meaning and with the sentence before it."""
    meant = [v.evidence.features.meant for v in (found, best)]
    least = LESS_TOLD if asked(question) is Asked.NUMBER else LESS_TOLD_OF_NO_FIGURE
    return (_one_fate(best, found) and meant[0] >= LESS_MEANT * meant[1]) or _told(found) >= least * _told(best)


def _tells_less(best: Value, found: Value) -> bool:
    """Whether the best sentence is of something else than another one that is told of the question."""
    return not _one_fate(best, found) and _told(best) < LESS_TOLD * _told(found)


def _one_fate(one: Value, other: Value) -> bool:
    return one.fate is not None and one.fate == other.fate
