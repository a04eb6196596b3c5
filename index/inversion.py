"""Inversion: from texts, given as their terms, to the texts that hold each term.

Texts are sorted in memory a few million terms at a time. Such a run has the shape of a segment, and the runs of a new
segment are put together as the segments of an index are (index.union).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.postings import MOST_COUNTED, Columns, encode
from index.union import Part, write

# Terms of texts that are sorted at a time: 130 MB while it lasts.
RUN = 4_000_000


class PostingsWriter:
    """Writes the postings of texts, one after the other, into a folder.

    Keeps five bytes a posting in memory, and a run of texts with its terms. Raises OSError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runs: list[Columns] = []
        self._start()

    def _start(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__  # a new term gets the next number
        self._terms, self._lengths = array("I"), array("I")

    def add(self, terms: Sequence[str]) -> None:
        """The next text, given as its terms."""
        self._terms.extend(map(self._numbers.__getitem__, terms))
        self._lengths.append(len(terms))
        if len(self._terms) >= RUN:
            self._end_run()

    def finish(self) -> None:
        """Writes the files."""
        self._end_run()
        write(self._folder, [Part(run, None) for run in self._runs])
        self._runs.clear()

    def _end_run(self) -> None:
        names = [encode(term) for term in self._numbers]
        order = sorted(range(len(names)), key=names.__getitem__)
        place = np.empty(len(names), np.uint64)
        place[order] = np.arange(len(names), dtype=np.uint64)
        lengths = np.array(self._lengths, np.uint32)
        texts = np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
        keys = place[np.frombuffer(self._terms, np.uint32)] << np.uint64(32) if len(texts) else texts
        keys |= texts
        keys.sort()
        first = np.flatnonzero(np.diff(keys, prepend=keys[:1] + np.uint64(1)))  # of the same term in the same text
        counts = np.diff(first, append=len(keys))
        keys = keys[first]
        ends = np.cumsum(np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=len(names)))
        self._runs.append(
            Columns(
                terms=np.frombuffer(b"".join(names[n] for n in order), np.uint8),
                term_ends=np.cumsum([len(names[n]) for n in order], dtype=np.int64),
                posting_ends=ends.astype(np.int64),
                rows=keys.astype(np.uint32),
                counts=np.minimum(counts, MOST_COUNTED).astype(np.uint8),
                dense_terms=np.empty((0, 2), np.int64),
                dense_counts=np.empty((0, len(lengths)), np.uint8),
                lengths=lengths,
            )
        )
        self._start()
