"""Gold files: questions with the answers and spans that are right, one JSON object a line.

    {"question": "How many boats sank?", "answers": ["41", "forty-one"],
     "spans": [{"source": "harbour.txt", "quote": "The storm sank 41 boats"}]}

People write them by hand, so that all but `question` may be missing and every mistake is told with its line.
"""

from __future__ import annotations

import codecs
import difflib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from corpus import folder
from corpus.article import Article, Span
from corpus.errors import ArticleError, CorpusQAError, FolderError
from qa import streams
from qa.errors import GoldError
from qa.question import usable
from qa.settings import Settings
from qa.tokens import tokens
from qa.wrapping import shortened

STANDARD_INPUT = "-"
FIELDS = ("id", "question", "answers", "spans", "also", "kind")
FACT, ANSWERABLE, CONFLICT, UNANSWERABLE = "fact", "answerable", "conflict", "unanswerable"
SPECIAL = (CONFLICT, UNANSWERABLE)  # kinds that are scored otherwise; any other name is as good as `fact`
ARTICLES_KEPT = 64  # in memory while a file is read, the latest used ones
SHOWN_OF_A_QUOTE = 60  # characters
EXAMPLE = '{"question": "How many boats sank?", "answers": ["41"]}'

Lookup = Callable[[str], Article]
"""From a source to its article."""


@dataclass(frozen=True)
class GoldSpan:
    """A place that answers a question: the article's text[start:end]."""

    source: str
    start: int
    end: int
    quote: str

    def overlaps(self, place: dict[str, Any]) -> bool:
        """Whether a citation or passage, as JSON has it, shares a character with the span."""
        shared = min(self.end, place["end"]) - max(self.start, place["start"])
        return bool(self.source == place["source"] and shared > 0)


@dataclass(frozen=True)
class GoldQuestion:
    """A question and what is right about it."""

    id: str
    """As the file has it; the number of the line where it has none."""
    question: str
    answers: tuple[str, ...]
    """Any of them is right; of a `conflict` all are asked for. None: only citations are scored."""
    spans: tuple[GoldSpan, ...]
    """Likewise. None: only answers are scored."""
    also: tuple[GoldSpan, ...]
    """Other places that answer as well."""
    kind: str
    """`unanswerable`, `conflict` where articles give different answers, or any other name, such as `fact`."""

    @property
    def is_conflict(self) -> bool:
        """Whether articles give different answers."""
        return self.kind == CONFLICT

    @property
    def is_answerable(self) -> bool:
        """Whether the articles answer it."""
        return self.kind != UNANSWERABLE

    @property
    def wanted(self) -> tuple[GoldSpan, ...]:
        """The spans of which an answer should cite one; of a conflict, all."""
        return self.spans if self.is_conflict else self.spans + self.also

    def reached_by(self, places: list[dict[str, Any]]) -> bool:
        """Whether citations or passages overlap one of its spans; of a conflict, every span."""
        reached = (any(span.overlaps(place) for place in places) for span in self.wanted)
        return all(reached) if self.is_conflict else any(reached)


def open_gold(path: str, settings: Settings) -> list[GoldQuestion]:
    """The questions of a file, or of standard input for `-`; their quotations are looked up in the corpus.

    Raises GoldError where the file or one of its lines cannot be used, FolderError, and StreamError.
    """
    if not path:
        raise GoldError(
            "the name of the gold file is empty: give a file of questions, or - to read them from standard input"
        )
    if not settings.corpus.is_dir():
        raise FolderError(f"there is no folder {settings.corpus}: check the path")
    load = partial(folder.load, settings.corpus, max_bytes=settings.max_bytes)
    article = lru_cache(maxsize=ARTICLES_KEPT)(load)
    if path == STANDARD_INPUT:
        return read_gold(streams.content(), "standard input", article)
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no path can hold such a name"
        raise GoldError(f"the gold file {path} cannot be read: {reason}") from None
    return read_gold(data, path, article)


def read_gold(data: bytes, name: str, article: Lookup) -> list[GoldQuestion]:
    """The questions of a gold file in its order; blank lines and a byte order mark are nothing.

    Raises GoldError, as `name:line: what is wrong and what to do`.
    """
    found = []
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(_question(_object(line), str(number), article))
        except CorpusQAError as error:
            raise GoldError(f"{name}:{number}: {error}") from None
    if not found:
        raise GoldError(f"{name} holds no question: write one JSON object a line, such as {EXAMPLE}")
    return found


