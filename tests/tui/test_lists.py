"""Lists that change while keys and clicks for them are on their way, and files that hold anything."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from chatting import CLAIM, DIVERS, OTHER, SANK, WAIT, FakeSession, Gate, answer, differing, endless, run, with_coverage
from test_history import opened
from test_line import burst
from textual import events
from textual.widgets import OptionList

from index.errors import StoppedError
from qa.conversations import Conversations, SavedTurn
from qa.events import Answered, ClaimChecked, Searching
from qa.rebuild_lines import Step
from qa.session import NotOpenError, Unbuilt
from tui.acting import _FILES
from tui.rows import window
from tui.screens.dialogs import Help
from tui.screens.search import NOT_YET

ASKED = "2026-11-22T10:00:00Z"


def turn(question="How many boats?"):
    return SavedTurn(question, ASKED, "answered", answer(question, CLAIM, OTHER, citations=[SANK, DIVERS]))


@pytest.fixture
def kept(tmp_path):
    return Conversations(tmp_path / "conversations")


def fill(kept, number):
    return [kept.append(kept.begin(Path("/news")), turn(f"Question number {n}?")) for n in range(number)]


def titles(kept):
    return sorted(one.title for one in kept.all()[0])


class Held:
    """A method of the conversations that waits until it is let go."""

    def __init__(self, kept, name):
        self.real = getattr(kept, name)
        self.let_go = threading.Event()
        setattr(kept, name, self)

    def __call__(self, *given):
        assert self.let_go.wait(WAIT)
        return self.real(*given)


@pytest.mark.parametrize("end", ["escape", "ctrl+q"])
def test_what_was_to_be_put_away_is_also_after_the_list_was_left(kept, end):
    fill(kept, 3)
    held = Held(kept, "delete")

    async def drive(chat):
        await chat.ready()
        screen = await opened(chat, 3)
        await chat.press("d", "d", end)
        await chat.until(lambda: not screen.is_attached or not chat.app.is_running)
        held.let_go.set()

    run(FakeSession(), drive, kept=kept)
    _FILES.submit(lambda: None).result(WAIT)  # behind the others
    assert len(kept.all()[0]) == 1


def test_the_conversation_that_is_being_put_away_is_left_at_once(kept):
    held = Held(kept, "delete")

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.until(lambda: kept.all()[0])
        await opened(chat, 1)
        await chat.press("d", "escape")
        await chat.until(lambda: not chat.turns)
        held.let_go.set()
        await chat.until(kept.deleted)
        await chat.answered("And who?")
        await chat.until(lambda: titles(kept) == ["And who?"])

    run(FakeSession(), drive, kept=kept)


def test_put_away_during_an_answer_it_does_not_come_back_though_another_is_wanted(kept):
    fill(kept, 1)

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.until(lambda: len(kept.all()[0]) == 2)
        chat.session.script = endless
        await chat.ask("And who?")
        screen = await opened(chat, 2)
        screen.conversations.highlighted = [one.title for one in screen.shown].index("How many boats?")
        await chat.press("d", "enter")
        await chat.until(lambda: chat.app.screen is chat.screen)
        await chat.press("escape")
        await chat.until(lambda: "And who?" in titles(kept))

    run(FakeSession(), drive, kept=kept)
    assert titles(kept) == ["And who?", "Question number 0?"]


def test_a_list_that_was_read_before_does_not_bring_back_what_was_put_away(kept):
    fill(kept, 4)

    async def drive(chat):
        await chat.ready()
        screen = await opened(chat, 4)
        before = list(screen.shown)
        await chat.press("d")
        screen.post_message(screen.Listed(screen._look, "", before, [], 0))
        await chat.press("d")
        assert [one.id for one in screen.shown] == [one.id for one in before[2:]]
        await chat.until(lambda: len(kept.all()[0]) == 2)

    run(FakeSession(), drive, kept=kept)
    assert len(kept.deleted()) == 2


def test_what_could_not_be_put_away_is_listed_again(kept, monkeypatch):
    fill(kept, 2)

    def fails(name):
        raise OSError("no")

    monkeypatch.setattr(kept, "delete", fails)

    async def drive(chat):
        await chat.ready()
        screen = await opened(chat, 2)
        await chat.press("d")
        await chat.until(lambda: len(screen.shown) == 2)
        assert not screen.deleted

    run(FakeSession(), drive, kept=kept)


def test_enter_before_the_list_is_there_goes_on_with_what_is_found(kept):
    fill(kept, 2)

    async def drive(chat):
        await chat.ready()
        burst(chat, "ctrl+o", *"number 0", "enter")
        await chat.until(lambda: [t.question for t in chat.turns] == ["Question number 0?"])

    run(FakeSession(), drive, kept=kept)


def test_of_other_words_the_first_conversation_is_highlighted(kept):
    fill(kept, 5)

    async def drive(chat):
        await chat.ready()
        screen = await opened(chat, 5)
        await chat.press("down", "down", "shift+tab", *"question")
        await chat.until(lambda: screen._listed == "question")
        assert screen.conversations.highlighted == 0

    run(FakeSession(), drive, kept=kept)


def test_the_highlight_stays_on_its_conversation_when_the_order_changes(kept, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    fill(kept, 3)

    async def drive(chat):
        await chat.ready()
        screen = await opened(chat, 3)
        await chat.press("down")
        chosen, oldest = screen.chosen.id, screen.shown[2]
        monkeypatch.setattr("qa.conversations._now", lambda: "2030-01-01T00:00:00Z")
        kept.append(oldest, turn("More?"))
        await chat.press("e")
        await chat.until(lambda: screen.shown[0].id == oldest.id)
        assert screen.chosen.id == chosen

    run(FakeSession(), drive, kept=kept)


@pytest.mark.parametrize("left", [0, 2])
def test_enter_means_what_was_highlighted_though_the_list_is_another_by_now(kept, left):
    fill(kept, 3)

    async def drive(chat):
        await chat.ready()
        screen = await opened(chat, 3)
        await chat.press("down")
        wanted, others = screen.chosen, screen.shown[1:][:left]
        screen.post_message(screen.Listed(screen._look, "", others, [], 0))
        screen.conversations.action_select()
        await chat.until(lambda: not screen.shown or chat.turns)
        assert [t.question for t in chat.turns] == [wanted.title] * bool(left)

    run(FakeSession(), drive, kept=kept)


def test_a_passage_is_opened_though_others_have_been_found_by_now():
    async def drive(chat):
        await chat.ready()
        screen = await chat.search("boats")
        await chat.press("down", "down")
        wanted = screen.found.chosen
        screen._wanted = "wrecks"
        screen.post_message(screen.Searched("wrecks", chat.session.found[:1]))
        screen.found.action_select()
        await chat.until(lambda: screen.place)
        assert screen.place == wanted

    run(FakeSession(), drive)


def test_a_click_on_what_is_not_listed_any_more_does_nothing(monkeypatch):
    real = OptionList._on_click

    async def late(self, event):
        self.show(self.places[:1])
        await real(self, event)

    async def drive(chat):
        await chat.ready()
        turn = await chat.answered("How many boats?")
        await chat.pilot.click(turn.places, offset=(5, 2))
        await chat.until(lambda: len(turn.places.places) == 1)

    monkeypatch.setattr(OptionList, "_on_click", late)
    run(FakeSession(differing), drive, (80, 40))


def test_a_search_that_waited_for_the_index_goes_on_below_a_dialog_too():
    session = FakeSession()
    session.opening = threading.Event()

    async def drive(chat):
        real = session.search

        def closed(text):
            raise NotOpenError("no index")

        session.search = closed
        await chat.press("ctrl+f", *"boats")
        screen = chat.app.screen
        await chat.until(lambda: chat.text_of("#hint") == NOT_YET)
        await chat.press("f1")
        await chat.until(lambda: isinstance(chat.app.screen, Help))
        session.search = real
        session.opening.set()
        await chat.until(lambda: screen.found.places)

    run(session, drive)


def test_what_a_new_index_holds_is_found_without_other_words():
    async def drive(chat):
        await chat.ready()
        found, chat.session.found = chat.session.found, []
        await chat.press("ctrl+f", *"boats")
        screen = chat.app.screen
        await chat.until(lambda: "Nothing" in chat.text_of("#hint"))
        chat.session.found, chat.session.standing = found, with_coverage(index="another")
        chat.screen.open()
        await chat.until(lambda: screen.found.places)

    run(FakeSession(), drive)


def test_where_nothing_is_found_any_more_the_line_has_the_keys():
    async def drive(chat):
        await chat.ready()
        screen = await chat.search("boats")
        await chat.press("down")
        chat.session.found, chat.session.standing = [], with_coverage(index="another")
        chat.screen.open()
        await chat.until(lambda: not screen.found.places)
        assert screen.focused is screen.query_one("#search")

    run(FakeSession(), drive)


def test_enter_after_a_search_that_failed_searches_again():
    async def drive(chat):
        await chat.ready()
        real = chat.session.search
        broken = threading.Event()
        broken.set()

        def search(text):
            if broken.is_set():
                raise ValueError("no")
            return real(text)

        screen = await chat.search("boats")
        chat.session.search = search
        await chat.press("x")
        await chat.until(lambda: "failed" in chat.text_of("#hint"))
        broken.clear()
        burst(chat, "backspace", "enter")
        await chat.until(lambda: screen.place)

    run(FakeSession(), drive)


def test_enter_opens_the_best_passage_for_other_words():
    async def drive(chat):
        await chat.ready()
        screen = await chat.search("boats")
        await chat.press("down", "down", "escape", *"x")
        await chat.until(lambda: screen._shown == "boatsx")
        await chat.press("enter")
        await chat.until(lambda: screen.place)
        assert screen.place.source == "harbour.txt"

    run(FakeSession(), drive)


@pytest.mark.parametrize(
    "change", [{"focus": [9_999, 3]}, {"focus": [-5, 2]}, {"start": 50}, {"start": -1, "end": -1, "quote": ""}]
)
def test_a_conversation_whose_offsets_are_none_is_left_alone(kept, change):
    (one,) = fill(kept, 1)
    path = kept.folder / f"{one.id}.json"
    value = json.loads(path.read_text())
    value["turns"][0]["answer"]["citations"][0].update(change)
    path.write_text(json.dumps(value))
    found, (told,) = kept.all()
    assert not found
    assert told.endswith("is left alone: a citation's offsets are none")


def test_nothing_from_a_kept_file_reaches_the_terminal_unless_it_is_harmless(kept):
    bad = "\x9b31m\u202e2026"
    dated = replace(SANK, date=bad)
    stopped = SavedTurn(f"Who?{bad}", ASKED, "stopped", None, (CLAIM,), (dated,), problem=f"Stopped{bad}.")
    one = kept.append(kept.begin(Path("/news")), stopped)
    path = kept.folder / f"{one.id}.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "updated": f"2026{bad}"}))
    seen = []

    async def drive(chat):
        await chat.ready()
        await opened(chat, 1)
        seen.append(chat.shown)
        await chat.press("enter")
        await chat.until(lambda: chat.turns)
        await chat.press("escape", "up")
        await chat.until(lambda: chat.prompt.value)
        seen.append(chat.shown)

    run(FakeSession(), drive, kept=kept)
    assert "Stopped" in seen[1]
    assert not any(mark in text for text in seen for mark in ("\x9b", "\u202e", "\x1b"))


def test_what_is_pasted_is_harmless_and_on_one_line():
    async def drive(chat):
        await chat.ready()
        chat.app.post_message(events.Paste("Who\x9b2J\x07 sank\u202e?"))
        await chat.until(lambda: chat.prompt.value == "Who sank?")
        chat.prompt.action_select_all()
        chat.app.post_message(events.Paste("\n\n"))
        chat.app.copy_to_clipboard("a\nb\n" + "x" * 9_000)
        await chat.press("end", "ctrl+v")
        assert chat.prompt.value.startswith("Who sank?a b x")
        assert len(chat.prompt.value) == 2_000

    run(FakeSession(), drive)


def test_a_recalled_question_that_was_edited_keeps_its_edit():
    async def drive(chat):
        await chat.ready()
        await chat.answered("First?")
        await chat.answered("Second?")
        await chat.press(*"Th", "up", *" And?", "up", "down")
        assert chat.prompt.value == "Second? And?"
        await chat.press("down")
        assert chat.prompt.value == "Th"

    run(FakeSession(), drive)


def test_an_article_is_laid_out_when_its_width_is_known(monkeypatch):
    widths = []

    def laid_out(*given, **more):
        widths.append(given[3])
        return window(*given, **more)

    monkeypatch.setattr("tui.widgets.article.window", laid_out)

    async def drive(chat):
        await chat.ready()
        turn = await chat.answered("How many boats?")
        await chat.press("tab", "1")
        await chat.until(lambda: chat.screen.source.article.has_focus and chat.screen.source.article._window.rows)
        assert turn.places.places[0].quote == chat.screen.source.article.highlighted
        assert "41 boats" in chat.shown

    run(FakeSession(), drive, (60, 20))
    assert min(widths) > 40


def test_letters_that_come_faster_than_the_folder_is_read_look_once(kept, monkeypatch):
    fill(kept, 2)
    looked = []

    async def drive(chat):
        await chat.ready()
        screen = await opened(chat, 2)
        monkeypatch.setattr("tui.screens.history.matched", lambda some, words: looked.append(words) or [])
        held = Held(kept, "all")
        for words in ("a", "ab", "abc"):
            screen._words = words
            screen._load()
        held.let_go.set()
        await chat.until(lambda: screen._listed == "abc")

    run(FakeSession(), drive, kept=kept)
    assert looked == ["abc"]


def test_an_answer_that_ends_while_its_conversation_is_put_away_does_not_bring_it_back(kept):
    gate = Gate(at_once_events)

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.until(lambda: kept.all()[0])
        chat.session.script = gate
        await chat.ask("And who?")
        screen = await opened(chat, 1)
        await chat.press("d")
        await chat.until(lambda: not screen.shown and kept.deleted())
        gate.step(9)
        await chat.until(lambda: titles(kept) == ["And who?"])

    run(FakeSession(), drive, kept=kept)
    assert [len(one.turns) for one in kept.deleted()] == [1]


def at_once_events(question):
    return [Searching(), ClaimChecked(CLAIM, (SANK,)), Answered(answer(question, CLAIM, citations=[SANK]))]


def test_a_conversation_that_cannot_be_written_keeps_no_other_from_it(kept, monkeypatch):
    real = kept.append

    def append(conversation, turn):
        if turn.question == "First?":
            raise OSError("no")
        return real(conversation, turn)

    monkeypatch.setattr(kept, "append", append)

    async def drive(chat):
        await chat.ready()
        await chat.answered("First?")
        await chat.until(lambda: "not kept" in chat.status)
        await chat.press("ctrl+n")
        await chat.until(lambda: not chat.turns)
        await chat.answered("Second?")
        await chat.until(lambda: titles(kept) == ["Second?"])

    run(FakeSession(), drive, kept=kept)


def test_what_was_said_before_the_model_failed_is_said_no_more():
    def script(question, stop):
        yield Searching()
        yield ClaimChecked(replace(OTHER, citations=(1,)), (replace(DIVERS, id=1),))
        yield Searching()
        yield ClaimChecked(CLAIM, (SANK,))
        assert stop.wait(WAIT)
        raise StoppedError

    async def drive(chat):
        await chat.ready()
        await chat.ask("How many boats?")
        await chat.until(lambda: chat.turns and chat.last.citations == [SANK])
        assert chat.last.claims == [CLAIM]
        await chat.press("escape")

    run(FakeSession(script), drive)


def test_an_index_that_is_built_and_not_there_is_not_built_for_ever():
    session = FakeSession()
    session.standing = Unbuilt(3, 12.0, "the index is of a later version")
    built = []
    session.building = lambda stop: built.append(1) or iter([Step("rebuilt")])

    async def drive(chat):
        await chat.until(lambda: "made anew" in chat.status)
        turn = await chat.answered("How many boats?")
        assert "the index is of a later version" in turn.text

    run(session, drive)
    assert built == [1]


def test_a_question_right_after_a_build_was_stopped_has_it_built_again():
    session = FakeSession()
    session.standing = Unbuilt(3, 12.0)
    ending, ends = threading.Event(), []

    def building(stop):
        yield Step("reading", 1, 3)
        if not ends:
            assert stop.wait(WAIT)
            ends.append(1)
            assert ending.wait(WAIT)
            raise StoppedError
        session.standing = with_coverage()
        yield Step("rebuilt")

    session.building = building

    async def drive(chat):
        await chat.until(lambda: "no index yet" in chat.status)
        await chat.press("enter")
        await chat.until(lambda: chat.screen.rebuilding)
        await chat.press("escape")
        await chat.until(lambda: ends)
        await chat.ask("How many boats?")
        await chat.until(lambda: chat.turns)
        ending.set()
        assert (await chat.ended()).state == "answered"

    run(session, drive)


def test_a_new_conversation_without_an_index_says_what_can_be_done():
    session = FakeSession()
    session.standing = Unbuilt(3, 12.0)

    async def drive(chat):
        await chat.until(lambda: "no index yet" in chat.status)
        await chat.press("ctrl+n")
        await chat.pilot.pause()
        await chat.until(lambda: "Enter builds the index" in chat.text_of("#welcome"))

    run(session, drive)


def test_escape_typed_right_behind_a_question_stops_it():
    async def drive(chat):
        await chat.ready()
        burst(chat, *"And who?", "enter", "escape")
        assert (await chat.ended()).state == "stopped"

    run(FakeSession(endless), drive)


@pytest.mark.parametrize("wanted", ["escape", "f5"])
def test_what_is_wanted_while_a_stopped_build_still_ends_counts(wanted):
    session = FakeSession()
    session.standing = Unbuilt(3, 12.0)
    ending, builds = threading.Event(), []

    def building(stop):
        builds.append(1)
        yield Step("reading", 1, 3)
        assert stop.wait(WAIT)
        assert ending.wait(WAIT)
        raise StoppedError

    session.building = building

    async def drive(chat):
        await chat.until(lambda: "no index yet" in chat.status)
        await chat.press("f5")
        await chat.until(lambda: chat.screen.rebuilding and builds)
        await chat.press("escape")
        await chat.until(lambda: chat.screen.rebuilding.stop.is_set())
        if wanted == "escape":
            await chat.ask("How many boats?")
            await chat.until(lambda: chat.turns)
        await chat.press(wanted)
        if wanted == "escape":
            assert (await chat.ended()).state == "stopped"
        ending.set()
        await chat.until(lambda: not chat.screen.rebuilding if wanted == "escape" else len(builds) == 2)
        assert len(builds) == (1 if wanted == "escape" else 2)

    run(session, drive)


def test_without_an_index_what_was_brought_back_is_compared_once(kept, monkeypatch):
    monkeypatch.setattr("tui.screens.chat.LOOKED_SOON", 0.01)
    fill(kept, 1)
    session = FakeSession()
    session.standing = Unbuilt(3, 12.0)
    compared = []
    real = session.recheck
    session.recheck = lambda citations: compared.append(1) or real(citations)

    async def drive(chat):
        await chat.until(lambda: "no index yet" in chat.status)
        await opened(chat, 1)
        await chat.press("enter")
        await chat.until(lambda: compared)
        looked = session.opened
        await chat.until(lambda: session.opened > looked + 5)
        assert len(compared) == 1

    run(session, drive, kept=kept)
