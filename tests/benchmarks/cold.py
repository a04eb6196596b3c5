"""What a cold command costs beside the bare libraries and the bare model, in alternating runs of whole processes.

usage: python tests/benchmarks/cold.py [ROUNDS] [FOLDER]      10 rounds; cold.json and cold.svg go into build/bench

`ask` is the command as it is installed: the bundled model failed its exam, so answers are quotations. `ask, drafting`
is the same with an exam in which that model writes, and loads it, reads its prompt and writes as the bare script does.
`ask, drafting, Q8_0` loads the copy of the weights that such a model would have got (qa.tuning).
`ask, drafting, traced` is the one before that with what llama.cpp takes of it told (llama_share.py): the rest is its
own share.
A ratio is the median of the ratios of runs that followed each other.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from bars import Bar, bars

from qa import exam, examined, locations, models, requantised

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "bench"
ROUNDS = 10
QUESTION = "How many cells has Morocco dismantled since 2002?"
LIBRARIES = "import numpy, faiss, llama_cpp"
ASKED = ("ask", "ask --model bundled", "ask, drafting", "ask, drafting, Q8_0")
# Of two commands, up to the first byte on standard output or to the end, the most that the ratio may be
BOUNDS = [
    ("qa --help", "import typer", "ended", 2.0),
    ("search", LIBRARIES, "ended", 1.8),
    *((name, "bare model", until, 1.0) for name in ASKED for until in ("shown", "ended")),
]
OWN_SECONDS = 0.4  # of `ask` without a model, and with one beside importing, loading and running llama.cpp
PARTS = ("import", "load", "read", "written")  # of llama.cpp
TRACED = "ask, drafting, traced"
MEGABYTES = 480  # of any answer, at its peak


@dataclass(frozen=True)
class Run:
    """A finished process: seconds until it began to write and until its end, and the most MB that it held."""

    shown: float
    ended: float
    megabytes: float
    llama: dict[str, float] | None = None
    """Seconds of `ended` that llama.cpp took: import, load, read, written; where that was traced."""

    @property
    def own(self) -> float:
        """Seconds beside llama.cpp."""
        return self.ended - sum((self.llama or {}).values())


def run(command: list[str], environment: Mapping[str, str], log: IO[bytes]) -> Run:
    """Runs a command to its end. Raises SystemExit where it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, env=environment, cwd=ROOT
    )
    assert process.stdout is not None
    first = process.stdout.read(1)
    shown = time.perf_counter() - started
    process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    ended = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        log.flush()
        raise SystemExit(f"{command} ended with {process.returncode}:\n{Path(log.name).read_text()[-2_000:]}")
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Run(shown if first else ended, ended, usage.ru_maxrss / unit)


