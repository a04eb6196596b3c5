"""BM25 over memory-mapped postings.

Postings are plain arrays: opening costs nothing, a query reads the postings of its own words and nothing else, and
the weights are computed when asked, from counts, so that segments of different age are ranked by common statistics.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import arrays

Scores = NDArray[np.float32]

# Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond"; the values that Lucene uses
K1 = 1.2
B = 0.75

MOST_COUNTED = 65_535  # of one term in one text; above it nothing changes, BM25 is long saturated


def inverse_document_frequency(holding: int, total: int) -> float:
    """How rare a term is: ln(1 + (N - n + 0.5) / (n + 0.5)), never negative (Lucene's variant of Robertson's)."""
    return float(np.log1p((total - holding + 0.5) / (holding + 0.5)))


def saturation(counts: NDArray[np.float32], lengths: NDArray[np.float32], mean_length: float) -> NDArray[np.float32]:
    """What a count is worth in a text of that length: c (k1 + 1) / (c + k1 (1 - b + b length / mean))."""
    relative = lengths / np.float32(max(mean_length, 1e-9))
    share: NDArray[np.float32] = (counts * (K1 + 1) / (counts + K1 * (1 - B + B * relative))).astype(np.float32)
    return share


@dataclass(frozen=True)
class Statistics:
    """What weights depend on, summed over all segments."""

    texts: int
    total_length: int
    holding: dict[str, int]

    @property
    def mean_length(self) -> float:
        """Terms of an average text."""
        return self.total_length / max(self.texts, 1)

    def weight(self, term: str) -> float:
        """Inverse document frequency of a term."""
        return inverse_document_frequency(self.holding.get(term, 0), self.texts)


def write(folder: Path, texts: Iterable[Sequence[str]]) -> None:
    """Writes the postings of texts, given as their terms. Raises OSError.

    terms.bin            all terms, one after the other, in the order of their UTF-8 bytes
    term_ends.npy        (terms,) int64: where each ends in terms.bin
    posting_ends.npy     (terms,) int64: where the postings of each end in the two files that follow
    posting_rows.npy     (postings,) uint32: the text that holds the term, ascending within a term
    posting_counts.npy   (postings,) uint16: how often, at most MOST_COUNTED
    lengths.npy          (texts,) uint32: terms of each text
    """
    numbers: dict[str, int] = {}
    term, row, count, lengths = array("q"), array("q"), array("q"), array("q")
    for n, words in enumerate(texts):
        lengths.append(len(words))
        for word, times in Counter(words).items():
            term.append(numbers.setdefault(word, len(numbers)))
            row.append(n)
            count.append(times)
    ordered = sorted(numbers, key=lambda w: w.encode("utf-8", "surrogatepass"))
    place = np.empty(len(numbers), np.int64)
    for position, word in enumerate(ordered):
        place[numbers[word]] = position
    of_term = place[np.frombuffer(term, np.int64)] if len(term) else np.empty(0, np.int64)
    order = np.argsort(of_term, kind="stable")
    encoded = [w.encode("utf-8", "surrogatepass") for w in ordered]
    (folder / "terms.bin").write_bytes(b"".join(encoded))
    arrays.save(folder / "term_ends.npy", np.cumsum([len(w) for w in encoded], dtype=np.int64))
    arrays.save(folder / "posting_ends.npy", np.cumsum(np.bincount(of_term, minlength=len(ordered)), dtype=np.int64))
    arrays.save(folder / "posting_rows.npy", np.array(row, np.uint32)[order])
    arrays.save(folder / "posting_counts.npy", np.minimum(np.array(count), MOST_COUNTED).astype(np.uint16)[order])
    arrays.save(folder / "lengths.npy", np.array(lengths, np.uint32))


class Postings:
    """The postings of one segment, memory-mapped. Raises OSError or ValueError where they are damaged."""

    def __init__(self, folder: Path) -> None:
        self._term_ends: NDArray[np.int64] = arrays.load(folder / "term_ends.npy", np.int64)
        self._posting_ends: NDArray[np.int64] = arrays.load(folder / "posting_ends.npy", np.int64)
        self._rows: NDArray[np.uint32] = arrays.load(folder / "posting_rows.npy", np.uint32)
        self._counts: NDArray[np.uint16] = arrays.load(folder / "posting_counts.npy", np.uint16)
        self._lengths: NDArray[np.uint32] = arrays.load(folder / "lengths.npy", np.uint32)
        self._terms = np.memmap(folder / "terms.bin", mode="r") if len(self._term_ends) else np.empty(0, np.uint8)
        ends = [int(e[-1]) if len(e) else 0 for e in (self._term_ends, self._posting_ends, self._posting_ends)]
        if ends != [len(self._terms), len(self._rows), len(self._counts)] or (
            len(self._term_ends) != len(self._posting_ends)
        ):
            raise ValueError("the postings do not fit together")

    def __len__(self) -> int:
        return len(self._lengths)

    @property
    def total_length(self) -> int:
        """Terms of all texts."""
        return int(self._lengths.sum(dtype=np.int64))

    def holding(self, term: str) -> int:
        """Texts that hold a term."""
        start, end = self._range(term)
        return end - start

    def scores(self, terms: Iterable[str], statistics: Statistics) -> Scores:
        """BM25 of every text of the segment for a question's terms: (texts,) float32."""
        scores = np.zeros(len(self), np.float32)
        for term, times in Counter(terms).items():
            start, end = self._range(term)
            if start == end:
                continue
            rows = self._rows[start:end]
            lengths = self._lengths[rows].astype(np.float32)
            share = saturation(self._counts[start:end].astype(np.float32), lengths, statistics.mean_length)
            scores[rows] += np.float32(times * statistics.weight(term)) * share
        return scores

    def _range(self, term: str) -> tuple[int, int]:
        """Where a term's postings stand; an empty range where no text holds it."""
        wanted = term.encode("utf-8", "surrogatepass")
        low, high = 0, len(self._term_ends)
        while low < high:
            middle = (low + high) // 2
            if self._term(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        if low == len(self._term_ends) or self._term(low) != wanted:
            return 0, 0
        return (int(self._posting_ends[low - 1]) if low else 0), int(self._posting_ends[low])

    def _term(self, position: int) -> bytes:
        start = int(self._term_ends[position - 1]) if position else 0
        return self._terms[start : int(self._term_ends[position])].tobytes()


def statistics(segments: Sequence[Postings], terms: Iterable[str]) -> Statistics:
    """The common statistics of segments for a question's terms."""
    return Statistics(
        texts=sum(len(s) for s in segments),
        total_length=sum(s.total_length for s in segments),
        holding={term: sum(s.holding(term) for s in segments) for term in set(terms)},
    )
