"""Whether an encoder's files can be loaded: their formats are looked at, without the seconds that loading takes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from index import bert
from index.encoder_files import EncoderFiles
from index.errors import EncoderError
from index.safetensors import Safetensors

# How PyTorch's files begin that are no zip: a pickle of protocol 2, which all its versions before 1.6 wrote
OLD_PYTORCH = b"\x80\x02"


def check(files: EncoderFiles) -> None:
    """Raises EncoderError with the first thing that is wrong, and OSError. What only loading tells is not found."""
    files.token_counts(["a word"])
    weights = [path for path in files.deciding() if path.suffix in {".safetensors", ".bin"}]
    if files.transformer not in {path.parent for path in weights}:
        raise EncoderError(f"{files.folder} holds no weights: fetch the model again")
    for path in weights:
        if path.suffix == ".safetensors":
            Safetensors(path).float32()
        elif not _is_pytorch(path):
            raise EncoderError(f"{path} is damaged or not of PyTorch: fetch the model again")
    bert.reads(files)


def _is_pytorch(path: Path) -> bool:
    """By its beginning and, in a zip, its directory, which stands at the end."""
    with path.open("rb") as file:
        return file.read(len(OLD_PYTORCH)) == OLD_PYTORCH or zipfile.is_zipfile(file)
