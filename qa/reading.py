"""A text as the check reads it: words, numbers and dates by sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from index.terms import stem
from qa.dates_said import DateSaid, dates_said
from qa.quantities import quantities
from qa.synonyms import PLACES, SHORTEST_ROOT, SYNONYMS, alike, joined_names, lemma
from qa.words import FUNCTION_WORDS, NEGATORS

_PIECE = re.compile(
    r"(?P<acronym>\b[^\W\d_](?:\.[^\W\d_])+\b\.?)|(?P<word>[^\W_]+(?:['’][^\W\d_]+)*)|(?P<mark>[^\w\s])"
)
_POSSESSIVE = re.compile(r"(?:'s|')$")
MOST_PLACES = 400  # of one word; long texts of few words would make the check slow
LONGEST_SENTENCE = 120  # tokens; a longer one is cut, which keeps the work within a sentence small
_SHORT_FORM = frozenset("mr mrs ms dr st prof gen col lt sgt no vs jr sr inc ltd co sen rep gov rev hon capt".split())
_LINE = re.compile(r"\n(?=[ \t]{0,8}(?:[|•*#-]|\n|[^\W\d_][\w ]{0,24}:))|(?<=[.!?:|])[ \t]{0,8}\n")
_CONTROL = {n: " " for n in (*range(32), *range(127, 160)) if n != 10}
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>|[*_`#]{1,3}(?=\w)|(?<=\w)[*_`]{1,3}(?!\w)")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d"})
_OWNING = frozenset({"owns", "owned", "owning"})  # verbs whose stem, "own", is none
_CONTRACTED = {"can": "can", "wo": "will", "sha": "shall", "ca": "can"}


@dataclass(slots=True)
class Token:
    """A word, number, date or mark where it stands in the read text."""

    kind: str
    """word, number, date or mark."""
    low: str
    """In lower case, without accents; the value of a number; the mark itself."""
    lemma: str
    sentence: int
    capital: bool = False
    first: bool = False
    """It begins its sentence, so that its capital says nothing."""
    name: bool = False
    possessive: bool = False
    content: bool = False
    """It is a word that says something by itself."""
    date: DateSaid | None = None
    said: str = ""
    """A word as the text has it."""


@dataclass
class Reading:
    """The tokens of some texts; a sentence never crosses from one text to the next."""

    tokens: list[Token] = field(default_factory=list)
    sentences: list[range] = field(default_factory=list)
    _places: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    @cached_property
    def dates(self) -> list[int]:
        return [n for n, token in enumerate(self.tokens) if token.date is not None][:MOST_PLACES]

    @cached_property
    def by_lemma(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for n, token in enumerate(self.tokens):
            if token.kind in ("word", "number"):
                found.setdefault(token.lemma, []).append(n)
            if token.name and lemma(token.low) != token.lemma:
                found.setdefault(lemma(token.low), []).append(n)
        return found

    @cached_property
    def by_root(self) -> dict[str, list[str]]:
        """Lemmas by their first letters, under which those of the same derivation stand."""
        found: dict[str, list[str]] = {}
        for word in self.by_lemma:
            found.setdefault(word[: SHORTEST_ROOT - 1], []).append(word)
        return found

    def places(self, token: Token) -> list[int]:
        """Where this text has a word of the same meaning, or the same number; no more than MOST_PLACES of them."""
        key = (token.lemma, token.low if token.name else "")
        if key not in self._places:
            self._places[key] = self._find(token)[:MOST_PLACES]
        return self._places[key]

    def _find(self, token: Token) -> list[int]:
        found = list(self.by_lemma.get(token.lemma, ()))
        if token.kind == "word" and not token.name:
            others = {w for w in SYNONYMS.get(token.lemma, ()) if w in self.by_lemma}
            others |= {w for w in self.by_root.get(token.lemma[: SHORTEST_ROOT - 1], ()) if alike(token.lemma, w)}
            others.discard(token.lemma)
            for other in sorted(others):
                found += [n for n in self.by_lemma[other] if not self.tokens[n].name]
        elif token.name and not found:
            found = [n for n in self.by_lemma.get(lemma(token.low), ()) if not self.tokens[n].name]
            if token.low.endswith(("an", "a")) and len(token.low) > 5:
                # "Galician" of Galicia
                other = token.low[:-1] if token.low.endswith("an") else f"{token.low}n"
                found += self.by_lemma.get(other, ())
        return found


def read(texts: Sequence[str]) -> Reading:
    """Read texts in their order. Linear in their length."""
    reading = Reading()
    for text in texts:
        for part in _LINE.split(clean(text)):
            _read(part.replace("\n", " "), reading)
    return reading


def clean(text: str) -> str:
    """The text without markup, control and invisible characters."""
    return joined_names(_TAG.sub(" ", _HIDDEN.sub("", text.translate(_CONTROL))).replace("’", "'"))


def _read(text: str, reading: Reading) -> None:
    start = len(reading.tokens)
    first = True
    for token in _tokens(text):
        token.sentence = len(reading.sentences)
        token.first = first and token.kind == "word"
        if token.kind != "mark":
            first = False
        elif token.low == ":":
            first = True
        reading.tokens.append(token)
        if _ends(token, len(reading.tokens) - start):
            _end(reading, start)
            start, first = len(reading.tokens), True
    _end(reading, start)


def _is_letter(tokens: Sequence[Token], n: int) -> bool:
    """Whether a single capital letter stands for a name, and is no article."""
    if not tokens[n].first:
        return True
    after = [t.low for t in tokens[n + 1 : n + 3]]
    return (
        tokens[n].low != "a"
        or after[:1] in (["was"], ["is"])
        or (
            after[:1] != []
            and after[0].endswith("ed")
            and (len(after) < 2 or tokens[n + 2].capital or tokens[n + 2].kind == "mark")
        )
    )


def _ends(token: Token, length: int) -> bool:
    mark = token.kind == "mark" and (token.low == ";" or (token.low in "!?." and token.capital))
    return mark or length >= LONGEST_SENTENCE


def _end(reading: Reading, start: int) -> None:
    tokens = reading.tokens
    if start == len(tokens):
        return
    reading.sentences.append(range(start, len(tokens)))
    for n in range(start, len(tokens)):
        token = tokens[n]
        if (
            token.kind == "word"
            and token.capital
            and len(token.low) == 1
            and token.low != "i"
            and _is_letter(tokens, n)
        ):
            token.content = True
        if token.capital and token.kind == "word" and token.content:
            follows = n + 1 < len(tokens) and tokens[n + 1].kind == "word" and tokens[n + 1].capital
            token.name = (
                not token.first
                or len(token.low) == 1
                or follows
                or token.low in PLACES
                or (len(token.low) > 1 and token.possessive)
            )
        if token.kind == "word":
            token.lemma = PLACES.get(token.low, token.low) if token.name else lemma(token.low)


def _tokens(text: str) -> Iterator[Token]:
    taken: list[tuple[int, int, Token]] = []
    for date in dates_said(text):
        taken.append((date.start, date.end, Token("date", "date", "date", 0, date=date)))
    dated = [(d[0], d[1]) for d in taken]
    place = 0
    for number in quantities(text):
        while place < len(dated) and dated[place][1] <= number.start:
            place += 1
        if place == len(dated) or number.end <= dated[place][0]:
            taken.append((number.start, number.end, Token("number", number.value, f"#{number.value}", 0)))
    taken.sort(key=lambda t: t[0])
    end = 0
    for start, stop, token in taken:
        yield from _words(text, end, start)
        yield token
        end = stop
    yield from _words(text, end, len(text))


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _PIECE.finditer(text, start, end):
        said = match.group()
        if match["mark"]:
            # a full stop that ends a sentence is marked as a capital
            rest = text[match.end() : match.end() + 2]
            before = text[max(0, match.start() - 6) : match.start()]
            word = re.search(r"(?<!\d)[^\W\d_]+$", before)  # the "s" of "1990s" is no initial
            short = said == "." and word is not None and (word[0].casefold() in _SHORT_FORM or len(word[0]) == 1)
            ends = said in "!?" or (
                said == "." and (not rest or not rest[0].isalnum()) and not (short and rest.strip())
            )
            yield Token("mark", said, said, 0, capital=ends)
            continue
        low = folded(said.replace(".", "") if match["acronym"] else said)
        capital = said[0].isupper()
        if low == "us" and said != "us" and said.replace(".", "") == "US":
            yield Token("word", "us", "us", 0, capital=True, content=True)
            continue
        if low.endswith("n't") and len(low) > 3:
            low = _CONTRACTED.get(low[:-3], low[:-3])
            yield Token("word", low, low, 0, capital=capital)
            yield Token("word", "not", "not", 0)
            continue
        if low == "cannot":
            yield Token("word", "can", "can", 0, capital=capital)
            yield Token("word", "not", "not", 0)
            continue
        plain = _POSSESSIVE.sub("", low)
        if not plain:
            continue
        content = (
            (stem(plain) not in FUNCTION_WORDS or plain in _OWNING) and plain not in NEGATORS and plain != "according"
        )
        yield Token("word", plain, plain, 0, capital=capital, possessive=plain != low, content=content, said=said)
        if match["acronym"] and said.endswith(".") and text[match.end() : match.end() + 2].strip()[:1] in ("",):
            yield Token("mark", ".", ".", 0, capital=match.end() >= end)


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """A word in lower case without accents."""
    if word.isascii():
        return word.lower()
    plain = word.casefold().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)) or word
