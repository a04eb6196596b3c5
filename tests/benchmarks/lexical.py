"""BM25 four ways: our postings, SQLite FTS5, bm25s, tantivy. Made text whose word frequencies follow Zipf's law.

usage: python tests/benchmarks/lexical.py [TEXTS] [QUERIES]     (needs the extra `bench`)

Each way builds its index in a folder and answers in a fresh process, so that the import and the opening count.
`common` questions hold four of the twenty most frequent words beside four rarer ones, `rare` ones only the latter.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

WAYS = ("postings", "fts5", "bm25s", "tantivy")
TERMS_A_TEXT = 60
VOCABULARY = 200_000


def made_texts(count: int, seed: int = 7) -> list[list[str]]:
    rng = np.random.default_rng(seed)
    ranks = np.minimum(rng.zipf(1.15, size=(count, TERMS_A_TEXT)), VOCABULARY)
    return [[f"w{r}" for r in row] for row in ranks.tolist()]


def questions(count: int, seed: int = 8) -> dict[str, list[list[str]]]:
    rng = np.random.default_rng(seed)
    rare = [[f"w{r}" for r in rng.integers(100, 5_000, 4)] for _ in range(count)]
    common = [[*words, *(f"w{r}" for r in rng.integers(1, 20, 4))] for words in rare]
    return {"rare": rare, "common": common}


class PostingsWay:
    @staticmethod
    def build(folder: Path, texts: list[list[str]]) -> None:
        from index.lexical import write

        write(folder, texts)

    def __init__(self, folder: Path) -> None:
        from index.lexical import Postings

        self.postings = Postings(folder)

    def search(self, words: list[str]) -> list[int]:
        from index.lexical import statistics

        scores = self.postings.scores(words, statistics([self.postings], words))
        best = np.argpartition(-scores, 20)[:20]
        return best[np.argsort(-scores[best])].tolist()


class Fts5Way:
    @staticmethod
    def build(folder: Path, texts: list[list[str]]) -> None:
        import sqlite3

        with sqlite3.connect(folder / "fts.db") as db:
            db.execute("create virtual table t using fts5(body, content='', columnsize=1, detail=none)")
            db.executemany(
                "insert into t(rowid, body) values (?, ?)", ((n + 1, " ".join(w)) for n, w in enumerate(texts))
            )
            db.execute("insert into t(t) values ('optimize')")

    def __init__(self, folder: Path) -> None:
        import sqlite3

        self.db = sqlite3.connect(folder / "fts.db")

    def search(self, words: list[str]) -> list[int]:
        rows = self.db.execute("select rowid from t where t match ? order by bm25(t) limit 20", (" OR ".join(words),))
        return [r[0] - 1 for r in rows]


class Bm25sWay:
    @staticmethod
    def build(folder: Path, texts: list[list[str]]) -> None:
        import bm25s

        retriever = bm25s.BM25()
        retriever.index(texts, show_progress=False)
        retriever.save(folder)

    def __init__(self, folder: Path) -> None:
        import bm25s

        self.retriever = bm25s.BM25.load(folder, mmap=True)

    def search(self, words: list[str]) -> list[int]:
        found, _ = self.retriever.retrieve([words], k=20, show_progress=False)
        return found[0].tolist()


class TantivyWay:
    @staticmethod
    def schema() -> object:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("row", stored=True)
        builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
        return builder.build()

    @staticmethod
    def build(folder: Path, texts: list[list[str]]) -> None:
        import tantivy

        index = tantivy.Index(TantivyWay.schema(), path=str(folder))
        writer = index.writer(heap_size=200_000_000, num_threads=1)
        for n, words in enumerate(texts):
            writer.add_document(tantivy.Document(row=n, body=" ".join(words)))
        writer.commit()
        writer.wait_merging_threads()

    def __init__(self, folder: Path) -> None:
        import tantivy

        self.index = tantivy.Index.open(str(folder))
        self.searcher = self.index.searcher()

    def search(self, words: list[str]) -> list[int]:
        query = self.index.parse_query(" ".join(words), ["body"])
        return [self.searcher.doc(address)["row"][0] for _, address in self.searcher.search(query, 20).hits]


CLASSES = {"postings": PostingsWay, "fts5": Fts5Way, "bm25s": Bm25sWay, "tantivy": TantivyWay}


def child(step: str, way: str, folder: Path, texts: int, count: int) -> dict[str, float]:
    import resource

    if step == "build":
        made = made_texts(texts)
        start = time.perf_counter()
        CLASSES[way].build(folder, made)
        return {"build_s": time.perf_counter() - start}
    asked = questions(count)
    start = time.perf_counter()
    engine = CLASSES[way](folder)
    engine.search(asked["rare"][0])
    figures = {"cold_ms": 1000 * (time.perf_counter() - start)}
    for kind, rows in asked.items():
        times = []
        for words in rows:
            start = time.perf_counter()
            engine.search(words)
            times.append(1000 * (time.perf_counter() - start))
        figures |= {f"{kind}_p50_ms": float(np.median(times)), f"{kind}_p95_ms": float(np.quantile(times, 0.95))}
    figures["rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def main() -> None:
    if len(sys.argv) > 3:
        step, way, folder, texts, count = sys.argv[1:6]
        print(json.dumps(child(step, way, Path(folder), int(texts), int(count))))
        return
    texts, count = (sys.argv[1:] + ["200000", "50"][len(sys.argv) - 1 :])[:2]
    for way in WAYS:
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
