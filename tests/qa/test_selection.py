"""Whose words an answer is given in, and which part of the quotation is marked."""

import pytest

from corpus.article import Article, Span
from index.search import Hit
from index.segment import ArticleRecord
from qa.evidence import Evidence
from qa.focus import focus
from qa.selection import select

RECORD = ArticleRecord("port.txt", "0" * 64, 1, 1, "utf-8", "The port", None, False, None, True, 1)


def evidence(text: str) -> Evidence:
    """A sentence that stands at offset 10 of its article."""
    span = Span(10, 10 + len(text))
    hit = Hit(RECORD, span, 1.0, 0.5, 0.5, 3.0, None, 0, 0)
    return Evidence(hit, Article("port.txt", "x" * 10 + text, "utf-8", "0" * 64, "The port", None), span, 1, 0.5, 3, 1)


BEST = evidence("The port handled 147 ships in May and 132 in June.")
OTHER = evidence("The mayor opened a school.")


def test_a_draft_that_the_best_sentence_supports_is_told() -> None:
    [chosen] = select("How many ships were handled in May?", [BEST, OTHER], "The port handled 147 ships.")

    assert (chosen.evidence, chosen.text) == (BEST, "The port handled 147 ships.")


def test_a_draft_that_stands_on_a_lesser_sentence_is_not() -> None:
    [chosen] = select("Who opened the port?", [BEST, OTHER], "The mayor opened a school.")

    assert (chosen.evidence, chosen.text) == (BEST, "")


@pytest.mark.parametrize("draft", ["", "The port handled 148 ships.", "The port handled ships.", "132 ships in May."])
def test_a_draft_that_fails_or_does_not_answer_is_not(draft: str) -> None:
    [chosen] = select("How many ships were handled in May?", [BEST, OTHER], draft)

    assert chosen.text == ""


def marked(question: str, text: str, draft: str = "") -> str | None:
    found = focus(question, evidence(text), draft)
    return None if found is None else ("x" * 10 + text)[slice(*found)]


def test_the_only_value_of_the_asked_kind_is_marked() -> None:
    assert marked("How many ships came?", "In Agadir some 147 ships came.") == "147"
    assert marked("Who opened it?", "it was opened by Lamia Bensouda.") == "Lamia Bensouda"


def test_of_several_values_the_one_that_the_draft_names_is_marked() -> None:
    text = "The port handled 147 ships in May and 132 in June."

    assert marked("How many ships?", text) is None
    assert marked("How many ships?", text, "It was 132.") == "132"
    assert marked("How many ships?", text, "147 and 132") is None


def test_nothing_is_marked_where_the_question_does_not_tell_what_it_wants() -> None:
    assert marked("Why did they come?", "147 ships came.") is None
