"""Whether two unlike values contradict each other: of one thing, at one time, and neither so rough as to allow both."""

from __future__ import annotations

import re
from datetime import date

from corpus.patterns import lazy
from index.names import named
from index.terms import terms
from qa.anchored import SAME_TIME, exclude
from qa.asked import MONTH, NAME, Asked, asked, counted
from qa.fates import fate_asked
from qa.figures import nouns
from qa.given import ALIKE_FROM, Value
from qa.predicates import says_it, verbs
from qa.synonyms import lemma
from qa.words import COMPARISONS

LEAST_MEANT = 0.3  # of the question's weight, which a sentence and the one before hold whose value is compared
OPENING = 150  # characters of an article, in which its dateline stands
ROUGHLY = 0.15  # of a figure that is said to be about so much

_SINCE_YEAR = lazy(r"\bsince\s+(?:[\w'’-]+\s+){0,4}?(1\d{3}|20\d\d)\b", re.IGNORECASE)
_SINCE = lazy(rf"\bsince\s+(?:{MONTH}|\d{{4}}|the\s+(?:beginning|start)|last)\b")
_OR_SO = lazy(r"\s+(?:[\w'’-]+\s+){0,3}or\s+(?:more|less|fewer|so)\b", re.IGNORECASE)
# in small letters: May is a month
_PLANNED = lazy(
    r"\b(?:will|would|could|might|may|plan(?:s|ned)?|hopes?|wants?|intends?|needs?|needed|requires?|promis\w+|pledg\w+"
    r"|offer\w*|target|goal|(?:built|designed|meant|room|space)\s+for|capacity)\b"
)
_UPDATE = lazy(
    r"\b(?:rose|risen|rises|climb\w*|jumped|gr[eo]wn?|increased|rais\w+|reached|passed|topped|bring\w*|brought|stands?"
    r"|fell|fallen|dropped|lowered|revised|corrected|updated)\b",
    re.IGNORECASE,
)
_OPPOSITE = lazy(r"\b(against|from|to|over|than|beat|defeated)\s+(?:the\s+)?(?=[^\W\d_a-z])")
# Arrests are made again and again; a disaster that is asked about is one
_REPEATED = frozenset({"held", "charged", "jailed", "freed", "saved", "ill"})
_DATE = lazy(r"(?:\d{4}|(?:\d{4}-)?\d\d(?:-\d\d)?)")
_DECIMAL = lazy(r"\d+(?:\.\d+)?")


def rival(question: str, one: Value, other: Value) -> bool:
    """Whether two unlike values may be given for one thing, and cannot both be so."""
    if len(one.content) != len(other.content) or not same_thing(question, one, other):
        return False
    if asked(question) in {Asked.PERSON, Asked.PLACE}:
        return _names_exclude(one, other)
    counting = asked(question) is Asked.NUMBER and (counted(question) or fate_asked(question))
    if counting and not (one.counts and other.counts):
        return False
    return not _planned(question, one, other) and not _compatible(question, one, other)


def contradict(question: str, one: Value, other: Value) -> bool:
    """Whether rivals are of one thing, as far as can be told: of one fate and time, or of what the question asks."""
    if asked(question) is not Asked.NUMBER:
        return True
    if "how many" in question.casefold() and one.fate != other.fate:
        return False
    if one.fate is None or one.fate != other.fate:
        return _say_the_same(question, one, other)
    # "70 people have been killed since January" are those of all bombings, not of one
    since = [_SINCE.search(v.evidence.quote) is not None for v in (one, other)]
    apart = _days_apart(one, other)
    return since[0] == since[1] and (one.fate not in _REPEATED or apart is None or abs(apart) < SAME_TIME)


def _say_the_same(question: str, one: Value, other: Value) -> bool:
    """Whether both sentences say of their figures what the question asks, as far as its verbs tell."""
    wanted = verbs(question) - {lemma(word) for word in nouns(question)}
    return all(says_it(wanted, v.evidence.quote, v.places[0][0], v.places[-1][1]) for v in (one, other))


def _planned(question: str, one: Value, other: Value) -> bool:
    """Whether a sentence tells of what is to be, and not both do or the question does not."""
    planned = [_PLANNED.search(some) is not None for some in (one.evidence.quote, other.evidence.quote, question)]
    return any(planned[:2]) and not all(planned)


def _names_exclude(one: Value, other: Value) -> bool:
    """Whether two names or places cannot both be so."""
    if one.anchored is None or other.anchored is None:
        return False
    written = [v.evidence.article.date.iso if v.evidence.article.date else "" for v in (one, other)]
    texts = (one.evidence.quote, other.evidence.quote)
    return exclude(one.anchored, other.anchored, texts, (written[0], written[1]))


