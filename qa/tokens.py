"""Texts made comparable: what makes an answer and a gold answer the same, however they are written.

Evaluation alone uses these rules, so that its figures do not move when the search terms or the checks of the answers
are changed.
"""

from __future__ import annotations

import re
import unicodedata

from qa.numerals import ONES, TENS

CITATION_MARK = re.compile(r"\s*\[\d+(?:\s*[,–-]\s*\d+)*\]")  # [1], [1, 2], [1-3]

_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|\w+")
_WORD = re.compile(r"\b[^\W\d_][\w’'-]*")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")  # U.S.
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_UNITS = [word for word, value in ONES.items() if 1 <= value <= 9]
_TENS = re.compile(rf"\b({'|'.join(TENS)})(?:[-\s]({'|'.join(_UNITS)}))?\b")
_CALENDAR = frozenset(
    """
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    """.split()
)


def tokens(text: str) -> list[str]:
    """The words and numbers of a text.

    Citation marks, case and accents are off; U.S. is us, 2,963 is 2963, six is 6 and thirty-one is 31.
    """
    decomposed = unicodedata.normalize("NFKD", CITATION_MARK.sub(" ", text))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    plain = _DOTTED.sub(lambda dotted: dotted[0].replace(".", "") + " ", plain)
    plain = _TENS.sub(lambda spelt: str(TENS[spelt[1]] + ONES.get(spelt[2], 0)), plain)
    return [str(ONES.get(token, token)) for token in _TOKEN.findall(_THOUSANDS.sub("", plain))]


def holds(text: str, sought: str) -> bool:
    """Whether the tokens of what is sought stand in the text, one after another."""
    return f" {' '.join(tokens(sought))} " in f" {' '.join(tokens(text))} "


def values(text: str) -> set[str]:
    """The tokens that a statement can be wrong by: numbers, and capitalised words within a sentence.

    The first word of a sentence says nothing by its capital; names of months and days need no proof.
    """
    text = CITATION_MARK.sub(" ", text)
    numbers = {token for token in tokens(text) if token[0].isdigit()}
    names = {
        token
        for word in _WORD.finditer(text)
        if word[0][0].isupper() and _within_sentence(text[: word.start()])
        for token in tokens(word[0])
    }
    return numbers | (names - _CALENDAR)


def unmarked(text: str) -> str:
    """The text without its citation marks."""
    return CITATION_MARK.sub("", text)


def _within_sentence(before: str) -> bool:
    before = before.rstrip(" \"“‘'([")
    return bool(before) and before[-1] not in ".!?:\n"
