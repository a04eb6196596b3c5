"""Vectors in few bytes: how near they stay, and that storing them twice changes nothing more."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from index.encoder import EmbeddedPassage, unit
from index.quantise import from_bytes, from_int8, to_bytes, to_int8

DIMENSION = 384

directions = arrays_of.arrays(
    np.float32, (3, DIMENSION), elements=st.floats(-1, 1, width=32, allow_nan=False, allow_subnormal=False)
)


def random_vectors(seed, rows):
    return unit(np.random.default_rng(seed).standard_normal((rows, DIMENSION)).astype(np.float32))


@given(directions)
def test_quantising_twice_is_quantising_once(vectors):
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
    largest = np.abs(to_int8(unit(vectors)).astype(int)).max(axis=1)
    assert set(largest.tolist()) <= {0, 127}


@pytest.mark.parametrize("sentences", [0, 1, 7])
def test_a_passage_comes_back_from_its_bytes(sentences):
    embedded = EmbeddedPassage(random_vectors(1, 1)[0], random_vectors(2, sentences))
    stored = to_bytes(embedded)
    assert len(stored) == DIMENSION * (2 + sentences)
    back = from_bytes(stored, sentences, DIMENSION)
    np.testing.assert_array_equal(back.vector, embedded.vector.astype(np.float16))
    assert back.vector.dtype == back.sentences.dtype == np.float32
    assert (back.sentences * embedded.sentences).sum(axis=1) == pytest.approx(1, abs=1e-4)
    assert to_bytes(back) == stored  # so that a vector does not wander from rebuild to rebuild


def test_a_vector_of_nothing_stays_nothing():
    assert not to_int8(np.zeros((2, 4), np.float32)).any()
    assert not from_int8(np.zeros((2, 4), np.int8)).any()


@pytest.mark.parametrize("cut", [0, 1, DIMENSION * 2, DIMENSION * 4 - 1])
def test_bytes_that_are_too_few_are_refused(cut):
    stored = to_bytes(EmbeddedPassage(random_vectors(1, 1)[0], random_vectors(2, 2)))
    with pytest.raises(ValueError):
        from_bytes(stored[:cut], 2, DIMENSION)
