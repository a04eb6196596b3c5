"""How a text introduces somebody: "Ann Low, a nurse", "the nurse Ann Low", "Ann Low has been its director"."""

from __future__ import annotations

import re

from corpus.patterns import lazy
from qa.predicates import is_verb
from qa.synonyms import may_be_past
from qa.words import ADVERBIAL, FUNCTION_WORDS, SPEECH, TIMES

MOST_READ = 80  # characters on either side of a name
_OFFICES = (
    "President|Minister|Secretary|Director|Professor|Mayor|Judge|Justice|Captain|General|Colonel|Chairman|Chairwoman"
    "|Commissioner|Inspector|Governor|Senator|King|Queen|Prince|Princess|Bishop|Sheikh|CEO|Chief|Prof|Dr|Mr|Mrs|Ms|Sir"
)
_ASIDE = lazy(
    rf",\s+(?:(?:aged\s+)?\d+,\s+)?(?:(?:the|an?|who|whose|its|their|his|her|one)\s|(?:{_OFFICES})\b|(?P<noun>[a-z][\w-]+)\s)"
)
_DETERMINED = r"(?:an?|the|its|his|her|their|our|one)\b"
_IS = lazy(
    rf"\s+(?:(?:(?:has|had)\s+been|is|was|became)\s+(?:(?:now|then)\s+)?{_DETERMINED}"
    r"|was\s+(?:elected|appointed|named)\s|(?:works?|worked|serves?|served)\s+(?:as|at|for|in)\b"
    rf"|(?:leads?|led|heads?|headed|founded|owns?|owned|manages?|managed|chairs?|chaired)\s+{_DETERMINED})"
)
_NOUN = lazy(r"(?P<noun>[a-z][\w-]{2,}),?\s+(?:(?:Dr|Mr|Mrs|Ms|Prof)\.?\s+)?(?:[A-Z][\w.’'-]*\s+){0,3}$")
_OFFICE = lazy(rf"\b(?!(?:Dr|Mr|Mrs|Ms|Sir|Prof)\b)(?:{_OFFICES})\s+(?:[A-Z][\w.’'-]*\s+){{0,3}}$")
_OTHERS = frozenset("others another other among including after before during near outside inside together".split())
_TITLE = lazy(rf"(?:{_OFFICES})\.?")
_CAPITALISED = lazy(r"([A-Z][\w.’'-]*)\s+$")


def introduces(text: str, name: str) -> bool:
    """Whether a text says who the bearer of a name is, who may be called by the last word of it."""
    words = re.findall(r"[\w’'-]+", name)
    if not words:
        return False
    for match in re.finditer(rf"\b{re.escape(words[-1])}\b", text):
        before = text[max(0, match.start() - MOST_READ) : match.start()]
        behind = text[match.end() : match.end() + MOST_READ]
        if _is_another(before, words[:-1]):
            continue
        noun, aside = _NOUN.search(before), _ASIDE.match(behind)
        told = aside and (not aside["noun"] or _names_one(aside["noun"]))
        if told or _IS.match(behind) or _OFFICE.search(before) or (noun and _names_one(noun["noun"])):
            return True
    return False


def _is_another(before: str, first: list[str]) -> bool:
    """Whether a last name stands behind another first name than one of some: Bob Low is not Ann Low."""
    match = _CAPITALISED.search(before)
    return bool(first and match and match[1] not in first and not _TITLE.fullmatch(match[1]))


def _names_one(word: str) -> bool:
    """Whether a word beside a name may be what its bearer is: no "with", no "said", no "today"."""
    told = FUNCTION_WORDS | SPEECH | ADVERBIAL | TIMES
    return word not in told and not may_be_past(word) and not is_verb(word) and word not in _OTHERS
