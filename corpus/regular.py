"""Refuses what would keep its reader waiting: a named pipe has no end until somebody writes it."""

from __future__ import annotations

import errno
import stat
from pathlib import Path


def refuse_irregular(path: Path) -> None:
    """Raises OSError, with the reason in its `strerror`, where no regular file lies there; a link counts as its aim.

    A folder is left to whoever opens it, which fails at once.
    """
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.EINVAL, irregular(mode), str(path))


def irregular(mode: int) -> str:
    """What lies there in place of a file."""
    kinds = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISDIR, "a folder"))
    return next((f"{kind}, not a file" for is_kind, kind in kinds if is_kind(mode)), "a device, not a file")
