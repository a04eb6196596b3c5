"""Under which headings a passage stands: what a section is about is often said nowhere else than above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.article import Span
from corpus.passages import CLOSED, HEADING, Passage

# `## Arrests` and `= = Arrests = =`: marks before the words say that a line is a heading, and of which level. Short
# lines without marks are not taken: in transcripts and tables most of them are none.
_MARKED = re.compile(r"\s*(?P<marks>[#=](?:[\s#=]*[#=])?)\s*(?P<words>[^\s#=].*)", re.DOTALL)
_LINE_END = re.compile(r"[ \t]*(?:[\r\n]|\Z)")


@dataclass(frozen=True)
class Heading:
    """A line that names what follows it."""

    level: int
    """1 for the widest."""
    words: str


def heading_paths(text: str, passages: Sequence[Passage]) -> list[str]:
    """For each passage the headings that it stands under, outermost first, joined by spaces; its own one counts.

    A heading ends those of its level and below.
    """
    path: list[Heading] = []
    paths = []
    for passage in passages:
        for heading in _headings(text, passage.sentences):
            path = [h for h in path if h.level < heading.level] + [heading]
        paths.append(" ".join(h.words for h in path))
    return paths


def heading_at(text: str, span: Span) -> Heading | None:
    """The heading that a sentence is by its marks; None where it is none."""
    line = span.of(text)
    if len(line) < HEADING and _LINE_END.match(text, span.end) and not CLOSED.search(line):
        match = _MARKED.fullmatch(line)
        if match:
            return Heading(sum(mark in "#=" for mark in match["marks"]), match["words"].rstrip(" =#\t"))
    return None


def _headings(text: str, sentences: Sequence[Span]) -> Iterator[Heading]:
    return filter(None, (heading_at(text, span) for span in sentences))
