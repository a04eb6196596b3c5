"""How near a word that no quotation holds must come to one of theirs to stand for it.

usage: python tests/benchmarks/likeness.py

Claims of the tests that fail for such words alone: true ones in other words, and those with a foreign word or a
contrary put in. For several thresholds on the least near word (qa.likeness), the share of each that passes; and how
well that cosine and the one of claim and quotations tell the two apart (area under the ROC curve). The threshold is
chosen by the first two columns; `kept_back` is what holds on claims that the check was not made with.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from index.encoder import QuestionEncoder
from qa import models
from qa.grounding import ALIKE, check
from qa.likeness import likeness
from tests.qa.grounding_cases import DESIGNED, HELD_OUT
from tests.qa.mutations import changes
from tests.qa.paraphrase_lots import lot

FOREIGN = 150  # of the claims with a foreign word, which are many and alike
UNKNOWN = re.compile(r"“([^”]+)” is in no quotation")

Claim = tuple[str, Sequence[str]]


def designed() -> tuple[list[Claim], list[Claim]]:
    """True claims and changed ones of the designed cases and of the lots that are looked at."""
    honest: list[Claim] = []
    foreign: list[Claim] = []
    changed: list[Claim] = []
    for case in (*DESIGNED, *HELD_OUT):
        for claim in case.claims:
            honest.append((claim, case.quotes))
            for kind, said in changes(case, claim):
                {"foreign": foreign, "contrary": changed}.get(kind, []).append((said, case.quotes))
    for name in ("worked_on", "narrowed"):
        some = of_lot(name)
        honest += some[0]
        changed += some[1]
    sampled = list(dict(failing(foreign)))
    random.Random(1).shuffle(sampled)
    return honest, [*changed, *((claim, list(quotes)) for claim, quotes in sampled[:FOREIGN])]


def of_lot(name: str) -> tuple[list[Claim], list[Claim]]:
    """True claims and changed ones of a lot."""
    claims = lot(name)
    return [(claim, [quote]) for quote, claim in claims.honest], [(claim, [quote]) for _, quote, claim in claims.wrong]


def failing(claims: Iterable[Claim]) -> Iterator[tuple[tuple[str, tuple[str, ...]], list[str]]]:
    """The claims that fail for words alone, with those words."""
    for claim, quotes in claims:
        reasons = check(claim, quotes).reasons
        words = [match[1] for reason in reasons if (match := UNKNOWN.fullmatch(reason))]
        if words and len(words) == len(reasons):
            yield (claim, tuple(quotes)), words


def main() -> None:
    """The table."""
    encoder = QuestionEncoder(models.encoder())
    near = likeness(encoder)

    def cosines(claims: Iterable[Claim]) -> np.ndarray:
        found = []
        for (claim, quotes), words in failing(claims):
            source = "\n\n".join(quotes)
            one, other = encoder.encode([claim, source])
            said = [claim[at : at + len(w)] if (at := claim.casefold().find(w)) >= 0 else w for w in words]
            found.append((min(near(word, claim, source) for word in said), float(one @ other)))
        return np.array(found)

    columns = [cosines(claims) for claims in (*designed(), *of_lot("kept_back"))]
    names = ("true", "changed", "kept back, true", "kept back, changed")
    print("| from | " + " | ".join(f"{name} ({len(c)})" for name, c in zip(names, columns, strict=True)) + " |")
    for least in sorted({0.5, 0.6, 0.65, 0.7, ALIKE, 0.8}):
        print(f"| {least} | " + " | ".join(f"{(column[:, 0] >= least).mean():.3f}" for column in columns) + " |")
    for place, name in enumerate(("the least near word", "claim and quotations")):
        areas = [area(columns[n][:, place], columns[n + 1][:, place]) for n in (0, 2)]
        print(f"area under the curve, {name}: {areas[0]:.2f}, kept back {areas[1]:.2f}")


def area(true: np.ndarray, changed: np.ndarray) -> float:
    """How often a true claim's figure is above a changed one's, a tie counting half."""
    above = (true[:, None] > changed).mean() + (true[:, None] == changed).mean() / 2
    return float(above)


if __name__ == "__main__":
    main()
