"""Power cuts and full disks: whatever part of a rebuild reached the disk, the index is the old one or the new one."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from faults import (  # noqa: F401 - a fixture
    INDEX,
    LOCK,
    ROOT,
    SCENARIOS,
    Disk,
    Full,
    Prepared,
    Recorder,
    States,
    Tree,
    answers,
    constants,
    folder_fixture,
    journalled,
    moments,
    prepare,
    read_tree,
    write_tree,
    wrong_files,
)
from quick_encoder import QuickPassages

from index import intake, store
from index.errors import IndexNotWritableError


@pytest.fixture(autouse=True, scope="module")
def _quick():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "PassageEncoder", QuickPassages)
        patch.setattr(intake, "SYNCED", -1.0)  # every passage is brought to disk at once
        patch.setattr("os.fsync", lambda descriptor: None)  # recorded where it matters
        yield


@pytest.fixture(name="prepared")
def prepared_fixture(request, folder):
    scenario = SCENARIOS[request.param]
    with constants(scenario.constants):
        yield prepare(scenario, folder / "prepared")


# Power cuts


class Cuts:
    """Cuts the power after each of the events of a rebuild, and looks at all that may then lie on the disk, once."""

    def __init__(self, prepared: Prepared, folder: Path, disk: Disk) -> None:
        self._prepared, self._work, self._disk = prepared, folder / "work", disk
        self._states = States()
        self.outcomes: list[str] = []
        self.cuts = 0

    def after(self, recorder: Recorder, start: int = 0, end: int | None = None) -> None:
        """Follows a recorded rebuild from event to event, and cuts from one on until another."""
        kept = 0  # passages whose place in the journal was brought to disk
        for n, event in enumerate(recorder.events):
            self._disk.apply(event)
            kind, name, *_ = event
            if kind == "fsync" and Path(name).name.startswith("embedded-"):
                kept = recorder.embedded[n]
            if start <= n and (end is None or n <= end):
                self.cut(f"{n} {kind} {name}", kept)

    def cut(self, when: str, kept: int) -> None:
        """The power goes now."""
        self.cuts += 1
        for how, tree in self._disk.states():
            if not self._states.worth(tree):
                continue
            write_tree(self._work, tree)
            try:
                self.outcomes.append(self._prepared.check(self._work, kept=kept))
            except Exception as error:
                raise AssertionError(f"after {when}, {how}: {type(error).__name__} {error}") from error

    def told(self, name: str) -> None:
        """For the record."""
        print(f"{name}: {self.cuts} moments, {len(self.outcomes)} states")


def recorded(prepared: Prepared, folder: Path, tree: Tree) -> Recorder:
    """The scenario's rebuild upon a tree, recorded."""
    recorder = Recorder(folder / "recorded")
    write_tree(folder / "recorded", tree)
    with recorder.installed():
        prepared.rebuild(folder / "recorded" / INDEX)
    return recorder


def position(recorder: Recorder, kind: str, name: str) -> int:
    """Of the first event of a kind on a file."""
    return next(n for n, event in enumerate(recorder.events) if event[0] == kind and name in event[1])


@pytest.mark.parametrize("prepared", ["first", "merging", "full"], indirect=True)
def test_a_power_cut_at_any_moment_leaves_the_old_index_or_the_new_one(prepared, folder):
    recorder = recorded(prepared, folder, prepared.tree)
    disk = Disk(prepared.tree)
    cuts = Cuts(prepared, folder, disk)
    cuts.after(recorder, start=prepared.scenario.start(recorder.events))
    assert disk.live() == read_tree(folder / "recorded")  # the record is complete
    assert set(cuts.outcomes) == {"old", "new"}
    cuts.told(prepared.scenario.name)


@pytest.mark.parametrize("prepared", ["first", "changed"], indirect=True)
def test_what_was_published_stays(prepared, folder):
    disk = Disk(prepared.tree)
    for event in recorded(prepared, folder, prepared.tree).events:
        disk.apply(event)
    for how, tree in disk.states():
        write_tree(folder / "work", tree)
        assert answers(folder / "work" / INDEX) == prepared.new, how


@pytest.mark.parametrize(
    ("prepared", "kind", "name", "end"),
    [
        ("first", "rename", store.MANIFEST, None),
        ("changed", "rename", store.MANIFEST, None),
        ("changed", "data", "embedded-", "mkdir"),  # then it is as if nothing had been killed
    ],
    indirect=["prepared"],
)
def test_a_power_cut_in_the_rebuild_after_one_that_was_killed(prepared, folder, kind, name, end):
    recorder = recorded(prepared, folder, prepared.tree)
    disk = Disk(prepared.tree)
    for event in recorder.events[: position(recorder, kind, name) + 1]:
        disk.apply(event)
    cuts = Cuts(prepared, folder, disk)
    again = recorded(prepared, folder, disk.live())
    cuts.after(again, end=end and position(again, end, ""))
    assert set(cuts.outcomes) == ({"old"} if end else {"old", "new"})
    cuts.told(f"{prepared.scenario.name}, killed at the {kind} of {name}")


