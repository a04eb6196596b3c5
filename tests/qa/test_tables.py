"""Rows of tables, the names of their columns, and the cell that a question asks for."""

import pytest

from corpus.article import Span
from qa.tables import asked_cell, header

TEXT = (
    "Results\n\nDivision | Sales 2023 | Sales 2022 | Staff\nDairy | 410 | 395 | 1,200\nFrozen | 310 | 300 |\n\n"
    "Prose with a | bar.\n\nName\tAge\nAda\t36\n\n| a | b |\n|---|---|\n| x | 7 |\n"
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
    ],
)
def test_a_row_knows_the_first_one(row: str, names: str | None) -> None:
    found = header(TEXT, span(row))

    assert (found and found.of(TEXT)) == names


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
