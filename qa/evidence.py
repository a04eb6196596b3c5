"""The sentences of the found passages that bear on the question, best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.article import Article, Span
from index.fusion import z_scores
from index.lexical import K1, B
from index.search import Hit, Index, SearchResult
from index.terms import terms
from qa.asked import carries
from qa.words import FUNCTION_WORDS

MEAN_SENTENCE = 20  # terms; news sentences have 15 to 25
# The passage's own score counts half of the sentence's: measured on the development sets against 0, 0.25 and 1
PASSAGE_WEIGHT = 0.5
KIND_WEIGHT = 1.0  # likewise: a sentence without a number answers no "how many"
HEADLINE_WEIGHT = 1.5  # against a headline, which abridges what its article says; the development sets do not notice


@dataclass(frozen=True)
class Evidence:
    """A sentence that may answer the question."""

    hit: Hit
    article: Article
    span: Span
    score: float
    similarity: float
    """Cosine to the question, read in the context of its passage."""
    lexical: float
    """BM25 of the sentence, with the rarity of terms in the whole index."""
    coverage: float
    """Share of the question's weight in rare terms that the sentence holds, from 0 to 1."""

    @property
    def quote(self) -> str:
        """The sentence as it stands in the article."""
        return self.span.of(self.article.text)


@dataclass(frozen=True)
class QuestionTerms:
    """The question's content terms with their rarity."""

    weights: dict[str, float]

    @classmethod
    def of(cls, question: str, index: Index) -> QuestionTerms:
        """Weighs the terms of a question by their rarity in an index; function words do not count."""
        rarity = index.rarity()
        return cls({t: rarity(t) for t in dict.fromkeys(terms(question)) if t not in FUNCTION_WORDS})

    def bm25(self, words: Sequence[str]) -> float:
        """BM25 of one sentence."""
        counts = Counter(words)
        length = K1 * (1 - B + B * len(words) / MEAN_SENTENCE)
        return sum(w * counts[t] * (K1 + 1) / (counts[t] + length) for t, w in self.weights.items() if t in counts)

    def coverage(self, words: Sequence[str]) -> float:
        """Share of the weight that some words hold; 0 where the question has no content term."""
        total = sum(self.weights.values())
        held = set(words)
        return sum(w for t, w in self.weights.items() if t in held) / total if total else 0.0


def gather(question: str, index: Index, found: SearchResult) -> list[Evidence]:
    """The sentences of all hits, best first. Questions that an article itself asks are no evidence."""
    weighed = QuestionTerms.of(question, index)
    rows = []
    seen: set[tuple[str, Span]] = set()
    for hit in found.hits:
        article = index.article(hit.article)
        if article is None:
            continue
        for match in index.sentences(hit, found.asked):
            text = match.span.of(article.text)
            key = (hit.article.source, match.span)
            if key in seen or text.rstrip("\"”’»').…").endswith(("?", "؟", "？")):
                continue
            seen.add(key)
            words = terms(text)
            kind = KIND_WEIGHT * carries(question, text) - HEADLINE_WEIGHT * (text == article.title)
            rows.append((hit, article, match, weighed.bm25(words), weighed.coverage(words), kind))
    if not rows:
        return []
    dense = z_scores(np.array([r[2].similarity for r in rows], np.float32))
    lexical = z_scores(np.array([r[3] for r in rows], np.float32))
    scores = [float(d + b + PASSAGE_WEIGHT * r[0].score + r[5]) for r, d, b in zip(rows, dense, lexical, strict=True)]
    evidence = [
        Evidence(hit, article, match.span, score, match.similarity, bm25, coverage)
        for (hit, article, match, bm25, coverage, _), score in zip(rows, scores, strict=True)
    ]
    return sorted(evidence, key=lambda e: -e.score)
