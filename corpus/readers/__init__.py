"""One module a file format; each has `read`, which makes a Document of a file's bytes.

The modules are imported when the first file of their format is read: a folder is listed without them, and their
expressions take 50 ms to compile.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from corpus.readers.document import Document

Reader = Callable[[bytes], Document]


def _plain(data: bytes) -> Document:
    from corpus.readers import plain

    return plain.read(data)


def _markdown(data: bytes) -> Document:
    from corpus.readers import markdown

    return markdown.read(data)


#: The reader of every file name ending, in lower case.
READERS: Final[Mapping[str, Reader]] = MappingProxyType({".txt": _plain, ".md": _markdown})

__all__ = ["READERS", "Document", "Reader"]
