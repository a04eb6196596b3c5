"""The reader's own editor, at a line."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from corpus.printable import printable
from tui import signals

# How editors are told a line. Those that open a window of their own go on beside the chat.
PLUS = frozenset(
    {"vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "kak", "micro", "joe", "jed", "ne", "mg"}
    | {"gvim", "gedit", "mousepad"}
)
COLON = frozenset({"hx", "helix", "subl", "zed"})
GOTO = frozenset({"code", "code-insiders", "codium", "cursor"})
LINE = frozenset({"kate", "kwrite"})
WINDOWED = frozenset({"subl", "zed", "gedit", "gvim", "mousepad"}) | GOTO | LINE


def open_at(app: App[Any], path: Path, line: int) -> None:
    """Opens a file; says why where that cannot be. The chat waits for an editor in the terminal, not for a window."""
    command = command_of(os.environ, path, line)
    if isinstance(command, str):
        app.notify(command, severity="warning", markup=False)
        return
    try:
        if Path(command[0]).name in WINDOWED:
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            return
        with app.suspend(), signals.interrupts_left_to_others():
            status = subprocess.run(command, check=False).returncode
        if status:
            app.notify(f"{printable(command[0])} ended with status {status}.", severity="warning", markup=False)
    except SuspendNotSupported:
        app.notify("This terminal cannot be lent to an editor.", severity="warning", markup=False)
    except OSError as error:
        app.notify(f"{printable(command[0])} cannot be run: {error.strerror}.", severity="error", markup=False)


def command_of(environment: Mapping[str, str], path: Path, line: int) -> list[str] | str:
    """The command that opens a file at a line, or in one line why there is none."""
    wanted = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        words = shlex.split(wanted)
    except ValueError:
        return f"$EDITOR cannot be read: {printable(wanted, newlines=False)}"
    if not words:
        return "No editor is set: set $EDITOR, such as EDITOR=nano."
    if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises where a folder may not be looked into
        return f"There is no file {printable(str(path), newlines=False)} any more."
    if not shutil.which(words[0], path=environment.get("PATH")):
        return f"There is no editor {printable(words[0], newlines=False)}: check $EDITOR."
    file = str(path.absolute())  # begins with a slash, so no name is taken for an option
    name = Path(words[0]).name
    if name in COLON:
        return [*words, f"{file}:{line}"]
    if name in GOTO:
        return [*words, "--goto", f"{file}:{line}"]
    if name in LINE:
        return [*words, "--line", str(line), file]
    return [*words, f"+{line}", file] if name in PLUS else [*words, file]
