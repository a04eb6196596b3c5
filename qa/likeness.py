"""How near a word of a claim comes to the words of its quotations, by the states of an encoder's tokens."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from index.embedded import EmbeddedQuestion, Encoder, unit

Likeness = Callable[[str, str, str], float]
"""Of a word, the claim that it stands in, and its quotations: a cosine."""

KEPT = 16  # embedded texts; a draft's statements share their quotations


def likeness(encoder: Encoder) -> Likeness:
    """The largest cosine of a word's state, read in its claim, to a token's of the quotations.

    Of a word of several tokens it is the mean state, of a word that stands there twice its first place that counts. 0
    where the claim has no such word, or the encoder gives no states.
    """
    embedded: Callable[[str], EmbeddedQuestion] = lru_cache(KEPT)(encoder.question)

    def measured(word: str, claim: str, quotations: str) -> float:
        start = claim.find(word)
        mine, theirs = embedded(claim), embedded(quotations)
        tokens = [n for n, (begin, end) in enumerate(mine.words) if begin < start + len(word) and end > start >= 0]
        if not tokens or not len(theirs.states):
            return 0.0
        return float(np.max(theirs.states @ unit(mine.states[tokens].mean(axis=0))))

    return measured
