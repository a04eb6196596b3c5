"""A rebuild as lines of JSON, and a rebuild in a process of its own."""

import json
import sys
import threading

import pytest

from index.errors import IndexingError, StoppedError
from index.events import Embedding, Reading
from qa import rebuild_lines
from qa.rebuild_lines import SCHEMA, Step, rebuild_apart, rows
from qa.settings import read

SAYS = """
import json, signal, sys, time
def say(event, **more): print(json.dumps({{"schema": "{schema}", "event": event, **more}}), flush=True)
{body}
"""


@pytest.fixture
def apart(monkeypatch, corpus):
    """A rebuild whose process runs some Python in place of `qa`."""
    popen = rebuild_lines.subprocess.Popen

    def started(body: str, stop: threading.Event | None = None):
        program = SAYS.format(schema=SCHEMA, body=body)
        monkeypatch.setattr(
            rebuild_lines.subprocess, "Popen", lambda command, **o: popen([sys.executable, "-c", program], **o)
        )
        return rebuild_apart(read(corpus=corpus), stop or threading.Event())

    return started


def test_a_rebuild_for_programs_ends_with_what_was_built(qa, corpus):
    done = qa("index", "rebuild", "--corpus", corpus, "--json")
    assert (done.status, done.err) == (0, "")
    told = [json.loads(line) for line in done.out.splitlines()]
    assert {row["schema"] for row in told} == {SCHEMA}
    assert [row["event"] for row in told].count("rebuilt") == 1
    assert (told[-1]["event"], told[-1]["articles"], told[-1]["skipped"]) == ("rebuilt", 3, [])
    again = [json.loads(line) for line in qa("index", "rebuild", "--corpus", corpus, "--json").out.splitlines()]
    assert again[-1]["embedded"] == 0


def test_of_many_steps_in_a_moment_the_first_and_the_last_are_told():
    many = [*(Reading(n, 1_000, 0.001) for n in range(1, 1_001)), Embedding(1, 5, 0.1)]
    told = [(row["event"], row["done"]) for row in rows(many)]
    assert told[0] == ("reading", 1)
    assert ("reading", 1_000) in told
    assert told[-1] == ("embedding", 1)
    assert len(told) < 100


@pytest.mark.parametrize(("step", "left"), [(Step("embedding", 10, 40, 5.0), 15.0), (Step("embedding", 0, 40), None)])
def test_the_time_left_follows_from_the_pace(step, left):
    assert step.left == left


def test_steps_come_from_the_lines_and_other_lines_are_passed_over(apart):
    body = """
print("no json"); print("[]"); print('{"schema": "other/1", "event": "x"}'); print('7')
say("reading", done=1, total=3, seconds=0.5); say("reading", done="many"); say("rebuilt", articles=3)
"""
    assert list(apart(body)) == [Step("reading", 1, 3, 0.5), Step("rebuilt")]


def test_what_a_failing_rebuild_says_is_the_error(apart):
    with pytest.raises(IndexingError, match=r"^the disk is full$"):
        list(apart('print("a warning\\nqa: the disk is full", file=sys.stderr); sys.exit(1)'))


def test_a_rebuild_that_fails_without_a_word_tells_its_status(apart):
    with pytest.raises(IndexingError, match="status 7"):
        list(apart("sys.exit(7)"))


def test_a_stopped_rebuild_ends_its_process(apart):
    stop = threading.Event()
    steps = apart('say("loading")\nwhile True: time.sleep(60)', stop)
    assert next(steps) == Step("loading")
    stop.set()
    with pytest.raises(StoppedError):
        list(steps)


def test_one_that_does_not_heed_the_interrupt_is_killed(apart, monkeypatch):
    monkeypatch.setattr(rebuild_lines, "PATIENCE", 0.2)
    stop = threading.Event()
    steps = apart('signal.signal(signal.SIGINT, signal.SIG_IGN); say("loading")\nwhile True: time.sleep(60)', stop)
    next(steps)
    stop.set()
    with pytest.raises(StoppedError):
        list(steps)


def test_one_that_is_interrupted_by_itself_is_stopped_and_did_not_fail(apart):
    with pytest.raises(StoppedError):
        list(apart('print("stopped", file=sys.stderr); sys.exit(130)'))


def test_a_rebuild_that_nobody_watches_any_more_is_ended(apart, monkeypatch):
    ended = []
    end = rebuild_lines._end
    monkeypatch.setattr(rebuild_lines, "_end", lambda process: (end(process), ended.append(process.returncode)))
    steps = apart('say("loading")\nwhile True: time.sleep(60)')
    next(steps)
    steps.close()
    assert ended
    assert all(status is not None for status in ended)


def test_modules_of_the_working_directory_are_none_of_ours(qa, corpus, tmp_path, monkeypatch):
    (tmp_path / "faiss.py").write_text("raise SystemExit('run')\n")
    monkeypatch.chdir(tmp_path)
    commands = []

    def started(command, **options):
        commands.append(command)
        code = [*command[: command.index("-m")], "-c", "import faiss; print(faiss.__file__)"]
        return popen(code, **options)

    popen = rebuild_lines.subprocess.Popen
    monkeypatch.setattr(rebuild_lines.subprocess, "Popen", started)
    assert list(rebuild_apart(read(corpus=corpus), threading.Event())) == []
    assert commands
