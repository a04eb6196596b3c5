"""When an answer is tried at all."""

import pytest

from qa.refusal import THRESHOLD, Features


def test_nothing_found_is_far_below_the_threshold() -> None:
    assert Features(0, 0, 0, 0).probability < THRESHOLD / 10


def test_all_found_is_far_above_it() -> None:
    assert Features(1, 1, 1, 1).probability > 0.95


@pytest.mark.parametrize("name", ["coverage", "sentence", "passage", "words"])
def test_each_feature_speaks_for_an_answer(name: str) -> None:
    low = {"coverage": 0.5, "sentence": 0.4, "passage": 0.4, "words": 0.4}

    assert Features(**{**low, name: 0.9}).probability > Features(**low).probability
