"""What is done to files for a screen: beside the event loop, and what came of it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from textual.screen import Screen

from corpus.printable import printable
from qa.conversations import Conversation
from qa.errors import problem
from qa.history import exported

Form = Literal["md", "json"]


async def acted(screen: Screen[Any], act: Callable[[], str]) -> None:
    """Does something in another thread; what it has to say is a toast."""
    try:
        if told := await asyncio.to_thread(act):
            screen.notify(printable(told, newlines=False), markup=False)
    except Exception as error:  # noqa: BLE001 - the boundary of an action: the screen stays
        screen.notify(problem(error), severity="error", markup=False)


def written_out(conversation: Conversation, form: Form) -> str:
    """Writes a conversation into the working directory, and says where."""
    path = Path.cwd() / f"{conversation.id}.{form}"
    exported(conversation, path, form)
    return f"Written to {path}."
