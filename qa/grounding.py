"""A claim against its quotations. Whoever is unsure says no: a claim that fails is replaced by the quotation itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.alignment import Alignment, align
from qa.contradiction import Pair, contradictions
from qa.orders import gives_orders
from qa.reading import Reading, Token, clean, folded, read
from qa.words import (
    BE,
    COMPARISONS,
    DETERMINERS,
    HEDGE_CLASSES,
    LIGHT,
    MODALS,
    NEGATORS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SPEECH,
)

if TYPE_CHECKING:
    from qa.likeness import Likeness

_ARTICLES = frozenset({"a", "an", "the"})
_NEVER_BEHIND_ONE = PREPOSITIONS | DETERMINERS | BE | MODALS | PRONOUNS | RELATIVES
MARK = re.compile(r"(?<!\s)\s*\[\d+\](?!\w)")
QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]{2,})[”\"»“]")
_SPACED = re.compile(r"[^\w]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")

_COMPARED = (
    SPEECH | NEGATORS | frozenset(COMPARISONS) | frozenset(HEDGE_CLASSES) - {"accused", "accuses"}
)  # by qa.contradiction

UNCOVERED_SHARE = 0.1
"""Of a claim's words, how many may be in no quotation; a verb, a first word, a name or a number may never.

Over the 556 claims of tests/qa/grounding_cases.py, for a share of 0, 0.1, 0.15 and 0.2: 3, 2, 2 and 2 claims are
rejected; of 397 with a foreign adjective put in 397, 357, 174 and 38 are caught, of 1,025 with a foreign verb or noun
1,025, 1,025, 1,022 and 1,015.
"""
ORDERED_FROM = 7
"""Words that say something, from which on a claim must keep some of the order of its quotations."""
ORDERED_SHARE = 0.3
"""Of the steps from one such word to the next, how many must lead forward in the quotations as well.

Of the same 556 claims none is rejected, and of as many with their words turned round 379 are for their order or for an
article before what no noun phrase begins with; most others change a role, or a name.
"""
ALIKE = 0.75
"""From how near a word of the quotations on another one stands for it (qa.likeness).

