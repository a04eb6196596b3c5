"""What the turns of a conversation leave to be spoken of: persons, things, several of them, places, dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from index.terms import terms
from qa.clauses import Clause, joined, read
from qa.phrases import (
    AUXILIARIES,
    DATE,
    JOINING,
    PERSONS,
    PLACING,
    PREPOSITIONS,
    WORD,
    Phrase,
    adjectival,
    dated,
    dates,
    event,
    head,
    many,
    names,
    participle,
    person,
)
from qa.turns import Turn
from qa.words import FUNCTION_WORDS

LONGEST = 200  # characters of a noun phrase: beyond that it is no help to a search
_STARTS = frozenset("a an the".split())
_NEAR, _VERB_WITHIN = 40, 3  # characters and words from a name to its verb: ", who will lead"
_KEYWORDS = 5  # words: what is no question and longer is a sentence, whose verbs look like plurals
_TIMES = frozenset("year month week day century decade time date moment period way name".split())
_OWNED = frozenset("its his her their".split())
_WITHIN = frozenset("of for".split())  # prepositions that belong to the noun before them
_AT = frozenset("in at near into against inside outside".split())  # the fire at the market
_TITLED = re.compile(r"(?:Mr|Mrs|Ms|Dr|Prof|Sir)\b")
_WHO = re.compile(
    rf"\bwho(?:m|se)?\b|\b(?:what|which)\s+(?:[\w-]+\s+)?(?:{'|'.join(sorted(PERSONS))})\b|['’]s\s+name\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\bwhere\b|\b(?:what|which)\s+(?:city|country|town|region|place)\b", re.IGNORECASE)
_WHEN = re.compile(r"\bwhen\b|\b(?:what|which)\s+(?:year|date|day|month|decade|century|time)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:\b\d[\d,.]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|many|several|some|the))"
    r"\s+((?:[^\W\d_A-Z]+\s+)?)([^\W\d_A-Z]+)",
)


def latest(find: Callable[[Turn], str], turns: Sequence[Turn]) -> str:
    """What is found in the last turn that holds it; empty where none does."""
    for turn in reversed(turns):
        found = find(turn)
        if found and len(found) <= LONGEST:
            return found
    return ""


def one_person(turn: Turn) -> str:
    """The person that a turn speaks of."""
    question = list(_persons(turn.question))
    question = [n for n in question if " " in n] or question
    if not asked_thing(turn):
        question += list(_persons_in_words(turn.question))
    valued = [n for v in turn.values if (n := named(v))]
    answered = [n for n in _persons(turn.answer) if " " in n]
    if _WHO.search(turn.question):
        new = list(dict.fromkeys(n for n in answered if n not in turn.question))
        if not valued and len(new) > 1:
            acting = [n for n in new if _acts_as_asked(turn, n)]
            return acting[0] if len(acting) == 1 else ""  # which of them is not told
        found = [*valued[:1], *new[:1], *question[-1:]]
    else:
        found = [*question[-1:], *(v for v in valued if " " in v), *answered[:1]]
    return found[0] if found else ""


def _acts_as_asked(turn: Turn, name: str) -> bool:
    """Whether the answer has a name right before the verb that the question has: "Ann Low, who leads it"."""
    clause = read(turn.question)
    asked = set(terms(clause.predicate.partition(" ")[0])) if clause else set()
    at = turn.answer.find(name) + len(name)
    behind = [word.group() for word in WORD.finditer(turn.answer, at, at + _NEAR)][:_VERB_WITHIN]
    return any(stem in asked for word in behind for stem in terms(word) if stem not in FUNCTION_WORDS)


def one_thing(turn: Turn) -> str:
    """The thing, event or named body that a turn speaks of."""
    if valued := asked_thing(turn):
        return valued
    phrases = [_within(p) if many(_last_word(head(p))) else p for p in _all_phrases(turn)]
    phrases = [p for p in phrases if p and not person(p) and not many(_last_word(head(p)))]
    if phrases:
        return phrases[-1]
    plain = [
        n.text
        for n in names(turn.question)
        if (" " not in n.text or after_placing(turn.question, n)) and not adjectival(turn.question, n)
    ]
    return plain[-1] if plain else ""


def _all_phrases(turn: Turn) -> Iterator[str]:
    clause = read(turn.question)
    if clause and clause.noun:
        yield from _phrases(clause.noun)
    yield from noun_phrases(turn.question)


def _within(phrase: str) -> str:
    """`the club` of "the mentors of the club"."""
    found = re.search(r"\bof (the .+)$", phrase)
    return found[1] if found else ""


def one_event(turn: Turn) -> str:
    """What happened, where the question names it by a noun."""
    phrases = [p for p in noun_phrases(turn.question) if event(p)]
    return phrases[-1] if phrases else ""


def several(turn: Turn) -> str:
    """Those that a turn speaks of, as a plural noun phrase."""
    clause = read(turn.question)
    valued = [n for v in turn.values if (n := named(v))]
    if clause and clause.noun and not clause.counting and many(_last_word(head(clause.noun))) and len(valued) > 1:
        return listed(valued)
    if clause and clause.noun and many(_last_word(head(clause.noun.removeprefix("of ")))):
        whole = clause.things
        return whole if len(whole) <= LONGEST else joined("the", re.sub(r"^of\s+(the\s+)?", "", clause.noun))
    if clause and clause.asking.casefold() in {"who", "who else"} and not clause.subject:
        if len(valued) > 1:
            return listed(valued)
        if clause.passive:
            return joined("the people", clause.predicate)
    together = re.search(r"(?:^|\s)and\s", turn.question)
    pair = names(turn.question)
    if together and len(pair) > 1:
        for first, second in pairwise(pair):
            if turn.question[first.end : second.start].strip() == "and":
                return f"{first.text} and {second.text}"
    return _plural_phrase(turn.question, clause) or _counted(turn.answer) or _body(turn)


def kind_of(turn: Turn) -> str:
    """The noun that the turn's several are called by: `people`, `ISIS cells`."""
    clause = read(turn.question)
    if clause and clause.noun:
        return re.sub(r"^of\s+(?:the\s+)?", "", head(clause.noun.removeprefix("of ")))
    return re.sub(r"^the\s+", "", head(several(turn)))


