"""The figure of a sentence: which of its numbers counts what is asked for, and what it is worth."""

import pytest

from qa.fates import fate_asked, fate_of
from qa.figures import figure
from qa.predicates import says_it, verbs

DIED = "How many people died in the flood at Ansa?"
COST = "How much did the bridge at Ansa cost?"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The flood at Ansa killed 57 people and injured 130.", ("57",)),
        ("The flood at Ansa injured 130 people and left 57 dead.", ("57",)),
        ("The flood at Ansa claimed 61 lives.", ("61",)),
        ("Two more people died at Ansa, bringing the number of deaths to eight.", ("8",)),
        ("The toll of the flood at Ansa rose from 57 to 61 on Tuesday.", ("61",)),
        ("A dozen people perished.", ("12",)),
        ("Seven people, among them three children, died.", ("7",)),
        ("Between 30 and 40 people died.", ("30", "40")),
        ("Of the villagers 12 died.", None),
        ("Two more people died.", None),
        ("A quarter of a million people died.", None),
        ("The flood at Ansa injured 130 people.", None),
    ],
)
def test_a_number_counts_those_whose_fate_is_asked_for(text: str, content: tuple[str, ...] | None) -> None:
    found = figure(DIED, text)

    assert (found.content if found else None) == content
    assert found is None or found.counts


@pytest.mark.parametrize(
    "text", ["Three children died at Ansa.", "The flood killed 40 sheep.", "Six guests of the inn died."]
)
def test_some_of_all_are_not_counted_as_all(text: str) -> None:
    found = figure(DIED, text)

    assert found is None or not found.counts


@pytest.mark.parametrize(
    "text",
    ["It cost $3bn.", "It cost 3 billion dollars.", "It cost US$3,000 million.", "At 3 billion dollars it was dear."],
)
def test_one_sum_has_one_spelling(text: str) -> None:
    found = figure(COST, text)

    assert found is not None
    assert (found.content, found.unit, found.counts) == (("3000000000",), "dollar", True)


@pytest.mark.parametrize(
    ("question", "text", "content"),
    [
        ("How old is the oak?", "In its 3 gardens stands an oak which is 800 years old.", ("800",)),
        ("How old are they?", "Their ages run from 19 to 45.", ("19", "45")),
        ("How high is the dam?", "The dam is 88 metres high and holds 4 million tonnes.", ("88",)),
        ("What percentage voted?", "Of 9,000 voters 54 per cent took part.", ("54",)),
        ("What percentage voted?", "Half of them took part.", ("50",)),
        ("How many seats did the List win?", "The Greens won 20 seats and the List 12.", None),
        ("How many cases were reported?", "The number of cases rose to 130.", ("130",)),
    ],
)
def test_of_several_numbers_the_one_that_measures_the_asked_is_taken(
    question: str, text: str, content: tuple[str, ...] | None
) -> None:
    found = figure(question, text)

    assert (found.content if found else None) == content


@pytest.mark.parametrize(
    ("text", "fates"),
    [
        ("6 people died and 8 were injured", ["dead", "hurt"]),
        ("killing at least 6 and wounding 8", ["dead", "hurt"]),
        ("57 dead, 30 injured, 4 missing", ["dead", "hurt", "missing"]),
        ("the number of detainees rose to 9", ["held"]),
        ("the choir has 60 singers", [None]),
    ],
)
def test_each_number_has_the_fate_that_is_told_beside_it(text: str, fates: list[str | None]) -> None:
    numbers = [
        (n, n + len(word)) for word in text.replace(",", "").split() if word.isdecimal() for n in [text.find(word)]
    ]

    assert [fate_of(text, n, numbers) for n in numbers] == fates


def test_the_fate_that_a_question_asks_about() -> None:
    assert fate_asked("How many people were wounded?") == "hurt"
    assert fate_asked("How many people live there?") is None


def test_a_sentence_that_says_another_thing_of_its_number() -> None:
    wanted = verbs("How many homes were damaged by the hail?")
    for text, same in (
        ("The hail damaged 40 homes.", True),
        ("The damage: 40 homes.", True),
        ("The hail destroyed 40 homes.", False),
        ("The attacks took 40 homes.", True),  # which may mean anything
    ):
        assert says_it(wanted, text, text.find("40"), text.find("40") + 2) is same


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The bridge at Ansa will cost 14.2 million pounds, of which the region pays nine million.", ("14200000",)),
        ("The bridge at Ansa cost 1.9 million New Zealand dollars.", ("1900000",)),
        ("The bridge at Ansa cost 1.9 million New Zealand dollars and 40 workers built it.", ("1900000",)),
        ("The bridge at Ansa cost three million dollars and the road two million.", None),
    ],
)
def test_a_part_of_a_sum_and_whose_dollars_they_are_do_not_hide_it(text: str, content: tuple[str, ...] | None) -> None:
    found = figure(COST, text)

    assert (found.content if found else None) == content
