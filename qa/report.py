"""An evaluation told: as JSON for programs, and as a table with every failure for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus.printable import printable
from qa.answer import Coverage, Models, folded
from qa.evaluation import FIRST_WORDS, Figures, Reply, score
from qa.gold import GoldQuestion
from qa.indexing import counted
from qa.outcome import FAILURES, Outcome, failures, outcome_of
from qa.page import BOLD, DIM, Mark, Page
from qa.render import coverage_text
from qa.tokens import unmarked
from qa.wrapping import shortened

SCHEMA = "qa.evaluation/1"
DIGITS = 4  # after the point of a figure in JSON
SHOWN_EXPECTED, SHOWN_ANSWERED = 100, 160  # characters of what was expected and answered
NOT_SAID = "the corpus does not say"

MEANINGS = {
    "quote_valid": "citations whose quotation is exactly what the file holds",
    "claims_sound": "claims that cite something",
    "claims_whole": "answers that are nothing but their claims",
    "values_supported": "claims with all numbers and names quoted",
    "answer_hit": f"answerable, and the first {FIRST_WORDS} words hold a gold answer",
    "citation_hit": "answerable, and a gold span is cited",
    "citation_precision": "citations that overlap a gold span",
    "refusal_recall": "unanswerable, and refused",
    "refusal_precision": "refused, and unanswerable",
    "false_refusal": "answerable, and refused",
    "disagree_recall": "conflicts that were told",
    "disagree_precision": "told disagreements that are conflicts",
    "quote_words": "words of a quotation, median",
    "words": "words of an answer, median",
    "p50_ms": "milliseconds for a question, median",
    "p95_ms": "milliseconds that 95 % take at most",
    "search_p50_ms": "of them searching, median",
    "search_p95_ms": "of them searching, 95 % at most",
}
"""What the figures say, in the order in which they are shown; qa.evaluation defines them."""


@dataclass(frozen=True)
class Evaluation:
    """Replies to gold questions, and what they were asked of."""

    replies: Sequence[Reply]
    corpus: Path
    coverage: Coverage
    model: Models

    @cached_property
    def figures(self) -> Figures:
        """Their figures."""
        return score(self.replies, self.corpus)

    @property
    def errors(self) -> int:
        """Questions that failed."""
        return sum(reply.failed for reply in self.replies)

    def to_dict(self) -> dict[str, Any]:
        """`qa.evaluation/1`."""
        return {
            "schema": SCHEMA,
            **{name: _rounded(value) for name, value in self.figures.items()},
            "failures": failures(self.replies),
            "coverage": asdict(self.coverage),
            "model": asdict(self.model),
            "rows": [_row(reply) for reply in self.replies],
        }


def _rounded(value: float | int | None) -> float | int | None:
    return round(value, DIGITS) if isinstance(value, float) else value


def _row(reply: Reply) -> dict[str, Any]:
    row = {
        "id": reply.gold.id,
        "question": reply.gold.question,
        "outcome": outcome_of(reply).value,
        "status": reply.row["status"],
        "answer": reply.answer,
        "citations": reply.citations,
        "timings_ms": reply.row.get("timings_ms", {}),
    }
    return row | ({"error": reply.row["error"]} if reply.failed else {})


def evaluation_lines(done: Evaluation, page: Page, shown: int) -> list[str]:
    """What was asked, the figures, the failures by kind, and at most `shown` of the failed questions."""
    with_model = f"with {folded(done.model.generator)}" if done.model.generator else "without a model"
    asked = f"{counted(len(done.replies), 'question')} {with_model}, {coverage_text(done.coverage)}"
    return [
        *page.bold(asked),
        "",
        *figure_lines(done.figures, page),
        "",
        *failure_lines(done.replies, page),
        *failed_lines(done.replies, page, shown),
    ]


def figure_lines(figures: Figures, page: Page) -> list[str]:
    """A figure a line with its meaning, where the page is wide enough; `(14)` says how many things a share counts."""
    rows = []
    for name in MEANINGS:
        value, number = figures[name], figures.get(f"{name}_n")
        count = "" if number is None else f"({number:,})"
        rows.append(f"{name:18} {_figure(value, share=number is not None):>7} {count:>7}")
    widest = max(len(f"{row}  {meaning}") for row, meaning in zip(rows, MEANINGS.values(), strict=True))
    if page.width is not None and page.width < widest:
        return [line for row in rows for line in page.paragraph(row.rstrip())]
    return [
        line
        for row, meaning in zip(rows, MEANINGS.values(), strict=True)
        for line in page.paragraph(f"{row}  {meaning}", [Mark(len(row), len(row) + 2 + len(meaning), DIM)])
    ]


def failure_lines(replies: Sequence[Reply], page: Page) -> list[str]:
    """How many questions failed, and by which step of their way."""
    counts = failures(replies)
    lines = page.bold(f"{sum(counts.values()):,} of {counted(len(replies), 'question')} failed")
    return lines + [line for kind in FAILURES for line in page.paragraph(f"{kind.told:23}{counts[kind]:>4,}")]


def failed_lines(replies: Sequence[Reply], page: Page, shown: int) -> list[str]:
    """The failed questions in their order: what was expected, and what came."""
    failed = [(reply, outcome) for reply in replies if (outcome := outcome_of(reply)) is not Outcome.RIGHT]
    lines = []
    for reply, outcome in failed[:shown]:
        head = f"{outcome.told}: {folded(reply.gold.question)} ({folded(reply.gold.id)})"
        lines += ["", *page.paragraph(head, [Mark(0, len(outcome.told), BOLD)], indent="  ", first="")]
        lines += page.paragraph(f"expected {_expected(reply.gold)}; got {_got(reply)}", indent="  ")
    more = len(failed) - shown
    if more > 0:
        lines += ["", *page.paragraph(f"and {more:,} more failed: --failures {len(failed)} shows all")]
    return lines


def _figure(value: float | int | None, *, share: bool) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if share else f"{value:,.1f}".removesuffix(".0")


def _expected(gold: GoldQuestion) -> str:
    """The gold answers, or the words where there are none."""
    if not gold.is_answerable:
        return NOT_SAID
    texts = gold.answers or tuple(f"“{span.quote}”" for span in gold.spans + gold.also)
    joined = (" and " if gold.is_conflict else " or ").join(map(folded, texts))
    return shortened(joined, SHOWN_EXPECTED)


def _got(reply: Reply) -> str:
    """The answer and where its first citation stands."""
    if reply.failed:
        return f"an error: {folded(reply.row['error'])}"
    if not reply.answered:
        return NOT_SAID
    said = f"“{shortened(folded(unmarked(reply.answer)), SHOWN_ANSWERED)}”"
    return " ".join(
        [said, *(f"({printable(c['source'], newlines=False)}:{c['lines'][0]})" for c in reply.citations[:1])]
    )
