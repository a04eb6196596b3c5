"""Gold files as people write them: what may be missing, and every mistake told with its line."""

import json
from pathlib import Path

import pytest

from corpus import folder
from qa.errors import GoldError
from qa.gold import GoldQuestion, GoldSpan, read_gold


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Two articles; one quotation goes over a line's end."""
    (tmp_path / "harbour.txt").write_text("The storm sank\n41 boats. The storm went on.\n", encoding="utf-8")
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "olives.md").write_text("Olive oil rose to 110 dirhams.\n", encoding="utf-8")
    return tmp_path


def read(articles: Path, *lines: dict | str | bytes) -> list[GoldQuestion]:
    """The questions of some lines, which may be no JSON at all."""
    data = [line if isinstance(line, bytes) else (line if isinstance(line, str) else json.dumps(line)).encode()
            for line in lines]  # fmt: skip
    return read_gold(b"\n".join(data), "GOLD", lambda source: folder.load(articles, source, max_bytes=10_000))


def quoting(quote: object, source: object = "harbour.txt", **fields: object) -> dict:
    return {"question": "Boats?", "spans": [{"source": source, "quote": quote, **fields}]}


def test_a_question_with_everything(articles: Path) -> None:
    span = {"source": "harbour.txt", "start": 15, "end": 23, "quote": "41 boats"}
    other = {"source": "news/olives.md", "quote": "110"}
    line = {"id": "h1", "question": " Boats? ", "answers": ["41"], "spans": [span], "also": [other], "kind": "agree"}
    assert read(articles, {**line, "paragraph": [0, 9]}) == [
        GoldQuestion(
            id="h1",
            question="Boats?",
            answers=("41",),
            spans=(GoldSpan("harbour.txt", 15, 23, "41 boats"),),
            also=(GoldSpan("news/olives.md", 18, 21, "110"),),
            kind="agree",
        )
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ({"question": "Boats?"}, "unanswerable"),
        ({"question": "Boats?", "answers": [], "spans": None}, "unanswerable"),
        ({"question": "Boats?", "answers": ["41"]}, "fact"),
        (quoting("41 boats"), "fact"),
        ({"question": "Boats?", "answers": ["41"], "kind": "of my own"}, "of my own"),
        ({"question": "Boats?", "answers": ["41"], "kind": "answerable"}, "answerable"),
    ],
)
def test_the_kind_follows_where_it_is_missing(articles: Path, line: dict, kind: str) -> None:
    assert [g.kind for g in read(articles, line)] == [kind]


def test_a_line_without_an_id_is_known_by_its_number(articles: Path) -> None:
    found = read(articles, b"\xef\xbb\xbf", "", {"question": "Boats?"}, " \r", {"question": "Oil?", "id": 7}, "")
    assert [(g.id, g.question) for g in found] == [("3", "Boats?"), ("7", "Oil?")]


@pytest.mark.parametrize("quote", ["The storm sank 41 boats", "sank\n41", " 41\t boats. "])
def test_a_quotation_is_found_whatever_its_white_space(articles: Path, quote: str) -> None:
    text = (articles / "harbour.txt").read_text()
    ((span,),) = (g.spans for g in read(articles, quoting(quote)))
    assert text[span.start : span.end] == span.quote
    assert span.quote.split() == quote.split()


def test_a_span_may_be_offsets_alone_and_its_path_as_a_shell_writes_it(articles: Path) -> None:
    ((span,),) = (g.spans for g in read(articles, quoting(None, "./news/olives.md", start=18, end=21)))
    assert span == GoldSpan("news/olives.md", 18, 21, "110")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Boats?", "it is not JSON (Expecting value at column 1): write one object a line"),
        ('{"question": "Boats?"', "it is not JSON (Expecting ',' delimiter at column 22)"),
        (b'{"question": "caf\xe9?"}', "it is not UTF-8: save the file in that encoding"),
        ("[" * 100_000, "it cannot be read as JSON"),
        ('{"question": "Boats?", "id": ' + "9" * 5_000 + "}", "it cannot be read as JSON"),
        ('["Boats?"]', "it is no JSON object"),
        ({"answers": ["41"]}, '"question" must be a text in quotation marks'),
        ({"question": 41}, '"question" must be a text in quotation marks'),
        ({"question": " "}, "the question is empty: ask something"),
        ({"question": "x" * 3_000}, "the question is 3,000 characters long"),
        ({"question": "Boats?", "answer": ["41"]}, '"answer" is unknown: write "answers"'),
        ({"question": "Boats?", "answers": "41"}, '"answers" must be a list of texts'),
        ({"question": "Boats?", "answers": [41]}, '"answers" must be a list of texts'),
        ({"question": "Boats?", "answers": ["—"]}, "with a word or a number in each"),
        ({"question": "Boats?", "kind": 1}, '"kind" must be a name'),
        ({"question": "Boats?", "answers": ["41"], "kind": "conflicts"}, '"conflicts" is unknown: write "conflict"'),
        ({"question": "Boats?", "answers": ["41"], "kind": "unanswerable"}, "leave out one or the other"),
        ({"question": "Boats?", "kind": "fact"}, 'nothing says what is right: give "answers" or "spans"'),
        ({"question": "Boats?", "spans": {"source": "a.txt"}}, '"spans" must be a list'),
        ({"question": "Boats?", "spans": ["harbour.txt"]}, "a span names no article"),
        (quoting("41", None), "a span names no article"),
        (quoting("41", "gone.txt"), "gone.txt: cannot be read: there is no such file: name an article of the corpus"),
        (quoting("41", "../secret.txt"), "../secret.txt is no source"),
        (quoting("42 boats"), "“42 boats” does not stand in harbour.txt: copy it from there"),
        (quoting("THE STORM"), "does not stand in harbour.txt"),
        (quoting("The storm"), "“The storm” stands more than once in harbour.txt: quote more of the sentence"),
        (quoting(" "), "does not stand in harbour.txt"),
        (quoting(41), '"quote" must be a text in quotation marks'),
        (quoting(None), 'a span of harbour.txt has no place: copy the words that answer into "quote"'),
        (quoting("41 boats", start=14, end=22), "does not stand at 14 to 22 of harbour.txt"),
        (quoting("41 boats", start=15), "has no span 15 to None"),
        (quoting("41 boats", start="15", end="23"), "has no span 15 to 23"),
        (quoting(None, start=15, end=1_000), "offsets count its 44 characters from 0"),
        (quoting(None, start=5, end=5), "has no span 5 to 5"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_with_its_number(articles: Path, line: object, problem: str) -> None:
    with pytest.raises(GoldError) as raised:
        read(articles, {"question": "Oil?"}, "", line)
    assert str(raised.value).startswith("GOLD:3: ")
    assert problem in str(raised.value)


@pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\xef\xbb\xbf"])
def test_a_file_without_questions_is_told(articles: Path, data: bytes) -> None:
    with pytest.raises(GoldError, match="GOLD holds no question: write one JSON object a line"):
        read(articles, data)
