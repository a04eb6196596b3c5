"""What a question needs, opened in the order in which mistakes are cheapest to tell."""

from __future__ import annotations

from index.encoder import EncoderFiles, QuestionEncoder
from index.search import Index
from qa import indexing, models, streams
from qa.assistant import Assistant
from qa.generation import Generator
from qa.settings import Settings, read


def open_search(corpus: str | None, index: str | None) -> tuple[Index, QuestionEncoder]:
    """The index that the options mean, built first where there is none, and the encoder for questions."""
    files = models.encoder()
    return _opened(read(corpus=corpus, index=index), files), QuestionEncoder(files)


def open_assistant(corpus: str | None, index: str | None, model: str | None) -> Assistant:
    """The assistant that the options mean. A wrong model is told before an index is built for it."""
    settings = read(corpus=corpus, index=index, model=model)
    generator = models.generator(settings.model)
    files = models.encoder()

    def load() -> Generator:
        from qa.generation import LlamaGenerator

        return LlamaGenerator(generator.path, generator.name)

    return Assistant(_opened(settings, files), QuestionEncoder(files), load, generator_name=generator.name)


def _opened(settings: Settings, files: EncoderFiles) -> Index:
    """The index, with a word on what changed in the corpus since it was made."""
    opened = indexing.open_index(settings, files, confirm=streams.ask if streams.can_ask() else None)
    if notice := indexing.change_notice(opened.freshness, settings):
        streams.say(notice)
    return opened
