"""Which sentence answers, and in whose words: the model's where they pass the check, else the source's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.terms import terms
from qa.answer import folded
from qa.asked import carries
from qa.evidence import Evidence
from qa.focus import focus
from qa.grounding import check


@dataclass(frozen=True)
class Selected:
    """A claim to be: the sentence that it stands on, and the model's wording where that holds."""

    evidence: Evidence
    text: str
    """Empty where the quotation itself is the claim."""
    focus: tuple[int, int] | None


def select(question: str, evidence: Sequence[Evidence], drafted: str) -> list[Selected]:
    """The claims of an answer; none without evidence, which comes best first.

    A draft counts where the best sentence supports it. One that stands on a lesser sentence is true and mostly about
    something else: a small model that does not find the answer retells what it was shown.
    """
    if not evidence:
        return []
    best = evidence[0]
    told = bool(drafted) and carries(question, drafted) and adds(question, drafted)
    text = drafted if told and check(drafted, [folded(best.quote)]).supported else ""
    return [Selected(best, text, focus(question, best, drafted))]


def adds(question: str, claim: str) -> bool:
    """Whether a claim says anything that the question does not."""
    return bool(set(terms(claim)) - set(terms(question)))
