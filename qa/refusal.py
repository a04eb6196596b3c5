"""Whether the corpus says anything about the question at all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.search import Index, SearchResult
from index.terms import terms
from qa.evidence import Evidence, QuestionTerms

PASSAGES = 3  # best passages whose words are counted

# A logistic regression fitted by `python tests/benchmarks/fit_refusal.py` on the questions of three corpora, each
# weighing the same, unanswerable ones and ones about another corpus against the answerable ones.
COVERAGE, SENTENCE, PASSAGE, WORDS, INTERCEPT = 1.6, 5.36, 4.63, 2.26, -6.98
# Refuses 5 % of all answerable questions (seeds 0 %, sample 11 %, SQuAD 4 %), all of those about another corpus, and
# of those written to look answerable 67 %, 50 % and 11 %.
THRESHOLD = 0.415


@dataclass(frozen=True)
class Features:
    """What tells a question that the corpus answers from one that it does not. All of them lie near 0 to 1."""

    coverage: float
    """Share of the question's weight in rare terms that one of the best passages holds."""
    sentence: float
    """The largest cosine of a sentence to the question."""
    passage: float
    """The largest cosine of a passage to the question."""
    words: float
    """How well the words of the best sentence of all answer the question's, one by one."""

    @property
    def probability(self) -> float:
        """That the corpus answers the question."""
        x = INTERCEPT + COVERAGE * self.coverage + SENTENCE * self.sentence
        x += PASSAGE * self.passage + WORDS * self.words
        return 1 / (1 + math.exp(-x))


def features(question: str, index: Index, found: SearchResult, evidence: Sequence[Evidence]) -> Features:
    """The features of a question; all zero where nothing was found."""
    if not evidence:
        return Features(0, 0, 0, 0)
    weighed = QuestionTerms.of(question, index)
    sentence = max(e.similarity for e in evidence)
    compared = [hit.words for hit in found.hits if hit.words is not None]
    return Features(
        coverage=max(weighed.coverage(terms(index.text(hit))) for hit in found.hits[:PASSAGES]),
        sentence=sentence,
        passage=max(hit.dense for hit in found.hits),
        words=max(compared, default=sentence),  # of an encoder whose tokens have no states: the nearest there is
    )


def answerable(question: str, index: Index, found: SearchResult, evidence: Sequence[Evidence]) -> bool:
    """Whether an answer should be tried."""
    return bool(evidence) and features(question, index, found, evidence).probability >= THRESHOLD
