"""Postings on disk: written, counted, merged, damaged."""

import contextlib
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_postings import WORDS, collections, limited, limits, made, texts_of_words, written

from index.lexical import Postings, PostingsWriter, merge, scores_of, statistics, top

FILES = {
    "terms.bin",
    "term_ends.bin",
    "posting_ends.bin",
    "posting_rows.bin",
    "posting_counts.bin",
    "dense_terms.bin",
    "dense_counts.bin",
    "frequent_terms.bin",
    "shortest.bin",
    "lengths.bin",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("postings")


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@given(texts=texts_of_words, share=st.sampled_from([None, 0.0, 0.5, 1.0]), limits=limits)
def test_texts_and_their_terms_are_counted(root, texts, share, limits):
    mask = None if share is None else np.random.default_rng(1).random(len(texts)) < share
    alive = [text for n, text in enumerate(texts) if mask is None or mask[n]]
    with limited(limits):
        [postings] = made([(texts, None)], root)
        assert len(postings) == len(texts)
        assert postings.total_length() == sum(map(len, texts))
        assert postings.total_length(mask) == sum(map(len, alive))
        for word in [*WORDS, "unknown"]:
            assert postings.holding(word) == sum(word in text for text in texts)
            assert postings.holding(word, mask) == sum(word in text for text in alive)


@given(parts=collections(), limits=limits, other=limits)
def test_a_merge_is_what_would_be_written_of_the_texts_that_are_kept(root, parts, limits, other):
    with limited(limits):
        segments = made(parts, root)
    # how much is merged at a time changes nothing; the limits that say what a file holds are those of the second set
    with limited(other):
        merged, direct = Path(mkdtemp(dir=root)), Path(mkdtemp(dir=root))
        merge(merged, [(segment, mask) for segment, (_, mask) in zip(segments, parts, strict=True)])
    with limited(other | dict.fromkeys(("RUN", "AT_ONCE", "TERMS_AT_ONCE"), 1_000)):
        kept = [text for texts, mask in parts for n, text in enumerate(texts) if mask is None or mask[n]]
        written(direct, kept)
    assert contents(merged) == contents(direct)
    assert set(contents(merged)) == FILES


def test_nothing_merged_is_a_segment_without_texts(tmp_path):
    merge(tmp_path, [])
    assert len(Postings(tmp_path)) == 0


def test_what_is_asked_again_and_again_is_not_remembered_for_ever(tmp_path):
    postings = written(tmp_path, [["olive"]])
    for n in range(3_000):
        assert postings.holding(f"unknown{n}") == 0
    assert postings.holding("olive") == 1
    assert len(postings._found) <= 1_000


def some_texts(count=400):
    rng = np.random.default_rng(3)
    return [[f"w{rank}" for rank in row] for row in np.minimum(rng.zipf(1.3, size=(count, 20)), 500).tolist()]


@pytest.fixture(scope="module")
def sound(root):
    """A folder with every kind of entry in it: dense, frequent and rare terms."""
    folder = Path(mkdtemp(dir=root))
    with limited({"FREQUENT": 40}):
        written(folder, some_texts())
    assert all(contents(folder).values())
    return folder


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_cut_or_missing_file_is_refused(tmp_path, sound, name):
    for file, content in contents(sound).items():
        (tmp_path / file).write_bytes(content)
    content = (tmp_path / name).read_bytes()
    for damaged in (content[:-1], content[: len(content) // 2], b""):
        (tmp_path / name).write_bytes(damaged)
        with pytest.raises((ValueError, OSError)):
            Postings(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(OSError):
        Postings(tmp_path)


@pytest.mark.parametrize("name", sorted(FILES))
@given(seed=st.integers(0, 2**32), flips=st.sampled_from([1, 3, 50, 2_000]), masked=st.booleans())
def test_damaged_bytes_give_an_error_or_a_result(root, sound, name, seed, flips, masked):
    rng = np.random.default_rng(seed)
    folder = Path(mkdtemp(dir=root))
    for file, content in contents(sound).items():
        (folder / file).write_bytes(content)
    whole = np.fromfile(folder / name, np.uint8)
    places = rng.integers(0, len(whole), flips)
    whole[places] = rng.integers(0, 256, flips)
    if flips == 3:  # and the worst that a number can be
        whole[places[0] // 8 * 8 : places[0] // 8 * 8 + 8] = rng.choice([0, 127, 255])
    whole.tofile(folder / name)
    with contextlib.suppress(ValueError, IndexError, OSError):
        postings = Postings(folder)
        mask = rng.random(len(postings)) < 0.8 if masked else None
        for question in (["w1", "w2", "w3"], ["w20", "w1", "w90"], ["w200", "w300", "w4", "w4"]):
            with contextlib.suppress(ValueError, IndexError), limited({"LONG": 0, "WORTH": 0, "LOOKUP": 0}):
                common = statistics([postings], question, [mask])
                _, rows, scores = top([postings], [mask], question, common, 20)
                assert len(rows) == len(scores) <= 20 and (scores > 0).all()
                scores_of(postings, np.arange(0, len(postings), 3), question, common)
        merge(Path(mkdtemp(dir=root)), [(postings, mask), (Postings(sound), None)])


def test_a_full_disk_is_an_error_of_the_system(tmp_path):
    writer = PostingsWriter(tmp_path / "missing")
    writer.add(["olive"])
    with pytest.raises(OSError):
        writer.finish()
