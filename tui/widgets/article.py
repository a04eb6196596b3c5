"""An article, opened at a span: any length, only a window of it laid out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from corpus.article import LineIndex, Span
from corpus.printable import printable
from qa.session import ShownArticle
from qa.wrapping import width as width_of
from tui.rows import Row, Window, window

LEAST_GUTTERED = 50  # columns; narrower ones have none to spare for line numbers
SELECTED = "screen--selection"  # the screen's style of what is marked with the mouse
ABOVE = 4  # the highlighted row stands at a fourth of the height


class ArticleView(ScrollView, can_focus=True):
    """Shows an article's text with spans highlighted, by colour and underline; the current one stands out.

    The scroll bar is that of the window; where it ends, the window moves on.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"article--gutter", "article--mark", "article--current", "article--focus"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "screen.next_citation", "Next", id="source.next"),
        Binding("p", "screen.previous_citation", "Previous", id="source.previous"),
        Binding("y", "screen.copy_answer", "Copy it", id="source.copy"),
        Binding("o", "screen.open_editor", "Editor", id="source.editor"),
        # first of all keys, so that what is typed right after it goes to the prompt
        Binding("a", "screen.ask_about", "Ask about it", priority=True, id="source.ask"),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._text = ""
        self._lines = LineIndex("")
        self._marks: tuple[Span, ...] = ()
        self._current: Span | None = None
        self._focus: tuple[Span, ...] = ()
        self._window = Window((), 0, 0)
        self._moving = False
        self._height = 0  # rows that were seen before the last change of size

    @property
    def highlighted(self) -> str:
        """The text of the current span."""
        return self._current.of(self._text) if self._current else ""

    def show(
        self, article: ShownArticle, current: Span | None, others: Sequence[Span] = (), focus: Sequence[Span] = ()
    ) -> None:
        """Opens an article at a span; other spans of the same answer are marked too, and in the span what is sought."""
        if self.text_selection:  # in the article before
            self.screen.clear_selection()
        self._text, self._lines = article.text, article.lines
        self._marks = tuple(s for s in others if s != current)
        self._current, self._focus = current, tuple(focus)
        self._window, self._height = Window((), 0, 0), self.size.height
        if not self.size.width:  # it was hidden, and is laid out as soon as it is shown
            self._height = 0
            return
        self._lay_out(current.start if current else 0)
        row = self._window.row_of(current.start) if current else 0
        self._go(row - self._height // ABOVE)

    def on_resize(self) -> None:
        """Lays out anew for the width; what was read stays where it is."""
        if not self._text:
            return
        top = self._top()
        current = self._current
        below = self._window.row_of(current.start) - self._y if current and self._window.rows else -1
        seen = current and (not self._height or 0 <= below < self._height)  # without a height it was not shown yet
        self._lay_out(current.start if seen and current else top)
        row = self._window.row_of(current.start if seen and current else top)
        self._height = self.size.height
        self._go(row - self._height // ABOVE if seen else row)

    def scroll_to(self, x: float | None = None, y: float | None = None, **options: Any) -> None:  # noqa: ANN401 - Textual's
        """Goes there at once: a page pressed while another one is still being scrolled would be lost."""
        super().scroll_to(x, y, **{**options, "animate": False})

    def action_scroll_home(self) -> None:
        """The beginning of the article, not of the window."""
        self._lay_out(0)
        self._go(0)

    def action_scroll_end(self) -> None:
        """The end of the article."""
        self._lay_out(len(self._text))
        self._go(len(self._window.rows))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Moves the window on where its end is reached."""
        super().watch_scroll_y(old_value, new_value)
        if self._moving or not self._window.rows:
            return
        before = new_value <= 0 and self._window.start > 0
        after = new_value >= self.max_scroll_y and self._window.end < len(self._text)
        if before or after:
            top = self._top()
            self._lay_out(top)
            self._go(self._window.row_of(top))

    @property
    def _y(self) -> int:
        return round(self.scroll_y)

    def _top(self) -> int:
        """The offset of the first row that is seen."""
        rows = self._window.rows
        return rows[min(self._y, len(rows) - 1)].start if rows else 0

    def _lay_out(self, around: int) -> None:
        marked = self._selected()
        self._window = window(self._text, self._lines, around, max(2, self._room))
        if marked:  # its rows are others now
            selection = Selection(*map(self._place_of, marked))
            self.screen.selections = {**self.screen.selections, self: selection}
        self._moving = True
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._window.rows))
        self._moving = False
        self.refresh()

    def _go(self, row: int) -> None:
        self._moving = True
        self.scroll_to(y=max(0, row), force=True)
        self._moving = False

    @property
    def _gutter(self) -> int:
        """Columns of the line numbers."""
        wide = self.scrollable_content_region.width >= LEAST_GUTTERED
        return len(str(len(self._lines))) + 1 if wide else 0

    @property
    def _room(self) -> int:
        return self.scrollable_content_region.width - self._gutter - 1

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        width = self.scrollable_content_region.width
        number = self._y + y
        if number >= len(self._window.rows):
            return Strip(_marked(" " * width, self.rich_style, len(self._text), len(self._window.rows)))
        row = self._window.rows[number]
        gutter = f"{row.line if row.first else '':>{self._gutter - 1}} " if self._gutter else ""
        # For the mouse, each place on the row has its character: before the text the first one, behind it the last
        segments = _marked(gutter, self._style("article--gutter"), 0, number)
        segments += Strip(self._painted(row, number)).apply_offsets(0, number)
        behind = max(0, width - len(gutter) - width_of(row.text))
        segments += _marked(" " * behind, self.rich_style, len(row.text), number)
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What was marked with the mouse, with the article's own line ends, harmless."""
        marked = self._selected()
        return (printable(self._text[marked[0] : marked[1]]), "\n") if marked else None

    def _selected(self) -> tuple[int, int] | None:
        """What was marked, as offsets in the article."""
        selection = self.text_selection
        if not selection or not self._window.rows:
            return None
        start = self._window.start if selection.start is None else self._offset(selection.start)
        end = self._window.end if selection.end is None else self._offset(selection.end)
        return start, end

    def _place_of(self, offset: int) -> Offset:
        """Where a character stands in the window, or where the window begins or ends."""
        number = self._window.row_of(offset)
        return Offset(bisect_left(self._window.rows[number].offsets, offset), number)

    def _offset(self, at: Offset) -> int:
        """The offset in the article of a character of the window: which one in its row, and the row's number."""
        row = self._window.rows[max(0, min(at.y, len(self._window.rows) - 1))]
        return row.offsets[at.x] if at.x < len(row.offsets) else row.end

    def _painted(self, row: Row, number: int) -> list[Segment]:
        """The row's text in pieces of one style each."""
        styles = [(s, "article--mark") for s in self._marks]
        styles += [(self._current, "article--current")] if self._current else []
        styles += [(s, "article--focus") for s in self._focus]
        names: list[str | None] = [None] * len(row.text)
        for span, name in styles:
            a, b = row.marked(span)
            names[a:b] = [name] * (b - a)
        if (selection := self.text_selection) and (selected := selection.get_span(number)):
            a, b = selected
            b = len(names) if b == -1 else b
            names[a:b] = [SELECTED] * len(names[a:b])
        segments, at = [], 0
        for n in range(1, len(names) + 1):
            if n == len(names) or names[n] != names[at]:
                marked = names[at]
                segments.append(Segment(row.text[at:n], self._style(marked) if marked else self.rich_style))
                at = n
        return segments

    def _style(self, name: str) -> RichStyle:
        if name == SELECTED:
            return self.rich_style + self.screen.get_component_rich_style(name)
        return self.rich_style + self.get_component_rich_style(name)


def _marked(text: str, style: RichStyle, column: int, row: int) -> list[Segment]:
    """Segments of one cell each, all of them for the mouse at one character of a row."""
    offset = RichStyle.from_meta({"offset": (column, row)})
    return [Segment(character, style + offset) for character in text]
