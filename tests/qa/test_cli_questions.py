"""Questions on the command line: what goes to which stream, and with which exit status it ends."""

import json
import shutil

import pytest
from command import Command, Finished
from conftest import QUESTION, Sample

from qa.errors import ModelError


def rows(done: Finished) -> list[dict]:
    return [json.loads(line) for line in done.out.splitlines()]


# The contract of --json, with the real models


@pytest.fixture(scope="module")
def real(command: Command, sample: Sample) -> dict:
    """The answer to a question on the sample."""
    done = command("ask", "How many terrorist cells has Morocco dismantled?", "--index", sample.index, "--json")
    assert (done.status, done.err) == (0, "")
    assert done.out.count("\n") == 1
    return json.loads(done.out)


def shape(value: object) -> object:
    """A value with every leaf replaced by its type."""
    if isinstance(value, dict):
        return {name: shape(v) for name, v in value.items()}
    return [shape(v) for v in value] if isinstance(value, list) else type(value)


def test_an_answer_in_json_has_exactly_the_promised_shape(real):
    claim = {"text": str, "citations": [int], "support": str}
    passage = {"source": str, "start": int, "end": int, "score": float}
    assert shape(real["claims"]) == [claim] * len(real["claims"])
    assert shape(real["passages"]) == [passage] * len(real["passages"])
    for citation in real["citations"]:
        focus, date = citation["focus"], citation["date"]
        assert focus is None or shape(focus) == [int, int]
        assert date is None or isinstance(date, str)
        assert shape({**citation, "focus": 0, "date": 0, "days": 0}) == {
            "id": int,
            "source": str,
            "start": int,
            "end": int,
            "lines": [int, int],
            "quote": str,
            "focus": int,
            "uri": str,
            "sha256": str,
            "encoding": str,
            "title": str,
            "date": int,
            "date_ambiguous": bool,
            "days": int,
        }
    assert shape({**real, "values": 0, "claims": 0, "citations": 0, "passages": 0}) == {
        "schema": str,
        "question": str,
        "resolved": type(None),
        "status": str,
        "answer": str,
        "disagreement": bool,
        "values": int,
        "claims": int,
        "citations": int,
        "passages": int,
        "coverage": {
            "articles": int,
            "skipped": int,
            "changed": int,
            "index": str,
            "built": str,
            "filtered": type(None),
        },
        "model": {"generator": type(None), "encoder": str},
        "timings_ms": {"start": int, "search": int, "first_token": int, "total": int},
    }
    assert real["schema"] == "qa.answer/1"
    assert real["status"] == "answered"
    assert real["coverage"]["articles"] == 12


def test_the_claims_joined_are_the_answer_and_cite_what_is_there(real):
    assert " ".join(claim["text"] for claim in real["claims"]) == real["answer"] != ""
    known = {citation["id"] for citation in real["citations"]}
    for claim in real["claims"]:
        assert claim["support"] in {"quoted", "checked"}
        assert claim["citations"]
        assert set(claim["citations"]) <= known
        assert all(f"[{n}]" in claim["text"] for n in claim["citations"])


def test_every_quotation_stands_at_its_span_line_and_uri(real, sample):
    assert real["citations"]
    for citation in real["citations"]:
        with (sample.corpus / citation["source"]).open(encoding=citation["encoding"], newline="") as file:
            text = file.read()
        start, end = citation["start"], citation["end"]
        assert text[start:end] == citation["quote"]
        assert citation["lines"] == [text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1]
        assert citation["uri"] == f"{citation['source']}#char={start},{end}"  # no CRLF and no space in the sample
        if citation["focus"]:
            assert start <= citation["focus"][0] < citation["focus"][1] <= end


def test_what_the_corpus_does_not_say_is_told_with_status_3(command, sample):
    done = command("ask", "What colour is the mayor of Lyon's bicycle?", "--index", sample.index, "--json")
    answer = json.loads(done.out)
    assert (done.status, done.err) == (3, "")
    assert answer["status"] == "not_in_corpus"
    assert (answer["answer"], answer["claims"], answer["citations"]) == ("", [], [])
    assert answer["passages"]


def test_the_same_question_gets_the_same_answer_whatever_was_asked_before(command, sample):
    """Also where the model has read another prompt in between, in whose state a part of this one stands."""
    asked = ["How many people were arrested in Tangier?", "When did the conference in Rabat take place?"]
    lines = [asked[0], asked[1], asked[0]]
    done = command("ask", "-", "--json", "--index", sample.index, stdin="".join(f"{q}\n" for q in lines))
    assert (done.status, done.err) == (0, "")
    answers = [{**row, "timings_ms": None} for row in rows(done)]
    assert [a["question"] for a in answers] == lines
    assert answers[0] == answers[2]
    (alone,) = rows(command("ask", "-", "--json", "--index", sample.index, stdin=asked[1]))
    assert answers[1] == {**alone, "timings_ms": None}


