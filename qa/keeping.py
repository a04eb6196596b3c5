"""The conversation that a chat keeps as it goes."""

from __future__ import annotations

import threading
from collections import deque

from qa.conversations import Conversation, Conversations, SavedTurn


class Kept:
    """Keeps turn after turn; one that could not be kept waits, and is tried again with the next one."""

    def __init__(self, conversations: Conversations, conversation: Conversation) -> None:
        self._conversations, self._conversation = conversations, conversation
        self._waiting: deque[SavedTurn] = deque()
        self._lock = threading.Lock()

    @property
    def conversation(self) -> Conversation:
        """What was written of it."""
        return self._conversation

    @property
    def waits(self) -> bool:
        """Whether there is a turn that was not written yet."""
        return bool(self._waiting)

    def add(self, turn: SavedTurn) -> None:
        """A turn to be written; takes no time."""
        self._waiting.append(turn)

    def write(self) -> None:
        """Writes what waits; from any thread. Raises ConversationError."""
        with self._lock:
            while self._waiting:
                self._conversation = self._conversations.append(self._conversation, self._waiting[0])
                self._waiting.popleft()
