"""What lies on disk: immutable pieces, one small manifest that names the live ones, a lock.

INDEX/manifest.json    replaced by one atomic rename; who opened the old one keeps reading its pieces
INDEX/lock             held (flock) by the process that rebuilds; a dead process holds nothing
INDEX/pieces/NAME/     a segment; never changed once a manifest names it
INDEX/embedded-*.log   what an unfinished rebuild has embedded (index.journal)

The manifest carries its own digest and those of all files of its pieces. An article that was edited or removed stays
in its piece, and the manifest calls it dead; a later rebuild merges pieces and leaves the dead out (index.merging).
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import re
import uuid
from collections.abc import Collection, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Final

from index import disk
from index.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexingError,
    IndexNewerError,
    IndexNotReadableError,
    IndexNotWritableError,
    IndexOutdatedError,
    NoIndexError,
    NotAnIndexError,
)
from index.manifest import FORMAT, PIECE_NAME, SCHEMA, FileSeal, Manifest, Piece, Recipe, content_digest, parse
from index.vectors import Layout
from index.weights import sha256

MANIFEST = "manifest.json"
LOCK = "lock"
PIECES = "pieces"
RECORDS = "articles.jsonl"  # in a piece: a line an article (index.segment)

# What an index folder may hold, and nothing else is ever removed from one.
_MANIFEST: Final = re.compile(re.escape(MANIFEST))
_UNPUBLISHED: Final = re.compile(rf"{re.escape(MANIFEST)}\.[0-9a-f]{{8}}")
_JOURNAL: Final = re.compile(r"embedded-[0-9a-f]{12}(?:-full)?\.log")
_LOCKED_BY: Final = re.compile(rb"[\d\0]{0,20}")  # a power cut may leave zeros in the place of what was written
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# Smaller files are compared with their digests whenever the index is opened (1 ms for 1.5 MB), larger ones by `verify`.
CHECKED_AT_OPENING = 256 * 1024


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an index.

    Raises NoIndexError, NotAnIndexError, IndexOutdatedError (IndexNewerError), IndexNotReadableError or
    IndexDamagedError.
    """
    path = folder / MANIFEST
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        _refuse_foreign(folder)
        raise NoIndexError(f"there is no index in {folder}: run qa index rebuild") from None
    except NotADirectoryError:
        raise NotAnIndexError(f"{folder} is a file, not an index folder") from None
    except OSError as error:
        raise IndexNotReadableError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError):
        _refuse_foreign(folder)
        raise IndexDamagedError(f"{path} is damaged: run qa index rebuild --full") from None
    value = value if isinstance(value, dict) else {}
    intact = value.get("sha256") == content_digest({name: entry for name, entry in value.items() if name != "sha256"})
    if value.get("format") != FORMAT:
        if not intact:  # of something else, unless all around it is ours
            _refuse_foreign(folder)
            raise IndexDamagedError(f"{path} is damaged: run qa index rebuild --full")
        raise NotAnIndexError(f"{folder} holds a manifest.json of something else; choose another --index")
    if value.get("schema") == 1:  # which had no digest of its own
        raise IndexOutdatedError(f"the index in {folder} was made by an older version: run qa index rebuild --full")
    if not intact:
        raise IndexDamagedError(f"{path} is damaged (its digest is wrong): run qa index rebuild --full")
    schema = value.get("schema")
    if schema != SCHEMA:
        raise IndexNewerError(
            f"the index in {folder} was made by a newer version (schema {schema}, not {SCHEMA}): "
            f"update corpus-qa or choose another --index"
        )
    recipe = value.get("recipe")
    if isinstance(recipe, dict) and recipe.keys() != {f.name for f in fields(Recipe)}:
        raise IndexOutdatedError(f"the index in {folder} was made by another version: run qa index rebuild --full")
    try:
        return parse(value)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise IndexDamagedError(f"{path} is damaged ({error}): run qa index rebuild --full") from error


def replaceable(folder: Path) -> Manifest | None:
    """The manifest that a rebuild replaces; None where there is none, or one that is damaged or of an older version.

    Raises NotAnIndexError, IndexNewerError and IndexNotReadableError: what lies there must stay.
    """
    try:
        return read_manifest(folder)
    except IndexNewerError:
        raise
    except (NoIndexError, IndexDamagedError, IndexOutdatedError):
        return None


