"""What comes while something else is going on: other keys, a rebuild, the end of the chat."""

import asyncio
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from chatting import (
    CLAIM,
    COVERAGE,
    DIVERS,
    OTHER,
    SANK,
    WAIT,
    Chat,
    FakeSession,
    Gate,
    answer,
    at_once,
    differing,
    endless,
    refused,
    run,
)
from test_line import burst
from textual.widgets import Input

from index.errors import IndexDamagedError, StoppedError
from qa.answer import Models
from qa.conversations import Conversations, SavedTurn
from qa.errors import ModelError
from qa.events import Answered, ClaimChecked, Found, Writing
from qa.rebuild_lines import Step
from qa.session import NotOpenError, Opened
from tui.app import ChatApp, SearchScreen
from tui.widgets.status import Status

ASKED = "2026-11-22T10:00:00Z"


@pytest.fixture
def kept(tmp_path):
    return Conversations(tmp_path / "conversations")


class Slow:
    """Something of the session that waits until a test lets it go on."""

    def __init__(self, done):
        self.done, self.gate, self.calls = done, threading.Event(), 0

    def __call__(self, *arguments):
        self.calls += 1
        assert self.gate.wait(WAIT)
        return self.done(*arguments)


def conversation(kept, *turns):
    return replace(kept.begin(Path("/news")), title="Boats", turns=turns)


def answered(question="How many boats?"):
    return SavedTurn(question, ASKED, "answered", answer(question, CLAIM, OTHER, citations=[SANK, DIVERS]))


def test_a_new_conversation_begins_while_a_list_of_sources_has_the_focus():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("tab")
        assert chat.app.focused is chat.listed
        await chat.press("ctrl+n", *"Who")
        await chat.until(lambda: not chat.turns and chat.prompt.value == "Who")
        assert chat.app.focused is chat.prompt

    run(FakeSession(differing), drive)


def test_a_conversation_is_gone_on_with_while_a_list_of_sources_has_the_focus(kept):
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.until(lambda: kept.all()[0])
        await chat.press("tab", "ctrl+o")
        await chat.until(lambda: getattr(chat.app.screen, "shown", None))
        await chat.press("down", "enter")
        await chat.until(lambda: chat.app.screen is chat.screen and chat.turns)
        assert chat.last.question == "How many boats?"

    run(FakeSession(differing), drive, kept=kept)


def test_enter_and_a_new_conversation_in_one_burst_leave_the_chat_usable():
    async def drive(chat):
        await chat.ready()
        for _ in range(3):
            await chat.type("How many boats?")
            burst(chat, "enter", "ctrl+n", "ctrl+n")
            await chat.until(lambda: not chat.screen.busy)
            await chat.answered("Who?")
        assert chat.last.text.startswith("“The storm sank")

    run(FakeSession(), drive)


def test_a_new_conversation_begins_while_the_old_one_is_compared_with_the_files(kept):
    async def drive(chat):
        await chat.ready()
        slow = chat.session.recheck = Slow(lambda citations: {1: "its article is gone"})
        chat.screen.call_later(chat.screen.resume, conversation(kept, answered()))
        await chat.until(lambda: slow.calls)
        await chat.press("ctrl+n")
        await chat.until(lambda: not chat.turns)
        slow.gate.set()
        assert "41 boats" in (await chat.answered("Who?")).text

    run(FakeSession(), drive, kept=kept)


def test_what_cannot_be_compared_is_told_at_its_sources(kept):
    def fails(citations):
        raise ValueError("a span ends before it begins")

    async def drive(chat):
        await chat.ready()
        chat.session.recheck = fails
        chat.screen.call_later(chat.screen.resume, conversation(kept, answered()))
        await chat.until(lambda: chat.turns and "2 of the sources are not as they were cited." in chat.last.text)
        assert "a span ends before it begins" in chat.listed.places[0].aside

    run(FakeSession(), drive, kept=kept)


