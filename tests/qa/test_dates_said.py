"""Dates in running text."""

import pytest

from qa.dates_said import dates_said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 18/09/2016", [(2016, 9, 18)]),
        ("on September 18, 2016", [(2016, 9, 18)]),
        ("on 2016-09-18", [(2016, 9, 18)]),
        ("the 18th of September 2016", [(2016, 9, 18)]),
        ("in September 2016", [(2016, 9, None)]),
        ("on 18 September", [(None, 9, 18)]),
        ("in May", [(None, 5, None)]),
        ("it may 5 times", []),
        ("from 3 March to 4 April 1889", [(None, 3, 3), (1889, 4, 4)]),
        ("on 10/08/1867", [(1867, 8, 10)]),
        ("in 2016", []),
    ],
)
def test_a_date_says_what_it_says(text: str, expected: list[tuple[int | None, int, int | None]]) -> None:
    assert [(d.year, d.month, d.day) for d in dates_said(text)] == expected


@pytest.mark.parametrize(
    ("claim", "quote", "within"),
    [
        ("September 2016", "18 September 2016", True),
        ("18 September 2016", "September 2016", False),
        ("18 September", "18/09/2016", True),
        ("6 May 2016", "05/06/2016", True),
        ("5 June 2016", "05/06/2016", True),
        ("7 June 2016", "05/06/2016", False),
        ("18 September 2015", "18 September 2016", False),
    ],
)
def test_a_date_stands_on_one_that_says_as_much(claim: str, quote: str, *, within: bool) -> None:
    assert dates_said(claim)[0].within(dates_said(quote)[0]) is within
