"""What is told of a question while it is worked on; both front ends consume these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answer import Answer, Citation, Claim

if TYPE_CHECKING:
    from index.search import Hit


@dataclass(frozen=True)
class Resolved:
    """The question leans on an earlier one; this is how it is asked."""

    question: str


@dataclass(frozen=True)
class Searching:
    """The index is being searched."""


@dataclass(frozen=True)
class Found:
    """The passages that were found, and how many sentences of them bear on the question."""

    hits: tuple[Hit, ...]
    sentences: int


@dataclass(frozen=True)
class Writing:
    """The model drafts from these quotations."""

    quotations: tuple[str, ...]


@dataclass(frozen=True)
class ClaimChecked:
    """A claim that passed, with the citations that it stands on."""

    claim: Claim
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Answered:
    """The whole answer; always the last event."""

    answer: Answer


AnswerEvent = Resolved | Searching | Found | Writing | ClaimChecked | Answered
