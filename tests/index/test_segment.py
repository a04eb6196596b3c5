"""Segments: what is written comes back, what is dead does not count, and what is damaged is refused in one line."""

import json
from dataclasses import replace

import numpy as np
import pytest
from made import contents, made_article, opened, random_articles, segment_of, write
from quick_encoder import DIMENSION, QuickQuestions, vector

from corpus.article import Span
from corpus.passages import Passage
from index.embedded import EmbeddedPassage
from index.errors import IndexDamagedError
from index.lexical import statistics
from index.segment import EmbeddedArticle, Segment, SegmentWriter

FILES = {
    "articles.jsonl", "article_ends.bin", "passages.bin", "sentences.bin", "digests.bin", "sentence_vectors.bin",
    "token_states.bin",
    "vectors.faiss",
    "terms.bin", "term_ends.bin", "posting_ends.bin", "posting_rows.bin", "posting_counts.bin", "dense_terms.bin",
    "dense_counts.bin", "frequent_terms.bin", "shortest.bin", "lengths.bin",
}  # fmt: skip


@pytest.fixture
def articles():
    return [
        made_article("a.txt", [["The olive harvest.", "It was poor."], ["Rain fell too late in Fez."]]),
        made_article("b.txt", [["The tram line opens.", "Nobody came.", "It has 19 stops."]]),
        made_article("c.txt", [["A strike."]]),
    ]


@pytest.fixture
def layout(tmp_path, articles):
    return write(tmp_path, articles)


@pytest.fixture
def segment(tmp_path, layout):
    return opened(tmp_path, layout)


def used(folder, layout, dead=()):
    """A segment opened and searched by all that it holds."""
    segment = opened(folder, layout, dead)
    segment.vectors.search(vector("olive"), 1)
    return segment.articles


# What is written


def test_passages_sentences_and_records_come_back(segment, articles):
    assert len(segment) == 4
    assert segment.articles == tuple(a.record for a in articles)
    assert [segment.article(row).source for row in range(4)] == ["a.txt", "a.txt", "b.txt", "c.txt"]
    passages = [p for article in articles for p in article.passages]
    assert [segment.span(row) for row in range(4)] == [p.span for p in passages]
    assert [segment.sentences(row) for row in range(4)] == [list(p.sentences) for p in passages]
    assert [segment.passage_rows(number) for number in range(3)] == [range(2), range(2, 3), range(3, 4)]
    assert segment.digests.tobytes() == b"".join(d for a in articles for d in a.digests)
    found = statistics([segment.postings], ["tram", "oliv"])
    assert (found.texts, found.holding) == (4, {"tram": 1, "oliv": 1})


def test_vectors_come_back_but_for_what_rounding_takes(segment, articles):
    embedded = [e for a in articles for e in a.embedded]
    np.testing.assert_array_equal(segment.vectors.rows(np.arange(4)), [e.vector.astype(np.float16) for e in embedded])
    for row, e in enumerate(embedded):
        assert ((segment.sentence_vectors(row) * e.sentences).sum(axis=1) > 0.9999).all()
        back = segment.stored(row)
        assert back.counts.tolist() == e.counts.tolist()
        assert ((back.states * e.states).sum(axis=1) > 0.98).all()


def test_an_encoder_whose_tokens_have_no_states_leaves_none(tmp_path, articles):
    writer = SegmentWriter(tmp_path, DIMENSION, 0)
    for article in articles:
        plain = [EmbeddedPassage(e.vector, e.sentences) for e in article.embedded]
        writer.add(replace(article, embedded=plain))
    segment = Segment(tmp_path, DIMENSION, 0, writer.finish())
    assert (tmp_path / "token_states.bin").read_bytes() == b""
    assert segment.sentence_spans[:, 2].tolist() == [0] * 7
    assert segment.stored(2).states.size == 0
    assert [s for row in range(4) for s in segment.sentences(row)] == [
        s for a in articles for p in a.passages for s in p.sentences
    ]


