"""Superlatives, "first" and "only" of more than in the quotations."""

from __future__ import annotations

from collections.abc import Iterator

from qa.contradiction.pair import MOST_COMPARED, Pair
from qa.reading import Token
from qa.synonyms import may_be_past
from qa.words import ADVERBIAL, DETERMINERS, PREPOSITIONS

MOST_WORDS = 4  # of a noun phrase

_ORDINALS = frozenset("second third fourth fifth sixth seventh eighth ninth tenth 2nd 3rd 4th 5th 6th 7th".split())
_NO_SUPERLATIVES = frozenset(
    """
    forest interest guest request arrest harvest protest test west northwest southwest honest modest contest invest
    suggest digest behest quest nest rest priest chest east northeast southeast latest manifest detest unrest conquest
    """.split()
)
_AFTER_SUPERLATIVES = frozenset({"in", "of", "since", "to", "on", "for"})


def changed_superlatives(pair: Pair) -> Iterator[str]:
    """ "one of the largest fishing ports in Spain" told as "the largest port"."""
    source, claim = pair.source.tokens, pair.claim.tokens
    places: dict[str, list[int]] = {}
    for n, word in enumerate(claim):
        places.setdefault(word.low, []).append(n)
    for m, token in enumerate(source):
        if not is_superlative(token):
            continue
        for n in places.get(token.low, ())[:MOST_COMPARED]:
            if token.sentence not in pair.alignment.sentences.get(claim[n].sentence, ()):
                continue
            said = [claim[k].low for k in pair.claim.sentences[claim[n].sentence]]
            if _one_of(source, m) and not ("among" in said or "of" in [t.low for t in claim[max(0, n - 3) : n]]):
                yield f"“one of” was dropped before “{token.low}”"
            rank = _rank(source, m)
            if rank and rank not in said:
                yield f"“{rank}” was dropped before “{token.low}”"
            run = noun_phrase(source, m + 1)
            scope = _scope(source, run[-1] + 1 if run else m + 1)
            kept = [k for k in (*run, *scope) if k in pair.backward]
            if kept and any(k not in pair.backward for k in run if k < kept[-1]):
                yield f"what is “{token.low}” was changed"
            if scope and not any(k in pair.backward for k in scope):
                yield f"of what it is “{token.low}” was dropped"


def is_superlative(token: Token) -> bool:
    low = token.low
    if low == "1st":
        return True
    est = len(low) > 4 and low.endswith("est") and low not in _NO_SUPERLATIVES
    return token.kind == "word" and not token.name and (est or low in ("best", "worst", "first", "only", "last"))


def _one_of(tokens: list[Token], m: int) -> bool:
    before = [t.low for t in tokens[max(0, m - 4) : m] if t.sentence == tokens[m].sentence]
    return "among" in before or ("of" in before and any(w in ("1", "one") or w.isdecimal() for w in before))


def _rank(tokens: list[Token], m: int) -> str:
    before = [t for t in tokens[max(0, m - 2) : m] if t.sentence == tokens[m].sentence and t.low != "-"]
    return before[-1].low if before and before[-1].low in _ORDINALS else ""


def noun_phrase(tokens: list[Token], begin: int) -> list[int]:
    """The next words that say something, determiners before them left out; its verb is none of them."""
    run: list[int] = []
    for k in range(begin, min(len(tokens), begin + MOST_WORDS)):
        token = tokens[k]
        if (token.low == "-" and token.kind == "mark") or (not run and token.low in DETERMINERS):
            continue
        if token.sentence != tokens[begin].sentence or token.kind != "word" or not token.content:
            break
        if token.low in ADVERBIAL or (run and ((tokens[run[-1]].name and not token.name) or may_be_past(token.low))):
            break  # "former mayor Ann Low opened"
        run.append(k)
    return run


def _scope(tokens: list[Token], end: int) -> list[int]:
    """The words of "in Spain" right after a superlative's noun phrase."""
    if end >= len(tokens) or tokens[end].low not in _AFTER_SUPERLATIVES:
        return []
    found = []
    for k in range(end + 1, min(len(tokens), end + 1 + MOST_WORDS)):
        if tokens[k].sentence != tokens[end].sentence or tokens[k].kind == "mark" or tokens[k].low in PREPOSITIONS:
            break
        if tokens[k].content or tokens[k].kind in ("number", "date"):
            found.append(k)
    return found
