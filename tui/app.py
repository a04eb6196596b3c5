"""The chat: a prompt, answers as they are checked, and each citation's place."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Footer, Header, Input

from corpus.errors import CorpusQAError
from index.errors import StoppedError
from qa.answer import Answer, folded
from qa.assistant import Answered, Assistant, ClaimChecked, Found, Resolved, Searching, Writing, usable
from qa.render import articles_text, closest_in
from qa.turns import Turn as EarlierTurn
from tui.turn import Turn

INTERRUPTED = 130  # exit status


class ChatApp(App[None]):
    """Asks the assistant, one question at a time."""

    TITLE = "corpus-qa"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "Stop the answer"),
        Binding("ctrl+q", "quit", "Quit", priority=True),
    ]

    class Progressed(Message):
        """The answer to a turn's question came a step further."""

        def __init__(self, turn: Turn, text: str) -> None:
            super().__init__()
            self.turn, self.text = turn, text

    class Understood(Message):
        """A turn's question was put into words that need no earlier turn."""

        def __init__(self, turn: Turn, question: str) -> None:
            super().__init__()
            self.turn, self.question = turn, question

    class Ended(Message):
        """The work on a turn's question is over, with an answer or with a word on why there is none."""

        def __init__(self, turn: Turn, outcome: Answer | str) -> None:
            super().__init__()
            self.turn, self.outcome = turn, outcome

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self._assistant = assistant
        self._stop: threading.Event | None = None
        self._history: list[EarlierTurn] = []

    def compose(self) -> ComposeResult:
        """The conversation above, the prompt below."""
        yield Header()
        yield VerticalScroll(id="conversation", can_focus=True)
        yield Input(placeholder="Ask about the articles", id="prompt")
        yield Footer()

    def on_mount(self) -> None:
        """Ready for a question; the title says over what is looked."""
        self.sub_title = articles_text(self._assistant.coverage())
        self.query_one("#prompt", Input).focus()
        # The key is a key here; the signal comes from elsewhere, and the terminal must be given back before the end.
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, self.exit, None, INTERRUPTED)

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
        self._stop = threading.Event()
        index = self._assistant.index
        turn = Turn(question, index.corpus, closest_in(index))
        await self.query_one("#conversation", VerticalScroll).mount(turn)
        self._show(turn, "…")
        self._ask(question, tuple(self._history), turn, self._stop)

    def action_stop(self) -> None:
        """Stops the answer that is being made."""
        if self._stop is not None:
            self._stop.set()

    def on_unmount(self) -> None:
        """Nobody waits for the answer any more."""
        self.action_stop()

    def on_chat_app_progressed(self, message: Progressed) -> None:
        """Shows how far the answer is."""
        self._show(message.turn, message.text)

    def on_chat_app_understood(self, message: Understood) -> None:
        """Shows how the question is asked."""
        message.turn.ask_as(message.question)

    def on_chat_app_ended(self, message: Ended) -> None:
        """Shows what came of it; the next question may be asked."""
        self._stop = None
        if isinstance(message.outcome, Answer):
            self._history.append(EarlierTurn.of(message.outcome))
        self._show(message.turn, message.outcome)

    @work(thread=True)
    def _ask(self, question: str, history: Sequence[EarlierTurn], turn: Turn, stop: threading.Event) -> None:
        """Works on a question beside the event loop; always ends with Ended."""
        outcome: Answer | str
        try:
            outcome = self._answer(question, history, turn, stop)
        except StoppedError:
            outcome = "Stopped."
        except CorpusQAError as error:
            outcome = f"It failed: {error}"
        except Exception as error:  # noqa: BLE001 - the boundary of a question: the conversation goes on
            outcome = f"It failed unexpectedly: {folded(f'{type(error).__name__}: {error}')}"
        self.post_message(self.Ended(turn, outcome))

    def _answer(
        self, question: str, history: Sequence[EarlierTurn], turn: Turn, stop: threading.Event
    ) -> Answer:  # fmt: skip
        def progressed(text: str) -> None:
            self.post_message(self.Progressed(turn, text))

        claims: list[str] = []
        for event in self._assistant.answer(question, history, stop):
            match event:
                case Resolved():
                    self.post_message(self.Understood(turn, event.question))
                case Searching():
                    progressed("Searching …")
                case Found():
                    progressed(f"Reading {len(event.hits)} passages …")
                case Writing():
                    progressed("Writing …")
                case ClaimChecked():
                    claims.append(folded(event.claim.marked))
                    progressed(" ".join(claims))
                case Answered():
                    return event.answer
        raise AssertionError("an answer's events end with Answered")

    def _show(self, turn: Turn, what: Answer | str) -> None:
        if isinstance(what, Answer):
            turn.show(what)
        else:
            turn.say(what)
        self.query_one("#conversation", VerticalScroll).scroll_end(animate=False)
