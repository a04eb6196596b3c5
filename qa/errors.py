"""What can go wrong with an answer, as lines that a user reads."""

from __future__ import annotations

import os

from corpus.errors import CorpusQAError
from corpus.printable import printable

TRACEBACK = "QA_TRACEBACK"  # environment variable: show where an unexpected error came from


class AnsweringError(CorpusQAError):
    """Base of this room's errors."""


class ModelError(AnsweringError):
    """A model file is missing, no GGUF, or cannot be used for chat."""


class SettingsError(AnsweringError):
    """The settings file or an environment variable holds something unusable."""


class QuestionError(AnsweringError):
    """The question is empty or too long."""


class GoldError(AnsweringError):
    """A gold file or a line of it cannot be used."""


class ConversationError(AnsweringError):
    """A conversation does not exist, or cannot be read or written."""


class StreamError(AnsweringError):
    """A standard stream is closed or cannot be written, such as a full disk behind `>`."""


def problem(error: Exception) -> str:
    """One line on an error: ours say themselves what to do, the system names what it refuses, any other is a bug."""
    if isinstance(error, CorpusQAError):
        return str(error)
    if os.environ.get(TRACEBACK):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    if isinstance(error, OSError) and isinstance(error.filename, str | bytes) and error.strerror:
        refused = f"{os.fsdecode(error.filename)} cannot be used: {error.strerror}; check the path and its permissions"
        return printable(refused, newlines=False)
    said = printable(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__, newlines=False)
    return f"it failed unexpectedly ({said}); {TRACEBACK}=1 shows where, for a report of this bug"
