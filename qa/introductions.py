"""How a text introduces somebody: "Ann Low, a nurse", "the nurse Ann Low", "Ann Low has been its director"."""

from __future__ import annotations

import re

from corpus.patterns import lazy
from qa.synonyms import may_be_past
from qa.words import FUNCTION_WORDS, SPEECH

MOST_READ = 80  # characters on either side of a name
_ASIDE = lazy(r",\s+(?:(?:aged\s+)?\d+,\s+)?(?:(?:the|an?|who|whose|its|their|his|her|one)\s|[a-z][\w-]+\s)")
_IS = lazy(
    r"\s+(?:(?:(?:has|had)\s+been|is|was|became)\s+(?:now\s+|then\s+)?(?:an?|the|its|his|her|their|our|one)\b|works?|worked|serves?|served|leads?|led|heads?|headed|runs?|ran|founded"
    r"|owns?|owned|manages?|managed|chairs?|chaired)\b"
)
_NOUN = lazy(r"([a-z][\w-]{2,}),?\s+(?:(?:Dr|Mr|Mrs|Ms|Prof)\.?\s+)?(?:[A-Z][\w.’'-]*\s+){0,3}$")
_OFFICE = lazy(
    r"\b(?:President|Minister|Secretary|Director|Professor|Mayor|Judge|Justice|Captain|General|Colonel|Chairman"
    r"|Chairwoman|Commissioner|Inspector|Governor|Senator|King|Queen|Prince|Princess|Bishop|Sheikh)\s+(?:[A-Z][\w.’'-]*\s+){0,3}$"
)


def introduces(text: str, name: str) -> bool:
    """Whether a text says who the bearer of a name is, who may be called by the last word of it."""
    words = re.findall(r"[\w’'-]+", name)
    if not words:
        return False
    for match in re.finditer(rf"\b{re.escape(words[-1])}\b", text):
        before = text[max(0, match.start() - MOST_READ) : match.start()]
        behind = text[match.end() : match.end() + MOST_READ]
        noun = _NOUN.search(before)
        if _ASIDE.match(behind) or _IS.match(behind) or _OFFICE.search(before) or (noun and _names_one(noun[1])):
            return True
    return False


def _names_one(word: str) -> bool:
    """Whether a word before a name may be what its bearer is: no "with", no "said"."""
    return word not in FUNCTION_WORDS and word not in SPEECH and not may_be_past(word)
