"""Vectors through FAISS and back, in one list and in many, and files that are not what was written."""

import hashlib
import resource
import shutil
from dataclasses import replace

import numpy as np
import pytest

from index import vectors
from index.encoder import unit
from index.errors import IndexDamagedError
from index.vectors import Layout, VectorIndex

ROWS, DIMENSION = 400, 8
KINDS = ["flat", "ivf"]


@pytest.fixture(scope="module")
def stored():
    """Vectors of which float16 loses nothing."""
    found = unit(np.random.default_rng(3).standard_normal((ROWS, DIMENSION)).astype(np.float32))
    return found.astype(np.float16).astype(np.float32)


def written(path, rows, size=150):
    """Writes vectors, some at a time; how they are laid out."""

    def chunks():
        return (rows[first : first + size] for first in range(0, len(rows), size))

    return vectors.write(path, len(rows), DIMENSION, chunks)


@pytest.fixture(scope="module")
def once(stored, tmp_path_factory):
    """The path and layout of an index of either kind, not to be changed."""
    made = {}
    for kind in KINDS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(vectors, "FLAT_UP_TO", ROWS if kind == "flat" else ROWS - 1)
            path = tmp_path_factory.mktemp(kind) / "vectors.faiss"
            made[kind] = path, written(path, stored)
    return made


@pytest.fixture(autouse=True, params=["numpy", "faiss"])
def reader(request, monkeypatch):
    """What reads a flat index: NumPy where it is small, as these are, or FAISS."""
    if request.param == "faiss":
        monkeypatch.setattr(vectors, "READ_ALONE", 0)
    return request.param


@pytest.fixture
def made(tmp_path, once):
    """The path and layout of an index of either kind, in a file of its own; `probes` lists are looked into."""

    def make(kind, probes=None):
        path, layout = once[kind]
        assert layout.kind == kind
        shutil.copy(path, tmp_path / f"{kind}.faiss")
        return tmp_path / f"{kind}.faiss", layout if probes is None else replace(layout, probes=probes)

    return make


@pytest.fixture(params=KINDS)
def file(request, made):
    return made(request.param)


def opened(file, rows=ROWS, dimension=DIMENSION):
    path, layout = file
    return VectorIndex(path, layout, rows=rows, dimension=dimension)


def used(file, rows=ROWS, dimension=DIMENSION):
    """A search and all rows, of whatever the file holds."""
    index = opened(file, rows, dimension)
    found, cosines = index.search(np.eye(dimension, dtype=np.float32)[0], rows)
    return found, cosines, index.rows(np.arange(rows))


# The rule


@pytest.mark.parametrize(
    ("rows", "kind", "lists", "probes"),
    [
        (0, "flat", 0, 0),
        (1, "flat", 0, 0),
        (200_000, "flat", 0, 0),
        (200_001, "ivf", 1788, 224),
        (1_000_000, "ivf", 4000, 500),
        (4_000_000, "ivf", 8000, 1000),
    ],
)
def test_the_layout_follows_from_the_number_of_vectors(rows, kind, lists, probes):
    layout = Layout.of(rows)
    assert (layout.kind, layout.lists, layout.probes) == (kind, lists, probes)


def test_the_rule_in_the_manifest_is_the_rule():
    assert "200000 passages" in vectors.RULE["flat"]
    assert "4 sqrt(n)" in vectors.RULE["ivf"]
    assert f"{1 / 8:.3f} of them" in vectors.RULE["ivf"]


# What is written


def test_rows_come_back_to_the_bit(file, stored):
    index = opened(file)
    np.testing.assert_array_equal(index.rows(np.arange(ROWS)), stored)
    np.testing.assert_array_equal(index.rows(np.array([7, 0, 7])), stored[[7, 0, 7]])
    assert index.rows(np.array([], np.int64)).shape == (0, DIMENSION)


def test_cosines_are_those_of_the_rows(file, stored, monkeypatch):
    monkeypatch.setattr(vectors, "AT_ONCE", 7)
    rows = np.array([399, 0, 5, *range(100, 130)])
    np.testing.assert_allclose(opened(file).cosines(rows, stored[11]), stored[rows] @ stored[11], atol=1e-6)


def test_the_nearest_are_those_with_the_largest_cosine(made, stored):
    index = opened(made("flat"))
    for question in stored[:20]:
        found, cosines = index.search(question, 5)
        expected = np.argsort(-(stored @ question))[:5]
        assert found.tolist() == expected.tolist()
        np.testing.assert_allclose(cosines, (stored @ question)[expected], atol=1e-5)


