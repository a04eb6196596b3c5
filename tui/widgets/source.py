"""The pane that shows where an answer stands: the article, and above it what it is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from corpus.article import Span
from corpus.printable import printable
from qa.answer import folded
from qa.rechecking import nearest
from qa.session import ShownArticle
from tui.places import Place
from tui.widgets.article import ArticleView

HINT = "The article of a citation is shown here: click its number, or press 1 to 9 while the answer has the focus."
CHANGED = "The article has changed since it was cited."
MOVED = "It has changed since, and the quotation now stands here."


class Source(Vertical):
    """An article and its heading."""

    def __init__(self) -> None:
        super().__init__()
        self._line = 0

    def compose(self) -> ComposeResult:
        """The heading above, the article below."""
        yield Static(Content.styled(HINT, "dim"), id="about")
        yield ArticleView(id="article")

    def on_mount(self) -> None:
        """No article yet."""
        self.article.display = False

    @property
    def article(self) -> ArticleView:
        """The text."""
        return self.query_one(ArticleView)

    @property
    def heading(self) -> Static:
        """What is shown."""
        return self.query_one("#about", Static)

    @property
    def line(self) -> int:
        """Where the quotation stands now, or stood when it was cited."""
        return self._line

    def clear(self) -> None:
        """No article any more."""
        self.heading.update(Content.styled(HINT, "dim"))
        self.article.display = False

    def show(self, article: ShownArticle, places: list[Place], at: int) -> None:
        """Opens an article at a place; the other places in it are marked too."""
        place = places[at]
        span, note = where(article, place)
        self._line = article.lines.lines(span)[0] if span else place.line
        others = [Span(p.start, p.end) for p in places if p.source == place.source and p.sha256 and not note]
        focus = [Span(span.start + a, span.start + b) for a, b in place.focus] if span else []
        self.heading.update(_heading(article, place, self._line, f"{at + 1} of {len(places)}", note))
        self.article.display = True
        self.article.show(article, span, others, focus)


def where(article: ShownArticle, place: Place) -> tuple[Span | None, str]:
    """Where a quotation stands in an article, and a word where that is not where it was cited."""
    if article.text[place.start : place.end] == place.quote:
        return Span(place.start, place.end), ""
    at = nearest(article.text, place.quote, max(0, place.start)) if place.quote else None
    return (None, CHANGED) if at is None else (Span(at, at + len(place.quote)), MOVED)


def _heading(article: ShownArticle, place: Place, line: int, position: str, note: str) -> Content:
    number = f"[{place.number}] " if place.number else ""
    name = f"{printable(article.source, newlines=False)}:{line}"
    aside = folded(place.aside) if place.sha256 else ""  # scores are told in the list
    about = " · ".join(filter(None, [folded(article.title), article.date or "no date", position, aside]))
    noted = [(f"\n{note}", "bold $warning")] if note else []  # a long title may take the room below
    return Content.assemble((number, "bold"), (name, "bold underline"), *noted, ("\n" + about, "dim"))
