"""What a model wrote, cut into statements and held against its quotations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.drafting import Statement, statements, supported, trim

QUOTES = ["The storm sank 41 boats in Tarfaya.", "Pickers earn 90 dirhams a day, the union said."]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("It sank 41 boats [1].", [("It sank 41 boats", (0,))]),
        ("It sank 41 boats. [1]", [("It sank 41 boats.", (0,))]),
        ("One. [1] Two [2][3]. Three.", [("One.", (0,)), ("Two", (1, 2)), ("Three.", ())]),
        ("One. Two. [1, 2]", [("One.", (0, 1)), ("Two.", (0, 1))]),
        ("1. It sank 41 boats.", [("It sank 41 boats.", ())]),
        ("The answer is: 41 boats sank. [1]", [("41 boats sank.", (0,))]),
        ("It sank boats.\n\nAnd then more. [1]", [("It sank boats.", ())]),
        ("\n\nIt sank boats. [1]", [("It sank boats.", (0,))]),
        ("", []),
        ("[1]", []),
        ("It sank [0] boats [999].", [("It sank boats", (-1, 998))]),
        (
            "It sank 41 boats [1] and, he said [2], two ferries.",
            [("It sank 41 boats and, he said, two ferries.", (0, 1))],
        ),
        ("It sank 41 boats [1] in Tarfaya. Two [2]", [("It sank 41 boats in Tarfaya.", (0, 1)), ("Two", (0, 1))]),
        ("[1] it sank 41 boats. [2] Two ferries.", [("it sank 41 boats.", (0, 1)), ("Two ferries.", ())]),
        ("Boats sank [1][2]. Two [1] [2].", [("Boats sank", (0, 1)), ("Two", (0, 1))]),
        ("It sank 4[1]1 boats. [2]", [("It sank 4[1]1 boats.", (0, 1))]),
        ("It sank 41 boats [1]. then two. [2]", [("It sank 41 boats", (0,)), ("then two.", (1,))]),
    ],
)
def test_a_reply_is_cut_at_its_marks(reply: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert list(statements([reply])) == [Statement(*row) for row in expected]


@given(st.text(alphabet="ab. [12],\n", max_size=60), st.integers(1, 7))
def test_in_whatever_pieces_a_reply_comes_its_statements_are_the_same(reply: str, size: int) -> None:
    pieces = [reply[n : n + size] for n in range(0, len(reply), size)]

    assert list(statements(pieces)) == list(statements([reply]))


def test_a_statement_is_given_out_as_soon_as_it_is_whole() -> None:
    taken = []

    def pieces():
        for piece in ("One. [1]", " Two", ". [2]", " Three."):
            taken.append(piece)
            yield piece

    found = statements(pieces())
    assert next(found) == Statement("One.", (0,))
    assert taken == ["One. [1]", " Two"]


def test_an_endless_reply_is_not_read_to_its_end() -> None:
    def pieces():
        yield "One. [1]\n\n"
        raise AssertionError("read on")

    assert list(statements(pieces())) == [Statement("One.", (0,))]


@pytest.mark.parametrize(
    ("text", "numbers", "standing"),
    [
        ("The storm sank 41 boats.", (0,), (0,)),
        ("The storm sank 41 boats.", (), (0,)),  # it names none
        ("The storm sank 41 boats.", (7,), (0,)),  # or one that is not there
        ("The storm sank 41 boats.", (1,), ()),  # it names another
        ("The storm sank 41 boats.", (1, 0), (0,)),
        ("The storm sank 43 boats.", (0,), ()),
        ("Pickers earn 90 dirhams a day.", (1,), ()),  # who says so is lost
    ],
)
def test_a_statement_stands_on_the_fewest_quotations(
    text: str, numbers: tuple[int, ...], standing: tuple[int, ...]
) -> None:
    assert supported(Statement(text, numbers), QUOTES) == standing


def test_what_announces_an_answer_is_no_part_of_it() -> None:
    assert trim("  1. The answer to this question is: 41 boats.") == "41 boats."
    assert trim("- 41 boats.") == "41 boats."
    assert trim("1999 was a good year.") == "1999 was a good year."
    assert trim("3.5 million came.") == "3.5 million came."
