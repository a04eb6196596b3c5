"""One module a file format; each has `read`, which makes a Document of a file's bytes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from corpus.readers import markdown, plain
from corpus.readers.document import Document

Reader = Callable[[bytes], Document]

#: The reader of every file name ending, in lower case.
READERS: Final[Mapping[str, Reader]] = MappingProxyType({".txt": plain.read, ".md": markdown.read})

__all__ = ["READERS", "Document", "Reader"]