# Full disks


def refused(prepared: Prepared, folder: Path) -> str | None:
    """Rebuilds with too little room: the error, one line, and the old index untouched. None where it was enough."""
    work = folder / "work"
    try:
        prepared.rebuild(work / INDEX)
    except IndexNotWritableError as error:
        message = str(error)
    else:
        assert answers(work / INDEX) == prepared.new
        return None
    assert "\n" not in message
    tree = read_tree(work)
    if "power cut" in message:  # all was written, and the last fsync failed
        assert answers(work / INDEX) == prepared.new
    else:
        assert message.startswith(f"the disk is full: {work / INDEX} could not be written; the old index is untouched")
        expected = {INDEX: None, f"{INDEX}/{store.PIECES}": None, **prepared.tree}  # and the lock, and the journal
        expected = {name: content for name, content in expected.items() if name in tree or name in prepared.tree}
        left = {name: content for name, content in tree.items() if "embedded-" not in name}
        for names in (left, expected):
            names.pop(LOCK, None)
        assert left == expected
        assert answers(work / INDEX) == prepared.old
    return message


@pytest.mark.parametrize("prepared", ["first", "merging"], indirect=True)
def test_a_disk_that_is_full_at_any_step_is_one_line_and_leaves_the_old_index(prepared, folder):
    work, outcomes, states = folder / "work", [], States()
    write_tree(work, prepared.tree)
    steps = Full()
    with steps.installed():
        prepared.rebuild(work / INDEX)
    for at, half in moments(steps.steps, start=prepared.scenario.start(steps.steps)):
        if steps.steps[at - 1][0] in ("unlink", "rmtree", "reopen") or (half and steps.steps[at - 1][0] == "lock"):
            continue  # these want no room
        write_tree(work, prepared.tree)
        with Full(at).installed():
            outcomes.append(refused(prepared, folder))
        tree = read_tree(work)
        tree.pop(LOCK, None)
        if states.worth(tree):
            prepared.check(work, kept=journalled(tree, folder / "journal"))
    assert sum(outcome is None for outcome in outcomes) < 5  # after the index is live
    assert sum("power cut" in outcome for outcome in outcomes if outcome) == 1
    print(f"{prepared.scenario.name}: {len(outcomes)} full disks")


@pytest.mark.parametrize("prepared", ["full"], indirect=True)
def test_files_of_limited_size_are_one_line_and_leave_the_old_index(prepared, folder):
    work = folder / "work"
    write_tree(work, prepared.tree)
    prepared.rebuild(work / INDEX)
    sizes = sorted({len(content) for content in read_tree(work).values() if content})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    outcomes = []
    for size in [size for size in sizes if size > 20]:  # more than the lock
        write_tree(work, prepared.tree)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size - 1, hard))
        try:
            outcomes.append(refused(prepared, folder))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        prepared.check(work, kept=0)
    assert len(outcomes) > 10
    assert None not in outcomes


# Fills a small disk of its own up to some blocks, rebuilds, and says what came of it.
SMALL_DISK = """
import json, os, subprocess, sys
from pathlib import Path
folder = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", folder], check=True)
from faults import INDEX, LOCK, SCENARIOS, constants, journalled, prepare, read_tree, write_tree
from quick_encoder import QuickPassages
from index import intake
from test_faults_power import refused
intake.PassageEncoder = QuickPassages
scenario = SCENARIOS["full"]
with constants(scenario.constants):
    prepared = prepare(scenario, folder / "prepared")
    for blocks in range(0, 48, 3):
        write_tree(folder / "work", prepared.tree)
        room = os.statvfs(folder)
        (folder / "ballast").write_bytes(bytes((room.f_bavail - blocks) * room.f_bsize))
        outcome = refused(prepared, folder)
        (folder / "ballast").unlink()
        kept = journalled(read_tree(folder / "work"), folder / "journal")
        prepared.check(folder / "work", kept=kept)
        print(json.dumps(outcome))
"""


def test_a_small_disk_that_fills_up_is_one_line_and_leaves_the_old_index(tmp_path):
    own = ["unshare", "--map-root-user", "--mount"]
    try:
        subprocess.run([*own, "mount", "-t", "tmpfs", "none", tmp_path], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no file system can be mounted here: {error} {getattr(error, 'stderr', b'').decode().strip()}")
    environment = os.environ | {"PYTHONPATH": f"{Path(__file__).parent}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [*own, sys.executable, "-c", SMALL_DISK, tmp_path], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert outcomes[0] is not None
    assert outcomes[-1] is None
    assert len(outcomes) == 16
    print(f"{len(outcomes) - outcomes.count(None)} of {len(outcomes)} full disks")
