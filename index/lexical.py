"""BM25 over the postings of several segments: the best passages for a question's terms, exactly.

Weights are computed when asked, from counts, so that segments of different age are ranked by common statistics.

The terms are taken rarest first, and each adds to the scores of the texts that hold it. MaxScore (Turtle and Flood 1995,
"Query evaluation: strategies and optimizations") says when to stop: once k texts are known to score more than all
remaining terms together could give, no text that holds only those can be among the best. The remaining terms, which are
the common ones with the long lists, are then looked up for the few texts that can still get there. Where that never
happens, because a question holds only common words, everything is scored: a pass over a list, not over objects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.inversion import PostingsWriter, merge
from index.postings import LEVELS, MOST_COUNTED, Mask, Postings, Rows, TermPostings, dead

__all__ = [
    "K1", "B", "Postings", "PostingsWriter", "Scores", "Statistics", "inverse_document_frequency", "merge", "scores_of",
    "statistics", "top",
]  # fmt: skip

Scores = NDArray[np.float32]

# Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond"; the values that Lucene uses
K1 = 1.2
B = 0.75

# Texts of a dense list that are scored at a time: a block and what is computed of it stay in the processor's cache.
BLOCK = 32_768
# A list so long costs more than finding out whether it can be left alone: 1,000,000 passages, 0.6 ms.
LONG = 20_000
# With one text in so many allowed, looking these up beats scoring all.
FEW = 64
# float32 sums of the same numbers in another order differ by less; so no text is dropped that the final sum would keep.
SLACK = 1e-4
# Of a long array of scores one in so many is looked at to guess the k-th best of all.
SAMPLE = 16


def inverse_document_frequency(holding: int, total: int) -> float:
    """How rare a term is: ln(1 + (N - n + 0.5) / (n + 0.5)), never negative (Lucene's variant of Robertson's)."""
    return float(np.log1p((total - holding + 0.5) / (holding + 0.5)))


def norms(lengths: NDArray[np.uint32], mean_length: float) -> Scores:
    """How much a text's length takes from a count: k1 (1 - b + b length / mean)."""
    return lengths.astype(np.float32) * np.float32(K1 * B / max(mean_length, 1e-9)) + np.float32(K1 * (1 - B))


def saturation(counts: NDArray[np.uint8], norms: Scores) -> Scores:
    """What a count is worth in a text of that norm: c (k1 + 1) / (c + norm)."""
    share = counts.astype(np.float32)
    share /= share + norms
    share *= np.float32(K1 + 1)
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


def statistics(
    segments: Sequence[Postings], terms: Iterable[str], alive: Sequence[Mask | None] | None = None
) -> Statistics:
    """The common statistics of segments for a question's terms, over the live rows alone.

    Texts that are no longer alive leave no trace; they cost a look-up each for every term.
    """
    masks = [None] * len(segments) if alive is None else alive
    gone = [dead(mask) for mask in masks]
    found = {term: [segment.find(term) for segment in segments] for term in set(terms)}
    return Statistics(
        texts=sum(len(segment) - len(rows) for segment, rows in zip(segments, gone, strict=True)),
        total_length=sum(segment.total_length(mask) for segment, mask in zip(segments, masks, strict=True)),
        holding={
            term: sum(one.without(rows) for one, rows in zip(lists, gone, strict=True) if one)
            for term, lists in found.items()
        },
    )


def scores_of(postings: Postings, rows: Rows, terms: Iterable[str], statistics: Statistics) -> Scores:
    """BM25 of some texts of a segment, rows ascending, for a question's terms: (len(rows),)."""
    scores = np.zeros(len(rows), np.float32)
    norm = norms(postings.lengths[rows], statistics.mean_length)
    for term, times in Counter(terms).items():
        found = postings.find(term)
        if found:
            scores += np.float32(times * statistics.weight(term)) * saturation(found.counts_of(rows), norm)
    return scores


@dataclass(frozen=True)
class _Term:
    """A question's term: what it weighs, where it stands in each segment, and the most it adds to a score."""

    weight: np.float32
    lists: list[TermPostings | None]
    holding: int
    bound: float


def top(
    segments: Sequence[Postings],
    allowed: Sequence[Mask | None],
    terms: Iterable[str],
    statistics: Statistics,
    k: int,
) -> tuple[NDArray[np.int64], Rows, Scores]:
    """The k best texts of all segments: number of the segment, row, BM25. Best first, ties by segment and row.

    Only rows in the masks, and only those that hold a term. What is returned is what scoring every text would return.
    Raises ValueError or IndexError where postings are found to be damaged.
    """
    terms = list(terms)
    asked = sorted(_asked(segments, terms, statistics), key=lambda term: term.holding)
    scans = [
        _Scan(number, segment, mask, statistics.mean_length)
        for number, (segment, mask) in enumerate(zip(segments, allowed, strict=True))
    ]
    if k <= 0 or not asked:
        found = []
    elif sum(scan.allowed for scan in scans) <= sum(map(len, segments)) // FEW:
        found = [scan.complete(scan.rows(), asked, 0.0) for scan in scans]
    else:
        found = _search(scans, asked, k)
    least = _kth([scores for _, scores in found], k) * (1 - SLACK)
    kept = [rows[scores >= least] for rows, scores in found]
    exact = [scores_of(s, rows, terms, statistics) for s, rows in zip(segments, kept, strict=False)]
    numbers = np.repeat(np.arange(len(kept)), [len(rows) for rows in kept])
    rows, scores = np.concatenate([np.empty(0, np.int64), *kept]), np.concatenate([np.empty(0, np.float32), *exact])
    best = np.argsort(-scores, kind="stable")[: max(k, 0)]
    best = best[scores[best] > 0]
    return numbers[best], rows[best], scores[best]


