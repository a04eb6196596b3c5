"""BM25 over the postings of several segments: the best passages for a question's terms, exactly.

Weights are computed when asked, from counts, so that segments of different age are ranked by common statistics.

The terms are taken rarest first, and each adds to the scores of the texts that hold it. MaxScore (Turtle and Flood
1995, "Query evaluation: strategies and optimizations") says when to stop: once k texts are known to score more than all
remaining terms together could give, no text that holds only those can be among the best. The remaining terms, which are
the common ones with the long lists, are then looked up for the few texts that can still get there. Where that never
happens, because a question holds only common words, every text is scored, in one pass over an array for each word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.arrays import Mask, Rows, Scores
from index.bm25 import K1, B, Statistics, inverse_document_frequency, norms, saturation
from index.inversion import PostingsWriter
from index.postings import LEVELS, MOST_COUNTED, Postings, TermPostings
from index.scan import Scan, Term, kth_largest
from index.union import merge

__all__ = [
    "K1", "B", "Postings", "PostingsWriter", "Statistics", "inverse_document_frequency", "merge", "scores_of",
    "statistics", "top",
]  # fmt: skip

# None of these changes a result, and twice or half of any changes the times by a few in a hundred (1,000,000 passages,
# tests/benchmarks/lexical.py).
LONG = 20_000  # postings that are scored in the time that it takes to find out whether they can be left alone
WORTH = 2  # and so many times the postings that were scored before, among which the best so far are sought
LOOKUP = 2  # looking up a text in a long list takes as long as scoring so many of its postings
FEW = 64  # where one text in so many is allowed, these are looked up
# float32 sums of the same numbers in another order differ by less; so no text is dropped that the final sum would keep.
SLACK = 1e-4


def statistics(
    segments: Sequence[Postings], terms: Iterable[str], alive: Sequence[Mask | None] | None = None
) -> Statistics:
    """The common statistics of segments for a question's terms, over the live rows alone.

    Texts that are no longer alive leave no trace; they cost a look-up each for every term.
    """
    masks = [None] * len(segments) if alive is None else alive
    gone = [segment.dead(mask) for segment, mask in zip(segments, masks, strict=True)]
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
        Scan(number, segment, mask, statistics.mean_length)
        for number, (segment, mask) in enumerate(zip(segments, allowed, strict=True))
    ]
    if k <= 0 or not asked:
        found = []
    elif FEW * sum(scan.allowed() for scan in scans) <= sum(map(len, segments)):
        found = [scan.complete(*scan.all(), asked, 0.0) for scan in scans]
    else:
        found = _search(scans, asked, k)
    least = kth_largest([scores for _, scores in found], k) * (1 - SLACK)
    kept = [rows[scores >= least] for rows, scores in found]
    exact = [scores_of(s, rows, terms, statistics) for s, rows in zip(segments, kept, strict=False)]
    numbers = np.repeat(np.arange(len(kept)), [len(rows) for rows in kept])
    rows, scores = np.concatenate([np.empty(0, np.int64), *kept]), np.concatenate([np.empty(0, np.float32), *exact])
    best = np.argsort(-scores, kind="stable")[: max(k, 0)]
    best = best[scores[best] > 0]
    return numbers[best], rows[best], scores[best]


def _asked(segments: Sequence[Postings], terms: Iterable[str], statistics: Statistics) -> list[Term]:
    """The question's terms that some text holds."""
    asked = []
    for term, times in Counter(terms).items():
        lists = [segment.find(term) for segment in segments]
        holding = sum(one.holding for one in lists if one)
        if holding:
            weight = times * statistics.weight(term)
            most = K1 + 1  # of any count; only before a long list is it asked whether what follows can be left alone
            if holding >= LONG:
                most = max(_most(one, s, statistics.mean_length) for one, s in zip(lists, segments, strict=True) if one)
            asked.append(Term(np.float32(weight), lists, holding, weight * most))
    return asked


def _most(found: TermPostings, postings: Postings, mean_length: float) -> float:
    """The largest saturation of a term in any text of a segment, or a little more."""
    if found.shortest is not None:
        counts = np.array([*range(1, LEVELS), MOST_COUNTED], np.uint8)
        return float(saturation(counts, norms(found.shortest, mean_length)).max())
    lengths = postings.lengths if found.rows is None else postings.lengths[found.rows]
    return float(saturation(found.counts, norms(lengths, mean_length)).max())


def _search(scans: Sequence[Scan], asked: Sequence[Term], k: int) -> list[tuple[Rows, Scores]]:
    """Rows of each segment and their scores, the k best among them; terms come rarest first."""
    rest = np.cumsum([0.0, *(term.bound for term in reversed(asked))])[::-1].tolist()  # of the terms from each on
    least, seen = 0.0, 0
    for done, term in enumerate(asked):
        if seen >= k and term.holding >= max(LONG, WORTH * seen):
            least = max(least, _kth_completed(scans, asked[done:], k) * (1 - SLACK))
            if rest[done] < least:
                open_yet = [scan.reaching(least - rest[done]) for scan in scans]
                if LOOKUP * sum(len(rows) for rows, _ in open_yet) <= term.holding:
                    return [
                        scan.complete(*rows, asked[done:], least) for rows, scan in zip(open_yet, scans, strict=True)
                    ]
        for scan in scans:
            scan.add(term)
        seen += term.holding
    least = max(least, kth_largest([scan.scored() for scan in scans], k) * (1 - SLACK))
    return [scan.reaching(least) for scan in scans]


def _kth_completed(scans: Sequence[Scan], rest: Sequence[Term], k: int) -> float:
    """What the k texts that lead so far score at least with the terms that are left; 0 where fewer have scored."""
    least = kth_largest([scan.scored() for scan in scans], k)
    if not least:
        return 0.0
    return kth_largest([scan.complete(*scan.reaching(least), rest, 0.0)[1] for scan in scans], k)
