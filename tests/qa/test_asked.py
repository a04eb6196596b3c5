"""What a question asks for."""

import pytest

from qa.asked import Asked, asked, carries, values


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many cells were dismantled?", Asked.NUMBER),
        ("What percentage agreed?", Asked.NUMBER),
        ("When did it open?", Asked.DATE),
        ("In which year was it founded?", Asked.DATE),
        ("Who leads the bureau?", Asked.NAME),
        ("In which city was it held?", Asked.NAME),
        ("Why was it closed?", Asked.ANYTHING),
        ("", Asked.ANYTHING),
    ],
)
def test_the_words_of_a_question_tell_its_kind(question: str, kind: Asked) -> None:
    assert asked(question) is kind


def test_values_leave_out_what_the_question_names_itself() -> None:
    question = "How many of the 168 cells had links abroad?"
    text = "Of the 168 cells, fifty-two had links."

    assert [text[a:b] for a, b in values(question, text)] == ["fifty-two"]


def test_runs_of_capitalised_words_are_one_name() -> None:
    text = "Abdelhak el-Khayam spoke in Rabat, and Élodie Roux listened."

    assert [text[a:b] for a, b in values("Who spoke in Rabat?", text)] == ["Abdelhak el-Khayam", "Élodie Roux"]


def test_a_sentence_without_a_number_answers_no_how_many() -> None:
    assert not carries("How many men were held?", "Several men were held.")
    assert carries("How many men were held?", "Six men were held.")
    assert carries("Why were they held?", "Several men were held.")
