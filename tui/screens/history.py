"""The conversations that were kept: found, read on, renamed, put away, written out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qa.answer import folded
from qa.conversations import Conversation, Conversations, matched
from qa.errors import problem
from tui.acting import Form, acted, written_out
from tui.widgets.keys import Keys
from tui.widgets.line import Line
from tui.widgets.paging import PagedList

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

        def __init__(self, look: int, words: str, found: list[Conversation], problems: list[str], others: int) -> None:
            super().__init__()
            self.look, self.words, self.found = look, words, found
            self.problems, self.others = problems, others

    class PutAway(Message):
        """A conversation is being put away."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class BroughtBack(Message):
        """A conversation that was put away is there again."""

        def __init__(self, conversation: Conversation) -> None:
            super().__init__()
            self.conversation = conversation

    def __init__(self, kept: Conversations, corpus: str) -> None:
        super().__init__()
        self.kept, self.corpus = kept, corpus
        self.shown: list[Conversation] = []
        self._words = ""
        self._listed: str | None = None  # the words whose conversations are shown
        self._enters = False  # as soon as they are
        self._look = 0  # the number of the latest look into the folder
        self.deleted: list[str] = []
        """What was put away and not brought back."""

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield Line(placeholder="Find a conversation", select_on_focus=False, id="words")
        yield Static(HINT, id="hint", markup=False)
        yield ConversationList(id="conversations", markup=False)
        yield Keys()

    def on_mount(self) -> None:
        """The list, and the keys in the words: letters typed at once are to find, not to delete."""
        self.set_focus(self.query_one("#words", Line))
        self._load()

    @property
    def conversations(self) -> ConversationList:
        """What is listed."""
        return self.query_one(ConversationList)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Other words."""
        if event.input.id == "words":
            self._words, self._enters = event.value, False
            self._load()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Goes on with the conversation that is highlighted, the latest one at first."""
        event.stop()
        if event.value != self._listed:
            self._enters = True
        elif chosen := self.chosen:
            self.dismiss(chosen)

    def _load(self) -> None:
        """Looks into the folder; what an earlier look has found is of no use any more."""
        self._look += 1
        self._find(self._words, self._look)

    @work(thread=True, exclusive=True, group="history")
    def _find(self, words: str, look: int) -> None:
        if look != self._look:  # letters came faster than threads
            return
        try:
            everything, problems = self.kept.all()
            found = [one.conversation for one in matched(everything, words)] if words.strip() else everything
        except Exception as error:  # noqa: BLE001 - the boundary of a piece of work: the screen stays
            everything, found, problems = [], [], [problem(error)]
        here = [c for c in found if c.corpus == self.corpus]
        self.post_message(self.Listed(look, words, here, problems, sum(c.corpus != self.corpus for c in everything)))

    def on_history_screen_listed(self, message: Listed) -> None:
        """Shows them, unless something else is wanted by now."""
        if message.look != self._look:
            return
        chosen = self.chosen if self._listed == message.words else None
        self._listed = message.words
        self._show([one for one in message.found if one.id not in self.deleted], chosen)
        if self._enters and self.chosen:
            self.dismiss(self.chosen)
        self._enters = False
        hint = HINT if message.found else "None holds these words." if self._words.strip() else NONE
        asides = [f"{message.others} about other articles: qa history lists them."] * bool(message.others)
        self.query_one("#hint", Static).update(Content("\n".join([hint, *asides, *message.problems])))

    def _show(self, found: Sequence[Conversation], chosen: Conversation | None = None) -> None:
        """Lists these, with one of them highlighted: the same as before, else what stands where it stood."""
        highlighted = (self.conversations.highlighted or 0) if chosen else 0
        names = [one.id for one in found]
        self.shown = list(found)
        self.conversations.set_options(Option(_row(one), one.id) for one in found)
        if chosen and chosen.id in names:
            self.conversations.highlighted = names.index(chosen.id)
        elif found:
            self.conversations.highlighted = min(highlighted, len(found) - 1)

    @property
    def chosen(self) -> Conversation | None:
        """What the keys are about."""
        at = self.conversations.highlighted
        return self.shown[at] if at is not None and at < len(self.shown) else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Goes on with a conversation."""
        event.stop()
        for one in self.shown:
            if one.id == event.option_id:
                self.dismiss(one)

    def action_rename(self) -> None:
        """Asks for another title."""
        if chosen := self.chosen:
            self.app.push_screen(Naming(chosen.title), lambda title: self._rename(chosen, title))

    def _rename(self, chosen: Conversation, title: str | None) -> None:
        def rename() -> str:
            self.kept.rename(chosen.id, title or "")
            return ""

        if title is not None:
            self._act(rename)

    def action_delete(self) -> None:
        """Puts it away; u brings it back."""
        if not (chosen := self.chosen):
            return

        def delete() -> str:
            try:
                self.kept.delete(chosen.id)
            except Exception:
                self.deleted.remove(chosen.id)
                raise
            return f"“{folded(chosen.title)}” is put away: u brings it back."

        self.deleted.append(chosen.id)
        self.post_message(self.PutAway(chosen.id))
        left = [one for one in self.shown if one is not chosen]
        self._show(left, chosen)  # the next key is for the next one
        self._act(delete)

    def action_undo(self) -> None:
        """Brings back what was put away last."""
        if not self.deleted:
            self.notify("Nothing was put away since this list was opened: qa history restore lists the rest.")
            return
        last = self.deleted.pop()

        def undo() -> str:
            try:
                restored = self.kept.restore(last)
                self.post_message(self.BroughtBack(restored))
                return f"“{folded(restored.title)}” is back."
            except Exception:
                self.deleted.append(last)
                raise

        self._act(undo)

    def action_export(self, form: Form) -> None:
        """Writes it into the working directory."""
        if chosen := self.chosen:
            self._act(partial(written_out, chosen, form))

    @work(group="act")
    async def _act(self, act: Callable[[], str]) -> None:
        """Does something to the files and lists them anew."""
        self._look += 1
        await acted(self, act)
        self._load()

    def action_to_list(self) -> None:
        """From the words to the list."""
        if not self.conversations.has_focus:
            self.conversations.focus()

    def action_back(self) -> None:
        """Back to the conversation."""
        self.app.clear_notifications()
        self.dismiss(None)


class ConversationList(PagedList):
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
        yield Keys()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The new one."""
        event.stop()
        self.dismiss(event.value)


def _row(one: Conversation) -> Content:
    asked = f"{len(one.turns)} question{'' if len(one.turns) == 1 else 's'}"
    told = f"\n{folded(one.updated[:16]).replace('T', ' ')} UTC · {asked}"
    return Content.assemble((folded(one.title) or "untitled", "bold"), (told, "dim"))
