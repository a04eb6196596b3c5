"""Who does what to whom: the verbs of a sentence with what stands on either side of them.

No parser: a verb is known by its form and its neighbours, and what it governs by prepositions, "by" and the form of "to
be" before it. What is not understood is left out, and says neither yes nor no.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qa.reading import Reading, Token
from qa.synonyms import PLACES
from qa.verbs import AUXILIARY, HAVING, LINKING, PASSIVE_GAP, auxiliary, is_infinitive, is_passive, verbs_of
from qa.words import (
    ADVERBIAL,
    BOUNDARIES,
    COMPARISONS,
    DETERMINERS,
    HEDGE_CLASSES,
    NEGATING_VERBS,
    NEGATORS,
    PREPOSITIONS,
    RELATIVES,
    TIMES,
)

AGENT, PATIENT = "agent", "patient"


@dataclass
class Frame:
    """A verb and the words it governs, by their place in the reading."""

    verb: int
    passive: bool
    negated: bool = False
    denies: bool = False
    """A "no" stands after the verb, before its object or another."""
    copula: bool = False
    """The verb is a form of "to be" alone."""
    roles: dict[int, str] = field(default_factory=dict)
    """agent, patient or the preposition before a word."""

    def holding(self, role: str) -> list[int]:
        return [n for n, r in self.roles.items() if r == role]


def frames(reading: Reading) -> list[Frame]:
    """The frames of all sentences, in order."""
    return [frame for sentence in reading.sentences for frame in _in_sentence(reading.tokens, sentence)]


def _in_sentence(tokens: Sequence[Token], sentence: range) -> Iterator[Frame]:
    verbs = verbs_of(tokens, sentence)
    before: Frame | None = None
    finite: Frame | None = None
    for place, verb in enumerate(verbs):
        start = verbs[place - 1] + 1 if place else sentence.start
        stop = verbs[place + 1] if place + 1 < len(verbs) else sentence.stop
        left = _boundary(tokens, start, verb, close=place > 0)
        ends = stop == sentence.stop
        right = _boundary(tokens, verb + 1, stop, close=not ends, last=ends)
        end = right if right is not None else stop
        resumed = before is not None and _inserted(tokens, before)
        passive = is_passive(tokens, verb, sentence.start, resumed=resumed) or _shares_passive(
            tokens, verb, before, left
        )
        frame = Frame(verb, passive, copula=tokens[verb].low in LINKING - HAVING)
        shares = finite if before is not None and is_infinitive(tokens, before.verb) else before
        if is_infinitive(tokens, verb):
            shares = before
        _fill_subject(tokens, frame, shares, start, left, place == 0)
        _fill_rest(tokens, frame, end)
        frame.negated = _is_negated(tokens, frame, before, start, left)
        frame.denies = any(tokens[n].low in {"no", "nothing", "nobody", "none"} for n in range(verb + 1, end))
        yield frame
        before = frame
        if not is_infinitive(tokens, verb):
            finite = frame


def _shares_passive(tokens: Sequence[Token], verb: int, before: Frame | None, left: int | None) -> bool:
    """ "was built and destroyed": the second shares the auxiliary of the first."""
    if before is None or not before.passive or left is None:
        return False
    after = tokens[verb + 1] if verb + 1 < len(tokens) else None
    if after is not None and (after.content or after.kind in ("number", "date") or after.low in DETERMINERS):
        return False  # what has an object is active
    between = [tokens[n] for n in range(left + 1, verb)]
    plain = not any(t.kind == "number" or (t.content and not t.low.endswith("ly")) for t in between)
    return plain and tokens[left].low in {"and", "or", ",", "but"} and tokens[verb].low.endswith(("ed", "n", "t", "d"))


def _boundary(tokens: Sequence[Token], start: int, stop: int, *, close: bool, last: bool = False) -> int | None:
    """Where one clause ends and the next begins, between two verbs or between a verb and the sentence's end."""
    comma = None
    found = None
    for n in range(start, stop):
        token = tokens[n]
        if token.low in ("and", "or") and _joins_alike(tokens, n, stop):
            continue
        if token.low in ("since", "until") and not (close and n + 1 < stop and tokens[n + 1].kind == "word"):
            continue
        if (token.kind == "mark" and token.low in ";:()–—|") or (token.kind == "word" and token.low in BOUNDARIES):
            prefixed = not close and any(t.low == "," for t in tokens[n:stop])  # "After a raid, police arrested"
            if (last or prefixed) and token.low in {"before", "after"}:
                continue  # no verb follows
            if not close and (token.low not in {"and", "or"} or tokens[n - 1].low == ","):
                return n
            if close:
                found = n
        elif token.low == "," and token.kind == "mark":
            comma = n
    if found is not None or not close:
        return found
    return comma


