"""Words without which another word says more: "former", "deputy", "nearly", "half of", "one of the largest"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.contradiction.pair import Pair
from qa.contradiction.superlatives import is_superlative, noun_phrase
from qa.phrases import PERSONS
from qa.reading import Token
from qa.synonyms import PLACES, may_be_past
from qa.words import BE, BOUNDARIES, DETERMINERS, TIMES

LONGEST_OFFICE = 6  # words before "until"
REACH = 4  # words from a form of "to be" to what somebody was

_CLASSES = {
    word: kind
    for kind, words in {
        "past": "former formerly ex previous previously erstwhile onetime once then until",
        "late": "late deceased",
        "retired": "retired emeritus",
        "acting": "acting interim caretaker provisional temporary",
        "deputy": "deputy vice assistant associate under junior sub lieutenant",
        "future": "elect designate incoming future prospective aspiring nominated",
        "outgoing": "outgoing departing",
        "honorary": "honorary ceremonial unofficial shadow",
        "untrue": """
            fake false forged counterfeit mock toy replica dummy bogus sham phony imitation simulated fictional would-be
            """,
        "styled": "self-styled self-proclaimed so-called self-declared",
        "nearly": "nearly almost virtually practically all-but",
        "partly": "partly partially largely mostly mainly half part",
    }.items()
    for word in words.split()
}
_ADVERBS = frozenset("formerly previously once nearly almost virtually practically partly partially half".split())
_TWO_WORDS = frozenset(word for word in _CLASSES if "-" in word)
_TITLES = frozenset("former acting deputy vice ex".split())  # which are written with a capital before an office
_MAY_BE_ADDED = frozenset({"past", "partly", "nearly"})
_TOTAL = frozenset("all every everyone everybody everything always never entirely none nobody nothing".split())
_WAS = frozenset("was were been being served worked acted had used".split())
_PARTS = frozenset(
    """
    half some most many few several part parts portion majority minority third thirds quarter quarters percent dozens
    hundreds thousands none one
    """.split()
)


def changed_restrictions(pair: Pair) -> Iterator[str]:
    """Words that restrict another one, dropped where the claim has that one, or added."""
    mine, theirs = list(_restricting(pair.claim.tokens)), list(_restricting(pair.source.tokens))
    kinds = [_kinds(pair.claim.tokens, sentence) for sentence in pair.claim.sentences]
    totals = {t.low for t in pair.claim.tokens} & _TOTAL
    for restriction in theirs:
        held = {n for head in restriction.heads for n in pair.backward.get(head, ())}
        dropped = any(not _kept(pair, restriction.kind, n, kinds) for n in held)
        if dropped or (totals and _total(pair, restriction, kinds)):
            yield f"“{restriction.said}” was dropped"
    told = {restriction.kind for restriction in theirs}
    for restriction in mine:
        if restriction.heads and restriction.kind not in told | _MAY_BE_ADDED:
            yield f"“{restriction.said}” was added"
    yield from _parts(pair)


@dataclass(frozen=True)
class _Restriction:
    """A word or two, their class, the places of the words that they restrict, and where what follows begins."""

    said: str
    kind: str
    heads: list[int]
    behind: int


def _restricting(tokens: list[Token]) -> Iterator[_Restriction]:
    for n, token in enumerate(tokens[:-1]):
        if token.kind != "word":
            continue
        hyphen = tokens[n + 1].low == "-"
        if said := _two_words(tokens, n):
            yield _Restriction(said, _CLASSES[said], _heads(tokens, n, n + 2 + hyphen), n + 2 + hyphen)
        elif token.low in _CLASSES and _restricts(tokens, n):
            begin = n + 1 + hyphen
            yield _Restriction(token.low, _CLASSES[token.low], _heads(tokens, n, begin), begin)


def _two_words(tokens: list[Token], n: int) -> str:
    """ "so-called" for "so called" and "so-called"; empty for other words."""
    hyphen = tokens[n + 1].low == "-"
    behind = n + 1 + hyphen
    if behind + 1 >= len(tokens):
        return ""
    said = f"{tokens[n].low}-{tokens[behind].low}"
    if said not in _TWO_WORDS or (said == "would-be" and not hyphen):
        return ""
    return said if said != "all-but" or may_be_past(tokens[behind + 1].low) else ""


def _restricts(tokens: list[Token], n: int) -> bool:
    """Whether a word that may restrict another does so where it stands."""
    token, after = tokens[n], tokens[n + 1]
    before = tokens[n - 1] if n and tokens[n - 1].sentence == token.sentence else None
    if token.name and token.low not in _TITLES:
        return False
    match token.low:
        case "then":
            return after.low in PERSONS or after.name or after.low == "-"
        case "late":  # "the late mayor", and no "late 1990s"
            owned = before is not None and (before.low in DETERMINERS or before.possessive)
            return owned and (after.low in PERSONS or after.name)
        case "once":
            return _was_once(tokens, n)
        case "acting":
            return before is None or before.low not in BE or after.low in PERSONS
        case "part" | "under":
            return False  # they tell of a class, and restrict in other ways
    return True


def _was_once(tokens: list[Token], n: int) -> bool:
    """Whether "once" is "formerly": "once led", ", once the largest port,"."""
    after = tokens[n + 1]
    the = after.low in DETERMINERS and n + 2 < len(tokens) and n > 0 and tokens[n - 1].low == ","
    return may_be_past(after.low) or (the and is_superlative(tokens[n + 2]))


def _heads(tokens: list[Token], n: int, begin: int) -> list[int]:
    """The words that a restricting one goes with: the noun phrase after it without its names, or the next word."""
    match tokens[n].low:
        case "until":  # "the mayor of Fez until last year"
            before = range(n - 1, max(-1, n - 1 - LONGEST_OFFICE), -1)
            ended = next((k for k in before if tokens[k].kind == "mark" or tokens[k].low in BE), -1)
            return [k for k in before if k > ended and tokens[k].low in PERSONS]
        case "elect" | "designate":  # "president-elect"
            return [n - 1 - (tokens[n - 1].low == "-")] if n > 1 else []
    run = noun_phrase(tokens, begin)
    if tokens[n].low in _ADVERBS:
        return run[:1]
    plain = [k for k in run if not tokens[k].name]
    if plain and tokens[plain[0]].low in TIMES:
        return []  # "in previous years"
    return plain or [k for k in run if tokens[k].low in PERSONS] or [k for k in run if tokens[k].low in PLACES]


def _kinds(tokens: list[Token], sentence: range) -> set[str]:
    """The classes of a sentence's restricting words."""
    said = {tokens[k].low for k in sentence} | {_two_words(tokens, k) for k in sentence[:-1]}
    return {_CLASSES[word] for word in said & _CLASSES.keys()}


