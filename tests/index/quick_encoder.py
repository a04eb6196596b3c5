"""An encoder that costs nothing: means of made-up word vectors, so that texts that share words lie close.

Also run by child processes, which is why it is a module and not a part of conftest.
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from index import rebuild as rebuilding
from index.encoder import EmbeddedPassage, EncoderFiles, Vectors, unit
from index.rebuild import Rebuilt
from index.terms import terms

DIMENSION = 24
MAX_BYTES = 1_000_000


@lru_cache(maxsize=10_000)
def word_vector(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8], "little")
    return np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)


def vector(text: str) -> Vectors:
    return unit(np.sum([word_vector(word) for word in terms(text) or [text]], axis=0))


class QuickFiles(EncoderFiles):
    """What a rebuild asks of an encoder's files, without any file."""

    dimension = DIMENSION
    max_tokens = 102

    def token_counts(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


FILES = QuickFiles(Path("nowhere"), "quick", "0" * 64)


class QuickPassages:
    """Stands in for PassageEncoder; `embedded` are the texts that it was given, of all instances."""

    embedded: list[str] = []  # noqa: RUF012 - emptied by the fixture

    def __init__(self, files: EncoderFiles) -> None:
        pass

    def passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]]
    ) -> Iterator[tuple[int, EmbeddedPassage]]:
        for n in reversed(range(len(texts))):  # as the real one: not in the order given
            self.embedded.append(texts[n])
            yield n, EmbeddedPassage(vector(texts[n]), np.stack([vector(texts[n][s:e]) for s, e in sentences[n]]))


class QuickQuestions:
    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.stack([vector(text) for text in texts])


def rebuild(corpus: Path, index: Path, **options: object) -> Rebuilt:
    """A rebuild to its end, by whatever stands in index.rebuild.PassageEncoder."""
    done = list(rebuilding.rebuild(corpus, index, FILES, max_bytes=MAX_BYTES, **options))[-1]
    assert isinstance(done, Rebuilt)
    return done


def write_articles(corpus: Path, articles: dict[str, str]) -> None:
    for source, text in articles.items():
        path = corpus / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
