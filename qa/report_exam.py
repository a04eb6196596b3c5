"""Exams, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from corpus.printable import printable
from qa import models
from qa.exam import Exam, Marked, result
from qa.examined import taken
from qa.page import Page
from qa.settings import BUNDLED

SCHEMA = "qa.exam/1"
USED = "its drafts are used"
UNUSED = "its drafts are not used: answers are quotations"


def exam_row(file: models.GeneratorFile, marked: Sequence[Marked]) -> dict[str, Any]:
    """`qa.exam/1`."""
    exam = result(marked)
    return {
        "schema": SCHEMA,
        "model": file.name,
        "file": str(file.path),
        "sha256": file.digest,
        **exam.to_dict(),
        "writes": exam.writes,
        "items": [
            {
                "kind": m.item.kind,
                "question": m.item.question,
                "quotations": list(m.item.quotations),
                "draft": m.draft,
                "outcome": m.outcome,
                "reasons": list(m.reasons),
            }
            for m in marked
        ],
    }


def exam_lines(file: models.GeneratorFile, marked: Sequence[Marked], page: Page) -> Iterator[str]:
    """A line an item, the verdict, the speed."""
    for m in marked:
        why = f" ({'; '.join(m.reasons)})" if m.reasons else ""
        text = printable(f"{m.item.question} “{m.draft}”{why}", newlines=False)
        yield from page.paragraph(text, first=f"{m.outcome:<9}", indent=" " * 9)
    exam = result(marked)
    yield ""
    yield from page.paragraph(printable(f"{file.name}: {verdict(exam)}.", newlines=False))
    if exam.tokens_per_second:
        yield f"It wrote {exam.tokens_per_second:g} tokens a second."


def known_lines(page: Page) -> Iterator[str]:
    """A line a model: the bundled one, and those that were examined here."""
    known = taken()
    bundled = known.pop(models.GENERATOR.sha256, None)
    told = verdict(bundled.exam) if bundled else "not examined yet: see qa models check"
    rows = [f"{BUNDLED} ({models.GENERATOR.name}): {told}."]
    rows += [f"{model.file or model.name}: {verdict(model.exam)}." for model in known.values()]
    for row in rows:
        yield from page.paragraph(printable(row, newlines=False), indent="  ", first="")


def verdict(exam: Exam) -> str:
    """How an exam ended, and what follows."""
    judged = f"right {exam.right}, wrong {exam.wrong}, refused {exam.refused} of {exam.items}"
    return f"{judged}; {USED if exam.writes else UNUSED}"
