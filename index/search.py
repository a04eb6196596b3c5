"""A question's passages, best first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from corpus.article import Article, Span
from corpus.dates import ArticleDate
from corpus.errors import CorpusError, FolderError
from corpus.folder import About, changed_ns, load
from index import freshness, lexical, store
from index.arrays import Mask, Scores
from index.copies import Copy, Group, group
from index.embedded import EmbeddedQuestion
from index.encoder import Encoder, EncoderFiles, Vectors
from index.errors import IndexBusyError, IndexDamagedError, IndexNotReadableError, IndexOutdatedError
from index.filters import Filter, Filtered
from index.freshness import Freshness
from index.manifest import Manifest, Recipe
from index.ranking import Ranking, rank
from index.segment import ArticleRecord, Segment

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
    """What the order follows from (index.ranking), but where a rare name of the question brought a passage forward."""
    dense: float
    """Cosine of the passage's vector to the question's."""
    sentence: float
    """The largest cosine of one of its sentences."""
    lexical: float
    """BM25."""
    words: float | None
    """How well its best sentence's words answer the question's, one by one; None where they were not compared."""
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
    words: Scores
    """How near each of the question's tokens comes to one of the sentence's: (tokens,) cosines, none where the encoder
    gives no states."""


@dataclass(frozen=True)
class SearchResult:
    """Hits, and what the question became, of which the sentences' similarities are made."""

    hits: list[Hit]
    asked: EmbeddedQuestion
    weights: Scores
    """What each of the question's tokens counts, together 1 (index.maxsim)."""
    filtered: Filtered | None = None
    """What a filter left to look through; None where there was none."""

    @property
    def compared(self) -> bool:
        """Whether words were compared one by one."""
        return len(self.weights) > 0


