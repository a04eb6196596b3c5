"""A list of places in articles: the sources of an answer, or what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from corpus.printable import printable
from qa.answer import folded
from tui.places import Place
from tui.widgets.paging import PagedList
from tui.wording import excerpt

QUOTED = 110  # characters of a place's text


class Places(PagedList):
    """Places to open: with Enter, a click, or their number."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"open({n})", f"Source {n}", show=False, id=f"sources.{n}") for n in range(1, 10)),
        Binding("n", "screen.next_citation", "Next", id="sources.next"),
        Binding("p", "screen.previous_citation", "Previous", id="sources.previous"),
        Binding("y", "screen.copy_answer", "Copy it", id="sources.copy"),
        Binding("o", "screen.open_editor", "Editor", id="sources.editor"),
        # first of all keys, so that what is typed right after it goes to the prompt
        Binding("a", "screen.ask_about", "Ask about it", priority=True, id="sources.ask"),
    ]

    class Opened(Message):
        """A place of the list is to be read."""

        def __init__(self, places: Places, at: int) -> None:
            super().__init__()
            self.places, self.at = places, at

        @property
        def control(self) -> Places:
            """The list."""
            return self.places

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes="-empty", markup=False)
        self.places: list[Place] = []

    @property
    def chosen(self) -> Place | None:
        """The one that is highlighted."""
        return None if self.highlighted is None else self.places[self.highlighted]

    def show(self, places: Sequence[Place]) -> None:
        """Replaces what is listed; a place that stays highlighted stays so."""
        if self.places == list(places):
            return
        highlighted = self.highlighted
        self.places = list(places)
        self.set_options(Option(_told(place)) for place in self.places)
        if highlighted is not None and highlighted < len(self.places):
            self.highlighted = highlighted
        self.set_class(not self.places, "-empty")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        event.stop()
        self.post_message(self.Opened(self, event.option_index))

    def action_open(self, number: int) -> None:
        """Opens the citation of a number, or the place that stands so far down."""
        numbers = [place.number or n for n, place in enumerate(self.places, 1)]
        if number in numbers:
            self.highlighted = numbers.index(number)
            self.post_message(self.Opened(self, numbers.index(number)))


def _told(place: Place) -> Content:
    """`[1] harbour.txt:5 · Storm at the harbour · 2021-03-12`, and below it the words."""
    number = f"[{place.number}] " if place.number else "• "
    where = f"{printable(place.source, newlines=False)}:{place.line}"
    about = [folded(place.title), place.date or "", folded(place.aside)]
    heading = [(number, "bold"), (where, "underline"), (" · ".join(["", *filter(None, about)]), "dim")]
    text, marks = excerpt(place.quote, place.focus, QUOTED)
    quoted = Content(text)
    for start, end in marks:
        quoted = quoted.stylize("bold", start, end)
    return Content.assemble(*heading, "\n", quoted)
