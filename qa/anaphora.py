"""Pronouns of a question whose antecedents stand in the turns before it, put into words.

One that the question itself explains ("Why did Morocco change its law?") stays, and so do those that stand for nothing
("Is it true that", "How long does it take to", "Are there").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from qa import antecedents
from qa.antecedents import latest, named
from qa.clauses import joined, read
from qa.phrases import (
    AUXILIARIES,
    BE,
    DATE,
    DETERMINERS,
    DO,
    INTERROGATIVES,
    JOINING,
    PERSONS,
    PLACING,
    PREPOSITIONS,
    PRONOUNS,
    WORD,
    dated,
    many,
    names,
    participle,
    past,
)
from qa.turns import Turn

_SUBJECTS = frozenset("he she they".split())
_OBJECTS = frozenset("him them it".split())
_POSSESSIVES = frozenset("his hers its their theirs".split())
_OF_PERSONS = frozenset("he him his she her hers".split())
_OF_SEVERAL = frozenset("they them their theirs".split())
_OF_THINGS = frozenset("it its".split())
_SOMEBODY = frozenset("who whom whose someone somebody anyone anybody everyone everybody nobody".split())
_CLAUSES = frozenset("after as before since".split())  # before a clause, though before a noun too
_PERIODS = frozenset("year month day week decade date time period moment".split())
_GOING = frozenset(
    "get gets go goes going gone went travel travelled move moved return returned sent send fly flew".split()
)
_AFTER_THAT = frozenset(
    """
    true false so why how important possible legal normal common happen happens happened mean means meant begin began
    start started end ended help helped cause caused change changed cost work worked take took matter enough new part
    """.split()
)
_SAYING = frozenset("say says said do did done think thinks thought know knows claim claims claimed".split())
_NUMBERED = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}

_DUMMY = re.compile(
    r"\b(?:is|was|be|been|isn['’]t|wasn['’]t)\s+it\s+(?:(?:really|very|so|still|not|more)\s+)?(?P<how>[^\W\d_]+)\s+"
    r"(?:that|to|for|if|whether)\b(?=\s)|\bit\s+(?:is|was|will\s+be)\s+(?:[^\W\d_]+\s+)?(?:that|to)\b(?=\s)"
    r"|\bit\s+(?:really\s+)?(?:takes?|took|taken|costs?)\b(?=.*\bto\b)|\bit\s+(?:rain|snow)\w*|\bit\s+matters?\b"
    r"|\bit\s+means?\s+(?:to|for|when|if|that)\b|\b(?:is|was)\s+it\s+to\b|\bit\s+makes?\s+sense\b|\bit\s+seems?\b|\btime\s+is\s+it\b|\b(?:was|is)\s+it\s+(?:that|who)\b",
    re.IGNORECASE,
)
_ONE = re.compile(r"\bthe\s+(?P<which>first|second|third|fourth|fifth|last)\s+ones?\b", re.IGNORECASE)
_ONE_ALONE = re.compile(
    r"\bthe\s+(?P<which>first|second|third|fourth|fifth|last)(?=\s*[?.]*$|\s+(?:was|is|were|did)\b)", re.IGNORECASE
)
_OTHERS = re.compile(r"\bthe\s+(?:others|other\s+ones|rest(?!\s+of)|remaining\s+ones)\b", re.IGNORECASE)
_LATTER = re.compile(
    r"(?:(?<=did )|(?<=does ))the\s+former\b"
    r"|\bthe\s+(?:latter\b|former(?=\s*[?.]*$|\s+(?:was|is|were|did|do|does|has|had)\b))",
    re.IGNORECASE,
)

Change = tuple[int, int, str]


def explained(question: str, turns: Sequence[Turn]) -> str:
    """The question with its first pronoun of each kind put into words, as far as the turns hold any."""
    changes: list[Change] = []
    taken: set[str] = set()
    sentence = Sentence(question)
    for n in range(len(sentence.words)):
        kind, change = _change(sentence, n, turns)
        if change and kind in taken:
            return question  # "Did it change it?": nobody knows which is which
        if change:
            taken.add(kind)
            changes.append(change)
    changes += _numbered(question, turns) if not taken else []
    for start, end, said in sorted(changes, reverse=True):
        question = question[:start] + said + question[end:]
    return question


class Sentence:
    """A question's words, and what of them may be an antecedent."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = list(WORD.finditer(text))
        self.said = [w.group().casefold().replace("’", "'") for w in self.words]
        starts = {w.start(): n for n, w in enumerate(self.words)}
        self.names = {starts[name.start]: name for name in names(text) if name.start in starts}
        first = self.words[0].group() if self.words else ""
        if 0 not in self.names and first[:1].isupper() and named(first) == first:
            self.names |= {0: names(f"x {first}")[0]}
        self.dummies = [m.span() for m in _DUMMY.finditer(text) if not participle(m["how"] or "x")]

    @cached_property
    def inverted(self) -> int:
        """The place of the auxiliary before the subject; -2 where there is none."""
        asks = any(w in AUXILIARIES or w in INTERROGATIVES for w in self.said[:2])
        return next((n for n, w in enumerate(self.said) if w in AUXILIARIES), -2) if asks else -2

    def word(self, n: int) -> str:
        """The word at a place, in small letters; empty outside."""
        return self.said[n] if 0 <= n < len(self.said) else ""

    def ends(self, n: int) -> bool:
        """Whether no word of the same clause follows."""
        return n + 1 >= len(self.words) or self.between(n, n + 1).strip() not in {"", "'", "’"}

    def between(self, first: int, second: int) -> str:
        """What stands between two words."""
        return self.text[self.words[first].end() : self.words[second].start()]

    def before(self, n: int, kind: Callable[[int], bool]) -> list[int]:
        """The words before one that may be its antecedent."""
        return [m for m in range(n) if kind(m)]

    def is_person(self, n: int) -> bool:
        """Whether a word may be what "he" or "she" stands for."""
        if n in self.names:
            return self.word(n - 1) not in PLACING
        return self.said[n] in PERSONS or self.said[n] in _SOMEBODY or self.said[n] in _OF_PERSONS

    def is_several(self, n: int) -> bool:
        """Whether a word may be what "they" stands for."""
        said = self.said[n]
        return n in self.names or many(said) or said in _SOMEBODY or said in _OF_SEVERAL or said == "those"

    def is_thing(self, n: int) -> bool:
        """Whether a word may be what "it" stands for."""
        said = self.said[n]
        if n in self.names:
            return True
        if said == "it":
            return not self.dummy(n)
        if said == "who":
            return n == 0
        if said in {"which", "what"}:
            following = self.word(n + 1)
            return n == 0 and following not in AUXILIARIES and not many(following) and not past(following)
        if said not in {"a", "an", "the", "this", "that", "every", "each"} or n + 1 >= len(self.said):
            return False
        last = n + 1
        while last + 1 < len(self.said) and last < n + 4 and not _stops(self.said[last + 1]):
            last += 1
        held = self.said[n + 1 : last + 1]
        return not any(many(w) or w in PERSONS for w in held[:2]) and held[0] not in AUXILIARIES and (
            held[0] not in PREPOSITIONS and held[0] not in _PERIODS
        )  # fmt: skip

    def dummy(self, n: int) -> bool:
        """Whether an "it" stands for nothing."""
        return any(start <= self.words[n].start() < end for start, end in self.dummies)

    def bound(self, n: int, kind: Callable[[int], bool]) -> bool:
        """Whether a pronoun has its antecedent before it in the sentence.

        In the clause of its antecedent an object is another than the subject ("Did Omar meet him?"), and right after
        the first auxiliary stands the subject itself ("What role did he play?").
        """
        held = self.before(n, kind)
        if not held:
            return False
        if any(self.parted(m, n) for m in held):
            return True
        if n - 1 == self.inverted:
            return False
        said = self.said[n]
        if said in _POSSESSIVES or (said == "her" and self.possessive(n)):
            return True
        if said in _SUBJECTS:
            return True
        return said == "it" and (self.word(n + 1) in AUXILIARIES or past(self.word(n + 1)))

    def parted(self, first: int, second: int) -> bool:
        """Whether another clause begins between two words."""
        for n in range(first + 1, second):
            if self.said[n] in JOINING:
                return True
            if self.said[n].endswith("ing") and self.said[n - 1] in PREPOSITIONS:
                return True
            if self.said[n] in _CLAUSES and n + 1 < second and not self.said[n + 1][:1].isdigit():
                return True
            infinitive = self.said[n] == "to" and n + 1 < second and self.said[n + 1] not in DETERMINERS
            if infinitive and n + 1 not in self.names:
                return True
        return any("," in self.between(n, n + 1) for n in range(first, second))

    def possessive(self, n: int) -> bool:
        """Whether "her" belongs to the word after it."""
        following = self.word(n + 1)
        return not self.ends(n) and following not in AUXILIARIES | PREPOSITIONS | JOINING | {"again", "now"}


