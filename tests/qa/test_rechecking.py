"""Citations that were kept, against the files as they are now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept import QUOTE, START, TEXT, citation

from corpus.article import Span
from qa.rechecking import nearest, recheck

LIMIT = 1_000_000


@pytest.fixture
def stand(tmp_path):
    """What becomes of the citation when the article holds some text."""

    def checked(text: str | None, **changes):
        if text is not None:
            (tmp_path / "harbour.txt").write_text(text, encoding="utf-8", newline="")
        (found,) = recheck([citation(**changes)], tmp_path, max_bytes=LIMIT)
        return found

    return checked


def test_words_that_stand_where_they_stood_hold(stand):
    found = stand(TEXT)
    assert (found.standing, found.span, found.line, found.told) == ("holds", Span(START, START + len(QUOTE)), 5, "")


def test_an_edit_below_the_words_takes_nothing_from_them(stand):
    assert stand(TEXT + "More of it.\n").standing == "holds"


def test_the_line_is_that_of_today(stand):
    found = stand("\n" * START + QUOTE)
    assert (found.standing, found.line) == ("holds", START + 1)


def test_words_that_moved_are_found_at_their_nearest_place(stand):
    found = stand(f"{QUOTE}\n{'x' * 500}\nNew. {TEXT}{QUOTE}")
    assert found.standing == "moved"
    assert found.span is not None
    assert found.span.start == 0
    assert found.line == 1
    assert "line 1" in found.told


def test_words_that_are_gone_have_changed(stand):
    found = stand(TEXT.replace("41", "42"))
    assert (found.standing, found.span) == ("changed", None)
    assert "no longer" in found.told


UNREADABLE = {"none": None, "empty": "", "bytes": "\x00\x01\x02" * 50, "large": "x" * (LIMIT + 1)}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_an_article_that_cannot_be_read_is_gone(stand, text):
    assert stand(text).standing == "gone"


@pytest.mark.parametrize("source", ["../harbour.txt", "/etc/passwd", "", "a\x00.txt", "\ud800.txt", "harbour.exe"])
def test_no_source_leads_out_of_the_corpus(stand, source):
    assert stand(TEXT, source=source).standing == "gone"


@pytest.mark.parametrize("changes", [{"start": -5, "end": -1}, {"start": 10**9, "end": 1}, {"quote": ""}])
def test_spans_that_cannot_be_are_no_failure(stand, changes):
    assert stand(TEXT, **changes).standing != "holds"


def test_an_article_is_read_once(tmp_path, monkeypatch):
    (tmp_path / "harbour.txt").write_text(TEXT)
    from qa import rechecking

    read = []
    load = rechecking.load
    monkeypatch.setattr(rechecking, "load", lambda *a, **o: read.append(a) or load(*a, **o))
    assert [f.standing for f in recheck([citation(n) for n in (1, 2, 3)], tmp_path, max_bytes=LIMIT)] == ["holds"] * 3
    assert len(read) == 1


@given(st.text("ab", max_size=12), st.text("ab", min_size=1, max_size=3), st.integers(0, 14))
def test_the_nearest_place_is_the_nearest_of_all(text, words, offset):
    places = [n for n in range(len(text)) if text.startswith(words, n)]
    found = nearest(text, words, offset)
    assert (found is None) == (not places)
    if found is not None:
        assert found in places
        assert abs(found - offset) == min(abs(n - offset) for n in places)
