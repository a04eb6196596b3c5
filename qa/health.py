"""What this install has to work with, and what is wrong with it: one check for each thing, with the way to mend it."""

from __future__ import annotations

import platform
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from corpus.article import Article
from corpus.errors import CorpusQAError, NoArticlesError
from corpus.folder import articles
from corpus.readers import READERS
from index import encoder_check
from index.encoder import EncoderFiles
from index.errors import WeightsMissingError
from index.processors import usable_processors
from index.recipe import recipe_of
from index.search import Index
from qa import __version__, generation, locations, models, prompts, requantised, tuning
from qa.errors import ModelError, SettingsError
from qa.examined import examined, taken
from qa.generation import Generator, idle_threads
from qa.indexing import change_notice, counted, refuse_other_corpus
from qa.report_exam import copy_row, copy_told, verdict
from qa.settings import BUNDLED, Settings, refuse_nowhere
from qa.shell import command_told, rebuild_command, shell_word
from qa.verification import verification

LIBRARIES = "numpy faiss-cpu llama-cpp-python sentence-transformers torch tokenizers textual typer".split()
DIGITS = 12  # of a digest that people are shown
NAMED = 3  # files that cannot be read
WRITTEN = 32  # tokens, when the speed is measured
# About what a question's prompt is long
MEASURED = (
    "How many boats did the storm sink?",
    ["The storm sank 41 boats in Tarfaya harbour, and fishermen said that the warning had come too late."] * 6,
)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    found: str
    """What it is, in a line; empty where it cannot be told."""
    fix: str | None = None
    """What to do about it; None where all is well."""
    values: dict[str, Any] = field(default_factory=dict)
    """The same for programs."""

    def to_dict(self) -> dict[str, Any]:
        """As `qa doctor --json` has it."""
        return {"name": self.name, "found": self.found, "fix": self.fix, **self.values}


def checks(read: Callable[[], Settings], *, measure: bool = False) -> Iterator[Check]:
    """Everything, each as soon as it is known; what needs a thing that is missing is left out.

    `measure` also loads the model that writes, for its speed.
    """
    yield _versions()
    yield _told("processor", _processor)
    yield _threads()
    try:
        settings = read()
    except SettingsError as error:
        yield Check("settings", "", str(error))
        return
    yield (corpus := _told("corpus", lambda: _corpus(settings)))
    encoder: list[EncoderFiles] = []  # none where there is no telling which
    yield _told("encoder", lambda: _encoder(settings, encoder))
    if corpus.found:
        yield _told("index", lambda: _index(settings, next(iter(encoder), None), readable=not corpus.fix))
    yield (generator := _told("generator", lambda: _generator(settings)))
    if generator.found:
        yield _told("exam", lambda: _exam(settings))
    if measure and generator.values:
        yield _told("speed", lambda: _speed(settings))
    yield _told("conversations", _conversations)


def _told(name: str, look: Callable[[], Check]) -> Check:
    """A check; where it cannot be made, its error, which says what to do."""
    try:
        return look()
    except CorpusQAError as error:
        return Check(name, "", str(error))
    except OSError as error:  # a name that is too long, a folder that may not be entered
        return Check(name, "", f"{error.filename} cannot be looked at: {error.strerror}")


def _versions() -> Check:
    from importlib import metadata

    found: dict[str, str | None] = {}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = None
    here = f"corpus-qa {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    told = ", ".join([here, *(f"{name} {version}" for name, version in found.items() if version)])
    missing = [name for name, version in found.items() if not version]
    fix = f"{', '.join(missing)} not installed: install corpus-qa again" if missing else None
    values = {"version": __version__, "python": platform.python_version(), "platform": sys.platform}
    return Check("versions", told, fix, {**values, "libraries": found})


def _processor() -> Check:
    """The instructions that llama.cpp was built for and finds."""
    # "CPU : SSE3 = 1 | AVX = 1 | ..."
    present = re.findall(r"(\w+) = 1\b", _llama())
    return Check("processor", f"{platform.machine()}: {' '.join(present)}", values={"features": present})


def _llama() -> str:
    """What llama.cpp says of this machine. Raises ModelError where it cannot be loaded."""
    try:
        import llama_cpp

        return str(llama_cpp.llama_print_system_info(), "utf-8", "replace")
    except (ImportError, OSError, RuntimeError) as error:  # how its shared library says that it is of another machine
        raise ModelError(f"llama.cpp cannot be loaded ({error}): install llama-cpp-python again") from error


def _threads() -> Check:
    usable, idle = usable_processors(), idle_threads()
    told = f"{idle} of {counted(usable, 'processor')}, as many as are idle now"
    return Check("threads", told, values={"usable": usable, "used": idle})


def _corpus(settings: Settings) -> Check:
    refuse_nowhere(settings)
    told, values = str(settings.corpus), {"folder": str(settings.corpus)}
    if not settings.corpus.is_dir():
        return Check("corpus", told, "the folder is gone: bring it back, or name another with --corpus", values)
    try:
        _refuse_unreadable(settings)
    except NoArticlesError as error:
        if not settings.index_folder.exists():
            raise  # no index could be built, so nothing is said of it
        return Check("corpus", told, str(error), values)
    return Check("corpus", told, values=values)


def _refuse_unreadable(settings: Settings) -> None:
    """Raises NoArticlesError where nothing is there to index. Reads up to the first article."""
    skipped = []
    for entry in articles(settings.corpus, max_bytes=settings.max_bytes):
        if isinstance(entry, Article):
            return
        skipped.append(f"{entry.source}: {entry.reason}")
    more = f"; and {len(skipped) - NAMED} more" if len(skipped) > NAMED else ""
    raise NoArticlesError(
        f"no article in {settings.corpus} can be read ({'; '.join(skipped[:NAMED])}{more}): put articles in "
        f"{' or '.join(READERS)} files there, or name another folder"
    )


