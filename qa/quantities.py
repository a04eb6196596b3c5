"""Numbers as running text says them: with their currency, per cent, dozen or half, and as ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.patterns import lazy
from qa.dates_said import ORDINALS
from qa.numerals import SCALES, Numeral, numerals

_PER_CENT = lazy(r"\s*-?(?:per\s?cent|percent|pct|percentage points?)\b|\s%", re.IGNORECASE)
_CURRENCY = lazy(r"[\s-](?:U\.?S\.?\s)?(dollars?|euros?|pounds?|yen)\b(?!\s+of\b)", re.IGNORECASE)
_SIGNS = {"dollar": "$", "euro": "€", "pound": "£", "yen": "¥"}
_CODE = lazy(r"\b(?:US|USD|EUR|GBP)\s?$")
_CODES = {"US": "$", "USD": "$", "EUR": "€", "GBP": "£"}
_AND_A_HALF = lazy(rf"\s+and\s+a\s+half\b(?:\s+({'|'.join(SCALES)})\b)?", re.IGNORECASE)
_SHORT_SCALE = lazy(r"(\D?)(\d{1,12}(?:\.\d{1,12})?)(m|mn|bn|k|b)", re.IGNORECASE)
_SHORT = {"m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000, "b": 1_000_000_000, "k": 1_000}
_WORDS = lazy(
    rf"\b(?:(?P<dozen>(?:half\s+a|a|one|two|three|four|five|six)\s+dozen)|(?P<scaled>(?:half\s+)?(?:a|one)\s+"
    rf"(?P<scale>{'|'.join(SCALES)}))|(?P<half>half)(?=\s+(?:of|the|all|its|their|a)\b)"
    rf"|(?P<fraction>(?P<top>a|one|two|three|four)[\s-](?P<part>third|quarter|fifth|tenth)"
    rf"(?:s\b|(?=\s+of\b|\s*(?:[.,;]|$))))|(?P<tens>twenty|thirty)[\s-](?P<ones>{'|'.join(list(ORDINALS)[:9])})"
    rf"|(?P<ordinal>{'|'.join(ORDINALS)})|(?P<one>one))\b",
    re.IGNORECASE,
)
_UNIT = lazy(r"([\d.]+)(km|kg|cm|mm|g|mph|ft|kw|mw|gw|ha)", re.IGNORECASE)  # the unit is a word of its own
_TOPS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_DOZENS = {"half a": 6, "a": 12, "one": 12, "two": 24, "three": 36, "four": 48, "five": 60, "six": 72}
# "second" after a number is a time, and "one" counts only before a thing: "one by one" and "no one" do not
_NOT_COUNTED = lazy(r"\b(?:no|any|some|every|each|this|that|the|which|by)[\s-]$", re.IGNORECASE)
_COUNTED = lazy(r"\s+(?!of\b|by\b|another\b|is\b|was\b|who\b|day\b|can\b|has\b|and\b|or\b|to\b|in\b|that\b)[^\W\d_]")


def quantities(text: str) -> list[Numeral]:
    """The numbers of a text in its order, by what they are worth: "$5m", "five million dollars" are both $5000000.

    Per cent is %, a dozen is 12, half of something 50%, third and 3rd are 3rd.
    """
    found = [*_words(text), *(_worth(text, n) for n in numerals(text))]
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[Numeral] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def _words(text: str) -> Iterator[Numeral]:
    for match in _WORDS.finditer(text):
        start, end = match.span()
        if match["dozen"]:
            value = str(_DOZENS[" ".join(match["dozen"].casefold().split()[:-1])])
        elif match["scaled"]:
            worth = SCALES[match["scale"].casefold()]
            half = match["scaled"].casefold().startswith("half")
            yield _worth(text, Numeral(str(worth // 2 if half else worth), start, end))
            continue
        elif match["half"]:
            value = "50%"
        elif match["fraction"]:
            top, part = _TOPS[match["top"].casefold()], _PARTS[match["part"].casefold()]
            value = f"{top}/3" if part == 3 else f"{100 * top // part}%"
        elif match["tens"]:
            value = _ordinal(
                {"twenty": 20, "thirty": 30}[match["tens"].casefold()] + ORDINALS[match["ones"].casefold()]
            )
        elif match["ordinal"]:
            if match["ordinal"].casefold() == "second" and re.search(
                r"(?:\d|\bper|\ba)\s$", text[max(0, start - 5) : start]
            ):
                continue
            value = _ordinal(ORDINALS[match["ordinal"].casefold()])
        elif _NOT_COUNTED.search(text[max(0, start - 6) : start]) or not _COUNTED.match(text, end):
            continue
        else:
            value = "1"
        yield Numeral(value, start, end)


def _worth(text: str, number: Numeral) -> Numeral:
    """The number with what its surroundings make of it."""
    value, start, end = number.value.rstrip(".,:/-"), number.start, number.end
    value = value.replace("−", "-")
    if unit := _UNIT.fullmatch(value):
        return Numeral(unit[1], start, end - len(unit[2]))
    if short := _SHORT_SCALE.fullmatch(value):
        code = _CODE.search(text[max(0, start - 4) : start])
        if (short[1] in "€$£¥" and short[1]) or code or short[3].casefold() not in ("m", "b", "k"):
            whole = Decimal(short[2]) * _SHORT[short[3].casefold()]
            value = f"{short[1]}{whole.normalize():f}"
    if (half := _AND_A_HALF.match(text, end)) and re.fullmatch(r"\d{1,3}", value):
        worth = (Decimal(value) + Decimal("0.5")) * SCALES.get((half[1] or "").casefold(), 1)
        value, end = f"{worth.normalize():f}", half.end()
    if code := _CODE.search(text[max(0, start - 4) : start]):
        start = start - (len(code[0]))
        value = value if value[0] in "€$£¥" else _CODES[code[0].strip()] + value
    if per_cent := _PER_CENT.match(text, end):
        value, end = f"{value}%", per_cent.end()
    elif value[:1].isdigit() and (currency := _CURRENCY.match(text, end)):
        value, end = _SIGNS[currency[1].casefold().rstrip("s")] + value, currency.end()
    if re.fullmatch(r"\D?0*\d+\.0+%?", value):
        value = re.sub(r"\.0+", "", value)
    return Numeral(value, start, end)


def _ordinal(value: int) -> str:
    ending = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"
