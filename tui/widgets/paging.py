"""Lists whose pages can be turned at any time.

Textual's OptionList looks a page up in rows that it lays out later: Page Down right after other options were put in
ends the app with a KeyError, or an IndexError where there is no row yet. Such a key is passed over.
"""

from __future__ import annotations

import contextlib

from textual import events
from textual.command import CommandPalette
from textual.widgets import OptionList


class PagedList(OptionList):
    """An OptionList."""

    async def _on_click(self, event: events.Click) -> None:
        """A click, unless what was clicked is not there any more."""
        with contextlib.suppress(LookupError):
            await super()._on_click(event)
        event.prevent_default()  # Textual calls the handlers of all classes

    def action_page_up(self) -> None:
        """A page up."""
        with contextlib.suppress(LookupError):
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """A page down."""
        with contextlib.suppress(LookupError):
            super().action_page_down()  # type: ignore[no-untyped-call]


class Palette(CommandPalette):
    """The command palette."""

    def _action_command_list(self, action: str) -> None:
        with contextlib.suppress(LookupError):
            super()._action_command_list(action)
