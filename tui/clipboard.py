"""The clipboard: the terminal's by OSC 52, and the system's where one of its tools is there."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from textual.app import App

TERMINAL = "the terminal"
PATIENCE = 1.0  # seconds that a tool has for taking the text
_TOOL = ThreadPoolExecutor(1, thread_name_prefix="clipboard")  # one after the other: the last text stays

# Each with the variable that says that its display is there, where it needs one.
TOOLS = (
    (("wl-copy",), "WAYLAND_DISPLAY"),
    (("xclip", "-selection", "clipboard"), "DISPLAY"),
    (("xsel", "--clipboard", "--input"), "DISPLAY"),
    (("pbcopy",), ""),
    (("clip.exe",), ""),
)


def copy(app: App[Any], text: str, tell: Callable[[str], None]) -> None:
    """Copies, and tells the name of what took it; a tool of the system is not waited for here.

    A terminal never answers to OSC 52, so it is "the terminal" where no tool took the text.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair is no character
    app.copy_to_clipboard(text)
    tool = system_tool(os.environ)
    if tool is None:
        tell(TERMINAL)
        return

    def work() -> None:
        took = tool[0] if taken(tool, text) else TERMINAL
        with contextlib.suppress(RuntimeError):  # the chat has ended
            app.call_from_thread(tell, took)

    _TOOL.submit(work)


def system_tool(environment: Mapping[str, str]) -> tuple[str, ...] | None:
    """The command that puts its standard input on the system's clipboard."""
    for command, display in TOOLS:
        if (not display or environment.get(display)) and shutil.which(command[0], path=environment.get("PATH")):
            return command
    return None


def taken(command: tuple[str, ...], text: str) -> bool:
    """Whether a command took the text; waits up to PATIENCE, so it is for a thread beside the one that paints."""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            command,
            input=text.encode("utf-16" if command[0] == "clip.exe" else "utf-8"),
            stdout=subprocess.DEVNULL,  # xclip stays, and would hold a pipe open
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            start_new_session=True,  # where it stays, neither Ctrl+Z nor Ctrl+C in the chat's terminal is for it
            check=False,
        )
        return done.returncode == 0
    return False
