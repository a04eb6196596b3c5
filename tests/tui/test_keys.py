"""Keys, commands, help and themes."""

import re

import pytest
from chatting import FakeSession, at_once, run
from textual.widgets._footer import FooterKey

from qa.conversations import Conversations
from tui.app import PARTS, ChatApp
from tui.keymap import bindings_of
from tui.screens.chat import ChatScreen
from tui.screens.dialogs import Help
from tui.screens.history import HistoryScreen
from tui.screens.search import SearchScreen
from tui.themes import THEMES
from tui.widgets.article import ArticleView
from tui.widgets.keys import Keys

# What every terminal sends (ECMA-48, VT220): Ctrl+H is Backspace, Ctrl+I Tab, Ctrl+J and Ctrl+M Enter, Ctrl+[ Escape;
# Ctrl+S may be the terminal's own. Shift with Enter or a function key is not told apart everywhere.
PLAIN = re.compile(
    r"ctrl\+[abcdefgklnopqrtuvwxyz]|f([1-9]|1[0-2])|escape|enter|tab|up|down|left|right|home|end|pageup|pagedown|[a-z0-9]"
)


def all_bindings():
    return [(part, binding) for _, part in PARTS for binding in bindings_of(part)]


@pytest.mark.parametrize(("part", "binding"), all_bindings(), ids=lambda value: getattr(value, "key", ""))
def test_every_key_is_one_that_a_plain_terminal_sends(part, binding):
    for key in binding.key.split(","):
        assert PLAIN.fullmatch(key.strip()), key


def test_every_key_has_a_name_and_a_word_on_what_it_does():
    for part, binding in all_bindings():
        assert binding.id, (part, binding)
        assert binding.description, (part, binding)


def test_no_key_means_two_things_in_one_place():
    for part in (part for _, part in PARTS):
        keys = [key.strip() for binding in bindings_of(part) for key in binding.key.split(",")]
        assert len(keys) == len(set(keys)), part


def test_f1_shows_every_key_as_it_is_set_now():
    async def drive(chat):
        await chat.ready()
        await chat.press("f1")
        await chat.until(lambda: isinstance(chat.app.screen, Help))
        told = {row for _, rows in chat.app.screen._groups for row in rows}
        names = {what for _, what in told}
        for _, binding in all_bindings():
            assert f"{binding.description} ({binding.id})" in names
        assert ("f9", "Rebuild (chat.rebuild)") in told
        assert "qa ask" in " ".join(str(w.content) for w in chat.app.screen.query("Static"))
        await chat.press("escape")
        assert isinstance(chat.app.screen, ChatScreen)

    run(FakeSession(keys={"chat.rebuild": "f9"}), drive, (120, 40))


def test_the_settings_move_keys():
    async def drive(chat):
        await chat.ready()
        await chat.press("ctrl+f")
        assert isinstance(chat.app.screen, ChatScreen)
        await chat.press("f7")
        await chat.until(lambda: isinstance(chat.app.screen, SearchScreen))

    run(FakeSession(keys={"app.search": "f7"}), drive)


def test_a_key_for_what_there_is_not_is_told():
    async def drive(chat):
        await chat.ready()
        assert chat.notices == ["The settings give keys to chat.fly, which is unknown: F1 lists what there is."]

    run(FakeSession(keys={"chat.fly": "f6"}), drive)


@pytest.mark.parametrize(
    ("keys", "told", "rebuild", "search"),
    [
        ({"chat.rebuild": "notakey"}, ["the key notakey, which is unknown: it keeps its own."], "f5", "ctrl+f"),
        ({"app.search": "f6, f5"}, ["a key of chat.rebuild, f6, f5: it keeps its own."], "f5", "ctrl+f"),
        ({"chat.rebuild": "ctrl+q"}, ["a key of app.quit, ctrl+q: it keeps its own."], "f5", "ctrl+f"),
        ({"chat.rebuild": "ctrl+f", "app.search": "f5"}, [], "ctrl+f", "f5"),
        ({"chat.rebuild": "ctrl+t"}, [], "ctrl+t", "ctrl+f"),
        ({"sources.next": "x", "source.next": "question_mark"}, [], "f5", "ctrl+f"),
        (
            {"app.search": "f5", "chat.rebuild": "x"},
            ["a key of chat.rebuild, f5: it keeps its own.", "the key x, which types something: it keeps its own."],
            "f5",
            "ctrl+f",
        ),
        ({"app.begin": "ctrl+m"}, ["the key ctrl+m, which is unknown: it keeps its own."], "f5", "ctrl+f"),
        ({"chat.rebuild": "r"}, ["the key r, which types something: it keeps its own."], "f5", "ctrl+f"),
        ({"app.search": "f7, B"}, ["the key B, which types something: it keeps its own."], "f5", "ctrl+f"),
        ({"prompt.sources": "space"}, ["the key space, which types something: it keeps its own."], "f5", "ctrl+f"),
        ({"dialog.copy": "enter"}, ["the key enter, which types something: it keeps its own."], "f5", "ctrl+f"),
        (
            {"app.quit": "question_mark"},
            ["the key question_mark, which types something: it keeps its own."],
            "f5",
            "ctrl+f",
        ),
    ],
)
def test_a_key_that_cannot_be_used_is_told_and_the_usual_one_stays(keys, told, rebuild, search):
    async def drive(chat):
        await chat.ready()
        assert [notice.split(" ", 4)[-1] for notice in chat.notices] == told
        active = chat.app.screen.active_bindings
        assert active[rebuild].binding.id == "chat.rebuild"
        assert active[search].binding.id == "app.search"

    run(FakeSession(keys=keys), drive)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
