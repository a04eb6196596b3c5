"""The chat in a real terminal, with the real models on the sample articles."""

import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from command import Command
from conftest import Sample

TMUX = shutil.which("tmux")
pytestmark = pytest.mark.skipif(TMUX is None, reason="there is no tmux on this machine")

# The bundled model fails its exam, so nothing would be there to be stopped: here it drafts all the same.
DRAFTS = "import fakes, qa.writers; qa.writers.examined = lambda digest: fakes.WRITES"
WAIT = 60  # seconds for what takes one, on a machine with other things to do
QUESTION = "How many cells has Morocco dismantled since 2002?"
OTHERS = (
    "Who founded the Association Le Rabot?",
    "What was found in Tangier?",
    "What do the mentors get a month?",
    "When did the club begin its scheme?",
)


class Tmux:
    """A terminal of 120 by 36 with a shell in it."""

    def __init__(self, folder: Path) -> None:
        self._argv = [str(TMUX), "-S", str(folder / "tmux"), "-f", "/dev/null"]
        self("new-session", "-d", "-x", "120", "-y", "36", "env -u COLUMNS -u LINES PS1='$ ' sh")

    def __call__(self, *args: str) -> str:
        return subprocess.run([*self._argv, *args], capture_output=True, check=True, text=True).stdout

    def type(self, text: str, *keys: str) -> None:
        """Text, and keys by their names."""
        self("send-keys", "-l", text)
        if keys:
            self.press(*keys)

    def press(self, *keys: str) -> None:
        """Keys by their names."""
        self("send-keys", *keys)

    @property
    def screen(self) -> str:
        """What stands in the terminal."""
        return self("capture-pane", "-p")

    def until(self, holds: str | Callable[[str], object]) -> str:
        """The screen, once something is so."""
        end = time.monotonic() + WAIT
        while True:
            screen = self.screen
            if holds in screen if isinstance(holds, str) else holds(screen):
                return screen
            assert time.monotonic() < end, f"{holds} did not come:\n{screen}"
            time.sleep(0.02)  # between two looks at another program


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    terminal = Tmux(tmp_path)
    yield terminal
    terminal("kill-server")


def shell_line(command: Command, args: Sequence[str | Path]) -> str:
    environment = {**command.environment, "TEST_BEFORE": DRAFTS, "TERM": "tmux-256color"}
    names = ("XDG_", "PYTHON", "LANG", "TEST_", "OMP_", "TERM")
    settings = [f"{name}={shlex.quote(value)}" for name, value in environment.items() if name.startswith(names)]
    return " ".join([*settings, *(shlex.quote(str(word)) for word in command.argv(*args))])


def test_ask_open_a_citation_stop_an_answer_quit_and_go_on(tmux: Tmux, command: Command, sample: Sample) -> None:
    line = shell_line(command, ["chat", "--corpus", sample.corpus, "--index", sample.index])
    script = tmux_script(sample.corpus.parent / "chat.sh", f"{line}\necho it ended with $?\n")

    tmux.type(f"sh {script}", "Enter")
    tmux.until("12 articles")
    tmux.type(QUESTION, "Enter")
    answered = tmux.until(lambda screen: "[1]" in screen and "Writing" not in screen and "Reading" not in screen)
    source = re.search(r"\[1\] (\S+):(\d+)", answered)
    assert source, answered

    tmux.press("Tab", "1")
    opened = tmux.until(lambda screen: "Editor" in screen and re.search(r"1 of \d", screen))
    assert source[1] in opened
    assert re.search(r"\x1b\[[\d;:]*4[;m]", tmux("capture-pane", "-p", "-e")), "nothing is underlined"
    tmux.press("C-z")
    tmux.until(lambda screen: screen.rstrip().endswith("$"))
    tmux.type("clear; fg", "Enter")
    tmux.until(lambda screen: "Editor" in screen and source[1] in screen)
    tmux.press("Escape", "Escape")  # followed by a letter at once it would be Alt and the letter
    tmux.until(lambda screen: "Copy it" not in screen)

    for question in OTHERS:  # one of them will be caught while it is written
        tmux.type(question, "Enter")
        tmux.until(lambda screen, question=question: f"> {question}" in screen)
        tmux.until(lambda screen: re.search(r"Writing …|Stopped|\[1\]|does not say", screen.rpartition("> ")[2]))
        tmux.press("Escape")
        stopped = tmux.until(lambda screen: re.search(r"Stopped|\[1\]|does not say", screen.rpartition("> ")[2]))
        if "Stopped" in stopped:
            break
    assert "Stopped" in stopped

    tmux.press("C-q")
    tmux.until("it ended with 0")
    command.check_offline()

    tmux.type(f"clear; sh {script}", "Enter")
    tmux.until("12 articles")
    tmux.press("C-o")
    tmux.until("How many cells has Morocco")
    tmux.press("Enter")
    again = tmux.until("Stopped.")
    assert f"> {question}" in again
    tmux.press("PageUp", "PageUp")
    tmux.until(f"> {QUESTION}")
    tmux.press("C-c")
    tmux.until("it ended with 130")


def tmux_script(path: Path, text: str) -> Path:
    path.write_text(text)
    return path
