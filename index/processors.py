"""How many processors there are to compute with."""

from __future__ import annotations

import os


def usable_processors() -> int:
    """Processors that this process may use: in a container fewer than the machine has."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1
