"""Fits the weights of qa.refusal and prints what its threshold refuses.

usage: python tests/benchmarks/fit_refusal.py NAME=CORPUS:GOLD.jsonl [NAME=CORPUS:GOLD.jsonl ...]

    python tests/benchmarks/fit_refusal.py seeds=../shared/seeds:../shared/eval/seeds.jsonl \\
        sample=corpus/sample:tests/gold/sample.jsonl squad=../shared/eval/squad:../shared/eval/squad.jsonl

Every corpus weighs the same. Each is asked its own questions and 60 of the others', which it cannot answer. The
threshold lets 5 % of the answerable questions be refused. `held out` is fitted on the other corpora alone.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index.encoder import QuestionEncoder
from index.rebuild import rebuild
from index.search import Index
from qa import models
from qa.assistant import HITS
from qa.evidence import gather
from qa.refusal import features

MAX_BYTES = 32_000_000
OTHERS = 60
FALSE_REFUSALS = 0.05


@dataclass(frozen=True)
class Row:
    """A question put to a corpus."""

    corpus: str
    own: bool
    answerable: bool
    features: tuple[float, ...]


def rows(sets: dict[str, tuple[Path, list[dict[str, Any]]]], folder: Path) -> list[Row]:
    """The features of every set's own questions and of some of the others'."""
    files = models.encoder()
    encoder = QuestionEncoder(files)
    found = []
    for name, (corpus, own) in sets.items():
        for _ in rebuild(corpus.resolve(), folder / name, files, max_bytes=MAX_BYTES):
            pass
        index = Index.open(folder / name, max_bytes=MAX_BYTES)
        others = [
            g
            for other, (_, gold) in sets.items()
            for g in gold
            if unrelated(name, other) and g["kind"] != "unanswerable"
        ]
        foreign = random.Random(1).sample(others, min(OTHERS, len(others)))
        for gold, is_own in [(g, True) for g in own] + [(g, False) for g in foreign]:
            result = index.search(gold["question"], encoder, HITS)
            values = features(gold["question"], index, result, gather(gold["question"], index, result))
            found.append(Row(name, is_own, is_own and gold["kind"] != "unanswerable", astuple(values)))
    return found


def unrelated(name: str, other: str) -> bool:
    """Whether two corpora speak of different things: the sample is written on the facts of the seeds."""
    return name != other and {name, other} != {"seeds", "sample"}


def fit(chosen: list[Row], weights: dict[str, float]) -> LogisticRegression:
    """A logistic regression in which every corpus weighs the same."""
    sample_weight = np.array([weights[r.corpus] for r in chosen])
    regression = LogisticRegression(C=10, class_weight="balanced")
    regression.fit([r.features for r in chosen], [r.answerable for r in chosen], sample_weight / sample_weight.mean())
    return regression


def report(regression: LogisticRegression, found: list[Row], names: list[str], threshold: float) -> None:
    """Shares refused and the area under the curve, a line a corpus."""
    for name in names:
        mine = [r for r in found if r.corpus == name]
        scores = regression.predict_proba([r.features for r in mine])[:, 1]
        own = np.array([r.own for r in mine])
        yes = np.array([r.answerable for r in mine])
        print(
            f"  {name:8} AUC {roc_auc_score(yes[own], scores[own]):.2f}"
            f"  answerable refused {np.mean(scores[yes] < threshold):.2f}"
            f"  unanswerable refused {np.mean(scores[own & ~yes] < threshold):.2f}"
            f"  of another corpus refused {np.mean(scores[~own] < threshold):.2f}"
        )


def main() -> None:
    sets = {}
    for argument in sys.argv[1:]:
        name, _, rest = argument.partition("=")
        corpus, _, gold = rest.partition(":")
        sets[name] = (Path(corpus), [json.loads(line) for line in Path(gold).read_text("utf-8").splitlines()])
    if not sets:
        raise SystemExit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        found = rows(sets, Path(folder))
    weights = {name: 1 / sum(r.corpus == name for r in found) for name in sets}
    regression = fit(found, weights)
    scores = regression.predict_proba([r.features for r in found])[:, 1]
    threshold = float(np.quantile(scores[[r.answerable for r in found]], FALSE_REFUSALS))
    print(f"COVERAGE, SENTENCE, PASSAGE, WORDS = {np.round(regression.coef_[0], 2).tolist()}")
    print(f"INTERCEPT = {regression.intercept_[0]:.2f}  THRESHOLD = {threshold:.3f}")
    report(regression, found, list(sets), threshold)
    if len(sets) > 1:
        print("held out:")
        for name in sets:
            rest = [r for r in found if r.corpus != name]
            held = fit(rest, weights)
            of_rest = held.predict_proba([r.features for r in rest])[:, 1]
            level = float(np.quantile(of_rest[[r.answerable for r in rest]], FALSE_REFUSALS))
            report(held, found, [name], level)


if __name__ == "__main__":
    main()
