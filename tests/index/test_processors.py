"""Processors that others leave idle, by what the system counts."""

import os
import time
from pathlib import Path

import pytest

from index import processors
from index.processors import Usage, idle_processors

TICK = os.sysconf("SC_CLK_TCK")


class Machine:
    """A system that counts what it is told, in seconds of each processor."""

    def __init__(self, stat: Path, number: int) -> None:
        self.stat, self.number = stat, number
        self.clock = self.own = 0.0
        self.count([0.0] * number)

    def count(self, used: list[float], *, idle: float = 1e6) -> None:
        lines = [f"cpu{n} {int(u * TICK)} 0 0 {int(idle)} 7 0 0 0 0 0" for n, u in enumerate(used)]
        self.stat.write_text("\n".join(["cpu  999999 9 9 9 9 9 9 9 9 9", *lines, "cpu99 88888 0 0 1 0 0 0 0 0 0"]))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path / "stat", 4)
    monkeypatch.setattr(processors, "STAT", made.stat)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(made.number)), raising=False)
    monkeypatch.setattr(os, "getloadavg", lambda: (2.6, 0.0, 0.0))
    monkeypatch.setattr(time, "monotonic", lambda: made.clock)
    monkeypatch.setattr(time, "process_time", lambda: made.own)

    def sleep(seconds: float) -> None:
        made.clock += seconds

    monkeypatch.setattr(time, "sleep", sleep)
    return made


@pytest.mark.parametrize(
    ("used", "own", "idle"),
    [
        ([0.0, 0.0, 0.0, 0.0], 0.0, 4),
        ([1.0, 0.0, 0.0, 0.0], 1.0, 4),  # by this process
        ([1.0, 0.0, 0.2, 0.0], 0.0, 3),
        ([1.0, 0.0, 0.6, 0.0], 0.0, 2),
        ([1.0, 1.0, 1.0, 0.5], 0.5, 1),
        ([1.0, 1.0, 1.0, 1.0], 0.0, 1),  # at least one
    ],
)
def test_what_others_used_since_then_is_theirs(machine: Machine, used: list[float], own: float, idle: int) -> None:
    since = Usage.now()
    machine.clock, machine.own = 1.0, own
    machine.count(used)

    assert idle_processors(since) == idle


def test_too_short_a_time_is_waited_out(machine: Machine) -> None:
    since = Usage.now()
    machine.clock = 0.03

    assert idle_processors(since) == 4
    assert machine.clock == pytest.approx(processors.SAMPLE)
    assert idle_processors() == 4
    assert machine.clock == pytest.approx(2 * processors.SAMPLE)


@pytest.mark.parametrize("said", ["", "cpu0 1 2\n", "cpu0 a b c d e f g h i j\n"])
def test_where_the_system_does_not_tell_the_load_does(machine: Machine, said: str) -> None:
    machine.stat.write_text(said)

    assert idle_processors() == 1  # of 4, with a load of 2.6
    machine.stat.unlink()
    assert idle_processors() == 1


def test_this_machine_has_one_at_least() -> None:
    assert 1 <= idle_processors() <= processors.usable_processors()