# The same with models that are made up


def test_an_answer_is_printed_with_its_source_line_headline_and_date(qa, indexed, generator):
    generator.replies.append("The storm sank 41 boats.")
    done = qa("ask", QUESTION, "--corpus", indexed)
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        "The storm sank 41 boats. [1]\n"
        "\n"
        '[1] harbour.txt:5 "The storm sank 41 boats in Tarfaya harbour."\n'
        "    Storm at the harbour · 2021-03-12\n"
    )


def test_where_the_draft_does_not_hold_the_source_is_quoted(qa, indexed, generator):
    generator.replies.append("The storm sank 42 boats.")
    done = qa("ask", QUESTION, "--corpus", indexed)
    assert done.out.startswith("“The storm sank 41 boats in Tarfaya harbour.” [1]\n")


def test_a_refusal_says_what_was_looked_through_and_shows_what_is_closest(qa, indexed):
    done = qa("ask", "Which company built the Titanic?", "--corpus", indexed)
    assert (done.status, done.err) == (3, "")
    assert done.out.startswith("The corpus does not say.\nLooked through 3 articles, indexed 20")
    assert "Closest passages:\n" in done.out


def test_many_questions_give_one_row_each_and_a_failing_one_costs_no_other(qa, indexed, generator):
    generator.replies += ["The storm sank 41 boats.", RuntimeError("boom"), "The storm sank 41 boats."]
    lines = [QUESTION, "   ", "x" * 100_000, QUESTION, "Nothing to do with it at all, xylophone?", QUESTION]
    done = qa("ask", "-", "--json", "--corpus", indexed, stdin="\n".join(lines) + "\n")
    found = rows(done)
    assert done.status == 1
    assert done.err == ""
    assert [row["question"] for row in found] == lines
    assert [row["status"] for row in found] == ["answered", "error", "error", "error", "not_in_corpus", "answered"]
    assert [set(row) for row in found if row["status"] == "error"] == [{"question", "status", "error"}] * 3
    assert "empty" in found[1]["error"]
    assert "100,000 characters" in found[2]["error"]
    assert "RuntimeError: boom" in found[3]["error"]


def test_many_questions_end_with_0_answered_or_not(qa, indexed):
    done = qa("ask", "-", "--json", "--corpus", indexed, stdin="Which company built the Titanic?\n")
    assert [row["status"] for row in rows(done)] == ["not_in_corpus"]
    assert done.status == 0
    assert qa("ask", "-", "--json", "--corpus", indexed, stdin="") == Finished(0, "", "")


@pytest.mark.parametrize(
    ("data", "questions"),
    [
        (b"\xef\xbb\xbfstorm?\r\nroof?", ["storm?", "roof?"]),
        (b"caf\xe9 \xff\xfe?\n", ["caf\ufffd \ufffd\ufffd?"]),
        (b"a\0b?\n", ["a\0b?"]),
        ("\u2028 storm \u202e?\n".encode(), ["storm \u202e?"]),
    ],
)
def test_questions_in_any_bytes_are_read(qa, indexed, data, questions):
    done = qa("ask", "-", "--json", "--corpus", indexed, stdin=data)
    assert done.status == 0
    assert done.out.count("\n") == len(questions)
    assert [row["question"] for row in rows(done)] == questions


def test_many_questions_for_people_stand_above_their_answers_and_errors_go_elsewhere(qa, indexed, generator):
    generator.replies.append("The storm sank 41 boats.")
    done = qa("ask", "-", "--corpus", indexed, stdin=f"{QUESTION}\n\n")
    assert done.status == 1
    assert done.out.startswith(f"> {QUESTION}\nThe storm sank 41 boats. [1]\n")
    assert done.complaint == "the question is empty: ask something"


def test_an_argument_that_is_not_utf8_is_asked_all_the_same(command, sample):
    done = command("ask", b"caf\xff?".decode("utf-8", "surrogateescape"), "--json", "--index", sample.index)
    assert done.status == 3
    assert json.loads(done.out)["question"] == "caf\ufffd?"


def test_json_is_utf8_whatever_the_locale(command, sample):
    done = command(
        "search", "arrêté à Tétouan", "-k", "1", "--json", "--index", sample.index, env={"PYTHONIOENCODING": "ascii"}
    )
    assert json.loads(done.out)["question"] == "arrêté à Tétouan"


# A model that misbehaves


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("", "“The storm sank 41 boats in Tarfaya harbour.” [1]"),
        (" \n\n \n", "“The storm sank 41 boats in Tarfaya harbour.” [1]"),
        ("The \x1b[2Jstorm sank\x9b31m 41\u202e boats\x00.", "The storm sank 41 boats. [1]"),
        (["The storm", " sank ", "41", "", " boats."], "The storm sank 41 boats. [1]"),
        (["The storm sank 41 boats.", "\n", "Question: What else?"], "The storm sank 41 boats. [1]"),
    ],
)
def test_whatever_the_model_writes_the_answer_is_harmless_and_stands_on_its_source(qa, indexed, generator, draft, said):
    generator.replies.append(draft)
    done = qa("ask", QUESTION, "--corpus", indexed)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[0] == said
    assert not [c for c in done.out if (c < " " and c != "\n") or "\x7f" <= c <= "\x9f" or c == "\u202e"]


