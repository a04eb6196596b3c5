"""A question's way to an answer: search, evidence, draft, check, told as events."""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import cached_property
from importlib import import_module

from index.encoder import Encoder
from index.errors import StoppedError
from index.filters import Filter, Filtered
from index.search import Hit, Index
from qa import prompts
from qa.answer import Answer, Coverage, Models, PassageReference, Timings, folded
from qa.claims import Claims
from qa.drafting import statements
from qa.events import Answered, AnswerEvent, ClaimChecked, Found, Resolved, Searching, Writing
from qa.evidence import gather
from qa.generation import Generator as Writer
from qa.likeness import likeness
from qa.question import usable
from qa.refusal import answerable
from qa.selection import Selected, disagree, select, shown
from qa.turns import Turn

HITS = 10
DRAFT_TOKENS = 160


class Assistant:
    """Answers questions from one opened index.

    `generator` is called once, when a draft is first needed; None answers by quotation alone. With a filter the
    articles that pass it are the corpus.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        generator: Callable[[], Writer] | None,
        *,
        encoder_name: str | None = None,
        generator_name: str | None = None,
        only: Filter | None = None,
    ) -> None:
        self.index = index
        self._filter = only
        self._encoder = encoder
        self._load = generator
        self._generator: Writer | None = None
        self.models = Models(generator_name, encoder_name or index.manifest.recipe.encoder)

    def answer(
        self, question: str, history: Sequence[Turn] = (), stop: threading.Event | None = None, *, start_ms: int = 0
    ) -> Iterator[AnswerEvent]:  # fmt: skip
        """Streams the events of one question; the last one is Answered.

        A follow-up to the turns of `history` is searched and answered as it can be asked by itself; Resolved says how.
        `start_ms` is what the process spent before, for the timings. Raises QuestionError for an unusable question,
        StoppedError when the event is set, and what the index and the model raise.
        """
        stop = stop or threading.Event()
        typed = usable(question)
        began = time.monotonic()
        question = _resolved(typed, history)
        if question != typed:
            yield Resolved(question)
        yield Searching()
        found = self.index.search(question, self._encoder, HITS, self._filter)
        evidence = gather(question, self.index, found)
        searched = time.monotonic()
        yield Found(tuple(found.hits), len(evidence))
        _check(stop)
        first = searched
        told = Claims(question, likeness(self._encoder))
        if answerable(question, evidence, words=found.compared):
            chosen = select(question, evidence)
            first = yield from self._tell(question, chosen, shown(chosen, evidence), told, stop)
        yield Answered(
            Answer(
                question=typed,
                resolved=question if question != typed else None,
                status="answered" if told.claims else "not_in_corpus",
                claims=tuple(told.claims),
                citations=tuple(told.citations),
                disagreement=len(told.values) > 1,
                values=tuple(told.values),
                passages=tuple(_reference(h) for h in found.hits),
                coverage=self.coverage(),
                model=self.models,
                timings_ms=Timings(
                    start=start_ms,
                    search=_milliseconds(searched - began),
                    first_token=_milliseconds(first - began),
                    total=_milliseconds(time.monotonic() - began),
                ),
            )
        )

    def _tell(
        self, question: str, chosen: Sequence[Selected], others: Sequence[Selected], told: Claims, stop: threading.Event
    ) -> Generator[AnswerEvent, None, float]:
        """The claims, in the model's words where they stand and else as they are quoted; when the first one came."""
        first = None
        seen = [] if disagree(chosen) else self._fitted(question, others)
        if seen:
            quotations = [folded(s.evidence.quote) for s in seen]
            yield Writing(tuple(quotations))
            for statement in statements(self._reply(question, quotations, stop)):
                first = first or time.monotonic()
                if self._unchanged(seen):  # drafting takes a while
                    yield from itertools.starmap(ClaimChecked, told.drafted(statement, seen, chosen))
            _check(stop)
        still = [s for s in chosen if self._unchanged([s])]
        yield from itertools.starmap(ClaimChecked, told.quoted(still, needed=bool(seen)))
        return first or time.monotonic()

    def coverage(self) -> Coverage:
        """Over what an answer looks."""
        manifest = self.index.manifest
        return Coverage(
            articles=manifest.articles,
            skipped=len(manifest.skipped),
            changed=self.index.freshness.changes,
            index=manifest.generation,
            built=manifest.built,
            filtered=self._filtered,
        )

    @cached_property
    def _filtered(self) -> Filtered | None:
        return Filtered.of(self._filter, self.index.records()) if self._filter else None

    def _fitted(self, question: str, some: Sequence[Selected]) -> list[Selected]:
        """The sentences that the model is shown; none without a model or where not even one fits."""
        if self._load is None:
            return []
        if self._generator is None:
            threading.Thread(target=_import_check, daemon=True).start()
            self._generator = self._load()
        room = self._generator.context - DRAFT_TOKENS
        quotations = prompts.fitted(
            question, [folded(s.evidence.quote) for s in some], room, self._generator.count
        )  # fmt: skip
        return list(some[: len(quotations)])

    def _reply(self, question: str, quotations: Sequence[str], stop: threading.Event) -> Iterator[str]:
        """What the model writes."""
        assert self._generator is not None
        reply = self._generator.write(prompts.draft(question, quotations), DRAFT_TOKENS, stop)
        for piece in itertools.islice(reply, DRAFT_TOKENS):
            _check(stop)
            yield piece

    def _unchanged(self, some: Sequence[Selected]) -> bool:
        """Whether the articles of some sentences still are what was indexed."""
        return all(self.index.article(e.hit.article) is not None for s in some for e in (s.evidence, *s.also))


def _import_check() -> None:
    """Imports what drafts are checked with while the weights are loaded, which leaves Python free.

    Importing llama.cpp does not: two imports at once would each take as long as both. So this waits for that one first.
    """
    with contextlib.suppress(ImportError, OSError, RuntimeError):  # whoever loads the model is told
        import_module("llama_cpp")
    import_module("qa.grounding")


def _resolved(question: str, history: Sequence[Turn]) -> str:
    if not history:
        return question
    from qa.followups import resolve  # 20 ms, which a single question need not wait for

    return resolve(question, history)


def _reference(hit: Hit) -> PassageReference:
    return PassageReference(hit.article.source, hit.span.start, hit.span.end, round(hit.score, 4))


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _check(stop: threading.Event) -> None:
    if stop.is_set():
        raise StoppedError
