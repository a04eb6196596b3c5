"""What a question asks for."""

import pytest

from qa.asked import TIME, Asked, asked, carries, counts, values, wants_several


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many cells were dismantled?", Asked.NUMBER),
        ("What percentage agreed?", Asked.NUMBER),
        ("When did it open?", Asked.DATE),
        ("In which year was it founded?", Asked.DATE),
        ("Who leads the bureau?", Asked.PERSON),
        ("In which city was it held?", Asked.PLACE),
        ("Why was it closed?", Asked.REASON),
        ("What does PSB stand for?", Asked.MEANING),
        ("How old is he?", Asked.NUMBER),
        ("What was opened?", Asked.ANYTHING),
        ("", Asked.ANYTHING),
        ("Who was minister when the bomb exploded?", Asked.PERSON),
        ("Where was the king when the quake struck?", Asked.PLACE),
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
    assert carries("What was held?", "Several men were held.")


def test_a_year_answers_no_how_many_and_a_number_no_when() -> None:
    assert not carries("How many men were held?", "They were held in May 2016.")
    assert not carries("When were they held?", "Six men were held.")
    assert carries("When were they held?", "They were held on a Thursday.")


def test_a_reason_is_told_by_its_words() -> None:
    assert carries("Why was it closed?", "It was closed because of the storm.")
    assert not carries("Why was it closed?", "It was closed on Monday.")


def test_a_number_counts_what_follows_it() -> None:
    assert counts("How many terrorist cells were found?", "They found 45 small cells.")
    assert not counts("How many terrorist cells were found?", "They found 45 phones.")
    assert not counts("How old is the cell?", "They found 45 small cells.")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("The Port Safety Board (PSB) met.", "Port Safety Board"),
        ("The PSB (Port Safety Board) met.", "Port Safety Board"),
        ("PSB stands for Port Safety Board.", "Port Safety Board"),
        ("The PSB met.", None),
        ("Police arrested four men in Rabat (PSB).", None),  # an agency's mark
        ("The PSB (founded in 2015) met.", None),
    ],
)
def test_what_a_short_form_stands_for_is_found(text: str, meaning: str | None) -> None:
    found = [text[a:b] for a, b in values("What does PSB stand for?", text)]

    assert found == ([meaning] if meaning else [])


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("Which countries joined?", True),
        ("What weapons were seized?", True),
        ("What does Dr. Benali advise?", True),
        ("Who were the suspects?", True),
        ("What causes the fire?", False),
        ("What status does it have?", False),
        ("What happens in Fez?", False),
        ("How many countries joined?", False),
        ("Who opened it?", False),
    ],
)
def test_a_question_for_a_list_is_told_from_one_for_one_thing(question: str, several: bool) -> None:
    assert wants_several(question) is several


@pytest.mark.parametrize("time", ["5.40 a.m.", "at 17:30", "3 pm", "by 9:05", "18:00 GMT"])
def test_a_time_of_day_is_no_count(time: str) -> None:
    text = f"The ferry left {time} with 212 passengers."
    assert [text[a:b] for a, b in values("How many passengers were aboard?", text)] == ["212"]


@pytest.mark.parametrize("said", ["won 21:15", "4 amphibians", "a 2:05 ratio"])
def test_a_score_or_a_count_is_no_time_of_day(said: str) -> None:
    assert TIME.search(f"They saw {said} there.") is None


def test_what_time_prefers_the_time_of_day_to_the_date() -> None:
    text = "On 3 March 2015 the ferry left at 17:30."
    assert [text[a:b] for a, b in values("What time did the ferry leave?", text)] == ["17:30"]
    assert [text[a:b] for a, b in values("When did the ferry leave?", text)] == ["3 March 2015"]


def test_a_dateline_says_when_and_where_it_was_written() -> None:
    text = "LUDLOW, 1 July 2022 — The firm completed its purchase on Friday, said Ann Low in Fez."

    assert [text[a:b] for a, b in values("When was it completed?", text)] == ["Friday"]
    assert [text[a:b] for a, b in values("Who said so?", text)] == ["Ann Low"]


def test_a_date_of_a_dateline_answers_where_there_is_no_other() -> None:
    text = "LUDLOW, 1 July 2022 — Nordhavn completed its purchase."

    assert [text[a:b] for a, b in values("When was it completed?", text)] == ["1 July 2022"]


def test_a_name_before_a_dash_is_no_dateline() -> None:
    text = "Ann Low — a nurse — opened it."

    assert [text[a:b] for a, b in values("Who opened it?", text)] == ["Ann Low"]


@pytest.mark.parametrize(
    ("text", "told"), [("It has been shut since 2016.", False), ("It was shut since it fell.", True)]
)
def test_since_a_year_is_no_reason(text: str, told: bool) -> None:
    assert carries("Why was it shut?", text) is told
