"""The model that drafts, where its exam says that it writes."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from index.errors import StoppedError
from qa import models
from qa.exam import Exam, result
from qa.examined import examined, take
from qa.progress import duration
from qa.settings import BUNDLED, Settings
from qa.tuning import expected_seconds, tuned, weights_of

if TYPE_CHECKING:
    from qa.generation import Generator
    from qa.requantised import Copy


READ_AHEAD = 1_000_000_000  # bytes; of a larger file the rest is read when it is needed


class Writer:
    """A model whose drafts are used, loaded when the first one is needed."""

    def __init__(self, file: models.GeneratorFile) -> None:
        self.name = file.name
        self._file = file
        self._generator: Generator | None = None

    def read_ahead(self) -> None:
        """Has the system read the weights into its cache while the search runs; nothing is loaded, nothing waits."""
        if sys.platform != "darwin":  # which has no such call
            with contextlib.suppress(OSError), weights_of(self._file).open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, READ_AHEAD, os.POSIX_FADV_WILLNEED)

    def load(self) -> Generator:
        """The model, always the same one. Raises ModelError."""
        if self._generator is None:
            self._generator = _loaded(self._file)
        return self._generator

    @property
    def tokens_per_second(self) -> float | None:
        """Of its last draft."""
        return self._generator.tokens_per_second if self._generator else None

    def close(self) -> None:
        """Gives the model's memory back."""
        if self._generator:
            self._generator.close()
        self._generator = None


def writer(settings: Settings, *, named: bool, no_model: bool, tell: Callable[[str], None]) -> Writer | None:
    """The model that drafts; None where answers are quotations. One that was never examined is examined now.

    `named` says that this very run names the model: then it is told why it is not used. Raises ModelError and
    WeightsMissingError.
    """
    file = None if no_model else candidate(settings.model, named=named, tell=tell)
    return examined_writer(file, named=named, tell=tell) if file else None


def candidate(model: str, *, named: bool, tell: Callable[[str], None]) -> models.GeneratorFile | None:
    """The model's file; None for the bundled one where it is known not to write, and then it need not be there."""
    exam = examined(models.GENERATOR.sha256) if model == BUNDLED else None
    if exam and not exam.writes:
        _tell_unused(models.GENERATOR.name, exam, named=named, tell=tell)
        return None
    return models.generator(model)


def known_writer(
    model: str, *, named: bool, tell: Callable[[str], None]
) -> tuple[Writer | None, models.GeneratorFile | None]:
    """The same where nothing may take long; a model that was never examined comes second, for `examined_writer`."""
    file = candidate(model, named=named, tell=tell)
    if file and not examined(file.digest):
        tell(f"{_unexamined(file)}; until then answers are quotations.")
        return None, file
    return (examined_writer(file, named=named, tell=tell) if file else None), None


def examined_writer(
    file: models.GeneratorFile, *, named: bool, tell: Callable[[str], None], stop: threading.Event | None = None
) -> Writer | None:
    """The model, if its exam says that it writes. Raises StoppedError when the event is set."""
    exam = examined(file.digest)
    writer = Writer(file)
    if not exam:
        generator = writer.load()
        if stop is None:
            tell(f"{_unexamined(file)}, once.")
        try:
            exam = result(take(file, generator, stop))
            writer.close()  # what is faster is loaded by the first draft
            _tell_kept(file, tuned(file, exam, stop), tell)
        except StoppedError:
            writer.close()
            raise
    if exam.writes:
        writer.read_ahead()
        return writer
    writer.close()
    _tell_unused(file.name, exam, named=named, tell=tell)
    return None


def _unexamined(file: models.GeneratorFile) -> str:
    return f"{file.name} was not examined yet: that takes about {duration(expected_seconds(file))}"


def _tell_kept(file: models.GeneratorFile, copy: Copy | None, tell: Callable[[str], None]) -> None:
    """One line on what takes room on the disk from now on."""
    from qa.report_exam import copy_told

    if copy and copy.sha256:
        tell(f"{copy_told(file.digest, copy)}.")


def _tell_unused(name: str, exam: Exam, *, named: bool, tell: Callable[[str], None]) -> None:
    """One line, where this run asked for the model by name and not only the settings."""
    if named:
        tell(
            f"{name} does not write well enough to be used (right {exam.right} of {exam.items}, wrong {exam.wrong}): "
            "answers are quotations; see qa models check"
        )


def _loaded(file: models.GeneratorFile) -> Generator:
    from qa.generation import LlamaGenerator

    return LlamaGenerator(weights_of(file), file.name)
