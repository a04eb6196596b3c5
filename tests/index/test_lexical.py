"""The best texts of several segments by BM25, against BM25 of every text in a dictionary."""

import math
import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_postings import collections, limited, limits, made, questions, texts_of_words, written

from index import lexical
from index.lexical import scores_of, statistics, top
from index.postings import MOST_COUNTED
from index.scan import Scan, kth_largest


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("postings")


def reference(texts, question):
    """Robertson's BM25 with Lucene's inverse document frequency, in Python's own numbers."""
    mean = max(sum(map(len, texts)) / max(len(texts), 1), 1e-9)
    scores = []
    for words in texts:
        counts, score = Counter(words), 0.0
        for term in question:
            holding = sum(term in other for other in texts)
            idf = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            count = counts[term]
            score += idf * count * 2.2 / (count + 1.2 * (1 - 0.75 + 0.75 * len(words) / mean)) if count else 0
        scores.append(score)
    return scores


def all_scores(postings, question, common):
    return scores_of(postings, np.arange(len(postings)), question, common)


def best_of_all(segments, masks, question, common, k):
    """What `top` is to give, by scoring and sorting everything."""
    ranked = [
        (-score, number, row)
        for number, (segment, mask) in enumerate(zip(segments, masks, strict=True))
        for row, score in enumerate(all_scores(segment, question, common).tolist())
        if score > 0 and (mask is None or mask[row])
    ]
    return [(number, row, -score) for score, number, row in sorted(ranked)[:k]]


def asked(segments, masks, question, common, k):
    return list(zip(*(part.tolist() for part in top(segments, masks, question, common, k)), strict=True))


@given(parts=collections(), question=questions, k=st.sampled_from([0, 1, 3, 20, 10_000]), limits=limits)
def test_the_best_are_those_of_scoring_everything(root, parts, question, k, limits):
    with limited(limits):
        segments, masks = made(parts, root), [mask for _, mask in parts]
        common = statistics(segments, question, masks)
        assert asked(segments, masks, question, common, k) == best_of_all(segments, masks, question, common, k)


@pytest.mark.parametrize("seed", range(60))
def test_they_are_so_with_terms_left_out_as_early_as_can_be(root, seed):
    # not drawn by hypothesis, whose texts are too much alike: bounds that are a third too low must be noticed
    drawn = random.Random(seed)
    texts = [drawn.choices("aaaaabbbbcccdde", k=drawn.randint(1, 9)) for _ in range(drawn.randint(20, 60))]
    question = drawn.choices("abcde", k=drawn.randint(2, 12))
    with limited({"LONG": 0, "WORTH": 0, "LOOKUP": 0, "FREQUENT": 1}):
        [postings] = made([(texts, None)], root)
        common = statistics([postings], question)
        for k in (1, 3, 7, 12):
            assert asked([postings], [None], question, common, k) == best_of_all(
                [postings], [None], question, common, k
            )


@given(texts=texts_of_words, question=questions, limits=limits)
def test_scores_are_those_of_the_formula(root, texts, question, limits):
    with limited(limits):
        [postings] = made([(texts, None)], root)
        scores = all_scores(postings, question, statistics([postings], question))
    np.testing.assert_allclose(scores, reference(texts, question), rtol=1e-5)


@given(texts=texts_of_words, cut=st.integers(0, 8), question=questions)
def test_two_segments_with_common_statistics_score_as_one(root, texts, cut, question):
    whole, *parts = made([(texts, None), (texts[:cut], None), (texts[cut:], None)], root)
    common = statistics(parts, question)
    assert common == statistics([whole], question)
    scores = np.concatenate([all_scores(part, question, common) for part in parts])
    np.testing.assert_array_equal(scores, all_scores(whole, question, common))


@given(parts=collections(), question=questions, limits=limits)
def test_texts_that_are_gone_leave_no_trace_in_the_weights(root, parts, question, limits):
    with limited(limits):
        masks = [mask for _, mask in parts]
        left = [text for texts, mask in parts for n, text in enumerate(texts) if mask is None or mask[n]]
        [alone] = made([(left, None)], root)
        assert statistics(made(parts, root), question, masks) == statistics([alone], question)


