"""What the number that a question asks for is measured in: years of age, money, lengths, a share of something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.patterns import lazy

_MONEY = (
    r"dollars?|euros?|pounds?|yen|dirhams?|francs?|dinars?|rupees?|rou?bles?|kron\w+|crowns?|liras?|pesos?|cents?"
    r"|pence|penny|p\b(?!\.)|yuan|renminbi|riyals?|rials?|shekels?|rand|naira|baht|zlot\w+|forints?"
)
_LENGTHS = r"k(?:ilo)?m(?:et(?:re|er)s?)?|m(?:et(?:re|er)s?)?|centim\w+|cm|mm|miles?|feet|foot|ft|yards?|inch(?:es)?"
_TIMES = r"seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?"
_AREAS = r"hectares?|ha|acres?|square\s+(?:k(?:ilo)?m\w*|m(?:et(?:re|er)s?)?|miles?|feet|yards?)"
_WEIGHTS = r"(?:kilo|milli)?grams?|k?g|kilos?|tonn?e?s?|lbs?|ounces?"
_VOLUMES = r"(?:milli|centi)?lit(?:re|er)s?|gallons?|barrels?|cubic\s+\w+|pints?"
_SPEEDS = r"k(?:ilo)?m(?:et(?:re|er)s?)?\s+(?:per|an)\s+hour|km/?h|mph|miles\s+(?:per|an)\s+hour|knots?"
_OTHERS = r"degrees?|(?:kilo|mega|giga)?watts?(?:[\s-]hours?)?|[kmg]wh?|(?:mega|giga)bytes?|times|points?"
_BETWEEN = r"[\s-]*(?:and[\s-]a[\s-](?:half|quarter)[\s-])?(?:(?:US|U\.S\.|half|quarter)\s+)?"
_WHOSE = r"(?:(?-i:[A-Z][a-z]+)\s+){0,2}"  # "1.9 million New Zealand dollars"
_PER_CENT = r"\s*-?(?:per\s?cent|percent|pct|percentage)\b|\s%"
_PART = (
    r"(?:[\s-](?:and[\s-])?a)?[\s-](?:halves|half|thirds?|quarters?|fifths?|tenths?)\b"
    r"|\s+(?:in|out\s+of)\s+(?:every\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|\d{1,3})"
    r"(?=\s*(?:[.,;:)]|$)|\s+(?:of|are|were|is|was|has|have|had|did|do|does|fell|said|say)\b)"  # no "37 in 10 days"
)


@dataclass(frozen=True)
class Measure:
    """A kind of number."""

    asked: re.Pattern[str]
    behind: re.Pattern[str]
    """What stands behind a number of it."""
    before: re.Pattern[str] | None = None
    """What may stand before one instead."""
    own: re.Pattern[str] | None = None
    """What a number with its sign or its short unit may be instead: $5, 30%, 12km."""
    aside: bool = False
    """Whether a number by itself between commas behind a name is of it: "Ann Low, 47, said"."""

    def fits(self, text: str, start: int, end: int) -> bool:
        """Whether a number of a text, at these offsets, is of this kind."""
        return bool(
            (self.own and self.own.search(text[start:end]))
            or self.behind.match(text, end)
            or (self.before and self.before.search(text[max(0, start - REACH) : start]))
            or (self.aside and _ASIDE.search(text[max(0, start - REACH) : start]) and _ALONE.match(text, end))
        )


QUESTIONS = 64  # whose measure is remembered, because every sentence asks for it
REACH = 60  # characters before a number
_ASIDE = lazy(r"[A-Z][\w’'-]+(?:,\s|\s\()$|\b[Tt]he\s[a-z]+,\s$|(?:^|[.!?]\s)At\s$")
_ALONE = lazy(r"\s*[,.;)]")


def _kind(asked: str, behind: str, before: str = "", own: str = "", *, aside: bool = False) -> Measure:
    may = [lazy(p, re.IGNORECASE) if p else None for p in (before, own)]
    return Measure(lazy(asked, re.IGNORECASE), lazy(behind, re.IGNORECASE), may[0], may[1], aside)


_UNIT = lazy(
    rf"{_BETWEEN}{_WHOSE}(?:{_MONEY}|{_SPEEDS}|{_AREAS}|{_WEIGHTS}|{_VOLUMES}|{_LENGTHS}|{_TIMES}"
    r"|degrees?(?:\s+(?:Celsius|Fahrenheit))?|(?:kilo|mega|giga)watts?(?:[\s-]hours?)?)\b(?:[\s-]old\b)?"
    r"|\s*(?:per\s?cent|percent|pct)\b|\s%"  # in small letters: "3 Miles Davis records"
)
_SHORT_LENGTH = r"^[\d.,]+(?:k?m|cm|mm|ft)$"
_SIGN = rf"[$€£¥]|\d(?:p|c)$|\b(?:{_MONEY})$"
_CODE = r"\b(?:USD|US|EUR|GBP|MAD|AED|CHF|JPY|CNY|SAR)\s?$"  # before a sum
_PER_CENT_SIGNS = r"%|per\s?cent$|pct$"
_WHAT = r"\b(?:what|which) (?:is |was |are |were )?(?:the )?(?:(?!an? )[\w-]+ ){0,2}"
_AUXILIARIES = "is|was|are|were|do|does|did|will|would|must|should|has|have|had|can|could"
_PAY = (
    r"costs?|charge[ds]?|pa(?:y|ys|id)|worth|money|spen[dt]|price[ds]?|fine[ds]?|fares?|fees?|earn\w*|sold|sell|donat\w+"
    r"|raise[ds]?|invest\w*|owe[ds]?|tickets?|bills?|salary|budget|grant|loan|rent"
)
_SUM = _kind(
    rf"\bwhat (?:{_AUXILIARIES}) (?:[\w’'-]+ ){{1,6}}?(?<!\bthe )(?<!\bits )(?<!\btheir )(?:cost|charge|pay|paid)\b"
    r"(?!\s+(?:for\W*$|tribute|attention|[^?]*\bwith\b))"
    rf"|\bhow expensive\b|\bhow much (?:money|cash)\b|\bhow much (?:{_AUXILIARIES})\b.*\b(?:{_PAY})\b"
    rf"|{_WHAT}(?:price|cost|fare|fee|fine|salary|budget|bill|rent)\b",
    rf"{_BETWEEN}{_WHOSE}(?:{_MONEY})\b",
    _CODE,
    own=_SIGN,
)
_SHARE = _kind(
    r"\b(?:percent|percentage|per cent|proportion|fraction)\b|(?<!\bper )(?<!\ba )\bshare\b(?! price)"
    r"|\b(?:what|which)\s+(?:[\w-]+\s+){0,2}rate\b",
    rf"{_PER_CENT}|{_PART}",
    own=r"%|per\s?cent|pct|(?:half|third|quarter|fifth|tenth)s?$",
)
_PLAIN = (
    _SHARE,
    _kind(
        rf"\bhow old\b|{_WHAT}ages?\b",
        rf"{_BETWEEN}years?(?:[\s-]old|\s+of\s+age)\b|[\s-]*(?:weeks?|months?|days?)[\s-]old\b",
        r"\b(?:aged?|ages|turn(?:s|ed|ing)|die[sd] at)\s(?:(?:of|about|only|just|between|from)\s)?"
        r"(?:[\w-]+\s(?:and|to|or)\s)?$|\bages?\b[^.,;]{0,40}\s(?:from|between)\s(?:[\w-]+\s(?:and|to)\s)?$",
        aside=True,
    ),
    _kind(
        rf"\bhow (?:long|late|soon)\b|{_WHAT}(?:length|duration)\b",
        rf"{_BETWEEN}(?:{_LENGTHS}|{_TIMES})\b",
        own=_SHORT_LENGTH,
    ),
    _kind(
        rf"\bhow (?:tall|deep|wide|far|thick)\b|{_WHAT}(?:height|depth|width|distance|altitude)\b",
        rf"{_BETWEEN}(?:{_LENGTHS})\b",
        own=_SHORT_LENGTH,
    ),
    _kind(
        rf"\bhow heavy\b|\b(?:what|how much)\b.*\bweigh\b|{_WHAT}weight\b",
        rf"{_BETWEEN}(?:{_WEIGHTS})\b",
        own=r"\d(?:k?g|t)$",
    ),
    _kind(
        rf"\bhow (?:hot|cold|warm)\b|\bhow many degrees\b|{_WHAT}temperature\b",
        rf"{_BETWEEN}(?:degrees?\b|[CF]\b|°)",
        own="°",
    ),
    _SUM,
    _kind(
        r"\bhow (?:large|big)\b.*\b(?:area|park|reserve|site|field|forest|lake|island|farm)\b"
        r"|\b(?:what|which) (?:is|was) the (?:[\w-]+ ){0,2}area of\b",
        rf"{_BETWEEN}(?:{_AREAS})\b",
        own=r"\dha$",
    ),
)
"""Each of one kind; in their order: the first that a question asks for is meant."""
_MIXED = (
    _kind(
        rf"\bhow (?:fast|quickly)\b|{_WHAT}speed\b",
        rf"{_BETWEEN}(?:{_SPEEDS}|{_TIMES})\b|{_PER_CENT}",
        own=rf"\d(?:mph|km/?h)$|{_PER_CENT_SIGNS}",
    ),
    _kind(  # a wall, inflation or a fine
        r"\bhow high\b",
        rf"{_BETWEEN}(?:{_LENGTHS})\b|{_BETWEEN}{_WHOSE}(?:{_MONEY})\b|{_PER_CENT}",
        _CODE,
        own=rf"{_SHORT_LENGTH}|{_SIGN}|{_PER_CENT_SIGNS}",
    ),
    _kind(
        r"\bhow much\b|\bamount\b",
        rf"{_BETWEEN}{_WHOSE}(?:{_MONEY}|{_WEIGHTS}|{_VOLUMES}|{_AREAS}|{_LENGTHS}|{_TIMES}|{_OTHERS})\b"
        rf"|{_PER_CENT}|{_PART}",
        _CODE,
        own=rf"{_PER_CENT_SIGNS}|{_SIGN}|\d[a-z]{{1,3}}$",
    ),
)
"""What may be measured in several ways."""


@lru_cache(maxsize=QUESTIONS)
def measure(question: str) -> Measure | None:
    """The measure that a question asks for; None where it asks for a count or for no number."""
    return next((kind for kind in (*_PLAIN, *_MIXED) if kind.asked.search(question)), None)


def counts_things(text: str, start: int, end: int) -> bool:
    """Whether a number of a text may be of things, and is no age, length, sum or other measure."""
    return not any(kind.fits(text, start, end) for kind in _PLAIN)


def counts_of(things: str, text: str, start: int, end: int) -> bool:
    """Whether a number of a text may be of what a "how many" counts, which may be a unit: "how many miles"."""
    kinds = [kind for kind in _PLAIN[1:] if kind.behind.match(f" {things}")]
    return any(kind.fits(text, start, end) for kind in kinds) if kinds else counts_things(text, start, end)


def wants_price(question: str) -> bool:
    """Whether a question asks for a sum, which may be nothing."""
    return measure(question) is _SUM


def wants_share(question: str) -> bool:
    """Whether a question asks how large a part of something is."""
    return _SHARE.asked.search(question) is not None


def with_unit(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of a number with the unit behind it, so that "730 pence" is not marked as 730."""
    unit = _UNIT.match(text, end)
    return start, unit.end() if unit else end
