"""An article in rows: every character once and in order, nothing a terminal obeys, and only a window laid out."""

import math
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from corpus.article import LineIndex, Span
from corpus.printable import INVISIBLE, printable
from tui.rows import MOST_LINES, window

# fmt: off
PIECES = [
    "a", "boats ", " ", "\t", "\r\n", "\n", "\r", "\f", "\x1b[31m", "\x9b2J", "\u202e", "\u2066", "\u200b", "\u200d",
    "漢", "。", "👩\u200d👩\u200d👧", "👍🏽", "🇫🇷", "e\u0301", "\u0301", "❤\ufe0f", "\u00ad", "\ud800", "x" * 30,
    "\u2028", "\x85", "각", "\u1100\u1161", "क्षि", "\u3000", "\u00a0", "\x00", "\x7f",
]
# fmt: on
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
HIDDEN = re.compile(rf"[{INVISIBLE}]")


def rows_of(text, width):
    return window(text, LineIndex(text), 0, width).rows


def blank(character):
    return character.isspace() or HIDDEN.match(character)


@given(TEXTS, st.integers(2, 30))
def test_each_character_is_shown_in_order_and_once(text, width):
    offsets = [offset for row in rows_of(text, width) for offset in row.offsets]
    assert offsets == sorted(offsets)
    shown = set(offsets)
    assert all(text[n] == "\t" for n in shown if offsets.count(n) > 1)
    assert all(n in shown or blank(text[n]) for n in range(len(text)))


@given(TEXTS, st.integers(2, 30))
def test_no_row_is_wider_than_the_screen_counts_or_holds_what_a_terminal_obeys(text, width):
    for row in rows_of(text, width):
        assert cell_len(row.text) <= width
        assert printable(row.text) == row.text
        assert len(row.text) == len(row.offsets)


@given(TEXTS, st.integers(2, 30), st.data())
def test_what_is_marked_are_the_characters_of_the_span(text, width, data):
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    marked = set()
    shown = set()
    for row in rows_of(text, width):
        a, b = row.marked(span)
        marked.update(row.offsets[a:b])
        shown.update(row.offsets)
    assert marked == {n for n in shown if span.start <= n < span.end}


@given(TEXTS, st.integers(2, 30))
def test_the_row_of_a_character_holds_it(text, width):
    laid_out = window(text, LineIndex(text), 0, width)
    for row in laid_out.rows:
        for offset in row.offsets:
            assert laid_out.rows[laid_out.row_of(offset)] is row


@pytest.mark.parametrize(
    "line",
    ["The storm sank 41 boats. " * 8 + "\n\n", "The storm sank 41 boats. ", "漢字。" * 90 + "\n", "x", "\n", "\r\n"],
    ids=["paragraphs", "one line", "wide", "one word", "empty lines", "empty lines, CRLF"],
)
def test_a_window_of_5_mb_is_laid_out_at_once(line):
    text = line * (5_000_000 // len(line))
    lines = LineIndex(text)
    for place in (0, len(text) // 2, len(text)):
        took = math.inf
        for _ in range(3):  # the best of them: what else the machine and the memory's keeper do is not counted
            begun = time.thread_time()
            laid_out = window(text, lines, place, 80)
            took = min(took, time.thread_time() - begun)
        assert laid_out.start <= place <= laid_out.end
        assert len(laid_out.rows) <= 2 * MOST_LINES + 1
        assert took < 0.15, f"{took:.3f} s"  # 5 to 30 ms, and a generous bound
