"""Where the process begins and ends: its clock, its streams, its exit status, its last words."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from typing import NoReturn

from qa import clock  # noqa: F401 - the clock starts before everything else

INTERRUPTED = 130
COLLECTED_AFTER = 200_000
"""New objects after which cycles are looked for. Python looks after 700, some 300 times while a question's modules are
imported, and finds nothing to free: `qa ask` takes 0.96 of the time so (40 runs in turn)."""


def main() -> None:
    """The console command `qa`."""
    gc.set_threshold(COLLECTED_AFTER)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where Ctrl-C is ignored, as by nohup
        signal.signal(signal.SIGINT, lambda *_: _stopped())
    from qa import streams

    streams.prepare()
    try:
        from index.errors import StoppedError
        from qa.cli import run

        status = run()
    except streams.ReaderGoneError:
        status = 0
    except (KeyboardInterrupt, StoppedError):
        _stopped()
    _end(status)


def _end(status: int) -> NoReturn:
    """The end of the process, without the 0.1 s that Python takes to free what the system frees by itself."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(status)


def _stopped() -> NoReturn:
    """The end of an interrupted process, at once and wherever it is.

    An exception would be lost in the C code and the imports that it may hit, or come out as another. Nothing needs
    clearing up: what lies on disk is published in one step or not at all.
    """
    ended = b"\nstopped\n" if os.isatty(2) else b"stopped\n"
    try:
        os.write(2, ended)
    finally:
        os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
