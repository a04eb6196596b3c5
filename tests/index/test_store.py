"""What lies on disk: the manifest, folders that are not ours, the lock, and the one step that publishes."""

import json
import os
import resource
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from quick_encoder import (  # noqa: F401 - fixtures
    MAX_BYTES,
    QuickQuestions,
    built_fixture,
    corpus_fixture,
    embedded_fixture,
    opened_fixture,
    rebuild,
    write_articles,
)

from index import store
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
from index.manifest import FORMAT, SCHEMA, FileSeal, Manifest, Piece, Recipe, sealed
from index.search import Index
from index.store import read_manifest
from index.vectors import Layout

PIECE = "s-0123456789abcdef"
RECIPE = Recipe("quick", "0" * 64, 24, 400, 200, 100, 1, 2)
MANIFEST = Manifest(
    generation="abc",
    origin="abd",
    built="2026-11-22T10:00:00Z",
    corpus="/news/\udcff",
    encoder_folder="/models/mini",
    recipe=RECIPE,
    pieces=(
        Piece(PIECE, 2, 5, (), 0, Layout("flat", 0, 0, "e" * 64), {"vectors.faiss": FileSeal(10, "f" * 64)}),
        Piece(PIECE[:-1] + "0", 9, 40, (3, 7), 11, Layout("ivf", 80, 2, "d" * 64), {}),
    ),
    skipped=(("a.txt", "empty"),),
)


def contents(folder):
    """Every file below a folder with its bytes and time; folders with None."""
    return {
        str(p.relative_to(folder)): (p.read_bytes(), p.stat().st_mtime_ns) if p.is_file() else None
        for p in folder.rglob("*")
    }


def answers(index):
    """What an index finds: enough to tell whether it is whole and of which generation."""
    opened = Index.open(index, max_bytes=MAX_BYTES)
    found = opened.search("olive harvest", QuickQuestions()).hits
    return opened.manifest.generation, [(h.article.source, h.span, h.score) for h in found]


def manifest_with(index, **changes):
    """Writes the manifest of an index with other values, and with the digest that belongs to them."""
    path = index / store.MANIFEST
    path.write_text(sealed(json.loads(path.read_text()) | changes))


# The manifest


def test_a_manifest_comes_back_as_it_was(tmp_path):
    store.publish(tmp_path, MANIFEST)
    assert read_manifest(tmp_path) == MANIFEST
    assert (MANIFEST.articles, MANIFEST.passages) == (2 + 7, 5 + 29)
    assert [p.name for p in tmp_path.iterdir()] == [store.MANIFEST]


@pytest.mark.parametrize("schema", [SCHEMA + 1, 99, "2", None, 1.5])
def test_a_newer_schema_is_refused_and_never_overwritten(built, corpus, schema):
    manifest_with(built, schema=schema)
    before = contents(built)
    write_articles(corpus, {"new.txt": "A new article."})
    for attempt in (
        lambda: Index.open(built, max_bytes=MAX_BYTES),
        lambda: rebuild(corpus, built),
        lambda: rebuild(corpus, built, full=True),
    ):
        with pytest.raises(IndexNewerError, match="newer version"):
            attempt()
    assert contents(built) == before


def test_an_older_schema_is_not_searched_but_rebuilt(built, corpus, embedded):
    path = built / store.MANIFEST
    value = json.loads(path.read_text()) | {"schema": 1}
    del value["sha256"]  # it had none
    path.write_text(json.dumps(value))
    with pytest.raises(IndexOutdatedError, match="run qa index rebuild"):
        Index.open(built, max_bytes=MAX_BYTES)
    assert rebuild(corpus, built).changed
    assert answers(built)[1]
    assert len(list((built / store.PIECES).iterdir())) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"format": "corpus-qa index", "schema": 2}',
        "[" * 100_000,
        "\x00\x00\x00\x00",
        "null",
        "{}",
        '{"format": "corpus-qa index", "schema": 2, "sha256": null}',
        '{"a": ' * 600 + "1" + "}" * 600,
        sealed({"format": FORMAT, "schema": SCHEMA}),
    ],
)
def test_a_damaged_manifest_says_so_and_is_rebuilt(built, corpus, text):
    (built / store.MANIFEST).write_text(text)
    with pytest.raises(IndexDamagedError, match="run qa index rebuild --full") as caught:
        read_manifest(built)
    assert "\n" not in str(caught.value)
    assert rebuild(corpus, built).changed
    assert answers(built)[1]


