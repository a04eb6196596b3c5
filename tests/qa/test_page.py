"""What the place of output can do."""

import io
import os
import pty
import struct
import termios
from fcntl import ioctl

import pytest

from qa.page import BOLD, CYAN, RESET, Mark, Page


@pytest.fixture
def terminal():
    """A terminal of so many columns."""
    opened = []

    def of(columns: int):
        master, slave = pty.openpty()
        ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        stream = os.fdopen(slave, "w")
        opened.extend([stream, os.fdopen(master, "rb", buffering=0)])
        return stream

    yield of
    for stream in opened:
        stream.close()


@pytest.mark.parametrize(("columns", "width"), [(60, 60), (120, 100), (5, 20), (0, 80)])
def test_a_terminal_is_wrapped_at_its_width_within_reason(terminal, columns, width):
    assert Page.of(terminal(columns), {"TERM": "xterm"}) == Page(width, colour=True, links=True)


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {}])
def test_a_dumb_terminal_is_none(terminal, environment):
    assert Page.of(terminal(60), environment) == Page()


def test_no_color_takes_the_colour_off_where_it_is_not_empty(terminal):
    assert not Page.of(terminal(60), {"TERM": "xterm", "NO_COLOR": "1"}).colour
    assert Page.of(terminal(60), {"TERM": "xterm", "NO_COLOR": ""}).colour


def test_what_is_no_terminal_is_not_wrapped():
    page = Page.of(io.StringIO(), {"TERM": "xterm"})
    assert page == Page()
    assert page.paragraph("word " * 100, first="> ") == ["> " + "word " * 100]


def test_a_mark_goes_on_over_a_line_break_and_no_further():
    text = "one two three four"
    page = Page(width=9, colour=True, links=True)
    shown = page.paragraph(text, [Mark(4, 13, CYAN, "file:///x")], indent="  ")
    link, end = "\033]8;;file:///x\033\\", "\033]8;;\033\\"
    assert shown == [
        f"  one {link}{CYAN}two{RESET}{end}",
        f"  {link}{CYAN}three{RESET}{end}",
        "  four",
    ]


def test_marks_show_nothing_where_there_is_neither_colour_nor_links():
    assert Page(width=40).paragraph("one two", [Mark(0, 3, BOLD, "file:///x")]) == ["one two"]
    assert Page(width=40, links=True).paragraph("one", [Mark(0, 3, BOLD)]) == ["one"]


def test_an_empty_paragraph_is_one_line():
    assert Page(width=40, colour=True).paragraph("", [Mark(0, 0, BOLD)], first="1 ") == ["1 "]
