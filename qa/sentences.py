"""The sentences of the passages that were found, with what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.article import Article, Span
from corpus.headings import heading_at
from index.search import Hit, Index, SearchResult, SentenceMatch
from index.terms import terms
from qa.orders import gives_orders
from qa.question_terms import lemmas
from qa.tables import header

APART = 3  # characters between two sentences that stand next to each other
ASKING = frozenset("?؟？")
ENDING = ASKING | frozenset(".!…。:;")
LEAN = re.compile(
    r"(?:he|she|it|they|this|that|these|those|his|her|their|its|the latter|both|such|there|here)\b"
    r"|the former(?=,|\s+(?:is|was|has|had|will|would|did|does|said|says)\b)",
    re.IGNORECASE,
)
"""How a sentence begins that needs the one before it."""


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
        return self._ending in ASKING

    @property
    def ended(self) -> bool:
        """Whether it ends as a sentence does; headings, rows of a table and items do not."""
        return self._ending in ENDING

    @property
    def leans(self) -> bool:
        """Whether it begins with a word that points back."""
        return leans(self.text)

    @property
    def _ending(self) -> str:
        return self.text.rstrip("\"”’»') \t\r\n")[-1:]


def leans(text: str) -> bool:
    """Whether a sentence needs the one before it, by its first words."""
    return LEAN.match(text.lstrip("“\"'«")) is not None


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


def _before(sentences: Sequence[Sentence]) -> dict[int, int]:
    """For sentences that stand right behind another one: the number of that one."""
    order = sorted(range(len(sentences)), key=lambda n: (sentences[n].article.source, sentences[n].match.span))
    return {
        later: earlier
        for earlier, later in pairwise(order)
        if sentences[earlier].article.source == sentences[later].article.source
        and 0 <= sentences[later].match.span.start - sentences[earlier].match.span.end <= APART
    }
