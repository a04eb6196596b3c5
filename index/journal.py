"""What was embedded but not yet published: an interrupted rebuild goes on from here.

Embedding is nearly all that a rebuild costs, so every embedded passage is written down at once, under a digest of what
was embedded. One record a passage:

16 bytes   digest of the passage's text and its sentences' places
4 bytes    number of sentences, little-endian
4 bytes    bytes of the next part, likewise
...        the vectors (index.quantise)
8 bytes    BLAKE2b of all that stands before in the record

A record that a kill or a power cut left half-written ends the journal; whatever stands behind it is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np

from index import disk
from index.embedded import EmbeddedPassage
from index.quantise import from_bytes, to_bytes

DIGEST = 16
CHECK = 8
HEAD: Final = DIGEST + 4 + 4


def passage_digest(text: str, sentences: Sequence[tuple[int, int]]) -> bytes:
    """What decides a passage's vectors under one recipe: its text and where its sentences stand in it."""
    content = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=DIGEST)
    content.update(np.asarray(sentences, "<i8").tobytes())
    return content.digest()


class Journal:
    """Embedded passages by digest. A context: it holds the file open. Raises OSError."""

    def __init__(self, path: Path, dimension: int, token_dimension: int) -> None:
        self.path = path
        self._dimensions = dimension, token_dimension
        self._places: dict[bytes, tuple[int, int, int]] = {}  # where a record's vectors begin and end; its sentences
        self._end = 0

    def __enter__(self) -> Journal:
        self._read()
        self._file = disk.append(self.path, self._end)
        try:
            # its name, without which what `sync` brings to disk would not be found; and all names made beside it
            disk.sync(self.path.parent)
        except OSError:
            self._file.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError) if error else contextlib.nullcontext():
            self._file.close()

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._places

    def get(self, digest: bytes) -> EmbeddedPassage:
        """What was written down under a digest. Raises KeyError, and OSError where the file was cut meanwhile."""
        start, end, sentences = self._places[digest]
        with self.path.open("rb") as file:
            file.seek(start)
            payload = file.read(end - start)
        if len(payload) != end - start:
            raise OSError(f"{self.path} was cut while it was in use")
        return from_bytes(payload, sentences, *self._dimensions)

    def add(self, digest: bytes, embedded: EmbeddedPassage) -> None:
        """Writes a passage down, so that it outlives this process, however that ends; a power cut only after `sync`."""
        sentences, payload = len(embedded.sentences), to_bytes(embedded, self._dimensions[1])
        record = digest + sentences.to_bytes(4, "little") + len(payload).to_bytes(4, "little") + payload
        self._file.write(record + _check(record))
        self._file.flush()
        self._places[digest] = (self._end + HEAD, self._end + len(record), sentences)
        self._end += len(record) + CHECK

    def sync(self) -> None:
        """Makes what was added outlive a power cut."""
        self._file.sync()

    def _read(self) -> None:
        """Finds the whole records; the first broken one ends the journal."""
        try:
            size = self.path.stat().st_size
        except FileNotFoundError:
            return
        if not size:
            return
        with self.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            while self._end + HEAD + CHECK <= size:
                start = self._end
                digest = data[start : start + DIGEST]
                sentences = int.from_bytes(data[start + DIGEST : start + DIGEST + 4], "little")
                end = start + HEAD + int.from_bytes(data[start + DIGEST + 4 : start + HEAD], "little")
                if end + CHECK > size or _check(data[start:end]) != data[end : end + CHECK]:
                    return
                self._places[digest] = (start + HEAD, end, sentences)
                self._end = end + CHECK


def _check(record: bytes) -> bytes:
    return hashlib.blake2b(record, digest_size=CHECK).digest()
