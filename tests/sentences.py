"""Sentences of an article with made-up features, as qa.evidence finds them."""

from dataclasses import fields
from typing import Any

from corpus.article import Article, Span
from corpus.dates import ArticleDate
from index.search import Hit
from index.segment import ArticleRecord
from qa.evidence import Evidence, Features

BEFORE = 10  # characters of the article before the sentence


def described(**known: float) -> Features:
    """Features that are all zero but the known ones."""
    return Features(**{**{f.name: 0.0 for f in fields(Features)}, **known})


BEARING = {"names": 1.0, "meant": 1.0}
"""Of a sentence that holds the question's names and words."""


def evidence(
    text: str,
    *,
    source: str = "port.txt",
    score: float = 1.0,
    share: float = 1.0,
    date: str | None = None,
    start: int = BEFORE,
    **known: Any,
) -> Evidence:
    """A sentence that stands alone in its article."""
    span = Span(start, start + len(text))
    record = ArticleRecord(source, "0" * 64, 1, 1, "utf-8", "The port", date, False, None, True, 1)
    hit = Hit(record, span, 1.0, 0.5, 0.5, 3.0, None, 0, 0)
    dated = ArticleDate(date, False) if date else None
    article = Article(source, "x" * start + text, "utf-8", "0" * 64, "The port", dated)
    return Evidence(hit, article, span, described(**known), score, share)
