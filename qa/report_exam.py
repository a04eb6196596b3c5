"""Exams, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from corpus.printable import printable
from qa import models
from qa.exam import Exam, Marked, result
from qa.examined import taken
from qa.page import Page
from qa.requantised import Copy, path_of
from qa.settings import BUNDLED

SCHEMA = "qa.exam/1"
USED = "its drafts are used"
UNUSED = "its drafts are not used: answers are quotations"


def exam_row(file: models.GeneratorFile, marked: Sequence[Marked], copy: Copy | None) -> dict[str, Any]:
    """`qa.exam/1`."""
    exam = result(marked)
    return {
        "schema": SCHEMA,
        "model": file.name,
        "file": str(file.path),
        "sha256": file.digest,
        **exam.to_dict(),
        "writes": exam.writes,
        "copy": copy and copy_row(file.digest, copy),
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


def exam_lines(
    file: models.GeneratorFile, marked: Sequence[Marked], copy: Copy | None, page: Page
) -> Iterator[str]:  # fmt: skip
    """A line an item, the verdict, the speed, and what a copy of the weights would bring."""
    for m in marked:
        why = f" ({'; '.join(m.reasons)})" if m.reasons else ""
        text = printable(f"{m.item.question} “{m.draft}”{why}", newlines=False)
        yield from page.paragraph(text, first=f"{m.outcome:<9}", indent=" " * 9)
    exam = result(marked)
    yield ""
    yield from page.paragraph(printable(f"{file.name}: {verdict(exam)}.", newlines=False))
    if exam.tokens_per_second:
        yield f"It wrote {exam.tokens_per_second:g} tokens a second."
    if copy:
        yield from page.paragraph(printable(f"{copy_told(file.digest, copy)}.", newlines=False))


def copy_row(digest: str, copy: Copy) -> dict[str, Any]:
    """A copy of the weights with this SHA-256; `file` is null where it was not kept."""
    return {**copy.to_dict(), "file": str(path_of(digest)) if copy.sha256 else None}


def copy_told(digest: str, copy: Copy) -> str:
    """What was measured of a copy of the weights with this SHA-256, and what follows."""
    if copy.ratio is None:
        room = f"is there room in {path_of(digest).parent}?"
        return f"A copy of the weights as {copy.kind} could not be made ({room}): they are used as they are"
    told = f"A copy of the weights as {copy.kind} takes {copy.ratio:.2f} of the time"
    judged = f"right {copy.right}, wrong {copy.wrong} in the same exam"
    if copy.sha256:
        return f"{told} ({judged}) and is used: {path_of(digest)}"
    return f"{told}{'' if copy.right is None else f' ({judged})'}: they are used as they are"


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
