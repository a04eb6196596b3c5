"""The system's clipboard."""

import asyncio
import os

from textual.app import App

from tui.clipboard import copy, system_tool, taken


def program(folder, name, script):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_a_tool_is_used_where_its_display_is_there(tmp_path):
    program(tmp_path, "xclip", "")
    program(tmp_path, "wl-copy", "")
    path = {"PATH": str(tmp_path)}
    assert system_tool(path) is None
    assert system_tool({**path, "DISPLAY": ":0"})[0] == "xclip"
    assert system_tool({**path, "DISPLAY": ":0", "WAYLAND_DISPLAY": "w"})[0] == "wl-copy"
    assert system_tool({"PATH": os.devnull, "DISPLAY": ":0"}) is None


def test_a_tool_takes_the_text_and_prints_nothing(tmp_path, capfd):
    tool = program(tmp_path, "tool", f"cat > '{tmp_path}/taken'; echo out; echo err >&2")
    assert taken((tool,), "41 “boats”\n")
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "41 “boats”\n"
    assert capfd.readouterr() == ("", "")


def test_a_tool_that_fails_or_is_gone_took_nothing(tmp_path):
    assert not taken((program(tmp_path, "tool", "exit 1"),), "text")
    assert not taken((str(tmp_path / "gone"),), "text")


def copied(monkeypatch, environment, script=None, folder=None, *, text="41 boats", gives="41 boats"):
    """What is told of a copy, and what the terminal got."""
    if script is not None:
        program(folder, "pbcopy", script)
    monkeypatch.setattr(os, "environ", environment)
    told = []

    async def run():
        app = App()
        async with app.run_test() as pilot:
            copy(app, text, told.append)
            while not told:
                await pilot.pause()
            assert app.clipboard == gives

    asyncio.run(run())
    return told


def test_the_terminal_is_told_where_the_system_has_no_tool(monkeypatch):
    assert copied(monkeypatch, {"PATH": os.devnull}) == ["the terminal"]


def test_the_tool_that_took_the_text_is_told(monkeypatch, tmp_path):
    assert copied(monkeypatch, {"PATH": f"{tmp_path}:/bin"}, "cat > /dev/null", tmp_path) == ["pbcopy"]
    assert copied(monkeypatch, {"PATH": f"{tmp_path}:/bin"}, "exit 1", tmp_path) == ["the terminal"]


def test_half_a_surrogate_pair_is_copied_as_a_question_mark(monkeypatch):
    assert copied(monkeypatch, {"PATH": os.devnull}, text="41 \ud83d boats", gives="41 ? boats") == ["the terminal"]
