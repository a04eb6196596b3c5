"""English words and phrases by their part in a question: names, dates, plurals. Told by word lists and by shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


AUXILIARIES = _listed(
    """
    is are was were am be do does did has have had will would can could shall should may might must
    isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't won't wouldn't can't couldn't shouldn't
    """
)
BE = _listed("is are was were am be been isn't aren't wasn't weren't")
DO = _listed("do does did don't doesn't didn't")
HAVE = _listed("has have had hasn't haven't hadn't")

INTERROGATIVES = _listed("who whom whose what which when where why how")
PREPOSITIONS = _listed(
    """
    about above across after against along among around at before behind below beside between beyond by despite during
    for from in inside into near of off on onto outside over per since through throughout till to toward towards under
    until upon via with within without
    """
)
PLACING = _listed("in at near from to around outside inside into across through via towards toward within")
"""Prepositions before places."""
DETERMINERS = _listed("a an the this that these those some any each every no all both its his her their our my your")
JOINING = _listed(
    "that if whether when because while although though and but or who what which where why how until unless"
)
"""Words after which another clause may begin."""
PRONOUNS = _listed(
    """
    i you he she it we they me him her us them his hers its their theirs this that these those there then one ones
    someone somebody anyone anybody everyone everybody nobody something anything everything nothing
    """
)

PERSONS = _listed(
    """
    man woman boy girl person child baby father mother son daughter brother sister wife husband widow king queen prince
    princess president minister mayor governor director chairman chairwoman chair leader head chief boss owner founder
    author writer poet painter artist singer actor actress player captain coach striker goalkeeper teacher professor
    doctor nurse lawyer judge magistrate officer soldier general colonel policeman detective prosecutor spokesman
    spokeswoman spokesperson journalist reporter editor analyst expert researcher scientist criminologist student pupil
    imam priest pope bishop suspect victim witness prisoner detainee attacker driver farmer fisherman pilot sailor baker
    manager secretary ambassador diplomat envoy wali candidate winner champion inventor engineer architect
    """
)
MANY = _listed("people men women children police persons staff mice feet teeth sheep cattle fish media data")
NOT_MANY = _listed(
    """
    news series politics physics mathematics economics always perhaps besides towards unless less its his hers theirs
    ours yours yes does was has is this thus us as gas bus plus across
    """
)
_IRREGULAR = _listed(
    """
    been become begun bought brought broken built caught chosen come cut done drawn driven eaten fallen felt fought
    found flown forgotten forced freed given gone got gotten grown had heard held hidden hit hurt kept killed known laid
    led left lent lost made meant met paid put read said seen sent sold set shot shown shut sold spent spoken spread
    stolen struck sunk swum taken taught thought told thrown understood won written born sworn
    """
)
_PAST = _listed(
    """
    became began bought brought broke built came caught chose cut did drew drove ate fell felt fought found flew forgot
    gave went got grew had heard held hid hit hurt kept knew laid led left lent lost made meant met paid put ran rose
    said saw sent sold set shot shut sang sank spent spoke spread stole struck swam took taught thought told threw
    understood won wrote swore stood sat
    """
)
_EVENTS = _listed(
    """
    accident arrest assault assassination attack battle blast bombing campaign concert conference conflict coup crash
    crisis death demonstration earthquake election event explosion festival fight fire flood game hunt incident invasion
    killing march match meeting murder operation outbreak plot protest race raid rally revolution riot robbery ruling
    shooting storm strike summit test tournament trial verdict vote war wedding
    """
)

_NO_ADJECTIVES = _listed("iran japan sudan jordan milan taiwan oman vatican hassan ivan susan jan dan ryan munich")

_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH = "|".join([*_MONTHS, *(rf"{m[:3]}\b\.?" for m in _MONTHS if m != "may"), r"sept\b\.?"])
_YEAR = r"(?:1\d|20|21)\d\d(?![\w%]|[.,:/]\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:\d{{4}}-\d\d-\d\d|\d\d?[/.]\d\d?[/.]\d{{4}}"
    rf"|(?:{_DAY}\s+(?:of\s+)?)?(?:{_MONTH})(?:\s+{_DAY}(?![\w:]))?(?:,?\s+{_YEAR})?"
    rf"|(?:the\s+)?{_YEAR[: _YEAR.index('(?!')]}s|{_YEAR})"
)
_TIME_WORD = r"in|on|since|until|till|before|after|during|by|from"
DATE = re.compile(rf"(?<![\w.,/-]){_DATE}(?!\w)", re.IGNORECASE)
TIME = re.compile(
    rf"\b(?P<word>between|from)\s+(?P<range>{_DATE}\s+(?:and|to|until|till)\s+{_DATE})(?!\w)"
    rf"|\b(?P<before>{_TIME_WORD})\s+(?P<date>{_DATE})(?!\w)",
    re.IGNORECASE,
)
"""A date with the preposition before it."""

WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_CAPITAL = r"(?:[^\W\d_a-z](?<=\w)[^\W_]*|[^\W\d_]{2}-[^\W\d_a-z][^\W_]*)(?:[.'’-][^\W_]+)*"
_TITLE = r"(?:Mr|Mrs|Ms|Dr|Prof|Sir|St)\b\.?"
_NAME = re.compile(
    rf"(?<!\w)(?:{_TITLE}\s+)?{_CAPITAL}(?:\s+(?:(?:of|de|la|el|al|bin|ben|ibn|van|von|du)\s+){{0,2}}{_CAPITAL})*"
)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_SENTENCE_ENDS = re.compile(r"(?:^|[.!?:;“”\"«»\n])\W*$")


@dataclass(frozen=True)
class Phrase:
    """Words where they stand: text[start:end]."""

    text: str
    start: int
    end: int


def names(text: str) -> list[Phrase]:
    """The runs of capitalised words that are no date and no sentence's first word, without a possessive's ending."""
    return list(_names(text))


def _names(text: str) -> Iterator[Phrase]:
    for match in _NAME.finditer(text):
        start, end = match.span()
        words = list(WORD.finditer(text, start, end))
        first = bool(_SENTENCE_ENDS.search(text[:start]))
        while words and (_ordinary(words[0].group()) or _dated(words[0].group())):
            words, first = words[1:], False
        while words and (_dated(words[-1].group()) or words[-1].group().casefold() in PREPOSITIONS):
            words.pop()
        if not words or (first and len(words) == 1 and not words[0].group()[1:2].isupper()):
            continue
        start, end = max(start, words[0].start()), words[-1].end()
        said = _POSSESSIVE.sub("", text[start:end])
        yield Phrase(said, start, start + len(said))


def adjectival(text: str, name: Phrase) -> bool:
    """Whether a name is an adjective before its noun: `French` of "the French language"."""
    said = name.text.casefold()
    if " " in said or not said.endswith(("ian", "an", "ish", "ese", "ch", "ic")) or said in _NO_ADJECTIVES:
        return False
    following = WORD.match(text, name.end + 1) if text[name.end : name.end + 1] == " " else None
    if following is None or said.endswith("stan"):
        return False
    word = following.group()
    return word.islower() and not (word in AUXILIARIES or word in PREPOSITIONS or word in JOINING or past(word))


def _ordinary(word: str) -> bool:
    word = word.casefold()
    return (
        word in AUXILIARIES
        or word in INTERROGATIVES
        or word in PREPOSITIONS
        or word in DETERMINERS
        or word in PRONOUNS
        or word in {"and", "but", "or", "so", "ok", "okay", "then", "also", "if", "because", "while", "tell", "name"}
    )


def _dated(word: str) -> bool:
    return word.casefold() in _MONTHS or word.casefold() in _WEEKDAYS


def dates(text: str) -> list[str]:
    """The dates of a text in its order, without prepositions; a month in small letters counts after one alone."""
    found = []
    for match in DATE.finditer(text):
        sure = (
            match.group()[:1].isupper() or any(c.isdigit() for c in match.group()) or match.group().startswith("the ")
        )
        if sure or any(t.start() < match.start() < t.end() for t in TIME.finditer(text)):
            found.append(match.group())
    return found


def dated(text: str) -> bool:
    """Whether a text is a date and nothing else."""
    return DATE.fullmatch(text) is not None


def many(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    word = word.casefold()
    if word in MANY:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s")) and (
        word not in NOT_MANY
    )  # fmt: skip


def participle(word: str) -> bool:
    """Whether a word looks like a past participle."""
    word = word.casefold()
    return word in _IRREGULAR or (len(word) > 3 and word.endswith("ed"))


def past(word: str) -> bool:
    """Whether a word looks like a verb in the past."""
    word = word.casefold()
    return word in _PAST or (len(word) > 3 and word.endswith("ed"))


def event(phrase: str) -> bool:
    """Whether a noun phrase names something that happens."""
    return any(w.group().casefold().removesuffix("s") in _EVENTS for w in WORD.finditer(head(phrase)))


def person(phrase: str) -> bool:
    """Whether a noun phrase in small letters is of a person, by its head."""
    words = [w.group().casefold() for w in WORD.finditer(head(phrase))]
    return bool(words) and words[-1] in PERSONS


def head(phrase: str) -> str:
    """A noun phrase up to its first preposition, relative or participle clause."""
    words = list(WORD.finditer(phrase))
    for n, word in enumerate(words):
        said = word.group().casefold()
        if n and (said in PREPOSITIONS or said in {"that", "who", "which"} or (n > 1 and participle(said))):
            return phrase[: word.start()].rstrip()
    return phrase