def place(turn: Turn) -> str:
    """Where it was."""
    if _WHERE.search(turn.question):
        for value in turn.values:
            if found := named(value):
                return found
    for text in (turn.question, turn.answer):
        placed = [n.text for n in names(text) if after_placing(text, n) and not adjectival(text, n)]
        if placed:
            return placed[-1 if text is turn.question else 0]
        if text is turn.question and (of := [n.text for n in names(text) if re.search(r"\bof\s$", text[: n.start])]):
            return of[-1]
        if text is turn.question and (at := re.findall(r"\b(?:in|at|near) ((?:the|a) [^\W\d_A-Z]+)(?=\W*$|\s)", text)):
            return re.sub(r"^a ", "the ", str(at[-1]))
    clause = read(turn.question)
    return clause.subject if clause and " " not in clause.subject and named(clause.subject) == clause.subject else ""


def date(turn: Turn) -> str:
    """When it was."""
    valued = [d for v in turn.values for d in dates(v)]
    questioned, answered = dates(turn.question), dates(turn.answer)
    if _WHEN.search(turn.question):
        found = [*valued[:1], *answered[:1], *questioned[-1:]]
    else:
        found = [*questioned[-1:], *valued[:1], *answered[:1]]
    return found[0] if found else ""


def headed_by(noun: str, turn: Turn) -> str:
    """The noun phrase of a turn whose head is this noun."""
    clause = read(turn.question)
    if clause and clause.noun and _same(_last_word(head(clause.noun)), noun):
        return clause.things
    phrases = [p for p in noun_phrases(turn.question) if _same(_last_word(head(p)), noun)]
    return phrases[-1] if phrases else ""


def asked_thing(turn: Turn) -> str:
    """The answer to a "which" or "what", where it is a name and not a person's."""
    clause = read(turn.question)
    if clause is None or clause.asking.casefold() not in {"which", "what"} or len(turn.values) != 1:
        return ""
    noun = _last_word(head(clause.noun or clause.subject))
    found = named(turn.values[0])
    return "" if person(noun) or many(noun) or dated(found) else found


def named(value: str) -> str:
    """The name that a value is or holds."""
    found = names(f"x {value}")
    return found[0].text if found else ""


def listed(values: Sequence[str]) -> str:
    """`A, B and C`."""
    return " and ".join([", ".join(values[:-1]), values[-1]]) if len(values) > 1 else "".join(values)


def after_placing(text: str, name: Phrase) -> bool:
    """Whether a name stands after a preposition of place."""
    before = list(WORD.finditer(text[: name.start]))
    return bool(before) and before[-1].group().casefold() in PLACING


def noun_phrases(question: str) -> Iterator[str]:
    """The noun phrases with an article, as `the ...`, with what belongs to them; a subject is kept whole."""
    clause = read(question)
    owner = clause.subject if clause and names(f"x {clause.subject}") else ""
    if clause and clause.subject:
        if clause.predicate:
            yield from _phrases(clause.subject, whole=True)
        else:
            yield from list(_phrases(clause.subject))[:1]
        yield from _phrases(clause.predicate, owner=owner)
    elif clause:
        yield from _phrases(clause.predicate)
    else:
        yield from _phrases(question)