def test_a_refusal_gone_on_with_before_the_index_is_open_gets_its_closest_passages(kept):
    async def drive(chat):
        passages = chat.session.closest

        def closest(references):
            if "articles" not in chat.status:
                raise NotOpenError("there is no index to ask yet")
            return passages(references)

        chat.session.closest = closest
        saved = SavedTurn("What colour?", ASKED, "answered", answer("What colour?"))
        chat.screen.call_later(chat.screen.resume, conversation(kept, saved))
        await chat.until(lambda: chat.turns and chat.last.state == "refused")
        assert not chat.listed.places
        chat.session.opening.set()
        await chat.until(lambda: len(chat.listed.places) == 2)

    session = FakeSession()
    session.opening = threading.Event()
    run(session, drive, kept=kept)


def test_a_slow_article_neither_replaces_a_later_one_nor_takes_the_focus():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        usual = chat.session.article
        slow = Slow(usual)
        chat.session.article = lambda source: slow(source) if source == SANK.source else usual(source)
        await chat.press("tab", "1")
        await chat.until(lambda: slow.calls)
        await chat.press("2")
        article = chat.screen.source.article
        await chat.until(lambda: article.highlighted == DIVERS.quote)
        await chat.press("escape", "escape")
        assert chat.app.focused is chat.prompt
        slow.gate.set()
        await chat.pilot.app.workers.wait_for_complete()
        await chat.pilot.pause()
        assert article.highlighted == DIVERS.quote
        assert chat.app.focused is chat.prompt

    run(FakeSession(differing), drive)


def test_an_article_that_comes_after_the_keys_went_elsewhere_leaves_them_there():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        slow = chat.session.article = Slow(chat.session.article)
        await chat.press("tab", "1")
        await chat.until(lambda: slow.calls)
        await chat.press("escape", *"And")
        slow.gate.set()
        await chat.until(lambda: chat.screen.place)
        await chat.press(*" now")
        assert chat.prompt.value == "And now"

    run(FakeSession(differing), drive, (120, 36))


def test_what_was_asked_for_before_a_new_conversation_is_not_opened_in_it():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        slow = chat.session.article = Slow(chat.session.article)
        await chat.press("tab", "1")
        await chat.until(lambda: slow.calls)
        await chat.press("ctrl+n")
        await chat.until(lambda: not chat.turns)
        slow.gate.set()
        await chat.pilot.app.workers.wait_for_complete()
        await chat.pilot.pause()
        assert chat.screen.place is None
        assert not chat.screen.source.article.display

    run(FakeSession(differing), drive)


def test_two_steps_during_one_load_are_two_steps():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("tab", "1")
        article = chat.screen.source.article
        await chat.until(lambda: article.highlighted == SANK.quote)
        slow = chat.session.article = Slow(chat.session.article)
        await chat.press("n", "n", "n")
        slow.gate.set()
        await chat.until(lambda: article.highlighted == DIVERS.quote)
        await chat.pilot.app.workers.wait_for_complete()
        await chat.pilot.pause()
        assert article.highlighted == DIVERS.quote

    run(FakeSession(differing), drive)


def test_steps_that_are_made_before_an_article_has_come_lead_into_it():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        slow = chat.session.article = Slow(chat.session.article)
        await chat.press("tab", "1", "n")
        slow.gate.set()
        await chat.until(lambda: chat.screen.source.article.highlighted == DIVERS.quote)
        await chat.until(lambda: chat.app.focused is chat.screen.source.article)

    run(FakeSession(differing), drive, (120, 36))


def test_a_look_that_fails_leaves_what_was_opened():
    async def drive(chat):
        await chat.ready()

        def fails():
            raise IndexDamagedError("the disk is away")

        looks, chat.session.look_again = chat.session.look_again, fails
        chat.screen.look()
        await chat.until(lambda: "the disk is away" in chat.notices)
        assert "articles" in chat.status
        chat.session.look_again = looks
        assert (await chat.answered("How many boats?")).state == "answered"

    run(FakeSession(), drive)


