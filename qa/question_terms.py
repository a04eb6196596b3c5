"""The words of a question by how rare they are and by what they mean, and how much of them a text holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.lexical import K1, B
from index.search import Index
from index.terms import terms
from qa.synonyms import ANTONYMS, SYNONYMS, lemma
from qa.words import FUNCTION_WORDS

MEAN_SENTENCE = 20  # terms; news sentences have 15 to 25
DENIAL = re.compile(
    r"n['’]t\b|\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|unable)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")


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
        return sum(w for name, w in self.weights.items() if meant(name, held)) / total if total else 0.0

    def heaviest(self, held: frozenset[str]) -> float:
        """The largest weight that is not held."""
        return max((w for name, w in self.weights.items() if not meant(name, held)), default=0.0)

    def contradicted(self, held: frozenset[str]) -> list[str]:
        """The words whose contrary is held, and not they."""
        return [
            n
            for n in self.weights
            if not meant(n, held) and (ANTONYMS.get(n, frozenset()) & held) - self.weights.keys()
        ]


def meant(name: str, held: frozenset[str]) -> bool:
    """Whether a lemma is held, or another one of the same meaning."""
    return name in held or not SYNONYMS.get(name, frozenset()).isdisjoint(held)


def lemmas(text: str) -> frozenset[str]:
    """The lemmas of a text's words."""
    return frozenset(map(lemma, _WORD.findall(text.casefold())))
