"""What the chat and the search have in common: places beside which their article is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from textual import work
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from qa.errors import problem
from qa.session import Session, ShownArticle
from tui import clipboard, editor
from tui.places import Place
from tui.widgets.places import Places
from tui.widgets.source import Source

NO_ARTICLE = "No article is open."
WIDE = 100  # columns; from here on the article stands beside what cites it


Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class Reading:
    """One of some places, whose article is read or wanted."""

    places: tuple[Place, ...]
    at: int
    focus: bool
    """Whether the article takes the keys."""
    focused: Widget | None
    """What had them when it was wanted."""


class ReadingScreen(Screen[Result | None]):
    """A screen with a Source pane; narrow ones show it in place of the rest."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual types it

    class Loaded(Message):
        """An article was read for a place, or it could not be."""

        def __init__(self, article: ShownArticle | str, reading: Reading) -> None:
            super().__init__()
            self.article, self.reading = article, reading

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._reading: Reading | None = None
        self._awaited: Reading | None = None
        self._returned_to: Places | None = None

    @property
    def source(self) -> Source:
        """The pane."""
        return self.query_one(Source)

    @property
    def place(self) -> Place | None:
        """What is read."""
        return self._reading.places[self._reading.at] if self._reading else None

    @property
    def at_hand(self) -> Place | None:
        """What the keys are about: the place that is highlighted in the list that has them, else what is read."""
        return (self.focused.chosen if isinstance(self.focused, Places) else None) or self.place

    def read(self, places: Sequence[Place], at: int, *, focus: bool = True) -> None:
        """Opens the article of a place; with `focus` the keys go there."""
        if places:
            self._want(Reading(tuple(places), at, focus, self.focused))

    def _want(self, reading: Reading) -> None:
        self._awaited = reading
        self._load(reading)

    @work(thread=True, exclusive=True, group="article", exit_on_error=False)
    def _load(self, reading: Reading) -> None:
        try:
            article: ShownArticle | str = self.session.article(reading.places[reading.at].source)
        except Exception as error:  # noqa: BLE001 - the boundary: what is read stays
            article = problem(error)
        self.post_message(self.Loaded(article, reading))

    def on_reading_screen_loaded(self, message: Loaded) -> None:
        """Shows the article, unless another one is wanted by now; the keys stay where they were put meanwhile."""
        reading = message.reading
        if reading is not self._awaited:
            return
        if isinstance(message.article, str):
            self._awaited = self._reading
            self.notify(message.article, severity="error", markup=False)
            return
        self._reading = reading
        self.source.show(message.article, list(reading.places), reading.at)
        if reading.focus and self.focused in (reading.focused, None, self.source.article):
            self.add_class("-reading")
            self.set_focus(self.source.article)

    def on_places_opened(self, message: Places.Opened) -> None:
        """A place was chosen in a list."""
        self._returned_to = message.control
        self.read(message.places, message.at)

    def action_next_citation(self) -> None:
        """The next place of those that are read."""
        self._step(1)

    def action_previous_citation(self) -> None:
        """The one before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if last := self._awaited:
            waits = last is not self._reading and last.focus
            focus = waits or self.focused is self.source.article or self.has_class("-narrow")
            focused = last.focused if waits else self.focused
            self._want(Reading(last.places, (last.at + by) % len(last.places), focus, focused))
        else:
            self.notify(NO_ARTICLE)

    def leave(self) -> None:
        """Nothing is read any more."""
        self._reading = self._awaited = self._returned_to = None
        self.remove_class("-reading")
        self.source.clear()

    def close_article(self) -> bool:
        """Gives the keys and the room back; False where no article had them, or nobody waits for the keys."""
        had_keys, covered = self.focused is self.source.article, self.covered
        self.remove_class("-reading")
        if not had_keys:
            return covered
        if self._returned_to is not None and self._returned_to.is_attached and self._returned_to.places:
            self.set_focus(self._returned_to)
            return True
        return False

    @property
    def covered(self) -> bool:
        """Whether an article takes the place of the rest."""
        return self.has_class("-reading") and self.has_class("-narrow")

    def action_open_editor(self) -> None:
        """Opens the file at the line."""
        if place := self.at_hand:
            line = self.source.line if place == self.place else place.line
            editor.open_at(self.app, self.session.corpus / place.source, line)
        else:
            self.notify(NO_ARTICLE)

    def copy(self, text: str, what: str) -> None:
        """Puts text on the clipboard, and says so."""
        clipboard.copy(self.app, text, lambda taken: self.notify(f"Copied {what} ({taken}).", markup=False))
