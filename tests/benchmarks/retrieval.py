"""What the choices of retrieval do to finding, by the characters that finding costs.

usage: python tests/benchmarks/retrieval.py sizes|parts SCORER CORPUS:GOLD.jsonl [CORPUS:GOLD.jsonl ...] [--only NAME]

    python tests/benchmarks/retrieval.py parts ../shared/eval/score_search.py \\
        ../shared/eval/squad:../shared/eval/squad-retrieval.jsonl ../shared/eval/excerpts:../shared/eval/excerpts.jsonl

`sizes` builds an index for every pair of size and short (corpus.passages); `parts` builds one with and one without the
terms of titles and headings, and ranks without one part of the ranking after the other and with other weights
(index.fusion, index.ranking). The first 20 hits of every question are scored, as `qa search -k 20` finds them.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from corpus import passages
from index import fusion, intake, maxsim, names, ranking
from index.encoder import EmbeddedQuestion, EncoderFiles, QuestionEncoder
from index.rebuild import rebuild
from index.search import Index
from qa import models

SIZES = [(200, 100), (250, 125), (300, 0), (300, 150), (400, 200), (600, 300)]
MAX_BYTES = 32_000_000
SHOWN = ("found@1000", "found@4000", "recall@1000", "recall@4000", "top5_recall", "top5_iou", "hit_chars")

# What is set to what, by the name of the variant; each but the first differs from the default in one thing.
VARIANTS: dict[str, list[tuple[object, str, object]]] = {
    "the default": [],
    "neighbours .2": [(fusion, "NEIGHBOURS", (0.2,))],
    "neighbours .3 .1": [(fusion, "NEIGHBOURS", (0.3, 0.1))],
    "neighbours .4 .2 .1": [(fusion, "NEIGHBOURS", (0.4, 0.2, 0.1))],
    "no neighbours": [(fusion, "NEIGHBOURS", (0.0,))],
    "word by word x 20": [(fusion, "MAXSIM_WEIGHT", 20.0)],
    "word by word x 40": [(fusion, "MAXSIM_WEIGHT", 40.0)],
    "words by idf^1": [(maxsim, "RARITY_POWER", 1.0)],
    "compared 50": [(ranking, "COMPARED", 50)],
    "compared 200": [(ranking, "COMPARED", 200)],
    "candidates 200": [(ranking, "CANDIDATES", 200)],
    "candidates 1000": [(ranking, "CANDIDATES", 1_000)],
    "judged 100": [(fusion, "JUDGED", 100)],
    "judged all": [(fusion, "JUDGED", 1_000_000)],
    "rare names not brought forward": [(names, "named", lambda question: [])],
}


def scorer(path: str) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_search", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def indexed(corpus: Path, folder: Path, files: EncoderFiles) -> Index:
    """A fresh index."""
    for _ in rebuild(corpus.resolve(), folder, files, max_bytes=MAX_BYTES):
        pass
    return Index.open(folder, max_bytes=MAX_BYTES)


class Questions:
    """The encoder with its answers kept, with or without the states of tokens."""

    def __init__(self, files: EncoderFiles) -> None:
        self._encoder = QuestionEncoder(files)
        self._kept: dict[str, EmbeddedQuestion] = {}
        self.states = True

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """See index.encoder.Encoder."""
        return self._encoder.encode(texts)

    def question(self, text: str) -> EmbeddedQuestion:
        """See index.encoder.Encoder."""
        if text not in self._kept:
            self._kept[text] = self._encoder.question(text)
        return self._kept[text] if self.states else EmbeddedQuestion(self._kept[text].vector)


def hits(index: Index, encoder: Questions, question: str) -> dict[str, Any]:
    """A row as `qa search --json` prints it, as far as the scorer reads it."""
    found = index.search(question, encoder, 20).hits
    return {
        "question": question,
        "hits": [{"source": h.article.source, "start": h.span.start, "end": h.span.end} for h in found],
    }


def variants(what: str, corpus: Path, files: EncoderFiles, encoder: Questions) -> Iterator[tuple[str, Index]]:
    """The index to search, with its name; what it differs in holds until the next one is asked for."""
    with tempfile.TemporaryDirectory() as folder:
        if what == "sizes":
            for size, short in SIZES:
                passages.SIZE, passages.SHORT = size, short
                yield f"size {size}, short {short}", indexed(corpus, Path(folder) / f"{size}-{short}", files)
            return
        index = indexed(corpus, Path(folder) / "default", files)
        for name, changes in VARIANTS.items():
            kept = [(module, attribute, getattr(module, attribute)) for module, attribute, _ in changes]
            for module, attribute, value in changes:
                setattr(module, attribute, value)
            yield name, index
            for module, attribute, value in kept:
                setattr(module, attribute, value)
        encoder.states = False
        yield "not word by word, best sentence instead", index
        encoder.states = True
        intake.heading_paths = lambda text, cut: [""] * len(cut)  # type: ignore[assignment]
        yield "titles but no headings", indexed(corpus, Path(folder) / "titles", files)


def main() -> None:
    """Prints a row for each variant and corpus."""
    arguments = sys.argv[1:]
    only = arguments[arguments.index("--only") + 1] if "--only" in arguments else None
    arguments = arguments[: arguments.index("--only")] if only else arguments
    score, files = scorer(arguments[1]), models.encoder()
    encoder = Questions(files)
    for argument in arguments[2:]:
        corpus, _, gold_file = argument.partition(":")
        gold = [json.loads(line) for line in Path(gold_file).read_text("utf-8").splitlines()]
        for name, index in variants(arguments[0], Path(corpus), files, encoder):
            if only and name != only:
                continue
            figures = score.score(gold, [hits(index, encoder, g["question"]) for g in gold])
            shown = "  ".join(f"{key} {figures[key]:.3f}" for key in SHOWN)
            print(f"{Path(corpus).name:9} {name:40} {shown}", flush=True)


if __name__ == "__main__":
    main()
