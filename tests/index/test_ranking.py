"""Ranking over segments, and the formulas that make one score of several."""

from itertools import pairwise

import numpy as np
import pytest
from made import random_articles, segment_of
from quick_encoder import vector

from index import fusion, ranking
from index.errors import IndexDamagedError
from index.ranking import rank
from index.segment import Segment
from index.terms import terms

QUESTIONS = ["olive harbour", "the price of a tram ticket", "police number007x1", "unknown", "?"]
ENDS = [(1,), (20,), (7, 8, 30), (0,), (40,)]


@pytest.fixture(scope="module")
def articles():
    return random_articles(40)


@pytest.fixture(scope="module")
def segments_of(articles, tmp_path_factory):
    """The articles of which the numbers are not dead, in segments that end at the given numbers."""

    def made(*ends, dead=(), leave_out=()):
        opened = []
        for start, end in pairwise([0, *ends, len(articles)]):
            numbers = [n for n in range(start, end) if n not in leave_out]
            gone = [place for place, n in enumerate(numbers) if n in dead]
            opened.append(segment_of(tmp_path_factory.mktemp("segment"), [articles[n] for n in numbers], gone))
        return opened

    return made


def ranked(segments, question, allowed=None):
    return rank(segments, vector(question), terms(question), allowed)


def named(segments, found):
    """Source and place of each candidate."""
    return [
        (segments[n].article(row).source, segments[n].span(row))
        for n, row in zip(found.segments, found.rows, strict=True)
    ]


def assert_same(parts, found, one, whole):
    assert named(parts, found) == named(one, whole)
    for name in ("fused", "dense", "sentence", "lexical"):
        np.testing.assert_allclose(getattr(found, name), getattr(whole, name), atol=1e-5)


@pytest.mark.parametrize("ends", ENDS)
def test_articles_in_several_segments_are_ranked_as_in_one(segments_of, ends):
    one, several = segments_of(), segments_of(*ends)
    for question in QUESTIONS:
        assert_same(several, ranked(several, question), one, ranked(one, question))


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("dead", [{0}, {39}, {7, 19, 20, 21}, set(range(30)), set(range(1, 40))])
def test_dead_articles_are_ranked_as_if_they_had_never_been(segments_of, ends, dead):
    one, several = segments_of(leave_out=dead), segments_of(*ends, dead=dead)
    for question in QUESTIONS:
        assert_same(several, ranked(several, question), one, ranked(one, question))


@pytest.mark.parametrize("candidates", [2, 10])
def test_the_candidates_of_segments_with_dead_articles_are_those_of_the_live_ones(segments_of, monkeypatch, candidates):
    monkeypatch.setattr(ranking, "CANDIDATES", candidates)
    dead = {3, 8, 9, 21, 39}
    one, several = segments_of(leave_out=dead), segments_of(7, 8, 30, dead=dead)
    for question in QUESTIONS:
        assert_same(several, ranked(several, question), one, ranked(one, question))


def test_only_allowed_rows_are_ranked_by_the_weights_of_all(segments_of):
    segments = segments_of(20, dead={3})
    allowed = [np.zeros(len(s), bool) for s in segments]
    allowed[0][[0, 4]] = allowed[1][[2, 7, 8]] = True
    for question in QUESTIONS:
        every, found = ranked(segments, question), ranked(segments, question, allowed)
        assert list(zip(found.segments, found.rows, strict=True)) == [(0, 0), (0, 4), (1, 2), (1, 7), (1, 8)]
        scores = dict(zip(zip(every.segments, every.rows, strict=True), every.lexical, strict=True))
        expected = [scores[place] for place in zip(found.segments, found.rows, strict=True)]
        np.testing.assert_allclose(found.lexical, expected, atol=1e-6)


def test_articles_of_all_segments_have_numbers_of_their_own(segments_of):
    segments = segments_of(7, 8, 30)
    found = ranked(segments, "olive")
    sources = [source for source, _ in named(segments, found)]
    assert len(set(found.articles.tolist())) == 40
    assert len(set(zip(sources, found.articles.tolist(), strict=True))) == 40


def test_candidates_come_with_their_vectors(segments_of):
    segments = segments_of(20)
    found = ranked(segments, "olive")
    for n, row, given, dense in zip(found.segments, found.rows, found.vectors, found.dense, strict=True):
        np.testing.assert_array_equal(given, segments[n].vectors.rows(np.array([row]))[0])
        assert dense == pytest.approx(float(given @ vector("olive")), abs=1e-6)


def test_no_segment_an_empty_one_and_one_of_the_dead_rank_nothing(tmp_path, articles):
    folders = [tmp_path / "1", tmp_path / "2"]
    for folder in folders:
        folder.mkdir()
    dead = segment_of(folders[1], articles[:3], dead=(0, 1, 2))
    for segments in ([], [segment_of(folders[0], [])], [dead]):
        found = ranked(segments, "olive")
        assert len(found.rows) == len(found.fused) == len(found.order) == 0


@pytest.mark.parametrize("candidates", [1, 2, 10])
def test_candidates_are_the_first_of_either_list_in_the_order_of_rows(segments_of, monkeypatch, candidates):
    (opened,) = segments_of()
    monkeypatch.setattr(ranking, "CANDIDATES", candidates)
    for question in QUESTIONS:
        full = opened.vectors.rows(np.arange(len(opened))) @ vector(question)
        found = ranked([opened], question)
        assert found.rows.tolist() == sorted(set(found.rows.tolist()))
        assert set(np.argsort(-full)[:candidates].tolist()) <= set(found.rows.tolist())
        assert candidates <= len(found.rows) <= 2 * candidates
        np.testing.assert_allclose(found.dense, full[found.rows], atol=1e-6)


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, 3])
def test_a_vector_that_is_no_direction_is_damage_and_not_a_rank_of_all(segments_of, number):
    (opened,) = segments_of()
    path = opened.folder / "vectors.faiss"
    content = bytearray(path.read_bytes())
    content[-48:] = np.full(24, number, np.float16).tobytes()  # of the last passage
    path.write_bytes(content)
    again = Segment(opened.folder, opened.dimension, opened.vectors._layout)
    with pytest.raises(IndexDamagedError):
        ranked([again], "olive")


def test_the_order_is_stable_among_equals():
    scores = np.array([1, 3, 3, 2, 3], np.float32)
    nothing = np.zeros(5, np.int64)
    assert ranking.Ranking(
        nothing, nothing, nothing, np.zeros((5, 2), np.float32), scores, scores, scores, scores
    ).order.tolist() == [1, 2, 4, 3, 0]


def test_neighbours_share_their_scores_and_a_gap_keeps_them_apart():
    scores = np.array([1, 2, 4, 8], np.float32)
    share = fusion.NEIGHBOUR_WEIGHT
    found = fusion.with_neighbours(scores, np.array([0, 1, 3, 4]))
    np.testing.assert_allclose(found, [1 + 2 * share, 2 + share, 4 + 8 * share, 8 + 4 * share])
    assert scores.tolist() == [1, 2, 4, 8]


def test_z_scores_of_equal_scores_are_zero():
    assert fusion.z_scores(np.full(5, 0.3, np.float32)).tolist() == [0.0] * 5
    assert fusion.z_scores(np.empty(0, np.float32)).tolist() == []


def test_z_scores_have_mean_zero_and_deviation_one():
    scores = fusion.z_scores(np.random.default_rng(1).normal(7, 3, 100).astype(np.float32))
    assert scores.mean() == pytest.approx(0, abs=1e-5)
    assert scores.std() == pytest.approx(1, abs=1e-5)
