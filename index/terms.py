"""Text to search terms: what makes two words the same word for BM25."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Stemmer import Stemmer

# Changing anything here changes what an index holds: count the version up, and old indexes are rebuilt.
VERSION = 3

_NUMBER_WORDS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty
""".split()
NUMBERS = {word: str(value) for value, word in enumerate(_NUMBER_WORDS) if word != "one"}  # "one" is mostly a pronoun

# Between groups of three digits; the spaces are the narrow and the non-breaking ones, which NFKD makes ordinary.
_THOUSANDS = re.compile(r"(?<=\d)[,\u066c\u2009\u202f\u00a0](?=\d{3}(?!\d))")
# Accents, Arabic vowel signs, hamzas above and below a letter, the stretching stroke. The voicing marks of kana stay.
_MARKS = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0670\u0640]")
# Letters that Arabic writers use for one another, as in Lucene's ArabicNormalizer, and digits of Arabic and Persian.
_ARABIC = str.maketrans("ىة" + "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹", "يه" + 2 * "0123456789")
_ACRONYM = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+(?!\w)\.?")
_POSSESSIVE = re.compile(r"['’\u02bc]s?\b")
_WORD = re.compile(r"[^\W_]+")
# Kana and Han, between whose words there are no spaces.
_UNSPACED = re.compile(
    r"[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)


def terms(text: str) -> list[str]:
    """The search terms of a text, in its order.

    Case, accents and English endings are off, 2,963 is 2963, six is 6, U.S. is us, Morocco's is morocco;
    Chinese and Japanese become pairs of neighbouring characters.
    """
    text = _THOUSANDS.sub("", text)
    if not text.isascii():
        # apart, to take the marks off; together again, because the marks that stay would end a word
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
        text = unicodedata.normalize("NFC", text).translate(_ARABIC)
    text = _ACRONYM.sub(lambda m: m.group().replace(".", "") + " ", text.casefold())
    text = _POSSESSIVE.sub("", text)
    found = []
    for word in _WORD.findall(text):
        if word.isascii():
            found.append(stem(word))
        else:
            found.extend(_split_unspaced(word))
    return found


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer:
    from Stemmer import Stemmer

    return Stemmer("english")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A lower-case word without its English ending (Porter 2), or the digits of a number word."""
    number = NUMBERS.get(word)
    return number if number is not None else str(_stemmer().stemWord(word))


def _split_unspaced(word: str) -> list[str]:
    parts: list[str] = []
    end = 0
    for run in _UNSPACED.finditer(word):
        if run.start() > end:
            parts.append(stem(word[end : run.start()]))
        characters = run.group()
        parts.extend(a + b for a, b in pairwise(characters)) if len(characters) > 1 else parts.append(characters)
        end = run.end()
    if end < len(word):
        parts.append(stem(word[end:]))
    return parts
