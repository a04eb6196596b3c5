"""What a question asks for, told from its words, and where a text holds such things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache

from corpus.patterns import lazy
from index.terms import terms
from qa.introductions import introduces
from qa.measures import REMEMBERED, dimension, dimensions, measure_asked, worded
from qa.measures import counts as counts_measured
from qa.numerals import numerals
from qa.synonyms import PLACES
from qa.words import FUNCTION_WORDS


class Asked(Enum):
    """The kind of thing that answers a question."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    MEANING = "meaning"
    """What a short form stands for."""
    ROLE = "role"
    """Who somebody is whom the question names."""
    ANYTHING = "anything"


_PERSONS = "person|man|woman|king|queen|emperor|president|minister|scientist|author|leader|general|official|expert"
_PLACES = """city|cities|country|countries|town|towns|region|place|places|state|province|river|island|area|village|
port|location""".replace("\n", "")
_ADJECTIVES = r"(?:(?!(?:do|does|did|has|have|had|can|will|would|should)\b)[\w-]+ ){0,2}?"  # "which northern port city"
_MOST = r"(?:is|was) the (?:capital|largest|biggest|smallest|nearest|oldest|first|last) (?:[\w-]+ )?"

PATTERNS = {
    Asked.MEANING: re.compile(
        r"\bstands? for\b|\b(?:abbreviation|acronym|initials) (?:of|for)\b|\bshort for\b"
        r"|\bwhat does [A-Z]{2,}(?:[A-Za-z]*[A-Z])? mean\b",
        re.IGNORECASE,
    ),
    Asked.NUMBER: re.compile(  # beside what measures: qa.measures
        rf"\bhow (?:many|often|large|big)\b|\b(?:what|which) (?:is |was |are |were )?(?:the )?{_ADJECTIVES}"
        r"(?:number|amount|sum|population|size|distance)\b",
        re.IGNORECASE,
    ),
    Asked.DATE: re.compile(
        rf"\bwhen\b|\b(?:what|which) (?:{_ADJECTIVES}|{_MOST})(?:year|date|day|month|decade|century|era|time)\b"
        r"|\b(?:what|which) (?:years|dates|days|months|decades|centuries)\b",
        re.IGNORECASE,
    ),
    Asked.REASON: re.compile(
        r"\bwhy\b|\b(?:what|which) (?:is|was|were|are)? ?(?:the )?(?:reason|cause|purpose)s?\b"
        r"|\bfor what (?:reason|purpose)\b|\bwhat (?:caused|prompted|led to)\b",
        re.IGNORECASE,
    ),
    Asked.PLACE: re.compile(
        rf"\bwhere\b|\b(?:what|which) (?:{_ADJECTIVES}|{_MOST})(?:{_PLACES})\b", re.IGNORECASE
    ),
    Asked.PERSON: re.compile(
        rf"\bwho(?:m|se)?\b|\b(?:what|which) (?:{_ADJECTIVES}|{_MOST})(?:{_PERSONS})\b", re.IGNORECASE
    ),
}  # fmt: skip

_SEVERAL = re.compile(
    r"\b(?:which|what) (?:are |were )?(?:the |other |kinds? of |types? of |sorts? of )*"
    r"(?:[\w-]+ ){0,2}?(?!(?:does|was|is|has|this|his|its|as|us)\b)(?:[a-z-]+[^su\W]s|people|men|women|children)\b"
    r"(?!\s+(?:in|the|an?|to|when|if|at|on|with|of|from)\b)"
    r"|\b(?:list|name|enumerate)\b.*\b(?:all|every|the [\w-]+s)\b|\bwho (?:are|were)\b"
    r"|\bwhat (?:does|did|do) .* (?:advise|recommend|suggest|propose|urge)\b|\bwhat (?:else|all)\b",
    re.IGNORECASE,
)
COUNTED = re.compile(r"\bhow many\s+((?:[^\W\d_][\w'’-]*\s+){0,3}[^\W\d_][\w'’-]*)", re.IGNORECASE)

_ONE = lazy(r"\bone\b(?= [a-z])", re.IGNORECASE)
_NOBODY = re.compile(r"\b(?:nobody|no one|none)\b", re.IGNORECASE)