def _kept(pair: Pair, kind: str, n: int, kinds: Sequence[set[str]]) -> bool:
    """Whether a claim's word is restricted in the same way, or told of the past where that is what the word says."""
    tokens = pair.claim.tokens
    sentence = pair.claim.sentences[tokens[n].sentence]
    if kind in kinds[tokens[n].sentence]:
        return True
    if kind != "past":
        return False
    for k in range(n - 1, max(sentence.start, n - REACH) - 1, -1):
        if tokens[k].low in _WAS:
            return True
        if tokens[k].kind == "mark" or tokens[k].low in BOUNDARIES:
            break
    return may_be_past(tokens[n].low) and tokens[n - 1].low not in {"is", "are", "be"}


def _total(pair: Pair, restriction: _Restriction, kinds: Sequence[set[str]]) -> bool:
    """Whether "almost all" is told as "all"."""
    source, claim = pair.source.tokens, pair.claim.tokens
    total = source[restriction.behind].low if restriction.behind < len(source) else ""
    if restriction.said not in _ADVERBS or total not in _TOTAL:
        return False
    sentences = zip(pair.claim.sentences, kinds, strict=True)
    return any(restriction.kind not in held and any(claim[k].low == total for k in said) for said, held in sentences)


def _parts(pair: Pair) -> Iterator[str]:
    """ "half of the members" told as "the members"."""
    source = pair.source.tokens
    for m in range(1, len(source) - 2):
        part = source[m - 1]
        if source[m].low != "of" or source[m].sentence != part.sentence or source[m + 1].low not in DETERMINERS:
            continue
        if part.low not in _PARTS and part.kind != "number":
            continue
        head = next((k for k in noun_phrase(source, m + 2) if source[k].sentence == part.sentence), None)
        for n in pair.backward.get(head, ()) if head is not None else ():
            there = [pair.claim.tokens[k] for k in pair.claim.sentences[pair.claim.tokens[n].sentence]]
            if not any(t.low in _PARTS or t.low in ("among", "lot") or t.kind == "number" for t in there):
                yield f"“{part.low} of” was dropped"
                return
