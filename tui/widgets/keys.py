"""The keys of what has the focus, on the last row."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from qa.wrapping import width

FIRST = ("back", "dismiss", "keys")  # actions that are told first of all: how to go back, and where all keys stand


class Keys(Footer):
    """As many as there is room for; Textual's own are cut."""

    def __init__(self) -> None:
        super().__init__(compact=True)

    def compose(self) -> ComposeResult:
        """The keys, in their order."""
        parts = list(super().compose())
        room = self.app.size.width + 1  # the last one needs no gap
        told = set()
        for part in sorted(parts, key=_rank):
            if isinstance(part, FooterKey) and _needed(part) <= room:
                room -= _needed(part)
                told.add(part)
        yield from (part for part in parts if part in told)

    def on_resize(self) -> None:
        """There is room for others."""
        self.refresh(recompose=True)


def _rank(part: object) -> bool:
    return not (isinstance(part, FooterKey) and part.action.rpartition(".")[2] in FIRST)


def _needed(part: FooterKey) -> int:
    """Columns: the key, a blank, what it does, and a gap or the line before the palette."""
    return width(part.key_display) + width(part.description) + 2
