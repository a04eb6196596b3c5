"""Whether every byte of an index is what was written."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import store
from index.manifest import Manifest
from qa.indexing import counted
from qa.progress import Progress
from qa.settings import Settings, refuse_nowhere
from qa.shell import command_told, rebuild_command

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Verification:
    """What was compared with its digest, and what was found wrong."""

    index: Path
    generation: str
    pieces: int
    files: int
    bytes: int
    damaged: tuple[tuple[Path, str], ...]
    """Files with what is wrong with each."""

    def to_dict(self) -> dict[str, Any]:
        """`qa.verification/1`."""
        return {
            "schema": "qa.verification/1",
            "index": str(self.index),
            "generation": self.generation,
            "pieces": self.pieces,
            "files": self.files,
            "bytes": self.bytes,
            "damaged": [{"file": str(path), "problem": problem} for path, problem in self.damaged],
        }


def verification(settings: Settings) -> Verification:
    """Reads the whole index, with a bar where that takes a while. Raises what reading its manifest raises."""
    refuse_nowhere(settings)
    folder = settings.index_folder
    with command_told(settings):
        manifest = store.read_manifest(folder)
        while (found := _compared(folder, manifest)).damaged:
            live = store.read_manifest(folder)
            if live.generation == manifest.generation:
                break
            manifest = live  # a rebuild published meanwhile, and removed what was being read
    return found


def _compared(folder: Path, manifest: Manifest) -> Verification:
    sizes = [seal.bytes for piece in manifest.pieces for seal in piece.files.values()]
    damaged: list[tuple[Path, str]] = []
    started, done = time.monotonic(), 0
    with Progress("Verifying", "MB", sum(sizes) // MEGABYTE) as bar:
        found = (result for piece in manifest.pieces for result in store.verify(folder, piece))
        for size, (path, problem) in zip(sizes, found, strict=True):
            done += size
            if (seconds := time.monotonic() - started) > 1:
                bar.show(done // MEGABYTE, seconds)
            if problem:
                damaged.append((path, problem))
    # the manifest counts: its own digest was checked when it was read
    return Verification(
        folder, manifest.generation, len(manifest.pieces), len(sizes) + 1, sum(sizes), tuple(damaged)
    )  # fmt: skip


def verification_lines(done: Verification, settings: Settings) -> list[str]:
    """The same for people."""
    pieces = counted(done.pieces, "piece")
    what = f"{pieces}, {counted(done.files, 'file')}, {done.bytes / MEGABYTE:,.1f} MB"
    if not done.damaged:
        return [f"{what}: every byte is as it was written."]
    lines = [f"{path.relative_to(done.index)} {problem}" for path, problem in done.damaged]
    damaged = f"{len(done.damaged)} of {what} damaged"
    return [*lines, f"{damaged}. Make the index anew: {rebuild_command(settings)} --full"]
