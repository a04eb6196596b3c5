"""Conversations that are kept: listed, found, renamed, put away, brought back, written out, gone on with."""

import json
import threading

import pytest
from chatting import FakeSession, differing, endless, refused, run
from textual.widgets import Input, Static

from qa.conversations import Conversations
from qa.errors import ConversationError, ModelError
from tui.screens.chat import ChatScreen
from tui.screens.history import HistoryScreen, Naming


@pytest.fixture
def kept(tmp_path):
    return Conversations(tmp_path / "conversations")


async def opened(chat, number):
    """The list of conversations, with so many in it."""
    await chat.press("ctrl+o")
    await chat.until(lambda: isinstance(chat.app.screen, HistoryScreen) and len(chat.app.screen.shown) == number)
    await chat.press("down")
    return chat.app.screen


async def stored(chat, kept, *questions):
    """Until these and no others are kept, over all conversations."""
    await chat.until(lambda: sorted(t.question for c in kept.all()[0] for t in c.turns) == sorted(questions))


def hint(chat):
    return str(chat.app.screen.query_one("#hint", Static).content)


def test_every_turn_is_kept_as_soon_as_it_ends_however_it_ends(kept):
    def fails(question, stop):
        raise ModelError("out of memory")
        yield

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await stored(chat, kept, "How many boats?")
        chat.session.script = endless
        await chat.ask("And why?")
        await chat.press("escape")
        await stored(chat, kept, "How many boats?", "And why?")
        chat.session.script = fails
        await chat.ask("Who?")
        await stored(chat, kept, "How many boats?", "And why?", "Who?")

    run(FakeSession(), drive, kept=kept)
    (one,), _ = kept.all()
    assert [turn.state for turn in one.turns] == ["answered", "stopped", "failed"]
    assert one.turns[0].answer.citations[0].quote == "The storm sank 41 boats in Tarfaya harbour."


def test_a_conversation_is_gone_on_with_and_what_has_changed_is_marked(kept):
    async def ask(chat):
        await chat.ready()
        chat.session.script = differing
        await chat.answered("How many boats?")
        await stored(chat, kept, "How many boats?")

    async def go_on(chat):
        await chat.ready()
        await opened(chat, 1)
        await chat.press("enter")
        await chat.until(lambda: chat.app.screen is chat.screen and chat.turns)
        assert "The articles differ:" in chat.last.text
        await chat.until(lambda: "1 of the sources is not as it was cited." in chat.last.text)
        assert "line 9 now" in chat.shown
        await chat.answered("And who?")
        await stored(chat, kept, "How many boats?", "And who?")

    run(FakeSession(), ask, kept=kept)
    session = FakeSession()
    session.stale = {2: "its words stand in line 9 now"}
    run(session, go_on, (120, 40), kept=kept)
    assert [turn.question for turn in session.histories[0]] == ["How many boats?"]
    assert len(kept.all()[0]) == 1


def test_conversations_are_found_renamed_put_away_and_brought_back(kept):
    async def drive(chat):
        await chat.ready()
        for question in ("How many boats?", "Who built the quay?"):
            await chat.press("ctrl+n")
            await chat.answered(question)
        await stored(chat, kept, "How many boats?", "Who built the quay?")
        screen = await opened(chat, 2)
        screen.query_one("#words", Input).value = "QUAY"
        await chat.until(lambda: [c.title for c in screen.shown] == ["Who built the quay?"])
        await chat.press("down", "r")
        await chat.until(lambda: isinstance(chat.app.screen, Naming))
        await chat.until(lambda: "esc Cancel" in chat.shown and "Undo" not in chat.shown)
        chat.app.screen.query_one(Input).value = "The quay [red]"
        await chat.press("enter")
        await chat.until(lambda: chat.app.screen is screen and [c.title for c in screen.shown] == ["The quay [red]"])
        assert "The quay [red]" in chat.shown
        await chat.press("d")
        await chat.until(lambda: not screen.shown)
        assert [c.title for c in kept.all()[0]] == ["How many boats?"]
        assert hint(chat).startswith("None holds these words.")
        await chat.press("u")
        await chat.until(lambda: [c.title for c in screen.shown] == ["The quay [red]"])
        assert chat.notices[-1] == "“The quay [red]” is back."
        await chat.press("u")
        await chat.until(lambda: any("Nothing was put away" in notice for notice in chat.notices))
        await chat.press("escape")
        await chat.until(lambda: isinstance(chat.app.screen, ChatScreen))

    run(FakeSession(), drive, kept=kept)
    assert {c.title for c in kept.all()[0]} == {"How many boats?", "The quay [red]"}


