"""Rows of tables, the names of their columns, and the cell that a question asks for."""

import time

import pytest

from corpus.article import Span
from qa.tables import asked_cell, header

TEXT = (
    "Results\n\nDivision | Sales 2023 | Sales 2022 | Staff\nDairy | 410 | 395 | 1,200\nFrozen | 310 | 300 |\n\n"
    "Prose with a | bar.\n\nNordhavn | 6.4 billion euros | 23,000\nPellmark | 480 million pounds | 3,100\n\n"
    "Visitors | 2021 | 2022\nAdults | 12,400 | 31,050\n\nName\tAge\nAda\t36\n\n| a | b |\n|---|---|\n| x | 7 |\n"
)


def span(said: str) -> Span:
    start = TEXT.index(said)
    return Span(start, start + len(said))


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("Dairy | 410 | 395 | 1,200", "Division | Sales 2023 | Sales 2022 | Staff"),
        ("Frozen | 310 | 300 |", "Division | Sales 2023 | Sales 2022 | Staff"),
        ("Division | Sales 2023 | Sales 2022 | Staff", "Division | Sales 2023 | Sales 2022 | Staff"),
        ("Ada\t36", "Name\tAge"),
        ("| x | 7 |", "| a | b |"),
        ("Prose with a | bar.", None),
        ("Results", None),
        ("Nordhavn | 6.4 billion euros | 23,000", None),  # a table without names of columns: its first row is news too
        ("Pellmark | 480 million pounds | 3,100", None),
        ("Visitors | 2021 | 2022", "Visitors | 2021 | 2022"),
        ("Adults | 12,400 | 31,050", "Visitors | 2021 | 2022"),
    ],
)
def test_a_row_knows_the_first_one(row: str, names: str | None) -> None:
    found = header(TEXT, span(row))

    assert (found and found.of(TEXT)) == names


def test_a_long_table_takes_little_time() -> None:
    row = "Lane | 5\n"
    text = "Street | Houses\n" + row * 200_000
    start = time.perf_counter()

    assert header(text, Span(len(text) - len(row), len(text) - 1)) is None
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("question", "row", "cell"),
    [
        ("What were the sales of the dairy division in 2022?", "Dairy | 410 | 395 | 1,200", "395"),
        ("How large is the staff of the dairy division?", "Dairy | 410 | 395 | 1,200", "1,200"),
        ("What were the dairy sales?", "Dairy | 410 | 395 | 1,200", None),
        ("What is dairy?", "Dairy | 410 | 395 | 1,200", None),
        ("What is the staff of frozen?", "Frozen | 310 | 300 |", None),
        ("What age has Ada?", "Ada\t36", "36"),
        ("What is b of x?", "| x | 7 |", "7"),
        ("What is the staff?", "Division | Sales 2023 | Sales 2022 | Staff", None),
        ("What is the bar?", "Prose with a | bar.", None),
    ],
)
def test_the_cell_under_the_named_column_is_asked_for(question: str, row: str, cell: str | None) -> None:
    found = asked_cell(question, TEXT, span(row))

    assert (found and TEXT[slice(*found)]) == cell
