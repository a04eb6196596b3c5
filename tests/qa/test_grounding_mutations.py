"""How often the check sees one changed thing, and how seldom it turns down a claim in other words.

The claims came in seven lots on different subjects. Each was measured once before its failures were looked at; those
figures, all lots together, are what to expect of other texts; the figures below are after the failures were mended.

    claims in other words  361, of which 54 rejected (23, 14, 19, 14, 6, 13 and 17 % lot by lot)
    caught: numbers 612 of 613, dates 361 of 362, names 1,002 of 1,002, negations 878 of 887, hedges 967 of 978,
            speakers 674 of 680, contraries 72 of 74, foreign words 643 of 644, roles 186 of 232

Of 120 claims of a later lot, which is not kept, 71 were rejected when they were measured first; after what was wrong in
the comparison of roles and speakers was mended, 3 of 40 with words left out, 27 of 50 reworded a little, and all 30
that were reworded freely. What is turned down is told as the quotation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from qa.grounding import check
from tests.qa.grounding_cases import DESIGNED, HELD_OUT, Case
from tests.qa.mutations import changes

LEAST_CAUGHT = {
    "number": 0.99, "date": 0.99, "name": 0.99, "negation": 0.9, "role": 0.9, "hedge": 0.9, "speaker": 0.9,
    "contrary": 0.9, "foreign": 0.9,
}  # fmt: skip
MOST_REJECTED = 0.03
LEAST_CHANGES = 500


@pytest.mark.parametrize(("part", "cases"), [("designed", DESIGNED), ("held out", HELD_OUT)])
def test_changes_are_caught_and_paraphrases_pass(part: str, cases: Sequence[Case]) -> None:
    made: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    claims = [(c, claim) for c in cases for claim in c.claims]
    rejected = [claim for c, claim in claims if not check(claim, c.quotes).supported]
    for c, claim in claims:
        for kind, changed in changes(c, claim):
            made[kind] += 1
            caught[kind] += not check(changed, c.quotes).supported

    print(f"\n{part}: {len(claims)} claims, {len(rejected)} rejected; {sum(made.values())} changes, caught:")
    print(", ".join(f"{kind} {caught[kind]}/{made[kind]}" for kind in made))
    assert len(rejected) <= MOST_REJECTED * len(claims), rejected
    assert {k for k in made if caught[k] < LEAST_CAUGHT[k] * made[k]} == set()


def test_there_are_enough_changes() -> None:
    cases = (*DESIGNED, *HELD_OUT)

    assert len(cases) >= 60
    assert sum(1 for c in cases for claim in c.claims for _ in changes(c, claim)) >= LEAST_CHANGES
