"""Names that stand in the quotations, but not with one another or not as what they are in the claim."""

from __future__ import annotations

from collections.abc import Iterator

from qa.contradiction.pair import Pair
from qa.reading import Token
from qa.synonyms import PLACES, lemma
from qa.words import PREPOSITIONS

LONGEST_NAME = 4
_ATTACHING = frozenset({"of", "in", "from", "at"})
_PLACE_KINDS = frozenset(lemma(w) for w in "city town village region province state republic island port river".split())
_PARTICLES = frozenset("and al el ben bin ibn de da di la le von van der of - .".split())


def changed_names(pair: Pair) -> Iterator[str]:
    """A first and a last name that stand in the quotations, but not with one another."""
    mine, theirs = pair.claim.tokens, pair.source.tokens
    seen = set()
    for n in range(len(mine) - 1):
        one, other = mine[n], mine[n + 1]
        if (one.low, other.low) in seen:
            continue
        seen.add((one.low, other.low))
        if (
            not (one.name and other.name)
            or one.possessive
            or one.low in PLACES
            or (n and mine[n - 1].low in PREPOSITIONS)
        ):
            continue
        first = pair.source.places(one)
        last = set(pair.source.places(other))
        if not all(theirs[m].name for m in first) or not all(theirs[m].name for m in last):
            continue
        if first and last and not any(_together(theirs, m, last) for m in first):
            yield f"{one.low} {other.low} is nobody in the quotation"


def _together(tokens: list[Token], m: int, last: set[int]) -> bool:
    """Whether one of the last names stands after a first name, only names between: "Neil and Tom Harker"."""
    for k in range(m + 1, min(len(tokens), m + 5)):
        if k in last:
            return True
        if not (tokens[k].name or tokens[k].low in _PARTICLES):
            return False
    return False


def changed_places(pair: Pair) -> Iterator[str]:
    """ "the mayor of Fez" where the quotation has the mayor of another place."""
    mine, theirs = _attachments(pair.claim.tokens), _attachments(pair.source.tokens)
    for n, names in mine.items():
        everywhere = pair.places(n)
        places = [m for m in everywhere if theirs.get(m)]
        if not places or len(places) < len(everywhere):
            continue
        for name in names:
            if not any(pair.source.tokens[k].lemma == pair.claim.tokens[name].lemma for m in places for k in theirs[m]):
                yield f"{pair.claim.tokens[n].low} of {pair.claim.tokens[name].low} is in no quotation"


def _attachments(tokens: list[Token]) -> dict[int, list[int]]:
    """By word, the names that stand right after it with "of" or "in", or right before it: "Spain's exports"."""
    found: dict[int, list[int]] = {}
    for n, token in enumerate(tokens):
        if not token.name:
            continue
        begin = n
        while begin > max(0, n - LONGEST_NAME) and tokens[begin - 1].name and not tokens[begin - 1].possessive:
            begin -= 1
        if begin > 1 and tokens[begin - 1].low in _ATTACHING:
            noun = tokens[begin - 2]
            if noun.kind == "word" and noun.content and not noun.name and not noun.low.endswith(("ed", "ing")):
                found.setdefault(begin - 2, []).append(n)
        if n + 1 < len(tokens) and (token.possessive or (token.low in PLACES and token.low != token.lemma)):
            noun = tokens[n + 1]
            if noun.kind == "word" and noun.content and not noun.name:
                found.setdefault(n + 1, []).append(n)
    return found


def owned(tokens: list[Token], n: int) -> int | None:
    """What belongs to a name: the brother of "Karim's brother" and of "the brother of Karim"."""
    end = n
    while end + 1 < len(tokens) and tokens[end + 1].name and not tokens[end].possessive and end < n + LONGEST_NAME:
        end += 1
    if tokens[end].possessive:
        after = range(end + 1, min(len(tokens), end + 4))
        marked = next((k for k in after if tokens[k].kind == "mark"), len(tokens))
        return next((k for k in after if tokens[k].content and k < marked), None)
    begin = n
    while begin > 0 and tokens[begin - 1].name and begin > n - LONGEST_NAME:
        begin -= 1
    if begin > 1 and tokens[begin - 1].low == "of" and tokens[begin - 2].content:
        return begin - 2 if tokens[begin - 2].low not in ("ahead", "instead", "front") else None
    return None
