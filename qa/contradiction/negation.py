"""What is denied on one side only, or is another thing than what is denied in the quotations."""

from __future__ import annotations

from collections.abc import Iterator

from qa.contradiction.pair import Pair, same_event
from qa.reading import Reading, Token
from qa.voice import negations
from qa.words import BOUNDARIES, NEGATING_VERBS

_NEGATORS = frozenset("no not never none nobody nothing neither nor without".split())


def changed_negations(pair: Pair) -> Iterator[str]:
    """Verbs, and words after "no" and "not", that are denied on one side only."""
    mine, theirs = pair.frames
    settled: set[int] = set()
    for frame in mine:
        found = same_event(pair, frame)
        if not found or frame.copula:
            continue
        if not (frame.denies or any(f.denies for f in found)):
            settled.add(frame.verb)
        if all(f.negated != frame.negated for f in found) and not (frame.denies or any(f.denies for f in found)):
            yield f"a negation was {'added' if frame.negated else 'dropped'}"
            return
    yield from _negated_heads(pair, {f.verb for f in mine if f.negated}, {f.verb for f in theirs if f.negated}, settled)


def _negated_heads(pair: Pair, mine: set[int], theirs: set[int], settled: set[int]) -> Iterator[str]:
    claim, source = pair.claim, pair.source
    denied = negations(source)
    their_heads = {m for _, m in denied}
    denying = {source.tokens[n].sentence for n, _ in denied} | {
        t.sentence for t in source.tokens if t.kind == "word" and t.lemma in NEGATING_VERBS
    }
    agreed = {claim.tokens[v].sentence for v in settled & mine}
    my_negations = negations(claim)
    negated_sentences = {claim.tokens[n].sentence for n, _ in my_negations} | {
        t.sentence for t in claim.tokens if t.kind == "word" and t.lemma in NEGATING_VERBS
    }
    for n, head in my_negations:
        relevant = pair.alignment.sentences.get(claim.tokens[n].sentence, set())
        if not relevant & denying:
            yield "a negation was added"
            return
        if head < 0 or head in settled or claim.tokens[n].sentence in agreed:
            continue
        places = pair.alignment.best.get(head, [])
        if any(
            (source.tokens[k + 1].low == "of" and m < 0) or _of_them(source, k)
            for k, m in denied
            if k + 2 < len(source.tokens)
        ):
            continue
        if places and not any(m in their_heads or m in theirs or _near_negation(source, m) for m in places):
            yield "a negation was moved"
            return
    positive = {claim.tokens[v].sentence for v in settled - mine}
    told = {m for f in pair.frames[0] for event in pair.events(f) for m in event.roles}
    for _, m in denied:
        sayers = [k for k in pair.backward.get(m, ()) if k not in settled]
        if any(
            claim.tokens[k].sentence not in (negated_sentences if m in told else negated_sentences | positive)
            for k in sayers
        ):
            yield "a negation was dropped"
            return


def _of_them(source: Reading, n: int) -> bool:
    return [t.low for t in source.tokens[n + 1 : n + 3]] in (["of", "them"], ["of", "these"], ["of", "those"])


def _near_negation(source: Reading, m: int) -> bool:
    sentence = source.sentences[source.tokens[m].sentence]
    begin, end = m, m + 1
    while begin > max(sentence.start, m - 8) and not _parts(source.tokens[begin - 1]):
        begin -= 1
    while end < min(sentence.stop, m + 5) and not _parts(source.tokens[end]):
        end += 1
    return any(t.kind == "word" and (t.low in _NEGATORS or t.lemma in NEGATING_VERBS) for t in source.tokens[begin:end])


def _parts(token: Token) -> bool:
    return (token.kind == "mark" and token.low in ",:()") or token.low in BOUNDARIES