def test_what_could_not_be_opened_is_tried_again():
    async def drive(chat):
        await chat.until(lambda: "not opened" in chat.status)
        await chat.press("escape")
        chat.session.standing = Opened(COVERAGE, 7, Models(None, "encoder"))
        chat.screen._look_again()  # what the timer does
        await chat.ready()

    session = FakeSession()
    session.standing = IndexDamagedError("the disk is away")
    run(session, drive)


def test_a_search_that_is_typed_while_the_index_opens_is_made_when_it_is_open():
    async def drive(chat):
        found = chat.session.search

        def search(text):
            if "articles" not in str(chat.screen.query_one(Status).content):
                raise NotOpenError("there is no index to ask yet")
            return found(text)

        chat.session.search = search
        await chat.press("ctrl+f", *"wrecks")
        screen = chat.app.screen
        assert isinstance(screen, SearchScreen)
        await chat.until(lambda: "no index to search yet" in chat.text_of("#hint"))
        chat.session.opening.set()
        await chat.until(lambda: screen.found.places)
        assert chat.text_of("#hint") == "2 passages, best first."

    session = FakeSession()
    session.opening = threading.Event()
    run(session, drive)


def test_an_answer_during_which_the_chat_ends_is_kept_as_far_as_it_was_checked(kept):
    def script(question, stop):
        yield Writing(("quotation",))
        yield ClaimChecked(CLAIM, (SANK,))
        assert stop.wait(WAIT)
        raise StoppedError

    async def drive(chat):
        await chat.ready()
        await chat.ask("How many boats?")
        await chat.until(lambda: chat.turns and chat.last.claims)

    run(FakeSession(script), drive, kept=kept)
    ((turn,),) = ([*c.turns] for c in kept.all()[0])
    assert (turn.question, turn.state, turn.problem) == ("How many boats?", "stopped", "Stopped: the chat was ended.")
    assert turn.claims == (CLAIM,)
    assert turn.citations == (SANK,)


def test_a_question_that_waits_for_an_index_is_kept_when_the_chat_ends(kept):
    async def drive(chat):
        await chat.ask("How many boats?")
        await chat.until(lambda: chat.turns)
        chat.app.exit()
        chat.session.opening.set()

    session = FakeSession()
    session.opening = threading.Event()
    run(session, drive, kept=kept)
    assert [t.question for c in kept.all()[0] for t in c.turns] == ["How many boats?"]


def test_turns_that_could_not_be_kept_are_kept_at_the_end_even_after_another_conversation_was_begun(tmp_path):
    class Full(Conversations):
        full = True

        def append(self, conversation, turn):
            if self.full:
                raise OSError("no space left")
            return super().append(conversation, turn)

    kept = Full(tmp_path)

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.until(lambda: any("no space left" in notice for notice in chat.notices))
        await chat.until(lambda: "not kept (F6)" in chat.status)
        await chat.press("f6")
        await chat.until(lambda: "no space left" in chat.shown)
        await chat.press("escape")
        await chat.answered("How many people?")
        await chat.press("ctrl+n")
        await chat.until(lambda: not chat.turns)
        assert len(chat.notices) == 1  # it is told once
        kept.full = False
        await chat.answered("Who?")
        await chat.until(lambda: "not kept" not in chat.status)

    run(FakeSession(), drive, kept=kept)
    asked = [[t.question for t in c.turns] for c in kept.all()[0]]
    assert sorted(asked) == [["How many boats?", "How many people?"], ["Who?"]]


def test_a_question_that_was_given_up_is_kept(kept):
    def stopped(stop):
        yield Step("reading", 1, 2)
        raise StoppedError

    async def drive(chat):
        await chat.until(lambda: "not opened" in chat.status)
        await chat.press("escape")
        await chat.ask("How many boats?")
        await chat.until(lambda: kept.all()[0])

    session = FakeSession()
    session.building = stopped
    session.standing = IndexDamagedError("the disk is away")
    run(session, drive, kept=kept)
    ((turn,),) = ([*c.turns] for c in kept.all()[0])
    assert (turn.state, turn.problem) == ("failed", "the disk is away")


