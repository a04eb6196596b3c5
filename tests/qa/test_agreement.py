"""Whether articles agree: values of one thing, in one spelling, within one scope."""

from dataclasses import replace

import pytest
from sentences import BEARING, evidence

from qa.agreement import compare
from qa.given import value

QUESTION = "How many terrorist cells has Morocco dismantled?"


def said(text: str, source: str, score: float = 1.0, date: str | None = None, coverage: float = 0.8):
    return evidence(text, source=source, score=score, share=0.3, date=date, coverage_title=coverage, **BEARING)


BEST = said("Morocco has dismantled 207 terrorist cells since 2002.", "a.txt", 3.0)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Morocco dismantled 207 cells.", ("207",)),
        ("Morocco dismantled two hundred and seven cells.", ("207",)),
        ("Of 45 phones and 207 cells some were left.", ("207",)),  # what is counted decides
        ("50 of the 168 dismantled cells had links abroad.", ("168",)),
        ("The 168 cells and 50 other cells were dismantled.", ("168",)),
        ("Two more cells were dismantled.", None),
        ("Cells were dismantled.", None),
        ("A quarter of a million cells were dismantled.", None),
    ],
)
def test_the_one_value_of_a_sentence_is_that_which_counts_the_thing(text: str, content: tuple[str, ...] | None) -> None:
    found = value(QUESTION, said(text, "a.txt"))

    assert (found.content if found else None) == content


def test_a_range_is_one_value() -> None:
    found = value("How old are the suspects?", said("The suspects are aged from 22 to 42.", "a.txt"))

    assert found is not None
    assert (found.content, found.text) == (("22", "42"), "22 to 42")


@pytest.mark.parametrize(
    "text",
    [
        "Moroccan services took apart 168 terrorist cells, an official said.",
        "RABAT, 20 October 2016 — Morocco has dismantled 168 terrorist cells since the attacks of September 2001.",
        "Officials said on Thursday that 168 terrorist cells had been dismantled in Morocco.",
        "One hundred and sixty-eight Moroccan cells were dismantled.",
    ],
)
def test_another_number_for_the_same_thing_differs(text: str) -> None:
    found = compare(QUESTION, [BEST, said(text, "b.txt", 2.0)])

    assert found is not None
    assert [v.content for v in found.differing] == [("168",)]


@pytest.mark.parametrize(
    "text",
    [
        "Morocco has dismantled 207 terrorist cells.",  # the same
        "Some 207 terrorist cells have been dismantled.",
        "More than 200 terrorist cells have been dismantled.",  # says nothing against it
        "In 2015 Morocco dismantled 45 terrorist cells.",  # of one year
        "Morocco dismantled 12 terrorist cells in Tangier.",  # of one town
        "Morocco seized 45 phones.",  # of another thing
        "Morocco dismantled 12 more terrorist cells.",  # in addition
        "In Tangier, Morocco dismantled 12 terrorist cells.",
        "Last year Morocco dismantled 45 terrorist cells.",
        "Morocco in 2015 – a hard year – dismantled 45 terrorist cells.",
        "Morocco has dismantled 45 terrorist cells since 2015.",  # fewer since later
        "Morocco has not dismantled 45 terrorist cells, the ministry said.",
        "Morocco plans to dismantle 300 terrorist cells.",
        "Morocco has dismantled 200 terrorist cells or more.",
    ],
)
def test_equal_rough_narrower_and_other_numbers_do_not_differ(text: str) -> None:
    found = compare(QUESTION, [BEST, said(text, "b.txt", 2.0)])

    assert found is not None
    assert found.differing == ()


def test_one_article_does_not_contradict_itself() -> None:
    found = compare(QUESTION, [BEST, said("Morocco has dismantled 168 terrorist cells.", "a.txt", 2.0)])

    assert found is not None
    assert found.differing == ()


def test_a_weak_sentence_says_nothing_against_a_strong_one() -> None:
    found = compare(QUESTION, [BEST, said("Morocco has dismantled 168 terrorist cells.", "b.txt", -9.0)])

    assert found is not None
    assert found.differing == ()


