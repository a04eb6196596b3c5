"""Rebuilds that are cut off: what they write passes here step by step, and can be stopped or recorded at each.

Run as a program it is a process that has everything imported and forks a rebuild for every line it is sent, which then
takes some hundredths of a second instead of seconds.
"""

import contextlib
import errno
import hashlib
import importlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from quick_encoder import FILES, MAX_BYTES, QuickPassages, QuickQuestions, rebuild, write_articles

from index import disk, store
from index.errors import NoIndexError
from index.journal import Journal
from index.manifest import Piece
from index.recipe import recipe_of
from index.search import Index

ROOT = Path(store.__file__).parent.parent
INDEX = "index"
MANIFEST = f"{INDEX}/{store.MANIFEST}"
LOCK = f"{INDEX}/{store.LOCK}"
RECIPE = recipe_of(FILES)

# Small enough that some passages make several windows
SMALL = {"index.intake.WINDOW": 4}
# So that a rebuild makes all pieces one
MERGING = {**SMALL, "index.merging.TIER_FACTOR": 1}

Tree = dict[str, bytes | None]
"""The files below a folder with their bytes, by path; folders with None."""
Answer = tuple[list[tuple], list[str]] | None
"""All that it holds, and what a search shows; None where there is no index."""


# Articles and answers

WORDS = """
    harbour strike dockers olive harvest rain tram line ticket school roof pupils mayor storm boats fishermen market
    prices court judge verdict festival music desert road bridge river dam water bakery flour wheat tourists hotel
    beach police station train engine workers union meeting council vote budget hospital nurses ward museum painting
""".split()
QUESTION = "Who closed the road bridge after the olive harvest?"


def made_article(seed: int, sentences: int = 7) -> str:
    """Sentences of chance words: two passages, like no other article."""
    chance = random.Random(seed)
    lines = [" ".join(chance.choices(WORDS, k=9)).capitalize() + f" {seed}." for _ in range(sentences)]
    return f"Article {seed}\n\n" + " ".join(lines[:3]) + "\n\n" + " ".join(lines[3:]) + "\n"


def write_corpus(corpus: Path, articles: Mapping[str, str]) -> None:
    """Makes the folder hold these articles; what stays the same is not written again."""
    corpus.mkdir(parents=True, exist_ok=True)
    for path in [p for p in corpus.iterdir() if p.name not in articles]:
        path.unlink()
    changed = {n: t for n, t in articles.items() if not (corpus / n).exists() or (corpus / n).read_text() != t}
    write_articles(corpus, changed)


def answers(index: Path) -> Answer:
    """What an index finds, all of it: hits, places, scores. None where there is no index; nothing else is caught."""
    try:
        opened = Index.open(index, recipe=RECIPE, max_bytes=MAX_BYTES)
    except NoIndexError:
        return None
    return answer(opened)


def answer(opened: Index) -> tuple[list[tuple], list[str]]:
    """All that an index holds, to the letter, and what a search shows of it."""
    return content(opened), hits(opened)


def content(opened: Index) -> list[tuple]:
    """All live passages with their articles, sentences and vectors, whatever the corpus holds by now."""
    return sorted(
        (
            record.source,
            segment.span(row),
            record,
            segment.sentences(row),
            segment.digests[row].tobytes(),
            segment.vectors.rows(np.array([row])).tobytes(),
        )
        for segment in opened.segments
        for number, record in segment.live_articles()
        for row in segment.passage_rows(number)
    )


def hits(opened: Index) -> list[str]:
    """What a search shows, of articles that still are what was indexed: places, scores, copies."""
    return [repr(hit) for hit in opened.search(QUESTION, QuickQuestions(), 100).hits]


def wrong_files(index: Path) -> list[str]:
    """What is wrong with the files of the live pieces, every byte read."""
    pieces = store.read_manifest(index).pieces
    return [f"{path}: {problem}" for piece in pieces for path, problem in store.verify(index, piece) if problem]


def stray(index: Path) -> set[str]:
    """What a finished rebuild should not have left."""
    live = {store.piece_folder(index, piece) for piece in store.read_manifest(index).pieces}
    expected = {index / store.MANIFEST, index / store.LOCK, index / store.PIECES} | live
    expected |= {index / store.PIECES / piece.name / name for piece in live_pieces(index) for name in piece.files}
    return {str(path.relative_to(index)) for path in {*index.rglob("*")} ^ expected}


