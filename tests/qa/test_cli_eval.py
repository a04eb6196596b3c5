"""`qa eval`: what it shows and where, how it ends, and what is told before anything is asked. And `--no-model`."""

import json
import re
import signal
from pathlib import Path

import pytest
from command import FAKES, Command
from conftest import QUESTION, Qa
from fakes import QueuedGenerator
from rich.cells import cell_len

KNOWN = {"id": "boats", "question": QUESTION, "answers": ["41"], "spans": [{"source": "harbour.txt", "quote": "41"}]}
OTHER = {"id": "fund", "question": "Who opened a fund for the crews of Tarfaya?", "answers": ["Omar Idrissi"]}
UNKNOWN = {"question": "Which company built the Titanic?"}


def lines(*questions: dict) -> str:
    return "".join(f"{json.dumps(q)}\n" for q in questions)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A question that is answered rightly, one that is not, and one that is refused."""
    file = tmp_path / "gold.jsonl"
    file.write_text(lines(KNOWN, OTHER, UNKNOWN), encoding="utf-8")
    return file


@pytest.fixture
def fake(tmp_path: Path) -> dict[str, str]:
    """The environment of a process with models that are made up."""
    return {"TEST_BEFORE": FAKES, "XDG_DATA_HOME": str(tmp_path / "data")}


def test_the_figures_the_failures_by_kind_and_each_failed_question_are_shown(
    qa: Qa, indexed: Path, gold: Path, generator: QueuedGenerator
) -> None:
    generator.replies.append("The storm sank 41 boats.")
    done = qa("eval", gold, "--corpus", indexed)
    assert (done.status, done.err) == (0, "")
    shown = done.out.splitlines()
    assert shown[0].startswith("3 questions with SmolLM2-135M-Instruct, 3 articles, indexed 20")
    assert "answer_hit           0.500     (2)  answerable, and the first 60 words hold a gold answer" in shown
    assert "citation_hit         1.000     (1)  answerable, and a gold span is cited" in shown
    assert "disagree_recall          -     (0)  conflicts that were told" in shown
    assert re.search(r"^search_p95_ms +\d", done.out, re.MULTILINE)
    assert "1 of 3 questions failed" in shown
    assert "not phrased               1" in shown
    assert "answered wrongly          0" in shown
    assert shown[-2:] == [
        "not phrased: Who opened a fund for the crews of Tarfaya? (fund)",
        "  expected Omar Idrissi; got “Mayor Lamia Bensouda opened a fund for the crews.” (harbour.txt:5)",
    ]


def test_in_json_it_is_one_object_with_every_row(
    qa: Qa, indexed: Path, gold: Path, generator: QueuedGenerator
) -> None:  # fmt: skip
    generator.replies += ["The storm sank 41 boats.", RuntimeError("boom")]
    done = qa("eval", gold, "--json", "--corpus", indexed)
    assert (done.status, done.err) == (1, "")
    assert done.out.count("\n") == 1
    found = json.loads(done.out)
    assert (found["schema"], found["questions"], found["errors"]) == ("qa.evaluation/1", 3, 1)
    assert (found["answer_hit"], found["answer_hit_n"], found["disagree_recall"]) == (0.5, 2, None)
    assert found["failures"]["error"] == 1
    assert found["model"] == {"generator": "SmolLM2-135M-Instruct", "encoder": "all-MiniLM-L6-v2"}
    assert found["coverage"]["articles"] == 3
    right, failed, refused = found["rows"]
    assert set(right) == set(refused) == {"id", "question", "outcome", "status", "answer", "citations", "timings_ms"}
    assert (right["id"], right["outcome"], right["answer"]) == ("boats", "right", "The storm sank 41 boats. [1]")
    assert right["citations"][0]["quote"] == "The storm sank 41 boats in Tarfaya harbour."
    assert set(right["timings_ms"]) == {"start", "search", "first_token", "total"}
    assert (failed["status"], failed["outcome"], failed["timings_ms"]) == ("error", "error", {})
    assert "RuntimeError: boom" in failed["error"]
    assert (refused["id"], refused["status"], refused["outcome"]) == ("3", "not_in_corpus", "right")


def test_figures_in_json_have_four_digits(qa: Qa, indexed: Path) -> None:
    asked = [KNOWN, {**KNOWN, "answers": ["42"]}, {**KNOWN, "answers": ["43"]}]
    done = qa("eval", "-", "--json", "--corpus", indexed, stdin=lines(*asked))
    assert json.loads(done.out)["answer_hit"] == 0.3333


def test_a_question_that_fails_costs_no_other_and_is_shown(
    qa: Qa, indexed: Path, gold: Path, generator: QueuedGenerator
) -> None:  # fmt: skip
    generator.replies += [RuntimeError("boom"), "Lamia Bensouda opened a fund."]
    done = qa("eval", gold, "--corpus", indexed)
    assert (done.status, done.err) == (1, "")
    assert (
        f"error: {QUESTION} (boats)\n  expected 41; got an error: it failed unexpectedly (RuntimeError: boom)"
        in done.out
    )
    assert "2 of 3 questions failed" in done.out


def test_gold_is_read_from_standard_input_with_a_mark_and_blank_lines(qa: Qa, indexed: Path) -> None:
    done = qa("eval", "-", "--corpus", indexed, stdin=b"\xef\xbb\xbf\r\n" + lines(UNKNOWN).encode())
    assert done.status == 0
    assert "0 of 1 question failed" in done.out


@pytest.mark.parametrize(("number", "told"), [("0", 3), ("2", 1)])
def test_as_many_failed_questions_are_shown_as_asked_for(qa: Qa, indexed: Path, number: str, told: int) -> None:
    done = qa("eval", "-", "--failures", number, "--corpus", indexed, stdin=lines(*[{**KNOWN, "answers": ["9"]}] * 3))
    assert done.out.count("expected 9") == int(number)
    assert done.out.endswith(f"and {told} more failed: --failures 3 shows all\n")


@pytest.mark.parametrize("args", [["eval", "-"], ["ask", QUESTION]])
def test_without_a_model_its_file_need_not_exist(
    qa: Qa, indexed: Path, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:  # fmt: skip
    monkeypatch.setenv("QA_MODEL", "/nowhere.gguf")
    monkeypatch.setattr("qa.generation.LlamaGenerator", lambda *_: pytest.fail("loaded"))
    done = qa(*args, "--no-model", "--json", "--corpus", indexed, stdin=lines(KNOWN))
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)["model"] == {"generator": None, "encoder": "all-MiniLM-L6-v2"}
    assert "sank 41 boats" in done.out


CHAT_THAT_NAMES_ITS_MODELS = """
import types, tui.app
tui.app.ChatApp = lambda session, kept: types.SimpleNamespace(run=lambda: print(session.open().models), return_code=0)
"""


def test_a_chat_without_a_model_needs_no_file_either(command: Command, corpus: Path, fake: dict[str, str]) -> None:
    assert command("index", "rebuild", "--corpus", corpus, env=fake).status == 0
    before = {**fake, "TEST_BEFORE": FAKES + CHAT_THAT_NAMES_ITS_MODELS, "QA_MODEL": "/nowhere.gguf"}
    done = command.on_terminal("chat", "--no-model", "--corpus", corpus, env=before)
    assert done.status == 0
    assert "Models(generator=None, " in done.out


@pytest.mark.parametrize("args", [["ask", "x"], ["eval", "-"], ["chat"]])
def test_a_model_and_no_model_contradict_each_other(qa: Qa, args: list[str]) -> None:
    done = qa(*args, "--no-model", "--model", "bundled")
    assert (done.status, done.out) == (2, "")
    assert "'--no-model': it contradicts --model: leave one of them out" in done.complaint


# What is told before anything is asked


def test_a_line_that_cannot_be_used_is_told_before_anything_is_built(qa: Qa, corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "my gold.jsonl"
    file.write_text(lines(UNKNOWN, {**KNOWN, "spans": [{"source": "harbour.txt", "quote": "42 boats"}]}))
    done = qa("eval", file, "--corpus", corpus)
    assert (done.status, done.out) == (2, "")
    assert done.complaint == (
        f"{file}:2: “42 boats” does not stand in harbour.txt: copy it from there, letter by letter"
    )  # fmt: skip
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("name", "problem"),
    [("gone.jsonl", "No such file or directory"), (".", "Is a directory"), ("\0", "no path can hold such a name")],
)
def test_a_gold_file_that_cannot_be_read_is_told(qa: Qa, corpus: Path, name: str, problem: str) -> None:
    done = qa("eval", name, "--corpus", corpus)
    assert (done.status, done.out) == (2, "")
    assert done.complaint.endswith(f"cannot be read: {problem}")


def test_an_empty_name_of_a_gold_file_is_told_with_what_to_give(qa: Qa, corpus: Path) -> None:
    done = qa("eval", "", "--corpus", corpus)
    assert (done.status, done.out) == (2, "")
    assert done.complaint == (
        "the name of the gold file is empty: give a file of questions, or - to read them from standard input"
    )


def test_without_questions_nothing_is_asked(qa: Qa, corpus: Path) -> None:
    done = qa("eval", "-", "--corpus", corpus, stdin="\n")
    assert done.status == 2
    assert done.complaint.startswith("standard input holds no question: write one JSON object a line")


def test_a_folder_that_is_not_there_is_told_first(qa: Qa, gold: Path, tmp_path: Path) -> None:
    done = qa("eval", gold, "--corpus", tmp_path / "nowhere")
    assert (done.status, done.complaint) == (1, f"there is no folder {tmp_path / 'nowhere'}: check the path")


# At a terminal, and interrupted


@pytest.mark.parametrize("columns", [20, 60, 100])
def test_at_a_terminal_there_is_a_bar_and_no_line_is_too_long(
    command: Command, corpus: Path, gold: Path, fake: dict[str, str], columns: int
) -> None:
    assert command("index", "rebuild", "--corpus", corpus, env=fake).status == 0
    done = command.on_terminal("eval", gold, "--corpus", corpus, columns=columns, env=fake)
    assert done.status == 0
    assert "\rAsking" in done.out
    shown = [re.sub(r"\x1b\[[0-9;]*m", "", line).rpartition("\r")[2] for line in done.out.split("\n")]
    assert all(cell_len(line) <= columns for line in shown)
    assert any(line.startswith("answer_hit") for line in shown)


INTERRUPTED_AT_THE_SECOND = """
def write(self, messages, max_tokens, stop):
    if len(self.asked) == 1:
        os.kill(os.getpid(), signal.SIGINT)
    self.asked.append(messages)
    yield ""
