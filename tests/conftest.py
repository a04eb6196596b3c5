"""What tests of more than one room share. Nothing of the user's is read or written by any test."""

import io
import json
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sentences
from command import Command, Finished
from fakes import WRITES, QueuedGenerator, WordsEncoder
from hypothesis import settings as hypothesis_settings

from index import store
from index.manifest import sealed
from index.rebuild import RebuildEvent
from qa import cli, indexing, locations, models
from qa.evidence import Evidence
from qa.settings import Settings
from qa.shell import command_told

# Time is measured elsewhere; a busy core fails no property
hypothesis_settings.register_profile("any machine", deadline=None)
hypothesis_settings.load_profile("any machine")


def pytest_configure() -> None:
    """Lets Ctrl-C reach what the tests begin: a shell's background job ignores it, and so would its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data, cache and configuration of all tests that need none of their own."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session", autouse=True)
def _elsewhere(home: Path) -> Iterator[None]:
    """Puts the user's folders and settings out of reach."""
    import os

    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith("QA_")] + ["NO_COLOR", "COLUMNS", "FORCE_COLOR"]:
            patch.delenv(name, raising=False)
        for kind in ("DATA", "CACHE", "CONFIG"):
            patch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
        patch.setenv("TERM", "xterm-256color")
        yield


@pytest.fixture(scope="session")
def command(home: Path) -> Command:
    """`qa` as a process of its own."""
    return Command(home)


@dataclass(frozen=True)
class Sample:
    """A copy of the sample articles, indexed with the real encoder."""

    corpus: Path
    index: Path
    built: Finished
    """How the rebuild ended."""

    def copy(self, folder: Path) -> "Sample":
        """The same articles and index in another folder, to be changed there."""
        corpus, index = folder / "articles", folder / "index"
        shutil.copytree(self.corpus, corpus)
        shutil.copytree(self.index, index)
        manifest = index / store.MANIFEST
        value = json.loads(manifest.read_text())
        manifest.write_text(sealed({**value, "corpus": str(corpus)}))
        return Sample(corpus, index, self.built)


@pytest.fixture(scope="session")
def sample(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Built once a session, which takes 20 s."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(locations.sample(), folder / "articles")
    built = command("index", "rebuild", "--corpus", folder / "articles", "--index", folder / "index")
    assert built.status == 0, built.err
    return Sample(folder / "articles", folder / "index", built)


ARTICLES = {
    "harbour.txt": (
        "Storm at the harbour\n\n12 March 2021\n\n"
        "The storm sank 41 boats in Tarfaya harbour. Fishermen said the warning came too late. "
        "Mayor Lamia Bensouda opened a fund for the crews.\n"
    ),
    "school.txt": (
        "A school without a roof\n\nThe school in Zagora has taught outdoors since its roof fell in. "
        "Director Omar Idrissi counts 212 pupils. Nobody knows who will pay for a new roof.\n"
    ),
    "olives.md": "# Olive prices\n\nOlive oil rose to 110 dirhams a litre in Meknes. Pickers earn 90 dirhams a day.\n",
}
QUESTION = "How many boats did the storm sink in Tarfaya harbour?"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three small articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def generator() -> QueuedGenerator:
    """The generator of `qa`."""
    return QueuedGenerator()


def _events_here(settings: Settings) -> Iterator[RebuildEvent]:
    """The events of a first build within this process, where the encoder is made up."""
    with command_told(settings):
        yield from indexing.run(settings, models.encoder_of(settings))


Qa = Callable[..., Finished]


@pytest.fixture
def qa(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, generator: QueuedGenerator
) -> Qa:
    """The command line within this process, with an encoder and a generator that are made up: takes no time."""
    monkeypatch.setattr("index.intake.PassageEncoder", WordsEncoder)
    monkeypatch.setattr("qa.opening.QuestionEncoder", WordsEncoder)
    monkeypatch.setattr("qa.first_build.events_apart", _events_here)
    monkeypatch.setattr("qa.generation.LlamaGenerator", lambda path, name: generator)
    monkeypatch.setattr("qa.writers.examined", lambda digest: WRITES)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def run(*args: str | Path, stdin: str | bytes = b"") -> Finished:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["qa", *map(str, args)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
            capsys.readouterr()
            status = cli.run()
        return Finished(status, *capsys.readouterr())

    return run


@pytest.fixture
def indexed(qa: Qa, corpus: Path) -> Path:
    """The three articles, with an index of them in its usual place."""
    done = qa("index", "rebuild", "--corpus", corpus)
    assert done.status == 0, done.err
    return corpus


@pytest.fixture
def evidence_of() -> Callable[..., Evidence]:
    """Makes sentences with features (see `sentences`)."""
    return sentences.evidence
