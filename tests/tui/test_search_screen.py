"""Passages as one types."""

from chatting import FakeSession, run
from textual.widgets import Input, Static

from tui.screens.chat import ChatScreen
from tui.screens.search import SearchScreen


async def searching(chat, text):
    await chat.press("ctrl+f")
    await chat.until(lambda: isinstance(chat.app.screen, SearchScreen))
    chat.app.screen.query_one("#search", Input).value = text


def hint(chat):
    return str(chat.app.screen.query_one("#hint", Static).content)


def test_passages_come_with_their_scores_and_enter_opens_the_article():
    async def drive(chat):
        await chat.ready()
        await searching(chat, "wrecks")
        await chat.until(lambda: hint(chat) == "2 passages, best first.")
        assert "· vector 0.512, BM25 3.10" in chat.shown
        await chat.press("down", "down", "enter")
        article = chat.app.screen.source.article
        await chat.until(lambda: article.highlighted == "Divers counted 43 wrecks")
        for _ in range(3):
            await chat.press("escape")
        await chat.until(lambda: isinstance(chat.app.screen, ChatScreen))
        assert chat.app.focused is chat.prompt

    session = run(FakeSession(), drive)
    assert session.searched == ["wrecks"]
    assert session.asked == []


def test_nothing_found_and_failures_are_told():
    async def drive(chat):
        await chat.ready()
        await searching(chat, "nothing")
        await chat.until(lambda: hint(chat) == "Nothing was found.")

        def failing(text):
            raise ValueError("out of [order]")

        chat.session.search = failing
        chat.app.screen.query_one("#search", Input).value = "wrecks"
        await chat.until(lambda: "out of [order]" in hint(chat))
        chat.app.screen.query_one("#search", Input).value = ""
        await chat.until(lambda: hint(chat).startswith("Type to find"))

    run(FakeSession(), drive)


def test_what_was_typed_before_is_not_shown_for_what_is_typed_now():
    async def drive(chat):
        await chat.ready()
        await searching(chat, "wrecks")
        await chat.until(lambda: "2 passages" in hint(chat))
        chat.app.screen.query_one("#search", Input).value = "nothing"
        await chat.until(lambda: hint(chat) == "Nothing was found.")
        assert not chat.app.screen.found.display

    run(FakeSession(), drive)


def test_in_a_narrow_terminal_the_article_takes_the_place_of_the_list():
    async def drive(chat):
        await chat.ready()
        await searching(chat, "wrecks")
        await chat.until(lambda: hint(chat) == "2 passages, best first.")
        await chat.press("enter")
        screen = chat.app.screen
        await chat.until(lambda: screen.source.article.has_focus)
        await chat.pilot.pause()
        assert not screen.found.display
        assert screen.source.size.width > 50
        await chat.press("escape")
        await chat.until(lambda: screen.found.display and screen.found.has_focus)

    run(FakeSession(), drive, (60, 20))
