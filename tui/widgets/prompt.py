"""Where questions are typed."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.widgets.line import Line

REMEMBERED = 200  # questions


class Prompt(Line):
    """One line; up and down bring back what was asked before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "earlier", "Earlier question", show=False, id="prompt.earlier"),
        Binding("down", "later", "Later question", show=False, id="prompt.later"),
        # first of all keys, so that one pressed right after it goes to the sources too
        Binding("tab", "screen.to_sources", "To the sources", show=False, priority=True, id="prompt.sources"),
        Binding("pageup", "screen.scroll_conversation(-1)", "Up a page", show=False, id="prompt.pageup"),
        Binding("pagedown", "screen.scroll_conversation(1)", "Down a page", show=False, id="prompt.pagedown"),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(placeholder="Ask about the articles", select_on_focus=False, id=id)
        self._asked: list[str] = []
        self._at = 0
        self._typed: dict[int, str] = {}  # what became of them, and of the one that is not asked yet

    def remember(self, question: str) -> None:
        """A question that was asked."""
        self._asked = [*(q for q in self._asked if q != question), question][-REMEMBERED:]
        self._at = len(self._asked)
        self._typed = {}

    def action_earlier(self) -> None:
        """The question before."""
        self._go(max(0, self._at - 1))

    def action_later(self) -> None:
        """The question after; last what was being typed."""
        self._go(min(len(self._asked), self._at + 1))

    def _go(self, at: int) -> None:
        if at != self._at:
            self._typed[self._at] = self.value
            self._at = at
            self.put(self._typed.get(at, self._asked[at] if at < len(self._asked) else ""))
