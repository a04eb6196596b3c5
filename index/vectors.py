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
    """Writes (n, dimension) unit vectors as a flat inner-product index."""
    faiss = _faiss()
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(np.ascontiguousarray(rows, np.float32))
    faiss.write_index(index, str(path))


class VectorIndex:
    """Vectors on disk, ready to be searched. Raises IndexDamagedError where the file is not what was written."""

    def __init__(self, path: Path, *, expected: int) -> None:
        try:
            self._index = _faiss().read_index(str(path))
        except RuntimeError as error:  # FAISS raises nothing narrower
            raise IndexDamagedError(f"{path} is damaged: run qa index rebuild --full") from error
        if self._index.ntotal != expected:
            raise IndexDamagedError(f"{path} is damaged (it holds the wrong number): run qa index rebuild --full")

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
            return np.empty((0, self._index.d), np.float32)
        found: Vectors = self._index.reconstruct_batch(numbers)
        return found
