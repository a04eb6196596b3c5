"""A question taken apart: what it asks for, its auxiliary, its subject and the rest. English, without a parser."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.phrases import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    DO,
    HAVE,
    INTERROGATIVES,
    JOINING,
    PREPOSITIONS,
    PRONOUNS,
    WORD,
    adjectival,
    many,
    names,
    participle,
    past,
)

_MEASURES = frozenset("many much old long far often large big high tall fast deep wide heavy soon early late".split())
_LATE_VERBS = (" have", " want", " need", " use", " make", " get")
_RANKING = frozenset("first second third last latest new old former next main only whole".split())
_SUBJECT_STOPS = PREPOSITIONS - {"of"} | JOINING


@dataclass(frozen=True)
class Clause:
    """A question's parts, each as typed; what it lacks is empty."""

    asking: str
    """`How many`, `Why`, `By whom`; empty for a question of yes or no."""
    noun: str
    """What is asked of: `people` of "How many people"."""
    auxiliary: str
    subject: str
    """Between the auxiliary and the verb; empty where what is asked for is the subject."""
    predicate: str

    @property
    def counting(self) -> bool:
        """Whether it asks how many."""
        return self.asking.casefold().endswith("how many")

    @property
    def passive(self) -> bool:
        """Whether something is done to the subject."""
        return self.auxiliary.casefold() in BE and participle(self.predicate.partition(" ")[0])

    @property
    def text(self) -> str:
        """The question."""
        said = joined(self.asking, self.noun, self.auxiliary, self.subject, self.predicate)
        return f"{said[:1].upper()}{said[1:]}?"

    @property
    def things(self) -> str:
        """What is asked of, as a noun phrase with all that the question says of it; empty where there is no noun."""
        noun = re.sub(r"^of\s+(?:the\s+)?", "", self.noun)
        if not noun:
            return ""
        auxiliary = self.auxiliary
        if self.subject and auxiliary.casefold() in DO and self.predicate.endswith("have"):
            return joined("the", noun, "of", self.subject, self.predicate[: -len("have")].rstrip())
        if self.subject:
            auxiliary = "" if auxiliary.casefold() in {"do", "does"} else auxiliary
            return joined("the", noun, "that", self.subject, auxiliary, self.predicate)
        if self.passive:
            return joined("the", noun, self.predicate)
        if not joined(auxiliary, self.predicate) or self.predicate.casefold() == "there":
            return f"the {noun}"
        return joined("the", noun, "that", auxiliary, self.predicate)


def joined(*parts: str) -> str:
    """The parts that are not empty, with spaces."""
    return " ".join(p for p in parts if p)


def read(question: str) -> Clause | None:
    """The parts of a question; None where it does not begin as one."""
    text = question.strip().rstrip("?!. ")
    words = list(WORD.finditer(text))
    said = [w.group().casefold().replace("’", "'") for w in words]
    if not words:
        return None

    def cut(first: int, last: int) -> str:
        if first >= last:
            return ""
        return text[words[first].start() : words[last].start() if last < len(words) else len(text)].strip(" ,")

    n = 1 if said[0] in PREPOSITIONS and said[1:2] and said[1] in INTERROGATIVES else 0
    if said[n] not in INTERROGATIVES:
        if said[0] not in AUXILIARIES:
            return None
        end = _subject_end(text, words, said, 1, said[0])
        return Clause("", "", cut(0, 1), cut(1, end), cut(end, len(words)))
    begin = n
    n += 1
    following = said[n] if n < len(said) else ""
    if following == "else" or (said[begin] == "how" and following in _MEASURES):
        n += 1
    noun_end = n
    if said[n - 1] in {"many", "much", "which", "what", "whose"}:
        noun_end = _noun_end(said, n, what=said[n - 1] == "what")
    asking, noun = cut(0, n), cut(n, noun_end)
    tail = ""
    if noun_end == n and said[n - 1] in {"where", "when", "why", "how"} and said[n : n + 1] and said[n] in PREPOSITIONS:
        noun_end = next((m for m in range(n, len(said)) if said[m] in AUXILIARIES), len(said))
        tail, noun = cut(n, noun_end), ""
    if noun_end == len(words) or said[noun_end] not in AUXILIARIES:
        return Clause(asking, noun, "", "", cut(noun_end, len(words)))
    after = noun_end + 1
    auxiliary = said[noun_end]
    if (noun or said[n - 1] in {"who", "what", "which", "else", "many"}) and _asks_for_subject(
        said, after, auxiliary, text, words, noun=bool(noun)
    ):
        return Clause(asking, noun, cut(noun_end, after), "", cut(after, len(words)))
    fronted = bool(noun) or said[n - 1] in {"who", "whom", "what"}
    end = _subject_end(text, words, said, after, auxiliary, fronted=fronted)
    return Clause(asking, noun, cut(noun_end, after), cut(after, end), joined(cut(end, len(words)), tail))