def _stops(word: str) -> bool:
    return word in AUXILIARIES or word in PREPOSITIONS or word in JOINING or word in DETERMINERS or word in PRONOUNS


def _change(sentence: Sentence, n: int, turns: Sequence[Turn]) -> tuple[str, Change | None]:
    """What becomes of a word, and of which kind it is; None where it stays."""
    said = sentence.said[n]
    if said in _OF_PERSONS:
        if sentence.bound(n, sentence.is_person):
            return "person", None
        return "person", _pronoun(sentence, n, latest(antecedents.one_person, turns))
    if said in _OF_SEVERAL:
        if sentence.bound(n, sentence.is_several):
            return "several", None
        return "several", _pronoun(sentence, n, latest(antecedents.several, turns))
    if said in _OF_THINGS:
        if sentence.dummy(n) or sentence.bound(n, sentence.is_thing):
            return "thing", None
        return "thing", _pronoun(sentence, n, latest(antecedents.one_thing, turns))
    if said in {"these", "those"}:
        return "several", _these(sentence, n, turns)
    if said in {"this", "that"}:
        return _this(sentence, n, turns)
    if said == "there":
        return "place", _there(sentence, n, turns)
    if said == "then":
        return "date", _then(sentence, n, turns)
    return "", None


def _pronoun(sentence: Sentence, n: int, antecedent: str) -> Change | None:
    if not antecedent:
        return None
    word = sentence.words[n]
    said = sentence.said[n]
    if said not in _POSSESSIVES and not (said == "her" and sentence.possessive(n)):
        return word.start(), word.end(), antecedent
    rest = sentence.said[n + 1 :]
    plain = 0 < len(rest) <= 3 and not any(_stops(w) or participle(w) for w in rest)
    if len(antecedent.split()) > 3 and sentence.word(n - 1) in BE and plain:
        last = sentence.words[-1].end()
        return word.start(), last, f"the {sentence.text[word.end() : last].strip()} of {antecedent}"
    return word.start(), word.end(), antecedent + ("’" if antecedent.endswith("s") else "’s")