def test_a_conversation_is_written_out_and_never_over_another_file(kept, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await stored(chat, kept, "How many boats?")
        await opened(chat, 1)
        await chat.press("e", "j", "e")
        await chat.until(lambda: len(chat.notices) == 3)
        assert chat.notices[-1].endswith("-2.md.")

    run(FakeSession(), drive, kept=kept)
    name = kept.all()[0][0].id
    assert "The storm sank 41 boats" in (tmp_path / f"{name}.md").read_text()
    assert json.loads((tmp_path / f"{name}.json").read_text())["turns"][0]["question"] == "How many boats?"


def test_a_turn_that_cannot_be_kept_is_told_and_the_chat_goes_on(kept, monkeypatch):
    def full(*_):
        raise ConversationError("no space left")

    async def drive(chat):
        await chat.ready()
        with monkeypatch.context() as patch:
            patch.setattr(kept, "append", full)
            await chat.answered("How many boats?")
            await chat.until(lambda: "no space left" in chat.notices)
        await chat.answered("And who?")
        await stored(chat, kept, "How many boats?", "And who?")

    run(FakeSession(), drive, kept=kept)


def test_a_damaged_file_is_named_and_the_others_are_listed(kept):
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await stored(chat, kept, "How many boats?")
        (kept.folder / "20260101-000000-aaaaaaaa.json").write_text("{")
        await opened(chat, 1)
        assert "20260101-000000-aaaaaaaa" in hint(chat)

    run(FakeSession(), drive, kept=kept)


def test_a_conversation_that_another_program_put_away_comes_back_with_its_next_question(kept):
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await stored(chat, kept, "How many boats?")
        kept.delete(kept.all()[0][0].id)
        await chat.answered("And who?")
        await stored(chat, kept, "How many boats?", "And who?")
        assert kept.deleted() == []

    run(FakeSession(), drive, kept=kept)


@pytest.mark.parametrize("busy", [False, True])
def test_what_is_asked_after_the_conversation_was_put_away_is_kept_in_a_new_one(kept, busy):
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await stored(chat, kept, "How many boats?")
        if busy:
            chat.session.script = endless
            await chat.ask("And who?")
        screen = await opened(chat, 1)
        await chat.press("d")
        await chat.until(lambda: not screen.shown)
        await chat.press("escape")
        await chat.until(lambda: any("begins a new one" in notice for notice in chat.notices))
        if busy:
            await chat.press("escape")
        else:
            assert not chat.turns
            await chat.answered("And who?")
        await stored(chat, kept, "And who?")

    run(FakeSession(), drive, kept=kept)
    assert [t.question for c in kept.deleted() for t in c.turns] == ["How many boats?"]


def test_a_conversation_that_was_put_away_and_brought_back_is_gone_on_with(kept):
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await stored(chat, kept, "How many boats?")
        screen = await opened(chat, 1)
        await chat.press("d", "u")
        await chat.until(lambda: screen.shown and "is back" in chat.notices[-1])
        await chat.press("escape")
        await chat.answered("And who?")
        await stored(chat, kept, "How many boats?", "And who?")

    run(FakeSession(), drive, kept=kept)
    assert [len(c.turns) for c in kept.all()[0]] == [2]


def test_a_refusal_that_is_opened_again_shows_what_came_closest(kept):
    async def ask(chat):
        await chat.ready()
        await chat.answered("Who?")
        await stored(chat, kept, "Who?")

    async def again(chat):
        await chat.ready()
        await opened(chat, 1)
        await chat.press("enter")
        await chat.until(lambda: "Fishermen said the warning" in chat.shown)
        assert "The closest passages:" in chat.last.text

    run(FakeSession(refused), ask, kept=kept)
    run(FakeSession(), again, kept=kept)


def test_a_new_conversation_leaves_the_article_of_the_old_one(kept):
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("tab", "1")
        await chat.until(lambda: chat.screen.source.article.has_focus)
        await chat.press("ctrl+n")
        await chat.until(lambda: not chat.turns)
        await chat.press("f3")
        await chat.pilot.pause()
        assert not chat.screen.source.article.display
        assert "harbour" not in chat.shown

    run(FakeSession(), drive, (120, 30), kept=kept)


def test_an_action_that_waits_for_another_program_leaves_the_screen_at_work(kept):
    gate = threading.Event()

    async def drive(chat):
        await chat.ready()
        for question in ("How many boats?", "Who built the quay?", "Why?"):
            await chat.press("ctrl+n")
            await chat.answered(question)
        await stored(chat, kept, "How many boats?", "Who built the quay?", "Why?")
        screen = await opened(chat, 3)
        usual = kept.delete

        def delete(name):
            assert gate.wait(20)
            return usual(name)

        kept.delete = delete
        titles = [one.title for one in screen.shown]
        await chat.press("d", "d")  # two of them, though neither is done yet
        assert [one.title for one in screen.shown] == titles[2:]
        gate.set()
        await chat.until(lambda: len(kept.deleted()) == 2)
        assert {one.title for one in kept.deleted()} == set(titles[:2])
        await chat.press("u", "u")
        await chat.until(lambda: len(screen.shown) == 3)

    run(FakeSession(), drive, kept=kept)


def test_a_folder_that_is_gone_and_files_of_any_content_leave_the_screen_at_work(kept, tmp_path, monkeypatch):
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await stored(chat, kept, "How many boats?")
        (kept.folder / "20260101-000000-aaaa.json").write_text(
            '{"schema": "qa.conversation/1", "id": "x", "title": "", "corpus": "", "created": "", "updated": "", '
            '"turns": [{"question": "q", "asked": "", "state": "stopped", "citations": '
            '[{"id": 1e999, "source": "", "start": 0, "end": 0, "lines": [1, 1], "quote": ""}]}]}'
        )
        await opened(chat, 1)
        assert "is left alone" in hint(chat)
        chat.notices.clear()
        gone = tmp_path / "gone"
        gone.mkdir()
        monkeypatch.chdir(gone)
        gone.rmdir()
        await chat.press("e")
        await chat.until(lambda: chat.notices)
        assert "No such file" in chat.notices[-1]

    run(FakeSession(), drive, kept=kept)


def test_letters_typed_at_once_find_and_delete_nothing(kept):
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await stored(chat, kept, "How many boats?")
        await chat.press("ctrl+o", *"dredjue")
        screen = chat.app.screen
        await chat.until(lambda: "None holds these words." in hint(chat))
        assert screen.query_one("#words", Input).value == "dredjue"
        assert len(kept.all()[0]) == 1
        assert not kept.deleted()

    run(FakeSession(), drive, kept=kept)


def test_the_conversation_that_is_read_is_written_out_by_the_palette(kept, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    async def drive(chat):
        await chat.ready()
        commands = {command.title: command.callback for command in chat.app.get_system_commands(chat.app.screen)}
        commands["Write out as Markdown"]()
        await chat.until(lambda: chat.notices == ["No question of this conversation is kept yet."])
        await chat.answered("How many boats?")
        await stored(chat, kept, "How many boats?")
        for form in ("Markdown", "JSON", "JSON"):
            commands[f"Write out as {form}"]()
            await chat.until(lambda: len(chat.notices) > 1 and not chat.app.workers._workers)
        assert chat.notices[-1].endswith("-2.json.")

    run(FakeSession(), drive, kept=kept)
    name = kept.all()[0][0].id
    assert "The storm sank 41 boats" in (tmp_path / f"{name}.md").read_text()
    assert json.loads((tmp_path / f"{name}.json").read_text())["turns"][0]["question"] == "How many boats?"
