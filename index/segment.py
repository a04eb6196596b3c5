"""A segment: articles cut into passages and sentences, with their vectors and postings, as plain arrays.

articles.jsonl         one record an article, a line each, in the order of their passages
article_ends.bin       (articles,) int64: where each line ends
passages.bin           (passages, 5) uint32: article, start, end, first sentence, first token
sentences.bin          (sentences, 3) uint32: start, end, number of its tokens
digests.bin            (passages, 16) uint8: of what was embedded (index.journal)
sentence_vectors.bin   (sentences, dimension) int8: direction only, scaled so that the largest entry is 127
token_states.bin       (tokens, token dimension / 2) uint8: direction only, two entries a byte (index.maxsim)
vectors.faiss          passage vectors, float16, inner product (index.vectors)
...                    the postings (index.lexical)
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.article import Span
from corpus.passages import Passage
from index import arrays, disk, lexical, store, vectors
from index.arrays import ArrayWriter, Mask, RowFile, Rows, following
from index.embedded import EmbeddedPassage, Vectors
from index.errors import IndexDamagedError, IndexNotReadableError
from index.journal import DIGEST
from index.manifest import Piece, Recipe
from index.maxsim import best_sentences, nearest, pack, unpack
from index.quantise import from_int8, to_int8, token_counts
from index.vectors import AT_ONCE, Layout


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
    english: bool | None
    """Whether it reads like English; None where it is too short to tell."""
    passages: int


@dataclass(frozen=True)
class EmbeddedArticle:
    """An article ready to be written: its passages, embedded, and their search terms."""

    record: ArticleRecord
    passages: Sequence[Passage]
    digests: Sequence[bytes]
    embedded: Iterable[EmbeddedPassage]
    """Read once, one after the other: the vectors of a large article take gigabytes."""
    terms: Sequence[Sequence[str]]


TABLES: Final = {
    "articles.jsonl": np.uint8,
    "article_ends.bin": np.int64,
    "passages.bin": np.uint32,
    "sentences.bin": np.uint32,
    "digests.bin": np.uint8,
    "sentence_vectors.bin": np.int8,
    "token_states.bin": np.uint8,
}


class TableWriter:
    """The files of a segment that hold a row an article, a passage, a sentence or a token. Raises OSError."""

    def __init__(self, folder: Path) -> None:
        with contextlib.ExitStack() as opened:
            self.articles, self.article_ends, self.passages, self.sentences, self.digests, self.vectors, self.states = (
                opened.enter_context(contextlib.closing(ArrayWriter(folder / name, kind)))
                for name, kind in TABLES.items()
            )
            self._files = opened.pop_all()  # all are open, and stay so

    def close(self) -> None:
        """Ends the files."""
        self._files.close()


class SegmentWriter:
    """Writes a segment into an empty folder, article by article.

    What it keeps in memory until the end are the passages' vectors as float16 and their postings: about 1.5 kB a
    passage. Raises OSError, and ValueError where an article's passages and vectors do not match.
    """

    def __init__(self, folder: Path, dimension: int, token_dimension: int) -> None:
        self._folder = folder
        self._dimension, self._token_dimension = dimension, token_dimension
        self.articles = self.passages = self._sentences = self._tokens = self._written = 0
        self._tables = TableWriter(folder)
        self._vectors: list[NDArray[np.float16]] = []
        self._postings = lexical.PostingsWriter(folder)

    def add(self, article: EmbeddedArticle) -> None:
        """Writes an article behind the others."""
        line = json.dumps(asdict(article.record), ensure_ascii=True).encode("ascii") + b"\n"
        self._tables.articles.append(np.frombuffer(line, np.uint8))
        self._written += len(line)
        self._tables.article_ends.append(np.array([self._written]))
        rows: list[tuple[int, int, int, int, int]] = []
        spans: list[tuple[int, int, int]] = []
        small: list[NDArray[np.int8]] = []
        states: list[NDArray[np.uint8]] = []
        parts = zip(article.passages, article.digests, article.embedded, article.terms, strict=True)
        for passage, _, embedded, words in parts:
            if len(passage.sentences) != len(embedded.sentences):
                raise ValueError(f"{len(passage.sentences)} sentences with {len(embedded.sentences)} vectors")
            rows.append((self.articles, passage.span.start, passage.span.end, self._sentences, self._tokens))
            counts = token_counts(embedded).tolist()
            spans.extend((s.start, s.end, count) for s, count in zip(passage.sentences, counts, strict=True))
            small.append(to_int8(embedded.sentences))
            if self._token_dimension:
                if sum(counts) != len(embedded.states):
                    raise ValueError(f"{sum(counts)} tokens with {len(embedded.states)} states")
                states.append(pack(embedded.states))
                self._tokens += sum(counts)
            self._vectors.append(embedded.vector.astype(np.float16))
            self._postings.add(words)
            self._sentences += len(passage.sentences)
        if rows:
            self._tables.passages.append(np.array(rows))
            self._tables.sentences.append(np.array(spans))
            self._tables.digests.append(np.frombuffer(b"".join(article.digests), np.uint8))
            self._tables.vectors.append(np.concatenate(small))
            self._tables.states.append(np.concatenate(states) if states else np.empty(0, np.uint8))
        self.passages += len(rows)
        self.articles += 1

    def finish(self) -> Layout:
        """Writes the rest; how the vectors are laid out."""
        self._tables.close()
        self._postings.finish()

        def chunks() -> Iterator[Vectors]:
            for first in range(0, len(self._vectors), AT_ONCE):
                yield np.stack(self._vectors[first : first + AT_ONCE]).astype(np.float32)

        return vectors.write(self._folder / "vectors.faiss", self.passages, self._dimension, chunks)

    def abandon(self) -> None:
        """Closes the files of a segment that is not finished; they are worth nothing."""
        with contextlib.suppress(OSError):  # what is still to be written may find no room
            self._tables.close()


class Segment:
    """A segment opened for reading: memory-mapped, so that it can be read to the end once its files are removed.

    `dead` are the numbers of articles that do not count. Raises IndexDamagedError where a file is not what it should
    be, here or when what is wrong comes to light.
    """

    def __init__(
        self, folder: Path, dimension: int, token_dimension: int, layout: Layout, dead: Sequence[int] = ()
    ) -> None:  # fmt: skip
        self.folder = folder
        self.dimension, self.token_dimension = dimension, token_dimension
        self.dead = tuple(dead)
        try:
            self.records: NDArray[np.uint8] = arrays.load(folder / "articles.jsonl", np.uint8)
            self.record_ends: NDArray[np.int64] = arrays.load(folder / "article_ends.bin", np.int64)
            self.passages: NDArray[np.uint32] = arrays.load(folder / "passages.bin", np.uint32, 5)
            self.sentence_spans: NDArray[np.uint32] = arrays.load(folder / "sentences.bin", np.uint32, 3)
            self.digests: NDArray[np.uint8] = arrays.load(folder / "digests.bin", np.uint8, DIGEST)
            self.small_vectors: NDArray[np.int8] = arrays.load(folder / "sentence_vectors.bin", np.int8, dimension)
            width = token_dimension // 2
            # mapped for merging, which reads all of it, and read for a question, which wants a little from everywhere
            self._states = RowFile(folder / "token_states.bin", np.uint8, max(1, width))
            self.token_states: NDArray[np.uint8] = (
                arrays.load(folder / "token_states.bin", np.uint8, width) if width else np.empty((0, 0), np.uint8)
            )
            self.postings = lexical.Postings(folder)
            self.vectors = vectors.VectorIndex(folder / "vectors.faiss", layout, rows=len(self), dimension=dimension)
            if not len(self) == len(self.postings) == len(self.digests):
                raise ValueError("its files do not fit together")
            if (int(self.record_ends[-1]) if len(self.record_ends) else 0) != len(self.records):
                raise ValueError("its records do not fit together")
            if len(self.sentence_spans) != len(self.small_vectors):
                raise ValueError("its sentences do not fit together")
            if width and len(self) and self._last_token() != len(self.token_states):
                raise ValueError("its tokens do not fit together")
            if self.dead and not 0 <= min(self.dead) <= max(self.dead) < len(self.record_ends):
                raise ValueError("an article that it does not hold is said to be dead")
        except (FileNotFoundError, ValueError, TypeError) as error:
            raise self._damaged(error) from error
        except OSError as error:  # which may pass, such as too many open files
            raise IndexNotReadableError(f"{folder} cannot be read: {error.strerror}") from error

    def _last_token(self) -> int:
        """Where the tokens of the last passage end."""
        return int(self.passages[-1, 4]) + int(self.sentence_spans[int(self.passages[-1, 3]) :, 2].sum(dtype=np.int64))

    @classmethod
    def open(cls, index: Path, piece: Piece, recipe: Recipe) -> Segment:
        """Opens a piece of an index once its files are found to be what the manifest says, as far as that is quick."""
        disk.allow_many_files()
        store.check(index, piece)
        folder = store.piece_folder(index, piece)
        return cls(folder, recipe.dimension, recipe.token_dimension, piece.vectors, piece.dead)

    def _damaged(self, why: object) -> IndexDamagedError:
        return IndexDamagedError(f"{self.folder} is damaged ({why}): run qa index rebuild --full")

    def __len__(self) -> int:
        """Passages, the dead ones too."""
        return len(self.passages)

    @cached_property
    def alive(self) -> Mask | None:
        """(passages,): which of them count; None where all do."""
        if not self.dead:
            return None
        live = np.ones(len(self.record_ends), bool)
        live[list(self.dead)] = False
        return self.rows_of(live)

    def rows_of(self, articles: Mask) -> Mask:
        """(passages,): which of them belong to articles whose entry is true."""
        try:
            rows: Mask = articles[self.passages[:, 0]]
        except IndexError as error:
            raise self._damaged("a passage of no article") from error
        return rows

    @cached_property
    def articles(self) -> tuple[ArticleRecord, ...]:
        """All its articles, the dead ones too: 0.4 s for 100,000."""
        return tuple(self.record(number) for number in range(len(self.record_ends)))

    def live_articles(self) -> Iterator[tuple[int, ArticleRecord]]:
        """The numbers and records of the articles that count."""
        dead = set(self.dead)
        return ((n, record) for n, record in enumerate(self.articles) if n not in dead)

    def record(self, number: int) -> ArticleRecord:
        """One article."""
        try:
            start = int(self.record_ends[number - 1]) if number else 0
            found = ArticleRecord(**json.loads(bytes(self.records[start : int(self.record_ends[number])])))
            if not all(isinstance(n, int) for n in (found.bytes, found.changed_ns, found.passages)):
                raise TypeError("a number that is none")
            return found
        except (ValueError, TypeError, IndexError, RecursionError) as error:
            raise self._damaged("a record of an article") from error

    def article(self, row: int) -> ArticleRecord:
        """The article of a passage."""
        return self.record(int(self.passages[row, 0]))

    def passage_rows(self, number: int) -> range:
        """The rows of an article's passages."""
        return range(*self._first_rows[number : number + 2].tolist())

    @cached_property
    def _first_rows(self) -> Rows:
        """(articles + 1,): where each article's passages begin, and the end."""
        return np.searchsorted(self.passages[:, 0], np.arange(len(self.record_ends) + 1))

    def span(self, row: int) -> Span:
        """Where a passage stands in its article."""
        start, end = self.passages[row, 1:3].tolist()
        return self._span(start, end)

    def _span(self, start: int, end: int) -> Span:
        try:
            return Span(start, end)
        except ValueError as error:
            raise self._damaged("a span") from error

    def sentences(self, row: int) -> list[Span]:
        """The sentences of a passage."""
        found = [self._span(start, end) for start, end, _ in self.sentence_spans[self._sentence_rows(row)].tolist()]
        whole = self.span(row)
        if not found or (found[0].start, found[-1].end) != (whole.start, whole.end):
            raise self._damaged("sentences that do not fill their passage")
        return found

    def sentence_vectors(self, row: int) -> Vectors:
        """(sentences, dimension) float32, unit length."""
        return from_int8(self.small_vectors[self._sentence_rows(row)])

    def best_sentences(self, rows: Rows, vector: Vectors) -> NDArray[np.float32]:
        """The largest cosine of each passage's sentences to a vector: (len(rows),)."""
        if not len(rows):
            return np.empty(0, np.float32)
        wanted, counts = self._sentences_of(rows)
        directions = self.small_vectors[wanted].astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", directions, directions))
        cosines = np.einsum("ij,j->i", directions, vector) / np.maximum(lengths, 1e-12)
        best: NDArray[np.float32] = np.maximum.reduceat(cosines, np.cumsum(counts) - counts).astype(np.float32)
        return best

    def maxsim(self, rows: Rows, states: Vectors, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """How well the words of each passage's best sentence answer those of a question: (len(rows),).

        `states` are the question's (tokens, token dimension) of unit length, with their weights (index.maxsim).
        """
        if not len(rows):
            return np.empty(0, np.float32)
        wanted, per_passage = self._sentences_of(rows)
        per_sentence = self.sentence_spans[wanted, 2].astype(np.int64)
        first, tokens = self._ranges(rows, 4, len(self.token_states))
        if (np.add.reduceat(per_sentence, np.cumsum(per_passage) - per_passage) != tokens).any():
            raise self._damaged("tokens of no sentence")
        places = zip(first.tolist(), (first + tokens).tolist(), strict=True)
        packed = np.concatenate([self._states.rows(start, end) for start, end in places])
        return best_sentences(states, weights, packed, per_sentence, per_passage)

    def nearest_words(self, row: int, states: Vectors) -> Vectors:
        """(sentences, tokens): how near each token of a question comes to any of each sentence of a passage."""
        first, tokens = (int(part[0]) for part in self._ranges(np.array([row]), 4, len(self.token_states)))
        counts = self.sentence_spans[self._sentence_rows(row), 2].astype(np.int64)
        if int(counts.sum()) != tokens:
            raise self._damaged("tokens of no sentence")
        return nearest(states, self._states.rows(first, first + tokens), counts)

    def _sentences_of(self, rows: Rows) -> tuple[Rows, NDArray[np.int64]]:
        """The rows of the sentences of some passages, and how many each passage has."""
        first, counts = self._ranges(rows, 3, len(self.sentence_spans))
        if counts.min() < 1:
            raise self._damaged("a passage without a sentence")
        return following(first, counts), counts

    def _ranges(self, rows: Rows, column: int, end: int) -> tuple[Rows, NDArray[np.int64]]:
        """Where the parts of some passages begin, which a column says, and how many there are; `end` ends the last."""
        first = self.passages[rows, column].astype(np.int64)
        following = self.passages[np.minimum(rows + 1, len(self) - 1), column].astype(np.int64)
        counts = np.where(rows + 1 < len(self), following, end) - first
        if counts.min() < 0 or (first + counts).max() > end:
            raise self._damaged("a passage whose parts run backwards")
        return first, counts

    def _token_rows(self, row: int) -> slice:
        start = int(self.passages[row, 4])
        return slice(start, int(self.passages[row + 1, 4]) if row + 1 < len(self) else len(self.token_states))

    def _sentence_rows(self, row: int) -> slice:
        start = int(self.passages[row, 3])
        return slice(start, int(self.passages[row + 1, 3]) if row + 1 < len(self) else len(self.sentence_spans))

    def stored(self, row: int) -> EmbeddedPassage:
        """A passage's vectors as they were written: written again they are the same bytes."""
        counts = self.sentence_spans[self._sentence_rows(row), 2].astype(np.int64)
        states = (
            unpack(self.token_states[self._token_rows(row)]) if self.token_dimension else np.empty((0, 0), np.float32)
        )
        return EmbeddedPassage(self.vectors.rows(np.array([row]))[0], self.sentence_vectors(row), states, counts)
