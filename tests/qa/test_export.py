"""Conversations as Markdown: everything is there, and nothing of it acts."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from kept import QUOTE, answer, citation, turn, turns
from markdown_it import MarkdownIt

from qa.answer import Claim, GivenValue, folded
from qa.conversations import Conversation
from qa.errors import ConversationError
from qa.export import markdown, plain
from qa.history import exported

MARKUP = "*_`[]()<>#!|~&$\\\"'-+=:/.@wWhHtTpPsS x1\n\t\u202e\x1b"
HARMLESS = {"inline", "text", "softbreak", "paragraph_open", "paragraph_close"}


def conversation(*asked) -> Conversation:
    return Conversation("x", "Boats", "/news", "2026-11-26T10:00:00Z", "2026-11-26T10:00:00Z", asked or (turn(),))


def _tokens(text: str):
    for token in MarkdownIt("gfm-like").parse(text):
        yield token
        yield from token.children or ()


def test_an_answer_stands_above_its_sources_with_file_line_and_span():
    text = markdown(conversation())
    assert text.startswith("# Boats\n\nAsked of /news, 2026\\-11\\-26.\n\n## How many boats sank?\n")
    assert f"“{QUOTE}” \\[1\\]" in text
    start = citation().start
    assert f"1. harbour.txt, line 5, characters {start} to {start + len(QUOTE)}: “{QUOTE}” " in text


def test_what_the_corpus_does_not_say_and_what_was_stopped_is_told():
    refused = turn(answer=answer(status="not_in_corpus", claims=(), citations=()))
    said = (Claim("One.", (1,), "checked"),)
    half = turn("Half?", state="stopped", answer=None, claims=said, citations=(citation(),))
    text = markdown(conversation(refused, half, turn("Bad?", state="failed", answer=None, problem="no *disk*")))
    assert "The corpus does not say. Looked through 3 articles" in text
    assert "One. \\[1\\]" in text
    assert "*Stopped before its end.*" in text
    assert "*It failed: no \\*disk\\**" in text


def test_values_that_differ_are_listed_with_dates_and_marks():
    values = (GivenValue("41", (1,), "2021-03-12"), GivenValue("38", (2,), None))
    text = markdown(conversation(turn(answer=answer(disagreement=True, values=values))))
    assert "- 41, 2021\\-03\\-12 \\[1\\]\n- 38, no date \\[2\\]" in text


@example("https://evil.example/x?a=b and www.evil.example, me@evil.example mailto:me@evil.example ftp://evil.example")
@example("1. one")
@example("12) two")
@example("![x](https://evil.example/y.png) <script>alert(1)</script> &lt;b&gt; <https://evil.example>")
@given(st.text(MARKUP, max_size=40))
def test_text_of_articles_is_shown_and_does_nothing(text):
    tokens = list(_tokens(plain(text)))
    assert {t.type for t in tokens} <= HARMLESS
    assert "".join(t.content for t in tokens if t.type == "text") == folded(text)


@given(asked=turns(st.text(MARKUP, max_size=15)))
def test_no_field_of_a_turn_becomes_markup(asked):
    kinds = {t.type for t in _tokens(markdown(conversation(asked)))}
    ours = ("heading", "ordered_list", "bullet_list", "list_item", "em")
    listed = {f"{name}_{end}" for name in ours for end in ("open", "close")}
    assert kinds <= HARMLESS | listed


# Into a file


def test_a_file_that_is_there_is_replaced_only_when_asked(tmp_path):
    path = tmp_path / "out.md"
    path.write_text("mine")
    path.chmod(0o640)
    with pytest.raises(ConversationError, match="--force"):
        exported(conversation(), path, "md")
    assert path.read_text() == "mine"
    exported(conversation(), path, "md", force=True)
    assert path.read_text() == markdown(conversation())
    assert path.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["out.md"]


@pytest.mark.parametrize("force", [False, True])
def test_a_full_disk_leaves_what_was_there_and_no_half_of_a_file(tmp_path, monkeypatch, force):
    path = tmp_path / "out.md"
    if force:
        path.write_text("mine")

    def fail(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(ConversationError, match="No space left"):
        exported(conversation(), path, "md", force=force)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("out.md", "mine")] * force


def test_a_link_stays_one_and_its_file_is_replaced(tmp_path):
    (tmp_path / "real.md").write_text("mine")
    (tmp_path / "link.md").symlink_to("real.md")
    exported(conversation(), tmp_path / "link.md", "md", force=True)
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text() == markdown(conversation())


def test_a_place_that_is_no_file_is_told(tmp_path):
    for place in (tmp_path, tmp_path / "none" / "out.md", Path("/dev/full")):
        with pytest.raises(ConversationError):
            exported(conversation(), place, "json", force=True)
    assert Path("/dev/full").is_char_device()


def test_an_untitled_conversation_has_a_heading():
    assert markdown(replace(conversation(), title="")).startswith("# Conversation\n")
