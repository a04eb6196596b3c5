"""What bringing an index in line costs: beside the bare encoder, with little or nothing changed, in memory.

usage: python tests/benchmarks/rebuild.py speed [PASSAGES]      a full rebuild against SentenceTransformer.encode
       python tests/benchmarks/rebuild.py changes [ARTICLES]    nothing or one article changed, by the command
       python tests/benchmarks/rebuild.py memory [PASSAGES]     the peak of a first build

The articles are docstrings of installed packages. `speed` alternates the two and embeds all of it for real; `changes`
and `memory` build their index with made-up vectors, `memory` with the real encoder loaded and used for the first
passages of every window, so that its memory counts.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from documentation import documentation_corpus
from scale import memory as resident

from index import intake, rebuild
from index.encoder import EmbeddedPassage, PassageEncoder, unit
from index.events import Loading, Rebuilt
from index.search import Index
from index.store import LOCK
from qa import models

MAX_BYTES = 32_000_000
ROUNDS = 2
REALLY_EMBEDDED = 64  # passages of a window


class MadeVectors(PassageEncoder):
    """The real encoder for the first passages of a call, random directions for the rest."""

    really = 0

    def passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]]
    ) -> Iterator[tuple[int, EmbeddedPassage]]:
        real = min(self.really, len(texts))
        if real:
            yield from super().passages(texts[:real], sentences[:real])
        random = np.random.default_rng(len(texts))
        for n in range(real, len(texts)):
            made = unit(random.standard_normal((1 + len(sentences[n]), 384), np.float32))
            yield n, EmbeddedPassage(made[0], made[1:])


class NothingLoaded(MadeVectors):
    """Made-up vectors alone."""

    def __init__(self, files: object) -> None:
        pass


def rebuilt(corpus: Path, index: Path, *, full: bool = False) -> tuple[Rebuilt, float]:
    """A rebuild to its end, and the seconds of it that went into loading the encoder."""
    loading = 0.0
    since = None
    for event in rebuild.rebuild(corpus, index, models.encoder(), max_bytes=MAX_BYTES, full=full):
        if since is not None:
            loading, since = time.perf_counter() - since, None
        if isinstance(event, Loading):
            since = time.perf_counter()
    assert isinstance(event, Rebuilt)
    return event, loading


def speed(folder: Path, passages: int) -> None:
    """A full rebuild against the bare encoder, in turn, each in a process of its own: libraries that share threads
    leave one another slower than they found each other."""
    corpus, texts = documentation_corpus(folder / "articles", passages), folder / "texts.json"
    once = run("once", corpus, folder / "index", texts)
    ratios = []
    for _ in range(ROUNDS):
        bare = run("bare", corpus, folder / "index", texts)
        full = run("full", corpus, folder / "index", texts)
        count = once["passages"]
        ratios.append(bare["seconds"] / (full["seconds"] - full["loading"]))
        print(
            f"{count:,} passages: bare encode {count / bare['seconds']:.1f}/s, full rebuild "
            f"{count / (full['seconds'] - full['loading']):.1f}/s without and {count / full['seconds']:.1f}/s with "
            f"loading the encoder; ratio {ratios[-1]:.3f} without and {bare['seconds'] / full['seconds']:.3f} with it",
            flush=True,
        )
    print(f"median ratio {np.median(ratios):.3f}")


def run(step: str, corpus: Path, index: Path, texts: Path) -> dict[str, float]:
    """One step of `speed` in a fresh process."""
    command = [sys.executable, __file__, step, str(corpus), str(index), str(texts)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def step(what: str, corpus: Path, index: Path, texts: Path) -> dict[str, float]:
    """`once` builds the index and keeps its passages' texts; `bare` embeds these; `full` builds it again."""
    started = time.perf_counter()
    if what == "bare":
        passages = json.loads(texts.read_text(encoding="utf-8"))
        model = PassageEncoder(models.encoder()).model
        model.encode(passages[:64], show_progress_bar=False)
        started = time.perf_counter()
        model.encode(passages, show_progress_bar=False)
        return {"seconds": time.perf_counter() - started}
    done, loading = rebuilt(corpus, index, full=what == "full")
    if what == "once":
        opened = Index.open(index)
        pairs = [(segment, row) for segment in opened.segments for row in range(len(segment))]
        articles = [(opened.article(segment.article(row)), segment.span(row)) for segment, row in pairs]
        texts.write_text(json.dumps([span.of(a.text) for a, span in articles if a]), encoding="utf-8")
    return {"seconds": time.perf_counter() - started, "loading": loading, "passages": done.manifest.passages}


