"""What the bundled model's drafts make of the answers, as if it had passed its exam.

usage: python tests/benchmarks/drafts.py NAME=CORPUS:GOLD.jsonl [NAME=CORPUS:GOLD.jsonl ...]

`qa eval` on each set, by quotation (`--no-model`) and with drafts: its figures side by side, and how many answers are
in other words. An answer with drafts takes about a second.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cold import ROOT, environments

FIGURES = """
    answer_hit citation_hit citation_precision refusal_recall false_refusal quote_valid claims_sound claims_whole
    values_supported words p50_ms p95_ms
""".split()


def evaluated(corpus: str, gold: str, environment: Mapping[str, str], *options: str) -> dict[str, Any]:
    """What `qa eval --json` prints. Raises SystemExit where it fails."""
    command = [sys.executable, "-m", "qa", "eval", str(Path(gold).resolve()), "--corpus", str(Path(corpus).resolve())]
    command += ["--json", *options]
    done = subprocess.run(command, env=dict(environment), cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main(arguments: list[str]) -> None:
    """The table."""
    if not arguments:
        raise SystemExit(__doc__)
    columns: list[tuple[str, dict[str, Any]]] = []
    with tempfile.TemporaryDirectory() as scratch:
        plain, writes = environments(Path(scratch))
        for argument in arguments:
            name, _, files = argument.partition("=")
            corpus, _, gold = files.partition(":")
            quoted = evaluated(corpus, gold, plain, "--no-model")
            drafted = evaluated(corpus, gold, writes)
            answers = [[row["answer"] for row in found["rows"]] for found in (quoted, drafted)]
            drafted["answers in other words"] = sum(one != other for one, other in zip(*answers, strict=True))
            columns += [(f"{name}, quoted", quoted), (f"{name}, drafted", drafted)]
    print("| | " + " | ".join(name for name, _ in columns) + " |")
    print("| --- |" + " --- |" * len(columns))
    for figure in [*FIGURES, "answers in other words"]:
        print(f"| {figure} | " + " | ".join(_told(found.get(figure)) for _, found in columns) + " |")


def _told(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) and value <= 1 else "" if value is None else str(value)


if __name__ == "__main__":
    main(sys.argv[1:])
