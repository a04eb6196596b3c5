"""A segment: articles cut into passages and sentences, with their vectors and postings, as plain arrays.

articles.json          one record an article, in the order of their passages
passages.npy           (passages, 4) int64: article, start, end, first sentence
sentences.npy          (sentences, 2) int64: start, end
sentence_vectors.npy   (sentences, dimension) int8: direction only, scaled so that the largest entry is 127
vectors.faiss          passage vectors, float32, inner product
...                    the postings (index.lexical)
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.article import Span
from corpus.passages import Passage
from index import arrays, lexical, store, vectors
from index.encoder import EmbeddedPassage, Vectors, unit
from index.errors import IndexDamagedError

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class ArticleRecord:
    """What the index knows of an article without its text."""

    source: str
    sha256: str
    bytes: int
    changed_ns: int
    encoding: str
    title: str
    date: str | None
    """ISO 8601, with the precision that the article gives: 2016-09-18 or 2023-10."""
    ambiguous_date: bool
    note: str | None
    passages: int


@dataclass(frozen=True)
class EmbeddedArticle:
    """An article ready to be written: its passages, embedded, and their search terms."""

    record: ArticleRecord
    passages: Sequence[Passage]
    embedded: Sequence[EmbeddedPassage]
    terms: Sequence[Sequence[str]]


def quantise(vectors: Vectors) -> NDArray[np.int8]:
    """Directions in one byte an entry; the cosine of what comes back to what went in is above 0.9999."""
    largest = np.maximum(np.abs(vectors).max(axis=-1, keepdims=True), 1e-12)
    whole: NDArray[np.int8] = np.rint(vectors / largest * 127).astype(np.int8)
    return whole


def write(folder: Path, articles: Sequence[EmbeddedArticle], dimension: int) -> None:
    """Writes a segment's files into an empty folder. Raises OSError, and ValueError where a vector is missing."""
    passages: list[tuple[int, int, int, int]] = []
    sentences: list[tuple[int, int]] = []
    rows, small = [np.empty((0, dimension), np.float32)], [np.empty((0, dimension), np.int8)]
    for number, article in enumerate(articles):
        for passage, embedded in zip(article.passages, article.embedded, strict=True):
            passages.append((number, passage.span.start, passage.span.end, len(sentences)))
            sentences.extend((s.start, s.end) for s in passage.sentences)
            rows.append(embedded.vector[None])
            small.append(quantise(embedded.sentences))
    records = json.dumps([asdict(a.record) for a in articles], ensure_ascii=True)
    (folder / "articles.json").write_text(records, encoding="ascii")
    arrays.save(folder / "passages.npy", np.array(passages, np.int64).reshape(-1, 4))
    arrays.save(folder / "sentences.npy", np.array(sentences, np.int64).reshape(-1, 2))
    arrays.save(folder / "sentence_vectors.npy", np.concatenate(small))
    vectors.write(folder / "vectors.faiss", np.concatenate(rows))
    lexical.write(folder, (terms for a in articles for terms in a.terms))


class Segment:
    """A segment opened for reading: memory-mapped, so that it can be read to the end once its files are removed.

    Raises IndexDamagedError where a file is not what it should be.
    """

    def __init__(self, folder: Path, dimension: int) -> None:
        try:
            records = json.loads((folder / "articles.json").read_text(encoding="ascii"))
            self.articles = tuple(ArticleRecord(**record) for record in records)
            self.passages: Rows = arrays.load(folder / "passages.npy", np.int64, 4)
            self._sentences: Rows = arrays.load(folder / "sentences.npy", np.int64, 2)
            self._sentence_vectors = arrays.load(folder / "sentence_vectors.npy", np.int8, dimension)
            self.postings = lexical.Postings(folder)
            self.vectors = vectors.VectorIndex(folder / "vectors.faiss", rows=len(self), dimension=dimension)
            passages = sum(record.passages for record in self.articles)
            if not len(self) == len(self.postings) == passages or len(self._sentences) != len(self._sentence_vectors):
                raise ValueError("its files do not fit together")
        except (OSError, ValueError, TypeError, RecursionError) as error:
            raise IndexDamagedError(f"{folder} is damaged ({error}): run qa index rebuild --full") from error

    @classmethod
    def open(cls, index: Path, piece: store.Piece, dimension: int) -> Segment:
        """Opens a piece of an index once its files are found to have the sizes that the manifest says."""
        store.check_sizes(index, piece)
        return cls(store.piece_folder(index, piece), dimension)

    def __len__(self) -> int:
        return len(self.passages)

    def span(self, row: int) -> Span:
        """Where a passage stands in its article."""
        _, start, end, _ = self.passages[row].tolist()
        return Span(start, end)

    def article(self, row: int) -> ArticleRecord:
        """The article of a passage."""
        return self.articles[int(self.passages[row, 0])]

    def sentences(self, row: int) -> list[Span]:
        """The sentences of a passage."""
        return [Span(start, end) for start, end in self._sentences[self._sentence_rows(row)].tolist()]

    def sentence_vectors(self, row: int) -> Vectors:
        """(sentences, dimension) float32, unit length."""
        return unit(self._sentence_vectors[self._sentence_rows(row)].astype(np.float32))

    def best_sentences(self, rows: Rows, vector: Vectors) -> NDArray[np.float32]:
        """The largest cosine of each passage's sentences to a vector: (len(rows),)."""
        if not len(rows):
            return np.empty(0, np.float32)
        first = self.passages[rows, 3]
        following = np.minimum(rows + 1, len(self) - 1)
        counts = np.where(rows + 1 < len(self), self.passages[following, 3], len(self._sentences)) - first
        starts = np.cumsum(counts) - counts
        wanted = np.repeat(first - starts, counts) + np.arange(counts.sum())
        directions = self._sentence_vectors[wanted].astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", directions, directions))
        cosines = np.einsum("ij,j->i", directions, vector) / np.maximum(lengths, 1e-12)
        best: NDArray[np.float32] = np.maximum.reduceat(cosines, starts).astype(np.float32)
        return best

    def _sentence_rows(self, row: int) -> slice:
        start = int(self.passages[row, 3])
        return slice(start, int(self.passages[row + 1, 3]) if row + 1 < len(self) else len(self._sentences))

    def stored(self, first: int, last: int) -> tuple[list[Passage], list[EmbeddedPassage]]:
        """The passages of rows first to last - 1 as they were written, to be written again without embedding."""
        passages = [Passage(tuple(self.sentences(row))) for row in range(first, last)]
        rows = self.vectors.rows(np.arange(first, last))
        return passages, [
            EmbeddedPassage(v, self.sentence_vectors(r)) for r, v in zip(range(first, last), rows, strict=True)
        ]
