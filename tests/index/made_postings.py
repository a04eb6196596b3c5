"""Postings of made texts, with limits so small that a handful of texts takes every path."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp
from unittest.mock import patch

import numpy as np
from hypothesis import strategies as st

from index import inversion, lexical, scan, union
from index.lexical import Postings, PostingsWriter

WORDS = ["harbour", "strike", "olive", "tram", "城", "é", "a\x00b", "\udcff", ""]

Texts = list[list[str]]

texts_of_words = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), max_size=8)
questions = st.lists(st.sampled_from([*WORDS, "unknown"]), max_size=6)


@st.composite
def collections(draw: st.DrawFn) -> list[tuple[Texts, np.ndarray | None]]:
    """The texts of several segments, up to a few hundred, common words in most of them; and a mask or none for each."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    segments: list[tuple[Texts, np.ndarray | None]] = []
    for size in draw(st.lists(st.sampled_from([0, 1, 5, 60, 200]), max_size=4)):
        ranks = np.minimum(rng.zipf(1.5, size=(size, 10)), len(WORDS)) - 1
        texts = [[WORDS[r] for r in row[: rng.integers(0, 11)]] for row in ranks.tolist()]
        share = draw(st.sampled_from([None, 1.0, 0.9, 0.3, 0.02, 0.0]))
        segments.append((texts, None if share is None else rng.random(size) < share))
    return segments


def written(folder: Path, texts: Sequence[Sequence[str]]) -> Postings:
    writer = PostingsWriter(folder)
    for terms in texts:
        writer.add(terms)
    writer.finish()
    return Postings(folder)


def made(parts: Sequence[tuple[Texts, np.ndarray | None]], root: Path) -> list[Postings]:
    return [written(Path(mkdtemp(dir=root)), texts) for texts, _ in parts]


WRITTEN = {
    "DENSE_SHARE": (union, (0, 3, 1_000)),
    "FREQUENT": (union, (1, 4, 1_000)),
    "AT_ONCE": (union, (1, 30, 1_000)),
    "TERMS_AT_ONCE": (union, (1, 3, 1_000)),
    "RUN": (inversion, (1, 40, 10_000)),
}
ASKED = {
    "LONG": (lexical, (0, 20)),
    "WORTH": (lexical, (0, 1)),
    "LOOKUP": (lexical, (0, 1)),
    "FEW": (lexical, (2, 1_000)),
    "SPARSE": (scan, (1, 16)),
    "SAMPLE": (scan, (2, 16)),
    "BLOCK": (scan, (7,)),
}
limits = st.fixed_dictionaries({name: st.sampled_from(values) for name, (_, values) in (WRITTEN | ASKED).items()})


@contextlib.contextmanager
def limited(values: dict[str, int]) -> Iterator[None]:
    """With other limits in the modules that read them."""
    with contextlib.ExitStack() as stack:
        for name, value in values.items():
            stack.enter_context(patch.object((WRITTEN | ASKED)[name][0], name, value))
        yield