def _asked(segments: Sequence[Postings], terms: Iterable[str], statistics: Statistics) -> list[_Term]:
    """The question's terms that some text holds."""
    asked = []
    for term, times in Counter(terms).items():
        lists = [segment.find(term) for segment in segments]
        holding = sum(one.holding for one in lists if one)
        if holding:
            weight = times * statistics.weight(term)
            most = max(_most(one, s, statistics.mean_length) for one, s in zip(lists, segments, strict=True) if one)
            asked.append(_Term(np.float32(weight), lists, holding, weight * most))
    return asked


def _most(found: TermPostings, postings: Postings, mean_length: float) -> float:
    """The largest saturation of a term in any text of a segment, or a little more."""
    if found.shortest is not None:
        counts = np.array([*range(1, LEVELS), MOST_COUNTED], np.uint8)
        return float(saturation(counts, norms(found.shortest, mean_length)).max())
    lengths = postings.lengths if found.rows is None else postings.lengths[found.rows]
    return float(saturation(found.counts, norms(lengths, mean_length)).max())


class _Scan:
    """The scores of one segment's texts while the terms of a question come in; minus infinity where not allowed."""

    def __init__(self, number: int, postings: Postings, mask: Mask | None, mean_length: float) -> None:
        self.number, self.postings = number, postings
        self._mask, self._mean_length = mask, mean_length
        self.allowed = len(postings) if mask is None else int(np.count_nonzero(mask))
        self.scores = np.zeros(len(postings), np.float32)
        self._norms: Scores | None = None
        if mask is not None:
            self.scores[dead(mask)] = -np.inf

    def rows(self) -> Rows:
        """All rows that are allowed."""
        return np.arange(len(self.postings)) if self._mask is None else np.flatnonzero(self._mask)

    def add(self, term: _Term) -> None:
        """Adds what a term is worth to every text that holds it."""
        found = term.lists[self.number]
        if found is None:
            return
        if found.rows is not None:
            norm = norms(self.postings.lengths[found.rows], self._mean_length)
            self.scores[found.rows] += term.weight * saturation(found.counts, norm)
            return
        if self._norms is None:
            self._norms = norms(self.postings.lengths, self._mean_length)
        for start in range(0, len(self.scores), BLOCK):
            block = slice(start, start + BLOCK)
            self.scores[block] += term.weight * saturation(found.counts[block], self._norms[block])

    def reaching(self, least: float) -> Rows:
        """Rows that have scored, and at least so much."""
        return np.flatnonzero(self.scores >= np.float32(least) if least > 0 else self.scores > 0)

    def complete(self, rows: Rows, terms: Sequence[_Term], least: float) -> tuple[Rows, Scores]:
        """Adds terms to the scores of some rows alone. Drops rows on the way that cannot come to `least`."""
        scores = self.scores[rows]
        norm = norms(self.postings.lengths[rows], self._mean_length)
        rest = sum(term.bound for term in terms)
        for term in sorted(terms, key=lambda term: -term.bound):
            found, rest = term.lists[self.number], rest - term.bound
            if found is not None and len(rows):
                scores += term.weight * saturation(found.counts_of(rows), norm)
            keep = scores >= least - rest
            if not keep.all():
                rows, scores, norm = rows[keep], scores[keep], norm[keep]
        return rows, scores


def _search(scans: Sequence[_Scan], asked: Sequence[_Term], k: int) -> list[tuple[Rows, Scores]]:
    """Rows of each segment and their scores, the k best among them; terms come rarest first."""
    rest = np.cumsum([0.0, *(term.bound for term in reversed(asked))])[::-1]  # of the terms from each on
    least, seen = 0.0, 0
    for done, term in enumerate(asked):
        if term.holding >= LONG and seen >= k and 2 * rest[done] < rest[0]:
            least = max(least, _kth_completed(scans, asked[done:], k) * (1 - SLACK))
            if rest[done] < least:
                return [scan.complete(scan.reaching(least - rest[done]), asked[done:], least) for scan in scans]
        for scan in scans:
            scan.add(term)
        seen += term.holding
    least = max(least, _kth([scan.scores for scan in scans], k) * (1 - SLACK))
    rows = [scan.reaching(least) for scan in scans]
    return [(r, scan.scores[r]) for r, scan in zip(rows, scans, strict=True)]


def _kth_completed(scans: Sequence[_Scan], rest: Sequence[_Term], k: int) -> float:
    """What the k texts that lead so far score at least with the terms that are left; 0 where fewer have scored."""
    least = _kth([scan.scores for scan in scans], k)
    return least and _kth([scan.complete(scan.reaching(least), rest, 0.0)[1] for scan in scans], k)


def _kth(parts: Sequence[Scores], k: int) -> float:
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
