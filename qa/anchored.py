"""Names and places where the question's verb wants them: "led by Karim Tazi", "began in the attic".

Two persons can both have visited a town, but one led the expedition: only verbs and offices of which there is one at a
time are read, and of those only the plain forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.patterns import lazy
from index.terms import terms
from qa.asked import MONTH, NAME, Asked, asked
from qa.synonyms import PLACES, lemma
from qa.words import ADVERBIAL, BODIES, FUNCTION_WORDS, PREPOSITIONS, TIMES


def _lemmas(words: str) -> frozenset[str]:
    return frozenset(lemma(word) for word in words.split())


_MADE = _lemmas("design founded establish build construct write compose paint invent discover murder shoot")
_LED = _lemmas("lead win command captain chair head pilot coach own conduct")
_CHOSEN = _lemmas("appoint elect name choose nominate crown")
_HAPPENED = _lemmas("begin start originate hide bear sign bury crash sink explode land")
_HELD = _lemmas("hold base headquarter locate")
_ALIKE = tuple(map(_lemmas, ("founded establish", "begin start originate", "lead head", "build construct")))
_OFFICES = (
    "mayor|president|captain|director|head|king|queen|owner|coach|chief|author|winner|architect|founder|leader|chairman"
    "|chairwoman|manager|governor|commander|designer|inventor|composer|conductor|pilot|skipper|champion|prime minister"
)
_OTHER = r"(?:deputy|former|vice|assistant|acting|ex|future|late|then|next|honorary|associate)\b"
_NOT_YET = "".join(rf"(?<!{word}[ -])" for word in ("deputy", "former", "vice", "assistant", "acting", "ex", "future"))
SAME_TIME = 180  # days between articles in which "who won" is of one race: what recurs does so yearly or more rarely

_WORD = lazy(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OFFICE = lazy(rf"\bwho (?:is|was) (?:the |its |their )?(?:[\w-]+ ){{0,2}}?({_OFFICES})\b", re.IGNORECASE)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_NO_NAMES = frozenset(terms(f"{MONTH} {_DAYS}".replace("|", " "))) | FUNCTION_WORDS
# between a name and its verb; between "by" and a name; before a name that is no subject; beside one of several
_AUXILIARY = lazy(r"(?:,[^,.;]{1,60},)?(?:\s+(?:has|had|have|who|also|once|later|then|first|[a-z]+ly)){0,3}\s+")
_NO_TITLE = rf"(?!(?:{'|'.join(sorted(PREPOSITIONS))})\s)"
_BY = lazy(
    rf"(?:\s+[a-z]+ly)?\s+by\s+(?:(?:the|an?|its|his|her|their)\s+)?(?:{_NO_TITLE}[a-z][a-z-]*\s+){{0,3}}?(?=[A-Z])"
)
_BECAME = lazy(r"(?:\s+(?:has|had|have|also|then|later)){0,2}\s+(?:was|is|been)(?:\s+[a-z]+ly)?\s+")
_BEFORE = lazy(rf"\b(?:{'|'.join(sorted(PREPOSITIONS))}|and)(?:\s+(?:the|an?))?\s+$|\w,\s+$", re.IGNORECASE)
_TITLE = lazy(r"(?:Dr|Mr|Mrs|Ms|Prof|St|Sen|Gen|Col|Capt|Lt|Sgt|Rev)\.\s+")
_AND = lazy(r"\s+(?:and|&|with|or)\s+(?:[a-z]+\s+){0,3}[A-Z]")
_CLAUSE = lazy(r"[,;:—–]")
_LIST = lazy(r",\s+(?:[A-Z][\w’'-]*\s+){1,3}(?:and\s|,)")

_WHERE = lazy(
    r"(?:\s+(?:again|first|out|down|[a-z]+ly))?\s+(?P<preposition>in|inside|at|on|near|under|behind|aboard)\s+"
    r"(?P<article>the\s+|an?\s+|its\s+|his\s+|her\s+)?"
)
_PHRASE = lazy(
    r"(?:[a-z]+(?:-[a-z]+)*\s+){0,2}?[a-z]+(?:-[a-z]+)*(?=\s*(?:[.,;:!?)\"”]|$)"
    r"|\s(?:and|after|before|when|where|which|who|during|according|as|because|but|while|at|on)\b)"
)
_NO_PLACE = (ADVERBIAL | TIMES) | frozenset(
    """
    hour middle beginning end presence name wake second minute season war past future same earnest time
    """.split()
)
"""What is of time or manner."""
_WIDE = frozenset(
    "building house city country town village world region area scene spot site place field street".split()
)
"""What rules nothing out when it stands by itself."""
# PLACES holds a few cities too, for the names of those who live there
_COUNTRIES = PLACES.keys() - {"paris", "london", "vienna", "venice"}


@dataclass(frozen=True)
class Anchored:
    """A name or a place: text[start:end]."""

    start: int
    end: int
    content: tuple[str, ...]
    """Its terms."""
    frame: str
    """How it is put: "in the" for "in the kitchen", "in" for a name, "in country" for that of one; "body" for a person
    that is none."""
    lasting: bool
    """Whether it is so for ever, as who designed a house, but not who won a race."""


def anchored(question: str, text: str) -> Anchored | None:
    """What a sentence puts in the place that a "who" or "where" asks for; None where it is nothing, or several."""
    kind = asked(question)
    if kind not in {Asked.PERSON, Asked.PLACE}:
        return None
    found = list((_persons if kind is Asked.PERSON else _places)(question, text))
    return found[0] if len({a.content for a in found}) == 1 else None


def exclude(one: Anchored, other: Anchored, texts: tuple[str, str], written: tuple[str, str]) -> bool:
    """Whether only one of them can be so, by their sentences and their articles' dates.

    A town lies in a country, so a country is set against countries alone, and what the other sentence speaks of too is
    not set against it.
    """
    spoken_of = one.content[-1] in terms(texts[1]) or other.content[-1] in terms(texts[0])
    return not spoken_of and one.frame == other.frame and (one.lasting or _near(*written))


def _near(one: str, other: str) -> bool:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) < SAME_TIME
    except ValueError:  # a month, or none
        return False


def _verbs(question: str, text: str, some: frozenset[str]) -> Iterator[re.Match[str]]:
    """Where a text holds the first of some verbs that a question holds."""
    held = next((name for word in _WORD.findall(question) if (name := lemma(word.casefold())) in some), None)
    wanted = {held}.union(*(group for group in _ALIKE if held in group))
    return (word for word in _WORD.finditer(text) if word[0].islower() and lemma(word[0]) in wanted)


def _persons(question: str, text: str) -> Iterator[Anchored]:
    chosen = list(_verbs(question, text, _CHOSEN))
    if (office := _OFFICE.search(question)) and not chosen:
        yield from _holders(office[1].casefold(), text)
        return
    for word in _verbs(question, text, _MADE | _LED):
        lasting = lemma(word[0]) in _MADE
        if by := _BY.match(text, word.end()):
            before = [part for part in _CLAUSE.split(text[: word.start()]) if part.strip()]
            if before and _opens_with(question, before[-1]):
                yield from _person(text, NAME.match(text, by.end()), lasting)
        elif _opens_with(question, text[word.end() :]):
            yield from _person(text, _subject(text, word.start(), _AUXILIARY), lasting)
    for word in chosen:
        subject = _subject(text, word.start(), _BECAME)
        yield from _person(text, subject or NAME.match(text, word.end() + 1), False)


def _opens_with(question: str, words: str) -> bool:
    """Whether the first word that says something is one of the question's: not "a review" for "wrote the novel"."""
    said = [term for term in terms(words) if term not in FUNCTION_WORDS]
    return bool(said) and said[0] in terms(question)


