"""Keys that come faster than they are handled."""

import pytest
from chatting import FakeSession, run
from textual import events

from corpus.errors import CorpusQAError
from tui.screens.dialogs import Problem


def burst(chat, *keys):
    """All of them at once, as a paste or a busy machine makes them come."""
    for key in keys:
        chat.app.post_message(events.Key(key, key if len(key) == 1 else None))


def test_a_question_typed_in_one_go_is_asked_and_what_follows_stays():
    async def drive(chat):
        await chat.ready()
        burst(chat, *"Why?", "enter", *"And")
        await chat.ended()
        assert chat.prompt.value == "And"
        assert chat.prompt.cursor_position == 3

    assert run(FakeSession(), drive).asked == ["Why?"]


def test_what_is_typed_after_the_line_was_emptied_stays():
    async def drive(chat):
        await chat.ready()
        await chat.type("How many")
        burst(chat, "end", "ctrl+u", *"Why?", "home", *"So ")
        await chat.until(lambda: chat.prompt.value == "So Why?")

    run(FakeSession(), drive)


def test_a_number_right_after_tab_opens_a_source():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        burst(chat, "tab", "1")
        await chat.until(lambda: chat.screen.source.article.has_focus)
        assert chat.prompt.value == ""

    run(FakeSession(), drive)


def test_a_question_typed_right_after_escape_goes_into_the_prompt():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.open_source(1)
        burst(chat, "escape", "escape", *"any people?")
        await chat.until(lambda: chat.prompt.value == "any people?")

    run(FakeSession(), drive)


def test_all_lines_of_what_is_pasted_are_taken():
    async def drive(chat):
        await chat.ready()
        chat.app.post_message(events.Paste("\n\n  How many boats\r\n\tsank? "))
        await chat.until(lambda: chat.prompt.value == "How many boats sank?")
        chat.app.post_message(events.Paste(" And why? "))
        await chat.until(lambda: chat.prompt.value == "How many boats sank? And why? ")

    run(FakeSession(), drive)


def test_what_was_half_typed_stays_when_one_comes_back_from_the_sources():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press(*"And how many arr")
        await chat.open_source(1)
        await chat.press("escape", "escape")
        await chat.until(lambda: chat.prompt.has_focus)
        await chat.press(*"ests?")
        assert chat.prompt.value == "And how many arrests?"

    run(FakeSession(), drive)


def test_of_a_huge_paste_the_beginning_is_taken_at_once_and_that_is_told():
    async def drive(chat):
        await chat.ready()
        chat.prompt.post_message(events.Paste("word " * 1_000_000))
        await chat.until(lambda: chat.notices)
        assert chat.notices == [
            "What was pasted is longer than there is room for: the first 2,000 characters are taken."
        ]
        assert len(chat.prompt.value) == 2_000

    run(FakeSession(), drive)


def test_an_empty_paste_changes_nothing():
    async def drive(chat):
        await chat.ready()
        await chat.type("Why?")
        chat.prompt.post_message(events.Paste(""))
        chat.prompt.post_message(events.Paste("\n"))
        await chat.press(*" So")
        assert chat.prompt.value == "Why? So"

    run(FakeSession(), drive)


def test_what_was_typed_before_the_terminal_was_taken_over_is_asked():
    """Until then the system makes of Enter the end of a line."""

    async def drive(chat):
        burst(chat, *"Why?")
        chat.app.post_message(events.Key("ctrl+j", "\n"))
        await chat.ended()

    assert run(FakeSession(), drive).asked == ["Why?"]


def test_a_question_that_is_typed_in_a_list_or_an_article_goes_into_the_prompt():
    """Letters that mean nothing there begin one; those that do act, as long as none was begun."""

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        for keys in (["tab"], ["tab", "1"]):
            await chat.press(*keys)
            await chat.until(lambda keys=keys: len(keys) == 1 or chat.app.focused is chat.screen.source.article)
            burst(chat, "space", *"Who opened a pony fund 1?")
            await chat.until(lambda: chat.prompt.value == "Who opened a pony fund 1?")
            await chat.type("")

    run(FakeSession(), drive)


def test_letters_in_the_list_of_passages_are_looked_for():
    async def drive(chat):
        await chat.ready()
        await chat.search("wrecks")
        await chat.press("down")
        burst(chat, *"sank")
        await chat.until(lambda: chat.app.screen.query_one("#search").value == "wreckssank")

    run(FakeSession(), drive)


@pytest.mark.parametrize("keys", [["tab"], ["tab", "1"]])
def test_what_is_pasted_in_a_list_or_an_article_goes_into_the_prompt(keys):
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press(*keys)
        await chat.until(lambda: len(keys) == 1 or chat.app.focused is chat.screen.source.article)
        chat.app.post_message(events.Paste("any people?"))
        chat.app.post_message(events.Paste("\nAnd cats?"))
        await chat.until(lambda: chat.prompt.value == "any people? And cats?")

    run(FakeSession(), drive)


def test_a_letter_in_an_article_of_a_narrow_search_shows_the_passages_again():
    async def drive(chat):
        await chat.ready()
        screen = await chat.search("boats")
        await chat.press("enter")
        await chat.until(lambda: screen.source.article.has_focus)
        await chat.press("W")
        await chat.until(lambda: screen.found.size and screen.query_one("#search").value == "boatsW")

    run(FakeSession(), drive)


def test_what_is_typed_while_a_dialog_stands_over_the_search_is_searched():
    def fails(stop):
        raise CorpusQAError("the disk is full")
        yield

    session = FakeSession()
    session.building = fails

    async def drive(chat):
        await chat.ready()
        await chat.press("ctrl+f")
        chat.screen.rebuild()
        await chat.until(lambda: isinstance(chat.app.screen, Problem))
        await chat.press(*"boats", "escape")
        assert chat.app.screen.query_one("#search").value == "boats"
        assert not chat.prompt.value

    run(session, drive)
