"""Offsets, lines and columns, and RFC 5147's positions."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.article import Article, LineIndex, Span, from_rfc5147, rfc5147, split_uri, uri
from corpus.errors import BadReferenceError, CorpusError

TEXTS = st.text(alphabet="ab\r\n\u2028\x0c\x85é😀", max_size=30)


def test_a_span_refuses_offsets_that_are_none() -> None:
    for start, end in ((-1, 2), (3, 2)):
        with pytest.raises(ValueError, match="no span"):
            Span(start, end)


def test_spans_sort_by_where_they_begin() -> None:
    assert sorted([Span(3, 4), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(3, 4)]


def test_only_lf_crlf_and_cr_end_a_line() -> None:
    text = "one\x0cstill\u2028one\x85\x0b\ntwo\r\nthree\rfour"
    lines = LineIndex(text)
    assert [lines.line_span(n).of(text) for n in range(1, len(lines) + 1)] == [
        "one\x0cstill\u2028one\x85\x0b",
        "two",
        "three",
        "four",
    ]


def test_a_text_that_ends_with_a_line_end_has_an_empty_last_line() -> None:
    lines = LineIndex("a\n")
    assert len(lines) == 2
    assert lines.line_column(2) == (2, 1)
    assert lines.line_span(2) == Span(2, 2)


def test_lines_of_a_span_are_the_first_and_last_it_touches() -> None:
    lines = LineIndex("ab\ncd\nef")
    assert lines.lines(Span(0, 2)) == (1, 1)
    assert lines.lines(Span(0, 3)) == (1, 1)  # the line end belongs to its line
    assert lines.lines(Span(1, 7)) == (1, 3)
    assert lines.lines(Span(3, 3)) == (2, 2)


@given(TEXTS)
@example("")
@example("\r\n\r\n")
@example("a\r")
def test_line_and_column_convert_both_ways_for_every_offset(text: str) -> None:
    lines = LineIndex(text)
    places = [lines.line_column(offset) for offset in range(len(text) + 1)]
    assert [lines.offset(line, column) for line, column in places] == list(range(len(text) + 1))
    assert places == sorted(set(places))
    assert [lines.line_span(n).of(text) for n in range(1, len(lines) + 1)] == _lines(text)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@pytest.mark.parametrize(("line", "column"), [(0, 1), (1, 0), (1, 4), (2, 3), (3, 1)])
def test_places_outside_the_text_are_refused(line: int, column: int) -> None:
    with pytest.raises(ValueError, match="no line"):
        LineIndex("ab\nc").offset(line, column)


def test_offsets_outside_the_text_are_refused() -> None:
    for offset in (-1, 5):
        with pytest.raises(ValueError, match="outside"):
            LineIndex("ab\nc").line_column(offset)


def test_rfc5147_counts_a_crlf_as_one_character() -> None:
    text = "one\r\ntwo\r\nthree"
    lines = LineIndex(text)
    start = text.index("three")
    assert rfc5147(lines, Span(start, start + 5)) == "char=8,13"
    assert from_rfc5147(lines, "char=8,13") == Span(start, start + 5)


def test_rfc5147_counts_other_line_ends_as_they_stand() -> None:
    for text in ("one\ntwo\nthree", "one\rtwo\rthree"):
        assert rfc5147(LineIndex(text), Span(8, 13)) == "char=8,13"


@given(TEXTS, st.data())
@example("\r\n\r\n", None)
def test_rfc5147_round_trips_for_spans_that_split_no_line_end(text: str, data: st.DataObject | None) -> None:
    lines = LineIndex(text)
    whole = [at for at in range(len(text) + 1) if text[at - 1 : at + 1] != "\r\n"]
    pairs = [(a, b) for a in whole for b in whole if a <= b] if data is None else [_pair(whole, data)]
    for start, end in pairs:
        fragment = rfc5147(lines, Span(start, end))
        assert from_rfc5147(lines, fragment) == Span(start, end)
        shown = text.replace("\r\n", "\n")
        first, last = map(int, fragment.removeprefix("char=").split(","))
        assert shown[first:last] == text[start:end].replace("\r\n", "\n")


def _pair(places: list[int], data: st.DataObject) -> tuple[int, int]:
    first, last = sorted(data.draw(st.tuples(st.sampled_from(places), st.sampled_from(places))))
    return first, last


def test_a_span_that_splits_a_crlf_is_widened_to_it() -> None:
    lines = LineIndex("a\r\nb")
    assert rfc5147(lines, Span(2, 4)) == "char=1,3"
    assert rfc5147(lines, Span(0, 2)) == "char=0,2"


def test_open_ranges_and_single_positions_are_understood() -> None:
    lines = LineIndex("one\r\ntwo")
    assert from_rfc5147(lines, "char=,3") == Span(0, 3)
    assert from_rfc5147(lines, "char=4,") == Span(5, 8)
    assert from_rfc5147(lines, "char=4") == Span(5, 5)


@pytest.mark.parametrize(
    "fragment",
    ["", "char=", "char=,", "char=a,b", "char=5,2", "char=1,99", "char=99", "line=1,2", "char=-1,2", "char=1,2 "],
)
def test_a_fragment_that_points_nowhere_is_an_error_in_one_line(fragment: str) -> None:
    with pytest.raises(BadReferenceError) as caught:
        from_rfc5147(LineIndex("one two"), fragment)
    assert isinstance(caught.value, CorpusError)
    assert "\n" not in str(caught.value)


def test_a_uri_encodes_the_source_and_leads_back_to_it() -> None:
    source = "été/a b#c%20?\n.txt"
    made = uri(source, LineIndex("hello"), Span(1, 3))
    assert made == "%C3%A9t%C3%A9/a%20b%23c%2520%3F%0A.txt#char=1,3"
    assert split_uri(made) == (source, "char=1,3")
    assert split_uri("plain.txt") == ("plain.txt", None)


def test_an_article_counts_its_lines_once() -> None:
    article = Article("a.txt", "one\ntwo", "utf-8", "0" * 64, "one", None)
    assert article.lines is article.lines
    assert article.lines.line_column(4) == (2, 1)
