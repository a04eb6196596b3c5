"""What somebody says in the quotations and nobody or somebody else in the claim, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from qa.contradiction.pair import Pair, is_year
from qa.reading import Reading
from qa.voice import Attribution
from qa.words import BODIES

ATTRIBUTED_SHARE = 0.5  # of a claim's words that stand in what somebody says, from where on somebody says the claim


def changed_speakers(pair: Pair) -> Iterator[str]:
    """What somebody says in the quotations and nobody or somebody else in the claim, or the other way round."""
    mine, theirs = pair.attributions
    covered: dict[int, list[Attribution]] = {}
    for attribution in theirs:
        for span in attribution.covered:
            for m in span:
                covered.setdefault(m, []).append(attribution)
    sayers_at = {k for a in theirs for k in a.speaker}
    for number, sentence in enumerate(pair.claim.sentences):
        own = [a for a in mine if pair.claim.tokens[a.speech].sentence == number]
        apart = {k for a in own for k in (*a.speaker, a.speech)}
        stand = [n for n in sentence if n in pair.alignment.best and n not in apart]
        stand = [n for n in stand if not set(pair.alignment.best[n]) <= sayers_at] or stand
        if not stand:
            continue
        held = [n for n in stand if all(m in covered for m in pair.alignment.best[n])]
        told = any(pair.claim.tokens[n].kind == "number" and not is_year(pair.claim.tokens, n) for n in held)
        attributed = told or len(held) > ATTRIBUTED_SHARE * len(stand)
        if attributed and not own:
            yield "a speaker was dropped"
        elif pair.shortened:
            continue
        elif own and not held:
            yield "a speaker was added"
        elif own and attributed:
            sayers = {id(a): a for n in held for m in pair.alignment.best[n] for a in covered[m]}.values()
            yield from _other_speaker(pair, own, list(sayers))


def _other_speaker(pair: Pair, own: list[Attribution], sayers: list[Attribution]) -> Iterator[str]:
    """Whether one of the claim's speakers is none of those who say it."""
    for attribution in own:
        if not attribution.speaker:
            continue
        for sayer in sayers:
            speaker = sayer.speaker or _earlier(pair.source, sayer)
            if _is_named_elsewhere(pair, attribution, speaker):
                break
            if any(pair.stands_on(n, m) for n in attribution.speaker for m in speaker) and not any(
                pair.claim.tokens[n].name and not any(pair.stands_on(n, m) for m in _around(pair.source, speaker))
                for n in attribution.speaker
            ):
                break
        else:
            yield "the speaker was changed"


def _is_named_elsewhere(pair: Pair, attribution: Attribution, speaker: tuple[int, ...]) -> bool:
    """Whether "the company" of the quotation is the one that the claim calls by a name of the quotation's own."""
    theirs = [pair.source.tokens[m] for m in speaker]
    body = bool(theirs) and theirs[-1].low in BODIES and not any(t.name for t in theirs)
    definite = body and speaker[0] > 0 and pair.source.tokens[speaker[0] - 1].low in {"the", "its"}
    names = [n for n in attribution.speaker if pair.claim.tokens[n].name]
    return definite and bool(names) and all(pair.places(n) for n in names)


def _around(source: Reading, speaker: tuple[int, ...]) -> range:
    """A speaker with the apposition beside it."""
    if not speaker:
        return range(0)
    sentence = source.sentences[source.tokens[speaker[0]].sentence]
    return range(max(sentence.start, speaker[0] - 6), min(sentence.stop, speaker[-1] + 7))


def _earlier(source: Reading, sayer: Attribution) -> tuple[int, ...]:
    """Whom the "he" of "he said" may be: the names of the sentences before."""
    here = source.tokens[sayer.speech].sentence
    sentences = source.sentences[max(0, here - 2) : here + 1]
    return tuple(m for s in sentences for m in s if m < sayer.speech and source.tokens[m].content)
