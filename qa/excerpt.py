"""An article as `qa show` prints it: numbered lines, with a span marked so that it is seen without colour too."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.article import Article, Span
from corpus.printable import printable
from qa.page import UNDERLINE, YELLOW, Mark, Page

CONTEXT_LINES = 2  # lines shown before and after a span
CONTEXT = 400  # characters shown of a line before and after the span, and of the lines around it
OPENING, CLOSING = "»", "«"


def article_lines(article: Article, span: Span | None, page: Page) -> Iterator[str]:
    """The whole article, or the lines round a span: those that it touches begin with `>`, and »it« stands in marks.

    Yields line by line: an article may be as long as a book.
    """
    numbers = article.lines
    touched = numbers.lines(span) if span else (0, 0)
    first = max(1, touched[0] - CONTEXT_LINES) if span else 1
    last = min(len(numbers), touched[1] + CONTEXT_LINES) if span else len(numbers)
    gutter = len(str(last))
    for line in range(first, last + 1):
        whole = numbers.line_span(line)
        text = whole.of(article.text)
        on = span is not None and touched[0] <= line <= touched[1]
        head, indent = f"{line:>{gutter}} {'>' if on else ' '} ", f"{'':>{gutter}} {'|' if on else ' '} "
        if on and span:
            shown, marks = _with_span(text, whole, span, opens=line == touched[0], closes=line == touched[1])
        else:
            cut = span is not None and len(text) > CONTEXT
            shown, marks = _clean(text[:CONTEXT]) + " …" if cut else _clean(text), []
        yield from page.paragraph(shown, marks, first=head, indent=indent)


def _with_span(text: str, line: Span, span: Span, *, opens: bool, closes: bool) -> tuple[str, list[Mark]]:
    """A line's text with the marks round the span's part of it, cut far from it."""
    start, end = (min(max(at - line.start, 0), len(text)) for at in (span.start, span.end))
    before, after = _clean(text[max(0, start - CONTEXT) : start]), _clean(text[end : end + CONTEXT])
    before = "… " * (start > CONTEXT) + before
    marked = OPENING * opens + _clean(text[start:end]) + CLOSING * closes
    shown = before + marked + after + " …" * (end + CONTEXT < len(text))
    return shown, [Mark(len(before), len(before) + len(marked), UNDERLINE + YELLOW)]


def _clean(text: str) -> str:
    return printable(text, newlines=False)
