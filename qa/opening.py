"""What a question needs, opened in the order in which mistakes are cheapest to tell."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from corpus.printable import printable
from index.encoder import EncoderFiles, QuestionEncoder
from index.filters import Filter, Filtered
from index.search import Index
from qa import indexing, models, streams
from qa.assistant import Assistant
from qa.exam import Exam, result
from qa.examined import examined, expected_seconds, take
from qa.generation import Generator
from qa.progress import duration
from qa.settings import BUNDLED, Settings, read


def open_search(
    corpus: str | None, index: str | None, only: Filter | None = None, encoder: str | None = None
) -> tuple[Index, QuestionEncoder]:
    """The index that the options mean, built first where there is none, and the encoder for questions."""
    settings = read(corpus=corpus, index=index, encoder=encoder)
    files = models.encoder_of(settings)
    opened = _opened(settings, files)
    if only:
        _tell(Filtered.of(only, opened.records()), opened.manifest.articles)
    return opened, QuestionEncoder(files)


def open_assistant(
    corpus: str | None,
    index: str | None,
    model: str | None,
    only: Filter | None = None,
    encoder: str | None = None,
    *,
    no_model: bool = False,
) -> Assistant:
    """The assistant that the options mean. A wrong model is told before an index is built for it.

    With `no_model` it answers by quotation alone, and the generator's file need not exist. So it does where the exam
    says that the model does not write, which is told where this very run names the model; one that was never examined
    is examined now.
    """
    settings = read(corpus=corpus, index=index, model=model, encoder=encoder)
    named = model is not None
    generator = None if no_model else _candidate(settings.model, named=named)
    files = models.encoder_of(settings)
    opened = _opened(settings, files)
    writer = _writer(generator, named=named) if generator else None
    assistant = Assistant(
        opened,
        QuestionEncoder(files),
        writer,
        generator_name=generator.name if generator and writer else None,
        filter=only,
    )
    if filtered := assistant.coverage().filtered:
        _tell(filtered, opened.manifest.articles)
    return assistant


def _candidate(model: str, *, named: bool) -> models.GeneratorFile | None:
    """The model's file; None for the bundled one where it is known not to write, and then it need not be there."""
    exam = examined(models.GENERATOR.sha256) if model == BUNDLED else None
    if exam and not exam.writes:
        _tell_unused(models.GENERATOR.name, exam, named=named)
        return None
    return models.generator(model)


def _writer(file: models.GeneratorFile, *, named: bool) -> Callable[[], Generator] | None:
    """What loads the model; None where it does not write. Examines it where it never was."""
    exam = examined(file.digest)
    if exam:
        load: Callable[[], Generator] = partial(_loaded, file)
    else:
        generator = _loaded(file)
        streams.say(f"{file.name} was not examined yet: that takes about {duration(expected_seconds(file))}, once.")
        exam = result(take(file, generator))
        if not exam.writes:
            generator.close()
        load = partial(_same, generator)
    if exam.writes:
        return load
    _tell_unused(file.name, exam, named=named)
    return None


def _same(generator: Generator) -> Generator:
    return generator


def _tell_unused(name: str, exam: Exam, *, named: bool) -> None:
    """One line, where this run asked for the model by name and not only the settings."""
    if named:
        streams.say(
            f"{name} does not write well enough to be used (right {exam.right} of {exam.items}, wrong {exam.wrong}): "
            "answers are quotations; see qa models check"
        )


def _loaded(file: models.GeneratorFile) -> Generator:
    from qa.generation import LlamaGenerator

    return LlamaGenerator(file.path, file.name)


def _opened(settings: Settings, files: EncoderFiles) -> Index:
    """The index, with a word on what changed in the corpus since it was made."""
    opened = indexing.open_index(settings, files, confirm=streams.ask if streams.can_ask() else None)
    if notice := indexing.change_notice(opened.freshness, settings):
        streams.say(notice)
    return opened


def _tell(filtered: Filtered, articles: int) -> None:
    if notice := filter_notice(filtered, articles):
        streams.say(notice)


def filter_notice(filtered: Filtered, articles: int) -> str | None:
    """What a filter left out that nobody may expect, in one line; None where it just did what it says."""
    told = printable(filtered.filter.told, newlines=False)
    dateless = f"{indexing.counted(filtered.undated, 'article')} without a date"
    if not filtered.articles:
        aside = f" ({dateless} left out)" if filtered.undated else ""
        return f"None of {indexing.counted(articles, 'article')} passes the filter: {told}{aside}. Widen it."
    return f"{dateless} left out by the filter: {told}." if filtered.undated else None
