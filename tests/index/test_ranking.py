"""Ranking over segments, and the formulas that make one score of several."""

from itertools import pairwise

import numpy as np
import pytest
from made import opened, random_articles, segment_of
from quick_encoder import QuickQuestions, vector

from index import fusion, names, ranking
from index.embedded import EmbeddedQuestion
from index.errors import IndexDamagedError
from index.ranking import rank

QUESTIONS = ["olive harbour", "the price of a tram ticket", "police number7x1", "unknown", "?"]
ENDS = [(1,), (20,), (7, 8, 30), (0,), (40,)]


@pytest.fixture(scope="module")
def articles():
    return random_articles(40)


@pytest.fixture(scope="module")
def segments_of(articles, tmp_path_factory):
    """The articles of which the numbers are not dead, in segments that end at the given numbers."""

    def made(*ends, dead=(), leave_out=()):
        segments = []
        for start, end in pairwise([0, *ends, len(articles)]):
            numbers = [n for n in range(start, end) if n not in leave_out]
            gone = [place for place, n in enumerate(numbers) if n in dead]
            segments.append(segment_of(tmp_path_factory.mktemp("segment"), [articles[n] for n in numbers], gone))
        return segments

    return made


def ranked(segments, question, allowed=None, *, states=True):
    """A ranking by all that the encoder gives, or without the states of tokens."""
    asked = QuickQuestions().question(question)
    return rank(segments, question, asked if states else EmbeddedQuestion(asked.vector), allowed)


def named(segments, found):
    """Source and place of each candidate."""
    places = [found.candidates.place(n) for n in range(len(found.candidates))]
    return [(segments[n].article(row).source, segments[n].span(row)) for n, row in places]


def rows_of(found):
    """Segment and row of each candidate."""
    return [found.candidates.place(n) for n in range(len(found.candidates))]


def assert_same(parts, found, one, whole):
    assert named(parts, found) == named(one, whole)
    np.testing.assert_allclose(found.fused, whole.fused, atol=1e-4)
    np.testing.assert_allclose(found.words, whole.words, atol=1e-5)
    for name in ("dense", "lexical"):
        np.testing.assert_allclose(getattr(found.candidates, name), getattr(whole.candidates, name), atol=1e-5)


@pytest.mark.parametrize("ends", ENDS)
def test_articles_in_several_segments_are_ranked_as_in_one(segments_of, ends):
    one, several = segments_of(), segments_of(*ends)
    for question in QUESTIONS:
        for states in (True, False):
            found, whole = (ranked(s, question, states=states) for s in (several, one))
            assert_same(several, found, one, whole)


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
        assert rows_of(found) == [(0, 0), (0, 4), (1, 2), (1, 7), (1, 8)]
        scores = dict(zip(rows_of(every), every.candidates.lexical, strict=True))
        np.testing.assert_allclose(found.candidates.lexical, [scores[place] for place in rows_of(found)], atol=1e-6)


def test_articles_of_all_segments_have_numbers_of_their_own(segments_of):
    segments = segments_of(7, 8, 30)
    found = ranked(segments, "olive")
    numbers = found.candidates.articles.tolist()
    assert len(set(numbers)) == 40
    assert len({(source, n) for (source, _), n in zip(named(segments, found), numbers, strict=True)}) == 40


def test_candidates_come_with_their_vectors(segments_of):
    segments = segments_of(20)
    found = ranked(segments, "olive").candidates
    for n, row, given, dense in zip(found.segments, found.rows, found.vectors, found.dense, strict=True):
        np.testing.assert_array_equal(given, segments[n].vectors.rows(np.array([row]))[0])
        assert dense == pytest.approx(float(given @ vector("olive")), abs=1e-6)


def test_the_order_is_by_score_and_among_equals_by_place(segments_of):
    found = ranked(segments_of(20), "olive harbour")
    assert found.order.tolist() == np.argsort(-found.fused, kind="stable").tolist()
    assert len(set(found.order.tolist())) == len(found.candidates)


def test_only_the_words_of_the_best_are_compared_and_all_others_follow_behind(segments_of, monkeypatch):
    monkeypatch.setattr(ranking, "COMPARED", 5)
    found = ranked(segments_of(20), "the price of a tram ticket")
    compared = ~np.isnan(found.words)
    assert compared.sum() == 5
    assert compared[found.order[:5]].all()
    assert found.fused[compared].min() >= found.fused[~compared].max()


