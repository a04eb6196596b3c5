"""Every change that is made to an index folder goes through here: create, append, sync, rename, remove.

One place, so that the order of writes, fsyncs and renames can be recorded and cut off at any point: that is how the
tests hold the index to surviving a kill and a power cut.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

BUFFER = 1 << 20  # bytes
MOST_FILES = 10_240  # macOS allows no more, whatever it says


class OutputFile:
    """A file being written. Every method raises OSError, a full disk included: nothing fails silently."""

    def __init__(self, path: Path, mode: str = "wb") -> None:
        self.path = path
        self._file = path.open(mode, buffering=BUFFER)

    def write(self, data: bytes | memoryview) -> int:
        """Appends bytes; how many. Safe on disk only after `sync`."""
        return self._file.write(data)

    def flush(self) -> None:
        """Hands what was written to the system: it outlives this process, though not a power cut."""
        self._file.flush()

    def sync(self) -> None:
        """Brings what was written safely to disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Hands the rest to the system."""
        self._file.close()


@contextlib.contextmanager
def create(path: Path) -> Iterator[OutputFile]:
    """A new file, or an old one emptied. Its bytes are the system's at the end of the block, not yet the disk's."""
    file = OutputFile(path)
    try:
        yield file
        file.flush()
    finally:
        file.close()


def append(path: Path, size: int) -> OutputFile:
    """Opens a file to go on at `size`, cutting off what stands behind."""
    if path.exists():
        os.truncate(path, size)
    return OutputFile(path, "ab")


@cache
def allow_many_files() -> None:
    """Lets this process hold as many files open as the system allows: a piece of an index is some twenty, mapped."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):  # then it is as it was
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def sync(path: Path) -> None:
    """Brings a file's bytes, or a folder's list of names, safely to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(old: Path, new: Path) -> None:
    """Renames a file over another in one step."""
    old.replace(new)


def make_folder(path: Path) -> None:
    """Makes a folder that must not exist."""
    path.mkdir()


def make_folders(path: Path) -> None:
    """Makes a folder and those above it, as far as there are none, and brings their names safely to disk."""
    for folder in (*reversed(path.parents), path):
        if not folder.exists():
            folder.mkdir(exist_ok=True)  # another process may have been faster
            sync(folder.parent)


def open_lock(path: Path) -> int:
    """Opens a file to lock it, an empty one where there is none."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)


def write_lock(descriptor: int, data: bytes) -> None:
    """What the file of a lock says from now on."""
    os.ftruncate(descriptor, 0)
    os.write(descriptor, data)


def remove(path: Path) -> None:
    """Removes a file; none is no error."""
    path.unlink(missing_ok=True)


def remove_folder(path: Path) -> None:
    """Removes a folder with all in it, as far as it can be."""
    shutil.rmtree(path, ignore_errors=True)
