"""The command `qa` as a process of its own, cut off from the network and from the user's folders."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Loaded by Python itself before anything else. Whoever tries to connect fails, and is written down: a library may
# swallow the failure. An interrupt is sent at the moment when a module is about to be imported.
SITECUSTOMIZE = """
    import os, signal, socket, sys

    def refuse(*args, **options):
        with open(os.environ["TEST_CONNECTIONS"], "a") as log:
            log.write(f"{args[-1]!r}\\n")
        raise OSError("there is no network in tests")

    socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse

    class Interrupt:
        def find_spec(self, name, path=None, target=None):
            if name == os.environ["TEST_INTERRUPT_AT"]:
                os.kill(os.getpid(), signal.SIGINT)

    if "TEST_INTERRUPT_AT" in os.environ:
        sys.meta_path.insert(0, Interrupt())

    exec(os.environ.get("TEST_BEFORE", ""))
"""

# For TEST_BEFORE: an encoder and a generator that are made up, the latter as one that writes, in a process of its own
FAKES = """
import fakes, index.intake, qa.generation, qa.opening, qa.writers
index.intake.PassageEncoder = qa.opening.QuestionEncoder = fakes.WordsEncoder
qa.generation.LlamaGenerator = lambda path, name: fakes.QueuedGenerator()
qa.writers.examined = lambda digest: fakes.WRITES
"""


@dataclass(frozen=True)
class Finished:
    """What a run of the command left."""

    status: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on standard error. Fails where there are more, or a traceback."""
        assert self.err.count("\n") == 1, self.err
        assert self.err.startswith("qa: "), self.err
        return self.err.removeprefix("qa: ").rstrip("\n")


class Command:
    """Runs `python -m qa` with folders below `home`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._connections = home / "connections"
        site = home / "site"
        site.mkdir(parents=True)
        (site / "sitecustomize.py").write_text(textwrap.dedent(SITECUSTOMIZE))
        outside = ("QA_", "PYTHON", "TERM", "NO_COLOR", "COLUMNS", "LINES", "LC_", "LANG")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(outside)},
            **{f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "CACHE", "CONFIG")},
            "LANG": "C.UTF-8",
            # the code that the tests stand beside, wherever another one is installed
            "PYTHONPATH": os.pathsep.join(map(str, (site, Path(__file__).parent, Path(__file__).parents[1]))),
            "PYTHONWARNINGS": "ignore",
            "TEST_CONNECTIONS": str(self._connections),
            "OMP_NUM_THREADS": "1",
        }

    def argv(self, *args: str | Path, python: Sequence[str] = ()) -> list[str]:
        return [sys.executable, *python, "-m", "qa", *map(str, args)]

    def __call__(
        self,
        *args: str | Path,
        stdin: str | bytes = b"",
        env: Mapping[str, str] | None = None,
        python: Sequence[str] = (),
        timeout: float = 200,
        **options: Any,
    ) -> Finished:
        """Runs it to its end. Fails where it tried to reach the network."""
        done = subprocess.run(
            self.argv(*args, python=python),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            env={**self.environment, **(env or {})},
            cwd=self.home,
            timeout=timeout,
            check=False,
            **options,
        )
        self.check_offline()
        return Finished(done.returncode, _text(done.stdout), _text(done.stderr))

    def start(
        self, *args: str | Path, env: Mapping[str, str] | None = None, **options: Any
    ) -> "subprocess.Popen[bytes]":
        """Starts it and comes back at once."""
        return subprocess.Popen(
            self.argv(*args), env={**self.environment, **(env or {})}, cwd=self.home, **options
        )  # fmt: skip

    def on_terminal(
        self, *args: str | Path, columns: int = 80, typed: bytes = b"", env: Mapping[str, str] | None = None
    ) -> Finished:
        """Runs it at a terminal of its own, on which something is typed ahead; all that the terminal shows is `out`."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        os.write(master, typed)
        with self.start(
            *args, env={"TERM": "xterm-256color", **(env or {})}, stdin=slave, stdout=slave, stderr=slave
        ) as process:
            os.close(slave)
            shown = b"".join(iter(lambda: _read(master), b""))
        os.close(master)
        self.check_offline()
        return Finished(process.returncode, _text(shown).replace("\r\n", "\n"), "")

    def shell(self, script: str, *, env: Mapping[str, str] | None = None, timeout: float = 200) -> Finished:
        """Runs a script of bash in which `qa` is this command."""
        quoted = " ".join(f"'{word}'" for word in self.argv())
        done = subprocess.run(
            ["bash", "-c", f'qa() {{ {quoted} "$@"; }}\n{script}'],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**self.environment, **(env or {})},
            cwd=self.home,
            timeout=timeout,
            check=False,
        )
        self.check_offline()
        return Finished(done.returncode, _text(done.stdout), _text(done.stderr))

    def imported(self, *args: str | Path, stdin: str = "") -> set[str]:
        """The modules that a run imports."""
        done = self(*args, stdin=stdin, python=["-X", "importtime"])
        assert done.status in {0, 3}, done.err
        return {line.rpartition("|")[2].strip() for line in done.err.splitlines() if line.startswith("import time:")}

    def check_offline(self) -> None:
        tried = self._connections.read_text() if self._connections.exists() else ""
        assert not tried, f"it tried to connect: {tried}"


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 10_000)
    except OSError:  # how Linux says that nobody has it open any more
        return b""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def packages(modules: Iterable[str]) -> set[str]:
    """The top-level names of some modules."""
    return {name.partition(".")[0] for name in modules}
