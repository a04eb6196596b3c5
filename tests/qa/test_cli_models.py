"""`qa models`, and what an exam changes about a question."""

import json
from pathlib import Path

import pytest
from command import FAKES, Command
from conftest import QUESTION, Qa
from fakes import WRITES, QueuedGenerator

from qa import examined, locations, models
from qa.exam import VERSION, Exam
from qa.exam_items import ITEMS

LIAR = Exam(right=3, wrong=0, refused=17, tokens_per_second=50.0)
ANSWERS = [item.answer for item in ITEMS]
UNUSED = (
    "chatty does not write well enough to be used (right 0 of 20, wrong 0): answers are quotations; "
    "see qa models check\n"
)


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache of its own; the file need not exist."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return locations.exams()


@pytest.fixture
def real(qa: Qa, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered and shipped decides, and not that the made-up generator writes."""
    monkeypatch.setattr("qa.writers.examined", examined.examined)


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    """A file that passes for a model."""
    path = tmp_path / "chatty.gguf"
    path.write_bytes(b"GGUF and more")
    return path


def name(done) -> str | None:
    return json.loads(done.out)["model"]["generator"]


# qa models check


def test_every_item_is_shown_with_what_was_written_and_how_it_was_judged(
    qa: Qa, gguf: Path, generator: QueuedGenerator
) -> None:
    generator.replies += [ANSWERS[0], "The northern gallery shows a dragon."]
    done = qa("models", "check", gguf)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == f"right    {ITEMS[0].question} “{ANSWERS[0]}”"
    told = "“The northern gallery shows a dragon.” (“northern” is in no quotation"
    assert lines[1].startswith(f"refused  {ITEMS[1].question} {told}")
    assert lines[2] == f"refused  {ITEMS[2].question} “” (there is no claim)"
    assert lines[len(ITEMS)] == ""
    verdict = "right 1, wrong 0, refused 19 of 20; its drafts are not used: answers are quotations."
    assert lines[len(ITEMS) + 1] == f"chatty: {verdict}"
    assert qa("models").out.splitlines()[1] == f"{gguf}: {verdict}"


def test_the_speed_of_writing_is_told(qa: Qa, gguf: Path, generator: QueuedGenerator) -> None:
    generator.replies += [a.replace(" ", "\0 ").split("\0") for a in ANSWERS]
    done = qa("models", "check", gguf)
    assert "chatty: right 20, wrong 0, refused 0 of 20; its drafts are used." in done.out
    assert any(line.endswith(" tokens a second.") for line in done.out.splitlines())


def test_as_json_it_is_one_object(qa: Qa, gguf: Path, generator: QueuedGenerator) -> None:
    generator.replies += [*ANSWERS[:-1], "It has \x1b[31m318 boats."]
    done = qa("models", "check", "--json", gguf)
    value = json.loads(done.out)
    assert done.out.count("\n") == 1
    assert {k: value[k] for k in ("schema", "model", "right", "wrong", "refused", "version", "writes")} == {
        "schema": "qa.exam/1",
        "model": "chatty",
        "right": 19,
        "wrong": 1,
        "refused": 0,
        "version": VERSION,
        "writes": True,
    }
    assert value["sha256"] == models.generator(str(gguf)).digest
    assert [row["outcome"] for row in value["items"]] == ["right"] * 19 + ["wrong"]
    assert value["items"][0]["question"] == ITEMS[0].question
    assert value["items"][-1]["reasons"] == ["“77” is lacking"]


def test_what_a_model_writes_is_harmless_on_a_terminal(qa: Qa, gguf: Path, generator: QueuedGenerator) -> None:
    generator.replies += ["\x1b[31mred\x9b2J\u202e"] * len(ITEMS)
    done = qa("models", "check", gguf)
    assert not set("\x1b\x9b\u202e") & set(done.out)


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (["/nowhere.gguf"], "there is no model /nowhere.gguf: give a GGUF file, or 'bundled'"),
        (["/"], "the model / cannot be read: Is a directory"),
    ],
)
def test_an_error_is_one_line(qa: Qa, args: list[str], problem: str) -> None:
    done = qa("models", "check", *args)
    assert (done.status, done.out, done.complaint) == (1, "", problem)


def test_a_model_that_fails_within_the_exam_is_one_line_and_nothing_is_remembered(
    qa: Qa, gguf: Path, generator: QueuedGenerator, memory: Path
) -> None:
    generator.replies += [ANSWERS[0], MemoryError()]
    done = qa("models", "check", gguf)
    assert (done.status, done.out, done.complaint) == (1, "", "there is not enough memory")
    assert not memory.exists()


def test_without_a_name_the_model_of_the_settings_is_examined(
    qa: Qa, gguf: Path, generator: QueuedGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_MODEL", str(gguf))
    assert "chatty: right 0" in qa("models", "check").out
    assert "SmolLM2-135M-Instruct: right 0" in qa("models", "check", "bundled").out


# What is remembered


def test_without_anything_remembered_the_shipped_exam_is_known(qa: Qa) -> None:
    done = qa("models")
    assert done.status == 0
    assert done.out.startswith("bundled (SmolLM2-135M-Instruct): right ")
    assert done.out.endswith("its drafts are not used: answers are quotations.\n")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"broken",
        b"\xff\xfe",
        b"[]",
        b'{"%s": 3}',
        b'{"%s": {"right": "many"}}',
        b'{"%s": {"right": 20, "wrong": 0, "refused": 0, "tokens_per_second": NaN, "version": 1}}',
        b'{"%s": {"right": 20, "wrong": 0, "refused": 0, "tokens_per_second": 1, "version": 0}}',
    ],
)
def test_a_damaged_or_older_memory_is_as_none_and_mends(memory: Path, content: bytes) -> None:
    digest = models.GENERATOR.sha256
    memory.parent.mkdir(parents=True)
    memory.write_bytes(content.replace(b"%s", digest.encode()))
    shipped = examined.examined(digest)
    assert shipped
    assert not shipped.writes
    examined.remember(digest, "small", Path("small.gguf"), WRITES)
    assert examined.examined(digest) == WRITES  # taken here, it goes before what is shipped


def test_exams_of_other_models_are_kept(memory: Path) -> None:
    examined.remember("a" * 64, "one", Path("one.gguf"), WRITES)
    examined.remember("b" * 64, "two", Path("two.gguf"), LIAR)
    assert (examined.examined("a" * 64), examined.examined("b" * 64)) == (WRITES, LIAR)
    assert examined.examined("c" * 64) is None
    assert [path.name for path in memory.parent.iterdir()] == ["exams.json"]


def test_a_memory_that_cannot_be_written_is_no_error(qa: Qa, gguf: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in its place")
    assert qa("models", "check", gguf).status == 0
    assert qa("models").out.count("\n") == 1


# Questions


@pytest.mark.usefixtures("real")
def test_the_bundled_model_is_neither_loaded_nor_looked_for_where_it_does_not_write(
    qa: Qa, indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.generation.LlamaGenerator", lambda *_: pytest.fail("loaded"))
    monkeypatch.setattr("qa.models.generator", lambda *_: pytest.fail("looked for"))
    done = qa("ask", QUESTION, "--corpus", indexed, "--json")
    assert (done.status, done.err) == (0, "")
    assert name(done) is None
    assert json.loads(done.out)["claims"][0]["support"] == "quoted"
    named = qa("ask", QUESTION, "--corpus", indexed, "--json", "--model", "bundled")
    assert named.err.startswith("SmolLM2-135M-Instruct does not write well enough to be used (right ")
    assert named.err.count("\n") == 1
    assert name(named) is None


@pytest.mark.usefixtures("real")
def test_the_bundled_model_is_used_where_its_exam_here_says_that_it_writes(
    qa: Qa, indexed: Path, generator: QueuedGenerator
) -> None:
    examined.remember(models.GENERATOR.sha256, "small", models.GENERATOR.path(), WRITES)
    generator.replies.append("The storm sank 41 boats.")
    done = qa("ask", QUESTION, "--corpus", indexed, "--json")
    assert name(done) == "SmolLM2-135M-Instruct"
    assert json.loads(done.out)["claims"][0]["support"] == "checked"


@pytest.mark.usefixtures("real")
def test_a_model_never_seen_is_examined_once_and_used_where_it_writes(
    qa: Qa, indexed: Path, gguf: Path, generator: QueuedGenerator
) -> None:
    generator.replies += [*ANSWERS, *["The storm sank 41 boats."] * 2]
    args = ("ask", QUESTION, "--corpus", indexed, "--json", "--model", gguf)
    first, second = qa(*args), qa(*args)
    assert first.err == "chatty was not examined yet: that takes about 0.0 s, once.\n"
    assert second.err == ""
    assert name(first) == name(second) == "chatty"
    assert json.loads(second.out)["claims"][0]["support"] == "checked"
    assert len(generator.asked) == len(ITEMS) + 2


@pytest.mark.usefixtures("real")
def test_a_model_that_does_not_write_is_told_once_a_run_and_only_where_it_was_named(
    qa: Qa, indexed: Path, gguf: Path, generator: QueuedGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = []
    monkeypatch.setattr(generator, "close", lambda: closed.append(True))
    args = ("ask", "-", "--corpus", indexed, "--json")
    lines = f"{QUESTION}\n{QUESTION}\n"
    first = qa(*args, "--model", gguf, stdin=lines)
    assert first.err == "chatty was not examined yet: that takes about 0.0 s, once.\n" + UNUSED
    assert closed == [True]
    assert [json.loads(row)["model"]["generator"] for row in first.out.splitlines()] == [None, None]
    assert qa(*args, "--model", gguf, stdin=lines).err == UNUSED
    monkeypatch.setenv("QA_MODEL", str(gguf))
    assert qa(*args, stdin=lines).err == ""
    assert len(generator.asked) == len(ITEMS)


@pytest.mark.usefixtures("real")
def test_other_weights_under_the_same_name_are_examined_anew(
    qa: Qa, indexed: Path, gguf: Path, generator: QueuedGenerator
) -> None:
    args = ("ask", QUESTION, "--corpus", indexed, "--json", "--model", gguf)
    assert name(qa(*args)) is None
    gguf.write_bytes(b"GGUF and other weights")
    generator.replies += ANSWERS
    assert name(qa(*args)) == "chatty"


@pytest.mark.usefixtures("real")
def test_without_a_model_none_is_examined(qa: Qa, indexed: Path) -> None:
    done = qa("ask", QUESTION, "--corpus", indexed, "--no-model")
    assert (done.status, done.err) == (0, "")


def test_on_a_terminal_a_bar_shows_how_far_the_exam_is(command: Command, gguf: Path) -> None:
    done = command.on_terminal("models", "check", gguf, columns=100, env={"TEST_BEFORE": FAKES})
    assert done.status == 0
    assert "20/20 questions" in done.out
    assert "answers are quotations." in done.out
