"""The line that says what is asked, and how fresh that is."""

from __future__ import annotations

from datetime import UTC, datetime

from textual.content import Content
from textual.widgets import Static

from corpus.printable import printable
from qa.render import articles_text
from qa.session import Opened, Unbuilt
from qa.wrapping import width


class Status(Static):
    """One row: what has room, the most needed first."""

    def __init__(self, corpus: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self._corpus = corpus
        self._standing: Opened | Unbuilt | str = "loading …"
        self._warning = ""

    def warn(self, warning: str) -> None:
        """What does not go well, in a word; empty where all does."""
        self._warning = warning
        self._fit()

    async def on_click(self) -> None:
        """All there is to say of the index."""
        await self.run_action("screen.about_index")

    def show(self, standing: Opened | Unbuilt | str) -> None:
        """What is known now."""
        self._standing = standing
        self._fit()

    def on_resize(self) -> None:
        """Fits the row."""
        self._fit()

    def _fit(self) -> None:
        room = self.content_size.width or 80
        parts = [(-1, self._warning)] * bool(self._warning)
        parts += parts_of(self._corpus, self._standing, datetime.now(UTC))
        self.update(Content(fitted(parts, room)))


def parts_of(corpus: str, standing: Opened | Unbuilt | str, now: datetime) -> list[tuple[int, str]]:
    """What the row may hold, in order, each with its rank: 0 is dropped last."""
    name = printable(corpus, newlines=False)
    if isinstance(standing, str):
        return [(0, name), (1, standing)]
    if isinstance(standing, Unbuilt):
        return [(0, name), (1, "no index yet" if not standing.reason else "the index must be made anew")]
    coverage = standing.coverage
    changed = f"{coverage.changed:,} changed (F5)" if coverage.changed else ""
    writer = standing.models.generator or "quotations only"
    speed = f"{standing.tokens_per_second:.0f} tokens/s" if standing.tokens_per_second else ""
    skipped = f"{coverage.skipped:,} skipped (F6)" if coverage.skipped else ""
    parts = [
        (3, name),
        (0, articles_text(coverage)),
        (6, f"{standing.passages:,} passage{'' if standing.passages == 1 else 's'}"),
        (2, f"indexed {age(coverage.built, now)}"),
        (1, changed),
        (4, skipped),
        (5, printable(writer, newlines=False)),
        (7, speed),
    ]
    return [part for part in parts if part[1]]


def fitted(parts: list[tuple[int, str]], room: int) -> str:
    """The parts that have room, in their order."""
    kept = list(parts)
    while len(kept) > 1 and width(" · ".join(text for _, text in kept)) > room:
        kept.remove(max(kept))
    return " · ".join(text for _, text in kept)


def age(built: str, now: datetime) -> str:
    """`just now`, `5 min ago`, `3 h ago`, `2 days ago`, of a time in ISO 8601."""
    seconds = (now - datetime.fromisoformat(built)).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{seconds // 60:.0f} min ago"
    if seconds < 48 * 3600:
        return f"{seconds // 3600:.0f} h ago"
    return f"{seconds // 86400:.0f} days ago"
