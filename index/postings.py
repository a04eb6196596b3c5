"""The postings of one segment: which texts hold a term and how often, as plain arrays (index.arrays).

terms.bin            all terms, one after the other, in the order of their UTF-8 bytes
term_ends.bin        (terms,) int64: where each ends in terms.bin
posting_ends.bin     (terms,) int64: where the postings of each end in the two files that follow
posting_rows.bin     (postings,) uint32: the text that holds the term, ascending within a term
posting_counts.bin   (postings,) uint8: how often, at most MOST_COUNTED
dense_terms.bin      (dense terms, 2) int64: position of a term whose counts stand below instead, texts that hold it
dense_counts.bin     (dense terms, texts) uint8: how often each text holds it
frequent_terms.bin   (frequent terms,) int64: positions of the terms with FREQUENT postings or more
shortest.bin         (frequent terms, LEVELS) uint32: terms of the shortest text that holds it once, twice, ...
lengths.bin          (texts,) uint32: terms of each text

Opening costs nothing and a question reads the postings of its own words and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import arrays
from index.arrays import Mask, Rows

Counts = NDArray[np.uint8]

# Of one term in one text. A passage has a few hundred terms; above this BM25 gains less than one part in a hundred.
MOST_COUNTED = 255
# A term that more than one text in so many holds stands as one byte a text: less room than five bytes a posting, and
# found by one indexing instead of a search. 1,000,000 made passages: 45 ns a look-up of sorted rows against 3.
DENSE_SHARE = 5
# From so many postings on, the shortest texts of a term are stored: reading the whole list to bound a score takes
# 10 microseconds below, and the table stays under 1% of the postings.
FREQUENT = 1_000
# Counts told apart in that table; the last stands for itself and all above.
LEVELS = 8
# Found terms that are kept: a question asks for each of its own three times.
REMEMBERED = 1_000


def encode(term: str) -> bytes:
    """A term as it is stored: lone surrogates, which undecodable file names bring, are let through."""
    return term.encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Columns:
    """The arrays of one segment, on disk or in memory, as the format names them."""

    terms: NDArray[np.uint8]
    term_ends: NDArray[np.int64]
    posting_ends: NDArray[np.int64]
    rows: NDArray[np.uint32]
    counts: Counts
    dense_terms: NDArray[np.int64]
    dense_counts: Counts
    lengths: NDArray[np.uint32]


@dataclass(frozen=True)
class TermPostings:
    """The texts of one segment that hold one term."""

    holding: int
    rows: NDArray[np.uint32] | None
    """Ascending; None where `counts` has an entry for every text."""
    counts: Counts
    shortest: NDArray[np.uint32] | None
    """(LEVELS,): the length of the shortest text by count; None where the term is not frequent."""

    def counts_of(self, rows: Rows) -> Counts:
        """How often texts hold the term: (len(rows),). Rows ascending. Costs a search in the shorter of the two."""
        if self.rows is None:
            return self.counts[rows]
        # of one kind, or the search would first copy the whole list
        wanted = rows.astype(np.uint32)
        if len(self.rows) >= len(wanted):
            places = np.minimum(self.rows.searchsorted(wanted), len(self.rows) - 1)
            return np.where(self.rows[places] == wanted, self.counts[places], np.uint8(0))
        found = np.zeros(len(wanted), np.uint8)
        places = np.minimum(wanted.searchsorted(self.rows), len(wanted) - 1)
        same = wanted[places] == self.rows
        found[places[same]] = self.counts[same]
        return found

    def without(self, dead: Rows) -> int:
        """Texts that hold the term, but for some rows, ascending."""
        return max(0, self.holding - int(np.count_nonzero(self.counts_of(dead)))) if len(dead) else self.holding


class Postings:
    """The postings of one segment, memory-mapped.

    Raises OSError or ValueError where its files are damaged in a way that sizes tell. Later, other damage gives a
    wrong answer, or ValueError or IndexError: what an entry says is checked where it is used.
    """

    def __init__(self, folder: Path) -> None:
        lengths = arrays.load(folder / "lengths.bin", np.uint32)
        self.columns = columns = Columns(
            terms=arrays.load(folder / "terms.bin", np.uint8),
            term_ends=arrays.load(folder / "term_ends.bin", np.int64),
            posting_ends=arrays.load(folder / "posting_ends.bin", np.int64),
            rows=arrays.load(folder / "posting_rows.bin", np.uint32),
            counts=arrays.load(folder / "posting_counts.bin", np.uint8),
            dense_terms=arrays.load(folder / "dense_terms.bin", np.int64, 2),
            dense_counts=arrays.load(folder / "dense_counts.bin", np.uint8, len(lengths)),
            lengths=lengths,
        )
        self._frequent: NDArray[np.int64] = arrays.load(folder / "frequent_terms.bin", np.int64)
        self._shortest: NDArray[np.uint32] = arrays.load(folder / "shortest.bin", np.uint32, LEVELS)
        ends = [int(e[-1]) if len(e) else 0 for e in (columns.term_ends, columns.posting_ends)]
        if (
            ends != [len(columns.terms), len(columns.rows)]
            or len(columns.rows) != len(columns.counts)
            or len(columns.term_ends) != len(columns.posting_ends)
            or len(columns.dense_terms) != len(columns.dense_counts)
            or len(self._frequent) != len(self._shortest)
        ):
            raise ValueError("the postings do not fit together")
        # views that give Python's own numbers and bytes: a search for a term takes 10 microseconds instead of 40
        self._bytes, self._ends = columns.terms.data, columns.term_ends.data
        self._found: dict[str, TermPostings | None] = {}
        self._dead: tuple[Mask | None, Rows] = None, np.empty(0, np.int64)

    def __len__(self) -> int:
        return len(self.columns.lengths)

    @property
    def lengths(self) -> NDArray[np.uint32]:
        """Terms of each text."""
        return self.columns.lengths

    def total_length(self, alive: Mask | None = None) -> int:
        """Terms of all texts, or of those in the mask. Costs as much as there are texts outside of it."""
        return self._length - int(self.lengths[self.dead(alive)].sum(dtype=np.int64))

    @cached_property
    def _length(self) -> int:
        return int(self.lengths.sum(dtype=np.int64))

    def holding(self, term: str, alive: Mask | None = None) -> int:
        """Texts that hold a term, of all or of those in the mask."""
        found = self.find(term)
        return found.without(self.dead(alive)) if found else 0

    def dead(self, alive: Mask | None) -> Rows:
        """The rows that a mask leaves out, remembered for the last mask: a mask is not changed once it is given."""
        if alive is None:
            return np.empty(0, np.int64)
        mask, rows = self._dead
        if mask is not alive:
            rows = np.flatnonzero(~alive)
            self._dead = alive, rows
        return rows

    def find(self, term: str) -> TermPostings | None:
        """The postings of a term; None where no text holds it. Raises ValueError where they are damaged."""
        try:
            return self._found[term]
        except KeyError:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            position = self._position(encode(term))
            self._found[term] = found = None if position is None else self._at(position)
            return found

    def _at(self, position: int) -> TermPostings | None:
        columns, shortest = self.columns, None
        place = _place(self._frequent, position)
        if place is not None:
            shortest = self._shortest[place]
        place = _place(columns.dense_terms[:, 0], position)
        if place is not None:
            holding = int(columns.dense_terms[place, 1])
            rows, counts = None, columns.dense_counts[place]
        else:
            start, end = (
                (int(columns.posting_ends[position - 1]) if position else 0),
                int(columns.posting_ends[position]),
            )
            if not 0 <= start <= end <= len(columns.rows):
                raise ValueError("the postings of a term end before they start")
            holding = end - start
            rows, counts = columns.rows[start:end], columns.counts[start:end]
        if not 0 <= holding <= len(self):
            raise ValueError("a term has more postings than there are texts")
        return TermPostings(holding, rows, counts, shortest) if holding else None

    def _position(self, wanted: bytes) -> int | None:
        low, high = 0, len(self._ends)
        while low < high:
            middle = (low + high) // 2
            if self._term(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self._ends) and self._term(low) == wanted else None

    def _term(self, position: int) -> bytes:
        # a slice never leaves the file, whatever the ends say
        return self._bytes[self._ends[position - 1] if position else 0 : self._ends[position]].tobytes()


def _place(ascending: NDArray[np.int64], wanted: int) -> int | None:
    place = int(np.searchsorted(ascending, wanted))
    return place if place < len(ascending) and ascending[place] == wanted else None
