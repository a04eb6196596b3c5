"""A folder of articles: which files it holds, and each of them as an Article.

Listing is cheap and reads no file (`scan`); loading reads one (`load`); `articles` is the two together.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path, PurePosixPath

from corpus.article import Article
from corpus.dates import ArticleDate
from corpus.errors import ArticleError, BadReferenceError, FolderError, NoArticlesError, NotTextError
from corpus.printable import printable
from corpus.readers import READERS
from corpus.regular import irregular

Identity = tuple[int, int]  # device and inode


@dataclass(frozen=True, slots=True)
class FileStat:
    """A file that is worth loading."""

    source: str
    """Path relative to the folder, with forward slashes."""
    size: int
    changed_ns: int
    """See `changed_ns`."""


def changed_ns(status: os.stat_result) -> int:
    """When a file was changed last, in nanoseconds: of the two times that a program can set back only one."""
    return max(status.st_mtime_ns, status.st_ctime_ns)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was passed over, and why, in words that need no name before them."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Folder:
    path: str
    source: str


def articles(folder: Path, *, max_bytes: int) -> Iterator[Article | Skipped]:
    """Every article of the folder and the folders in it, sorted by source, and what was skipped, with the reason.

    Raises FolderError where there is no such folder and NoArticlesError where nothing in it is for reading; both at
    once, before the first article. Files are read one at a time.
    """
    found = listing(folder)
    if not found:
        raise no_articles(folder)
    return (entry if isinstance(entry, Skipped) else _article(folder, entry, max_bytes) for entry in found)


def no_articles(folder: Path) -> NoArticlesError:
    """What is wrong with a folder whose listing is empty."""
    endings = " or ".join(READERS)
    return NoArticlesError(f"{folder} holds no {endings} file: put articles there or name another folder")


def scan(folder: Path) -> Iterator[FileStat]:
    """The files that `articles` would load, sorted by source. Raises FolderError at once."""
    return (entry for entry in listing(folder) if isinstance(entry, FileStat))


def listing(folder: Path) -> list[FileStat | Skipped]:
    """The files to load and those that are not files to load, sorted by source; reads none of them.

    Names beginning with a dot and files of other formats are passed over without a word. Links are followed, but a
    folder is read once: a link to one that is already read, or that loops, is skipped. Takes about 0.1 s for 10,000
    files. Raises FolderError.
    """
    root = os.fspath(folder)
    try:
        status = folder.stat()
    except FileNotFoundError:
        raise FolderError(f"there is no folder {folder}: check the path") from None
    except (OSError, ValueError) as error:
        raise FolderError(f"{folder} cannot be opened: {_why(error)}") from None
    if not stat.S_ISDIR(status.st_mode):
        raise FolderError(f"{folder} is not a folder: name the folder that holds the articles")
    walk = _Walk({_identity(status): ""})
    if (reason := walk.read(_Folder(root, ""))) is not None:
        raise FolderError(f"{folder} cannot be opened: {reason}")
    walk.read_all()
    return sorted(walk.found, key=attrgetter("source"))


@dataclass(frozen=True, slots=True)
class About:
    """What was read of an article's head before."""

    title: str
    date: ArticleDate | None


def load(folder: Path, source: str, *, max_bytes: int, about: About | None = None) -> Article:
    """One article, by its source; what is known about it already is not read again, which is most of the work.

    Raises BadReferenceError where the source leaves the folder, ArticleError where the file cannot be read as text.
    """
    pure = PurePosixPath(source)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts or "\0" in source or not _encodable(source):
        raise BadReferenceError(f"{source} is no source: name a file below {folder}")
    source = pure.as_posix()
    reader = READERS.get(pure.suffix.lower())
    if reader is None:
        raise ArticleError(source, f"not a file in a format that is read ({', '.join(READERS)})")
    data = _bytes(folder / source, source, max_bytes)
    if not data.strip():
        raise ArticleError(source, "empty")
    try:
        document = reader(data)
    except NotTextError as error:
        raise ArticleError(source, str(error)) from None
    if not document.text.strip("\ufeff").strip():
        raise ArticleError(source, "empty")
    return Article(
        source=source,
        text=document.text,
        encoding=document.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        title=about.title if about else document.title or pure.stem,
        date=about.date if about else document.date,
        note=document.note,
    )


