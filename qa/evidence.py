"""The sentences of the found passages that bear on the question, best first.

What is known of a sentence are named features; their weights are fitted on questions with gold answers (qa.fitted).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import pairwise

import numpy as np

from corpus.article import Article, Span
from corpus.headings import heading_at
from index.lexical import K1, B
from index.names import named
from index.search import Hit, Index, SearchResult, SentenceMatch
from index.terms import terms
from qa import fitted
from qa.asked import NAME, NO_NAMES, Asked, asked, carries, counted, counts, is_defined
from qa.figures import figure
from qa.orders import gives_orders
from qa.synonyms import ANTONYMS, PLACES, SYNONYMS, lemma
from qa.tables import header
from qa.words import FUNCTION_WORDS

MEAN_SENTENCE = 20  # terms; news sentences have 15 to 25
SHORT = 5  # terms; what has fewer is mostly a heading, a label or a fragment
YEAR = 4  # digits
APART = 3  # characters between two sentences that stand next to each other
ASKING = frozenset("?؟？")
_PLACING = re.compile(r"\b(?i:in|at|near)\s+(?i:(the)\s+)?(?=[^\W\d_a-z])")
_NOUN_BEHIND = re.compile(r"\s+[a-z]+")
_WORD = re.compile(r"[^\W_]+")
DENIAL = re.compile(
    r"n['’]t\b|\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|unable)\b", re.IGNORECASE
)
LEAN = re.compile(
    r"(?:he|she|it|they|this|that|these|those|his|her|their|its|the latter|both|such|there|here)\b"
    r"|the former(?=,|\s+(?:is|was|has|had|will|would|did|does|said|says)\b)",
    re.IGNORECASE,
)
"""How a sentence begins that needs the one before it."""


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
        counted = Counter(words)
        length = K1 * (1 - B + B * len(words) / MEAN_SENTENCE)
        return sum(w * counted[t] * (K1 + 1) / (counted[t] + length) for t, w in self.weights.items() if t in counted)

    def coverage(self, *words: Sequence[str]) -> float:
        """Share of the weight that some words hold; 0 where the question has no content term."""
        total = sum(self.weights.values())
        held = {word for some in words for word in some}
        return sum(w for t, w in self.weights.items() if t in held) / total if total else 0.0

    def among(self, some: Collection[str], *words: Sequence[str]) -> float:
        """Share of the weight of some of the terms that some words hold; 1 where there are none."""
        total = sum(self.weights[t] for t in some)
        held = {word for part in words for word in part}
        return sum(self.weights[t] for t in some if t in held) / total if total else 1.0


@dataclass(frozen=True)
class Wording:
    """The question's content words by what they mean."""

    weights: dict[str, float]
    """By lemma: the rarity of its term."""
    denies: bool

    @classmethod
    def of(cls, question: str, weighed: QuestionTerms) -> Wording:
        """Weighs the lemmas of a question as its terms."""
        pairs = [(lemma(word), terms(word)) for word in _WORD.findall(question.casefold())]
        held = {name: weighed.weights[found[0]] for name, found in pairs if found and found[0] in weighed.weights}
        return cls(held, DENIAL.search(question) is not None)

    def share(self, *lemmas: frozenset[str]) -> float:
        """Share of the weight that lemmas hold, those of the same meaning counting as well."""
        total = sum(self.weights.values())
        held = frozenset().union(*lemmas)
        return sum(w for name, w in self.weights.items() if _meant(name, held)) / total if total else 0.0

    def heaviest(self, held: frozenset[str]) -> float:
        """The largest weight that is not held."""
        return max((w for name, w in self.weights.items() if not _meant(name, held)), default=0.0)

    def contradicted(self, held: frozenset[str]) -> list[str]:
        """The words whose contrary is held, and not they."""
        return [
            n
            for n in self.weights
            if not _meant(n, held) and (ANTONYMS.get(n, frozenset()) & held) - self.weights.keys()
        ]


def _meant(name: str, held: frozenset[str]) -> bool:
    return name in held or not SYNONYMS.get(name, frozenset()).isdisjoint(held)


def lemmas(text: str) -> frozenset[str]:
    """The lemmas of a text's words."""
    return frozenset(map(lemma, _WORD.findall(text.casefold())))


@dataclass(frozen=True)
class Sentence:
    """A sentence with what is around it."""

    hit: Hit
    rank: int
    article: Article
    match: SentenceMatch
    text: str
    terms: list[str]
    """Its own, and of a row of a table those of the first row."""
    lemmas: frozenset[str]
    """Of the same words."""
    passage: list[str]
    """The terms of its passage."""
    earlier: Sentence | None = None
    """The one right before it, which may be a question."""

    @property
    def asks(self) -> bool:
        """Whether it is a question, as an interviewer's."""
        return _ending(self.text) in ASKING


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


def sentences_of(index: Index, found: SearchResult) -> list[Sentence]:
    """The sentences of all hits, each once; but for headings, questions, and orders to whoever answers."""
    read: list[Sentence] = []
    seen: set[tuple[str, Span]] = set()
    for rank, hit in enumerate(found.hits):
        article = index.article(hit.article)
        if article is None:
            continue
        passage = terms(hit.span.of(article.text))
        for match in index.sentences(hit, found.asked):
            key = (hit.article.source, match.span)
            if key not in seen:
                seen.add(key)
                text = match.span.of(article.text)
                if heading_at(article.text, match.span) or gives_orders(text):
                    continue
                heads = header(article.text, match.span)
                if heads == match.span:
                    continue
                said = f"{heads.of(article.text)} {text}" if heads else text
                read.append(Sentence(hit, rank, article, match, text, terms(said), lemmas(said), passage))
    before = _before(read)
    return [replace(s, earlier=read[before[n]] if n in before else None) for n, s in enumerate(read) if not s.asks]


