"""Sets up the virtual environment: every version from constraints.txt, llama.cpp compiled once and without its tools.

usage: python3 .ci/install.py VENV EXTRA[,EXTRA...]

Does nothing when the environment already holds what pyproject.toml, constraints.txt and the extras ask for. What pip
says goes to VENV/install.log; the terminal sees one line a step, and the progress of the long compile.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import time
import venv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
LEAN_FILE = ROOT / ".ci" / "llama-lean.cmake"
# Only the library is wanted: no server, no tools, no vision. The last option lets a file of ours shadow a variable
# that the Python package forces on, which halves the time of the compile.
LEAN = " ".join(
    [
        "-DLLAVA_BUILD=OFF",
        "-DLLAMA_BUILD_TESTS=OFF",
        "-DLLAMA_BUILD_TOOLS=OFF",
        "-DLLAMA_BUILD_EXAMPLES=OFF",
        "-DLLAMA_BUILD_SERVER=OFF",
        *([f"-DCMAKE_PROJECT_llama.cpp_INCLUDE={LEAN_FILE}"] if " " not in str(LEAN_FILE) else []),
    ]
)
COMPILED = re.compile(r"\[\s*(\d+)(?:/(\d+)|%)\]")
HELP = "what to do about a failed compile stands in README.md under 'If the compile fails'"


def main() -> int:
    """Installs, or says in one line what failed."""
    folder, wanted = Path(sys.argv[1]).absolute(), set(sys.argv[2].split(","))
    stamp = folder / "installed.json"
    state = fingerprint()
    before = installed(stamp, state)
    if wanted <= before:
        return 0
    extras = ",".join(sorted(wanted | before))
    started = time.monotonic()
    if sys.version_info < (3, 11):
        return fail(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}")
    python = folder / "bin" / "python"
    if not python.exists():
        say(f"Making the virtual environment {folder.name}")
        venv.create(folder, with_pip=True)
    stamp.unlink(missing_ok=True)
    log = folder / "install.log"
    log.write_text("")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--constraint", str(CONSTRAINTS)]
    say("llama.cpp: installing (the first time it is compiled, which takes some minutes)")
    # -v shows the compiler's progress; a wheel that pip kept from an earlier compile is used again
    if not install([*pip, "-v", pinned("llama-cpp-python")], log, compiling=True):
        return fail(f"llama.cpp could not be installed: {tail(log)}; {HELP}")
    say(f"corpus-qa with {extras}: installing (PyTorch is the largest part)")
    if not install([*pip, "--editable", f"{ROOT}[{extras}]"], log, compiling=False):
        return fail(f"installing failed: {tail(log)}; all of it stands in {log}")
    stamp.write_text(json.dumps({"state": state, "extras": sorted(wanted | before)}))
    say(f"Installed into {folder.name} in {time.monotonic() - started:.0f} s")
    return 0


def fingerprint() -> str:
    """Changes when the environment has to."""
    content = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    return hashlib.sha256(content + f"{sys.version} {ROOT}".encode()).hexdigest()


def installed(stamp: Path, state: str) -> set[str]:
    """The extras that an earlier run installed from the same files; none where it did not finish."""
    try:
        known = json.loads(stamp.read_text())
        return set(known["extras"]) if known["state"] == state else set()
    except (OSError, ValueError, KeyError):
        return set()


def pinned(name: str) -> str:
    """The requirement of a package as the constraints pin it."""
    lines = CONSTRAINTS.read_text().splitlines()
    return next((line for line in lines if line.startswith(f"{name}==")), name)


def install(command: list[str], log: Path, *, compiling: bool) -> bool:
    """Runs pip with its words in the log; True where it succeeded."""
    environment = {**os.environ}
    if compiling:
        environment["CMAKE_ARGS"] = f"{LEAN} {os.environ.get('CMAKE_ARGS', '')}".strip()
    with log.open("a") as out:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, errors="replace"
        )
        assert process.stdout is not None
        for line in progress(process.stdout, out):
            say(line)
    return process.wait() == 0


def progress(lines: Iterable[str], out: TextIO) -> Iterator[str]:
    """Copies pip's lines to the log; yields a line each tenth of the compile."""
    told = -1
    started = time.monotonic()
    for line in lines:
        out.write(line)
        if found := COMPILED.search(line[:40]):
            done = int(found[1]) / int(found[2]) if found[2] else int(found[1]) / 100
            if int(done * 10) > told:
                told = int(done * 10)
                yield f"  llama.cpp: {done:4.0%} compiled after {time.monotonic() - started:.0f} s"


def tail(log: Path) -> str:
    """pip's last complaint."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["pip said nothing"])[-1][:200]


def say(text: str) -> None:
    """A line for the person at the terminal."""
    print(text, file=sys.stderr, flush=True)


def fail(text: str) -> int:
    """The last line of a failed run."""
    say(f"install: {text}")
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(fail("stopped; run it again to go on"))
