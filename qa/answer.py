"""The answer: claims, the citations they stand on, and the JSON contract."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from corpus.printable import INVISIBLE, printable
from index.filters import Filtered
from qa.decoding import DecodingError, decode

SCHEMA = "qa.answer/1"

Support = Literal["quoted", "checked"]
Status = Literal["answered", "not_in_corpus"]

# What JSON may hold but a terminal must not be sent.
UNSAFE = re.compile(rf"[{INVISIBLE}\x85\u2028\u2029]")


@dataclass(frozen=True)
class ReadDay:
    """A day, month or year that a quotation gives relative to its article's date: offsets in the source, ISO 8601."""

    start: int
    end: int
    iso: str


@dataclass(frozen=True)
class Citation:
    """A quotation and where it stands: the source's text[start:end] == quote, as read with `encoding`."""

    id: int
    source: str
    start: int
    end: int
    lines: tuple[int, int]
    quote: str
    focus: tuple[int, int] | None
    """The part that carries the asked value: offsets in the source, within start and end."""
    uri: str
    sha256: str
    encoding: str
    title: str
    date: str | None
    date_ambiguous: bool = False
    """Whether the date's day and month could be swapped: it is read day first."""
    days: tuple[ReadDay, ...] = ()
    """What "Thursday" or "last month" in the quotation mean, read against the article's date."""


@dataclass(frozen=True)
class Claim:
    """One statement of the answer with the numbers of the citations that it stands on."""

    text: str
    citations: tuple[int, ...]
    support: Support
    """`quoted`: the source's own words; `checked`: other words, checked against the quotations."""

    @property
    def marked(self) -> str:
        """The text with its citation marks, as the answer shows it."""
        return " ".join([self.text, *(f"[{n}]" for n in self.citations)])


@dataclass(frozen=True)
class GivenValue:
    """One of several values that articles give for a question."""

    text: str
    citations: tuple[int, ...]
    date: str | None
    """Of the article; the latest of several that give it."""


@dataclass(frozen=True)
class PassageReference:
    """A passage that the answer was sought in."""

    source: str
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Coverage:
    """What was looked through: an answer of "the corpus does not say" is worth no more than this."""

    articles: int
    skipped: int
    changed: int
    """Articles edited, removed or added since the index was made."""
    index: str
    built: str
    filtered: Filtered | None = None
    """How many of the articles passed the filter; None where there was none."""


@dataclass(frozen=True)
class Models:
    """Names of the models at work."""

    generator: str | None
    encoder: str


@dataclass(frozen=True)
class Timings:
    """Milliseconds. `start` is what came before the question in the process, `total` the work for the question."""

    start: int = 0
    search: int = 0
    first_token: int = 0
    total: int = 0


@dataclass(frozen=True)
class Answer:
    """All that is known about a question."""

    question: str
    """As it was typed."""
    status: Status
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    passages: tuple[PassageReference, ...]
    coverage: Coverage
    model: Models
    timings_ms: Timings = field(default_factory=Timings)
    disagreement: bool = False
    values: tuple[GivenValue, ...] = ()
    """What the articles give for the question, where they give different things."""
    resolved: str | None = None
    """The question as it was searched and answered; None where it stood alone."""

    @property
    def answer(self) -> str:
        """The claims' texts, joined by spaces."""
        return " ".join(c.marked for c in self.claims)

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract, `qa.answer/1`."""
        return {
            "schema": SCHEMA,
            "question": self.question,
            "resolved": self.resolved,
            "status": self.status,
            "answer": self.answer,
            "disagreement": self.disagreement,
            "values": [asdict(v) for v in self.values],
            "claims": [{"text": c.marked, "citations": c.citations, "support": c.support} for c in self.claims],
            "citations": [asdict(c) for c in self.citations],
            "passages": [asdict(p) for p in self.passages],
            "coverage": asdict(self.coverage),
            "model": asdict(self.model),
            "timings_ms": asdict(self.timings_ms),
        }

    @classmethod
    def from_dict(cls, value: object) -> Answer:
        """What `to_dict` made a value of. Raises DecodingError."""
        if not isinstance(value, dict) or value.get("schema") != SCHEMA:
            raise DecodingError(f"it is no {SCHEMA}")
        model = value.get("model")
        claims = claim_rows(value.get("claims"))
        return decode(cls, {**value, "claims": claims, "model": model})


def _claim_from(row: dict[str, Any]) -> dict[str, Any]:
    """A claim's row of the contract without the marks in its text, which its citations say again."""
    numbers = row.get("citations")
    marks = "".join(f" [{n}]" for n in numbers) if isinstance(numbers, list | tuple) else ""
    text = row.get("text")
    return {**row, "text": text.removesuffix(marks) if isinstance(text, str) else text}


def claim_rows(value: object) -> list[dict[str, Any]]:
    """Claims as the contract gives them, to be decoded. Raises DecodingError."""
    if not isinstance(value, list | tuple) or not all(isinstance(row, dict) for row in value):
        raise DecodingError("claims is no list of objects")
    return [_claim_from(row) for row in value]


def to_line(value: dict[str, Any]) -> str:
    """One line of JSON that is readable in any script and harmless on a terminal; decodes to the exact text."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:  # lone surrogates, from a question typed in another encoding
        return json.dumps(value, ensure_ascii=True)
    return UNSAFE.sub(_escape, line)


def _escape(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))


def folded(text: str) -> str:
    """A quotation as running text: on one line, harmless, with single spaces."""
    return " ".join(printable(text, newlines=False).split())
