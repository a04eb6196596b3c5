"""Passage vectors in FAISS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.errors import IndexDamagedError


def _faiss() -> Any:  # noqa: ANN401 - the library has no types
    import faiss

    # one short query: a second thread costs more in waking up than it saves (measured up to 500,000 vectors)
    faiss.omp_set_num_threads(1)
    return faiss


def write(path: Path, rows: Vectors) -> None:
    """Writes (n, dimension) unit vectors as a flat inner-product index. Raises OSError."""
    faiss = _faiss()
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(np.ascontiguousarray(rows, np.float32))
    # through Python's own file: given a path, FAISS only prints that the disk was full when it closed the file
    with path.open("wb") as file:
        faiss.write_index(index, faiss.PyCallbackIOWriter(file.write))


class VectorIndex:
    """Vectors on disk, memory-mapped when opened; FAISS is imported by the first search.

    Raises OSError or ValueError where the file cannot be mapped, and on the first use IndexDamagedError where it does
    not hold `rows` vectors of `dimension`.
    """

    def __init__(self, path: Path, *, rows: int, dimension: int) -> None:
        # mapped now and not when it is needed: by then a rebuild may have removed the file
        self._bytes = np.memmap(path, mode="r")
        self._path = path
        self._shape = (rows, dimension)
        self._loaded: Any = None

    @property
    def _index(self) -> Any:  # noqa: ANN401 - the library has no types
        if self._loaded is None:
            faiss = _faiss()
            try:
                reader = faiss.ZeroCopyIOReader(faiss.swig_ptr(self._bytes), self._bytes.size)
                index = faiss.read_index(reader)
            except RuntimeError as error:  # FAISS raises nothing narrower
                raise IndexDamagedError(f"{self._path} is damaged: run qa index rebuild --full") from error
            if (index.ntotal, index.d) != self._shape or index.metric_type != faiss.METRIC_INNER_PRODUCT:
                raise IndexDamagedError(
                    f"{self._path} is damaged (it holds other vectors than it should): run qa index rebuild --full"
                )
            self._loaded = index
        return self._loaded

    def search(self, vector: Vectors, k: int) -> tuple[NDArray[np.int64], Vectors]:
        """The k nearest rows and their cosines, best first."""
        k = min(k, self._index.ntotal)
        if not k:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        scores, rows = self._index.search(np.ascontiguousarray(vector[None], np.float32), k)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def rows(self, numbers: NDArray[np.int64]) -> Vectors:
        """(n, dimension): the vectors of given rows."""
        if not len(numbers):
            return np.empty((0, self._shape[1]), np.float32)
        found: Vectors = self._index.reconstruct_batch(numbers)
        return found