def environments(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The user's folders in a scratch folder: as after an install, and with an exam that the bundled model passed."""
    common = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    common |= {"PYTHONPATH": str(ROOT), **{f"XDG_{n}_HOME": str(folder / n) for n in ("DATA", "CONFIG")}}
    plain, writes = ({**common, "XDG_CACHE_HOME": str(folder / name)} for name in ("plain", "writes"))
    os.environ.update(writes)
    passed = exam.Exam(right=20, wrong=0, refused=0, tokens_per_second=1.0)
    examined.remember(models.GENERATOR.sha256, models.GENERATOR.name, Path(), passed)
    return plain, writes


def copied(folder: Path, writes: Mapping[str, str]) -> dict[str, str]:
    """The user's folders with a copy of the weights beside that exam."""
    environment = {**writes, "XDG_CACHE_HOME": str(folder / "copied")}
    shutil.copytree(writes["XDG_CACHE_HOME"], environment["XDG_CACHE_HOME"])
    os.environ.update(environment)
    digest = models.GENERATOR.sha256
    with requantised.made(models.GENERATOR.path(), digest, threading.Event()) as made:
        assert made
        sha256 = requantised.keep(made, digest)
    examined.remember_copy(digest, requantised.Copy(requantised.KIND, 0.5, sha256=sha256))
    return environment


def measure(rounds: int) -> dict[str, list[Run]]:
    """All commands in turn, `rounds` times after one that warms up."""
    with tempfile.TemporaryDirectory() as scratch, (Path(scratch) / "log").open("wb") as log:
        plain, writes = environments(Path(scratch))
        python, corpus = sys.executable, ["--corpus", str(locations.sample())]
        qa = [python, "-m", "qa"]
        bare, share = (str(ROOT / "tests" / "benchmarks" / name) for name in ("bare.py", "llama_share.py"))
        told = Path(scratch) / "llama.json"
        commands = {
            "import typer": ([python, "-c", "import typer"], plain),
            "qa --help": ([*qa, "--help"], plain),
            LIBRARIES: ([python, "-c", LIBRARIES], plain),
            "search": ([*qa, "search", *corpus, QUESTION], plain),
            "bare model": ([python, bare, str(models.generator("bundled").path)], plain),
            "ask": ([*qa, "ask", *corpus, QUESTION], plain),
            "ask --model bundled": ([*qa, "ask", *corpus, "--model", "bundled", QUESTION], plain),
            "ask, drafting": ([*qa, "ask", *corpus, QUESTION], writes),
            "ask, drafting, Q8_0": ([*qa, "ask", *corpus, QUESTION], copied(Path(scratch), writes)),
            TRACED: ([python, share, str(told), "ask", *corpus, QUESTION], writes),
        }
        run([*qa, "index", "rebuild", *corpus], plain, log)
        found: dict[str, list[Run]] = {name: [] for name in commands}
        for number in range(rounds + 1):
            for name, (command, environment) in commands.items():
                done = run(command, environment, log)
                if name == TRACED:
                    done = replace(done, llama=json.loads(told.read_text(encoding="utf-8"))["seconds"])
                if number:
                    found[name].append(done)
    return found


def bounds(found: Mapping[str, list[Run]]) -> list[dict[str, object]]:
    """What was promised, with what was measured."""
    rows: list[dict[str, object]] = []
    for name, other, until, most in BOUNDS:
        ratios = [getattr(a, until) / b.ended for a, b in zip(found[name], found[other], strict=True)]
        what = f"{name} / {other}, {'to the first claim' if until == 'shown' else 'to the end'}"
        rows.append({"what": what, "measured": statistics.median(ratios), "at_most": most})
    own = statistics.median(r.ended for r in found["ask"])
    peak = max(r.megabytes for name in ASKED for r in found[name])
    rows.append({"what": "ask, seconds", "measured": own, "at_most": OWN_SECONDS})
    beside = statistics.median(r.own for r in found[TRACED])
    rows.append({"what": "ask, drafting, seconds beside llama.cpp", "measured": beside, "at_most": OWN_SECONDS})
    rows.append({"what": "ask, at most, MB", "measured": peak, "at_most": MEGABYTES})
    return rows


def main() -> None:
    """Measures, writes the files, prints the tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else OUT
    found = measure(rounds)
    judged = bounds(found)
    out.mkdir(parents=True, exist_ok=True)
    runs = {name: [asdict(r) for r in some] for name, some in found.items()}
    (out / "cold.json").write_text(json.dumps({"bounds": judged, "runs": runs}, indent=1) + "\n", encoding="utf-8")
    drawn = [
        Bar(name, statistics.median(r.ended for r in some), ours=name.startswith(("qa", "search", "ask")))
        for name, some in found.items()
        if name != TRACED
    ]
    (out / "cold.svg").write_text(bars("Seconds of a cold process, median", drawn), encoding="utf-8")
    print("| command | first byte, s | end, s | least | most | MB |\n| --- | --- | --- | --- | --- | --- |")
    for name, some in found.items():
        ended = [r.ended for r in some]
        shown, middle = statistics.median(r.shown for r in some), statistics.median(ended)
        peak = max(r.megabytes for r in some)
        print(f"| {name} | {shown:.3f} | {middle:.3f} | {min(ended):.3f} | {max(ended):.3f} | {peak:.0f} |")
    print(f"\n| {TRACED}: seconds of | import | load | read | written | beside |\n|{' --- |' * 6}")
    medians = [statistics.median((r.llama or {})[part] for r in found[TRACED]) for part in PARTS]
    own = statistics.median(r.own for r in found[TRACED])
    print("| median | " + " | ".join(f"{number:.3f}" for number in [*medians, own]) + " |")
    print("\n| bound | measured | at most |\n| --- | --- | --- |")
    for row in judged:
        print(f"| {row['what']} | {row['measured']:.2f} | {row['at_most']:g} |")


if __name__ == "__main__":
    main()