fakes.QueuedGenerator.write = write
"""


def test_an_interrupt_says_how_many_were_asked(
    command: Command, corpus: Path, gold: Path, fake: dict[str, str]
) -> None:  # fmt: skip
    assert command("index", "rebuild", "--corpus", corpus, env=fake).status == 0
    before = {**fake, "TEST_BEFORE": FAKES + INTERRUPTED_AT_THE_SECOND}
    done = command("eval", gold, "--corpus", corpus, env=before)
    assert (done.status, done.out) == (130, "")
    assert done.err == "1 of 3 questions were asked\nstopped\n"
    seen = command.on_terminal("eval", gold, "--corpus", corpus, env=before)
    assert seen.status == 130
    assert seen.out.endswith("\n1 of 3 questions were asked\nstopped\n")


def test_where_interrupts_are_ignored_all_is_asked(
    command: Command, corpus: Path, gold: Path, fake: dict[str, str]
) -> None:  # fmt: skip
    """As in `nohup qa eval gold.jsonl &`."""
    before = {**fake, "TEST_BEFORE": FAKES + INTERRUPTED_AT_THE_SECOND}
    done = command(
        "eval", gold, "--corpus", corpus, env=before, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)
    )
    assert done.status == 0
    assert "1 of 3 questions failed" in done.out
