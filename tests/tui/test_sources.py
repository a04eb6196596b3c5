"""From an answer to the place in the article, by keys and by mouse."""

import threading

import pytest
from chatting import (
    ARTICLES,
    COVERAGE,
    DIVERS,
    SANK,
    FakeSession,
    Gate,
    answer,
    at_once,
    citation,
    differing,
    refused,
    run,
)
from test_line import burst
from textual.widgets import Static

from qa.answer import Claim
from qa.events import Answered, Found
from tui.widgets.places import Places

SIZES = [(60, 20), (80, 24), (120, 36)]


async def reading(chat, quote):
    """Until a quotation is highlighted in the opened article."""
    article = chat.screen.source.article
    await chat.until(lambda: article.highlighted == quote and article.has_focus)
    await chat.pilot.pause()


@pytest.mark.parametrize("size", SIZES)
def test_a_number_opens_the_article_at_the_span_and_escape_goes_back_to_the_answer(size):
    async def drive(chat):
        await chat.ready()
        turn = await chat.answered("How many boats?")
        await chat.press("tab")
        assert chat.app.focused is turn.places
        await chat.press("2")
        await reading(chat, DIVERS.quote)
        assert "Divers counted 43" in chat.shown
        assert bool(chat.screen.conversation.size) == (size[0] >= 100)
        await chat.press("escape")
        await chat.until(lambda: chat.app.focused is turn.places)
        await chat.until(lambda: chat.screen.conversation.size)

    run(FakeSession(differing), drive, size)


def test_next_and_previous_go_round_from_anywhere():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        assert chat.app.focused is chat.prompt
        await chat.press("f3")
        await reading(chat, SANK.quote)
        for key, quote in [("n", DIVERS), ("n", SANK), ("p", DIVERS), ("f4", SANK), ("f3", DIVERS)]:
            await chat.press(key)
            await reading(chat, quote.quote)

    run(FakeSession(differing), drive)


def test_a_mark_in_the_text_can_be_clicked():
    async def drive(chat):
        await chat.ready()
        turn = await chat.answered("How many boats?")
        said = turn.query_one(".said", Static)
        rows = chat.shown.splitlines()
        y = next(n for n, row in enumerate(rows) if "[1]" in row and said.region.contains(said.region.x, n))
        await chat.pilot.click(offset=(rows[y].index("[1]") + 1, y))
        await reading(chat, SANK.quote)

    run(FakeSession(at_once), drive)


def test_a_source_can_be_clicked():
    async def drive(chat):
        await chat.ready()
        turn = await chat.answered("How many boats?")
        rows = chat.shown.splitlines()
        y = next(n for n, row in enumerate(rows) if "[1] harbour.txt:5" in row)
        await chat.pilot.click(offset=(turn.places.region.x + 4, y))
        await reading(chat, SANK.quote)

    run(FakeSession(at_once), drive)


def test_letters_are_letters_while_the_prompt_has_the_focus():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        chat.prompt.focus()
        await chat.press(*"nypoa12")
        assert chat.prompt.value == "nypoa12"
        assert not chat.screen.has_class("-reading")
        assert chat.app.clipboard == ""

    run(FakeSession(at_once), drive)


def test_the_answer_is_copied_with_its_sources():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("tab", "y")
        await chat.until(lambda: chat.app.clipboard)
        lines = chat.app.clipboard.splitlines()
        assert lines[:2] == ["> How many boats?", "“The storm sank 41 boats in Tarfaya harbour.” [1]"]
        assert lines[3] == '[1] harbour.txt:5 "The storm sank 41 boats in Tarfaya harbour."'
        assert chat.notices[-1].startswith("Copied the answer with its sources")

    run(FakeSession(at_once), drive)


