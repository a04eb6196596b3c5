"""Reading the lots of claims in `tests/qa/lots`: quotations, claims that they support, and claims that they do not.

A line begins with `"` for a quotation, with `+` for a claim in other words that it supports, or with `-` and a kind for
one that it does not support.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "lots"


@dataclass
class Lot:
    """Pairs of a quotation and a claim that it supports, and of a kind, a quotation and a claim that it does not."""

    honest: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)


def lot(name: str) -> Lot:
    """The lot of a name: `worked_on` or `kept_back`."""
    found = Lot()
    quote = ""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        mark, text = line[0], line[2:]
        if mark == '"':
            quote = text
        elif mark == "+":
            found.honest.append((quote, text))
        else:
            kind, claim = text.split(": ", 1)
            found.wrong.append((kind, quote, claim))
    return found
