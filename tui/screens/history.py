"""The conversations that were kept: found, read on, renamed, put away, written out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Literal

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from corpus.errors import CorpusQAError
from qa.answer import folded
from qa.conversations import Conversation, Conversations
from qa.errors import problem
from qa.history import exported
from tui.widgets.line import Line

NONE = "No conversations about these articles yet: each is kept from its first question on."
HINT = "Type to find one by its words. Down goes to the list; Enter reads on, Escape goes back."


class HistoryScreen(Screen[Conversation | None]):
    """A line to search with and the conversations below, the latest first; gives the one to go on with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", priority=True, id="history.back"),
        Binding("down", "to_list", "To the list", show=False, id="history.list"),
    ]

    class Listed(Message):
        """The conversations that hold the words."""

        def __init__(self, words: str, found: list[Conversation], problems: list[str], others: int) -> None:
            super().__init__()
            self.words, self.found, self.problems, self.others = words, found, problems, others

    def __init__(self, kept: Conversations, corpus: str) -> None:
        super().__init__()
        self.kept, self.corpus = kept, corpus
        self.shown: list[Conversation] = []
        self._words = ""
        self._deleted: list[str] = []

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield Line(placeholder="Find a conversation", select_on_focus=False, id="words")
        yield Static(HINT, id="hint", markup=False)
        yield ConversationList(id="conversations", markup=False)
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """The list, and the keys in it."""
        self.list.focus()
        self._load("")

    @property
    def list(self) -> ConversationList:
        """The conversations."""
        return self.query_one(ConversationList)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Other words."""
        if event.input.id == "words":
            self._words = event.value
            self._load(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the words to what was found."""
        event.stop()
        self.set_focus(self.list)

    @work(thread=True, exclusive=True, group="history")
    def _load(self, words: str) -> None:
        try:
            everything, problems = self.kept.all()
            found = [m.conversation for m in self.kept.search(words)] if words.strip() else everything
        except CorpusQAError as error:
            everything, found, problems = [], [], [str(error)]
        here = [c for c in found if c.corpus == self.corpus]
        self.post_message(self.Listed(words, here, problems, sum(c.corpus != self.corpus for c in everything)))

    def on_history_screen_listed(self, message: Listed) -> None:
        """Shows them, unless other words are wanted by now."""
        if message.words != self._words:
            return
        self.shown = message.found
        highlighted = self.list.highlighted or 0
        self.list.set_options(Option(_row(one)) for one in message.found)
        if message.found:
            self.list.highlighted = min(highlighted, len(message.found) - 1)
        hint = HINT if message.found else "None holds these words." if message.words.strip() else NONE
        asides = [f"{message.others} about other articles: qa history lists them."] * bool(message.others)
        self.query_one("#hint", Static).update(Content("\n".join([hint, *asides, *message.problems])))

    @property
    def chosen(self) -> Conversation | None:
        """What the keys are about."""
        at = self.list.highlighted
        return self.shown[at] if at is not None and at < len(self.shown) else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Goes on with a conversation."""
        event.stop()
        self.dismiss(self.shown[event.option_index])

    def action_rename(self) -> None:
        """Asks for another title."""
        if chosen := self.chosen:
            self.app.push_screen(Naming(chosen.title), lambda title: self._rename(chosen, title))

    def _rename(self, chosen: Conversation, title: str | None) -> None:
        if title is not None:
            self._try(lambda: self.kept.rename(chosen.id, title))

    def action_delete(self) -> None:
        """Puts it away; u brings it back."""
        chosen = self.chosen
        if chosen and self._try(lambda: self.kept.delete(chosen.id)):
            self._deleted.append(chosen.id)
            self.notify(f"“{folded(chosen.title)}” is put away: u brings it back.", markup=False)

    def action_undo(self) -> None:
        """Brings back what was put away last."""
        if self._deleted:
            name = self._deleted.pop()
            self._try(lambda: self.kept.restore(name))
        else:
            self.notify("Nothing was put away since this list was opened: qa history restore lists the rest.")

    def action_export(self, form: Literal["md", "json"]) -> None:
        """Writes it into the working directory."""
        if chosen := self.chosen:
            path = Path.cwd() / f"{chosen.id}.{form}"
            if self._try(lambda: exported(chosen, path, form)):
                self.notify(f"Written to {path}.", markup=False)

    def _try(self, act: Callable[[], object]) -> bool:
        """Does something to the files, and lists them anew; says why where it cannot be done."""
        try:
            act()
        except Exception as error:  # noqa: BLE001 - the boundary of an action: the screen stays
            self.notify(problem(error), severity="error", markup=False)
            return False
        self._load(self._words)
        return True

    def action_to_list(self) -> None:
        """From the words to the list."""
        if not self.list.has_focus:
            self.list.focus()

    def action_back(self) -> None:
        """Back to the conversation."""
        self.dismiss(None)


class ConversationList(OptionList):
    """Where the keys act on one conversation."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "screen.rename", "Rename", id="history.rename"),
        Binding("d", "screen.delete", "Delete", id="history.delete"),
        Binding("u", "screen.undo", "Undo", id="history.undo"),
        Binding("e", "screen.export('md')", "Markdown", id="history.markdown"),
        Binding("j", "screen.export('json')", "JSON", id="history.json"),
    ]


class Naming(ModalScreen[str | None]):
    """Asks for a title."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", priority=True, id="naming.cancel")
    ]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._named = folded(title)

    def compose(self) -> ComposeResult:
        """The line with the present title."""
        with Vertical(classes="dialog"):
            yield Static("Another title; Enter keeps it, Escape the old one.")
            yield Line(self._named, id="title")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The new one."""
        event.stop()
        self.dismiss(event.value)


def _row(one: Conversation) -> Content:
    asked = f"{len(one.turns)} question{'' if len(one.turns) == 1 else 's'}"
    told = f"\n{one.updated[:16].replace('T', ' ')} UTC · {asked}"
    return Content.assemble((folded(one.title) or "untitled", "bold"), (told, "dim"))
