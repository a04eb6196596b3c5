"""The chat, driven by keys: asking, stopping, refusing, failing."""

import os
import signal
import threading
import time
from dataclasses import replace

import pytest
from chatting import (
    CLAIM,
    COVERAGE,
    SANK,
    WAIT,
    FakeSession,
    Gate,
    answer,
    at_once,
    citation,
    differing,
    endless,
    refused,
    run,
    with_coverage,
)
from test_line import burst
from textual import events

from index.errors import StoppedError
from index.filters import Filter, Filtered
from qa.answer import Claim
from qa.errors import ModelError
from qa.events import Answered, ClaimChecked, Found, Resolved, Searching, Writing
from qa.turns import Turn as EarlierTurn
from tui.app import ChatApp
from tui.screens.dialogs import Problem
from tui.widgets.turn import differences


def test_a_question_gets_an_answer_with_its_sources():
    async def drive(chat):
        await chat.ready()
        assert chat.app.focused is chat.prompt
        turn = await chat.answered("  How many boats?  ")
        assert turn.text == "“The storm sank 41 boats in Tarfaya harbour.” [1]"
        assert "> How many boats?" in chat.shown
        assert "[1] harbour.txt:5 · Storm at the harbour ·" in chat.shown
        assert chat.prompt.value == ""

    assert run(FakeSession(), drive, (100, 30)).asked == ["How many boats?"]


def test_the_steps_of_an_answer_are_shown_and_the_evidence_before_the_first_words():
    gate = Gate(
        lambda q: [
            Searching(),
            Found((), 1),
            Writing(()),
            ClaimChecked(CLAIM, (SANK,)),
            Answered(answer(q, CLAIM, citations=[SANK])),
        ]
    )

    async def drive(chat):
        await chat.ready()
        await chat.ask("How many boats?")
        for phase in ("Searching …", "Reading 0 passages …", "Writing …"):
            gate.step()
            await chat.until(lambda phase=phase: chat.last.text == phase)
        assert "Fishermen said the warning" in chat.shown
        gate.step()
        await chat.until(lambda: "41 boats" in chat.last.text)
        assert chat.last.state == "waiting"
        assert "Fishermen" not in chat.shown
        gate.step()
        assert (await chat.ended()).state == "answered"

    run(FakeSession(gate), drive)


def test_claims_come_one_by_one():
    second = Claim("Fishermen said the warning came too late.", (2,), "checked")
    warned = citation(2, "harbour.txt", "Fishermen said the warning came too late.")
    gate = Gate(
        lambda q: [
            Writing(()),
            ClaimChecked(CLAIM, (SANK,)),
            ClaimChecked(second, (warned,)),
            Answered(answer(q, CLAIM, second, citations=[SANK, warned])),
        ]
    )

    async def drive(chat):
        await chat.ready()
        await chat.ask("What happened?")
        gate.step(2)
        await chat.until(lambda: chat.last.text.endswith("[1]\nWriting …"))
        gate.step()
        await chat.until(lambda: "[1] Fishermen said the warning came too late. [2]" in chat.last.text)
        assert [place.number for place in chat.listed.places] == [1, 2]
        gate.step()
        await chat.ended()

    run(FakeSession(gate), drive)


def test_what_comes_last_is_seen_unless_the_reader_scrolled_up():
    gate = Gate(lambda q: [ClaimChecked(CLAIM, (SANK,)), Answered(answer(q, *[CLAIM] * 30, citations=[SANK]))])

    async def drive(chat):
        await chat.ready()
        conversation = chat.screen.conversation
        chat.session.script = at_once
        for _ in range(8):
            await chat.answered("How many boats?")
        await chat.until(lambda: conversation.max_scroll_y > 0 and conversation.scroll_y == conversation.max_scroll_y)
        chat.session.script = gate
        await chat.ask("And all of it?")
        await chat.press("pageup", "pageup", "pageup")
        await chat.until(lambda: conversation.scroll_y == 0)
        gate.step(2)
        await chat.ended()
        assert conversation.scroll_y == 0
        await chat.press(*["pagedown"] * 8)
        await chat.until(lambda: conversation.scroll_y == conversation.max_scroll_y)
        chat.session.script = at_once
        before = conversation.max_scroll_y
        await chat.answered("How many boats?")
        await chat.until(lambda: conversation.scroll_y == conversation.max_scroll_y > before)

    run(FakeSession(), drive)


