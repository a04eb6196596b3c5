"""What a reader makes of a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.dates import ArticleDate


@dataclass(frozen=True)
class Document:
    """The text of a file, exactly as decoded, and what it says of itself, which is read when it is asked for."""

    text: str
    encoding: str
    """A Python codec by which the file's bytes are the text, and nothing else."""
    note: str | None
    read_title: Callable[[], str | None]
    read_date: Callable[[], ArticleDate | None]

    @cached_property
    def title(self) -> str | None:
        """One line; None where the text offers nothing, and the file's name has to do."""
        return self.read_title()

    @cached_property
    def date(self) -> ArticleDate | None:
        """The date that the text gives itself."""
        return self.read_date()
