"""What is indexed, by which weights, and what has changed since."""

from __future__ import annotations

from typing import Any

from corpus.errors import CorpusQAError
from index.search import Index
from index.store import piece_folder
from qa.answer import folded
from qa.settings import Settings

NAMED = 10  # files of a kind that the report for people names


def status_of(settings: Settings) -> dict[str, Any]:
    """The state of the settings' index as plain values. Raises what opening raises."""
    index = Index.open(settings.index_folder, max_bytes=settings.max_bytes)
    manifest = index.manifest
    try:
        changed: dict[str, Any] = {
            "edited": sorted(index.freshness.edited),
            "gone": sorted(index.freshness.gone),
            "new": sorted(index.freshness.new),
            "error": None,
        }
    except CorpusQAError as error:
        changed = {"edited": [], "gone": [], "new": [], "error": str(error)}
    return {
        "schema": "qa.status/1",
        "corpus": manifest.corpus,
        "index": str(settings.index_folder),
        "generation": manifest.generation,
        "built": manifest.built,
        "articles": manifest.articles,
        "passages": manifest.passages,
        "bytes": sum(
            f.stat().st_size for p in manifest.pieces for f in piece_folder(settings.index_folder, p).iterdir()
        ),
        "encoder": {"name": manifest.recipe.encoder, "sha256": manifest.recipe.encoder_sha256},
        "skipped": [{"source": source, "reason": reason} for source, reason in manifest.skipped],
        "notes": [{"source": r.source, "note": r.note} for s in index.segments for r in s.articles if r.note],
        "changed": changed,
    }


def status_lines(status: dict[str, Any]) -> list[str]:
    """The same for people."""
    changed = status["changed"]
    lines = [
        f"corpus    {folded(status['corpus'])}",
        f"index     {folded(status['index'])} ({status['bytes'] / 1e6:.1f} MB)",
        f"built     {status['built'][:16].replace('T', ' ')} UTC, generation {status['generation']}",
        f"holds     {status['articles']:,} articles, {status['passages']:,} passages",
        f"encoder   {status['encoder']['name']} (SHA-256 {status['encoder']['sha256'][:12]}…)",
    ]
    if changed["error"]:
        lines.append(f"changed   unknown: {changed['error']}")
    else:
        counts = [f"{len(changed[kind])} {kind}" for kind in ("edited", "gone", "new") if changed[kind]]
        lines.append(f"changed   {', '.join(counts) or 'nothing'} since")
        for kind in ("edited", "gone", "new"):
            lines += _named(f"{kind}: ", changed[kind])
    if status["skipped"]:
        lines.append(f"skipped   {len(status['skipped'])}")
        lines += _named("", [f"{s['source']}: {s['reason']}" for s in status["skipped"]])
    if status["notes"]:
        lines.append(f"notes     {len(status['notes'])}")
        lines += _named("", [f"{n['source']}: {n['note']}" for n in status["notes"]])
    return lines


def _named(prefix: str, rows: list[str]) -> list[str]:
    more = [f"          … and {len(rows) - NAMED} more"] if len(rows) > NAMED else []
    return [f"          {prefix}{folded(row)}" for row in rows[:NAMED]] + more
