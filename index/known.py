"""Passages that an index has embedded already, found by the digest of their text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import EmbeddedPassage
from index.segment import Segment


class KnownPassages:
    """The passages of all segments, dead ones too, by digest. Built at the first question: 0.2 s for a million.

    `trusted` says whether a segment's files are what was written; nothing is taken from one that is not.
    """

    def __init__(self, segments: Sequence[Segment], trusted: Callable[[int], bool]) -> None:
        self._segments = segments
        self._trusted = trusted
        self._keys: NDArray[np.uint64] | None = None
        self._order: NDArray[np.int64] = np.empty(0, np.int64)
        self._ends = np.cumsum([len(s) for s in segments], dtype=np.int64)

    def get(self, digest: bytes) -> EmbeddedPassage | None:
        """A passage's vectors as they are stored, or None where no segment holds it."""
        place = self._find(digest)
        return place[0].stored(place[1]) if place else None

    def __contains__(self, digest: bytes) -> bool:
        return self._find(digest) is not None

    def _find(self, digest: bytes) -> tuple[Segment, int] | None:
        if self._keys is None:
            tables = [np.asarray(s.digests) for s in self._segments if len(s)]
            halves = np.concatenate(tables).view("<u8") if tables else np.empty((0, 2), "<u8")
            self._order = np.argsort(halves[:, 0], kind="stable")
            self._keys = halves[self._order, 0]
        wanted = np.uint64(int.from_bytes(digest[:8], "little"))
        first = int(np.searchsorted(self._keys, wanted))
        while first < len(self._keys) and self._keys[first] == wanted:
            row = int(self._order[first])
            n = int(np.searchsorted(self._ends, row, side="right"))
            local = row - (int(self._ends[n - 1]) if n else 0)
            if self._segments[n].digests[local].tobytes() == digest and self._trusted(n):
                return self._segments[n], local
            first += 1
        return None
