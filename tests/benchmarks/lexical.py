"""BM25 five ways: our postings, whole and in segments, SQLite FTS5, bm25s, tantivy. Made text by Zipf's law.

usage: python tests/benchmarks/lexical.py [TEXTS] [QUERIES] [WAY ...]     (needs the extra `bench`)

Each way builds its index in a folder and answers in a fresh process, so that the import and the opening count.
`rare` questions hold four words of rank 100 to 5,000, `common` ones four of the twenty most frequent beside them,
`only` six of the fifty most frequent and nothing else. `segments` is eight segments of which one text in fifty is
deleted; its `merge_s` is what it takes to make one of them. The made text is kept in the folder for temporary files.
Times are of the processor, so that other work on the machine counts less; `cold_ms` alone is the clock's.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

WAYS = ("postings", "segments", "fts5", "bm25s", "tantivy")
TERMS_A_TEXT = 60
VOCABULARY = 200_000
BEST = (1_000, 200, 100)
SEGMENTS = 8


def made_ranks(count: int, seed: int = 7) -> Path:
    """A file with the rank of every word: (count, TERMS_A_TEXT)."""
    kept = Path(tempfile.gettempdir()) / f"zipf-{count}-{TERMS_A_TEXT}.npy"
    if not kept.exists():
        rng = np.random.default_rng(seed)
        whole = np.lib.format.open_memmap(kept, "w+", np.int32, (count, TERMS_A_TEXT))
        for start in range(0, count, 50_000):
            shape = (min(50_000, count - start), TERMS_A_TEXT)
            whole[start : start + 50_000] = np.minimum(rng.zipf(1.15, size=shape), VOCABULARY)
        whole.flush()
    return kept


def texts_of(ranks: Path, part: int = 0, parts: int = 1) -> Iterator[list[str]]:
    words = [f"w{rank}" for rank in range(VOCABULARY + 1)]
    count = len(np.load(ranks, mmap_mode="r"))
    start, end = count * part // parts, count * (part + 1) // parts
    for first in range(start, end, 10_000):
        # mapped anew each time, so that what was read does not count as memory of the way that is measured
        for row in np.load(ranks, mmap_mode="r")[first : min(first + 10_000, end)].tolist():
            yield [words[rank] for rank in row]


def questions(count: int, seed: int = 8) -> dict[str, list[list[str]]]:
    rng = np.random.default_rng(seed)
    rare = [[f"w{r}" for r in rng.integers(100, 5_000, 4)] for _ in range(count)]
    common = [[*words, *(f"w{r}" for r in rng.integers(1, 20, 4))] for words in rare]
    only = [[f"w{r}" for r in rng.choice(np.arange(1, 51), 6, replace=False)] for _ in range(count)]
    return {"rare": rare, "common": common, "only": only}


def write_postings(folder: Path, texts: Iterable[list[str]]) -> None:
    from index.lexical import PostingsWriter

    writer = PostingsWriter(folder)
    for words in texts:
        writer.add(words)
    writer.finish()


class PostingsWay:
    @staticmethod
    def build(folder: Path, ranks: Path) -> dict[str, float]:
        write_postings(folder, texts_of(ranks))
        return {}

    def __init__(self, folder: Path) -> None:
        from index.lexical import Postings

        self.segments, self.alive = [Postings(folder)], [None]

    def search(self, words: list[str], k: int) -> list[int]:
        from index.lexical import statistics, top

        numbers = statistics(self.segments, words, self.alive)
        return top(self.segments, self.alive, words, numbers, k)[1].tolist()


class SegmentsWay(PostingsWay):
    @staticmethod
    def build(folder: Path, ranks: Path) -> dict[str, float]:
        from index.lexical import merge

        for number in range(SEGMENTS):
            (folder / str(number)).mkdir()
            write_postings(folder / str(number), texts_of(ranks, number, SEGMENTS))
        way = SegmentsWay(folder)
        start = time.process_time()
        with tempfile.TemporaryDirectory() as merged:
            merge(Path(merged), list(zip(way.segments, way.alive, strict=True)))
        return {"merge_s": time.process_time() - start}

    def __init__(self, folder: Path) -> None:
        from index.lexical import Postings

        self.segments = [Postings(folder / str(number)) for number in range(SEGMENTS)]
        rng = np.random.default_rng(9)
        self.alive = [rng.random(len(segment)) > 0.02 for segment in self.segments]


class Fts5Way:
    @staticmethod
    def build(folder: Path, ranks: Path) -> dict[str, float]:
        import sqlite3

        with sqlite3.connect(folder / "fts.db") as db:
            db.execute("create virtual table t using fts5(body, content='', columnsize=1, detail=none)")
            db.executemany(
                "insert into t(rowid, body) values (?, ?)",
                ((n + 1, " ".join(w)) for n, w in enumerate(texts_of(ranks))),
            )
            db.execute("insert into t(t) values ('optimize')")
        return {}

    def __init__(self, folder: Path) -> None:
        import sqlite3

        self.db = sqlite3.connect(folder / "fts.db")

    def search(self, words: list[str], k: int) -> list[int]:
        asked = (" OR ".join(words), k)
        rows = self.db.execute("select rowid from t where t match ? order by bm25(t) limit ?", asked)
        return [r[0] - 1 for r in rows]


class Bm25sWay:
    @staticmethod
    def build(folder: Path, ranks: Path) -> dict[str, float]:
        import bm25s

        retriever = bm25s.BM25()
        retriever.index(list(texts_of(ranks)), show_progress=False)
        retriever.save(folder)
        return {}

    def __init__(self, folder: Path) -> None:
        import bm25s

        self.retriever = bm25s.BM25.load(folder, mmap=True)

    def search(self, words: list[str], k: int) -> list[int]:
        found, _ = self.retriever.retrieve([words], k=k, show_progress=False)
        return found[0].tolist()


class TantivyWay:
    @staticmethod
    def schema() -> object:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("row", stored=False, fast=True)
        builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
        return builder.build()

    @staticmethod
    def build(folder: Path, ranks: Path) -> dict[str, float]:
        import tantivy

        index = tantivy.Index(TantivyWay.schema(), path=str(folder))
        writer = index.writer(heap_size=200_000_000, num_threads=1)
        for n, words in enumerate(texts_of(ranks)):
            writer.add_document(tantivy.Document(row=n, body=" ".join(words)))
        writer.commit()
        writer.wait_merging_threads()
        return {}

    def __init__(self, folder: Path) -> None:
        import tantivy

        self.index = tantivy.Index.open(str(folder))
        self.searcher = self.index.searcher()

    def search(self, words: list[str], k: int) -> list[int]:
        query = self.index.parse_query(" ".join(words), ["body"])
        return [address.doc for _, address in self.searcher.search(query, k).hits]


CLASSES = {"postings": PostingsWay, "segments": SegmentsWay, "fts5": Fts5Way, "bm25s": Bm25sWay, "tantivy": TantivyWay}


def peak_mb() -> float:
    # not getrusage: what it says goes back to before this program was started
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def child(step: str, way: str, folder: Path, texts: int, count: int) -> dict[str, float]:
    if step == "build":
        made = made_ranks(texts)
        start = time.process_time()
        figures = CLASSES[way].build(folder, made)
        figures["build_s"] = time.process_time() - start - figures.get("merge_s", 0)
        return figures | {"build_mb": peak_mb()}
    asked = questions(count)
    start = time.perf_counter()
    engine = CLASSES[way](folder)
    engine.search(asked["rare"][0], 20)
    figures = {"cold_ms": 1000 * (time.perf_counter() - start)}
    for k in BEST:
        for kind, rows in asked.items():
            times = []
            for words in rows:
                start = time.process_time()
                engine.search(words, k)
                times.append(1000 * (time.process_time() - start))
            p50, p95 = float(np.median(times)), float(np.quantile(times, 0.95))
            figures |= {f"{kind}@{k}_p50_ms": p50, f"{kind}@{k}_p95_ms": p95}
    return figures | {"rss_mb": peak_mb()}


def main() -> None:
    if sys.argv[1:2] in (["build"], ["ask"]):
        step, way, folder, texts, count = sys.argv[1:6]
        print(json.dumps(child(step, way, Path(folder), int(texts), int(count))))
        return
    texts, count = (sys.argv[1:3] + ["200000", "50"][len(sys.argv[1:3]) :])[:2]
    made_ranks(int(texts))
    for way in sys.argv[3:] or WAYS:
        with tempfile.TemporaryDirectory() as folder:
            row: dict[str, float] = {}
            for step in ("build", "ask"):
                command = [sys.executable, __file__, step, way, folder, texts, count]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                row |= json.loads(done.stdout)
            row["disk_mb"] = sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file()) / 1e6
        print(f"{way:9}", "  ".join(f"{k} {v:.1f}" for k, v in row.items()), flush=True)


if __name__ == "__main__":
    main()
