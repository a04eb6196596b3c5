"""What other tools of the kind cost to start, and a first search, beside ours: whole processes in turn.

usage: python tests/benchmarks/peers.py [ROUNDS]      10 rounds; peers.json and peers.svg go into build/bench

The others are installed into an environment of their own, build/peers, from `peers.txt` (3 GB, most of it what one of
them reads documents with). Searches are of the sample articles: ours as `qa search`; haiku.rag's full-text search
through its own store, by a script, because its command asks an embedding server first; there a paragraph is a chunk.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from bars import Bar, bars
from cold import OUT, QUESTION, ROOT, Run, run

from qa import locations

WHERE = ROOT / "build" / "peers"
ROUNDS = 10

# Its import would fetch a table for counting tokens, which neither help nor a search uses: offline it fails there
IMPORT = """
import asyncio, pathlib, sys, tiktoken
tokens = tiktoken.Encoding("bytes", pat_str=".", mergeable_ranks={bytes([n]): n for n in range(256)}, special_tokens={})
tiktoken.encoding_for_model = tiktoken.get_encoding = lambda name: tokens
"""
FILL = (
    IMPORT
    + """
from haiku.rag.client import HaikuRAG
from haiku.rag.store.models.chunk import Chunk
async def main():
    async with HaikuRAG(pathlib.Path(sys.argv[1])) as client:
        chunks, n = client.chunk_repository, client.chunk_repository.embedder._vector_dim
        for path in sorted(pathlib.Path(sys.argv[2]).iterdir()):
            cursor = client.store._connection.cursor()
            cursor.execute("INSERT INTO documents (content, uri) VALUES (?, ?)", ["", path.name])
            for text in path.read_text().split("\\n\\n"):
                await chunks.create(Chunk(document_id=cursor.lastrowid, content=text, embedding=[0.0] * n))
asyncio.run(main())
"""
)
HELP = f"{IMPORT}\nfrom haiku.rag.cli import cli\ncli()\n"
SEARCH = (
    IMPORT
    + """
from haiku.rag.client import HaikuRAG
async def main():
    async with HaikuRAG(pathlib.Path(sys.argv[1])) as client:
        for chunk, score in await client.chunk_repository.search_chunks_fts(sys.argv[2], 5):
            print(score, chunk.content)
asyncio.run(main())
"""
)


def interpreter() -> str:
    """A Python whose SQLite loads extensions, without which haiku.rag opens no store. Raises SystemExit."""
    asked = "import sqlite3; sqlite3.connect(':memory:').enable_load_extension(True)"
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"):
        if Path(python).exists() and not subprocess.run([python, "-c", asked], capture_output=True).returncode:
            return python
    raise SystemExit("no Python here has an SQLite that loads extensions, which haiku.rag needs: install one")


def install() -> Path:
    """The environment of the others; made once."""
    python = WHERE / "bin" / "python"
    mark = WHERE / "installed"
    wanted = (ROOT / "tests" / "benchmarks" / "peers.txt").read_text(encoding="utf-8")
    if not mark.exists() or mark.read_text(encoding="utf-8") != wanted:
        subprocess.run([interpreter(), "-m", "venv", "--clear", "--without-pip", WHERE], check=True)
        torch = next(line for line in (ROOT / "constraints.txt").read_text().splitlines() if line.startswith("torch=="))
        constraint = WHERE / "constraints.txt"
        constraint.write_text(f"{torch}\n")
        pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--constraint", constraint]
        subprocess.run([*pip, "--requirement", ROOT / "tests" / "benchmarks" / "peers.txt"], check=True)
        mark.write_text(wanted)
    return WHERE / "bin"


def measure(rounds: int) -> dict[str, list[Run]]:
    """All commands in turn, `rounds` times after one that warms up."""
    theirs = install()
    with tempfile.TemporaryDirectory() as scratch, (Path(scratch) / "log").open("wb") as log:
        places = {"HOME": scratch, **{f"XDG_{n}_HOME": f"{scratch}/{n}" for n in ("DATA", "CONFIG", "CACHE")}}
        environment = {n: text for n, text in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"} | places
        qa, corpus, store = [sys.executable, "-m", "qa"], str(locations.sample()), f"{scratch}/haiku.sqlite"
        run([*qa, "index", "rebuild", "--corpus", corpus], environment, log)
        run([str(theirs / "python"), "-c", FILL, store, corpus], environment, log)
        commands = {
            "qa --help": [*qa, "--help"],
            "llm --help": [str(theirs / "llm"), "--help"],
            "pqa --help": [str(theirs / "pqa"), "--help"],
            "haiku-rag --help": [str(theirs / "python"), "-c", HELP, "--help"],
            "qa search": [*qa, "search", "--corpus", corpus, QUESTION],
            "qa ask": [*qa, "ask", "--corpus", corpus, QUESTION],
            "haiku.rag, full-text search": [str(theirs / "python"), "-c", SEARCH, store, QUESTION],
        }
        found: dict[str, list[Run]] = {name: [] for name in commands}
        for number in range(rounds + 1):
            for name, command in commands.items():
                done = run(command, environment, log)
                if number:
                    found[name].append(done)
    return found


def main() -> None:
    """Measures, writes the files, prints the table."""
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    OUT.mkdir(parents=True, exist_ok=True)
    runs = {name: [asdict(r) for r in some] for name, some in found.items()}
    (OUT / "peers.json").write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")
    drawn = [
        Bar(name, statistics.median(r.ended for r in some), ours=name.startswith("qa")) for name, some in found.items()
    ]
    (OUT / "peers.svg").write_text(bars("Seconds of a cold process, median", drawn), encoding="utf-8")
    print("| command | s | least | most | MB |\n| --- | --- | --- | --- | --- |")
    for name, some in found.items():
        ended = [r.ended for r in some]
        peak = max(r.megabytes for r in some)
        print(f"| {name} | {statistics.median(ended):.2f} | {min(ended):.2f} | {max(ended):.2f} | {peak:.0f} |")


if __name__ == "__main__":
    main()
