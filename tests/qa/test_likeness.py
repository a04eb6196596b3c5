"""Words of a claim that come near to others of its quotations, by the encoder that comes with the install."""

from collections.abc import Sequence

import numpy as np
import pytest
from sentences import evidence

from index.embedded import EmbeddedQuestion, Encoder, Vectors
from index.encoder import QuestionEncoder
from qa import models
from qa.claims import Claims
from qa.drafting import Statement
from qa.grounding import check
from qa.likeness import Likeness, likeness
from qa.selection import Selected

QUOTE = "A fire damaged the roof of the church in Orsa."


@pytest.fixture(scope="module")
def near() -> Likeness:
    """By the real encoder."""
    return likeness(QuestionEncoder(models.encoder()))


def test_a_word_of_like_meaning_stands_and_another_does_not(near: Likeness) -> None:
    same, other = (f"{word} damaged the roof of the church in Orsa." for word in ("Flames", "Rain"))

    assert not check(same, [QUOTE]).supported
    assert check(same, [QUOTE], likeness=near).supported
    assert not check(other, [QUOTE], likeness=near).supported


def test_what_else_is_wrong_is_not_excused(near: Likeness) -> None:
    for claim in (
        "Flames damaged the roof of the church in Falun.",
        "Flames damaged 2 roofs of the church in Orsa.",
        "Flames did not damage the roof of the church in Orsa.",
    ):
        assert not check(claim, [QUOTE], likeness=near).supported, claim


def test_a_word_that_is_not_there_is_near_to_nothing(near: Likeness) -> None:
    assert near("hail", "Flames damaged the roof.", QUOTE) == 0.0
    assert near("flames", "Flames damaged the roof.", "") == 0.0


def test_an_encoder_without_token_states_tells_nothing() -> None:
    class Plain(Encoder):
        def encode(self, texts: Sequence[str]) -> Vectors:
            return np.ones((len(texts), 2), np.float32)

        def question(self, text: str) -> EmbeddedQuestion:
            return EmbeddedQuestion(self.encode([text])[0])

    assert likeness(Plain())("Flames", "Flames damaged the roof.", QUOTE) == 0.0


def test_a_draft_is_checked_with_it(near: Likeness) -> None:
    shown = [Selected(evidence(QUOTE, source="a.txt"), None)]
    statement = Statement("Flames damaged the roof of the church in Orsa.", (0,))
    strict, lenient = Claims("What damaged the church?"), Claims("What damaged the church?", near)

    list(strict.drafted(statement, shown, shown))
    list(lenient.drafted(statement, shown, shown))

    assert [c.support for c in strict.claims] == ["quoted"]
    assert [c.support for c in lenient.claims] == ["checked"]