def _article(folder: Path, file: FileStat, max_bytes: int) -> Article | Skipped:
    try:
        return load(folder, file.source, max_bytes=max_bytes)
    except ArticleError as error:
        return Skipped(file.source, error.reason)


def _bytes(path: Path, source: str, max_bytes: int) -> bytes:
    """The file's bytes. What lies there may have changed since it was listed, so it is looked at again once open."""
    try:
        # Without O_NONBLOCK a named pipe would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise ArticleError(source, irregular(status.st_mode))
            size = status.st_size
            data = file.read(max_bytes + 1) if size <= max_bytes else b""
    except (OSError, ValueError) as error:
        raise ArticleError(source, f"cannot be read: {_why(error)}") from None
    if max(size, len(data)) > max_bytes:
        raise ArticleError(source, f"{max(size, len(data)):,} bytes long, more than the {max_bytes:,} that are read")
    return data


class _Walk:
    """One walk through a folder: real folders first, then links, so that a link never takes a folder's place."""

    def __init__(self, seen: dict[Identity, str]) -> None:
        self.found: list[FileStat | Skipped] = []
        self._seen = seen  # folders that are read, and under which source
        self._folders: list[_Folder] = []
        self._links: list[_Folder] = []

    def read_all(self) -> None:
        """Reads what earlier folders led to, until nothing is left."""
        while self._folders or self._links:
            self._links.sort(key=attrgetter("source"), reverse=True)
            folder = (self._folders or self._links).pop()
            if (reason := self._enter(folder)) is not None:
                self.found.append(Skipped(folder.source, reason))

    def read(self, folder: _Folder) -> str | None:
        """Sorts the entries of one folder into files, folders and links; the reason where it cannot be opened."""
        try:
            with os.scandir(folder.path) as entries:
                for entry in sorted(entries, key=attrgetter("name")):
                    if not entry.name.startswith("."):
                        self._sort(entry, f"{folder.source}/{entry.name}" if folder.source else entry.name)
        except OSError as error:
            return _why(error)
        return None

    def _enter(self, folder: _Folder) -> str | None:
        try:
            identity = _identity(Path(folder.path).stat())
        except OSError as error:
            return f"cannot be opened: {_why(error)}"
        earlier = self._seen.setdefault(identity, folder.source)
        if earlier == folder.source:
            reason = self.read(folder)
            return f"cannot be opened: {reason}" if reason else None
        if not earlier or folder.source.startswith(earlier + "/"):
            return "a link that loops back to a folder above it"
        return f"the same folder as {printable(earlier, newlines=False)}, which is read already"

    def _sort(self, entry: os.DirEntry[str], source: str) -> None:
        ending = entry.name[entry.name.rfind(".") :].lower()
        try:
            if entry.is_dir():
                folders = self._links if entry.is_symlink() else self._folders
                if _encodable(entry.name):
                    folders.append(_Folder(entry.path, source))
                else:
                    self.found.append(Skipped(_shown(source), "a folder whose name is not UTF-8: rename it"))
            elif ending not in READERS:
                return
            elif not _encodable(entry.name):
                self.found.append(Skipped(_shown(source), "its name is not UTF-8: rename it"))
            else:
                status = entry.stat()
                regular = stat.S_ISREG(status.st_mode)
                file = FileStat(source, status.st_size, changed_ns(status))
                self.found.append(file if regular else Skipped(source, irregular(status.st_mode)))
        except FileNotFoundError:
            self.found.append(Skipped(_shown(source), "a link to nothing" if entry.is_symlink() else "gone meanwhile"))
        except OSError as error:
            self.found.append(Skipped(_shown(source), _why(error)))


def _identity(status: os.stat_result) -> Identity:
    return status.st_dev, status.st_ino


def _encodable(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(source: str) -> str:
    """The source with the bytes that are not UTF-8 written out, so that it can be printed and sent as JSON."""
    return source.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, ValueError):
        return "no path can hold such a name"
    known = {errno.ELOOP: "a link that loops", errno.ENOENT: "there is no such file"}
    return known.get(error.errno or 0) or error.strerror or "failed"
