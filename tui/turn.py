"""One question of a conversation and what came of it."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.content import Content
from textual.widgets import Static

from qa.answer import Answer, folded
from qa.page import NARROWEST, Page
from qa.render import Lookup, answer_lines


class Turn(Static):
    """A question and below it its answer, as plain text: nothing in it is read as markup."""

    DEFAULT_CSS = """
    Turn { margin: 1 1 0 1; }
    """

    def __init__(self, question: str, corpus: Path, lookup: Lookup) -> None:
        super().__init__()
        self._question = folded(question)
        self._corpus = corpus
        self._lookup = lookup
        self._asked_as = ""
        self._answer: Answer | None = None
        self.text = ""
        """What stands below the question."""

    def ask_as(self, question: str) -> None:
        """How a question that leans on earlier ones is asked."""
        self._asked_as = folded(question)
        self._put(self.text)

    def say(self, text: str) -> None:
        """A word on what is being done, or why nothing came of it."""
        self._answer = None
        self._put(text)

    def show(self, answer: Answer) -> None:
        """The answer and its sources, laid out for the present width."""
        self._answer = answer
        page = Page(width=max(NARROWEST, self.content_size.width))
        self._put("\n".join(answer_lines(answer, self._corpus, page, self._lookup)))

    def on_resize(self, event: events.Resize) -> None:
        """Lays the answer out anew."""
        if self._answer is not None:
            self.show(self._answer)

    def _put(self, text: str) -> None:
        self.text = text
        asked_as = (f"  asked as: {self._asked_as}\n", "dim") if self._asked_as else ""
        self.update(Content.assemble((f"> {self._question}\n", "bold"), asked_as, Content(text)))
