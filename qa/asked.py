"""What a question asks for, told from its words: a number, a date, a name, or anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from index.terms import terms
from qa.numerals import numerals

CAPITALISED = re.compile(r"[^\W\d_a-z][\w’'-]*(?:\s+(?:[a-z]{2}-)?[^\W\d_a-z][\w’'-]*)*")  # a run of capitalised words


class Asked(Enum):
    """The kind of thing that answers a question."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    ANYTHING = "anything"


PATTERNS = {
    Asked.NUMBER: re.compile(
        r"\bhow (?:many|much|old|long|far|often|large|big|high|tall|fast)\b"
        r"|\bwhat (?:number|percentage|proportion|share|age|price|amount|sum)\b",
        re.IGNORECASE,
    ),
    Asked.DATE: re.compile(r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|decade|century|time)\b", re.IGNORECASE),
    Asked.NAME: re.compile(
        r"\bwho(?:m|se)?\b|\bwhere\b|\b(?:what|which) (?:city|country|town|region|place|person)\b", re.IGNORECASE
    ),
}


def asked(question: str) -> Asked:
    """The kind of thing that a question asks for; ANYTHING where its words do not tell."""
    return next((kind for kind, pattern in PATTERNS.items() if pattern.search(question)), Asked.ANYTHING)


def values(question: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a text holds things of the asked kind that the question does not name itself, in its order."""
    match asked(question):
        case Asked.NUMBER | Asked.DATE:
            found = [(n.start, n.end) for n in numerals(text)]
        case Asked.NAME:
            found = [m.span() for m in CAPITALISED.finditer(text)]
        case Asked.ANYTHING:
            return
    known = set(terms(question))
    yield from ((start, end) for start, end in found if not set(terms(text[start:end])) <= known)


def carries(question: str, text: str) -> bool:
    """Whether a text holds the kind of thing that the question asks for."""
    return asked(question) is Asked.ANYTHING or next(values(question, text), None) is not None
