"""Passages: runs of whole sentences that the encoder can read to the end, and that keep to their paragraphs."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import settings as running
from hypothesis import strategies as st

from corpus.article import Span
from corpus.passages import CHARACTERS_A_TOKEN, HEADING, SHORT, SIZE, passages
from corpus.sentences import sentences

TOKEN = re.compile(r"\w+|[^\w\s]")


def tokens(text):
    """Word pieces of four characters, marks by themselves: additive, like those of an encoder."""
    return sum(-(-len(piece) // 4) for piece in TOKEN.findall(text))


def counts(texts):
    return [tokens(text) for text in texts]


def cut(text, limit=254, **settings):
    return passages(text, sentences(text), limit=limit, token_counts=counts, **settings)


def texts(found, text):
    return [p.span.of(text) for p in found]


def covers(text, spans):
    """Whether every character outside the spans is blank."""
    ends = [0, *(s.end for s in spans)]
    starts = [*(s.start for s in spans), len(text)]
    return not any(text[end:start].strip() for end, start in zip(ends, starts, strict=True))


FRAGMENTS = [
    *("The harbour was shut. ", "Why? ", "“No,” he said. ", "Heading\n", "• item\n", "October 5 members\n"),
    *("\n", "\n\n", "\r\n", " ", "\t", "\u2028", "é", "👩\u200d👩\u200d👧", "东京都。", "漢" * 70, "x" * 90),
    "https://example.org/" + "a" * 60,
]
fragments = st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=20))
articles = st.lists(fragments, max_size=25).map("".join)
unhurried = running(deadline=None)  # the machine may be busy
settings = {"limit": st.integers(1, 40), "size": st.integers(1, 200), "short": st.integers(0, 100)}


@unhurried
@given(text=articles, **settings)
def test_sentences_of_passages_are_in_order_and_cover_the_text(text, limit, size, short):
    spans = [s for p in cut(text, limit, size=size, short=short) for s in p.sentences]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert covers(text, spans)


@unhurried
@given(text=articles, **settings)
def test_no_passage_exceeds_the_limit(text, limit, size, short):
    for passage in cut(text, limit, size=size, short=short):
        assert tokens(passage.span.of(text)) <= limit or len(passage.span.of(text)) == 1


@unhurried
@given(text=articles, **settings)
@example(text="a. " * 5 + "b" * 300 + ". c.", limit=8, size=20, short=5)
def test_only_a_sentence_over_the_limit_is_cut(text, limit, size, short):
    found = cut(text, limit, size=size, short=short)
    units = {s for p in found for s in p.sentences}
    for sentence in sentences(text):
        long = tokens(sentence.of(text)) > limit or sentence.end - sentence.start > limit * CHARACTERS_A_TOKEN
        inside = [u for u in units if u.start < sentence.end and sentence.start < u.end]
        assert inside == [sentence] or long
        assert all(sentence.start <= u.start and u.end <= sentence.end for u in inside)


@unhurried
@given(text=articles, **settings)
def test_a_passage_over_the_size_is_one_sentence_or_begins_with_a_heading(text, limit, size, short):
    for passage in cut(text, limit, size=size, short=short):
        span, last = passage.span, passage.sentences[-1]
        if span.end - span.start > size and len(passage.sentences) > 1:
            lead = text[span.start : passage.sentences[-2].end]
            assert len(lead) < HEADING
            assert re.search(r"[\r\n]", text[passage.sentences[-2].end : last.start])


@unhurried
@given(text=articles, **settings)
def test_the_same_text_is_cut_the_same_way(text, limit, size, short):
    assert cut(text, limit, size=size, short=short) == cut(text, limit, size=size, short=short)


def test_no_text_has_no_passage():
    assert cut("") == cut(" \n ") == []


def test_a_passage_spans_from_its_first_sentence_to_its_last():
    text = "  One sentence. Another one.  "
    (passage,) = cut(text)
    assert passage.span == Span(2, 28)
    assert [s.of(text) for s in passage.sentences] == ["One sentence.", "Another one."]


# Size and paragraphs

SENTENCE = "The quick brown fox jumps over the lazy dog near the old town. "  # 63 characters


def test_sentences_are_joined_up_to_the_size():
    text = SENTENCE * 20
    found = cut(text)
    assert [len(p.sentences) for p in found] == [4] * 5
    assert all(len(t) <= SIZE for t in texts(found, text))
    assert [len(p.sentences) for p in cut(text, size=200)] == [3] * 6 + [2]


def test_a_paragraph_of_some_length_ends_the_passage():
    text = SENTENCE * 4 + "\n\n" + SENTENCE * 2
    assert [len(p.sentences) for p in cut(text)] == [4, 2]
    assert [len(p.sentences) for p in cut(text, size=400, short=300)] == [6]


def test_short_paragraphs_are_joined():
    text = "\n\n".join([SENTENCE.strip()] * 6)
    assert [len(p.sentences) for p in cut(text)] == [3, 3]  # the third brings the passage past SHORT


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n"])
def test_any_line_end_ends_a_paragraph(end):
    text = (SENTENCE * 4).strip() + end + SENTENCE
    assert [len(p.sentences) for p in cut(text)] == [4, 1]


def test_rows_of_a_table_are_joined_up_to_the_size():
    text = "".join(f"October {year} Casablanca {year % 7} members 4 individuals\n" for year in range(1990, 2024))
    found = cut(text)
    assert len(found) > 3
    assert all(SHORT <= len(t) <= SIZE for t in texts(found, text)[:-1])
    assert all("\n" in t for t in texts(found, text))


# Headings


def test_a_heading_goes_with_what_follows_it():
    text = SENTENCE * 4 + "\n\nThe second part\n\n" + SENTENCE * 4
    first, second = texts(cut(text), text)
    assert first.endswith("old town.")
    assert second.startswith("The second part\n\nThe quick")


def test_a_heading_before_a_sentence_that_fills_a_passage_goes_with_it():
    text = "The first part\n\n" + SENTENCE.replace(". ", ", ") * 6 + "and more.\n\nThe second part\n\n" + (
        SENTENCE.replace(". ", ", ") * 6 + "and that is all."
    )  # fmt: skip
    first, second = texts(cut(text), text)
    assert first.startswith("The first part\n\nThe quick")
    assert second.startswith("The second part\n\nThe quick")
    assert len(first) > SIZE


def test_a_heading_stands_alone_where_what_follows_would_pass_the_limit():
    text = "The first part\n\n" + "word " * 60 + "end."
    assert texts(cut(text, limit=62), text)[0] == "The first part"
    assert len(cut(text, limit=100)) == 1


def test_a_sentence_without_a_full_stop_inside_a_line_is_no_heading():
    text = SENTENCE * 5 + "\nIt left.[1] And it came back, the fox, over the dog and over the hill, all in one day.\n"
    assert texts(cut(text, size=400), text)[0].endswith("old town.")
    joined = "\n".join(
        [(SENTENCE * 5).strip(), "He counted: 1 • two foxes and a dog, both of them as old as the town.", ""]
    )
    for passage in cut(joined):
        assert not passage.span.of(joined).endswith("He counted: 1")


def test_the_last_row_of_a_table_is_no_heading():
    rows = "".join(f"October {year} Casablanca 5 members\n" for year in range(2003, 2008))
    text = rows + "\n" + SENTENCE.replace(". ", ", ") * 4 + "and that is all."
    first, second = texts(cut(text), text)
    assert first.endswith("2007 Casablanca 5 members")
    assert second.startswith("The quick")


# Sentences that no encoder reads to the end


def test_a_long_sentence_is_cut_between_words():
    text = "word " * 1000 + "end."
    found = cut(text, limit=50)
    assert texts(found, text)[0].startswith("word word")
    assert " ".join(texts(found, text)) == text
    assert all(tokens(t) >= 30 for t in texts(found, text)[:-1])


def test_a_long_word_is_cut_where_it_must():
    text = "The link " + "x" * 900 + " is dead."
    found = cut(text, limit=50)
    assert "".join("".join(t.split()) for t in texts(found, text)) == "".join(text.split())
    assert all(tokens(t) <= 50 for t in texts(found, text))


def test_the_rest_of_a_long_sentence_is_joined_with_what_follows():
    text = "word " * 60 + "end. The next one is short."
    assert texts(cut(text, limit=50), text)[-1].endswith("end. The next one is short.")


@pytest.mark.parametrize(
    "text",
    ["x" * 2_000_000, "word " * 400_000, "漢" * 2_000_000, "Row of words\n" * 150_000, "\n" * 2_000_000 + "End."],
)
def test_two_megabytes_of_anything_are_cut_in_seconds(text):
    spans = sentences(text)
    began = time.process_time()
    found = passages(text, spans, limit=254, token_counts=counts)
    assert time.process_time() - began < 15
    assert found[-1].span.end == len(text.rstrip())


def test_a_long_sentence_is_counted_in_few_calls_and_not_word_by_word():
    asked = []

    def counting(some):
        asked.extend(some)
        return counts(some)

    text = "word " * 10_000
    passages(text, sentences(text), limit=100, token_counts=counting)
    assert len(asked) < 2_000
