"""A question's passages, best first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path

from corpus.article import Article, Span
from corpus.errors import CorpusError
from corpus.folder import changed_ns, load
from index import freshness, lexical, store
from index.encoder import Encoder, EncoderFiles, Vectors
from index.errors import IndexBusyError, IndexDamagedError, IndexOutdatedError
from index.freshness import Freshness
from index.ranking import rank
from index.segment import ArticleRecord, Segment
from index.store import Manifest, Recipe
from index.terms import terms

OPENING_ATTEMPTS = 5
ARTICLES_KEPT = 256  # in memory, the latest used ones
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

    @cached_property
    def freshness(self) -> Freshness:
        """What changed in the corpus since the index was made, as of the first time it is asked for."""
        records = (r for s in self.segments for r in s.articles)
        skipped = (source for source, _ in self.manifest.skipped)
        return freshness.compare(self.corpus, records, skipped, built=self.manifest.built)

    def search(self, question: str, encoder: Encoder, k: int = 10) -> SearchResult:
        """The k best passages for a question, of articles that are still what was indexed.

        Raises FolderError where the corpus is gone and IndexDamagedError where the vectors are.
        """
        vector = encoder.encode([question])[0]
        ranking = rank(self.segments, vector, terms(question))
        hits: list[Hit] = []
        for n in ranking.order:
            if len(hits) >= k:
                break
            number, row = int(ranking.segments[n]), int(ranking.rows[n])
            segment = self.segments[number]
            record = segment.article(row)
            if record.source in self.freshness.stale or self.article(record) is None:
                continue
            hits.append(
                Hit(
                    article=record,
                    span=segment.span(row),
                    score=float(ranking.fused[n]),
                    dense=float(ranking.dense[n]),
                    sentence=float(ranking.sentence[n]),
                    lexical=float(ranking.lexical[n]),
                    segment=number,
                    row=row,
                )
            )
        return SearchResult(hits, vector)

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
        record = next((r for s in self.segments for r in s.articles if r.source == source), None)
        article = self.article(record) if record else None
        span = Span(start, end)
        return (article.lines.lines(span)[0], span.of(article.text)) if article else (1, "")

    def sentences(self, hit: Hit, vector: Vectors) -> list[SentenceMatch]:
        """The sentences of a hit with their similarity to the question's vector."""
        segment = self.segments[hit.segment]
        similarities = segment.sentence_vectors(hit.row) @ vector
        return [SentenceMatch(s, float(c)) for s, c in zip(segment.sentences(hit.row), similarities, strict=True)]

    def rarity(self) -> Callable[[str], float]:
        """A function from a term to its inverse document frequency over the passages."""
        postings = [s.postings for s in self.segments]
        total = self.manifest.passages
        return lambda term: lexical.inverse_document_frequency(sum(p.holding(term) for p in postings), total)


def _load(corpus: Path, max_bytes: int, indexed: int, source: str, _state: tuple[int, int, int]) -> Article | None:
    try:
        return load(corpus, source, max_bytes=max(max_bytes, indexed))
    except CorpusError:
        return None
