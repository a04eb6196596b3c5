"""The commands of the palette: every action of a screen that has a key, the themes, and what has no key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from tui.acting import Form
from tui.keymap import bindings_of
from tui.screens.chat import ChatScreen
from tui.screens.history import ConversationList, HistoryScreen
from tui.screens.search import SearchScreen
from tui.themes import THEMES
from tui.widgets.article import ArticleView
from tui.widgets.places import Places
from tui.widgets.prompt import Prompt

FORMS: dict[Form, str] = {"md": "Markdown", "json": "JSON"}
INSIDE: dict[type[Screen[Any]], tuple[type[DOMNode], ...]] = {
    ChatScreen: (Prompt, Places, ArticleView),
    SearchScreen: (Places, ArticleView),
    HistoryScreen: (ConversationList,),
}
"""The parts of a screen whose keys act on the screen."""


def commands_of(app: App[Any], screen: Screen[Any], keys: Callable[[Binding], str]) -> Iterable[SystemCommand]:
    """The commands, each with its keys as they are set."""
    for theme in THEMES:
        yield SystemCommand(f"Theme: {theme.name}", "Other colours", partial(setattr, app, "theme", theme.name))
    if isinstance(screen, ChatScreen):
        for form, name in FORMS.items():
            yield SystemCommand(f"Write out as {name}", "This conversation", partial(screen.action_export, form))
    inside = INSIDE.get(type(screen), ())
    acting: list[tuple[type[DOMNode], DOMNode]] = [(type(app), app), *((p, screen) for p in (type(screen), *inside))]
    told: set[str] = set()
    for part, node in acting:
        for binding in bindings_of(part):
            on_screen = binding.action.startswith("screen.")
            if binding.description not in told and (on_screen or part not in inside):
                told.add(binding.description)
                action = partial(app.run_action, binding.action, node)
                yield SystemCommand(binding.description, keys(binding), action)
