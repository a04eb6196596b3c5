"""The signals that end the chat: how it ends, and what is kept."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from qa.conversations import Conversations

CHAT = """
import os, sys, threading
from pathlib import Path
from chatting import CLAIM, SANK, WAIT, FakeSession
from index.errors import StoppedError
from qa.conversations import Conversations
from qa.events import ClaimChecked
from tui import signals
from tui.app import ChatApp

signals.PATIENCE = float(sys.argv[2])

def script(question, stop):
    yield ClaimChecked(CLAIM, (SANK,))
    app.chat.call_later(told)
    assert stop.wait(WAIT)
    raise StoppedError

def told():
    assert app.chat.turns[-1].claims
    os.write(int(sys.argv[4]), b"asked")
    if sys.argv[3] == "stands still":
        threading.Event().wait()

async def ask(pilot):
    app.chat.prompt.value = "How many boats?"
    await app.chat.prompt.action_submit()

app = ChatApp(FakeSession(script), Conversations(Path(sys.argv[1])))
app.run(headless=True, auto_pilot=ask)
sys.exit(app.return_code)
"""


def ended_by(number, folder, patience, how):
    """The exit status of a chat that got a signal while a question was being answered."""
    reader, writer = os.pipe()
    command = [sys.executable, "-c", CHAT, str(folder), str(patience), how, str(writer)]
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": path},
        pass_fds=[writer],
    ) as chat:
        os.close(writer)
        guard = threading.Timer(60, chat.kill)
        guard.start()
        assert os.read(reader, 5) == b"asked"
        chat.send_signal(number)
        status = chat.wait()
        guard.cancel()
    os.close(reader)
    return status


def kept(folder):
    return [(t.question, t.state, len(t.claims)) for c in Conversations(folder).all()[0] for t in c.turns]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_an_orderly_end_keeps_what_was_checked(tmp_path, number, status):
    assert ended_by(number, tmp_path, 60, "orderly") == status
    assert kept(tmp_path) == [("How many boats?", "stopped", 1)]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_chat_that_stands_still_is_ended_as_well(tmp_path, number, status):
    """As where its terminal is gone while it waits to write to it."""
    assert ended_by(number, tmp_path, 0.2, "stands still") == status
    assert kept(tmp_path) == [("How many boats?", "stopped", 1)]
