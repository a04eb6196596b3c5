"""Sentences that say who somebody is."""

import pytest

from qa.asked import Asked, asked, carries, is_defined
from qa.introductions import introduces

QUESTION = "Who is Ann Low?"


@pytest.mark.parametrize(
    "text",
    [
        "Ann Low, a nurse from Fez, said so.",
        "Ann Low, 47, who runs the school, said so.",
        "It was opened by the nurse Ann Low.",
        "Mayor Ann Low opened it.",
        "Ann Low, Minister of Health, left.",
        "CEO Ann Low left.",
        "Ann Low was elected president.",
        "Low has been its director for a year.",
    ],
)
def test_they_are_found(text: str) -> None:
    assert introduces(text, "Ann Low")
    assert carries(QUESTION, text)


@pytest.mark.parametrize(
    "text",
    [
        "He spoke with Ann Low.",
        "Ann Low, in London, wept.",
        "Ann Low, and others, left.",
        "Ann Low ran away.",
        "But today Ann Low left.",
        "They will meet Ann Low.",
        "Bob Low, a nurse, left.",
        "Ann Low was arrested.",
        "It rained, said Ann Low.",
        "Nobody was there.",
        "",
    ],
)
def test_others_say_nothing(text: str) -> None:
    assert not introduces(text, "Ann Low")


def test_a_name_of_no_words_is_introduced_nowhere() -> None:
    assert not introduces("Ann Low, a nurse", "…")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (QUESTION, Asked.ROLE),
        ("Who was Ann Low?", Asked.ROLE),
        ("Who is the mayor?", Asked.PERSON),
        ("When was it built, and who built it?", Asked.DATE),
        ("Where was he born, and when did he die?", Asked.PLACE),
        ("What is a fine thing to do?", Asked.ANYTHING),
        ("Who is the mayor of Fez?", Asked.PERSON),
        ("What did the man who led it say?", Asked.ANYTHING),
        ("What happened when the bridge fell?", Asked.ANYTHING),
        ("When the bridge fell, how many died?", Asked.NUMBER),
        ("What is the name of the person who won?", Asked.PERSON),
        ("Which years were dry?", Asked.DATE),
        ("What is the capital city of Norway?", Asked.PLACE),
        ("What does the short form PSB stand for?", Asked.MEANING),
    ],
)
def test_the_word_that_asks_tells_the_kind(question: str, kind: Asked) -> None:
    assert asked(question) is kind


def test_who_is_meant_is_told_by_all_of_the_name() -> None:
    assert is_defined(QUESTION, "The nurse Ann Low said so.")
    assert not is_defined(QUESTION, "The nurse Eva Low said so.")
    assert not is_defined("Who opened it?", "The nurse Ann Low said so.")