NAME = re.compile(
    r"[^\W\d_a-z][\w’'-]*(?:\s+(?:[a-z]{2}-|(?:de|of|the|von|van|bin|ibn|der|la|le)\s+)?[^\W\d_a-z][\w’'-]*)*"
)
_WHO_IS = lazy(
    rf"^\W*(?i:who(?:['’]s|\s+(?:is|was|are|were)))\s+(?:(?:Dr|Mr|Mrs|Ms|Prof|Sir)\.?\s+)?({NAME.pattern})\W*$"
)
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DATE = re.compile(
    rf"(?:\b{_DAY},?\s+)?(?:\b\d{{1,2}}(?:st|nd|rd|th)?\s+)?\b{MONTH}\b(?:\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d))?(?:,?\s+\d{{4}}\b)?"
    r"|\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)\b|\b\d{4}-\d\d(?:-\d\d)?\b"
    rf"|\b(?:1\d{{3}}|20\d\d)s?\b|\b{_DAY}s?\b"
    r"|\b(?:\d{1,2}(?:st|nd|rd|th)|[a-z]+(?:teenth|tieth|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|twelfth|eleventh|tenth))[\s-]+(?:century|centuries)\b"
    r"|\b(?i:yesterday|today|tomorrow|(?:last|next|this)\s+(?:week|month|year))\b"
    r"|\b\w+(?:-\w+){0,3}\s+(?:years|months|days)\s+ago\b"
)
TIME = re.compile(
    r"\b(?:[01]?\d|2[0-3])(?:[.:][0-5]\d)?\s?(?:[ap]\.m\b\.?|[ap]m\b)"
    r"|(?<=\b(?:at|by)\s)(?:[01]?\d|2[0-3]):[0-5]\d\b(?![:\d])"
    r"|\b(?:[01]?\d|2[0-3]):[0-5]\d(?=\s(?:GMT|UTC|local time)\b)",
    re.IGNORECASE,
)
# the word that asks; the name of what a later word tells; and what comes before it: "When it fell, who was there?"
_ASKS = lazy(r"\b(?:who(?:m|se)?|what|which|where|when|why|how)\b", re.IGNORECASE)
_NAME_OF = lazy(r"(?:what|which)(?:\s+[\w’'-]+){0,3}?\s+(?:names?|one)\s+of\b", re.IGNORECASE)
_IS = lazy(r"\b(what|who|how|when|where)['’]s\b", re.IGNORECASE)
_CONJUNCTIONS = frozenset("when while after before if as because since where".split())
_CLAUSE_BEFORE = lazy(
    r"^\w+\s+(?!(?:is|was|are|were|do|does|did|will|would|has|have|had|can|could|should|must)\b)"
    r"[^,?]*,\s+(?!(?:and|or|but)\b)(?=(?:[a-z]+\s+)?(?:who|whom|whose|what|which|where|when|why|how)\b)",
    re.IGNORECASE,
)
_WHAT_TIME = re.compile(r"\b(?:what|which) time\b(?! of (?:the )?year)", re.IGNORECASE)
_IN_PLACE = re.compile(
    r"\b(?i:in|at|near|from|to|into|of|across|throughout|towards?|outside|around|between|on|off|through)\s+"
    r"(?:the\s+|an?\s+)?(?:[a-z]+\s+){0,2}?(?=[^\W\d_a-z])"
)
_AND = re.compile(r"(?:,\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+)(?:the\s+)?(?=[^\W\d_a-z])")
_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|in order to|so that|so as to|as a result"
    r"|since(?!\s+(?:[\w'’-]+\s+){0,2}(?:1\d{3}|20\d\d|then|last)\b)"
    r"|caus\w+|led to|leading to"
    r"|reasons?|for fear|therefore|after|results? (?:of|from)|in response|to (?:avoid|prevent|protect|ensure|make|allow"
    r"|keep|gain|reduce|help|stop|escape|meet|support|give|get|increase|force|persuade|show))\b",
    re.IGNORECASE,
)
_SHORT_FORM = re.compile(r"\b[A-Z]{2,}(?:[A-Za-z]*[A-Z])?\b")
NO_NAMES = frozenset(terms(f"{MONTH} Monday Tuesday Wednesday Thursday Friday Saturday Sunday".replace("|", " ")))
# `RABAT, 20 October 2016 (MAP) —`: names, numbers and brackets before a dash
_PART = r"(?:[^\W\d_a-z][\w.'’/-]*|\d{1,4}|\([^()\n]{1,40}\))"
DATELINE = lazy(rf"{_PART}(?:[,\s]{{1,3}}{_PART}){{0,8}}\s?[—–-]\s")
_DIGIT_OR_BRACKET = lazy(r"[\d(]")
_IN = lazy(r"\b(?i:in|near|at)\s+(?:the\s+)?$")
_STREET = lazy(r"\b(?:Street|Road|Avenue|Lane|Square|Bridge|River|Valley|Park|Station|Airport|Harbour|Island)$")
MARKS_BEFORE = 8  # spaces, quotation marks and brackets
LONGEST_IN = 10  # characters of "near the "
MOST_FORMS = 3  # short forms of a question that are looked for
COMPANY = 4  # content terms after a number, among which what it counts must be
BEFORE_NAMES = " \"“‘'(["
SENTENCE_ENDS = ".!?:\n"