@pytest.mark.parametrize("rows", [[0], [3], [0, 1, 2, 3], [1, 2], []])
def test_the_words_of_a_passage_s_best_sentence_are_compared_with_the_question_s(segment, rows):
    asked = QuickQuestions().question("poor tram stops")
    weights = np.array([0.2, 0.5, 0.3], np.float32)
    expected = []
    for row in rows:
        back = segment.stored(row)
        parts = np.split(back.states, np.cumsum(back.counts)[:-1])
        expected.append(max(((part @ asked.states.T).max(axis=0) * weights).sum() for part in parts))
    found = segment.maxsim(np.array(rows, np.int64), asked.states, weights)
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize("row", [0, 1, 2, 3])
def test_each_word_of_a_question_has_its_nearest_in_each_sentence(segment, row):
    asked = QuickQuestions().question("poor tram stops")
    back = segment.stored(row)
    parts = np.split(back.states, np.cumsum(back.counts)[:-1])
    expected = [(part @ asked.states.T).max(axis=0) for part in parts]
    np.testing.assert_allclose(segment.nearest_words(row, asked.states), expected, atol=1e-5)


def test_what_is_stored_can_be_written_again_to_the_byte(segment, articles, tmp_path_factory):
    again = [
        replace(
            article,
            passages=[Passage(tuple(segment.sentences(row))) for row in segment.passage_rows(number)],
            embedded=[segment.stored(row) for row in segment.passage_rows(number)],
        )
        for number, article in enumerate(articles)
    ]
    copy = tmp_path_factory.mktemp("copy")
    write(copy, again)
    assert contents(copy) == contents(segment.folder)


def test_a_segment_is_these_files_and_its_records_are_lines_of_json(segment, articles):
    assert contents(segment.folder).keys() == FILES
    lines = (segment.folder / "articles.jsonl").read_text(encoding="ascii").splitlines()
    assert [json.loads(line)["source"] for line in lines] == ["a.txt", "b.txt", "c.txt"]
    assert json.loads(lines[0])["title"] == "Títle \udcff"


def test_an_article_whose_sentences_and_vectors_do_not_match_is_refused(tmp_path, articles):
    one, other = articles[:2]
    short = EmbeddedArticle(one.record, one.passages, one.digests[:1], one.embedded, one.terms)
    for wrong in (replace(one, embedded=list(reversed(one.embedded))), replace(one, embedded=other.embedded), short):
        with pytest.raises(ValueError):
            write(tmp_path, [wrong])


@pytest.mark.parametrize("rows", [[0], [3], [0, 1, 2, 3], [1, 2], [2, 0], []])
def test_the_best_sentence_of_a_passage_is_its_nearest(segment, rows):
    question = vector("tram harvest")
    best = segment.best_sentences(np.array(rows, np.int64), question)
    np.testing.assert_allclose(best, [(segment.sentence_vectors(row) @ question).max() for row in rows], atol=1e-6)


def test_an_empty_segment_can_be_written_and_opened(tmp_path):
    empty = segment_of(tmp_path, [])
    assert len(empty) == 0
    assert empty.articles == ()
    assert empty.vectors.search(np.ones(DIMENSION, np.float32), 5)[0].tolist() == []


def test_an_open_segment_outlives_its_files(segment):
    for path in segment.folder.iterdir():
        path.unlink()
    assert segment.vectors.rows(np.arange(4)).shape == (4, DIMENSION)
    assert len(segment.sentence_vectors(2)) == 3
    assert segment.postings.holding("tram") == 1
    assert len(segment.articles) == 3


# What is dead


def test_without_dead_articles_there_is_no_mask(segment):
    assert segment.alive is None
    assert [number for number, _ in segment.live_articles()] == [0, 1, 2]


@pytest.mark.parametrize(
    ("dead", "rows", "sources"),
    [
        ([0], [False, False, True, True], ["b.txt", "c.txt"]),
        ([1], [True, True, False, True], ["a.txt", "c.txt"]),
        ([0, 2], [False, False, True, False], ["b.txt"]),
        ([0, 1, 2], [False] * 4, []),
    ],
)
def test_the_passages_of_dead_articles_do_not_count(tmp_path, layout, dead, rows, sources):
    segment = opened(tmp_path, layout, dead)
    assert segment.alive.tolist() == rows
    assert [record.source for _, record in segment.live_articles()] == sources
    assert len(segment.articles) == 3  # which are still there to be read


@pytest.mark.parametrize("dead", [[3], [-1], [0, 99]])
def test_a_dead_article_that_is_not_there_is_damage(tmp_path, layout, dead):
    with pytest.raises(IndexDamagedError, match="said to be dead"):
        opened(tmp_path, layout, dead)


