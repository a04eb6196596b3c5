"""Which passages answer a question best.

Two lists of candidates over all segments, the nearest vectors and the best BM25, become one score, of which each
passage lends a share to its neighbours; the words of the best are then compared with the question's one by one
(index.maxsim), and what holds a rare name of the question is brought to the first places (index.names).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from index import fusion, lexical, maxsim, names
from index.arrays import Mask, Rows, Scores, union
from index.embedded import EmbeddedQuestion, Vectors
from index.segment import Segment
from index.terms import terms

# Passages that either list brings to the fusion; with fewer passages than this all of them are compared. 200 to 1,000
# find alike, with 18,827 passages beside the development sets' own.
CANDIDATES = 500
COMPARED = 100  # of the best, whose words are compared one by one; 50 to 200 measure alike
_WHOLE = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)+")
NAMED_AMONG = 3  # places among which a rare name's passage is brought


@dataclass(frozen=True)
class Candidates:
    """Passages in the order of their segments and rows: arrays of one length."""

    segments: NDArray[np.int64]
    rows: Rows
    articles: NDArray[np.int64]
    """Numbers that tell the articles of all segments apart."""
    places: NDArray[np.int64]
    """Ascending; one apart where two passages stand next to each other in an article."""
    vectors: Vectors
    """(candidates, dimension): the passages' vectors."""
    dense: Scores
    """Cosine of the passage's vector to the question's."""
    lexical: Scores
    """BM25."""

    def __len__(self) -> int:
        return len(self.rows)

    def place(self, position: int) -> tuple[int, int]:
        """The segment and the row of a candidate."""
        return int(self.segments[position]), int(self.rows[position])


@dataclass(frozen=True)
class Ranking:
    """Candidates with their scores, and their positions in order."""

    candidates: Candidates
    fused: Scores
    words: Scores
    """MaxSim of the passage's best sentence; NaN where words were not compared."""
    order: NDArray[np.int64]
    """Positions, best first; among equals the one that stands first."""
    weights: Scores
    """What each of the question's tokens counts (index.maxsim); none where words were not compared."""


def rank(
    segments: Sequence[Segment],
    text: str,
    question: EmbeddedQuestion,
    allowed: Sequence[Mask | None] | None = None,
    passage: names.Text = lambda segment, row: None,
) -> Ranking:
    """Ranks the candidates of all segments for a question.

    `allowed` are each segment's rows that may be found, its live ones where nothing is given. What a term weighs
    follows from all live rows, whatever is allowed. `passage` gives the text of a row, to look for quoted phrases.
    """
    alive = [segment.alive for segment in segments]
    masks = alive if allowed is None else allowed
    postings = [segment.postings for segment in segments]
    words = terms(text)
    statistics = lexical.statistics(postings, words, alive)
    rare = names.rare(names.named(text), postings, masks, passage)
    rows = _rows(segments, masks, question.vector, words, statistics)
    for number, row in {place for places in rare for place in places}:
        rows[number] = union(rows[number], np.array([row]))
    found = _candidates(segments, rows, question.vector, words, statistics)
    positions = {place: n for n, place in enumerate(zip(found.segments.tolist(), found.rows.tolist(), strict=True))}
    sets = [[positions[place] for place in places] for places in rare]
    states = len(question.states) > 0
    fused = _fused(segments, found, question.vector, states=states)
    compared = np.full(len(found), np.nan, np.float32)
    order = np.argsort(-fused, kind="stable")
    weights = np.empty(0, np.float32)
    if states and len(found):
        best = union(order[:COMPARED], np.array([n for members in sets for n in members], np.int64))
        weights = maxsim.weights(text, _whole(text, question.words), lambda word: _rarity(word, statistics))
        compared[best] = _maxsim(segments, found, best, question.states, weights)
        fused = _raised(fused, compared)
        order = np.argsort(-fused, kind="stable")
    order = np.array(names.first(order.tolist(), sets, NAMED_AMONG), np.int64)
    return Ranking(found, fused, compared, order, weights)


