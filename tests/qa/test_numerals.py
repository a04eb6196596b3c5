"""Numbers by their value."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.numerals import numerals, spelt, without_numerals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2,963 suspects", ["2963"]),
        ("2\u00a0963 suspects", ["2963"]),
        ("thirty-one men and six women", ["31", "6"]),
        ("sixteen hundred", ["1600"]),
        ("Two hundred and seven cells", ["207"]),
        ("1.5 million dirhams", ["1500000"]),
        ("three million", ["3000000"]),
        ("18/09/2016 at 5.40", ["18/09/2016", "5.40"]),
        ("22-42", ["22-42"]),
        ("no one, one by one", []),
        ("someone often attends", []),
        ("in 2016.", ["2016"]),
        ("between five and ten people", ["5", "10"]),
        ("the 3rd brigade of the 90s", ["3rd", "90s"]),
        ("F16 jets and MI6", []),
        ("from -5 to +5", ["-5", "+5"]),
        ("5% of €5 million and $20", ["5%", "€5000000", "$20"]),
        ("ten thousand and twelve", ["10012"]),
        ("", []),
    ],
)
def test_numbers_are_found_by_value(text: str, expected: list[str]) -> None:
    assert [n.value for n in numerals(text)] == expected


def test_a_number_knows_where_it_stands() -> None:
    text = "some thirty-one of 2,963"

    assert [text[n.start : n.end] for n in numerals(text)] == ["thirty-one", "2,963"]


@given(st.integers(min_value=0, max_value=99))
def test_words_and_digits_have_the_same_value(value: int) -> None:
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    ones = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    ).split()
    words = ones[value] if value < 20 else tens[value // 10 - 2] + (f"-{ones[value % 10]}" if value % 10 else "")

    assert spelt(words) == value


@given(st.text())
def test_numbers_stand_in_order_inside_any_text(text: str) -> None:
    found = list(numerals(text))

    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_the_rest_of_a_text_has_no_numbers() -> None:
    assert without_numerals("held 2,963 men, six ill").split() == ["held", "men,", "ill"]
