"""A calibration curve as SVG: how often what was said to be right with a probability was right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

BINS = 10
SIDE, MARGIN = 360, 48  # pixels


def picture(pairs: Sequence[tuple[float, bool]], threshold: float, path: Path) -> None:
    """Draws (probability, whether it was right) in bins of like probability; a circle's area is its bin's share."""
    probabilities, right = np.array([p for p, _ in pairs]), np.array([r for _, r in pairs])
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    points = []
    for number in range(BINS):
        inside = bins == number
        if inside.any():
            x, y = float(probabilities[inside].mean()), float(right[inside].mean())
            points.append((x, y, int(inside.sum())))
    error = sum(abs(x - y) * n for x, y, n in points) / len(pairs)

    def place(x: float, y: float) -> str:
        return f"{MARGIN + SIDE * x:.1f},{MARGIN + SIDE * (1 - y):.1f}"

    size = SIDE + 2 * MARGIN
    circles = "".join(
        f'<circle transform="translate({place(x, y)})" r="{3 + 15 * (n / len(pairs)) ** 0.5:.1f}" fill="#2a6f97" '
        f'fill-opacity="0.75"><title>{n} questions</title></circle>'
        for x, y, n in points
    )
    ticks = "".join(
        f'<text x="{MARGIN + SIDE * t:.0f}" y="{MARGIN + SIDE + 16}" text-anchor="middle">{t:.1f}</text>'
        f'<text x="{MARGIN - 8}" y="{MARGIN + SIDE * (1 - t) + 4:.0f}" text-anchor="end">{t:.1f}</text>'
        for t in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    edge = MARGIN + SIDE * threshold
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="12">'
        f'<rect width="{size}" height="{size}" fill="white"/>'
        f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>'
        f'<polyline points="{place(0, 0)} {place(1, 1)}" stroke="#999" stroke-dasharray="4 4" fill="none"/>'
        f'<line x1="{edge:.1f}" y1="{MARGIN}" x2="{edge:.1f}" y2="{MARGIN + SIDE}" stroke="#b23a48"/>'
        f'<text x="{edge + 4:.1f}" y="{MARGIN + 14}" fill="#b23a48">refused below {threshold:.2f}</text>'
        f'<polyline points="{" ".join(place(x, y) for x, y, _ in points)}" stroke="#2a6f97" fill="none"/>'
        f"{circles}{ticks}"
        f'<text x="{size / 2}" y="{size - 8}" text-anchor="middle">probability that the corpus answers</text>'
        f'<text transform="translate(14,{size / 2}) rotate(-90)" text-anchor="middle">best sentence right</text>'
        f'<text x="{MARGIN}" y="{MARGIN - 12}">{len(pairs):,} questions, articles held out; '
        f"expected calibration error {error:.3f}</text></svg>\n",
        encoding="utf-8",
    )
