"""A session that says what a test tells it to, and the driving of the chat by keys."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Static

from corpus.article import LineIndex, Span
from corpus.errors import CorpusQAError
from index.errors import StoppedError
from qa.answer import Answer, Citation, Claim, Coverage, GivenValue, Models, PassageReference
from qa.conversations import Conversations
from qa.events import Answered, AnswerEvent, ClaimChecked, Found, Searching, Writing
from qa.rebuild_lines import Step
from qa.session import Opened, Passage, ShownArticle, Unbuilt
from qa.settings import Settings
from qa.turns import Turn as EarlierTurn
from tui.app import ChatApp
from tui.screens.chat import ChatScreen
from tui.screens.search import SearchScreen
from tui.widgets.places import Places
from tui.widgets.prompt import Prompt
from tui.widgets.status import Status
from tui.widgets.turn import Turn

HARBOUR = (
    "Storm at the harbour\n\n12 March 2021\n\n"
    "The storm sank 41 boats in Tarfaya harbour. Fishermen said the warning came too late. "
    "Mayor Lamia Bensouda opened a fund for the crews.\n\n"
    "Two days later the quay was still closed. The governor promised a breakwater before the winter, "
    "as he had promised one before.\n"
)
BULLETIN = "Harbour bulletin\n\n14 March 2021\n\nDivers counted 43 wrecks on the floor of Tarfaya harbour on Sunday.\n"
HOSTILE = (
    "Storm [bold]at[/bold] the harbour\n\n"
    "The storm [red]sank[/red] 41 boats\x1b[2J\x1b]0;owned\x07. \u202eREVERSED\u202c [link='x']here[/] "
    + "x" * 300
    + "\n"
)
ARTICLES = {"harbour.txt": HARBOUR, "news/bulletin.txt": BULLETIN, "hostile [red].txt": HOSTILE}
BUILT = "2026-11-22T10:00:00Z"
COVERAGE = Coverage(3, 0, 0, "generation", BUILT)

Script = Callable[[str, threading.Event], Iterator[AnswerEvent]]
WAIT = 20  # seconds after which a condition that never holds fails a test


def citation(number: int, source: str, quote: str, value: str = "", date: str | None = "2021-03-12") -> Citation:
    """A citation of one of the articles, with everything where it really stands."""
    text = ARTICLES[source]
    start = text.index(quote)
    lines = LineIndex(text)
    at = start + quote.index(value) if value else None
    span = Span(start, start + len(quote))
    return Citation(
        id=number,
        source=source,
        start=start,
        end=span.end,
        lines=lines.lines(span),
        quote=quote,
        focus=(at, at + len(value)) if at is not None else None,
        uri=f"{source}#char={start},{span.end}",
        sha256="0" * 64,
        encoding="utf-8",
        title=text.splitlines()[0],
        date=date,
    )


SANK = citation(1, "harbour.txt", "The storm sank 41 boats in Tarfaya harbour.", "41")
DIVERS = citation(
    2, "news/bulletin.txt", "Divers counted 43 wrecks on the floor of Tarfaya harbour on Sunday.", "43", "2021-03-14"
)
CLAIM = Claim(SANK.quote, (1,), "quoted")
OTHER = Claim(DIVERS.quote, (2,), "quoted")


def answer(question: str, *claims: Claim, citations: Sequence[Citation] = (), **given: object) -> Answer:
    """An answer of some claims; without any the corpus does not say."""
    return Answer(
        question=question,
        status="answered" if claims else "not_in_corpus",
        claims=claims,
        citations=tuple(citations),
        passages=(PassageReference("harbour.txt", 0, 20, 0.1),),
        coverage=COVERAGE,
        model=Models(None, "encoder"),
        **given,  # type: ignore[arg-type]
    )


def at_once(question: str, stop: threading.Event) -> Iterator[AnswerEvent]:
    """One claim with one source."""
    yield Searching()
    yield Found((), 1)
    yield Writing(("quotation",))
    yield ClaimChecked(CLAIM, (SANK,))
    yield Answered(answer(question, CLAIM, citations=[SANK]))


def refused(question: str, stop: threading.Event) -> Iterator[AnswerEvent]:
    """The corpus does not say."""
    yield Searching()
    yield Found((), 0)
    yield Answered(answer(question))


def differing(question: str, stop: threading.Event) -> Iterator[AnswerEvent]:
    """Two articles give two values."""
    yield Searching()
    yield Found((), 2)
    values = (GivenValue("41 boats", (1,), "2021-03-12"), GivenValue("43 wrecks", (2,), "2021-03-14"))
    yield Answered(answer(question, CLAIM, OTHER, citations=[SANK, DIVERS], disagreement=True, values=values))


def endless(question: str, stop: threading.Event) -> Iterator[AnswerEvent]:
    """Writes until it is stopped."""
    yield Searching()
    yield Writing(("quotation",))
    assert stop.wait(WAIT)
    raise StoppedError


@dataclass
class Gate:
    """A script that goes on when a test says so, event by event."""

    events: Callable[[str], Sequence[AnswerEvent]]
    steps: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def __call__(self, question: str, stop: threading.Event) -> Iterator[AnswerEvent]:
        for event in self.events(question):
            assert self.steps.acquire(timeout=WAIT)
            if stop.is_set():
                raise StoppedError
            yield event

    def step(self, number: int = 1) -> None:
        """So many events more."""
        self.steps.release(number)


class FakeSession:
    """Answers by a script; keeps what it was asked."""

    def __init__(self, script: Script = at_once, **settings: object) -> None:
        self.script = script
        self.settings = Settings(corpus=Path("/news"), index=None, model="bundled", max_article_mb=32, **settings)  # type: ignore[arg-type]
        self.corpus = self.settings.corpus
        self.notices: list[str] = []
        self.standing: Opened | Unbuilt | Exception = Opened(COVERAGE, 7, Models(None, "encoder"))
        self.opening: threading.Event | None = None
        """Where there is one, opening waits for it."""
        self.building: Callable[[threading.Event], Iterator[Step]] = lambda stop: iter([Step("rebuilt")])
        self.found: list[Passage] = [
            passage("harbour.txt", "Fishermen said the warning came too late."),
            passage("news/bulletin.txt", "Divers counted 43 wrecks"),
        ]
        self.to_examine = False
        self.asked: list[str] = []
        self.histories: list[list[EarlierTurn]] = []
        self.sources: list[str | None] = []
        self.searched: list[str] = []
        self.opened = 0
        self.texts = dict(ARTICLES)
        self.stale: dict[int, str] = {}
        """What is no longer as it was cited, by the number of the citation."""

    def open(self) -> Opened | Unbuilt:
        self.opened += 1
        if self.opening:
            assert self.opening.wait(WAIT)
        if isinstance(self.standing, Exception):
            raise self.standing
        return self.standing

    def look_again(self) -> Opened | Unbuilt:
        assert not isinstance(self.standing, Exception)
        return self.standing

    def rebuild(self, stop: threading.Event) -> Iterator[Step]:
        return self.building(stop)

    def answer(
        self, question: str, history: Sequence[EarlierTurn], stop: threading.Event, source: str | None = None
    ) -> Iterator[AnswerEvent]:
        self.asked.append(question)
        self.histories.append(list(history))
        self.sources.append(source)
        return self.script(question, stop)

    def passages(self, event: Found) -> list[Passage]:
        return self.found

    def search(self, text: str) -> list[Passage]:
        self.searched.append(text)
        return self.found if text != "nothing" else []

    def article(self, source: str) -> ShownArticle:
        if source not in self.texts:
            raise CorpusQAError(f"{source} is gone")
        text = self.texts[source]
        title = text.splitlines()[0]
        return ShownArticle(source, text, title, "2021-03-12", False, Path("/news") / source, LineIndex(text))

    def examine(self, stop: threading.Event) -> None:
        raise AssertionError("there is nothing to examine")

    def status_lines(self) -> list[str]:
        return ["holds     3 articles", "skipped   1", "          [b]scan.pdf[/b]: no text"]

    def closest(self, references: Sequence[PassageReference]) -> list[Passage]:
        return self.found

    def recheck(self, citations: Sequence[Citation]) -> dict[int, str]:
        return {c.id: self.stale[c.id] for c in citations if c.id in self.stale}

    def close(self) -> None:
        pass


def passage(source: str, text: str, score: float = 0.5) -> Passage:
    """A found passage of one of the articles."""
    whole = ARTICLES[source]
    start = whole.index(text)
    span = Span(start, start + len(text))
    line = LineIndex(whole).lines(span)[0]
    return Passage(source, span, line, text, whole.splitlines()[0], score, "vector 0.512, BM25 3.10")


Drive = Callable[["Chat"], Awaitable[None]]


class Chat:
    """The running chat, as tests see it."""

    def __init__(self, pilot: Pilot[None], session: FakeSession) -> None:
        self.pilot, self.session = pilot, session
        self.app: ChatApp = pilot.app  # type: ignore[assignment]

    @property
    def screen(self) -> ChatScreen:
        return self.app.chat

    @property
    def prompt(self) -> Prompt:
        return self.screen.query_one(Prompt)

    @property
    def turns(self) -> list[Turn]:
        return self.screen.turns

    @property
    def last(self) -> Turn:
        return self.screen.turns[-1]

    @property
    def status(self) -> str:
        return str(self.screen.query_one(Status).content)

    @property
    def shown(self) -> str:
        """What stands on the screen."""
        rows = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in rows)

    @property
    def notices(self) -> list[str]:
        return [notice.message for notice in self.app._notifications]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def until(self, holds: Callable[[], object]) -> None:
        """Handles messages until something is so."""
        async with asyncio.timeout(WAIT):
            while not holds():
                await self.pilot.pause()

    async def ready(self) -> None:
        """Until the articles can be asked."""
        await self.until(lambda: "articles" in self.status)

    async def type(self, text: str) -> None:
        """As if it were typed."""
        self.prompt.focus()
        self.prompt.value = text
        await self.pilot.pause()

    async def ask(self, question: str) -> None:
        await self.type(question)
        await self.press("enter")

    async def ended(self) -> Turn:
        """The last turn, once its question is done with."""
        await self.until(lambda: self.turns and self.last.state != "waiting")
        await self.pilot.pause()
        return self.last

    async def answered(self, question: str) -> Turn:
        await self.ask(question)
        return await self.ended()

    async def search(self, words: str) -> SearchScreen:
        """The search screen, once it has found something for some words."""
        await self.press("ctrl+f", *words)
        screen = self.app.screen
        assert isinstance(screen, SearchScreen)
        await self.until(lambda: screen.found.places)
        return screen

    async def open_source(self, number: int) -> None:
        """Opens a source of the last answer; the article has the keys."""
        await self.press("tab", str(number))
        await self.until(lambda: self.app.focused is self.screen.source.article)

    def text_of(self, selector: str) -> str:
        return str(self.app.screen.query_one(selector, Static).content)

    @property
    def listed(self) -> Places:
        return self.last.places


def run(
    session: FakeSession, drive: Drive, size: tuple[int, int] = (80, 30), kept: Conversations | None = None
) -> FakeSession:  # fmt: skip
    """Runs the chat and drives it."""

    async def main() -> None:
        app = ChatApp(session, kept)  # type: ignore[arg-type]
        async with app.run_test(size=size) as pilot:
            await drive(Chat(pilot, session))

    asyncio.run(main())
    return session


def with_coverage(**changes: object) -> Opened:
    """An opened corpus over which something else is to be said."""
    return Opened(replace(COVERAGE, **changes), 7, Models(None, "encoder"))  # type: ignore[arg-type]
