"""What the chat and the search have in common: places beside which their article is read."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work
from textual.message import Message
from textual.screen import Screen

from qa.errors import problem
from qa.session import Session, ShownArticle
from tui import clipboard, editor
from tui.places import Place
from tui.widgets.places import Places
from tui.widgets.source import Source

WIDE = 100  # columns; from here on the article stands beside what cites it


class ReadingScreen(Screen[None]):
    """A screen with a Source pane; narrow ones show it in place of the rest."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual types it

    class Loaded(Message):
        """An article was read for a place, or it could not be."""

        def __init__(self, article: ShownArticle | str, places: Sequence[Place], at: int, *, focus: bool) -> None:
            super().__init__()
            self.article, self.places, self.at, self.focus = article, list(places), at, focus

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._places: list[Place] = []
        self._at = 0
        self._returned_to: Places | None = None

    @property
    def source(self) -> Source:
        """The pane."""
        return self.query_one(Source)

    @property
    def place(self) -> Place | None:
        """What is read."""
        return self._places[self._at] if self._places else None

    def read(self, places: Sequence[Place], at: int, *, focus: bool = True) -> None:
        """Opens the article of a place; with `focus` the keys go there."""
        if places:
            self._load(places, at, focus=focus)

    @work(thread=True, exclusive=True, group="article", exit_on_error=False)
    def _load(self, places: Sequence[Place], at: int, *, focus: bool) -> None:
        try:
            article: ShownArticle | str = self.session.article(places[at].source)
        except Exception as error:  # noqa: BLE001 - the boundary: what is read stays
            article = problem(error)
        self.post_message(self.Loaded(article, places, at, focus=focus))

    def on_reading_screen_loaded(self, message: Loaded) -> None:
        """Shows the article."""
        if isinstance(message.article, str):
            self.notify(message.article, severity="error", markup=False)
            return
        self._places, self._at = message.places, message.at
        if message.focus:
            self.add_class("-reading")
        self.source.show(message.article, self._places, self._at)
        if message.focus:
            self.set_focus(self.source.article)

    def on_places_opened(self, message: Places.Opened) -> None:
        """A place was chosen in a list."""
        self._returned_to = message.places
        self.read(message.places.places, message.at)

    def action_next_citation(self) -> None:
        """The next place of those that are read."""
        self._step(1)

    def action_previous_citation(self) -> None:
        """The one before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self._places:
            focus = self.source.article.has_focus or self.has_class("-narrow")
            self.read(self._places, (self._at + by) % len(self._places), focus=focus)

    def leave(self) -> None:
        """Nothing is read any more."""
        self._places, self._at, self._returned_to = [], 0, None
        self.remove_class("-reading")
        self.source.clear()

    def close_article(self) -> bool:
        """Gives the keys back; False where no article had them."""
        if not self.has_class("-reading"):
            return False
        self.remove_class("-reading")
        if self._returned_to is not None and self._returned_to.is_attached:
            self.set_focus(self._returned_to)
            return True
        return False

    def action_open_editor(self) -> None:
        """Opens the file at the line."""
        if place := self.place:
            editor.open_at(self.app, self.session.corpus / place.source, place.line)

    def copy(self, text: str, what: str) -> None:
        """Puts text on the clipboard, and says so."""
        clipboard.copy(self.app, text, lambda taken: self.notify(f"Copied {what} ({taken}).", markup=False))
