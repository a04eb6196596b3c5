"""What lies on disk: immutable pieces, one small manifest that names the live ones, a lock.

INDEX/manifest.json    replaced by one atomic rename; who opened the old one keeps reading its pieces
INDEX/lock             held (flock) by the process that rebuilds; a dead process holds nothing
INDEX/pieces/NAME/     a segment; never changed once a manifest names it
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexNotWritableError,
    IndexOutdatedError,
    NoIndexError,
    NotAnIndexError,
)
from index.weights import sha256

FORMAT = "corpus-qa index"
SCHEMA = 1
MANIFEST = "manifest.json"
LOCK = "lock"
PIECES = "pieces"


@dataclass(frozen=True)
class FileSeal:
    """What a file of a piece must be."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Piece:
    """A segment as the manifest names it."""

    name: str
    articles: int
    passages: int
    files: dict[str, FileSeal]


@dataclass(frozen=True)
class Recipe:
    """All that decides what an index of given articles holds; another recipe means another index."""

    encoder: str
    encoder_sha256: str
    dimension: int
    passage_size: int
    passage_short: int
    passage_tokens: int
    terms_version: int


@dataclass(frozen=True)
class Manifest:
    """The live pieces and where they came from."""

    generation: str
    built: str
    """When it was published: UTC, ISO 8601."""
    corpus: str
    """The folder of the articles, absolute."""
    recipe: Recipe
    pieces: tuple[Piece, ...]
    skipped: tuple[tuple[str, str], ...]
    """Files that could not be read: source and reason."""

    @property
    def articles(self) -> int:
        """Articles in all pieces."""
        return sum(p.articles for p in self.pieces)

    @property
    def passages(self) -> int:
        """Passages in all pieces."""
        return sum(p.passages for p in self.pieces)

    def to_json(self) -> str:
        """As it is written to disk."""
        return json.dumps({"format": FORMAT, "schema": SCHEMA, **asdict(self)}, indent=1, ensure_ascii=True) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an index. Raises NoIndexError, NotAnIndexError, IndexOutdatedError or IndexDamagedError."""
    path = folder / MANIFEST
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        _refuse_foreign(folder)
        raise NoIndexError(f"there is no index in {folder}: run qa index rebuild") from None
    except NotADirectoryError:
        raise NotAnIndexError(f"{folder} is a file, not an index folder") from None
    except OSError as error:
        raise IndexDamagedError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError:
        raise IndexDamagedError(f"{path} is damaged: run qa index rebuild --full") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise NotAnIndexError(f"{folder} holds a manifest.json of something else; choose another --index")
    if not isinstance(value.get("schema"), int) or value["schema"] > SCHEMA:
        raise IndexOutdatedError(
            f"the index in {folder} was made by a newer version (schema {value.get('schema')}, not {SCHEMA}): "
            f"update corpus-qa or choose another --index"
        )
    if value["schema"] < SCHEMA:
        raise IndexOutdatedError(f"the index in {folder} was made by an older version: run qa index rebuild --full")
    try:
        return _parse(value)
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamagedError(f"{path} is damaged ({error}): run qa index rebuild --full") from error


def _parse(value: dict[str, Any]) -> Manifest:
    return Manifest(
        generation=str(value["generation"]),
        built=str(value["built"]),
        corpus=str(value["corpus"]),
        recipe=Recipe(**value["recipe"]),
        pieces=tuple(
            Piece(
                name=_plain_name(p["name"]),
                articles=int(p["articles"]),
                passages=int(p["passages"]),
                files={_plain_name(n): FileSeal(int(s["bytes"]), str(s["sha256"])) for n, s in p["files"].items()},
            )
            for p in value["pieces"]
        ),
        skipped=tuple((str(source), str(reason)) for source, reason in value["skipped"]),
    )


def _plain_name(name: str) -> str:
    """A name that stays inside its folder."""
    if name != Path(name).name or name in {"", ".", ".."}:
        raise ValueError(f"{name!r} is no file name")
    return name


def _refuse_foreign(folder: Path) -> None:
    """Raises NotAnIndexError where a folder without a manifest holds files that are not ours."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotAnIndexError(f"{folder} is a file, not an index folder")
    try:
        foreign = [entry.name for entry in os.scandir(folder) if entry.name not in {LOCK, PIECES}]
    except OSError as error:
        raise IndexDamagedError(f"{folder} cannot be read: {error.strerror}") from error
    foreign = [name for name in foreign if not name.startswith(f"{MANIFEST}.")]
    if foreign:
        raise NotAnIndexError(f"{folder} is not an index and not empty; choose another --index")


def piece_folder(index: Path, piece: Piece) -> Path:
    """Where a piece's files lie."""
    return index / PIECES / piece.name


def check_sizes(index: Path, piece: Piece) -> None:
    """Raises IndexDamagedError where a file of a piece is missing or has another size. Cheap: reads no content."""
    folder = piece_folder(index, piece)
    for name, seal in piece.files.items():
        try:
            size = (folder / name).stat().st_size
        except OSError:
            raise IndexDamagedError(f"{folder / name} is missing: run qa index rebuild --full") from None
        if size != seal.bytes:
            raise IndexDamagedError(f"{folder / name} is damaged (its size is wrong): run qa index rebuild --full")


@contextlib.contextmanager
def writing(index: Path) -> Iterator[None]:
    """Holds the lock of an index and turns the system's refusals into IndexNotWritableError.

    Raises IndexBusyError where another process holds it, NotAnIndexError where the folder holds something else.
    """
    if not (index / MANIFEST).exists():
        _refuse_foreign(index)
    try:
        (index / PIECES).mkdir(parents=True, exist_ok=True)
        with (index / LOCK).open("a+", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                raise IndexBusyError(
                    f"another rebuild (process {holder}) is working on {index}: wait for it or stop it"
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise IndexNotWritableError(
                f"the disk is full: {index} could not be written; the old index is untouched"
            ) from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}:
            raise IndexNotWritableError(
                f"{index} cannot be written ({error.strerror}): choose another place with --index"
            ) from error
        raise


def new_piece(index: Path) -> Path:
    """A fresh folder for a segment's files; no manifest names it yet."""
    folder = index / PIECES / f"s-{uuid.uuid4().hex[:16]}"
    folder.mkdir()
    return folder


def seal(folder: Path) -> dict[str, FileSeal]:
    """Brings a piece's files safely to disk; their sizes and digests."""
    seals = {}
    for path in sorted(folder.iterdir()):
        _fsync(path)
        seals[path.name] = FileSeal(path.stat().st_size, sha256(path))
    _fsync(folder)
    _fsync(folder.parent)
    return seals


def publish(index: Path, manifest: Manifest) -> None:
    """Makes a manifest the live one, in one step that holds through a power cut."""
    fresh = index / f"{MANIFEST}.{uuid.uuid4().hex[:8]}"
    try:
        with fresh.open("w", encoding="utf-8") as file:
            file.write(manifest.to_json())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(index / MANIFEST)
    finally:
        fresh.unlink(missing_ok=True)
    _fsync(index)


def sweep(index: Path, live: Manifest | None) -> None:
    """Removes pieces that the live manifest does not name, and unpublished manifests. Needs the lock."""
    keep = {p.name for p in live.pieces} if live else set()
    for entry in (index / PIECES).iterdir():
        if entry.name not in keep:
            shutil.rmtree(entry, ignore_errors=True)
    for path in index.glob(f"{MANIFEST}.*"):
        path.unlink(missing_ok=True)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
