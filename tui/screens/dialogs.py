"""Dialogs: an error that needs more than a glance, and the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from corpus.printable import printable
from tui import clipboard

ABOUT_READERS = (
    'With a screen reader, qa ask "..." on the command line says the same as this chat in plain lines; '
    "qa ask - asks one question after the other."
)


class Problem(ModalScreen[None]):
    """Says what happened and what to do; the text can be copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss", "Close", id="problem.close"),
        Binding("c", "copy", "Copy", id="problem.copy"),
    ]

    def __init__(self, problem: str) -> None:
        super().__init__()
        self.problem = printable(problem, newlines=False)

    def compose(self) -> ComposeResult:
        """The message."""
        with Vertical(classes="dialog"), VerticalScroll():
            yield Static(Content(self.problem))
            yield Static(Content.styled("\nc copies this text, Escape closes it.", "dim"))
        yield Footer(compact=True)

    def action_copy(self) -> None:
        """Copies the message."""
        clipboard.copy(self.app, self.problem, lambda taken: self.notify(f"Copied ({taken}).", markup=False))


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
        yield Footer(compact=True)
