"""Plain arrays on disk, as NumPy's .npy files: a write that fails is noticed, and so is a file of another kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import DTypeLike, NDArray


def save(path: Path, array: NDArray[Any]) -> None:
    """Writes an array. Raises OSError.

    `np.save` leaves the last block to the C library's buffer and does not hear when it finds no room on the disk.
    """
    whole = np.ascontiguousarray(array)
    with path.open("wb") as file:
        npy.write_array_header_1_0(file, npy.header_data_from_array_1_0(whole))
        file.write(whole.data)


def load(path: Path, kind: DTypeLike, columns: int | None = None) -> NDArray[Any]:
    """Memory-maps an array of that kind: one row an entry, or with `columns`, rows of so many entries.

    Raises OSError or ValueError where the file is not such an array.
    """
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except EOFError as error:
        raise ValueError(f"{path.name} is empty") from error
    if array.dtype != np.dtype(kind) or array.shape[1:] != (() if columns is None else (columns,)):
        raise ValueError(f"{path.name} holds {array.dtype} {array.shape}")
    return array
