"""Arrays on disk."""

import resource

import numpy as np
import pytest

from index import arrays


@pytest.mark.parametrize("shape", [(0,), (3,), (0, 4), (5, 4)])
@pytest.mark.parametrize("kind", [np.int64, np.uint16, np.int8])
def test_an_array_comes_back_as_it_was(tmp_path, shape, kind):
    array = np.arange(np.prod(shape)).astype(kind).reshape(shape)
    arrays.save(tmp_path / "a.npy", array)
    columns = shape[1] if len(shape) == 2 else None
    np.testing.assert_array_equal(arrays.load(tmp_path / "a.npy", kind, columns), array)
    np.testing.assert_array_equal(np.load(tmp_path / "a.npy"), array)  # and NumPy reads it by itself


def test_a_transposed_array_is_written_in_its_own_order(tmp_path):
    array = np.arange(6).reshape(2, 3).T
    arrays.save(tmp_path / "a.npy", array)
    np.testing.assert_array_equal(arrays.load(tmp_path / "a.npy", np.int64, 2), array)


def test_another_kind_or_shape_is_refused(tmp_path):
    arrays.save(tmp_path / "a.npy", np.zeros((2, 4), np.int64))
    for kind, columns in ((np.int32, 4), (np.int64, 3), (np.int64, None), (np.float64, 4)):
        with pytest.raises(ValueError, match="holds int64"):
            arrays.load(tmp_path / "a.npy", kind, columns)


def test_pickled_objects_are_refused(tmp_path):
    np.save(tmp_path / "a.npy", np.array([{}], object), allow_pickle=True)
    with pytest.raises(ValueError):
        arrays.load(tmp_path / "a.npy", object)


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "a.npy").touch()
    with pytest.raises(ValueError, match="empty"):
        arrays.load(tmp_path / "a.npy", np.int64)


def test_a_full_disk_is_noticed_whatever_block_finds_no_room(tmp_path):
    array = np.arange(100)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        for size in (50, 128, 600, 927):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
            with pytest.raises(OSError):
                arrays.save(tmp_path / "a.npy", array)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
