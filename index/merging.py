"""Few pieces out of many: what a rebuild adds is a small piece of its own, and pieces of a size become one in time.

As in a log-structured merge tree (O'Neil et al. 1996): a passage is written again once for each tier that it climbs,
so that a change costs what it changes and not what there is, and a question meets few pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import lexical, vectors
from index.arrays import Mask, following
from index.embedded import Vectors
from index.manifest import Piece
from index.segment import Segment, TableWriter
from index.vectors import AT_ONCE, FLAT_UP_TO, Layout

SMALLEST_TIER = 512  # passages
TIER_FACTOR = 8  # sizes of one tier differ by less than this, and so many pieces of one are kept
MOST_DEAD = 0.3  # of a piece's passages; a piece that holds more is written again without them


def tier(passages: int) -> int:
    """0 up to SMALLEST_TIER passages, and one more for every factor of TIER_FACTOR."""
    number = 0
    while passages > SMALLEST_TIER * TIER_FACTOR**number:
        number += 1
    return number


def plan(pieces: Sequence[Piece]) -> list[list[int]]:
    """Positions of the pieces that become one, each piece in one group at the most; the others stay as they are.

    Pieces of a tier are merged when there are more than TIER_FACTOR of them, a piece with many dead passages is written
    again, and all pieces whose vectors are compared one by one are merged where they hold too many together.
    """
    flat = [n for n, piece in enumerate(pieces) if piece.vectors.kind == "flat" or _becomes_flat(piece)]
    if len(flat) > 1 and sum(pieces[n].live_passages for n in flat) > FLAT_UP_TO:
        groups = [flat]
    else:
        tiers: dict[int, list[int]] = {}
        for n, piece in enumerate(pieces):
            tiers.setdefault(tier(piece.live_passages), []).append(n)
        groups = [group for _, group in sorted(tiers.items()) if len(group) > TIER_FACTOR]
    merged = {n for group in groups for n in group}
    return groups + [[n] for n, piece in enumerate(pieces) if n not in merged and _worn(piece)]


def _worn(piece: Piece) -> bool:
    return piece.dead_passages > MOST_DEAD * piece.passages


def _becomes_flat(piece: Piece) -> bool:
    """Whether its inverted lists will be none once it is written again."""
    return _worn(piece) and Layout.of(piece.live_passages).kind == "flat"


def merge(folder: Path, segments: Sequence[Segment]) -> tuple[int, int, Layout]:
    """Writes the live articles of segments as one into an empty folder; its articles, passages and layout.

    Nothing is embedded or read from articles. Memory: the vectors as float16, and some MB. Raises OSError, and
    IndexDamagedError where a segment is not what it should be.
    """
    articles, passages = _merge_tables(folder, segments)
    lexical.merge(folder, [(segment.postings, segment.alive) for segment in segments])

    def chunks() -> Iterator[Vectors]:
        for segment in segments:
            rows = _rows(segment)
            for first in range(0, len(rows), AT_ONCE):
                yield segment.vectors.rows(rows[first : first + AT_ONCE])

    layout = vectors.write(folder / "vectors.faiss", passages, segments[0].dimension, chunks)
    return articles, passages, layout


def _merge_tables(folder: Path, segments: Sequence[Segment]) -> tuple[int, int]:
    """Writes the files that hold a row an article, a passage or a sentence; how many articles and passages."""
    with closing(TableWriter(folder)) as tables:
        articles_before = passages_before = sentences_before = tokens_before = bytes_before = 0
        for segment in segments:
            live = _live_articles(segment)
            rows = _rows(segment)
            lengths = np.diff(segment.record_ends, prepend=0)[live]
            for number in np.flatnonzero(live).tolist():
                start = int(segment.record_ends[number - 1]) if number else 0
                tables.articles.append(segment.records[start : int(segment.record_ends[number])])
            tables.article_ends.append(np.cumsum(lengths) + bytes_before)
            table = segment.passages[rows].astype(np.int64)
            firsts = np.append(segment.passages[:, 3].astype(np.int64), len(segment.sentence_spans))
            counts = (firsts[1:] - firsts[:-1])[rows]
            kept = following(table[:, 3], counts)
            for first in range(0, len(kept), AT_ONCE):
                some = kept[first : first + AT_ONCE]
                tables.sentences.append(segment.sentence_spans[some])
                tables.vectors.append(segment.small_vectors[some])
            firsts = np.append(segment.passages[:, 4].astype(np.int64), len(segment.token_states))
            tokens = (firsts[1:] - firsts[:-1])[rows]
            kept_tokens = following(table[:, 4], tokens)
            for first in range(0, len(kept_tokens), AT_ONCE):
                tables.states.append(segment.token_states[kept_tokens[first : first + AT_ONCE]])
            table[:, 4] = np.cumsum(tokens) - tokens + tokens_before
            table[:, 0] = (np.cumsum(live) - 1)[table[:, 0]] + articles_before
            table[:, 3] = np.cumsum(counts) - counts + sentences_before
            tables.passages.append(table)
            tables.digests.append(segment.digests[rows])
            articles_before += int(live.sum())
            passages_before += len(rows)
            sentences_before += len(kept)
            tokens_before += len(kept_tokens)
            bytes_before += int(lengths.sum())
    return articles_before, passages_before


def _live_articles(segment: Segment) -> Mask:
    live = np.ones(len(segment.record_ends), bool)
    live[list(segment.dead)] = False
    return live


def _rows(segment: Segment) -> NDArray[np.int64]:
    return np.arange(len(segment)) if segment.alive is None else np.flatnonzero(segment.alive)