def _noun_end(said: list[str], first: int, *, what: bool) -> int:
    """Where the noun after "how many" or "which" ends; after "what" it is a noun before an auxiliary alone."""
    if said[first : first + 1] == ["of"]:
        ends = (n for n in range(first, len(said)) if said[n] in AUXILIARIES or (n > first + 2 and _acts(said[n])))
        return next(ends, min(first + 3, len(said)))
    stop = first
    while stop < min(first + 5, len(said)) and said[stop] not in AUXILIARIES:
        if stop > first and (said[stop] in PREPOSITIONS - {"of"} or said[stop] in JOINING or past(said[stop])):
            break
        stop += 1
    if stop < len(said) and said[stop] in AUXILIARIES:
        return stop
    if what or stop == first:
        return first
    if stop < len(said) and past(said[stop]):
        return stop
    several = [n for n in range(first, stop) if many(said[n])]
    return several[-1] + 1 if several and (many(said[first]) or said[first - 1] == "many") else first + 1


def _acts(word: str) -> bool:
    return past(word) and not participle(word)


def _asks_for_subject(
    said: list[str], after: int, auxiliary: str, text: str, words: list[re.Match[str]], *, noun: bool
) -> bool:
    if after >= len(said):
        return True
    following = said[after]
    if auxiliary in DO or following in DETERMINERS or (following in PRONOUNS and following != "there"):
        return False
    if any(name.start == words[after].start() for name in names(text)):
        return False
    if auxiliary in BE:
        return noun or participle(following) or following.endswith("ing") or following in PREPOSITIONS
    if auxiliary in HAVE:
        return participle(following)
    return not many(following)


def _subject_end(
    text: str, words: list[re.Match[str]], said: list[str], first: int, auxiliary: str, *, fronted: bool = False
) -> int:
    """The first word after the subject that begins at `first`; a fronted object leaves the verb at the end."""
    if first >= len(said):
        return first
    if said[first] in PRONOUNS and (said[first] not in DETERMINERS or first + 1 == len(said)):
        return first + 1
    stop = next((n for n in range(first + 1, len(said)) if said[n] in _SUBJECT_STOPS), len(said))
    called = names(text)
    for name in called:
        if name.start == words[first].start() and not adjectival(text, name):
            after = next((n for n, w in enumerate(words) if w.start() >= name.end), len(words))
            if text[name.end : name.end + 2] in {"'s", "’s"}:
                return min(after + 1, len(said))
            if said[after : after + 1] == ["and"]:
                pair = next((m for m in called if after + 1 < len(words) and m.start == words[after + 1].start()), name)
                return next((n for n, w in enumerate(words) if w.start() >= pair.end), len(words))
            return after
    if auxiliary in BE:
        for n in range(first + 1, len(said)):
            if (
                n < stop
                and participle(said[n])
                and (n + 1 == len(said) or n > first + 1 or said[first] not in DETERMINERS)
            ):
                return n
        if stop < len(said):  # the price of water in Marrakesh; but: the dockers in Agadir paid
            return next((n for n in range(stop, len(said)) if participle(said[n])), len(said))
        return len(said)
    second = next((n for n in range(first + 2, stop) if said[n] in DETERMINERS), stop)
    if second - first == 1:
        return first + 1
    if said[first] not in DETERMINERS and many(said[first]):
        return first + 1
    of = next((n for n in range(first, second) if said[n] == "of"), None)
    if of is not None and of + 2 < second:
        return of + 2 if said[of + 1] not in DETERMINERS else of + 3
    if of is not None:
        return second
    described = said[first + 1] in _RANKING or any(w.group()[0].isupper() for w in words[first + 1 : second - 1])
    if second == stop == len(said) and said[first] in DETERMINERS and second - first > 3 and not fronted | described:
        return first + 2
    return second - 1


def with_noun(predicate: str, noun: str) -> str:
    """A predicate with its object back in its place: before the first preposition, or after a verb at the end."""
    if predicate.endswith(_LATE_VERBS):
        return joined(predicate, noun)
    for word in WORD.finditer(predicate):
        if word.start() and word.group().casefold() in PREPOSITIONS - {"of"}:
            return joined(predicate[: word.start()].rstrip(), noun, predicate[word.start() :])
    return joined(predicate, noun)
