"""Days and months that a text gives relative to its own date: "Thursday", "yesterday", "last month"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.patterns import lazy
from qa.asked import DATELINE, MONTH
from qa.synonyms import is_past

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NUMBERS = {w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
_WORD = lazy(
    rf"\b(?:(?P<turn>last|next|this)\s+(?P<named>{'|'.join(_DAYS)}|week|month|year)"
    rf"|(?P<day>{'|'.join(_DAYS)})"
    r"|(?P<near>today|yesterday|tomorrow|tonight)"
    rf"|(?P<count>\d{{1,3}}|an?|{'|'.join(_NUMBERS)})\s+(?P<unit>day|week|month|year)s?\s+ago)\b",
    re.IGNORECASE,
)
_SENTENCE_END = lazy(r"[.!?](?=\s|$)|\n")
_WILL_BE = lazy(
    r"\b(?:will|shall|would|may|might|could|should|must|going to|(?:is|are|was|were) (?:to|due|set|expected|scheduled)"
    r"|plans?|planned|expects?|hopes?|faces?|arrives?|scheduled|due|until|till|from|starting|opens?|begins?|starts?"
    r"|tomorrow|next)\b|['’]ll\b",
    re.IGNORECASE,
)
_OTHER_TIME = lazy(rf"\b(?:1\d{{3}}|20\d\d)s?\b|\b{MONTH}\b")
_ANY = lazy(r"\b(?:every|each|any|most|an?|one|some|until|till|by|per|through|the|his|her|its|their)$", re.IGNORECASE)
_NAME = lazy(r"(?:^|(?<![.!?:,;])\s)(?!(?:On|Last|This|Late|Early)$)[A-Z][a-z]+$")
_RANGE = lazy(rf"\s+(?:through|to|and|or)\s+(?:{'|'.join(_DAYS)})\b|\s*(?:,\s*)?\d{{1,2}}\b|s\b", re.IGNORECASE)
CLAUSE = 4  # words; fewer hold no verb that could say when
_NOW = frozenset({"is", "are", "am", "being"})  # of "be", whose forms stand together
_LETTERS = lazy(r"[^\W\d_]+")
_NAMES = lazy(r"\s+[A-Z]")


@dataclass(frozen=True)
class RelativeDate:
    """text[start:end], and the day, month or year that it means: ISO 8601."""

    start: int
    end: int
    iso: str


def relative_dates(text: str, written: str) -> Iterator[RelativeDate]:
    """What the relative dates of a text mean, written on a day (ISO 8601); none where no day is given.

    A day of the week is the last one up to the day of writing, that day included, as news writes of what happened;
    where the sentence speaks of what will be or of nothing that has been, of any such day ("every Tuesday") or of
    another time ("a Saturday in 1987"), it means none. Nor does "next Thursday", which people read in two ways, "the
    last year", which counts from something else, and "Today" at the beginning, which is nowadays; a week has no date of
    its own.
    """
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return
    for match in _WORD.finditer(text):
        if not _counts_from_writing(text, match):
            continue
        try:
            iso = _meant(match, day)
        except OverflowError:  # before the first year, or after the last
            continue
        if iso:
            yield RelativeDate(match.start(), match.end(), iso)


def _counts_from_writing(text: str, match: re.Match[str]) -> bool:
    """Whether a word means a day, month or year beside the day of writing, as far as its sentence tells."""
    start = max(text.rfind(mark, 0, match.start()) for mark in ".!?\n") + 1
    end = _SENTENCE_END.search(text, match.end())
    sentence = text[start : end.start() if end else len(text)]
    before = text[start : match.start()].rstrip()
    if (match["named"] or match["day"] or "").casefold() not in _DAYS:
        nowadays = match.group() == "Today" and not before.strip("“\"' ")
        return not nowadays and not (match["turn"] and (_ANY.search(before) or text.startswith(" of ", match.end())))
    dateline = DATELINE.match(sentence.lstrip())
    said = sentence.lstrip()[dateline.end() :] if dateline else sentence
    if (match["turn"] or "").casefold() == "next" or _ANY.search(before) or (not dateline and _NAME.search(before)):
        return False
    behind = _NAMES.match(text, match.end()) or _RANGE.match(text, match.end())
    words = _LETTERS.findall(said.casefold())
    has_been = len(words) < CLAUSE or any(word.endswith("ed") or (is_past(word) and word not in _NOW) for word in words)
    return not behind and has_been and not _WILL_BE.search(said) and not _OTHER_TIME.search(said)


def _meant(match: re.Match[str], day: date) -> str | None:
    turn, named = (match["turn"] or "").casefold(), (match["named"] or match["day"] or "").casefold()
    if match["near"]:
        step = {"yesterday": -1, "tomorrow": 1}.get(match["near"].casefold(), 0)
        return (day + timedelta(days=step)).isoformat()
    if match["unit"]:
        return _counted(match, day)
    if named in _DAYS:
        back = (day.weekday() - _DAYS.index(named)) % 7
        return (day - timedelta(days=back or (7 if turn == "last" else 0))).isoformat()
    step = {"last": -1, "next": 1}.get(turn, 0)
    if named == "month":
        return _month(day, step)
    return str(day.year + step) if named == "year" else None


def _counted(match: re.Match[str], day: date) -> str | None:
    count = match["count"].casefold()
    number = int(count) if count.isdecimal() else _NUMBERS.get(count, 1)
    number = -number
    match match["unit"].casefold():
        case "day":
            return (day + timedelta(days=number)).isoformat()
        case "week":
            return (day + timedelta(weeks=number)).isoformat()
        case "month":
            return _month(day, number)
        case _:
            return str(day.year + number)


def _month(day: date, step: int) -> str:
    months = day.year * 12 + day.month - 1 + step
    return f"{months // 12:04}-{months % 12 + 1:02}"