@given(parts=collections(), question=questions, seed=st.integers(0, 1_000), limits=limits)
def test_some_texts_score_as_among_all(root, parts, question, seed, limits):
    with limited(limits):
        for postings in made(parts, root):
            rows = np.flatnonzero(np.random.default_rng(seed).random(len(postings)) < 0.2)
            common = statistics([postings], question)
            whole = all_scores(postings, question, common)
            np.testing.assert_array_equal(scores_of(postings, rows, question, common), whole[rows])


@given(
    parts=st.lists(st.lists(st.integers(-3, 9), max_size=60), max_size=3),
    k=st.integers(1, 30),
    sample=st.sampled_from([1, 2, 16]),
)
def test_the_kth_largest_is_found_whatever_the_sample_says(parts, k, sample):
    with limited({"SAMPLE": sample}):
        found = kth_largest([np.array(part, np.float32) for part in parts], k)
    positive = sorted((n for part in parts for n in part if n > 0), reverse=True)
    assert found == (positive[k - 1] if len(positive) >= k else 0)


@pytest.fixture
def scanned(monkeypatch):
    """The terms that were scored for all texts, as numbers of the texts that hold them."""
    holding = []
    add = Scan.add
    monkeypatch.setattr(Scan, "add", lambda scan, term: (holding.append(term.holding), add(scan, term)))
    return holding


def test_common_words_are_only_looked_up_where_rare_ones_decide(tmp_path, scanned):
    postings = written(tmp_path, [["the", "of", *(["olive"] if n % 100 == 0 else ["tram"])] for n in range(1_000)])
    question = ["the", "olive", "of"]
    with limited({"LONG": 100}):
        _, rows, scores = top([postings], [None], question, statistics([postings], question), 10)
    assert rows.tolist() == list(range(0, 1_000, 100)) and len(set(scores.tolist())) == 1
    assert scanned == [10]


def test_with_few_texts_allowed_nothing_else_is_scored(tmp_path, scanned):
    postings = written(tmp_path, [["the", "olive"]] * 1_000)
    mask = np.arange(1_000) == 7
    _, rows, _ = top([postings], [mask], ["the", "olive"], statistics([postings], ["the", "olive"]), 10)
    assert rows.tolist() == [7]
    assert scanned == []


def test_equals_stand_by_segment_and_row_also_where_the_k_best_end(tmp_path):
    segments = []
    for name in "ab":
        (tmp_path / name).mkdir()
        segments.append(written(tmp_path / name, [["tram"], ["olive"], ["olive"]]))
    numbers, rows, _ = top(segments, [None, None], ["olive"], statistics(segments, ["olive"]), 3)
    assert list(zip(numbers.tolist(), rows.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 1)]


@pytest.mark.parametrize("texts", [[], [[], []], [["olive"], ["tram", "olive"]]])
@pytest.mark.parametrize("question", [[], ["unknown"]])
def test_where_no_text_holds_a_term_nothing_is_found(tmp_path, texts, question):
    postings = written(tmp_path, texts)
    common = statistics([postings], question)
    assert asked([postings], [None], question, common, 10) == []
    assert all_scores(postings, question, common).tolist() == [0] * len(texts)
    assert asked([], [], question, statistics([], question), 10) == []


def test_a_term_repeated_in_the_question_counts_so_often(tmp_path):
    postings = written(tmp_path, [["olive", "oil"], ["tram"]])
    _, _, once = top([postings], [None], ["olive"], statistics([postings], ["olive"]), 5)
    _, _, twice = top([postings], [None], ["olive", "olive"], statistics([postings], ["olive"]), 5)
    np.testing.assert_allclose(twice, 2 * once)


def test_a_count_above_the_most_is_scored_as_the_most(tmp_path):
    postings = written(tmp_path, [["olive"] * (MOST_COUNTED + 45), ["olive"] * 3, ["tram"] * 300])
    common = statistics([postings], ["olive"])
    assert postings.total_length() == MOST_COUNTED + 348
    expected = reference([["olive"] * (MOST_COUNTED + 45), ["olive"] * 3, ["tram"] * 300], ["olive"])
    np.testing.assert_allclose(all_scores(postings, ["olive"], common), expected, rtol=2e-3)


def test_a_rarer_term_weighs_more(tmp_path):
    postings = written(tmp_path, [["olive", "oil"], ["olive"], ["olive"], ["tram"]])
    common = statistics([postings], ["olive", "tram", "unknown"])
    assert common.weight("unknown") > common.weight("tram") > common.weight("olive") > 0


def test_everything_of_the_interface_is_there():
    assert all(hasattr(lexical, name) for name in lexical.__all__)
