"""The chat: one app, its themes, keys and commands."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import events
from textual.app import App, SuspendNotSupported, SystemCommand
from textual.binding import Binding, BindingType, Keymap
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen
from textual.widgets import Input

from qa.conversations import Conversation, Conversations
from qa.session import Opened, Session
from tui import clipboard, signals
from tui.asking import Standing
from tui.commands import commands_of
from tui.keymap import bindings_of, checked
from tui.screens.chat import ChatScreen
from tui.screens.dialogs import Help, Told
from tui.screens.history import ConversationList, HistoryScreen
from tui.screens.search import SearchScreen
from tui.terminal import Bursts
from tui.themes import THEMES
from tui.widgets.article import ArticleView
from tui.widgets.line import Line
from tui.widgets.paging import Palette
from tui.widgets.places import Places
from tui.widgets.prompt import Prompt


class ChatApp(App[None]):
    """Asks the session, one question at a time, and shows where the answers stand."""

    TITLE = "corpus-qa"
    CSS_PATH = "chat.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "keys", "Keys", id="app.keys"),
        Binding("ctrl+f", "search", "Search", priority=True, id="app.search"),
        Binding("ctrl+o", "history", "History", priority=True, id="app.history"),
        Binding("ctrl+n", "begin", "New", priority=True, id="app.begin"),
        Binding("ctrl+q", "quit", "Quit", priority=True, id="app.quit"),
        Binding("ctrl+z", "suspend", "Back to the shell for now", show=False, priority=True, id="app.suspend"),
        Binding("ctrl+c", "interrupt", "Copy the selection, else quit", show=False, priority=True, id="app.interrupt"),
    ]

    def __init__(self, session: Session, conversations: Conversations | None = None) -> None:
        super().__init__()
        self.session = session
        self.conversations = conversations
        """Where turns are kept; None keeps none."""
        self.animation_level = "none"  # a page is there at once, and an answer's threads have the processors
        self.chat = ChatScreen(session, conversations)
        self._keys: Keymap = {}
        self._signals = signals.Signals(self, self.chat.keep_the_rest)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = session.settings.theme if session.settings.theme in self.available_themes else THEMES[0].name

    def get_driver_class(self) -> type[Driver]:
        """The terminal's own, with bursts of keys as pastes."""
        return type("BurstsDriver", (Bursts, super().get_driver_class()), {})

    def on_mount(self) -> None:
        """The first screen; a signal gives the terminal back before the end."""
        self.set_keymap(self._own_keys())
        self._signals.listen()
        self.push_screen(self.chat)
        if self.theme != self.session.settings.theme:
            known = ", ".join(sorted(self.available_themes))
            self.notify(f"There is no theme {self.session.settings.theme}: known are {known}.", markup=False)

    def on_unmount(self) -> None:
        """The end is orderly."""
        self._signals.stop()

    async def on_event(self, event: events.Event) -> None:
        """A paste, or a letter without a meaning where the keys are, begins a question, or other words to look for."""
        letter = isinstance(event, events.Key) and (event.character or "").isalnum()
        if (letter or isinstance(event, events.Paste)) and isinstance(self.focused, LISTS):
            lines = self.screen.query(Line)
            if lines and not (isinstance(event, events.Key) and event.key in self.screen.active_bindings):
                self.screen.remove_class("-reading")
                self.screen.set_focus(lines.first())
        await super().on_event(event)

    def _own_keys(self) -> Keymap:
        """The keys of the settings; a word on those that cannot be used."""
        self._keys, problems = checked(self.session.settings.keys, [part for _, part in PARTS], LISTS)
        for problem in problems:
            self.notify(problem, severity="warning", markup=False)
        return self._keys

    def action_keys(self) -> None:
        """Every key there is, as it is set now."""
        if not isinstance(self.screen, Help):
            self.push_screen(Help([(title, self._told(part)) for title, part in PARTS]))

    def _told(self, part: type[DOMNode]) -> Iterator[tuple[str, str]]:
        """A part's keys and what they do, with the name that the settings know them by."""
        for binding in bindings_of(part):
            named = f"{binding.description} ({binding.id})" if binding.id else binding.description
            yield self.settled_keys(binding), named

    def settled_keys(self, binding: Binding) -> str:
        """The keys of a binding as people write them, those of the settings where they name any."""
        keys = self._keys.get(binding.id or "", binding.key)
        return ", ".join(self.get_key_display(Binding(key.strip(), "")) for key in keys.split(","))

    def action_interrupt(self) -> None:
        """Ctrl+C: copies what is selected, and where nothing is ends the chat, as everywhere."""
        typed = self.focused.selected_text if isinstance(self.focused, Input) else ""
        if selected := typed or self.screen.get_selected_text() or "":
            clipboard.copy(self, selected, lambda taken: self.notify(f"Copied ({taken}).", markup=False))
        else:
            self.exit(None, signals.INTERRUPTED)

    def action_suspend(self) -> None:
        """Ctrl+Z: stops with all that was started with it, as everywhere; the shell's fg goes on."""
        with contextlib.suppress(SuspendNotSupported):
            if signals.can_stop():
                with self.suspend():  # before any process is stopped: a shell may show itself at the first one
                    signals.stop_all()
                return
        self.notify("There is no shell to go back to.", severity="warning")

    def action_command_palette(self) -> None:
        """Every action by its name."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_search(self) -> None:
        """Passages as one types."""
        if isinstance(self.screen, ChatScreen):
            self.push_screen(SearchScreen(self.session), self.chat.ask_about)

    def on_standing(self, message: Standing) -> None:
        """A search that was typed before there was an index goes on."""
        for screen in self.screen_stack if self.is_running else ():
            if isinstance(screen, SearchScreen) and isinstance(message.standing, Opened):
                screen.search_again(message.standing.coverage.index)

    def action_history(self) -> None:
        """The conversations that were kept."""
        if not isinstance(self.screen, ChatScreen):
            return
        if self.conversations is None:
            self.notify("Conversations are not kept in this chat.", severity="warning")
            return
        self.push_screen(HistoryScreen(self.conversations, str(self.session.corpus)), self._go_on)

    def on_history_screen_put_away(self, message: HistoryScreen.PutAway) -> None:
        """At once, so that an answer that ends meanwhile does not bring it back."""
        self.chat.put_away(message.name)

    def on_history_screen_brought_back(self, message: HistoryScreen.BroughtBack) -> None:
        """The same the other way round."""
        self.chat.brought_back(message.conversation)

    def _go_on(self, conversation: Conversation | None) -> None:
        self.chat.call_later(self.chat.leave_deleted)
        if conversation is not None:
            self.chat.call_later(self.chat.resume, conversation)

    def action_begin(self) -> None:
        """A new conversation; the old one is kept."""
        if isinstance(self.screen, ChatScreen):
            self.chat.call_later(self.chat.resume, None)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette's."""
        return commands_of(self, screen, self.settled_keys)


LISTS: tuple[type[DOMNode], ...] = (Places, ArticleView, ConversationList)
PARTS: tuple[tuple[str, type[DOMNode]], ...] = (
    ("Everywhere", ChatApp),
    ("Conversation", ChatScreen),
    ("Prompt", Prompt),
    ("Sources of an answer", Places),
    ("Article", ArticleView),
    ("Search", SearchScreen),
    ("Conversations", HistoryScreen),
    ("A conversation of the list", ConversationList),
    ("Dialogs", Told),
)
