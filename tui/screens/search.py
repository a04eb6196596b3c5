"""Passages as one types: no model is involved."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from corpus.printable import printable
from qa.errors import problem
from qa.session import NotOpenError, Passage, Session
from tui.places import Place, searched
from tui.screens.reading import NO_ARTICLE, ReadingScreen
from tui.widgets.keys import Keys
from tui.widgets.line import Line
from tui.widgets.places import Places
from tui.widgets.source import Source

PAUSE = 0.15  # seconds without a key before a search begins
NOT_YET = "There is no index to search yet: the passages come as soon as it is open. Escape goes back."
HINT = "Type to find passages; Enter or a click opens the article. Down goes to the list, Escape back."


class SearchScreen(ReadingScreen[str]):
    """A line to type in, the passages below, the article beside them; gives the article to be asked alone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", priority=True, id="search.back"),
        Binding("down", "to_list", "To the list", show=False, id="search.list"),
        Binding("f3", "next_citation", "Next passage", show=False, id="search.next"),
        Binding("f4", "previous_citation", "Previous passage", show=False, id="search.previous"),
    ]

    class Searched(Message):
        """What was found for a text, or why nothing could be; None where there is no index yet."""

        def __init__(self, text: str, outcome: list[Passage] | str | None) -> None:
            super().__init__()
            self.text, self.outcome = text, outcome

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._wanted = self._begun = self._shown = ""
        self._opens = False
        self._generation = ""

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield Line(placeholder="Find passages", select_on_focus=False, id="search")
        yield Static(HINT, id="hint", markup=False)
        with Horizontal(id="body"):
            yield Places(id="found")
            yield Source()
        yield Keys()

    def on_mount(self) -> None:
        """Ready to type."""
        self.query_one("#search", Input).focus()

    @property
    def found(self) -> Places:
        """The passages."""
        return self.query_one("#found", Places)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Searches when the fingers rest; an older search is not waited for."""
        self._wanted, self._begun, self._opens = event.value.strip(), "", False
        self.set_timer(PAUSE, self._begin_if_still(self._wanted))

    def _begin_if_still(self, text: str) -> Callable[[], None]:
        def begin() -> None:
            if text == self._wanted and (not text or text != self._begun):
                self._begin(text)

        return begin

    def _begin(self, text: str) -> None:
        self._begun = text
        if text:
            self._search(text)
        else:
            self._shown = ""
            self._show([], HINT)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter opens the best passage, or the one that is highlighted."""
        event.stop()
        if self._shown == self._wanted:
            self._open()
        elif self._wanted:
            self._opens = True  # as soon as its passages are there: those on the screen are of an earlier text
            if self._begun != self._wanted:
                self._begin(self._wanted)

    def _open(self) -> None:
        if self.found.places:
            self.read(self.found.places, self.found.highlighted or 0)
            self._returned_to = self.found

    def search_again(self, generation: str) -> None:
        """An index was opened: what is wanted may be found now, or elsewhere than in the one before."""
        if self._wanted and (self._shown != self._wanted or generation != self._generation):
            self._begin(self._wanted)
        self._generation = generation

    @work(thread=True, exclusive=True, group="search")
    def _search(self, text: str) -> None:
        try:
            outcome: list[Passage] | str | None = self.session.search(text)
        except NotOpenError:
            outcome = None
        except Exception as error:  # noqa: BLE001 - the boundary of a search: the screen stays
            outcome = problem(error)
        self.post_message(self.Searched(text, outcome))

    def on_search_screen_searched(self, message: Searched) -> None:
        """Shows what was found, unless something else is wanted by now."""
        if message.text != self._wanted:
            return
        if message.outcome is None:
            self._begun = self._shown = ""
            self._show([], NOT_YET)
            return
        if isinstance(message.outcome, str):
            self._begun = self._shown = ""  # Enter tries again
            self._opens = False
            self._show([], f"It failed: {message.outcome}")
            return
        if message.text != self._shown:
            self.found.highlighted = None  # the best one is the first
        self._shown = message.text
        places = searched(message.outcome)
        count = f"{len(places)} passage{'' if len(places) == 1 else 's'}, best first."
        self._show(places, count if places else "Nothing was found.")
        if self._opens:
            self._opens = False
            self._open()

    def _show(self, places: list[Place], hint: str) -> None:
        if not places and self.found.has_focus:
            self.set_focus(self.query_one("#search", Line))
        self.found.show(places)
        self.query_one("#hint", Static).update(hint)

    def action_to_list(self) -> None:
        """From the line to the passages."""
        if self.query_one("#search", Input).has_focus and self.found.places:
            self.set_focus(self.found)
            self.found.highlighted = self.found.highlighted or 0

    def action_copy_answer(self) -> None:
        """Copies the passage at hand."""
        if not (place := self.at_hand):
            self.notify(NO_ARTICLE)
        else:
            where = f"{printable(place.source, newlines=False)}:{place.line}"
            self.copy(f"{printable(place.quote)}\n{where}\n", "the passage with its source")

    def action_ask_about(self) -> None:
        """Back to the conversation, whose next questions are asked of one article alone, that of the place at hand."""
        if place := self.at_hand:
            self.dismiss(place.source)
        else:
            self.notify(NO_ARTICLE)

    def action_back(self) -> None:
        """Escape: from the article to the passages, from there to the line, and back to the conversation."""
        self.app.clear_notifications()
        if self.close_article():
            return
        line = self.query_one("#search", Input)
        if line.has_focus:
            self.dismiss(None)
        else:
            self.set_focus(line)
