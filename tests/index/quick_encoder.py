"""An encoder that costs nothing: means of made-up word vectors, so that texts that share words lie close.

With a small corpus and its index as fixtures, which a module of tests imports; child processes import it too.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from index import intake
from index import rebuild as rebuilding
from index.encoder import EmbeddedPassage, EmbeddedQuestion, EncoderFiles, Vectors, unit
from index.events import Rebuilt
from index.search import Index
from index.terms import terms

DIMENSION = 24
MAX_BYTES = 1_000_000
WORD = re.compile(r"[^\W_]+")

ARTICLES = {
    "alpha.txt": "Harbour strike\n\n"
    "Dockers in Tangier stopped work on Monday. The strike began at dawn with 300 men.\n\n"
    "The port authority called for talks. Nobody came to the first meeting in the town hall.\n",
    "beta.txt": "Olive harvest\n\nFarmers near Meknes expect a poor olive harvest. Rain fell too late this year.\n\n"
    "Prices of olive oil rose by a third. Shops in Fez ration it to two litres.\n",
    "sub/gamma.md": "# Tram line\n\nThe new tram line in Rabat opens in October. It has 19 stops.\n\n"
    "Tickets cost six dirhams. The old line carried 2,963 people a day.\n",
}

VOCABULARY = """
    olive harvest strike dockers tram line market storm boats price rain school roof mayor harbour bread wheat bridge
    river museum hospital police road desert council vote
""".split()


@lru_cache(maxsize=10_000)
def word_vector(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8], "little")
    return np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)


def vector(text: str) -> Vectors:
    return unit(np.sum([word_vector(word) for word in terms(text) or [text]], axis=0))


def states(words: Sequence[str]) -> Vectors:
    """(words, DIMENSION): the state of a word is its vector, wherever it stands."""
    return unit(np.array([word_vector((terms(word) or [word])[0]) for word in words]).reshape(-1, DIMENSION))


def embedded_passage(text: str, spans: Sequence[tuple[int, int]]) -> EmbeddedPassage:
    parts = [text[start:end] for start, end in spans]
    words = [part.split() for part in parts]
    return EmbeddedPassage(
        vector(text),
        np.stack([vector(part) for part in parts]),
        np.concatenate([states(each) for each in words]),
        np.array([len(each) for each in words]),
    )


class QuickFiles(EncoderFiles):
    """What a rebuild asks of an encoder's files, without any file."""

    dimension = DIMENSION
    max_tokens, passage_tokens = 102, 100
    token_dimension = DIMENSION
    token_projection = np.eye(DIMENSION, dtype=np.float32)

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
            yield n, embedded_passage(texts[n], sentences[n])


class QuickQuestions:
    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.stack([vector(text) for text in texts])

    def question(self, text: str) -> EmbeddedQuestion:
        places = [m.span() for m in WORD.finditer(text) if terms(m.group())]
        return EmbeddedQuestion(vector(text), states([text[s:e] for s, e in places]), tuple(places))


def rebuild(corpus: Path, index: Path, **options: object) -> Rebuilt:
    """A rebuild to its end, by whatever stands in index.intake.PassageEncoder."""
    done = list(rebuilding.rebuild(corpus, index, FILES, **({"max_bytes": MAX_BYTES} | options)))[-1]
    assert isinstance(done, Rebuilt)
    return done


def found(index: Path | Index, question: str = "olive harvest strike tram", k: int = 1_000) -> list[tuple]:
    """All passages as a question ranks them, each followed by its copies: source, span and score."""
    opened = Index.open(index, max_bytes=MAX_BYTES) if isinstance(index, Path) else index
    hits = opened.search(question, QuickQuestions(), k).hits
    return [(at.article.source, at.span, hit.score) for hit in hits for at in (hit, *hit.copies)]


def write_articles(corpus: Path, articles: Mapping[str, str]) -> None:
    for source, text in articles.items():
        path = corpus / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture(name="embedded")
def embedded_fixture(monkeypatch):
    """Puts the quick encoder in; the texts that it embeds."""
    monkeypatch.setattr(intake, "PassageEncoder", QuickPassages)
    monkeypatch.setattr(QuickPassages, "embedded", [])
    return QuickPassages.embedded


@pytest.fixture(name="corpus")
def corpus_fixture(tmp_path):
    folder = tmp_path / "corpus"
    write_articles(folder, ARTICLES)
    return folder


@pytest.fixture(name="built")
def built_fixture(tmp_path, corpus, embedded):
    """The folder of an index of the corpus."""
    folder = tmp_path / "index"
    rebuild(corpus, folder)
    embedded.clear()
    return folder


@pytest.fixture(name="opened")
def opened_fixture(built):
    return Index.open(built, max_bytes=MAX_BYTES)
