"""Numbers by what they are worth."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.quantities import quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$5 million, 5 million dollars, US$5m, five million US dollars", ["$5000000"] * 4),
        ("£4.1 million and €3.5bn", ["£4100000", "€3500000000"]),
        ("50 per cent, 50%, 50 %, fifty percent, half of them", ["50%"] * 4 + ["50%"]),
        ("a dozen boats, half a dozen", ["12", "6"]),
        ("the third, the 3rd and the twenty-first", ["3rd", "3rd", "21st"]),
        ("a third of the harvest, two thirds, three quarters", ["1/3", "2/3", "75%"]),
        ("half a million people", ["500000"]),
        ("5km and 5 km", ["5", "5"]),
        ("one boat, no one, one by one", ["1"]),
    ],
)
def test_numbers_are_found_by_worth(text: str, expected: list[str]) -> None:
    assert [n.value for n in quantities(text)] == expected


@given(st.text(alphabet="0123456789 .,$€%mbnk-/twenty hundred million half dozen", max_size=200))
def test_numbers_stand_in_order_inside_any_text(text: str) -> None:
    found = quantities(text)

    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
