"""Answers and hits as text for people. Everything from an article passes through `folded`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.article import Span
from corpus.printable import printable
from qa.answer import Answer, Citation, Coverage, PassageReference, folded
from qa.page import BOLD, CYAN, DIM, Mark, Page
from qa.wrapping import shortened

if TYPE_CHECKING:
    from index.search import Hit, Index, SearchResult
    from index.segment import ArticleRecord

CLOSEST = 3  # passages shown where the corpus does not say
SHOWN_OF_A_PASSAGE = 240  # characters of them
NAMED_COPIES = 5  # articles named in which a hit's text stands too

Lookup = Callable[[PassageReference], tuple[int, str, str]]
"""From a passage to its first line, its text and its article's title."""


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
    if answer.disagreement:
        lines += ["", *difference_lines(answer, page)]
    for citation in answer.citations:
        lines += ["", *citation_lines(citation, corpus, page)]
    if answer.coverage.filtered:
        asked = f"Asked of {articles_text(answer.coverage)}."
        lines += ["", *page.paragraph(asked, [Mark(0, len(asked), DIM)])]
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
    about = " · ".join([folded(citation.title) or "untitled", _date_text(citation), *_days_text(citation)])
    return quoted + page.paragraph(about, [Mark(0, len(about), DIM)], indent=indent)


def difference_lines(answer: Answer, page: Page) -> list[str]:
    """`207 [1] · 2016-09-18, the latest`: the values in the order of the claims, by date where all have one."""
    lines = page.paragraph("The articles differ:")
    for text, marks, date in difference_rows(answer):
        lines += page.paragraph(f"{text} {marks} · {date}", first="  ", indent="    ")
    return lines


def difference_rows(answer: Answer) -> list[tuple[str, str, str]]:
    """Each value that the articles give, its marks, and its date with a word on the latest where all are dated."""
    dates = [value.date for value in answer.values]
    whole = all(d is not None and len(d) == len("2016-09-18") for d in dates)
    swapped = any(c.date_ambiguous for c in answer.citations)
    latest = max(d or "" for d in dates) if whole and not swapped and len(set(dates)) > 1 else None
    return [
        (
            folded(value.text),
            " ".join(f"[{n}]" for n in value.citations),
            f"{folded(value.date or 'no date')}{', the latest' if latest and value.date == latest else ''}",
        )
        for value in answer.values
    ]


def _date_text(citation: Citation) -> str:
    swapped = " (day and month could be swapped)" if citation.date_ambiguous else ""
    return f"{folded(citation.date)}{swapped}" if citation.date else "no date"


def _days_text(citation: Citation) -> list[str]:
    """`“Thursday” is 2016-10-20`."""
    start = citation.start
    return [f"“{folded(citation.quote[d.start - start : d.end - start])}” is {folded(d.iso)}" for d in citation.days]


def refusal_lines(answer: Answer, corpus: Path, page: Page, lookup: Lookup) -> list[str]:
    """That the corpus does not say, over what that was looked, and the closest passages."""
    lines = page.bold("The corpus does not say.")
    lines += page.paragraph(f"Looked through {coverage_text(answer.coverage)}.")
    if answer.passages:
        lines += ["", "Closest passages:"]
    for reference in answer.passages[:CLOSEST]:
        line, text, title = lookup(reference)
        lines += passage_lines(reference.source, line, text, corpus, page, title=title, longest=SHOWN_OF_A_PASSAGE)
    return lines


def coverage_text(coverage: Coverage) -> str:
    """`5 articles (1 skipped, 2 changed since), indexed 2026-11-22 10:00 UTC`."""
    missing = [f"{coverage.skipped} skipped"] * bool(coverage.skipped)
    missing += [f"{coverage.changed} changed since"] * bool(coverage.changed)
    return f"{articles_text(coverage, ', '.join(missing))}, indexed {folded(coverage.built[:16]).replace('T', ' ')} UTC"


def articles_text(coverage: Coverage, missing: str = "") -> str:
    """`12 articles`, or with a filter `3 of 12 articles (source 2016/*; 2 without a date left out)`."""
    articles = f"{coverage.articles:,} article{'' if coverage.articles == 1 else 's'}"
    asides = [missing] if missing else []
    if filtered := coverage.filtered:
        articles = f"{filtered.articles:,} of {articles}"
        undated = [f"{filtered.undated:,} without a date left out"] if filtered.undated else []
        asides = [folded(filtered.filter.told), *undated, *asides]
    return f"{articles} ({'; '.join(asides)})" if asides else articles


