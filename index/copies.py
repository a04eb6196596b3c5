"""Wire copy: one agency's text in many papers takes one place among the hits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.article import Span
from corpus.dates import line_date
from corpus.patterns import lazy
from corpus.sentences import sentences
from index.encoder import Vectors
from index.segment import ArticleRecord
from index.terms import terms

# Measured (tests/benchmarks/README.md): copies with another dateline or headline fall to 0.72, and 0.07 passages of
# other articles on one subject lie over 0.8 of each; other passages share 0.05 of their runs, copies 0.7 and more.
LEAST_COSINE = 0.8
LEAST_SHARED = 0.5
WORDS = 4  # in a run that is looked for in the other text
# Of the different words of the shorter text, as they are written: with fewer in common it is not worth reading both
# closely, which takes thirty times as long. Copies share two thirds and more.
ROUGHLY = 0.3
# Changed words with fewer equal ones between them than this are one change: a sentence told anew shares small words.
APART = 3
LABEL = 2  # words of a heading that may be all that tells two texts apart

_FIGURE = lazy(r"\d")
_THOUSANDS = lazy(r"(?<=\d)[,\u202f\u00a0](?=\d{3}(?!\d))")
_AROUND = ".,;:!?…\"'“”‘’«»()[]{}*_"  # around a number, without what makes it another: signs, currencies, %
_UNITS = lazy(r"[$€£¥%‰°]+")
_NOT = lazy(r"n['’]t\b", re.IGNORECASE)
# Words that deny or count.
_FIRM = frozenset(
    """
    pas ne jamais aucun aucune ni nicht kein keine nie sin nunca non no not never none nobody nothing neither nor
    without cannot unable refuse refused refuses refusing deny denied denies denying fail failed fails failing hardly
    barely scarcely seldom rarely unlikely likely half quarter double triple twice pair couple score few many several
    dozen dozens thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions
    billion billions trillion
    """.split()
)
# Words that turn a statement; a headline's are its own, as in "Boats lost".
_TURNING = frozenset(
    """
    more less fewer most least above below over under up down before after since until first second third fourth fifth
    sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth
    nineteenth twentieth last only all rise rises rose risen rising fall falls fell fallen falling increase increases
    increased increasing decrease decreases decreased decreasing gain gains gained lose loses lost win wins won grow
    grows grew grown shrank shrunk today yesterday tomorrow
    """.split()
)
# Words that begin a sentence in capitals and are no names.
_OPENERS = frozenset(
    """
    a according also although an and another any as at because both but by each earlier even every for from he her here
    his however i if in it its later many meanwhile most much my of on once one or other our others several she so some
    still such than that the their then there these they this those though through thus to us we what when where which
    while who why with yet you
    """.split()
)

_CLOSED = lazy(r"[.!?…:;][\"'”’»)\]]*$")
_BYLINE = lazy(r"(?:[Bb][Yy]|[Pp]ar):?(?:\s(?:[^\W\d_a-z][\w.'’-]*,?|and|et|de|in|for)){1,10}")
_LONGEST_HEADING = 160
_HEAD_LINES = 4
# `RABAT, 18 September 2016 (MAP) -`: a place in capitals, or any with a date or an agency, then a dash.
_DATELINE = lazy(
    r"(?P<place>[^\W\d_a-z][\w.'’/-]*(?:,?\s[^\W\d_a-z][\w.'’/-]*){0,4})"
    r"(?P<more>(?:,(?:\s(?:\d{1,4}|[^\W\d_a-z][^\W\d_]{2,8}\.?),?){1,4})?(?:,?\s\([^()\n]{1,40}\))?)"
    r",?\s?(?:[–—]|--?(?=\s))\s*(?=[\"'“‘«]?[^\W_a-z])"
)


@dataclass(frozen=True)
class Copy:
    """Where else a hit's text stands."""

    article: ArticleRecord
    span: Span


@dataclass(frozen=True)
class Group:
    """A candidate and its copies in other articles, as positions in the ranking."""

    lead: int
    copies: tuple[int, ...]
    """Best first."""


