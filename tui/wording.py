"""What an empty conversation says, and how a long quotation is told in short."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.printable import printable
from qa.answer import folded
from qa.progress import duration
from qa.render import articles_text
from qa.session import Opened, Unbuilt
from qa.wrapping import shortened

BEFORE = 24  # characters of an excerpt before what is sought, at most


def unbuilt_text(unbuilt: Unbuilt, corpus: str) -> str:
    """What a new reader is told."""
    where = printable(corpus, newlines=False)
    if not unbuilt.articles:
        return f"{where} holds no articles: put .txt or .md files there, then press F5."
    articles = "There is 1 article" if unbuilt.articles == 1 else f"There are {unbuilt.articles:,} articles"
    time = f", which takes about {duration(unbuilt.seconds)}" if unbuilt.seconds else ""
    begun = printable(unbuilt.reason, newlines=False) if unbuilt.reason else f"{where} is not indexed yet."
    return f"{begun}\n\n{articles} to read. Enter builds the index{time}; Escape cancels."


def opened_text(opened: Opened) -> str:
    """What one says that can be begun."""
    writer = opened.models.generator
    how = (
        f"{printable(writer, newlines=False)} phrases the answers, and each sentence is checked."
        if writer
        else "Answers are quotations. A chat model that passes qa models check may phrase them: --model FILE."
    )
    if opened.coverage.filtered and not opened.coverage.filtered.articles:
        return f"No article can be asked: {articles_text(opened.coverage)}."
    return f"Ask a question about the articles. {how}\n\nF1 shows the keys, Ctrl+P every action, Ctrl+F searches."


def excerpt(quote: str, sought: Sequence[tuple[int, int]], longest: int) -> tuple[str, list[tuple[int, int]]]:
    """A quotation on one line, cut to where most of what is sought stands in it, and where that is in the cut."""
    text = folded(quote)
    marks = []
    for start, end in sought:
        word = folded(quote[start:end])
        at = len(folded(quote[:end])) - len(word)
        if word and text[at : at + len(word)] == word:  # else an escape sequence has taken a part of it
            marks.append((at, at + len(word)))
    if len(text) <= longest or not marks:
        return _cut(text, marks, 0, longest)
    held = [sum(end <= start + longest - BEFORE for _, end in marks[n:]) for n, (start, _) in enumerate(marks)]
    best = marks[held.index(max(held))][0]
    if marks[-1][1] <= longest or best <= BEFORE:
        return _cut(text, marks, 0, longest)
    begin = text.find(" ", best - BEFORE, best) + 1 or best
    return _cut(text, marks, begin, longest)


def _cut(
    text: str, marks: Sequence[tuple[int, int]], begin: int, longest: int
) -> tuple[str, list[tuple[int, int]]]:  # fmt: skip
    before = "… " if begin else ""
    cut = before + shortened(text[begin:], longest)
    moved = ((start - begin + len(before), end - begin + len(before)) for start, end in marks if start >= begin)
    return cut, [(start, end) for start, end in moved if end <= len(cut)]
