"""The chat: a prompt, answers as they are checked, and each citation's place."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import ClassVar

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Header, Input, Static

from corpus.errors import CorpusQAError
from index.errors import StoppedError
from qa.assistant import Answered, Assistant, ClaimChecked, Found, Searching, Writing, usable
from qa.render import Page, answer_lines


class Turn(Static):
    """One question and what came of it, as plain text: nothing in it is read as markup."""

    DEFAULT_CSS = """
    Turn { margin: 1 1 0 1; }
    """

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def show(self, text: str) -> None:
        """Replaces what stands below the question."""
        self.update(Content.assemble((f"> {self._question}\n", "bold"), Content(text)))


class ChatApp(App[None]):
    """Asks the assistant, one question at a time."""

    TITLE = "corpus-qa"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "Stop the answer"),
        Binding("ctrl+q", "quit", "Quit", priority=True),
    ]

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self._assistant = assistant
        self._stop: threading.Event | None = None

    def compose(self) -> ComposeResult:
        """The conversation above, the prompt below."""
        yield Header()
        yield VerticalScroll(id="conversation", can_focus=True)
        yield Input(placeholder="Ask about the articles", id="prompt")
        yield Footer()

    def on_mount(self) -> None:
        """Ready for a question; the title says over what is looked."""
        coverage = self._assistant.coverage()
        self.sub_title = f"{coverage.articles} articles"
        self.query_one("#prompt", Input).focus()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Asks; while an answer is being made the question stays in the prompt."""
        if self._stop is not None:
            self.notify("One answer at a time: Escape stops this one.", severity="warning")
            return
        try:
            question = usable(event.value)
        except CorpusQAError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        event.input.clear()
        turn = Turn(question)
        conversation = self.query_one("#conversation", VerticalScroll)
        await conversation.mount(turn)
        turn.show("…")
        conversation.scroll_end(animate=False)
        self._stop = threading.Event()
        self._answer(question, turn, self._stop)

    def action_stop(self) -> None:
        """Stops the answer that is being made."""
        if self._stop is not None:
            self._stop.set()

    def on_unmount(self) -> None:
        """Nobody waits for the answer any more."""
        self.action_stop()

    @work(thread=True)
    def _answer(self, question: str, turn: Turn, stop: threading.Event) -> None:
        try:
            for text in self._progress(question, stop):
                self.call_from_thread(self._show, turn, text)
        except StoppedError:
            self.call_from_thread(self._show, turn, "Stopped.")
        except CorpusQAError as error:
            self.call_from_thread(self._show, turn, f"It failed: {error}")
        finally:
            self.call_from_thread(self._done)

    def _progress(self, question: str, stop: threading.Event) -> Iterator[str]:
        page = Page(width=max(40, self.size.width - 6))
        claims: list[str] = []
        for event in self._assistant.answer(question, stop):
            match event:
                case Searching():
                    yield "Searching …"
                case Found():
                    yield f"Reading {len(event.hits)} passages …"
                case Writing():
                    yield "Writing …"
                case ClaimChecked():
                    claims.append(event.claim.marked)
                    yield " ".join(claims)
                case Answered():
                    index = self._assistant.index
                    lines = answer_lines(
                        event.answer, index.corpus, page, lambda r: index.passage(r.source, r.start, r.end)
                    )
                    yield "\n".join(lines)

    def _show(self, turn: Turn, text: str) -> None:
        turn.show(text)
        self.query_one("#conversation", VerticalScroll).scroll_end(animate=False)

    def _done(self) -> None:
        self._stop = None
