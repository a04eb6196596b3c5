"""Who did it and whom it was done to, exchanged; and what belongs to another event."""

from __future__ import annotations

from collections.abc import Iterator

from qa.contradiction.names import _PLACE_KINDS, owned
from qa.contradiction.pair import Pair, of_a_kind, same_event
from qa.roles import AGENT, PATIENT, Frame
from qa.synonyms import PLACES, lemma
from qa.words import ADVERBIAL, HEDGE_CLASSES, SPEECH

# Roles that one thing has in one event only. Others change with the wording: "gave Ali a book", "gave a book to Ali".
_EXCLUSIVE = [
    {AGENT, PATIENT},
    *({AGENT, p} for p in ("to", "from", "than", "against", "over", "after", "before")),
    {"to", "from"},
    {"before", "after"},
    {"above", "below"},
    {"since", "until"},
    {"for", "against"},
    {"over", "under"},
    {"in", "from"},
    {"by", "to"},
    {PATIENT, "for"},
    {PATIENT, "from"},
    {AGENT, "for"},
    {"in", "since"},
    {"in", "until"},
]
_SYMMETRIC = frozenset(
    lemma(w) for w in "meet marry border match face join merge resemble be consist comprise locate situate".split()
)
_LEAVING = frozenset(lemma(w) for w in "flee escape depart withdraw retreat".split())


def changed_roles(pair: Pair) -> Iterator[str]:
    """Who did it and whom it was done to, exchanged; and what belongs to another event."""
    for frame in pair.frames[0]:
        low = pair.claim.tokens[frame.verb].low
        if low in SPEECH or (frame.passive and low in HEDGE_CLASSES and low != "accused"):
            continue  # compared by who says it, and by what it holds back
        found = pair.events(frame)
        if not found:
            continue
        reasons = [_conflict(pair, frame, f) for f in found]
        if all(reasons):
            best = same_event(pair, frame)
            yield next((r for f, r in zip(found, reasons, strict=True) if r and f in best), reasons[0])


def _conflict(pair: Pair, frame: Frame, other: Frame) -> str:
    """Why a claim's event is not that of the quotations; empty where it may be."""
    for n, role in frame.roles.items():
        token = pair.claim.tokens[n]
        if token.low in ADVERBIAL or (pair.shortened and token.kind == "word" and not token.name):
            continue
        if token.kind == "word" and _belongs_to_another(pair, n, frame):
            continue
        same = [other.roles[m] for m in other.roles if pair.stands_on(n, m)]
        if same:
            if reason := _exchanged(pair, n, frame, other, same):
                return reason
            continue
        than = role == "than" and other.holding(role)
        if than and not any(pair.stands_on(k, m) for k in frame.holding(role) for m in than):
            return f"“{token.low}” is not what is compared in the quotation"
        if (
            frame.copula
            and not (frame.holding("than") and other.holding("than"))
            and (role in (AGENT, PATIENT) or token.name or token.kind in ("number", "date"))
        ):
            continue
        if not (token.name or token.kind in ("number", "date")):
            if _elsewhere(pair, n, frame, other, role):
                return f"“{token.low}” has another role in the quotation"
            continue
        if (
            token.name
            and role in (AGENT, PATIENT)
            and token.low not in PLACES
            and _elsewhere(pair, n, frame, other, role, reach=0)
        ):
            return f"“{token.low}” has another role in the quotation"
        if token.name and _replaced(pair, n, frame, other, role):
            return f"“{token.low}” has another role in the quotation"
        rivals = [m for m, r in other.roles.items() if r == role and of_a_kind(token, pair.source.tokens[m])]
        if rivals and not any(pair.stands_on(k, m) for k in frame.roles for m in rivals):
            return f"“{token.low if token.kind != 'date' else 'the date'}” belongs to something else in the quotation"
    return ""


def _exchanged(pair: Pair, n: int, frame: Frame, other: Frame, same: list[str]) -> str:
    """Why a thing that takes part in both events has another role in one of them; empty where it has not."""
    token, role, verb = pair.claim.tokens[n], frame.roles[n], pair.claim.tokens[frame.verb].lemma
    roles = {role, *same}
    if role in (AGENT, PATIENT) and token.name and _belongs(pair, n, frame, other):
        return f"“{token.low}” is not who is meant in the quotation"
    if role in same or not any({role, r} in _EXCLUSIVE for r in same):
        return ""
    theirs = [pair.source.tokens[m] for m in other.roles]
    if roles == {AGENT, PATIENT} and (verb in _SYMMETRIC or not _faced(pair, frame, other)):
        return ""
    demonym = token.low in PLACES and token.low != token.lemma
    if demonym or any(t.lemma == token.lemma and t.low != token.low for t in theirs):
        return ""  # "Swedish troops", "troops from Sweden"
    # "fled Syria" is "fled from Syria"
    if roles in ({PATIENT, "for"}, {PATIENT, "from"}) and not (token.name and verb not in _LEAVING):
        return ""
    return f"“{token.low}” has another role in the quotation"


def _belongs_to_another(pair: Pair, n: int, frame: Frame) -> bool:
    """Whether a word only says whose or what kind of thing takes part: "Ali's pump", "the Orsa dam", "bank of Fez"."""
    tokens = pair.claim.tokens
    after = tokens[n + 1] if n + 1 < len(tokens) and tokens[n + 1].sentence == tokens[n].sentence else None
    kind = after is not None and after.content and not after.name and frame.roles.get(n + 1) == frame.roles.get(n)
    return kind or owned(tokens, n) is not None


def _belongs(pair: Pair, n: int, frame: Frame, other: Frame) -> bool:
    """Whether it is Karim's brother in the quotation and Karim in the claim."""
    claim, source = pair.claim.tokens, pair.source.tokens
    if owned(claim, n) is not None or claim[n].low in PLACES:
        return False
    there = [m for m in other.roles if pair.stands_on(n, m)]
    belonging = [owned(source, m) for m in there]
    return bool(belonging) and all(
        k is not None and source[k].lemma not in _PLACE_KINDS and not any(pair.stands_on(i, k) for i in frame.roles)
        for k in belonging
    )


def _replaced(pair: Pair, n: int, frame: Frame, other: Frame, role: str) -> bool:
    """Whether a name stands where the quotation has another one, and elsewhere in that sentence."""
    source = pair.source.tokens
    left_out = [
        m
        for m in other.holding(role)
        if source[m].name and source[m].low not in PLACES and not any(pair.stands_on(k, m) for k in frame.roles)
    ]
    sentence = pair.source.sentences[source[other.verb].sentence]
    return bool(left_out) and role in (AGENT, PATIENT) and any(m in sentence for m in pair.places(n))


def _faced(pair: Pair, frame: Frame, other: Frame) -> bool:
    """Whether either event has two sides: "boats sank" has one."""
    return any(f.holding(AGENT) and f.holding(PATIENT) for f in (frame, other))


def _elsewhere(pair: Pair, n: int, frame: Frame, other: Frame, role: str, *, reach: int = 1) -> bool:
    """Whether a thing takes part in another event of the sentence, and nobody of the claim in its place in this one."""
    rivals = other.holding(role)
    if not rivals or any(pair.stands_on(k, m) for k in frame.holding(role) for m in rivals):
        return False
    sentence = pair.source.tokens[other.verb].sentence
    return any(
        abs(pair.source.tokens[f.verb].sentence - sentence) <= reach and any(pair.stands_on(n, m) for m in f.roles)
        for f in pair.frames[1]
        if f is not other
    )
