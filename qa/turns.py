"""The turns of a conversation, as far as a later question needs them."""

from __future__ import annotations

from dataclasses import dataclass

from qa.answer import Answer, folded


@dataclass(frozen=True)
class Turn:
    """A question that was asked, as it can be asked by itself, and what was answered."""

    question: str
    answer: str = ""
    """Without marks; empty where the corpus does not say."""
    values: tuple[str, ...] = ()
    """What of the quotations carries the asked value."""

    @classmethod
    def of(cls, answer: Answer) -> Turn:
        """The turn that an answer ends."""
        values = [c.quote[c.focus[0] - c.start : c.focus[1] - c.start] for c in answer.citations if c.focus]
        return cls(
            answer.resolved or answer.question,
            folded(" ".join(c.text for c in answer.claims)),
            tuple(dict.fromkeys(folded(v) for v in values)),
        )
