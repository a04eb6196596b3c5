"""A question as it was typed."""

from __future__ import annotations

from qa.errors import QuestionError

LONGEST_QUESTION = 2_000  # characters; the encoder reads about 1,000


def usable(question: str) -> str:
    """The question without surrounding white space. Raises QuestionError where there is none or it is too long."""
    question = question.encode("utf-8", "replace").decode("utf-8").strip()  # half a surrogate pair is no character
    if not question:
        raise QuestionError("the question is empty: ask something")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question is {len(question):,} characters long and at most {LONGEST_QUESTION:,} are read: shorten it"
        )
    return question
