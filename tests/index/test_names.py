"""Rare names, numbers and quoted phrases: what they are, who holds them, and what they do to the order."""

import numpy as np
import pytest
from quick_encoder import (  # noqa: F401 - fixtures
    MAX_BYTES,
    QuickQuestions,
    corpus_fixture,
    embedded_fixture,
    rebuild,
    write_articles,
)

from index import names
from index.names import Named, first, named, rare
from index.search import Index


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Ouazzani say?", [("ouazzani",)]),
        ("Ouazzani said what?", [("ouazzani",)]),
        ("What was said?", []),  # every question begins with a capital
        ("Describe the budget.", []),
        ("how many in 2016", [("2016",)]),
        ("who is J.-P. Tirole", [("j",), ("p",), ("tirol",)]),
        ('who said "harbour of sighs" there', [("harbour", "of", "sigh")]),
        ("who said “enough” there", [("enough",)]),
        ("who said 'enough is enough' there", [("enough", "is", "enough")]),
        ("don't they, or can't they", []),  # apostrophes are no quotation marks
        ("what is it", []),
        ("", []),
    ],
)
def test_words_with_capitals_or_digits_and_quotations_are_named(question, expected):
    assert [name.words for name in named(question)] == expected


def test_the_order_changes_only_where_a_set_is_missing_from_the_first_places():
    order = [4, 2, 0, 3, 1]
    assert first(order, [[4, 1]], 3) == order
    assert first(order, [[1, 3]], 3) == [4, 2, 3, 0, 1]
    assert first(order, [[1]], 3) == [4, 2, 1, 0, 3]
    assert first([0], [[0]], 3) == [0]
    assert first(order, [], 3) == order


@pytest.fixture
def index(tmp_path, corpus, embedded):
    """Forty articles on the budget; one of them holds a name, another a phrase."""
    write_articles(
        corpus, {f"budget{n}.txt": f"The budget of town {n} was passed. Taxes rise by {n}.\n" for n in range(40)}
    )
    write_articles(
        corpus,
        {
            "name.txt": "At the fair, Ouazzani sold lamps and old carpets to visitors from the north.\n",
            "phrase.txt": "The crew sang of the long road home. The road was long, and home was far.\n",
            "words.txt": "Home is a road. Long is the way.\n",
        },
    )
    rebuild(corpus, tmp_path / "index")
    return Index.open(tmp_path / "index", max_bytes=MAX_BYTES)


def sources(index, question, k=3):
    return [hit.article.source for hit in index.search(question, QuickQuestions(), k).hits]


def test_a_rare_name_brings_its_article_to_the_first_places(index, monkeypatch):
    question = "What did the budget of the town, passed with taxes that rise, mean for Ouazzani?"
    assert "name.txt" in sources(index, question)
    assert "name.txt" in [h.article.source for h in index.search(question, QuickQuestions(), 40).hits]


def test_only_places_that_hold_the_phrase_itself_count(index):
    postings = [s.postings for s in index.segments]
    found = rare(named('who sang "long road home"'), postings, [s.alive for s in index.segments], index._passage)
    assert [[index._copy(*place).article.source for place in places] for places in found] == [["phrase.txt"]]


def test_what_many_hold_or_nobody_is_not_rare(index):
    postings, alive = [s.postings for s in index.segments], [s.alive for s in index.segments]
    assert rare([Named(("budget",)), Named(("nobody",))], postings, alive, index._passage) == []


def test_rows_that_are_not_allowed_do_not_count(index):
    postings = [s.postings for s in index.segments]
    nothing = [np.zeros(len(s), bool) for s in index.segments]
    assert rare([Named(("ouazzani",))], postings, nothing, index._passage) == []


def test_a_rare_name_does_not_pass_a_filter(index):
    from index.filters import Filter

    found = index.search("what of Ouazzani", QuickQuestions(), 10, Filter.of(["budget*"])).hits
    assert found
    assert all(hit.article.source.startswith("budget") for hit in found)


def test_names_are_brought_among_the_first_three():
    assert names.RARE == 5
