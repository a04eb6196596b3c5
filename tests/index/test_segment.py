"""Segments: what is written comes back, and what is damaged is refused in one line."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from corpus.article import Span
from corpus.passages import Passage
from index import segment
from index.encoder import EmbeddedPassage, unit
from index.errors import IndexDamagedError
from index.lexical import statistics
from index.segment import ArticleRecord, EmbeddedArticle, Segment, quantise

unhurried = settings(deadline=None)  # the machine may be busy

DIMENSION = 16


def record(source, passages):
    return ArticleRecord(source, "d" * 64, 10, 20, "utf-8", "Títle \udcff", "2016-09", False, None, passages)


def embedded_article(source, cuts, generator):
    """An article of passages, given as the spans of their sentences."""
    passages = [Passage(tuple(Span(*s) for s in sentences)) for sentences in cuts]
    vectors = [
        EmbeddedPassage(
            unit(generator.standard_normal(DIMENSION).astype(np.float32)),
            unit(generator.standard_normal((len(p.sentences), DIMENSION)).astype(np.float32)),
        )
        for p in passages
    ]
    return EmbeddedArticle(record(source, len(passages)), passages, vectors, [[source, "word"] for _ in passages])


@pytest.fixture
def articles():
    generator = np.random.default_rng(5)
    return [
        embedded_article("a.txt", [[(0, 5), (6, 9)], [(10, 30)]], generator),
        embedded_article("b.txt", [[(0, 4), (4, 8), (9, 12)]], generator),
    ]


@pytest.fixture
def folder(tmp_path, articles):
    segment.write(tmp_path, articles, DIMENSION)
    return tmp_path


def test_passages_sentences_and_records_come_back(folder, articles):
    opened = Segment(folder, DIMENSION)
    assert len(opened) == 3
    assert opened.articles == tuple(a.record for a in articles)
    assert [opened.article(row).source for row in range(3)] == ["a.txt", "a.txt", "b.txt"]
    assert [opened.span(row) for row in range(3)] == [Span(0, 9), Span(10, 30), Span(0, 12)]
    assert [opened.sentences(row) for row in range(3)] == [
        list(p.sentences) for article in articles for p in article.passages
    ]
    assert opened.postings.scores(["b.txt"], statistics([opened.postings], ["b.txt"])).nonzero()[0].tolist() == [2]


def test_vectors_come_back_and_sentences_nearly(folder, articles):
    opened = Segment(folder, DIMENSION)
    embedded = [e for a in articles for e in a.embedded]
    np.testing.assert_array_equal(opened.vectors.rows(np.arange(3)), [e.vector for e in embedded])
    for row, e in enumerate(embedded):
        assert ((opened.sentence_vectors(row) * e.sentences).sum(axis=1) > 0.9999).all()


def test_what_is_stored_can_be_written_again_to_the_byte(folder, articles, tmp_path_factory):
    opened = Segment(folder, DIMENSION)
    again = []
    for article, (first, last) in zip(articles, ((0, 2), (2, 3)), strict=True):
        passages, embedded = opened.stored(first, last)
        assert passages == list(article.passages)
        again.append(EmbeddedArticle(article.record, passages, embedded, article.terms))
    copy = tmp_path_factory.mktemp("copy")
    segment.write(copy, again, DIMENSION)
    assert {p.name: p.read_bytes() for p in copy.iterdir()} == {p.name: p.read_bytes() for p in folder.iterdir()}


@pytest.mark.parametrize("rows", [[0], [2], [0, 1, 2], [1, 2], [2, 0], []])
def test_the_best_sentence_of_a_passage_is_its_nearest(folder, rows):
    opened = Segment(folder, DIMENSION)
    vector = unit(np.random.default_rng(9).standard_normal(DIMENSION).astype(np.float32))
    best = opened.best_sentences(np.array(rows, np.int64), vector)
    np.testing.assert_allclose(best, [(opened.sentence_vectors(row) @ vector).max() for row in rows], atol=1e-6)


directions = arrays_of.arrays(
    np.float32, (3, 384), elements=st.floats(-1, 1, width=32, allow_nan=False, allow_subnormal=False)
)


@unhurried
@given(directions)
def test_quantising_twice_is_quantising_once(vectors):
    once = quantise(unit(vectors))
    np.testing.assert_array_equal(quantise(unit(once.astype(np.float32))), once)


@unhurried
@given(st.integers(0, 2**32))
def test_a_quantised_direction_stays_within_a_cosine_of_0_9999(seed):
    vectors = unit(np.random.default_rng(seed).standard_normal((5, 384)).astype(np.float32))
    back = unit(quantise(vectors).astype(np.float32))
    assert ((vectors * back).sum(axis=1) > 0.9999).all()


def test_an_empty_segment_can_be_written_and_opened(tmp_path):
    segment.write(tmp_path, [], DIMENSION)
    opened = Segment(tmp_path, DIMENSION)
    assert len(opened) == 0
    assert opened.vectors.search(np.ones(DIMENSION, np.float32), 5)[0].tolist() == []


def test_an_open_segment_outlives_its_files(folder, articles):
    opened = Segment(folder, DIMENSION)
    for path in folder.iterdir():
        path.unlink()
    assert opened.vectors.rows(np.arange(3)).shape == (3, DIMENSION)
    assert len(opened.sentence_vectors(2)) == 3
    assert opened.postings.holding("word") == 3


@pytest.mark.parametrize(
    "name",
    [
        "articles.json",
        "passages.npy",
        "sentences.npy",
        "sentence_vectors.npy",
        "vectors.faiss",
        "terms.bin",
        "term_ends.npy",
        "posting_ends.npy",
        "posting_rows.npy",
        "posting_counts.npy",
        "lengths.npy",
    ],
)
def test_a_missing_empty_or_cut_file_is_damage_in_one_line(folder, name):
    content = (folder / name).read_bytes()
    for damaged in (None, b"", content[: len(content) // 2], content[:-1]):
        (folder / name).unlink()
        if damaged is not None:
            (folder / name).write_bytes(damaged)
        with pytest.raises(IndexDamagedError, match="run qa index rebuild --full") as caught:
            Segment(folder, DIMENSION).vectors.search(np.ones(DIMENSION, np.float32), 1)
        assert "\n" not in str(caught.value)
        (folder / name).write_bytes(content)


@pytest.mark.parametrize("records", ["[", "{}x", "[[]]", '[{"source": "a"}]', "[" * 100_000, "null", "[]"])
def test_records_that_are_none_are_damage(folder, records):
    (folder / "articles.json").write_text(records)
    with pytest.raises(IndexDamagedError):
        Segment(folder, DIMENSION)


def test_files_that_do_not_fit_together_are_damage(folder, tmp_path_factory, articles):
    other = tmp_path_factory.mktemp("other")
    segment.write(other, articles[:1], DIMENSION)
    for path in sorted(other.iterdir()):
        content = (folder / path.name).read_bytes()
        if content == path.read_bytes():
            continue
        (folder / path.name).write_bytes(path.read_bytes())
        with pytest.raises(IndexDamagedError):
            Segment(folder, DIMENSION).vectors.search(np.ones(DIMENSION, np.float32), 1)
        (folder / path.name).write_bytes(content)


def test_another_dimension_is_damage(folder):
    with pytest.raises(IndexDamagedError):
        Segment(folder, DIMENSION * 2)


def test_records_are_plain_json(folder):
    assert json.loads((folder / "articles.json").read_text(encoding="ascii"))[0]["title"] == "Títle \udcff"
