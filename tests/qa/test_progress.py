"""How far a long piece of work is."""

import io
import os

import pytest

from qa.progress import Notice, Progress, duration


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 77


@pytest.fixture
def wide(monkeypatch):
    """Sets the width of all terminals."""
    return lambda columns: monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((columns, 24)))


@pytest.fixture
def clock():
    """The time, which stands still unless it is set."""
    return [0.0]


def test_a_bar_tells_share_number_speed_and_time_left(clock, wide):
    wide(80)
    out = Terminal()
    with Progress("Embedding", "passages", 200, out, clock=lambda: clock[0]) as bar:
        bar.show(50, 10.0)
        clock[0] = 5
        bar.show(200, 20.0)
    half, whole = out.getvalue().split("\r")[1:]
    doing, drawn, *words = half.split()
    assert (doing, " ".join(words)) == ("Embedding", "25% 50/200 passages, 5.0/s, 30 s left")
    assert set(drawn) == {"█", "░"}
    assert drawn.count("█") == len(drawn) // 4
    assert " 100% 200/200 passages, 10/s, in 20 s" in whole
    assert whole.endswith("\n")


@pytest.mark.parametrize("columns", [1, 2, 20, 40, 60, 200])
def test_a_bar_never_fills_the_line_and_covers_what_stood_there(clock, columns, wide):
    wide(columns)
    out = Terminal()
    with Progress("Embedding", "passages", 1_000_000, out, clock=lambda: clock[0]) as bar:
        for done in (1_000, 10_000, 999_000, 1_000_000):
            clock[0] += 1
            bar.show(done, clock[0])
    shown = out.getvalue().rstrip("\n").split("\r")[1:]
    assert len(shown) == 4
    assert all(len(line) <= columns - 1 for line in shown)


def test_a_bar_shows_the_last_piece_of_a_batch(clock):
    """Nobody sees the first one, and then nothing changes until the next batch is done."""
    out = Terminal()
    with Progress("Embedding", "passages", 96, out, clock=lambda: clock[0]) as bar:
        for done in range(1, 33):
            bar.show(done, 1.0)
        assert "32/96" in out.getvalue().rpartition("\r")[2]


def test_a_bar_is_not_drawn_more_often_than_it_can_be_seen(clock):
    out = Terminal()
    with Progress("Embedding", "passages", 50_000, out, clock=lambda: clock[0]) as bar:
        for done in range(1, 50_001):
            bar.show(done, 1.0)
    assert out.getvalue().count("\r") == 1_000


def test_elsewhere_a_line_comes_now_and_then(clock):
    out = io.StringIO()
    with Progress("Embedding", "passages", 4_000, out, clock=lambda: clock[0]) as bar:
        for done in range(1, 4_001):
            clock[0] += 1 / 128
            bar.show(done, clock[0])
    assert out.getvalue() == (
        "Embedding: 1,920 of 4,000 passages, 128/s, 16 s left\nEmbedding: 3,840 of 4,000 passages, 128/s, 1 s left\n"
    )


def test_short_work_says_nothing_elsewhere():
    out = io.StringIO()
    with Progress("Embedding", "passages", 3, out) as bar:
        bar.show(3, 0.1)
    assert out.getvalue() == ""


def test_a_notice_is_taken_away_again():
    out = Terminal()
    with Notice(out) as notice:
        notice.show("Searching …")
        notice.show("Writing …")
    assert out.getvalue() == f"\r\rSearching …\r{' ' * 11}\rWriting …\r{' ' * 9}\r"


def test_a_notice_says_nothing_elsewhere():
    out = io.StringIO()
    with Notice(out) as notice:
        notice.show("Searching …")
    assert out.getvalue() == ""


def test_nobody_reading_is_no_reason_to_stop():
    class Gone(Terminal):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with Progress("Embedding", "passages", 3, Gone()) as bar, Notice(Gone()) as notice:
        bar.show(1, 0.1)
        notice.show("Searching …")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.04, "0.0 s"), (1, "1 s"), (89, "89 s"), (90, "2 min"), (3_600, "60 min"), (9_000, "2.5 h")],
)
def test_durations_in_words(seconds, text):
    assert duration(seconds) == text
