"""What the choices of retrieval do to finding, by the characters that finding costs.

usage: python tests/benchmarks/retrieval.py sizes|weights SCORER CORPUS:GOLD.jsonl [CORPUS:GOLD.jsonl ...]

    python tests/benchmarks/retrieval.py weights ../shared/eval/score_search.py \\
        ../shared/eval/squad:../shared/eval/squad-retrieval.jsonl ../shared/eval/excerpts:../shared/eval/excerpts.jsonl

`sizes` builds an index for every pair of size and short (corpus.passages) and ranks by the passages alone; `weights`
builds one, and ranks with every pair of sentence and neighbour weight (index.fusion). The first 20 hits of every
question are scored.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from corpus import passages
from index import fusion
from index.encoder import EncoderFiles, QuestionEncoder
from index.rebuild import rebuild
from index.search import Index
from qa import models

SIZES = [(200, 100), (300, 150), (400, 0), (400, 100), (400, 200), (400, 400), (600, 300), (800, 400)]
WEIGHTS = [(0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (0.0, 0.2), (0.5, 0.1), (0.5, 0.2), (0.5, 0.3), (1.0, 0.2)]
MAX_BYTES = 32_000_000
SHOWN = ("found@1000", "found@4000", "recall@1000", "recall@4000", "top5_recall", "top5_iou", "hit_chars")


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


def hits(index: Index, encoder: QuestionEncoder, question: str) -> dict[str, Any]:
    """A row as `qa search --json` prints it, as far as the scorer reads it."""
    found = index.search(question, encoder, 20).hits
    return {
        "question": question,
        "hits": [{"source": h.article.source, "start": h.span.start, "end": h.span.end} for h in found],
    }


def variants(what: str, corpus: Path, files: EncoderFiles) -> Iterator[tuple[str, Index]]:
    """An opened index for every setting, with its name."""
    with tempfile.TemporaryDirectory() as folder:
        if what == "sizes":
            fusion.SENTENCE_WEIGHT = fusion.NEIGHBOUR_WEIGHT = 0.0
            for n, (passages.SIZE, passages.SHORT) in enumerate(SIZES):
                yield f"size {passages.SIZE} short {passages.SHORT}", indexed(corpus, Path(folder) / str(n), files)
        else:
            index = indexed(corpus, Path(folder), files)
            for fusion.SENTENCE_WEIGHT, fusion.NEIGHBOUR_WEIGHT in WEIGHTS:
                yield f"sentence {fusion.SENTENCE_WEIGHT} neighbours {fusion.NEIGHBOUR_WEIGHT}", index


def main() -> None:
    if len(sys.argv) < 4 or sys.argv[1] not in {"sizes", "weights"}:
        raise SystemExit(__doc__)
    score = scorer(sys.argv[2])
    files = models.encoder()
    encoder = QuestionEncoder(files)
    for argument in sys.argv[3:]:
        corpus, _, gold_file = argument.partition(":")
        gold = [json.loads(line) for line in Path(gold_file).read_text("utf-8").splitlines()]
        for name, index in variants(sys.argv[1], Path(corpus), files):
            figures = score.score(gold, [hits(index, encoder, g["question"]) for g in gold])
            shown = "  ".join(f"{key} {figures[key]:.3f}" for key in SHOWN)
            print(f"{Path(corpus).name:9} {name:30} {shown}", flush=True)


if __name__ == "__main__":
    main()
