"""Page keys in lists that are not laid out yet."""

import pytest
from chatting import FakeSession, differing, run
from textual.command import CommandList
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.widgets.paging import Palette


def replaced(listed):
    """Other options, one of them highlighted, none of them laid out."""
    listed.set_options([Option(f"Option {n}") for n in range(30)])
    listed.highlighted = 15
    listed._lines.clear()
    listed._index_to_line.clear()


def test_a_page_of_a_list_that_is_not_laid_out_ends_nothing():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        replaced(chat.listed)
        with pytest.raises(LookupError):
            OptionList.action_page_down(chat.listed)
        chat.listed.action_page_down()
        chat.listed.action_page_up()

    run(FakeSession(differing), drive)


def test_a_page_of_the_palette_before_it_is_laid_out_ends_nothing():
    async def drive(chat):
        await chat.ready()
        await chat.press("ctrl+p")
        await chat.until(lambda: isinstance(chat.app.screen, Palette))
        await chat.until(lambda: chat.app.screen.query_one(CommandList).option_count)
        replaced(chat.app.screen.query_one(CommandList))
        chat.app.screen._action_command_list("page_down")
        await chat.press("escape")
        await chat.until(lambda: chat.app.screen is chat.screen)

    run(FakeSession(), drive)