@lru_cache(maxsize=REMEMBERED)
def asked(question: str) -> Asked:
    """The kind of thing that a question asks for; ANYTHING where its own word for that does not tell.

    "What did the man who was held say" and "what happened when it fell" ask for no person and no date.
    """
    if question.partition(" ")[0].casefold() in _CONJUNCTIONS:
        question = _CLAUSE_BEFORE.sub("", question)
    question = _IS.sub(r"\1 is", question)
    first = _ASKS.search(question)
    if first and first[0].casefold() == "who" and _WHO_IS.search(question):
        return Asked.ROLE
    found = [(match.start(), n, kind) for n, (kind, p) in enumerate(PATTERNS.items()) if (match := p.search(question))]
    at, kinds = measure_asked(question)
    if kinds:
        found.append((at, -1, Asked.NUMBER))  # "what was the president's age" asks for no president
    if not found:
        return Asked.ANYTHING
    at, _, told = min(found, key=lambda f: f[:2])
    own = not first or at <= first.start() or told is Asked.MEANING or _NAME_OF.match(question, first.start())
    return told if own else Asked.ANYTHING


def whom(question: str) -> str:
    """The name in "Who is Ann Low?"; empty in other questions."""
    match = _WHO_IS.search(question)
    return match[1] if match else ""


def is_defined(question: str, text: str) -> bool:
    """Whether a text says what a short form stands for that the question asks of, or who the bearer of a name is."""
    if asked(question) is Asked.ROLE:
        return set(terms(whom(question))) <= set(terms(text)) and introduces(text, whom(question))
    return asked(question) is Asked.MEANING and next(values(question, text), None) is not None


def wants_several(question: str) -> bool:
    """Whether a question asks for a list, as in "which countries", "what weapons", "what does Dr. X advise"."""
    return asked(question) is not Asked.NUMBER and _SEVERAL.search(question) is not None


def counted(question: str) -> list[str]:
    """The terms of what a "how many" asks the number of: [cell] for "how many terrorist cells has"."""
    match = COUNTED.search(question)
    return [t for t in terms(match[1]) if t not in FUNCTION_WORDS] if match else []


