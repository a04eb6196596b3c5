"""Vectors through FAISS and back, and files that are not what was written."""

import resource

import numpy as np
import pytest

from index import vectors
from index.encoder import unit
from index.errors import IndexDamagedError
from index.vectors import VectorIndex

ROWS, DIMENSION = 40, 8


@pytest.fixture(scope="module")
def stored():
    return unit(np.random.default_rng(3).standard_normal((ROWS, DIMENSION)).astype(np.float32))


@pytest.fixture
def path(tmp_path, stored):
    vectors.write(tmp_path / "vectors.faiss", stored)
    return tmp_path / "vectors.faiss"


def used(path, rows=ROWS, dimension=DIMENSION):
    """A search and all rows, of whatever the file holds."""
    index = VectorIndex(path, rows=rows, dimension=dimension)
    found, cosines = index.search(np.eye(dimension, dtype=np.float32)[0], rows)
    return found, cosines, index.rows(np.arange(rows))


def test_rows_come_back_to_the_bit(path, stored):
    index = VectorIndex(path, rows=ROWS, dimension=DIMENSION)
    np.testing.assert_array_equal(index.rows(np.arange(ROWS)), stored)
    np.testing.assert_array_equal(index.rows(np.array([7, 0, 7])), stored[[7, 0, 7]])
    assert index.rows(np.array([], np.int64)).shape == (0, DIMENSION)


def test_the_nearest_are_those_with_the_largest_cosine(path, stored):
    index = VectorIndex(path, rows=ROWS, dimension=DIMENSION)
    question = stored[11]
    found, cosines = index.search(question, 5)
    expected = np.argsort(-(stored @ question))[:5]
    assert found.tolist() == expected.tolist()
    np.testing.assert_allclose(cosines, (stored @ question)[expected], atol=1e-6)


def test_more_than_there_are_gives_all_and_none_gives_none(path, tmp_path):
    assert len(used(path)[0]) == ROWS
    vectors.write(tmp_path / "none.faiss", np.empty((0, DIMENSION), np.float32))
    found, cosines, rows = used(tmp_path / "none.faiss", rows=0)
    assert len(found) == len(cosines) == len(rows) == 0


def test_faiss_reads_the_file_by_itself(path):
    import faiss

    assert faiss.read_index(str(path)).ntotal == ROWS


def test_a_file_removed_after_opening_is_read_to_the_end(path, stored):
    index = VectorIndex(path, rows=ROWS, dimension=DIMENSION)
    path.unlink()
    np.testing.assert_array_equal(index.rows(np.arange(ROWS)), stored)


@pytest.mark.parametrize("length", [1, 3, 30, 44, 45, 46, 500, -1])
def test_a_cut_file_is_damaged(path, length):
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(IndexDamagedError, match="run qa index rebuild --full"):
        used(path)


def test_no_flipped_byte_of_the_header_gives_wrong_rows_or_crashes(path, stored):
    content = path.read_bytes()
    header = len(content) - stored.nbytes
    refused = 0
    for position in range(header):
        for mask in (0x01, 0x10, 0x80, 0xFF):
            path.write_bytes(content[:position] + bytes([content[position] ^ mask]) + content[position + 1 :])
            try:
                found, _, rows = used(path)
            except IndexDamagedError as error:
                refused += 1
                assert "\n" not in str(error)
            else:
                assert len(found) == ROWS
                np.testing.assert_array_equal(rows, stored)
    assert refused > 2 * header


def test_another_number_another_dimension_or_another_metric_is_damaged(path, stored):
    import faiss

    for rows, dimension in ((ROWS + 1, DIMENSION), (ROWS - 1, DIMENSION), (ROWS, DIMENSION * 2)):
        with pytest.raises(IndexDamagedError):
            used(path, rows, dimension)
    other = faiss.IndexFlatL2(DIMENSION)
    other.add(stored)
    faiss.write_index(other, str(path))
    with pytest.raises(IndexDamagedError):
        used(path)


def test_a_file_that_cannot_be_mapped_says_so_at_once(tmp_path):
    (tmp_path / "empty.faiss").touch()
    with pytest.raises(ValueError):
        VectorIndex(tmp_path / "empty.faiss", rows=1, dimension=2)
    with pytest.raises(OSError):
        VectorIndex(tmp_path / "missing.faiss", rows=1, dimension=2)


def test_a_full_disk_is_noticed_whatever_block_finds_no_room(tmp_path, stored):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        for size in (20, 45, 200, 45 + stored.nbytes - 1):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
            with pytest.raises(OSError):
                vectors.write(tmp_path / "vectors.faiss", stored)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