def passage_lines(
    source: str,
    line: int,
    text: str,
    corpus: Path,
    page: Page,
    *,
    first: str = "",
    title: str = "",
    longest: int | None = None,
) -> list[str]:
    """A found passage: its place and what it is of, then its text, cut at `longest` characters."""
    place = _place(source, line)
    head = page.paragraph(
        f"{place} · {folded(title)}" if title else place,
        [_linked(place, corpus, source)],
        first=first,
        indent=" " * (len(first) or 4),
    )
    shown = folded(text)
    return head + page.paragraph(shown if longest is None else shortened(shown, longest), indent="    ")


def hit_lines(number: int, hit: Hit, index: Index, page: Page, *, explain: bool = False) -> list[str]:
    """A hit of a search for people, with an empty line after it; `explain` says where its score comes from."""
    line = _first_line(index, hit.article, hit.span)
    first = f"{number}. {hit.score:+.2f}  "
    why = explained(hit)
    lines = passage_lines(hit.article.source, line, index.text(hit), index.corpus, page, first=first)
    lines += copy_lines(hit, index, page)
    return [*lines, *(page.paragraph(why, [Mark(0, len(why), DIM)], indent="    ") if explain else []), ""]


def explained(hit: Hit) -> str:
    """What a hit's score is made of, in one line."""
    return (
        f"vector {hit.dense:.3f}, best sentence {hit.sentence:.3f}, BM25 {hit.lexical:.2f}, "
        f"word by word {'not compared' if hit.words is None else f'{hit.words:.3f}'}, "
        f"fused {hit.score:+.2f}"
    )


def copy_lines(hit: Hit, index: Index, page: Page) -> list[str]:
    """`also in: b.txt:12, c.txt:3 and 4 more`; nothing where a hit's text stands nowhere else."""
    if not hit.copies:
        return []
    text, marks = "also in: ", []
    for number, copy in enumerate(hit.copies[:NAMED_COPIES]):
        text += ", " if number else ""
        place = _place(copy.article.source, _first_line(index, copy.article, copy.span))
        marks.append(_linked(place, index.corpus, copy.article.source, at=len(text)))
        text += place
    more = len(hit.copies) - NAMED_COPIES
    return page.paragraph(f"{text} and {more:,} more" if more > 0 else text, marks, indent="    ")


def result_row(question: str, found: SearchResult, index: Index, *, explain: bool = False) -> dict[str, Any]:
    """A question's row of `qa search --json`."""
    return {
        "question": question,
        "filtered": asdict(found.filtered) if found.filtered else None,
        "hits": [hit_row(hit, index, explain=explain) for hit in found.hits],
    }


def hit_row(hit: Hit, index: Index, *, explain: bool = False) -> dict[str, Any]:
    """A hit of `qa search --json`; `explain` adds the scores that its score is made of."""
    scores = {"dense": hit.dense, "sentence": hit.sentence, "lexical": hit.lexical, "words": hit.words}
    scores["fused"] = hit.score
    return {
        "source": hit.article.source,
        "start": hit.span.start,
        "end": hit.span.end,
        "score": round(hit.score, 4),
        "text": index.text(hit),
        "also": [{"source": c.article.source, "start": c.span.start, "end": c.span.end} for c in hit.copies],
        **({"explain": {n: None if s is None else round(s, 4) for n, s in scores.items()}} if explain else {}),
    }


def _first_line(index: Index, record: ArticleRecord, span: Span) -> int:
    article = index.article(record)
    return article.lines.lines(span)[0] if article else 1


def _place(source: str, line: int) -> str:
    return f"{printable(source, newlines=False)}:{line}"


def _linked(place: str, corpus: Path, source: str, *, at: int = 0) -> Mark:
    """The place, where it stands in its paragraph, as a link to the file."""
    try:
        link = (corpus / source).absolute().as_uri()
    except ValueError:  # no name that a file can have: a conversation's file may hold anything
        link = ""
    return Mark(at, at + len(place), CYAN, link)
