"""Conversations for tests: an answer of two claims, and what it was asked of."""

from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from index.filters import Filter, Filtered
from qa.answer import Answer, Citation, Claim, Coverage, GivenValue, Models, PassageReference, ReadDay, Timings
from qa.conversations import Conversation, Conversations, SavedTurn

TEXT = "Storm at the harbour\n\n12 March 2021\n\nThe storm sank 41 boats in Tarfaya harbour.\n"
QUOTE = "The storm sank 41 boats in Tarfaya harbour."
START = TEXT.index(QUOTE)


def citation(number: int = 1, **changes: object) -> Citation:
    """Of `harbour.txt`, which holds TEXT."""
    made = Citation(
        id=number,
        source="harbour.txt",
        start=START,
        end=START + len(QUOTE),
        lines=(5, 5),
        quote=QUOTE,
        focus=(START + 15, START + 17),
        uri=f"harbour.txt#char={START},{START + len(QUOTE)}",
        sha256="0" * 64,
        encoding="utf-8",
        title="Storm at the harbour",
        date="2021-03-12",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def answer(question: str = "How many boats sank?", **changes: object) -> Answer:
    """One of one claim and one citation."""
    made = Answer(
        question=question,
        status="answered",
        claims=(Claim(QUOTE, (1,), "quoted"),),
        citations=(citation(),),
        passages=(),
        coverage=Coverage(3, 0, 0, "g", "2026-11-22T10:00:59Z"),
        model=Models(None, "encoder"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def turn(question: str = "How many boats sank?", **changes: object) -> SavedTurn:
    """One that was answered."""
    made = SavedTurn(question, "2026-11-26T10:00:00Z", "answered", answer(question))
    return replace(made, **changes)  # type: ignore[arg-type]


def keep(kept: Conversations, *questions: str, corpus: Path = Path("/news")) -> Conversation:
    """A conversation with a turn for each question, on disk."""
    found = kept.begin(corpus)
    for question in questions or ("How many boats sank?",):
        found = kept.append(found, turn(question))
    return found


def placed(found: Citation) -> Citation:
    """The same with offsets that can be those of its quotation."""
    end = found.start + len(found.quote)
    part = found.focus and tuple(sorted(found.start + n % (len(found.quote) + 1) for n in found.focus))
    return replace(found, end=end, focus=part)


def turns(text: st.SearchStrategy[str]) -> st.SearchStrategy[SavedTurn]:
    """Turns of any kind whose texts are drawn from a strategy."""
    numbers, some = st.integers(0, 2**40), st.none() | text
    pairs = st.tuples(numbers, numbers)
    marks = st.lists(numbers, max_size=2).map(tuple)
    claims = st.lists(st.builds(Claim, text, marks, st.sampled_from(["quoted", "checked"])), max_size=2).map(tuple)
    days = st.lists(st.builds(ReadDay, numbers, numbers, text), max_size=1).map(tuple)
    cited = st.builds(
        Citation,
        numbers,
        text,
        numbers,
        numbers,
        pairs,
        text,
        st.none() | pairs,
        text,
        text,
        text,
        text,
        some,
        st.booleans(),
        days,
    )
    citations = st.lists(cited.map(placed), max_size=2).map(tuple)
    values = st.lists(st.builds(GivenValue, text, marks, some), max_size=2).map(tuple)
    scores = st.floats(allow_nan=False, allow_infinity=False)
    passages = st.lists(st.builds(PassageReference, text, numbers, numbers, scores), max_size=2).map(tuple)
    filters = st.builds(Filter, st.lists(text, max_size=2).map(tuple))
    coverage = st.builds(
        Coverage, numbers, numbers, numbers, text, text, st.none() | st.builds(Filtered, filters, numbers, numbers)
    )
    answers = st.builds(
        Answer,
        question=text,
        status=st.sampled_from(["answered", "not_in_corpus"]),
        claims=claims,
        citations=citations,
        passages=passages,
        coverage=coverage,
        model=st.builds(Models, some, text),
        timings_ms=st.builds(Timings, numbers, numbers, numbers, numbers),
        disagreement=st.booleans(),
        values=values,
        resolved=some,
    )
    return st.builds(
        SavedTurn,
        question=text,
        asked=text,
        state=st.sampled_from(["answered", "stopped", "failed"]),
        answer=st.none() | answers,
        claims=claims,
        citations=citations,
        about=some,
        resolved=some,
        problem=text,
    )
