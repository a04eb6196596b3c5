"""Which passages answer a question best: two lists of candidates over all segments, one score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import lexical
from index.encoder import Vectors
from index.fusion import Scores, sum_of_z_scores, with_neighbours
from index.segment import Rows, Segment
from index.vectors import Mask

# Passages that either list brings to the fusion; with fewer passages than this all of them are compared.
CANDIDATES = 1_000


@dataclass(frozen=True)
class Ranking:
    """Candidates in the order of their segments and rows: arrays of one length."""

    segments: NDArray[np.int64]
    rows: Rows
    articles: NDArray[np.int64]
    """Numbers that tell the articles of all segments apart."""
    vectors: Vectors
    """(candidates, dimension): the passages' vectors."""
    dense: Scores
    """Cosine of the passage's vector to the question's."""
    sentence: Scores
    """The largest cosine of one of its sentences."""
    lexical: Scores
    """BM25."""
    fused: Scores

    @property
    def order(self) -> NDArray[np.int64]:
        """Positions, best first; among equals the one that stands first."""
        return np.argsort(-self.fused, kind="stable")


def rank(
    segments: Sequence[Segment], vector: Vectors, words: Sequence[str], allowed: Sequence[Mask | None] | None = None
) -> Ranking:
    """Ranks the candidates of all segments for a question's vector and terms.

    `allowed` are each segment's rows that may be found, its live ones where nothing is given. What a term weighs
    follows from all live rows, whatever is allowed.
    """
    alive = [segment.alive for segment in segments]
    masks = alive if allowed is None else allowed
    statistics = lexical.statistics([s.postings for s in segments], words, alive)
    found = candidates(segments, masks, vector, words, statistics)
    parts: list[Ranking] = []
    places: list[NDArray[np.int64]] = []
    offset = articles_before = 0
    for number, (segment, rows) in enumerate(zip(segments, found, strict=True)):
        articles = segment.passages[rows, 0].astype(np.int64)
        vectors = segment.vectors.rows(rows)
        parts.append(
            Ranking(
                segments=np.full(len(rows), number, np.int64),
                rows=rows,
                articles=articles_before + articles,
                vectors=vectors,
                # not `@`: BLAS would share these out among threads, which wait for each other on busy cores
                dense=np.einsum("ij,j->i", vectors, vector),
                sentence=segment.best_sentences(rows, vector),
                lexical=lexical.scores_of(segment.postings, rows, words, statistics),
                fused=np.empty(0, np.float32),
            )
        )
        # a passage's place among all, with a gap between articles: only real neighbours are one apart
        places.append(offset + rows + articles)
        offset += len(segment) + len(segment.record_ends) + 1
        articles_before += len(segment.record_ends)
    return _fused(parts, places, len(vector))


def _fused(parts: Sequence[Ranking], places: Sequence[NDArray[np.int64]], dimension: int) -> Ranking:
    empty = np.empty(0, np.int64)
    nothing = Ranking(empty, empty, empty, np.empty((0, dimension), np.float32), *[np.empty(0, np.float32)] * 4)
    columns = {
        name: np.concatenate([getattr(part, name) for part in [nothing, *parts]])
        for name in ("segments", "rows", "articles", "vectors", "dense", "sentence", "lexical")
    }
    scores = sum_of_z_scores(columns["dense"], columns["sentence"], columns["lexical"])
    return Ranking(**columns, fused=with_neighbours(scores, np.concatenate([empty, *places])))


def candidates(
    segments: Sequence[Segment],
    allowed: Sequence[Mask | None],
    vector: Vectors,
    words: Sequence[str],
    statistics: lexical.Statistics,
) -> list[Rows]:
    """Each segment's rows that are among the first CANDIDATES of all by vector or by words, ascending."""
    counts = [
        len(s) if mask is None else int(np.count_nonzero(mask)) for s, mask in zip(segments, allowed, strict=True)
    ]
    if sum(counts) <= CANDIDATES:
        return [
            np.arange(len(s)) if mask is None else np.flatnonzero(mask)
            for s, mask in zip(segments, allowed, strict=True)
        ]
    near = [s.vectors.search(vector, CANDIDATES, mask) for s, mask in zip(segments, allowed, strict=True)]
    numbers = np.concatenate([np.full(len(rows), n) for n, (rows, _) in enumerate(near)])
    rows = np.concatenate([rows for rows, _ in near])
    best = np.argsort(-np.concatenate([cosines for _, cosines in near]), kind="stable")[:CANDIDATES]
    postings = [s.postings for s in segments]
    worded, worded_rows, _ = lexical.top(postings, allowed, words, statistics, CANDIDATES)
    return [
        np.union1d(rows[best][numbers[best] == n], worded_rows[worded == n]).astype(np.int64)
        for n in range(len(segments))
    ]