def _fill_subject(
    tokens: Sequence[Token], frame: Frame, before: Frame | None, start: int, left: int | None, alone: bool
) -> None:
    role = PATIENT if frame.passive else AGENT
    begin = start if left is None else left + 1
    linked = tokens[left].low if left is not None else ""
    reduced = not alone and tokens[frame.verb - 1].low == ","
    words = dict(_governed(tokens, begin, frame.verb))
    own_words = any(prep == "" for prep in words.values())
    if (alone and (own_words or linked not in RELATIVES)) or (
        words and left is not None and (own_words or linked not in RELATIVES)
    ):
        found = {n: role if prep == "" else prep for n, prep in words.items()}
        if linked in ("whom", "which", "that") and left is not None and own_words and not frame.passive:
            # "fishermen whom pirates had kidnapped"
            meant = dict(_governed(tokens, _antecedent(tokens, start, left), left))
            last = next(reversed(meant.values()), "")
            plain = [n for n, prep in meant.items() if prep == "" and tokens[n].kind == "word"]
            found |= dict.fromkeys(plain or [n for n, prep in meant.items() if prep == last], PATIENT)
    elif linked == "that" and before is not None and left == before.verb + 1:
        found = {}
    elif linked in RELATIVES or reduced:
        # what stands before "who" and before the comma of "Alami, arrested in Fez, said"
        end = left if left is not None else frame.verb
        found = {n: role for n, prep in _governed(tokens, _antecedent(tokens, start, end), end)}
        acting = tokens[frame.verb].low.endswith("ing")
        if reduced and before is not None and (acting or _inserted(tokens, before)):
            found = {}  # "the study, published in Cortex, followed"
        if not found and before is not None:
            found = {n: role for n, r in before.roles.items() if r in (AGENT, PATIENT) and n < before.verb}
    elif left is None and tokens[frame.verb].low.endswith("ing") and tokens[frame.verb - 1].low in PREPOSITIONS:
        found = {}  # "accused by Alami of burning": who burns is not said here
    elif any(tokens[n].low in ("he", "she", "it", "they") for n in range(begin, frame.verb)):
        found = {}  # who that is stands elsewhere
    elif before is not None:
        own = (AGENT, PATIENT)
        found = {n: role for n, r in before.roles.items() if r in own and n < before.verb}
        if left is None:
            # "said the company sold", "ordered Ali to leave": what stands between is the subject, or shares in it
            helped = auxiliary(tokens, frame.verb, start)
            last = next((prep for n, prep in reversed(words.items())), "")
            between = {n: role for n, prep in words.items() if prep == ""}
            if frame.passive and not helped and words:
                between = {n: role for n, prep in words.items() if prep == last}
            if between or not (helped and found):
                # "hidden in crates were seized" goes on with its subject, "used by the drivers asked" does not
                found = between or {n: role for n, prep in words.items() if prep == last} or found
    else:
        found = {}
    frame.roles.update(found)


def _joins_alike(tokens: Sequence[Token], n: int, stop: int) -> bool:
    """Whether "and" stands between two names or numbers: "between Larvik and Molde"."""
    if n == 0 or n + 1 >= stop:
        return False
    one, other = tokens[n - 1], tokens[n + 1]
    return (one.name and other.name) or (one.kind == other.kind == "number")


