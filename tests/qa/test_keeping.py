"""A conversation that is kept as it goes."""

from pathlib import Path

import pytest

from qa.conversations import Conversation, Conversations, SavedTurn
from qa.errors import ConversationError
from qa.keeping import Kept


class Full(Conversations):
    """A disk that is full for a while."""

    full = False

    def append(self, conversation: Conversation, turn: SavedTurn) -> Conversation:
        if self.full:
            raise ConversationError("no space left")
        return super().append(conversation, turn)


def turn(question: str) -> SavedTurn:
    return SavedTurn(question, "2026-01-02T03:04:05Z", "stopped", None)


def test_a_turn_that_could_not_be_kept_is_kept_with_the_next_one(tmp_path: Path) -> None:
    conversations = Full(tmp_path)
    kept = Kept(conversations, conversations.begin(Path("/news")))
    kept.add(turn("one"))
    kept.write()
    conversations.full = True
    for question in ("two", "three"):
        kept.add(turn(question))
        with pytest.raises(ConversationError):
            kept.write()
    conversations.full = False
    kept.add(turn("four"))
    assert kept.waits
    kept.write()
    assert not kept.waits
    (read,), problems = Conversations(tmp_path).all()
    assert ([t.question for t in read.turns], problems) == (["one", "two", "three", "four"], [])
