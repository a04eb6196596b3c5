"""What a model wrote, statement by statement, against the quotations that it was shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.patterns import lazy
from corpus.sentences import sentences
from qa.answer import folded

if TYPE_CHECKING:
    from qa.likeness import Likeness

_MARKS = lazy(r"(?:(?<!\s)\s*\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\])+(?:[.!?](?=\s|$))?")
# What follows marks in the middle of a sentence: the rest of a word or number, a comma, or words in lower case
_GOES_ON = lazy(r"(?P<within>[^\W_A-Z])|[,;:]|[^\S\n]+[a-z(]")
_UNTOLD = lazy(r"\s*(?:\[[\d\s,;]*)?")  # behind marks, what may become more of them
_NUMBER = lazy(r"\d+")
_STOP = lazy(r"\n\s*\n")
_LISTED = lazy(r"^[ \t]*(?:\d{1,2}[.)]|[-*•])[ \t]+", re.MULTILINE)
# How small models begin: an item's number, a dash, words that announce an answer
_OPENER = lazy(
    r"\A\s*(?:\d{1,2}[.)]\s+|[-*•]\s+|(?:the\s+)?answer(?:\s+to\s+(?:this|the|your)\s+question)?(?:\s+is)?\s*:\s*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """What stands before some marks `[n]`, and their numbers, counted from 0 here; none where there are no marks."""

    text: str
    quotations: tuple[int, ...]


def statements(pieces: Iterable[str]) -> Iterator[Statement]:
    """The statements of a reply that comes in pieces, each as soon as it is whole. An empty line ends the reply."""
    waiting = ""
    for piece in pieces:
        waiting += piece
        stop = _STOP.search(waiting.lstrip())
        if stop:
            waiting = waiting.lstrip()[: stop.start()]
        yield from (found := _marked(waiting, whole=bool(stop)))
        if found:
            waiting = waiting[found.end :]
        if stop:
            break
    last = _marked(waiting, whole=True)
    yield from last
    yield from (Statement(text, ()) for text in _sentences(waiting[last.end :]))


class _Found(list[Statement]):
    """Statements, and where the text behind them begins."""

    end = 0

    def add(self, said: str, numbers: Iterable[int], end: int) -> None:
        """The sentences of a text, on the same quotations."""
        self += [Statement(sentence, tuple(numbers)) for sentence in _sentences(said)]
        self.end = end


def _marked(text: str, *, whole: bool) -> _Found:
    """The statements that marks follow; behind the last marks of a text that is not whole, one may go on."""
    found = _Found()
    said, at, numbers = "", 0, dict[int, None]()
    for match in _MARKS.finditer(text):
        if not whole and _UNTOLD.fullmatch(text, match.end()):
            break
        said += text[at : match.start()]
        at = match.end()
        numbers |= dict.fromkeys(int(n) - 1 for n in _NUMBER.findall(match.group()))
        ended = match.group()[-1] != "]" or said.rstrip()[-1:] in (".", "!", "?")
        if not ended and (goes_on := _GOES_ON.match(text, at)):
            said += match.group() if goes_on["within"] else ""  # what is cited within a word is none
            continue
        found.add(said, numbers, at)
        said, numbers = "", {}
    if numbers and whole:
        found.add(said + text[at:], numbers, len(text))
    return found


def _sentences(text: str) -> list[str]:
    trimmed = trim(_LISTED.sub("", text))
    return [told for span in sentences(trimmed) if (told := folded(span.of(trimmed)))]


def trim(text: str) -> str:
    """A reply without what announces it."""
    while (match := _OPENER.match(text)) and match.end():
        text = text[match.end() :]
    return text.strip()


def supported(
    statement: Statement, quotations: Sequence[str], likeness: Likeness | None = None
) -> tuple[int, ...]:  # fmt: skip
    """The fewest of the quotations that a statement stands on; empty where it does not stand.

    Those that it names itself are tried alone and then together; where it names none that is there, all are tried.
    """
    from qa.grounding import check  # 25 ms, which an answer by quotation need not wait for

    named = [n for n in statement.quotations if 0 <= n < len(quotations)] or list(range(len(quotations)))
    for n in named:
        if check(statement.text, [quotations[n]], likeness=likeness).supported:
            return (n,)
    if len(named) > 1 and check(statement.text, [quotations[n] for n in named], likeness=likeness).supported:
        return tuple(named)
    return ()
