"""Fits what qa/fitted.json holds: which sentence answers (qa.evidence) and whether any does (qa.refusal).

usage: python tests/benchmarks/fit_answers.py [--write] NAME=CORPUS:GOLD.jsonl [NAME=CORPUS:GOLD.jsonl ...]

    python tests/benchmarks/fit_answers.py seeds=../shared/seeds:../shared/eval/seeds.jsonl \\
        sample=corpus/sample:tests/gold/sample.jsonl squad=../shared/eval/squad:../shared/eval/squad-all.jsonl \\
        excerpts=../shared/eval/excerpts:../shared/eval/excerpts.jsonl

Sentences: a linear model whose softmax over a question's sentences gives those that overlap a gold span the most
(a listwise loss, Cao et al. 2007). Refusal: a logistic regression that tells questions whose best sentence is right
from unanswerable ones and from other corpora's. Weights of questions: every corpus has the weight that WEIGHTS says,
shared among its questions. Printed for each corpus, fitted on all and with its articles held out (the news sets are
held out together): how often one of the first 1, 2, 3 and 5 sentences is right; what the threshold refuses. The
threshold is the one at which FALSE_REFUSALS of the answerable questions are refused. `--write` writes the file, and the
picture calibration.svg beside this one: every question with its articles held out.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from calibration import picture
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index.encoder import QuestionEncoder
from index.rebuild import rebuild
from index.search import Index
from qa import evidence, fitted, models, refusal, sentences
from qa.asked import wants_several
from qa.assistant import HITS
from qa.selection import MOST_LISTED

MAX_BYTES = 32_000_000
WEIGHTS = {"seeds": 0.12, "sample": 0.18, "excerpts": 0.25, "squad": 0.45}
NEWS = ("seeds", "sample")
OTHERS = 60  # questions of other corpora that each is asked
PENALTY = 0.003  # of the squared weights of features in standard deviations
FALSE_REFUSALS = 0.11
# Of the refusal's regression (C of scikit-learn, features in standard deviations). Where 0.12 of the answerable
# questions are refused, 1, 0.1 and 0.02 refuse of the unanswerable ones, articles held out: sample 0.583, 0.750, 0.833;
# squad 0.319, 0.315, 0.305
REGULARISATION = 0.1
FIRST = (1, 2, 3, 5)
# What an encoder without token states does not give; nor is its passages' score of the same size
WORDS = ("words", "words_before", "leaning", "missed", "passage")
USABLE = np.array([f.name not in WORDS for f in fields(evidence.Features)], float)
KEPT_RIGHT = {"second": 2 / 3, "listed": 1 / 2}  # of the sentences that are shown


@dataclass
class Asked:
    """A question put to a corpus, with what was found for it."""

    corpus: str
    group: str
    """What is held out together."""
    answerable: bool
    own: bool
    several: bool
    """Whether it asks for a list."""
    described: list[evidence.Features]
    sentences: np.ndarray
    """(sentences, features): the same as numbers."""
    right: np.ndarray
    """(sentences,): those that overlap a gold span."""


def overlaps(span: dict[str, Any], sentence: sentences.Sentence) -> bool:
    """Whether a sentence holds a part of a gold span."""
    found = sentence.match.span
    return bool(
        span["source"] == sentence.article.source and span["start"] < found.end and found.start < span["end"]
    )  # fmt: skip


def collect(
    name: str, corpus: Path, own: Sequence[dict[str, Any]], foreign: Sequence[dict[str, Any]], folder: Path
) -> list[Asked]:
    """All questions of a set, and some of others, put to its corpus."""
    files = models.encoder()
    encoder = QuestionEncoder(files)
    for _ in rebuild(corpus.resolve(), folder / name, files, max_bytes=MAX_BYTES):
        pass
    index = Index.open(folder / name, max_bytes=MAX_BYTES)
    asked = []
    for gold, is_own in [(g, True) for g in own] + [(g, False) for g in foreign]:
        question = gold["question"]
        found = index.search(question, encoder, HITS)
        read = sentences.sentences_of(index, found)
        described = evidence.features(question, index, found, read)
        spans = [*gold["spans"], *gold.get("also", [])] if is_own else []
        right = [any(overlaps(span, sentence) for span in spans) for sentence in read]
        answerable = is_own and gold["kind"] != "unanswerable"
        source = (gold.get("paragraph") or (gold["spans"] or [{"source": ""}])[0])["source"]
        group = "news" if name in NEWS else f"{name}:{source}"
        matrix = np.array([astuple(f) for f in described]).reshape(len(described), len(fields(evidence.Features)))
        several = wants_several(question)
        asked.append(Asked(name, group, answerable, is_own, several, described, matrix, np.array(right, bool)))
    return asked


def fit_sentences(asked: Sequence[Asked]) -> np.ndarray:
    """Weights of the features: (features,)."""
    useful = [a for a in asked if a.right.any()]
    counts = {name: sum(a.corpus == name for a in useful) for name in {a.corpus for a in useful}}
    shares = np.array([WEIGHTS.get(a.corpus, 0.1) / counts[a.corpus] for a in useful])
    shares /= shares.sum()
    stacked = np.concatenate([a.sentences for a in useful])
    mean, deviation = stacked.mean(axis=0), stacked.std(axis=0) + 1e-9
    scaled = (stacked - mean) / deviation
    owner = np.repeat(np.arange(len(useful)), [len(a.right) for a in useful])
    starts = np.cumsum([0, *(len(a.right) for a in useful)])[:-1]
    right = np.concatenate([a.right for a in useful])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = scaled @ weights
        highest = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - highest[owner])
        total = np.add.reduceat(powers, starts)
        hits = np.add.reduceat(powers * right, starts)
        value = float(shares @ (np.log(total) - np.log(hits))) + PENALTY * float(weights @ weights)
        error = (powers / total[owner] - powers * right / hits[owner]) * shares[owner]
        return value, scaled.T @ error + 2 * PENALTY * weights

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B")
    weights: np.ndarray = found.x / deviation
    return weights


def right_at(asked: Sequence[Asked], weights: np.ndarray) -> list[float]:
    """How often one of the first sentences is right, for each number in FIRST."""
    rows = []
    for a in asked:
        if a.answerable:
            order = np.argsort(-(a.sentences @ weights), kind="stable")
            rows.append([bool(a.right[order[:n]].any()) for n in FIRST])
    return np.mean(rows, axis=0).round(3).tolist() if rows else []


@dataclass
class Refusal:
    """A fitted regression and its threshold."""

    weights: np.ndarray
    intercept: float
    threshold: float

    def probabilities(self, rows: np.ndarray) -> np.ndarray:
        """That the corpus answers: (questions,)."""
        found: np.ndarray = 1 / (1 + np.exp(-(rows @ self.weights + self.intercept)))
        return found


def refusal_rows(asked: Sequence[Asked], weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The refusal's features of each question, and whether its best sentence is right."""
    rows, right = [], []
    for a in asked:
        scores = a.sentences @ weights
        rows.append(astuple(refusal.features(a.described, scores)))
        right.append(bool(a.right[np.argmax(scores)]) if len(scores) else False)
    return np.array(rows), np.array(right)


