"""What comes from a terminal: pastes that are typed, and keys that Textual does not know."""

import os
import pty
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path

import pytest
from textual import events

from qa.question import LONGEST_QUESTION
from tui.terminal import PASTED, as_pasted

CHAT = """
import sys
from chatting import FakeSession
from tui.app import ChatApp

def told(*given, **options):
    open(sys.argv[1], "w").write(f"{app.session.asked!r}|{app.chat.prompt.value}")
    end(*given, **options)

app = ChatApp(FakeSession())
end, app.exit = app.exit, told
app.run()
"""


def keys(text):
    known = {"\r": "enter", "\t": "tab", "\n": "ctrl+j"}
    return [events.Key(known.get(c, c), c) for c in text]


def told(messages):
    """Pastes by their text, keys by their names."""
    return [m.text if isinstance(m, events.Paste) else m.key for m in messages]


def test_a_few_keys_stay_keys():
    typed = keys("x" * (PASTED - 1))
    assert list(as_pasted(typed)) == typed


def test_many_are_a_paste_in_which_enter_ends_a_line():
    line = "x" * PASTED
    assert told(as_pasted(keys(f"{line}\r\tand\r\r"))) == [f"{line}\n\tand", "enter"]
    assert told(as_pasted(keys(line))) == [line]


def test_a_few_lines_are_a_paste():
    assert told(as_pasted(keys("How many\rsank\r\nin\tTarfaya?\r"))) == ["How many\nsank\n\nin\tTarfaya?", "enter"]
    one = keys("Why?\rAnd\twho?\r\r")
    assert list(as_pasted(one)) == one


def test_what_is_no_question_any_more_is_not_asked_by_its_last_enter():
    longest = "x" * (LONGEST_QUESTION - 1)
    assert told(as_pasted(keys(f"{longest}\r"))) == [longest, "enter"]
    assert told(as_pasted(keys(f"{longest}x\r"))) == [f"{longest}x"]


def test_other_messages_stand_where_they_stood():
    up, click, line = events.Key("up", None), events.AppBlur(), "x" * PASTED
    among = [up, *keys("ab"), click, *keys(line), up, *keys("\r")]
    found = list(as_pasted(among))
    assert found[:4] == among[:4]
    assert told([found[4]]) == [line]
    assert found[5:] == among[-2:]


def test_nothing_but_enter_is_pressed_once():
    assert told(as_pasted(keys("\r" * PASTED))) == ["", "enter"]


@pytest.fixture
def terminal(tmp_path):
    """A chat in a terminal of its own: what is typed into it, and what came of it."""
    main, end = pty.openpty()
    termios.tcsetwinsize(end, (24, 80))
    told = tmp_path / "told"
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    process = subprocess.Popen(
        [sys.executable, "-c", CHAT, str(told)],
        env={**os.environ, "PYTHONPATH": path, "TERM": "xterm-256color"},
        stdin=end,
        stdout=end,
        stderr=end,
        start_new_session=True,
    )
    os.close(end)
    shown = bytearray()
    seen = threading.Condition()

    def look():
        while True:
            try:
                read = os.read(main, 1 << 16)
            except OSError:  # the chat has ended
                return
            with seen:
                shown.extend(read)
                seen.notify_all()

    looking = threading.Thread(target=look)
    looking.start()

    class Terminal:
        def type(self, data):
            os.write(main, data)

        def until(self, text):
            with seen:
                assert seen.wait_for(lambda: text in shown, 30), bytes(shown[-2000:])

        def ended(self):
            assert process.wait(30) is not None
            return told.read_text()

    yield Terminal()
    process.kill()
    process.wait()
    looking.join()
    os.close(main)


def test_a_paste_that_is_typed_does_not_hold_up_the_chat(terminal):
    terminal.until(b"Ask a question")
    begun = time.monotonic()
    terminal.type(b"How many boats? " * 6_250)  # 100,000 keys; each one took 2 ms
    terminal.type(b"\x03")
    asked, _, typed = terminal.ended().partition("|")
    assert time.monotonic() - begun < 60
    assert asked == "[]"
    assert typed == ("How many boats? " * 125)


def test_alt_and_enter_is_enter(terminal):
    terminal.until(b"Ask a question")
    terminal.type(b"Why?\x1b\r\x1b[A")
    terminal.until(b"41 boats")
    terminal.type(b"\x11")
    assert terminal.ended() == "['Why?']|"
