"""From files to pieces: articles are read, cut, embedded and written in one pass, a window of passages at a time.

Memory holds a window's texts, the largest article's if that is more, the piece being written, and of every passage that
was embedded now where it stands in the journal (0.2 kB). What is embedded is in the journal before it is in a piece.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.article import Article
from corpus.errors import ArticleError
from corpus.folder import FileStat, Skipped, load
from corpus.headings import heading_paths
from corpus.language import looks_english
from corpus.passages import Passage, passages
from corpus.sentences import sentences
from index import store, terms
from index.encoder import EmbeddedPassage, EncoderFiles, PassageEncoder
from index.errors import StoppedError
from index.events import Embedding, Loading
from index.journal import Journal, passage_digest
from index.known import KnownPassages
from index.manifest import Piece, Recipe
from index.segment import ArticleRecord, EmbeddedArticle, Segment, SegmentWriter

WINDOW = 2_048  # passages that are embedded together: enough to make batches of like length
SPILL = 25_000  # passages of a new piece: what it keeps in memory until it is written is 40 MB
SYNCED = 10.0  # seconds of embedding that a power cut may cost

# Where the passages of a text lie, by the digest of its bytes and how they were decoded: a segment and an article in it
Contents = Callable[[str, str], tuple[Segment, int] | None]


@dataclass
class Draft:
    """An article on its way into a piece."""

    record: ArticleRecord
    passages: list[Passage]
    texts: list[str]
    above: list[list[str]]
    """The terms of the title and the headings that each passage stands under."""
    digests: list[bytes]
    bytes: int


class Intake:
    """Takes files in; `pieces` are what came of them.

    `contents` are texts that need not be cut again, `known` finds passages that need not be embedded again.
    """

    def __init__(
        self,
        corpus: Path,
        index: Path,
        encoder: EncoderFiles,
        recipe: Recipe,
        journal: Journal,
        *,
        contents: Contents,
        known: KnownPassages,
        max_bytes: int,
        stop: threading.Event,
    ) -> None:
        self._corpus, self._index, self._recipe, self._journal = corpus, index, recipe, journal
        self._files, self._contents, self._known = encoder, contents, known
        self._max_bytes, self._stop = max_bytes, stop
        self._encoder: PassageEncoder | None = None
        self._open: tuple[Path, SegmentWriter] | None = None
        self._embedding_since = 0.0
        self._shown: Embedding | None = None
        self._synced = time.monotonic()
        self._seen = self._seen_bytes = 0  # passages and bytes of the articles that went through
        self._journaled = self._waiting = len(journal)  # passages taken up, and those of them that are still to come
        self.pieces: list[Piece] = []
        self.skipped: list[Skipped] = []
        self.notes: list[tuple[str, str]] = []
        self.embedded = self.read = self.foreign = 0

    def take(self, files: Sequence[FileStat]) -> Iterator[Loading | Embedding]:
        """Reads files and writes them into pieces. Raises StoppedError, EncoderError, and IndexNotWritableError."""
        try:
            yield from self._take(files)
        except BaseException:
            if self._open:
                self._open[1].abandon()
            raise

    def _take(self, files: Sequence[FileStat]) -> Iterator[Loading | Embedding]:
        left = sum(file.size for file in files)
        window: list[Draft] = []
        waiting = 0  # passages in it
        for file in files:
            self._check()
            left -= file.size
            try:
                article = load(self._corpus, file.source, max_bytes=self._max_bytes)
            except ArticleError as error:
                self.skipped.append(Skipped(file.source, error.reason))
                continue
            window.append(self._draft(article, file))
            waiting += len(window[-1].passages)
            if waiting >= WINDOW:
                yield from self._write(window, left)
                window, waiting = [], 0
        yield from self._write(window, left)
        if self._shown and self._shown.done < self._shown.total:  # more was expected, which needed no embedding
            self._shown = replace(self._shown, total=self._shown.done)
            yield self._shown
        self._finish_piece()

    def _draft(self, article: Article, file: FileStat) -> Draft:
        known = self._contents(article.sha256, article.encoding)
        if known:
            segment, number = known
            old = segment.record(number)
            cut = [Passage(tuple(segment.sentences(row))) for row in segment.passage_rows(number)]
            english = old.english
        else:
            english = looks_english(article.text)
            cut = passages(
                article.text,
                sentences(article.text),
                limit=self._recipe.passage_tokens,
                token_counts=self._files.token_counts,
                size=self._recipe.passage_size,
                short=self._recipe.passage_short,
            )
        self.read += 1
        self.foreign += english is False
        if article.note:
            self.notes.append((article.source, article.note))
        record = ArticleRecord(
            source=article.source,
            sha256=article.sha256,
            bytes=file.size,
            changed_ns=file.changed_ns,
            encoding=article.encoding,
            title=article.title,
            date=article.date.iso if article.date else None,
            ambiguous_date=bool(article.date and article.date.ambiguous),
            note=article.note,
            english=english,
            passages=len(cut),
        )
        texts = [p.span.of(article.text) for p in cut]
        digests = [passage_digest(text, _inner(p)) for text, p in zip(texts, cut, strict=True)]
        paths = heading_paths(article.text, cut)
        above = {path: terms.terms(f"{article.title} {path}") for path in set(paths)}
        return Draft(record, cut, texts, [above[path] for path in paths], digests, file.size)

    def _write(self, window: Sequence[Draft], left: int) -> Iterator[Loading | Embedding]:
        """Embeds what is missing in a window and writes its articles."""
        known: set[bytes] = set()
        missing: dict[bytes, tuple[str, list[tuple[int, int]]]] = {}
        for draft in window:
            for digest, text, passage in zip(draft.digests, draft.texts, draft.passages, strict=True):
                if digest in self._journal:
                    self._waiting = max(0, self._waiting - 1)
                    continue
                if digest in known or digest in missing:
                    continue
                if digest not in self._known:
                    missing[digest] = text, _inner(passage)
                else:
                    known.add(digest)
        self._seen += sum(len(draft.digests) for draft in window)
        self._seen_bytes += sum(draft.bytes for draft in window)
        if missing:
            yield from self._embed(missing, left)
        with store.refusals(self._index):
            for draft in window:
                embedded = map(self._embedded, draft.digests)
                words = [terms.terms(text) + above for text, above in zip(draft.texts, draft.above, strict=True)]
                self._writer().add(EmbeddedArticle(draft.record, draft.passages, draft.digests, embedded, words))
            if self._open and self._open[1].passages >= SPILL:
                self._finish_piece()

    def _embedded(self, digest: bytes) -> EmbeddedPassage:
        """A passage that the journal or the index knows."""
        return (None if digest in self._journal else self._known.get(digest)) or self._journal.get(digest)

    def _embed(
        self, missing: Mapping[bytes, tuple[str, list[tuple[int, int]]]], left: int
    ) -> Iterator[Loading | Embedding]:
        """Puts passages into the journal."""
        if self._encoder is None:
            yield Loading()
            self._encoder = PassageEncoder(self._files)
            self._embedding_since = time.monotonic()
        digests = list(missing)
        before = self.embedded
        total = before + len(missing) + self._expected(before + len(missing), left)
        texts, inner = [text for text, _ in missing.values()], [spans for _, spans in missing.values()]
        for number, embedded in self._encoder.passages(texts, inner):
            with store.refusals(self._index):
                self._journal.add(digests[number], embedded)
                self.embedded += 1
                self._keep()
            self._check()
            self._shown = Embedding(self.embedded, total, time.monotonic() - self._embedding_since)
            yield self._shown

    def _expected(self, needed: int, left: int) -> int:
        """Passages that need embedding in the bytes that are left, if these are like those seen, which needed some."""
        taken_up = self._journaled - self._waiting
        passages = left * self._seen / max(1, self._seen_bytes)
        return round(max(0.0, passages - self._waiting) * needed / max(1, self._seen - taken_up))

    def _keep(self) -> None:
        """Brings the journal to disk now and then."""
        if time.monotonic() - self._synced > SYNCED:
            self._journal.sync()
            self._synced = time.monotonic()

    def _writer(self) -> SegmentWriter:
        if self._open is None:
            folder = store.new_piece(self._index)
            self._open = folder, SegmentWriter(folder, self._recipe.dimension, self._recipe.token_dimension)
        return self._open[1]

    def _finish_piece(self) -> None:
        if self._open is None:
            return
        folder, writer = self._open
        with store.refusals(self._index):
            layout = writer.finish()
            self.pieces.append(store.sealed_piece(folder, writer.articles, writer.passages, layout))
        self._open = None

    def _check(self) -> None:
        if self._stop.is_set():
            raise StoppedError


def _inner(passage: Passage) -> list[tuple[int, int]]:
    """Where a passage's sentences stand in it."""
    start = passage.span.start
    return [(s.start - start, s.end - start) for s in passage.sentences]
