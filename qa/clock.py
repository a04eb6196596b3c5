"""When the process began; imported before everything else."""

import time

STARTED = time.monotonic()


def since_start_ms() -> int:
    """Milliseconds since the process began."""
    return round((time.monotonic() - STARTED) * 1000)
