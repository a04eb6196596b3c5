"""Days and months that are said relative to an article's own date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.relative_dates import relative_dates

WRITTEN = "2016-10-20"  # a Thursday


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("held Thursday in Rabat", ["2016-10-20"]),
        ("held on Monday", ["2016-10-17"]),
        ("on Friday", ["2016-10-14"]),
        ("last Thursday", ["2016-10-13"]),
        ("next Thursday", []),  # the coming one, or that of the week after
        ("Councillors will meet again on Thursday", []),
        ("the choir is to sing on Tuesday", []),
        ("it opens on Monday", []),
        ("every Tuesday", []),
        ("on a Saturday in 1987", []),
        ("Sheffield Wednesday beat them", []),
        ("They met on Monday. They will meet again.", ["2016-10-17"]),
        ("On Monday they met", ["2016-10-17"]),
        ("the mayor of Fez said Monday", ["2016-10-17"]),
        ("yesterday and tomorrow", ["2016-10-19", "2016-10-21"]),
        ("announced today", ["2016-10-20"]),
        ("earlier this month", ["2016-10"]),
        ("last month", ["2016-09"]),
        ("last year", ["2015"]),
        ("three weeks ago", ["2016-09-29"]),
        ("a year ago", ["2015"]),
        ("jailed in 2005 and released two years later", []),
        ("in the last year of the war", []),
        ("on Friday, June 12, 2009", []),
        ("on Thursday, in March 1998", []),
        ("the Sunday Times reported", []),
        ("He works Monday through Friday", []),
        ("he faces trial on Monday", []),
        ("in 1999, he arrived on Monday", []),
        ("Today women hold most seats", []),
        ("He said today that", ["2016-10-20"]),
        ("RABAT, 20 October 2016 — He said on Monday", ["2016-10-17"]),
        ("ten months ago", ["2015-12"]),
        ("next week", []),
        ("in Mondaye", []),
    ],
)
def test_they_are_read_against_the_day_of_writing(text: str, meant: list[str]) -> None:
    assert [found.iso for found in relative_dates(text, WRITTEN)] == meant


@pytest.mark.parametrize("written", ["2016-10", "", "yesterday"])
def test_without_a_day_of_writing_they_mean_none(written: str) -> None:
    assert list(relative_dates("yesterday", written)) == []


def test_the_word_is_marked() -> None:
    text = "It was held last Thursday."
    (found,) = relative_dates(text, WRITTEN)

    assert text[found.start : found.end] == "last Thursday"


@given(st.text(max_size=60), st.dates().map(str))
def test_no_text_raises(text: str, written: str) -> None:
    list(relative_dates(f"{text} 999 years ago, last month", written))


@pytest.mark.parametrize("text", ["The handover takes place on Thursday.", "The handover is on Thursday in Porto."])
def test_a_day_of_a_sentence_that_tells_of_nothing_that_has_been_means_none(text):
    assert not list(relative_dates(text, "2025-05-12"))
