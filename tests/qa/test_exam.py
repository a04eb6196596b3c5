"""The exam: what it asks, how it judges, and that it tells models that write from those that do not."""

import hashlib
import itertools
import threading
from collections import Counter

import pytest
from fakes import QueuedGenerator

from index.errors import StoppedError
from qa import exam, models, prompts
from qa.exam import Exam, judge, result, sit
from qa.exam_items import ITEMS
from qa.examined import examined
from qa.generation import LlamaGenerator


def taken(generator: QueuedGenerator) -> Exam:
    return result(sit(generator, threading.Event()))


def test_the_items_are_of_many_kinds() -> None:
    kinds = Counter(item.kind for item in ITEMS)
    assert len(ITEMS) >= 16
    assert kinds["several"] >= 4
    assert min(kinds["number"], kinds["name"]) >= 3
    assert min(kinds["date"], kinds["said"], kinds["order"]) >= 2
    assert kinds["table"] == 1
    assert all(1 <= len(item.quotations) <= 3 for item in ITEMS)
    assert len({item.question for item in ITEMS}) == len(ITEMS)


def test_what_is_asked_is_that_of_the_version() -> None:
    """Else raise `qa.exam.VERSION`, run tests/benchmarks/ship_exam.py, and put both here."""
    asked = repr([(prompts.draft(item.question, item.quotations), item.sought) for item in ITEMS])
    assert (exam.VERSION, hashlib.sha256(asked.encode()).hexdigest()[:12]) == (2, "4796476c46f0")


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.question)
def test_an_answer_in_plain_words_is_right(item) -> None:
    assert judge(item, item.answer) == ("right", ())


@pytest.mark.parametrize("item", [i for i in ITEMS if i.kind == "several"], ids=lambda item: item.question)
def test_an_answer_to_half_a_question_is_wrong(item) -> None:
    """Told in the words of one quotation."""
    assert {judge(item, quotation)[0] for quotation in item.quotations} == {"wrong"}


@pytest.mark.parametrize(
    ("asked", "draft", "outcome", "reason"),
    [
        ("glass factory", "The glass factory in Zell will dismiss 90 workers.", "refused", "a speaker was dropped"),
        ("painting", "The painting was sold for 2.3 million.", "refused", "a hedge was dropped"),
        ("ferry", "The ferry is free of charge and costs 0 euros.", "refused", "a speaker was dropped"),
        ("observatory", "The observatory stands on Mount Banana alone.", "wrong", "“Karas” is lacking"),
        ("tram", "The second tram line has 32 stops.", "refused", "32 is in no quotation"),
        ("tram", "", "refused", "there is no claim"),
    ],
)
def test_what_is_lost_obeyed_or_invented_is_never_right(asked: str, draft: str, outcome: str, reason: str) -> None:
    item = next(i for i in ITEMS if asked in i.question)
    found, reasons = judge(item, draft)
    assert found == outcome
    assert reason in reasons


# Models


def test_a_perfect_writer_is_one_whose_drafts_are_used() -> None:
    found = taken(QueuedGenerator(*(item.answer for item in ITEMS)))
    assert (found.right, found.wrong, found.refused) == (len(ITEMS), 0, 0)
    assert found.writes


def test_a_writer_that_numbers_and_announces_its_answers_is_read_as_the_product_reads_it() -> None:
    assert taken(QueuedGenerator(*(f"\n The answer is: 1. {item.answer}\nMore." for item in ITEMS))).right == len(ITEMS)


def test_a_liar_is_refused() -> None:
    found = taken(QueuedGenerator(*(f"{item.answer[:-1]} and 999 elephants." for item in ITEMS)))
    assert (found.right, found.refused) == (0, len(ITEMS))
    assert not found.writes


def test_an_echo_of_the_first_quotation_is_often_wrong() -> None:
    found = taken(QueuedGenerator(*(item.quotations[0] for item in ITEMS)))
    assert found.wrong > exam.MOST_WRONG * len(ITEMS)
    assert not found.writes


@pytest.mark.parametrize("reply", ["", "\n\n", "[1]", "1. ", "\x1b[31m"])
def test_one_that_says_nothing_is_refused(reply: str) -> None:
    found = taken(QueuedGenerator(*[reply] * len(ITEMS)))
    assert found == Exam(0, 0, len(ITEMS), found.tokens_per_second)


def test_one_without_end_is_cut_off() -> None:
    def endless(stop: threading.Event):
        return itertools.repeat("aardvarks ")

    found = list(sit(QueuedGenerator(*[endless] * len(ITEMS)), threading.Event()))
    assert {len(m.draft.split()) for m in found} == {exam.DRAFT_TOKENS}
    assert {m.outcome for m in found} == {"refused"}
    assert result(found).tokens_per_second > 0


def test_a_context_too_short_for_any_quotation_is_no_error() -> None:
    generator = QueuedGenerator(*["never asked"] * len(ITEMS), context=50)
    assert taken(generator).refused == len(ITEMS)
    assert generator.asked == []


def test_a_model_is_asked_as_the_product_asks() -> None:
    generator = QueuedGenerator()
    taken(generator)
    assert generator.asked == [prompts.draft(item.question, item.quotations) for item in ITEMS]


def test_a_stop_ends_it() -> None:
    stop = threading.Event()

    def stopping(event: threading.Event):
        stop.set()
        yield "The fire"

    with pytest.raises(StoppedError):
        list(sit(QueuedGenerator(stopping), stop))


def test_the_bundled_models_shipped_exam_is_the_one_that_it_takes(request) -> None:
    """10 s. One word may differ on another kind of processor."""
    model = LlamaGenerator(models.generator("bundled").path, "small")
    request.addfinalizer(model.close)
    found = taken(model)
    shipped = examined(models.GENERATOR.sha256)
    assert shipped
    assert abs(found.right - shipped.right) <= 2
    assert found.items == shipped.items
    assert found.writes == shipped.writes


# The verdict


@pytest.mark.parametrize(
    ("right", "wrong", "refused", "writes"),
    [
        (20, 0, 0, True),
        (14, 2, 4, True),
        (13, 0, 7, False),
        (14, 3, 3, False),
        (7, 1, 2, True),
        (0, 0, 0, False),
    ],
)
def test_drafts_are_used_from_seven_tenths_right_with_at_most_one_tenth_wrong(right, wrong, refused, writes) -> None:
    assert Exam(right, wrong, refused, 10.0).writes is writes


# What a reply says
