"""What was, or what will be, told as what is."""

from __future__ import annotations

from collections.abc import Iterator

from qa.contradiction.pair import Pair
from qa.reading import Reading
from qa.roles import AGENT, PATIENT, Frame
from qa.synonyms import may_be_past
from qa.verbs import PASSIVE_GAP, auxiliary
from qa.words import ADVERBIAL, MODALS, SPEECH, SPEECH_WITH_THAT

PAST, PRESENT, FUTURE = "past", "present", "future"
_IS, _WAS = frozenset({"is", "are", "am", "does", "do"}), frozenset({"was", "were", "did", "had"})


def changed_tenses(pair: Pair) -> Iterator[str]:
    """Verbs in the present whose events are all told in the past, or in the future without a time in the claim."""
    for frame in pair.frames[0]:
        token = pair.claim.tokens[frame.verb]
        if token.low in SPEECH | SPEECH_WITH_THAT or tense(pair.claim, frame) != PRESENT:
            continue
        there = {tense(pair.source, f) for f in pair.events(frame) if _shares(pair, frame, f)}
        if there == {PAST}:
            yield f"“{token.low}” was, and is told as if it were now"
        sentence = [pair.claim.tokens[n] for n in pair.claim.sentences[token.sentence]]
        timed = any(t.kind in ("date", "number") or t.low in ADVERBIAL for t in sentence)
        if there == {FUTURE} and not timed:
            yield f"“{token.low}” is to come, and is told as if it were now"


def tense(reading: Reading, frame: Frame) -> str:
    """past, present or future; empty where the form does not tell."""
    tokens, verb = reading.tokens, frame.verb
    low = tokens[verb].low
    start = reading.sentences[tokens[verb].sentence].start
    if frame.copula:
        return PAST if low in _WAS else PRESENT if low in _IS else ""
    helped = [t.low for t in tokens[max(start, verb - PASSIVE_GAP) : verb]]
    first = auxiliary(tokens, verb, start)
    if first == "to" and "used" in helped:
        return PAST
    if first in MODALS:
        return FUTURE if first in ("will", "shall") else ""
    if first == "be" and "will" in helped:
        return FUTURE
    if first in _WAS:
        return PAST
    if first in _IS:
        return PRESENT
    if first or low.endswith("ing"):
        return ""
    if may_be_past(low):
        own = frame.holding(AGENT) or frame.holding(PATIENT)
        return PAST if not frame.passive and own else ""
    before = tokens[verb - 1].low if verb > start else ""
    return PRESENT if low.endswith("s") or before.endswith("s") or before in ("they", "we", "i", "you") else ""


def _shares(pair: Pair, frame: Frame, other: Frame) -> bool:
    """Whether two events have something in common but their verb."""
    return any(pair.stands_on(n, m) for n in frame.roles for m in other.roles)