def test_every_theme_is_readable(theme):
    """Text against what it stands on: WCAG 2.2's contrast of at least 4.5, in the theme of high contrast 7."""

    async def drive(chat):
        await chat.ready()
        assert chat.app.theme == theme
        await chat.answered("How many boats?")
        least = 7 if theme == "contrast" else 4.5
        for row in chat.app.screen._compositor.render_strips():
            for segment in row:
                if segment.text.strip() and segment.style and segment.style.color and segment.style.bgcolor:
                    if segment.text.strip("▏▌█▐▕║╭╮╰╯─│┃╸╺━ ") == "":
                        continue  # lines
                    ratio = contrast(segment.style)
                    assert ratio >= least, (segment.text, segment.style, ratio)

    run(FakeSession(at_once, theme=theme), drive, (120, 30))


def contrast(style):
    """The ratio of luminances."""
    dark, light = sorted(map(luminance, (style.color.get_truecolor(), style.bgcolor.get_truecolor(foreground=False))))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    channels = [c / 255 for c in (colour.red, colour.green, colour.blue)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_theme_that_there_is_not_is_told():
    async def drive(chat):
        await chat.ready()
        assert chat.app.theme == THEMES[0].name
        assert "There is no theme neon" in chat.notices[0]

    run(FakeSession(theme="neon"), drive)


def test_without_colour_what_is_cited_is_still_underlined(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("f3")
        await chat.until(lambda: chat.screen.source.article.has_focus)
        await chat.pilot.pause()
        styles = [s.style for row in chat.app.screen._compositor.render_strips() for s in row if "storm sank" in s.text]
        assert any(style and style.underline for style in styles)

    run(FakeSession(at_once), drive)


def test_the_palette_knows_every_action():
    async def drive(chat):
        await chat.ready()
        commands = {command.title: command.callback for command in chat.app.get_system_commands(chat.app.screen)}
        for part in (ChatApp, ChatScreen, ArticleView):
            for binding in bindings_of(part):
                assert binding.description in commands, binding
        assert commands.keys() >= {f"Theme: {theme.name}" for theme in THEMES}
        await commands["Search"]()
        await chat.until(lambda: isinstance(chat.app.screen, SearchScreen))
        await chat.press("escape")
        commands["Theme: light"]()
        assert chat.app.theme == "light"

    run(FakeSession(), drive)


def test_the_palette_knows_the_actions_of_the_other_screens(tmp_path):
    def commands(chat):
        return {command.title for command in chat.app.get_system_commands(chat.app.screen)}

    async def drive(chat):
        await chat.ready()
        await chat.press("ctrl+f")
        await chat.until(lambda: isinstance(chat.app.screen, SearchScreen))
        assert commands(chat) >= {"Copy it", "Editor", "Ask about it", "Next passage"}
        await chat.press("escape", "ctrl+o")
        await chat.until(lambda: isinstance(chat.app.screen, HistoryScreen))
        assert commands(chat) >= {"Rename", "Delete", "Undo", "Markdown", "JSON"}

    run(FakeSession(), drive, kept=Conversations(tmp_path))


@pytest.mark.parametrize("columns", [30, 60, 61, 75, 90, 140])
def test_the_last_row_shows_whole_keys_alone_and_how_to_go_back(columns):
    async def drive(chat):
        await chat.ready()
        for focused in ("prompt", "sources"):
            parts = []

            def laid_out(parts=parts):
                parts[:] = chat.app.screen.query_one(Keys).query(FooterKey)
                return parts and all(part.size for part in parts)

            await chat.until(laid_out)
            assert all(part.region.right <= columns and part.outer_size.width == _width(part) for part in parts)
            assert {"Stop / back", "Keys"} <= {part.description for part in parts}
            assert columns < 140 or "palette" in {part.description for part in parts}
            if focused == "prompt":
                await chat.answered("How many boats?")
                await chat.press("tab")
                await chat.until(lambda: "Next" in chat.shown)
        await chat.pilot.resize_terminal(160, 30)
        await chat.until(lambda: "palette" in chat.shown)

    run(FakeSession(), drive, (columns, 30))


def _width(part):
    return len(f"{part.key_display} {part.description}") + part.has_class("-command-palette")
