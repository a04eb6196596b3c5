"""What can go wrong with an index, as lines that a user reads."""

from __future__ import annotations

from corpus.errors import CorpusQAError


class IndexingError(CorpusQAError):
    """Base of this room's errors."""


class EncoderError(IndexingError):
    """The encoder's files are missing, broken or of a kind that is not read."""


class WeightsMissingError(IndexingError):
    """A package with weights is not installed, or its files are not the published ones."""


class NoIndexError(IndexingError):
    """There is no index in the folder."""


class NotAnIndexError(IndexingError):
    """The folder holds something that is no index; it is left alone."""


class IndexNotReadableError(IndexingError):
    """The system refuses to read the index."""


class IndexDamagedError(IndexingError):
    """A file of the index is missing, cut or unreadable."""


class IndexOutdatedError(IndexingError):
    """The index was made by another version, encoder or passage setting."""


class IndexNewerError(IndexOutdatedError):
    """The index was made by a newer version, which must not be overwritten."""


class IndexBusyError(IndexingError):
    """Another process is rebuilding the index."""


class IndexNotWritableError(IndexingError):
    """The index cannot be written: a read-only folder, a full disk."""


class FilterError(IndexingError):
    """A filter's date or glob means nothing."""


class ArticlesGoneError(IndexingError):
    """Most of the articles are gone from the folder: a drive that is not mounted, a wrong path."""


class StoppedError(Exception):
    """The stop event was set before the work was done. Nothing went wrong, so it is none of the errors above."""
