"""Brings an index in line with its corpus. Work streams as events; nothing live changes before the last one.

The articles that changed are read, cut, embedded and written in one pass, some thousand passages at a time, so that
memory does not grow with the corpus; what is embedded goes into a journal at once, from which an interrupted rebuild
is taken up.
"""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import NoArticlesError
from corpus.folder import FileStat, Skipped, listing, no_articles
from index import merging, store
from index.changes import Changes, compare, not_moved, places
from index.encoder import EncoderFiles
from index.errors import ArticlesGoneError, IndexDamagedError, StoppedError
from index.events import Compared, Embedding, Loading, Merging, Reading, Rebuilt, TakenUp
from index.intake import Contents, Intake
from index.journal import Journal
from index.known import KnownPassages
from index.manifest import Manifest, Piece, Recipe
from index.recipe import recipe_of
from index.segment import Segment
from index.weights import ENCODER

MOST_GONE = 0.5  # of the indexed articles; where more are gone, nobody is believed to have removed them

RebuildEvent = Reading | Compared | TakenUp | Loading | Embedding | Merging | Rebuilt


def rebuild(
    corpus: Path,
    index: Path,
    encoder: EncoderFiles,
    *,
    max_bytes: int,
    full: bool = False,
    force: bool = False,
    stop: threading.Event | None = None,
) -> Iterator[RebuildEvent]:
    """Indexes the articles of a folder; passages whose text the index knows keep their vectors.

    The last event is Rebuilt. `full` starts over; `force` accepts that most articles are gone. Raises FolderError or
    NoArticlesError for the corpus, ArticlesGoneError, IndexBusyError, IndexNewerError, IndexNotReadableError,
    IndexNotWritableError or NotAnIndexError for the index, EncoderError for the encoder, and StoppedError. The old
    index stays, but for an IndexNotWritableError that says itself that the new one is live already.
    """
    listed = listing(corpus)
    if not listed:
        raise no_articles(corpus)
    work = _Work(corpus, index, encoder, max_bytes, stop or threading.Event(), listed)
    with store.writing(index):
        old = Base.of(index)
        base = Base(index) if full or not old.embeds_like(work.recipe) else old
        kept = base if base.manifest and base.manifest.recipe == work.recipe else Base(index)
        yield from _compare(work, kept)

        def refuse(unreadable: Collection[str]) -> None:
            if not force:
                _refuse_to_drop(work, old, unreadable, full=full)

        refuse({entry.source for entry in work.changes.skipped})
        journals = store.journals(index, work.recipe, old.manifest)
        store.sweep(index, keep=journals)
        if kept.manifest and kept.is_live(corpus, encoder) and not work.changes_anything(kept.manifest):
            yield work.rebuilt(kept.manifest, None)
            return
        journal = store.journal_path(index, work.recipe, old.manifest, full=full)
        try:
            manifest, intake = yield from _write(work, base, kept, journal, refuse)
        except BaseException:
            store.sweep(index, keep=journals)
            raise
        store.sweep(index, keep=store.journals(index, work.recipe, manifest))
        yield work.rebuilt(manifest, intake)


def _compare(work: _Work, kept: Base) -> Iterator[RebuildEvent]:
    unreadable = dict(kept.manifest.skipped) if kept.manifest else {}
    comparison = compare(work.corpus, work.listed, places(kept.segments), unreadable, max_bytes=work.max_bytes)
    for done, changes in enumerate(comparison, 1):
        work.check()
        work.changes = changes
        yield Reading(done, len(work.listed), time.monotonic() - work.started)
    changes = work.changes
    gone = (
        len(not_moved(changes.gone, work.corpus, changes.reread)) if changes.gone and changes.new else len(changes.gone)
    )
    moved = len(changes.gone) - gone
    same = changes.unchanged + changes.touched
    damaged = len(kept.manifest.pieces) - len(kept.pieces) if kept.manifest else 0
    yield Compared(max(0, changes.new - moved), changes.edited, moved, gone, same, damaged)