def test_a_refusal_is_plainly_said_with_what_is_closest_and_over_what_was_looked():
    async def drive(chat):
        await chat.ready()
        turn = await chat.answered("What colour?")
        assert turn.has_class("-refused")
        lines = turn.text.splitlines()
        assert lines[0] == "The corpus does not say."
        assert lines[1].startswith("Looked through 3 articles (1 skipped), indexed 2026-11-22 10:00 UTC.")
        assert [place.source for place in turn.places.places] == ["harbour.txt", "news/bulletin.txt"]
        turn.places.focus()
        await chat.press("2")
        await chat.until(lambda: chat.screen.source.article.highlighted == "Divers counted 43 wrecks")

    def looked(question, stop):
        yield Found((), 0)
        yield Answered(replace(answer(question), coverage=replace(COVERAGE, skipped=1)))

    run(FakeSession(looked), drive)


def test_values_that_differ_stand_in_a_table_with_date_and_source():
    async def drive(chat):
        await chat.ready()
        turn = await chat.answered("How many boats?")
        assert turn.has_class("-differs")
        rows = [line.split("  ") for line in turn.text.splitlines() if "2021-03" in line]
        told = [[cell.strip() for cell in row if cell.strip()] for row in rows]
        assert told == [
            ["41 boats", "2021-03-12", "harbour.txt [1]"],
            ["43 wrecks", "2021-03-14, the latest", "news/bulletin.txt [2]"],
        ]

    run(FakeSession(differing), drive, (120, 30))


@pytest.mark.parametrize("room", [20, 36, 44, 50, 60, 90])
def test_the_table_of_values_is_no_wider_than_the_room(room):
    *_, answered = differing("How many boats?", threading.Event())
    table = differences(answered.answer, room).plain

    assert max(map(len, table.splitlines())) <= max(room, len("43 wrecks  2021-03-14, the latest"))
    assert table.replace("\n", "").replace(" ", "").endswith("news/bulletin.txt[2]")


def test_escape_stops_at_once_and_what_was_checked_stays():
    stopped = threading.Event()

    def deaf(question, stop):
        yield ClaimChecked(CLAIM, (SANK,))
        assert stopped.wait(WAIT)  # does not listen, as a library that is busy
        raise StoppedError

    async def drive(chat):
        await chat.ready()
        await chat.ask("Forever?")
        await chat.until(lambda: "41 boats" in chat.last.text)
        await chat.press("escape")
        assert chat.last.has_class("-stopped")
        assert chat.last.text.splitlines()[-1] == "Stopped. What stands above was checked."
        assert "41 boats" in chat.last.text
        chat.session.script = at_once
        assert (await chat.answered("How many boats?")).state == "answered"
        stopped.set()

    session = run(FakeSession(deaf), drive)
    assert session.asked == ["Forever?", "How many boats?"]
    assert session.histories == [[], []]  # a stopped question is no turn


def test_what_a_stopped_answer_still_says_is_not_shown():
    go_on, said = threading.Event(), threading.Event()

    def late(question, stop):
        yield Searching()
        assert go_on.wait(WAIT)
        yield ClaimChecked(CLAIM, (SANK,))
        said.set()
        yield Answered(answer(question, CLAIM, citations=[SANK]))

    async def drive(chat):
        await chat.ready()
        await chat.ask("How many boats?")
        await chat.until(lambda: chat.last.text == "Searching …")
        await chat.press("escape")
        go_on.set()
        await chat.until(said.is_set)
        await chat.pilot.pause()
        assert chat.last.text == "Stopped."
        assert chat.last.state == "stopped"

    run(FakeSession(late), drive)


def test_a_second_question_waits_in_the_prompt_while_the_first_is_worked_on():
    async def drive(chat):
        await chat.ready()
        await chat.ask("Forever?")
        await chat.ask("And what else?")
        assert chat.prompt.value == "And what else?"
        assert chat.notices == ["One answer at a time: Escape stops this one."]
        assert len(chat.turns) == 1
        await chat.press("escape")
        chat.session.script = at_once
        await chat.press("enter")
        await chat.until(lambda: len(chat.turns) == 2)
        assert "41" in (await chat.ended()).text

    assert run(FakeSession(endless), drive).asked == ["Forever?", "And what else?"]


