"""What the size of passages does to finding, by the characters that finding costs.

usage: python tests/benchmarks/passage_sizes.py SCORER CORPUS:GOLD.jsonl [CORPUS:GOLD.jsonl ...]

    python tests/benchmarks/passage_sizes.py ../shared/eval/score_search.py \\
        ../shared/eval/squad:../shared/eval/squad-retrieval.jsonl ../shared/eval/excerpts:../shared/eval/excerpts.jsonl

Builds an index for every pair of size and short (corpus.passages) and scores the first 20 hits of every question.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from corpus import passages
from index.encoder import QuestionEncoder
from index.rebuild import rebuild
from index.search import Index
from qa import models

PAIRS = [(200, 100), (300, 150), (400, 0), (400, 100), (400, 200), (400, 400), (600, 300), (800, 400)]
MAX_BYTES = 32_000_000
SHOWN = ("found@1000", "found@4000", "recall@1000", "recall@4000", "hit_chars")


def hits(index: Index, encoder: QuestionEncoder, question: str) -> dict[str, Any]:
    """A row as `qa search --json` prints it, as far as the scorer reads it."""
    found = index.search(question, encoder, 20).hits
    return {
        "question": question,
        "hits": [{"source": h.article.source, "start": h.span.start, "end": h.span.end} for h in found],
    }


def main() -> None:
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    spec = importlib.util.spec_from_file_location("score_search", sys.argv[1])
    assert spec is not None and spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    files = models.encoder()
    encoder = QuestionEncoder(files)
    for argument in sys.argv[2:]:
        corpus, _, gold_file = argument.partition(":")
        gold = [json.loads(line) for line in Path(gold_file).read_text("utf-8").splitlines()]
        for passages.SIZE, passages.SHORT in PAIRS:
            with tempfile.TemporaryDirectory() as folder:
                for _ in rebuild(Path(corpus).resolve(), Path(folder), files, max_bytes=MAX_BYTES):
                    pass
                index = Index.open(Path(folder), max_bytes=MAX_BYTES)
                figures = scorer.score(gold, [hits(index, encoder, g["question"]) for g in gold])
            shown = "  ".join(f"{name} {figures[name]:.3f}" for name in SHOWN)
            print(f"{Path(corpus).name:9} size {passages.SIZE:3} short {passages.SHORT:3}  {shown}", flush=True)


if __name__ == "__main__":
    main()