def test_the_editor_is_told_the_file_and_the_line(monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr("tui.editor.open_at", lambda app, path, line: opened.append((str(path), line)))

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("f3")
        await reading(chat, SANK.quote)
        await chat.press("o")
        assert opened == [("/news/harbour.txt", 5)]

    run(FakeSession(at_once), drive)


def test_the_article_that_is_read_can_be_asked_alone():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("f3")
        await reading(chat, SANK.quote)
        await chat.press("a")
        assert chat.app.focused is chat.prompt
        assert "Asked of harbour.txt alone" in chat.shown
        turn = await chat.answered("Who opened a fund?")
        assert "asked of harbour.txt alone" in turn.text
        await chat.press("escape")
        await chat.answered("And elsewhere?")

    assert run(FakeSession(at_once), drive).sources == [None, "harbour.txt", None]


def test_an_article_that_cannot_be_read_says_so():
    gone = Claim("It is gone.", (1,), "checked")
    lost = citation(1, "harbour.txt", "The storm sank")
    lost = type(lost)(**{**lost.__dict__, "source": "lost [red].txt"})

    def script(question, stop):
        yield Answered(answer(question, gone, citations=[lost]))

    async def drive(chat):
        await chat.ready()
        await chat.answered("Where?")
        await chat.press("f3")
        await chat.until(lambda: "lost [red].txt is gone" in chat.notices)
        assert not chat.screen.has_class("-reading")

    run(FakeSession(script), drive)


def test_where_there_is_nothing_to_open_the_keys_say_nothing_wrong():
    async def drive(chat):
        await chat.ready()
        await chat.press("f3", "f4", "tab")
        assert chat.app.focused is chat.prompt
        chat.session.found = []
        turn = await chat.answered("What colour?")
        assert turn.text.endswith("UTC.")
        await chat.press("f3", "f4", "tab")
        assert chat.app.focused is chat.prompt

    run(FakeSession(refused), drive)


def test_nothing_from_an_article_or_a_question_acts():
    hostile = citation(1, "hostile [red].txt", "The storm [red]sank[/red] 41 boats\x1b[2J\x1b]0;owned\x07.", "41", None)
    claim = Claim(hostile.quote, (1,), "quoted")

    def script(question, stop):
        yield Found((), 1)
        yield Answered(answer(question, claim, citations=[hostile]))

    async def drive(chat):
        await chat.ready()
        await chat.answered("[red]How[/red] many \x1b[31mboats[/] [?")
        await chat.press("tab", "1")
        await reading(chat, hostile.quote)
        screen = chat.shown
        for text in (
            "> [red]How[/red] many boats[/] [?",
            "“The storm [red]sank[/red] 41 boats.” [1]",
            "hostile [red].txt:3",
            "Storm [bold]at[/bold]",
            "[link='x']here[/]",
        ):
            assert text in screen, text
        assert not set(screen) & set("\x1b\x07\u202e\u202c")
        rows = [row for row in screen.splitlines() if "xxxx" in row]
        assert sum(row.count("x") for row in rows) >= 300

    run(FakeSession(script), drive, (160, 40))


def test_the_list_of_sources_is_in_the_focus_chain():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("shift+tab")
        seen = {type(chat.app.focused)}
        for _ in range(4):
            await chat.press("shift+tab")
            seen.add(type(chat.app.focused))
        assert Places in seen

    run(FakeSession(at_once), drive)


def test_what_is_cited_of_the_sample_stands_there():
    assert ARTICLES[SANK.source][SANK.start : SANK.end] == SANK.quote
    assert ARTICLES[DIVERS.source][DIVERS.start : DIVERS.end] == DIVERS.quote
    assert COVERAGE.articles == len(ARTICLES)


def test_of_a_moved_quotation_the_nearest_place_is_shown_with_its_own_line(monkeypatch):
    opened = []
    monkeypatch.setattr("tui.editor.open_at", lambda app, path, line: opened.append(line))

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        chat.session.texts["harbour.txt"] = f"{SANK.quote}\n\n\n\n\n{SANK.quote}\n"
        await chat.press("tab", "1")
        article = chat.screen.source.article
        await chat.until(lambda: article.has_focus)
        assert article._current.start > SANK.start
        assert "harbour.txt:6" in str(chat.screen.source.heading.content)
        await chat.press("o")

    run(FakeSession(at_once), drive)
    assert opened == [6]


def test_in_a_list_the_keys_are_about_the_highlighted_place(monkeypatch):
    opened = []
    monkeypatch.setattr("tui.editor.open_at", lambda app, path, line: opened.append((str(path), line)))

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("tab", "o", "down", "o")
        assert opened == [("/news/harbour.txt", 5), ("/news/news/bulletin.txt", 5)]
        await chat.press("a")
        assert "Asked of news/bulletin.txt alone" in chat.shown
        assert chat.app.focused is chat.prompt

    run(FakeSession(differing), drive, (120, 36))


@pytest.mark.parametrize("size", [(80, 30), (120, 36)])
def test_what_is_typed_right_after_a_goes_into_the_prompt(size):
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        for keys in (["tab"], ["tab", "1"]):
            await chat.press(*keys)
            await chat.until(lambda keys=keys: len(keys) == 1 or chat.app.focused is chat.screen.source.article)
            burst(chat, "a", *"any people?")
            await chat.until(lambda: chat.prompt.value == "any people?")
            await chat.type("")

    run(FakeSession(), drive, size)


def test_what_is_typed_right_after_a_in_the_search_goes_into_the_prompt():
    async def drive(chat):
        await chat.ready()
        await chat.search("wrecks")
        await chat.press("down")
        burst(chat, "a", *"any people?")
        await chat.until(lambda: chat.prompt.value == "any people?")
        assert "Asked of harbour.txt alone" in chat.shown

    run(FakeSession(), drive)


@pytest.mark.parametrize("script", [differing, refused])
def test_an_answer_longer_than_the_screen_is_read_from_its_question_on(script):
    async def drive(chat):
        await chat.ready()
        for question in ("How many boats?", "And how many people?"):
            await chat.answered(question)
            await chat.until(lambda question=question: f"> {question}" in chat.shown)

    session = FakeSession(script)
    session.found *= 3
    run(session, drive, (60, 14))


def test_a_reader_who_has_scrolled_up_stays_there():
    gate = Gate(lambda question: [*differing(question, threading.Event())])

    async def drive(chat):
        await chat.ready()
        chat.session.script = differing
        await chat.answered("How many boats?")
        await chat.answered("How many people?")
        chat.session.script = gate
        await chat.ask("How many fishermen?")
        await chat.press(*["pageup"] * 6)
        await chat.until(lambda: chat.screen.conversation.scroll_y == 0)
        gate.step(9)
        await chat.ended()
        assert chat.screen.conversation.scroll_y == 0

    run(FakeSession(), drive, (60, 14))


@pytest.mark.parametrize("columns", [30, 40])
def test_the_sources_of_values_that_differ_stand_below_their_rows_where_a_column_has_no_room(columns):
    async def drive(chat):
        await chat.ready()
        turn = await chat.answered("How many boats?")
        await chat.until(lambda: "[2]" in chat.shown)
        values = turn._parts["values"]
        lines = str(values.content).splitlines()
        assert lines[1].split() == ["value", "date"]
        assert lines[2] == "  source"
        below = [line for line in lines[3:] if line.startswith("  ")]
        assert "".join(line.strip() for line in below).replace(" ", "") == "harbour.txt[1]news/bulletin.txt[2]"
        assert max(map(len, below)) <= values.size.width
        assert [line.split()[0] for line in lines[3:] if line not in below] == ["41", "43"]

    run(FakeSession(differing), drive, (columns, 40))


@pytest.mark.parametrize("columns", [60, 70, 120])
def test_the_sources_of_values_that_differ_stay_in_their_column(columns):
    async def drive(chat):
        await chat.ready()
        turn = await chat.answered("How many boats?")
        await chat.until(lambda: "[2]" in chat.shown)
        lines = str(turn._parts["values"].content).splitlines()
        at = lines[1].index("source")
        assert all(line[:at].strip() in ("", "value      date") or line[at - 1] == " " for line in lines[1:])
        assert all(line[at:].strip() for line in lines[1:])
        assert "news/bulletin.txt [2]".replace(" ", "") in "".join(line[at:] for line in lines[3:]).replace(" ", "")

    run(FakeSession(differing), drive, (columns, 40))


@pytest.mark.parametrize("action", ["open_editor", "ask_about", "next_citation", "previous_citation"])
def test_what_needs_an_article_says_that_none_is_open(action):
    async def drive(chat):
        await chat.ready()
        await chat.screen.run_action(action)
        await chat.until(lambda: chat.notices == ["No article is open."])
        await chat.press("ctrl+f")
        await chat.app.screen.run_action(action)
        await chat.app.screen.run_action("copy_answer")
        await chat.until(lambda: chat.notices == ["No article is open."] * 3)

    run(FakeSession(), drive)


def test_escape_from_an_article_that_covered_the_conversation_gives_the_keys_to_what_is_seen():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("f3")
        await reading(chat, SANK.quote)
        await chat.press("escape", *"any?")
        assert chat.prompt.value == "any?"

    run(FakeSession(), drive, (60, 20))
