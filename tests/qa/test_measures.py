"""What the number is measured in that a question asks for."""

import pytest

from qa.asked import Asked, asked, carries, values
from qa.measures import dimension, dimensions, with_unit

TEXT = (
    "Tickets cost 730 pence, said Ann Low, 47, who paid 12 euros for three workers aged 19 to 30. "
    "Some 30 per cent, or a third, came 20 kilometres from a valley 1,870 metres deep in nine hours."
)


def found(question: str) -> list[str]:
    """The values of a question in the text, with their units."""
    return [TEXT[slice(*with_unit(TEXT, start, end))] for start, end in values(question, TEXT)]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How old is Ann Low?", ["47", "19", "30"]),
        ("What does a ticket cost?", ["730 pence", "12 euros"]),
        ("What was the price?", ["730 pence", "12 euros"]),
        ("What did she pay for them?", ["730 pence", "12 euros"]),
        ("What percentage came?", ["30 per cent", "a third"]),
        ("What share of them came?", ["30 per cent", "a third"]),
        ("How far did they come?", ["20 kilometres", "1,870 metres"]),
        ("How long did it take?", ["20 kilometres", "1,870 metres", "nine hours"]),
        ("How many workers were there?", ["three"]),
        ("How many euros did she pay?", ["730 pence", "12 euros"]),
        ("How many hours did it take?", ["20 kilometres", "1,870 metres", "nine hours"]),
    ],
)
def test_only_numbers_of_its_measure_answer(question: str, said: list[str]) -> None:
    assert asked(question) is Asked.NUMBER
    assert found(question) == said


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How old is Ruben Castle?", "Ruben Castle won 52.6 percent of the vote."),
        ("How many women were among them?", "They are aged from 22 to 42."),
        ("How much does the ferry cost?", "The ferry carried 91,000 people."),
        ("How deep is the lake?", "The lake has 14 islands."),
    ],
)
def test_another_measure_is_no_answer(question: str, text: str) -> None:
    assert not carries(question, text)


@pytest.mark.parametrize(
    "question",
    [
        "How many cells were found?",
        "Who paid?",
        "When did it open?",
        "What charges does he face?",
        "What did prosecutors charge him with?",
        "What did the ministry pay for?",
        "What did they say about the cost?",
    ],
)
def test_a_count_has_no_measure(question: str) -> None:
    assert not dimensions(question)


def test_what_is_measured_counts_no_things() -> None:
    start = TEXT.index("12 euros")

    assert dimension(TEXT, start, start + 2) == "money"
    for said in (
        "There were 12 men.",
        "There were 12 in Fez.",
        "There were 12 in 2016.",
        "There were 12 stone houses.",
    ):
        assert not dimension(said, len("There were "), len("There were 12"))
    assert dimension("Some 1 in 12 fell ill.", len("Some "), len("Some 1")) == "share"


def test_a_unit_is_marked_with_its_number() -> None:
    assert with_unit("It costs 5 pounds.", 9, 10) == (9, 17)
    assert with_unit("It has 5 doors.", 7, 8) == (7, 8)


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("How many medals did Norway win?", "Norway won 37 in 10 days.", ["37"]),
        ("How high is inflation?", "Inflation is at 5%.", ["5%"]),
        ("How high was the fine?", "The fine was $5 million.", ["$5 million"]),
        ("How fast did the economy grow?", "It grew by 5 percent.", ["5 percent"]),
        ("How much did it cost?", "It cost USD 5 million.", ["5 million"]),
        ("How much did it cost?", "It cost 5 billion yuan.", ["5 billion yuan"]),
        ("How much did it cost?", "He was free to leave when he had paid $20.", ["$20"]),
        ("How much did it cost?", "Entry is free.", ["free"]),
        ("How old is Ann Low?", "Ann Low (47) said so.", ["47"]),
        ("How old was the driver?", "The driver, 47, was held.", ["47"]),
        ("How old is she?", "At 47, she is the youngest.", ["47"]),
        ("How long was he held?", "He was held for five and a half years.", ["five and a half years"]),
        ("How long is it?", "The tunnel, 12km long, cost $300m.", ["12km"]),
    ],
)
def test_a_value_is_found_as_newspapers_write_it(question: str, text: str, said: list[str]) -> None:
    assert [text[slice(*with_unit(text, start, end))] for start, end in values(question, text)] == said


def test_a_unit_is_no_time_and_no_name() -> None:
    assert with_unit("At 5 p.m. it shut.", 3, 4) == (3, 4)
    assert with_unit("He owns 3 Miles Davis records.", 8, 9) == (8, 9)