def _antecedent(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where what "who" stands for begins: after the last comma, an apposition with what it stands beside."""
    while end > start and not tokens[end - 1].content:
        end -= 1  # the comma, and "none of" before "which"
    begin = end
    while begin > start and tokens[begin - 1].low not in (",", "("):
        begin -= 1
    if begin < end and begin > start and tokens[begin].low in ("the", "a", "an"):
        return _antecedent(tokens, start, begin)
    return begin


def _is_time(token: Token) -> bool:
    return token.kind == "date" or (token.kind == "number" and len(token.low) == 4 and token.low.isdecimal())


def _inserted(tokens: Sequence[Token], frame: Frame) -> bool:
    """Whether a verb's clause stands between commas."""
    before = list(tokens[max(0, frame.verb - PASSIVE_GAP) : frame.verb])
    while before and (before[-1].low in AUXILIARY | NEGATORS or before[-1].low.endswith("ly")):
        before.pop()
    return bool(before) and (before[-1].low == "," or before[-1].low in RELATIVES)


def _fill_rest(tokens: Sequence[Token], frame: Frame, end: int) -> None:
    for n, prep in _governed(tokens, frame.verb + 1, end):
        if prep == "":
            role = "after-passive" if frame.passive else PATIENT
        elif prep == "by" and frame.passive and not _is_time(tokens[n]):
            role = AGENT
        else:
            role = prep
        frame.roles[n] = role


def _governed(tokens: Sequence[Token], start: int, stop: int) -> Iterator[tuple[int, str]]:
    """The words of a span that say something, each with the preposition before it; "of" goes with its noun."""
    prep = ""
    named = ""
    filled = apart = False
    for n in range(start, stop):
        token = tokens[n]
        apart = (apart or token.low == "according") and token.kind != "mark"
        if apart:
            continue
        if token.kind == "mark":
            if token.low in ",;()":
                prep, named = "", ""
            continue
        if token.kind == "word" and token.low in PREPOSITIONS:
            if _qualifies(tokens, n, stop):
                continue
            if token.low != "of" or (n + 1 < stop and tokens[n + 1].low.endswith("ing")):
                prep, filled = token.low, False
            named = ""
            continue
        if token.kind == "word" and (not token.content or token.low in HEDGE_CLASSES):
            if prep and filled and token.low in DETERMINERS and tokens[n - 1].low != "of":
                prep = ""
            continue
        kind = "name" if token.name else token.kind
        if prep == "" and token.low in ADVERBIAL:
            continue
        if prep and _begins_anew(tokens, n, named, kind, prep):
            prep = ""
        named = kind
        filled = True
        yield n, prep


def _begins_anew(tokens: Sequence[Token], n: int, before: str, kind: str, prep: str) -> bool:
    """Whether a word no longer belongs to the preposition before it: "In Fez police", "In 1978 Major Tadesse"."""
    if tokens[n].low in ADVERBIAL:
        return False
    adjective = n > 1 and (
        tokens[n - 2].low in DETERMINERS or PLACES.get(tokens[n - 1].low) not in (None, tokens[n - 1].low)
    )
    if before == "name" and adjective:
        return False  # "to the Catalan winemaker"
    if before == "number":
        year = prep in ("in", "since", "by", "until") and len(tokens[n - 1].low) == 4 and tokens[n - 1].low.isdecimal()
        return kind == "name" or (year and kind == "word")
    return before in ("name", "date") and kind != before


def _qualifies(tokens: Sequence[Token], n: int, stop: int) -> bool:
    """Whether a preposition belongs to a number: "more than 41", "over 41", "about half"."""
    number = n + 1 < stop and tokens[n + 1].kind == "number"
    lasting = n + 2 < stop and tokens[n + 2].low in TIMES  # "over nine years"
    return (
        number
        and not lasting
        and (tokens[n].low in COMPARISONS or (tokens[n].low == "than" and tokens[n - 1].low in COMPARISONS))
    )


def _is_negated(tokens: Sequence[Token], frame: Frame, before: Frame | None, start: int, left: int | None) -> bool:
    begin = start if left is None else left
    if left is not None and left > start + 1 and tokens[left].low in RELATIVES and tokens[left - 1].low == "of":
        begin = left - 2  # "none of which"
    count = sum(tokens[n].low in NEGATORS for n in range(begin, frame.verb))
    joined = left is None or (tokens[left].low == "that" and before is not None and tokens[before.verb].lemma == "deni")
    if joined and before is not None:
        between = [t for t in tokens[before.verb + 1 : frame.verb] if t.content]
        joined = not between or tokens[frame.verb - 1].low == "from" or left is not None
    if (joined and before is not None and tokens[before.verb].lemma in NEGATING_VERBS) or any(
        tokens[n].lemma in NEGATING_VERBS for n in range(begin, frame.verb) if tokens[n].kind == "word"
    ):
        count += 1
    return count % 2 == 1
