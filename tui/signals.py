"""The signals that end the chat, which gives the terminal back first and keeps what it has."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App

INTERRUPTED = 130  # exit status
_ENDING = {"SIGINT": INTERRUPTED, "SIGTERM": 143, "SIGHUP": 129}
ENDING = {getattr(signal, name): status for name, status in _ENDING.items() if hasattr(signal, name)}
"""Exit statuses; not every system has all of these signals."""


def listen(app: App[Any]) -> None:
    """From now on these signals end the app; called in its event loop."""
    for number, status in ENDING.items():
        asyncio.get_running_loop().add_signal_handler(number, app.exit, None, status)


@contextmanager
def interrupts_left_to_others(app: App[Any]) -> Iterator[None]:
    """Ctrl+C in an editor reaches the chat as well, which shares its terminal; the chat must not end by it.

    Handlers, not SIG_IGN: what is ignored stays ignored in the program that is started, a handler does not. Without
    the wakeup descriptor the event loop hears nothing of them, neither now nor later.
    """
    came: list[int] = []
    wakeup = signal.set_wakeup_fd(-1)
    before = {number: signal.signal(number, lambda n, _: came.append(n)) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup)
    for number in came:
        if number != signal.SIGINT:
            app.exit(None, ENDING[signal.Signals(number)])
