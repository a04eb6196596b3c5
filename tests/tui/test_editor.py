"""The reader's own editor: how it is told a line, and why it may not open."""

import os
import signal
import sys
from contextlib import nullcontext

import pytest
from chatting import FakeSession, run

from tui import editor


@pytest.fixture
def place(tmp_path):
    """A folder with an article of an awkward name, and another for programs."""
    (tmp_path / "bin").mkdir()
    article = tmp_path / "-R my news.txt"
    article.write_text("text")
    return tmp_path, article


def command(place, value, *, variable="EDITOR"):
    folder, article = place
    for name in ("vim", "nano", "emacsclient", "hx", "kak", "micro", "code", "subl", "gvim", "kate", "other"):
        program = folder / "bin" / name
        program.write_text("")
        program.chmod(0o755)
    return editor.command_of({variable: value, "PATH": str(folder / "bin")}, article, 7)


@pytest.mark.parametrize("name", ["vim", "nano", "emacsclient", "kak", "micro", "gvim"])
def test_most_are_told_the_line_with_a_plus(place, name):
    assert command(place, name) == [name, "+7", str(place[1])]


@pytest.mark.parametrize(
    ("value", "before", "after"),
    [
        ("hx", ["hx"], ":7"),
        ("subl", ["subl"], ":7"),
        ("code -w", ["code", "-w", "--goto"], ":7"),
        ("kate", ["kate", "--line", "7"], ""),
        ("other", ["other"], ""),
    ],
)
def test_others_have_a_form_of_their_own(place, value, before, after):
    assert command(place, value, variable="VISUAL") == [*before, f"{place[1]}{after}"]


def test_no_name_of_a_file_is_an_option(place, monkeypatch):
    folder, article = place
    monkeypatch.chdir(folder)
    told = command((folder, article.relative_to(folder)), "vim")
    assert told[-1].startswith("/")


@pytest.mark.parametrize(
    ("value", "why"),
    [("", "No editor is set"), ("gone -x", "There is no editor gone"), ("vim '", "$EDITOR cannot be read")],
)
def test_what_stands_in_the_way_is_told_in_one_line(place, value, why):
    told = command(place, value)
    assert isinstance(told, str)
    assert told.startswith(why)
    assert "\n" not in told


def test_a_file_that_is_gone_is_told(place):
    place[1].unlink()
    assert command(place, "vim").startswith("There is no file")


def test_an_interrupt_meant_for_the_editor_leaves_the_chat_running(place, monkeypatch):
    """An editor in the terminal and the chat are one group of processes: Ctrl+C goes to both."""
    script = place[0] / "editor.py"
    script.write_text(
        "import os, signal\n"
        "assert signal.getsignal(signal.SIGINT) is signal.default_int_handler\n"
        "os.kill(os.getppid(), signal.SIGINT)\n"
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")

    async def drive(chat):
        chat.app.suspend = nullcontext
        await chat.ready()
        editor.open_at(chat.app, place[1], 1)  # the script knows no lines: the article is its argument
        await chat.answered("How many boats?")
        assert chat.notices == []
        assert chat.app.return_code is None
        os.kill(os.getpid(), signal.SIGINT)
        await chat.until(lambda: chat.app.return_code == 130)

    run(FakeSession(), drive)
