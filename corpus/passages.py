"""Passages: the runs of whole sentences that are embedded, indexed and found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.article import Span

# Measured (tests/benchmarks/README.md): runs of 250 to 300 characters find most in the first 1,000 and the first 4,000
# characters together; longer ones find less in the first, shorter ones in the second.
SIZE = 300
# Counted up with every change of how sentences or passages are cut: older indexes are then made anew.
VERSION = 1
# A paragraph shorter than this is joined with the next one: headings, one-line paragraphs, rows of a table.
SHORT = 150
# No readable sentence has more characters a token; beyond it (a URL, base64) an encoder sees one unknown word.
CHARACTERS_A_TOKEN = 8
HEADING = 100  # a longer line is no heading

CLOSED = re.compile(r"""[.!?…。！？؟۔।:;]["'”’»)\]」』]*$""")
LINE_END = re.compile(r"[\r\n]")
WORD = re.compile(r"\S+")

TokenCounts = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of sentences. `sentences` are spans of the article, in order; the first and last bound the passage."""

    sentences: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """From the first sentence's start to the last one's end."""
        return Span(self.sentences[0].start, self.sentences[-1].end)


class _Unit(NamedTuple):
    """What is never cut: a sentence, or a piece of one that is too long."""

    start: int
    end: int
    tokens: int


def passages(
    text: str, sentences: Sequence[Span], *, limit: int, token_counts: TokenCounts, size: int = SIZE, short: int = SHORT
) -> list[Passage]:
    """Cuts an article into passages of about `size` characters and at most `limit` tokens of the encoder.

    A passage ends where the next sentence would not fit, or with its paragraph once it has `short` characters; a
    heading goes with what follows it, even past `size`. Only a sentence that alone exceeds `limit` is cut, between
    words where it can be. Costs about a second a megabyte, nearly all of it in `token_counts`.
    """
    runs: list[list[_Unit]] = []
    run: list[_Unit] = []
    for unit in _units(text, sentences, limit, token_counts):
        if run and (not _fits(text, run, unit, limit, size) or _is_closed(text, run, unit, short)):
            ended, run = _split_heading(text, run, unit)
            runs.append(ended)
            if run and not _fits(text, run, unit, limit, size):
                runs.append(run)
                run = []
        run.append(unit)
    if run:
        runs.append(run)
    return [Passage(tuple(Span(unit.start, unit.end) for unit in run)) for run in runs]


def _fits(text: str, run: list[_Unit], unit: _Unit, limit: int, size: int) -> bool:
    if sum(u.tokens for u in run) + unit.tokens > limit:
        return False
    return unit.end - run[0].start <= size or _is_heading(text, run[0].start, run[-1].end, unit.start)


def _is_closed(text: str, run: list[_Unit], unit: _Unit, short: int) -> bool:
    """Whether the paragraph ends here and the run is long enough to stand by itself."""
    return run[-1].end - run[0].start >= short and _on_new_line(text, run[-1].end, unit.start)


def _split_heading(text: str, run: list[_Unit], unit: _Unit) -> tuple[list[_Unit], list[_Unit]]:
    """What ends before the unit, and the heading that goes with it, if the run ends in one."""
    if len(run) > 1:
        before, last = run[-2:]
        # where the line before has no full stop either, it is a table or a list and not a heading
        closed = CLOSED.search(text[max(before.start, before.end - HEADING) : before.end])
        if (
            closed
            and _on_new_line(text, before.end, last.start)
            and _is_heading(text, last.start, last.end, unit.start)
        ):
            return run[:-1], run[-1:]
    return run, []


def _is_heading(text: str, start: int, end: int, following: int) -> bool:
    """Whether what stands from start to end is short, without a full stop, and the last of its line."""
    return end - start < HEADING and _on_new_line(text, end, following) and not CLOSED.search(text[start:end])


def _on_new_line(text: str, end: int, following: int) -> bool:
    return LINE_END.search(text, end, following) is not None


def _units(text: str, sentences: Sequence[Span], limit: int, token_counts: TokenCounts) -> Iterator[_Unit]:
    """Sentences with their token counts, the too long ones in pieces."""
    longest = limit * CHARACTERS_A_TOKEN
    readable = [s for s in sentences if s.end - s.start <= longest]
    counts = dict(zip(readable, token_counts([s.of(text) for s in readable]), strict=True))
    for sentence in sentences:
        count = counts.get(sentence, limit + 1)
        if count <= limit:
            yield _Unit(sentence.start, sentence.end, count)
        else:
            yield from _pieces(text, sentence, limit, token_counts)


def _pieces(text: str, sentence: Span, limit: int, token_counts: TokenCounts) -> Iterator[_Unit]:
    """Cuts one sentence into pieces of at most `limit` tokens, each as long as it can be to some words."""
    longest = limit * CHARACTERS_A_TOKEN
    piece: _Unit | None = None
    for part in _counted(text, list(_lines(_atoms(text, sentence, limit), limit)), limit, token_counts):
        joined = _Unit(piece.start, part.end, piece.tokens + part.tokens) if piece else part
        if piece and (joined.tokens > limit or joined.end - joined.start > longest):
            yield piece
            piece = part
        else:
            piece = joined
    if piece:
        yield piece


def _atoms(text: str, sentence: Span, width: int) -> Iterator[Span]:
    """Words; one that has more than `width` characters in parts."""
    for match in WORD.finditer(text, sentence.start, sentence.end):
        for start in range(match.start(), match.end(), width):
            yield Span(start, min(start + width, match.end()))


def _lines(atoms: Iterator[Span], width: int) -> Iterator[list[Span]]:
    """Runs of atoms over at most `width` characters: counted at once, a tenth of the cost of one by one."""
    line: list[Span] = []
    for atom in atoms:
        if line and atom.end - line[0].start > width:
            yield line
            line = []
        line.append(atom)
    if line:
        yield line


def _counted(text: str, lines: Sequence[list[Span]], limit: int, token_counts: TokenCounts) -> Iterator[_Unit]:
    """Lines with their token counts; one that exceeds the limit is halved until it does not."""
    spans = [Span(line[0].start, line[-1].end) for line in lines]
    for line, span, count in zip(lines, spans, token_counts([s.of(text) for s in spans]), strict=True):
        if count <= limit or span.end - span.start < 2:
            yield _Unit(span.start, span.end, min(count, limit))
        elif len(line) > 1:
            middle = len(line) // 2
            yield from _counted(text, [line[:middle], line[middle:]], limit, token_counts)
        else:
            middle = (span.start + span.end) // 2
            halves = [[Span(span.start, middle)], [Span(middle, span.end)]]
            yield from _counted(text, halves, limit, token_counts)