def same(question: str, one: Value, other: Value) -> bool:
    """Whether two values are one; a name is the same with a first name or a title more."""
    if one.content == other.content or asked(question) not in {Asked.PERSON, Asked.PLACE}:
        return one.content == other.content
    words = [set(" ".join(v.content).split()) for v in (one, other)]
    return words[0] <= words[1] or words[1] <= words[0]


def same_thing(question: str, one: Value, other: Value) -> bool:
    """Whether both values are said of what the question names, in one unit and within one scope."""
    bearing = all(_names_it(question, v) and v.evidence.features.meant >= LEAST_MEANT for v in (one, other))
    units = {v.unit for v in (one, other) if v.unit} if not counted(question) else set()
    turned = any(v.evidence.features.contrary or _turned(question, v.evidence.quote) for v in (one, other))
    lasting = all(v.anchored and v.anchored.lasting for v in (one, other))  # it was once, whenever that was
    return bearing and not turned and (lasting or _one_scope(one, other)) and len(units) < 2


def _one_scope(one: Value, other: Value) -> bool:
    """Whether two values are said of one scope; a place that the other article begins with is its own as well."""
    mine, theirs = (
        {said for said in v.scope if any(c.isdigit() for c in said) or not set(said.split()) <= _opening(w)}
        for v, w in ((one, other), (other, one))
    )
    return mine == theirs


def _opening(found: Value) -> set[str]:
    """The terms of an article's title and beginning."""
    article = found.evidence.article
    return set(terms(f"{article.title} {article.text[:OPENING]}"))


def _turned(question: str, text: str) -> bool:
    """Whether a name of the question stands in a sentence where the question has another: "against Braga"."""
    held = set(terms(question))
    wanted, said = (
        {m[1]: set(terms(name[0])) for m in _OPPOSITE.finditer(some) if (name := NAME.match(some, m.end()))}
        for some in (question, text)
    )
    return any(said[word] <= held and not said[word] & wanted[word] for word in said.keys() & wanted.keys())


def _names_it(question: str, found: Value) -> bool:
    """Whether a value's passage and title hold the question's names, Moroccan for Morocco too."""
    article = found.evidence.article
    held = {term[:ALIKE_FROM] for term in terms(f"{found.evidence.hit.span.of(article.text)} {article.title}")}
    return all(word[:ALIKE_FROM] in held for name in named(question) for word in name.words)


def _compatible(question: str, one: Value, other: Value) -> bool:
    """Whether unlike values say nothing against each other: "more than 1,600" and 1,631, May 2016 and 6 May 2016.

    A count since a later year is smaller anyway.
    """
    if not _updates(one, other) and (_allows(one, other) or _allows(other, one)):
        return True
    a, b = (" ".join(v.content) for v in (one, other))
    if asked(question) is Asked.DATE:
        if not (_DATE.fullmatch(a) and _DATE.fullmatch(b)):
            return True  # a century, a decade, a day that nothing tells
        return a.startswith(b) or b.startswith(a) or a.endswith(b) or b.endswith(a)
    years = [_SINCE_YEAR.search(v.evidence.quote) for v in (one, other)]
    if all(years) and _DECIMAL.fullmatch(a) and _DECIMAL.fullmatch(b):
        later = [int(year[1]) for year in years if year]
        if later[0] != later[1]:
            return (later[0] > later[1]) == (float(a) < float(b))
    words = set(a.split()), set(b.split())
    return words[0] <= words[1] or words[1] <= words[0]


def _days_apart(one: Value, other: Value) -> int | None:
    """Days from the first value's article to the other's; None where not both have a day."""
    try:
        days = [date.fromisoformat(v.evidence.article.date.iso) for v in (one, other) if v.evidence.article.date]
    except ValueError:  # a month
        return None
    return (days[1] - days[0]).days if len(days) == len((one, other)) else None


def _updates(one: Value, other: Value) -> bool:
    """Whether the later of two says that a figure has changed: "at least 40" has then "risen to 57"."""
    apart = _days_apart(one, other)
    later = other if apart and apart > 0 else one
    return bool(apart) and one.counts and other.counts and _UPDATE.search(later.evidence.quote) is not None


def _allows(one: Value, other: Value) -> bool:
    """Whether a figure that is not exact, such as "more than 1,600" or "about 450", allows another one."""
    if not all(len(v.content) == 1 and _DECIMAL.fullmatch(v.content[0]) for v in (one, other)):
        return False
    figure, said = float(one.content[0]), float(other.content[0])
    before = re.findall(r"[^\W\d_]+", one.evidence.quote[: one.places[0][0]].casefold())[-2:]
    signs = {COMPARISONS[word][0] for word in before if word in COMPARISONS}
    if or_so := _OR_SO.match(one.evidence.quote, one.places[-1][1]):
        signs.add({"more": ">", "so": "~"}.get(or_so[0].split()[-1].casefold(), "<"))
    return (
        (">" in signs and said >= figure)
        or ("<" in signs and said <= figure)
        or ("~" in signs and abs(said - figure) <= ROUGHLY * max(said, figure))
    )