def test_what_has_changed_is_told_beside_why_an_answer_ended(kept):
    async def drive(chat):
        await chat.ready()
        chat.session.stale = {1: "its article is gone"}
        saved = SavedTurn("Who?", ASKED, "stopped", None, (CLAIM,), (SANK,), problem="Stopped.")
        chat.screen.call_later(chat.screen.resume, conversation(kept, saved))
        await chat.until(lambda: chat.turns and "cited" in chat.last.text)
        assert "Stopped. What stands above was checked. 1 of the sources is not as it was cited." in chat.last.text

    run(FakeSession(), drive, kept=kept)


def test_a_failure_says_once_that_it_failed_and_is_kept_as_what_it_was(kept):
    def fails(question, stop):
        raise ModelError("out of memory")
        yield

    async def drive(chat):
        await chat.ready()
        turn = await chat.answered("Who?")
        assert turn.text == "It failed: out of memory"
        await chat.until(lambda: kept.all()[0])

    run(FakeSession(fails), drive, kept=kept)
    assert [t.problem for c in kept.all()[0] for t in c.turns] == ["out of memory"]


def test_evidence_that_is_taken_away_gives_the_focus_to_the_prompt():
    gate = Gate(lambda question: [Found((), 1), Answered(answer(question))])

    async def drive(chat):
        await chat.ready()
        await chat.ask("What colour?")
        gate.step()
        await chat.until(lambda: chat.listed.places)
        await chat.press("tab")
        assert chat.app.focused is chat.listed
        chat.last._found = []  # nothing comes close
        gate.step()
        await chat.ended()
        await chat.press(*"Why")
        assert chat.prompt.value == "Why"

    run(FakeSession(gate), drive)


def test_a_narrow_article_makes_room_for_the_answer_that_is_asked_for():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("tab", "1")
        await chat.until(lambda: chat.screen.has_class("-reading"))
        await chat.answered("And why?")
        assert not chat.screen.has_class("-reading")
        assert chat.screen.conversation.display

    run(FakeSession(), drive)


def test_tab_leaves_a_narrow_article_for_the_sources():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("tab", "1")
        await chat.until(lambda: chat.app.focused is chat.screen.source.article)
        chat.prompt.focus()
        await chat.press("tab")
        assert chat.app.focused is chat.listed
        assert not chat.screen.has_class("-reading")

    run(FakeSession(), drive)


def test_escape_leaves_a_narrow_article_before_it_stops_an_answer():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        chat.session.script = endless
        await chat.ask("And why?")
        await chat.press("tab", "1")
        await chat.until(lambda: chat.app.focused is chat.screen.source.article)
        await chat.press("escape")
        assert not chat.screen.has_class("-reading")
        assert chat.last.state == "waiting"
        await chat.press("escape")
        assert (await chat.ended()).state == "stopped"

    run(FakeSession(), drive)


def test_escape_in_the_prompt_always_leaves_the_article_that_is_asked_alone():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("tab", "1")
        await chat.until(lambda: chat.app.focused is chat.screen.source.article)
        await chat.press("a")
        await chat.press("f3")
        await chat.until(lambda: chat.screen.place)
        chat.screen.add_class("-reading")
        chat.prompt.focus()
        await chat.press("escape")
        assert not chat.screen.has_class("-about")
        assert chat.app.focused is chat.prompt

    run(FakeSession(), drive, (120, 36))


def test_what_an_answer_had_is_copied_though_it_was_stopped(monkeypatch):
    gate = Gate(lambda question: [ClaimChecked(CLAIM, (SANK,)), Found((), 1)])

    async def drive(chat):
        await chat.ready()
        await chat.ask("How many boats?")
        gate.step()
        await chat.until(lambda: chat.last.claims)
        await chat.press("escape", "tab", "y")
        await chat.until(lambda: chat.app.clipboard)
        gate.step()
        assert chat.app.clipboard.startswith("> How many boats?\n“The storm sank 41 boats in Tarfaya harbour.” [1]\n")
        assert "harbour.txt:5" in chat.app.clipboard
        assert chat.app.clipboard.endswith("Stopped.\n")

    monkeypatch.setenv("PATH", "")
    run(FakeSession(gate), drive)


