"""A short exam for a model that writes: whether its drafts are worth the time follows from this, not from its name."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from index.errors import StoppedError
from qa import prompts
from qa.assistant import DRAFT_TOKENS
from qa.drafting import statements, supported
from qa.exam_items import ITEMS, Item
from qa.generation import Generator

VERSION = 2
"""Of the items, the prompt and the check together; a result of another one counts no more."""

LEAST_RIGHT = 0.7
MOST_WRONG = 0.1
"""Shares of the items. Answers that a careful writer would give are right in all of them, the bundled model's drafts in
13 of 20 and wrong in 4; over a corpus quotations alone were as good as they, at 0.02 s a question against 0.6 s."""

Outcome = Literal["right", "wrong", "refused"]


@dataclass(frozen=True)
class Exam:
    """How a model did: items by outcome, and how fast it wrote."""

    right: int
    """What passes the check holds the answer."""
    wrong: int
    """What passes the check does not hold the answer."""
    refused: int
    """Nothing passes the check: the quotation would be told instead."""
    tokens_per_second: float
    """Of writing, reading the prompt left out; 0 where it wrote too little to tell."""
    version: int = VERSION

    @property
    def items(self) -> int:
        """All of them."""
        return self.right + self.wrong + self.refused

    @property
    def writes(self) -> bool:
        """Whether its drafts are used."""
        return 0 < self.items * LEAST_RIGHT <= self.right and self.wrong <= MOST_WRONG * self.items

    def to_dict(self) -> dict[str, Any]:
        """Plain values that `of` reads."""
        return asdict(self)

    @classmethod
    def of(cls, value: object) -> Exam | None:
        """What `to_dict` gave; None for anything else."""
        if not isinstance(value, dict):
            return None
        counts = [value.get(name) for name in ("right", "wrong", "refused", "version")]
        right, wrong, refused, version = (n if type(n) is int and n >= 0 else None for n in counts)
        speed = value.get("tokens_per_second")
        if right is None or wrong is None or refused is None or version is None:
            return None
        if not isinstance(speed, int | float) or not 0 <= speed < 1e9:
            return None
        return cls(right, wrong, refused, float(speed), version)


@dataclass(frozen=True)
class Marked:
    """An item with what the model wrote and how that was judged."""

    item: Item
    draft: str
    outcome: Outcome
    reasons: tuple[str, ...]
    """Why it is not right."""
    tokens: int
    """Written after the first one, as are the seconds."""
    seconds: float


def sit(generator: Generator, stop: threading.Event, items: Sequence[Item] = ITEMS) -> Iterator[Marked]:
    """Puts a model to the items, one by one. Raises StoppedError when the event is set, and what the model raises."""
    for item in items:
        draft, tokens, seconds = _draft(generator, item, stop)
        outcome, reasons = judge(item, draft)
        yield Marked(item, draft, outcome, reasons, tokens, seconds)


def result(marked: Iterable[Marked]) -> Exam:
    """All items together."""
    marked = list(marked)
    count = {outcome: sum(m.outcome == outcome for m in marked) for outcome in ("right", "wrong", "refused")}
    seconds = sum(m.seconds for m in marked)
    speed = round(sum(m.tokens for m in marked) / seconds, 1) if seconds else 0.0
    return Exam(count["right"], count["wrong"], count["refused"], speed)


def judge(item: Item, draft: str) -> tuple[Outcome, tuple[str, ...]]:
    """How a draft is judged, and why it is not right."""
    from qa.grounding import check  # 25 ms and 5 ms, which a question need not wait for
    from qa.tokens import holds

    found = list(statements([draft]))
    told = " ".join(s.text for s in found if supported(s, item.quotations))
    if not told:
        reasons = [reason for s in found for reason in check(s.text, item.quotations).reasons]
        return "refused", tuple(dict.fromkeys(reasons)) or ("there is no claim",)
    lacking = [wordings[0] for wordings in item.sought if not any(holds(told, w) for w in wordings)]
    return ("wrong", tuple(f"“{fact}” is lacking" for fact in lacking)) if lacking else ("right", ())


def _draft(generator: Generator, item: Item, stop: threading.Event) -> tuple[str, int, float]:
    """What an answer would be made of; pieces after the first, and the seconds that they took."""
    quotations = prompts.fitted(item.question, item.quotations, generator.context - DRAFT_TOKENS, generator.count)
    if not quotations:
        return "", 0, 0.0
    pieces: list[str] = []
    began = ended = time.monotonic()
    reply = generator.write(prompts.draft(item.question, quotations), DRAFT_TOKENS, stop)
    for piece in itertools.islice(reply, DRAFT_TOKENS):
        if stop.is_set():
            raise StoppedError
        ended = time.monotonic()
        began = ended if not pieces else began
        pieces.append(piece)
        if "\n\n" in "".join(pieces).lstrip():
            break
    return "".join(pieces).strip(), max(0, len(pieces) - 1), ended - began