def _whole(text: str, words: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words that encoders cut apart, such as 2,963 and U.S. and Morocco's, as the wholes that terms are made of."""
    wholes = [match.span() for match in _WHOLE.finditer(text)]
    return [next((w for w in wholes if w[0] <= start and end <= w[1]), (start, end)) for start, end in words]


def _rarity(word: str, statistics: lexical.Statistics) -> float:
    """The inverse document frequency of a word, of its rarest term where it has several; 0 where it has none.

    A part of a word that is no term of the question's own was never counted, and counts nothing.
    """
    # never negative, which only counts of damaged postings would be
    return max([0.0, *(statistics.weight(term) for term in terms(word) if term in statistics.holding)])


def _rows(
    segments: Sequence[Segment],
    allowed: Sequence[Mask | None],
    vector: Vectors,
    words: Sequence[str],
    statistics: lexical.Statistics,
) -> list[Rows]:
    """Each segment's rows that are among the first CANDIDATES of all by vector or by words, ascending."""
    pairs = list(zip(segments, allowed, strict=True))
    counts = [len(segment) if mask is None else int(np.count_nonzero(mask)) for segment, mask in pairs]
    if sum(counts) <= CANDIDATES:
        return [np.arange(len(segment)) if mask is None else np.flatnonzero(mask) for segment, mask in pairs]
    near = [segment.vectors.search(vector, CANDIDATES, mask) for segment, mask in pairs]
    numbers = np.concatenate([np.full(len(rows), n) for n, (rows, _) in enumerate(near)])
    rows = np.concatenate([rows for rows, _ in near])
    best = np.argsort(-np.concatenate([cosines for _, cosines in near]), kind="stable")[:CANDIDATES]
    postings = [segment.postings for segment in segments]
    worded, worded_rows, _ = lexical.top(postings, allowed, words, statistics, CANDIDATES)
    return [union(rows[best][numbers[best] == n], worded_rows[worded == n]) for n in range(len(segments))]


def _candidates(
    segments: Sequence[Segment],
    rows: Sequence[Rows],
    vector: Vectors,
    words: Sequence[str],
    statistics: lexical.Statistics,
) -> Candidates:
    empty = np.empty(0, np.int64)
    nothing = np.empty(0, np.float32)
    parts = [Candidates(empty, empty, empty, empty, np.empty((0, len(vector)), np.float32), nothing, nothing)]
    offset = articles_before = 0
    for number, (segment, chosen) in enumerate(zip(segments, rows, strict=True)):
        articles = segment.passages[chosen, 0].astype(np.int64)
        vectors = segment.vectors.rows(chosen)
        parts.append(
            Candidates(
                segments=np.full(len(chosen), number, np.int64),
                rows=chosen,
                articles=articles_before + articles,
                # with gaps between articles that are wider than what neighbours lend each other
                places=offset + chosen + len(fusion.NEIGHBOURS) * articles,
                vectors=vectors,
                # not `@`: BLAS would share these out among threads, which wait for each other on busy cores
                dense=np.einsum("ij,j->i", vectors, vector),
                lexical=lexical.scores_of(segment.postings, chosen, words, statistics),
            )
        )
        offset += len(segment) + len(fusion.NEIGHBOURS) * (len(segment.record_ends) + 1)
        articles_before += len(segment.record_ends)
    return Candidates(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Candidates)))


def _fused(segments: Sequence[Segment], found: Candidates, vector: Vectors, *, states: bool) -> Scores:
    """The score by vectors and words, with the neighbours' shares."""
    lists, weights = [found.dense, found.lexical], [1.0, 1.0]
    shares: Sequence[float] = fusion.NEIGHBOURS
    if not states:
        lists.append(_in_segments(found, lambda n, rows: segments[n].best_sentences(rows, vector)))
        weights.append(fusion.SENTENCE_WEIGHT)
        shares = fusion.PLAIN_NEIGHBOURS
    scores = fusion.sum_of_z_scores(lists, weights, fusion.judged(found.dense, found.lexical))
    return fusion.with_neighbours(scores, found.places, shares)


def _maxsim(
    segments: Sequence[Segment], found: Candidates, best: NDArray[np.int64], states: Vectors, weights: Scores
) -> Scores:
    scores = np.empty(len(best), np.float32)
    for number in union(found.segments[best]).tolist():
        inside = np.flatnonzero(found.segments[best] == number)
        scores[inside] = segments[number].maxsim(found.rows[best[inside]], states, weights)
    return scores


def _in_segments(found: Candidates, score: Callable[[int, Rows], Scores]) -> Scores:
    """Scores of all candidates, segment by segment."""
    numbers = union(found.segments).tolist()
    parts = [score(number, found.rows[found.segments == number]) for number in numbers]
    return np.concatenate([np.empty(0, np.float32), *parts])


def _raised(fused: Scores, compared: Scores) -> Scores:
    """Scores with what the compared words add; those that were not compared follow behind."""
    inside = ~np.isnan(compared)
    raised = fused.copy()
    raised[inside] += np.float32(fusion.MAXSIM_WEIGHT) * compared[inside]
    if inside.any() and not inside.all():
        raised[~inside] += raised[inside].min() - max(fused[~inside].max(), fused[inside].min()) - np.float32(0.01)
    return raised
