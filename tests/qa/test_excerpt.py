"""What `qa show` prints of an article."""

import pytest
from rich.cells import cell_len

from corpus.article import Article, Span
from qa.excerpt import CONTEXT, article_lines
from qa.page import UNDERLINE, YELLOW, Page

TEXT = "Headline\n\nThe storm sank 41 boats.\nNobody drowned.\n\nThe mayor came.\nHe left.\n"


def article(text: str) -> Article:
    return Article(source="a.txt", text=text, encoding="utf-8", sha256="0" * 64, title="", date=None)


def shown(text: str, start: int | None = None, end: int = 0, page: Page | None = None) -> list[str]:
    span = None if start is None else Span(start, end)
    return list(article_lines(article(text), span, page or Page()))


def at(part: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)


def test_the_whole_article_is_numbered():
    lines = shown(TEXT)
    assert len(lines) == 8
    assert lines[0] == "1   Headline"
    assert lines[2] == "3   The storm sank 41 boats."


def test_a_span_is_marked_without_colour_and_has_two_lines_round_it():
    assert shown(TEXT, *at("sank 41 boats")) == [
        "1   Headline",
        "2   ",
        "3 > The storm »sank 41 boats«.",
        "4   Nobody drowned.",
        "5   ",
    ]


def test_a_span_over_several_lines_is_opened_once_and_closed_once():
    assert shown(TEXT, *at("41 boats.\nNobody drowned.\n\nThe mayor")) == [
        "1   Headline",
        "2   ",
        "3 > The storm sank »41 boats.",
        "4 > Nobody drowned.",
        "5 > ",
        "6 > The mayor« came.",
        "7   He left.",
        "8   ",
    ]


@pytest.mark.parametrize("page", [Page(), Page(colour=True)])
def test_an_empty_span_is_a_place(page):
    (line,) = [line for line in shown(TEXT, 14, 14, page) if ">" in line]
    assert "»«" in line


def test_an_empty_span_may_stand_at_the_very_end():
    assert shown(TEXT, len(TEXT), len(TEXT))[-1] == "8 > »«"
    assert shown("x", 1, 1) == ["1 > x»«"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_any_line_end_ends_a_line_and_is_not_shown(end):
    text = TEXT.replace("\n", end)
    assert shown(text, *at("sank 41 boats", text))[2] == "3 > The storm »sank 41 boats«."
    start, stop = at(f"boats.{end}Nobody", text)
    assert shown(text, start, stop)[2:4] == ["3 > The storm sank 41 »boats.", "4 > Nobody« drowned."]


def test_a_span_of_a_line_end_alone_is_seen():
    start = TEXT.index("\nNobody")
    assert shown(TEXT, start, start + 1)[2] == "3 > The storm sank 41 boats.»«"
    crlf = TEXT.replace("\n", "\r\n")
    start = crlf.index("\r\nNobody") + 1
    assert shown(crlf, start, start + 1)[2] == "3 > The storm sank 41 boats.»«"


def test_in_colour_the_span_is_marked_on_every_line_that_it_is_wrapped_to():
    page = Page(width=20, colour=True)
    marked = [line for line in shown(TEXT, *at("storm sank 41 boats"), page) if UNDERLINE + YELLOW in line]
    assert len(marked) == 2
    assert all(line.endswith("\033[0m") or "\033[0m." in line for line in marked)


def test_the_marks_are_no_characters_that_an_article_could_hold_itself():
    text = "before \ue000middle\ue001 after"
    page = Page(colour=True)
    assert shown(text, 0, 6, page) == [f"1 > {UNDERLINE}{YELLOW}»before«\033[0m \ue000middle\ue001 after"]


def test_very_long_lines_are_cut_far_from_the_span():
    text = "left " * 10_000 + "THE SPAN" + " right" * 10_000 + "\n" + "below " * 10_000
    lines = shown(text, *at("THE SPAN", text))
    assert lines[0].startswith("1 > … ")
    assert " »THE SPAN« " in lines[0]
    assert lines[0].endswith(" …")
    assert lines[1].endswith(" …")
    assert all(len(line) < 3 * CONTEXT for line in lines)
    assert len(shown(text)[0]) > 100_000


@pytest.mark.parametrize("columns", [20, 60, 120])
def test_lines_fit_the_page(columns):
    text = "東京の嵐は港で四十一隻の船を沈めた。" * 20 + "\nThe storm sank 41 boats " + "x" * 300 + "\n"
    for span in (None, at("storm sank 41 boats xxx", text)):
        for line in shown(text, *(span or (None,)), page=Page(width=columns)):
            assert cell_len(line) <= columns


def test_nothing_in_an_article_is_obeyed():
    text = "a\x1b]0;title\x07b \x1b[2Jc\x9b31m d\u202ee\x00f\n"
    shown_whole, shown_part = "".join(shown(text)), "".join(shown(text, 3, 12))
    for out in (shown_whole, shown_part):
        assert not [c for c in out if c < " " or "\x7f" <= c <= "\x9f" or c == "\u202e"]
