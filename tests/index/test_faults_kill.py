"""A rebuild that is killed at any moment leaves the old index or the new one, and the next one goes on from there."""

import hashlib
import random
import signal
import threading
import time
from pathlib import Path

import pytest
from faults import (  # noqa: F401 - a fixture
    INDEX,
    LOCK,
    MANIFEST,
    RECIPE,
    SCENARIOS,
    SMALL,
    Forks,
    Life,
    Prepared,
    States,
    answers,
    constants,
    content,
    digest,
    folder_fixture,
    hits,
    journalled,
    made_article,
    moments,
    prepare,
    read_tree,
    write_corpus,
    write_tree,
)
from quick_encoder import MAX_BYTES, QuickPassages, rebuild

from index import intake, store
from index.errors import IndexBusyError, NoIndexError
from index.search import Index

RANDOM_KILLS = 12  # of each scenario
MOST_LOST = SMALL["index.intake.WINDOW"] + 1  # passages in a window, with articles of two


@pytest.fixture(scope="module", name="forks")
def forks_fixture(tmp_path_factory):
    forks = Forks(tmp_path_factory.mktemp("forks"))
    yield forks
    forks.close()


@pytest.fixture(autouse=True, scope="module")
def _quick():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "PassageEncoder", QuickPassages)
        patch.setattr("os.fsync", lambda descriptor: None)  # what a killed process wrote is there all the same
        yield


@pytest.fixture(name="prepared")
def prepared_fixture(request, folder):
    scenario = SCENARIOS[request.param]
    with constants(scenario.constants):
        yield prepare(scenario, folder / "prepared")


class Remains:
    """What kills left, each state checked once."""

    def __init__(self, prepared: Prepared, folder: Path) -> None:
        self._prepared, self._folder = prepared, folder
        self.outcomes: list[str] = []
        self._states = States()
        self.lives = 0

    def take(self, life: Life) -> None:
        self.lives += 1
        work = self._folder / "work"
        tree = read_tree(work)
        kept = journalled(tree, self._folder / "journal")
        if tree.get(MANIFEST) == self._prepared.tree.get(MANIFEST):
            assert kept >= life.kept  # what was flushed is there,
            assert life.embedded - kept <= MOST_LOST  # and that is nearly all
        tree.pop(LOCK, None)  # which names the process
        if self._states.worth(tree):
            self.outcomes.append(self._prepared.check(work, kept=kept))


@pytest.mark.parametrize("prepared", ["first", "merging", "full"], indirect=True)
def test_a_kill_at_every_step_leaves_the_old_index_or_the_new_one(prepared, forks, folder):
    work, remains = folder / "work", Remains(prepared, folder)
    write_tree(work, prepared.tree)
    whole = forks.run(prepared, work / INDEX)
    assert whole.error is None
    assert whole.embedded == prepared.embedded
    assert {"open", "write", "sync", "close", "rename", "mkdir", "lock", "unlink"} <= {kind for kind, _ in whole.steps}
    for n, half in moments(whole.steps, start=prepared.scenario.start(whole.steps)):
        write_tree(work, prepared.tree)
        life = forks.run(prepared, work / INDEX, at=n, half=half)
        assert life.killed
        assert life.steps == whole.steps[:n]
        remains.take(life)
    assert set(remains.outcomes) == {"old", "new"}
    print(f"{prepared.scenario.name}: {remains.lives} kills, {len(remains.outcomes)} states")


@pytest.mark.parametrize("prepared", SCENARIOS, indirect=True)
def test_a_kill_at_a_random_moment_leaves_the_old_index_or_the_new_one(prepared, forks, folder):
    chance = random.Random(prepared.scenario.name)
    work, remains = folder / "work", Remains(prepared, folder)
    write_tree(work, prepared.tree)
    seconds, killed = forks.run(prepared, work / INDEX).seconds, 0
    while killed < RANDOM_KILLS:
        write_tree(work, prepared.tree)
        life = forks.run(prepared, work / INDEX, delay=chance.uniform(0, seconds))
        assert life.error is None
        killed += life.killed
        if not life.killed:
            seconds *= 0.9  # the machine is less busy than it was
        remains.take(life)
    print(f"{prepared.scenario.name}: {killed} kills, {len(remains.outcomes)} states")


# Two rebuilds at once


