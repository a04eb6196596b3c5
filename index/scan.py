"""One segment's BM25 scores while the terms of a question come in, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.arrays import Mask, Rows, Scores
from index.bm25 import norms, saturation
from index.postings import Postings, TermPostings

# None of these changes a result, and twice or half of any changes the times by a few in a hundred (1,000,000 passages,
# tests/benchmarks/lexical.py).
BLOCK = (
    32_768  # texts of a dense list that are scored at a time: what is computed of them stays in the processor's cache
)
SPARSE = 16  # up to one text in so many, those that have scored are kept as a list of rows
SAMPLE = 16  # of many scores one in so many is looked at to guess the k-th best of all


@dataclass(frozen=True)
class Term:
    """A question's term: what it weighs, where it stands in each segment, and the most it adds to a score."""

    weight: np.float32
    lists: list[TermPostings | None]
    holding: int
    bound: float


class Scan:
    """The scores of one segment's texts while the terms of a question come in; minus infinity where not allowed."""

    def __init__(self, number: int, postings: Postings, mask: Mask | None, mean_length: float) -> None:
        self._number, self._postings = number, postings
        self._mask, self._mean_length = mask, mean_length
        self._scores = np.zeros(len(postings), np.float32)
        self._touched: list[NDArray[np.uint32]] = []  # rows that have scored, as long as they are few
        self._many = False
        self._norms: Scores | None = None
        if mask is not None:
            self._scores[postings.dead(mask)] = -np.inf

    def allowed(self) -> int:
        """How many texts are in the mask."""
        return len(self._postings) if self._mask is None else int(np.count_nonzero(self._mask))

    def all(self) -> tuple[Rows, Scores]:
        """The rows that are in the mask, with their scores."""
        rows = np.arange(len(self._postings)) if self._mask is None else np.flatnonzero(self._mask)
        return rows, self._scores[rows]

    def add(self, term: Term) -> None:
        """Adds what a term is worth to every text that holds it."""
        found = term.lists[self._number]
        if found is None:
            return
        if found.rows is not None:
            norm = norms(self._postings.lengths[found.rows], self._mean_length)
            self._scores[found.rows] += term.weight * saturation(found.counts, norm)
            self._touched.append(found.rows)
            self._many |= sum(map(len, self._touched)) * SPARSE > len(self._scores)
            return
        if self._norms is None:
            self._norms = norms(self._postings.lengths, self._mean_length)
        for start in range(0, len(self._scores), BLOCK):
            block = slice(start, start + BLOCK)
            self._scores[block] += term.weight * saturation(found.counts[block], self._norms[block])
        self._many = True

    def scored(self) -> Scores:
        """The scores of the rows that have scored, or of all where these are many."""
        return self._scores if self._many else self._scores[self._rows_touched()]

    def reaching(self, least: float) -> tuple[Rows, Scores]:
        """Rows that have scored, and at least so much, with their scores."""
        if self._many:
            rows = np.flatnonzero(self._scores >= np.float32(least) if least > 0 else self._scores > 0)
            return rows, self._scores[rows]
        rows = self._rows_touched()
        scores = self._scores[rows]
        keep = (scores > 0) & (scores >= np.float32(least))
        return rows[keep], scores[keep]

    def _rows_touched(self) -> Rows:
        if len(self._touched) > 1:
            rows = np.sort(np.concatenate(self._touched))
            self._touched = [rows[np.diff(rows, prepend=rows[:1] + np.uint32(1)) > 0]]
        return self._touched[0].astype(np.int64) if self._touched else np.empty(0, np.int64)

    def complete(self, rows: Rows, scores: Scores, terms: Sequence[Term], least: float) -> tuple[Rows, Scores]:
        """Adds terms to the scores of some rows alone. Drops rows on the way that cannot come to `least`."""
        scores = scores.copy()
        norm = norms(self._postings.lengths[rows], self._mean_length)
        rest = sum(term.bound for term in terms)
        for term in sorted(terms, key=lambda term: -term.bound):
            found, rest = term.lists[self._number], rest - term.bound
            if found is not None and len(rows):
                scores += term.weight * saturation(found.counts_of(rows), norm)
            keep = scores >= least - rest
            if not keep.all():
                rows, scores, norm = rows[keep], scores[keep], norm[keep]
        return rows, scores


def kth_largest(parts: Sequence[Scores], k: int) -> float:
    """The k-th largest score above 0 of several arrays together; 0 where there are fewer."""
    if sum(map(len, parts)) > SAMPLE * k:
        # the guess is a little low, so that mostly enough scores reach it; these are few, and sorted out exactly
        sample = np.concatenate([scores[::SAMPLE] for scores in parts])
        place = min(len(sample), k // SAMPLE + k // (4 * SAMPLE) + 8)
        guess = max(np.partition(sample, len(sample) - place)[len(sample) - place], np.float32(0))
        reached = [scores[scores >= guess] if guess > 0 else scores[scores > 0] for scores in parts]
        if sum(map(len, reached)) >= k or guess <= 0:
            parts = reached
    scores = np.concatenate([np.empty(0, np.float32), *parts])
    if len(scores) < k or k <= 0:
        return 0.0
    return max(float(np.partition(scores, len(scores) - k)[len(scores) - k]), 0.0)
