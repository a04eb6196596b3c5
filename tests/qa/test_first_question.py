"""The index that a question needs: built where there is none, refused where it is another's, and never silently old."""

import json
import re

import pytest
from command import FAKES, Finished
from conftest import ARTICLES, QUESTION

from index.manifest import sealed
from qa import estimate, shell


def row(done: Finished) -> dict:
    (line,) = done.out.splitlines()
    return json.loads(line)


def test_the_first_question_builds_the_index_and_says_so(qa, corpus, generator):
    generator.replies += ["The storm sank 41 boats."] * 2
    done = qa("ask", QUESTION, "--corpus", corpus)
    assert done.status == 0
    assert done.out.startswith("The storm sank 41 boats. [1]\n")
    first, *_, last = done.err.splitlines()
    assert first.startswith(f"{corpus} has no index yet; building it takes about ")
    assert last.startswith("Indexed 3 articles, ")
    assert qa("ask", QUESTION, "--corpus", corpus) == Finished(0, done.out, "")


def test_a_search_builds_it_too(qa, corpus):
    done = qa("search", "storm", "--corpus", corpus)
    assert done.status == 0
    assert "has no index yet" in done.err


def test_what_is_told_of_a_first_build_is_told_by_another_process(command, corpus, tmp_path):
    (corpus / "empty.txt").touch()
    (corpus / "latin.txt").write_bytes("Le café de Tétouan a été fermé jeudi à l’aube.\n".encode("cp1252"))
    where = ("--corpus", corpus, "--index", tmp_path / "index")
    done = command("search", "storm", *where, env={"TEST_BEFORE": FAKES})
    assert done.status == 0
    first, *rest = done.err.splitlines()
    assert first.startswith(f"{corpus} has no index yet; building it takes about ")
    assert rest[:2] == ["Articles: 5 new", "Loading the encoder …"]
    assert re.fullmatch(r"Indexed 4 articles, 4 passages \(4 embedded now\) in .* s\.", rest[2])
    assert rest[3:] == [
        "1 file read with a note:",
        "  latin.txt: not UTF-8: read as cp1252",
        "1 file skipped:",
        "  empty.txt: empty",
    ]


def test_a_first_build_that_fails_is_one_line_with_the_command_once(command, corpus, tmp_path):
    for article in corpus.iterdir():
        article.write_bytes(b"\0\1\2" * 50)
    done = command("search", "storm", "--corpus", corpus, "--index", tmp_path / "index", env={"TEST_BEFORE": FAKES})
    assert (done.status, done.out) == (1, "")
    assert done.err.splitlines()[-1].startswith(f"qa: no article in {corpus} can be read (")
    broken = FAKES + "def fail(*_): raise ZeroDivisionError('boom')\nfakes.WordsEncoder.passages = fail"
    (corpus / "harbour.txt").write_text("The storm sank 41 boats.")
    done = command(
        "search", "storm", "--corpus", corpus, "--index", tmp_path / "index",
        env={"TEST_BEFORE": broken, "QA_TRACEBACK": "1"},
    )  # fmt: skip
    assert done.status == 1
    assert "in fail\n" in done.err
    assert done.err.endswith("shows where, for a report of this bug\n")
    assert "qa: it failed unexpectedly (ZeroDivisionError: boom)" in done.err


def test_much_work_is_refused_with_the_exact_command_where_nobody_can_be_asked(qa, corpus, monkeypatch, tmp_path):
    monkeypatch.setattr(estimate, "estimate", lambda settings: estimate.Estimate(0, 2 * 3600.0))
    strange = corpus.rename(tmp_path / "it's my; folder")
    done = qa("ask", QUESTION, "--corpus", strange, "--index", tmp_path / "an index")
    assert (done.status, done.out) == (1, "")
    assert done.complaint == (
        f"{strange} has no index yet; building it takes about 2.0 h: run qa index rebuild "
        f"""--corpus '{tmp_path}/it'"'"'s my; folder' --index '{tmp_path}/an index'"""
    )
    assert not (tmp_path / "an index").exists()


