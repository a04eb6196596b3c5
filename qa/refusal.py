"""Whether the corpus says anything about the question at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from qa import evidence, fitted
from qa.asked import is_defined
from qa.evidence import Evidence

# A corpus of a few sentences, or a filter that leaves a few, has nothing that a wrong one must outdo: up to so many
# sentences, which every question of the fitted corpora has, are taken to stand beside it, of the median score there of
# what is not among the three best (python tests/benchmarks/fit_answers.py asks the same corpora).
LEAST_SENTENCES, UNRELATED = 11, 6.0


@dataclass(frozen=True)
class Features:
    """What tells a question that the corpus answers from one that it does not; the weights have these names."""

    strength: float
    """The score of the best sentence."""
    share: float
    """Its share among all."""
    similarity: float
    """The largest cosine of a sentence."""
    passage: float
    """The largest cosine of a passage."""
    words: float
    """How near the question's words come to those of the sentence that they are nearest to."""
    coverage: float
    """Share of the question's weight in rare terms that the best sentence and the one before it hold."""
    coverage_passage: float
    """The share that one of the passages and its title hold at the most."""
    meant: float
    """The same where words of the same meaning count too."""
    names: float
    """Share of the question's names and numbers that the best sentence's passage and title hold."""
    unnamed: float
    """1 where its article holds none of them, nor is from such a year."""
    names_here: float
    """The share that the best sentence holds itself."""
    heaviest: float
    """A tenth of the rarity of the rarest term of the question that the best sentence does not hold in any wording."""
    contrary: float
    """1 where the best sentence holds the contrary of a word of the question."""
    denied: float
    """1 where the question denies something and the best sentence denies nothing."""
    numbers: float
    """1 where the best sentence does not hold a number of the question."""
    rival: float
    """1 where the best sentence names a place or country, and none that the question asks of."""
    missed: float
    """How far the question's word that the best sentence misses the most is from any of its own."""
    miscounts: float
    """1 where it counts something else than what is asked for."""
    lacks: float
    """1 where the best sentence does not hold the kind of thing that is asked for."""


def features(described: Sequence[evidence.Features], scores: np.ndarray) -> Features:
    """The features of a question, from those of its sentences, at least one, and their scores."""
    best = described[int(np.argmax(scores))]
    wanting = max(0, LEAST_SENTENCES - len(scores))
    powers = np.exp(np.append(scores, [UNRELATED] * wanting) - scores.max())
    return Features(
        strength=float(scores.max()) / 10,
        share=float(1 / powers.sum()),
        similarity=max(f.similarity for f in described),
        passage=max(f.passage_similarity for f in described),
        words=max(f.words for f in described),
        coverage=best.coverage_before,
        coverage_passage=max(f.coverage_passage for f in described),
        meant=best.meant,
        names=best.names,
        unnamed=float(best.article_names == 0),
        names_here=best.names_here,
        heaviest=best.heaviest,
        contrary=best.contrary,
        denied=best.denied,
        numbers=best.numbers,
        rival=best.rival,
        missed=best.missed,
        miscounts=best.miscounts,
        lacks=best.lacks,
    )


def probability(found: Sequence[Evidence], *, words: bool = True) -> float:
    """That the corpus answers the question: a logistic regression; 0 where nothing was found. `words` as in fitted."""
    if not found:
        return 0.0
    model = fitted.model("refusal", words=words)
    values = astuple(features([e.features for e in found], np.array([e.score for e in found])))
    x = model["intercept"] + float(np.dot(values, fitted.weights(model["weights"], Features)))
    return float(1 / (1 + np.exp(-x)))


def answerable(question: str, found: Sequence[Evidence], *, words: bool = True) -> bool:
    """Whether an answer should be tried."""
    if found and is_defined(question, found[0].quote):
        return True
    return probability(found, words=words) >= float(fitted.model("refusal", words=words)["threshold"])
