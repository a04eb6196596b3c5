"""Citations that were kept, against the files as they are now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.article import Article, Span
from corpus.errors import CorpusError
from corpus.folder import load
from qa.answer import Citation

Standing = Literal["holds", "moved", "changed", "gone"]


@dataclass(frozen=True)
class Rechecked:
    """What became of a citation."""

    citation: Citation
    standing: Standing
    """`holds`: the words stand where they stood; `moved`: elsewhere in the article; `changed`: no longer in it;
    `gone`: the article cannot be read any more."""
    span: Span | None = None
    """Where the words stand now; None where nowhere."""
    line: int | None = None
    """The line of that."""

    @property
    def told(self) -> str:
        """A word on what is not as it was; empty where it holds."""
        match self.standing:
            case "moved":
                return f"the article has changed, and these words now stand in line {self.line}"
            case "changed":
                return "the article has changed, and these words no longer stand in it"
            case "gone":
                return "the article is gone or cannot be read"
        return ""


def recheck(citations: Sequence[Citation], corpus: Path, *, max_bytes: int) -> list[Rechecked]:
    """Each citation against its article as it is now; an article is read once."""
    articles: dict[str, Article | None] = {}
    found = []
    for citation in citations:
        if citation.source not in articles:
            articles[citation.source] = _read(corpus, citation.source, max_bytes)
        found.append(_rechecked(citation, articles[citation.source]))
    return found


def _read(corpus: Path, source: str, max_bytes: int) -> Article | None:
    try:
        return load(corpus, source, max_bytes=max_bytes)
    except CorpusError:
        return None


def _rechecked(citation: Citation, article: Article | None) -> Rechecked:
    if article is None:
        return Rechecked(citation, "gone")
    at = nearest(article.text, citation.quote, max(0, citation.start)) if citation.quote else None
    if at is None:
        return Rechecked(citation, "changed")
    span = Span(at, at + len(citation.quote))
    standing: Standing = "holds" if (span.start, span.end) == (citation.start, citation.end) else "moved"
    return Rechecked(citation, standing, span, article.lines.lines(span)[0])


def nearest(text: str, words: str, offset: int) -> int | None:
    """Where words stand in a text, nearest to an offset; None where nowhere."""
    after = text.find(words, offset)
    before = text.rfind(words, 0, offset + len(words))
    places = [at for at in (before, after) if at >= 0]
    return min(places, key=lambda at: abs(at - offset)) if places else None
