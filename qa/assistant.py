"""A question's way to an answer: search, evidence, draft, check. Both front ends consume these events."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.article import uri
from index.encoder import Encoder
from index.errors import StoppedError
from index.filters import Filter, Filtered
from index.search import Hit, Index
from qa import prompts
from qa.answer import Answer, Citation, Claim, Coverage, GivenValue, Models, PassageReference, Support, Timings, folded
from qa.errors import QuestionError
from qa.evidence import Evidence, gather
from qa.generation import Generator
from qa.refusal import answerable
from qa.selection import Selected, select
from qa.turns import Turn

LONGEST_QUESTION = 2_000  # characters; the encoder reads about 1,000
HITS = 10
DRAFTED_FROM = 3  # sentences that the model sees
DRAFT_TOKENS = 48


@dataclass(frozen=True)
class Resolved:
    """The question leans on an earlier one; this is how it is asked."""

    question: str


@dataclass(frozen=True)
class Searching:
    """The index is being searched."""


@dataclass(frozen=True)
class Found:
    """The passages that were found, and how many sentences of them bear on the question."""

    hits: tuple[Hit, ...]
    sentences: int


@dataclass(frozen=True)
class Writing:
    """The model drafts from these quotations."""

    quotations: tuple[str, ...]


@dataclass(frozen=True)
class ClaimChecked:
    """A claim that passed, with the citations that it stands on."""

    claim: Claim
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Answered:
    """The whole answer; always the last event."""

    answer: Answer


AnswerEvent = Resolved | Searching | Found | Writing | ClaimChecked | Answered


class Assistant:
    """Answers questions from one opened index.

    `generator` is called once, when a draft is first needed; None answers by quotation alone. With a filter the
    articles that pass it are the corpus.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        generator: Callable[[], Generator] | None,
        *,
        encoder_name: str | None = None,
        generator_name: str | None = None,
        filter: Filter | None = None,  # noqa: A002 - its name everywhere
    ) -> None:
        self.index = index
        self._filter = filter
        self._encoder = encoder
        self._load = generator
        self._generator: Generator | None = None
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
        claims: list[Claim] = []
        citations: list[Citation] = []
        given: list[GivenValue] = []
        if answerable(question, evidence, words=found.compared):
            quotations = self._fitted(question, [folded(e.quote) for e in evidence[:DRAFTED_FROM]])
            yield Writing(tuple(quotations))
            drafted, first = self._draft(question, quotations, stop)
            still = [e for e in evidence if self.index.article(e.hit.article) is not None]  # drafting takes a while
            for chosen in select(question, still, drafted):
                claim, cited = self._claim(chosen, len(citations))
                citations += cited
                claims.append(claim)
                if chosen.value is not None:
                    given.append(GivenValue(chosen.value, claim.citations, cited[0].date))
                yield ClaimChecked(claim, cited)
        yield Answered(
            Answer(
                question=typed,
                resolved=question if question != typed else None,
                status="answered" if claims else "not_in_corpus",
                claims=tuple(claims),
                citations=tuple(citations),
                disagreement=len(given) > 1,
                values=tuple(given),
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

    def _fitted(self, question: str, quotations: Sequence[str]) -> list[str]:
        """The quotations that the model is shown; none without a model or where not even one fits."""
        if self._load is None:
            return []
        if self._generator is None:
            self._generator = self._load()
        room = self._generator.context - DRAFT_TOKENS
        return prompts.fitted(question, quotations, room, self._generator.count)

    def _draft(self, question: str, quotations: Sequence[str], stop: threading.Event) -> tuple[str, float]:
        """The model's sentence and when its first word came; empty where it is shown nothing."""
        first = None
        pieces: list[str] = []
        if self._generator is not None and quotations:
            reply = self._generator.write(prompts.draft(question, quotations), DRAFT_TOKENS, stop)
            for piece in itertools.islice(reply, DRAFT_TOKENS):
                _check(stop)
                first = first or time.monotonic()
                pieces.append(piece)
                if "\n" in "".join(pieces).lstrip():
                    break
        _check(stop)
        return prompts.trimmed("".join(pieces)), first or time.monotonic()

    def _claim(self, chosen: Selected, cited_before: int) -> tuple[Claim, tuple[Citation, ...]]:
        """A claim with its citations: the sentence that it stands on, and those of other articles that say the same."""
        first = self._citation(chosen.evidence, cited_before + 1, chosen.focus)
        others = (self._citation(e, n, None) for n, e in enumerate(chosen.also, cited_before + 2))
        cited = (first, *others)
        support: Support = "checked" if chosen.text else "quoted"
        text = chosen.text or folded(chosen.evidence.quote)
        return Claim(text, tuple(c.id for c in cited), support), cited

    def _citation(self, evidence: Evidence, number: int, marked: tuple[int, int] | None) -> Citation:
        article, span = evidence.article, evidence.span
        citation = Citation(
            id=number,
            source=article.source,
            start=span.start,
            end=span.end,
            lines=article.lines.lines(span),
            quote=evidence.quote,
            focus=marked,
            uri=uri(article.source, article.lines, span),
            sha256=article.sha256,
            encoding=article.encoding,
            title=article.title,
            date=article.date.iso if article.date else None,
        )
        if article.text[citation.start : citation.end] != citation.quote:
            raise AssertionError(f"{citation.uri} does not hold its quotation")
        return citation


def _resolved(question: str, history: Sequence[Turn]) -> str:
    if not history:
        return question
    from qa.followups import resolve  # 20 ms, which a single question need not wait for

    return resolve(question, history)


def usable(question: str) -> str:
    """The question without surrounding white space. Raises QuestionError where there is none or it is too long."""
    question = question.encode("utf-8", "replace").decode("utf-8").strip()  # half a surrogate pair is no character
    if not question:
        raise QuestionError("the question is empty: ask something")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question is {len(question):,} characters long and at most {LONGEST_QUESTION:,} are read: shorten it"
        )
    return question


def _reference(hit: Hit) -> PassageReference:
    return PassageReference(hit.article.source, hit.span.start, hit.span.end, round(hit.score, 4))


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _check(stop: threading.Event) -> None:
    if stop.is_set():
        raise StoppedError
