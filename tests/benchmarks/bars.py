"""Horizontal bars as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, ROW, LABEL, VALUE = 640, 24, 230, 60  # pixels


@dataclass(frozen=True)
class Bar:
    """One value; `ours` are drawn in another colour."""

    name: str
    value: float
    ours: bool


def bars(title: str, some: Sequence[Bar]) -> str:
    """A chart of one bar a row, from 0 to the largest value."""
    most = max(bar.value for bar in some)
    rows = []
    for n, bar in enumerate(some):
        top = 30 + n * ROW
        length = (WIDTH - LABEL - VALUE) * bar.value / most
        colour = "#2a6f97" if bar.ours else "#adb5bd"
        rows.append(
            f'<text x="{LABEL - 8}" y="{top + 14}" text-anchor="end">{escape(bar.name)}</text>'
            f'<rect x="{LABEL}" y="{top + 2}" width="{length:.1f}" height="16" fill="{colour}"/>'
            f'<text x="{LABEL + length + 6:.1f}" y="{top + 14}">{bar.value:.2f}</text>'
        )
    height = 36 + len(some) * ROW
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="12"><rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f'<text x="8" y="18" font-weight="bold">{escape(title)}</text>{"".join(rows)}</svg>\n'
    )