def test_a_follow_up_shows_how_it_is_asked():
    def leaning(question, stop):
        resolved = "How many boats sank in [red]2016[/red]?"
        yield Resolved(resolved)
        yield Answered(replace(answer(question, CLAIM, citations=[SANK]), resolved=resolved))

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        assert "asked as" not in chat.shown
        chat.session.script = leaning
        turn = await chat.answered("And in 2016?")
        assert turn.text.splitlines()[0] == "asked as: How many boats sank in [red]2016[/red]?"
        await chat.answered("Why?")

    said = EarlierTurn("How many boats?", "The storm sank 41 boats in Tarfaya harbour.", ("41",))
    histories = run(FakeSession(), drive).histories
    assert histories[:2] == [[], [said]]
    assert histories[2] == [said, replace(said, question="How many boats sank in [red]2016[/red]?")]


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ModelError("the model [x] is \x1b[31mout of order"), "the model [x] is out of order"),
        (KeyError("k\n[y]"), "it failed unexpectedly (KeyError: 'k\\n[y]'); QA_TRACEBACK=1 shows where"),
    ],
)
def test_an_error_is_explained_the_question_comes_back_and_the_conversation_goes_on(error, text):
    def failing(question, stop):
        yield Searching()
        raise error

    async def drive(chat):
        await chat.ready()
        turn = await chat.answered("How many boats?")
        assert turn.has_class("-failed")
        assert text in turn.text
        await chat.until(lambda: isinstance(chat.app.screen, Problem))
        assert text in chat.app.screen.text
        await chat.press("ctrl+y")
        assert text in chat.app.clipboard
        await chat.press("escape")
        assert chat.prompt.value == "How many boats?"
        chat.session.script = at_once
        await chat.press("enter")
        await chat.until(lambda: len(chat.turns) == 2)
        assert "41" in (await chat.ended()).text

    run(FakeSession(failing), drive)


@pytest.mark.parametrize(("question", "problem"), [("", "empty"), ("   ", "empty"), ("x" * 100_000, "100,000")])
def test_an_unusable_question_stays_in_the_prompt(question, problem):
    async def drive(chat):
        await chat.ready()
        await chat.ask(question)
        await chat.until(lambda: chat.notices)
        assert problem in chat.notices[0]
        assert chat.prompt.value == question
        assert not chat.turns

    assert run(FakeSession(), drive).asked == []


def test_up_and_down_bring_back_what_was_asked_and_what_was_being_typed():
    async def drive(chat):
        await chat.ready()
        await chat.answered("First?")
        await chat.answered("Second?")
        await chat.type("Thi")
        seen = []
        for key in ("up", "up", "up", "down", "down", "down"):
            await chat.press(key)
            seen.append(chat.prompt.value)
        assert seen == ["Second?", "First?", "First?", "Second?", "Thi", "Thi"]

    run(FakeSession(), drive)


def test_a_new_conversation_begins_without_the_old_one():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("ctrl+n")
        await chat.until(lambda: not chat.turns)
        assert "Ask a question about the articles" in chat.shown
        await chat.answered("How many now?")

    assert run(FakeSession(), drive).histories == [[], []]


def test_quitting_while_an_answer_is_made_stops_it():
    stopped = threading.Event()

    def watched(question, stop):
        yield Searching()
        assert stop.wait(WAIT)
        stopped.set()
        raise StoppedError

    async def drive(chat):
        await chat.ready()
        await chat.ask("Forever?")
        await chat.until(lambda: chat.last.text == "Searching …")
        await chat.press("ctrl+q")

    run(FakeSession(watched), drive)
    assert stopped.wait(WAIT)


def test_an_interrupt_from_elsewhere_ends_the_chat_with_130():
    async def drive(chat):
        await chat.ready()
        os.kill(os.getpid(), signal.SIGINT)
        await chat.until(lambda: chat.app.return_code is not None)
        assert chat.app.return_code == 130

    run(FakeSession(), drive)


def test_ctrl_c_copies_what_is_selected_and_else_ends_the_chat_with_130():
    async def drive(chat):
        await chat.ready()
        await chat.type("How many boats?")
        chat.prompt.action_select_all()
        await chat.press("ctrl+c")
        assert chat.app.clipboard == "How many boats?"
        assert chat.app.return_code is None
        await chat.press("end", "ctrl+c")
        await chat.until(lambda: chat.app.return_code is not None)
        assert chat.app.return_code == 130

    run(FakeSession(), drive)


