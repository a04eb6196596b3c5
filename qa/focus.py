"""The words of a quotation that carry the asked value."""

from __future__ import annotations

from index.terms import terms
from qa.asked import Asked, asked, values
from qa.evidence import Evidence
from qa.given import value
from qa.measures import with_unit
from qa.tables import asked_cell


def focus(question: str, evidence: Evidence, drafted: str) -> tuple[int, int] | None:
    """Offsets in the article of the one value that answers, or None where the quotation holds none or several.

    Where several could be meant, the one that the model's draft names is taken, or the one that is said to be what the
    question asks for.
    """
    if cell := asked_cell(question, evidence.article.text, evidence.span):
        return cell
    quote = evidence.quote
    places = list(values(question, quote))
    if len(places) > 1:
        named = set(terms(drafted))
        places = [(start, end) for start, end in places if set(terms(quote[start:end])) <= named]
    if len(places) != 1 and (given := value(question, evidence)) and given.counts:
        places = [(given.places[0][0], given.places[-1][1])]
    if len(places) != 1:
        return None
    return marked(question, evidence, *places[0])


def marked(question: str, evidence: Evidence, start: int, end: int) -> tuple[int, int]:
    """Offsets in the article of a value at these offsets of its sentence, a number's with its unit."""
    if asked(question) is Asked.NUMBER:
        start, end = with_unit(evidence.quote, start, end)
    return evidence.span.start + start, evidence.span.start + end
