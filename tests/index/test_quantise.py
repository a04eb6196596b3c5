"""Vectors in few bytes: how near they stay, and that storing them twice changes nothing more."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from index.embedded import EmbeddedPassage, unit
from index.quantise import from_bytes, from_int8, to_bytes, to_int8, token_counts

DIMENSION = 384

directions = arrays_of.arrays(
    np.float32, (3, DIMENSION), elements=st.floats(-1, 1, width=32, allow_nan=False, allow_subnormal=False)
)


def random_vectors(seed, rows):
    return unit(np.random.default_rng(seed).standard_normal((rows, DIMENSION)).astype(np.float32))


@given(directions)
def test_quantising_twice_is_quantising_once(vectors):
    vectors = vectors[np.linalg.norm(vectors, axis=1) > 1e-6]  # shorter ones have no direction
    once = to_int8(unit(vectors))
    np.testing.assert_array_equal(to_int8(from_int8(once)), once)


@given(st.integers(0, 2**32))
def test_a_quantised_direction_stays_within_a_cosine_of_0_9999(seed):
    vectors = random_vectors(seed, 5)
    back = from_int8(to_int8(vectors))
    assert ((vectors * back).sum(axis=1) > 0.9999).all()
    np.testing.assert_allclose(np.linalg.norm(back, axis=1), 1, atol=1e-6)


@given(directions)
def test_the_largest_entry_takes_the_whole_range(vectors):
    vectors = vectors[np.linalg.norm(vectors, axis=1) > 1e-6]
    largest = np.abs(to_int8(unit(vectors)).astype(int)).max(axis=1)
    assert set(largest.tolist()) <= {127}


def embedded_passage(sentences, token_dimension):
    """A passage whose sentences have 0, 1, 2, ... tokens."""
    counts = np.arange(sentences)
    if not token_dimension:
        return EmbeddedPassage(random_vectors(1, 1)[0], random_vectors(2, sentences))
    states = random_vectors(3, int(counts.sum()))[:, :token_dimension]
    return EmbeddedPassage(random_vectors(1, 1)[0], random_vectors(2, sentences), unit(states), counts)


@pytest.mark.parametrize("token_dimension", [0, 48])
@pytest.mark.parametrize("sentences", [0, 1, 7])
def test_a_passage_comes_back_from_its_bytes(sentences, token_dimension):
    embedded = embedded_passage(sentences, token_dimension)
    stored = to_bytes(embedded, token_dimension)
    tokens = sum(range(sentences)) if token_dimension else 0
    assert len(stored) == DIMENSION * (2 + sentences) + 2 * sentences + tokens * token_dimension // 2
    back = from_bytes(stored, sentences, DIMENSION, token_dimension)
    np.testing.assert_array_equal(back.vector, embedded.vector.astype(np.float16))
    assert back.vector.dtype == back.sentences.dtype == back.states.dtype == np.float32
    assert (back.sentences * embedded.sentences).sum(axis=1) == pytest.approx(1, abs=1e-4)
    assert (back.states * embedded.states).sum(axis=1) == pytest.approx(1, abs=0.02)
    assert back.counts.tolist() == (list(range(sentences)) if token_dimension else [0] * sentences)
    assert to_bytes(back, token_dimension) == stored  # so that a vector does not wander from rebuild to rebuild


def test_a_vector_of_nothing_stays_nothing():
    assert not to_int8(np.zeros((2, 4), np.float32)).any()
    assert not from_int8(np.zeros((2, 4), np.int8)).any()


@pytest.mark.parametrize("cut", [0, 1, DIMENSION * 2, DIMENSION * 5 + 5, DIMENSION * 5 + 6 + 7])
def test_bytes_that_are_too_few_are_refused(cut):
    stored = to_bytes(embedded_passage(3, 48), 48)
    assert len(stored) > cut
    with pytest.raises(ValueError):
        from_bytes(stored[:cut], 3, DIMENSION, 48)


def test_sentences_of_which_no_tokens_are_known_have_none():
    assert token_counts(embedded_passage(3, 0)).tolist() == [0, 0, 0]
    assert token_counts(embedded_passage(3, 48)).tolist() == [0, 1, 2]
