"""How a long quotation is told in short."""

from hypothesis import given
from hypothesis import strategies as st

from index.filters import Filter, Filtered
from qa.answer import Coverage, Models, folded
from qa.session import Opened, Unbuilt
from tui.wording import excerpt, opened_text, unbuilt_text


def marked(quote, sought, longest):
    text, marks = excerpt(quote, [(quote.index(w), quote.index(w) + len(w)) for w in sought], longest)
    return text, [text[a:b] for a, b in marks]


def test_a_short_quotation_stays_whole():
    assert marked("The storm\n sank  41\tboats.", ["41"], 40) == ("The storm sank 41 boats.", ["41"])


def test_a_long_one_begins_shortly_before_what_is_sought():
    text, held = marked("word " * 40 + "then the storm sank 41 boats near Tarfaya " + "word " * 40, ["storm", "41"], 60)
    assert held == ["storm", "41"]
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) <= 64


def test_most_of_what_is_sought_wins_over_the_first_of_it():
    assert marked("one " + "word " * 40 + "two and three " + "word " * 40, ["one", "two", "three"], 60)[1] == [
        "two",
        "three",
    ]


def test_without_a_mark_the_beginning_is_told():
    assert excerpt("word " * 40, [], 20) == ("word word word word …", [])


TEXTS = st.text("ab \n\t\x1b\u202e漢é", min_size=1, max_size=300)


@given(TEXTS, st.data())
def test_a_mark_holds_what_is_sought(quote, data):
    starts = [n for n, c in enumerate(quote) if c in "ab漢é"]
    at = data.draw(st.lists(st.sampled_from(starts), max_size=4, unique=True)) if starts else []
    text, marks = excerpt(quote, [(n, n + 1) for n in sorted(at)], 50)
    assert all(text[a:b] in "ab漢é" and b - a == 1 for a, b in marks)
    assert folded(quote).startswith(text.removesuffix(" …")) or text.startswith("… ")
    assert not at or marks or len(folded(quote)) > 50 or "\x1b" in quote


def test_one_article_is_one():
    told = [unbuilt_text(Unbuilt(number, 12.0), "/news") for number in (0, 1, 2_000)]
    assert "holds no articles" in told[0]
    assert "There is 1 article to read." in told[1]
    assert "There are 2,000 articles to read. Enter builds the index, which takes about 12 s" in told[2]


def test_a_filter_that_no_article_passes_is_told():
    none = Filtered(Filter.of_source("zzz*"), articles=0, undated=0)
    opened = Opened(Coverage(12, 0, 0, "generation", "2026-11-22T10:00:00Z", none), 7, Models(None, "encoder"))
    assert opened_text(opened) == "No article can be asked: 0 of 12 articles (source ./zzz[*])."
