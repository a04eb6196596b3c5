"""Passages that are embedded already, by the digest of their text."""

import numpy as np
import pytest
from made import made_article, random_articles, segment_of
from quick_encoder import DIMENSION

from index.known import KnownPassages
from index.quantise import to_bytes


def digests(articles):
    return [digest for article in articles for digest in article.digests]


@pytest.fixture(scope="module")
def articles():
    return random_articles(30)


@pytest.fixture(scope="module")
def segments(articles, tmp_path_factory):
    """The articles in segments of different size, one of them empty; some are dead."""
    parts = [(articles[:4], (1, 2)), ([], ()), (articles[4:29], ()), (articles[29:], (0,))]
    return [segment_of(tmp_path_factory.mktemp("segment"), part, dead) for part, dead in parts]


def every(number):
    return True


def test_every_passage_of_every_segment_is_known_dead_ones_too(segments, articles):
    known = KnownPassages(segments, every)
    for article in articles:
        for digest, embedded in zip(article.digests, article.embedded, strict=True):
            found = known.get(digest)
            assert found is not None
            assert to_bytes(found, DIMENSION) == to_bytes(embedded, DIMENSION)


def test_other_passages_are_not_known(segments, articles):
    known = KnownPassages(segments, every)
    for digest in digests(articles)[:5]:
        assert known.get(digest[:8] + bytes(8)) is None  # the first half alone is not enough
        assert known.get(bytes(8) + digest[8:]) is None
    assert known.get(bytes(16)) is None
    assert known.get(b"\xff" * 16) is None


@pytest.mark.parametrize("count", [0, 1])
def test_no_segment_and_an_empty_one_know_nothing(tmp_path, count):
    known = KnownPassages([segment_of(tmp_path, [])] * count, every)
    assert known.get(bytes(16)) is None


def test_passages_whose_digests_begin_alike_are_told_apart(tmp_path):
    one, other = made_article("a.txt", [["Olives."]]), made_article("b.txt", [["Trams."]])
    begin = one.digests[0][:8]
    one.digests[0], other.digests[0] = begin + b"a" * 8, begin + b"b" * 8
    known = KnownPassages([segment_of(tmp_path, [one, other])], every)
    for article in (one, other):
        found = known.get(article.digests[0])
        assert found is not None
        np.testing.assert_array_equal(found.vector, article.embedded[0].vector.astype(np.float16))
    assert known.get(begin + b"c" * 8) is None


def test_nothing_is_taken_from_a_segment_that_is_not_trusted(segments, articles):
    asked = []

    def trusted(number):
        asked.append(number)
        return number != 2

    known = KnownPassages(segments, trusted)
    assert asked == []  # it costs reading a whole segment
    assert known.get(bytes(16)) is None
    assert asked == []
    assert all(known.get(digest) is None for digest in digests(articles[4:29]))
    assert set(asked) == {2}
    assert all(known.get(digest) for digest in digests([*articles[:4], *articles[29:]]))


def test_a_copy_in_another_segment_is_taken_where_the_first_is_not_trusted(articles, tmp_path):
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    segments = [segment_of(first, articles[:3]), segment_of(second, articles[2:5])]
    for sound, held in ((1, articles[2:5]), (0, articles[:3])):
        known = KnownPassages(segments, lambda n, sound=sound: n == sound)
        assert [a for a in articles[:5] if all(known.get(digest) for digest in a.digests)] == held
