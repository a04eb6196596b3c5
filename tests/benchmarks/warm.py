"""A warm question: how long it takes in `qa ask -`, where the time goes, and what Python adds to llama.cpp.

usage: python tests/benchmarks/warm.py [FOLDER]      warm.json goes into build/bench

The questions of tests/gold/sample.jsonl, each once, after one that warms up; by quotation, which is the default, and
with the bundled model's drafts as if it had passed its exam. `parts` are told by an assistant in this process whose
steps are timed; what llama.cpp did by itself is told by its own llama_perf_context.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import llama_cpp
import numpy as np
from cold import OUT, ROOT, environments

from index.search import Index
from qa import assistant, claims, locations, models
from qa.assistant import Assistant
from qa.generation import LlamaGenerator
from qa.opening import open_assistant

GOLD = ROOT / "tests" / "gold" / "sample.jsonl"
PARTS = ("search", "evidence", "prompt", "generation", "check", "rest")


@dataclass(frozen=True)
class Drafting:
    """What llama.cpp says of all drafts together, and what they took from outside."""

    read: int
    written: int
    read_per_second: float
    written_per_second: float
    overhead: float
    """Share of the drafts' time that llama.cpp does not count as its own."""


def asked(environment: dict[str, str], questions: list[str]) -> list[float]:
    """Milliseconds from a line on standard input to its row, in one process of `qa ask -`."""
    command = [sys.executable, "-m", "qa", "ask", "-", "--json", "--corpus", str(locations.sample())]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=ROOT, bufsize=0
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        taken = []
        for question in [questions[-1], *questions]:
            began = time.perf_counter()
            process.stdin.write(f"{question}\n".encode())
            if not process.stdout.readline():
                raise SystemExit("qa ask - ended before the questions did")
            taken.append(1000 * (time.perf_counter() - began))
        process.stdin.close()
    return taken[1:]


class Clock:
    """Seconds by part. A part that runs inside another one counts for itself."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._running: list[str] = []
        self._since = 0.0

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What happens inside belongs to a part."""
        self._switch()
        self._running.append(name)
        try:
            yield
        finally:
            self._switch()
            self._running.pop()

    def _switch(self) -> None:
        now = time.perf_counter()
        if self._running:
            self.seconds[self._running[-1]] = self.seconds.get(self._running[-1], 0.0) + now - self._since
        self._since = now

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """A function whose calls belong to a part."""

        def call(*args: Any, **options: Any) -> Any:
            with self.part(name):
                return work(*args, **options)

        return call

    def timed_items(self, name: str, work: Callable[..., Iterable[Any]]) -> Callable[..., Iterator[Any]]:
        """The same for a function that yields."""

        def call(*args: Any, **options: Any) -> Iterator[Any]:
            items = iter(work(*args, **options))
            while True:
                with self.part(name):
                    try:
                        item = next(items)
                    except StopIteration:
                        return
                yield item

        return call


@contextmanager
def measured(clock: Clock) -> Iterator[None]:
    """While every step of an answer belongs to a part."""
    read = LlamaGenerator._read

    def reading(self: LlamaGenerator, tokens: list[int]) -> None:
        with clock.part("prompt" if len(tokens) > 1 else "generation"):
            read(self, tokens)

    steps: list[tuple[object, str, object]] = [
        (Index, "search", clock.timed("search", Index.search)),
        *((assistant, n, clock.timed("evidence", getattr(assistant, n))) for n in ("gather", "answerable", "select")),
        (LlamaGenerator, "_read", reading),
        (LlamaGenerator, "write", clock.timed_items("generation", LlamaGenerator.write)),
        *((claims.Claims, n, clock.timed_items("check", getattr(claims.Claims, n))) for n in ("drafted", "quoted")),
    ]
    with ExitStack() as patched:
        for owner, name, made in steps:
            patched.enter_context(mock.patch.object(owner, name, made))
        yield


def parts(answering: Assistant, questions: list[str], clock: Clock) -> dict[str, float]:
    """Milliseconds of an average question, by part."""
    for _ in answering.answer(questions[-1]):  # warms up
        pass
    clock.seconds.clear()
    for question in questions:
        with clock.part("rest"):
            for _ in answering.answer(question):
                pass
    return {name: 1000 * clock.seconds.get(name, 0.0) / len(questions) for name in PARTS if name in clock.seconds}


@contextmanager
def counting() -> Iterator[None]:
    """While contexts are made that count what they do; by default they do not."""
    usual = llama_cpp.llama_context_default_params

    def parameters() -> Any:
        made = usual()
        made.no_perf = False
        return made

    with mock.patch.object(llama_cpp, "llama_context_default_params", parameters):
        yield


def drafting(generator: LlamaGenerator, answering: Assistant, questions: list[str]) -> Drafting:
    """The drafts of all questions, timed from outside and by llama.cpp."""
    outside = [0.0]
    write = generator.write

    def timed(*args: Any) -> Iterator[str]:
        began = time.perf_counter()
        pieces = list(write(*args))
        outside[0] += time.perf_counter() - began
        yield from pieces

    llama_cpp.llama_perf_context_reset(generator._context)
    with mock.patch.object(generator, "write", timed):
        for question in questions:
            for _ in answering.answer(question, stop=threading.Event()):
                pass
    told = llama_cpp.llama_perf_context(generator._context)
    inside = (told.t_p_eval_ms + told.t_eval_ms) / 1000
    return Drafting(
        told.n_p_eval,
        told.n_eval,
        1000 * told.n_p_eval / told.t_p_eval_ms,
        1000 * told.n_eval / told.t_eval_ms,
        1 - inside / outside[0],
    )


def main() -> None:
    """Measures, writes the file, prints the tables."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    questions = [json.loads(line)["question"] for line in GOLD.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as scratch:
        plain, writes = environments(Path(scratch))
        corpus = ["--corpus", str(locations.sample())]
        subprocess.run([sys.executable, "-m", "qa", "index", "rebuild", *corpus], env=plain, check=True, cwd=ROOT)
        taken = {"by quotation": asked(plain, questions), "with drafts": asked(writes, questions)}
        answering = open_assistant(corpus[1], None, None, no_model=True)
        file = models.generator("bundled")
        clock = Clock()
        with measured(clock):
            split = {"by quotation": parts(answering, questions, clock)}
        with counting():
            generator = LlamaGenerator(file.path, file.name)
            generator._make_room(generator.context)  # counted from its making on
        answering._load = lambda: generator
        with measured(clock):
            split["with drafts"] = parts(answering, questions, clock)
        counted = drafting(generator, answering, questions)
    result = {"milliseconds": taken, "parts_ms": split, "drafting": asdict(counted)}
    out.mkdir(parents=True, exist_ok=True)
    (out / "warm.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print("| a question of `qa ask -` | p50 ms | p95 ms | " + " | ".join(PARTS) + " |\n|" + " --- |" * (3 + len(PARTS)))
    for way, some in taken.items():
        of = " | ".join(f"{split[way][part]:.1f}" if part in split[way] else "" for part in PARTS)
        print(f"| {way} | {statistics.median(some):.0f} | {np.percentile(some, 95):.0f} | {of} |")
    print(
        f"\nllama.cpp read {counted.read:,} tokens at {counted.read_per_second:.0f}/s and wrote {counted.written:,} at "
        f"{counted.written_per_second:.0f}/s; {100 * counted.overhead:.1f} % of the drafts' time is not its own"
    )


if __name__ == "__main__":
    main()
