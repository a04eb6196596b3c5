"""An index of ten thousand, a hundred thousand and a million passages: opening, searching, memory, disk, recall.

usage: python tests/benchmarks/scale.py PASSAGES [PASSAGES ...] [--questions GOLD.jsonl] [--asked N] [--keep FOLDER]

    python tests/benchmarks/scale.py 10000 100000 1000000

What is real and what is made: the vectors come from 50,000 real sentences (docstrings of installed packages, embedded
by the bundled encoder); each passage's vector is a mixture of two of them with some noise. The words are drawn by the
frequencies that they have in these sentences, three in a hundred from a long tail of made-up words. The states of the
tokens are random directions, which cost what real ones cost. The questions are real, and so are their vectors. The
articles are files on disk, ten passages each, and a search is `Index.search`: the question embedded, both lists, the
fusion, words, copies, and the texts of its hits read and checked against their digests.

Searching happens in a fresh process on one core. recall@10 compares the vectors that the index finds first with those
that comparing all of them finds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
from documentation import real_sentences, real_vectors

from corpus.article import Span
from corpus.passages import Passage
from index import merging, store, terms
from index.encoder import EmbeddedPassage, QuestionEncoder, unit
from index.intake import SPILL
from index.journal import passage_digest
from index.manifest import Manifest, Piece
from index.recipe import recipe_of
from index.search import Index
from index.segment import ArticleRecord, EmbeddedArticle, Segment, SegmentWriter
from qa import models

ROOT = Path(__file__).resolve().parent.parent.parent
REAL = 50_000  # sentences
WORDS = 60  # a passage
SENTENCES = 4  # a passage
PASSAGES = 10  # an article
TAIL_SHARE, TAIL = 0.03, 400_000  # words from a tail of made-up ones
TOKENS = 12  # a sentence
NOISE = 0.35  # length of the noise beside a mixture of unit length
K = 10
WORD = re.compile(r"[^\W_]+")


class MadeText:
    """Articles with a natural distribution of words and vectors."""

    def __init__(self, seed: int = 11) -> None:
        self._random = np.random.default_rng(seed)
        self._vectors = real_vectors(REAL)
        self._pool = self._random.standard_normal((100_000, models.encoder().token_dimension), np.float32)
        counts = Counter(w for s in real_sentences(REAL) for w in WORD.findall(s.lower()))
        self._words = np.array([*counts, *(f"tail{n}" for n in range(TAIL))], object)
        real = np.array(list(counts.values()), float)
        tail = 1 / np.arange(10, TAIL + 10)  # Zipf's law
        shares = np.concatenate([real / real.sum() * (1 - TAIL_SHARE), tail / tail.sum() * TAIL_SHARE])
        self._cumulative = np.cumsum(shares / shares.sum())

    def article(self, number: int) -> tuple[str, EmbeddedArticle]:
        """Its text, and all that a segment holds of it."""
        size = SENTENCES * PASSAGES
        drawn = np.searchsorted(self._cumulative, self._random.random((size, WORDS // SENTENCES)))
        lines = [" ".join(self._words[np.minimum(row, len(self._words) - 1)]) + "." for row in drawn]
        vectors, small = self._embedded()
        text, passages, digests, words = "", [], [], []
        for n in range(PASSAGES):
            spans = []
            for line in lines[SENTENCES * n : SENTENCES * (n + 1)]:
                spans.append(Span(len(text), len(text) + len(line)))
                text += line + " "
            text += "\n\n"
            passage = Passage(tuple(spans))
            cut = passage.span.of(text)
            passages.append(passage)
            digests.append(passage_digest(cut, [(s.start, s.end) for s in spans]))
            words.append(terms.terms(cut))
        data = text.encode()
        record = ArticleRecord(
            source=f"{number // 1000:03}/{number:06}.txt",
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
            changed_ns=0,
            encoding="utf-8",
            title=f"Article {number}",
            date=f"20{number % 25:02}-{1 + number % 12:02}-{1 + number % 28:02}",
            ambiguous_date=False,
            note=None,
            english=True,
            passages=PASSAGES,
        )
        embedded = [EmbeddedPassage(v, s, *self._states()) for v, s in zip(vectors, small, strict=True)]
        return text, EmbeddedArticle(record, passages, digests, embedded, words)

    def _states(self) -> tuple[np.ndarray, np.ndarray]:
        """States of a passage's tokens, out of a pool, and how many each sentence has."""
        first = int(self._random.integers(len(self._pool) - SENTENCES * TOKENS))
        return self._pool[first : first + SENTENCES * TOKENS], np.full(SENTENCES, TOKENS)

    def _embedded(self) -> tuple[np.ndarray, np.ndarray]:
        pairs = self._random.integers(0, len(self._vectors), (PASSAGES, 2))
        share = self._random.random((PASSAGES, 1), np.float32)
        mixed = unit(share * self._vectors[pairs[:, 0]] + (1 - share) * self._vectors[pairs[:, 1]])
        dimension = mixed.shape[1]
        noise = self._random.standard_normal((PASSAGES, SENTENCES + 1, dimension), np.float32) * NOISE / dimension**0.5
        vectors = unit(mixed + noise[:, 0])
        return vectors, unit(vectors[:, None] + 2 * noise[:, 1:])


