"""Columns on a terminal: widths and line breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qa.wrapping import broken, shortened, width

characters = "ab -’“”…,。、「」漢字かなカナ한국어عربيe\u0301\u0308🎉👩\u200d🚀❤\ufe0f\u00a0\u202f"
scripts = st.text(st.sampled_from(characters), max_size=80)


def lines(text: str, first: int, others: int | None = None) -> list[str]:
    return [text[a:b] for a, b in broken(text, first, first if others is None else others)]


@given(scripts)
def test_a_text_is_never_wider_than_it_is_said_to_be(text):
    assert width(text) >= cell_len(text)


@given(st.text(st.characters(max_codepoint=0x2FF, exclude_categories=["Cc", "Cf", "Mn"])))
def test_letters_take_one_cell(text):
    assert width(text) == len(text)


@pytest.mark.parametrize(
    ("text", "cells"), [("東京", 4), ("🎉", 2), ("❤\ufe0f", 2), ("e\u0301", 1), ("한", 2), ("\U0001fae8", 2)]
)
def test_wide_characters_take_two_cells_and_marks_none(text, cells):
    assert width(text) == cells


@given(scripts, st.integers(4, 20), st.integers(4, 20))
def test_lines_fit_and_lose_nothing_but_blanks_at_their_ends(text, first, others):
    at = 0
    for number, (start, end) in enumerate(broken(text, first, others)):
        assert text[at:start].strip(" ") == ""
        assert cell_len(text[start:end]) <= (others if number else first)
        at = end
    assert text[at:].strip(" ") == ""


@given(scripts, st.integers(2, 20))
def test_no_line_but_that_of_an_empty_text_is_empty(text, room):
    found = lines(text, room)
    assert all(found) or found == [""]


def test_words_stay_whole_where_they_fit():
    assert lines("one two three four", 9) == ["one two", "three", "four"]


def test_blanks_inside_a_line_stay_as_they_are():
    assert lines("  October 2023    5 members", 40) == ["  October 2023    5 members"]
    assert lines("  October 2023    5 members", 16) == ["  October 2023", "5 members"]


def test_a_word_that_is_longer_than_a_line_is_cut():
    assert lines("see https://example.org/a/b", 10) == ["see", "https://ex", "ample.org/", "a/b"]


def test_the_first_line_may_be_shorter():
    assert lines("one two three", 4, 9) == ["one", "two three"]


def test_scripts_without_blanks_break_anywhere_but_before_a_closing_mark():
    assert lines("東京の嵐は、強い。", 10) == ["東京の嵐", "は、強い。"]
    assert lines("「東京」の「嵐」", 8) == ["「東京」", "の「嵐」"]


def test_no_break_spaces_hold_a_line_together():
    assert lines("about 2\u202f963 arrests\u00a0made", 9) == ["about", "2\u202f963", "arrests\u00a0m", "ade"]


def test_a_mark_stays_with_its_letter():
    assert lines("e\u0301" * 5, 2) == ["e\u0301e\u0301", "e\u0301e\u0301", "e\u0301"]


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [("short", 5, "short"), ("one two three", 9, "one two …"), ("unbroken" * 3, 9, "unbrokenu …")],
)
def test_a_text_is_shortened_between_words(text, longest, expected):
    assert shortened(text, longest) == expected
