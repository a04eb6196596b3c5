"""The postings of several segments as one, a few million at a time."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import arrays
from index.arrays import Mask
from index.postings import DENSE_SHARE, FREQUENT, LEVELS, Columns, Counts, Postings

# Postings that are merged at a time: 120 MB while it lasts.
AT_ONCE = 2_000_000
# Terms that are merged at a time: their numbers fit into 16 bits, which NumPy sorts by radix, three times as fast.
TERMS_AT_ONCE = 1 << 16

NO_TEXT = np.uint32(0xFFFFFFFF)  # in shortest.bin: no text holds the term so often


def merge(folder: Path, parts: Sequence[tuple[Postings, Mask | None]]) -> None:
    """Writes the postings of several segments as one, of all their rows or of those in a mask, numbered anew in order.

    The files are those that PostingsWriter would write for the texts that are kept. Memory: a few million postings at
    a time, and some ten bytes a term and a text. Raises OSError, and ValueError or IndexError where a part is damaged.
    """
    write(folder, [Part(postings.columns, mask) for postings, mask in parts])


@dataclass(frozen=True)
class _Batch:
    """Postings of some terms: three arrays of one length."""

    terms: NDArray[np.int64]
    rows: NDArray[np.int64]
    counts: Counts


class Part:
    """What a merge asks of one segment or run. Raises ValueError where it is damaged."""

    def __init__(self, columns: Columns, mask: Mask | None) -> None:
        self._columns, self._mask = columns, mask
        self._dense = columns.dense_terms[:, 0]
        total = len(columns.posting_ends)
        for ends, end in ((columns.term_ends, len(columns.terms)), (columns.posting_ends, len(columns.rows))):
            if np.any(np.diff(ends, prepend=0) < 0) or (len(ends) and ends[-1] != end):
                raise ValueError("the ends of terms or postings do not ascend")
        if np.any(np.diff(self._dense) <= 0) or np.any((self._dense < 0) | (self._dense >= total)):
            raise ValueError("the dense terms do not ascend")
        # where a row comes to stand among those that are kept
        self._number = None if mask is None else np.cumsum(mask, dtype=np.uint32) - np.uint32(1)

    @property
    def lengths(self) -> NDArray[np.uint32]:
        """Of the texts that are kept."""
        return self._columns.lengths if self._mask is None else self._columns.lengths[self._mask]

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """Entries that are read for each term."""
        sizes = np.diff(self._columns.posting_ends, prepend=0)
        sizes[self._dense] += len(self._columns.lengths)
        return sizes

    def terms(self) -> Iterator[bytes]:
        """All terms, in order."""
        whole, start = self._columns.terms.data, 0
        for end in self._columns.term_ends.tolist():
            yield whole[start:end].tobytes()
            start = end

    def kept(self) -> NDArray[np.int64]:
        """Texts that hold each term, of those that are kept."""
        if self._mask is None:
            kept = np.diff(self._columns.posting_ends, prepend=0)
            for position, line in zip(self._dense.tolist(), self._columns.dense_counts, strict=True):
                kept[position] += np.count_nonzero(line)
            return kept
        kept = np.zeros(len(self.sizes), np.int64)
        for first, last in _ranges(np.cumsum(self.sizes)):
            kept[first:last] = np.bincount(self.postings(first, last).terms - first, minlength=last - first)
        return kept

    def postings(self, first: int, last: int) -> _Batch:
        """The postings of terms first to last - 1 that are kept, their rows numbered anew; dense terms come last."""
        columns = self._columns
        ends = columns.posting_ends[first:last]
        start, end = (int(columns.posting_ends[first - 1]) if first else 0), (int(ends[-1]) if len(ends) else 0)
        end = max(start, end)
        terms = [np.repeat(np.arange(first, last), np.diff(ends, prepend=start))]
        rows, counts = [columns.rows[start:end].astype(np.int64)], [columns.counts[start:end]]
        for place in range(*np.searchsorted(self._dense, (first, last)).tolist()):
            line = columns.dense_counts[place]
            rows.append(np.flatnonzero(line))
            counts.append(line[rows[-1]])
            terms.append(np.full(len(rows[-1]), self._dense[place]))
        batch = _Batch(np.concatenate(terms), np.concatenate(rows), np.concatenate(counts))
        if np.any(batch.rows >= len(columns.lengths)):
            raise ValueError("a posting names a text that is not there")
        if self._mask is None or self._number is None:
            return batch
        alive = self._mask[batch.rows]
        return _Batch(batch.terms[alive], self._number[batch.rows[alive]].astype(np.int64), batch.counts[alive])


def _ranges(ends: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Cuts terms, by where their entries end, into ranges of at most AT_ONCE entries, or one term."""
    first = 0
    while first < len(ends):
        most = (int(ends[first - 1]) if first else 0) + AT_ONCE
        last = int(np.searchsorted(ends, most, side="right"))
        last = min(max(last, first + 1), first + TERMS_AT_ONCE, len(ends))
        yield first, last
        first = last


