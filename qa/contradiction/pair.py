"""A claim and its quotations, read and aligned, as every comparison sees them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from qa.alignment import Alignment
from qa.reading import Reading, Token
from qa.roles import Frame, frames
from qa.synonyms import PLACES, alike, lemma
from qa.voice import Attribution, Hedge, attributions, hedges
from qa.words import BE, PREPOSITIONS

MOST_COMPARED = 32  # places of a word that are looked at closely


@dataclass
class Pair:
    """A claim and its quotations, read and aligned."""

    claim: Reading
    source: Reading
    alignment: Alignment

    @cached_property
    def frames(self) -> tuple[list[Frame], list[Frame]]:
        return frames(self.claim), frames(self.source)

    @cached_property
    def attributions(self) -> tuple[list[Attribution], list[Attribution]]:
        return attributions(self.claim), attributions(self.source)

    @cached_property
    def hedges(self) -> tuple[list[Hedge], list[Hedge]]:
        mine, theirs = self.frames
        return hedges(self.claim, mine), hedges(self.source, theirs)

    @cached_property
    def backward(self) -> dict[int, list[int]]:
        """By place in the quotations, the claim's words that stand on it."""
        found: dict[int, list[int]] = {}
        for n, places in self.alignment.best.items():
            for m in places:
                found.setdefault(m, []).append(n)
        return found

    @cached_property
    def framed(self) -> dict[int, Frame]:
        """The frames of the quotations by the place of their verb."""
        return {frame.verb: frame for frame in self.frames[1]}

    @cached_property
    def shortened(self) -> bool:
        """Whether the claim is one sentence of the quotations with words left out: nothing in it can be exchanged."""
        claim = [t.low for t in self.claim.tokens if t.kind != "mark"]
        for sentence in self.source.sentences:
            words = (self.source.tokens[m].low for m in sentence)
            if all(word in words for word in claim):  # each found behind the one before
                return bool(claim)
        return False

    def places(self, n: int) -> list[int]:
        """Where the quotations have a claim's word, the best places first."""
        best = self.alignment.best.get(n, [])
        others = self.source.places(self.claim.tokens[n])
        return list(dict.fromkeys([*best, *others]))[:MOST_COMPARED]

    def events(self, frame: Frame) -> list[Frame]:
        """The frames of the quotations with the verb of a claim's frame."""
        return [self.framed[m] for m in self.places(frame.verb) if m in self.framed]

    def stands_on(self, n: int, m: int) -> bool:
        """Whether a claim's word and a word of the quotations say the same."""
        mine, theirs = self.claim.tokens[n], self.source.tokens[m]
        if mine.kind != theirs.kind:
            return m in self.alignment.best.get(n, ())
        if mine.date is not None and theirs.date is not None:
            return mine.date.within(theirs.date)
        if mine.name or theirs.name or mine.kind == "number":
            demonym = mine.low.endswith("an") and mine.low[:-1] == theirs.low  # "Galician" of Galicia
            return mine.lemma in (theirs.lemma, lemma(theirs.low)) or mine.low == theirs.low or demonym
        if mine.low in BE and theirs.low in BE:
            return True
        return alike(mine.lemma, theirs.lemma)


def is_year(tokens: list[Token], n: int) -> bool:
    low = tokens[n].low
    counting = n + 1 < len(tokens) and tokens[n + 1].content and not tokens[n + 1].name
    if counting and n and tokens[n - 1].low in (",", "and", "or"):
        return False
    return (
        len(low) == 4
        and low.isdecimal()
        and "1000" <= low <= "2100"
        and (
            n == 0
            or tokens[n - 1].low
            in PREPOSITIONS | {"and", "or", "(", ",", ":", "|", "year", "late", "early", "-", "–", "the"}
        )
    )


def is_time(tokens: list[Token], n: int) -> bool:
    return tokens[n].kind == "date" or (tokens[n].kind == "number" and is_year(tokens, n))


def of_a_kind(one: Token, other: Token) -> bool:
    return one.kind == other.kind and one.name == other.name and (one.low in PLACES or other.low not in PLACES)


def same_event(pair: Pair, frame: Frame) -> list[Frame]:
    """The frames of the quotations of the claim's verb, those alone that share most of what it governs."""
    found = pair.events(frame)
    if len(found) < 2:
        return found
    best = set(pair.alignment.best.get(frame.verb, ()))
    shared = [(sum(any(pair.stands_on(n, m) for m in f.roles) for n in frame.roles), f.verb in best) for f in found]
    top = max(shared)
    return [f for f, s in zip(found, shared, strict=False) if s == top]


def shared(pair: Pair, frame: Frame, other: Frame) -> int:
    return sum(any(pair.stands_on(n, m) for m in other.roles) for n in frame.roles)
