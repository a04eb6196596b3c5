"""The places that a question asks of, and whether a text speaks of others alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.terms import terms
from qa.asked import NAME, NO_NAMES
from qa.synonyms import PLACES
from qa.words import FUNCTION_WORDS

_PLACING = re.compile(r"\b(?i:in|at|near)\s+(?i:(the)\s+)?(?=[^\W\d_a-z])")
_NOUN_BEHIND = re.compile(r"\s+[a-z]+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class PlacesNamed:
    """What places a question names."""

    placed: frozenset[str]
    """The terms of those behind "in"."""
    countries: frozenset[str]

    @classmethod
    def of(cls, question: str) -> PlacesNamed:
        """Finds them."""
        return cls(_placed(question), _countries(question))

    def rivalled(self, text: str) -> bool:
        """Whether a text has places behind "in" where the question has, or countries, and none of its."""
        elsewhere = bool(self.placed) and bool(_placed(text)) and not self.placed & _placed_terms(text)
        there = _countries(text) if self.countries else frozenset()
        return elsewhere or (bool(there) and not self.countries & there)


def _placed(text: str) -> frozenset[str]:
    """The terms of the names of places behind "in", "at" and "near", of which "in the Fez case" has none."""
    found: set[str] = set()
    for match in _PLACING.finditer(text):
        name = NAME.match(text, match.end())
        if name and not (match[1] and _NOUN_BEHIND.match(text, name.end())):
            found |= _placed_terms(name.group())
    return frozenset(found)


def _placed_terms(text: str) -> set[str]:
    """The terms of a text, and its countries."""
    found = set(terms(text)) - NO_NAMES - FUNCTION_WORDS
    return found | _countries(text)


def _countries(text: str) -> frozenset[str]:
    """The countries and great cities of a text: Switzerland for Swiss too."""
    return frozenset(place for word in _WORD.findall(text.casefold()) if (place := PLACES.get(word)))