class Index:
    """An index opened for reading: it stays the generation that was opened, whatever a rebuild publishes."""

    def __init__(self, folder: Path, manifest: Manifest, segments: list[Segment], max_bytes: int) -> None:
        self.folder = folder
        self.manifest = manifest
        self.segments = segments
        # kept by what their files were then: one that is edited while the index is open is read again
        self._load = lru_cache(maxsize=ARTICLES_KEPT)(partial(_load, self.corpus, max_bytes))
        self._filtered = lru_cache(maxsize=1)(self._allowed)

    @classmethod
    def open(cls, folder: Path, *, recipe: Recipe | None = None, max_bytes: int = MAX_BYTES) -> Index:
        """Opens the live generation.

        Raises NoIndexError, NotAnIndexError, IndexDamagedError, IndexNotReadableError, IndexBusyError where it changes
        under the reader's hands again and again, or IndexOutdatedError where `recipe` is another.
        """
        manifest = store.read_manifest(folder)
        for _ in range(OPENING_ATTEMPTS):
            if recipe is not None and manifest.recipe != recipe:
                raise IndexOutdatedError(
                    f"the index in {folder} was made with other settings or weights: run qa index rebuild"
                )
            try:
                segments = [Segment.open(folder, piece, manifest.recipe) for piece in manifest.pieces]
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

    def look_again(self) -> None:
        """Lets the next look at `freshness` go through the folder anew."""
        self.__dict__.pop("freshness", None)

    def search(
        self,
        question: str,
        encoder: Encoder,
        k: int = 10,
        filter: Filter | None = None,  # noqa: A002 - its name everywhere
    ) -> SearchResult:
        """The k best passages for a question, of articles that still are what was indexed and that pass a filter.

        Raises FolderError where the corpus is gone, IndexDamagedError where the index is not what was written, and
        IndexNotReadableError where the system cannot read it now.
        """
        if not self.corpus.is_dir():
            raise FolderError(f"there is no folder {self.corpus}: the index is of articles that are gone")
        asked = encoder.question(question)
        try:
            allowed, filtered = self._filtered(filter) if filter else (None, None)
            ranking = rank(self.segments, question, asked, allowed, self._passage)
            hits = self._hits(ranking, asked.vector, k)
        except OSError as error:  # which may pass
            raise IndexNotReadableError(f"the index in {self.folder} cannot be read: {error.strerror}") from error
        except (ValueError, TypeError, IndexError, OverflowError) as error:
            # what damaged numbers lead to, wherever they are first used
            raise IndexDamagedError(
                f"the index in {self.folder} is damaged ({error}): run qa index rebuild --full"
            ) from error
        return SearchResult(hits, asked, ranking.weights, filtered)

    def _allowed(self, only: Filter) -> tuple[list[Mask | None], Filtered]:
        """Each segment's rows that pass a filter, and what it leaves: 0.2 s for 100,000 articles."""
        masks: list[Mask | None] = []
        for segment in self.segments:
            articles = np.zeros(len(segment.record_ends), bool)
            for number, record in segment.live_articles():
                articles[number] = only.matches(record)
            masks.append(segment.rows_of(articles))
        return masks, Filtered.of(only, self.records())

    def _hits(self, ranking: Ranking, vector: Vectors, k: int) -> list[Hit]:
        order, found = self._ordered(ranking), ranking.candidates

        def grouped(count: int) -> list[Group]:
            best = order[:count]
            return group(found.articles[best], found.vectors[best], lambda n: self._passage(*found.place(best[n])), k)

        groups = grouped(max(GROUPED, k))
        if len(groups) < k and len(order) > GROUPED:  # much of it has changed since
            groups = grouped(len(order))
        return [self._hit(ranking, order, one, vector) for one in groups]

    def _ordered(self, ranking: Ranking) -> list[int]:
        """Positions, best first; equals by source and place, so that it does not matter in which piece they lie."""
        order: list[int] = ranking.order.tolist()
        changes = np.flatnonzero(np.diff(ranking.fused[order])) + 1
        for start, end in pairwise([0, *changes.tolist(), len(order)]):
            if end - start > 1:
                order[start:end] = sorted(order[start:end], key=lambda n: self._where(*ranking.candidates.place(n)))
        return order

    def _where(self, segment: int, row: int) -> tuple[str, Span]:
        return self.segments[segment].article(row).source, self.segments[segment].span(row)

    def _hit(self, ranking: Ranking, order: list[int], found: Group, vector: Vectors) -> Hit:
        n = order[found.lead]
        number, row = ranking.candidates.place(n)
        segment = self.segments[number]
        compared = float(ranking.words[n])
        return Hit(
            article=segment.article(row),
            span=segment.span(row),
            score=float(ranking.fused[n]),
            dense=float(ranking.candidates.dense[n]),
            sentence=float(segment.best_sentences(np.array([row]), vector)[0]),
            lexical=float(ranking.candidates.lexical[n]),
            words=None if np.isnan(compared) else compared,
            segment=number,
            row=row,
            copies=tuple(self._copy(*ranking.candidates.place(order[n])) for n in found.copies),
        )

    def _copy(self, segment: int, row: int) -> Copy:
        return Copy(self.segments[segment].article(row), self.segments[segment].span(row))

    def _passage(self, segment: int, row: int) -> str | None:
        """A passage's text; None where its article is no longer what was indexed."""
        article = self.article(self.segments[segment].article(row))
        return self.segments[segment].span(row).of(article.text) if article else None

    def article(self, record: ArticleRecord) -> Article | None:
        """The article as it was indexed, or None where its file is, at this moment, no longer that."""
        try:
            status = (self.corpus / record.source).stat()
        except OSError:
            return None
        article = self._load(record, (status.st_ino, status.st_size, changed_ns(status)))
        indexed = (record.sha256, record.encoding)
        return article if article and (article.sha256, article.encoding) == indexed else None

    def text(self, hit: Hit) -> str:
        """The passage's text."""
        article = self.article(hit.article)
        return hit.span.of(article.text) if article else ""

    def passage(self, source: str, start: int, end: int) -> tuple[int, str, str]:
        """The first line, the text and the article's title of a span of an article; 1 and nothing where it changed."""
        record = next((r for r in self.records() if r.source == source), None)
        article = self.article(record) if record else None
        span = Span(start, end)
        return (article.lines.lines(span)[0], span.of(article.text), article.title) if article else (1, "", "")

    def sentences(self, hit: Hit, asked: EmbeddedQuestion) -> list[SentenceMatch]:
        """The sentences of a hit with their similarity to the question."""
        segment = self.segments[hit.segment]
        spans = segment.sentences(hit.row)
        similarities = segment.sentence_vectors(hit.row) @ asked.vector
        words: Vectors = np.empty((len(spans), 0), np.float32)
        if len(asked.states) and segment.token_dimension:
            try:
                words = segment.nearest_words(hit.row, asked.states)
            except OSError as error:
                raise IndexNotReadableError(f"the index in {self.folder} cannot be read: {error.strerror}") from error
        return [SentenceMatch(s, float(c), w) for s, c, w in zip(spans, similarities, words, strict=True)]

    def rarity(self) -> Callable[[str], float]:
        """A function from a term to its inverse document frequency over the live passages."""
        pairs = [(s.postings, s.alive) for s in self.segments]
        total = self.manifest.passages
        return lambda term: lexical.inverse_document_frequency(sum(p.holding(term, a) for p, a in pairs), total)


def _load(corpus: Path, max_bytes: int, record: ArticleRecord, _state: tuple[int, int, int]) -> Article | None:
    about = About(record.title, ArticleDate(record.date, record.ambiguous_date) if record.date else None)
    try:
        return load(corpus, record.source, max_bytes=max(max_bytes, record.bytes), about=about)
    except CorpusError:
        return None