def test_the_estimate_counts_what_will_be_read_and_uses_the_speed_of_the_last_time(corpus, monkeypatch, tmp_path):
    from qa.settings import read

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    settings = read(corpus=corpus)
    (corpus / "large.txt").write_text("word " * 60_000)
    first = estimate.estimate(settings)
    assert first is not None
    assert first.seconds > estimate.LOADING_SECONDS + 300_000 / estimate.BYTES_A_PASSAGE / estimate.PASSAGES_A_SECOND
    estimate.remember_speed(passages_a_second=1_000, loading_seconds=1)
    faster = estimate.estimate(settings)
    assert faster is not None
    assert faster.loading == 1
    assert 1 < faster.embedding < 2
    with (corpus / "skipped.txt").open("wb") as file:
        file.truncate(500_000_000)
    assert estimate.estimate(settings) == faster
    (tmp_path / "cache" / "corpus-qa" / "speed.json").write_text("[broken")
    assert estimate.estimate(settings) == first


def test_what_changed_since_is_said_and_not_cited(qa, indexed, generator):
    (indexed / "harbour.txt").write_text(ARTICLES["harbour.txt"].replace("41", "43"), encoding="utf-8")
    (indexed / "school.txt").unlink()
    (indexed / "new.txt").write_text("The storm sank 44 boats in Tarfaya harbour.\n")
    done = qa("ask", QUESTION, "--json", "--corpus", indexed)
    assert done.err == (
        "Changed since the index was made, and not used: 1 edited (harbour.txt); 1 gone (school.txt); 1 new (new.txt). "
        f"Update with: qa index rebuild --corpus {indexed}\n"
    )
    answer = row(done)
    assert answer["coverage"]["changed"] == 3
    assert {p["source"] for p in answer["passages"]} == {"olives.md"}
    assert not {c["source"] for c in answer["citations"]} - {"olives.md"}
    status = qa("index", "status", "--corpus", indexed)
    assert "changed   1 edited, 1 gone, 1 new since\n" in status.out
    assert f"update    qa index rebuild --corpus {indexed}\n" in status.out
    assert qa("index", "rebuild", "--corpus", indexed).status == 0
    generator.replies.append("The storm sank 43 boats.")
    assert qa("ask", QUESTION, "--corpus", indexed).err == ""


def test_only_a_few_of_many_changed_articles_are_named(qa, indexed):
    for n in range(9):
        (indexed / f"{n}.txt").write_text("An article.")
    assert "9 new (0.txt, 1.txt, 2.txt and 6 more)" in qa("search", "storm", "--corpus", indexed).err


def test_an_article_put_back_as_it_was_is_not_changed(qa, indexed):
    (indexed / "harbour.txt").write_text("Something else.")
    (indexed / "harbour.txt").write_text(ARTICLES["harbour.txt"], encoding="utf-8")
    assert qa("search", "storm", "--corpus", indexed).err == ""


# One index, several corpora


