"""A conversation on the screen: its turns are kept as they end, brought back later, and compared with the files."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from textual import work
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from corpus.errors import CorpusQAError
from qa.conversations import Conversation, Conversations, SavedTurn
from qa.errors import problem
from qa.keeping import Kept
from qa.session import Opened, Session
from tui import asking, places
from tui.acting import Form, acted, written_out
from tui.asking import CheckedAgain
from tui.screens.opening import OpeningScreen
from tui.widgets.following import Following
from tui.widgets.status import Status
from tui.widgets.turn import Turn

BROUGHT = 40  # turns at once: each is seven widgets, and the screen is laid out with all of them
ENDED = "Stopped: the chat was ended."


class ConversationScreen(OpeningScreen):
    """A screen with, in a Following, an #earlier line and the turns."""

    class Written(Message):
        """The turns are kept, or `why` not."""

        def __init__(self, why: str = "") -> None:
            super().__init__()
            self.why = why

    def __init__(self, session: Session, conversations: Conversations | None) -> None:
        super().__init__(session)
        self._conversations = conversations
        self._kept: list[Kept] = []  # the last one takes the turns; the others could not be written yet
        self._earlier: list[SavedTurn] = []
        self._unchecked: list[Turn] = []
        self._compared: list[Turn] = []  # without an index, or for good
        self._unkept = ""
        self._put_away = ""
        self._number = 0
        self.busy: Turn | None = None
        """The turn that is being answered, or waits for an index."""

    @property
    def conversation(self) -> Following:
        """The turns."""
        return self.query_one(Following)

    @property
    def turns(self) -> list[Turn]:
        """All that are on the screen, the first one first."""
        return list(self.query(Turn))

    @property
    def ending(self) -> bool:
        """Whether the screen is being taken apart; what its queue still holds is of no use."""
        return not self.is_running or not any(part.is_attached for part in self.query("#conversation"))

    async def add_turn(self, question: str, about: str | None) -> Turn:
        """A question that is asked now."""
        self._number += 1
        turn = Turn(self._number, question, about)
        await self.conversation.mount(turn)
        self.conversation.anchor()
        return turn

    def show_from_question(self, turn: Turn) -> None:
        """A turn that is longer than the screen is read from its beginning."""
        if turn.is_attached and turn.outer_size.height > self.conversation.size.height:
            self.conversation.scroll_to_widget(turn, top=True, animate=False)

    # keeping

    def keep_in(self, conversation: Conversation | None) -> None:
        """The next turns belong to a conversation, or to a new one."""
        if self._conversations:
            self._kept = [kept for kept in self._kept if kept.waits]
            begun = conversation or self._conversations.begin(self.session.corpus)
            self._kept.append(Kept(self._conversations, begun))

    def keep(self, turn: Turn) -> None:
        """A turn has ended."""
        if self._kept:
            self._kept[-1].add(turn.saved())
            self._write()

    def put_away(self, name: str) -> None:
        """A conversation is put away: if it is this one, no turn takes it up again."""
        if self._kept and self._kept[-1].conversation.id == name:
            self.keep_in(None)
            self._put_away = name

    def brought_back(self, conversation: Conversation) -> None:
        """It is there again, and gone on with where nothing was kept since."""
        if conversation.id == self._put_away and not self._kept[-1].conversation.turns:
            self.keep_in(conversation)
            self._put_away = ""

    async def leave_deleted(self) -> None:
        """The turns of a conversation that was put away leave the screen. For the screen's own queue."""
        if self._put_away:
            self._put_away = ""
            if not self.busy:
                await self.resume(None)
            self.notify("This conversation is put away: the next question begins a new one.")

    async def resume(self, conversation: Conversation | None) -> None:
        """Goes on with a conversation that was kept, or begins another."""
        self.keep_in(conversation)
        await self.bring_back(conversation.turns if conversation else ())

    @work(thread=True, group="keep")
    def _write(self) -> None:
        why = ""
        for kept in list(self._kept):
            try:
                kept.write()
            except Exception as error:  # noqa: BLE001 - the boundary: the turn is on the screen
                why = why or problem(error)
        self.post_message(self.Written(why))

    def on_conversation_screen_written(self, message: Written) -> None:
        """That a turn cannot be kept is told, and the chat goes on; it is tried again with the next one."""
        if self.ending:
            return
        if message.why and message.why != self._unkept:
            self.notify(message.why, severity="error", timeout=15, markup=False)
        self._unkept = message.why
        self.query_one(Status).warn("not kept (F6)" if message.why else "")

    @work(group="export")
    async def action_export(self, form: Form) -> None:
        """Writes the conversation into the working directory."""
        if self._kept and self._kept[-1].conversation.turns:
            await acted(self, partial(written_out, self._kept[-1].conversation, form))
        else:
            self.notify("No question of this conversation is kept yet.", severity="warning")

    @property
    def troubles(self) -> list[str]:
        """Why turns are not kept."""
        return [f"\nThe last turns are not kept: {self._unkept}. They are tried again with the next one."] * bool(
            self._unkept
        )

    def keep_the_rest(self) -> None:
        """The end of the chat: what could not be written yet, and what there is of an answer."""
        unfinished, self.busy = self.busy, None
        if unfinished and self._kept:
            self._kept[-1].add(replace(unfinished.saved(), state="stopped", problem=ENDED))
        for kept in self._kept:
            with contextlib.suppress(CorpusQAError, OSError):  # nobody is there to be told
                kept.write()

    # bringing back

    async def bring_back(self, saved: Sequence[SavedTurn]) -> None:
        """These turns in place of those on the screen; of many the last ones, and the others when they are wanted."""
        await self.query(Turn).remove()
        self._unchecked = []
        for turn in saved:
            self.prompt.remember(turn.question)
        self._earlier = list(saved)
        await self.show_earlier()
        self.conversation.anchor()

    async def show_earlier(self) -> None:
        """Some more of the turns that were kept, above the others."""
        if self.ending:
            return
        brought, self._earlier = self._earlier[-BROUGHT:], self._earlier[:-BROUGHT]
        turns = []
        for saved in brought:
            self._number += 1
            turns.append(turn := Turn(self._number, saved.question, saved.about))
            turn.restore(saved)
        await self.conversation.mount_all(turns, after=self._earlier_line)
        if left := len(self._earlier):
            told = f"[@click=screen.earlier]▲ {left:,} earlier question{'s' * (left > 1)}[/]: a click, or Page Up here."
            self._earlier_line.update(Content.from_markup(told))
        self._earlier_line.display = bool(left)
        self._unchecked += turns
        self.check_again()

    @property
    def _earlier_line(self) -> Static:
        return self.query_one("#earlier", Static)

    def action_earlier(self) -> None:
        """The turns before those on the screen."""
        if self._earlier:
            self.call_later(self.show_earlier)

    # comparing

    def check_again(self) -> None:
        """Turns that were brought back, against the files; again when there is an index, where there is none now."""
        opened = isinstance(self.standing, Opened)
        if self._unchecked and self.standing is not None and (opened or self._unchecked != self._compared):
            self._compared = list(self._unchecked)
            self._check(self._compared)
        if opened:
            self._unchecked = []

    @work(thread=True, group="check")
    def _check(self, turns: list[Turn]) -> None:
        asking.check_again(self.session, turns, self.post_message)

    def on_checked_again(self, message: CheckedAgain) -> None:
        """Marks the citations that no longer stand where they stood."""
        turn = message.turn
        if not turn.is_attached:
            return
        if message.asides:
            turn.mark_stale(message.asides)
        if message.closest is not None:
            turn.show_closest(places.found(message.closest))
            self.focus_something(turn)

    def focus_something(self, turn: Turn) -> None:
        """A list that had the keys may have nothing in it any more."""
        if self.focused is turn.places and not turn.places.places:
            self.set_focus(self.prompt)