def group(articles: NDArray[np.int64], vectors: Vectors, text: Callable[[int], str | None], k: int) -> list[Group]:
    """The first k groups of candidates that are ranked best first.

    `articles` numbers each candidate's article, `vectors` are (n, dimension) unit length, and `text` gives a
    candidate's passage, or None where it must not be shown. It is asked for the leads, and for what the vectors say
    is near one.
    """
    groups: list[Group] = []
    free = np.ones(len(articles), bool)
    for lead in range(len(articles)):
        if len(groups) >= k:
            break
        if not free[lead] or (leading := text(lead)) is None:
            continue
        # not `@`: BLAS would share these out among threads, which wait for each other on busy cores
        cosines = np.einsum("ij,j->i", vectors[lead + 1 :], vectors[lead])
        near = free[lead + 1 :] & (cosines >= LEAST_COSINE) & (articles[lead + 1 :] != articles[lead])
        copies = []
        for n in (np.flatnonzero(near) + lead + 1).tolist():
            other = text(n)
            if other is not None and near_duplicate(leading, other):
                copies.append(n)
        free[copies] = False
        groups.append(Group(lead, tuple(copies)))
    return groups


def near_duplicate(one: str, other: str) -> bool:
    """Whether a reader of the one text misses nothing that counts in the other.

    Of the shorter one's runs of words LEAST_SHARED stand in the other. Where the texts differ, the numbers and what
    they count, names, negations and other words that turn a meaning must be the same and in the same order; whole
    sentences may be missing in either, but those that only the other has hold no numbers and no new names. What stands
    around a text does not matter: date lines, bylines, the dateline, and but for its numbers a headline that was told
    anew. Nor do spelling and punctuation. Unsure is no: differing figures are what readers look for.
    """
    rough, wide = sorted((_rough(one), _rough(other)), key=len)
    if len(rough & wide) < ROUGHLY * len(rough):
        return False
    a, b = _read(one), _read(other)
    if not a.words or not b.words or not _under_one_heading(a, b):
        return False
    if a.keys == b.keys:
        return True
    few, many = sorted((a.runs, b.runs), key=len)
    if len(few & many) < LEAST_SHARED * len(few):
        return False
    return all(
        all(_harmless(a, b, change) for change in near) or _harmless(a, b, _Change(*near[0][:2], *near[-1][2:]))
        for near in _changes(a.keys, b.keys)
    )


class _Word(NamedTuple):
    key: str
    """The search term; a number as it is written."""
    figure: bool
    """A number, what it counts, or a word that turns the meaning."""
    name: bool


@dataclass(frozen=True)
class _Text:
    heading: tuple[_Word, ...]
    words: tuple[_Word, ...]
    starts: frozenset[int]
    """Where sentences begin among the words, and the end."""

    @property
    def keys(self) -> list[str]:
        return [w.key for w in self.words]

    @property
    def figures(self) -> frozenset[str]:
        return frozenset(w.key for w in (*self.heading, *self.words) if w.figure)

    @property
    def runs(self) -> set[tuple[str, ...]]:
        keys = self.keys
        size = min(WORDS, len(keys))
        return set(zip(*(keys[n:] for n in range(size)), strict=False))


class _Change(NamedTuple):
    """words[start:end] of the one text stand where words[other_start:other_end] of the other do."""

    start: int
    other_start: int
    end: int
    other_end: int


def _under_one_heading(one: _Text, other: _Text) -> bool:
    """Whether the headlines agree in their numbers, and in their names too where they are labels or hardly edited.

    "Weather in Rabat" and "Weather in Fez" may stand above the same words.
    """
    figures = {w.key for t in (one, other) for w in t.heading if w.figure}
    if not figures <= one.figures & other.figures:
        return False
    headings = [{w.key for w in t.heading} for t in (one, other)]
    shared = headings[0] & headings[1]
    edited = 2 * len(shared) >= max(1, min(map(len, headings)))
    if edited:
        kept = ([w.key for w in t.heading if w.figure or (w.name and w.key in shared)] for t in (one, other))
        if next(kept) != next(kept):
            return False
    elif not any(0 < len(h) <= LABEL for h in headings):
        return True
    for text, against in ((one, other), (other, one)):
        known = {w.key for t in (text.words, against.heading, against.words) for w in t}
        if any(w.name and w.key not in known for w in text.heading):
            return False
    return True


