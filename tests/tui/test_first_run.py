"""Before anything can be asked: opening, building, failing."""

import threading

import pytest
from chatting import COVERAGE, WAIT, FakeSession, endless, run, with_coverage

from corpus.errors import CorpusQAError
from index.errors import StoppedError
from qa.answer import Models
from qa.rebuild_lines import Step
from qa.session import Opened, Unbuilt
from tui.screens.dialogs import Problem, Told
from tui.widgets.building import Building
from tui.widgets.status import Status

UNBUILT = Unbuilt(3, 12.0)
READY = Opened(COVERAGE, 7, Models(None, "encoder"))


class Work:
    """A rebuild that goes on when a test says so."""

    def __init__(self, session, steps, end=READY):
        self.session, self.steps, self.end = session, steps, end
        self.go_on = threading.Semaphore(0)
        self.stopped = threading.Event()

    def __call__(self, stop):
        for step in self.steps:
            while not self.go_on.acquire(timeout=0.05):
                if stop.is_set():
                    self.stopped.set()
                    raise StoppedError
            yield step
        self.session.standing = self.end


def test_a_question_typed_while_it_opens_is_asked_once_it_is_open():
    session = FakeSession()
    session.opening = threading.Event()

    async def drive(chat):
        await chat.ask("How many boats?")
        await chat.until(lambda: chat.turns)
        assert chat.last.text == "Opening the index …"
        assert session.asked == []
        session.opening.set()
        assert "41 boats" in (await chat.ended()).text

    assert run(session, drive).asked == ["How many boats?"]


def test_without_an_index_enter_builds_it_with_progress_and_time_left():
    session = FakeSession()
    session.standing = UNBUILT
    work = session.building = Work(
        session, [Step("reading", 3, 3, 0.1), Step("embedding", 30, 120, 4.0), Step("rebuilt")]
    )

    async def drive(chat):
        await chat.until(lambda: "no index yet" in chat.status)
        said = chat.text_of("#welcome")
        assert "There are 3 articles to read. Enter builds the index, which takes about 12 s" in said
        await chat.press("enter")
        work.go_on.release(2)
        bar = chat.screen.query_one(Building)
        await chat.until(lambda: "30/120" in str(bar.content))
        assert "25% 30/120 passages, 12 s left  Escape cancels" in str(bar.content)
        assert bar.display
        work.go_on.release(1)
        await chat.ready()
        assert not bar.display
        await chat.answered("How many boats?")

    run(session, drive, (100, 30))


def test_a_question_before_there_is_an_index_builds_it_and_is_asked_then():
    session = FakeSession()
    session.standing = UNBUILT
    work = session.building = Work(session, [Step("rebuilt")])

    async def drive(chat):
        await chat.until(lambda: "no index yet" in chat.status)
        await chat.ask("How many boats?")
        await chat.until(lambda: chat.turns)
        assert chat.last.text == "Asked as soon as the index is built …"
        work.go_on.release(1)
        assert "41 boats" in (await chat.ended()).text

    assert run(session, drive).asked == ["How many boats?"]


def test_building_can_be_stopped_and_the_question_comes_back():
    session = FakeSession()
    session.standing = UNBUILT
    work = session.building = Work(session, [Step("embedding", 1, 120, 4.0), Step("rebuilt")])

    async def drive(chat):
        await chat.until(lambda: "no index yet" in chat.status)
        await chat.ask("How many boats?")
        work.go_on.release(1)
        await chat.until(lambda: "1/120" in str(chat.screen.query_one(Building).content))
        await chat.press("escape")
        await chat.until(work.stopped.is_set)
        await chat.until(lambda: chat.prompt.value == "How many boats?")
        assert chat.last.state == "stopped"
        assert any("kept for the next time" in notice for notice in chat.notices)
        work.steps, session.building = [Step("rebuilt")], work
        work.go_on.release(1)
        await chat.press("enter")
        await chat.until(lambda: len(chat.turns) == 2)
        assert "41 boats" in (await chat.ended()).text

    run(session, drive)


def test_questions_go_on_while_f5_rebuilds():
    session = FakeSession()
    session.standing = with_coverage(changed=2)
    work = session.building = Work(session, [Step("loading"), Step("rebuilt")])

    async def drive(chat):
        await chat.ready()
        assert "2 changed (F5)" in chat.status
        await chat.press("f5")
        work.go_on.release(1)
        await chat.until(lambda: "Loading the encoder" in str(chat.screen.query_one(Building).content))
        assert "41 boats" in (await chat.answered("How many boats?")).text
        work.go_on.release(1)
        await chat.until(lambda: "changed" not in chat.status)
        assert session.opened == 2

    run(session, drive, (100, 30))


