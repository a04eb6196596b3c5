"""Answers and hits as text for people. Everything from an article passes through `folded`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.printable import printable
from index.search import Hit, Index
from qa.answer import Answer, Citation, Coverage, PassageReference, folded
from qa.page import BOLD, CYAN, DIM, Mark, Page
from qa.wrapping import shortened

CLOSEST = 3  # passages shown where the corpus does not say
SHOWN_OF_A_PASSAGE = 240  # characters of them

Lookup = Callable[[PassageReference], tuple[int, str]]
"""From a passage to its first line and its text."""


def closest_in(index: Index) -> Lookup:
    """Looks passages up in an opened index."""
    return lambda reference: index.passage(reference.source, reference.start, reference.end)


def question_lines(question: str, page: Page) -> list[str]:
    """The question, above the answer to it where several are answered."""
    text = folded(question)
    return page.paragraph(text, [Mark(0, len(text), BOLD)], first="> ", indent="  ")


def answer_lines(answer: Answer, corpus: Path, page: Page, lookup: Lookup) -> list[str]:
    """An answer and its sources, or what is closest where the corpus does not say."""
    if answer.status == "not_in_corpus":
        return refusal_lines(answer, corpus, page, lookup)
    said = " ".join(
        " ".join([f"“{folded(c.text)}”" if c.support == "quoted" else folded(c.text), *(f"[{n}]" for n in c.citations)])
        for c in answer.claims
    )
    lines = page.bold(said)
    for citation in answer.citations:
        lines += ["", *citation_lines(citation, corpus, page)]
    return lines


def citation_lines(citation: Citation, corpus: Path, page: Page) -> list[str]:
    """`[1] file:line "quotation"`, then headline and date."""
    number = f"[{citation.id}] "
    place = _place(citation.source, citation.lines[0])
    indent = " " * len(number)
    quoted = page.paragraph(
        f'{place} "{folded(citation.quote)}"',
        [_linked(place, corpus, citation.source)],
        first=number,
        indent=indent,
    )
    about = " · ".join([folded(citation.title) or "untitled", citation.date or "no date"])
    return quoted + page.paragraph(about, [Mark(0, len(about), DIM)], indent=indent)


def refusal_lines(answer: Answer, corpus: Path, page: Page, lookup: Lookup) -> list[str]:
    """That the corpus does not say, over what that was looked, and the closest passages."""
    lines = page.bold("The corpus does not say.")
    lines += page.paragraph(f"Looked through {coverage_text(answer.coverage)}.")
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
    return f"{coverage.articles:,} {noun}{aside}, indexed {coverage.built[:16].replace('T', ' ')} UTC"


def passage_lines(
    source: str, line: int, text: str, corpus: Path, page: Page, *, first: str = "", longest: int | None = None
) -> list[str]:
    """A found passage: its place, then its text, cut at `longest` characters."""
    place = _place(source, line)
    head = page.paragraph(place, [_linked(place, corpus, source)], first=first, indent=" " * len(first))
    shown = folded(text)
    return head + page.paragraph(shown if longest is None else shortened(shown, longest), indent="    ")


def hit_lines(number: int, hit: Hit, index: Index, page: Page, *, explain: bool = False) -> list[str]:
    """A hit of a search for people, with an empty line after it; `explain` says where its score comes from."""
    article = index.article(hit.article)
    line = article.lines.lines(hit.span)[0] if article else 1
    first = f"{number}. {hit.score:+.2f}  "
    why = (
        f"vector {hit.dense:.3f}, best sentence {hit.sentence:.3f}, words (BM25) {hit.lexical:.2f}, "
        f"fused {hit.score:+.2f}"
    )
    lines = passage_lines(hit.article.source, line, index.text(hit), index.corpus, page, first=first)
    return [*lines, *(page.paragraph(why, [Mark(0, len(why), DIM)], indent="    ") if explain else []), ""]


def hit_row(hit: Hit, index: Index, *, explain: bool = False) -> dict[str, Any]:
    """A hit of `qa search --json`; `explain` adds the scores that its score is made of."""
    scores = {"dense": hit.dense, "sentence": hit.sentence, "lexical": hit.lexical, "fused": hit.score}
    return {
        "source": hit.article.source,
        "start": hit.span.start,
        "end": hit.span.end,
        "score": round(hit.score, 4),
        "text": index.text(hit),
        **({"explain": {name: round(score, 4) for name, score in scores.items()}} if explain else {}),
    }


def _place(source: str, line: int) -> str:
    return f"{printable(source, newlines=False)}:{line}"


def _linked(place: str, corpus: Path, source: str) -> Mark:
    """The place, at the beginning of its paragraph, as a link to the file."""
    return Mark(0, len(place), CYAN, (corpus / source).absolute().as_uri())
