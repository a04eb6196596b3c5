"""Arrays on disk."""

import resource

import numpy as np
import pytest

from index import arrays
from index.arrays import ArrayWriter


@pytest.mark.parametrize("shape", [(0,), (3,), (0, 4), (5, 4)])
@pytest.mark.parametrize("kind", [np.int64, np.uint16, np.int8])
def test_an_array_comes_back_as_it_was(tmp_path, shape, kind):
    array = np.arange(np.prod(shape)).astype(kind).reshape(shape)
    arrays.save(tmp_path / "a.bin", array)
    loaded = arrays.load(tmp_path / "a.bin", kind, shape[1] if len(shape) == 2 else None)
    assert (loaded.shape, loaded.dtype) == (shape, kind)
    np.testing.assert_array_equal(loaded, array)


def test_a_file_holds_the_rows_and_nothing_else(tmp_path):
    array = np.arange(6, dtype="<u4").reshape(3, 2)
    arrays.save(tmp_path / "a.bin", array)
    assert (tmp_path / "a.bin").read_bytes() == array.tobytes()


def test_a_transposed_array_is_written_in_its_own_order(tmp_path):
    array = np.arange(6).reshape(2, 3).T
    arrays.save(tmp_path / "a.bin", array)
    np.testing.assert_array_equal(arrays.load(tmp_path / "a.bin", np.int64, 2), array)


def test_rows_written_one_after_the_other_are_one_array(tmp_path):
    writer = ArrayWriter(tmp_path / "a.bin", np.uint32)
    for rows in ([[1, 2]], np.empty((0, 2)), [[3, 4], [5, 2**32 - 1]]):
        writer.append(np.array(rows))
    writer.close()
    assert arrays.load(tmp_path / "a.bin", np.uint32, 2).tolist() == [[1, 2], [3, 4], [5, 2**32 - 1]]


@pytest.mark.parametrize(
    ("kind", "number"), [(np.uint32, 2**32), (np.uint32, -1), (np.uint8, 256), (np.int8, 128), (np.int64, 0.5)]
)
def test_a_number_that_does_not_fit_is_refused(tmp_path, kind, number):
    writer = ArrayWriter(tmp_path / "a.bin", kind)
    with pytest.raises(ValueError, match="too large"):
        writer.append(np.array([1, number]))
    writer.close()
    assert (tmp_path / "a.bin").read_bytes() == b""


def test_a_file_that_holds_no_whole_number_of_rows_is_refused(tmp_path):
    (tmp_path / "a.bin").write_bytes(bytes(24))
    for kind, columns in ((np.int64, 2), (np.int8, 5), (np.uint32, 4)):
        with pytest.raises(ValueError, match=r"a\.bin holds 24 bytes"):
            arrays.load(tmp_path / "a.bin", kind, columns)


def test_an_array_outlives_its_file_and_cannot_be_changed(tmp_path):
    arrays.save(tmp_path / "a.bin", np.arange(4))
    loaded = arrays.load(tmp_path / "a.bin", np.int64)
    (tmp_path / "a.bin").unlink()
    assert loaded.tolist() == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="read-only"):
        loaded[0] = 7


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(OSError):
        arrays.load(tmp_path / "a.bin", np.int64)


@pytest.mark.parametrize("size", [0, 50, 128, 600, 799])
def test_a_full_disk_is_noticed_whatever_block_finds_no_room(tmp_path, size):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        with pytest.raises(OSError):
            arrays.save(tmp_path / "a.bin", np.arange(100))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