def live_pieces(index: Path) -> Sequence[Piece]:
    """The pieces that the manifest names."""
    return store.read_manifest(index).pieces


def read_tree(folder: Path) -> Tree:
    """A folder as it is; nothing where there is none."""
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


def write_tree(folder: Path, tree: Tree) -> None:
    """Makes a folder hold this and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in sorted(tree.items()):
        if content is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(content)


def journalled(tree: Tree, scratch: Path) -> int:
    """Passages that can be taken from the journal in a tree."""
    found = 0
    for name, content in tree.items():
        if Path(name).name.startswith("embedded-") and content is not None:
            scratch.write_bytes(content)
            with Journal(scratch, RECIPE.dimension, RECIPE.token_dimension) as journal:
                found += len(journal)
            scratch.unlink()
    return found


@pytest.fixture(name="folder")
def folder_fixture(tmp_path):
    """A folder in memory, where there is one: nothing here depends on a real disk, and it is several times as fast."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


class States:
    """States of a folder, each of which is worth looking at once.

    What a piece holds that the manifest does not name is removed unread. So where states differ in nothing else, one in
    `EVERY` is looked at.
    """

    EVERY = 6

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._outlines: dict[int, int] = {}

    def worth(self, tree: Tree) -> bool:
        """Whether to look at this one; it is remembered."""
        if (key := hash(frozenset(tree.items()))) in self._seen:
            return False
        self._seen.add(key)
        manifest = tree.get(MANIFEST) or b""
        outline = {
            name: content
            for name, content in tree.items()
            if len(parts := Path(name).parts) < 4 or parts[2].encode() in manifest
        }
        key = hash(frozenset(outline.items()))
        times = self._outlines[key] = self._outlines.get(key, -1) + 1
        return times % self.EVERY == 0


# Scenarios


@dataclass(frozen=True)
class Scenario:
    """A change of the corpus, and the rebuild that follows it."""

    name: str
    before: Sequence[Mapping[str, str]]
    """What the corpus held at each of the rebuilds before."""
    after: Mapping[str, str]
    full: bool = False
    constants: Mapping[str, int] = field(default_factory=lambda: SMALL)
    begins: int = 0
    """The piece with which to begin harming it, counted from 1: what comes before is the same in another scenario."""

    def start(self, steps: Sequence[tuple]) -> int:
        """The first of the steps, or events, at which to stop it."""
        made = [n for n, step in enumerate(steps) if step[0] == "mkdir"]
        return made[self.begins - 1] if self.begins else 0


OLD = {f"{seed}.txt": made_article(seed) for seed in range(1, 6)}
CHANGED = {**OLD, "2.txt": made_article(12), "7.txt": made_article(7)}
del CHANGED["4.txt"]

SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario("first", [], OLD),
        Scenario("changed", [OLD], CHANGED),
        Scenario("merging", [{n: OLD[n] for n in ("1.txt", "2.txt")}, OLD], CHANGED, constants=MERGING, begins=2),
        Scenario("full", [OLD], CHANGED, full=True, begins=1),
    )
}


@dataclass(frozen=True)
class Prepared:
    """A scenario with its corpus already changed and its index not yet: what may come out of it."""

    scenario: Scenario
    corpus: Path
    tree: Tree
    """The parent folder of the index before the rebuild."""
    old: Answer
    new: Answer
    embedded: int
    """Passages that the rebuild gives to the encoder when nothing disturbs it."""

    def rebuild(self, index: Path) -> int:
        """The scenario's rebuild to its end; how many passages it gave to the encoder."""
        QuickPassages.embedded.clear()
        rebuild(self.corpus, index, full=self.scenario.full)
        return len(QuickPassages.embedded)

    def check(self, folder: Path, *, kept: int) -> str:
        """Holds what is left of a rebuild to its promises; `kept` passages were safe. "old" or "new", as it answered.

        It is whole and answers as the old or the new one, and the next rebuild ends as if nothing had happened.
        """
        index = folder / INDEX
        found = answers(index)
        assert found in (self.old, self.new)
        assert found is None or wrong_files(index) == []
        again = self.rebuild(index)
        if found == self.new and not self.scenario.full:
            assert again == 0
        if found != self.new:
            assert again <= self.embedded - kept
        assert answers(index) == self.new
        assert wrong_files(index) == []
        left = stray(index)
        assert not left, left
        return "new" if found == self.new else "old"