def test_of_unlike_sentences_those_that_tell_more_of_the_question_are_compared() -> None:
    arrested = said("The Moroccan authorities arrested 45 terrorist cells.", "b.txt", 3.1, coverage=0.4)
    other = said("Moroccan services dismantled 168 terrorist cells.", "b.txt", 2.0)

    found = compare(QUESTION, [arrested, BEST, said("In all Morocco dismantled 168 terrorist cells.", "c.txt", 2.0)])

    assert found is not None
    assert {v.content for v in (found.best, *found.differing)} == {("207",), ("168",)}
    assert compare(QUESTION, [arrested, other]) is not None


def test_dates_are_compared_as_days() -> None:
    question = "When was the conference held?"
    first = said("It was held on Thursday.", "a.txt", 3.0, date="2016-10-20")
    same = said("It was held on 20 October 2016.", "b.txt", 2.5)
    rough = said("It was held in October 2016.", "c.txt", 2.5)
    other = said("It was held on 21 October 2016.", "d.txt", 2.5)

    found = compare(question, [first, same, rough, other])

    assert found is not None
    assert [v.evidence.article.source for v in found.agreeing] == ["b.txt"]
    assert [v.evidence.article.source for v in found.differing] == ["d.txt"]


def test_what_asks_for_no_value_compares_nothing() -> None:
    assert compare("What happened?", [BEST]) is None
    assert compare(QUESTION, []) is None


def test_measures_of_unlike_units_and_things_without_the_name_are_not_compared() -> None:
    question = "How long is the race of Fez?"
    first = evidence("The race of Fez is 42 kilometres long.", source="a.txt", score=3.0, **BEARING)
    miles = evidence("The race of Fez is 26 miles long.", source="b.txt", score=2.5, **BEARING)
    other = evidence("The bridge is 88 kilometres long.", source="c.txt", score=2.5, names=0, meant=1)
    same = evidence("The race of Fez is 40 kilometres long.", source="d.txt", score=2.5, **BEARING)

    found = compare(question, [first, miles, other, same])

    assert found is not None
    assert [v.evidence.article.source for v in found.differing] == ["d.txt"]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("How much did Fez pay?", "Fez paid $5 million.", "Fez paid 5 million dollars."),
        ("How high is the share of Fez?", "The share of Fez is 43%.", "The share of Fez is 43 per cent."),
        ("How tall is the tower of Fez?", "The tower of Fez is 5.0 metres tall.", "The tower of Fez is 5 metres tall."),
        ("When was Fez founded?", "Fez was founded in 1995.", "Fez was founded in the 1990s."),
        ("When was Fez founded?", "Fez was founded in 1150.", "Fez was founded in the 12th century."),
        ("When was Fez founded?", "Fez was founded on 6 May 2016.", "Fez was founded on 05/06/2016."),
        ("When was Fez founded?", "Fez was founded on 6 May 2016.", "Fez was founded last week."),
    ],
)
def test_equal_and_coarser_values_do_not_differ(question: str, one: str, other: str) -> None:
    found = compare(question, [said(one, "a.txt", 3.0), said(other, "b.txt", 2.5, date="2016-10-20")])

    assert found is not None
    assert found.differing == ()


def test_the_same_figure_of_another_thing_is_no_agreement() -> None:
    question = "How many people were arrested in Fez?"
    fez = said("Police arrested 12 people in Fez.", "a.txt", 3.0)
    algiers = said("In Algiers 12 people were arrested in 1999.", "b.txt", 2.0)

    found = compare(question, [fez, algiers])

    assert found is not None
    assert (found.agreeing, found.differing) == ((), ())


@pytest.mark.parametrize(
    ("text", "differs"),
    [
        ("About 200 Moroccan cells were dismantled.", False),
        ("About 450 Moroccan cells were dismantled.", True),
        ("At least 150 Moroccan cells were dismantled.", False),
        ("At least 250 Moroccan cells were dismantled.", True),
        ("Fewer than 300 Moroccan cells were dismantled.", False),
        ("Up to 100 Moroccan cells were dismantled.", True),
        ("Some 200 cells or so were dismantled in Morocco.", False),
    ],
)
def test_a_rough_figure_differs_where_it_does_not_allow_the_exact_one(text: str, differs: bool) -> None:
    found = compare(QUESTION, [BEST, said(text, "b.txt", 2.5)])

    assert found is not None
    assert bool(found.differing) is differs