def fit_refusal(asked: Sequence[Asked], weights: np.ndarray) -> Refusal:
    """Tells questions whose best sentence is right from those without an answer."""
    rows, right = refusal_rows(asked, weights)
    answerable = np.array([a.answerable for a in asked])
    used = right | ~answerable
    label = answerable[used]
    kinds = [(a.corpus, a.own, a.answerable) for a in asked]
    share = {kind: WEIGHTS.get(kind[0], 0.1) * (1 if kind[1] else 0.5) / kinds.count(kind) for kind in set(kinds)}
    weight = np.array([share[k] for k, u in zip(kinds, used, strict=True) if u])
    deviation = rows[used].std(axis=0) + 1e-9
    regression = LogisticRegression(C=REGULARISATION, max_iter=2_000)
    regression.fit(rows[used] / deviation, label, weight / weight.mean())
    fitted_weights = regression.coef_[0] / deviation
    found = Refusal(fitted_weights, float(regression.intercept_[0]), 0.0)
    found.threshold = threshold(asked, found.probabilities(rows))
    return found


def threshold(asked: Sequence[Asked], probabilities: np.ndarray) -> float:
    """Where FALSE_REFUSALS of the answerable questions are refused, every corpus weighing what WEIGHTS says."""
    pairs = [(p, a.corpus) for p, a in zip(probabilities, asked, strict=True) if a.answerable]
    counts = {name: sum(c == name for _, c in pairs) for _, name in pairs}
    pairs.sort()
    total = sum(WEIGHTS.get(name, 0.1) for name in counts)
    passed = 0.0
    for probability, name in pairs:
        passed += WEIGHTS.get(name, 0.1) / counts[name] / total
        if passed > FALSE_REFUSALS:
            return float(probability)
    return 0.0


