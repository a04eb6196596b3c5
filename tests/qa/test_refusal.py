"""When an answer is tried at all."""

from dataclasses import replace

import numpy as np
import pytest
from sentences import described

from qa import fitted, refusal
from qa.refusal import LEAST_SENTENCES, Features, answerable, features, probability

WEAK = described(similarity=0.1, words=0.3, words_before=0.3, missed=0.4, coverage_passage=0.2, names=0.0)
STRONG = described(similarity=0.8, words=0.9, words_before=0.9, coverage_passage=1.0, names=1.0)


def test_nothing_found_is_no_answer() -> None:
    assert probability([]) == 0.0
    assert not answerable("Who won?", [])


def test_the_features_are_those_of_the_best_sentence_or_the_largest_of_all() -> None:
    many = [WEAK] * (LEAST_SENTENCES - 1)
    found = features([*many, STRONG], np.array([1.0] * len(many) + [3.0]))

    assert found.strength == pytest.approx(0.3)
    assert found.share == pytest.approx(1 / (1 + len(many) * np.exp(-2)))
    assert (found.similarity, found.words, found.names, found.missed) == (0.8, 0.9, 1.0, STRONG.missed)
    assert features([STRONG, replace(WEAK, similarity=0.9)], np.array([3.0, 1.0])).similarity == 0.9


def test_the_only_sentence_of_a_corpus_is_not_sure_of_itself() -> None:
    alone = features([STRONG], np.array([3.0]))

    assert alone.share < 0.01
    assert features([STRONG], np.array([20.0])).share > 0.99


def test_every_feature_has_its_fitted_weight() -> None:
    assert fitted.values()["refusal"]["weights"].keys() == Features.__dataclass_fields__.keys()
    assert 0 < fitted.values()["refusal"]["threshold"] < 1


def test_the_threshold_decides(evidence_of, monkeypatch) -> None:
    found = [evidence_of("The port handled 147 ships.")]
    for threshold, expected in ((0.0, True), (1.0, False)):
        values = {**fitted.values()["refusal"], "threshold": threshold}
        monkeypatch.setattr(refusal.fitted, "model", lambda *_, values=values, **__: values)
        assert answerable("How many ships?", found) is expected


def test_what_a_short_form_stands_for_is_an_answer_whatever_else_is_not_there(evidence_of, monkeypatch) -> None:
    values = {**fitted.values()["refusal"], "threshold": 1.0}
    monkeypatch.setattr(refusal.fitted, "model", lambda *_, **__: values)
    found = [evidence_of("The Port Safety Board (PSB) met.")]

    assert answerable("What does PSB stand for?", found)
    assert not answerable("What does PSA stand for?", found)
