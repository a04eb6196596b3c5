"""The conversation that a chat keeps as it goes."""

from __future__ import annotations

import threading

from qa.conversations import Conversation, Conversations, SavedTurn


class Kept:
    """Keeps turn after turn; one that could not be kept is tried again with the next one."""

    def __init__(self, conversations: Conversations, conversation: Conversation) -> None:
        self._conversations, self._conversation = conversations, conversation
        self._waiting: list[SavedTurn] = []
        self._lock = threading.Lock()

    def keep(self, turn: SavedTurn) -> None:
        """Writes a turn, after those that wait; from any thread. Raises ConversationError."""
        with self._lock:
            self._waiting.append(turn)
            while self._waiting:
                self._conversation = self._conversations.append(self._conversation, self._waiting[0])
                del self._waiting[0]
