"""What can go wrong with an answer, as lines that a user reads."""

from __future__ import annotations

from corpus.errors import CorpusQAError


class AnsweringError(CorpusQAError):
    """Base of this room's errors."""


class ModelError(AnsweringError):
    """A model file is missing, no GGUF, or cannot be used for chat."""


class SettingsError(AnsweringError):
    """The settings file or an environment variable holds something unusable."""


class QuestionError(AnsweringError):
    """The question is empty or too long."""


class StreamError(AnsweringError):
    """A standard stream is closed or cannot be written, such as a full disk behind `>`."""