def values(question: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a text holds things of the asked kind that the question does not name itself, in its order."""
    known = set(terms(question))
    match asked(question):
        case Asked.NUMBER:
            found = _numbers(text)
            if kinds := dimensions(question):
                found = [n for n in found if dimension(text, *n) in kinds]
                found = sorted({*found, *worded(question, text)})
            elif things := COUNTED.search(question):
                found = [n for n in found if counts_measured(things[1], text, *n)]
                found = sorted([*found, *(m.span() for m in _NOBODY.finditer(text)), *_ones(question, text)])
        case Asked.DATE if _WHAT_TIME.search(question) and TIME.search(text):
            found = [m.span() for m in TIME.finditer(text)]
        case Asked.DATE:
            found = [m.span() for m in DATE.finditer(text)]
            told = _dateline(text)  # says when it was written
            found = [(start, end) for start, end in found if start >= told] or found
        case Asked.PERSON:
            found = _persons(text)
        case Asked.PLACE:
            found = _places(text)
        case Asked.MEANING:
            found = _meanings(question, text)
        case _:
            return
    yield from ((start, end) for start, end in found if not set(terms(text[start:end])) <= known)


def carries(question: str, text: str) -> bool:
    """Whether a text holds the kind of thing that the question asks for."""
    kind = asked(question)
    if kind is Asked.REASON:
        return _REASON.search(text) is not None
    if kind is Asked.ROLE:
        return introduces(text, whom(question))
    return kind is Asked.ANYTHING or next(values(question, text), None) is not None


def counts(question: str, text: str) -> bool:
    """Whether a number of a text counts what a "how many" asks for."""
    wanted = set(counted(question))
    return any(wanted & set(following(text, end)) for _, end in values(question, text)) if wanted else False


def following(text: str, end: int) -> list[str]:
    """The first content terms after an offset, within its sentence and before the next number."""
    sentence = re.split(r"[.!?](?:\s|$)", text[end : end + 200], maxsplit=1)[0]
    number = next(numerals(sentence), None)
    before = sentence[: number.start] if number else sentence
    return [t for t in terms(before) if t not in FUNCTION_WORDS][:COMPANY]


def _numbers(text: str) -> list[tuple[int, int]]:
    """Numbers that are no part of a date or of a time of day."""
    dates = [m.span() for pattern in (DATE, TIME) for m in pattern.finditer(text)]
    return [
        (n.start, n.end) for n in numerals(text) if not any(start <= n.start < end for start, end in dates)
    ]  # fmt: skip


def _ones(question: str, text: str) -> Iterator[tuple[int, int]]:
    """Where "one" is the number of what a question asks the number of, and no pronoun."""
    wanted = set(counted(question))
    return (m.span() for m in _ONE.finditer(text) if wanted & set(following(text, m.end())[:1]))


def _is_name(match: re.Match[str], text: str) -> bool:
    """Whether a capitalised run is a name: no day or month, nor a word that begins a sentence and is no known place."""
    before = text[max(0, match.start() - MARKS_BEFORE) : match.start()].rstrip(BEFORE_NAMES)
    opens = before[-1:] in SENTENCE_ENDS if before else match.start() <= MARKS_BEFORE
    common = opens and len(match.group().split()) == 1 and match.group().casefold() not in PLACES
    return not set(terms(match.group())) <= NO_NAMES | FUNCTION_WORDS and not common


def _persons(text: str) -> list[tuple[int, int]]:
    """Names that are of no place: neither in a dateline, nor behind "in", nor of a street."""
    written = _dateline(text)
    named = (m for m in NAME.finditer(text) if m.start() >= written and _is_name(m, text))
    return [m.span() for m in named if not (_is_where(m, text) or _STREET.search(m.group()))]


def _is_where(match: re.Match[str], text: str) -> bool:
    """Whether a name stands behind "in" and is no owner: "in Fez", but not "in Low's view"."""
    before = text[max(0, match.start() - LONGEST_IN) : match.start()]
    return _IN.search(before) is not None and not text.startswith(("'s", "’s"), match.end())


def _dateline(text: str) -> int:
    """Where a text's dateline ends, which has a date, brackets or capitals: "Ann Low — a nurse" is none."""
    match = DATELINE.match(text)
    return match.end() if match and (_DIGIT_OR_BRACKET.search(match.group()) or text.split()[0].isupper()) else 0


def _places(text: str) -> list[tuple[int, int]]:
    """Names that stand after a preposition of place; any name where there is none."""
    found = []
    for preposition in _IN_PLACE.finditer(text):
        name = NAME.match(text, preposition.end())
        while name and not set(terms(name.group())) <= NO_NAMES | FUNCTION_WORDS:
            found.append(name.span())
            further = _AND.match(text, name.end())  # "from Norway, Estonia and Portugal"
            name = NAME.match(text, further.end()) if further else None
    return found or [m.span() for m in NAME.finditer(text) if _is_name(m, text)]


def _meanings(question: str, text: str) -> list[tuple[int, int]]:
    """What stands for a short form: `X Y Z (XYZ)`, `XYZ (X Y Z)`, `XYZ stands for X Y Z`."""
    found = []
    for form in list(dict.fromkeys(_SHORT_FORM.findall(question)))[:MOST_FORMS]:
        escaped = re.escape(form)
        for match in re.finditer(rf"((?:[\w’'-]+ ){{1,{len(form) + 3}}})\(\s*{escaped}\s*[,)]", text):
            words = list(re.finditer(r"[\w’'-]+", match[1]))
            first = next((word for word in words if word[0][0].upper() == form[0]), words[0])
            found.append((match.start(1) + first.start(), match.start(1) + words[-1].end()))
        found += [m.span(1) for m in re.finditer(rf"\b{escaped}\s*\(([^()]{{4,80}})\)", text)]
        told = rf"\b{escaped}\b[^.]{{0,40}}\b(?:stands for|short for|means)\s+([^.;]{{3,80}})"
        found += [m.span(1) for m in re.finditer(told, text)]
        found = [(start, end) for start, end in found if _spells(text[start:end], form)]
    return found


def _spells(words: str, form: str) -> bool:
    """Whether the initials of words are the letters of a short form, small words counted or left out.

    In any order: the form may be of another language, as DGST for the Directorate General of Territorial Surveillance.
    """
    initials = [word[0] for word in re.findall(r"[^\W\d_]+", words)]
    capitals = [letter for letter in initials if letter.isupper()]
    return sorted(form.casefold()) in [sorted("".join(letters).casefold()) for letters in (initials, capitals)]