def _object(line: bytes) -> dict[str, Any]:
    """A line as a JSON object whose names are spelt as they should be."""
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise GoldError("it is not UTF-8: save the file in that encoding") from None
    except json.JSONDecodeError as error:
        at = f"{error.msg} at column {error.colno}"
        raise GoldError(f"it is not JSON ({at}): write one object a line, such as {EXAMPLE}") from None
    except (ValueError, RecursionError):  # numbers or brackets without end
        raise GoldError(f"it cannot be read as JSON: write one object a line, such as {EXAMPLE}") from None
    if not isinstance(value, dict):
        raise GoldError(f"it is no JSON object: write one a line, such as {EXAMPLE}")
    for field in value.keys() - set(FIELDS):
        _check_spelling(field, FIELDS)
    return {field: content for field, content in value.items() if content is not None}


def _question(value: dict[str, Any], number: str, article: Lookup) -> GoldQuestion:
    question = value.get("question")
    if not isinstance(question, str):
        raise GoldError(f'"question" must be a text in quotation marks: write it such as {EXAMPLE}')
    answers = _answers(value.get("answers", []))
    spans = _spans("spans", value.get("spans", []), article)
    also = _spans("also", value.get("also", []), article)
    answerable = bool(answers or spans or also)
    kind = value.get("kind", FACT if answerable else UNANSWERABLE)
    if not isinstance(kind, str):
        raise GoldError(f'"kind" must be a name such as "{FACT}", "{CONFLICT}" or "{UNANSWERABLE}"')
    if kind not in (*SPECIAL, ANSWERABLE):
        _check_spelling(kind, SPECIAL)
    if answerable and kind == UNANSWERABLE:
        raise GoldError(f'its kind is "{UNANSWERABLE}", and it has answers or spans: leave out one or the other')
    if not answerable and kind != UNANSWERABLE:
        raise GoldError(f'nothing says what is right: give "answers" or "spans", or the kind "{UNANSWERABLE}"')
    return GoldQuestion(str(value.get("id", number)), usable(question), answers, spans, also, kind)


def _check_spelling(name: str, known: tuple[str, ...]) -> None:
    """Refuses a name that is nearly a known one: passed over, it would make every figure wrong in silence."""
    if meant := difflib.get_close_matches(name, known, 1, cutoff=0.8):
        raise GoldError(f'"{name}" is unknown: write "{meant[0]}"')


def _answers(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(answer, str) and tokens(answer) for answer in value):
        raise GoldError(
            '"answers" must be a list of texts with a word or a number in each, such as ["41", "forty-one"]'
        )
    return tuple(value)


def _spans(field: str, value: object, article: Lookup) -> tuple[GoldSpan, ...]:
    if not isinstance(value, list):
        raise GoldError(f'"{field}" must be a list such as [{{"source": "harbour.txt", "quote": "41 boats"}}]')
    return tuple(_span(one, article) for one in value)


def _span(value: object, article: Lookup) -> GoldSpan:
    """A span that stands in its article: where it says, or where its quotation is found."""
    fields = value if isinstance(value, dict) else {}
    source, quote, start, end = (fields.get(name) for name in ("source", "quote", "start", "end"))
    if not isinstance(source, str):
        raise GoldError('a span names no article: give its path below the corpus folder as "source"')
    try:
        found = article(source)
    except ArticleError as error:
        raise GoldError(f"{error}: name an article of the corpus as its citations do") from None
    if not isinstance(quote, str | None):
        raise GoldError('"quote" must be a text in quotation marks')
    if start is not None or end is not None:
        span = _offsets(start, end, found)
        if quote is not None and span.of(found.text) != quote:
            raise GoldError(
                f"“{_shown(quote)}” does not stand at {span.start} to {span.end} of {found.source}: "
                f'leave out "start" and "end", and it is looked for'
            )
    elif quote is not None:
        span = _place(quote, found)
    else:
        raise GoldError(f'a span of {found.source} has no place: copy the words that answer into "quote"')
    return GoldSpan(found.source, span.start, span.end, span.of(found.text))


def _offsets(start: object, end: object, article: Article) -> Span:
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(article.text):
        raise GoldError(
            f"{article.source} has no span {start} to {end}: offsets count its {len(article.text):,} characters "
            'from 0; or give "quote" alone'
        )
    return Span(start, end)


def _place(quote: str, article: Article) -> Span:
    """Where a quotation stands; any white space is as good as any other, since answers show it on one line."""
    sought = re.compile(r"\s+".join(map(re.escape, quote.split())))
    first = sought.search(article.text) if quote.split() else None
    if first is None:
        raise GoldError(f"“{_shown(quote)}” does not stand in {article.source}: copy it from there, letter by letter")
    if sought.search(article.text, first.start() + 1):
        raise GoldError(f"“{_shown(quote)}” stands more than once in {article.source}: quote more of the sentence")
    return Span(*first.span())


def _shown(quote: str) -> str:
    return shortened(" ".join(quote.split()), SHOWN_OF_A_QUOTE)
