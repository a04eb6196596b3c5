"""The claims of an answer, one after the other, with their citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.article import Span, uri
from qa.answer import Citation, Claim, GivenValue, ReadDay, Support, folded
from qa.asked import carries
from qa.drafting import Statement, supported
from qa.evidence import Evidence
from qa.focus import focus
from qa.likeness import Likeness
from qa.relative_dates import relative_dates
from qa.selection import Selected, adds

Told = tuple[Claim, tuple[Citation, ...]]


class Claims:
    """Collects what is told in answer to a question; each source is cited under one number."""

    def __init__(self, question: str, likeness: Likeness | None = None) -> None:
        self._question = question
        self._likeness = likeness
        self.claims: list[Claim] = []
        self.citations: list[Citation] = []
        self.values: list[GivenValue] = []
        self._numbers: dict[tuple[str, Span], int] = {}
        self._quoted: set[tuple[str, Span]] = set()
        self._answered = False

    def drafted(
        self, statement: Statement, shown: Sequence[Selected], chosen: Sequence[Selected]
    ) -> Iterator[Told]:  # fmt: skip
        """A statement of the model's that stands on sentences that it was shown, or the sentence that it names instead.

        What is no more than the question, and what was told already, is dropped.
        """
        standing = supported(statement, [folded(s.evidence.quote) for s in shown], self._likeness)
        if standing and adds(self._question, statement.text):
            if not any(c.text == statement.text for c in self.claims):
                self._answered = self._answered or carries(self._question, statement.text)
                yield self._tell(statement.text, [shown[n] for n in standing], "checked")
        elif not standing:
            named = [shown[n] for n in statement.quotations if 0 <= n < len(shown)]
            yield from self.quoted([s for s in named[:1] if s in chosen])

    def quoted(self, chosen: Sequence[Selected], *, needed: bool = False) -> Iterator[Told]:
        """Sentences as they are, but those told already; with `needed` only where no claim answers yet."""
        for selected in chosen:
            evidence = selected.evidence
            key = (evidence.article.source, evidence.span)
            if key in self._quoted or (needed and self._answered):
                continue
            self._quoted.add(key)
            told = self._tell(folded(evidence.quote), [selected], "quoted")
            if selected.value is not None:
                dates = [citation.date for citation in told[1]]
                latest = max((d for d in dates if d), default=None) if all(dates) else dates[0]
                self.values.append(GivenValue(selected.value, told[0].citations, latest))
            yield told

    def _tell(self, text: str, on: Sequence[Selected], support: Support) -> Told:
        cited: list[Citation] = []
        for selected in on:
            told = support == "checked"
            marked = selected.focus or (focus(self._question, selected.evidence, text) if told else None)
            cited.append(self._cite(selected.evidence, marked))
            also = [e for e in selected.also if not told or self._supports(text, e)]
            cited += [self._cite(other, None) for other in also]
        claim = Claim(text, tuple(dict.fromkeys(c.id for c in cited)), support)
        self.claims.append(claim)
        return claim, tuple(cited)

    def _supports(self, text: str, other: Evidence) -> bool:
        return bool(supported(Statement(text, ()), [folded(other.quote)], self._likeness))

    def _cite(self, evidence: Evidence, marked: tuple[int, int] | None) -> Citation:
        article, span = evidence.article, evidence.span
        key = (article.source, span)
        if key in self._numbers:
            return self.citations[self._numbers[key] - 1]
        citation = Citation(
            id=len(self.citations) + 1,
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
            date_ambiguous=bool(article.date and article.date.ambiguous),
            days=tuple(
                ReadDay(span.start + day.start, span.start + day.end, day.iso)
                for day in relative_dates(evidence.quote, evidence.written)
            ),
        )
        if article.text[citation.start : citation.end] != citation.quote:
            raise AssertionError(f"{citation.uri} does not hold its quotation")
        self._numbers[key] = citation.id
        self.citations.append(citation)
        return citation
