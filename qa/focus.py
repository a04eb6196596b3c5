"""The words of a quotation that carry the asked value."""

from __future__ import annotations

import re

from index.terms import NUMBERS, terms
from qa.evidence import COUNTED, DATED, NAMED, Evidence
from qa.grounding import NUMBER

CAPITALISED = re.compile(r"[A-Z][\w’'-]*(?:\s+(?:[a-z]{2}-)?[A-Z][\w’'-]*)*")  # a run of capitalised words
SPELT = re.compile(r"\b(?:" + "|".join(NUMBERS) + r")\b", re.IGNORECASE)


def focus(question: str, evidence: Evidence, drafted: str) -> tuple[int, int] | None:
    """Offsets in the article of the one value that answers, or None where the quotation holds none or several.

    Where several could be meant, the one that the model's draft names is taken.
    """
    quote = evidence.quote
    asked = set(terms(question))
    places = [m.span() for m in _values(question, quote) if not set(terms(m.group())) <= asked]
    if len(places) > 1:
        named = set(terms(drafted))
        places = [p for p in places if set(terms(quote[slice(*p)])) <= named]
    if len(places) != 1:
        return None
    start, end = places[0]
    return evidence.span.start + start, evidence.span.start + end


def _values(question: str, quote: str) -> list[re.Match[str]]:
    if COUNTED.search(question) or DATED.search(question):
        return sorted([*NUMBER.finditer(quote), *SPELT.finditer(quote)], key=lambda m: m.start())
    if NAMED.search(question):
        return list(CAPITALISED.finditer(quote))
    return []