def test_an_article_of_the_search_is_asked_alone():
    async def drive(chat):
        await chat.ready()
        await chat.press("ctrl+f", *"wrecks")
        await chat.until(lambda: chat.app.screen.found.places)
        await chat.press("down", "down", "enter")
        await chat.until(lambda: chat.app.focused is chat.app.screen.source.article)
        await chat.press("a")
        await chat.until(lambda: chat.app.screen is chat.screen)
        await chat.answered("How many?")

    assert run(FakeSession(), drive).sources == ["news/bulletin.txt"]


def test_threads_of_the_pool_keep_their_priority(monkeypatch):
    lowered = []
    monkeypatch.setattr("tui.asking.calm", lambda: lowered.append(threading.current_thread().name))

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")

    run(FakeSession(at_once), drive)
    assert lowered
    assert not any("executor" in name or "asyncio" in name for name in lowered)


def test_refusals_are_kept_with_what_comes_close(kept):
    async def drive(chat):
        await chat.ready()
        await chat.answered("What colour?")
        await chat.until(lambda: kept.all()[0])

    run(FakeSession(refused), drive, kept=kept)
    ((turn,),) = ([*c.turns] for c in kept.all()[0])
    assert turn.answer.passages


def test_of_a_long_conversation_the_last_turns_are_there_at_once_and_the_others_on_page_up(kept):
    async def drive(chat):
        await chat.ready()
        turns = [answered(f"Question {n}?") for n in range(90)]
        chat.session.stale = {1: "its article is gone"}
        chat.screen.call_later(chat.screen.resume, conversation(kept, *turns))
        await chat.until(lambda: len(chat.turns) == 40)
        assert "50 earlier questions" in chat.text_of("#earlier")
        await chat.until(lambda: all("cited" in turn.text for turn in chat.turns))
        for number in (80, 90):
            chat.screen.conversation.scroll_home(animate=False)
            await chat.pilot.pause()
            await chat.press("pageup")
            await chat.until(lambda number=number: len(chat.turns) == number)
        assert [turn.question for turn in chat.turns] == [turn.question for turn in turns]
        assert not chat.screen.query_one("#earlier").display
        await chat.until(lambda: all("cited" in turn.text for turn in chat.turns))
        await chat.press("ctrl+n")
        await chat.until(lambda: not chat.turns)

    run(FakeSession(), drive, kept=kept)


def test_earlier_turns_come_on_a_click_as_well(kept):
    async def drive(chat):
        await chat.ready()
        turns = [answered(f"Question {n}?") for n in range(41)]
        chat.screen.call_later(chat.screen.resume, conversation(kept, *turns))
        await chat.until(lambda: "1 earlier question:" in chat.text_of("#earlier"))
        chat.screen.conversation.scroll_home(animate=False)
        await chat.pilot.pause()
        await chat.pilot.click("#earlier", offset=(4, 0))
        await chat.until(lambda: len(chat.turns) == 41)

    run(FakeSession(), drive, kept=kept)


def test_a_question_that_comes_while_the_chat_ends_is_no_error():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.type("fg")
        chat.app.exit()
        burst(chat, "enter")
        chat.screen.call_later(chat.screen.resume, None)
        chat.screen.post_message(Input.Submitted(chat.prompt, "fg"))

    run(FakeSession(), drive)


def test_what_comes_after_the_chat_has_ended_is_no_error(kept):
    """Messages that a screen still had in its queue."""

    async def main():
        session = FakeSession()
        app = ChatApp(session, kept)
        async with app.run_test() as pilot:
            chat = Chat(pilot, session)
            await chat.ready()
            await chat.answered("How many boats?")
            prompt, screen = chat.prompt, chat.screen
        await screen.on_input_submitted(Input.Submitted(prompt, "fg"))
        await screen.resume(None)
        await screen.show_earlier()
        assert screen.busy is None
        return session.asked

    assert asyncio.run(main()) == ["How many boats?"]
