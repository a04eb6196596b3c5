"""A folder of our own that one process at a time writes in."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

LOCK = ".lock"
UNFINISHED = ".*.new"  # what a writer gives its name only when it is whole


@contextlib.contextmanager
def locked(folder: Path, *, wait: bool) -> Iterator[bool]:
    """Whether a folder, made where it is missing, is ours; False where somebody else has it and `wait` is not set.

    What a dead writer has left unfinished is removed. A system or drive without locks gives it to everybody. Raises
    OSError where the folder cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        ours = True
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                ours = False
            else:
                for unfinished in folder.glob(UNFINISHED):  # whoever wrote it died, or it would hold the lock
                    unfinished.unlink()
        yield ours
    finally:
        os.close(descriptor)
