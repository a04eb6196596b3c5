"""The pictures of the README: the chat with its own models on the sample articles.

usage: python tests/tui/screenshots.py     writes them to tests/tui/screenshots/, which takes half a minute
"""

import asyncio
import tempfile
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

from picture import picture, still
from textual.pilot import Pilot
from textual.widgets import Input

from qa import locations
from qa.session import Session
from qa.settings import Settings
from tui.app import ChatApp
from tui.screens.chat import ChatScreen
from tui.screens.search import SearchScreen
from tui.widgets.status import Status

FOLDER = Path(__file__).parent / "screenshots"
WAIT = 60  # seconds

Scene = Callable[[Pilot[None]], Awaitable[None]]


def chat(pilot: Pilot[None]) -> ChatScreen:
    """The first screen."""
    app: ChatApp = pilot.app  # type: ignore[assignment]
    return app.chat


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Handles messages until something is so."""
    async with asyncio.timeout(WAIT):
        while not holds():
            await pilot.pause(0.02)


async def ask(pilot: Pilot[None], question: str) -> None:
    """Asks, and waits for the answer and for the article beside it."""
    chat(pilot).prompt.value = question
    await pilot.press("enter")
    await until(pilot, lambda: chat(pilot).turns and chat(pilot).turns[-1].state != "waiting")


async def differing(pilot: Pilot[None]) -> None:
    """Two totals, and the article of the second one."""
    await ask(pilot, "How many terrorist cells has Morocco dismantled?")
    await pilot.press("tab", "2")
    await until(pilot, lambda: chat(pilot).source.article.has_focus)


async def refusing(pilot: Pilot[None]) -> None:
    """A question of which the articles say nothing, after one of which they do."""
    await ask(pilot, "How many people were arrested in Tangier?")
    await ask(pilot, "Who won the national football championship?")


async def searching(pilot: Pilot[None]) -> None:
    """Passages for some words, and the article of the first one."""
    await pilot.press("ctrl+f")
    await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
    screen = pilot.app.screen
    assert isinstance(screen, SearchScreen)
    screen.query_one("#search", Input).value = "returned fighters in prison"
    await until(pilot, lambda: screen.found.places)
    await pilot.press("enter")
    await until(pilot, lambda: screen.source.article.has_focus)


SCENES: tuple[tuple[str, Scene, tuple[int, int], str], ...] = (
    ("differing", differing, (120, 32), "dark"),
    ("searching", searching, (120, 32), "light"),
    ("refusing", refusing, (60, 24), "contrast"),
)


async def draw(settings: Settings) -> None:
    """Every scene in a chat of its own."""
    for name, scene, size, theme in SCENES:
        session = Session(settings)
        app = ChatApp(session)
        async with app.run_test(size=size) as pilot:
            app.theme = theme
            await until(pilot, lambda screen=app.chat: "indexed" in str(screen.query_one(Status).content))
            await scene(pilot)
            still(app)
            await pilot.pause(0.2)
            (FOLDER / f"{name}.svg").write_text(picture(app, "qa chat"), encoding="utf-8")
        session.close()


def main() -> None:
    """Indexes the sample articles in a folder of their own, and draws."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(corpus=locations.sample(), index=Path(folder), model="bundled", max_article_mb=32)
        for _ in Session(settings).rebuild(threading.Event()):
            pass
        asyncio.run(draw(settings))
    print("\n".join(sorted(str(path) for path in FOLDER.iterdir())))


if __name__ == "__main__":
    main()
