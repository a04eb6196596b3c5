"""Plain text."""

from corpus.dates import find_date
from corpus.readers.decoding import decode
from corpus.readers.document import Document
from corpus.readers.titles import headline


def read(data: bytes) -> Document:
    """The text of a plain text file, its headline and its own date. Raises NotTextError where it is no text."""
    decoded = decode(data)
    return Document(decoded.text, decoded.encoding, headline(decoded.text), find_date(decoded.text), decoded.note)
