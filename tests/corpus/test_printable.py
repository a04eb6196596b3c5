"""What reaches a terminal from an article or a file name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ArticleError, CorpusQAError
from corpus.printable import printable

BIDIRECTIONAL = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ESCAPES = st.sampled_from(
    "\x1b[31m|\x1b]8;;http://x\x07|\x1b]0;t\x1b\\|\x1bP|\x1b|\x9b|\x9d|\x9c|\x90|\x1b[|\x1b(B"
    "|\r|\r\n|\n|\t|\u2028|\x85|\x0c|\u202e|\U000e0041|\ud800|\x07|a|é|31m".split("|")
)
ANY = st.one_of(st.text(alphabet=st.characters()), st.lists(ESCAPES, max_size=12).map("".join))


@given(ANY, st.booleans())
def test_nothing_that_a_terminal_obeys_is_left(text: str, newlines: bool) -> None:
    shown = printable(text, newlines=newlines)
    for character in shown:
        category = unicodedata.category(character)
        assert category not in ("Cs", "Zl", "Zp")
        assert category != "Cc" or (newlines and character == "\n")
        assert character not in BIDIRECTIONAL
        assert not 0xE0000 <= ord(character) <= 0xE007F
    shown.encode()


@given(ANY, st.booleans())
def test_a_second_time_changes_nothing(text: str, newlines: bool) -> None:
    once = printable(text, newlines=newlines)
    assert printable(once, newlines=newlines) == once


@pytest.mark.parametrize(
    "text",
    [
        "Élodie’s naïve “façade” — 2,963 €…\nΝέα, новости, ¿qué?",
        "السلام عليكم، كيف الحال؟ لا\u200cبأس",
        "港は閉鎖された。「もう終わりだ」",
        "बंदरगाह बंद है। क्\u200dष",
        "👩\u200d👩\u200d👧 ❤\ufe0f 🇲🇦 e\u0301",
        "a\u00a0b \u2009c",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mred\x1b[0mb", "aredb"),
        ("a\x9b31mb", "ab"),
        ("a\x1b[38;2;1;2;3mb", "ab"),
        ("a\x1b]8;;http://evil.example\x07link\x1b]8;;\x07b", "alinkb"),
        ("a\x1b]0;title\x1b\\b", "ab"),
        ("a\x9d0;title\x9cb", "ab"),
        ("a\x1bPq#0\x1b\\b", "ab"),
        ("a\x1b_x\x1b\\\x1b^y\x1b\\\x1bXz\x1b\\b", "ab"),
        ("a\x1bcb\x1b(Bc\x1b7", "abc"),
        ("a\x1b", "a"),
        ("a\x08\x07\x7fb", "ab"),
        ("user\u202etxt.exe", "usertxt.exe"),
        ("a\u200bb\ufeffc\u2060d\u00ade", "abcde"),
        ("x\U000e0041\U000e007fy", "xy"),
        ("a\ud800b", "a\ufffdb"),
        ("a\tb", "a b"),
        ("a\r\nb\rc\u2028d\u2029e\x85f\x0cg\x0bh", "a\nb\nc\nd\ne\nf\ng\nh"),
    ],
)
def test_sequences_go_whole_and_line_ends_become_newlines(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_an_unterminated_sequence_does_not_hide_the_text_after_it() -> None:
    assert printable("a\x1b]0;the rest\nof the article") == "a0;the rest\nof the article"
    assert printable("a\x1b]" + "x" * 5000 + "\x07b") == "a" + "x" * 5000 + "b"
    assert printable("a\x9b31") == "a"


def test_without_newlines_everything_is_one_line() -> None:
    assert printable("a\r\n\nb\u2028c", newlines=False) == "a b c"


def test_many_introducers_take_linear_time() -> None:
    for unit in ("\x9d", "\x1b]", "\x1b[", "\x1b]0;a"):
        assert len(printable(unit * 200_000)) <= 3 * 200_000


def test_an_error_stays_one_harmless_line_whatever_a_file_is_called() -> None:
    assert str(CorpusQAError("a\nb\x1b[31m: gone")) == "a b: gone"
    error = ArticleError("a\n.txt", "bad\x07")
    assert str(error) == "a .txt: bad"
    assert error.source == "a\n.txt"
