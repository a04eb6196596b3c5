"""Settings: the file, then the environment, then the command line, the last one winning.

# settings.toml
corpus = "~/articles"
index = "/fast-disk/articles-index"
model = "~/models/some-chat-model.gguf"
encoder = "~/models/some-encoder"
max_article_mb = 32
theme = "light"

[keys]
"chat.rebuild" = "f9"
"""

from __future__ import annotations

import contextlib
import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import FolderError
from corpus.regular import refuse_irregular
from qa import locations
from qa.errors import SettingsError

BUNDLED = "bundled"
KNOWN = ("corpus", "index", "model", "encoder", "max_article_mb", "theme", "keys")
FROM_ENVIRONMENT = KNOWN[:-1]
LARGEST_MB = 2_000


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

    encoder: str | None = None
    """`bundled`, or the folder of a sentence-transformers model; None means the one that the index was made with, and
    the bundled one for a new index. Environment: QA_ENCODER."""

    theme: str = "dark"
    """Of the chat: dark, light, contrast, or any that Textual knows. Environment: QA_THEME."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys of the chat by what they do, such as `chat.rebuild` to `f9`; only in the file."""

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
    corpus: str | Path | None = None,
    index: str | Path | None = None,
    model: str | None = None,
    encoder: str | Path | None = None,
    environment: Mapping[str, str] = os.environ,
    file: Path | None = None,
) -> Settings:
    """The settings of this run; arguments that are not None win, empty variables count as none. Raises SettingsError.

    An index that is named nearer than the corpus brings its own corpus: `qa ask --index DIR` asks what DIR holds,
    whatever corpus is usual here. A corpus that is named nearer than the index has its own place.
    """
    given = {"corpus": corpus, "index": index, "model": model, "encoder": encoder}
    layers: list[Mapping[str, object]] = [
        _from_file(file or locations.settings_file()),
        {name: text for name in FROM_ENVIRONMENT if (text := environment.get(f"QA_{name.upper()}"))},
        {name: str(value) for name, value in given.items() if value is not None},
    ]
    values: dict[str, object] = {}
    for layer in layers:
        values |= layer
    folder, place = (_folder(name, values.get(name)) for name in ("corpus", "index"))
    nearness = _nearest(layers, "index") - _nearest(layers, "corpus")
    if place and nearness > 0:
        folder = _corpus_of(place) or folder
    elif nearness < 0:
        place = None  # it was named for another corpus
    return Settings(
        corpus=folder or locations.sample(),
        index=place,
        model=_model(values.get("model", BUNDLED)),
        max_article_mb=_megabytes(values.get("max_article_mb", 32)),
        encoder=_encoder(values.get("encoder")),
        theme=_theme(values.get("theme", "dark")),
        keys=_keys(values.get("keys", {})),
    )


def refuse_nowhere(settings: Settings) -> None:
    """Raises FolderError where neither the folder of articles exists nor an index of it."""
    if not settings.corpus.is_dir() and not settings.index_folder.exists():
        raise FolderError(f"there is no folder {settings.corpus}: check the path")


def _nearest(layers: Sequence[Mapping[str, object]], name: str) -> int:
    """The number of the nearest layer that names a setting; -1 where none does."""
    return max((n for n, layer in enumerate(layers) if name in layer), default=-1)


def _corpus_of(index: Path) -> Path | None:
    """The corpus of an index that exists. Raises SettingsError where one exists that does not tell."""
    from index import store
    from index.errors import IndexDamagedError, IndexingError, IndexOutdatedError

    try:
        return Path(store.read_manifest(index).corpus)
    except IndexOutdatedError:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            return Path(json.loads((index / store.MANIFEST).read_text(encoding="utf-8"))["corpus"])
    except IndexDamagedError:
        pass  # the sample would be the wrong answer to a damaged index of something else
    except IndexingError:  # whoever opens it will say so
        return None
    raise SettingsError(f"the index in {index} is damaged and does not tell its articles: name them with --corpus")


def _from_file(path: Path) -> dict[str, object]:
    try:
        refuse_irregular(path)
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise SettingsError(f"the settings in {path} cannot be read: {error.strerror}: mend or remove it") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"the settings in {path} are not valid TOML ({error}): mend or remove the file") from error
    if unknown := sorted(values.keys() - set(KNOWN)):
        raise SettingsError(f"{path} sets {', '.join(unknown)}, which is unknown: known are {', '.join(KNOWN)}")
    return values


def _folder(name: str, value: object) -> Path | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value or "\0" in value:
        raise SettingsError(f"the setting {name} must be the path of a folder, not {value!r}")
    try:
        return Path(os.path.abspath(Path(value).expanduser()))  # noqa: PTH100 - links stay as the user wrote them
    except RuntimeError:
        raise SettingsError(f"{value} names the home of a user whom this machine does not know") from None
    except OSError as error:  # a relative path, and the working directory was removed
        raise SettingsError(f"{value} leads nowhere from the working directory: {error.strerror}") from None


def _model(value: object) -> str:
    if not isinstance(value, str) or not value or "\0" in value:
        raise SettingsError(f"the setting model must be '{BUNDLED}' or the path of a GGUF file, not {value!r}")
    return value


def _encoder(value: object) -> str | None:
    return BUNDLED if value == BUNDLED else None if (folder := _folder("encoder", value)) is None else str(folder)


def _theme(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise SettingsError(f"the setting theme must be the name of a theme, such as 'light', not {value!r}")
    return value


def _keys(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(keys, str) and keys for keys in value.values()):
        raise SettingsError('the setting keys must be a table such as "chat.rebuild" = "f9"')
    return dict(value)


def _megabytes(value: object) -> float:
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else -1.0
    except ValueError:
        number = -1.0
    if not 0 < number <= LARGEST_MB:
        raise SettingsError(f"the setting max_article_mb must be a number from 0 to {LARGEST_MB:,}, not {value!r}")
    return number
