"""Whose words an answer is given in, and which part of the quotation is marked."""

from dataclasses import replace

import pytest
from sentences import BEFORE, evidence

from corpus.article import Span
from qa.focus import focus
from qa.selection import disagree, select
from qa.sentences import LEAN

BEST = evidence("The port handled 147 ships in May and 132 in June.")
OTHER = evidence("The mayor opened a school.", share=0.01)


def marked(question: str, text: str, draft: str = "") -> str | None:
    found = focus(question, evidence(text), draft)
    return None if found is None else ("x" * BEFORE + text)[slice(*found)]


def test_the_only_value_of_the_asked_kind_is_marked() -> None:
    assert marked("How many ships came?", "In Agadir some 147 ships came.") == "147"
    assert marked("Who opened it?", "it was opened by Lamia Bensouda.") == "Lamia Bensouda"


def test_of_several_values_the_one_that_the_draft_names_is_marked() -> None:
    text = "The port handled 147 ships in May and 132 in June."

    assert marked("How many ships?", text) is None
    assert marked("How many ships?", text, "It was 132.") == "132"
    assert marked("How many ships?", text, "147 and 132") is None


def test_of_places_in_a_row_none_is_marked() -> None:
    assert marked("Which countries sent observers?", "Observers came from Norway, Estonia and Portugal.") is None
    assert (
        marked("Where does it have plants?", "It employs 5,400 people at plants in Hull and the Isle of Man.") is None
    )
    assert marked("Where does it have a plant?", "It has a plant in Hull, where 40 people work.") == "Hull"


def test_nobody_is_how_many() -> None:
    assert marked("How many people were hurt?", "Nobody was hurt in the fire.") == "Nobody"
    assert marked("How much was paid?", "Nobody was paid.") is None


def test_nothing_is_marked_where_the_question_does_not_tell_what_it_wants() -> None:
    assert marked("Why did they come?", "147 ships came.") is None


# Several sentences


def test_a_second_sentence_that_is_nearly_as_good_is_told_too() -> None:
    near = evidence("The mayor, Lamia Bensouda, opened a school.", source="school.txt", share=0.4)
    first = evidence("It was opened by the mayor.", share=0.5)

    assert [c.evidence for c in select("What did the mayor open?", [first, near])] == [first, near]
    assert [c.evidence for c in select("What did the mayor open?", [first, OTHER])] == [first]


def test_a_second_sentence_that_says_nothing_new_is_not() -> None:
    same = evidence("The port handled 147 ships.", source="copy.txt", share=0.5)
    first = evidence("The port handled 147 ships.", share=0.5)

    assert len(select("What did the port do?", [first, same])) == 1


def test_a_list_takes_all_that_hold_an_item() -> None:
    found = [
        evidence(f"The pact was joined by {country} in {year}.", source=f"{n}.txt", share=0.2)
        for n, (country, year) in enumerate([("Spain", 1999), ("France", 2001), ("Italy", 2004), ("Malta", 2007)])
    ]

    chosen = select("Which countries joined the pact?", found)

    assert [c.evidence for c in chosen] == found


def test_the_former_head_points_back_to_nobody() -> None:
    assert LEAN.match("The former was built in 1902.")
    assert LEAN.match("The former, built in 1902, burnt down.")
    assert not LEAN.match("The former head of the company called it a gift.")


def test_a_sentence_that_points_back_is_told_with_the_one_before_it() -> None:
    text = "The school stands in Fez. It was opened by the mayor."
    before = evidence("The school stands in Fez.", score=0.1, share=0.1)
    best = evidence("It was opened by the mayor.", start=BEFORE + 26)
    article = evidence(text).article
    whole = [replace(e, article=article) for e in (best, before)]

    (chosen,) = select("Who opened the school in Fez?", whole)

    assert chosen.evidence.quote == text


# Several articles

QUESTION = "How many cells were dismantled?"
LESS = evidence(
    "In all 168 cells were dismantled.", source="b.txt", score=0.5, share=0.2, date="2016-10-20", names=1, meant=1
)
MORE = evidence(
    "In all 207 cells were dismantled.", source="a.txt", score=1.0, share=0.6, date="2016-09-18", names=1, meant=1
)


def test_different_values_stand_side_by_side_the_latest_first() -> None:
    chosen = select(QUESTION, [MORE, LESS])

    assert [(c.evidence.article.source, c.value) for c in chosen] == [("b.txt", "168"), ("a.txt", "207")]
    assert disagree(chosen)
    assert [c.evidence.article.text[slice(*c.focus or (0, 0))] for c in chosen] == ["168", "207"]


def test_a_value_is_as_late_as_the_latest_article_that_gives_it() -> None:
    again = evidence(
        "Two hundred and seven cells were dismantled.", source="c.txt", score=0.4, date="2017-01-02", names=1, meant=1
    )
    late = evidence(
        "One hundred and sixty-eight cells were dismantled.", source="d.txt", date="2017-03-04", names=1, meant=1
    )

    assert [c.value for c in select(QUESTION, [MORE, LESS, again])] == ["207", "168"]

    chosen = select(QUESTION, [MORE, LESS, again, late])
    assert [(c.value, [e.article.source for e in (c.evidence, *c.also)]) for c in chosen] == [
        ("168", ["b.txt", "d.txt"]),
        ("207", ["a.txt", "c.txt"]),
    ]


def test_the_same_value_in_other_words_is_one_claim_with_two_sources() -> None:
    same = evidence(
        "Two hundred and seven cells were dismantled.", source="c.txt", score=0.8, share=0.3, names=1, meant=1
    )

    (chosen,) = select(QUESTION, [MORE, same])

    assert (chosen.also, chosen.value) == ((same,), None)
    assert not disagree([chosen])


# Lists


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("These countries signed:\n- Spain\n- Italy\n\nA feast followed.", "These countries signed:\n- Spain\n- Italy"),
        ("These countries signed:\n\nSpain\nItaly\nA feast followed.", "These countries signed:\n\nSpain\nItaly"),
        ("These countries signed:\n1. Spain;\n2. Italy.\n", "These countries signed:\n1. Spain;\n2. Italy."),
        ("These countries signed:\nNobody knows them by name today.", "These countries signed:"),
        ("These countries signed:", "These countries signed:"),
    ],
)
def test_a_line_that_announces_a_list_is_told_with_its_items(text: str, told: str) -> None:
    whole = evidence(text)
    first = replace(whole, span=Span(whole.span.start, whole.span.start + len("These countries signed:")))

    (chosen,) = select("Which countries signed?", [first])

    assert chosen.evidence.quote == told
