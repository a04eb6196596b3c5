"""What is indexed, by which weights, and what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.errors import CorpusQAError
from corpus.printable import printable
from index.recipe import recipe_of
from index.search import Index
from qa import models
from qa.indexing import counted, notes
from qa.page import Page
from qa.settings import Settings, refuse_nowhere
from qa.shell import command_told, rebuild_command

NAMED = 10  # files of a kind that the report for people names
INDENT = " " * 10


def status_of(settings: Settings) -> dict[str, Any]:
    """The state of the settings' index as plain values. Raises what opening raises.

    `recipe_changed` says whether the weights or passage settings of today are others; None where there are none.
    """
    refuse_nowhere(settings)
    with command_told(settings):
        index = Index.open(settings.index_folder, max_bytes=settings.max_bytes)
    manifest = index.manifest
    return {
        "schema": "qa.status/1",
        "corpus": manifest.corpus,
        "index": str(settings.index_folder),
        "generation": manifest.generation,
        "built": manifest.built,
        "articles": manifest.articles,
        "passages": manifest.passages,
        "bytes": sum(seal.bytes for p in manifest.pieces for seal in p.files.values()),
        "pieces": [
            {"passages": p.live_passages, "dead": p.dead_passages, "vectors": p.vectors.kind} for p in manifest.pieces
        ],
        "encoder": {"name": manifest.recipe.encoder, "sha256": manifest.recipe.encoder_sha256},
        "recipe_changed": _recipe_changed(index, settings),
        "skipped": [{"source": source, "reason": reason} for source, reason in manifest.skipped],
        "notes": [{"source": source, "note": note} for source, note in notes(index)],
        "changed": _changed(index),
        "update": rebuild_command(settings),
    }


def _recipe_changed(index: Index, settings: Settings) -> bool | None:
    try:
        return index.manifest.recipe != recipe_of(models.encoder_of(settings))
    except CorpusQAError:
        return None


def _changed(index: Index) -> dict[str, Any]:
    try:
        found = index.freshness
    except CorpusQAError as error:
        return {"edited": [], "gone": [], "new": [], "error": str(error)}
    return {"edited": sorted(found.edited), "gone": sorted(found.gone), "new": sorted(found.new), "error": None}


def status_lines(status: dict[str, Any], page: Page) -> list[str]:
    """The same for people."""
    changed = status["changed"]
    encoder = f"{status['encoder']['name']} (SHA-256 {status['encoder']['sha256'][:12]}…)"
    if status["recipe_changed"]:
        encoder += "; the one of today, or its settings, are others: an update is needed"
    rows = [
        ("corpus", [status["corpus"]]),
        ("index", [f"{status['index']} ({status['bytes'] / 1e6:.1f} MB)"]),
        ("built", [f"{status['built'][:16].replace('T', ' ')} UTC, generation {status['generation']}"]),
        ("holds", [f"{counted(status['articles'], 'article')}, {counted(status['passages'], 'passage')}"]),
        ("pieces", [_pieces_row(status["pieces"])]),
        ("encoder", [encoder]),
        ("changed", _changed_rows(changed)),
    ]
    for what, word in (("skipped", "reason"), ("notes", "note")):
        if status[what]:
            named = _some([f"{row['source']}: {row[word]}" for row in status[what]])
            rows.append((what, [f"{len(status[what]):,}", *named]))
    if status["recipe_changed"] or any(changed.values()):
        rows.append(("update", [status["update"]]))
    return [
        line
        for label, texts in rows
        for n, text in enumerate(texts)
        for line in page.paragraph(
            printable(text, newlines=False), first=INDENT if n else f"{label:<{len(INDENT)}}", indent=INDENT
        )
    ]


def _pieces_row(pieces: Sequence[dict[str, Any]]) -> str:
    """`3, 1 with inverted lists, with 40 passages of articles that were edited or removed`."""
    lists = sum(piece["vectors"] == "ivf" for piece in pieces)
    dead = sum(piece["dead"] for piece in pieces)
    parts = [f"{len(pieces)}", *([f"{lists} with inverted lists"] if lists else [])]
    return ", ".join(
        [*parts, *([f"with {counted(dead, 'passage')} of articles that were edited or removed"] if dead else [])]
    )


def _changed_rows(changed: dict[str, Any]) -> list[str]:
    if changed["error"]:
        return [f"unknown: {changed['error']}"]
    kinds = [kind for kind in ("edited", "gone", "new") if changed[kind]]
    counts = ", ".join(f"{len(changed[kind]):,} {kind}" for kind in kinds) or "nothing"
    return [f"{counts} since", *(row for kind in kinds for row in _some([f"{kind}: {s}" for s in changed[kind]]))]


def _some(rows: Sequence[str]) -> list[str]:
    return [*rows[:NAMED], *([f"and {len(rows) - NAMED:,} more"] if len(rows) > NAMED else [])]
