"""Answers for people."""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from qa.answer import Answer, Citation, Claim, Coverage, GivenValue, Models, PassageReference, ReadDay
from qa.page import Page
from qa.render import answer_lines, coverage_text, passage_lines, question_lines

CORPUS = Path("/news")
QUOTE = "The bureau has dismantled 207 cells\nsince 2002, its head   told reporters\x1b[2J in Salé."


def citation(number: int, **changes: object) -> Citation:
    fields = {
        "id": number,
        "source": "b.txt",
        "start": 212,
        "end": 212 + len(QUOTE),
        "lines": (7, 8),
        "quote": QUOTE,
        "focus": (238, 241),
        "uri": "b.txt#char=212,295",
        "sha256": "0" * 64,
        "encoding": "utf-8",
        "title": "Bureau counts its cells",
        "date": "2016-09-18",
    }
    return Citation(**{**fields, **changes})  # type: ignore[arg-type]


def answer(*claims: Claim, citations: tuple[Citation, ...] = (), passages: int = 0) -> Answer:
    return Answer(
        question="How many?",
        status="answered" if claims else "not_in_corpus",
        claims=claims,
        citations=citations,
        passages=tuple(PassageReference("b.txt", n, n + 9, 1.0) for n in range(passages)),
        coverage=Coverage(2_963, 1, 2, "g", "2026-11-22T10:00:59Z"),
        model=Models("generator", "encoder"),
    )


def lookup(reference: PassageReference) -> tuple[int, str]:
    return reference.start + 1, f"passage {reference.start} " + "and more words of it " * 40


TWO = answer(
    Claim("207 cells since 2002.", (1,), "checked"),
    Claim("“We count\ncells,” he said.", (1, 2), "quoted"),
    citations=(citation(1), citation(2, source="sub/東京 news.md", title="", date=None, lines=(1, 1))),
)


def test_an_answer_stands_above_its_sources():
    assert answer_lines(TWO, CORPUS, Page(), lookup) == [
        "207 cells since 2002. [1] ““We count cells,” he said.” [1] [2]",
        "",
        '[1] b.txt:7 "The bureau has dismantled 207 cells since 2002, its head told reporters in Salé."',
        "    Bureau counts its cells · 2016-09-18",
        "",
        '[2] sub/東京 news.md:1 "The bureau has dismantled 207 cells since 2002, its head told reporters in Salé."',
        "    untitled · no date",
    ]


def test_a_refusal_shows_over_what_was_looked_and_three_passages():
    lines = answer_lines(answer(passages=5), CORPUS, Page(), lookup)
    assert lines[:4] == [
        "The corpus does not say.",
        "Looked through 2,963 articles (1 skipped, 2 changed since), indexed 2026-11-22 10:00 UTC.",
        "",
        "Closest passages:",
    ]
    assert lines[4::2] == ["b.txt:1", "b.txt:2", "b.txt:3"]
    assert all(line.startswith("    passage") and line.endswith(" …") and len(line) < 260 for line in lines[5::2])


def test_a_refusal_of_an_index_without_passages_ends_there():
    assert len(answer_lines(answer(), CORPUS, Page(), lookup)) == 2


@pytest.mark.parametrize(
    ("coverage", "text"),
    [
        (Coverage(1, 0, 0, "g", "2026-11-22T10:00:59Z"), "1 article, indexed 2026-11-22 10:00 UTC"),
        (Coverage(5, 0, 2, "g", "2026-11-22T10:00:59Z"), "5 articles (2 changed since), indexed 2026-11-22 10:00 UTC"),
    ],
)
def test_coverage_in_words(coverage, text):
    assert coverage_text(coverage) == text


@pytest.mark.parametrize("columns", [20, 60, 120])
def test_lines_fit_the_page_in_any_script(columns):
    page = Page(width=columns)
    long = "https://example.org/" + "a" * 200
    wide = f"嵐は樽港で四十一隻の船を沈めた。👨‍👩‍👧❤️ {long}"
    shown = [
        *answer_lines(TWO, CORPUS, page, lookup),
        *answer_lines(answer(passages=3), CORPUS, page, lookup),
        *passage_lines("日本語の名前.txt", 12, wide, CORPUS, page, first="10. +12.34  "),
        *question_lines(f"東京の嵐? {long}", page),
    ]
    assert shown
    for line in shown:
        assert cell_len(line) <= columns


def test_the_place_of_a_source_is_a_link_even_where_it_is_broken():
    lines = answer_lines(TWO, CORPUS, Page(width=20, links=True), lookup)
    target = "\033]8;;file:///news/sub/%E6%9D%B1%E4%BA%AC%20news.md\033\\"
    assert sum(target in line for line in lines) == 2


def test_the_name_of_a_file_keeps_its_blanks_and_loses_its_escapes():
    lines = passage_lines("a  b\x1b[31m\nc.txt", 3, "text", CORPUS, Page(links=True))
    assert lines[0] == "\033]8;;file:///news/a%20%20b%1B%5B31m%0Ac.txt\033\\a  b c.txt:3\033]8;;\033\\"


def test_values_that_differ_are_set_side_by_side():
    two = replace(TWO, disagreement=True, values=(GivenValue("207", (1,), "2016-09-18"), GivenValue("168", (2,), None)))
    lines = answer_lines(two, CORPUS, Page(), lookup)
    start = lines.index("The articles differ:")
    assert lines[start + 1 : start + 3] == ["  207 [1] · 2016-09-18", "  168 [2] · no date"]


def test_a_date_that_could_be_swapped_and_a_day_that_was_read_are_told():
    place = QUOTE.index("Salé")
    day = ReadDay(212 + place, 212 + place + 4, "2016-09-15")
    lines = answer_lines(
        answer(Claim("207.", (1,), "quoted"), citations=(citation(1, date_ambiguous=True, days=(day,)),)),
        CORPUS,
        Page(),
        lookup,
    )
    about = "Bureau counts its cells · 2016-09-18 (day and month could be swapped) · “Salé” is 2016-09-15"
    assert lines[-1].strip() == about