def changes(folder: Path, articles: int) -> None:
    """`qa index rebuild` as a process, with an index of made-up vectors under it."""
    corpus, index = folder / "articles", folder / "index"
    documentation_corpus(corpus, 5 * articles, an_article=4)
    for path in sorted(corpus.iterdir())[articles:]:
        path.unlink()
    intake.PassageEncoder = NothingLoaded  # type: ignore[misc]  # in place of the real one
    started = time.perf_counter()
    done, _ = rebuilt(corpus, index)
    print(
        f"{done.manifest.articles:,} articles, {done.manifest.passages:,} passages; all but embedding took "
        f"{time.perf_counter() - started:.1f} s"
    )
    command = [sys.executable, "-m", "qa", "index", "rebuild", "--corpus", str(corpus), "--index", str(index)]
    print(f"python -c pass: {timed([sys.executable, '-c', 'pass']):.2f} s")
    print(f"nothing changed: {timed(command):.2f} s (median of {ROUNDS + 3})")
    imported = subprocess.run(
        [sys.executable, "-X", "importtime", *command[1:]], check=True, capture_output=True, text=True
    )
    print("torch imported:", "| torch\n" in imported.stderr.replace("|   ", "| "))
    changed = next(iter(sorted(corpus.iterdir())))
    times, written = [], []
    for n in range(ROUNDS + 1):
        changed.write_text(
            changed.read_text(encoding="utf-8") + f"\nOne more sentence, number {n}.\n", encoding="utf-8"
        )
        before = files(index)
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
        written.append(sum(size for path, size in files(index).items() if before.get(path) != size))
    print(
        f"one article changed: {np.median(times):.2f} s, {np.median(written) / 1000:,.0f} kB written "
        f"beside an index of {sum(files(index).values()) / 1e6:,.1f} MB"
    )
    started = time.perf_counter()
    PassageEncoder(models.encoder())
    print(f"of which loading the encoder: {time.perf_counter() - started:.2f} s")


def timed(command: list[str]) -> float:
    """Median seconds of a whole process."""
    times = []
    for _ in range(ROUNDS + 3):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return float(np.median(times))


def files(index: Path) -> dict[tuple[str, int], int]:
    """Files of an index by name and inode, with their sizes."""
    found = [p for p in index.rglob("*") if p.is_file() and p.name != LOCK]
    return {(str(p), p.stat().st_ino): p.stat().st_size for p in found}


def memory(folder: Path, passages: int) -> None:
    """The peak of a first build."""
    corpus = documentation_corpus(folder / "articles", passages)
    MadeVectors.really = REALLY_EMBEDDED
    intake.PassageEncoder = MadeVectors  # type: ignore[misc]  # in place of the real one
    done, _ = rebuilt(corpus, folder / "index")
    peak = resident()
    print(f"{done.manifest.passages:,} passages, {len(done.manifest.pieces)} pieces: peak {peak['peak_mb']:,.0f} MB")


def main() -> None:
    """Runs one of the three."""
    what = sys.argv[1]
    if what in {"once", "bare", "full"}:
        print(json.dumps(step(what, *map(Path, sys.argv[2:]))))
        return
    count = int(sys.argv[2]) if len(sys.argv) > 2 else None
    folder = Path(tempfile.mkdtemp())
    try:
        if what == "speed":
            speed(folder, count or 5_500)
        elif what == "changes":
            os.environ.setdefault("XDG_DATA_HOME", str(folder))
            changes(folder, count or 10_000)
        else:
            memory(folder, count or 100_000)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
