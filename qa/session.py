"""What a chat works with: the index and the models, opened when they are first needed, and rebuilt beside it.

Nothing here is imported before it is used: a chat paints its screen first. Every method that opens, reads or asks
takes its time; all but the properties are meant for a thread beside the one that paints.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.article import LineIndex, Span
from corpus.errors import ArticleError, CorpusError, CorpusQAError
from index.errors import IndexDamagedError, IndexOutdatedError, NoIndexError
from index.filters import Filter
from qa.answer import Citation, Coverage, Models, PassageReference
from qa.errors import AnsweringError, ModelError
from qa.rebuild_lines import Step, rebuild_apart
from qa.settings import Settings
from qa.turns import Turn

if TYPE_CHECKING:
    from corpus.article import Article
    from index.encoder import QuestionEncoder
    from index.manifest import Manifest
    from index.search import Index
    from index.segment import ArticleRecord
    from qa.assistant import Assistant
    from qa.events import AnswerEvent, Found
    from qa.models import GeneratorFile
    from qa.writers import Writer

CLOSEST = 5  # passages that an answer's event is told with
FOUND = 20  # passages of a search


class NotOpenError(AnsweringError):
    """There is no index that could be asked."""


@dataclass(frozen=True)
class Opened:
    """What questions are asked of."""

    coverage: Coverage
    passages: int
    models: Models
    tokens_per_second: float | None = None
    """Of the model's last draft; None where there was none."""


@dataclass(frozen=True)
class Unbuilt:
    """There is no index that can be asked: building it is the first thing to do."""

    articles: int
    seconds: float | None
    """About how long building takes; None where nobody knows."""
    reason: str = ""
    """What is wrong with an index that is there; empty where there is none."""


@dataclass(frozen=True)
class ShownArticle:
    """An article's text to be read, as it was indexed or, where it has changed since, as it is now."""

    source: str
    text: str
    title: str
    date: str | None
    changed: bool
    path: Path
    lines: LineIndex


@dataclass(frozen=True)
class Passage:
    """A passage to be shown: where it stands and what it says."""

    source: str
    span: Span
    line: int
    text: str
    title: str
    score: float
    why: str = ""
    """What its score is made of."""
    also: tuple[str, ...] = ()
    """Sources in which the same text stands too."""
    matched: tuple[tuple[int, int], ...] = ()
    """Where in the text the words of the search stand."""


