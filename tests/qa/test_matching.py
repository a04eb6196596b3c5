"""The words of a search in a text."""

import pytest

from qa.matching import matched


@pytest.mark.parametrize(
    ("search", "text", "held"),
    [
        ("How many boats sank?", "It sank two boats; the boat's owner swam.", ["sank", "boats", "boat's"]),
        ("2963 arrests", "2,963 arrests, of 29,631", ["2,963", "arrests"]),
        ("the six", "Six of the 6", ["Six", "6"]),
        ("who", "Who is who", ["Who", "who"]),
        ("fès", "In Fes and FÈS", ["Fes", "FÈS"]),
        ("摩洛哥", "在摩洛哥的报告", ["摩洛哥"]),
        ("harbour", "", []),
        ("", "harbour", []),
    ],
)
def test_words_are_found_in_all_their_forms(search: str, text: str, held: list[str]) -> None:
    assert [text[a:b] for a, b in matched(search, text)] == held


def test_function_words_count_only_where_there_is_nothing_else() -> None:
    assert matched("the storm", "the storm") == [(4, 9)]
    assert matched("the", "the storm") == [(0, 3)]
