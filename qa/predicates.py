"""Whether a sentence says of its value what the question asks: 40 houses destroyed are not 300 that were damaged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.synonyms import alike, is_past, lemma, may_be_past
from qa.words import DETERMINERS, PREPOSITIONS, SPEECH, SPEECH_WITH_THAT, VERBS

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLAUSE_END = re.compile(
    r"[,;:—–()]|\s(?:and|but|while|whereas|which|who|that|when|after|before|because|where|as)\s", re.IGNORECASE
)
_NOUN_ENDINGS = ("er", "ers", "or", "ors", "ion", "ions", "ment", "ments", "al", "als")  # of "organisers", "arrivals"
_VERBS = frozenset(lemma(word) for word in [*VERBS, *"live need escape visit offer pay bid demand donate".split()])
_MOSTLY_VERBS = frozenset(map(lemma, "offer suffer enter discover recover deliver consider".split()))
_LIGHT = frozenset(
    map(lemma, "have do get take make put give count stand lie come go be show total amount base add rise".split())
) | frozenset(map(lemma, SPEECH | SPEECH_WITH_THAT))
"""Verbs that say little of what befell the thing that is counted: "taken apart", "the toll stands at"."""


_MEASURES = frozenset(
    map(
        lemma,
        """
        cover measure reach span stretch extend run tower contain hold seat house employ weigh last age live cost set
        charge
        """.split(),
    )
)
"""Verbs with which a size or a number is given where the question has none: "how large is", "how many has"."""


_PHRASAL = {
    (lemma(verb), particle): lemma(meaning)
    for meaning, phrases in {
        "dismantle": "break up, take apart",
        "destroy": "wipe out, blow up",
        "demolish": "pull down, tear down, knock down",
        "close": "shut down, close down",
        "found": "set up",
        "cancel": "call off",
        "postpone": "put off",
        "reject": "turn down, throw out",
        "dismiss": "lay off",
        "surrender": "hand over, give up",
        "overthrow": "bring down",
        "rob": "hold up",
        "rescue": "pull out",
        "evacuate": "move out",
        "conduct": "carry out",
        "kidnap": "carry off",
    }.items()
    for verb, particle in (phrase.split() for phrase in phrases.split(", "))
}
"""Verbs of two words by what one word says the same, as lemmas."""
_PARTICLE_WITHIN = 3  # words from a verb to its particle: "taken 168 terror cells apart"


def verbs(text: str) -> frozenset[str]:
    """The lemmas of what may be verbs of a text, but the light ones and those of speech."""
    words = ["", *_WORD.findall(text)]
    found = (word for before, word in pairwise(words) if word.islower() and is_verb(word) and not _noun(before, word))
    return (frozenset(map(lemma, found)) - _LIGHT) | _of_two_words(words)


def _of_two_words(words: Sequence[str]) -> frozenset[str]:
    """What the verbs of two words among some words mean."""
    low = [word.casefold() for word in words]
    return frozenset(
        _PHRASAL[lemma(verb), particle]
        for n, verb in enumerate(low)
        for particle in low[n + 1 : n + 1 + _PARTICLE_WITHIN]
        if (lemma(verb), particle) in _PHRASAL
    )


def _noun(before: str, word: str) -> bool:
    """Whether a word that looks like a verb is a noun: "the attacks"."""
    return not may_be_past(word) and before.casefold() in DETERMINERS | PREPOSITIONS - {"to"}


def is_verb(word: str) -> bool:
    """Whether a lower-case word may be a verb."""
    if may_be_past(word):
        return len(word) > len("shed") or is_past(word)
    return lemma(word) in _VERBS and (lemma(word) in _MOSTLY_VERBS or not word.endswith(_NOUN_ENDINGS))


def says_it(wanted: frozenset[str], text: str, start: int, end: int) -> bool:
    """Whether a text has one of the wanted verbs, or the clause around text[start:end] none that says another thing.

    Where none is wanted, one that gives a measure does.
    """
    before, behind = _CLAUSE_END.split(text[:start])[-1], _CLAUSE_END.split(text[end:], maxsplit=1)[0]
    said = _WORD.findall(text)
    words = {lemma(word.casefold()) for word in said} | _of_two_words(said)
    held = any(alike(word, verb) for word in words for verb in wanted)
    return held or verbs(f"{before} {behind}") <= (frozenset() if wanted else _MEASURES)
