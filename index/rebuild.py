"""Brings an index in line with its corpus. Work streams as events; nothing live changes before the last one."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus import passages as cutting
from corpus.article import Article
from corpus.errors import ArticleError, NoArticlesError
from corpus.folder import FileStat, Skipped, articles, listing, load
from corpus.passages import Passage, passages
from corpus.sentences import sentences
from index import segment, store, terms
from index.encoder import EmbeddedPassage, EncoderFiles, PassageEncoder
from index.errors import IndexDamagedError, StoppedError
from index.segment import ArticleRecord, EmbeddedArticle, Segment
from index.store import Manifest, Recipe


@dataclass(frozen=True)
class Reading:
    """Files read and cut so far."""

    done: int
    total: int
    seconds: float


@dataclass(frozen=True)
class Read:
    """All articles were read and cut."""

    articles: int
    skipped: tuple[Skipped, ...]
    passages: int
    to_embed: int


@dataclass(frozen=True)
class Loading:
    """The encoder is being loaded, which takes seconds."""


@dataclass(frozen=True)
class Embedding:
    """Passages embedded so far, of those that needed it."""

    done: int
    total: int
    seconds: float


@dataclass(frozen=True)
class Rebuilt:
    """The index is live."""

    manifest: Manifest
    skipped: tuple[Skipped, ...]
    embedded: int
    seconds: float
    changed: bool
    """False where the corpus was as the index knew it, and nothing was written."""


# Where the passages and vectors of a text are stored, by the digest of its bytes and how they were decoded.
Known = dict[tuple[str, str], tuple[Segment, int, int]]

RebuildEvent = Reading | Read | Loading | Embedding | Rebuilt


@dataclass
class Draft:
    """An article on its way into a segment."""

    record: ArticleRecord
    text: str
    passages: list[Passage]
    embedded: list[EmbeddedPassage | None]


def recipe_of(encoder: EncoderFiles) -> Recipe:
    """What decides the content of an index made now."""
    return Recipe(
        encoder=encoder.name,
        encoder_sha256=encoder.sha256,
        dimension=encoder.dimension,
        passage_size=cutting.SIZE,
        passage_short=cutting.SHORT,
        passage_tokens=encoder.max_tokens - 2,  # the two special tokens
        passage_version=cutting.VERSION,
        terms_version=terms.VERSION,
    )


def rebuild(
    corpus: Path,
    index: Path,
    encoder: EncoderFiles,
    *,
    max_bytes: int,
    full: bool = False,
    stop: threading.Event | None = None,
) -> Iterator[RebuildEvent]:
    """Indexes the articles of a folder; articles whose digest the index knows keep their vectors.

    The last event is Rebuilt. Raises FolderError or NoArticlesError for the corpus, IndexBusyError, IndexNewerError,
    IndexNotReadableError, IndexNotWritableError or NotAnIndexError for the index, EncoderError for the encoder, and
    StoppedError; none of them touches the old index.
    """
    started = time.monotonic()
    recipe = recipe_of(encoder)
    listed = listing(corpus)
    with store.writing(index):
        live = None if full else store.replaceable(index)
        if live and _nothing_changed(live, recipe, index, corpus, listed, max_bytes):
            skipped = tuple(Skipped(*s) for s in live.skipped)
            yield Rebuilt(live, skipped, 0, time.monotonic() - started, changed=False)
            return
        store.sweep(index)
        known = _stored(live, index) if live and _same_vectors(live.recipe, recipe) else {}
        stats = {file.source: file for file in listed if isinstance(file, FileStat)}
        drafts, skips = [], []
        reading_since = time.monotonic()
        for done, entry in enumerate(articles(corpus, max_bytes=max_bytes), 1):
            _check(stop)
            yield Reading(done, len(listed), time.monotonic() - reading_since)
            if isinstance(entry, Skipped):
                skips.append(entry)
            else:
                drafts.append(_draft(entry, stats.get(entry.source), recipe, encoder, known))
        if not drafts:
            raise NoArticlesError(f"no article in {corpus} can be read{_reasons(skips)}")
        to_embed = sum(e is None for d in drafts for e in d.embedded)
        yield Read(len(drafts), tuple(skips), sum(len(d.passages) for d in drafts), to_embed)
        if to_embed:
            yield Loading()
            yield from _embed(drafts, PassageEncoder(encoder), stop)
        manifest = _publish(index, corpus, recipe, drafts, skips)
        yield Rebuilt(manifest, tuple(skips), to_embed, time.monotonic() - started, changed=True)


def _same_vectors(one: Recipe, other: Recipe) -> bool:
    """Whether two recipes cut and embed alike; the terms of passages are made anew anyway."""
    return replace(one, terms_version=other.terms_version) == other


def _nothing_changed(
    live: Manifest, recipe: Recipe, index: Path, corpus: Path, listed: Sequence[FileStat | Skipped], max_bytes: int
) -> bool:
    """Whether names, sizes and times are those of the index, and what could not be read still cannot."""
    if (live.recipe, live.corpus) != (recipe, str(corpus)):
        return False
    try:
        segments = [Segment.open(index, piece, recipe.dimension) for piece in live.pieces]
    except IndexDamagedError:
        return False
    known = {(r.source, r.bytes, r.changed_ns) for s in segments for r in s.articles}
    found = {(file.source, file.size, file.changed_ns) for file in listed if isinstance(file, FileStat)}
    if not known <= found:
        return False
    skips = [entry for entry in listed if isinstance(entry, Skipped)]
    for source, _, _ in found - known:
        try:
            load(corpus, source, max_bytes=max_bytes)
        except ArticleError as error:
            skips.append(Skipped(source, error.reason))
        else:
            return False
    return sorted((s.source, s.reason) for s in skips) == sorted(live.skipped)


def _stored(live: Manifest, index: Path) -> Known:
    """What the live index holds; nothing where it is damaged."""
    found: Known = {}
    try:
        for piece in live.pieces:
            store.check_digests(index, piece)
            old = Segment.open(index, piece, live.recipe.dimension)
            row = 0
            for record in old.articles:
                found[record.sha256, record.encoding] = (old, row, row + record.passages)
                row += record.passages
    except IndexDamagedError:
        return {}
    return found


def _draft(
    article: Article,
    stat: FileStat | None,
    recipe: Recipe,
    encoder: EncoderFiles,
    known: Known,
) -> Draft:
    embedded: list[EmbeddedPassage | None]
    if stored := known.get((article.sha256, article.encoding)):
        old, first, last = stored
        cut, reused = old.stored(first, last)
        embedded = list(reused)
    else:
        cut = passages(
            article.text,
            sentences(article.text),
            limit=recipe.passage_tokens,
            token_counts=encoder.token_counts,
            size=recipe.passage_size,
            short=recipe.passage_short,
        )
        embedded = [None] * len(cut)
    record = ArticleRecord(
        source=article.source,
        sha256=article.sha256,
        bytes=stat.size if stat else -1,
        changed_ns=stat.changed_ns if stat else -1,
        encoding=article.encoding,
        title=article.title,
        date=article.date.iso if article.date else None,
        ambiguous_date=bool(article.date and article.date.ambiguous),
        note=article.note,
        passages=len(cut),
    )
    return Draft(record, article.text, cut, embedded)


def _embed(drafts: list[Draft], encoder: PassageEncoder, stop: threading.Event | None) -> Iterator[Embedding]:
    """Fills in the vectors that are missing."""
    wanted = [(d, n) for d in drafts for n, e in enumerate(d.embedded) if e is None]
    texts = [d.passages[n].span.of(d.text) for d, n in wanted]
    inner = [
        [(s.start - d.passages[n].span.start, s.end - d.passages[n].span.start) for s in d.passages[n].sentences]
        for d, n in wanted
    ]
    started = time.monotonic()
    for done, (number, embedded) in enumerate(encoder.passages(texts, inner), 1):
        draft, n = wanted[number]
        draft.embedded[n] = embedded
        _check(stop)
        yield Embedding(done, len(wanted), time.monotonic() - started)


def _publish(index: Path, corpus: Path, recipe: Recipe, drafts: list[Draft], skips: list[Skipped]) -> Manifest:
    ready = [
        EmbeddedArticle(
            d.record,
            d.passages,
            [e for e in d.embedded if e is not None],
            [terms.terms(p.span.of(d.text)) for p in d.passages],
        )
        for d in drafts
    ]
    with store.refusals(index), store.new_piece(index) as folder:
        segment.write(folder, ready, recipe.dimension)
        piece = store.Piece(folder.name, len(drafts), sum(len(d.passages) for d in drafts), store.seal(folder))
        manifest = Manifest(
            generation=uuid.uuid4().hex[:12],
            built=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            corpus=str(corpus),
            recipe=recipe,
            pieces=(piece,),
            skipped=tuple((s.source, s.reason) for s in skips),
        )
        store.publish(index, manifest)
    store.sweep(index)
    return manifest


def _reasons(skips: Iterable[Skipped], shown: int = 3) -> str:
    reasons = [f"{s.source}: {s.reason}" for s in skips]
    more = f"; and {len(reasons) - shown} more" if len(reasons) > shown else ""
    return f" ({'; '.join(reasons[:shown])}{more})" if reasons else ""


def _check(stop: threading.Event | None) -> None:
    if stop is not None and stop.is_set():
        raise StoppedError
