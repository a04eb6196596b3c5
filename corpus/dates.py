"""Dates in a text, and the one date that is the article's own.

English and French month names are read, with or without accents. A date that does not exist is none.
"""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from corpus.article import Span
from corpus.patterns import lazy

#: Where an article's own date stands, if it has one: below that is the story.
HEAD_LINES: Final = 12
HEAD_CHARACTERS: Final = 1500
#: A line with more than this is prose.
LONGEST_DATE_LINE: Final = 160
#: What may follow the date in `Posted 05/12/2024 in Interviews`.
LONGEST_REST: Final = 40

_MONTH_NAMES: Final = (
    "jan january janv janvier",
    "feb february fév févr février",
    "mar march mars",
    "apr april avr avril",
    "may mai",
    "jun june juin",
    "jul july juil juillet",
    "aug august août",
    "sep sept september septembre",
    "oct october octobre",
    "nov november novembre",
    "dec december déc décembre",
)


def _without_accents(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()


_MONTHS: Final = {
    _without_accents(name): number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()
}

# Every accent may be missing, or be a character of its own.
_ACCENTS = str.maketrans({"é": "(?:é|e\u0301?)", "û": "(?:û|u\u0302?)"})
_MONTH = "|".join(sorted((n for names in _MONTH_NAMES for n in names.split()), key=len, reverse=True)).translate(
    _ACCENTS
)
_YEAR = r"(?:19|20)\d\d|2100"
_DAY = r"0?[1-9]|[12]\d|3[01]"
_ORDINAL = r"(?:st|nd|rd|th|er)?"
_DATE: Final = lazy(
    rf"""(?<![\w.,/-])(?:
      (?P<iso_year>{_YEAR})(?P<iso_mark>[-/.])(?P<iso_month>\d\d?)(?P=iso_mark)(?P<iso_day>\d\d?)(?:(?=T\d)|(?!\w))
    | (?P<first>\d\d?)(?P<mark>[-/.])(?P<second>\d\d?)(?P=mark)(?P<number_year>{_YEAR})(?!\w)
    | (?P<day>{_DAY}){_ORDINAL}(?:\s+of)?[\s-]\s*(?P<month>{_MONTH})\.?,?[\s-]\s*(?P<year>{_YEAR})(?!\w)
    | (?P<us_month>{_MONTH})\.?\s+(?P<us_day>{_DAY}){_ORDINAL}(?:\s*,\s*|\s+)(?P<us_year>{_YEAR})(?!\w)
    | (?P<only_month>{_MONTH})\.?(?:\s*,\s*|\s+)(?P<only_year>{_YEAR})(?!\w)
    )(?!/|[.,]\d|-\d)""",
    re.VERBOSE | re.IGNORECASE,
)

_LABELS = (
    r"(?:(?:first|last|originally|derni\u00e8re)\s+)?"
    r"(?:published|posted|issued|released|written|filed|created|updated|modified|revised|publication|release|update"
    r"|publi\u00e9e?|paru|mise?\s+\u00e0\s+jour|modifi\u00e9e?|modification)"
)
_LABEL: Final = lazy(rf"\W*{_LABELS}\b", re.IGNORECASE)
_LATER: Final = lazy(r"updated?|modifi|revised|\u00e0\s+jour", re.IGNORECASE)
_TIME = r"\d{1,2}\s*(?:[:.h]\s?\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\b\.?)?|\d{1,2}\s*(?:[ap]\.?m\b\.?|h\b)"
_ZONE = r"(?:GMT|UTC|BST|IST|MSK|JST|(?:CE|EE|WE|AE)S?T|[ECMP][SD]?T|Z|[+-]\d{2}:?\d{2})"
_WEEKDAY = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di\b|dimanche\b"
)
# What may stand around a date on a line of its own: nothing else makes the line a sentence or a row of a table.
_FURNITURE: Final = lazy(
    rf"(?<!\w)(?:{_LABELS}|date|time|at|on|le|the|\u00e0|of)(?!\w)|(?<!\w)(?:{_WEEKDAY})"
    rf"|T?(?<!\d)(?:{_TIME})(?:\s*(?-i:{_ZONE})(?!\w))*|(?<!\w)(?-i:{_ZONE})(?!\w)|[\s,;:|.()\[\]*_#>'\"\ufeff\u00b7\u2022\u2013\u2014-]+",
    re.IGNORECASE,
)
_BYLINE: Final = lazy(r"(?:by|par|from)(?::\s*|\s+)(?=\S)", re.IGNORECASE)
_PIECE: Final = lazy(r"\s*[|\u00b7\u2022\u2013\u2014]\s*|\s+-{1,2}\s+")
_BAR: Final = lazy(r"\s*[|\u00b7\u2022]\s*")
_PLACE_WORD = r"(?:[^\W\d_a-z][\w.'\u2019-]*|de|du|la|le|el|al|of|the|and|et|on)"
_DATELINE_PLACE: Final = lazy(
    rf"(?:{_PLACE_WORD}(?:\s*[,/]\s*|\s+|$)){{1,6}}(?:\([^()\n]{{1,40}}\)\s*)?[,:\u2013\u2014-]?\s*"
)
_BEFORE_DATE: Final = lazy(rf"(?:\b(?:{_WEEKDAY}),?|\ble)\s*$", re.IGNORECASE)
_NO_PLACE: Final = lazy(
    r"(?:on|in|since|until|before|after|from|as|at|between|le|du|depuis|dès|en|avant)\b", re.IGNORECASE
)
_AGENCY: Final = lazy(r"\s*,?\s*(?:\([^()\n]{1,40}\)\s*)?(?:[\u2013\u2014:]|-{1,2}(?=\s))")


