"""What a question needs, opened in the order in which mistakes are cheapest to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.printable import printable
from index.encoder import EncoderFiles, QuestionEncoder
from index.filters import Filter, Filtered
from index.search import Index
from qa import indexing, models, streams
from qa.settings import Settings, read

if TYPE_CHECKING:
    from qa.assistant import Assistant


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
    from qa import writers  # with all that answering takes, which a search need not wait for
    from qa.assistant import Assistant

    settings = read(corpus=corpus, index=index, model=model, encoder=encoder)
    named = model is not None
    file = None if no_model else writers.candidate(settings.model, named=named, tell=streams.say)
    files = models.encoder_of(settings)
    opened = _opened(settings, files)
    writer = writers.examined_writer(file, named=named, tell=streams.say) if file else None
    assistant = Assistant(
        opened,
        QuestionEncoder(files),
        writer.load if writer else None,
        generator_name=writer.name if writer else None,
        only=only,
    )
    if filtered := assistant.coverage().filtered:
        _tell(filtered, opened.manifest.articles)
    return assistant


def question_encoder(files: EncoderFiles) -> QuestionEncoder:
    """What embeds questions."""
    return QuestionEncoder(files)


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
