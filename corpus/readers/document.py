"""What a reader makes of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.dates import ArticleDate


@dataclass(frozen=True)
class Document:
    """The text of a file, exactly as decoded, and what it says of itself."""

    text: str
    encoding: str
    """A Python codec by which the file's bytes are the text, and nothing else."""
    title: str | None
    """One line; None where the text offers nothing, and the file's name has to do."""
    date: ArticleDate | None
    note: str | None = None