def test_the_manifest_says_how_vectors_are_laid_out(built):
    value = json.loads((built / store.MANIFEST).read_text())
    assert value["layout_rule"].keys() == {"flat", "ivf", "mapping"}
    assert value["pieces"][0]["vectors"]["kind"] == "flat"
    assert (value["schema"], value["pieces"][0]["dead"]) == (SCHEMA, [])


def flipped(content, position, mask):
    return content[:position] + bytes([content[position] ^ mask]) + content[position + 1 :]


@pytest.mark.parametrize("mask", [0x01, 0x10, 0x80])
def test_a_flipped_byte_anywhere_in_the_manifest_is_noticed(built, mask):
    path = built / store.MANIFEST
    content, expected = path.read_bytes(), read_manifest(built)
    noticed, positions = 0, range(mask % 5, len(content), 5)
    for position in positions:
        path.write_bytes(flipped(content, position, mask))
        try:
            same = read_manifest(built) == expected
        except (IndexDamagedError, NotAnIndexError, IndexOutdatedError) as error:
            assert "\n" not in str(error)
            noticed += 1
        else:
            assert same  # a letter of an escape, or white space
    assert noticed > 0.99 * len(positions)


def test_a_manifest_whose_digest_is_wrong_is_rebuilt(built, corpus, embedded):
    path = built / store.MANIFEST
    path.write_text(path.read_text().replace('"articles": 3', '"articles": 4'))
    with pytest.raises(IndexDamagedError, match=r"its digest is wrong.*--full"):
        read_manifest(built)
    assert rebuild(corpus, built).changed
    assert answers(built)[1]


def test_a_value_is_sealed_with_the_digest_of_its_content():
    one, other = (json.loads(sealed(value)) for value in ({"a": 1, "b": [2]}, {"b": [2], "a": 1, "sha256": "x"}))
    assert one == other
    assert len(one["sha256"]) == 64
    assert json.loads(sealed({"a": 1}))["sha256"] != one["sha256"]


@pytest.mark.parametrize("name", ["../x", "/etc", "..", "", "s-0123/../../x", "a\x00b", "s-xyz", 7, None])
def test_a_name_that_leads_out_of_the_folder_is_damage(built, name):
    manifest = json.loads((built / store.MANIFEST).read_text())
    piece = manifest["pieces"][0]
    manifest_with(built, pieces=[piece | {"name": name}])
    with pytest.raises(IndexDamagedError):
        read_manifest(built)
    if isinstance(name, str):
        manifest_with(built, pieces=[piece | {"files": {name: {"bytes": 1, "sha256": ""}}}])
        with pytest.raises(IndexDamagedError):
            read_manifest(built)


@pytest.mark.parametrize(
    "changes",
    [
        {"pieces": 5},
        {"pieces": [5]},
        {"pieces": [{}]},
        {"recipe": 5},
        {"skipped": [["one"]]},
        {"origin": [], "pieces": 1},
        {"layout_rule": {}, "pieces": [{"name": PIECE, "dead": 7}]},
    ],
)
def test_values_of_another_kind_are_damage(built, changes):
    manifest_with(built, **changes)
    with pytest.raises(IndexDamagedError):
        read_manifest(built)


@pytest.mark.parametrize("fields", [{}, {"terms_version": 1}])
def test_a_recipe_of_other_fields_is_one_of_another_version(built, fields):
    manifest_with(built, recipe=fields)
    with pytest.raises(IndexOutdatedError, match="another version"):
        read_manifest(built)
    assert store.replaceable(built) is None


# Folders that are not ours


def test_no_index_where_there_is_no_folder_or_an_empty_one(tmp_path):
    for folder in (tmp_path / "none", tmp_path):
        with pytest.raises(NoIndexError, match="run qa index rebuild"):
            read_manifest(folder)


