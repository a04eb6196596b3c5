"""Passages: the runs of whole sentences that are embedded, indexed and found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.article import Span

# Measured on the development sets (tests/benchmarks/README.md): runs of 400 characters that keep to their paragraph
# find more in the first 1,000 and 4,000 characters than 300, 600, 800, 1,200 or whole paragraphs do.
SIZE = 400
# A paragraph shorter than this is joined with the next one: headings, one-line paragraphs, rows of a table.
SHORT = 200
# No readable sentence has more characters a token; beyond it (a URL, base64) an encoder sees one unknown word.
CHARACTERS_A_TOKEN = 8

CLOSED = re.compile(r"""[.!?…。！？؟۔।:;]["'”’»)\]」』]*$""")
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


def passages(
    text: str, sentences: Sequence[Span], *, limit: int, token_counts: TokenCounts, size: int = SIZE, short: int = SHORT
) -> list[Passage]:
    """Cuts an article into passages of about `size` characters and at most `limit` tokens of the encoder.

    A passage ends where the next sentence would not fit, or with its paragraph once it has `short` characters; a
    heading goes with what follows it. Only a sentence that alone exceeds `limit` is cut, between words where it can be.
    """
    units = list(_units(text, sentences, limit, token_counts))
    found: list[Passage] = []
    run: list[tuple[Span, int]] = []
    for unit, tokens in units:
        if run:
            end = run[-1][0].end
            full = unit.end - run[0][0].start > size or sum(t for _, t in run) + tokens > limit
            closed = end - run[0][0].start >= short and "\n" in text[end : unit.start].replace("\r", "\n")
            if full or closed:
                kept, run = _split_heading(text, run)
                found.append(Passage(tuple(span for span, _ in kept)))
                if run and (unit.end - run[0][0].start > size or sum(t for _, t in run) + tokens > limit):
                    found.append(Passage(tuple(span for span, _ in run)))
                    run = []
        run.append((unit, tokens))
    if run:
        found.append(Passage(tuple(span for span, _ in run)))
    return found


def _split_heading(
    text: str, run: list[tuple[Span, int]]
) -> tuple[list[tuple[Span, int]], list[tuple[Span, int]]]:  # fmt: skip
    """What ends here, and the heading that goes with the next passage, if the run ends in one."""
    if len(run) == 1:
        return run, []
    last, before = run[-1][0], run[-2][0]
    alone = "\n" in text[before.end : last.start].replace("\r", "\n")
    heading = alone and last.end - last.start < 100 and not CLOSED.search(text[last.start : last.end])
    # where the line before has no full stop either, it is a table or a list and not a heading
    if heading and CLOSED.search(text[before.start : before.end]):
        return run[:-1], run[-1:]
    return run, []


def _units(
    text: str, sentences: Sequence[Span], limit: int, token_counts: TokenCounts
) -> Iterator[tuple[Span, int]]:  # fmt: skip
    """Sentences with their token counts, the too long ones in pieces."""
    whole = [s for s in sentences if s.end - s.start <= limit * CHARACTERS_A_TOKEN]
    counts = dict(zip(whole, token_counts([text[s.start : s.end] for s in whole]), strict=True))
    for sentence in sentences:
        count = counts.get(sentence)
        if count is not None and count <= limit:
            yield sentence, count
        else:
            yield from _pieces(text, sentence, limit, token_counts)


def _pieces(text: str, sentence: Span, limit: int, token_counts: TokenCounts) -> Iterator[tuple[Span, int]]:
    """Cuts one sentence between words into pieces of at most `limit` tokens."""
    longest = limit * CHARACTERS_A_TOKEN
    words: list[Span] = []
    for match in WORD.finditer(text, sentence.start, sentence.end):
        words.extend(Span(s, min(s + longest, match.end())) for s in range(match.start(), match.end(), longest))
    run: list[Span] = []
    total = 0
    for word, tokens in _counted(text, words, limit, token_counts):
        if run and (total + tokens > limit or word.end - run[0].start > longest):
            yield Span(run[0].start, run[-1].end), total
            run, total = [], 0
        run.append(word)
        total += tokens
    if run:
        yield Span(run[0].start, run[-1].end), total


def _counted(text: str, words: Sequence[Span], limit: int, token_counts: TokenCounts) -> Iterator[tuple[Span, int]]:
    """Words with their token counts; one that alone exceeds the limit is halved until it does not."""
    for word, count in zip(words, token_counts([text[w.start : w.end] for w in words]), strict=True):
        if count <= limit or word.end - word.start < 2:
            yield word, min(count, limit)
        else:
            middle = (word.start + word.end) // 2
            yield from _counted(text, [Span(word.start, middle), Span(middle, word.end)], limit, token_counts)