def _changes(one: list[str], other: list[str]) -> list[list[_Change]]:
    """Where two texts differ; changes with fewer than APART equal words between them together."""
    together: list[list[_Change]] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            if not together or a - together[-1][-1].end >= APART:
                together.append([])
            together[-1].append(_Change(a, c, b, d))
    return together


def _harmless(one: _Text, other: _Text, change: _Change) -> bool:
    ours = one.words[change.start : change.end]
    theirs = other.words[change.other_start : change.other_end]
    if _telling(ours) == _telling(theirs):
        return True
    if not theirs:
        return _whole(one, change.start, change.end)
    if ours or any(w.figure or (w.name and w.key not in one.keys) for w in theirs):
        return False
    return _whole(other, change.other_start, change.other_end)


def _telling(words: Sequence[_Word]) -> list[str]:
    return [w.key for w in words if w.figure or w.name]


def _whole(text: _Text, start: int, end: int) -> bool:
    """Whether words are whole sentences, or would be a few words on: "[The mayor left. The] crew" is "The" later."""
    keys = text.keys
    low = start
    while low and keys[low - 1] == keys[low - 1 + end - start]:
        low -= 1
    while {low, low + end - start} - text.starts:
        if low + end - start >= len(keys) or keys[low] != keys[low + end - start]:
            return False
        low += 1
    return True


@lru_cache(maxsize=4_096)
def _rough(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


@lru_cache(maxsize=4_096)
def _read(text: str) -> _Text:
    heading, body = _without_head(text)
    words: list[_Word] = []
    starts = {0}
    for sentence in sentences(body):
        starts.add(len(words))
        words += _words(sentence.of(body))
    return _Text(tuple(_words(heading, heading=True)), tuple(words), frozenset(starts | {len(words)}))


def _words(sentence: str, *, heading: bool = False) -> Iterator[_Word]:
    """The words of a sentence. A headline's figures are only what counts or denies, not what is counted."""
    counted = False  # whether the word before is a number
    for place, word in enumerate(sentence.split()):
        plain = word.strip(_AROUND).casefold()
        if _FIGURE.search(word):
            yield _Word(_THOUSANDS.sub("", plain), True, False)
            counted = not heading
        elif found := terms(word):
            name = any(c.isalpha() and not c.islower() for c in word) and not (place == 0 and plain in _OPENERS)
            turning = plain in _FIRM or _NOT.search(word) is not None or (plain in _TURNING and not heading)
            for term in found:
                yield _Word(term, term.isdecimal() or counted or turning, name)
                counted = term.isdecimal() and not heading
        elif unit := _UNITS.search(word):
            yield _Word(unit.group(), True, False)


def _without_head(text: str) -> tuple[str, str]:
    """The headline and the text below it, without date lines, byline and dateline."""
    heading, body = "", text.strip("\ufeff \t\r\n")
    for _ in range(_HEAD_LINES):
        line, _, rest = body.partition("\n")
        if not rest.strip():
            break
        line = line.strip()
        if line_date(line) or _BYLINE.fullmatch(line):
            body = rest.lstrip()
        elif not heading and _is_heading(line, rest):
            heading, body = line, rest.lstrip()
        else:
            break
    return heading, body[_dateline_end(body) :]


def _is_heading(line: str, rest: str) -> bool:
    """A short line without a full stop, apart from what follows it."""
    following = rest.lstrip(" \t\r").partition("\n")[0].strip()
    apart = not following or line.startswith("#") or line_date(following) or _BYLINE.fullmatch(following)
    short = len(line) <= _LONGEST_HEADING and not _CLOSED.search(line)
    return short and bool(apart) and len(sentences(line)) == 1


def _dateline_end(text: str) -> int:
    match = _DATELINE.match(text)
    if not match:
        return 0
    sure = match["place"].split()[0].isupper() or "(" in match["more"] or _FIGURE.search(match["more"])
    return match.end() if sure else 0
