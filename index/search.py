"""A question's passages, best first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path

import numpy as np

from corpus.article import Article, Span
from corpus.errors import CorpusError, FolderError
from corpus.folder import changed_ns, load
from index import freshness, lexical, store
from index.copies import Copy, Group, group
from index.encoder import Encoder, EncoderFiles, Vectors
from index.errors import IndexBusyError, IndexDamagedError, IndexOutdatedError
from index.filters import Filter, Filtered
from index.freshness import Freshness
from index.ranking import Ranking, rank
from index.segment import ArticleRecord, Segment
from index.store import Manifest, Recipe
from index.terms import terms
from index.vectors import Mask

OPENING_ATTEMPTS = 5
ARTICLES_KEPT = 256  # in memory, the latest used ones
GROUPED = 500  # candidates, best first, among which copies are looked for
MAX_BYTES = 32_000_000  # of an article, where the caller says nothing else


@dataclass(frozen=True)
class Hit:
    """A passage found for a question."""

    article: ArticleRecord
    span: Span
    score: float
    """Sum of the z-scores of the three below, with a share of the neighbouring passages' scores."""
    dense: float
    """Cosine of the passage's vector to the question's."""
    sentence: float
    """The largest cosine of one of its sentences."""
    lexical: float
    """BM25."""
    segment: int
    row: int
    copies: tuple[Copy, ...] = ()
    """Where else its text stands, near enough the same: wire copy takes one place."""


@dataclass(frozen=True)
class SentenceMatch:
    """A sentence of a found passage."""

    span: Span
    similarity: float
    """Cosine of its vector, read in the context of its passage, to the question's."""


@dataclass(frozen=True)
class SearchResult:
    """Hits, and the question's vector, of which the sentences' similarities are made."""

    hits: list[Hit]
    vector: Vectors
    filtered: Filtered | None = None
    """What a filter left to look through; None where there was none."""