def _these(sentence: Sentence, n: int, turns: Sequence[Turn]) -> Change | None:
    word, following = sentence.words[n], sentence.word(n + 1)
    found = latest(antecedents.several, turns)
    if not found:
        return None
    auxiliary = sentence.word(n - 1)
    inverted = auxiliary in AUXILIARIES and not many(following) and following not in PREPOSITIONS
    if auxiliary in DO and participle(following):
        return None
    if sentence.ends(n) or following in AUXILIARIES or inverted or (past(following) and not participle(following)):
        return None if any(sentence.parted(m, n) for m in sentence.before(n, sentence.is_several)) else (
            word.start(), word.end(), found
        )  # fmt: skip
    if following in JOINING or following in PREPOSITIONS or sentence.word(n - 1) in JOINING:
        return None
    if participle(following):
        kind = latest(antecedents.kind_of, turns)
        if f"the {kind} {following}" in found:
            return word.start(), sentence.words[n + 1].end(), found
        return (word.start(), word.end(), f"the {kind}") if kind else None
    whole = latest(lambda turn: antecedents.headed_by(following, turn), turns)
    return (word.start(), sentence.words[n + 1].end(), whole) if whole else None


def _this(sentence: Sentence, n: int, turns: Sequence[Turn]) -> tuple[str, Change | None]:
    word, following = sentence.words[n], sentence.word(n + 1)
    if following in _PERIODS and sentence.said[n] == "that":
        return "date", _period(sentence, n, following, turns)
    before = sentence.word(n - 1)
    found = latest(antecedents.one_thing, turns)
    if before in {"before", "after", "since", "until"} and sentence.ends(n):
        found = latest(antecedents.date, turns) or found
    elif sentence.said[:1] == ["where"] and before in BE and sentence.ends(n):
        found = latest(antecedents.place, turns) or found
    if before in _SAYING:
        return "", None
    alone = sentence.ends(n) and (before in AUXILIARIES or before in PREPOSITIONS or past(before) or n + 1 > 2)
    subject = before in AUXILIARIES and (
        following in DETERMINERS or following in PREPOSITIONS or following in _AFTER_THAT or participle(following)
    )
    if alone or subject or (n == 0 and following in AUXILIARIES):
        if not found or any(sentence.parted(m, n) for m in sentence.before(n, sentence.is_thing)):
            return "thing", None
        return "thing", (word.start(), word.end(), found)
    if sentence.ends(n) or _stops(following):
        return "", None
    if before in AUXILIARIES or before in PREPOSITIONS or n == 0:
        whole = latest(lambda turn: antecedents.headed_by(following, turn), turns)
        if whole:
            return "thing", (word.start(), sentence.words[n + 1].end(), whole)
    return "", None


