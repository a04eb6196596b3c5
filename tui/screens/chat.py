"""The conversation: questions, answers as they are checked, and beside them the articles."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from corpus.errors import CorpusQAError
from corpus.printable import printable
from qa.answer import Answer
from qa.conversations import Conversation, Conversations
from qa.events import ClaimChecked, Found, Resolved, Searching, Writing
from qa.history import turn_lines
from qa.page import Page
from qa.question import usable
from qa.rechecking import Rechecked
from qa.render import answer_lines, question_lines
from qa.session import Opened, Session, Unbuilt
from qa.turns import Turn as EarlierTurn
from qa.wrapping import shortened
from tui import asking, places
from tui.asking import Ended, Progressed
from tui.screens.conversation import ConversationScreen
from tui.screens.dialogs import Problem
from tui.screens.reading import NO_ARTICLE
from tui.widgets.building import Building
from tui.widgets.following import Following
from tui.widgets.keys import Keys
from tui.widgets.places import Places
from tui.widgets.prompt import Prompt
from tui.widgets.source import Source
from tui.widgets.status import Status
from tui.widgets.turn import Turn
from tui.wording import opened_text, unbuilt_text

LOOKED_AGAIN = 60.0  # seconds between two looks for changed articles
LOOKED_SOON = 5.0  # seconds between two looks for an index, where there is none: another process may be making it
LONGEST_NAME = 32  # characters of an article's name in the row above the prompt
BUSY = "One answer at a time: Escape stops this one."


class ChatScreen(ConversationScreen):
    """Asks the session, one question at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Stop / back", priority=True, id="chat.back"),
        Binding("f3", "next_citation", "Next source", show=False, id="chat.next"),
        Binding("f4", "previous_citation", "Previous source", show=False, id="chat.previous"),
        Binding("f5", "rebuild", "Rebuild", id="chat.rebuild"),
        Binding("f6", "about_index", "Index", show=False, id="chat.index"),
    ]

    def __init__(self, session: Session, conversations: Conversations | None = None) -> None:
        super().__init__(session, conversations)
        self._stop: threading.Event | None = None
        self._about: str | None = None
        self._cited: Turn | None = None

    def compose(self) -> ComposeResult:
        """The conversation and the article above, the prompt below."""
        with Horizontal(id="body"):
            with Following(id="conversation"):
                yield Static(id="welcome", markup=False)
                yield Static(id="earlier")
            yield Source()
        yield Building(id="building")
        yield Static(id="asked-of", markup=False)
        yield Prompt(id="prompt")
        yield Status(self.session.corpus.name or str(self.session.corpus), id="status")
        yield Keys()

    def on_mount(self) -> None:
        """Ready for a question at once; what it needs is opened meanwhile."""
        self.keep_in(None)
        self.query_one("#earlier").display = False
        self.set_focus(self.prompt)
        self._welcome("Opening the index … You can type a question already.")
        self.open()
        self.set_interval(LOOKED_AGAIN, self._look_again)
        self.set_interval(LOOKED_SOON, self._look_for_index)

    # parts

    def _greet(self) -> None:
        """What can be begun."""
        if isinstance(self.standing, Unbuilt):
            self._welcome(unbuilt_text(self.standing, str(self.session.corpus)))
        elif isinstance(self.standing, Opened):
            self._welcome("" if self.turns else opened_text(self.standing))

    def _welcome(self, text: str) -> None:
        welcome = self.query_one("#welcome", Static)
        welcome.update(Content(text))
        welcome.display = bool(text)

    # what there is to ask

    def _look_again(self) -> None:
        if isinstance(self.standing, Opened) and not self._stop and not self.rebuilding:
            self.look()

    def _look_for_index(self) -> None:
        """What kept it from being opened may be over."""
        if isinstance(self.standing, Unbuilt | str) and not self.rebuilding:
            self.open()

    def ready(self, standing: Opened | Unbuilt | str) -> None:
        """Says what there is to ask, and asks what waits for it."""
        self.check_again()
        match standing:
            case str():
                self._welcome(f"Nothing can be asked yet: {standing}")
            case Unbuilt():
                self._greet()
                if self.busy and self.built:
                    self.gave_up(standing.reason or "an index was built, and is not there")
                elif self.busy:
                    self.rebuild()
                self.built = False
            case Opened():
                self.built = False
                self._greet()
                if self.busy and not self._stop:
                    self._ask(self.busy)

    def gave_up(self, why: str, state: Literal["stopped", "failed"] = "failed") -> None:
        """A question that waited for an index gets its word, and goes back into the prompt."""
        if self.busy and not self._stop:
            turn, self.busy = self.busy, None
            self._end_early(turn, state, why)
            self.keep(turn)

    def _end_early(self, turn: Turn, state: Literal["stopped", "failed"], why: str) -> None:
        turn.end_early(state, why)
        if state == "failed" or not turn.claims:
            self._give_back(turn.question)

    def _give_back(self, question: str) -> None:
        """A question that got no answer is not typed twice."""
        if not self.prompt.value:
            self.prompt.put(question)

    # asking

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Asks; while an answer is being made the question stays in the prompt."""
        event.stop()
        if self.ending:
            return
        if not event.value.strip() and isinstance(self.standing, Unbuilt):
            self.action_rebuild()
            return
        if self.busy:
            self.notify(BUSY, severity="warning")
            return
        try:
            question = usable(event.value)
        except CorpusQAError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.remove_class("-reading")  # where an article covers the conversation
        self.prompt.take(event.value)
        self.prompt.remember(question)
        self._welcome("")
        self.busy = await self.add_turn(question, self._about)
        self.busy.say("Opening the index …")
        if isinstance(self.standing, Opened):
            self._ask(self.busy)
        elif isinstance(self.standing, Unbuilt):
            self.busy.say("Asked as soon as the index is built …")
            self.rebuild()
        elif isinstance(self.standing, str):
            self.open()

    def _ask(self, turn: Turn) -> None:
        self._stop = threading.Event()
        history = [EarlierTurn.of(t.answer) for t in self.turns if t.answer and t is not turn]
        asking.calmly(asking.ask, self.session, turn, history, self._stop, self.post_message)

    def on_progressed(self, message: Progressed) -> None:
        """Shows how far the answer is."""
        turn = message.turn
        if turn is not self.busy:
            return
        match message.event:
            case Resolved(question):
                turn.ask_as(question)
            case Searching():
                turn.begin()  # it may be for the second time
                turn.say("Searching …")
            case Found():
                turn.show_found(places.found(message.passages))
                turn.say(f"Reading {len(message.event.hits)} passages …")
            case Writing():
                turn.say("Writing …")
            case ClaimChecked(claim, citations):
                turn.add(claim, citations)

    def on_ended(self, message: Ended) -> None:
        """Shows what came of it; the next question may be asked."""
        if message.turn is self.busy and not self.ending:
            self._finish(message.turn, message.outcome)

    def _finish(self, turn: Turn, outcome: Answer | str | None) -> None:
        self.busy = self._stop = None
        if isinstance(outcome, Answer):
            turn.end(outcome)
            self._look_at_first(turn)
        elif outcome is None:
            turn.end_early("stopped", "Stopped.")
        else:
            self._end_early(turn, "failed", outcome)
            self.app.push_screen(Problem(outcome, self.typed_into))
        if self.conversation.follows:
            self.call_after_refresh(self.show_from_question, turn)
        self.focus_something(turn)
        self.keep(turn)
        if isinstance(self.standing, Opened):
            self.look()

    async def resume(self, conversation: Conversation | None) -> None:
        """Goes on with a conversation that was kept, or begins another. For the screen's own queue (call_later)."""
        if self.ending:
            return
        if self.busy:
            self.notify(BUSY, severity="warning")
            return
        self.set_focus(self.prompt)
        self._cited = None
        self.leave()
        self._ask_of(None)
        self._welcome("")
        await super().resume(conversation)
        self._greet()

    def _look_at_first(self, turn: Turn) -> None:
        """Beside a new answer its first citation is shown, where there is room and nobody reads another."""
        if self.focused is self.source.article:
            return
        self._cited = turn
        if self.has_class("-wide") and turn.citations:
            self.read(turn.places.places, 0, focus=False)

    # keys

    def action_back(self) -> None:
        """Escape, behind what was typed before it."""
        if self.prompt.has_focus:
            # what a key of the prompt tells the screen goes by the prompt's queue first
            self.prompt.call_later(self.prompt.call_later, self.call_later, self._back)
        else:
            self._back()

    def _back(self) -> None:
        """Uncovers the conversation, else stops the answer or the rebuild, else goes back to the prompt."""
        self.app.clear_notifications()
        if self.covered:
            if not self.close_article():
                self.set_focus(self.prompt)
        elif self._stop:
            self._stop_answer(self._stop)
        elif self.rebuilding and not self.rebuilding.stop.is_set():
            self.rebuilding.stop.set()
        elif self.busy:
            if self.rebuilding:
                self.rebuilding.again = False
            self.gave_up("Stopped before it was asked.", "stopped")
        elif self.close_article():
            pass
        elif self._about and self.prompt.has_focus:
            self._ask_of(None)
        else:
            self.set_focus(self.prompt)

    def _stop_answer(self, stop: threading.Event) -> None:
        """The turn ends at once; what still works on it is told to stop, and nobody listens to it any more."""
        stop.set()
        if self.busy:
            self._finish(self.busy, None)

    def action_to_sources(self) -> None:
        """From the prompt to the sources of the last answer that has any."""
        lists = [turn.places for turn in self.turns if turn.places.places]
        if lists:
            self.remove_class("-reading")  # where an article covers them
            self.set_focus(lists[-1])  # at once: the next key is for them
            lists[-1].highlighted = lists[-1].highlighted or 0
        else:
            self.focus_next()

    def action_scroll_conversation(self, pages: int) -> None:
        """Up or down by pages, with the keys in the prompt."""
        if pages < 0 and self.conversation.scroll_y <= 0:
            self.action_earlier()
        elif pages < 0:
            self.conversation.scroll_page_up()
        else:
            self.conversation.scroll_page_down()

    def action_cite(self, turn: int, number: int) -> None:
        """Opens a citation of a turn; `[1]` was clicked."""
        for shown in self.query(f"#turn-{turn}").results(Turn):
            self._cited = shown
            self._returned_to = shown.places
            for at, place in enumerate(shown.places.places):
                if place.number == number:
                    self.read(shown.places.places, at)

    def on_places_opened(self, message: Places.Opened) -> None:
        """A source was chosen below an answer."""
        self._cited = turn_of(message.control) or self._cited  # the article is opened by the handler of the base

    def action_next_citation(self) -> None:
        """The next source; the first one of the last answer where none is read."""
        if not self.place and self.turns and self.turns[-1].places.places:
            self._cited = self.turns[-1]
            self.read(self.turns[-1].places.places, 0)
        else:
            super().action_next_citation()

    def action_copy_answer(self) -> None:
        """Copies the answer that is read with its sources."""
        turn = turn_of(self.focused) or self._cited or next(iter(reversed(self.turns)), None)
        if turn and turn.answer:
            answer = replace(turn.answer, passages=())  # the closest ones are no part of an answer
            lines = answer_lines(answer, self.session.corpus, Page(), lambda _: (1, "", ""))
        elif turn and turn.claims and turn.state != "waiting":
            holding = [Rechecked(citation, "holds") for citation in turn.citations]
            lines = turn_lines(turn.saved(), holding, self.session.corpus, Page())
        else:
            self.notify("There is no answer to copy yet.", severity="warning")
            return
        self.copy("\n".join([*question_lines(turn.question, Page()), *lines, ""]), "the answer with its sources")

    def action_ask_about(self) -> None:
        """The next questions are asked of one article alone, that of the place at hand."""
        if place := self.at_hand:
            self.ask_about(place.source)
        else:
            self.notify(NO_ARTICLE)

    def ask_about(self, source: str | None) -> None:
        """The next questions are asked of one article alone; nothing changes where there is none."""
        if source is not None:
            self._ask_of(source)
            self.remove_class("-reading")
            self.set_focus(self.prompt)

    def _ask_of(self, source: str | None) -> None:
        self._about = source
        self.set_class(source is not None, "-about")
        name = shortened(printable(source or "", newlines=False), LONGEST_NAME)
        told = f"Asked of {name} alone. Escape: of all." if source else ""
        self.query_one("#asked-of", Static).update(Content(told))

    def on_unmount(self) -> None:
        """Nobody waits for anything any more; what there is of an answer is kept."""
        if self._stop:
            self._stop.set()
        self.keep_the_rest()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """What is cited by keys is what the focus is on."""
        self._cited = turn_of(event.widget) or self._cited


def turn_of(widget: Widget | None) -> Turn | None:
    """The turn whose list of sources a widget is, as long as it stands in the conversation."""
    turn = widget.parent if isinstance(widget, Places) else None
    return turn if isinstance(turn, Turn) and turn.is_attached else None
