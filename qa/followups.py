"""A follow-up question as it can be asked by itself: "and in 2016?" after "How many were arrested in 2015?".

Rules, no model: the same turns and the same question give the same words, and what they say was said before, by the
person who asks or in the names of an answer. English alone; what the rules do not know stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.anaphora import explained
from qa.answer import folded
from qa.antecedents import latest, one_event, several
from qa.clauses import joined, read, with_noun
from qa.ellipsis import LEAD, completed
from qa.turns import Turn

LONGEST = 2_000  # characters of a resolved question
LONGEST_READ = 500  # characters of a question that leans on another, or on which another leans
_ANSWER_READ = 2_000
_ROUNDS = 4  # until nothing changes any more
_TURNS = 20  # how far back anybody remembers
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|„[^“”]*[“”]|(?<!\w)'[^']+'(?!\w)|(?<!\w)‘[^’]+’(?!\w)")
_THAT = re.compile(
    r"(?:and\s+)?(when|where|why|how)\s+(?:was|were|did|is)\s+(?:that|this|it)(?:\s+(?:happen|take place))?\s*\??",
    re.IGNORECASE,
)
_RESERVED = re.compile(r"[\ue000-\uf8ff]")  # stands for a quotation

__all__ = ["Turn", "resolve"]


def resolve(question: str, turns: Sequence[Turn]) -> str:
    """The question with what the turns before it say, or the question itself where it stands alone.

    A result stands alone: resolved again after the same turns it stays as it is. Never raises.
    """
    said = folded(question)
    known = [_clean(turn) for turn in turns[-_TURNS:] if len(turn.question) <= LONGEST_READ]
    if not known or len(question) > LONGEST_READ or _RESERVED.search(said):
        return question
    before = said
    for _ in range(_ROUNDS):
        after = _step(before, known)
        if len(after) > LONGEST:
            break
        if after == before or len(after) > LONGEST_READ:
            return question if after == said else after
        before = after
    return question


def _step(question: str, turns: Sequence[Turn]) -> str:
    """One round; quotations are nobody's pronouns."""
    quoted: list[str] = []

    def hide(match: re.Match[str]) -> str:
        quoted.append(match.group())
        return chr(0xE000 + len(quoted) - 1)

    hidden = _QUOTED.sub(hide, question)
    resolved = completed(hidden, turns[-1])
    if resolved == hidden:
        resolved = _of_the_same(hidden, turns[-1])
    if resolved == hidden:
        resolved = _counted(explained(hidden, turns), turns)
        if resolved != hidden:
            resolved = _begun(resolved)
    return folded(_RESERVED.sub(lambda m: quoted[ord(m.group()) - 0xE000], resolved))


def _of_the_same(question: str, turn: Turn) -> str:
    """ "When was that?" after "How many people were arrested?" is "When were people arrested?"."""
    match = _THAT.fullmatch(question.strip())
    clause = read(turn.question) if match else None
    if match is None or clause is None or not clause.predicate or one_event(turn):
        return question
    if clause.asking.casefold() == match[1].casefold() or not (clause.counting and clause.auxiliary):
        return question
    if clause.subject:
        subject, predicate = clause.subject, with_noun(clause.predicate, f"the {clause.noun}" if clause.noun else "")
    else:
        subject, predicate = clause.noun, clause.predicate
    return replace(clause, asking=match[1], noun="", subject=subject, predicate=predicate).text


def _counted(question: str, turns: Sequence[Turn]) -> str:
    """ "How many were arrested?" asks of those that were spoken of."""
    clause = read(question)
    if clause is None or not clause.counting or clause.noun or clause.subject or not clause.auxiliary:
        return question
    if not clause.predicate or " " in clause.predicate:
        return question
    whole = latest(several, turns)
    of = replace(clause, noun=joined("of", whole)).text
    return of if whole else question


def _begun(question: str) -> str:
    """Without the "and" before it, with a capital."""
    lead = LEAD.match(question)
    rest = question[lead.end() :] if lead else question
    rest = rest or question
    if read(rest) is None and lead and not rest.casefold().startswith(("what ", "how ")):
        rest = f"what about {rest}"
    return rest[:1].upper() + rest[1:] if len(rest[:1].upper()) == 1 else rest


def _clean(turn: Turn) -> Turn:
    """The turn as plain text on one line."""
    answer = turn.answer[:_ANSWER_READ]
    return Turn(_plain(turn.question), _plain(answer), tuple(_plain(v[:_ANSWER_READ]) for v in turn.values))


def _plain(text: str) -> str:
    return _RESERVED.sub("", folded(text))