def _phrases(text: str, *, whole: bool = False, owner: str = "") -> Iterator[str]:
    words = list(WORD.finditer(text))
    n = 0
    while n < len(words):
        said = words[n].group().casefold()
        owned = bool(owner) and said in _OWNED
        if (said not in _STARTS and not owned) or n + 1 == len(words):
            n += 1
            continue
        end = len(words) if whole and n == 0 else _phrase_end(text, words, n + 1)
        if end > n + 1:
            phrase = "the " + text[words[n + 1].start() : words[end - 1].end()]
            if not DATE.search(phrase) and _last_word(head(phrase)).casefold() not in _TIMES:
                yield f"{phrase} of {owner}" if owned else phrase
        n = max(end, n + 1)


def _phrase_end(text: str, words: list[re.Match[str]], first: int) -> int:
    called = names(text)
    n = first
    while n < len(words):
        said = words[n].group().casefold()
        apart = n > first and text[words[n - 1].end() : words[n].start()].strip(" '’") != ""
        if apart or said in AUXILIARIES or said in JOINING or (said in _STARTS and n > first and not _joins(words, n)):
            return n
        if said in PREPOSITIONS and said not in _WITHIN:
            if n > first and said in _AT and n + 2 < len(words) and words[n + 1].group().casefold() in _STARTS:
                n += 2
                continue
            following = words[n + 1].start() if n + 1 < len(words) else -1
            name = next((c for c in called if c.start == following), None)
            if name is None or said in {"since", "until", "by", "to"}:
                return n
            return next((m for m in range(n, len(words)) if words[m].start() >= name.end), len(words))
        if n > first and participle(said) and not (n + 1 < len(words) and words[n + 1].group().casefold() in PLACING):
            return n
        n += 1
    return n


def _joins(words: list[re.Match[str]], n: int) -> bool:
    return words[n - 1].group().casefold() in _WITHIN


def _persons(text: str) -> Iterator[str]:
    for name in names(text):
        if many(name.text) or adjectival(text, name):
            continue
        if _surely_person(name.text) or (not after_placing(text, name) and not _body_like(text, name)):
            yield name.text


def _persons_in_words(question: str) -> Iterator[str]:
    yield from (p for p in noun_phrases(question) if person(p))


def _body_like(text: str, name: Phrase) -> bool:
    """Whether a name is an acronym, holds a digit, or stands after "of" or an article."""
    before = [w.group().casefold() for w in WORD.finditer(text[: name.start])][-1:]
    return name.text.isupper() or any(c.isdigit() for c in name.text) or before in (["of"], ["the"], ["a"], ["an"])


def _surely_person(name: str) -> bool:
    return _TITLED.match(name) is not None


def _plural_phrase(question: str, clause: Clause | None) -> str:
    if clause and clause.subject and many(_last_word(head(clause.subject))):
        return re.sub(r"^(?:the |a |an )?", "the ", clause.subject, count=1)
    text = clause.predicate if clause else question
    if clause is None and len(text.split()) > _KEYWORDS:
        return ""
    words = list(WORD.finditer(text))
    for n in reversed(range(len(words))):
        if not many(words[n].group()) or words[n].group()[0].isupper():
            continue
        first = n
        while first and n - first < 2 and _describes(words[first - 1].group()):
            first -= 1
        end = _phrase_end(text, words, n + 1) if n + 1 < len(words) and _goes_on(words[n + 1].group()) else n + 1
        return "the " + text[words[first].start() : words[end - 1].end()]
    return ""


def _goes_on(word: str) -> bool:
    return word.casefold() in _WITHIN or word.casefold() in PLACING


def _describes(word: str) -> bool:
    said = word.casefold()
    return said.endswith(("al", "an", "ic", "ive", "ous", "ish", "ese", "ary")) and said not in PREPOSITIONS


def _counted(answer: str) -> str:
    for match in _COUNTED.finditer(answer):
        for noun in (match[1].strip(), match[2]):
            if noun and many(noun) and noun != "times":
                return joined("the", match[1].strip() if noun != match[1].strip() else "", noun)
    return ""


def _body(turn: Turn) -> str:
    """A named body, which "they" can stand for."""
    if valued := asked_thing(turn):
        return valued
    question = turn.question
    called = [n for n in names(question) if not after_placing(question, n) and not adjectival(question, n)]
    if called:
        return called[-1].text
    clause = read(question)
    return next(_phrases(clause.subject, whole=bool(clause.predicate)), "") if clause else ""


def _last_word(phrase: str) -> str:
    words = WORD.findall(phrase)
    return words[-1] if words else ""


def _same(first: str, second: str) -> bool:
    return first.casefold() == second.casefold() and bool(first)
