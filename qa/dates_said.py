"""Dates in running text, as exactly as they are said: a day, a month of a year, a day of a month, a month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.dates import dates_in
from corpus.patterns import lazy

_MONTHS = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
ORDINALS = {
    word: value
    for value, word in enumerate(
        """
        first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
        """.split(),
        start=1,
    )
}

_MONTH = "|".join(sorted(_NUMBER, key=len, reverse=True))
_DAY = rf"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?|{'|'.join(ORDINALS)}"
_YEAR = r"[12]\d\d\d|[1-9]\d\d(?=\s*(?:[.,;)]|and\b|was\b|by\b|$))"
_SAID = lazy(
    rf"""(?<![\w.,/-])(?:
      (?P<day>{_DAY})(?:\s+(?:day\s+)?of)?[\s-]\s*(?P<month>{_MONTH})\b\.?(?:,?[\s-]\s*(?P<year>{_YEAR})\b)?
    | (?P<us_month>{_MONTH})\b\.?\s+(?:the\s+)?(?P<us_day>{_DAY})\b(?!:)
      (?:\s*,?\s*(?P<us_year>{_YEAR}|(?<=,\s)[1-9]\d\d)\b)?
    | (?P<only_month>{_MONTH})\b\.?(?:\s*,\s*|\s+(?:of\s+)?)(?P<only_year>{_YEAR})\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_OLD = lazy(r"(?<![\w./-])(\d\d?)[/.-](\d\d?)[/.-]([12]\d\d\d)(?![\w/])")  # corpus.dates reads no year before 1900
# A month by itself is written with a capital, and May stands after a word of time: "may" is a verb, May also a name.
_ALONE = lazy(
    r"\b(January|February|April|June|July|August|September|October|November|December|March"
    r"|(?<=\bin )May|(?<=\bof )May|(?<=\bby )May|(?<=\bsince )May|(?<=\buntil )May|(?<=\blast )May|(?<=\bnext )May"
    r"|(?<=\bthis )May|(?<=\blate )May|(?<=\bearly )May|(?<=\bto )May|(?<=\bfrom )May|(?<=\bbetween )May"
    r"|(?<=\bduring )May|(?<=\band )May)\b"
)


@dataclass(frozen=True)
class DateSaid:
    """A date where it stands: text[start:end]. What the text does not say is None."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    swappable: bool = False
    """Day and month could be swapped, as in 05/06/2016."""

    def within(self, other: DateSaid) -> bool:
        """Whether the other date, from a quotation, says at least this."""
        readings = {(other.month, other.day)} | ({(other.day, other.month)} if other.swappable else set())
        own = {(self.month, self.day)} | ({(self.day, self.month)} if self.swappable else set())
        return (self.year is None or self.year == other.year) and any(
            mine[0] == theirs[0] and (mine[1] is None or mine[1] == theirs[1]) for mine in own for theirs in readings
        )


def dates_said(text: str) -> list[DateSaid]:
    """The dates of a text in its order. A bare year is none: it is a number."""
    found = [*_numeric(text), *_written(text)]
    found.sort(key=lambda d: (d.start, -d.end))
    kept: list[DateSaid] = []
    for date in found:
        if not kept or date.start >= kept[-1].end:
            kept.append(date)
    return kept


def _numeric(text: str) -> Iterator[DateSaid]:
    for span, date in dates_in(text):
        year, month, *day = (int(part) for part in date.iso.split("-"))
        yield DateSaid(span.start, span.end, year, month, day[0] if day else None, date.ambiguous)


def _written(text: str) -> Iterator[DateSaid]:
    for match in _SAID.finditer(text):
        month, day, year = (
            match["month"] or match["us_month"] or match["only_month"],
            match["day"] or match["us_day"],
            match["year"] or match["us_year"] or match["only_year"],
        )
        if month.islower() and month in ("may", "march", "mar", "sep", "dec", "jan"):
            continue
        yield DateSaid(
            match.start(),
            match.end(),
            int(year) if year else None,
            _NUMBER[month.casefold()],
            _day(day) if day else None,
        )
    for match in _OLD.finditer(text):
        first, second = int(match[1]), int(match[2])
        day, month = (second, first) if second > 12 else (first, second)
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield DateSaid(
                match.start(), match.end(), int(match[3]), month, day, swappable=first <= 12 and second <= 12
            )
    for match in _ALONE.finditer(text):
        yield DateSaid(match.start(), match.end(), None, _NUMBER[match[1].casefold()], None)


def _day(said: str) -> int:
    return ORDINALS.get(said.casefold()) or int(re.sub(r"\D", "", said))
