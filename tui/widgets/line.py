"""A line to type in."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from corpus.printable import printable
from qa.question import LONGEST_QUESTION


class Line(Input):
    """An Input whose keys act in the order in which they were pressed.

    Textual inserts a character at once, while a bound key first travels up to the app: of Ctrl+U and a word typed
    right after it, or of a word and Enter, pasted or typed while the processors are busy, the word came first or last
    as it happened.
    """

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.paste(event.text)

    def paste(self, pasted: str) -> None:
        """All lines of what is pasted, on this one; Textual takes the first alone."""
        lines = printable(pasted[: 2 * LONGEST_QUESTION]).splitlines()
        text = lines[0] if len(lines) == 1 else " ".join(line for line in map(str.strip, lines) if line)
        before = self.value[: min(self.selection)]
        if text and not lines[0] and before and not before[-1].isspace():
            text = f" {text}"
        room = max(0, LONGEST_QUESTION - len(self.value) + len(self.selected_text))
        if not text:
            return
        if not room:
            self.app.bell()
            return
        if len(text) > room:
            text = text[:room]
            told = f"What was pasted is longer than there is room for: the first {len(text):,} characters are taken."
            self.notify(told, severity="warning")
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *self.selection)

    async def _on_key(self, event: events.Key) -> None:
        # What is typed before the terminal is taken over has the end of a line where Enter was pressed
        key = "enter" if event.character == "\n" else event.key
        bound = None if event.is_printable else self.screen.active_bindings.get(key)
        if bound and bound.node is self and bound.enabled and await self.app.run_action(bound.binding.action, self):
            event.stop()
            event.prevent_default()

    def action_paste(self) -> None:
        """What was copied in the chat."""
        self.paste(self.app.clipboard)

    def put(self, text: str) -> None:
        """Another text, with the cursor behind it."""
        text = printable(text, newlines=False)
        self.value = text
        self.cursor_position = len(text)

    def take(self, text: str) -> None:
        """Takes away a text that the line began with; what was typed behind it since then stays."""
        if self.value.startswith(text):
            position = self.cursor_position
            self.value = self.value.removeprefix(text)
            self.cursor_position = max(0, position - len(text))
