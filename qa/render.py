"""Answers, hits and articles as text for people. Everything from an article passes through `printable`."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from corpus.article import Article, Span
from corpus.printable import printable
from qa.answer import Answer, Citation, Coverage, PassageReference, folded

BOLD, DIM, UNDERLINE, CYAN, YELLOW, RESET = "\033[1m", "\033[2m", "\033[4m", "\033[36m", "\033[33m", "\033[0m"
WIDEST = 100  # columns that are comfortable to read
CLOSEST = 3  # passages shown where the corpus does not say
SHOWN_OF_A_PASSAGE = 240  # characters of them


@dataclass(frozen=True)
class Page:
    """What the place of output can do."""

    width: int | None = None
    """Columns to wrap at; None writes every paragraph on one line."""
    colour: bool = False
    links: bool = False

    @classmethod
    def of(cls, stream: TextIO, environment: Mapping[str, str] = os.environ) -> Page:
        """A terminal is one that is a terminal and no `TERM=dumb`; `NO_COLOR` (no-color.org) takes the colour off."""
        if not stream.isatty() or environment.get("TERM", "dumb") == "dumb":
            return cls()
        try:
            columns = os.get_terminal_size(stream.fileno()).columns or 80
        except (OSError, ValueError):
            columns = 80
        return cls(width=max(20, min(columns, WIDEST)), colour=not environment.get("NO_COLOR"), links=True)

    def styled(self, text: str, *codes: str) -> str:
        """The text in a style, where there is colour."""
        return f"{''.join(codes)}{text}{RESET}" if self.colour and text else text

    def linked(self, text: str, target: str) -> str:
        """The text as a hyperlink (OSC 8), where the terminal takes it."""
        return f"\033]8;;{target}\033\\{text}\033]8;;\033\\" if self.links else text

    def wrapped(self, text: str, indent: str = "", first: str | None = None) -> list[str]:
        """Lines of at most `width` columns; `first` begins the first line, `indent` the others."""
        first = indent if first is None else first
        if self.width is None:
            return [first + text]
        lines = textwrap.wrap(
            text, self.width, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False
        )  # fmt: skip
        return lines or [first]


Lookup = Callable[[PassageReference], tuple[int, str]]
"""From a passage to its first line and its text."""


def answer_lines(answer: Answer, corpus: Path, page: Page, lookup: Lookup) -> list[str]:
    """An answer and its sources, or what is closest where the corpus does not say."""
    if answer.status == "not_in_corpus":
        return refusal_lines(answer, corpus, page, lookup)
    said = " ".join(
        " ".join([f"“{c.text}”" if c.support == "quoted" else c.text, *(f"[{n}]" for n in c.citations)])
        for c in answer.claims
    )
    lines = [page.styled(line, BOLD) for line in page.wrapped(said)]
    for citation in answer.citations:
        lines += ["", *citation_lines(citation, corpus, page)]
    return lines


def citation_lines(citation: Citation, corpus: Path, page: Page) -> list[str]:
    """`[1] file:line "quotation"`, then headline and date."""
    mark = f"[{citation.id}] "
    place = f"{folded(citation.source)}:{citation.lines[0]}"
    indent = " " * len(mark)
    lines = page.wrapped(f'{place} "{folded(citation.quote)}"', indent, mark)
    if lines and place in lines[0]:
        shown = page.linked(page.styled(place, CYAN), _link(corpus, citation.source))
        lines[0] = lines[0].replace(place, shown, 1)
    about = " · ".join([folded(citation.title) or "untitled", citation.date or "no date"])
    return lines + [page.styled(line, DIM) for line in page.wrapped(about, indent)]


def refusal_lines(answer: Answer, corpus: Path, page: Page, lookup: Lookup) -> list[str]:
    """That the corpus does not say, over what that was looked, and the closest passages."""
    lines = [page.styled("The corpus does not say.", BOLD)]
    lines += page.wrapped(f"Looked through {coverage_text(answer.coverage)}.")
    if answer.passages:
        lines += ["", "Closest passages:"]
    for reference in answer.passages[:CLOSEST]:
        line, text = lookup(reference)
        lines += passage_lines(reference.source, line, text, corpus, page, longest=SHOWN_OF_A_PASSAGE)
    return lines


def coverage_text(coverage: Coverage) -> str:
    """`5 articles (1 skipped, 2 changed since), indexed 2026-11-22 10:00 UTC`."""
    missing = [f"{coverage.skipped} skipped"] * bool(coverage.skipped)
    missing += [f"{coverage.changed} changed since"] * bool(coverage.changed)
    noun = "article" if coverage.articles == 1 else "articles"
    aside = f" ({', '.join(missing)})" if missing else ""
    return f"{coverage.articles} {noun}{aside}, indexed {coverage.built[:16].replace('T', ' ')} UTC"


def passage_lines(
    source: str, line: int, text: str, corpus: Path, page: Page, *, first: str = "", longest: int | None = None
) -> list[str]:
    """A found passage: its place, then its text, cut at `longest` characters."""
    shown = folded(text)
    if longest is not None and len(shown) > longest:
        shown = shown[:longest].rsplit(" ", 1)[0] + " …"
    place = f"{folded(source)}:{line}"
    head = first + page.linked(page.styled(place, CYAN), _link(corpus, source))
    return [head, *page.wrapped(shown, "    ")]


def _link(corpus: Path, source: str) -> str:
    return (corpus / source).absolute().as_uri()


CONTEXT_LINES = 2  # lines shown before and after a span


def article_lines(article: Article, span: Span | None, page: Page) -> list[str]:
    """The lines round a span with the span marked, without colour by a row of ^ below; or the whole article."""
    numbers = article.lines
    if span is None:
        first, last = 1, len(numbers)
        marked = (0, 0)
    else:
        marked = numbers.lines(span)
        first, last = max(1, marked[0] - CONTEXT_LINES), min(len(numbers), marked[1] + CONTEXT_LINES)
    gutter = len(str(last))
    out = []
    for line in range(first, last + 1):
        whole = numbers.line_span(line)
        head = f"{line:>{gutter}} "
        if span is None or not marked[0] <= line <= marked[1]:
            out += page.wrapped(printable(whole.of(article.text), newlines=False), " " * len(head) + "  ", head + "  ")
            continue
        start, end = max(span.start, whole.start), min(span.end, whole.end)
        parts = [printable(Span(a, b).of(article.text), newlines=False) for a, b in _thirds(whole, start, end)]
        out += _marked_line(parts, head, page)
    return out


def _thirds(whole: Span, start: int, end: int) -> Sequence[tuple[int, int]]:
    start, end = min(max(start, whole.start), whole.end), max(min(end, whole.end), whole.start)
    end = max(start, end)
    return [(whole.start, start), (start, end), (end, whole.end)]


def _marked_line(parts: Sequence[str], head: str, page: Page) -> list[str]:
    """A line with its middle part marked: `»like this«` without colour, underlined with it."""
    before, middle, after = parts
    indent = " " * len(head) + "| "
    if not page.colour:
        return page.wrapped(f"{before}»{middle}«{after}", indent, head + "> ")
    opened, closed = "\ue000", "\ue001"  # one column each while wrapping, as the marks of the plain form are
    lines = page.wrapped(f"{before}{opened}{middle}{closed}{after}", indent, head + "> ")
    out, on = [], False
    for line in lines:
        shown = (line[: len(indent)] + (UNDERLINE + YELLOW if on else "")) + line[len(indent) :]
        on = (on or opened in line) and closed not in line
        out.append(shown.replace(opened, UNDERLINE + YELLOW).replace(closed, RESET) + (RESET if on else ""))
    return out