def _period(sentence: Sentence, n: int, period: str, turns: Sequence[Turn]) -> Change | None:
    """ "That year" is the last date's year."""
    found = latest(antecedents.date, turns)
    parted = any(w in {"and", "when"} for w in sentence.said[1:n])
    if not found or parted or DATE.search(sentence.text[: sentence.words[n].start()]):
        return None
    year = re.search(r"\d{4}s?", found)
    if period == "year" and year:
        found = year.group()
    elif period == "month":
        found = re.sub(r"^\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?", "", found)
    start = sentence.words[n].start()
    if sentence.word(n - 1) == "at":
        start = sentence.words[n - 1].start()
    if sentence.word(n - 1) not in PREPOSITIONS - {"at"}:
        found = f"{'on' if re.match(r'[0-3]?[0-9] ', found) else 'in'} {found}"
    return start, sentence.words[n + 1].end(), found


def _there(sentence: Sentence, n: int, turns: Sequence[Turn]) -> Change | None:
    before, following = sentence.word(n - 1), sentence.word(n + 1)
    existing = n == 0 or following in AUXILIARIES
    inverted = before in AUXILIARIES and (
        not sentence.ends(n) or sentence.word(0) in {"how", "what", "which"} or n == 1
    )
    if existing or inverted or before in {"over", "out"} | INTERROGATIVES:
        return None
    found = latest(antecedents.place, turns)
    placed = [m for m in sentence.names if m < n and sentence.word(m - 1) in PLACING]
    if not found or placed:
        return None
    word = sentence.words[n]
    to = before in _GOING or (before in {"people", "someone"} and sentence.word(n - 2) in _GOING)
    return word.start(), word.end(), found if before in PREPOSITIONS else f"{'to' if to else 'in'} {found}"


def _then(sentence: Sentence, n: int, turns: Sequence[Turn]) -> Change | None:
    before = sentence.word(n - 1)
    found = latest(antecedents.date, turns)
    if n == 0 or not found or DATE.search(sentence.text[: sentence.words[n].start()]):
        return None
    word = sentence.words[n]
    if before in {"since", "by", "until", "till", "before", "from", "after"}:
        return word.start(), word.end(), found
    if (
        not sentence.ends(n)
        or before in {"happened", "happens", "came"}
        or before in JOINING
        or len(sentence.words) < 3
    ):
        return None
    preposition = "on" if re.match(r"[0-3]?[0-9] ", found) else "in"
    start = sentence.words[n - 1].start() if before == "back" else word.start()
    return start, word.end(), f"{preposition} {found}"


def _numbered(question: str, turns: Sequence[Turn]) -> list[Change]:
    """ "The first one", "the others", "the latter"."""
    last = next((t for t in reversed(turns) if antecedents.several(t)), None)
    if last is None:
        return []
    valued = [n for v in last.values if (n := named(v)) and not dated(n)]
    if match := _LATTER.search(question):
        pair = valued if len(valued) > 1 else [n.text for n in names(last.question)]
        if len(pair) < 2:
            return []
        return [(*match.span(), pair[-1] if match.group().casefold().endswith("latter") else pair[-2])]
    clause = read(question)
    if clause and clause.noun.startswith("of "):
        return []
    if match := _OTHERS.search(question):
        said = valued[1:] if len(valued) > 1 and len(turns) > 1 else []
        whole = antecedents.listed(said) or re.sub(r"^the\s+", "the other ", antecedents.several(last))
        return [(*match.span(), whole)]
    if match := _ONE.search(question) or (_ONE_ALONE.search(question) if read(question) is None else None):
        place = _NUMBERED[match["which"].casefold()]
        if len(valued) > 1 and place < len(valued):
            return [(*match.span(), valued[place])]
        return [(*match.span(), joined("the", match["which"].casefold(), "of", antecedents.several(last)))]
    return []
