"""What a run of the command loads, and what it says of itself. Every run is a process of its own."""

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from command import Command, packages
from conftest import Sample

import qa as qa_room
from qa import __version__

HEAVY = {
    "numpy",
    "torch",
    "transformers",
    "sentence_transformers",
    "llama_cpp",
    "faiss",
    "tokenizers",
    "textual",
    "rich",
    "charset_normalizer",
}
NEVER = {"llama_cpp", "faiss", "torch", "transformers", "sentence_transformers", "textual", "rich"}  # by a question
QUESTION = "How many terrorist cells has Morocco dismantled?"


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["--version"],
        ["ask", "--help"],
        ["search", "-h"],
        ["chat", "--help"],
        ["eval", "--help"],
        ["index", "rebuild", "--help"],
        ["models", "check", "--help"],
        ["doctor", "--help"],
    ],
)
def test_help_and_version_load_nothing_heavy(command: Command, args: list[str]) -> None:
    assert not packages(command.imported(*args)) & HEAVY


def test_showing_an_article_loads_no_model_and_no_arrays(command: Command, sample: Sample) -> None:
    source = "rabat-mediterranean-conference.txt#char=0,10"
    assert not packages(command.imported("show", source, "--corpus", sample.corpus)) & HEAVY


def test_a_search_loads_no_model_that_writes_nor_what_builds_an_index(command: Command, sample: Sample) -> None:
    modules = command.imported("search", QUESTION, "--index", sample.index)
    loaded = packages(modules)
    assert "numpy" in loaded
    assert not loaded & NEVER
    assert modules & {"qa.generation", "qa.assistant", "qa.writers", "index.rebuild", "index.events"} == set()


def test_a_question_loads_neither_a_model_that_does_not_write_nor_what_builds_an_index_nor_the_chat(
    command: Command, sample: Sample
) -> None:
    modules = command.imported("ask", QUESTION, "--index", sample.index)
    loaded = packages(modules)
    assert "numpy" in loaded
    assert modules & {"qa.followups", "index.rebuild", "index.events"} == set()
    assert not loaded & NEVER


@pytest.mark.parametrize("verb", ["ask", "search"])
def test_a_question_without_an_index_has_it_built_elsewhere(
    command: Command, corpus: Path, tmp_path: Path, verb: str
) -> None:
    modules = command.imported(verb, "storm", "--corpus", corpus, "--index", tmp_path / "index")
    assert (tmp_path / "index" / "manifest.json").exists()
    assert not packages(modules) & NEVER
    assert "index.rebuild" not in modules


@pytest.mark.parametrize("verb", ["ask", "search"])
def test_text_on_the_command_line_waits_for_no_check_by_pydantic(command: Command, sample: Sample, verb: str) -> None:
    modules = command.imported(verb, QUESTION, "--index", sample.index, "--source", "*", "--json")
    assert modules & {"pydantic", "typer._adapters", "importlib.metadata"} == set()


def test_the_chat_and_a_session_load_no_model_nor_what_embeds_a_corpus() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, tui.app, qa.session; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(qa_room.__file__).parents[1],
    )
    assert not packages(done.stdout.split()) & {"llama_cpp", "faiss", "torch", "transformers", "sentence_transformers"}


def test_the_console_command_is_the_module() -> None:
    from qa import __main__

    (script,) = metadata.entry_points(group="console_scripts", name="qa")
    assert script.load() is __main__.main


def test_the_version_is_told(command: Command) -> None:
    done = command("--version")
    assert (done.status, done.out, done.err) == (0, f"qa {__version__}\n", "")


def test_help_tells_every_command_and_the_exit_statuses(qa) -> None:
    done = qa("--help")
    assert (done.status, done.err) == (0, "")
    for word in (
        "ask",
        "search",
        "show",
        "chat",
        "eval",
        "index",
        "models",
        "doctor",
        "settings.toml",
        "QA_CORPUS",
        "130 interrupted",
    ):
        assert word in done.out


@pytest.mark.parametrize(("args", "listed"), [((), "search"), (("index",), "rebuild")])
def test_without_a_command_the_help_is_told_and_the_usage_is_wrong(qa, args, listed) -> None:
    done = qa(*args)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("Usage: qa")
    assert listed in done.err


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["ask"], "missing argument 'QUESTION'; see qa ask --help"),
        (["frob"], "no such command 'frob'; see qa --help"),
        (["index", "frob"], "no such command 'frob'; see qa index --help"),
        (["ask", "--frob", "x"], "no such option: --frob; see qa ask --help"),
        (
            ["ask", "How", "many"],
            "got unexpected extra argument (many): put the question in quotes, and every GLOB; see qa ask --help",
        ),
        (["search", "x", "-k"], "option '-k' requires an argument; see qa search --help"),
        (["index", "rebuild", "--corpus"], "option '--corpus' requires an argument; see qa index rebuild --help"),
        (["ask", "x", "--json=yes"], "option '--json' does not take a value; see qa ask --help"),
        (["show"], "missing argument 'SOURCE[#char=S,E]'; see qa show --help"),
    ],
)
def test_wrong_usage_is_one_line_that_names_the_help(qa, args, line) -> None:
    done = qa(*args)
    assert (done.status, done.out) == (2, "")
    assert done.complaint.replace("argument(s)", "argument") == line


@pytest.mark.parametrize("number", ["0", "-1", "x", "1001"])
def test_a_number_of_hits_out_of_range_is_wrong_usage(qa, number) -> None:
    done = qa("search", "storm", "-k", number)
    assert (done.status, done.out) == (2, "")
    assert done.complaint.startswith("invalid value for '-k': it must be ")


def test_an_option_with_escapes_reaches_no_terminal(qa) -> None:
    done = qa("ask", "x", "--\x1b[31mred\nand\x9b2J")
    assert done.status == 2
    assert "\x1b" not in done.complaint
    assert "\x9b" not in done.complaint
