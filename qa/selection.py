"""Which sentences answer, and in whose words: the model's where they pass the check, else the source's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.terms import terms
from qa.answer import folded
from qa.asked import carries
from qa.evidence import Evidence
from qa.focus import focus
from qa.grounding import check

CHECKED_AGAINST = 3  # sentences that the draft was made from


@dataclass(frozen=True)
class Draft:
    """A claim to be: the sentence that it stands on, and the model's wording where that holds."""

    evidence: Evidence
    text: str
    """Empty where the quotation itself is the claim."""
    focus: tuple[int, int] | None


def select(question: str, evidence: Sequence[Evidence], drafted: str) -> list[Draft]:
    """The claims of an answer. `evidence` is best first and not empty."""
    best = evidence[0]
    if drafted and carries(question, drafted):
        for e in evidence[:CHECKED_AGAINST]:
            if check(drafted, [folded(e.quote)]).supported and adds(question, drafted):
                return [Draft(e, drafted, focus(question, e, drafted))]
    return [Draft(best, "", focus(question, best, drafted))]


def adds(question: str, claim: str) -> bool:
    """Whether a claim says anything that the question does not."""
    return bool(set(terms(claim)) - set(terms(question)))