@pytest.mark.parametrize(
    "files",
    [
        {"notes.txt": "mine"},
        {"manifest.json": '{"name": "an extension"}'},
        {"manifest.json": "[1, 2]"},
        {"manifest.json": "// with a comment\n{}"},  # cannot be read: still somebody else's
        {"manifest.json": "\xff\xfe"},
        {"manifest.json": "{", "pieces/chess.txt": "mine"},
        {"manifest.json": "{", f"pieces/{PIECE}/x.npy": "", "notes.txt": "mine"},
        {"manifest.json.bak": "mine"},
        {"pieces/chess.txt": "mine"},
        {"pieces": "a file"},
        {"lock": "the combination is 1234"},
        {"lock/key.txt": "mine"},
        {"manifest.json/x.txt": "mine"},
    ],
)
def test_a_folder_of_somebody_else_is_refused_and_left_alone(tmp_path, corpus, embedded, files):
    folder = tmp_path / "folder"
    write_articles(folder, files)
    before = contents(folder)
    for attempt in (
        lambda: read_manifest(folder),
        lambda: rebuild(corpus, folder),
        lambda: rebuild(corpus, folder, full=True),
    ):
        with pytest.raises((NotAnIndexError, IndexNotReadableError)) as caught:
            attempt()
        assert "\n" not in str(caught.value)
    assert contents(folder) == before


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path, corpus, embedded):
    file = tmp_path / "index"
    file.write_text("mine")
    for folder in (file, file / "below"):
        with pytest.raises(IndexingError) as caught:
            rebuild(corpus, folder)
        assert "\n" not in str(caught.value)
    with pytest.raises(NotAnIndexError, match="is a file"):
        read_manifest(file)
    assert file.read_text() == "mine"


def test_what_an_interrupted_first_build_leaves_is_taken_over(tmp_path, corpus, embedded):
    index = tmp_path / "index"
    left = index / store.PIECES / PIECE
    left.mkdir(parents=True)
    (left / "half.npy").write_text("half")
    (index / store.LOCK).write_text("12345")
    (index / f"{store.MANIFEST}.0123abcd").write_text("{")
    (index / "embedded-0123456789ab.log").write_bytes(b"half a record")
    (index / "embedded-0123456789ab-full.log").write_bytes(b"")
    with pytest.raises(NoIndexError):
        read_manifest(index)
    rebuild(corpus, index)
    assert answers(index)[1]
    assert not left.exists()
    assert sorted(p.name for p in index.iterdir()) == [store.LOCK, store.MANIFEST, store.PIECES]


def test_sweeping_removes_only_what_an_index_makes(built, corpus):
    names = (
        "manifest.json.bak",
        "notes.txt",
        "pieces/mine/x.txt",
        "embedded-mine.log",
        "embedded-0123456789ab.log.bak",
    )
    kept = [built / name for name in names]
    for path in kept:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    stale = built / store.PIECES / PIECE
    stale.mkdir()
    write_articles(corpus, {"new.txt": "A new article."})
    rebuild(corpus, built)
    assert all(path.read_text() == "mine" for path in kept)
    assert not stale.exists()


# Journals


def test_a_journal_belongs_to_a_recipe_an_index_and_a_kind_of_rebuild(tmp_path):
    later = replace(MANIFEST, generation="later")
    anew = replace(MANIFEST, generation="anew", origin="anew")
    other = replace(RECIPE, encoder_sha256="1" * 64)

    def names(recipe, live):
        return [store.journal_path(tmp_path, recipe, live, full=full).name for full in (False, True)]

    plain, full = names(RECIPE, MANIFEST)
    assert names(RECIPE, MANIFEST) == [plain, full]
    assert names(RECIPE, later)[1] == full  # an ordinary rebuild in between does not end it
    different = {
        plain,
        full,
        names(RECIPE, later)[0],
        *names(RECIPE, anew),
        *names(other, MANIFEST),
        *names(RECIPE, None),
    }
    assert len(different) == 9
    assert store.journals(tmp_path, RECIPE, MANIFEST) == {tmp_path / plain, tmp_path / full}


def test_sweeping_keeps_the_journals_that_may_be_taken_up(built):
    manifest = read_manifest(built)
    kept = store.journals(built, manifest.recipe, manifest)
    others = [built / "embedded-0123456789ab.log", built / "embedded-0123456789ab-full.log"]
    for path in (*kept, *others):
        path.touch()
    store.sweep(built, keep=kept)
    assert all(path.exists() for path in kept)
    assert not any(path.exists() for path in others)
    store.sweep(built)
    assert not any(path.exists() for path in kept)