def _subject(text: str, verb: int, between: re.Pattern[str]) -> re.Match[str] | None:
    """The name right before a verb, where it is what the verb is said of."""
    for name in NAME.finditer(text, 0, verb):
        if between.fullmatch(text, name.end(), verb) and not _BEFORE.search(text[: name.start()]):
            opens = not text[: name.start()].strip(" \"“‘'(")
            return None if opens and len(name[0].split()) == 1 else name
    return None


def _holders(office: str, text: str) -> Iterator[Anchored]:
    """Names that stand beside an office: "the mayor of Fez, Lamia Bensouda", "Lamia Bensouda, the mayor"."""
    named = re.escape(office)
    for match in re.finditer(
        rf"{_NOT_YET}\b{named}(?:\s+of\s+[^,.;]{{1,40}},)?,?\s+(?:is\s+|was\s+)?(?=[A-Z])", text, re.IGNORECASE
    ):
        yield from _person(text, NAME.match(text, match.end()), False)
    beside = rf"(?:,|\s+is|\s+was)\s+(?:the|its|their)\s+(?:(?!{_OTHER})[\w-]+\s+){{0,2}}?{named}\b"
    for name in NAME.finditer(text):
        if re.match(beside, text[name.end() :]):
            yield from _person(text, name, False)


def _person(text: str, name: re.Match[str] | None, lasting: bool) -> Iterator[Anchored]:
    if name and (title := _TITLE.match(text, name.start())):
        name = NAME.match(text, title.end())
    if name is None or _AND.match(text, name.end()) or _LIST.match(text, name.end()):
        return
    start = name.start() + (4 if name[0].startswith("The ") else 0)
    content = tuple(terms(text[start : name.end()]))
    if content and not set(content) <= _NO_NAMES:
        body = "body" if BODIES & set(name[0].casefold().split()) else ""
        yield Anchored(start, name.end(), content, body, lasting)


def _places(question: str, text: str) -> Iterator[Anchored]:
    for word in _verbs(question, text, _HAPPENED | _HELD):
        put = _WHERE.match(text, word.end())
        name = NAME.match(text, put.end()) if put else None
        place = name or (_PHRASE.match(text, put.end()) if put else None)
        if not put or not place:
            continue
        content = tuple(terms(place[0]))
        known = {lemma(w) for w in _WORD.findall(place[0].casefold())} & {lemma(w) for w in _NO_PLACE}
        if known or place[0] in _WIDE or set(content) <= _NO_NAMES or _AND.match(text, place.end()):
            continue
        definite = " the" if (put["article"] or "").strip() in {"the", "its", "his", "her"} and not name else ""
        country = " country" if set(place[0].casefold().split()) & _COUNTRIES else ""
        frame = f"{put['preposition'].replace('inside', 'in')}{definite}{country}"
        yield Anchored(place.start(), place.end(), content, frame, lemma(word[0]) in _HAPPENED)
