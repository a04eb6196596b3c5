"""One question of a conversation and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from qa.answer import Answer, Citation, Claim, folded
from qa.conversations import SavedTurn
from qa.conversations import State as SavedState
from qa.render import CLOSEST, coverage_text, difference_rows
from qa.wrapping import broken, shortened, width
from tui.places import Place, cited
from tui.widgets.places import Places

SHOWN_OF_A_QUESTION = 400  # characters of a question that are shown: its answer is to be seen below it
LONGEST_VALUE = 40  # characters, in the table of values that differ
LEAST_SOURCE = 12  # columns of a source in that table
LONGEST_WORD = 200  # characters of a word of an answer that are shown; the article beside it has them all
UNREADABLE = re.compile(rf"[!-~]{{{LONGEST_WORD + 1},}}")  # scripts without spaces have no words in this sense

State = Literal["waiting", "answered", "differs", "refused", "stopped", "failed"]


class Turn(Vertical):
    """A question and below it its answer, as plain text: nothing in it is read as markup."""

    def __init__(self, number: int, question: str, about: str | None = None) -> None:
        super().__init__(id=f"turn-{number}", classes="-waiting")
        self.number = number
        self.question = question
        self.about = about
        """The one article that is asked; None where all are."""
        self.resolved: str | None = None
        self.state: State = "waiting"
        self.answer: Answer | None = None
        self.claims: list[Claim] = []
        self.citations: list[Citation] = []
        self.problem = ""
        """Why there is no whole answer, in one line."""
        self.places = Places()
        """Where the answer can be checked."""
        self._parts = {part: Static(classes=part) for part in ("note", "said", "values", "after")}
        self._found: list[Place] = []
        self._stale: dict[int, str] = {}
        for part in self._parts:
            self._put(part, "")  # only what has something to say takes room
        self._note()

    def compose(self) -> ComposeResult:
        """From top to bottom: what was asked, what is said, the values that differ, the places, a last word."""
        yield Static(Content(f"> {shortened(folded(self.question), SHOWN_OF_A_QUESTION)}"), classes="question")
        yield from (self._parts[part] for part in ("note", "said", "values"))
        yield self.places
        yield self._parts["after"]

    @property
    def text(self) -> str:
        """All that stands below the question, but for the places."""
        return "\n".join(str(part.content) for part in self._parts.values() if part.display)

    def ask_as(self, question: str) -> None:
        """How a question that leans on earlier ones is asked."""
        self.resolved = question
        self._note()

    def say(self, phase: str) -> None:
        """What is being done; gone with the answer."""
        self._put("after", Content.styled(phase, "italic"))

    def begin(self) -> None:
        """Nothing is said yet, or not any more: the model failed, and the question is asked without it."""
        if self.claims:
            self.claims, self.citations = [], []
            self._put("said", "")
            self.places.show([])

    def show_found(self, places: Sequence[Place]) -> None:
        """The evidence, before the first words."""
        self._found = list(places)
        if not self.claims:
            self.places.show(self._found)

    def add(self, claim: Claim, citations: Sequence[Citation]) -> None:
        """A claim that passed its check."""
        self.claims.append(claim)
        known = {c.id for c in self.citations}
        self.citations += [c for c in citations if c.id not in known]
        self._claims()

    def end(self, answer: Answer) -> None:
        """The whole answer."""
        self.answer = answer
        self._put("after", "")
        self.claims, self.citations = list(answer.claims), list(answer.citations)
        if answer.status == "not_in_corpus":
            self._become("refused")
            self.show_closest(self._found[:CLOSEST])
            return
        self._become("differs" if answer.disagreement else "answered")
        self._claims()
        if answer.disagreement:
            self._tell_differences()

    def on_resize(self) -> None:
        """The table of values is laid out for the width."""
        self._tell_differences()

    def _tell_differences(self) -> None:
        if self.answer and self.answer.disagreement:
            self._put("values", differences(self.answer, self.content_size.width))

    def show_closest(self, closest: Sequence[Place]) -> None:
        """Of a refusal: what was said, and the passages that come closest."""
        assert self.answer
        looked = f"\nLooked through {coverage_text(self.answer.coverage)}."
        below = " The closest passages:" if closest else ""
        self._put("said", Content.assemble(("The corpus does not say.", "bold"), (looked + below, "$foreground")))
        self.places.show(closest)

    def end_early(self, state: Literal["stopped", "failed"], why: str) -> None:
        """No whole answer came; what was checked until then stays."""
        self._become(state)
        self.problem = why
        if not self.claims:
            self.places.show([])
        self._last_word()

    def saved(self) -> SavedTurn:
        """The turn as it is kept."""
        state: SavedState = self.state if self.state in ("stopped", "failed") else "answered"
        return SavedTurn(
            self.question,
            datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            state,
            self.answer,
            () if self.answer else tuple(self.claims),
            () if self.answer else tuple(self.citations),
            self.about,
            self.resolved,
            self.problem,
        )

    def restore(self, saved: SavedTurn) -> None:
        """A turn that was kept."""
        if saved.resolved:
            self.ask_as(saved.resolved)
        if saved.answer:
            self.end(saved.answer)
            return
        self.claims, self.citations = list(saved.claims), list(saved.citations)
        if self.claims:
            self._claims()
        self.end_early("stopped" if saved.state == "stopped" else "failed", saved.problem or "Stopped.")

    def mark_stale(self, asides: Mapping[int, str]) -> None:
        """Says of citations, by their number, what is no longer as it was."""
        self._stale = dict(asides)
        if self.citations:
            self.places.show(self._cited())
            self._last_word()

    def _cited(self) -> list[Place]:
        return [
            replace(place, aside=self._stale.get(place.number or 0, place.aside)) for place in cited(self.citations)
        ]

    def _claims(self) -> None:
        parts: list[Content] = []
        for claim in self.claims:
            said = UNREADABLE.sub(lambda word: shortened(word[0], LONGEST_WORD), folded(claim.text))
            text = f"“{said}”" if claim.support == "quoted" else said
            parts.append(Content.assemble(text, *(self._mark(n) for n in claim.citations)))
        self._put("said", Content(" ").join(parts))
        self.places.show(self._cited())

    def _mark(self, number: int) -> Content:
        """`[1]`, to be clicked."""
        action = Style.from_meta({"@click": f"screen.cite({self.number}, {number})"})
        return Content.assemble(" ", (f"[{number}]", action + Style(bold=True, underline=True)))

    def _last_word(self) -> None:
        """Why it ended early, and how many of its sources have changed."""
        problem = folded(self.problem)
        why = f"It failed: {problem}" if self.state == "failed" else problem
        parts = [why] if why else []
        parts += ["What stands above was checked."] if why and self.claims else []
        if self._stale:
            changed = len(self._stale)
            told = (
                "1 of the sources is not as it was"
                if changed == 1
                else f"{changed} of the sources are not as they were"
            )
            parts.append(f"{told} cited.")
        self._put("after", " ".join(parts))

    def _note(self) -> None:
        notes = [f"asked as: {folded(self.resolved)}"] if self.resolved else []
        notes += [f"asked of {folded(self.about)} alone"] if self.about else []
        self._put("note", Content.styled("\n".join(notes), "dim") if notes else "")

    def _become(self, state: State) -> None:
        self.remove_class(f"-{self.state}")
        self.state = state
        self.add_class(f"-{state}")

    def _put(self, part: str, text: str | Content) -> None:
        widget = self._parts[part]
        content = Content(text) if isinstance(text, str) else text
        widget.update(content)
        widget.display = bool(content.plain)


def differences(answer: Answer, room: int) -> Content:
    """The values that articles give, a row each: value, date, source. In `room` columns, where there are as many.

    Where a source has less than LEAST_SOURCE of them left it stands below its row.
    """
    sources = {c.id: folded(c.source) for c in answer.citations}
    rows = [("value", "date", "source")]
    for value, (text, marks, date) in zip(answer.values, difference_rows(answer), strict=True):
        named = dict.fromkeys(sources.get(n, "") for n in value.citations)
        rows.append((shortened(text, LONGEST_VALUE), date, f"{', '.join(named)} {marks}"))
    first, second = (max(width(row[n]) for row in rows) for n in (0, 1))
    indent = first + second + 4
    below = room - indent < LEAST_SOURCE
    if below:  # the sources have rows of their own
        indent = 2
    left = max(LEAST_SOURCE, room - indent)
    lines = []
    for text, date, source in rows:
        parts = [source[a:b] for a, b in broken(source, left, left)]
        beside = f"{filled(text, first)}  {filled(date, second)}"
        start = [beside.rstrip(), *parts] if below else [f"{beside}  {parts[0]}", *parts[1:]]
        lines.append(f"\n{' ' * indent}".join(start))
    return Content.assemble(
        ("The articles differ:\n", "bold"), (lines[0], "dim"), *(Content(f"\n{line}") for line in lines[1:])
    )


def filled(text: str, cells: int) -> str:
    """A text with blanks up to a width."""
    return text + " " * (cells - width(text))
