"""How good answers are: gold questions asked, and the figures of what came back.

What is scored is the JSON contract of an answer (`qa.answer/1`, qa.answer), as anyone who reads it has it. A share is
the mean of flags, one for each thing that it counts; each is a function here that gives one reply's flags, and its
name is the figure's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from statistics import fmean, median
from typing import Any

from index.errors import StoppedError
from qa.assistant import Assistant
from qa.errors import problem
from qa.events import Answered
from qa.gold import GoldQuestion
from qa.tokens import holds, tokens, unmarked, values

FIRST_WORDS = 60  # of an answer, in which a gold answer is looked for
ARTICLES_KEPT = 64  # in memory while quotations are compared, the latest used ones

Figures = dict[str, float | int | None]
"""By name; None where nothing of the kind was asked."""


@dataclass(frozen=True)
class Reply:
    """A gold question and the row of JSON that it was answered with.

    A row whose status is `error` counts as one that answers nothing, cites nothing and took no time.
    """

    gold: GoldQuestion
    row: dict[str, Any]

    @property
    def failed(self) -> bool:
        """Whether there is an error in place of an answer."""
        return bool(self.row["status"] == "error")

    @property
    def answered(self) -> bool:
        """Whether it was answered."""
        return bool(self.row["status"] == "answered")

    @property
    def refused(self) -> bool:
        """Whether the corpus was said not to say."""
        return bool(self.row["status"] == "not_in_corpus")

    @property
    def answer(self) -> str:
        """The text of the answer; empty where there is none."""
        return "" if self.failed else self.row.get("answer") or ""

    @property
    def claims(self) -> list[dict[str, Any]]:
        """An answer without claims is one claim that cites nothing."""
        claims: list[dict[str, Any]] = self.row.get("claims") or [{"text": self.answer, "citations": []}]
        return claims if self.answered else []

    @property
    def citations(self) -> list[dict[str, Any]]:
        """Whatever was cited."""
        return [] if self.failed else self.row["citations"]

    @property
    def passages(self) -> list[dict[str, Any]]:
        """Where the answer was sought."""
        return [] if self.failed else self.row.get("passages", [])

    @property
    def disagreement(self) -> bool:
        """Whether the articles were said to disagree."""
        return not self.failed and bool(self.row.get("disagreement"))

    @property
    def said(self) -> bool | None:
        """Whether the answer begins with a gold answer; of a conflict, with all. None where no answer is known."""
        if not self.gold.answers:
            return None
        first = " ".join(unmarked(self.answer).split()[:FIRST_WORDS]) if self.answered else ""
        found = [holds(first, answer) for answer in self.gold.answers]
        return all(found) if self.gold.is_conflict else any(found)

    @property
    def cited(self) -> bool | None:
        """Whether the answer cites a gold span; of a conflict, every one. None where no span is known."""
        return self.answered and self.gold.reached_by(self.citations) if self.gold.wanted else None

    def milliseconds(self, what: str) -> int:
        """A time of the answer, such as `total`."""
        return 0 if self.failed else self.row["timings_ms"].get(what, 0)

    @cached_property
    def quoted(self) -> list[tuple[dict[str, Any], list[str]]]:
        """Each claim with the quotations that it cites, of those that are there."""
        by_id = {c.get("id", number): c["quote"] for number, c in enumerate(self.citations, 1)}
        return [(claim, [by_id[n] for n in claim["citations"] if n in by_id]) for claim in self.claims]


Share = Callable[[Reply], Iterable[bool]]
"""A figure that is a share: the flags of one reply."""


def ask_all(assistant: Assistant, questions: Iterable[GoldQuestion]) -> Iterator[Reply]:
    """Asks every question; one that fails is a row with its error. Raises StoppedError."""
    for gold in questions:
        try:
            *_, last = assistant.answer(gold.question)
            assert isinstance(last, Answered)
            row = last.answer.to_dict()
        except StoppedError:
            raise
        except Exception as error:  # noqa: BLE001 - a question is a boundary: what it breaks on must not cost the others
            row = {"question": gold.question, "status": "error", "error": problem(error)}
        yield Reply(gold, row)


def score(replies: Sequence[Reply], corpus: Path) -> Figures:
    """The figures of replies to questions on a folder of articles; beside each share, `_n` things that it counts."""
    figures: Figures = {"questions": len(replies), "errors": sum(reply.failed for reply in replies)}
    shares: dict[str, Share] = {"quote_valid": partial(quote_valid, _reader(corpus)), **SHARES}
    for name, share in shares.items():
        flags = [flag for reply in replies for flag in share(reply)]
        figures |= {name: fmean(flags) if flags else None, f"{name}_n": len(flags)}
    quotes = [len(citation["quote"].split()) for reply in replies for citation in reply.citations]
    answers = [len(unmarked(reply.answer).split()) for reply in replies if reply.answered]
    figures |= {"quote_words": median(quotes) if quotes else None, "words": median(answers) if answers else None}
    for prefix, what in (("", "total"), ("search_", "search")):
        times = [reply.milliseconds(what) for reply in replies]
        figures |= {f"{prefix}p50_ms": median(times), f"{prefix}p95_ms": percentile95(times)}
    return figures


def percentile95(numbers: Sequence[int]) -> int:
    """The number at 95 % of the way from the smallest to the largest, or the one before."""
    return sorted(numbers)[int(0.95 * (len(numbers) - 1))]


def quote_valid(text: Callable[[str, str], str | None], reply: Reply) -> Iterator[bool]:
    """Citations whose quotation is not empty and exactly what stands at their span of the file; below 1 is a bug."""
    for citation in reply.citations:
        found = text(citation["source"], citation.get("encoding", "utf-8"))
        span = slice(citation["start"], citation["end"])
        yield bool(citation["quote"]) and found is not None and found[span] == citation["quote"]


def claims_sound(reply: Reply) -> Iterator[bool]:
    """Claims that cite at least one citation that is there."""
    return (bool(quotes) for _, quotes in reply.quoted)


def claims_whole(reply: Reply) -> list[bool]:
    """Answers that are their claims put together, and nothing more."""
    together = " ".join(claim["text"] for claim in reply.claims)
    return [tokens(together) == tokens(reply.answer)] if reply.answered else []


def values_supported(reply: Reply) -> Iterator[bool]:
    """Claims whose every number and name stands in the quotations that they cite."""
    return (bool(quotes) and values(claim["text"]) <= set(tokens(" ".join(quotes))) for claim, quotes in reply.quoted)


def answer_hit(reply: Reply) -> list[bool]:
    """Answerable questions whose answer's first 60 words hold a gold answer; of a conflict, all of them."""
    return [] if reply.said is None else [reply.said]


