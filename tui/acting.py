"""What is done to files for a screen: beside the event loop, and what came of it is told."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

from textual.screen import Screen

from corpus.printable import printable
from qa.conversations import Conversation
from qa.errors import problem
from qa.history import exported

_FILES = ThreadPoolExecutor(1, thread_name_prefix="files")
Form = Literal["md", "json"]


async def acted(screen: Screen[Any], act: Callable[[], str]) -> None:
    """Does something in a thread that does one thing after the other, also when nobody waits any more.

    What it has to say is a toast.
    """
    done = asyncio.wrap_future(_FILES.submit(act))
    try:
        if told := await asyncio.shield(done):
            screen.notify(printable(told, newlines=False), markup=False)
    except Exception as error:  # noqa: BLE001 - the boundary of an action: the screen stays
        screen.notify(problem(error), severity="error", markup=False)


def written_out(conversation: Conversation, form: Form) -> str:
    """Writes a conversation into the working directory, beside what was written before, and says where."""
    names = itertools.chain([""], (f"-{n}" for n in itertools.count(2)))
    path = next(p for name in names if not (p := Path.cwd() / f"{conversation.id}{name}.{form}").exists())
    exported(conversation, path, form)
    return f"Written to {path}."
