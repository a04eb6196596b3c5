"""Which words of the quotations a claim's words stand on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from qa.reading import MOST_PLACES, Reading
from qa.synonyms import PLACES

MOST_BEST = 24  # places that are equally good; more would make long texts slow
NEAR = 7  # words on either side that tell which of several places is meant


@dataclass
class Alignment:
    """For each word of a claim, the places in the quotations that it may stand on, best ones alone."""

    best: dict[int, list[int]] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)
    sentences: dict[int, set[int]] = field(default_factory=dict)
    """By sentence of the claim, the sentences of the quotations that it stands on."""


def align(claim: Reading, source: Reading) -> Alignment:
    """Align words, numbers and dates; of several places of a word, those whose company is the claim's."""
    _recognise(claim, source)
    alignment = Alignment()
    for number, sentence in enumerate(claim.sentences):
        wanted = {n: _places(claim, n, source) for n in sentence if _says(claim, n)}
        _choose(wanted, source, alignment, number)
    return alignment


def _recognise(claim: Reading, source: Reading) -> None:
    """Tell a name that begins a sentence by its standing as a name elsewhere."""
    known = {t.low for reading in (claim, source) for t in reading.tokens if t.name}
    for reading in (claim, source):
        for token in reading.tokens:
            from_there = token.low.endswith("an") and token.low[:-1] in known  # "Galician" of Galicia
            if (
                token.first
                and token.capital
                and token.content
                and (token.low in known or from_there)
                and not token.name
            ):
                token.name, token.lemma = True, PLACES.get(token.low, token.low)
        reading._places.clear()
        reading.__dict__.pop("by_lemma", None)
        reading.__dict__.pop("by_root", None)


def _says(claim: Reading, n: int) -> bool:
    token = claim.tokens[n]
    return token.kind in ("number", "date") or token.content


def _places(claim: Reading, n: int, source: Reading) -> list[int]:
    token = claim.tokens[n]
    if token.date is not None:
        said = token.date
        return [m for m in source.dates if (there := source.tokens[m].date) and said.within(there)][:MOST_PLACES]
    found = source.places(token)
    if not found and token.kind == "number" and token.low.isdecimal() and len(token.low) == 4:
        year = int(token.low)
        found = [m for m in source.dates if (there := source.tokens[m].date) and there.year == year][:MOST_PLACES]
    return found


def _choose(wanted: dict[int, list[int]], source: Reading, alignment: Alignment, number: int) -> None:
    matched = [0] * (len(source.tokens) + 1)
    in_sentence: dict[int, set[int]] = {}
    for n, places in wanted.items():
        for m in places:
            matched[m + 1] = 1
            in_sentence.setdefault(source.tokens[m].sentence, set()).add(n)
    sums = list(accumulate(matched))

    def score(m: int) -> tuple[int, int]:
        near = sums[min(len(sums) - 1, m + NEAR + 1)] - sums[max(0, m - NEAR)]
        return len(in_sentence[source.tokens[m].sentence]), near

    scores = {m: score(m) for m in {m for places in wanted.values() for m in places}}
    for n, places in wanted.items():
        if not places:
            alignment.missing.append(n)
            continue
        top = max(scores[m] for m in places)
        alignment.best[n] = [m for m in places if scores[m] == top][:MOST_BEST]
    alignment.sentences[number] = set(_sentences(alignment, wanted, source))


def _sentences(alignment: Alignment, wanted: Iterable[int], source: Reading) -> Iterable[int]:
    return (source.tokens[m].sentence for n in wanted for m in alignment.best.get(n, ()))
