"""The chat, driven by keys, with an assistant that says what a test tells it to."""

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from index.errors import StoppedError
from index.filters import Filter, Filtered
from qa.answer import Answer, Citation, Claim, Coverage, Models
from qa.assistant import Answered, AnswerEvent, ClaimChecked, Found, Resolved, Searching, Writing
from qa.errors import ModelError
from qa.turns import Turn as EarlierTurn
from tui.app import ChatApp
from tui.turn import Turn

QUOTE = "The storm sank [bold]41[/bold] boats\x1b[2J."
CLAIM = Claim(QUOTE, (1,), "quoted")
CITATION = Citation(
    id=1,
    source="harbour [red].txt",
    start=0,
    end=len(QUOTE),
    lines=(5, 5),
    quote=QUOTE,
    focus=None,
    uri="harbour%20%5Bred%5D.txt#char=0,9",
    sha256="0" * 64,
    encoding="utf-8",
    title="Storm [link='x']at the harbour",
    date="2021-03-12",
)
COVERAGE = Coverage(3, 0, 0, "generation", "2026-11-22T10:00:00Z")

Script = Callable[[str, threading.Event], Iterator[AnswerEvent]]


def answer(question: str, *claims: Claim) -> Answer:
    return Answer(
        question=question,
        status="answered" if claims else "not_in_corpus",
        claims=claims,
        citations=(CITATION,) * bool(claims),
        passages=(),
        coverage=COVERAGE,
        model=Models("generator", "encoder"),
    )


class ScriptedAssistant:
    """Answers by a script; keeps what it was asked."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[str] = []
        self.histories: list[Sequence[EarlierTurn]] = []
        self.covered = COVERAGE
        self.index = SimpleNamespace(corpus=Path("/news"), passage=lambda source, start, end: (1, ""))

    def coverage(self) -> Coverage:
        return self.covered

    def answer(self, question: str, history: Sequence[EarlierTurn], stop: threading.Event) -> Iterator[AnswerEvent]:
        self.asked.append(question)
        self.histories.append(history)
        yield from self.script(question, stop)


def at_once(question: str, stop: threading.Event) -> Iterator[AnswerEvent]:
    yield Searching()
    yield Found((), 1)
    yield Writing(("quotation",))
    yield ClaimChecked(CLAIM, (CITATION,))
    yield Answered(answer(question, CLAIM))


def endless(question: str, stop: threading.Event) -> Iterator[AnswerEvent]:
    yield Searching()
    yield Writing(("quotation",))
    assert stop.wait(60)
    raise StoppedError


def chat(
    script: Script,
    drive: Callable[[Pilot[None], ScriptedAssistant], Awaitable[None]],
    columns: int = 80,
    covered: Coverage = COVERAGE,
) -> ScriptedAssistant:
    """Runs the app and drives it."""
    assistant = ScriptedAssistant(script)
    assistant.covered = covered

    async def run() -> None:
        app = ChatApp(assistant)  # type: ignore[arg-type]
        async with app.run_test(size=(columns, 30)) as pilot:
            await drive(pilot, assistant)

    asyncio.run(run())
    return assistant


async def ask(pilot: Pilot[None], question: str) -> None:
    pilot.app.query_one("#prompt", Input).value = question
    await pilot.press("enter")


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Handles messages until something is so."""
    async with asyncio.timeout(60):
        while not holds():
            await pilot.pause()


