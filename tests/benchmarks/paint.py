"""How long the chat takes from its start to its first picture: the prompt, ready for a question.

usage: python tests/benchmarks/paint.py [ROUNDS]      10 rounds, after one that warms up

A cold process in a terminal of its own, on the sample articles, in turn with `import textual.app` and what the screens
are made of, which the chat cannot do without.
"""

from __future__ import annotations

import os
import pty
import statistics
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus" / "sample"
ROUNDS = 10
PAINTED = b"sk about the articles"  # what stands in an empty prompt, behind the cursor
PATIENCE = 60.0  # seconds
LIBRARY = "import textual.app, textual.widgets, textual.command"


def painted(environment: dict[str, str]) -> float:
    """Seconds until the prompt is seen."""
    main, end = pty.openpty()
    termios.tcsetwinsize(end, (36, 120))
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "qa", "chat", "--corpus", str(CORPUS)],
        stdin=end,
        stdout=end,
        stderr=end,
        env=environment,
        start_new_session=True,
    ) as chat:
        os.close(end)
        shown = b""
        while PAINTED not in shown and time.perf_counter() - began < PATIENCE:
            shown += os.read(main, 1 << 16)
        took = time.perf_counter() - began
        chat.kill()
    os.close(main)
    if PAINTED not in shown:
        raise SystemExit("the chat did not paint its prompt")
    return took


def imported(environment: dict[str, str]) -> float:
    """Seconds that importing the library takes."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", LIBRARY], env=environment, check=True)
    return time.perf_counter() - began


def main() -> None:
    """Measures in turn, and prints the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TERM": "xterm-256color", "XDG_DATA_HOME": folder, "XDG_CACHE_HOME": folder}
        index = [sys.executable, "-P", "-m", "qa", "index", "rebuild", "--corpus", str(CORPUS)]
        subprocess.run(index, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        found: dict[str, list[float]] = {"import textual": [], "qa chat, first picture": []}
        for n in range(rounds + 1):
            for took, work in zip(found.values(), (imported, painted), strict=True):
                seconds = work(environment)
                if n:
                    took.append(seconds)
    print("| | median, s | least | most |\n| --- | --- | --- | --- |")
    for name, took in found.items():
        print(f"| {name} | {statistics.median(took):.3f} | {min(took):.3f} | {max(took):.3f} |")


if __name__ == "__main__":
    main()
