"""A claim against its quotations. Whoever is unsure says no: a claim that fails is replaced by the quotation itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.terms import terms
from qa.numerals import numerals, without_numerals
from qa.words import CONDITIONS, FUNCTION_WORDS, HEDGES, NEGATIONS, QUALIFIERS, RELATIONS, SPEAKING

MARK = re.compile(r"\s*\[\d+\]")
NAME = re.compile(r"[^\W\d_][\w’'-]*")
QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]{2,})[”\"»“]")
CONTRACTION = re.compile(r"\b(\w+)n[’']t\b", re.IGNORECASE)
MONTH_OF_MAY = re.compile(r"\bMay\b")  # the month is no hedge
SENTENCE_ENDS = ".!?:\n"

COMPANY = 3  # content words after a number, among which the claim's own next one must be


@dataclass(frozen=True)
class Verdict:
    """Whether a claim stands on its quotations; if not, why."""

    supported: bool
    reasons: list[str]


def check(claim: str, quotes: Sequence[str]) -> Verdict:
    """Whether everything that a claim says stands in the quotations.

    Its numbers, names, quoted phrases and content words must all occur in them (1,600 is 1600, "six" is 6), the words
    in the quotations' order, so that nobody changes roles; a number must keep what it counts and what qualifies it
    ("more than"); and a negation, a condition, a hedge or the fact that somebody says it must neither be added nor
    dropped. Much that is true fails: then the quotation is told instead.
    """
    claim = MARK.sub("", claim).strip()
    source = "\n".join(quotes)
    if not claim or not source.strip():
        return Verdict(False, ["there is no quotation" if claim else "there is no claim"])
    reasons = [
        *_foreign_words(claim, source),
        *_changed_order(claim, source),
        *_misplaced_numbers(claim, source),
        *_changed_relations(claim, source),
        *_changed_voice(claim, source),
    ]
    return Verdict(not reasons, reasons)


def numbers(text: str) -> set[str]:
    """The numbers of a text, in digits and without separators: 2,963 and two are 2963 and 2."""
    return {n.value for n in numerals(text)}


def names(text: str) -> list[str]:
    """Capitalised words, the first word of a sentence left out."""
    found = []
    for match in NAME.finditer(text):
        before = text[: match.start()].rstrip(" \"“‘'([")
        if match.group()[0].isupper() and before and before[-1] not in SENTENCE_ENDS:
            found.append(match.group())
    return found


def _foreign_words(claim: str, source: str) -> Iterator[str]:
    """Numbers, names, quoted phrases and content words that the source does not hold."""
    for value in sorted(numbers(claim) - numbers(source)):
        yield f"{value} is in no quotation"
    held = set(terms(source))
    said = set(terms(without_numerals(claim)))
    for name in names(claim):
        if not set(terms(name)) <= held:
            yield f"the name {name} is in no quotation"
    flat = " ".join(source.split()).casefold()
    for phrase in QUOTED.findall(claim):
        if " ".join(phrase.split()).casefold() not in flat:
            yield f"“{phrase}” is not what is quoted"
    for term in sorted(said - held - FUNCTION_WORDS):
        yield f"“{term}” is in no quotation"


def _changed_order(claim: str, source: str) -> Iterator[str]:
    """The first content word that comes earlier in the source than the claim has it."""
    place = 0
    there = _content(source)
    for term in _content(claim):
        if term not in there:
            continue  # told by _foreign_words
        if term not in there[place:]:
            yield f"“{term}” stands in another order in the quotation"
            return
        place = there.index(term, place) + 1


def _changed_relations(claim: str, source: str) -> Iterator[str]:
    """Words such as "after", "all" or "if" without which, or with which, a sentence says something else."""
    said, quoted = _words(claim), _words(source)
    for word in sorted((said - quoted) & (RELATIONS | CONDITIONS)):
        yield f"“{word}” was added"
    for word in sorted((quoted - said) & CONDITIONS):
        yield f"“{word}” was dropped"


def _misplaced_numbers(claim: str, source: str) -> Iterator[str]:
    """Numbers that count something else in the claim than in the source, or lost their "more than"."""
    stand = [(n.value, _following(source, n.end), _qualifiers(source, n.start)) for n in numerals(source)]
    for number in numerals(claim):
        places = [(after, qualified) for value, after, qualified in stand if value == number.value]
        if not places:
            continue  # told by _foreign_words
        after = _following(claim, number.end)
        kept = [qualified for words, qualified in places if not after or after[0] in words]
        if not kept:
            yield f"{number.value} does not count {after[0]} in the quotation"
        elif _qualifiers(claim, number.start) not in kept:
            yield f"what qualifies {number.value} was changed"


def _following(text: str, end: int) -> list[str]:
    """The first content terms after an offset, within its sentence."""
    sentence = re.split(r"[.!?](?:\s|$)", text[end:], maxsplit=1)[0]
    return _content(sentence)[:COMPANY]


def _qualifiers(text: str, start: int) -> frozenset[str]:
    """The words right before a number that make it more, less or about so many."""
    before = re.findall(r"[^\W\d_]+", text[:start].casefold())[-3:]
    return frozenset(word for word in before if word in QUALIFIERS)


def _changed_voice(claim: str, source: str) -> Iterator[str]:
    """Negations, hedges and speakers that stand on one side only."""
    said, quoted = _words(claim), _words(source)
    for kind, listed in (("negation", NEGATIONS), ("speaker", SPEAKING)):
        if bool(said & listed) != bool(quoted & listed):
            yield f"a {kind} was {'added' if said & listed else 'dropped'}"
    if said & quoted & NEGATIONS and _negated(claim) != _negated(source):
        yield "a negation was moved"
    hedged, hedging = ({t for w in words & HEDGES for t in terms(w)} for words in (said, quoted))
    if hedged != hedging:
        yield f"a hedge was {'added' if hedged - hedging else 'dropped'}"


def _negated(text: str) -> set[str]:
    """The content terms that follow a negation."""
    words = re.findall(r"[^\W\d_]+", CONTRACTION.sub(r"\1 not", text.casefold()))
    following = (_content(" ".join(words[n + 1 :]))[:1] for n, word in enumerate(words) if word in NEGATIONS)
    return {term for found in following for term in found}


def _content(text: str) -> list[str]:
    """The content terms of a text in its order, numbers left out."""
    return [t for t in terms(without_numerals(text)) if t not in FUNCTION_WORDS]


def _words(text: str) -> set[str]:
    text = CONTRACTION.sub(r"\1 not", MONTH_OF_MAY.sub(" ", text).casefold())
    return set(re.findall(r"[^\W\d_]+", text))
