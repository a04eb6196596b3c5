"""The session of a chat, with an encoder and a generator that are made up."""

import subprocess
import sys
import threading

import pytest
from fakes import WRITES

from corpus.errors import CorpusQAError
from index.errors import StoppedError
from qa.answer import PassageReference
from qa.errors import AnsweringError, ModelError
from qa.events import Answered
from qa.session import NotOpenError, Opened, Unbuilt, session

HEAVY = {"numpy", "faiss", "llama_cpp", "tokenizers", "torch", "sentence_transformers", "Stemmer"}
QUESTION = "How many boats did the storm sink in Tarfaya harbour?"


def asked(opened, question=QUESTION, source=None):
    """The answer to a question."""
    events = list(opened.answer(question, [], threading.Event(), source))
    assert isinstance(events[-1], Answered)
    return events[-1].answer


def test_nothing_heavy_is_imported_before_it_is_opened():
    code = f"import sys, qa.session, tui.app; print({HEAVY!r} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_without_an_index_it_says_how_many_articles_there_are(qa, corpus):
    state = session(str(corpus), None, None).open()
    assert isinstance(state, Unbuilt)
    assert (state.articles, state.reason) == (3, "")
    assert state.seconds > 0


def test_what_is_not_open_cannot_be_asked(qa, corpus):
    with pytest.raises(NotOpenError, match="build it first"):
        asked(session(str(corpus), None, None))


def test_an_index_is_asked_searched_and_read(indexed):
    opened = session(str(indexed), None, None, no_model=True)
    state = opened.open()
    assert isinstance(state, Opened)
    assert (state.coverage.articles, state.models.generator) == (3, None)
    assert "41" in asked(opened).answer
    found = opened.search("boats in Tarfaya harbour")
    assert (found[0].source, found[0].line) == ("harbour.txt", 1)
    assert "41 boats" in found[0].text
    article = opened.article("harbour.txt")
    assert article.text[found[0].span.start : found[0].span.end] == found[0].text
    assert not article.changed


def test_one_article_can_be_asked_alone(indexed):
    opened = session(str(indexed), None, None, no_model=True)
    opened.open()
    alone = asked(opened, source="school.txt")
    assert {c.source for c in alone.citations} <= {"school.txt"}
    assert alone.coverage.filtered.articles == 1


def test_an_article_that_changed_is_shown_as_it_is_and_says_so(indexed):
    opened = session(str(indexed), None, None, no_model=True)
    opened.open()
    (indexed / "harbour.txt").write_text("All is new.\n")
    assert opened.look_again().coverage.changed == 1
    article = opened.article("harbour.txt")
    assert (article.text, article.changed) == ("All is new.\n", True)
    (indexed / "harbour.txt").unlink()
    with pytest.raises(CorpusQAError, match=r"harbour\.txt"):
        opened.article("harbour.txt")


def test_a_model_that_is_missing_leaves_the_quotations(indexed, tmp_path):
    opened = session(str(indexed), None, str(tmp_path / "none.gguf"))
    state = opened.open()
    assert isinstance(state, Opened)
    assert state.models.generator is None
    assert [notice for notice in opened.notices if "there is no model" in notice and "quotations" in notice]
    assert "41" in asked(opened).answer


def test_a_model_that_fails_while_it_writes_leaves_the_quotations(indexed, generator):
    opened = session(str(indexed), None, "bundled")
    state = opened.open()
    assert isinstance(state, Opened)
    assert state.models.generator
    generator.replies.append(ModelError("the model is out of order"))
    answer = asked(opened)
    assert "41" in answer.answer
    assert answer.model.generator is None
    assert opened.notices == ["the model is out of order. Answers are quotations until the next start."]
    assert "41" in asked(opened).answer
    assert len(generator.asked) == 1  # and never again


def test_a_stopped_question_ends(indexed):
    opened = session(str(indexed), None, None, no_model=True)
    opened.open()
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        list(opened.answer(QUESTION, [], stop))


def test_a_change_right_before_a_question_is_told_with_its_answer(indexed):
    opened = session(str(indexed), None, None, no_model=True)
    opened.open()
    with (indexed / "harbour.txt").open("a") as file:
        file.write("One more line.\n")
    assert asked(opened).coverage.changed == 1