@dataclass
class Base:
    """A live index that a rebuild starts from: its sound pieces, opened."""

    index: Path
    manifest: Manifest | None = None
    pieces: list[Piece] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    _trusted: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, index: Path) -> Base:
        """What lies in the folder; pieces that are damaged are left out."""
        found = cls(index, store.replaceable(index))
        if found.manifest:
            for piece in found.manifest.pieces:
                with contextlib.suppress(IndexDamagedError):
                    segment = Segment.open(index, piece, found.manifest.recipe)
                    store.check_records(index, piece)
                    _ = segment.articles  # all are needed soon; one that cannot be read comes to light here
                    found.segments.append(segment)
                    found.pieces.append(piece)
        return found

    def embeds_like(self, recipe: Recipe) -> bool:
        """Whether its passages are cut and embedded by a recipe; their terms are made anew anyway."""
        return self.manifest is not None and replace(self.manifest.recipe, terms_version=recipe.terms_version) == recipe

    def is_live(self, corpus: Path, encoder: EncoderFiles) -> bool:
        """Whether all of it is of this corpus and encoder, and sound as far as its sizes tell."""
        live = self.manifest
        return (
            live is not None
            and len(live.pieces) == len(self.pieces)
            and (live.corpus, live.encoder_folder) == (str(corpus), encoder_folder(encoder))
        )

    def trusted(self, number: int) -> bool:
        """Whether every byte of a piece is what was written; it is read once."""
        piece = self.pieces[number]
        if piece.name not in self._trusted:
            try:
                store.check_digests(self.index, piece)
                self._trusted[piece.name] = True
            except IndexDamagedError:
                self._trusted[piece.name] = False
        return self._trusted[piece.name]


def encoder_folder(encoder: EncoderFiles) -> str | None:
    """Where the manifest says that the encoder lies; None for the one that comes with the install."""
    bundled = (encoder.name, encoder.sha256) == (ENCODER.name, ENCODER.sha256)
    return None if bundled else str(encoder.folder)


@dataclass
class _Work:
    """A rebuild under way."""

    corpus: Path
    index: Path
    encoder: EncoderFiles
    max_bytes: int
    stop: threading.Event
    listed: Sequence[FileStat | Skipped]
    changes: Changes = field(default_factory=Changes)
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.recipe = recipe_of(self.encoder)
        self.files = {file.source: file for file in self.listed if isinstance(file, FileStat)}

    def check(self) -> None:
        """Raises StoppedError once the event is set."""
        if self.stop.is_set():
            raise StoppedError

    def changes_anything(self, live: Manifest | None) -> bool:
        """Whether the index has to be written."""
        skipped = sorted((s.source, s.reason) for s in self.changes.skipped)
        return bool(self.changes.reread or self.changes.dropped or not live or skipped != sorted(live.skipped))

    def rebuilt(self, manifest: Manifest, intake: Intake | None) -> Rebuilt:
        """The last event; without an intake nothing has changed."""
        return Rebuilt(
            manifest=manifest,
            skipped=tuple(Skipped(*s) for s in manifest.skipped),
            embedded=intake.embedded if intake else 0,
            seconds=time.monotonic() - self.started,
            changed=intake is not None,
            read=intake.read if intake else 0,
            foreign=intake.foreign if intake else 0,
            notes=tuple(intake.notes) if intake else (),
        )


def _refuse_to_drop(work: _Work, old: Base, unreadable: Collection[str], *, full: bool) -> None:
    """Raises ArticlesGoneError where most of what the index holds is no longer there to read, under any name.

    An index of another folder is replaced where somebody said that it is to start over.
    """
    if not old.manifest or (full and old.manifest.corpus != str(work.corpus)):
        return
    indexed = places(old.segments)
    there = work.files.keys() - set(unreadable)
    gone = [place for source, place in indexed.items() if source not in there]
    if len(gone) > MOST_GONE * len(indexed):
        gone = not_moved(gone, work.corpus, [f for source, f in work.files.items() if source not in indexed])
    if len(gone) > MOST_GONE * len(indexed):
        if old.manifest.corpus != str(work.corpus):
            raise ArticlesGoneError(
                f"the index in {work.index} is of {old.manifest.corpus}, and {len(gone):,} of its {len(indexed):,} "
                f"articles are not in {work.corpus}: choose another --index, or replace it with "
                f"qa index rebuild --full"
            )
        raise ArticlesGoneError(
            f"{len(gone):,} of {len(indexed):,} indexed articles are gone from {work.corpus} or cannot be read: is a "
            f"drive not mounted? "
            f"The index is as it was; to drop them, run qa index rebuild{' --full' if full else ''} --force"
        )