def build(folder: Path, passages: int) -> dict[str, float]:
    """Articles and their index in a folder, written and merged as a rebuild does."""
    made, recipe = MadeText(), recipe_of(models.encoder())
    corpus, index = folder / "articles", folder / "index"
    (index / store.PIECES).mkdir(parents=True)
    pieces: list[Piece] = []
    started = time.monotonic()
    writer: SegmentWriter | None = None
    for number in range(passages // PASSAGES):
        text, article = made.article(number)
        path = corpus / article.record.source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if writer is None:
            piece = store.new_piece(index)
            writer = SegmentWriter(piece, recipe.dimension, recipe.token_dimension)
        writer.add(article)
        if writer.passages >= SPILL or number + 1 == passages // PASSAGES:
            layout = writer.finish()
            pieces.append(store.sealed_piece(piece, writer.articles, writer.passages, layout))
            writer = None
    written = time.monotonic()
    for group in merging.plan(pieces):
        piece = store.new_piece(index)
        segments = [Segment.open(index, pieces[n], recipe) for n in group]
        merged = store.sealed_piece(piece, *merging.merge(piece, segments))
        pieces = [p for n, p in enumerate(pieces) if n not in group] + [merged]
    manifest = Manifest("bench", "bench", "2026-01-01T00:00:00Z", str(corpus), None, recipe, tuple(pieces), ())
    store.publish(index, manifest)
    store.sweep(index)
    return {
        "pieces": len(pieces),
        "making_s": written - started,
        "merging_s": time.monotonic() - written,
        "building_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "disk_mb": sum(p.stat().st_size for p in index.rglob("*") if p.is_file()) / 1e6,
    }


def questions(gold: Path, asked: int) -> list[str]:
    """Different questions of a gold file, spread over it."""
    found = list(dict.fromkeys(json.loads(line)["question"] for line in gold.read_text("utf-8").splitlines()))
    return found[:: max(1, len(found) // asked)][:asked]


def memory() -> dict[str, float]:
    """Resident memory, now and at its peak; what is mapped from files can be given back by the system at any time."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return {name: int(status[key].split()[0]) / 1024 for name, key in MEMORY.items()}


MEMORY = {"peak_mb": "VmHWM", "own_mb": "RssAnon", "mapped_mb": "RssFile"}


def search(folder: Path, gold: Path, asked: int) -> dict[str, float]:
    """Opening and searching on one core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    encoder = QuestionEncoder(models.encoder())
    encoder.encode(["warm"])
    started = time.perf_counter()
    index = Index.open(folder / "index")
    figures = {"open_ms": 1000 * (time.perf_counter() - started)}
    chosen = questions(gold, asked)
    started = time.perf_counter()
    index.search(chosen[0], encoder, K)
    figures["first_ms"] = 1000 * (time.perf_counter() - started)
    whole, embedding = [], []
    for question in chosen:
        started = time.perf_counter()
        encoder.question(question)
        embedding.append(1000 * (time.perf_counter() - started))
    for question in chosen:
        started = time.perf_counter()
        index.search(question, encoder, K)
        whole.append(1000 * (time.perf_counter() - started))
    figures |= {"questions": len(chosen), "embed_p50_ms": float(np.median(embedding))}
    figures |= {"search_p50_ms": float(np.median(whole)), "search_p95_ms": float(np.quantile(whole, 0.95))}
    return figures | memory() | {"recall@10": recall(index, encoder, chosen)}


def recall(index: Index, encoder: QuestionEncoder, chosen: list[str]) -> float:
    """Share of the ten nearest vectors of all that the index finds as its ten nearest."""
    asked = encoder.encode(chosen)
    offsets = np.cumsum([0, *map(len, index.segments)])
    exact: list[tuple[np.ndarray, np.ndarray]] = []
    for segment, offset in zip(index.segments, offsets, strict=False):
        for first in range(0, len(segment), 50_000):
            rows = np.arange(first, min(first + 50_000, len(segment)))
            cosines = segment.vectors.rows(rows) @ asked.T
            best = np.argsort(-cosines, axis=0)[:K]
            exact.append((rows[best] + offset, np.take_along_axis(cosines, best, 0)))
    rows, cosines = (np.concatenate([part[n] for part in exact]) for n in (0, 1))
    shares = []
    for n, vector in enumerate(asked):
        truth = set(rows[np.argsort(-cosines[:, n])[:K], n].tolist())
        near = [s.vectors.search(vector, K) for s in index.segments]
        found = np.concatenate([r + o for (r, _), o in zip(near, offsets, strict=False)])
        best = found[np.argsort(-np.concatenate([c for _, c in near]))[:K]]
        shares.append(len(truth & set(best.tolist())) / len(truth))
    return float(np.mean(shares))


def main() -> None:
    """Runs every size; each step in a process of its own, so that one's memory is not the other's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", type=int, nargs="+")
    parser.add_argument("--questions", type=Path, default=ROOT / "tests" / "gold" / "sample.jsonl")
    parser.add_argument("--asked", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="folder to build in and to search again another time")
    parser.add_argument("--step", choices=["build", "search"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        folder, size = given.keep, given.passages[0]
        figures = build(folder, size) if given.step == "build" else search(folder, given.questions, given.asked)
        print(json.dumps(figures))
        return
    for size in given.passages:
        folder = (given.keep or Path(tempfile.mkdtemp())) / str(size)
        folder.mkdir(parents=True, exist_ok=True)
        row: dict[str, float] = {}
        for step in ("build", "search"):
            if step == "build" and (folder / "index" / store.MANIFEST).exists():
                continue
            options = ["--step", step, "--keep", folder, "--questions", given.questions, "--asked", given.asked]
            command = [sys.executable, __file__, size, *options]
            done = subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE, text=True)
            row |= json.loads(done.stdout)
        print(f"{size:>9,}", "  ".join(f"{name} {value:,.3g}" for name, value in row.items()), flush=True)
        if given.keep is None:
            shutil.rmtree(folder.parent)


if __name__ == "__main__":
    main()
