"""Standard streams that are closed, full or read to no end."""

import errno
import io
import json
import sys

import pytest
from command import Command
from conftest import Sample

from qa import streams

QUESTION = "How many terrorist cells has Morocco dismantled?"


@pytest.fixture
def shell(command: Command, sample: Sample):
    """A script in which `qa`, $Q and $I stand for the command, a question and the sample's index."""
    return lambda script: command.shell(script, env={"Q": QUESTION, "I": str(sample.index)})


def test_a_reader_that_has_seen_enough_ends_it_in_peace(shell):
    done = shell('qa search cells -k 1000 --index "$I" | head -1; echo "${PIPESTATUS[0]}" >&2')
    assert done.out.count("\n") == 1
    assert done.err == "0\n"


def test_a_reader_that_has_seen_enough_of_many_answers_ends_it_in_peace(shell):
    done = shell(
        'yes "how many cells?" | head -2000 | qa search - --json --index "$I" | head -1; echo "${PIPESTATUS[2]}" >&2'
    )
    assert json.loads(done.out)["question"] == "how many cells?"
    assert done.err == "0\n"


def test_help_that_nobody_reads_is_no_error(shell):
    assert shell("qa --help | true").err == ""


def test_progress_that_nobody_reads_does_not_stop_the_work(qa, corpus, tmp_path, monkeypatch):
    """`2>&1 >/dev/null | head -0`: the index is there all the same."""

    class Gone(io.StringIO):
        def write(self, text):
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(sys, "stderr", Gone())
    assert qa("index", "rebuild", "--corpus", corpus, "--index", tmp_path / "index").status == 0
    assert (tmp_path / "index" / "manifest.json").exists()


@pytest.mark.parametrize("verb", ["ask", "search"])
def test_a_full_disk_behind_standard_output_is_one_line(shell, verb):
    done = shell(f'qa {verb} "$Q" --index "$I" >/dev/full')
    assert done.status == 1
    assert done.complaint == "standard output cannot be written: No space left on device"


def test_a_closed_standard_output_is_told_before_the_work(shell):
    done = shell('qa ask "$Q" --index "$I" >&-')
    assert done.status == 1
    assert done.complaint == "standard output is closed: there is no place for the answer"


def test_a_closed_standard_input_does_not_hinder_an_answer(shell):
    done = shell('qa search cells -k 1 --index "$I" <&-')
    assert (done.status, done.err) == (0, "")
    assert done.out


def test_a_closed_standard_input_has_no_questions(shell):
    done = shell('qa search - --index "$I" <&-')
    assert done.status == 1
    assert done.complaint == "standard input is closed: there are no questions to read"


def test_a_closed_standard_error_does_not_hinder_an_answer(shell):
    done = shell('qa ask "$Q" --index "$I" 2>&-')
    assert done.status == 0
    assert "[1]" in done.out


def test_no_escape_sequence_is_written_where_no_terminal_is(shell):
    done = shell('qa ask "$Q" --index "$I"; qa search cells --index "$I"; qa index status --index "$I"')
    assert "\x1b" not in done.out + done.err


def test_a_locale_that_lacks_a_character_gets_another_in_its_place(command, sample):
    done = command("show", "207-cells-method.txt", "--corpus", sample.corpus, env={"PYTHONIOENCODING": "ascii"})
    assert (done.status, done.err) == (0, "")
    assert "?" in done.out


def test_whatever_is_said_is_one_harmless_line(capsys):
    streams.say("a\x1b[31m\nb \u202e\x9bc")
    assert capsys.readouterr() == ("", "a b \n")
