"""A claim against its quotations. Whoever is unsure says no: a claim that fails is replaced by the quotation itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.terms import NUMBERS, terms
from qa.words import FUNCTION_WORDS, HEDGES, NEGATIONS, SPEAKING

MARK = re.compile(r"\s*\[\d+\]")
NUMBER = re.compile(r"\d[\d.,:/-]*\d|\d")
NAME = re.compile(r"[^\W\d_][\w’'-]*")
QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]{2,})[”\"»“]")

CONTRACTION = re.compile(r"\b(\w+)n[’']t\b", re.IGNORECASE)


@dataclass(frozen=True)
class Verdict:
    """Whether a claim stands on its quotations; if not, why."""

    supported: bool
    reasons: list[str]


def check(claim: str, quotes: Sequence[str]) -> Verdict:
    """Whether every quotation-borne thing in a claim stands in the quotations.

    Numbers, names, quoted phrases and content words of the claim must all occur in them (1,600 is 1600, "six" is 6);
    negations, hedges and the fact that somebody says it must neither be added nor dropped.
    """
    claim = MARK.sub("", claim).strip()
    source = "\n".join(quotes)
    if not claim or not source.strip():
        return Verdict(False, ["there is no claim" if not claim else "there is no quotation"])
    reasons = [f"{value} is in no quotation" for value in sorted(numbers(claim) - numbers(source))]
    held = set(terms(source))
    reasons += [f"the name {name} is in no quotation" for name in names(claim) if not set(terms(name)) <= held]
    flat = " ".join(source.split()).casefold()
    reasons += [
        f"“{p}” is not what is quoted" for p in QUOTED.findall(claim) if " ".join(p.split()).casefold() not in flat
    ]
    missing = {t for t in terms(claim) if t not in held and t not in FUNCTION_WORDS}
    reasons += [f"“{term}” is in no quotation" for term in sorted(missing)]
    for kind, words in (("negation", NEGATIONS), ("hedge", HEDGES), ("attribution", SPEAKING)):
        said, quoted = bool(_words(claim) & words), bool(_words(source) & words)
        if said != quoted:
            reasons.append(f"a{'n' * (kind[0] in 'aeiou')} {kind} was {'added' if said else 'dropped'}")
    return Verdict(not reasons, reasons)


def numbers(text: str) -> set[str]:
    """The numbers of a text, in digits and without separators: 2,963 and two are 2963 and 2."""
    found = {re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", m.group()).strip(".,:/-") for m in NUMBER.finditer(text)}
    return found | {NUMBERS[w] for w in re.findall(r"[a-z]+", text.casefold()) if w in NUMBERS}


def names(text: str) -> list[str]:
    """Capitalised words, the first word of a sentence left out."""
    found = []
    for match in NAME.finditer(text):
        before = text[: match.start()].rstrip(" \"“‘'([")
        if match.group()[0].isupper() and before and before[-1] not in ".!?:\n":
            found.append(match.group())
    return found


def _words(text: str) -> set[str]:
    text = CONTRACTION.sub(r"\1 not", text.casefold())
    return set(re.findall(r"[^\W\d_]+", text))
