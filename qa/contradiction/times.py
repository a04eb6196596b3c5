"""Which time and place a number goes with: "147 in May" is no 147 in June."""

from __future__ import annotations

from qa.contradiction.pair import Pair, is_time, is_year, of_a_kind
from qa.reading import Token
from qa.words import PREPOSITIONS


def beside_alike(pair: Pair, n: int, m: int) -> bool:
    """Whether "in May" after a claim's number is no other month after the number of the quotation."""
    mine, theirs = _beside(pair.claim.tokens, n), _beside(pair.source.tokens, m)
    if not any(is_time(pair.claim.tokens, k) for k in mine):
        mine |= _dated(pair, n)
    for k, prep in mine.items():
        token = pair.claim.tokens[k]
        rivals = [r for r, p in theirs.items() if p == prep and of_a_kind(token, pair.source.tokens[r])]
        if rivals and not any(pair.stands_on(i, r) for i, p in mine.items() if p == prep for r in rivals):
            return False
    return True


def of_another_time(pair: Pair, n: int, kept: list[int]) -> bool:
    """Whether a claim's only year or date is in none of the sentences that have its number, and others are."""
    claim, source = pair.claim.tokens, pair.source.tokens
    times = [k for k in pair.claim.sentences[claim[n].sentence] if is_time(claim, k)]
    if len(times) != 1 or is_time(claim, n):
        return False
    for m in kept:
        there = [k for k in pair.source.sentences[source[m].sentence] if is_time(source, k) and k != m]
        if not there or any(pair.stands_on(times[0], k) for k in there):
            return False
    return True


def _dated(pair: Pair, n: int) -> dict[int, str]:
    """The dates and years of the event that a claim's number belongs to."""
    tokens = pair.claim.tokens
    return {
        k: role
        for frame in pair.frames[0]
        if n in frame.roles
        for k, role in frame.roles.items()
        if k != n and (tokens[k].kind == "date" or (tokens[k].kind == "number" and is_year(tokens, k)))
    }


def _beside(tokens: list[Token], n: int) -> dict[int, str]:
    """The names, dates and years after a number with their prepositions, up to a mark or the next number."""
    found: dict[int, str] = {}
    prep = ""
    for k in range(n + 1, min(len(tokens), n + 12)):
        token = tokens[k]
        if token.sentence != tokens[n].sentence or token.kind == "mark" or token.low in ("and", "but", "while"):
            break
        if token.kind == "word" and token.low in PREPOSITIONS:
            prep = token.low
        elif prep and (token.name or token.kind == "date" or (token.kind == "number" and is_year(tokens, k))):
            found[k] = prep
        elif token.kind == "number":
            break
    return found
