"""What became of a gold question: right, or the first step of its way that went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from qa.evaluation import Reply


class Outcome(StrEnum):
    """In the order in which they are told. A question has one, the first that applies in the order of the work."""

    RIGHT = "right"
    ERROR = "error"
    """There is an error in place of an answer."""
    NOT_RETRIEVED = "not_retrieved"
    """Nothing that was cited or found overlaps a gold span; of a conflict, one span is overlapped by none."""
    REFUSED_WRONGLY = "refused_wrongly"
    """It was retrieved, and the corpus was said not to say."""
    NOT_SELECTED = "not_selected"
    """It was retrieved, and no citation overlaps a gold span; of a conflict, one span is overlapped by none."""
    NOT_PHRASED = "not_phrased"
    """It was cited, and the answer's first 60 words hold no gold answer; of a conflict, not all."""
    ANSWERED_WRONGLY = "answered_wrongly"
    """It is unanswerable, and was answered."""
    DISAGREEMENT_MISSED = "disagreement_missed"
    """It is a conflict, and was answered as if it were none."""
    DISAGREEMENT_INVENTED = "disagreement_invented"
    """All else is right, but the articles were said to disagree."""

    @property
    def told(self) -> str:
        """In words."""
        return self.value.replace("_", " ")


FAILURES = tuple(outcome for outcome in Outcome if outcome is not Outcome.RIGHT)


def outcome_of(reply: Reply) -> Outcome:
    """What became of a question.

    Where no span is known it cannot be told whether it was retrieved or selected, and where no answer is, whether it
    was phrased.
    """
    gold = reply.gold
    if reply.failed:
        return Outcome.ERROR
    if not gold.is_answerable:
        return Outcome.RIGHT if reply.refused else Outcome.ANSWERED_WRONGLY
    if reply.cited is False and not gold.reached_by(reply.passages):
        return Outcome.NOT_RETRIEVED
    if reply.refused:
        return Outcome.REFUSED_WRONGLY
    if gold.is_conflict and not reply.disagreement:
        return Outcome.DISAGREEMENT_MISSED
    if reply.cited is False:
        return Outcome.NOT_SELECTED
    if reply.said is False:
        return Outcome.NOT_PHRASED
    return Outcome.DISAGREEMENT_INVENTED if reply.disagreement and not gold.is_conflict else Outcome.RIGHT


def failures(replies: Iterable[Reply]) -> dict[str, int]:
    """How many questions each failure befell, zeros too."""
    counts = Counter(map(outcome_of, replies))
    return {failure.value: counts[failure] for failure in FAILURES}