def citation_hit(reply: Reply) -> list[bool]:
    """Answerable questions whose answer cites a gold span; of a conflict, every one."""
    return [] if reply.cited is None else [reply.cited]


def citation_precision(reply: Reply) -> list[bool]:
    """Citations of answered questions that overlap a gold span; an answer without any counts as one that does not."""
    right = reply.gold.spans + reply.gold.also
    if not reply.answered or not right:
        return []
    return [any(span.overlaps(citation) for span in right) for citation in reply.citations] or [False]


def refusal_recall(reply: Reply) -> list[bool]:
    """Unanswerable questions that were refused."""
    return [] if reply.gold.is_answerable else [reply.refused]


def refusal_precision(reply: Reply) -> list[bool]:
    """Refusals of questions that are unanswerable."""
    return [not reply.gold.is_answerable] if reply.refused else []


def false_refusal(reply: Reply) -> list[bool]:
    """Answerable questions that were refused."""
    return [reply.refused] if reply.gold.is_answerable else []


def disagree_recall(reply: Reply) -> list[bool]:
    """Conflicts that were said to be one."""
    return [reply.disagreement] if reply.gold.is_conflict else []


def disagree_precision(reply: Reply) -> list[bool]:
    """Disagreements told that are conflicts."""
    return [reply.gold.is_conflict] if reply.disagreement else []


SHARES: dict[str, Share] = {
    share.__name__: share
    for share in (
        claims_sound,
        claims_whole,
        values_supported,
        answer_hit,
        citation_hit,
        citation_precision,
        refusal_recall,
        refusal_precision,
        false_refusal,
        disagree_recall,
        disagree_precision,
    )
}


def _reader(corpus: Path) -> Callable[[str, str], str | None]:
    """Reads files as a citation promises that anyone can; None where one cannot be read so."""

    @lru_cache(maxsize=ARTICLES_KEPT)
    def text(source: str, encoding: str) -> str | None:
        try:
            return (corpus / source).read_bytes().decode(encoding)
        except (OSError, ValueError, LookupError):
            return None

    return text