def test_half_a_character_of_the_model_does_no_harm(qa, indexed, generator):
    generator.replies.append("The storm sank 41 boats\ufffd")
    done = qa("ask", QUESTION, "--json", "--corpus", indexed)
    assert done.status == 0
    assert json.loads(done.out)["citations"][0]["quote"] == "The storm sank 41 boats in Tarfaya harbour."


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ModelError("the model is out of order"), "the model is out of order"),
        (RuntimeError("two\nlines \x1b[31m"), "it failed unexpectedly (RuntimeError: two lines "),
    ],
)
def test_a_model_that_fails_is_one_line(qa, indexed, generator, error, line):
    generator.replies.append(error)
    done = qa("ask", QUESTION, "--corpus", indexed)
    assert (done.status, done.out) == (1, "")
    assert done.complaint.startswith(line)


def test_no_model_is_loaded_where_there_is_nothing_to_write_from(qa, indexed, monkeypatch):
    monkeypatch.setattr("qa.generation.LlamaGenerator", lambda *_: pytest.fail("loaded"))
    assert qa("ask", "Which company built the Titanic?", "--corpus", indexed).status == 3


# Search


def test_a_search_gives_the_best_passages_first(qa, indexed):
    done = qa("search", "boats in the harbour", "-k", "2", "--json", "--corpus", indexed)
    assert (done.status, done.err) == (0, "")
    (found,) = rows(done)
    assert set(found) == {"question", "filtered", "hits"}
    assert len(found["hits"]) == 2
    for hit in found["hits"]:
        assert shape(hit) == {"source": str, "start": int, "end": int, "score": float, "text": str, "also": []}
        text = (indexed / hit["source"]).read_text(encoding="utf-8")
        assert text[hit["start"] : hit["end"]] == hit["text"]
    assert found["hits"][0]["source"] == "harbour.txt"
    assert found["hits"][0]["score"] >= found["hits"][1]["score"]


def test_a_search_for_people_numbers_its_hits(qa, indexed):
    done = qa("search", "boats in the harbour", "-k", "1", "--corpus", indexed)
    first, text = done.out.splitlines()[:2]
    assert first.startswith("1. +")
    assert first.endswith("  harbour.txt:1")
    assert "sank 41 boats" in text


def test_a_search_explains_its_scores(qa, indexed):
    done = qa("search", "boats in the harbour", "-k", "1", "--explain", "--corpus", indexed)
    assert "vector 0." in done.out
    (found,) = rows(qa("search", "boats in the harbour", "-k", "1", "--explain", "--json", "--corpus", indexed))
    explained = found["hits"][0]["explain"]
    assert set(explained) == {"dense", "sentence", "lexical", "words", "fused"}
    assert explained["fused"] == found["hits"][0]["score"]
    assert f"BM25 {explained['lexical']:.2f}, word by word " in done.out


def test_many_searches_give_one_row_each(qa, indexed):
    done = qa("search", "-", "--json", "--corpus", indexed, stdin="storm\n\nroof\n")
    assert done.status == 1
    assert [row.get("status", "found") for row in rows(done)] == ["found", "error", "found"]


def test_a_search_that_finds_nothing_ends_with_3(qa, indexed):
    for article in indexed.iterdir():
        article.write_text("Something else.")
    done = qa("search", "storm", "--json", "--corpus", indexed)
    assert (done.status, rows(done)) == (3, [{"question": "storm", "filtered": None, "hits": []}])


# Questions that cannot be asked


@pytest.mark.parametrize("verb", ["ask", "search"])
@pytest.mark.parametrize(("question", "problem"), [("", "empty"), (" \t\n", "empty"), ("x" * 100_000, "100,000")])
def test_an_unusable_question_is_refused_before_anything_is_built(qa, corpus, tmp_path, verb, question, problem):
    done = qa(verb, question, "--corpus", corpus)
    assert done.status == 2
    assert done.out == ""
    assert problem in done.complaint
    assert not (tmp_path / "data").exists()


def test_questions_go_on_after_the_index_is_removed_under_them(qa, indexed, tmp_path, generator):
    """What was opened stays readable."""

    def remove(stop):
        shutil.rmtree(tmp_path / "data")
        yield "The storm sank 41 boats."

    generator.replies += [remove, "The storm sank 41 boats."]
    done = qa("ask", "-", "--json", "--corpus", indexed, stdin=f"{QUESTION}\n{QUESTION}\n")
    assert [row["status"] for row in rows(done)] == ["answered", "answered"]
