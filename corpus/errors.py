"""Errors that a user reads: one line that says what happened and what to do."""

from corpus.printable import printable


class CorpusQAError(Exception):
    """Base of all of them, in every room. The message is kept to one harmless line, whatever a file is called."""

    def __init__(self, message: str) -> None:
        super().__init__(printable(message, newlines=False))


class CorpusError(CorpusQAError):
    """Something about the folder of articles or one of its files."""


class FolderError(CorpusError):
    """The folder of articles does not exist, is no folder or cannot be opened."""


class NoArticlesError(CorpusError):
    """The folder holds nothing to read."""


class NotTextError(CorpusError):
    """Bytes that are not the text they are said to be; the message is the reason alone."""


class ArticleError(CorpusError):
    """One file cannot be read; `reason` says why without the file's name."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = printable(reason, newlines=False)


class BadReferenceError(CorpusError):
    """A source or a `#char=` fragment that points nowhere."""
