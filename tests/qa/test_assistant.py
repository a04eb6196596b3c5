"""The way of a question through evidence, draft and check, with an encoder and a generator that are made up."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fakes import QueuedGenerator, WordsEncoder

from index import intake
from index.errors import StoppedError
from index.rebuild import rebuild
from index.search import Index
from qa import models
from qa.answer import Answer
from qa.assistant import DRAFT_TOKENS, Assistant
from qa.errors import QuestionError
from qa.events import Answered, ClaimChecked, Found, Resolved, Searching, Writing
from qa.prompts import Message
from qa.turns import Turn

ARTICLES = {
    "harbour.txt": (
        "Storm at the harbour\n\n12 March 2021\n\n"
        "The storm sank 41 boats in Tarfaya harbour. Fishermen said the warning came too late. "
        "Mayor Lamia Bensouda opened a fund for the crews.\n"
    ),
    "school.txt": (
        "A school without a roof\n\nThe school in Zagora has taught outdoors since its roof fell in. "
        "Director Omar Idrissi counts 212 pupils. Who will pay for a new roof? Nobody knows.\n"
    ),
    "olives.txt": "Olive prices\n\nOlive oil rose to 110 dirhams a litre in Meknes. Pickers earn 90 dirhams a day.\n",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


@pytest.fixture
def index(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    monkeypatch.setattr(intake, "PassageEncoder", WordsEncoder)
    for _ in rebuild(corpus, tmp_path / "index", models.encoder(), max_bytes=10_000):
        pass
    return Index.open(tmp_path / "index", max_bytes=10_000)


def answer_of(index: Index, question: str, *replies: str) -> Answer:
    generator = QueuedGenerator(*replies)
    events = list(Assistant(index, WordsEncoder(), lambda: generator).answer(question))
    assert isinstance(events[-1], Answered)
    return events[-1].answer


def test_a_checked_draft_is_the_answer(index: Index) -> None:
    answer = answer_of(index, "How many boats did the storm sink in Tarfaya harbour?", "The storm sank 41 boats.")

    assert answer.answer == "The storm sank 41 boats. [1]"
    assert answer.claims[0].support == "checked"
    assert answer.citations[0].quote == "The storm sank 41 boats in Tarfaya harbour."


@pytest.mark.parametrize(
    "lie",
    [
        "The storm sank 42 boats.",
        "The storm sank 41 ships.",
        "The storm did not sink 41 boats.",
        "The storm reportedly sank 41 boats.",
        "Lamia Bensouda sank 41 boats.",
        "",
        "[7]",
        "\x1b[31m41\x1b[0m boats\x07 were paid",
        "المدينة غرقت",
        "<|im_end|> 41 41 41 41",
    ],
)
def test_a_draft_that_fails_the_check_becomes_the_quotation(index: Index, lie: str) -> None:
    answer = answer_of(index, "How many boats did the storm sink in Tarfaya harbour?", lie)

    assert answer.answer == "The storm sank 41 boats in Tarfaya harbour. [1]"
    assert answer.claims[0].support == "quoted"


def test_a_draft_that_says_no_more_than_the_question_is_no_answer(index: Index) -> None:
    answer = answer_of(index, "Was it the storm that sank boats in Tarfaya harbour?", "The storm sank boats.")

    assert answer.claims[0].support == "quoted"


def test_the_citation_is_what_stands_in_the_file(index: Index, corpus: Path) -> None:
    answer = answer_of(index, "How many pupils does director Omar Idrissi count?", "212 pupils.")
    [citation] = answer.citations
    text = (corpus / citation.source).read_text(encoding=citation.encoding)

    assert text[citation.start : citation.end] == citation.quote
    assert citation.focus is not None
    assert text[slice(*citation.focus)] == "212"
    assert (citation.source, citation.lines, citation.title) == ("school.txt", (3, 3), "A school without a roof")


def test_the_article_s_date_goes_with_the_citation(index: Index) -> None:
    answer = answer_of(index, "How many boats did the storm sink in Tarfaya harbour?", "41 boats.")

    assert answer.citations[0].date == "2021-03-12"


def test_a_question_that_an_article_asks_is_no_evidence(index: Index) -> None:
    answer = answer_of(index, "Who will pay for a new roof of the school in Zagora?", "")

    assert "Who will pay" not in answer.answer


def test_what_the_corpus_does_not_say_is_refused_with_the_closest_passages(index: Index) -> None:
    answer = answer_of(index, "Which company built the Titanic?")

    assert (answer.status, answer.answer, answer.claims, answer.citations) == ("not_in_corpus", "", (), ())
    assert answer.passages
    assert answer.coverage.articles == len(ARTICLES)


def test_a_refusal_asks_no_model(index: Index) -> None:
    def never() -> QueuedGenerator:
        raise AssertionError("the generator was loaded")

    events = list(Assistant(index, WordsEncoder(), never).answer("Which company built the Titanic?"))

    assert isinstance(events[-1], Answered)


def test_without_a_model_the_answer_is_a_quotation(index: Index) -> None:
    events = list(Assistant(index, WordsEncoder(), None).answer("How much do olive pickers earn a day?"))

    assert isinstance(events[-1], Answered)
    assert events[-1].answer.answer == "Pickers earn 90 dirhams a day. [1]"


def test_events_come_in_the_order_of_the_work(index: Index) -> None:
    assistant = Assistant(index, WordsEncoder(), lambda: QueuedGenerator("41 boats."))
    events = list(assistant.answer("How many boats did the storm sink in Tarfaya harbour?"))

    assert [type(e) for e in events] == [Searching, Found, Writing, ClaimChecked, Answered]


def test_the_prompt_holds_whole_quotations_and_the_question_last(index: Index, monkeypatch) -> None:
    monkeypatch.setattr("qa.selection.LEAST_SHOWN", 0.0)
    generator = QueuedGenerator("41 boats.")
    question = "How many boats did the storm sink in Tarfaya harbour?"
    list(Assistant(index, WordsEncoder(), lambda: generator).answer(question))
    content = generator.asked[0][-1]["content"]

    assert "1. The storm sank 41 boats in Tarfaya harbour.\n2. " in content
    assert content.endswith(question)


def test_quotations_that_do_not_fit_are_dropped_whole_from_the_end(index: Index, monkeypatch) -> None:
    monkeypatch.setattr("qa.selection.LEAST_SHOWN", 0.0)
    question = "How many boats did the storm sink in Tarfaya harbour?"
    roomy, tight = QueuedGenerator("41 boats."), QueuedGenerator("41 boats.")
    list(Assistant(index, WordsEncoder(), lambda: roomy).answer(question))
    tight.context = roomy.count(roomy.asked[0]) - 1 + DRAFT_TOKENS  # one word less than all take
    list(Assistant(index, WordsEncoder(), lambda: tight).answer(question))
    before, after = (g.asked[0][-1]["content"].splitlines() for g in (roomy, tight))

    numbered = [[line for line in lines if line[:1].isdigit()] for lines in (before, after)]
    assert numbered[1] == numbered[0][:-1]


def test_where_not_even_one_quotation_fits_the_model_is_not_asked(index: Index) -> None:
    generator = QueuedGenerator()
    generator.context = 60
    events = list(Assistant(index, WordsEncoder(), lambda: generator).answer("How many boats sank in Tarfaya harbour?"))

    assert generator.asked == []
    assert isinstance(events[-1], Answered)
    assert events[-1].answer.claims[0].support == "quoted"


def test_an_edited_article_is_not_cited(index: Index, corpus: Path) -> None:
    (corpus / "harbour.txt").write_text("The storm sank 99 boats in Tarfaya harbour.", encoding="utf-8")
    answer = answer_of(index, "How many boats did the storm sink in Tarfaya harbour?", "41 boats.", "41 boats.")

    assert all(c.source != "harbour.txt" for c in answer.citations)
    assert all(p.source != "harbour.txt" for p in answer.passages)
    assert answer.coverage.changed == 1


def test_an_article_edited_between_search_and_answer_keeps_its_quotation_true(index: Index, corpus: Path) -> None:
    assert index.freshness.changes == 0  # asked once, before the edit
    (corpus / "harbour.txt").write_text("The storm sank 99 boats in Tarfaya harbour.", encoding="utf-8")
    answer = answer_of(index, "How many boats did the storm sink in Tarfaya harbour?", "41 boats.", "41 boats.")

    assert all(c.source != "harbour.txt" for c in answer.citations)


def test_the_same_question_gets_the_same_answer(index: Index) -> None:
    question = "How many boats did the storm sink in Tarfaya harbour?"
    first, second = (answer_of(index, question, "41 boats.").to_dict() for _ in range(2))

    assert {**first, "timings_ms": 0} == {**second, "timings_ms": 0}


def test_a_stop_event_ends_the_answer(index: Index) -> None:
    stop = threading.Event()
    events = Assistant(index, WordsEncoder(), lambda: QueuedGenerator("41 boats.")).answer(
        "How many boats did the storm sink in Tarfaya harbour?", stop=stop
    )
    with pytest.raises(StoppedError):
        for event in events:
            if isinstance(event, Writing):
                stop.set()


@pytest.mark.parametrize("question", ["", " \n", "why " * 1_000])
def test_an_unusable_question_is_refused_at_once(index: Index, question: str) -> None:
    with pytest.raises(QuestionError):
        next(iter(Assistant(index, WordsEncoder(), None).answer(question)))


class EndlessGenerator(QueuedGenerator):
    """Breaks its contract: never stops of itself, and heeds neither the limit nor the event."""

    def write(self, messages: Sequence[Message], max_tokens: int, stop: threading.Event) -> Iterator[str]:
        while True:
            yield "boats "


def test_an_endless_draft_ends(index: Index) -> None:
    question = "How many boats sank in Tarfaya harbour?"
    events = list(Assistant(index, WordsEncoder(), EndlessGenerator).answer(question))

    assert isinstance(events[-1], Answered)
    assert events[-1].answer.claims[0].support == "quoted"


def test_only_the_first_line_of_a_draft_counts(index: Index) -> None:
    answer = answer_of(
        index, "How many boats did the storm sink in Tarfaya harbour?", "The storm sank 41 boats.\n2. No"
    )

    assert answer.answer == "The storm sank 41 boats. [1]"


def test_half_a_surrogate_pair_in_a_question_is_replaced(index: Index) -> None:
    assert answer_of(index, "How many boats sank \ud800 in Tarfaya harbour?", "41 boats.").question.count("?") == 2


def test_a_follow_up_is_searched_and_answered_as_it_can_be_asked_by_itself(index: Index) -> None:
    generator = QueuedGenerator("212 pupils.")
    assistant = Assistant(index, WordsEncoder(), lambda: generator)
    turn = Turn("Who is director of the school in Zagora?", "Director Omar Idrissi.", ("Omar Idrissi",))
    events = list(assistant.answer("How many pupils does he count?", [turn]))
    resolved = "How many pupils does Omar Idrissi count?"

    assert events[0] == Resolved(resolved)
    assert [type(e) for e in events[1:]] == [Searching, Found, Writing, ClaimChecked, Answered]
    assert generator.asked[0][-1]["content"].endswith(resolved)
    assert isinstance(events[-1], Answered)
    answer = events[-1].answer
    assert (answer.question, answer.resolved) == ("How many pupils does he count?", resolved)
    assert answer.to_dict()["resolved"] == resolved
    assert answer.citations[0].source == "school.txt"


def test_a_question_that_stands_alone_is_not_resolved(index: Index) -> None:
    question = "How many boats did the storm sink in Tarfaya harbour?"
    assistant = Assistant(index, WordsEncoder(), lambda: QueuedGenerator("41 boats."))
    events = list(assistant.answer(question, [Turn("How much do olive pickers earn a day?")]))

    assert isinstance(events[0], Searching)
    assert isinstance(events[-1], Answered)
    assert events[-1].answer.resolved is None


def test_an_answer_s_turn_leads_to_the_next_question(index: Index) -> None:
    assistant = Assistant(index, WordsEncoder(), None)
    *_, first = assistant.answer("How many boats did the storm sink in Tarfaya harbour?")
    assert isinstance(first, Answered)
    turn = Turn.of(first.answer)
    assert turn.values == ("41",)
    event = next(iter(assistant.answer("When did it happen?", [turn])))

    assert event == Resolved("When did the storm sink boats in Tarfaya harbour?")