def test_with_inverted_lists_nearly_all_of_the_nearest_are_found(made, stored):
    index = opened(made("ivf", probes=20))
    recalls = []
    for question in stored:
        found, cosines = index.search(question, 10)
        np.testing.assert_allclose(cosines, stored[found] @ question, atol=1e-5)
        assert cosines.tolist() == sorted(cosines.tolist(), reverse=True)
        assert found[0] == np.argmax(stored @ question)  # a vector lies in the list nearest to it
        recalls.append(len({*found.tolist()} & {*np.argsort(-(stored @ question))[:10].tolist()}) / 10)
    assert np.mean(recalls) > 0.9


def test_inverted_lists_that_are_all_looked_into_give_what_comparing_all_gives(made, stored):
    index = opened(made("ivf", probes=80))
    for question in stored[:20]:
        assert index.search(question, 30)[0].tolist() == np.argsort(-(stored @ question))[:30].tolist()


def test_few_lists_are_looked_into(made):
    path, layout = made("ivf")
    assert (layout.lists, layout.probes) == (80, 10)
    found, _ = VectorIndex(path, layout, rows=ROWS, dimension=DIMENSION).search(np.eye(8, dtype=np.float32)[0], ROWS)
    assert 0 < len(found) < ROWS / 4
    assert len(set(found.tolist())) == len(found)


@pytest.mark.parametrize("compared_alone", [0, 1_000])
def test_only_allowed_rows_are_found_and_the_nearest_of_them(made, stored, monkeypatch, compared_alone):
    monkeypatch.setattr(vectors, "COMPARED_ALONE", compared_alone)  # by FAISS with a selector, and without
    allowed = np.random.default_rng(5).random(ROWS) < 0.3
    rows = np.flatnonzero(allowed)
    for kind in KINDS:
        index = opened(made(kind, probes=80 if kind == "ivf" else 0))
        for question in stored[:20]:
            expected = rows[np.argsort(-(stored[rows] @ question))]
            found, cosines = index.search(question, 12, allowed)
            assert found.tolist() == expected[:12].tolist()
            np.testing.assert_allclose(cosines, stored[found] @ question, atol=1e-5)
        assert set(index.search(stored[0], ROWS, allowed)[0].tolist()) == set(rows.tolist())
        assert index.search(stored[0], 5, np.zeros(ROWS, bool))[0].tolist() == []


def test_more_than_there_are_gives_all_and_none_gives_none(made, tmp_path):
    assert len(used(made("flat"))[0]) == ROWS
    layout = written(tmp_path / "none.faiss", np.empty((0, DIMENSION), np.float32))
    found, cosines, rows = used((tmp_path / "none.faiss", layout), rows=0)
    assert len(found) == len(cosines) == len(rows) == 0


def test_writing_the_same_vectors_gives_the_same_bytes(file, stored, tmp_path, monkeypatch):
    path, layout = file
    monkeypatch.setattr(vectors, "FLAT_UP_TO", ROWS if layout.kind == "flat" else ROWS - 1)
    assert written(tmp_path / "again.faiss", stored, size=400) == layout
    assert (tmp_path / "again.faiss").read_bytes() == path.read_bytes()


def test_another_number_of_vectors_than_announced_is_refused(tmp_path, stored):
    with pytest.raises(ValueError, match="400 vectors came and 401 were announced"):
        vectors.write(tmp_path / "v.faiss", ROWS + 1, DIMENSION, lambda: iter([stored]))


def test_lists_are_trained_on_vectors_spread_over_all(stored):
    for size in (1, 7, 150, 400):
        chunks = (stored[first : first + size] for first in range(0, ROWS, size))
        np.testing.assert_array_equal(vectors._sample(chunks, ROWS, 100), stored[::4])


def test_faiss_reads_the_file_by_itself(file):
    import faiss

    assert faiss.read_index(str(file[0])).ntotal == ROWS


def test_a_file_removed_after_opening_is_read_to_the_end(file, stored):
    index = opened(file)
    file[0].unlink()
    np.testing.assert_array_equal(index.rows(np.arange(ROWS)), stored)


def test_a_small_index_is_read_alike_with_and_without_faiss(made, stored, monkeypatch):
    file = made("flat")
    question = unit(stored[:1] + stored[7:8])[0]
    monkeypatch.setattr(vectors, "READ_ALONE", ROWS)
    few = opened(file).search(question, 50)
    monkeypatch.setattr(vectors, "READ_ALONE", ROWS - 1)
    faiss = opened(file).search(question, 50)

    np.testing.assert_array_equal(few[0], faiss[0])
    np.testing.assert_allclose(few[1], faiss[1], atol=1e-6)