def test_what_another_process_has_rebuilt_is_asked(qa, indexed):
    opened = session(str(indexed), None, None, no_model=True)
    assert opened.open().coverage.articles == 3
    (indexed / "quay.txt").write_text("The quay in Asilah was closed for 12 days after the flood.\n")
    assert opened.look_again().coverage.articles == 3
    assert qa("index", "rebuild", "--corpus", indexed).status == 0
    assert opened.look_again().coverage.articles == 4
    assert "12 days" in asked(opened, "For how many days was the quay in Asilah closed?").answer


def test_the_closest_passages_of_a_kept_refusal_are_found_again(indexed):
    opened = session(str(indexed), None, None, no_model=True)
    opened.open()
    refused = asked(opened, "Who won the chess tournament?")
    assert refused.status == "not_in_corpus"
    found = opened.closest(refused.passages)
    assert [(p.source, p.span.start) for p in found] == [(r.source, r.start) for r in refused.passages[: len(found)]]
    assert all(p.text for p in found)
    (indexed / refused.passages[0].source).unlink()
    assert len(opened.closest(refused.passages)) < len(found)


@pytest.fixture
def never_examined(monkeypatch, tmp_path):
    """A model of which nothing is known, and whose weights are not compared with a copy."""
    monkeypatch.setattr("qa.writers.examined", lambda digest: None)
    monkeypatch.setattr("qa.examined.locations.exams", lambda: tmp_path / "exams.json")
    monkeypatch.setattr("qa.writers.tuned", lambda file, exam, stop: None)


def test_a_model_that_was_never_examined_keeps_nobody_waiting(indexed, never_examined, monkeypatch):
    opened = session(str(indexed), None, None)
    assert opened.open().models.generator is None
    assert opened.to_examine
    assert "was not examined yet: that takes about" in opened.notices[0]
    assert asked(opened).claims[0].support == "quoted"
    monkeypatch.setattr("qa.writers.take", lambda file, generator, stop: [])
    monkeypatch.setattr("qa.writers.result", lambda marked: WRITES)
    opened.examine(threading.Event())
    assert not opened.to_examine
    assert opened.state().models.generator == "SmolLM2-135M-Instruct"


def test_an_exam_can_be_stopped(indexed, never_examined):
    opened = session(str(indexed), None, None)
    opened.open()
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        opened.examine(stop)
    assert opened.to_examine


def test_an_exam_that_ends_after_a_rebuild_goes_on_with_the_new_index(qa, indexed, never_examined, monkeypatch):
    opened = session(str(indexed), None, None)
    opened.open()

    def rebuilt_meanwhile(file, generator, stop):
        (indexed / "quay.txt").write_text("The quay in Asilah was closed for 12 days after the flood.\n")
        assert qa("index", "rebuild", "--corpus", indexed).status == 0
        opened.open()
        return []

    monkeypatch.setattr("qa.writers.take", rebuilt_meanwhile)
    monkeypatch.setattr("qa.writers.result", lambda marked: WRITES)
    opened.examine(threading.Event())
    assert opened.state().coverage.articles == 4


def test_references_that_make_no_span_have_no_passage(indexed):
    opened = session(str(indexed), None, None, no_model=True)
    opened.open()
    places = [(5, 2), (-3, 4), (0, 10**9), (7, 7)]
    assert opened.closest([PassageReference("harbour.txt", start, end, 0.1) for start, end in places]) == []


def test_an_index_that_was_made_in_another_way_is_told_of_once_and_the_one_before_is_asked(qa, indexed, monkeypatch):
    opened = session(str(indexed), None, None, no_model=True)
    opened.open()
    (indexed / "new.txt").write_text("A new pier\n\nThe new pier in Tarfaya is 300 metres long.\n", encoding="utf-8")
    qa("index", "rebuild", "--corpus", indexed)
    looked = []
    monkeypatch.setattr(opened, "open", lambda: looked.append(1) or Unbuilt(4, None, "other weights"))
    for _ in range(3):
        assert opened.look_again().coverage.articles == 3
    assert opened.notices == ["The index was made anew in another way: this chat goes on with the one before."]
    assert looked == [1]


def test_an_article_that_is_not_in_the_index_is_not_asked(indexed):
    opened = session(str(indexed), None, None, no_model=True)
    opened.open()
    with pytest.raises(AnsweringError, match=r"gone\.txt is not in the index"):
        asked(opened, source="gone.txt")


def test_what_there_is_to_say_of_the_index_is_what_the_command_says(qa, indexed):
    opened = session(str(indexed), None, None, no_model=True)
    told = "\n".join(opened.status_lines())
    assert told in qa("index", "status", "--corpus", indexed).out
    assert "3 articles" in told
