"""Values of JSON back into dataclasses."""

import pytest
from kept import answer, turn

from qa.answer import Answer
from qa.conversations import SavedTurn
from qa.decoding import DecodingError

WRONG = {
    ("claims",): [7],
    ("question",): None,
    ("status",): "perhaps",
    ("disagreement",): 1,
    ("citations", 0, "start"): "212",
    ("citations", 0, "end"): True,
    ("citations", 0, "lines"): [1],
    ("citations", 0, "focus"): [1, 2, 3],
    ("citations", 0, "date"): 2016,
    ("citations",): {"0": 1},
    ("claims", 0, "citations"): ["1"],
    ("claims", 0, "text"): 9,
    ("coverage", "articles"): 1.5,
    ("coverage",): [],
    ("model",): None,
    ("schema",): "qa.answer/2",
}


@pytest.mark.parametrize(("place", "value"), WRONG.items(), ids=map(str, WRONG))
def test_a_value_of_another_type_is_refused(place, value):
    row = answer().to_dict()
    inner = row
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    with pytest.raises(DecodingError):
        Answer.from_dict(row)


@pytest.mark.parametrize("name", ["timings_ms", "disagreement", "values", "resolved"])
def test_a_field_with_a_default_may_be_missing(name):
    row = answer().to_dict()
    del row[name]
    assert Answer.from_dict(row) == answer()


@pytest.mark.parametrize("name", ["question", "status", "citations", "coverage", "model", "claims", "passages"])
def test_any_other_field_may_not(name):
    row = answer().to_dict()
    del row[name]
    with pytest.raises(DecodingError):
        Answer.from_dict(row)


def test_a_whole_number_is_a_score_too():
    row = answer().to_dict()
    row["passages"] = [{"source": "a", "start": 0, "end": 1, "score": 2}]
    assert Answer.from_dict(row).passages[0].score == 2.0


@pytest.mark.parametrize("value", [None, [], "x", 7])
def test_a_value_that_is_no_object_is_refused(value):
    for kind in (Answer, SavedTurn):
        with pytest.raises(DecodingError):
            kind.from_dict(value)


@pytest.mark.parametrize("claims", [7, "x", None, [7], {"a": 1}])
def test_a_turn_whose_claims_are_no_list_of_objects_is_refused(claims):
    with pytest.raises(DecodingError):
        SavedTurn.from_dict({**turn().to_dict(), "claims": claims})
