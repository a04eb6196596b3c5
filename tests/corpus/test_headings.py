"""Under which headings passages stand."""

import pytest

from corpus.headings import heading_paths
from corpus.passages import passages
from corpus.sentences import sentences

LONG = "The council met for the third time this week and voted on the plan for the new harbour. " * 3


def paths(text):
    """The path of each passage of some length, by the first words of the passage."""
    cut = passages(text, sentences(text), limit=200, token_counts=lambda texts: [len(t.split()) for t in texts])
    return heading_paths(text, cut)


def test_a_passage_stands_under_the_headings_above_it_and_its_own():
    text = f"# Harbour\n\n{LONG}\n\n## Costs\n\n{LONG}\n\n## Workers\n\n{LONG}\n"
    assert list(dict.fromkeys(paths(text))) == ["Harbour", "Harbour Costs", "Harbour Workers"]


def test_a_heading_ends_those_of_its_level_and_below():
    text = f"# A\n\n{LONG}\n\n### B\n\n{LONG}\n\n## C\n\n{LONG}\n\n# D\n\n{LONG}\n"
    assert list(dict.fromkeys(paths(text))) == ["A", "A B", "A C", "D"]


def test_wiki_marks_are_headings_without_their_marks():
    text = f"= Harbour =\n\n{LONG}\n\n= = Early years = =\n\n{LONG}\n"
    assert list(dict.fromkeys(paths(text))) == ["Harbour", "Harbour Early years"]


@pytest.mark.parametrize(
    "line",
    ["Harbour", "AUDIENCE: Booo", "# Closed with a full stop.", "#", "= =", "#hashtag and more words, then a comma,"],
)
def test_short_lines_without_marks_and_marks_without_words_are_no_headings(line):
    found = set(paths(f"{line}\n\n{LONG}\n"))
    assert found <= ({"hashtag and more words, then a comma,"} if line.startswith("#hash") else {""})


def test_a_long_marked_line_is_no_heading():
    assert set(paths(f"# {'word ' * 30}\n\n{LONG}\n")) == {""}


def test_an_article_without_headings_has_empty_paths():
    assert set(paths(LONG * 4)) == {""}
    assert paths("") == []
