"""What counts as the same word."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.terms import terms

unhurried = settings(deadline=None)  # the machine may be busy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The HARBOURS", ["the", "harbour"]),
        ("2,963 people", ["2963", "peopl"]),
        ("1,234,567", ["1234567"]),
        ("2\u202f963 and 2\u00a0963", ["2963", "and", "2963"]),  # narrow and plain non-breaking space
        ("2'963", ["2963"]),
        ("in 2015,2016", ["in", "2015", "2016"]),
        ("1,23 and 12,3456", ["1", "23", "and", "12", "3456"]),
        ("It was 4.5.", ["it", "was", "4", "5"]),
        ("4.5 tonnes", ["4", "5", "tonn"]),
        ("six or twenty", ["6", "or", "20"]),
        ("no one", ["no", "one"]),
        ("Émigré à Tétouan", ["emigr", "a", "tetouan"]),
        ("Straße", ["strass"]),
        ("Morocco's and Morocco’s and Moroccoʼs", ["morocco", "and", "morocco", "and", "morocco"]),
        ("the boys' club", ["the", "boy", "club"]),
        ("don’t", ["dont"]),
        ("the U.S. and U.S and U.S.-led", ["the", "us", "and", "us", "and", "us", "led"]),
        ("J.R.R. Tolkien at 5 p.m.", ["jrr", "tolkien", "at", "5", "pm"]),
        ("F.Kennedy", ["f", "kennedi"]),
        ("_emphasis_ and snake_case", ["emphasi", "and", "snake", "case"]),
        ("", []),
        ("?! … —", []),
        ("\udcff x", ["x"]),  # half a surrogate pair: a byte of the terminal that was not UTF-8
    ],
)
def test_terms_of_english(text, expected):
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الأمن", ["الامن"]),  # the hamza is part of its letter and ends no word
        ("إلى آخر سؤال", ["الي", "اخر", "سوال"]),
        ("خَلِيَّة", ["خليه"]),  # vowel signs
        ("خلـــية", ["خليه"]),  # the stretching stroke
        ("٢٬٩٦٣ و۲۰۷", ["2963", "و207"]),
    ],
)
def test_terms_of_arabic(text, expected):
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("東京都", ["東京", "京都"]),
        ("東", ["東"]),
        ("人々", ["人々"]),
        ("がっこう", ["がっ", "っこ", "こう"]),  # the voicing mark stays with its letter
        ("ｶﾞｯｺｳ", ["ガッ", "ッコ", "コウ"]),  # half width
        ("iPhoneを買う", ["iphon", "を買", "買う"]),
        ("𠮷野家", ["𠮷野", "野家"]),  # outside the Basic Multilingual Plane
        ("한국 경찰", ["한국", "경찰"]),
    ],
)
def test_terms_of_scripts_without_spaces(text, expected):
    assert terms(text) == expected


@unhurried
@given(st.text(max_size=60))
def test_composed_and_decomposed_text_have_the_same_terms(text):
    assert terms(unicodedata.normalize("NFC", text)) == terms(unicodedata.normalize("NFD", text))


@unhurried
@given(st.text(max_size=40), st.text(max_size=40))
def test_lines_have_the_terms_that_they_have_together(one, other):
    assert terms(f"{one}\n{other}") == terms(one) + terms(other)


@unhurried
@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_case_makes_no_difference(text):
    assert terms(text.upper()) == terms(text.lower()) == terms(text)


@unhurried
@given(st.text(max_size=60))
def test_no_term_is_empty_or_holds_a_space(text):
    assert all(word and not any(c.isspace() for c in word) for word in terms(text))
