"""Plain arrays on disk: rows of one kind, one after the other, without a header.

What a file holds is said by whoever opens it, and how many rows by its size; so a file can be written row by row, and
no byte of it is an instruction to a reader.
"""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from index import disk

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float32]


def raw(array: NDArray[Any]) -> memoryview:
    """The bytes of an array's rows."""
    return memoryview(np.ascontiguousarray(array).reshape(-1).view(np.uint8))  # type: ignore[arg-type]  # Python 3.12's word


def save(path: Path, array: NDArray[Any]) -> None:
    """Writes an array. Raises OSError."""
    with disk.create(path) as file:
        file.write(raw(array))


class ArrayWriter:
    """Writes an array some rows at a time. Raises OSError."""

    def __init__(self, path: Path, kind: DTypeLike) -> None:
        self._kind = np.dtype(kind)
        self._file = disk.OutputFile(path)

    def append(self, rows: NDArray[Any]) -> None:
        """Rows of the kind that the file holds. Raises ValueError where a number does not fit into it."""
        converted = np.asarray(rows).astype(self._kind)
        if self._kind.kind in "iu" and not np.array_equal(converted, rows):
            raise ValueError(f"numbers too large for {self._kind}")
        self._file.write(raw(converted))

    def close(self) -> None:
        """Ends the file."""
        self._file.close()


class RowFile:
    """Rows of a file that are read and not mapped: a few from everywhere would map a megabyte for every kilobyte.

    Holds the file open, so that it can be read to the end once it is removed. Raises OSError.
    """

    def __init__(self, path: Path, kind: DTypeLike, columns: int) -> None:
        self._descriptor = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)
        self._kind, self._columns = np.dtype(kind), columns

    def rows(self, first: int, last: int) -> NDArray[Any]:
        """Rows first to last - 1; fewer where the file ends before."""
        size = self._kind.itemsize * self._columns
        data = os.pread(self._descriptor, max(0, last - first) * size, first * size)
        return np.frombuffer(data, self._kind, len(data) // size * self._columns).reshape(-1, self._columns)


def load(path: Path, kind: DTypeLike, columns: int | None = None) -> NDArray[Any]:
    """Memory-maps an array of that kind: one entry a row, or with `columns`, rows of so many entries.

    Raises OSError, and ValueError where the file does not hold a whole number of rows.
    """
    size, row = path.stat().st_size, np.dtype(kind).itemsize * (columns or 1)
    if size % row:
        raise ValueError(f"{path.name} holds {size} bytes, no multiple of {row}")
    shape = (size // row,) if columns is None else (size // row, columns)
    # as a plain array: indexing a memmap makes another memmap, which costs microseconds each time
    return np.asarray(np.memmap(path, kind, "r", shape=shape)) if size else np.empty(shape, kind)


def following(first: Rows, counts: Rows) -> Rows:
    """The rows first[0], first[0] + 1, ... counts[0] of them, then those from first[1], and so on."""
    starts = np.cumsum(counts) - counts
    rows: Rows = np.repeat(first - starts, counts) + np.arange(int(counts.sum()))
    return rows


def union(*parts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The distinct numbers of all parts, sorted: numpy.union1d without its import of numpy.ma, which takes 15 ms."""
    numbers = np.sort(np.concatenate(parts)).astype(np.int64)
    return numbers[np.concatenate([[True], numbers[1:] != numbers[:-1]])] if len(numbers) else numbers
