"""The corpus against an index, before a rebuild: which articles stay, which are read, which are gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import ArticleError
from corpus.folder import FileStat, Skipped, load
from index.segment import ArticleRecord, Segment
from index.weights import sha256


@dataclass(frozen=True)
class Place:
    """Where an index holds an article: the number of the segment and of the article in it."""

    segment: int
    number: int
    record: ArticleRecord


@dataclass
class Changes:
    """What a rebuild has to do. `reread` are files whose text may be new; the rest of the corpus stays as it is."""

    reread: list[FileStat] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    """Files that cannot be read, as far as that is known without reading."""
    dropped: list[Place] = field(default_factory=list)
    """What no longer counts: articles edited, touched or gone."""
    new: int = 0
    edited: int = 0
    touched: int = 0
    """Files with another time and the old content."""
    gone: list[Place] = field(default_factory=list)
    unchanged: int = 0


def places(segments: Sequence[Segment]) -> dict[str, Place]:
    """Every live article of an index, by its source."""
    return {
        record.source: Place(n, number, record)
        for n, segment in enumerate(segments)
        for number, record in segment.live_articles()
    }


def compare(
    corpus: Path,
    listed: Sequence[FileStat | Skipped],
    known: Mapping[str, Place],
    unreadable: Mapping[str, str],
    *,
    max_bytes: int,
) -> Iterator[Changes]:
    """Compares a folder with what an index holds: the changes, as far as they are known, after each file.

    Size and time are a hint, the digest decides. `unreadable` are the files that could not be read the last time, with
    the reason: one that still cannot is no change.
    """
    changes = Changes()
    present = {entry.source for entry in listed if isinstance(entry, FileStat)}
    changes.gone = [place for source, place in known.items() if source not in present]
    changes.dropped = list(changes.gone)
    for entry in listed:
        if isinstance(entry, Skipped):
            changes.skipped.append(entry)
        elif place := known.get(entry.source):
            _compare_one(changes, entry, place, corpus, max_bytes)
        elif entry.source in unreadable and (reason := _still_unreadable(corpus, entry.source, max_bytes)):
            changes.skipped.append(Skipped(entry.source, reason))
        else:
            changes.new += 1
            changes.reread.append(entry)
        yield changes


def _compare_one(changes: Changes, file: FileStat, place: Place, corpus: Path, max_bytes: int) -> None:
    record = place.record
    if (file.size, file.changed_ns) == (record.bytes, record.changed_ns) and file.size <= max_bytes:
        changes.unchanged += 1
        return
    same = file.size == record.bytes and file.size <= max_bytes and digest(corpus / file.source) == record.sha256
    changes.touched += same
    changes.edited += not same
    changes.reread.append(file)
    changes.dropped.append(place)


def not_moved(gone: Sequence[Place], corpus: Path, others: Sequence[FileStat]) -> list[Place]:
    """The gone articles whose content is in none of the other files."""
    sizes = {place.record.bytes for place in gone}
    found = {digest(corpus / file.source) for file in others if file.size in sizes}
    return [place for place in gone if place.record.sha256 not in found]


def digest(path: Path) -> str | None:
    """The SHA-256 of a file; None where it cannot be read."""
    try:
        return sha256(path)
    except OSError:
        return None


def _still_unreadable(corpus: Path, source: str, max_bytes: int) -> str | None:
    try:
        load(corpus, source, max_bytes=max_bytes)
    except ArticleError as error:
        return error.reason
    return None
