"""The index of a first question, built in a process of its own: PyTorch, which embeds the articles, is loaded there."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from corpus.folder import Skipped
from index import store
from index.events import Compared, Embedding, Loading, Merging, Reading, Rebuilt, TakenUp
from qa.rebuild_lines import rows_apart
from qa.settings import Settings
from qa.shell import command_told

if TYPE_CHECKING:
    from index.rebuild import RebuildEvent

KINDS = {
    "reading": Reading,
    "compared": Compared,
    "taken_up": TakenUp,
    "loading": Loading,
    "embedding": Embedding,
    "merging": Merging,
}


def events_apart(settings: Settings) -> Iterator[RebuildEvent]:
    """The events of the settings' rebuild, the last one when its process has ended; Ctrl-C ends both at once.

    Raises StoppedError, and IndexingError with what the rebuild said.
    """
    last: dict[str, Any] | None = None
    with contextlib.closing(rows_apart(settings, threading.Event(), beside=False)) as rows:
        for row in rows:
            if row["event"] == "rebuilt":
                last = row
            elif kind := KINDS.get(row["event"]):
                yield kind(**{field.name: row[field.name] for field in fields(kind)})
    if last:
        with command_told(settings):
            manifest = store.read_manifest(settings.index_folder)
        yield Rebuilt(
            manifest=manifest,
            skipped=tuple(Skipped(**skipped) for skipped in last["skipped"]),
            notes=tuple((noted["source"], noted["note"]) for noted in last["notes"]),
            **{name: last[name] for name in ("embedded", "seconds", "changed", "read", "foreign")},
        )
