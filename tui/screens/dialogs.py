"""Dialogs: an error that needs more than a glance, and the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from corpus.printable import printable
from tui import clipboard
from tui.widgets.keys import Keys
from tui.widgets.line import Line

ABOUT_READERS = (
    'With a screen reader, qa ask "..." on the command line says the same as this chat in plain lines; '
    "qa ask - asks one question after the other."
)


class Told(ModalScreen[None]):
    """A text that can be copied; what is typed meanwhile goes into the prompt."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss", "Close", id="dialog.close"),
        Binding("ctrl+y", "copy", "Copy", id="dialog.copy"),
    ]

    def __init__(self, text: str, prompt: Line) -> None:
        super().__init__()
        self.text = text
        self._prompt = prompt

    def compose(self) -> ComposeResult:
        """The text."""
        with Vertical(classes="dialog"), VerticalScroll():
            yield Static(Content(self.text))
            yield Static(Content.styled("\nCtrl+Y copies this text, Escape closes it.", "dim"))
        yield Keys()

    def on_key(self, event: events.Key) -> None:
        """Fingers that were at a question when this came up go on with it."""
        if event.is_printable and event.character:
            event.stop()
            self._prompt.replace(event.character, *self._prompt.selection)

    def on_paste(self, event: events.Paste) -> None:
        """The same."""
        event.stop()
        self._prompt.paste(event.text)

    def action_copy(self) -> None:
        """Copies the text."""
        clipboard.copy(self.app, self.text, lambda taken: self.notify(f"Copied ({taken}).", markup=False))


class Problem(Told):
    """Says what happened and what to do."""

    def __init__(self, problem: str, prompt: Line) -> None:
        super().__init__(printable(problem, newlines=False), prompt)


class Help(ModalScreen[None]):
    """Every key, from the bindings themselves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1", "dismiss", "Close", id="help.close")]

    def __init__(self, groups: Sequence[tuple[str, Iterable[tuple[str, str]]]]) -> None:
        super().__init__()
        self._groups = [(title, list(rows)) for title, rows in groups]

    def compose(self) -> ComposeResult:
        """A heading and its keys, group by group."""
        with Vertical(classes="dialog"), VerticalScroll(can_focus=True):
            for title, rows in self._groups:
                yield Static(Content.styled(title, "bold"))
                widest = max((len(keys) for keys, _ in rows), default=0)
                yield Static(Content("\n".join(f"  {keys:<{widest}}  {what}" for keys, what in rows) + "\n"))
            yield Static(Content.styled(ABOUT_READERS, "dim"))
        yield Keys()
