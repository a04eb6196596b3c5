"""Settings: the file, then the environment, then the command line, the last one winning.

# settings.toml
corpus = "~/articles"
model = "~/models/some-chat-model.gguf"
max_article_mb = 32
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qa import locations
from qa.errors import SettingsError

BUNDLED = "bundled"


@dataclass(frozen=True)
class Settings:
    """What a run works with."""

    corpus: Path
    """The folder of articles. Default: the sample. Environment: QA_CORPUS."""

    index: Path | None
    """The index folder; None means the place that belongs to the corpus. Environment: QA_INDEX."""

    model: str
    """`bundled`, or a GGUF file. Environment: QA_MODEL."""

    max_article_mb: float
    """Larger files are skipped, and said to be. Environment: QA_MAX_ARTICLE_MB."""

    @property
    def index_folder(self) -> Path:
        """Where the index lies."""
        return self.index or locations.index_of(self.corpus)

    @property
    def max_bytes(self) -> int:
        """The same limit in bytes."""
        return int(self.max_article_mb * 1_000_000)


def read(
    *,
    corpus: Path | None = None,
    index: Path | None = None,
    model: str | None = None,
    environment: Mapping[str, str] = os.environ,
    file: Path | None = None,
) -> Settings:
    """The settings of this run; arguments that are not None win. Raises SettingsError."""
    values = _from_file(file or locations.settings_file())
    for name in ("corpus", "index", "model", "max_article_mb"):
        if text := environment.get(f"QA_{name.upper()}"):
            values[name] = text
    given = {"corpus": corpus, "index": index, "model": model}
    values |= {name: str(value) for name, value in given.items() if value is not None}
    folder = values.get("corpus")
    return Settings(
        corpus=_absolute(folder) if folder else locations.sample(),
        index=_absolute(values["index"]) if values.get("index") else None,
        model=str(values.get("model") or BUNDLED),
        max_article_mb=_megabytes(values.get("max_article_mb", 32)),
    )


def _from_file(path: Path) -> dict[str, object]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise SettingsError(f"the settings in {path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"the settings in {path} are not valid TOML ({error}): mend or remove the file") from error
    known = {"corpus", "index", "model", "max_article_mb"}
    if unknown := sorted(values.keys() - known):
        raise SettingsError(f"{path} sets {', '.join(unknown)}, which is unknown: known are {', '.join(sorted(known))}")
    return values


def _absolute(value: object) -> Path:
    if not isinstance(value, str):
        raise SettingsError(f"a folder was expected in the settings, not {value!r}")
    return Path(os.path.abspath(Path(value).expanduser()))  # noqa: PTH100 - links stay as the user wrote them


def _megabytes(value: object) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = -1
    if not 0 < number <= 2_000:
        raise SettingsError(f"max_article_mb must be a number from 0 to 2000, not {value!r}")
    return number
