"""The progress of a rebuild, on one row."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from qa.progress import duration
from qa.rebuild_lines import Step

CELLS = 20
DOING = {
    "reading": ("Reading", "files"),
    "embedding": ("Embedding", "passages"),
    "compared": ("Comparing", ""),
    "taken_up": ("Taking up an interrupted rebuild", ""),
    "loading": ("Loading the encoder", ""),
    "merging": ("Merging", ""),
    "rebuilt": ("Opening the new index", ""),
}


class Building(Static):
    """Shown while an index is built."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self.display = False

    def show(self, step: Step | None) -> None:
        """How far it is; None hides the row."""
        self.display = step is not None
        if step:
            self.update(Content(f"{told(step)}  Escape cancels"))


def told(step: Step) -> str:
    """`Embedding ██████░░░░ 45% 450/1,000 passages, 12 s left`."""
    doing, unit = DOING.get(step.event, (step.event, ""))
    if not step.total or not unit:
        return f"{doing} …"
    share = min(1.0, step.done / step.total)
    bar = "█" * round(CELLS * share) + "░" * (CELLS - round(CELLS * share))
    left = f", {duration(step.left)} left" if step.left is not None and step.done < step.total else ""
    return f"{doing} {bar} {share:.0%} {step.done:,}/{step.total:,} {unit}{left}"