def _write(
    work: _Work, base: Base, kept: Base, journal_path: Path, refuse: Callable[[Collection[str]], None]
) -> Generator[RebuildEvent, None, tuple[Manifest, Intake]]:
    """Reads what changed into new pieces, merges, publishes. `refuse` is asked with what could not be read."""
    with contextlib.ExitStack() as held:
        with store.refusals(work.index):
            journal = held.enter_context(Journal(journal_path, work.recipe.dimension, work.recipe.token_dimension))
        if len(journal):
            yield TakenUp(len(journal))
        intake = Intake(
            work.corpus,
            work.index,
            work.encoder,
            work.recipe,
            journal,
            contents=_contents(kept),
            known=KnownPassages(base.segments, base.trusted),
            max_bytes=work.max_bytes,
            stop=work.stop,
        )
        pieces, groups = yield from _take_in(work, kept, intake)
        skipped = sorted((s.source, s.reason) for s in [*work.changes.skipped, *intake.skipped])
        if not pieces:
            raise NoArticlesError(f"no article in {work.corpus} can be read{_reasons(skipped)}")
        refuse({source for source, _ in skipped})
        pieces = yield from _merge(work, pieces, groups)
    generation = uuid.uuid4().hex[:12]
    manifest = Manifest(
        generation=generation,
        origin=kept.manifest.origin if kept.manifest else generation,
        built=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        corpus=str(work.corpus),
        encoder_folder=encoder_folder(work.encoder),
        recipe=work.recipe,
        pieces=tuple(pieces),
        skipped=tuple(skipped),
    )
    with store.refusals(work.index):
        store.publish(work.index, manifest)
    return manifest, intake


def _take_in(
    work: _Work, kept: Base, intake: Intake
) -> Generator[RebuildEvent, None, tuple[list[Piece], list[list[int]]]]:
    """Reads what changed into new pieces; all live pieces, and which of them are to be merged: none that is damaged."""
    dead = [set(piece.dead) for piece in kept.pieces]
    for place in work.changes.dropped:
        dead[place.segment].add(place.number)
    reread: Sequence[FileStat] = work.changes.reread
    while True:
        yield from intake.take(reread)
        old = [_with_dead(*part) for part in zip(kept.pieces, kept.segments, dead, strict=True)]
        pieces = [piece for piece in [*old, *intake.pieces] if piece.live_articles]
        groups = merging.plan(pieces)
        names = {pieces[n].name for group in groups for n in group}
        damaged = [n for n, piece in enumerate(kept.pieces) if piece.name in names and not kept.trusted(n)]
        if not damaged:
            return pieces, groups
        reread = [file for n in damaged for file in _give_up(work, kept.segments[n], dead[n])]


def _contents(kept: Base) -> Contents:
    """Finds the article of a sound segment that has the same bytes, decoded in the same way."""
    found = {(p.record.sha256, p.record.encoding): p for p in places(kept.segments).values()}

    def lookup(sha256: str, encoding: str) -> tuple[Segment, int] | None:
        place = found.get((sha256, encoding))
        return (kept.segments[place.segment], place.number) if place and kept.trusted(place.segment) else None

    return lookup


def _with_dead(piece: Piece, segment: Segment, dead: set[int]) -> Piece:
    """The piece with more of its articles dead."""
    if len(dead) == len(piece.dead):
        return piece
    passages = sum(segment.record(number).passages for number in dead)
    return replace(piece, dead=tuple(sorted(dead)), dead_passages=passages)


def _give_up(work: _Work, segment: Segment, dead: set[int]) -> Iterator[FileStat]:
    """Calls all articles of a damaged segment dead; the files to read again in their place."""
    for number, record in segment.live_articles():
        if number not in dead:
            dead.add(number)
            if record.source in work.files:
                yield work.files[record.source]


def _merge(
    work: _Work, pieces: Sequence[Piece], groups: Sequence[Sequence[int]]
) -> Generator[RebuildEvent, None, list[Piece]]:
    """The pieces with each group of them written as one."""
    merged = {n for group in groups for n in group}
    result = [piece for n, piece in enumerate(pieces) if n not in merged]
    for group in groups:
        work.check()
        yield Merging(sum(pieces[n].live_passages for n in group))
        with store.refusals(work.index):
            folder = store.new_piece(work.index)
            opened = [Segment.open(work.index, pieces[n], work.recipe) for n in group]
            result.append(store.sealed_piece(folder, *merging.merge(folder, opened)))
    return result


def _reasons(skipped: Sequence[tuple[str, str]], shown: int = 3) -> str:
    reasons = [f"{source}: {reason}" for source, reason in skipped]
    more = f"; and {len(reasons) - shown} more" if len(reasons) > shown else ""
    return f" ({'; '.join(reasons[:shown])}{more})" if reasons else ""
