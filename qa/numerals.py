"""Numbers in text, in digits or in English words, by their value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.patterns import lazy

ONES = {
    word: value
    for value, word in enumerate(
        """
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen
        """.split()
    )
}
TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

_SCALE = "|".join(SCALES)
_SMALL = rf"(?:(?:{'|'.join(TENS)})(?:[-\s](?:{'|'.join(list(ONES)[1:10])}))?|{'|'.join(ONES)})\b"
_SCALED_WORDS = rf"{_SMALL}(?:[-\s](?:{_SCALE})\b){{1,3}}"
# six, thirty-one, sixteen hundred, two hundred and seven, a thousand; but "five and ten" is two numbers
_SPELT = (
    rf"\b(?:{_SCALED_WORDS}(?:\s(?:and\s)?{_SCALED_WORDS}){{0,4}}(?:\s(?:and\s)?{_SMALL})?|{_SMALL}|(?:{_SCALE})\b)"
)
# What makes the digits another thing belongs to them: a sign, a currency, a % or an ending; F16 and MI6 are names.
_DIGITS = r"(?:(?<![\w.])[-−+±]|[€$£¥])?(?<!\w)\d(?:[\d.,:/\u202f\u00a0-]*\d)?(?:%|[^\W\d_]{1,3}\b)?"
_NUMERAL = lazy(rf"(?P<digits>{_DIGITS})|(?P<spelt>{_SPELT})", re.IGNORECASE)
_SEPARATOR = lazy(r"(?<=\d)[,\u202f\u00a0](?=\d{3}(?!\d))")
_SCALED = lazy(r"\s+(hundred|thousand|million|billion)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Numeral:
    """A number where it stands: text[start:end]."""

    value: str
    """In digits without separators: 2963 for 2,963, 31 for thirty-one, 1600 for sixteen hundred."""
    start: int
    end: int


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers of a text in its order. The word "one" by itself is none: it is mostly a pronoun."""
    end = 0
    for match in _NUMERAL.finditer(text):
        if match.start() < end:
            continue
        if match["digits"]:
            value, end = _scaled(_SEPARATOR.sub("", match.group()), text, match.end())
        elif match.group().casefold() == "one":
            continue
        else:
            value, end = str(spelt(match.group())), match.end()
        yield Numeral(value, match.start(), end)


def _scaled(digits: str, text: str, end: int) -> tuple[str, int]:
    """1.5 million is 1500000; digits that are no plain number stay as they are."""
    scale = _SCALED.match(text, end)
    plain = re.fullmatch(r"(\D?)(\d{1,15}(?:\.\d{1,15})?)", digits)
    if scale and plain:
        whole = Decimal(plain[2]) * SCALES[scale[1].casefold()]
        if whole == int(whole):
            return f"{plain[1]}{int(whole)}", scale.end()
    return digits, end


def spelt(words: str) -> int:
    """The value of number words: "two hundred and seven" is 207, "sixteen hundred" 1600."""
    total = current = 0
    for word in re.findall(r"[a-z]+", words.casefold()):
        if word == "hundred":
            current = max(current, 1) * 100
        elif word in SCALES:
            total += max(current, 1) * SCALES[word]
            current = 0
        else:
            current += ONES.get(word, TENS.get(word, 0))
    return total + current


def without_numerals(text: str) -> str:
    """The text with a blank in the place of every number."""
    parts = []
    end = 0
    for numeral in numerals(text):
        parts.append(text[end : numeral.start])
        end = numeral.end
    return " ".join([*parts, text[end:]])
