"""Numbers in text, in digits or in English words, by their value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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

_WORD = "|".join([*ONES, *TENS, *SCALES])
_SPELT = rf"\b(?:{_WORD})(?:(?:-|\s+|\s+and\s+)(?:{_WORD}))*\b"
_DIGITS = r"\d[\d.,:/\u202f\u00a0-]*\d|\d"
_NUMERAL = re.compile(rf"(?P<digits>{_DIGITS})|(?P<spelt>{_SPELT})", re.IGNORECASE)
_SEPARATOR = re.compile(r"(?<=\d)[,\u202f\u00a0](?=\d{3}(?!\d))")
_SCALED = re.compile(r"\s+(hundred|thousand|million|billion)\b", re.IGNORECASE)


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
    if scale and re.fullmatch(r"\d+(?:\.\d+)?", digits):
        whole = float(digits) * SCALES[scale[1].casefold()]
        if whole == int(whole):
            return str(int(whole)), scale.end()
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