class Index:
    """An index opened for reading: it stays the generation that was opened, whatever a rebuild publishes."""

    def __init__(self, folder: Path, manifest: Manifest, segments: list[Segment], max_bytes: int) -> None:
        self.folder = folder
        self.manifest = manifest
        self.segments = segments
        # kept by what their files were then: one that is edited while the index is open is read again
        self._load = lru_cache(maxsize=ARTICLES_KEPT)(partial(_load, self.corpus, max_bytes))

    @classmethod
    def open(cls, folder: Path, *, recipe: Recipe | None = None, max_bytes: int = MAX_BYTES) -> Index:
        """Opens the live generation.

        Raises NoIndexError, NotAnIndexError, IndexDamagedError, or IndexOutdatedError where `recipe` is another.
        """
        manifest = store.read_manifest(folder)
        for _ in range(OPENING_ATTEMPTS):
            if recipe is not None and manifest.recipe != recipe:
                raise IndexOutdatedError(
                    f"the index in {folder} was made with other settings or weights: run qa index rebuild"
                )
            try:
                segments = [Segment.open(folder, piece, manifest.recipe.dimension) for piece in manifest.pieces]
                return cls(folder, manifest, segments, max_bytes)
            except IndexDamagedError:
                # a rebuild may have published a new generation and removed the old pieces meanwhile
                live = store.read_manifest(folder)
                if live == manifest:
                    raise
                manifest = live
        raise IndexBusyError(f"the index in {folder} is being rebuilt again and again: try once more")

    @classmethod
    def rebuild(cls, corpus: Path, folder: Path, encoder: EncoderFiles, *, max_bytes: int = MAX_BYTES) -> Index:
        """Brings the index in a folder in line with a corpus, and opens it. For progress see index.rebuild."""
        from index.rebuild import rebuild

        for _ in rebuild(corpus, folder, encoder, max_bytes=max_bytes):
            pass
        return cls.open(folder, max_bytes=max_bytes)

    @property
    def corpus(self) -> Path:
        """The folder of the articles."""
        return Path(self.manifest.corpus)

    def records(self) -> Iterator[ArticleRecord]:
        """Every live article."""
        return (record for segment in self.segments for _, record in segment.live_articles())

    @cached_property
    def freshness(self) -> Freshness:
        """What changed in the corpus since the index was made, as of the first time it is asked for."""
        skipped = (source for source, _ in self.manifest.skipped)
        return freshness.compare(self.corpus, self.records(), skipped, built=self.manifest.built)

    def search(
        self,
        question: str,
        encoder: Encoder,
        k: int = 10,
        filter: Filter | None = None,  # noqa: A002 - its name everywhere
    ) -> SearchResult:
        """The k best passages for a question, of articles that still are what was indexed and that pass a filter.

        Raises FolderError where the corpus is gone, and IndexDamagedError where the index is not what was written.
        """
        if not self.corpus.is_dir():
            raise FolderError(f"there is no folder {self.corpus}: the index is of articles that are gone")
        vector = encoder.encode([question])[0]
        try:
            allowed = None if filter is None else [self._allowed(segment, filter) for segment in self.segments]
            hits = self._hits(rank(self.segments, vector, terms(question), allowed), k)
        except (ValueError, IndexError, OverflowError) as error:
            # what damaged numbers lead to, wherever they are first used
            raise IndexDamagedError(
                f"the index in {self.folder} is damaged ({error}): run qa index rebuild --full"
            ) from error
        return SearchResult(hits, vector, Filtered.of(filter, self.records()) if filter else None)

    def _allowed(self, segment: Segment, only: Filter) -> Mask:
        articles = np.zeros(len(segment.record_ends), bool)
        for number, record in segment.live_articles():
            articles[number] = only.matches(record)
        return segment.rows_of(articles)

    def _hits(self, ranking: Ranking, k: int) -> list[Hit]:
        order = self._ordered(ranking)

        def grouped(count: int) -> list[Group]:
            best = order[:count]
            return group(ranking.articles[best], ranking.vectors[best], lambda n: self._text(ranking, best[n]), k)

        groups = grouped(max(GROUPED, k))
        if len(groups) < k and len(order) > GROUPED:  # much of it has changed since
            groups = grouped(len(order))
        return [self._hit(ranking, order, found) for found in groups]

    def _ordered(self, ranking: Ranking) -> list[int]:
        """Positions, best first; equals by source and place, so that it does not matter in which piece they lie."""
        order: list[int] = ranking.order.tolist()
        fused = ranking.fused[order]
        ends = [*(np.flatnonzero(np.diff(fused)) + 1).tolist(), len(order)]
        start = 0
        for end in ends:
            if end - start > 1:
                order[start:end] = sorted(order[start:end], key=lambda n: self._place(ranking, n))
            start = end
        return order

    def _place(self, ranking: Ranking, position: int) -> tuple[str, Span]:
        segment, row = self.segments[int(ranking.segments[position])], int(ranking.rows[position])
        return segment.article(row).source, segment.span(row)

    def _hit(self, ranking: Ranking, order: list[int], found: Group) -> Hit:
        n = order[found.lead]
        number, row = int(ranking.segments[n]), int(ranking.rows[n])
        return Hit(
            article=self.segments[number].article(row),
            span=self.segments[number].span(row),
            score=float(ranking.fused[n]),
            dense=float(ranking.dense[n]),
            sentence=float(ranking.sentence[n]),
            lexical=float(ranking.lexical[n]),
            segment=number,
            row=row,
            copies=tuple(self._copy(ranking, order[n]) for n in found.copies),
        )

    def _copy(self, ranking: Ranking, position: int) -> Copy:
        segment, row = self.segments[int(ranking.segments[position])], int(ranking.rows[position])
        return Copy(segment.article(row), segment.span(row))

    def _text(self, ranking: Ranking, position: int) -> str | None:
        """A candidate's passage; None where its article is no longer what was indexed."""
        found = self._copy(ranking, position)
        article = self.article(found.article)
        return found.span.of(article.text) if article else None

    def article(self, record: ArticleRecord) -> Article | None:
        """The article as it was indexed, or None where its file is, at this moment, no longer that."""
        try:
            status = (self.corpus / record.source).stat()
        except OSError:
            return None
        article = self._load(record.bytes, record.source, (status.st_ino, status.st_size, changed_ns(status)))
        indexed = (record.sha256, record.encoding)
        return article if article and (article.sha256, article.encoding) == indexed else None

    def text(self, hit: Hit) -> str:
        """The passage's text."""
        article = self.article(hit.article)
        return hit.span.of(article.text) if article else ""

    def passage(self, source: str, start: int, end: int) -> tuple[int, str]:
        """The first line and the text of a span of an indexed article; line 1 and nothing where it changed."""
        record = next((r for r in self.records() if r.source == source), None)
        article = self.article(record) if record else None
        span = Span(start, end)
        return (article.lines.lines(span)[0], span.of(article.text)) if article else (1, "")

    def sentences(self, hit: Hit, vector: Vectors) -> list[SentenceMatch]:
        """The sentences of a hit with their similarity to the question's vector."""
        segment = self.segments[hit.segment]
        similarities = segment.sentence_vectors(hit.row) @ vector
        return [SentenceMatch(s, float(c)) for s, c in zip(segment.sentences(hit.row), similarities, strict=True)]

    def rarity(self) -> Callable[[str], float]:
        """A function from a term to its inverse document frequency over the live passages."""
        pairs = [(s.postings, s.alive) for s in self.segments]
        total = self.manifest.passages
        return lambda term: lexical.inverse_document_frequency(sum(p.holding(term, a) for p, a in pairs), total)


def _load(corpus: Path, max_bytes: int, indexed: int, source: str, _state: tuple[int, int, int]) -> Article | None:
    try:
        return load(corpus, source, max_bytes=max(max_bytes, indexed))
    except CorpusError:
        return None
