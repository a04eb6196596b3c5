"""Passage vectors in FAISS, memory-mapped: one list of all while that is fast enough, inverted lists above.

Vectors are stored as float16, in which FAISS also compares them: half the memory of float32 and faster on one core
(8 ms against 13 for 100,000 vectors of 384), with cosines that differ by less than 0.0005.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index import disk
from index.arrays import Mask, raw
from index.encoder import Vectors
from index.errors import IndexDamagedError
from index.processors import usable_processors

# Passages up to which every vector is compared. One core needs about 8 ms for 100,000 (python
# tests/benchmarks/scale.py), and comparing all is exact.
FLAT_UP_TO = 200_000
LISTS_PER_ROOT = 4  # inverted lists for n vectors: this many times the square root of n, as FAISS's guide suggests
# Lists that a question looks into: recall@10 and time at a million stand in tests/benchmarks/README.md
PROBED_SHARE = 1 / 8
TRAINED_ON = 48  # vectors a list; FAISS warns below 39
ROUNDS = 10  # of k-means
COMPARED_ALONE = 20_000  # allowed rows up to which a filtered search compares just these, exactly
READ_ALONE = 4_096  # vectors of a flat index up to which NumPy compares them, and FAISS's import of 27 ms is spared
LONGEST = 1.01  # of what unit vectors are once they are rounded
AT_ONCE = 65_536  # vectors read or added at a time

# As the manifest says it
RULE = {
    "flat": f"up to {FLAT_UP_TO} passages in all such pieces together: every vector is compared",
    "ivf": f"above: {LISTS_PER_ROOT} sqrt(n) inverted lists of float16, {PROBED_SHARE:.3f} of them looked into",
    "mapping": "every file is memory-mapped when the index is opened, whatever its size; token states are also read",
}


@dataclass(frozen=True)
class Layout:
    """The kind of a FAISS index, which follows from the number of its vectors."""

    kind: Literal["flat", "ivf"]
    lists: int
    """Inverted lists; 0 where all vectors are compared."""
    probes: int
    """Lists that a question looks into."""
    head_sha256: str = ""
    """Of all that stands in the file before the vectors: what FAISS builds its structures from."""

    @classmethod
    def of(cls, rows: int) -> Layout:
        """The rule, without the digest."""
        if rows <= FLAT_UP_TO:
            return cls("flat", 0, 0)
        lists = int(LISTS_PER_ROOT * rows**0.5)
        return cls("ivf", lists, max(1, round(lists * PROBED_SHARE)))

    def payload(self, rows: int, dimension: int) -> int:
        """Bytes at the end of the file that are vectors, and with inverted lists their numbers."""
        return rows * (2 * dimension + (8 if self.kind == "ivf" else 0))


def _faiss() -> ModuleType:
    import faiss

    # one short query: a second thread costs more in waking up than it saves (measured up to 500,000 vectors)
    faiss.omp_set_num_threads(1)
    return faiss


@contextlib.contextmanager
def _threads(faiss: ModuleType, number: int) -> Iterator[None]:
    """So many threads for FAISS, and one again after that."""
    faiss.omp_set_num_threads(number)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(1)


def write(path: Path, rows: int, dimension: int, chunks: Callable[[], Iterator[Vectors]]) -> Layout:
    """Writes unit vectors, given in chunks of (any, dimension), twice where lists are trained. Raises OSError.

    Keeps them all in memory as float16 while it works.
    """
    faiss = _faiss()
    layout = Layout.of(rows)
    kind, metric = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    if layout.kind == "flat":
        index = faiss.IndexScalarQuantizer(dimension, kind, metric)
    else:
        quantiser = faiss.IndexFlatIP(dimension)
        # the vectors themselves and not what they differ from their list's centre by: rounded again, when pieces
        # are merged, they stay the same
        index = faiss.IndexIVFScalarQuantizer(quantiser, dimension, layout.lists, kind, metric, False)
        index.cp.niter, index.cp.seed, index.cp.max_points_per_centroid = ROUNDS, 1, TRAINED_ON
    with _threads(faiss, usable_processors() if layout.kind == "ivf" else 1):
        if layout.kind == "ivf":
            index.train(_sample(chunks(), rows, TRAINED_ON * layout.lists))
        for chunk in chunks():
            index.add(np.ascontiguousarray(chunk, np.float32))
    if layout.kind == "ivf":
        index.set_direct_map_type(faiss.DirectMap.Array)  # stored with it: where each row's vector stands
    if index.ntotal != rows:
        raise ValueError(f"{index.ntotal} vectors came and {rows} were announced")
    with disk.create(path) as file:
        # through Python's own file: given a path, FAISS only prints that the disk was full when it closed the file
        faiss.write_index(index, faiss.PyCallbackIOWriter(file.write))
    head = _head(np.memmap(path, mode="r"), layout, rows, dimension)
    return Layout(layout.kind, layout.lists, layout.probes, head)


def _sample(chunks: Iterator[Vectors], rows: int, wanted: int) -> Vectors:
    """Vectors spread evenly over all."""
    step = max(1, rows // wanted)
    taken, offset = [], 0
    for chunk in chunks:
        taken.append(chunk[-offset % step :: step])
        offset += len(chunk)
    return np.ascontiguousarray(np.concatenate(taken), np.float32)


def _head(file: NDArray[np.uint8], layout: Layout, rows: int, dimension: int) -> str:
    end = file.size - layout.payload(rows, dimension)
    return hashlib.sha256(raw(file[: max(0, end)])).hexdigest()


class _FaissIndex(Protocol):
    """What is used of `faiss.Index`, which has no types."""

    ntotal: int
    d: int
    metric_type: int

    def search(self, x: Vectors, k: int, *, params: object) -> tuple[Vectors, NDArray[np.int64]]: ...

    def reconstruct_batch(self, key: NDArray[np.int64]) -> Vectors: ...


class VectorIndex:
    """Vectors on disk, memory-mapped when opened; FAISS is imported by the first search of more than READ_ALONE.

    Raises OSError or ValueError where the file cannot be mapped, and on the first use IndexDamagedError where it does
    not hold `rows` vectors of `dimension`. Only its head is compared with its digest: FAISS builds on what stands
    there, while a changed byte among the vectors changes one score, or makes a vector that is found to be none.
    """

    def __init__(self, path: Path, layout: Layout, *, rows: int, dimension: int) -> None:
        # mapped now and not when it is needed: by then a rebuild may have removed the file
        self._bytes = np.memmap(path, mode="r")
        self._path = path
        self._layout = layout
        self._shape = (rows, dimension)
        self._loaded: _FaissIndex | None = None

    @cached_property
    def _few(self) -> Vectors | None:
        """(rows, dimension): all vectors where they are few; None where FAISS is to look among them."""
        if self._layout.kind != "flat" or self._shape[0] > READ_ALONE:
            return None
        self._compare_head()
        stored = raw(self._bytes[self._bytes.size - self._layout.payload(*self._shape) :])
        return np.frombuffer(stored, "<f2").reshape(self._shape).astype(np.float32)

    def _compare_head(self) -> None:
        if _head(self._bytes, self._layout, *self._shape) != self._layout.head_sha256:
            raise self._damaged("its head is not what was written")

    @property
    def _index(self) -> _FaissIndex:
        if self._loaded is None:
            self._compare_head()
            faiss = _faiss()
            try:
                reader = faiss.ZeroCopyIOReader(faiss.swig_ptr(self._bytes), self._bytes.size)
                index: _FaissIndex = faiss.read_index(reader)
            except RuntimeError as error:  # FAISS raises nothing narrower
                raise self._damaged("FAISS cannot read it") from error
            if (index.ntotal, index.d) != self._shape or index.metric_type != faiss.METRIC_INNER_PRODUCT:
                raise self._damaged("it holds other vectors than it should")
            self._loaded = index
            return index
        return self._loaded

    def _damaged(self, what: str) -> IndexDamagedError:
        return IndexDamagedError(f"{self._path} is damaged ({what}): run qa index rebuild --full")

    def search(self, vector: Vectors, k: int, allowed: Mask | None = None) -> tuple[NDArray[np.int64], Vectors]:
        """The k nearest rows and their cosines, best first; only rows whose `allowed` is true, if that is given."""
        count = self._shape[0] if allowed is None else int(np.count_nonzero(allowed))
        k = min(k, count)
        if not k:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if self._few is not None or (allowed is not None and count <= COMPARED_ALONE):
            every = np.arange(self._shape[0]) if allowed is None else np.flatnonzero(allowed)
            return self._nearest_of(every, vector, k)
        faiss = _faiss()
        options: dict[str, Any] = {}
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            options["sel"] = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
        if self._layout.kind == "ivf":
            parameters = faiss.SearchParametersIVF(nprobe=self._layout.probes, **options)
        else:
            parameters = faiss.SearchParameters(**options)
        scores, rows = self._index.search(np.ascontiguousarray(vector[None], np.float32), k, params=parameters)
        found = rows[0] >= 0
        if (rows[0] >= self._shape[0]).any():
            raise self._damaged("it names vectors that it does not hold")
        return rows[0][found], scores[0][found]

    def _nearest_of(self, rows: NDArray[np.int64], vector: Vectors, k: int) -> tuple[NDArray[np.int64], Vectors]:
        cosines = self.cosines(rows, vector)
        best = np.argsort(-cosines, kind="stable")[:k]
        return rows[best], cosines[best]

    def rows(self, numbers: NDArray[np.int64]) -> Vectors:
        """(n, dimension): the vectors of given rows."""
        if not len(numbers):
            return np.empty((0, self._shape[1]), np.float32)
        try:
            if self._few is not None:
                found = self._few[numbers]
            else:
                found = self._index.reconstruct_batch(np.ascontiguousarray(numbers, np.int64))
        except (RuntimeError, IndexError) as error:  # likewise
            raise self._damaged("a vector is not where it should be") from error
        if not (np.einsum("ij,ij->i", found, found) <= LONGEST**2).all():  # one of these, or a NaN, would outrank all
            raise self._damaged("a vector is too long")
        return found

    def cosines(self, numbers: NDArray[np.int64], vector: Vectors) -> Vectors:
        """(n,): the cosines of given rows to a unit vector."""
        found = np.empty(len(numbers), np.float32)
        for first in range(0, len(numbers), AT_ONCE):
            some = slice(first, first + AT_ONCE)
            # not `@`: BLAS would share these out among threads, which wait for each other on busy cores
            found[some] = np.einsum("ij,j->i", self.rows(numbers[some]), vector)
        return found
