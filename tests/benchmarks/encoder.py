"""How fast passages are embedded, and what bfloat16 does to their vectors and to finding them.

usage: python tests/benchmarks/encoder.py speed CORPUS [PASSAGES]          against SentenceTransformer.encode, in turn
       python tests/benchmarks/encoder.py cosines CORPUS [PASSAGES]        bfloat16 against float32
       python tests/benchmarks/encoder.py ranking SCORER CORPUS:GOLD.jsonl [CORPUS:GOLD.jsonl ...]

    python tests/benchmarks/encoder.py ranking ../shared/eval/score_search.py \\
        ../shared/eval/squad:../shared/eval/squad-retrieval.jsonl

A processor without instructions for bfloat16 computes it too, seven times slower than float32. `ranking` embeds the
corpus once in each precision; questions are float32 in both.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import torch
from retrieval import SHOWN, Questions, hits, indexed, scorer

from corpus.article import Article
from corpus.folder import articles
from corpus.passages import passages
from corpus.sentences import sentences
from index import intake
from index.encoder import EmbeddedPassage, EncoderFiles, PassageEncoder
from index.precision import BFLOAT16, FLOAT32, precision
from qa import models

MAX_BYTES = 32_000_000
PASSAGES = 600
ROUNDS = 3


def cut(folder: Path, files: EncoderFiles, number: int) -> tuple[list[str], list[list[tuple[int, int]]]]:
    """The first passages of a corpus, and the spans of their sentences."""
    texts, inner = [], []
    for article in articles(folder, max_bytes=MAX_BYTES):
        if isinstance(article, Article):
            text = article.text
            limit = files.max_tokens - 2
            for passage in passages(text, sentences(text), limit=limit, token_counts=files.token_counts):
                start = passage.span.start
                texts.append(passage.span.of(text))
                inner.append([(s.start - start, s.end - start) for s in passage.sentences])
    return texts[:number], inner[:number]


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    started, busy = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - started, time.process_time() - busy


def speed(folder: Path, number: int) -> None:
    """Ours against the bare call, in turn, at one precision."""
    files = models.encoder()
    texts, inner = cut(folder, files, number)
    encoder = PassageEncoder(files)
    print(f"{len(texts)} passages, {precision()}, {torch.get_num_threads()} threads")

    def bare() -> None:
        encoder.model.encode(texts, show_progress_bar=False)

    def ours() -> None:
        for _ in encoder.passages(texts, inner):
            pass

    for warm in (bare, ours):
        warm()
    ratios = []
    for _ in range(ROUNDS):
        (bare_s, bare_cpu), (ours_s, ours_cpu) = timed(bare), timed(ours)
        ratios.append((bare_s / ours_s, bare_cpu / ours_cpu))
        print(
            f"bare {len(texts) / bare_s:.1f}/s ({bare_cpu:.1f} s of processor), with sentences "
            f"{len(texts) / ours_s:.1f}/s ({ours_cpu:.1f} s): {ratios[-1][0]:.2f} times as fast, "
            f"{ratios[-1][1]:.2f} times by processor time",
            flush=True,
        )
    print("medians {:.2f} and {:.2f}".format(*np.median(ratios, axis=0)))


def cosines(folder: Path, number: int) -> None:
    """bfloat16 against float32."""
    files = models.encoder()
    texts, inner = cut(folder, files, number)
    found: list[dict[int, EmbeddedPassage]] = []
    for kind in (FLOAT32, BFLOAT16):
        started = time.perf_counter()
        found.append(dict(PassageEncoder(files, kind).passages(texts, inner)))
        print(f"{kind}: {time.perf_counter() - started:.1f} s", flush=True)
    exact, rough = found
    pairs = {
        "passages": [exact[n].vector @ rough[n].vector for n in exact],
        "sentences": [c for n in exact for c in (exact[n].sentences * rough[n].sentences).sum(axis=1)],
    }
    for what, found_cosines in pairs.items():
        least, mean = min(found_cosines), np.mean(found_cosines)
        print(f"{len(found_cosines):,} {what}: cosine at least {least:.6f}, mean {mean:.6f}")


def ranking(score_file: str, corpora: list[str]) -> None:
    """Found and recall, with the index made in each precision."""
    score, files = scorer(score_file), models.encoder()
    questions = Questions(files)
    for argument in corpora:
        corpus, _, gold_file = argument.partition(":")
        gold = [json.loads(line) for line in Path(gold_file).read_text("utf-8").splitlines()]
        for kind in (FLOAT32, BFLOAT16):
            intake.PassageEncoder = partial(PassageEncoder, kind=kind)  # type: ignore[assignment,misc]
            with tempfile.TemporaryDirectory() as folder:
                index = indexed(Path(corpus), Path(folder) / "index", files)
                figures = score.score(gold, [hits(index, questions, g["question"]) for g in gold])
            shown = "  ".join(f"{key} {figures[key]:.4f}" for key in SHOWN)
            print(f"{Path(corpus).name:9} {kind:9} {shown}", flush=True)


def main() -> None:
    """Runs one of the three."""
    if len(sys.argv) < 3 or sys.argv[1] not in {"speed", "cosines", "ranking"}:
        raise SystemExit(__doc__)
    if sys.argv[1] == "ranking":
        ranking(sys.argv[2], sys.argv[3:])
    else:
        number = int(sys.argv[3]) if len(sys.argv) > 3 else PASSAGES
        {"speed": speed, "cosines": cosines}[sys.argv[1]](Path(sys.argv[2]), number)


if __name__ == "__main__":
    main()