@pytest.mark.parametrize("prepared", ["changed"], indirect=True)
def test_a_second_rebuild_says_who_holds_the_lock_and_a_dead_one_does_not_block(prepared, forks, folder):
    index = folder / "work" / INDEX
    write_tree(index.parent, prepared.tree)
    steps = forks.run(prepared, index).steps
    wanted = [
        ("lock", "lock"),
        ("write", "embedded-"),
        ("open", "vectors.faiss"),
        ("rename", "manifest"),
        ("rmtree", ""),
    ]
    for kind, name in wanted:
        # the step after it, so that the lock has its name
        at = next(n for n, (k, path) in enumerate(steps, 1) if k == kind and path.startswith(name)) + 1
        for end in (signal.SIGCONT, signal.SIGKILL):
            write_tree(index.parent, prepared.tree)
            pid = forks.begin(prepared, index, at=at, signal=signal.SIGSTOP)
            assert forks.wait(pid).stopped
            before = read_tree(index)
            with pytest.raises(IndexBusyError, match=rf"^[^\n]*process {pid}\)[^\n]*wait for it or stop it$"):
                prepared.rebuild(index)
            assert read_tree(index) == before
            assert answers(index) == (prepared.new if kind in ("rename", "rmtree") else prepared.old)
            life = forks.wait(pid, signal=end)
            assert life.error is None
            assert life.killed == (end == signal.SIGKILL)
            prepared.check(index.parent, kept=prepared.embedded if end == signal.SIGCONT else life.kept)


@pytest.mark.parametrize("prepared", ["first", "changed"], indirect=True)
def test_of_many_rebuilds_at_once_one_is_done_and_the_others_are_refused(prepared, forks, folder):
    index = folder / "work" / INDEX
    for attempt in range(3):
        write_tree(index.parent, prepared.tree)
        lives = [forks.wait(pid) for pid in [forks.begin(prepared, index, seed=10 * attempt + n) for n in range(5)]]
        errors = [life.error for life in lives if life.error]
        assert len(errors) < len(lives)
        assert all("IndexBusyError another rebuild (process " in error for error in errors)
        assert prepared.check(index.parent, kept=prepared.embedded) == "new"


def test_a_file_that_is_renamed_while_a_folder_is_looked_at_is_no_stranger(folder, monkeypatch):
    index = folder / INDEX
    (index / store.PIECES).mkdir(parents=True)
    fresh, real = index / f"{store.MANIFEST}.0123abcd", Path.is_file

    def published_meanwhile(path: Path) -> bool:
        if path == fresh:
            fresh.unlink(missing_ok=True)
        return real(path)

    fresh.touch()
    monkeypatch.setattr(Path, "is_file", published_meanwhile)
    with pytest.raises(NoIndexError):
        store.read_manifest(index)


# Searches while rebuilds publish

GENERATIONS = 12


def test_searches_meet_one_generation_each_while_rebuilds_publish(forks, folder):
    corpus, index, texts = folder / "corpus", folder / "work" / INDEX, {}
    met: list[tuple[str, str, list[str]]] = []
    errors: list[Exception] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                opened = Index.open(index, recipe=RECIPE, max_bytes=MAX_BYTES)
                for _ in range(3):
                    met.append((opened.manifest.generation, digest(content(opened)), hits(opened)))
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)

    expected: dict[str, tuple[str, set[str]]] = {}
    searching = [threading.Thread(target=search) for _ in range(2)]
    child = None
    try:
        for generation in range(GENERATIONS):
            # every third time all articles, else one; each sentence says of which generation it is
            changed = range(5) if generation % 3 == 0 else [generation % 5]
            texts |= {f"{n}.txt": made_article(100 * generation + n) for n in changed}
            write_corpus(corpus, texts)
            manifest = rebuild(corpus, index).manifest
            opened = Index.open(index)
            held, shown = content(opened), hits(opened)
            digests = {source: hashlib.sha256(text.encode()).hexdigest() for source, text in texts.items()}
            assert {(record.source, record.sha256) for _, _, record, *_ in held} == set(digests.items())
            assert len(shown) == len(held)
            expected[manifest.generation] = digest(held), set(shown)
            if child is None:
                child = forks.start(corpus, index, do="search")
                for thread in searching:
                    thread.start()
            enough = len(met) + 4  # so that every generation is met
            while len(met) < enough and not errors:
                time.sleep(0.001)
    finally:
        stop.set()
        (folder / "work" / "stop").touch()
        for thread in searching:
            thread.join()
    life = forks.wait(child)
    assert errors == []
    assert life.error is None
    assert len(expected) == GENERATIONS
    assert {generation for generation, *_ in met} == set(expected)
    assert len({generation for generation, *_ in life.answers}) > GENERATIONS // 2
    for generation, held, shown in [*met, *life.answers]:
        assert held == expected[generation][0]
        assert set(shown) <= expected[generation][1]  # a text that has changed since is not shown