def told(title: str, asked: Sequence[Asked], weights: np.ndarray, refusing: Refusal) -> None:
    """A line for each corpus."""
    rows, _ = refusal_rows(asked, weights)
    probabilities = refusing.probabilities(rows)
    for name in dict.fromkeys(a.corpus for a in asked):
        mine = np.array([a.corpus == name for a in asked])
        yes = np.array([a.answerable for a in asked]) & mine
        no = np.array([a.own and not a.answerable for a in asked]) & mine
        foreign = np.array([not a.own for a in asked]) & mine
        area = roc_auc_score(yes[yes | no], probabilities[yes | no]) if no.any() and yes.any() else float("nan")
        refused = [
            float(np.mean(probabilities[some] < refusing.threshold)) if some.any() else float("nan")
            for some in (yes, no, foreign)
        ]
        firsts = right_at([a for a in asked if a.corpus == name], weights)
        print(
            f"{title:10} {name:9} right at {FIRST}: {firsts}  AUC {area:.3f}  refused: answerable {refused[0]:.3f}, "
            f"unanswerable {refused[1]:.3f}, of another corpus {refused[2]:.3f}",
            flush=True,
        )


def held_out(asked: Sequence[Asked]) -> tuple[list[Judged], list[tuple[float, bool]]]:
    """Every group judged by what was fitted on the others; every question's probability and whether it was right."""
    rows: dict[str, list[Any]] = {}
    judged = []
    pairs = []
    for group in dict.fromkeys(a.group for a in asked if a.own):
        rest = [a for a in asked if a.group != group]
        weights = fit_sentences(rest)
        refusing = fit_refusal(rest, weights)
        mine = [a for a in asked if a.group == group]
        values, _ = refusal_rows(mine, weights)
        for a, probability in zip(mine, refusing.probabilities(values), strict=True):
            scores = a.sentences @ weights
            order = np.argsort(-scores, kind="stable")
            if a.own:
                pairs.append((float(probability), bool(a.right[order[:1]].any())))
            if a.answerable:
                judged.append(Judged(a.corpus, a.several, np.exp(scores[order] - scores.max()), a.right[order]))
            rows.setdefault(a.corpus, []).append(
                (a.answerable, a.own, probability, refusing.threshold, [bool(a.right[order[:n]].any()) for n in FIRST])
            )
    for name, found in rows.items():
        yes = [r for r in found if r[0]]
        no = [r for r in found if r[1] and not r[0]]
        area = roc_auc_score([1] * len(yes) + [0] * len(no), [r[2] for r in yes + no]) if no else float("nan")
        print(
            f"held out   {name:9} right at {FIRST}: {np.mean([r[4] for r in yes], axis=0).round(3).tolist()}"
            f"  AUC {area:.3f}  refused: answerable {np.mean([r[2] < r[3] for r in yes]):.3f}"
            + (f", unanswerable {np.mean([r[2] < r[3] for r in no]):.3f}" if no else ""),
            flush=True,
        )
    return judged, pairs


