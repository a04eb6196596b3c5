"""Numbers in tables: which row and column, and which label stands before them."""

from __future__ import annotations

from qa.contradiction.pair import Pair
from qa.reading import Token
from qa.synonyms import lemma


def label(tokens: list[Token], m: int) -> list[int]:
    """The words of "Population:" before a number that is alone in its cell."""
    if m < 2 or tokens[m - 1].low != ":":
        return []
    end = next((k for k in range(m + 1, min(len(tokens), m + 5)) if tokens[k].kind == "mark"), None)
    if end is None and m + 4 < len(tokens) and tokens[m + 4].sentence == tokens[m].sentence:
        return []
    begin = m - 1
    while (
        begin > max(0, m - 6) and tokens[begin - 1].kind == "word" and tokens[begin - 1].sentence == tokens[m].sentence
    ):
        begin -= 1
    return [k for k in range(begin, m - 1) if tokens[k].content]


def in_row(pair: Pair, unit: int, m: int) -> bool:
    """Whether a number's row and column of a table are those that the claim names."""
    source, claim = pair.source, pair.claim
    number = source.tokens[m].sentence
    head = number
    while head > 0 and any(source.tokens[k].low == "|" for k in source.sentences[head - 1]):
        head -= 1
    row, header = source.sentences[number], source.sentences[head]
    said = [claim.tokens[k] for k in claim.sentences[claim.tokens[unit].sentence]]
    there = {w for k in (*row, *header) for w in (source.tokens[k].lemma, source.tokens[k].low)}
    if not all(t.lemma in there or t.low in there for t in said if (t.capital and t.content) or t.kind == "number"):
        return False
    times = {t.low for t in said if t.kind == "number"} & {source.tokens[k].low for k in row}
    if not times and not any(t.low in {source.tokens[k].low for k in row} for t in said if t.capital):
        return False
    words = {w for t in said if t.content for w in (t.lemma, t.low)}
    columns = [_cell(source.tokens, header, c) for c in range(sum(source.tokens[k].low == "|" for k in header) + 1)]
    own = sum(source.tokens[k].low == "|" for k in range(row.start, m))
    named = [c for c, cell in enumerate(columns) if words & cell]
    return not named or own in named


def _cell(tokens: list[Token], row: range, column: int) -> set[str]:
    bars = [k for k in row if tokens[k].low == "|"]
    edges = [row.start - 1, *bars, row.stop]
    span = range(edges[column] + 1, edges[column + 1]) if column + 1 < len(edges) else range(0)
    return {w for k in span if tokens[k].content for w in (tokens[k].lemma, lemma(tokens[k].low)) if len(w) > 1}
