"""The words of a quotation that carry the asked value."""

from __future__ import annotations

from index.terms import terms
from qa.asked import values
from qa.evidence import Evidence
from qa.tables import asked_cell


def focus(question: str, evidence: Evidence, drafted: str) -> tuple[int, int] | None:
    """Offsets in the article of the one value that answers, or None where the quotation holds none or several.

    Where several could be meant, the one that the model's draft names is taken.
    """
    if cell := asked_cell(question, evidence.article.text, evidence.span):
        return cell
    quote = evidence.quote
    places = list(values(question, quote))
    if len(places) > 1:
        named = set(terms(drafted))
        places = [(start, end) for start, end in places if set(terms(quote[start:end])) <= named]
    if len(places) != 1:
        return None
    start, end = places[0]
    return evidence.span.start + start, evidence.span.start + end