class Session:
    """One corpus, for as long as a chat lasts."""

    def __init__(
        self, settings: Settings, only: Filter | None = None, *, model_named: bool = False, no_model: bool = False
    ) -> None:
        self.settings = settings
        self.filter = only
        self._model_named, self._no_model = model_named, no_model
        self._unexamined: GeneratorFile | None = None
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._encoder: QuestionEncoder | None = None
        self._writer: Writer | None = None
        self._assistant: Assistant | None = None
        self._records: dict[str, ArticleRecord] = {}
        self._foreign: Manifest | None = None  # of an index that was made anew in another way
        self.notices: list[str] = []
        """What opening had to say, a line each."""

    @property
    def corpus(self) -> Path:
        """The folder of the articles."""
        return self.settings.corpus

    def open(self) -> Opened | Unbuilt:
        """Opens what there is; again after a rebuild. Raises what opening raises, but for a missing index."""
        from index.recipe import recipe_of
        from index.search import Index
        from qa import indexing, models, opening, writers
        from qa.shell import command_told

        files = models.encoder_of(self.settings)
        try:
            with command_told(self.settings):
                index = Index.open(
                    self.settings.index_folder, recipe=recipe_of(files), max_bytes=self.settings.max_bytes
                )
        except NoIndexError:
            return self._unbuilt()
        except (IndexOutdatedError, IndexDamagedError) as error:
            return self._unbuilt(str(error))
        indexing.refuse_other_corpus(index, self.settings)
        with self._lock:
            if self._encoder is None or index.manifest.recipe != self._index_recipe:
                self._encoder = opening.question_encoder(files)
            if self._writer is None and self._unexamined is None and not self._no_model:
                try:
                    self._writer, self._unexamined = writers.known_writer(
                        self.settings.model, named=self._model_named, tell=self.notices.append
                    )
                except CorpusQAError as error:
                    self._do_without_model(error)
            self._index = index
            self._records = {record.source: record for record in index.records()}
            self._assistant = self._asking(index, self.filter)
        return self.state()

    @property
    def to_examine(self) -> bool:
        """Whether there is a model that was never examined; until then answers are quotations."""
        return self._unexamined is not None

    def examine(self, stop: threading.Event) -> None:
        """Examines that model, which is used from then on if it writes. Raises ModelError, and StoppedError."""
        from qa import writers

        file = self._unexamined
        if file is None:
            return
        try:
            writer = writers.examined_writer(file, named=self._model_named, tell=self.notices.append, stop=stop)
        except ModelError as error:
            self._unexamined = None
            self._do_without_model(error)
            return
        with self._lock:
            self._writer, self._unexamined = writer, None
            self._ask_anew()

    def _ask_anew(self) -> None:
        """Of the index as it is by now, which another thread may have opened anew."""
        if self._index is not None:
            self._assistant = self._asking(self._index, self.filter)

    def _do_without_model(self, error: CorpusQAError) -> None:
        """A model that fails leaves the quotations."""
        self.notices.append(f"{error}. Answers are quotations until the next start.")
        self._no_model, self._writer = True, None

    @property
    def _index_recipe(self) -> object:
        return self._index.manifest.recipe if self._index else None

    def _unbuilt(self, reason: str = "") -> Unbuilt:
        from corpus.folder import scan
        from qa.estimate import estimate

        needed = estimate(self.settings)
        return Unbuilt(sum(1 for _ in scan(self.corpus)), needed.seconds if needed else None, reason)

    def _asking(self, index: Index, only: Filter | None) -> Assistant:
        from qa.assistant import Assistant

        assert self._encoder is not None
        writer = self._writer
        return Assistant(
            index,
            self._encoder,
            writer.load if writer else None,
            generator_name=writer.name if writer else None,
            only=only,
        )

    def _opened(self) -> tuple[Index, Assistant]:
        if self._index is None or self._assistant is None:
            raise NotOpenError("there is no index to ask yet: build it first")
        return self._index, self._assistant

    def state(self) -> Opened:
        """What questions are asked of, and what changed since. Looks through the folder."""
        index, assistant = self._opened()
        speed = self._writer.tokens_per_second if self._writer else None
        return Opened(assistant.coverage(), index.manifest.passages, assistant.models, speed)

    def status_lines(self) -> list[str]:
        """What there is to say of the index, as `qa index status` does. Raises what opening raises."""
        from qa.page import Page
        from qa.status import status_lines, status_of

        return status_lines(status_of(self.settings), Page())

    def look_again(self) -> Opened:
        """The same, where articles may have changed since the last look, or another process has rebuilt the index."""
        index, _ = self._opened()
        published = self._published(index)
        if published in (index.manifest, self._foreign):
            index.look_again()
        elif isinstance(self.open(), Unbuilt):
            self._foreign = published
            self.notices.append("The index was made anew in another way: this chat goes on with the one before.")
        return self.state()

    def _published(self, index: Index) -> Manifest:
        """What lies on the disk now."""
        from index.store import read_manifest

        try:
            return read_manifest(self.settings.index_folder)
        except CorpusQAError:  # a rebuild may be at it; what was opened is whole
            return index.manifest

    def rebuild(self, stop: threading.Event) -> Iterator[Step]:
        """Brings the index in line with the articles; questions go on against the old one until `open`."""
        return rebuild_apart(self.settings, stop)

    def answer(
        self, question: str, history: Sequence[Turn], stop: threading.Event, source: str | None = None
    ) -> Iterator[AnswerEvent]:
        """The events of one question, asked of all articles or of one.

        Where the model fails, the question is asked once more without it.
        """
        self.look_again()
        index, assistant = self._opened()
        if source is not None and source not in self._records:
            raise AnsweringError(
                f"{source} is not in the index (F6 tells what was skipped): ask all articles, or rebuild"
            )
        only = self.filter if source is None else Filter.of_source(source)
        if source is not None:
            assistant = self._asking(index, only)
        try:
            yield from assistant.answer(question, history, stop)
        except ModelError as error:
            with self._lock:
                self._do_without_model(error)
                self._ask_anew()
            yield from self._asking(index, only).answer(question, history, stop)

    def search(self, text: str) -> list[Passage]:
        """The passages nearest to a text, best first."""
        from qa.matching import matched

        index, _ = self._opened()
        assert self._encoder is not None
        found = index.search(text, self._encoder, FOUND, self.filter)
        shown = [passage for hit in found.hits if (passage := self._shown(index, hit))]
        return [replace(passage, matched=tuple(matched(text, passage.text))) for passage in shown]

    def passages(self, event: Found) -> list[Passage]:
        """The best of the passages that were found for a question."""
        index, _ = self._opened()
        return [passage for hit in event.hits[:CLOSEST] if (passage := self._shown(index, hit))]

    def closest(self, references: Sequence[PassageReference]) -> list[Passage]:
        """The passages that a kept answer names as the closest, of articles that are as they were indexed.

        Raises NotOpenError.
        """
        found = []
        self._opened()
        for reference in references[:CLOSEST]:
            try:
                article = self.article(reference.source)
            except CorpusError:
                continue
            if not article.changed and 0 <= reference.start < reference.end <= len(article.text):
                span = Span(reference.start, reference.end)
                line = article.lines.lines(span)[0]
                text = span.of(article.text)
                found.append(Passage(article.source, span, line, text, article.title, reference.score))
        return found

    def _shown(self, index: Index, hit: object) -> Passage | None:
        from index.search import Hit
        from qa.render import explained

        assert isinstance(hit, Hit)
        article = index.article(hit.article)
        if article is None:
            return None
        return Passage(
            hit.article.source,
            hit.span,
            article.lines.lines(hit.span)[0],
            hit.span.of(article.text),
            article.title,
            hit.score,
            explained(hit),
            tuple(copy.article.source for copy in hit.copies),
        )

    def article(self, source: str) -> ShownArticle:
        """An article's text. Raises CorpusError where the file cannot be read."""
        index, _ = self._opened()
        record = self._records.get(source)
        article: Article | None = index.article(record) if record else None
        changed = article is None
        if article is None:
            from corpus.folder import load

            try:
                article = load(self.corpus, source, max_bytes=self.settings.max_bytes)
            except ArticleError as error:
                raise ArticleError(source, f"{error.reason}; it was there when the index was made") from error
        date = article.date.iso if article.date else None
        return ShownArticle(source, article.text, article.title, date, changed, self.corpus / source, article.lines)

    def recheck(self, citations: Sequence[Citation]) -> dict[int, str]:
        """What is no longer as it was, by the number of the citation."""
        from qa.rechecking import recheck

        checked = recheck(citations, self.corpus, max_bytes=self.settings.max_bytes)
        return {one.citation.id: one.told for one in checked if one.told}

    def close(self) -> None:
        """Gives the model's memory back."""
        if self._writer:
            self._writer.close()


def session(
    corpus: str | None,
    index: str | None,
    model: str | None,
    only: Filter | None = None,
    encoder: str | None = None,
    *,
    no_model: bool = False,
) -> Session:
    """The session that the options mean. Raises SettingsError, and FolderError where there is nothing to ask."""
    from qa.settings import read, refuse_nowhere

    settings = read(corpus=corpus, index=index, model=model, encoder=encoder)
    refuse_nowhere(settings)
    return Session(settings, only, model_named=model is not None, no_model=no_model)