def test_a_rebuild_that_fails_is_explained_and_the_old_index_is_asked_on():
    session = FakeSession()

    def failing(stop):
        yield Step("loading")
        raise CorpusQAError("the disk is full: make room")

    session.building = failing

    async def drive(chat):
        await chat.ready()
        await chat.press("f5")
        await chat.until(lambda: isinstance(chat.app.screen, Problem))
        assert chat.app.screen.text == "the disk is full: make room"
        await chat.press("escape")
        assert "41 boats" in (await chat.answered("How many boats?")).text

    run(session, drive)


def test_what_cannot_be_opened_is_explained_and_tried_again_with_the_next_question():
    session = FakeSession()
    session.standing = CorpusQAError("the weights are missing: install them")

    async def drive(chat):
        await chat.until(lambda: isinstance(chat.app.screen, Problem))
        assert chat.app.screen.text == "the weights are missing: install them"
        await chat.press("escape")
        assert "the weights are missing" in chat.shown
        session.standing = READY
        assert "41 boats" in (await chat.answered("How many boats?")).text

    run(session, drive)


def test_what_opening_had_to_say_is_told():
    session = FakeSession()
    session.notices.append("there is no model [x]. Answers are quotations until the next start.")

    async def drive(chat):
        await chat.ready()
        assert chat.notices == ["there is no model [x]. Answers are quotations until the next start."]

    run(session, drive)


def test_quitting_ends_a_rebuild():
    session = FakeSession()
    work = session.building = Work(session, [Step("loading"), Step("rebuilt")])

    async def drive(chat):
        await chat.ready()
        await chat.press("f5")
        work.go_on.release(1)
        await chat.until(lambda: chat.screen.query_one(Building).display)
        await chat.press("ctrl+q")

    run(session, drive)
    assert work.stopped.wait(WAIT)


def test_f5_while_an_answer_is_made_leaves_the_answer_alone():
    session = FakeSession(endless)

    async def drive(chat):
        await chat.ready()
        await chat.ask("Forever?")
        await chat.until(lambda: chat.last.text == "Writing …")
        await chat.press("f5")
        await chat.until(lambda: session.opened == 2)
        assert chat.last.state == "waiting"
        await chat.press("escape")
        assert chat.last.state == "stopped"

    run(session, drive)


def test_a_rebuild_that_had_nothing_to_do_says_so():
    session = FakeSession()
    session.building = lambda stop: iter([Step("reading", 3, 3, 0.1), Step("rebuilt", changed=False)])

    async def drive(chat):
        await chat.ready()
        await chat.press("f5")
        await chat.until(lambda: chat.notices)
        assert chat.notices == ["No article has changed since the index was made."]
        session.building = lambda stop: iter([Step("embedding", 3, 3, 0.1), Step("rebuilt")])
        await chat.press("f5")
        await chat.until(lambda: session.opened == 3)
        assert len(chat.notices) == 1

    run(session, drive)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([Step("reading", 1, 3)], "Stopped."),
        ([Step("embedding", 0, 3)], "Stopped."),
        ([Step("embedding", 1, 3)], "Stopped: what was embedded is kept for the next time."),
    ],
)
def test_a_rebuild_that_was_stopped_says_what_is_kept_of_it(steps, told):
    session = FakeSession()
    work = session.building = Work(session, [*steps, *steps])

    async def drive(chat):
        await chat.ready()
        await chat.press("f5")
        work.go_on.release()
        await chat.until(lambda: chat.screen.query_one(Building).display)
        await chat.press("escape")
        await chat.until(lambda: chat.notices)
        assert chat.notices == [told]

    run(session, drive)


def test_an_index_that_another_process_made_is_noticed(monkeypatch):
    monkeypatch.setattr("tui.screens.chat.LOOKED_SOON", 0.01)
    session = FakeSession()
    session.standing = UNBUILT

    async def drive(chat):
        await chat.until(lambda: "no index yet" in chat.status)
        session.standing = READY
        await chat.ready()
        assert "Enter builds the index" not in chat.shown

    run(session, drive)


@pytest.mark.parametrize("how", ["f6", "click"])
def test_what_was_skipped_is_told_with_its_reason(how):
    session = FakeSession()
    session.standing = with_coverage(skipped=1)

    async def drive(chat):
        await chat.ready()
        assert "1 skipped (F6)" in chat.status
        await (chat.press("f6") if how == "f6" else chat.pilot.click(Status))
        await chat.until(lambda: isinstance(chat.app.screen, Told))
        assert "[b]scan.pdf[/b]: no text" in chat.shown
        await chat.press(*"Why?", "escape")
        assert chat.prompt.value == "Why?"

    run(session, drive, (110, 30))


def test_a_state_of_the_index_that_cannot_be_told_is_a_dialog_too(monkeypatch):
    def damaged():
        raise CorpusQAError("the index is damaged: rebuild it")

    session = FakeSession()
    session.status_lines = damaged

    async def drive(chat):
        await chat.ready()
        await chat.press("f6")
        await chat.until(lambda: isinstance(chat.app.screen, Told))
        assert chat.app.screen.text == "the index is damaged: rebuild it"

    run(session, drive)
