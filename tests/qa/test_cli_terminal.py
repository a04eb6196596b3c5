"""At a terminal: colour, links, lines that fit, and nothing in an article that the terminal would obey."""

import re
from pathlib import Path

import conftest
import pytest
from command import FAKES, Command, Finished
from conftest import Sample
from rich.cells import cell_len

QUESTION = "How many terrorist cells has Morocco dismantled?"
ESCAPES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\")


@pytest.fixture
def fake(command: Command):
    """`qa` at a terminal, with models that are made up."""

    def run(*args: str | Path, columns: int = 80, typed: bytes = b"", env: dict | None = None) -> Finished:
        return command.on_terminal(*args, columns=columns, typed=typed, env={"TEST_BEFORE": FAKES, **(env or {})})

    return run


def lines(done: Finished) -> list[str]:
    """What stands on the terminal: words on what is being done are overwritten, styles and links show nothing."""
    return [ESCAPES.sub("", line).rpartition("\r")[2] for line in done.out.split("\n")]


@pytest.fixture
def strange(fake, tmp_path: Path) -> Path:
    """An indexed article with wide characters, emoji, escapes, and a name that holds more of them."""
    corpus = tmp_path / "articles"
    corpus.mkdir()
    text = (
        "東京の嵐\n\n嵐は樽港で四十一隻の船を沈めた。漁師たちは警告が遅すぎたと言った。storm harbour\n\n"
        "Storm \x1b]0;title\x07\x1b[2Jsank 41 boats 🚢👨‍👩‍👧❤️ in the \u202eharbour\u202c \x9b31mof Tarfaya"
        f" {'averylongword' * 20}.\n"
    )
    (corpus / "a \x1b[31mred\nname 東京.txt").write_text(text, encoding="utf-8")
    done = fake("index", "rebuild", "--corpus", corpus, "--index", tmp_path / "index")
    assert done.status == 0, done.out
    assert "Embedding" in done.out
    return tmp_path / "index"


def test_an_answer_has_colour_and_links_to_its_sources(command: Command, sample: Sample) -> None:
    done = command.on_terminal("ask", QUESTION, "--index", sample.index, columns=100)
    assert done.status == 0
    link = re.search(r"\x1b\]8;;(file://[^\x1b]+)\x1b\\\x1b\[36m([^\x1b]+):\d+\x1b\[0m\x1b\]8;;\x1b\\", done.out)
    assert link
    assert link[1] == (sample.corpus / link[2]).as_uri()
    assert "…" not in "".join(lines(done))
    assert any(line.startswith("[1] ") for line in lines(done))


def test_no_color_leaves_the_links(fake, strange: Path) -> None:
    done = fake("search", "storm", "--index", strange, env={"NO_COLOR": "1"})
    assert "\x1b]8;;file://" in done.out
    assert "\x1b[" not in done.out


@pytest.mark.parametrize("args", [["ask", "storm harbour boats"], ["search", "storm"], ["index", "status"]])
def test_a_dumb_terminal_gets_no_escape_sequence(fake, strange: Path, args: list[str]) -> None:
    done = fake(*args, "--index", strange, env={"TERM": "dumb"})
    assert done.status == 0
    assert done.out
    assert "\x1b" not in done.out
    assert "\r" not in done.out


@pytest.mark.parametrize("columns", [20, 60, 120])
def test_no_line_is_longer_than_the_terminal_is_wide(fake, strange: Path, columns: int) -> None:
    corpus = strange.parent / "articles"
    article = next(corpus.iterdir()).name
    for args in (
        ["ask", "storm harbour boats", "--index", strange],
        ["search", "storm", "--index", strange],
        ["index", "status", "--index", strange],
        ["show", article, "--corpus", corpus],
    ):
        done = fake(*args, columns=columns)
        assert done.status in {0, 3}, done.out
        for line in lines(done):
            assert cell_len(line) <= columns, line


def test_nothing_from_an_article_or_its_name_is_obeyed(fake, strange: Path) -> None:
    for args in (["ask", "storm harbour boats"], ["search", "storm"], ["index", "status"]):
        done = fake(*args, "--index", strange)
        left = "".join(lines(done))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", left), args
        assert "2J" not in left
        assert "title" not in left


def test_an_error_about_a_strange_name_is_harmless(fake, tmp_path: Path) -> None:
    done = fake("ask", "storm", "--corpus", tmp_path / "no \x1b[31msuch\nfolder \x9b")
    assert done.status == 1
    assert done.out.count("\n") == 1
    assert "\x1b" not in done.out
    assert "\x9b" not in done.out


def test_a_span_is_marked_in_colour(fake, corpus: Path) -> None:
    done = fake("show", "harbour.txt#char=47,60", "--corpus", corpus)
    assert "The storm \x1b[4m\x1b[33m»sank 41 boats«\x1b[0m in" in done.out


# The first question, where there is no index yet


@pytest.fixture
def slow(tmp_path: Path, corpus: Path) -> dict[str, str]:
    """A cache in which the last index took long, and something to read."""
    (corpus / "long.txt").write_text("A line on wool.\n" * 1_000)
    cache = tmp_path / "cache" / "corpus-qa"
    cache.mkdir(parents=True)
    (cache / "speed.json").write_text('{"passages_a_second": 0.1, "loading_seconds": 5}')
    return {"XDG_CACHE_HOME": str(tmp_path / "cache"), "XDG_DATA_HOME": str(tmp_path / "data")}


def test_much_work_is_begun_after_a_yes(fake, corpus: Path, slow: dict[str, str]) -> None:
    done = fake("ask", conftest.QUESTION, "--corpus", corpus, typed=b"y\n", env=slow)
    assert f"{corpus} has no index yet; building it takes about 9 min. Build it now? [y/N]" in done.out
    assert done.status == 0
    assert "41 boats" in done.out


@pytest.mark.parametrize("typed", [b"n\n", b"\n", b"maybe\n", b"\x04"])
def test_without_a_yes_nothing_is_begun(
    fake, corpus: Path, slow: dict[str, str], typed: bytes, tmp_path: Path
) -> None:  # fmt: skip
    done = fake("ask", "How many boats did the storm sink?", "--corpus", corpus, typed=typed, env=slow)
    assert done.status == 1
    assert done.out.endswith(
        f"qa: no index was built; when there is time, run qa index rebuild --corpus {corpus}\n"
    )  # fmt: skip
    assert not (tmp_path / "data").exists()


def test_an_interrupt_at_the_question_is_no_yes(fake, corpus: Path, slow: dict[str, str], command: Command) -> None:
    """The terminal turns the key into a signal only for its own session, which this is not: so it is sent."""
    done = fake(
        "ask", "storm", "--corpus", corpus,
        env={**slow, "TEST_BEFORE": FAKES + "qa.streams.ask = lambda _: os.kill(os.getpid(), signal.SIGINT)"},
    )  # fmt: skip
    assert done.status == 130
    assert done.out.endswith("\nstopped\n")
