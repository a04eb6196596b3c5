"""Commands that a user can copy into a shell."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Iterator

from corpus.printable import printable
from index.errors import IndexingError
from qa.settings import Settings

REBUILD = "qa index rebuild"


def rebuild_command(settings: Settings) -> str:
    """The command that builds this index, ready for a shell."""
    options = {"--corpus": settings.corpus, "--index": settings.index, "--encoder": settings.encoder}
    words = [word for name, value in options.items() if value for word in (name, shell_word(str(value)))]
    return " ".join([REBUILD, *words])


@contextlib.contextmanager
def command_told(settings: Settings) -> Iterator[None]:
    """Completes the command in an error of the index, which knows no options, so that it can be copied."""
    try:
        yield
    except IndexingError as error:
        raise type(error)(str(error).replace(REBUILD, rebuild_command(settings))) from error


def shell_word(text: str) -> str:
    r"""The text quoted for a shell; with `$'\x1b'` (POSIX.1-2024, 2.2.4) where it holds what a terminal would obey."""
    if printable(text, newlines=False) == text:
        return shlex.quote(text)
    escaped = "".join(
        chr(b) if 32 <= b < 127 and chr(b) not in "\\'" else f"\\{b:03o}"
        for b in text.encode("utf-8", "surrogateescape")
    )
    return f"$'{escaped}'"
