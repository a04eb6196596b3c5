"""A copy of a model's weights in another kind, which llama.cpp makes of them and which this processor reads faster.

Q8_0 is the one kind that is tried: of what llama.cpp makes in seconds it is the one that lost no answers, and whether
it gains time depends on the processor (see tests/benchmarks/README.md, "The generator"); qa.tuning measures it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index import disk, weights
from index.errors import StoppedError
from index.processors import usable_processors
from qa import locations
from qa.locks import locked

KIND = "Q8_0"
LARGEST = 2_000_000_000  # bytes of a copy: one of 1 GB in four bits takes 1.9 GB
LOOK = 0.05  # seconds between looks at the process that makes a copy


@dataclass(frozen=True)
class Copy:
    """What is remembered of a copy, whether it was kept or not."""

    kind: str
    ratio: float | None
    """Its time over that of the file itself; None where it could not be made."""
    right: int | None = None
    """In its exam; None where it was not fast enough to be put to it."""
    wrong: int | None = None
    sha256: str | None = None
    """Of the copy, where it was kept; None where the weights are used as they are."""

    def to_dict(self) -> dict[str, Any]:
        """Plain values that `of` reads."""
        return asdict(self)

    @classmethod
    def of(cls, value: object) -> Copy | None:
        """What `to_dict` gave; None for anything else."""
        if not isinstance(value, dict):
            return None
        kind, ratio, sha256 = (value.get(name) for name in ("kind", "ratio", "sha256"))
        counts = (value.get("right"), value.get("wrong"))
        right, wrong = (n if type(n) is int and n >= 0 else None for n in counts)
        if kind != KIND or not (ratio is None or (isinstance(ratio, int | float) and 0 < ratio < 1e9)):
            return None
        return cls(kind, ratio, right, wrong, sha256 if isinstance(sha256, str) else None)


def path_of(digest: str) -> Path:
    """Where the copy of the weights with this SHA-256 lies, if it was kept."""
    return locations.copies() / f"{digest}.{KIND}.gguf"


def whole(digest: str, copy: Copy, *, every_byte: bool = False) -> bool:
    """Whether a copy that was kept is there as it was made. Its digest is remembered by its size and time."""
    path = path_of(digest)
    with contextlib.suppress(OSError):
        found = weights.sha256(path) if every_byte else weights.file_digest(path, locations.digests())
        return found == copy.sha256
    return False


@contextlib.contextmanager
def made(source: Path, digest: str, stop: threading.Event) -> Iterator[Path | None]:
    """A copy under a passing name, to be kept with `keep`, or else gone at the end; None where it cannot be made.

    A process of its own makes it: that can be stopped at once, and may end itself, as llama.cpp does with weights that
    it does not expect. Raises StoppedError when the event is set.
    """
    new = path_of(digest).with_name(f".{digest}.{KIND}.{os.getpid()}.new")
    with contextlib.ExitStack() as stack:
        try:
            alone = stack.enter_context(locked(new.parent, wait=False))  # two at a time would measure each other
        except OSError:
            alone = False
        if alone:
            stack.callback(new.unlink, missing_ok=True)
        yield new if alone and _make(source, new, stop) else None


def keep(new: Path, digest: str) -> str:
    """Puts a copy in its place in one step, where `path_of` says; its SHA-256. Raises OSError."""
    disk.sync(new)
    disk.replace(new, path_of(digest))
    disk.sync(new.parent)
    return weights.file_digest(path_of(digest), locations.digests())


def discard(digest: str) -> None:
    """Removes a copy that was kept before."""
    with contextlib.suppress(OSError):
        path_of(digest).unlink()


def _make(source: Path, new: Path, stop: threading.Event) -> bool:
    """Whether llama.cpp has made the copy. Raises StoppedError when the event is set."""
    import subprocess

    # -P: a llama_cpp.py in the working directory is none of ours
    command = [sys.executable, "-P", "-m", "qa.requantised", str(source), str(new)]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            while process.poll() is None:
                if stop.wait(LOOK):
                    break
        finally:
            process.kill()
    if stop.is_set():
        raise StoppedError
    return process.returncode == 0


def _main(source: str, new: str) -> int:
    """Makes a copy, in this process."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    least = min([LARGEST, *(limit for limit in limits if limit != resource.RLIM_INFINITY)])
    resource.setrlimit(resource.RLIMIT_FSIZE, (least, limits[1]))
    import llama_cpp

    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0
    parameters.allow_requantize = True
    parameters.nthread = usable_processors()
    return int(llama_cpp.llama_model_quantize(os.fsencode(source), os.fsencode(new), ctypes.byref(parameters)) != 0)


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