Of claims that fail for such words alone, true ones and those with a foreign word or a contrary, 0.22 and 0.005 then
pass (python tests/benchmarks/likeness.py). The cosine of claim and quotations as a whole does not tell them apart.
"""


@dataclass(frozen=True)
class Verdict:
    """Whether a claim stands on its quotations; if not, why."""

    supported: bool
    reasons: list[str]


def check(claim: str, quotes: Sequence[str], *, likeness: Likeness | None = None) -> Verdict:
    """Whether everything that a claim says stands in the quotations.

    Its numbers, dates, names and quoted phrases must all occur in them (1,600 is 1600, "six" is 6, 18/09/2016 is 18
    September 2016), its other words or words of the same meaning; a number must keep what it counts and what qualifies
    it ("more than"); its words some of their order; a negation, a hedge or the fact that somebody says it must neither
    be added nor dropped; nobody changes roles; nothing is turned into its contrary; and nothing stands on a question,
    or on an order to whoever answers. Much that is true fails: then the quotation is told instead. With `likeness` a
    word that no quotation holds may stand for one that is near it; never a number, a date or a name. Never raises.
    """
    claim = MARK.sub("", claim).strip()
    source = "\n\n".join(quotes)
    if not re.search(r"\w", claim) or not source.strip():
        return Verdict(False, ["there is no quotation" if re.search(r"\w", claim) else "there is no claim"])
    said, quoted = read([claim]), read(quotes)
    pair = Pair(said, quoted, align(said, quoted))
    reasons = [
        *(["an order to whoever answers is no statement"] if any(map(gives_orders, (claim, *quotes))) else []),
        *_foreign(pair),
        *_misquoted(claim, source),
        *_twice(pair),
        *_jumbled(pair),
        *contradictions(pair),
    ]
    unknown = _unknown(pair, source)
    if unknown and (reasons or not likeness or any(likeness(t.said, claim, source) < ALIKE for t in unknown)):
        reasons[:0] = [f"“{token.low}” is in no quotation" for token in unknown[:10]]
    return Verdict(not reasons, list(dict.fromkeys(reasons)))


def numbers(text: str) -> set[str]:
    """The numbers of a text by their value: 2,963 and two are 2963 and 2."""
    return {t.low for t in read([text]).tokens if t.kind == "number"}


def names(text: str) -> list[str]:
    """The names of a text, in its order."""
    return [t.said for t in read([text]).tokens if t.name]


def _foreign(pair: Pair) -> Iterator[str]:
    """Numbers, dates and names in no quotation; and that a claim says nothing."""
    said, alignment = pair.claim, pair.alignment
    for n in alignment.missing:
        token = said.tokens[n]
        if token.low == "1" and token.kind == "number":
            if not _single(said, n, alignment, pair.source):
                yield "1 is in no quotation"
        elif token.kind == "number":
            yield f"{token.low} is in no quotation"
        elif token.kind == "date":
            yield f"a date ({_told(token)}) is in no quotation"
        elif token.name:
            yield f"the name {token.said} is in no quotation"
    if not _weight(said):
        yield "the claim says nothing"


def _unknown(pair: Pair, source: str) -> list[Token]:
    """The other words in no quotation; none where they are few and none of them is a verb or begins the claim."""
    said, alignment = pair.claim, pair.alignment
    verbs = {frame.verb for frame in pair.frames[0]}
    words = []
    carrying = False
    flat = (
        folded(" ".join(source.split())) if any(_UNSPACED.search(said.tokens[n].low) for n in alignment.missing) else ""
    )
    among = any(t.low == "among" for t in pair.source.tokens)  # "among the oldest" is "one of the oldest"
    for n in alignment.missing:
        token = said.tokens[n]
        if (
            token.kind == "word"
            and not token.name
            and token.lemma not in LIGHT
            and token.low not in _COMPARED
            and not (token.low == "one" and among)
            and not (flat and _UNSPACED.search(token.low) and token.low in flat)
        ):
            words.append(token)
            carrying = carrying or n in verbs or (token.first and token.capital)
    return words if carrying or len(words) > UNCOVERED_SHARE * _weight(said) else []


def _weight(said: Reading) -> int:
    """How many words, numbers and dates of a claim say something."""
    return sum(t.content or t.kind != "word" for t in said.tokens if t.kind != "mark")


def _single(said: Reading, n: int, alignment: Alignment, quoted: Reading) -> bool:
    """Whether what the claim has one of is "a" such thing in the quotations."""
    counted = next((k for k in range(n + 1, min(n + 4, len(said.tokens))) if said.tokens[k].content), -1)
    return any(
        t.low in ("a", "an", "single")
        for m in alignment.best.get(counted, ())
        for t in quoted.tokens[max(0, m - 2) : m]
    )


def _told(token: Token) -> str:
    date = token.date
    return "-".join(str(part) for part in (date.year, date.month, date.day) if part) if date else ""


def _misquoted(claim: str, source: str) -> Iterator[str]:
    """Quoted phrases that no quotation holds, whatever marks and spaces stand between their words."""
    flat = ""
    for phrase in QUOTED.findall(claim):
        flat = flat or _flat(source)
        if _flat(phrase) not in flat:
            yield f"“{phrase}” is not what is quoted"


def _twice(pair: Pair) -> Iterator[str]:
    """Words that stand twice in a row, unlike in the quotations."""
    mine, theirs = ({(a.low, b.low) for a, b in pairwise(r.tokens)} for r in (pair.claim, pair.source))
    for token in pair.claim.tokens:
        said = (token.low, token.low)
        if (token.content or token.kind == "number") and said in mine and said not in theirs:
            yield f"“{token.low}” stands twice in a row"


def _flat(text: str) -> str:
    return f" {_SPACED.sub(' ', folded(clean(text))).strip()} "


def _jumbled(pair: Pair) -> Iterator[str]:
    """Words in an order that says nothing, or something else."""
    known = set(_steps(pair.source))
    for low, following in _steps(pair.claim):
        if low in _ARTICLES and (not following or following in _NEVER_BEHIND_ONE) and (low, following) not in known:
            yield f"“{low}” stands before {f'“{following}”' if following else 'nothing'}"
    tokens, best = pair.claim.tokens, pair.alignment.best
    places = [best[n] for n in sorted(best) if best[n] and (tokens[n].content or tokens[n].kind != "word")]
    forward = sum(min(a) < max(b) for a, b in pairwise(places))
    if len(places) >= ORDERED_FROM and forward <= ORDERED_SHARE * (len(places) - 1):
        yield "its words stand in another order"


def _steps(reading: Reading) -> Iterator[tuple[str, str]]:
    """Each word and the one behind it; an empty one at the end of a sentence and before a mark."""
    for sentence in reading.sentences:
        for n in sentence:
            token, behind = reading.tokens[n], reading.tokens[n + 1] if n + 1 in sentence else None
            letter = token.said == "A" and not token.first  # "vitamin A"
            yield token.said if letter else token.low, behind.low if behind and behind.kind != "mark" else ""
