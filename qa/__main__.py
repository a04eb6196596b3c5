"""Where the process begins and ends: its clock, its exit status, its last words."""

from __future__ import annotations

import os
import sys

from qa import clock  # noqa: F401 - the clock starts before everything else

INTERRUPTED = 130


def main() -> None:
    """The console command `qa`."""
    try:
        from qa.cli import run

        status = run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("\nstopped\n")
        status = INTERRUPTED
    except BrokenPipeError:
        # whoever read the output has seen enough; Python must not complain about it while it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status)


if __name__ == "__main__":
    main()
