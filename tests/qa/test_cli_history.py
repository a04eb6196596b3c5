"""`qa history`: the conversations of the chat on the command line."""

import json
from pathlib import Path

import pytest
from command import Command, packages
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept import TEXT, answer, citation, keep, turn, turns
from test_cli_startup import HEAVY

from corpus.printable import printable
from qa import locations
from qa.conversations import Conversation, Conversations
from qa.history import conversation_lines, list_lines, rechecked
from qa.page import Page
from qa.wrapping import width


@pytest.fixture
def kept(qa) -> Conversations:
    return Conversations(locations.conversations())


def test_the_latest_stands_first_and_a_program_gets_a_line_of_json_each(qa, kept):
    first = keep(kept, "First?")
    second = keep(kept, "Second?", "Third?")
    done = qa("history")
    assert (done.status, done.err) == (0, "")
    ids = [line.split(" · ")[0] for line in done.out.splitlines() if " · " in line]
    assert sorted(ids) == sorted([first.id, second.id])
    assert "2 questions" in done.out
    rows = [json.loads(line) for line in qa("history", "--json").out.splitlines()]
    assert [row["updated"] for row in rows] == sorted((row["updated"] for row in rows), reverse=True)
    assert {row["id"]: row["turns"] for row in rows} == {first.id: 1, second.id: 2}


def test_without_conversations_it_says_how_they_come(qa):
    assert qa("history").out == "No conversations: qa chat keeps them from the first question on.\n"
    assert qa("history", "--json").out == ""


def test_a_damaged_file_is_told_beside_the_others(qa, kept):
    keep(kept)
    (kept.folder / "20260101-000000-aaaa.json").write_text("{")
    done = qa("history")
    assert done.status == 0
    assert "How many boats sank?" in done.out
    assert "20260101-000000-aaaa.json is left alone" in done.complaint


def test_a_shown_conversation_marks_the_citations_that_are_stale(qa, kept, tmp_path):
    (tmp_path / "harbour.txt").write_text(TEXT)
    found = keep(kept, corpus=tmp_path)
    assert "!" not in qa("history", "show", found.id).out
    (tmp_path / "harbour.txt").write_text(f"Corrected.\n{TEXT}")
    shown = qa("history", "show", found.id[-8:])
    assert (shown.status, shown.err) == (0, "")
    assert "! the article has changed, and these words now stand in line 6" in shown.out
    assert "1 citation is not as when the answer was given." in shown.out
    (tmp_path / "harbour.txt").unlink()
    row = json.loads(qa("history", "show", found.id, "--json").out)
    assert row["rechecked"] == [[{"id": 1, "standing": "gone"}]]
    assert row["turns"][0]["answer"]["citations"][0]["quote"] == citation().quote


def test_the_limit_of_the_settings_holds_for_what_is_read_again(qa, kept, tmp_path, monkeypatch):
    (tmp_path / "harbour.txt").write_text(TEXT)
    found = keep(kept, corpus=tmp_path)
    monkeypatch.setenv("QA_MAX_ARTICLE_MB", "0.00001")
    assert "gone or cannot be read" in qa("history", "show", found.id).out


def test_words_are_found_in_questions_and_answers(qa, kept):
    found = keep(kept)
    keep(kept, "Who?") and kept.delete(kept.search("who")[0].conversation.id)
    done = qa("history", "search", "TARFAYA boats")
    assert (done.status, done.err) == (0, "")
    assert "    - The storm sank 41 boats in Tarfaya harbour." in done.out
    assert json.loads(qa("history", "search", "boats", "--json").out)["id"] == found.id
    none = qa("history", "search", "xylophone")
    assert (none.status, none.out, none.err) == (0, "", "No conversation holds these words.\n")


def test_renamed_deleted_and_restored(qa, kept):
    found = keep(kept)
    assert "is called “Boats” now" in qa("history", "rename", found.id, "Boats").err
    deleted = qa("history", "delete", found.id)
    assert f"qa history restore {found.id}" in deleted.err
    assert "No conversations" in qa("history").out
    assert found.id in qa("history", "restore").out
    assert qa("history", "restore", found.id).err == "“Boats” is back.\n"
    assert kept.get(found.id).title == "Boats"


@pytest.mark.parametrize("words", [["show"], ["delete"], ["restore"], ["export"], ["rename"]])
def test_an_unknown_conversation_is_one_line(qa, kept, words):
    keep(kept)
    done = qa("history", *words, "none\x1b[2J", *["x"] * (words == ["rename"]))
    assert (done.status, done.out) == (1, "")
    assert done.complaint == "there is no conversation none: qa history lists them"


def test_exported_to_standard_output_or_into_a_new_file(qa, kept, tmp_path):
    found = keep(kept)
    assert qa("history", "export", found.id).out.startswith("# How many boats sank?\n")
    assert json.loads(qa("history", "export", found.id, "--format", "json").out) == json.loads(
        json.dumps(found.to_dict())
    )
    out = tmp_path / "out.json"
    assert qa("history", "export", found.id, "--format", "json", "-o", out).err == f"Written to {out}.\n"
    again = qa("history", "export", found.id, "-o", out)
    assert again.status == 1
    assert "--force" in again.complaint
    assert json.loads(out.read_text())["id"] == found.id
    assert qa("history", "export", found.id, "-o", out, "--force").status == 0
    assert out.read_text().startswith("# How many")


def test_a_wrong_format_is_wrong_usage(qa, kept):
    assert qa("history", "export", keep(kept).id, "--format", "pdf").status == 2


def test_sixty_columns_are_enough(kept):
    found = keep(kept, "How many boats did the storm sink in the harbour of Tarfaya on that day? " * 3)
    page = Page(width=60)
    lines = list_lines([found], page) + conversation_lines(found, rechecked(found, 10_000), page)
    assert max(map(width, lines)) <= 60


HOSTILE = st.text(st.characters(exclude_categories=()) | st.sampled_from("\x1b]\x07\x9b[2J\u202e\r\n"), max_size=12)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(asked=turns(HOSTILE), title=HOSTILE, name=HOSTILE, moment=HOSTILE)
def test_nothing_from_a_file_reaches_the_terminal_unless_it_is_harmless(asked, title, name, moment):
    found = Conversation(name, title, f"/nowhere/{title.replace(chr(0), '')}", moment, moment, (asked,))
    lines = conversation_lines(found, rechecked(found, 10_000), Page())
    for line in lines:
        assert printable(line, newlines=False) == line


def test_a_list_loads_nothing_heavy(command: Command):
    kept = Conversations(command.home / "data" / "corpus-qa" / "conversations")
    found = keep(kept)
    try:
        for args in (["history"], ["history", "--json"], ["history", "search", "boats"], ["history", "show", found.id]):
            assert not packages(command.imported(*args)) & HEAVY
    finally:
        (kept.folder / f"{found.id}.json").unlink()


def test_the_help_names_every_command(qa):
    done = qa("history", "--help")
    for word in ("show", "search", "rename", "delete", "restore", "export", "--json"):
        assert word in done.out


def test_a_failed_turn_says_why(kept):
    found = kept.append(kept.begin(Path("/news")), turn(state="failed", answer=None, problem="no \x1b[2Jmemory"))
    assert "It failed: no memory" in conversation_lines(found, [[]], Page())


def test_differing_values_and_refusals_are_shown(kept):
    refused = turn("Who?", answer=answer("Who?", status="not_in_corpus", claims=(), citations=()))
    found = kept.append(kept.begin(Path("/news")), refused)
    assert "The corpus does not say." in conversation_lines(found, [[]], Page())
