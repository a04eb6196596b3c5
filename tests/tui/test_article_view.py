"""Reading an article of any length."""

import re

from chatting import FakeSession, answer, differing, run

from corpus.article import LineIndex, Span
from corpus.printable import printable
from qa.answer import Citation, Claim
from qa.events import Answered, ClaimChecked
from tui.places import Place

LINES = 60_000
QUOTE = "The storm sank 41 boats in Tarfaya harbour."
QUIET = "Nothing happened in the harbour on this day, says the keeper of the log."
LONG = "".join(f"{n}: {QUOTE if n == LINES // 2 else QUIET}\n\n" for n in range(LINES))


def cites_the_middle(question, stop):
    start = LONG.index(QUOTE)
    span = Span(start, start + len(QUOTE))
    lines = LineIndex(LONG).lines(span)
    cited = Citation(
        id=1,
        source="log.txt",
        start=start,
        end=span.end,
        lines=lines,
        quote=QUOTE,
        focus=(start + 15, start + 17),
        uri=f"log.txt#char={start},{span.end}",
        sha256="0" * 64,
        encoding="utf-8",
        title="A log",
        date=None,
    )
    claim = Claim(QUOTE, (1,), "quoted")
    yield ClaimChecked(claim, (cited,))
    yield Answered(answer(question, claim, citations=[cited]))


def rows(chat):
    """The numbered lines of the article that are seen, by the numbers that the text itself begins with."""
    article = chat.screen.source.article
    seen = (article.render_line(y).text.split() for y in range(article.size.height))
    return [int(word[:-1]) for words in seen for word in words[:2] if re.fullmatch(r"\d+:", word)]


def test_5_mb_open_at_the_span_and_are_read_to_both_ends():
    assert len(LONG) > 4_500_000

    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("tab", "1")
        article = chat.screen.source.article
        await chat.until(lambda: article.has_focus)
        assert article.highlighted == QUOTE
        assert LINES // 2 in rows(chat)
        last = rows(chat)[-1]
        for _ in range(120):  # over the end of the window that is laid out
            await chat.press("pagedown")
            now = rows(chat)
            assert now[0] <= last + 1, "lines were left out"
            last = now[-1]
        assert last > LINES // 2 + 400
        await chat.press("end")
        await chat.until(lambda: rows(chat)[-1] == LINES - 1)
        await chat.press("home")
        await chat.until(lambda: rows(chat)[0] == 0)

    session = FakeSession(cites_the_middle)
    session.texts["log.txt"] = LONG
    run(session, drive, (120, 30))


def test_what_is_read_stays_where_it_is_when_the_terminal_changes():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("tab", "1")
        article = chat.screen.source.article
        await chat.until(lambda: article.has_focus)
        for size in ((60, 20), (140, 50), (100, 12), (80, 24)):
            await chat.pilot.resize_terminal(*size)
            await chat.pilot.pause()
            assert LINES // 2 in rows(chat), size
            assert article.has_focus
        await chat.press(*["pagedown"] * 5)
        top = rows(chat)[0]
        await chat.pilot.resize_terminal(64, 20)
        await chat.pilot.pause()
        assert abs(rows(chat)[0] - top) <= 1

    session = FakeSession(cites_the_middle)
    session.texts["log.txt"] = LONG
    run(session, drive, (120, 30))


def test_the_first_article_has_its_span_below_what_comes_before_it():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.press("tab", "1")
        await chat.until(lambda: chat.screen.source.article.has_focus)
        await chat.until(lambda: rows(chat) and rows(chat)[0] < LINES // 2)
        assert LINES // 2 in rows(chat)

    session = FakeSession(cites_the_middle)
    session.texts["log.txt"] = LONG
    run(session, drive, (80, 24))


def test_no_terminal_is_too_narrow_to_go_on():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        for keys in ((), ("f1",), ("escape", "ctrl+f"), ("escape", "ctrl+p")):
            await chat.press(*keys)
            for width in (5, 3, 1, 60):
                await chat.pilot.resize_terminal(width, 20)
                await chat.pilot.pause()
        assert chat.app.is_running

    run(FakeSession(), drive)


def test_what_is_marked_with_the_mouse_is_copied_as_the_article_has_it(monkeypatch):
    """Over wrapped lines, tabs, wide characters and what is shown as a picture of it."""
    text = "The tab\there and 日本 \x1b[31m" + "then words that go on and on and on " * 3 + "\nand the end.\n\nBelow.\n"
    copied = []
    monkeypatch.setattr("tui.clipboard.copy", lambda app, text, tell: copied.append(text))

    async def drive(chat):
        await chat.ready()
        chat.session.texts["harbour.txt"] = text
        chat.screen.read([Place("harbour.txt", 0, 7, 1, "The tab", "Tab")], 0)
        article = chat.screen.source.article
        await chat.until(lambda: article.has_focus)
        first, last = text.index("ab\there"), text.index("end")
        row = article._window.row_of(last)
        await chat.pilot.mouse_down(article, offset=(5 + article._gutter, 0))
        await chat.pilot.hover(article, offset=(8 + article._gutter, row))
        await chat.pilot.mouse_up(article, offset=(8 + article._gutter, row))
        await chat.until(lambda: chat.app.screen.get_selected_text())
        await chat.press("ctrl+c")
        (got,) = copied
        assert got in (printable(text[first : last + n]) for n in (0, 1)), got
        shown = [s for y in range(row + 1) for s in article.render_line(y)]
        colour = chat.screen.get_component_rich_style("screen--selection").bgcolor
        marked = "".join(s.text for s in shown if s.style and s.style.bgcolor == colour)
        assert marked.replace(" ", "").startswith("abhereand日本␛[31mthenwords")
        article.action_scroll_end()
        assert chat.app.screen.get_selected_text() == got

        blank = article._window.row_of(text.index("Below")) - 1
        chat.app.screen.clear_selection()
        await chat.pilot.mouse_down(article, offset=(0, row))  # on the line's number
        await chat.pilot.hover(article, offset=(3, blank))
        await chat.pilot.mouse_up(article, offset=(3, blank))
        await chat.until(lambda: chat.app.screen.get_selected_text())
        assert chat.app.screen.get_selected_text() == "and the end."

    run(FakeSession(), drive, (60, 20))


def test_what_was_marked_in_one_article_is_not_marked_in_the_next():
    async def drive(chat):
        await chat.ready()
        await chat.answered("How many boats?")
        await chat.open_source(1)
        article = chat.screen.source.article
        await chat.pilot.mouse_down(article, offset=(3, 0))
        await chat.pilot.hover(article, offset=(9, 2))
        await chat.pilot.mouse_up(article, offset=(9, 2))
        await chat.until(lambda: article.text_selection)
        await chat.press("n")
        await chat.until(lambda: "43 wrecks" in article.highlighted)
        assert not article.text_selection

    run(FakeSession(differing), drive, (120, 36))
