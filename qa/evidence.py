"""The sentences of the found passages that bear on the question, best first.

What is known of a sentence are named features; their weights are fitted on questions with gold answers (qa.fitted).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise

import numpy as np

from corpus.article import Article, Span
from index.names import named
from index.search import Hit, Index, SearchResult
from index.terms import terms
from qa import fitted
from qa.asked import Asked, asked, carries, counted, counts, is_defined
from qa.figures import figure
from qa.places_named import PlacesNamed
from qa.question_terms import DENIAL, QuestionTerms, Wording, meant
from qa.sentences import Sentence, sentences_of

SHORT = 5  # terms; what has fewer is mostly a heading, a label or a fragment
YEAR = 4  # digits


@dataclass(frozen=True)
class Features:
    """What is known of a sentence, as numbers near 0 to 1; the weights in qa.fitted have these names."""

    similarity: float
    """Cosine to the question, read in the context of its passage."""
    passage_similarity: float
    """Cosine of its passage."""
    words: float
    """How near the question's words come to one of its own, each by its weight (index.maxsim)."""
    words_before: float
    """The same with the sentence before it taken in."""
    leaning: float
    """What the sentence before adds to `words` where this one begins with a word that points back."""
    lexical: float
    """A tenth of its BM25, with the rarity of terms in the whole index."""
    coverage: float
    """Share of the question's weight in rare terms that it holds."""
    coverage_before: float
    """The same with the sentence before it taken in."""
    coverage_title: float
    """The same with its article's title taken in."""
    coverage_passage: float
    """The share that its passage and its article's title hold."""
    meant: float
    """The share that it and the one before it hold when words of the same meaning count too."""
    heaviest: float
    """A tenth of the rarity of the rarest term of the question that it does not hold, nor one of the same meaning."""
    contrary: float
    """1 where it holds the contrary of a word of the question that it does not hold."""
    outdone: float
    """1 where it does and another of the sentences holds the word itself."""
    denied: float
    """1 where the question denies something and it denies nothing."""
    numbers: float
    """1 where it does not hold a number of the question."""
    names_here: float
    """Share of the weight of the question's names and numbers that it holds itself; 1 where the question has none."""
    names: float
    """Share of the weight of the question's names and numbers that its passage and title hold; 1 where it has none."""
    article_names: float
    """The share that its article holds anywhere, or its date; 1 where it has none."""
    missed: float
    """How far the question's word that it misses the most is from any of its own, by the word's weight."""
    phrases: float
    """Share of the question's pairs of neighbouring words that it holds."""
    passage: float
    """A tenth of its passage's score."""
    rank: float
    """ln(1 + rank) of its passage, from 0."""
    carries: float
    """1 where it holds the kind of thing that the question asks for."""
    lacks: float
    """1 where the question asks for a kind of thing that it does not hold."""
    counted: float
    """1 where a number of it counts what the question asks the number of."""
    follows: float
    """What the sentence before covers of the question, where this one alone holds the asked kind of thing."""
    miscounts: float
    """1 where the question asks for the number of something, and no number of it counts that."""
    length: float
    """ln(1 + number of terms)."""
    short: float
    """1 where it has fewer than SHORT terms."""
    rival: float
    """1 where it says "in Fez" or names a country, and none that the question asks of."""
    headline: float
    """1 where it is its article's title, which abridges what the article says."""
    open_ended: float
    """1 where it does not end as a sentence does: a heading, a row of a table, an item."""


@dataclass(frozen=True)
class Evidence:
    """A sentence that may answer the question."""

    hit: Hit
    article: Article
    span: Span
    features: Features
    score: float
    """The weighted sum of its features."""
    share: float
    """Its part of the belief that one of the sentences answers: e^score over the sum of all."""

    @property
    def quote(self) -> str:
        """The sentence as it stands in the article."""
        return self.span.of(self.article.text)

    @property
    def written(self) -> str:
        """The article's date, against which "Thursday" is read; empty where it is unknown or could be another."""
        date = self.article.date
        return date.iso if date and not date.ambiguous else ""


def gather(question: str, index: Index, found: SearchResult) -> list[Evidence]:
    """The sentences of all hits, best first."""
    sentences = sentences_of(index, found)
    if not sentences:
        return []
    described = features(question, index, found, sentences)
    weights = fitted.weights(fitted.model("evidence", words=found.compared)["weights"], Features)
    scores = np.array([astuple(f) for f in described]) @ weights
    powers = np.exp(scores - scores.max())
    shares = powers / powers.sum()
    evidence = [
        Evidence(s.hit, s.article, s.match.span, f, float(score), float(share))
        for s, f, score, share in zip(sentences, described, scores, shares, strict=True)
    ]
    # who asks what a short form stands for is answered by "X Y Z (XYZ)", and who X is by "X, a nurse"
    return sorted(evidence, key=lambda e: (not is_defined(question, e.quote), -e.score))


def features(question: str, index: Index, found: SearchResult, sentences: Sequence[Sentence]) -> list[Features]:
    """What is known of each sentence."""
    described = _Described.of(question, index, found, sentences)
    return [
        Features(**described.by_meaning(s), **described.by_words(s), **described.by_kind(s), **described.by_shape(s))
        for s in sentences
    ]


