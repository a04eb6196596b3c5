"""What a rebuild tells while it works."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.folder import Skipped
from index.manifest import Manifest


@dataclass(frozen=True)
class Reading:
    """Files compared with the index so far."""

    done: int
    total: int
    seconds: float


@dataclass(frozen=True)
class Compared:
    """What the corpus holds beside what the index knew."""

    new: int
    edited: int
    moved: int
    """Found under another name, with the old content."""
    gone: int
    unchanged: int
    damaged: int = 0
    """Pieces of the index that are damaged and left out; their articles count as new."""


@dataclass(frozen=True)
class TakenUp:
    """An interrupted rebuild had embedded passages, which need not be embedded again."""

    passages: int


@dataclass(frozen=True)
class Loading:
    """The encoder is being loaded, which takes seconds."""


@dataclass(frozen=True)
class Embedding:
    """Passages embedded so far, of about so many; the total is estimated from the bytes that are left to read."""

    done: int
    total: int
    seconds: float


@dataclass(frozen=True)
class Merging:
    """Pieces of the index become one, which is written anew."""

    passages: int


@dataclass(frozen=True)
class Rebuilt:
    """The index is live."""

    manifest: Manifest
    skipped: tuple[Skipped, ...]
    embedded: int
    seconds: float
    changed: bool
    """False where the corpus was as the index knew it, and nothing was written."""
    read: int = 0
    """Articles read now, and how many of them do not look like English."""
    foreign: int = 0
    notes: tuple[tuple[str, str], ...] = ()
    """Of the articles read now: source and what to know of how it was read."""
