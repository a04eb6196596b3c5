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

        def __init__(self, control: Places, places: Sequence[Place], at: int) -> None:
            super().__init__()
            self._control = control
            self.places, self.at = tuple(places), at

        @property
        def control(self) -> Places:
            """The list, which may hold others by now."""
            return self._control

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes="-empty", markup=False)
        self.places: list[Place] = []

    @property
    def chosen(self) -> Place | None:
        """The one that is highlighted."""
        at = self.highlighted
        return self.places[at] if at is not None and at < len(self.places) else None

    def show(self, places: Sequence[Place]) -> None:
        """Replaces what is listed; a place that stays highlighted stays so."""
        if self.places == list(places):
            return
        chosen = self.chosen
        self.places = list(places)
        self.set_options(_Row(place) for place in self.places)
        if chosen is not None and self.places:
            self.highlighted = self.places.index(chosen) if chosen in self.places else 0
        self.set_class(not self.places, "-empty")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click."""
        event.stop()
        assert isinstance(event.option, _Row)
        self._open(event.option.place)  # which may not be listed any more

    def action_open(self, number: int) -> None:
        """Opens the citation of a number, or the place that stands so far down."""
        numbers = [place.number or n for n, place in enumerate(self.places, 1)]
        if number in numbers:
            self.highlighted = numbers.index(number)
            self._open(self.places[numbers.index(number)])

    def _open(self, place: Place) -> None:
        places = self.places if place in self.places else [place]
        self.post_message(self.Opened(self, places, places.index(place)))


class _Row(Option):
    """A place in the list."""

    def __init__(self, place: Place) -> None:
        super().__init__(_told(place))
        self.place = place


def _told(place: Place) -> Content:
    """`[1] harbour.txt:5 · Storm at the harbour · 2021-03-12`, and below it the words."""
    number = f"[{place.number}] " if place.number else "• "
    where = f"{printable(place.source, newlines=False)}:{place.line}"
    about = [folded(place.title), folded(place.date or ""), folded(place.aside)]
    heading = [(number, "bold"), (where, "underline"), (" · ".join(["", *filter(None, about)]), "dim")]
    text, marks = excerpt(place.quote, place.focus, QUOTED)
    quoted = Content(text)
    for start, end in marks:
        quoted = quoted.stylize("bold", start, end)
    return Content.assemble(*heading, "\n", quoted)