def test_the_status_says_of_which_articles_is_asked():
    only = Filter.of(["[red]*"], "2016")

    async def drive(chat):
        await chat.ready()
        assert "1 of 3 articles (source [red]*, since 2016-01-01; 2 without a date left out)" in chat.status
        assert "(source [red]*, since" in chat.shown

    session = FakeSession()
    session.standing = with_coverage(filtered=Filtered(only, articles=1, undated=2))
    run(session, drive, (100, 30))


def test_the_command_opens_the_chat_on_a_terminal_alone(qa, indexed, monkeypatch):
    opened = []
    monkeypatch.setattr(ChatApp, "run", lambda self: opened.append(self))
    done = qa("chat", "--corpus", indexed)
    assert (done.status, done.out) == (1, "")
    assert done.complaint == "the chat needs a terminal: elsewhere use qa ask"
    assert opened == []


def test_a_refusal_is_no_source_of_disagreement():
    async def drive(chat):
        await chat.ready()
        turn = await chat.answered("What colour?")
        assert not turn.has_class("-differs")
        assert turn.state == "refused"

    run(FakeSession(refused), drive)


def test_escape_ends_an_answer_within_a_fifth_of_a_second():
    took = []

    async def drive(chat):
        await chat.ready()
        for _ in range(3):  # the best of them: the machine has other things to do
            await chat.ask("How many boats?")
            await chat.until(lambda: chat.last.text == "Writing …")
            begun = time.perf_counter()
            await chat.press("escape")
            await chat.until(lambda: chat.last.state == "stopped")
            took.append(time.perf_counter() - begun)

    run(FakeSession(endless), drive)
    assert min(took) < 0.2


def test_what_is_typed_while_an_error_is_explained_goes_into_the_prompt():
    def failing(question, stop):
        raise ModelError("out of order")
        yield

    async def drive(chat):
        await chat.ready()
        await chat.ask("How many boats?")
        await chat.until(lambda: isinstance(chat.app.screen, Problem))
        burst(chat, *" Or cats?")
        chat.app.post_message(events.Paste(" And dogs?"))
        burst(chat, "enter", *"!")
        await chat.until(lambda: chat.prompt.value == "How many boats? Or cats? And dogs?!")
        assert len(chat.turns) == 1

    run(FakeSession(failing), drive)


def test_there_is_no_going_back_to_a_shell_that_is_not_there(monkeypatch):
    stopped = []
    monkeypatch.setattr("os.killpg", lambda *given: stopped.append(given))
    monkeypatch.setattr("os.getsid", lambda process: os.getpgrp())

    async def drive(chat):
        await chat.ready()
        await chat.press("ctrl+z")
        await chat.until(lambda: chat.notices)
        assert chat.notices == ["There is no shell to go back to."]

    run(FakeSession(), drive)
    assert not stopped


def test_a_word_without_end_does_not_fill_the_conversation():
    word, url, chinese = "x" * 10_000, "https://example.org/" + "y" * 150, "\u5927" * 300

    def script(question, stop):
        yield Answered(answer(question, Claim(f"{word} {url} {chinese}", (1,), "quoted"), citations=[SANK]))

    async def drive(chat):
        await chat.ready()
        turn = await chat.answered("How many boats?")
        assert turn.text.startswith(f"\u201c{word[:200]} \u2026 {url} {chinese}\u201d [1]")

    run(FakeSession(script), drive)


def test_escape_takes_the_toasts_away_too():
    async def drive(chat):
        await chat.ready()
        for away in ([], ["ctrl+f"], ["ctrl+o"]):
            await chat.press(*away)
            chat.app.notify("Full")
            await chat.until(lambda: "Full" in chat.notices)
            await chat.press("escape")
            await chat.until(lambda: not chat.notices)

    run(FakeSession(), drive)


def test_of_a_very_long_question_the_beginning_is_shown_and_its_answer():
    question = "How many boats sank? " * 90

    async def drive(chat):
        await chat.ready()
        await chat.answered(question.strip())
        await chat.until(lambda: "41 boats" in chat.shown and "> How many boats" in chat.shown)

    assert run(FakeSession(), drive, (80, 24)).asked == [question.strip()]
