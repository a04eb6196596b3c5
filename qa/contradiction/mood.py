"""Statements that are made of what the quotations only ask, or say is not so."""

from __future__ import annotations

from collections.abc import Iterator

from qa.contradiction.pair import Pair, is_year
from qa.reading import Reading
from qa.words import UNTRUE

TAKEN_SHARE = 0.5  # of a claim's words that stand in a question, from where on a claim is what is asked
UNTRUE_REACH = 3  # words from "false" to its "that"


def changed_moods(pair: Pair) -> Iterator[str]:
    """A question told as a statement, a statement told as a question, and what is called untrue told as true."""
    source = pair.source
    asked = {m for sentence in source.sentences if _asks(source, sentence) for m in sentence}
    untrue = {m for sentence in source.sentences for m in _called_untrue(source, sentence)}
    for sentence in pair.claim.sentences:
        if _asks(pair.claim, sentence):
            if not any(asked.issuperset(pair.alignment.best.get(n, [-1])) for n in sentence):
                yield "a statement was made a question"
        elif _stands_in(pair, sentence, asked):
            yield "a question was taken for a statement"
        if _stands_in(pair, sentence, untrue) and not {pair.claim.tokens[n].low for n in sentence} & UNTRUE:
            yield "what is called untrue was told as true"


def _stands_in(pair: Pair, sentence: range, part: set[int]) -> bool:
    """Whether a number of a claim's sentence, or most of its words, stand nowhere but in a part of the quotations."""
    best = {n: pair.alignment.best[n] for n in sentence if n in pair.alignment.best}
    held = [n for n, places in best.items() if part.issuperset(places)]
    tokens = pair.claim.tokens
    counts = any(tokens[n].kind == "number" and not is_year(tokens, n) for n in held)
    return counts or len(held) > TAKEN_SHARE * len(best)


def _asks(reading: Reading, sentence: range) -> bool:
    return any(reading.tokens[n].low == "?" for n in sentence[-2:])


def _called_untrue(reading: Reading, sentence: range) -> Iterator[int]:
    """The words of "it is false that ...", to the end of the sentence."""
    for n in sentence:
        if reading.tokens[n].low in UNTRUE:
            near = range(n + 1, min(n + 1 + UNTRUE_REACH, sentence.stop))
            that = next((k for k in near if reading.tokens[k].low == "that"), None)
            if that is not None:
                yield from range(that + 1, sentence.stop)
