"""Articles of a few words and segments of them, without a corpus."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from quick_encoder import DIMENSION, embedded_passage

from corpus.article import Span
from corpus.passages import Passage
from index.journal import passage_digest
from index.segment import ArticleRecord, EmbeddedArticle, Segment, SegmentWriter
from index.terms import terms
from index.vectors import Layout

WORDS = "olive harbour tram strike ticket rain price town meeting almond police school river market".split()


def made_article(source: str, passages: Sequence[Sequence[str]]) -> EmbeddedArticle:
    """An article of passages, each given as its sentences."""
    cut: list[Passage] = []
    place = 0
    for sentences in passages:
        spans = []
        for sentence in sentences:
            spans.append(Span(place, place + len(sentence)))
            place += len(sentence) + 1
        cut.append(Passage(tuple(spans)))
    texts = [" ".join(sentences) for sentences in passages]
    inner = [[(s.start - p.span.start, s.end - p.span.start) for s in p.sentences] for p in cut]
    content = " ".join(texts).encode()
    return EmbeddedArticle(
        record=ArticleRecord(
            source=source,
            sha256=hashlib.sha256(content).hexdigest(),
            bytes=len(content),
            changed_ns=20,
            encoding="utf-8",
            title="Títle \udcff",
            date="2016-09",
            ambiguous_date=False,
            note=None,
            english=True,
            passages=len(cut),
        ),
        passages=cut,
        digests=[passage_digest(text, spans) for text, spans in zip(texts, inner, strict=True)],
        embedded=[embedded_passage(text, spans) for text, spans in zip(texts, inner, strict=True)],
        terms=[terms(text) for text in texts],
    )


def random_articles(count: int, seed: int = 4) -> list[EmbeddedArticle]:
    """Articles of one to four passages of one to three sentences of a few words, each with a word of its own."""
    generator = np.random.default_rng(seed)

    def sentence() -> str:
        return " ".join(generator.choice(WORDS, 6))

    return [
        made_article(
            f"{n:03}.txt",
            [[f"number{n}x{m}", *(sentence() for _ in range((n + m) % 3))] for m in range(1 + n % 4)],
        )
        for n in range(count)
    ]


def write(folder: Path, articles: Sequence[EmbeddedArticle]) -> Layout:
    """Writes articles as a segment."""
    writer = SegmentWriter(folder, DIMENSION, DIMENSION)
    try:
        for article in articles:
            writer.add(article)
    except ValueError:
        writer.abandon()
        raise
    return writer.finish()


def segment_of(folder: Path, articles: Sequence[EmbeddedArticle], dead: Sequence[int] = ()) -> Segment:
    """Writes articles as a segment and opens it."""
    return opened(folder, write(folder, articles), dead)


def opened(folder: Path, layout: Layout, dead: Sequence[int] = ()) -> Segment:
    """A segment that was written as `write` writes it."""
    return Segment(folder, DIMENSION, DIMENSION, layout, dead)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a segment."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
