"""The signals that end the chat, which gives the terminal back first and keeps what it has."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

from textual.app import App

INTERRUPTED = 130  # exit status
_ENDING = {"SIGINT": INTERRUPTED, "SIGTERM": 143, "SIGHUP": 129}
ENDING = {getattr(signal, name): status for name, status in _ENDING.items() if hasattr(signal, name)}
"""Exit statuses; not every system has all of these signals."""
PATIENCE = 3.0  # seconds that the event loop has for ending: it stands still where a terminal takes no output any more


class Signals:
    """What ends an app; used in its event loop."""

    def __init__(self, app: App[Any], keep: Callable[[], None]) -> None:
        """`keep` is done in another thread before the process is ended, where the event loop stands still."""
        self._app, self._keep = app, keep
        self._ended = threading.Event()

    def listen(self) -> None:
        """From now on these signals end the app, or at last the process."""
        self._loop = asyncio.get_running_loop()
        self._loop.add_signal_handler(signal.SIGINT, self._app.exit, None, INTERRUPTED)
        for number in ENDING:
            if number != signal.SIGINT:
                signal.signal(number, self._end)

    def stop(self) -> None:
        """The app has ended."""
        self._ended.set()
        for number in ENDING:
            if number != signal.SIGINT:
                signal.signal(number, signal.SIG_DFL)

    def _end(self, number: int, frame: object) -> None:
        status = ENDING[signal.Signals(number)]
        with contextlib.suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._app.exit, None, status)
        threading.Thread(target=self._end_at_last, args=(status,), daemon=True).start()

    def _end_at_last(self, status: int) -> None:
        if not self._ended.wait(PATIENCE):
            try:
                self._keep()
            finally:
                os._exit(status)


def can_stop() -> bool:
    """Whether a shell would notice that the chat was stopped, and could let it go on: it gave it a group of its own."""
    return hasattr(os, "getsid") and os.getsid(0) != os.getpgrp()


def stop_all() -> None:
    """Stops the chat, and with it the script that it may have been called by, until the shell lets them go on."""
    os.killpg(0, signal.SIGTSTP)


@contextlib.contextmanager
def interrupts_left_to_others() -> Iterator[None]:
    """Ctrl+C in an editor reaches the chat as well, which shares its terminal; the chat must not end by it.

    A handler, not SIG_IGN: what is ignored stays ignored in the program that is started, a handler does not. Without
    the wakeup descriptor the event loop hears nothing of it, neither now nor later.
    """
    wakeup = signal.set_wakeup_fd(-1)
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        signal.set_wakeup_fd(wakeup)