@dataclass(frozen=True, slots=True)
class ArticleDate:
    """A date as exactly as the text gives it."""

    iso: str
    """`2016-09-18`, or `2023-10` where the text names no day."""
    ambiguous: bool = False
    """Day and month could be swapped, as in 05/06/2016; it is read day first."""


def dates_in(text: str) -> list[tuple[Span, ArticleDate]]:
    """All dates of the text, in order, each with its span. A bare year is none, nor is a day without a year."""
    return list(_dates(text))


def find_date(text: str) -> ArticleDate | None:
    """The date that the article gives itself in its head, or None.

    That is a line that holds a date and what belongs to one (`Sunday 18/09/2016`, `Updated: 3 May 2019, 10:30`), a
    byline (`By X | 18 September 2016`), a dateline (`RABAT, 18 September 2016 -`) or the only line in the head that
    bars divide, one part being a date. A date in a sentence or in a row of a table tells of something else. Where one
    line says when the article was updated and another when it was published, the latter is taken.
    """
    lines = list(islice(_head_lines(text), HEAD_LINES))
    barred = [date for line in lines if (date := _barred_date(line))]
    updated = None
    for number, line in enumerate(lines):
        found = line_date(line) or _labelled_date(line) or _byline_date(line) or _dateline_date(line, title=number == 0)
        if not found and len(barred) == 1:
            found = _barred_date(line)
        if found and not _LATER.search(line[:LONGEST_DATE_LINE]):
            return found
        updated = updated or found
    return updated


def line_date(line: str) -> ArticleDate | None:
    """The date of a line that holds nothing else than one, or a date and the later one of an update."""
    if len(line) > LONGEST_DATE_LINE:
        return None
    dates = list(_dates(line))
    if not dates or (len(dates) > 1 and not _LATER.search(line)):
        return None
    rest = line
    for span, _ in reversed(dates):
        rest = rest[: span.start] + " " + rest[span.end :]
    if _FURNITURE.sub("", rest):
        return None
    return next((date for span, date in dates if not _LATER.search(line[: span.start])), dates[0][1])


def _head_lines(text: str) -> Iterator[str]:
    """The lines of the head that are not blank; the one that the limit cuts is read to its limit."""
    for line in text[:HEAD_CHARACTERS].splitlines():
        if stripped := line.strip("\ufeff \t"):
            yield stripped


def _labelled_date(line: str) -> ArticleDate | None:
    """`Posted 05/12/2024 in Interviews`: a label, the date and a few words more."""
    dates = list(_dates(line)) if len(line) <= LONGEST_DATE_LINE and _LABEL.match(line) else []
    if len(dates) != 1 or len(line) - dates[0][0].end > LONGEST_REST:
        return None
    return dates[0][1] if line_date(line[: dates[0][0].end]) else None


def _byline_date(line: str) -> ArticleDate | None:
    """`By X | 18 September 2016 | 3 min read` and `By X, 18 September 2016`."""
    if len(line) > LONGEST_DATE_LINE or not _BYLINE.match(line):
        return None
    pieces = _PIECE.split(line)
    if len(pieces) == 1:
        pieces = line.split(",", maxsplit=1)
    return next((date for piece in pieces[1:] if (date := line_date(piece))), None)


def _barred_date(line: str) -> ArticleDate | None:
    """`Security | 18 September 2016`: a day between bars. A row of a Markdown table is none."""
    if len(line) > LONGEST_DATE_LINE or line.startswith("|"):
        return None
    pieces = _BAR.split(line)
    return next((d for p in pieces if (d := line_date(p)) and _names_a_day(d)), None) if 1 < len(pieces) < 4 else None


def _dateline_date(line: str, *, title: bool) -> ArticleDate | None:
    """`RABAT, Morocco, 18 September 2016 (Agency) -`, or the letter's `Rabat, 18 September 2016` below the title."""
    head = line[:LONGEST_DATE_LINE]
    for span, date in _dates(head):
        place = _DATELINE_PLACE.fullmatch(_BEFORE_DATE.sub("", head[: span.start]))
        if not place or not _names_a_day(date) or _NO_PLACE.match(line):
            return None
        alone = span.end == len(line) and not title and place.group().rstrip().endswith(",")
        return date if alone or _AGENCY.match(head, span.end) else None
    return None


def _names_a_day(date: ArticleDate) -> bool:
    return len(date.iso) == len("2016-09-18")


def _dates(text: str) -> Iterator[tuple[Span, ArticleDate]]:
    for match in _DATE.finditer(text):
        if date := _read(match):
            yield Span(*match.span()), date


def _read(match: re.Match[str]) -> ArticleDate | None:
    if match["iso_year"]:
        return _date(match["iso_year"], int(match["iso_month"]), match["iso_day"])
    if match["number_year"]:
        first, second = int(match["first"]), int(match["second"])
        if first <= 12 < second:
            return _date(match["number_year"], first, second)
        # Dots are written day first everywhere; slashes and hyphens are not.
        swappable = first != second and first <= 12 and match["mark"] != "."
        return _date(match["number_year"], second, first, ambiguous=swappable)
    for month, day, year in (("month", "day", "year"), ("us_month", "us_day", "us_year")):
        if match[year]:
            return _date(match[year], _MONTHS[_without_accents(match[month])], match[day])
    return _date(match["only_year"], _MONTHS[_without_accents(match["only_month"])], None)


def _date(year: str, month: int, day: str | int | None, *, ambiguous: bool = False) -> ArticleDate | None:
    if not 1 <= month <= 12:
        return None
    if day is None:
        return ArticleDate(f"{year}-{month:02}")
    if not 1 <= int(day) <= calendar.monthrange(int(year), month)[1]:
        return None
    return ArticleDate(f"{year}-{month:02}-{int(day):02}", ambiguous)