def _encoder(settings: Settings, found: list[EncoderFiles]) -> Check:
    """What the encoder is, which is added to `found`, and whether its files can be loaded."""
    files = models.encoder_of(settings)
    found.append(files)
    encoder_check.check(files)
    told = f"{files.name} (SHA-256 {files.sha256[:DIGITS]}…), {files.folder}"
    return Check("encoder", told, values={"model": files.name, "sha256": files.sha256, "folder": str(files.folder)})


def _index(settings: Settings, files: EncoderFiles | None, *, readable: bool) -> Check:
    """Opened as a question would open it, and every byte compared with its digest.

    What changed is told where the articles are `readable`: else no rebuild would help.
    """
    refuse_nowhere(settings)
    with command_told(settings):
        recipe = recipe_of(files) if files else None
        index = Index.open(settings.index_folder, recipe=recipe, max_bytes=settings.max_bytes)
    refuse_other_corpus(index, settings)
    manifest = index.manifest
    counts = f"{counted(manifest.articles, 'article')}, {counted(manifest.passages, 'passage')}"
    told = f"{counts}, made {_age(manifest.built)}, {settings.index_folder}"
    damaged = len(verification(settings).damaged)
    changes = index.freshness.changes if readable and not damaged else None
    fix = None
    if damaged:
        fix = f"{counted(damaged, 'file')} damaged: run {rebuild_command(settings)} --full"
    elif changes:
        fix = change_notice(index.freshness, settings)
    values = {
        "folder": str(settings.index_folder),
        "generation": manifest.generation,
        "built": manifest.built,
        "articles": manifest.articles,
        "passages": manifest.passages,
        "damaged": damaged,
        "changed": changes,
    }
    return Check("index", told, fix, values)


def _age(built: str) -> str:
    """`today`, `3 days ago`."""
    try:
        days = (datetime.now(UTC) - datetime.fromisoformat(built)).days
    except ValueError:
        return built
    return f"{counted(days, 'day')} ago" if days > 0 else "today"


def _generator(settings: Settings) -> Check:
    exam = examined(models.GENERATOR.sha256) if settings.model == BUNDLED else None
    try:
        file = models.generator(settings.model)
    except WeightsMissingError:
        if exam and not exam.writes:
            return Check("generator", f"{models.GENERATOR.name} is not usable here, and not needed")
        raise
    _llama()
    kind = generation.check(file.path)
    size = file.path.stat().st_size
    weights = f"weights {kind}, {size / 1e6:,.0f} MB, flash attention where it can be had"
    told = f"{file.name} (SHA-256 {file.digest[:DIGITS]}…), {weights}, {file.path}"
    values = {"model": file.name, "sha256": file.digest, "weights": kind, "bytes": size, "file": str(file.path)}
    return _with_copy(Check("generator", told, values={**values, "copy": None}), file, settings)


def _with_copy(check: Check, file: models.GeneratorFile, settings: Settings) -> Check:
    """The same with what is known of a copy of the weights; every byte of one that is used is looked at."""
    known = taken().get(file.digest)
    if not (known and known.exam.writes):
        return check
    command = f"qa models check {shell_word(settings.model)}"
    if known.copy is None:
        untried = f"; {command} measures whether a copy as {requantised.KIND} is faster"
        return replace(check, found=f"{check.found}{untried if tuning.may_gain(file.path) else ''}")
    values = {**check.values, "copy": copy_row(file.digest, known.copy)}
    if known.copy.sha256 and not requantised.whole(file.digest, known.copy, every_byte=True):
        fix = f"its faster copy {requantised.path_of(file.digest)} is missing or damaged and not used: run {command}"
        return replace(check, fix=fix, values=values)
    return replace(check, found=f"{check.found}. {copy_told(file.digest, known.copy)}", values=values)


def _exam(settings: Settings) -> Check:
    digest = models.GENERATOR.sha256 if settings.model == BUNDLED else models.generator(settings.model).digest
    exam = examined(digest)
    if exam is None:
        command = f"qa models check {shell_word(settings.model)}"
        return Check("exam", "not taken yet", f"run {command}, or the first question will wait for it")
    return Check("exam", verdict(exam), values={**exam.to_dict(), "writes": exam.writes})


def _conversations() -> Check:
    from qa.conversations import Conversations

    folder = locations.conversations()
    kept, problems = Conversations(folder).all()
    check = Check(
        "conversations",
        f"{counted(len(kept), 'conversation')}, {folder}",
        values={"folder": str(folder), "kept": len(kept), "problems": problems},
    )
    return replace(check, fix="; ".join(problems)) if problems else check


def _speed(settings: Settings) -> Check:
    """How fast the model reads and writes: one prompt, one short draft."""
    file = models.generator(settings.model)
    generator: Generator = generation.LlamaGenerator(tuning.weights_of(file), file.name)
    messages = prompts.draft(*MEASURED)
    length = generator.count(messages)
    began, first = time.monotonic(), None
    try:
        for _ in generator.write(messages, WRITTEN, threading.Event()):
            first = first or time.monotonic()
    finally:
        generator.close()
    read = length / ((first or time.monotonic()) - began)
    written = generator.tokens_per_second
    wrote = f", writes at {written:,.0f} a second" if written else ""
    values = {"read_per_second": round(read, 1), "written_per_second": written and round(written, 1)}
    return Check("speed", f"reads {length} tokens at {read:,.0f} a second{wrote}", values=values)