def test_rows_of_articles_are_found_by_a_mask(segment):
    assert segment.rows_of(np.array([True, False, True])).tolist() == [True, True, False, True]
    with pytest.raises(IndexDamagedError):
        segment.rows_of(np.array([True]))


# What is damaged


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_missing_empty_or_cut_file_is_damage_in_one_line(tmp_path, layout, name):
    content = (tmp_path / name).read_bytes()
    for damaged in (None, b"", content[: len(content) // 2], content[:-1]):
        if damaged == content:
            continue  # an empty list of frequent terms
        (tmp_path / name).unlink()
        if damaged is not None:
            (tmp_path / name).write_bytes(damaged)
        with pytest.raises(IndexDamagedError, match="run qa index rebuild --full") as caught:
            used(tmp_path, layout)
        assert "\n" not in str(caught.value)
        (tmp_path / name).write_bytes(content)


@pytest.mark.parametrize("record", [b"[", b"{}x", b"[[]]", b'{"source": "a"}', b"null", b"\xff", b"[" * 300])
def test_records_that_are_none_are_damage(tmp_path, layout, record):
    path = tmp_path / "articles.jsonl"
    content = path.read_bytes()
    first = content.index(b"\n")
    path.write_bytes(record.ljust(first)[:first] + content[first:])
    with pytest.raises(IndexDamagedError, match="a record of an article"):
        used(tmp_path, layout)


def test_files_that_do_not_fit_together_are_damage(tmp_path, layout, tmp_path_factory, articles):
    other = tmp_path_factory.mktemp("other")
    write(other, random_articles(3))
    refused = set()
    for path in sorted(other.iterdir()):
        content = (tmp_path / path.name).read_bytes()
        if len(content) == len(path.read_bytes()):
            continue
        (tmp_path / path.name).write_bytes(path.read_bytes())
        with pytest.raises(IndexDamagedError):
            used(tmp_path, layout)
        refused.add(path.name)
        (tmp_path / path.name).write_bytes(content)
    assert len(refused) > 10


@pytest.mark.parametrize("dimensions", [(DIMENSION * 2, DIMENSION), (DIMENSION, DIMENSION * 2), (DIMENSION, 4)])
def test_another_dimension_is_damage(tmp_path, layout, dimensions):
    with pytest.raises(IndexDamagedError):
        Segment(tmp_path, *dimensions, layout)


@pytest.mark.parametrize(("sentence", "start", "end"), [(2, 1, 43), (0, 1, 18), (2, 19, 60)])
def test_sentences_that_do_not_fill_their_passage_are_damage(segment, sentence, start, end):
    sentences = np.memmap(segment.folder / "sentences.bin", np.uint32, "r+").reshape(-1, 3)
    sentences[sentence, :2] = start, end
    sentences.flush()
    with pytest.raises(IndexDamagedError, match="do not fill their passage"):
        [segment.sentences(row) for row in range(4)]


@pytest.mark.parametrize(("row", "start", "end"), [(0, 9, 3), (1, 0xFFFFFFFF, 0)])
def test_a_span_that_ends_before_it_starts_is_damage(segment, row, start, end):
    passages = np.memmap(segment.folder / "passages.bin", np.uint32, "r+").reshape(-1, 5)
    passages[row, 1:3] = start, end
    passages.flush()
    with pytest.raises(IndexDamagedError, match="a span"):
        segment.span(row)
    assert segment.span(2) == Span(0, segment.span(2).end)


@pytest.mark.parametrize("number", ["1e60", "null", '"12"'])
def test_a_record_whose_numbers_are_none_is_damage(tmp_path, number):
    articles = [made_article("a.txt", [["The olive harvest."]])]
    folder = tmp_path / "s"
    folder.mkdir()
    layout = write(folder, articles)
    records = folder / "articles.jsonl"
    line = records.read_text()
    records.write_text(line.replace('"bytes": 18', f'"bytes": {number}'))
    (folder / "article_ends.bin").write_bytes(np.int64(records.stat().st_size).tobytes())
    with pytest.raises(IndexDamagedError, match="a record of an article"):
        opened(folder, layout).record(0)
