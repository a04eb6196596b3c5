"""Ctrl-C at any moment: status 130, the word "stopped", and what was there before is there after."""

import os
import pty
import re
import signal
import subprocess
from pathlib import Path

import pytest
from command import FAKES, Command
from conftest import Sample

QUESTION = "How many terrorist cells has Morocco dismantled?"
STOPPED = (130, "", "stopped\n")

# Sends the interrupt from another thread as soon as the model has begun to read the prompt
WHILE_GENERATING = """
import threading
import qa.generation
read = qa.generation.LlamaGenerator._read
def interrupted(self, tokens):
    threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGINT)).start()
    read(self, tokens)
qa.generation.LlamaGenerator._read = interrupted
"""
# The bundled model's drafts are used
WRITES = """
import fakes, qa.writers
qa.writers.examined = lambda digest: fakes.WRITES
"""


@pytest.mark.parametrize("module", ["qa.cli", "typer.main", "numpy._core.multiarray", "tokenizers", "faiss.swigfaiss"])
def test_an_interrupted_import_stops_a_question(command: Command, sample: Sample, module: str) -> None:
    faiss = "import index.vectors; index.vectors.READ_ALONE = 0" if module == "faiss.swigfaiss" else ""
    done = command("ask", QUESTION, "--index", sample.index, env={"TEST_INTERRUPT_AT": module, "TEST_BEFORE": faiss})
    assert (done.status, done.out, done.err) == STOPPED


def test_an_interrupt_while_the_model_works_stops_it(command: Command, sample: Sample) -> None:
    question = "How many dirhams did the cash box hold?"  # on which the articles do not differ, so that it is drafted
    done = command("ask", question, "--index", sample.index, env={"TEST_BEFORE": WHILE_GENERATING + WRITES})
    assert (done.status, done.out, done.err) == STOPPED


def test_an_interrupt_stops_an_exam(command: Command) -> None:
    done = command("models", "check", env={"TEST_BEFORE": WHILE_GENERATING})
    assert (done.status, done.out, done.err) == STOPPED


def lines_until(process: "subprocess.Popen[bytes]", word: bytes) -> bytes:
    """Standard error up to a word. Fails where it ends before."""
    assert process.stderr
    seen = b""
    while word not in seen:
        part = os.read(process.stderr.fileno(), 1000)
        assert part, seen
        seen += part
    return seen


def test_an_interrupt_while_the_encoder_is_loaded_leaves_the_old_index(
    command: Command, sample: Sample, tmp_path: Path
) -> None:
    copy = sample.copy(tmp_path)
    (copy.corpus / "new.txt").write_text("A new article about ships.\n")
    before = (copy.index / "manifest.json").read_bytes()
    process = command.start("index", "rebuild", "--index", copy.index, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    with process:
        lines_until(process, b"Loading the encoder")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=100)
    assert (process.returncode, out) == (130, b"")
    assert err == b"stopped\n"
    assert (copy.index / "manifest.json").read_bytes() == before
    assert command("search", "cells", "--index", copy.index).status == 0


def test_an_interrupt_while_passages_are_embedded_leaves_nothing_half_done(
    command: Command, sample: Sample, tmp_path: Path
) -> None:
    """At a terminal, by the key itself: a bar is half drawn."""
    master, slave = pty.openpty()
    with command.start(
        "index", "rebuild", "--corpus", sample.corpus, "--index", tmp_path / "index",
        stdin=slave, stdout=subprocess.PIPE, stderr=slave, start_new_session=True,
        env={"TERM": "xterm"},
        preexec_fn=take_terminal,
    ) as process:  # fmt: skip
        os.close(slave)
        seen = b""
        while not re.search(rb"\d/\d+ passages", seen):
            seen += os.read(master, 1000)
        os.write(master, b"\x03")
        assert process.wait(100) == 130
    while b"stopped" not in seen:
        seen += os.read(master, 1000)
    os.close(master)
    assert b"Traceback" not in seen
    assert seen.endswith(b"\nstopped\r\n")
    assert not (tmp_path / "index" / "manifest.json").exists()


def take_terminal() -> None:
    """Makes standard input the terminal that Ctrl-C comes from."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


# Sends the interrupt to the process of the question once some passages are embedded, and goes on with the others
WHILE_EMBEDDING = """
import sys, time
if "rebuild" in sys.argv:
    import fakes, index.intake
    class Slow(fakes.WordsEncoder):
        def passages(self, texts, sentences):
            for done, embedded in enumerate(super().passages(texts, sentences)):
                if done == 2:
                    os.kill(os.getppid(), signal.SIGINT)
                    time.sleep(60)
                yield embedded
    index.intake.PassageEncoder = Slow
"""


@pytest.mark.parametrize("verb", ["ask", "search"])
def test_an_interrupt_while_a_question_builds_its_index_ends_both_and_keeps_what_was_embedded(
    command: Command, corpus: Path, tmp_path: Path, verb: str
) -> None:
    where = ("--corpus", corpus, "--index", tmp_path / "index")
    done = command(verb, "storm", *where, env={"TEST_BEFORE": WHILE_EMBEDDING}, timeout=50)
    assert (done.status, done.out) == (130, "")
    assert done.err.endswith("Loading the encoder …\nstopped\n")
    assert not (tmp_path / "index" / "manifest.json").exists()
    again = command("index", "rebuild", *where, env={"TEST_BEFORE": FAKES})  # which nothing keeps busy any more
    assert again.status == 0, again.err
    assert "An interrupted rebuild is taken up, which had embedded 2 passages\n" in again.err


@pytest.mark.parametrize("sent", ["by the key", "to the question alone"])
def test_an_interrupt_while_a_question_waits_for_the_encoder_leaves_nobody_at_work(
    command: Command, sample: Sample, tmp_path: Path, sent: str
) -> None:
    process = command.start(
        "ask", QUESTION, "--corpus", sample.corpus, "--index", tmp_path / "index",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    with process:
        lines_until(process, b"Loading the encoder")
        if sent == "by the key":
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20) == (b"", b"stopped\n")
    assert process.returncode == 130
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_an_interrupt_between_two_questions_keeps_the_answers_so_far(command: Command, sample: Sample) -> None:
    with command.start(
        "search", "-", "--json", "--index", sample.index,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        process.stdin.write(b"cells\n")
        process.stdin.flush()
        assert process.stdout.readline().startswith(b'{"question": "cells"')
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=100) == (b"", b"stopped\n")
    assert process.returncode == 130


def test_where_interrupts_are_ignored_they_stay_ignored(command: Command, sample: Sample) -> None:
    """As in `nohup qa index rebuild &`."""
    done = command(
        "search", "cells", "--index", sample.index,
        env={"TEST_INTERRUPT_AT": "numpy"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )  # fmt: skip
    assert done.status == 0