def prepare(scenario: Scenario, folder: Path) -> Prepared:
    """Builds the old index in a folder, with the scenario's constants and the quick encoder already in place."""
    corpus, work = folder / "corpus", folder / "work"
    work.mkdir(parents=True)
    with constants({**scenario.constants, "index.merging.TIER_FACTOR": 8}):
        for articles in scenario.before:
            write_corpus(corpus, articles)
            rebuild(corpus, work / INDEX)
    write_corpus(corpus, scenario.after)
    old, tree = answers(work / INDEX), read_tree(work)
    QuickPassages.embedded.clear()
    rebuild(corpus, work / INDEX, full=scenario.full)
    return Prepared(scenario, corpus, tree, old, answers(work / INDEX), len(QuickPassages.embedded))


@contextlib.contextmanager
def constants(values: Mapping[str, int]) -> Iterator[None]:
    """Sets constants of modules, by their dotted names."""
    places = [(importlib.import_module(name.rpartition(".")[0]), name.rpartition(".")[2]) for name in values]
    before = [getattr(module, name) for module, name in places]
    for (module, name), value in zip(places, values.values(), strict=True):
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name), value in zip(places, before, strict=True):
            setattr(module, name, value)


# Steps


@dataclass(frozen=True)
class Step:
    """One call of index.disk, about to be made."""

    kind: str
    path: Path
    data: bytes = b""
    """What a write appends, or what a flush, sync or close hands over."""
    new: Path | None = None
    """Where a rename leads."""
    size: int = 0
    """Where a file is cut off."""
    half: Callable[[], object] = lambda: None
    """Does a part of it."""


def moments(steps: Sequence[tuple[str, str]], start: int = 0) -> Iterator[tuple[int, bool]]:
    """When to stop a rebuild, given the steps it makes: before one, counted from 1, or half way through it.

    That is before every step that reaches the disk, and within those that can be half done. What was written so far is
    in the process's own memory until it is handed over, so before a write is the same as before the step ahead of it.
    Of the writes to a file of a piece the last is cut, which leaves half of the file.
    """
    ends = {name: n for n, (kind, name) in enumerate(steps) if kind == "write"}
    for n, (kind, name) in enumerate(steps):
        if n < start:
            continue
        if kind != "write":
            yield n + 1, False
        if kind in ("lock", "rmtree") or (kind == "write" and (ends[name] == n or name.startswith("embedded-"))):
            yield n + 1, True