def _refuse_foreign(folder: Path) -> None:
    """Raises NotAnIndexError where a folder without a readable manifest holds anything that an index does not."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotAnIndexError(f"{folder} is a file, not an index folder")
    try:
        ours = all(_is_ours(path) for path in folder.iterdir())
        unfinished = not (folder / MANIFEST).exists() or (folder / PIECES).exists()
    except OSError as error:
        raise IndexNotReadableError(f"{folder} cannot be read: {error.strerror}") from error
    if not (ours and unfinished):
        raise NotAnIndexError(f"{folder} is not an index and not empty; choose another --index")


def _is_ours(path: Path) -> bool:
    """Whether an entry of a folder is one that an index makes, by its name and kind, the lock by what it says."""
    if path.name == PIECES:
        return path.is_dir() and all(PIECE_NAME.fullmatch(piece.name) for piece in path.iterdir())
    if path.name == LOCK:
        return path.is_file() and _LOCKED_BY.fullmatch(path.read_bytes()) is not None
    named = any(kind.fullmatch(path.name) for kind in (_MANIFEST, _UNPUBLISHED, _JOURNAL))
    return named and (path.is_file() or not os.path.lexists(path))  # a rebuild may have renamed or removed it meanwhile


def piece_folder(index: Path, piece: Piece) -> Path:
    """Where a piece's files lie."""
    return index / PIECES / piece.name


def check(index: Path, piece: Piece) -> None:
    """Raises IndexDamagedError where a file of a piece is missing, has another size or, if small, another digest."""
    folder = piece_folder(index, piece)
    for name, seal in piece.files.items():
        problem = _size_problem(folder / name, seal)
        if not problem and seal.bytes <= CHECKED_AT_OPENING:
            problem = _digest_problem(folder / name, seal)
        if problem:
            raise IndexDamagedError(f"{folder / name} {problem}: run qa index rebuild --full")


def check_records(index: Path, piece: Piece) -> None:
    """Raises IndexDamagedError where what a piece says of its articles is not what was written: 20 ms for 100,000."""
    path = piece_folder(index, piece) / RECORDS
    if problem := _digest_problem(path, piece.files[RECORDS]):
        raise IndexDamagedError(f"{path} {problem}: run qa index rebuild --full")


def check_digests(index: Path, piece: Piece) -> None:
    """Raises IndexDamagedError where a file of a piece is not what was written. Reads all of it."""
    for path, problem in verify(index, piece):
        if problem:
            raise IndexDamagedError(f"{path} {problem}: run qa index rebuild --full")


def verify(index: Path, piece: Piece) -> Iterator[tuple[Path, str | None]]:
    """Every file of a piece with what is wrong with it, None where it is what was written. Reads all of it."""
    folder = piece_folder(index, piece)
    for name, seal in piece.files.items():
        yield folder / name, _size_problem(folder / name, seal) or _digest_problem(folder / name, seal)


def _size_problem(path: Path, seal: FileSeal) -> str | None:
    try:
        size = path.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return "is missing"
    except OSError as error:  # which may pass: nothing is given up for it
        raise IndexNotReadableError(f"{path} cannot be read: {error.strerror}") from error
    return None if size == seal.bytes else "is damaged (its size is wrong)"


def _digest_problem(path: Path, seal: FileSeal) -> str | None:
    try:
        return None if sha256(path) == seal.sha256 else "is damaged (its digest is wrong)"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        raise IndexNotReadableError(f"{path} cannot be read: {error.strerror}") from error


def journal_path(index: Path, recipe: Recipe, live: Manifest | None, *, full: bool) -> Path:
    """Where a rebuild writes down what it embeds, so that one of the same kind, from the same index, goes on there.

    What is published ends it: an ordinary rebuild's journal belongs to a generation, that of one which starts over to
    all generations since the last such one.
    """
    base = (live.origin if full else live.generation) if live else ""
    name = hashlib.sha256(f"{recipe.digest} {base}".encode()).hexdigest()[:12]
    return index / f"embedded-{name}{'-full' if full else ''}.log"