async def ended(pilot: Pilot[None]) -> str:
    """What the last turn shows once its question is done with."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return pilot.app.query(Turn).last().text


def shown(pilot: Pilot[None]) -> str:
    """What stands on the screen."""
    screen = pilot.app.screen
    return "\n".join("".join(segment.text for segment in strip) for strip in screen._compositor.render_strips())


def notices(pilot: Pilot[None]) -> list[str]:
    return [notice.message for notice in pilot.app._notifications]


def test_a_question_gets_an_answer_with_its_sources():
    async def drive(pilot, assistant):
        assert pilot.app.sub_title == "3 articles"
        assert pilot.app.focused.id == "prompt"
        await ask(pilot, "  How many boats?  ")
        text = await ended(pilot)
        assert text.splitlines()[0] == "“The storm sank [bold]41[/bold] boats.” [1]"
        assert '[1] harbour [red].txt:5 "The storm sank' in text
        assert pilot.app.query_one("#prompt", Input).value == ""
        assert "> How many boats?" in shown(pilot)
        assert "2021-03-12" in shown(pilot)

    assert chat(at_once, drive).asked == ["How many boats?"]


def test_the_title_says_of_which_articles_is_asked():
    async def drive(pilot, assistant):
        assert pilot.app.sub_title == "1 of 3 articles (source [red]*, since 2016-01-01; 2 without a date left out)"
        assert "(source [red]*, since" in shown(pilot)

    only = Filter.of(["[red]*"], "2016")
    chat(at_once, drive, columns=100, covered=replace(COVERAGE, filtered=Filtered(only, articles=1, undated=2)))


def test_nothing_is_read_as_markup_or_obeyed():
    async def drive(pilot, assistant):
        await ask(pilot, "[red]How[/red] many \x1b[31mboats[/] [?")
        await ended(pilot)
        screen = shown(pilot)
        for text in ("> [red]How[/red] many boats[/] [?", "[bold]41[/bold]", "harbour [red].txt", "[link='x']at the"):
            assert text in screen
        assert "\x1b" not in screen
        assert "[2J" not in screen

    chat(at_once, drive)


def test_a_refusal_is_shown():
    async def drive(pilot, assistant):
        await ask(pilot, "What colour?")
        assert (await ended(pilot)).startswith("The corpus does not say.\nLooked through 3 articles")

    chat(lambda question, stop: iter([Searching(), Answered(answer(question))]), drive)


def test_what_is_being_done_is_shown_meanwhile():
    proceed = threading.Event()

    def slowly(question, stop):
        yield Searching()
        yield Found((), 1)
        yield Writing(())
        yield ClaimChecked(CLAIM, (CITATION,))
        assert proceed.wait(60)
        yield Answered(answer(question, CLAIM))

    async def drive(pilot, assistant):
        await ask(pilot, "How many boats?")
        turn = pilot.app.query_one(Turn)
        await until(pilot, lambda: turn.text.startswith("The storm sank"))
        assert "harbour" not in turn.text
        proceed.set()
        assert "harbour" in await ended(pilot)

    chat(slowly, drive)


def test_escape_stops_the_answer_and_the_next_question_is_taken():
    async def drive(pilot, assistant):
        await ask(pilot, "Forever?")
        await until(pilot, lambda: pilot.app.query_one(Turn).text == "Writing …")
        await pilot.press("escape")
        assert await ended(pilot) == "Stopped."
        assistant.script = at_once
        await ask(pilot, "How many boats?")
        assert "41" in await ended(pilot)

    assert chat(endless, drive).asked == ["Forever?", "How many boats?"]


def test_a_second_question_waits_in_the_prompt_while_the_first_is_worked_on():
    async def drive(pilot, assistant):
        await ask(pilot, "Forever?")
        await ask(pilot, "And what else?")
        assert pilot.app.query_one("#prompt", Input).value == "And what else?"
        assert notices(pilot) == ["One answer at a time: Escape stops this one."]
        assert len(pilot.app.query(Turn)) == 1
        await pilot.press("escape")
        await ended(pilot)
        assistant.script = at_once
        await pilot.press("enter")
        assert "41" in await ended(pilot)

    assert chat(endless, drive).asked == ["Forever?", "And what else?"]


def test_a_follow_up_shows_how_it_is_asked():
    def leaning(question, stop):
        resolved = "How many boats sank in [red]2016[/red]?"
        yield Resolved(resolved)
        yield Searching()
        yield Answered(replace(answer(question, CLAIM), resolved=resolved))

    async def drive(pilot, assistant):
        await ask(pilot, "How many boats?")
        await ended(pilot)
        assert "asked as" not in shown(pilot)
        assistant.script = leaning
        await ask(pilot, "And in 2016?")
        assert (await ended(pilot)).startswith("“The storm sank")
        lines = [line.strip() for line in shown(pilot).splitlines()]
        below = lines[lines.index("> And in 2016?") + 1]
        assert below == "asked as: How many boats sank in [red]2016[/red]?"
        await ask(pilot, "Why?")
        await ended(pilot)

    said = EarlierTurn("How many boats?", "The storm sank [bold]41[/bold] boats.")
    histories = chat(at_once, drive).histories
    assert histories[:2] == [(), (said,)]
    assert histories[2] == (said, replace(said, question="How many boats sank in [red]2016[/red]?"))


def test_a_stopped_question_is_no_turn():
    async def drive(pilot, assistant):
        await ask(pilot, "Forever?")
        await until(pilot, lambda: pilot.app.query_one(Turn).text == "Writing …")
        await pilot.press("escape")
        await ended(pilot)
        assistant.script = at_once
        await ask(pilot, "How many boats?")
        await ended(pilot)

    assert chat(endless, drive).histories == [(), ()]


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ModelError("the model [x] is \x1b[31mout of order"), "It failed: the model [x] is out of order"),
        (KeyError("k\n[y]"), "It failed unexpectedly: KeyError: 'k\\n[y]'"),
    ],
)
def test_an_error_is_shown_and_the_conversation_goes_on(error, text):
    def failing(question, stop):
        yield Searching()
        raise error

    async def drive(pilot, assistant):
        await ask(pilot, "How many boats?")
        assert await ended(pilot) == text
        assistant.script = at_once
        await ask(pilot, "How many boats?")
        assert "41" in await ended(pilot)

    chat(failing, drive)


@pytest.mark.parametrize(("question", "problem"), [("", "empty"), ("   ", "empty"), ("x" * 100_000, "100,000")])
def test_an_unusable_question_stays_in_the_prompt(question, problem):
    async def drive(pilot, assistant):
        await ask(pilot, question)
        await until(pilot, lambda: bool(notices(pilot)))
        assert problem in notices(pilot)[0]
        assert pilot.app.query_one("#prompt", Input).value == question
        assert not pilot.app.query(Turn)

    assert chat(at_once, drive).asked == []


@pytest.mark.parametrize("columns", [20, 60, 120])
def test_an_answer_is_laid_out_anew_when_the_terminal_changes(columns):
    async def drive(pilot, assistant):
        await ask(pilot, "How many boats?")
        await ended(pilot)
        await pilot.resize_terminal(columns, 30)
        turn = pilot.app.query_one(Turn)
        await until(pilot, lambda: turn.size.width in range(columns - 6, columns))
        await pilot.pause()
        assert max(map(len, turn.text.splitlines())) <= max(20, turn.content_size.width)
        assert "".join(turn.text.split()).endswith("2021-03-12")

    chat(at_once, drive)


def test_quitting_while_an_answer_is_made_stops_it():
    stopped = threading.Event()

    def watched(question, stop):
        yield Searching()
        assert stop.wait(60)
        stopped.set()
        raise StoppedError

    async def drive(pilot, assistant):
        await ask(pilot, "Forever?")
        await until(pilot, lambda: pilot.app.query_one(Turn).text == "Searching …")
        await pilot.press("ctrl+q")

    chat(watched, drive)
    assert stopped.wait(60)


def test_an_interrupt_from_elsewhere_ends_the_chat_with_130():
    async def drive(pilot, assistant):
        os.kill(os.getpid(), signal.SIGINT)
        await until(pilot, lambda: pilot.app.return_code is not None)
        assert pilot.app.return_code == 130

    chat(at_once, drive)


def test_the_command_opens_the_chat_on_a_terminal_alone(qa, indexed, monkeypatch):
    opened = []
    monkeypatch.setattr(ChatApp, "run", lambda self: opened.append(self._assistant.coverage().articles))
    done = qa("chat", "--corpus", indexed)
    assert (done.status, done.out) == (1, "")
    assert done.complaint == "the chat needs a terminal: elsewhere use qa ask"
    assert opened == []
