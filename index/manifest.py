"""What the one small file says that names an index's live pieces: shapes and their JSON."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Any, Final

from index.vectors import RULE, Layout

FORMAT = "corpus-qa index"
SCHEMA = 2
PIECE_NAME: Final = re.compile(r"s-[0-9a-f]{16}")
_FILE: Final = re.compile(r"[a-z_]+\.[a-z]+")


@dataclass(frozen=True)
class FileSeal:
    """What a file of a piece must be."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Piece:
    """A segment as the manifest names it."""

    name: str
    articles: int
    passages: int
    dead: tuple[int, ...]
    """Numbers of its articles that are no longer what the corpus holds, ascending."""
    dead_passages: int
    vectors: Layout
    files: dict[str, FileSeal]

    @property
    def live_articles(self) -> int:
        """Articles that count."""
        return self.articles - len(self.dead)

    @property
    def live_passages(self) -> int:
        """Passages of these articles."""
        return self.passages - self.dead_passages


@dataclass(frozen=True)
class Recipe:
    """All that decides what an index of given articles holds; another recipe means another index."""

    encoder: str
    encoder_sha256: str
    dimension: int
    passage_size: int
    passage_short: int
    passage_tokens: int
    passage_version: int
    terms_version: int
    token_dimension: int = 0
    """Numbers that are kept of every token; 0 for an encoder whose tokens have none."""
    token_projection: str = ""
    """SHA-256 of what makes these numbers of a token's state."""

    @property
    def digest(self) -> str:
        """A name for it: 12 hexadecimal digits."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Manifest:
    """The live pieces and where they came from."""

    generation: str
    origin: str
    """The generation that was cut and written from scratch, from which this one came by changes."""
    built: str
    """When it was published: UTC, ISO 8601."""
    corpus: str
    """The folder of the articles, absolute."""
    encoder_folder: str | None
    """Where the encoder lay; None for the one that comes with the install."""
    recipe: Recipe
    pieces: tuple[Piece, ...]
    skipped: tuple[tuple[str, str], ...]
    """Files that could not be read: source and reason."""

    @property
    def articles(self) -> int:
        """Live articles of all pieces."""
        return sum(p.live_articles for p in self.pieces)

    @property
    def passages(self) -> int:
        """Live passages of all pieces."""
        return sum(p.live_passages for p in self.pieces)

    def to_json(self) -> str:
        """As it is written to disk, with its own digest."""
        return sealed({"format": FORMAT, "schema": SCHEMA, "layout_rule": RULE, **asdict(self)})


def sealed(value: dict[str, Any]) -> str:
    """A JSON object with the digest of all its other entries."""
    content = {name: entry for name, entry in value.items() if name != "sha256"}
    return json.dumps({"sha256": content_digest(content), **content}, indent=1, ensure_ascii=True) + "\n"


def content_digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("ascii")).hexdigest()


def parse(value: dict[str, Any]) -> Manifest:
    return Manifest(
        generation=str(value["generation"]),
        origin=str(value["origin"]),
        built=str(value["built"]),
        corpus=str(value["corpus"]),
        encoder_folder=None if value["encoder_folder"] is None else str(value["encoder_folder"]),
        recipe=Recipe(**value["recipe"]),
        pieces=tuple(
            Piece(
                name=_named(p["name"], PIECE_NAME),
                articles=int(p["articles"]),
                passages=int(p["passages"]),
                dead=tuple(int(number) for number in p["dead"]),
                dead_passages=int(p["dead_passages"]),
                vectors=Layout(**p["vectors"]),
                files={_named(n, _FILE): FileSeal(int(s["bytes"]), str(s["sha256"])) for n, s in p["files"].items()},
            )
            for p in value["pieces"]
        ),
        skipped=tuple((str(source), str(reason)) for source, reason in value["skipped"]),
    )


def _named(name: str, kind: re.Pattern[str]) -> str:
    """A name of the kind that an index gives; none of them leads out of its folder."""
    if kind.fullmatch(name) is None:
        raise ValueError(f"{name!r} is no name of ours")
    return name