def journals(index: Path, recipe: Recipe, live: Manifest | None) -> set[Path]:
    """Those that a rebuild from this index would go on with."""
    return {journal_path(index, recipe, live, full=full) for full in (False, True)}


@contextlib.contextmanager
def writing(index: Path) -> Iterator[None]:
    """Makes the folder of an index where there is none, and holds its lock.

    Raises IndexBusyError where another process holds it, IndexNotWritableError, and what `replaceable` raises; then
    nothing was made or changed.
    """
    replaceable(index)
    with refusals(index):
        disk.make_folders(index / PIECES)
        lock = disk.open_lock(index / LOCK)
    try:
        with refusals(index):
            _take(lock, index)
        yield
    finally:
        os.close(lock)


def _take(lock: int, index: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(lock, 20, 0).decode("ascii", "replace").strip() or "unknown"
        raise IndexBusyError(
            f"another rebuild (process {holder}) is working on {index}: wait for it or stop it"
        ) from None
    disk.write_lock(lock, str(os.getpid()).encode("ascii"))


@contextlib.contextmanager
def refusals(index: Path) -> Iterator[None]:
    """Turns the system's refusals to write an index into IndexNotWritableError."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise IndexNotWritableError(
                f"the disk is full: {index} could not be written; the old index is untouched"
            ) from error
        raise IndexNotWritableError(
            f"{index} cannot be written ({error.strerror or error}): choose another place with --index"
        ) from error


def new_piece(index: Path) -> Path:
    """A fresh folder for a segment's files; `sweep` removes it unless a manifest names it. Raises OSError."""
    folder = index / PIECES / f"s-{uuid.uuid4().hex[:16]}"
    disk.make_folder(folder)
    return folder


def sealed_piece(folder: Path, articles: int, passages: int, layout: Layout) -> Piece:
    """A written segment, safely on disk, as a manifest may name it. Raises OSError."""
    return Piece(folder.name, articles, passages, (), 0, layout, seal(folder))


def seal(folder: Path) -> dict[str, FileSeal]:
    """Brings a piece's files safely to disk; their sizes and digests. Raises OSError."""
    seals = {}
    for path in sorted(folder.iterdir()):
        disk.sync(path)
        seals[path.name] = FileSeal(path.stat().st_size, sha256(path))
    disk.sync(folder)
    disk.sync(folder.parent)
    return seals


def publish(index: Path, manifest: Manifest) -> None:
    """Makes a manifest the live one, in one step that holds through a power cut.

    Raises OSError, and IndexNotWritableError where it is live and the system does not say that it will last.
    """
    fresh = index / f"{MANIFEST}.{uuid.uuid4().hex[:8]}"
    try:
        with disk.create(fresh) as file:
            file.write(manifest.to_json().encode("ascii"))
            file.sync()
        disk.replace(fresh, index / MANIFEST)
    finally:
        disk.remove(fresh)
    try:
        disk.sync(index)
    except OSError as error:
        raise IndexNotWritableError(
            f"{index} is brought up to date, but a power cut might undo it ({error.strerror or error}): "
            f"run qa index rebuild once more"
        ) from error


def sweep(index: Path, *, keep: Collection[Path] = ()) -> None:
    """Removes pieces that no manifest names, manifests that were not published, and journals but some. Needs the lock.

    Where the live manifest cannot be read, nothing is removed; what cannot be removed stays until the next time. The
    manifest is brought to disk first: a process may have been killed between its renaming it and that, and a power cut
    must not bring the old one back without its pieces.
    """
    try:
        live = {piece.name for piece in read_manifest(index).pieces}
    except NoIndexError:
        live = set()
    except IndexingError:
        return
    with contextlib.suppress(OSError):
        pieces = [p for p in (index / PIECES).iterdir() if PIECE_NAME.fullmatch(p.name) and p.name not in live]
        files = [
            path
            for path in index.iterdir()
            if _UNPUBLISHED.fullmatch(path.name) or (_JOURNAL.fullmatch(path.name) and path not in keep)
        ]
        if pieces or files:
            disk.sync(index)
        for folder in pieces:
            disk.remove_folder(folder)
        for path in files:
            disk.remove(path)
