"""Every folder and file that corpus-qa uses outside the corpus."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import platformdirs

APP = "corpus-qa"


def settings_file() -> Path:
    """Where settings are read from; need not exist."""
    return platformdirs.user_config_path(APP) / "settings.toml"


def cache() -> Path:
    """What can be deleted at any time: remembered digests, speeds and exams, copies of weights."""
    return platformdirs.user_cache_path(APP)


def digests() -> Path:
    """Remembered digests of weights."""
    return cache() / "digests.json"


def speeds() -> Path:
    """The remembered speed of embedding."""
    return cache() / "speed.json"


def exams() -> Path:
    """Remembered results of models that were examined."""
    return cache() / "exams.json"


def copies() -> Path:
    """Copies of weights in a kind that this processor reads faster."""
    return cache() / "weights"


def conversations() -> Path:
    """Where the chat keeps its conversations."""
    return platformdirs.user_data_path(APP) / "conversations"


def index_of(corpus: Path) -> Path:
    """Where a corpus is indexed unless the user says otherwise: one folder for each corpus folder."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", corpus.name).strip("-.") or "corpus"
    digest = hashlib.sha256(str(corpus).encode("utf-8", "surrogateescape")).hexdigest()[:10]
    return platformdirs.user_data_path(APP) / "indexes" / f"{name[:40]}-{digest}"


def sample() -> Path:
    """The articles that come with the install."""
    import corpus

    return Path(corpus.__file__).resolve().parent / "sample"
