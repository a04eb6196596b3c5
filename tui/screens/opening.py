"""What a screen asks of: the index is opened, looked at again, and rebuilt beside it; an unknown model is examined."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Literal

from textual import work
from textual.message import Message

from qa.session import Opened, Session, Unbuilt
from tui import asking
from tui.asking import Built, Standing
from tui.screens.dialogs import Problem, Told
from tui.screens.reading import ReadingScreen
from tui.widgets.building import Building
from tui.widgets.line import Line
from tui.widgets.prompt import Prompt
from tui.widgets.status import Status


@dataclass(eq=False)
class Rebuilding:
    """A rebuild that goes on."""

    stop: threading.Event = field(default_factory=threading.Event)
    again: bool = False
    """Whether it was stopped, and is wanted again by now."""
    embedded: bool = False
    """Whether it has anything to keep."""
    changed: bool = True
    """Whether there was anything to do."""


class OpeningScreen(ReadingScreen[None]):
    """A screen with a Prompt, a Status and a Building; `ready` and `gave_up` say how it went on."""

    class IndexTold(Message):
        """What there is to say of the index."""

        def __init__(self, lines: list[str]) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.standing: Opened | Unbuilt | str | None = None
        """What there is to ask, or why there is nothing; None before anything is known."""
        self.rebuilding: Rebuilding | None = None
        """None while there is none."""
        self._exam_stop: threading.Event | None = None
        self._told = ""
        self.built = False
        """Whether an index was built that was not opened yet."""

    @property
    def prompt(self) -> Prompt:
        """Where questions are typed."""
        return self.query_one(Prompt)

    @property
    def typed_into(self) -> Line:
        """The line of the screen that is seen, which may be another; else the prompt."""
        lines = self.app.screen.query(Line)
        return lines.first() if lines else self.prompt

    def ready(self, standing: Opened | Unbuilt | str) -> None:
        """What there is to ask has become known, or has changed."""

    def gave_up(self, why: str, state: Literal["stopped", "failed"] = "failed") -> None:
        """There will be no index for now."""

    @work(thread=True, exclusive=True, group="open")
    def open(self) -> None:
        """Opens what there is, beside the event loop."""
        asking.open_session(self.session, self.post_message)

    @work(thread=True, exclusive=True, group="open")
    def look(self) -> None:
        """Looks whether articles or the index have changed."""
        asking.open_session(self.session, self.post_message, again=True)

    def on_standing(self, message: Standing) -> None:
        """What there is to ask."""
        if not self.is_running:
            return
        for notice in message.notices:
            self.notify(notice, markup=False)
        if isinstance(message.standing, str) and isinstance(self.standing, Opened):
            if message.standing != self._told:  # what was opened can still be asked
                self.notify(message.standing, severity="error", markup=False)
            self._told = message.standing
            return
        first, self.standing, self._told = self.standing is None, message.standing, ""
        if isinstance(message.standing, str):
            self.query_one(Status).show("not opened")
            self.ready(message.standing)
            self.gave_up(message.standing)
            if first:
                self.app.push_screen(Problem(message.standing, self.typed_into))
            return
        self.query_one(Status).show(message.standing)
        self.ready(message.standing)
        if self.session.to_examine and not self._exam_stop:
            self._exam_stop = threading.Event()
            asking.calmly(asking.examine, self.session, self._exam_stop, self.post_message)

    def action_rebuild(self) -> None:
        """Brings the index in line with the articles, in the background."""
        if self.rebuilding and not self.rebuilding.stop.is_set():
            self.notify("The index is being rebuilt already.", severity="warning")
        else:
            self.rebuild()

    def rebuild(self) -> None:
        """The same, unless it is at it already."""
        if self.rebuilding:
            self.rebuilding.again = self.rebuilding.stop.is_set()
        else:
            self.rebuilding = Rebuilding()
            self._build(self.rebuilding.stop)

    @work(thread=True, group="build")
    def _build(self, stop: threading.Event) -> None:
        asking.build(self.session, stop, self.post_message)

    def on_built(self, message: Built) -> None:
        """How far the rebuild is, and its end."""
        if not self.is_running or not self.rebuilding:
            return
        self.query_one(Building).show(message.step)
        if message.step:
            self.rebuilding.changed = message.step.changed
            self.rebuilding.embedded |= message.step.event == "embedding" and message.step.done > 0
            return
        ended, self.rebuilding = self.rebuilding, None
        if ended.again:
            self.rebuild()
        elif message.stopped:
            self.notify("Stopped: what was embedded is kept for the next time." if ended.embedded else "Stopped.")
            self.gave_up("Stopped: no index was built.", "stopped")
        elif message.why:
            self.app.push_screen(Problem(message.why, self.typed_into))
            self.gave_up(message.why)
        else:
            if not ended.changed:
                self.notify("No article has changed since the index was made.")
            self.built = True
            self.open()

    def action_about_index(self) -> None:
        """What the index holds, what was skipped and why, and what has changed since."""
        if not isinstance(self.app.screen, Told):
            self._tell_of_index()

    @work(thread=True, exclusive=True, group="about")
    def _tell_of_index(self) -> None:
        self.post_message(self.IndexTold(asking.told_of_index(self.session)))

    def on_opening_screen_index_told(self, message: IndexTold) -> None:
        """In a dialog, unless another one stands by now."""
        if self.is_current:
            self.app.push_screen(Told("\n".join([*message.lines, *self.troubles]), self.prompt))

    @property
    def troubles(self) -> list[str]:
        """What else there is to say of what does not go well, a line each."""
        return []

    def on_unmount(self) -> None:
        """Nobody waits for anything any more."""
        if self.rebuilding:
            self.rebuilding.stop.set()
        if self._exam_stop:
            self._exam_stop.set()
