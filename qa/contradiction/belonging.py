"""The mayor's lawyer in the quotation, and the mayor in the claim."""

from __future__ import annotations

from collections.abc import Iterator

from qa.contradiction.pair import Pair
from qa.phrases import PERSONS
from qa.reading import Token
from qa.roles import AGENT, PATIENT
from qa.words import DETERMINERS, SPEECH, SPEECH_WITH_THAT

MOST_BETWEEN = 2  # words between "of the" and what something belongs to, or "'s" and what belongs

_BELONGING = PERSONS | frozenset(
    """
    aide aides adviser advisers advisor assistant deputy friend colleague relative relatives neighbour neighbor
    successor predecessor supporter supporters critic critics opponent opponents rival rivals cousin uncle aunt nephew
    niece family parents children sons daughters brothers sisters lawyers wing arm branch subsidiary affiliate offshoot
    division unit staff bodyguard bodyguards
    """.split()
)
_SPOKESMEN = frozenset({"spokesman", "spokeswoman", "spokesperson"})


def changed_belonging(pair: Pair) -> Iterator[str]:
    """Who takes part in an event of the claim, where in all such events of the quotations it is somebody of theirs."""
    claim, source = pair.claim.tokens, pair.source.tokens
    for frame in pair.frames[0]:
        speaks = claim[frame.verb].low in SPEECH | SPEECH_WITH_THAT
        for n, role in frame.roles.items():
            if role not in (AGENT, PATIENT) or claim[n].name or claim[n].possessive or claim[n].kind != "word":
                continue
            there = [m for f in pair.events(frame) for m in f.roles if pair.stands_on(n, m)]
            heads = [_belongs(source, m) for m in there]
            said = pair.claim.sentences[claim[n].sentence]
            if heads and all(
                k is not None
                and not (speaks and source[k].low in _SPOKESMEN)
                and not any(i in said for i in pair.backward.get(k, ()))
                for k in heads
            ):
                yield f"“{claim[n].low}” is not who is meant in the quotation"


def _belongs(tokens: list[Token], m: int) -> int | None:
    """What belongs to a thing: the lawyer of "the mayor's lawyer", "a lawyer of the mayor"."""
    sentence = tokens[m].sentence
    if tokens[m].possessive:
        for k in range(m + 1, min(len(tokens), m + 2 + MOST_BETWEEN)):
            if tokens[k].sentence != sentence or not tokens[k].content or tokens[k].kind != "word":
                break
            if tokens[k].low in _BELONGING:
                return k
        return None
    k = m - 1
    while k > m - 1 - MOST_BETWEEN and k > 0 and tokens[k].content and tokens[k].kind == "word":
        k -= 1
    if k > 1 and tokens[k].low in DETERMINERS and tokens[k - 1].low in ("of", "for", "to"):
        head = tokens[k - 2]
        return k - 2 if head.sentence == sentence and head.low in _BELONGING else None
    return None