# Files that are not what was written


@pytest.mark.parametrize("length", [1, 3, 30, 44, 45, 46, 500, -1])
def test_a_cut_file_is_damaged(file, length):
    path, _ = file
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(IndexDamagedError, match="run qa index rebuild --full"):
        used(file)


def test_the_head_is_all_but_the_vectors(file):
    path, layout = file
    payload = ROWS * (2 * DIMENSION + (8 if layout.kind == "ivf" else 0))
    assert layout.payload(ROWS, DIMENSION) == payload
    assert layout.head_sha256 == hashlib.sha256(path.read_bytes()[:-payload]).hexdigest()


@pytest.mark.parametrize("mask", [0x01, 0x80, 0xFF])
def test_every_flipped_byte_of_the_head_is_refused(file, mask):
    path, layout = file
    content = path.read_bytes()
    head = len(content) - layout.payload(ROWS, DIMENSION)
    for position in [*range(min(head, 100)), *range(100, head, max(1, head // 100)), head - 1]:
        path.write_bytes(content[:position] + bytes([content[position] ^ mask]) + content[position + 1 :])
        with pytest.raises(IndexDamagedError) as caught:
            used(file)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("mask", [0x01, 0x80, 0xFF])
def test_a_flipped_byte_among_the_vectors_changes_a_score_or_is_refused(file, mask):
    path, layout = file
    content = path.read_bytes()
    head = len(content) - layout.payload(ROWS, DIMENSION)
    refused = 0
    for position in np.random.default_rng(mask).integers(head, len(content), 150).tolist():
        path.write_bytes(content[:position] + bytes([content[position] ^ mask]) + content[position + 1 :])
        try:
            found, cosines, rows = used(file)
        except IndexDamagedError as error:
            refused += 1
            assert "\n" not in str(error)
        else:
            assert len(found) == len(cosines)
            assert rows.shape == (ROWS, DIMENSION)
            assert set(found.tolist()) <= set(range(ROWS))
            assert (np.abs(rows) < 1.01).all()
    assert refused < 150
    assert mask != 0xFF or refused  # the highest bit of an exponent among them


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, 3, 60_000])
def test_a_vector_that_is_no_direction_is_refused(file, stored, number):
    path, _ = file
    one, none = stored[7].astype(np.float16).tobytes(), np.full(DIMENSION, number, np.float16).tobytes()
    assert path.read_bytes().count(one) == 1
    path.write_bytes(path.read_bytes().replace(one, none))
    with pytest.raises(IndexDamagedError):
        opened(file).rows(np.arange(ROWS))


def test_another_number_or_another_dimension_is_damaged(made):
    file = made("flat")
    for rows, dimension in ((ROWS + 1, DIMENSION), (ROWS - 1, DIMENSION), (ROWS, DIMENSION * 2)):
        with pytest.raises(IndexDamagedError):
            used(file, rows, dimension)


def test_another_metric_is_damaged(made, stored, monkeypatch):
    import faiss

    monkeypatch.setattr(vectors, "READ_ALONE", 0)
    file = made("flat")
    other = faiss.IndexScalarQuantizer(DIMENSION, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_L2)
    other.add(stored)
    faiss.write_index(other, str(file[0]))
    content = file[0].read_bytes()
    head = hashlib.sha256(content[: len(content) - ROWS * DIMENSION * 2]).hexdigest()
    with pytest.raises(IndexDamagedError, match="other vectors"):
        used((file[0], Layout("flat", 0, 0, head)))


def test_a_file_that_cannot_be_mapped_says_so_at_once(tmp_path):
    (tmp_path / "empty.faiss").touch()
    with pytest.raises(ValueError):
        VectorIndex(tmp_path / "empty.faiss", Layout.of(1), rows=1, dimension=2)
    with pytest.raises(OSError):
        VectorIndex(tmp_path / "missing.faiss", Layout.of(1), rows=1, dimension=2)


@pytest.mark.parametrize("size", [0, 20, 45, 200, 2_000, 6_000])
def test_a_full_disk_is_noticed_whatever_block_finds_no_room(tmp_path, stored, size):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        with pytest.raises(OSError):
            written(tmp_path / "vectors.faiss", stored)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
