"""Plain text."""

from corpus.dates import find_date
from corpus.readers.decoding import decode
from corpus.readers.document import Document
from corpus.readers.titles import headline


def read(data: bytes) -> Document:
    """The text of a plain text file, its headline and its own date. Raises NotTextError where it is no text."""
    decoded = decode(data)
    text = decoded.text
    return Document(text, decoded.encoding, decoded.note, lambda: headline(text), lambda: find_date(text))