def test_no_segment_an_empty_one_and_one_of_the_dead_rank_nothing(tmp_path, articles):
    folders = [tmp_path / "1", tmp_path / "2"]
    for folder in folders:
        folder.mkdir()
    dead = segment_of(folders[1], articles[:3], dead=(0, 1, 2))
    for segments in ([], [segment_of(folders[0], [])], [dead]):
        found = ranked(segments, "olive")
        assert len(found.candidates) == len(found.fused) == len(found.words) == len(found.order) == 0


@pytest.mark.parametrize("candidates", [1, 2, 10])
def test_candidates_are_the_first_of_either_list_in_the_order_of_rows(segments_of, monkeypatch, candidates):
    (one,) = segments_of()
    monkeypatch.setattr(ranking, "CANDIDATES", candidates)
    for question in QUESTIONS:
        full = one.vectors.rows(np.arange(len(one))) @ vector(question)
        found = ranked([one], question).candidates
        assert found.rows.tolist() == sorted(set(found.rows.tolist()))
        assert set(np.argsort(-full)[:candidates].tolist()) <= set(found.rows.tolist())
        assert candidates <= len(found.rows) <= 2 * candidates + names.RARE
        np.testing.assert_allclose(found.dense, full[found.rows], atol=1e-6)


@pytest.mark.parametrize("ends", [(), (20,), (7, 8, 30)])
def test_a_passage_that_alone_holds_a_name_of_the_question_is_a_candidate_and_among_the_first(
    segments_of, monkeypatch, ends
):
    monkeypatch.setattr(ranking, "CANDIDATES", 2)
    segments = segments_of(*ends)
    found = ranked(segments, "the olive harbour and the tram of number7x1")
    sources = [named(segments, found)[n] for n in found.order[: ranking.NAMED_AMONG]]
    assert ("007.txt", 1) in [(source, segments_row(segments, source, span)) for source, span in sources]


def segments_row(segments, source, span):
    """The number of a passage in its article."""
    for segment in segments:
        for number, record in segment.live_articles():
            if record.source == source:
                return [segment.span(row) for row in segment.passage_rows(number)].index(span)
    return None


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, 3])
def test_a_vector_that_is_no_direction_is_damage_and_not_a_rank_of_all(segments_of, number):
    (one,) = segments_of()
    path = one.folder / "vectors.faiss"
    content = bytearray(path.read_bytes())
    content[-48:] = np.full(24, number, np.float16).tobytes()  # of the last passage
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError):
        ranked([opened(one.folder, one.vectors._layout)], "olive")


def test_neighbours_share_their_scores_and_a_gap_keeps_them_apart():
    scores = np.array([1, 2, 4, 8, 16], np.float32)
    found = fusion.with_neighbours(scores, np.array([0, 1, 4, 5, 6]), (0.5, 0.25))
    np.testing.assert_allclose(found, [1 + 1, 2 + 0.5, 4 + 4 + 4, 8 + 2 + 8, 16 + 4 + 1])
    assert scores.tolist() == [1, 2, 4, 8, 16]


def test_a_neighbour_that_is_no_candidate_gives_nothing_and_the_one_behind_it_its_share():
    scores = np.array([1, 2, 4], np.float32)
    np.testing.assert_allclose(fusion.with_neighbours(scores, np.array([0, 2, 3]), (0.5, 0.25)), [1.5, 4.25, 5])
    np.testing.assert_allclose(fusion.with_neighbours(scores, np.array([0, 2, 3]), (0.5,)), [1, 4, 5])


def test_z_scores_of_equal_scores_are_zero():
    assert fusion.z_scores(np.full(5, 0.3, np.float32)).tolist() == [0.0] * 5
    assert fusion.z_scores(np.empty(0, np.float32)).tolist() == []
    assert fusion.z_scores(np.arange(3, dtype=np.float32), np.zeros(3, bool)).tolist() == [0.0] * 3


def test_z_scores_have_mean_zero_and_deviation_one_over_those_judged():
    scores = np.random.default_rng(1).normal(7, 3, 100).astype(np.float32)
    judged = np.arange(100) < 60
    for sample, found in ((slice(None), fusion.z_scores(scores)), (judged, fusion.z_scores(scores, judged))):
        assert found[sample].mean() == pytest.approx(0, abs=1e-5)
        assert found[sample].std() == pytest.approx(1, abs=1e-5)


def test_the_judged_are_the_first_of_either_list_and_of_words_only_those_that_hold_one(monkeypatch):
    monkeypatch.setattr(fusion, "JUDGED", 2)
    dense, lexical = np.array([9, 8, 1, 2, 3], np.float32), np.array([0, 0, 5, 0, 0], np.float32)
    assert fusion.judged(dense, lexical).tolist() == [True, True, True, False, False]