class Steps:
    """Stands between the rebuild and index.disk. `step` is called for every step and does it."""

    def __init__(self) -> None:
        self.synced: set[int] = set()  # inodes, by os.fsync

    def step(self, step: Step, perform: Callable[[], object]) -> object:
        return perform()

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """In place of the functions of index.disk; nothing really waits for the disk meanwhile."""
        names = (
            "OutputFile", "append", "sync", "replace", "make_folder", "make_folders", "open_lock", "write_lock",
            "remove", "remove_folder",
        )  # fmt: skip
        real = {name: getattr(disk, name) for name in names}
        fsync = os.fsync
        try:
            os.fsync = lambda descriptor: self.synced.add(os.fstat(descriptor).st_ino)
            for name, function in self._wrapped(real).items():
                setattr(disk, name, function)
            yield
        finally:
            os.fsync = fsync
            for name, function in real.items():
                setattr(disk, name, function)

    def _wrapped(self, real: Mapping[str, Callable]) -> dict[str, Callable]:
        locks: dict[int, Path] = {}

        def append(path: Path, size: int) -> disk.OutputFile:
            if path.exists():
                self.step(Step("truncate", path, size=size), lambda: os.truncate(path, size))
            return real["append"](path, size)

        def make_folders(path: Path) -> None:
            # every folder on its own, as the real one makes them
            mkdir = Path.mkdir

            def make(folder: Path, *args: object, **options: object) -> None:
                self.step(Step("mkdir", folder), lambda: mkdir(folder, *args, **options))

            Path.mkdir = make
            try:
                real["make_folders"](path)
            finally:
                Path.mkdir = mkdir

        def open_lock(path: Path) -> int:
            kind = "reopen" if path.exists() else "open"
            descriptor = self.step(Step(kind, path), lambda: real["open_lock"](path))
            locks[descriptor] = path
            return descriptor

        def write_lock(descriptor: int, data: bytes) -> None:
            path = locks[descriptor]
            self.step(
                Step("lock", path, data, half=lambda: real["write_lock"](descriptor, data[: len(data) // 2])),
                lambda: real["write_lock"](descriptor, data),
            )

        def remove_folder(path: Path) -> None:
            def half() -> None:
                for file in sorted(path.iterdir())[::2]:
                    file.unlink()

            self.step(Step("rmtree", path, half=half), lambda: real["remove_folder"](path))

        return {
            "OutputFile": _traced(self, real["OutputFile"]),
            "append": append,
            "make_folders": make_folders,
            "open_lock": open_lock,
            "write_lock": write_lock,
            "remove_folder": remove_folder,
            "sync": lambda path: self.step(Step("sync", path), lambda: real["sync"](path)),
            "replace": lambda old, new: self.step(Step("rename", old, new=new), lambda: real["replace"](old, new)),
            "make_folder": lambda path: self.step(Step("mkdir", path), lambda: real["make_folder"](path)),
            "remove": lambda path: self.step(Step("unlink", path), lambda: real["remove"](path)),
        }


def _traced(steps: Steps, real: type[disk.OutputFile]) -> type[disk.OutputFile]:
    class Traced(real):
        def __init__(self, path: Path, mode: str = "wb") -> None:
            self._pending = b""
            kind = "reopen" if mode == "ab" and path.exists() else "open"
            steps.step(Step(kind, path), lambda: real.__init__(self, path, mode))

        def write(self, data: bytes | memoryview) -> int:
            data = bytes(data)

            def half() -> None:
                real.write(self, data[: len(data) // 2])
                real.flush(self)

            written = steps.step(Step("write", self.path, data, half=half), lambda: real.write(self, data))
            self._pending += data
            assert len(self._pending) < disk.BUFFER  # else it would not be known what the system has
            return written

        def flush(self) -> None:
            self._hand_over("flush", lambda: real.flush(self))

        def sync(self) -> None:
            self._hand_over("sync", lambda: real.sync(self))

        def close(self) -> None:
            self._hand_over("close", lambda: real.close(self))

        def _hand_over(self, kind: str, perform: Callable[[], object]) -> None:
            if self._pending or kind == "sync":
                steps.step(Step(kind, self.path, self._pending), perform)
                self._pending = b""
            else:
                perform()

    return Traced


class Full(Steps):
    """A disk that is full from the given step on: that step fails, and then whatever wants room."""

    WANTING = frozenset({"open", "mkdir", "write", "flush", "close", "lock"})

    def __init__(self, at: int = 0) -> None:
        super().__init__()
        self._at = at
        self.steps: list[tuple[str, str]] = []

    def step(self, step: Step, perform: Callable[[], object]) -> object:
        self.steps.append((step.kind, step.path.name))
        if len(self.steps) == self._at or (0 < self._at < len(self.steps) and step.kind in self.WANTING):
            if step.kind == "close":
                perform()  # it is closed all the same
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return perform()


# Power cuts


def _common(one: bytes, other: bytes) -> int:
    """Bytes that two files begin with alike."""
    if one.startswith(other) or other.startswith(one):
        return min(len(one), len(other))
    return next(n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)


@dataclass(eq=False)
class _File:
    live: bytes = b""
    kept: bytes = b""

    def half(self) -> bytes:
        """The disk got to half of what it was not told to keep."""
        same = _common(self.live, self.kept)
        return self.live[: same + (len(self.live) - same) // 2] if self.live != self.kept else self.kept

    def zeroed(self) -> bytes:
        """The size is known and the bytes are not."""
        same = _common(self.live, self.kept)
        return self.live[:same] + bytes(len(self.live) - same)

    def torn(self) -> bytes:
        """The size is known, and half of the bytes are."""
        return self.half() + bytes(len(self.live) - len(self.half()))


Entries = dict[str, "_File | _Folder"]


@dataclass(eq=False)
class _Folder:
    live: Entries = field(default_factory=dict)
    kept: Entries = field(default_factory=dict)
    pending: list[dict[str, "_File | _Folder | None"]] = field(default_factory=list)
    """Changes since the last fsync, each of which is whole or not at all: a name to what it then means."""

    def change(self, entries: Mapping[str, "_File | _Folder | None"]) -> None:
        self.pending.append(dict(entries))
        _apply(self.live, entries)

    def with_changes(self, chosen: Callable[[int], bool]) -> Entries:
        """What it may hold on disk: some of the changes got there."""
        entries = dict(self.kept)
        for n, change in enumerate(self.pending):
            if chosen(n):
                _apply(entries, change)
        return entries


def _apply(entries: Entries, change: Mapping[str, "_File | _Folder | None"]) -> None:
    for name, node in change.items():
        if node is None:
            entries.pop(name, None)
        else:
            entries[name] = node


class Disk:
    """A disk that keeps of files and folders what they were at their last fsync, and of the rest what it likes."""

    def __init__(self, tree: Tree) -> None:
        self._root = _Folder()
        for name, content in sorted(tree.items()):
            folder, last = self._place(name)
            folder.live[last] = folder.kept[last] = _Folder() if content is None else _File(content, content)
        self._written: list[_File] = []

    def _place(self, name: str) -> tuple[_Folder, str]:
        *parts, last = Path(name).parts
        folder = self._root
        for part in parts:
            folder = folder.live[part]
        return folder, last

    def apply(self, event: tuple) -> None:
        """Does what was recorded."""
        kind, name, *rest = event
        folder, last = self._place(name) if name != "." else (self._root, "")
        node = folder.live.get(last) if last else self._root
        if kind == "mkdir":
            folder.change({last: _Folder()})
        elif kind == "open" and node is None:
            folder.change({last: _File()})
        elif kind == "open":
            node.live = b""
        elif kind == "data":
            node.live += rest[0]
            self._written.append(node)
        elif kind == "truncate":
            node.live = node.live[: rest[0]]
        elif kind == "fsync":
            node.kept = dict(node.live) if isinstance(node, _Folder) else node.live
            if isinstance(node, _Folder):
                node.pending.clear()
        elif kind == "rename":
            folder.change({last: None, Path(rest[0]).name: node})
        elif kind == "remove" and node is not None:
            folder.change({last: None})

    def live(self) -> Tree:
        """What a process sees."""
        return self._tree(lambda f: f.live, lambda f: f.live)

    def states(self) -> Iterator[tuple[str, Tree]]:
        """What may lie on the disk when the power goes now: how it came about, and the files."""
        last = next((f for f in reversed(self._written) if f.live != f.kept), None)
        kept, live = (lambda f: f.kept), (lambda f: f.live)
        yield "nothing that was not synced", self._tree(kept, kept)
        yield "half of the data", self._tree(kept, _File.half)
        yield "the data, no names", self._tree(kept, live)
        yield "the names, no data", self._tree(live, kept)
        yield "the names, half of the data", self._tree(live, _File.half)
        yield "the names, zeros for data", self._tree(live, _File.zeroed)
        yield "the names, zeros for half of the data", self._tree(live, _File.torn)
        yield "all but the last data", self._tree(live, lambda f: f.zeroed() if f is last else f.live)
        yield "all", self.live()
        # names in another order than they were changed in
        for folder in self._folders():
            for n in range(len(folder.pending)):
                yield (
                    f"one name alone, {n}",
                    self._tree(lambda f, a=folder, n=n: a.with_changes(n.__eq__) if f is a else f.kept, kept),
                )
                yield (
                    f"all names but one, {n}",
                    self._tree(lambda f, a=folder, n=n: a.with_changes(n.__ne__) if f is a else f.live, live),
                )

    def _folders(self) -> Iterator[_Folder]:
        """The root, the index, the folder of its pieces, and the pieces that a manifest names.

        What a piece holds that no manifest names makes no difference to anything: it is removed unread.
        """
        yield self._root
        known = b"".join(c or b"" for n, c in [*self.live().items(), *self._tree_kept().items()] if "manifest" in n)
        for side in (lambda f: f.live, lambda f: f.kept):
            index = side(self._root).get(INDEX)
            pieces = side(index).get(store.PIECES) if index else None
            yield from filter(None, (index, pieces))
            for name, piece in side(pieces).items() if pieces else ():
                if name.encode() in known:
                    yield piece

    def _tree_kept(self) -> Tree:
        return self._tree(lambda f: f.kept, lambda f: f.kept)

    def _tree(self, entries: Callable[[_Folder], Entries], content: Callable[[_File], bytes]) -> Tree:
        tree: Tree = {}

        def walk(folder: _Folder, prefix: str) -> None:
            for name, node in entries(folder).items():
                if isinstance(node, _Folder):
                    tree[prefix + name] = None
                    walk(node, f"{prefix}{name}/")
                else:
                    tree[prefix + name] = content(node)

        walk(self._root, "")
        return tree


class Recorder(Steps):
    """Writes down what reaches the system, in the order in which it does, and what was embedded before."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root
        self.events: list[tuple] = []
        self.embedded: list[int] = []
        """Passages embedded before each event."""

    def _add(self, kind: str, path: Path, *rest: object) -> None:
        self.events.append((kind, str(path.relative_to(self._root)), *rest))
        self.embedded.append(len(QuickPassages.embedded))

    def step(self, step: Step, perform: Callable[[], object]) -> object:
        self.synced.clear()
        removed = sorted(step.path.iterdir()) if step.kind == "rmtree" else []
        inode = step.path.stat().st_ino if step.kind == "sync" else None
        done = perform()
        if step.kind in ("mkdir", "open"):
            self._add(step.kind, step.path)
        elif step.kind == "truncate":
            self._add("truncate", step.path, step.size)
        elif step.kind == "rename":
            self._add("rename", step.path, str(step.new.relative_to(self._root)))
        elif step.kind == "lock":
            self._add("truncate", step.path, 0)
            self._add("data", step.path, step.data)
        elif step.kind in ("unlink", "rmtree"):
            for path in (*removed, step.path):
                self._add("remove", path)
        elif step.kind in ("flush", "sync", "close") and step.data:
            self._add("data", step.path, step.data)
        if step.kind == "sync" and inode in self.synced:
            self._add("fsync", step.path)
        return done


# Kills: the process that forks

EMBEDDED, KEPT, STEP, ANSWER, DONE, FAILED = "embedded", "kept", "step", "answer", "done", "failed"


@dataclass(frozen=True)
class Life:
    """What a rebuild in a process of its own came to."""

    pid: int
    status: int
    """As of os.waitpid."""
    seconds: float
    lines: list[tuple[str, str]]

    @property
    def killed(self) -> bool:
        return os.WIFSIGNALED(self.status) and os.WTERMSIG(self.status) == signal.SIGKILL

    @property
    def stopped(self) -> bool:
        return os.WIFSTOPPED(self.status)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The steps that it came to: their kind and the name of the file or folder."""
        return [tuple(text.split(" ", 1)) for kind, text in self.lines if kind == STEP]

    @property
    def embedded(self) -> int:
        """Passages given to the encoder."""
        return sum(kind == EMBEDDED for kind, _ in self.lines)

    @property
    def kept(self) -> int:
        """Of these, the ones that were in the journal, and the journal handed to the system."""
        last = max((n for n, (kind, _) in enumerate(self.lines) if kind == KEPT), default=0)
        return sum(kind == EMBEDDED for kind, _ in self.lines[:last])

    @property
    def answers(self) -> list[tuple[str, str, list[str]]]:
        """Of a search: the generation that was asked, a digest of its content, and the hits."""
        return [tuple(json.loads(text)) for kind, text in self.lines if kind == ANSWER]

    @property
    def error(self) -> str | None:
        """The error it ended in."""
        return next((text for kind, text in self.lines if kind == FAILED), None)


class Forks:
    """Rebuilds as processes of their own, forked from one that has all imported."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "log"
        self._number = 0
        self._logs: dict[int, Path] = {}
        environment = os.environ | {
            "PYTHONPATH": f"{Path(__file__).parent}{os.pathsep}{ROOT}",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, __file__], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _ask(self, **job: object) -> dict:
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def start(self, corpus: Path, index: Path, *, do: str = "rebuild", **job: object) -> int:
        """Begins a rebuild, or a search until `stop` lies beside the index; its process."""
        self._number += 1
        log = self._log.with_suffix(f".{self._number}")
        log.touch()
        pid = self._ask(do=do, corpus=str(corpus), index=str(index), log=str(log), **job)["pid"]
        self._logs[pid] = log
        return pid

    def wait(self, pid: int, **job: object) -> Life:
        """Waits until a rebuild has ended or stopped; with `delay`, kills it after so many seconds."""
        done = self._ask(do="wait", pid=pid, **job)
        lines = [tuple(line.split(" ", 1)) for line in self._logs[pid].read_text().splitlines()]
        return Life(pid, done["status"], done["seconds"], lines)

    def begin(self, prepared: Prepared, index: Path, **job: object) -> int:
        """Begins a scenario's rebuild. `at`: it kills itself before that step, or with `half` within it."""
        scenario = prepared.scenario
        return self.start(prepared.corpus, index, full=scenario.full, constants=dict(scenario.constants), **job)

    def run(self, prepared: Prepared, index: Path, *, at: int = 0, half: bool = False, **job: object) -> Life:
        """Begins it and waits."""
        return self.wait(self.begin(prepared, index, at=at, half=half), **job)


class _Dying(Steps):
    """Kills or stops its process at a step."""

    def __init__(self, log: int, at: int, half: bool, number: int) -> None:
        super().__init__()
        self._log, self._at, self._half, self._signal, self._count = log, at, half, number, 0

    def step(self, step: Step, perform: Callable[[], object]) -> object:
        self._count += 1
        self.say(STEP, f"{step.kind} {step.path.name}")
        if self._count == self._at:
            if self._half:
                step.half()
            os.kill(os.getpid(), self._signal)
        done = perform()
        if step.kind in ("flush", "sync") and step.path.name.startswith("embedded-"):
            self.say(KEPT, "")
        return done

    def say(self, kind: str, text: str) -> None:
        os.write(self._log, f"{kind} {text}\n".encode())


def _live(job: dict) -> None:
    """A rebuild, in a process of its own."""
    log = os.open(job["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    steps = _Dying(log, job.get("at", 0), job.get("half", False), job.get("signal", signal.SIGKILL))

    class Told(QuickPassages):
        def passages(self, *args: object) -> Iterator:
            for item in super().passages(*args):
                steps.say(EMBEDDED, "")
                yield item

    from index import intake

    intake.PassageEncoder = Told
    chance = random.Random(job.get("seed", 1))
    uuid.uuid4 = lambda: uuid.UUID(int=chance.getrandbits(128), version=4)  # one name a run: states can be compared
    with constants(job.get("constants") or SMALL), steps.installed():
        try:
            rebuild(Path(job["corpus"]), Path(job["index"]), full=job.get("full", False))
            steps.say(DONE, "")
        except Exception as error:  # noqa: BLE001 - told to the test
            steps.say(FAILED, f"{type(error).__name__} {error}")
            if not isinstance(error, store.IndexBusyError):
                traceback.print_exc()


def _search(job: dict) -> None:
    """Searches again and again, in a process of its own."""
    log, index = os.open(job["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND), Path(job["index"])
    try:
        while not (index.parent / "stop").exists():
            opened = Index.open(index, recipe=RECIPE, max_bytes=MAX_BYTES)
            for _ in range(2):
                line = json.dumps([opened.manifest.generation, digest(content(opened)), hits(opened)])
                os.write(log, f"{ANSWER} {line}\n".encode())
    except Exception as error:  # noqa: BLE001 - told to the test
        os.write(log, f"{FAILED} {type(error).__name__} {error}\n".encode())


def digest(found: object) -> str:
    """Of anything whose text says all of it."""
    return hashlib.sha256(repr(found).encode()).hexdigest()


def _serve(warm: Path) -> None:
    write_corpus(warm / "corpus", OLD)
    from index import intake

    intake.PassageEncoder = QuickPassages
    rebuild(warm / "corpus", warm / INDEX)
    answers(warm / INDEX)
    started: dict[int, float] = {}
    for line in sys.stdin:
        job = json.loads(line)
        if job["do"] != "wait":
            pid = os.fork()
            if not pid:
                with contextlib.suppress(BaseException):
                    (_live if job["do"] == "rebuild" else _search)(job)
                os._exit(0)
            started[pid] = time.monotonic()
            reply = {"pid": pid}
        else:
            pid = job["pid"]
            if "delay" in job:
                time.sleep(job["delay"])
                os.kill(pid, signal.SIGKILL)
            if "signal" in job:
                os.kill(pid, job["signal"])
            _, status = os.waitpid(pid, os.WUNTRACED)
            reply = {"status": status, "seconds": time.monotonic() - started[pid]}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        _serve(Path(folder))
