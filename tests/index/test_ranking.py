"""Ranking over segments, and the formulas that make one score of several."""

from itertools import pairwise

import numpy as np
import pytest
from quick_encoder import DIMENSION, vector

from corpus.article import Span
from corpus.passages import Passage
from index import fusion, ranking, segment
from index.encoder import EmbeddedPassage
from index.ranking import rank
from index.segment import ArticleRecord, EmbeddedArticle, Segment
from index.terms import terms

WORDS = "olive harbour tram strike ticket rain price town meeting almond police school".split()
QUESTIONS = ["olive harbour", "the price of a tram ticket", "police", "unknown", "?"]


def article(number, generator):
    """An article of one to four passages of a few words each."""
    texts = [" ".join(generator.choice(WORDS, 6)) for _ in range(1 + number % 4)]
    passages = [Passage((Span(10 * n, 10 * n + 9),)) for n in range(len(texts))]
    record = ArticleRecord(f"{number}.txt", "", 0, 0, "utf-8", "", None, False, None, len(texts))
    embedded = [EmbeddedPassage(vector(text), vector(text)[None]) for text in texts]
    return EmbeddedArticle(record, passages, embedded, [terms(text) for text in texts])


@pytest.fixture(scope="module")
def articles():
    generator = np.random.default_rng(4)
    return [article(number, generator) for number in range(40)]


@pytest.fixture(scope="module")
def segments_of(articles, tmp_path_factory):
    """The same articles in segments that end at the given numbers."""

    def made(*ends):
        bounds = [0, *ends, len(articles)]
        opened = []
        for start, end in pairwise(bounds):
            folder = tmp_path_factory.mktemp("segment")
            segment.write(folder, articles[start:end], DIMENSION)
            opened.append(Segment(folder, DIMENSION))
        return opened

    return made


@pytest.mark.parametrize("ends", [(1,), (20,), (7, 8, 30), (0,), (40,)])
def test_articles_in_several_segments_are_ranked_as_in_one(segments_of, ends):
    one, several = segments_of(), segments_of(*ends)
    for question in QUESTIONS:
        whole, parts = (rank(s, vector(question), terms(question)) for s in (one, several))
        np.testing.assert_allclose(parts.fused, whole.fused, atol=1e-5)
        np.testing.assert_allclose(parts.lexical, whole.lexical, atol=1e-6)
        sources = [several[n].article(row).source for n, row in zip(parts.segments, parts.rows, strict=True)]
        assert sources == [one[0].article(row).source for row in whole.rows]


def test_no_segment_and_an_empty_one_rank_nothing(tmp_path):
    segment.write(tmp_path, [], DIMENSION)
    for segments in ([], [Segment(tmp_path, DIMENSION)]):
        found = rank(segments, vector("olive"), ["oliv"])
        assert len(found.rows) == len(found.fused) == len(found.order) == 0


@pytest.mark.parametrize("candidates", [1, 2, 10])
def test_candidates_are_the_first_of_either_list_in_the_order_of_rows(segments_of, monkeypatch, candidates):
    (opened,) = segments_of()
    monkeypatch.setattr(ranking, "CANDIDATES", candidates)
    for question in QUESTIONS:
        full = opened.vectors.rows(np.arange(len(opened))) @ vector(question)
        found = rank([opened], vector(question), terms(question))
        assert found.rows.tolist() == sorted(set(found.rows.tolist()))
        assert set(np.argsort(-full)[:candidates].tolist()) <= set(found.rows.tolist())
        assert candidates <= len(found.rows) <= 2 * candidates
        np.testing.assert_allclose(found.dense, full[found.rows], atol=1e-6)


def test_the_order_is_stable_among_equals():
    scores = np.array([1, 3, 3, 2, 3], np.float32)
    nothing = np.zeros(5, np.int64)
    assert ranking.Ranking(nothing, nothing, scores, scores, scores, scores).order.tolist() == [1, 2, 4, 3, 0]


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