def _merge_terms(parts: Sequence[Part]) -> tuple[NDArray[np.uint8], NDArray[np.int64], list[NDArray[np.int64]]]:
    """All terms in order, as their bytes and ends, and where the terms of each part stand among them."""
    names, ends = bytearray(), array("q")
    places = [array("q") for _ in parts]
    last: bytes | None = None
    streams = [_numbered(part, number) for number, part in enumerate(parts)]
    for term, number in heapq.merge(*streams):
        if term != last:
            names += term
            ends.append(len(names))
            last = term
        places[number].append(len(ends) - 1)
    found = [np.array(place, np.int64) for place in places]
    if any(np.any(np.diff(place) <= 0) for place in found):
        raise ValueError("a term stands twice in one segment")
    return np.frombuffer(bytes(names), np.uint8), np.array(ends, np.int64), found


def _numbered(part: Part, number: int) -> Iterator[tuple[bytes, int]]:
    return ((term, number) for term in part.terms())


def write(folder: Path, parts: Sequence[Part]) -> None:
    names, name_ends, places = _merge_terms(parts)
    holding, sizes = np.zeros(len(name_ends), np.int64), np.zeros(len(name_ends), np.int64)
    for part, place in zip(parts, places, strict=True):
        holding[place] += part.kept()
        sizes[place] += part.sizes
    lengths = np.concatenate([np.empty(0, np.uint32), *(part.lengths for part in parts)])
    first_rows = np.cumsum([0, *(len(part.lengths) for part in parts)])
    held = holding > 0
    dense = holding * DENSE_SHARE > len(lengths)
    name_lengths = np.diff(name_ends, prepend=0)
    frequent = np.flatnonzero(holding >= FREQUENT)
    shortest = np.full((len(frequent), LEVELS), NO_TEXT)
    position = np.cumsum(held) - 1
    arrays.save(folder / "terms.bin", names[np.repeat(held, name_lengths)])
    arrays.save(folder / "term_ends.bin", np.cumsum(name_lengths[held]))
    arrays.save(folder / "posting_ends.bin", np.cumsum(np.where(dense, 0, holding)[held]))
    arrays.save(folder / "dense_terms.bin", np.stack([position[dense], holding[dense]], axis=1))
    arrays.save(folder / "frequent_terms.bin", position[frequent])
    arrays.save(folder / "lengths.bin", lengths)
    with ExitStack() as files:
        rows_file, counts_file, dense_file = (
            files.enter_context(closing(arrays.ArrayWriter(folder / name, kind)))
            for name, kind in (
                ("posting_rows.bin", np.uint32),
                ("posting_counts.bin", np.uint8),
                ("dense_counts.bin", np.uint8),
            )
        )
        for first, last in _ranges(np.cumsum(sizes)):
            batch = _merged(parts, places, first_rows, first, last)
            _shorten(shortest, frequent, batch, lengths)
            sparse = ~dense[batch.terms]
            rows_file.append(batch.rows[sparse])
            counts_file.append(batch.counts[sparse])
            for term in (first + np.flatnonzero(dense[first:last])).tolist():
                start, end = np.searchsorted(batch.terms, (term, term + 1)).tolist()
                line = np.zeros(len(lengths), np.uint8)
                line[batch.rows[start:end]] = batch.counts[start:end]
                dense_file.append(line)
    arrays.save(folder / "shortest.bin", shortest)


def _merged(
    parts: Sequence[Part],
    places: Sequence[NDArray[np.int64]],
    first_rows: NDArray[np.int64],
    first: int,
    last: int,
) -> _Batch:
    """The postings of terms first to last - 1 of all parts, by term and then by row."""
    batches = []
    for part, place, offset in zip(parts, places, first_rows.tolist(), strict=False):
        batch = part.postings(*np.searchsorted(place, (first, last)).tolist())
        batches.append(_Batch(place[batch.terms], batch.rows + offset, batch.counts))
    terms = np.concatenate([batch.terms for batch in batches])
    order = np.argsort((terms - first).astype(np.uint16), kind="stable")
    rows, counts = (np.concatenate([getattr(b, name) for b in batches]) for name in ("rows", "counts"))
    return _Batch(terms[order], rows[order], counts[order])


def _shorten(
    shortest: NDArray[np.uint32], frequent: NDArray[np.int64], batch: _Batch, lengths: NDArray[np.uint32]
) -> None:
    """Takes postings into the table of the shortest texts."""
    if not len(frequent):
        return
    place = np.minimum(np.searchsorted(frequent, batch.terms), len(frequent) - 1)
    listed = frequent[place] == batch.terms
    level = np.minimum(batch.counts[listed], LEVELS).astype(np.int64) - 1
    np.minimum.at(shortest.reshape(-1), place[listed] * LEVELS + level, lengths[batch.rows[listed]])
