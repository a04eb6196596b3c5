"""How many processors there are to compute with, and how many of them nobody else is using."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

SAMPLE = 0.1  # seconds over which use is measured; Linux counts it in hundredths
STAT = Path("/proc/stat")
_USED = (1, 2, 3, 6, 7, 8)  # of a processor's line: user, nice, system, irq, softirq, steal (proc_stat(5))


def usable_processors() -> int:
    """Processors that this process may use: in a container fewer than the machine has."""
    return len(_usable() or range(os.cpu_count() or 1))


@dataclass(frozen=True)
class Usage:
    """Seconds that the usable processors were used up to now: by everybody, and by this process."""

    at: float
    everybody: float | None
    """None where the system does not tell."""
    own: float

    @classmethod
    def now(cls) -> Usage:
        """What the system has counted so far."""
        return cls(time.monotonic(), _used(), time.process_time())


def idle_processors(since: Usage | None = None) -> int:
    """Usable processors that no other process has used since then, at least one; without it, for SAMPLE from now on.

    Waits until SAMPLE has gone by. The load average tells less: it remembers a minute of what has ended. It is taken
    where the system does not tell of its processors.
    """
    usable = usable_processors()
    since = since or Usage.now()
    if since.everybody is None:
        return _at_least_one(usable, os.getloadavg()[0])
    time.sleep(max(0.0, since.at + SAMPLE - time.monotonic()))
    now = Usage.now()
    if now.everybody is None:
        return _at_least_one(usable, os.getloadavg()[0])
    others = (now.everybody - since.everybody) - (now.own - since.own)
    return _at_least_one(usable, others / (now.at - since.at))


def _at_least_one(usable: int, used: float) -> int:
    return max(1, min(usable, round(usable - used)))


def _usable() -> set[int]:
    try:
        return os.sched_getaffinity(0)
    except AttributeError:  # macOS
        return set()


def _used() -> float | None:
    try:
        lines = STAT.read_text(encoding="ascii").splitlines()
        usable = {f"cpu{n}" for n in _usable()}
        counted = [fields for line in lines if (fields := line.split()) and fields[0] in usable]
        ticks = sum(int(fields[n]) for fields in counted for n in _USED)
        return ticks / os.sysconf("SC_CLK_TCK") if counted else None
    except (OSError, ValueError, IndexError):
        return None
