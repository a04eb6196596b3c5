"""Words compared one by one: what is packed comes back, and the best sentence is the one that answers the words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import maxsim
from index.embedded import unit
from index.maxsim import best_sentences, pack, unpack, weights


def states(count, seed=0, dimension=64):
    return np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)


@given(st.integers(0, 30), st.integers(0, 2**31))
def test_packing_what_was_unpacked_gives_the_same_bytes(count, seed):
    packed = pack(states(count, seed))
    assert packed.shape == (count, 32)
    np.testing.assert_array_equal(pack(unpack(packed)), packed)


def test_an_unpacked_direction_is_near_what_was_packed():
    original = unit(states(200))
    assert (np.einsum("ij,ij->i", unpack(pack(original)), original) > 0.98).all()


def test_a_zero_state_stays_zero_and_harms_nothing():
    packed = pack(np.zeros((2, 64), np.float32))
    assert not unpack(packed).any()
    found = best_sentences(unit(states(3)), np.full(3, 1 / 3, np.float32), packed, np.array([2]), np.array([1]))
    assert found.tolist() == [0.0]


def brute_force(question, shares, tokens, per_sentence, per_passage):
    """The same by its definition."""
    sentences = np.split(tokens, np.cumsum(per_sentence)[:-1])
    scores = [float((question @ s.T).max(axis=1) @ shares) if len(s) else -1.0 for s in sentences]
    ends = np.cumsum(per_passage)
    return [max(scores[end - count : end]) for end, count in zip(ends, per_passage, strict=True)]


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=6), st.integers(1, 20))
def test_scores_are_those_of_the_definition(passages, asked):
    per_sentence = np.array([count for passage in passages for count in passage])
    per_passage = np.array([len(passage) for passage in passages])
    packed = pack(states(int(per_sentence.sum())))
    question, shares = unit(states(asked, 1)), np.random.default_rng(2).dirichlet(np.ones(asked)).astype(np.float32)
    found = best_sentences(question, shares, packed, per_sentence, per_passage)
    expected = brute_force(question, shares, unpack(packed), per_sentence, per_passage)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_no_passage_has_no_score():
    none = np.empty(0, np.int64)
    assert len(best_sentences(unit(states(2)), np.full(2, 0.5, np.float32), pack(states(0)), none, none)) == 0


def test_rare_words_weigh_more_and_a_word_of_several_tokens_is_one_word():
    rarity = {"the": 0.1, "moussalaha": 4.0, "?": 0.0}.__getitem__
    question = "the moussalaha?"
    words = [(0, 3), (4, 14), (4, 14), (14, 15)]
    found = weights(question, words, rarity)
    assert found.sum() == pytest.approx(1)
    assert found[1] == found[2]
    assert found[3] == 0
    assert (found[1] + found[2]) / found[0] == pytest.approx(40**maxsim.RARITY_POWER, rel=1e-4)


def test_a_question_without_words_weighs_nothing():
    assert weights("?!", [(0, 1), (1, 2)], lambda word: 0.0).tolist() == [0, 0]
    assert len(weights("", [], lambda word: 1.0)) == 0
