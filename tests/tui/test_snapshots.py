"""How the chat looks in each of its states: kept as pictures in `snapshots/`, each of which was looked at.

`QA_SNAPSHOTS=write pytest tests/tui/test_snapshots.py` draws them anew: look at each one that `git diff` names. (The
plugin for this is held to a release of its own dependency that does not work with the pytest that is used here.)
"""

import os
import threading
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from chatting import (
    CLAIM,
    SANK,
    Chat,
    FakeSession,
    at_once,
    differing,
    endless,
    refused,
    run,
)
from picture import picture, still, words

from qa.errors import ModelError
from qa.events import AnswerEvent, ClaimChecked, Resolved, Searching
from tui.screens.dialogs import Problem
from tui.screens.search import SearchScreen

KEPT = Path(__file__).parent / "snapshots"
SIZES = ((80, 24), (60, 20), (120, 36))
THEMES = ("dark", "light")
WRITE = os.environ.get("QA_SNAPSHOTS") == "write"  # read here: tests run without the user's settings

State = Callable[[Chat], Awaitable[None]]


async def empty(chat: Chat) -> None:
    """Nothing was asked yet."""


async def streaming(chat: Chat) -> None:
    """The first claim is there, the next one is being written."""

    def one_claim(question: str, stop: threading.Event) -> Iterator[AnswerEvent]:
        events = endless(question, stop)
        yield from (next(events), next(events))
        yield ClaimChecked(CLAIM, (SANK,))
        yield from events

    chat.session.script = one_claim
    await chat.ask("How many boats sank in Tarfaya?")
    await chat.until(lambda: "41 boats" in chat.last.text)


async def stopped(chat: Chat) -> None:
    """After an answer, one that was stopped."""
    await chat.answered("How many boats sank in Tarfaya?")
    chat.session.script = endless
    await chat.ask("Why did they sink?")
    await chat.until(lambda: chat.last.text == "Writing …")
    await chat.press("escape")
    await chat.ended()


async def unsaid(chat: Chat) -> None:
    """The corpus does not say."""
    chat.session.script = refused
    await chat.answered("Who built the lighthouse of Tarfaya?")


async def disagreeing(chat: Chat) -> None:
    """Two articles differ; the question leans on the one before."""

    def asked_as(question: str, stop: threading.Event) -> Iterator[AnswerEvent]:
        yield Resolved("How many boats sank in Tarfaya harbour?")
        yield from differing(question, stop)

    await chat.answered("What happened at the harbour?")
    chat.session.script = asked_as
    await chat.answered("How many boats?")


async def reading(chat: Chat) -> None:
    """The article of a citation, with the keys in it."""
    chat.session.script = differing
    await chat.answered("How many boats sank in Tarfaya?")
    await chat.press("tab", "1")
    await chat.until(lambda: chat.screen.source.article.has_focus)


async def searching(chat: Chat) -> None:
    """Passages for some words."""
    await chat.press("ctrl+f")
    await chat.until(lambda: isinstance(chat.app.screen, SearchScreen))
    await chat.press(*"wrecks")
    await chat.until(lambda: "best first" in chat.shown)


async def failing(chat: Chat) -> None:
    """The model failed."""

    def fails(question: str, stop: threading.Event) -> Iterator[AnswerEvent]:
        yield Searching()
        raise ModelError("the model mistral-7b.gguf could not be loaded: out of memory; --no-model answers without it")

    chat.session.script = fails
    await chat.ask("How many boats sank in Tarfaya?")
    await chat.until(lambda: isinstance(chat.app.screen, Problem))


STATES: tuple[State, ...] = (empty, streaming, stopped, unsaid, disagreeing, reading, searching, failing)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is two days old."""

    class At(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime(2026, 11, 24, 10, 30, tzinfo=UTC)

    monkeypatch.setattr("tui.widgets.status.datetime", At)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_it_looks_as_it_did(size: tuple[int, int], state: State) -> None:
    drawn: dict[str, str] = {}

    async def drive(chat: Chat) -> None:
        await chat.ready()
        await state(chat)
        still(chat.app)
        for theme in THEMES:
            chat.app.theme = theme
            await chat.pilot.pause()
            await chat.pilot.wait_for_animation()
            await chat.pilot.pause()
            name = f"{state.__name__}-{size[0]}x{size[1]}-{theme}.svg"
            drawn[name] = picture(chat.app, f"qa chat --corpus {chat.session.corpus}")

    run(FakeSession(at_once), drive, size)
    for name, svg in drawn.items():
        kept = KEPT / name
        if WRITE:
            KEPT.mkdir(exist_ok=True)
            kept.write_text(svg, encoding="utf-8")
        expected = kept.read_text(encoding="utf-8")
        assert words(svg) == words(expected), name
        assert svg == expected, f"{name}: the words are the same, colours or places are not"


def test_no_picture_is_kept_that_nothing_draws() -> None:
    names = {f"{state.__name__}-{w}x{h}-{theme}.svg" for state in STATES for w, h in SIZES for theme in THEMES}
    assert {path.name for path in KEPT.iterdir()} == names
    for path in KEPT.iterdir():
        assert "http" not in path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