@dataclass(frozen=True)
class _Described:
    """What describes the sentences that were found for a question."""

    question: str
    found: SearchResult
    weighed: QuestionTerms
    wording: Wording
    names: frozenset[str]
    """The terms of the question's names and numbers."""
    pairs: frozenset[tuple[str, str]]
    """Of its neighbouring terms."""
    places: PlacesNamed
    kind: Asked
    meanings: list[frozenset[str]]
    """The lemmas of each sentence."""
    titles: dict[str, list[str]]
    """By source: the title's terms."""
    mentioned: dict[str, list[str]]
    """By source: those of `names` that the article holds, or its date, and the title's terms."""

    @classmethod
    def of(cls, question: str, index: Index, found: SearchResult, sentences: Sequence[Sentence]) -> _Described:
        """Reads the question and the articles, each once."""
        weighed = QuestionTerms.of(question, index)
        names = frozenset(word for name in named(question) for word in name.words if word in weighed.weights)
        articles = {s.article.source: s.article for s in sentences}
        titles = {source: terms(article.title) for source, article in articles.items()}
        return cls(
            question,
            found,
            weighed,
            Wording.of(question, weighed),
            names,
            frozenset(pairwise(terms(question))),
            PlacesNamed.of(question),
            asked(question),
            [s.lemmas for s in sentences],
            titles,
            {source: [*_mentioned(names, article), *titles[source]] for source, article in articles.items()},
        )

    def by_meaning(self, s: Sentence) -> dict[str, float]:
        """What the encoder tells."""
        words, with_before = _words(self.found, s)
        missed = (1 - s.match.words) * self.found.weights if len(s.match.words) else np.zeros(0)
        return {
            "similarity": s.match.similarity,
            "passage_similarity": s.hit.dense,
            "words": words,
            "words_before": with_before,
            "leaning": with_before - words if s.leans else 0.0,
            "missed": float(np.max(missed, initial=0)),
            "passage": s.hit.score / 10,
            "rank": math.log1p(s.rank),
        }

    def by_words(self, s: Sentence) -> dict[str, float]:
        """What its words and those around it tell."""
        weighed, wording, title = self.weighed, self.wording, self.titles[s.article.source]
        before = s.earlier.terms if s.earlier else []
        contradicted = wording.contradicted(s.lemmas)
        return {
            "lexical": weighed.bm25(s.terms) / 10,
            "coverage": weighed.coverage(s.terms),
            "coverage_before": weighed.coverage(s.terms, before),
            "coverage_title": weighed.coverage(s.terms, title),
            "coverage_passage": weighed.coverage(s.passage, title),
            "meant": wording.share(s.lemmas, s.earlier.lemmas if s.earlier else frozenset()),
            "heaviest": wording.heaviest(s.lemmas) / 10,
            "contrary": float(bool(contradicted)),
            "outdone": float(any(meant(name, held) for name in contradicted for held in self.meanings)),
            "denied": float(wording.denies and not DENIAL.search(s.text)),
            "numbers": float(any(term.isdecimal() and term not in s.terms for term in weighed.weights)),
            "names_here": weighed.among(self.names, s.terms),
            "names": weighed.among(self.names, s.passage, title),
            "article_names": weighed.among(self.names, self.mentioned[s.article.source]),
            "phrases": len(self.pairs & set(pairwise(s.terms))) / max(1, len(self.pairs)),
            "rival": float(self.places.rivalled(s.text)),
        }

    def by_kind(self, s: Sentence) -> dict[str, float]:
        """What it holds of what is asked for."""
        carried, telling = carries(self.question, s.text), self.kind is not Asked.ANYTHING
        counting = _counts(self.question, s.text)
        alone = s.earlier and carried and telling and not carries(self.question, s.earlier.text)
        return {
            "carries": float(carried and telling),
            "lacks": float(not carried),
            "counted": float(counting),
            "miscounts": float(not counting and bool(counted(self.question))),
            "follows": self.weighed.coverage(s.earlier.terms) if s.earlier and alone else 0.0,
        }

    def by_shape(self, s: Sentence) -> dict[str, float]:
        """What its form tells."""
        return {
            "length": math.log1p(len(s.terms)),
            "short": float(len(s.terms) < SHORT),
            "headline": float(s.text.strip("# \t\r\n") == s.article.title.strip()),
            "open_ended": float(not s.ended),
        }


def _mentioned(names: Collection[str], article: Article) -> list[str]:
    """Which terms an article's text or date holds."""
    written = article.date.iso if article.date else ""
    text = article.text.casefold()
    return [name for name in names if name in text or (len(name) == YEAR and written.startswith(name))]


def _counts(question: str, text: str) -> bool:
    """Whether a number of a text is said to be of what the question asks the number or the measure of."""
    if asked(question) is not Asked.NUMBER:
        return False
    found = figure(question, text)
    return counts(question, text) or (found is not None and found.counts)


def _words(found: SearchResult, s: Sentence) -> tuple[float, float]:
    """How near the question's words come to those of a sentence, and of it and the one before."""
    words = _weighted(found, s.match.words)
    both = np.maximum(s.match.words, s.earlier.match.words) if s.earlier else None
    return words, words if both is None else _weighted(found, both)


def _weighted(found: SearchResult, words: np.ndarray) -> float:
    return float(words @ found.weights) if len(words) and len(words) == len(found.weights) else 0.0
