"""Names and places where a question's verb wants them, and which of them exclude one another."""

import pytest

from qa.anchored import Anchored, anchored, exclude

LED = "Who led the expedition to Sarkal?"
FOUNDED = "Who founded the club?"
MAYOR = "Who is the mayor of Fez?"
BEGAN = "Where did the fire begin?"


def put(question: str, text: str) -> str | None:
    found = anchored(question, text)
    return text[found.start : found.end] if found else None


@pytest.mark.parametrize(
    ("question", "text", "name"),
    [
        (LED, "The expedition to Sarkal was led by Karim Tazi, the club writes.", "Karim Tazi"),
        (LED, "The expedition was led by the experienced guide Karim Tazi.", "Karim Tazi"),
        (LED, "Karim Tazi, a guide, led the expedition.", "Karim Tazi"),
        (LED, "Karim Tazi led the choir at the expedition's feast.", None),
        (LED, "The friends of Karim Tazi led the expedition.", None),
        (LED, "The expedition was led by guides from Fez.", None),
        (FOUNDED, "The club was founded by Ana Ruiz and Pedro Gil.", None),
        (FOUNDED, "Pedro Gil and Ana Ruiz founded the club.", None),
        ("Who was elected mayor?", "The council elected Ines Corte.", "Ines Corte"),
        ("Who was elected mayor?", "Ines Corte was elected mayor.", "Ines Corte"),
        (MAYOR, "The mayor of Fez, Lamia Bensouda, opened it.", "Lamia Bensouda"),
        (MAYOR, "Lamia Bensouda, the mayor of Fez, opened it.", "Lamia Bensouda"),
        (MAYOR, "Lamia Bensouda, the deputy mayor of Fez, opened it.", None),
        (MAYOR, "Former mayor Lamia Bensouda opened it.", None),
        ("Who visited the camp?", "Karim Tazi visited the camp.", None),  # others may have done so too
        (BEGAN, "The fire began in the attic, an officer said.", "attic"),
        (BEGAN, "The fire began again in Fez.", "Fez"),
        (BEGAN, "The fire began in the early hours.", None),
        (BEGAN, "The fire began in March.", None),
        ("When did it begin?", "It began in Fez.", None),
    ],
)
def test_only_what_the_verb_wants_is_taken(question: str, text: str, name: str | None) -> None:
    assert put(question, text) == name


def excluded(question: str, one: str, other: str, *written: str) -> bool:
    found = [anchored(question, text) for text in (one, other)]
    first, second = (a for a in found if isinstance(a, Anchored))
    days = (*written, "", "")
    return exclude(first, second, (one, other), (days[0], days[1]))


@pytest.mark.parametrize(
    ("question", "one", "other", "so"),
    [
        (FOUNDED, "Ana Ruiz founded the club.", "Pedro Gil founded the club.", True),
        (FOUNDED, "Ana Ruiz founded the club.", "Captain Ruiz founded the club.", False),
        (FOUNDED, "Ana Ruiz founded the club.", "Pedro Gil founded the club with money from Ana Ruiz.", False),
        (FOUNDED, "Ana Ruiz founded the club.", "The Harbour Party founded the club.", False),
        (BEGAN, "The fire began in the attic.", "The fire began in the kitchen.", True),
        (BEGAN, "The fire began in the attic.", "The fire began in a heater.", False),
        (BEGAN, "The fire began in the attic.", "The fire began in Fez.", False),
        (BEGAN, "The fire began in Fez.", "The fire began in Morocco.", False),
        (BEGAN, "The fire began in Fez.", "The fire began near Tangier.", False),
        (BEGAN, "The fire began in Fez.", "The fire began in Tangier.", True),
    ],
)
def test_what_may_both_be_so_does_not_exclude(question: str, one: str, other: str, so: bool) -> None:
    assert excluded(question, one, other) is so


def test_what_recurs_is_compared_within_half_a_year() -> None:
    question, one, other = "Who won the race?", "Ana Ruiz won the race.", "Pedro Gil won the race."

    assert excluded(question, one, other, "2013-10-06", "2013-10-09")
    assert not excluded(question, one, other, "2013-10-06", "2014-10-05")
    assert not excluded(question, one, other)
