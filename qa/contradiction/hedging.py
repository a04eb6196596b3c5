"""Hedges that were dropped or added."""

from __future__ import annotations

from collections.abc import Iterator

from qa.contradiction.pair import MOST_COMPARED, Pair
from qa.reading import Token
from qa.synonyms import IRREGULAR, is_past
from qa.voice import Hedge

HEDGE_REACH = 4  # words from a hedge to what it holds back
# What one hedge may stand for. "will" is what has not happened yet, and alone it is no hedge.
_HELD_BACK = {
    "report": {"report"},
    "accused": {"accused", "report"},
    "possible": {"possible", "would"},
    "likely": {"likely"},
    "plan": {"plan"},
    "would": {"would", "will", "plan", "possible", "likely"},
    "will": {"will", "would", "plan", "likely"},
}


def changed_hedges(pair: Pair) -> Iterator[str]:
    """Hedges over words that the claim has, dropped; and hedges that no quotation has there, added."""
    mine, theirs = pair.hedges
    verbs = {f.verb for f in pair.frames[0]}
    kinds: dict[int, list[tuple[str, set[int]]]] = {}
    for hedge in mine:
        aligned = {m for head in hedge.heads for m in pair.alignment.best.get(head, ())}
        kinds.setdefault(pair.claim.tokens[hedge.place].sentence, []).append((hedge.kind, aligned))
    spoken = {pair.claim.tokens[a.speech].sentence for a in pair.attributions[0]}
    for hedge in theirs:
        for head in hedge.heads:
            for n in pair.backward.get(head, ()):
                sentence = pair.claim.tokens[n].sentence
                own = {
                    kind
                    for kind, aligned in kinds.get(sentence, ())
                    if not aligned or aligned & set(hedge.heads) or _within(hedge.place, aligned)
                }
                if own & _HELD_BACK[hedge.kind] or (hedge.kind == "report" and sentence in spoken):
                    continue
                if hedge.kind == "will" and not (n in verbs and _past(pair.claim.tokens, n)):
                    continue
                if hedge.kind == "would" and "will" in own:
                    continue
                if n in verbs or head == hedge.heads[0]:
                    yield "a hedge was dropped"
                    return
    by_sentence: dict[int, list[Hedge]] = {}
    for hedge in theirs:
        by_sentence.setdefault(pair.source.tokens[hedge.place].sentence, []).append(hedge)
    for hedge in mine:
        if hedge.kind == "will":
            continue
        there = pair.alignment.sentences.get(pair.claim.tokens[hedge.place].sentence, set())
        allowed = {"will"} if hedge.kind == "would" else set()
        allowed = allowed | _HELD_BACK[hedge.kind]
        like = [h for s in sorted(there)[:MOST_COMPARED] for h in by_sentence.get(s, ()) if h.kind in allowed]
        aligned = {m for head in hedge.heads for m in pair.alignment.best.get(head, ())}
        if not any(not aligned or aligned & set(h.heads) or _within(h.place, aligned) for h in like):
            yield "a hedge was added"
            return


def _within(place: int, aligned: set[int]) -> bool:
    """Whether a hedge stands close before or after one of the words."""
    return any(-1 <= m - place <= HEDGE_REACH for m in aligned)


def _past(tokens: list[Token], n: int) -> bool:
    low = tokens[n].low
    before = {t.low for t in tokens[max(0, n - 3) : n]}
    past = low.endswith("ed") or (is_past(low) and low in IRREGULAR)
    return (past and not before & {"to", "is", "are", "be"}) or bool(before & {"was", "were"})