DIED = "How many people died in the flood at Ansa?"


@pytest.mark.parametrize(
    ("question", "one", "other", "differs"),
    [
        (DIED, "Six people died in the flood at Ansa.", "The toll of the flood at Ansa rose to 12.", True),
        (DIED, "At least six people died at Ansa.", "At Ansa the toll of the flood rose to 12.", True),
        (DIED, "At least six people died at Ansa.", "Twelve people died in the flood at Ansa.", False),
        (DIED, "Six people died in the flood at Ansa.", "The flood at Ansa injured eight people.", False),
        (DIED, "Six people died at Ansa.", "Seventy people died at Ansa since January.", False),
        (DIED, "Six people died at Ansa.", "A year ago nine people died at Ansa.", False),
        ("How many homes did it damage?", "It damaged 300 homes.", "It destroyed 40 homes.", False),
        (
            "How many goals did Ansa score against Bor?",
            "Ansa scored 3 goals against Bor.",
            "Bor scored 2 goals against Ansa.",
            False,
        ),
        ("How many jobs did it create?", "It created 600 jobs.", "It will create 450 jobs.", False),
        ("How many jobs will it create?", "It will create 600 jobs.", "It will create 450 jobs.", True),
        ("How many tonnes does Ansa sell?", "Ansa sells 40 tonnes a year.", "Ansa sells 3 tonnes a month.", False),
        ("How much did Ansa pay?", "Ansa paid $3bn.", "Ansa paid 4 billion dollars.", True),
        ("How much did Ansa pay?", "Ansa paid $3bn.", "Ansa paid 3 billion dollars.", False),
        ("When did it open?", "It opened on Monday.", "It would open in May, they said on 3 March 2015.", False),
        ("When did it open?", "It opened this month.", "It opened on 9 May 2016.", False),
        ("When did it open?", "It opened this month.", "It opened on 9 March 2016.", True),
        ("Who founded Ansa?", "Ansa was founded by Ana Ruiz.", "Pedro Gil founded Ansa.", True),
        ("Who founded Ansa?", "Ansa was founded by Ana Ruiz.", "Pedro Gil visited Ansa.", False),
        ("Where did the fire begin?", "The fire began in the attic.", "The fire began in the kitchen.", True),
    ],
)
def test_values_of_one_thing_that_exclude_one_another_differ(
    question: str, one: str, other: str, differs: bool
) -> None:
    first = said(one, "a.txt", 3.0, date="2016-05-20")
    found = compare(question, [first, said(other, "b.txt", 2.5, date="2016-05-22")])

    assert found is not None
    assert bool(found.differing) is differs


@pytest.mark.parametrize(("date", "differs"), [("2016-09-01", True), ("2017-05-22", False)])
def test_last_year_is_that_of_the_article(date: str, differs: bool) -> None:
    first = said("Last year 40 tourists came.", "a.txt", 3.0, date="2016-05-20")
    other = said("Last year 50 tourists came.", "b.txt", 2.5, date=date)
    found = compare("How many tourists came last year?", [first, other])

    assert found is not None
    assert bool(found.differing) is differs


def test_a_value_that_several_articles_give_is_told_once_with_all_of_them() -> None:
    found = compare(QUESTION, [BEST, *(said("Morocco has dismantled 168 cells.", f"{s}.txt", 2.0) for s in "bcd")])

    assert found is not None
    assert [[v.evidence.article.source for v in found.giving(value)] for value in found.differing] == [
        ["b.txt", "c.txt", "d.txt"]
    ]


def test_a_place_that_the_other_article_begins_with_is_its_own_too() -> None:
    question = "How much will the new swing bridge cost?"
    here = said("The new swing bridge in Lorne Bay will cost 17.8 million pounds.", "a.txt", 3.0)
    there = said("The new swing bridge will cost 14.2 million pounds.", "b.txt", 2.0)
    dated = replace(there, article=replace(there.article, title="Lorne Bay gets a bridge"))

    assert [v.text for v in compare(question, [here, dated]).differing] == ["14.2 million pounds"]
    assert not compare(question, [here, there]).differing
