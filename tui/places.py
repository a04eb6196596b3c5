"""Places in articles that can be opened: citations, and passages that were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answer import Citation
from qa.session import Passage


@dataclass(frozen=True)
class Place:
    """A span of an article: offsets count code points, `end` is exclusive."""

    source: str
    start: int
    end: int
    line: int
    quote: str
    title: str
    date: str | None = None
    number: int | None = None
    """Of the citation; None for a passage that is none."""
    focus: tuple[tuple[int, int], ...] = ()
    """What is looked for in the quotation, as offsets in it: the asked value, the words of a search."""
    aside: str = ""
    """What else there is to say of it: its scores, what "Thursday" means, that its article has changed."""
    sha256: str = ""
    """Of the article that was cited; empty where the place is as fresh as the index."""


def cited(citations: Sequence[Citation]) -> list[Place]:
    """The places that an answer's citations name."""
    return [
        Place(
            c.source,
            c.start,
            c.end,
            c.lines[0],
            c.quote,
            c.title,
            c.date,
            c.id,
            () if c.focus is None else ((c.focus[0] - c.start, c.focus[1] - c.start),),
            "; ".join([*_swapped(c), *_days(c)]),
            c.sha256,
        )
        for c in citations
    ]


def _swapped(citation: Citation) -> list[str]:
    return ["day and month could be swapped"] if citation.date_ambiguous else []


def _days(citation: Citation) -> list[str]:
    """`“Thursday” is 2016-10-20`."""
    start = citation.start
    return [f"“{citation.quote[d.start - start : d.end - start]}” is {d.iso}" for d in citation.days]


def found(passages: Sequence[Passage]) -> list[Place]:
    """The places of passages."""
    return [_place(p, _also(p.also)) for p in passages]


def searched(passages: Sequence[Passage]) -> list[Place]:
    """The places of a search's passages: numbered, with their scores and why they were found."""
    return [
        replace(_place(p, "; ".join(filter(None, [p.why, _also(p.also)]))), number=n, focus=p.matched)
        for n, p in enumerate(passages, 1)
    ]


def _place(p: Passage, aside: str) -> Place:
    return Place(p.source, p.span.start, p.span.end, p.line, p.text, p.title, aside=aside)


def _also(sources: Sequence[str]) -> str:
    return f"also in {', '.join(sources[:3])}{' …' if len(sources) > 3 else ''}" if sources else ""
