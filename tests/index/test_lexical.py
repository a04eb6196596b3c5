"""BM25 on disk against BM25 in a dictionary."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import lexical
from index.lexical import MOST_COUNTED, Postings, statistics

unhurried = settings(deadline=None)  # the machine may be busy

WORDS = ["harbour", "strike", "olive", "tram", "城", "é", "a\x00b", "\udcff"]
texts_of_words = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), max_size=8)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return lambda: tmp_path_factory.mktemp("postings")


def written(folder, texts):
    lexical.write(folder, texts)
    return Postings(folder)


def reference(texts, question):
    """Robertson's BM25 with Lucene's inverse document frequency, in Python's own numbers."""
    mean = max(sum(map(len, texts)) / max(len(texts), 1), 1e-9)
    scores = []
    for words in texts:
        counts, score = Counter(words), 0.0
        for term in question:
            holding = sum(term in other for other in texts)
            idf = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            count = counts[term]
            score += idf * count * 2.2 / (count + 1.2 * (1 - 0.75 + 0.75 * len(words) / mean)) if count else 0
        scores.append(score)
    return scores


@unhurried
@given(texts=texts_of_words, question=st.lists(st.sampled_from([*WORDS, "unknown"]), max_size=5))
def test_scores_are_those_of_the_formula(folders, texts, question):
    postings = written(folders(), texts)
    scores = postings.scores(question, statistics([postings], question))
    np.testing.assert_allclose(scores, reference(texts, question), rtol=1e-5)
    assert len(postings) == len(texts)
    assert postings.total_length == sum(map(len, texts))


@unhurried
@given(texts=texts_of_words, cut=st.integers(0, 8), question=st.lists(st.sampled_from(WORDS), max_size=5))
def test_two_segments_with_common_statistics_score_as_one(folders, texts, cut, question):
    whole = written(folders(), texts)
    parts = [written(folders(), texts[:cut]), written(folders(), texts[cut:])]
    common = statistics(parts, question)
    assert common == statistics([whole], question)
    scores = np.concatenate([part.scores(question, common) for part in parts])
    np.testing.assert_array_equal(scores, whole.scores(question, common))


@unhurried
@given(texts=texts_of_words)
def test_holding_counts_the_texts_with_a_term(folders, texts):
    postings = written(folders(), texts)
    for word in [*WORDS, "unknown", ""]:
        assert postings.holding(word) == sum(word in text for text in texts)


def test_an_unknown_term_and_no_term_score_nothing(tmp_path):
    postings = written(tmp_path, [["olive"], ["tram", "olive"]])
    for question in (["unknown"], []):
        assert not postings.scores(question, statistics([postings], question)).any()


def test_a_corpus_without_any_term_can_be_asked(tmp_path):
    postings = written(tmp_path, [[], []])
    assert postings.scores(["olive"], statistics([postings], ["olive"])).tolist() == [0, 0]


def test_a_corpus_without_texts_can_be_asked(tmp_path):
    postings = written(tmp_path, [])
    assert postings.scores(["olive"], statistics([postings], ["olive"])).tolist() == []


def test_a_term_repeated_in_the_question_counts_so_often(tmp_path):
    postings = written(tmp_path, [["olive", "oil"], ["tram"]])
    once = postings.scores(["olive"], statistics([postings], ["olive"]))
    twice = postings.scores(["olive", "olive"], statistics([postings], ["olive"]))
    np.testing.assert_allclose(twice, 2 * once)


def test_a_count_above_the_most_is_stored_as_the_most(tmp_path):
    postings = written(tmp_path, [["olive"] * (MOST_COUNTED + 10), ["olive"] * 3, ["tram"]])
    common = statistics([postings], ["olive"])
    assert postings.total_length == MOST_COUNTED + 14
    expected = reference([["olive"] * (MOST_COUNTED + 10), ["olive"] * 3, ["tram"]], ["olive"])
    np.testing.assert_allclose(postings.scores(["olive"], common), expected, rtol=1e-4)


def test_a_rarer_term_weighs_more(tmp_path):
    postings = written(tmp_path, [["olive", "oil"], ["olive"], ["olive"], ["tram"]])
    common = statistics([postings], ["olive", "tram", "unknown"])
    assert common.weight("unknown") > common.weight("tram") > common.weight("olive") > 0


@pytest.mark.parametrize(
    "name", ["term_ends.npy", "posting_ends.npy", "posting_rows.npy", "posting_counts.npy", "lengths.npy", "terms.bin"]
)
def test_a_cut_or_missing_file_is_refused(tmp_path, name):
    lexical.write(tmp_path, [["olive", "oil"], ["tram"]])
    file = tmp_path / name
    content = file.read_bytes()
    for damaged in (content[:-1], content[: len(content) // 2], b""):
        file.write_bytes(damaged)
        with pytest.raises((ValueError, OSError)):
            Postings(tmp_path)
    file.unlink()
    with pytest.raises(OSError):
        Postings(tmp_path)
