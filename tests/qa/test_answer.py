"""The JSON contract of an answer, and text on one line."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Answer, Citation, Claim, Coverage, Models, PassageReference, folded, to_line

# What a terminal may obey although JSON holds it as it is: C1, bidirectional and line controls, marks, tags
OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)

texts = st.text() | st.text(st.sampled_from('a"\\\x00\x1b\x7f\x85\x9b\u2028\u202e\ufeff\U000e0041\udcff é漢🎉\n'))


@given(texts)
def test_a_line_of_json_decodes_to_the_exact_text_and_holds_nothing_that_is_obeyed(text):
    line = to_line({"text": text, text: [text]})
    assert json.loads(line) == {"text": text, text: [text]}
    assert not OBEYED.search(line)
    line.encode()  # no lone surrogate


def test_a_line_of_json_is_readable_in_any_script():
    assert to_line({"text": "Tétouan تطوان 東京 🎉"}) == '{"text": "Tétouan تطوان 東京 🎉"}'


def test_controls_are_escaped_outside_the_first_plane_too():
    assert to_line({"t": "\x9b\u202e\U000e0041"}) == '{"t": "\\u009b\\u202e\\udb40\\udc41"}'


@given(texts)
def test_folded_text_is_one_harmless_line_and_stays_as_it_is(text):
    once = folded(text)
    assert not OBEYED.search(once)
    assert "  " not in once
    assert once == once.strip()
    assert folded(once) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n  b\r\n\tc", "a b c"),
        ("\x1b[31mred\x1b[0m \x1b]8;;http://x\x07link\x1b]8;;\x07", "red link"),
        (" \u2028 ", ""),
    ],
)
def test_a_quotation_is_folded_into_running_text(text, expected):
    assert folded(text) == expected


CITATION = Citation(
    id=1,
    source="b c.txt",
    start=212,
    end=281,
    lines=(7, 8),
    quote="207 cells\nhave been dismantled",
    focus=(212, 215),
    uri="b%20c.txt#char=212,281",
    sha256="0" * 64,
    encoding="utf-8",
    title="Cells",
    date="2016-09-18",
)


def test_an_answer_as_json_has_the_keys_of_the_contract_in_their_order():
    answer = Answer(
        question="How many?",
        status="answered",
        claims=(Claim("207 cells.", (1, 2), "checked"), Claim("Or 208.", (2,), "quoted")),
        citations=(CITATION,),
        passages=(PassageReference("b c.txt", 100, 900, 1.93),),
        coverage=Coverage(5, 0, 0, "generation", "2026-11-22T10:00:00Z"),
        model=Models(None, "encoder"),
    )
    value = json.loads(to_line(answer.to_dict()))
    assert list(value) == [
        "schema", "question", "resolved", "status", "answer", "disagreement", "values", "claims", "citations",
        "passages", "coverage", "model", "timings_ms",
    ]  # fmt: skip
    assert value["answer"] == "207 cells. [1] [2] Or 208. [2]"
    assert [c["text"] for c in value["claims"]] == ["207 cells. [1] [2]", "Or 208. [2]"]
    assert value["claims"][0]["citations"] == [1, 2]
    assert list(value["citations"][0]) == [
        "id", "source", "start", "end", "lines", "quote", "focus", "uri", "sha256", "encoding", "title", "date",
        "date_ambiguous", "days",
    ]  # fmt: skip
    assert value["citations"][0]["lines"] == [7, 8]
    assert value["model"] == {"generator": None, "encoder": "encoder"}
