"""Which line ends of a text end something, and which were only put in to keep lines short."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Final

from corpus.article import Span
from corpus.patterns import lazy

#: Hard-wrapped text keeps to a width between these, in characters. Longer lines are whole paragraphs.
NARROWEST: Final = 40
WIDEST: Final = 130
#: A wrapped line is full: the next word would not have fitted. Some wrappers stop up to a tenth short of their width.
SLACK: Final = 0.1
#: Shares of the line ends in a wrapped text that follow a full line, and that stand in the middle of a sentence.
FULL_SHARE: Final = 0.6
RUNNING_SHARE: Final = 0.4

#: Characters that are looked at to decide how the text as a whole is set.
SAMPLE: Final = 100_000

Line = tuple[int, int]  # first character that is not blank, and end without the line end

# `\s` and `\S` are str.isspace() and its opposite.
_ENDS = r"\r\n\v\f\x1c-\x1e\x85\u2028\u2029"
_LINE: Final = lazy(rf"(?P<line>\S[^{_ENDS}]*+)(?:(?>\r\n|[{_ENDS}])[^\S{_ENDS}]*+(?P<empty>[{_ENDS}]))?")
_RULE = r"[-=*_]{3,}+[ \t]*(?=[\r\n]|$)"  # a line drawn between parts, or under a heading
#: Opens a line of its own: a bullet, a heading, a quotation, a row or a fence of Markdown, a question's number.
_ITEM: Final = lazy(rf"(?:[•◦▪‣●■○➢➤✓·*+-]|#{{1,6}}|>+|Q\d{{1,2}}[:.])\s|[|•]|```|~~~|{_RULE}")
#: May open an item, but also stands in running text: `18. The`, `— said`.
_PERHAPS_ITEM: Final = lazy(r"(?:[–—]|\(?(?:\d{1,3}|[a-z])[.)])\s")
#: Ends with its line: a heading, a row or a fence of Markdown.
_WHOLE_LINE: Final = lazy(rf"#{{1,6}}\s|\||```|~~~|{_RULE}")
#: A line of front matter: `date: 2016-09-18`.
_KEY: Final = lazy(r"\w{1,20}:\s")
_CLOSED: Final = lazy(r"[.!?…:;。！？؟۔।][\"'”’»)\]」』]*\s*$")
_COLUMNS: Final = lazy(r"\S(?: {3,}|\t)\s*\S")
_WORD: Final = lazy(r"\S+")
#: Scripts without spaces between words: Thai and Lao, Burmese, Khmer, Japanese and Chinese.
_UNSPACED: Final = (("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u9fff"))


def blocks(text: str) -> Iterator[Span]:
    """Runs of text within which sentences are to be looked for, in order; they cover every non-blank character.

    An empty line always ends a block. A single line end does too, unless the text is hard-wrapped: then lines that
    belong together are one block. Whether it is, is decided for the text by the length of its lines and by how many
    of them end inside a sentence, and where the text as a whole is not, once more for each of its paragraphs.
    """
    width = _wrap_width(text, (pair for lines in _paragraphs(text[:SAMPLE]) for pair in pairwise(lines)))
    for lines in _paragraphs(text):
        if len(lines) == 1:
            yield Span(*lines[0])
        else:
            yield from _joined(text, lines, width)


def _paragraphs(text: str) -> Iterator[list[Line]]:
    """Runs of lines without an empty one between."""
    lines: list[Line] = []
    for match in _LINE.finditer(text):
        lines.append(match.span("line"))
        if match["empty"]:
            yield lines
            lines = []
    if lines:
        yield lines


def _joined(text: str, lines: Sequence[Line], width: int | None) -> Iterator[Span]:
    """The blocks of one paragraph."""
    width = width or _wrap_width(text, islice(pairwise(lines), SAMPLE // NARROWEST))
    if len(lines) > 3 and not _closed(text, lines[-1]) and not any(_runs_on(text, *pair) for pair in pairwise(lines)):
        width = None  # rows of a table, however even
    start = lines[0][0]
    for line, following in pairwise(lines):
        if not _goes_on(text, line, following, width):
            yield Span(start, line[1])
            start = following[0]
    yield Span(start, lines[-1][1])


def _wrap_width(text: str, pairs: Iterable[tuple[Line, Line]]) -> int | None:
    """The width to which these lines, each with the next one, are wrapped; None where they are not.

    Rows of a table can be as even as wrapped prose, but they do not go on in lower case.
    """
    pairs = list(pairs)
    prose = [pair for pair in pairs if pair[0][1] - pair[0][0] <= WIDEST and not _apart(text, *pair)]
    if len(prose) < 2 or 2 * len(prose) < len(pairs):
        return None
    width = max(_length(text, line) for line, _ in prose)
    if width < NARROWEST:
        return None
    full = sum(_full(text, line, following, width) for line, following in prose)
    running = sum(_runs_on(text, line, following) for line, following in prose)
    return width if full >= FULL_SHARE * len(prose) and running >= RUNNING_SHARE * len(prose) else None


def _goes_on(text: str, line: Line, following: Line, width: int | None) -> bool:
    """Whether the following line is the same block."""
    length = _length(text, line)
    if not (width or NARROWEST) // 2 <= length <= WIDEST or _apart(text, line, following):
        return False
    if width is None:
        # Two lines alone are too few to measure: only a long one that plainly goes on is joined.
        even = following[1] - following[0] <= length * (1 + SLACK) + 1
        return length >= NARROWEST and even and _runs_on(text, line, following) and not _KEY.match(text, following[0])
    if _full(text, line, following, width):
        return not (_PERHAPS_ITEM.match(text, following[0]) and _closed(text, line))
    return _runs_on(text, line, following)


def _apart(text: str, line: Line, following: Line) -> bool:
    """Whether the marks on the two lines keep them apart: items, headings, columns, a paragraph's first indent."""
    return bool(
        _ITEM.match(text, following[0])
        or _WHOLE_LINE.match(text, line[0])
        or _COLUMNS.search(text, line[0], min(line[1], line[0] + WIDEST))
        or (_indented(text, following) and not _indented(text, line) and not _hanging(text, line))
    )


def _indented(text: str, line: Line) -> bool:
    return text[max(0, line[0] - 2) : line[0]].strip(" \t") == "" and line[0] > 1


def _hanging(text: str, line: Line) -> bool:
    """Whether the line opens an item, the further lines of which are indented."""
    return bool(_ITEM.match(text, line[0]) or _PERHAPS_ITEM.match(text, line[0]))


def _length(text: str, line: Line) -> int:
    """Characters of the line without trailing blanks; of a long one, just that it is long."""
    start, end = line
    return len(text[start:end].rstrip()) if end - start <= 2 * WIDEST else end - start


def _full(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the following line would not have fitted; one character, in scripts without spaces."""
    start, end = following
    word = _WORD.match(text, start, min(end, start + WIDEST))
    unspaced = text[start] >= "\u0e00" and any(first <= text[start] <= last for first, last in _UNSPACED)
    needed = len(word.group()) if word and not unspaced else 1
    return _length(text, line) + 1 + needed > width * (1 - SLACK)


def _closed(text: str, line: Line) -> bool:
    return _CLOSED.search(text, max(line[0], line[1] - 8), line[1]) is not None


def _runs_on(text: str, line: Line, following: Line) -> bool:
    """Whether the line ends inside a sentence: it is not closed and the next begins with no capital."""
    first = text[following[0]]
    return first.isalpha() and not first.isupper() and not _closed(text, line)
