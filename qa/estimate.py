"""How long indexing will take, from the size of the corpus and the speed of the last time."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass

from corpus.folder import scan
from qa import locations
from qa.settings import Settings

# Before anything was measured on a machine: two cores of 2 GHz, float32
PASSAGES_A_SECOND = 15.0
LOADING_SECONDS = 12.0
BYTES_A_PASSAGE = 300
LEAST_MEASURED = 50  # passages: fewer say nothing about the speed


@dataclass(frozen=True)
class Estimate:
    """Seconds that indexing a corpus anew takes."""

    loading: float
    """Of the encoder, however small the corpus is."""
    embedding: float

    @property
    def seconds(self) -> float:
        """All together."""
        return self.loading + self.embedding


def estimate(settings: Settings) -> Estimate | None:
    """What indexing the corpus anew would take; None where there is nothing to read. Raises FolderError."""
    sizes = [file.size for file in scan(settings.corpus) if file.size <= settings.max_bytes]
    speed, loading = PASSAGES_A_SECOND, LOADING_SECONDS
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        known = json.loads(locations.speeds().read_text(encoding="utf-8"))
        speed, loading = max(0.1, float(known["passages_a_second"])), float(known["loading_seconds"])
    return Estimate(loading, sum(sizes) / BYTES_A_PASSAGE / speed) if sizes else None


def remember_speed(passages_a_second: float, loading_seconds: float) -> None:
    """Keeps the measured speed for the next estimate; not being able to is no error."""
    with contextlib.suppress(OSError):
        locations.cache().mkdir(parents=True, exist_ok=True)
        speeds = {"passages_a_second": round(passages_a_second, 2), "loading_seconds": round(loading_seconds, 1)}
        locations.speeds().write_text(json.dumps(speeds), encoding="utf-8")