def features(question: str, index: Index, found: SearchResult, sentences: Sequence[Sentence]) -> list[Features]:
    """What is known of each sentence."""
    weighed, pairs = QuestionTerms.of(question, index), set(pairwise(terms(question)))
    names = {word for name in named(question) for word in name.words if word in weighed.weights}
    wording = Wording.of(question, weighed)
    meanings = [s.lemmas for s in sentences]
    places, countries = _placed(question), _countries(question)
    articles = {s.article.source: s.article for s in sentences}
    titles = {source: terms(article.title) for source, article in articles.items()}
    mentioned = {source: [*_mentioned(names, article), *titles[source]] for source, article in articles.items()}
    kind, counting, described = asked(question), bool(counted(question)), []
    for number, s in enumerate(sentences):
        earlier = s.earlier
        title = titles[s.article.source]
        words, with_before = _words(found, s, earlier)
        carried = carries(question, s.text)
        ending = _ending(s.text)
        described.append(
            Features(
                similarity=s.match.similarity,
                passage_similarity=s.hit.dense,
                words=words,
                words_before=with_before,
                leaning=(with_before - words) if LEAN.match(s.text.lstrip("“\"'«")) else 0.0,
                lexical=weighed.bm25(s.terms) / 10,
                coverage=weighed.coverage(s.terms),
                coverage_before=weighed.coverage(s.terms, earlier.terms if earlier else []),
                coverage_title=weighed.coverage(s.terms, title),
                coverage_passage=weighed.coverage(s.passage, title),
                meant=wording.share(meanings[number], earlier.lemmas if earlier else frozenset()),
                heaviest=wording.heaviest(meanings[number]) / 10,
                contrary=float(bool(contradicted := wording.contradicted(meanings[number]))),
                outdone=float(any(_meant(name, held) for name in contradicted for held in meanings)),
                denied=float(wording.denies and not DENIAL.search(s.text)),
                numbers=float(any(term.isdecimal() and term not in s.terms for term in weighed.weights)),
                names_here=weighed.among(names, s.terms),
                names=weighed.among(names, s.passage, title),
                article_names=weighed.among(names, mentioned[s.article.source]),
                missed=float(np.max((1 - s.match.words) * found.weights, initial=0)) if len(s.match.words) else 0.0,
                phrases=len(pairs & set(pairwise(s.terms))) / max(1, len(pairs)),
                passage=s.hit.score / 10,
                rank=math.log1p(s.rank),
                carries=float(carried and kind is not Asked.ANYTHING),
                lacks=float(not carried),
                counted=float(count := _counts(question, s.text)),
                miscounts=float(counting and not count),
                follows=weighed.coverage(earlier.terms)
                if earlier and carried and kind is not Asked.ANYTHING and not carries(question, earlier.text)
                else 0.0,
                length=math.log1p(len(s.terms)),
                short=float(len(s.terms) < SHORT),
                rival=float(_rivals(places, countries, s.text)),
                headline=float(s.text.strip("# \t\r\n") == s.article.title.strip()),
                open_ended=float(ending not in set(".!…?؟？。:;")),
            )
        )
    return described


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


def _placed(text: str) -> frozenset[str]:
    """The terms of the names of places behind "in", "at" and "near", of which "in the Fez case" has none."""
    found: set[str] = set()
    for match in _PLACING.finditer(text):
        name = NAME.match(text, match.end())
        if name and not (match[1] and _NOUN_BEHIND.match(text, name.end())):
            found |= _placed_terms(name.group())
    return frozenset(found)


def _placed_terms(text: str) -> set[str]:
    """The terms of a text, and its countries."""
    found = set(terms(text)) - NO_NAMES - FUNCTION_WORDS
    return found | _countries(text)


def _countries(text: str) -> frozenset[str]:
    """The countries and great cities of a text: Switzerland for Swiss too."""
    return frozenset(place for word in _WORD.findall(text.casefold()) if (place := PLACES.get(word)))


def _rivals(places: frozenset[str], countries: frozenset[str], text: str) -> bool:
    """Whether a text has other places behind "in" than a question that has any, or other countries, and none of its."""
    in_places = bool(places) and bool(_placed(text)) and not places & _placed_terms(text)
    there = _countries(text) if countries else frozenset()
    return in_places or (bool(there) and not countries & there)


def _ending(text: str) -> str:
    """The mark that a sentence ends with."""
    return text.rstrip("\"”’»') \t\r\n")[-1:]


def _words(found: SearchResult, sentence: Sentence, earlier: Sentence | None) -> tuple[float, float]:
    """How near the question's words come to those of a sentence, and of it and the one before."""
    words = _weighted(found, sentence.match.words)
    both = np.maximum(sentence.match.words, earlier.match.words) if earlier else None
    return words, words if both is None else _weighted(found, both)


def _weighted(found: SearchResult, words: np.ndarray) -> float:
    return float(words @ found.weights) if len(words) and len(words) == len(found.weights) else 0.0


def _before(sentences: Sequence[Sentence]) -> dict[int, int]:
    """For sentences that stand right behind another one: the number of that one."""
    order = sorted(range(len(sentences)), key=lambda n: (sentences[n].article.source, sentences[n].match.span))
    return {
        later: earlier
        for earlier, later in pairwise(order)
        if sentences[earlier].article.source == sentences[later].article.source
        and 0 <= sentences[later].match.span.start - sentences[earlier].match.span.end <= APART
    }