@pytest.fixture
def other(qa, indexed, tmp_path):
    """Another corpus with an index in a place of its own."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "cats.txt").write_text("The cat of Chefchaouen sleeps on 12 blue steps.\n")
    assert qa("index", "rebuild", "--corpus", tmp_path / "other", "--index", tmp_path / "idx").status == 0
    return tmp_path / "idx"


def test_an_index_brings_its_own_corpus(qa, other, tmp_path):
    done = qa("search", "cat", "-k", "1", "--json", "--index", other)
    assert row(done)["hits"][0]["source"] == "cats.txt"
    assert f"corpus    {tmp_path / 'other'}\n" in qa("index", "status", "--index", other).out
    rebuilt = qa("index", "rebuild", "--index", other)
    assert rebuilt.err == "Nothing has changed: 1 article, 1 passage.\n"


@pytest.mark.parametrize("verb", [["ask", QUESTION], ["search", "storm"], ["index", "rebuild"]])
def test_an_index_of_another_corpus_is_neither_asked_nor_overwritten(qa, indexed, other, tmp_path, verb):
    done = qa(*verb, "--corpus", indexed, "--index", other)
    assert (done.status, done.out) == (1, "")
    assert f"the index in {other} is of {tmp_path / 'other'}, not of {indexed}: " in done.complaint
    assert qa("search", "cat", "--index", other).status == 0


def test_an_index_of_another_corpus_is_replaced_on_demand(qa, indexed, other):
    assert qa("index", "rebuild", "--corpus", indexed, "--index", other, "--full").status == 0
    assert row(qa("search", "storm", "-k", "1", "--json", "--index", other))["hits"][0]["source"] == "harbour.txt"


def test_a_corpus_that_moved_keeps_its_index_and_its_vectors(qa, other, tmp_path):
    (tmp_path / "other").rename(tmp_path / "moved")
    gone = qa("search", "cat", "--index", other)
    assert gone.status == 1
    assert f"there is no folder {tmp_path / 'other'}" in gone.complaint
    done = qa("index", "rebuild", "--corpus", tmp_path / "moved", "--index", other)
    assert done.status == 0
    assert "(0 embedded now)" in done.err


# The rebuild itself


def test_a_rebuild_says_what_it_did_on_standard_error_alone(qa, indexed):
    (indexed / "harbour.txt").write_text("The storm sank 42 boats.\n")
    done = qa("index", "rebuild", "--corpus", indexed)
    assert (done.status, done.out) == (0, "")
    assert done.err.splitlines()[0] == "Articles: 1 edited, 2 as before"
    assert "Indexed 3 articles, 3 passages (1 embedded now) in " in done.err
    again = qa("index", "rebuild", "--corpus", indexed)
    assert again == Finished(0, "", "Nothing has changed: 3 articles, 3 passages.\n")


def test_a_long_list_of_skipped_files_is_cut_and_whole_in_the_status(qa, indexed):
    for n in range(30):
        (indexed / f"{n:02}.txt").touch()
    done = qa("index", "rebuild", "--corpus", indexed)
    assert "30 files skipped:\n  00.txt: empty\n" in done.err
    assert "  and 10 more: qa index status --json lists all\n" in done.err
    assert len(row(qa("index", "status", "--json", "--corpus", indexed))["skipped"]) == 30
    people = qa("index", "status", "--corpus", indexed).out
    assert "skipped   30\n          00.txt: empty\n" in people
    assert "          and 20 more\n" in people


def test_the_status_in_json_tells_all_of_the_index(qa, indexed, tmp_path):
    done = qa("index", "status", "--json", "--corpus", indexed)
    assert (done.status, done.err) == (0, "")
    status = row(done)
    assert status["schema"] == "qa.status/1"
    assert status["corpus"] == str(indexed)
    assert status["index"].startswith(str(tmp_path / "data"))
    assert (status["articles"], status["recipe_changed"], status["notes"]) == (3, False, [])
    assert status["changed"] == {"edited": [], "gone": [], "new": [], "error": None}
    assert set(status["encoder"]) == {"name", "sha256"}
    assert status["bytes"] > 1000


def test_the_status_of_an_index_whose_articles_are_gone_says_so(qa, indexed):
    indexed.rename(indexed.parent / "elsewhere")
    done = qa("index", "status", "--corpus", indexed)
    assert done.status == 0
    assert f"changed   unknown: there is no folder {indexed}" in done.out


def test_an_index_made_by_other_weights_is_not_asked(qa, indexed, tmp_path):
    (manifest,) = (tmp_path / "data").rglob("manifest.json")
    value = json.loads(manifest.read_text())
    value["recipe"]["encoder_sha256"] = "0" * 64
    manifest.write_text(sealed(value))
    done = qa("ask", QUESTION, "--corpus", indexed)
    assert done.status == 1
    assert f"run qa index rebuild --corpus {indexed}" in done.complaint
    assert "an update is needed" in qa("index", "status", "--corpus", indexed).out
    assert qa("index", "rebuild", "--corpus", indexed).status == 0
    assert qa("search", "storm", "--corpus", indexed).status == 0


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("/plain/path-1.0", "/plain/path-1.0"),
        ("/with space", "'/with space'"),
        ("/it's", """'/it'"'"'s'"""),
        ("/ünïcode", "'/ünïcode'"),
        ("/a\nb\x1b[31m\t\\'é", r"$'/a\012b\033[31m\011\134\047\303\251'"),
        ("/a\udcff", r"$'/a\377'"),
    ],
)
def test_a_path_in_a_command_survives_the_shell_and_the_terminal(command, text, word):
    assert shell.shell_word(text) == word
    echoed = command.shell(f"printf '%s' {word} | od -An -tx1 | tr -d ' \\n'")
    assert bytes.fromhex(echoed.out) == text.encode("utf-8", "surrogateescape")