@dataclass
class Judged:
    """An answerable question's sentences, best first, by weights that were fitted without its article."""

    corpus: str
    several: bool
    shares: np.ndarray
    """Of the best one's share."""
    right: np.ndarray


def fit_selection(judged: Sequence[Judged]) -> dict[str, float]:
    """How good a further sentence must be beside the best: as many as keep KEPT_RIGHT of all sentences right."""
    found = {}
    for name, several, most in (("second", False, 2), ("listed", True, MOST_LISTED)):
        mine = [j for j in judged if j.several == several]
        counts = {corpus: sum(j.corpus == corpus for j in mine) for corpus in {j.corpus for j in mine}}
        chosen = 1.0
        for ratio in np.arange(0.95, 0.04, -0.05):
            weight = np.array([WEIGHTS.get(j.corpus, 0.1) / counts[j.corpus] for j in mine])
            shown = np.array([max(1, int((j.shares[:most] >= ratio).sum())) for j in mine])
            right = np.array([int(j.right[:n].sum()) for j, n in zip(mine, shown, strict=True)])
            precision, hit = float(weight @ right / (weight @ shown)), float(weight @ (right > 0) / weight.sum())
            print(
                f"{name} {ratio:.2f}: {float(weight @ shown / weight.sum()):.2f} shown, "
                f"one right {hit:.3f}, of all right {precision:.3f}"
            )
            if precision >= KEPT_RIGHT[name]:
                chosen = round(float(ratio), 2)
        found[name] = chosen
    return found


def without_words(described: evidence.Features) -> evidence.Features:
    """As an encoder without token states leaves it."""
    return replace(described, **dict.fromkeys(WORDS, 0.0))


def as_json(title: str, weights: np.ndarray, refusing: Refusal) -> dict[str, Any]:
    """What was fitted, by the names of the features."""
    names = [[f.name for f in fields(kind)] for kind in (evidence.Features, refusal.Features)]
    pairs = zip(names, (weights, refusing.weights), strict=True)
    named = [dict(zip(n, np.round(w, 4).tolist(), strict=True)) for n, w in pairs]
    return {
        f"evidence{title}": {"weights": named[0]},
        f"refusal{title}": {
            "weights": named[1],
            "intercept": round(refusing.intercept, 4),
            "threshold": round(refusing.threshold, 4),
        },
    }


def main() -> None:
    arguments = [a for a in sys.argv[1:] if a != "--write"]
    sets = {}
    for argument in arguments:
        name, _, rest = argument.partition("=")
        corpus, _, gold = rest.partition(":")
        sets[name] = (Path(corpus), [json.loads(line) for line in Path(gold).read_text("utf-8").splitlines()])
    if not sets:
        raise SystemExit(__doc__)
    asked: list[Asked] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (corpus, own) in sets.items():
            others = [
                g
                for other, (_, gold) in sets.items()
                if other != name and {other, name} != set(NEWS)
                for g in gold
                if g["kind"] != "unanswerable"
            ]
            foreign = random.Random(1).sample(others, min(OTHERS, len(others)))
            asked += collect(name, corpus, own, foreign, Path(folder))
            print(f"{name}: {len(own)} questions", flush=True)
    result: dict[str, Any] = {}
    plain = [
        replace(a, sentences=a.sentences * USABLE, described=[without_words(d) for d in a.described]) for a in asked
    ]
    for title, some in (("", asked), (" without words", plain)):
        weights = fit_sentences([a for a in some if a.own])
        refusing = fit_refusal(some, weights)
        told(f"fitted{title}", some, weights, refusing)
        result |= as_json(title, weights, refusing)
    judged, pairs = held_out(asked)
    result["selection"] = fit_selection(judged)
    print(json.dumps(result, indent=1))
    if "--write" in sys.argv:
        path = Path(fitted.__file__).with_name(fitted.FILE)
        path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        picture(pairs, float(result["refusal"]["threshold"]), Path(__file__).with_name("calibration.svg"))


if __name__ == "__main__":
    main()
