"""Which words of a sentence are verbs, and which of these are passive: by their form and neighbours, no parser."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from qa.reading import Token
from qa.synonyms import IRREGULAR, is_past, lemma, may_be_past
from qa.words import (
    BE,
    BOUNDARIES,
    COMPARISONS,
    DETERMINERS,
    MODALS,
    NEGATORS,
    PREPOSITIONS,
    RELATIVES,
    SPEECH,
    VERBS,
)

_VERBS = frozenset(lemma(word) for word in VERBS)

AUXILIARY = BE | MODALS | {"has", "have", "had", "having", "do", "does", "did"}
_NO_VERB = frozenset("hundred united need speed seed weed reed shed sled indeed feed naked sacred wicked aged".split())
LINKING = frozenset({"is", "are", "was", "were", "has", "have", "had"})
HAVING = frozenset({"has", "have", "had"})
_OFTEN_NOUN = frozenset(
    "cost cut set hit read put let spread left saw found felt lead lay ground wound hurt shut".split()
)
PASSIVE_GAP = 4  # words between a form of "to be" and its participle: "was later also reportedly sold"


def is_infinitive(tokens: Sequence[Token], verb: int) -> bool:
    """Whether a verb has no subject of its own: "to sell", "selling"."""
    return (verb > 0 and tokens[verb - 1].low == "to") or tokens[verb].low.endswith("ing")


def verbs_of(tokens: Sequence[Token], sentence: range) -> list[int]:
    """The verbs of a sentence; one in the present tense or a form of "to be" only where a clause has no other."""
    found = [n for n in sentence if _is_verb(tokens, n, sentence)]
    parted = [n for n in sentence if tokens[n].low in BOUNDARIES or tokens[n].low in ",:()–—|"]
    added = []
    for start, stop in pairwise([sentence.start, *parted, sentence.stop]):
        if any(start <= n < stop and not is_infinitive(tokens, n) for n in found):
            continue
        present = [n for n in range(start, stop) if _may_be_verb(tokens, n, sentence)]
        linking = [n for n in range(start, stop) if tokens[n].low in LINKING]
        added += linking[:1] or present[:1]
    return sorted([*found, *added])


def _is_verb(tokens: Sequence[Token], n: int, sentence: range) -> bool:
    token = tokens[n]
    if token.low == "had" and auxiliary(tokens, n, sentence.start) in HAVING:
        return True
    if token.kind != "word" or token.name or not token.content or (token.capital and not token.first):
        return False
    low = token.low
    before = tokens[n - 1] if n > sentence.start else None
    after = tokens[n + 1] if n + 1 < sentence.stop else None
    helped = auxiliary(tokens, n, sentence.start)
    if low in SPEECH and not low.endswith("ed"):
        return (
            before is not None
            and before.low not in DETERMINERS | PREPOSITIONS
            and (before.kind != "number" or low == "said")
        )
    if low.endswith("ing"):
        acting = before is not None and before.low == ","  # ", shipping 1.9 million tonnes"
        if acting and after and (after.content or after.kind == "number" or after.low in DETERMINERS):
            return True
        governed = before is not None and (
            before.low in {"after", "before", "by", "without", "from", "of", "for", "while"}
        )
        return (helped in BE if helped else False) or (governed and low[:-3] != "" and lemma(low) in _VERBS)
    if (low.endswith("ed") and low not in _NO_VERB and len(low) > 3) or is_past(low):
        if helped:
            return True
        if before is not None and not before.name and (before.low in DETERMINERS or before.possessive):
            return False
        follows = after is not None and after.kind == "word" and after.content and not after.name
        if before is not None and (before.low in PREPOSITIONS or before.kind == "number") and follows:
            return False
        if low in _OFTEN_NOUN:
            return before is not None and (before.content or before.low in RELATIVES | {"he", "she", "they", "it"})
        return not (token.first and follows)
    if helped in MODALS or helped in {"do", "does", "did", "to"}:
        objects = after is not None and (after.low in DETERMINERS or after.kind == "number")
        return not low.endswith("ly") and (helped != "to" or lemma(low) in _VERBS or objects)
    return False


def _may_be_verb(tokens: Sequence[Token], n: int, sentence: range) -> bool:
    """A verb in the present tense: "Morocco borders Algeria", "the firm employs 41 people"."""
    token = tokens[n]
    if token.kind != "word" or token.name or token.first or not token.content:
        return False
    before = tokens[n - 1]
    if lemma(token.low) not in _VERBS:
        # an unknown word with the ending of the third person, between what may be a subject and what may be an object
        after = tokens[n + 1] if n + 1 < sentence.stop else None
        ending = token.low.endswith("s") and not token.low.endswith(("ss", "us", "is"))
        subject = before.content or before.low in RELATIVES | {"and", "it", "he", "she"}
        if not (ending and subject and after is not None and (after.content or after.low in DETERMINERS)):
            return False
    return before.low not in DETERMINERS | PREPOSITIONS and before.kind != "number" and not before.possessive


def auxiliary(tokens: Sequence[Token], n: int, start: int) -> str:
    """The auxiliary before a verb, adverbs and negations between them left out."""
    for back in range(n - 1, max(start, n - PASSIVE_GAP) - 1, -1):
        token = tokens[back]
        if token.low in AUXILIARY or token.low == "to":
            return token.low
        if not (
            token.low.endswith("ly") or token.low in NEGATORS or token.low in {"also", "later", "since", "then", "now"}
        ):
            return ""
    return ""


def is_passive(tokens: Sequence[Token], verb: int, start: int, *, resumed: bool) -> bool:
    """Whether a verb is a participle that a form of "to be" goes with, or one that stands by itself."""
    low = tokens[verb].low
    if not may_be_past(low):
        return False
    helped = auxiliary(tokens, verb, start)
    if helped in BE or helped == "being":
        return True
    after = tokens[verb + 1 : verb + 4]
    if verb > start and tokens[verb - 1].low == "," and not resumed and after and after[0].low in PREPOSITIONS:
        return True  # "Alami, arrested in Fez, said"
    counted = next(
        (t for t in tokens[verb + 2 : verb + 6] if t.low not in COMPARISONS and t.low not in ("than", "at")), None
    )
    by = bool(after) and after[0].low == "by" and (counted is None or counted.kind != "number")  # "rose by 12 percent"
    return not helped and by and (low.endswith("ed") or IRREGULAR.get(low) is not None)