# Pieces


def files_of(index):
    """Every file of the live pieces."""
    return [store.piece_folder(index, p) / name for p in read_manifest(index).pieces for name in sorted(p.files)]


def verified(index):
    """Files that are not what was written."""
    return {path.name for p in read_manifest(index).pieces for path, problem in store.verify(index, p) if problem}


def test_a_missing_or_cut_file_of_a_piece_is_damage_in_one_line_and_is_rebuilt(built, corpus, embedded):
    for path in files_of(built):
        content = path.read_bytes()
        for damaged in (None, content[:-1], content + b"x"):
            if damaged == content:
                continue
            path.unlink(missing_ok=True)
            if damaged is not None:
                path.write_bytes(damaged)
            with pytest.raises(IndexDamagedError, match=f"{path.name} is (missing|damaged).*--full") as caught:
                Index.open(built, max_bytes=MAX_BYTES)
            assert "\n" not in str(caught.value)
            assert verified(built) == {path.name}
        path.write_bytes(content)
    path.unlink()
    assert rebuild(corpus, built).changed
    assert answers(built)[1]


def test_a_flipped_byte_in_any_file_is_found_by_verifying(built, monkeypatch):
    monkeypatch.setattr(store, "CHECKED_AT_OPENING", 0)
    paths = files_of(built)
    assert verified(built) == set()
    assert {p.name for p in paths} == {p.name for p in paths[0].parent.iterdir()}
    for path in paths:
        content = path.read_bytes()
        for position in {0, len(content) // 2, len(content) - 1} if content else ():
            path.write_bytes(flipped(content, position, 0x20))
            assert verified(built) == {path.name}
            with pytest.raises(IndexDamagedError, match=rf"{path.name} is damaged \(its digest is wrong\).*--full"):
                store.check_digests(built, read_manifest(built).pieces[0])
        path.write_bytes(content)
    store.check_digests(built, read_manifest(built).pieces[0])


def test_small_files_are_read_at_opening_and_large_ones_are_not(built, monkeypatch):
    path = next((built / store.PIECES).glob("*/sentence_vectors.bin"))
    content = path.read_bytes()
    path.write_bytes(flipped(content, 5, 0x20))
    with pytest.raises(IndexDamagedError, match="its digest is wrong"):
        Index.open(built, max_bytes=MAX_BYTES)
    monkeypatch.setattr(store, "CHECKED_AT_OPENING", len(content) - 1)
    Index.open(built, max_bytes=MAX_BYTES)
    monkeypatch.setattr(store, "CHECKED_AT_OPENING", len(content))
    with pytest.raises(IndexDamagedError, match="its digest is wrong"):
        Index.open(built, max_bytes=MAX_BYTES)


def test_a_file_that_cannot_be_read_is_told_and_is_no_damage(built, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(store, "sha256", refuse)
    (piece,) = read_manifest(built).pieces
    for attempt in (lambda: list(store.verify(built, piece)), lambda: Index.open(built, max_bytes=MAX_BYTES)):
        with pytest.raises(IndexNotReadableError, match=r"cannot be read: Permission denied"):
            attempt()


# The lock

HOLDER = """
import sys
from pathlib import Path
from index import store
with store.writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(index):
    """Another process that holds the lock."""
    root = Path(store.__file__).parent.parent
    command = [sys.executable, "-c", HOLDER, str(index)]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout.readline() == b"held\n"
            yield process
        finally:
            process.kill()


def test_a_second_rebuild_is_refused_with_the_holder_and_a_dead_one_does_not_block(built, corpus):
    write_articles(corpus, {"new.txt": "A new article."})
    before = answers(built)
    with holder(built) as process:
        with pytest.raises(IndexBusyError, match=f"process {process.pid}"):
            rebuild(corpus, built)
        assert answers(built) == before
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (built / store.LOCK).read_text() == str(process.pid)
        assert rebuild(corpus, built).changed


def test_a_second_rebuild_in_the_same_process_is_refused(built):
    with store.writing(built), pytest.raises(IndexBusyError, match=f"process {os.getpid()}"), store.writing(built):
        pass
    with store.writing(built):
        pass


# Publishing: at whatever step it fails, the index is the old one or the new one, whole


def _counting(real, reached, step, error):
    def counted(*args, **kwargs):
        reached.append(real.__name__)
        if len(reached) == step:
            raise error
        return real(*args, **kwargs)

    return counted


def _fsync(descriptor):
    """Takes no time: whether it is waited for is looked at elsewhere."""


@contextmanager
def failing(monkeypatch, step, error):
    """Raises at the given one of the steps that bring an index to disk; yields the list of steps reached."""
    reached = []
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", _fsync)
        for module, name in ((os, "fsync"), (os, "replace"), (os, "open"), (os, "mkdir"), (store, "sha256")):
            patch.setattr(module, name, _counting(getattr(module, name), reached, step, error))
        yield reached


@pytest.mark.parametrize("error", [OSError(30, "Read-only file system"), KeyboardInterrupt()])
def test_a_failure_at_any_step_leaves_the_old_index_or_the_new_one(built, corpus, monkeypatch, error):
    old = answers(built)
    write_articles(corpus, {"delta.txt": "An olive harvest festival in Fez.\n"})
    step, failed, published = 0, 0, False
    while True:
        step += 1
        generation = answers(built)[0]
        try:
            with failing(monkeypatch, step, error) as reached:
                rebuild(corpus, built, full=True)
        except (IndexNotWritableError, KeyboardInterrupt) as caught:
            failed += 1
            assert "\n" not in str(caught)
        except IndexingError:
            failed += 1
        if len(reached) < step:
            break
        found = answers(built)
        published = published or found[0] != old[0]
        assert published or found == old
        live = {p.name for p in read_manifest(built).pieces}
        assert live <= {p.name for p in (built / store.PIECES).iterdir()}
        if found[0] == generation:  # what failed before it was published is removed
            assert {p.name for p in (built / store.PIECES).iterdir()} == live
        assert not list(built.glob("manifest.json.*"))
    assert failed > 20
    assert len(list((built / store.PIECES).iterdir())) == 1


def test_everything_is_on_disk_before_the_one_rename_that_publishes(built, corpus, monkeypatch):
    steps = []

    def synced(descriptor, real=os.fsync):
        real(descriptor)
        steps.append(os.fstat(descriptor).st_ino)

    def renamed(source, target, real=os.replace):
        real(source, target)
        steps.append(Path(target).name)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    rebuild(corpus, built, full=True)
    (piece,) = (built / store.PIECES).iterdir()
    assert steps.count(store.MANIFEST) == 1
    publishing = steps.index(store.MANIFEST)
    before, after = set(steps[:publishing]), set(steps[publishing + 1 :])
    assert {path.stat().st_ino for path in (*piece.iterdir(), piece, piece.parent, built / store.MANIFEST)} <= before
    assert built.stat().st_ino in after


def test_a_full_disk_at_any_file_is_one_line_and_leaves_the_old_index(built, corpus, monkeypatch):
    before = answers(built)
    write_articles(corpus, {"delta.txt": "An olive harvest festival in Fez.\n"})
    sizes = sorted({path.stat().st_size for path in built.rglob("*") if path.is_file()})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    assert sizes[-1] > 300
    for size in sizes:
        if size <= 20:  # the lock
            continue
        resource.setrlimit(resource.RLIMIT_FSIZE, (size - 1, hard))
        try:
            with pytest.raises(IndexNotWritableError, match=r"the disk is full.*the old index is untouched") as caught:
                rebuild(corpus, built, full=True)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert "\n" not in str(caught.value)
        assert answers(built) == before
        assert len(list((built / store.PIECES).iterdir())) == 1
    assert rebuild(corpus, built, full=True).changed


@pytest.mark.parametrize("number", [1, 13, 30, 40])  # EPERM, EACCES, EROFS, ELOOP
def test_a_folder_that_cannot_be_written_is_one_line(tmp_path, corpus, embedded, monkeypatch, number):
    def refuse(*args, **kwargs):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "mkdir", refuse)
    with pytest.raises(IndexNotWritableError, match=f"{os.strerror(number)}.*choose another place"):
        rebuild(corpus, tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_a_manifest_that_may_not_be_read_is_not_replaced(built, corpus, monkeypatch):
    before = contents(built)

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", refuse)
        with pytest.raises(IndexNotReadableError, match="Permission denied"):
            rebuild(corpus, built, full=True)
    assert contents(built) == before
