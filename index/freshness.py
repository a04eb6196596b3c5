"""The corpus against the index: which articles were edited, removed or added since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from corpus.folder import scan
from index.segment import ArticleRecord
from index.weights import sha256


@dataclass(frozen=True)
class Freshness:
    """Sources by what happened to them since they were indexed."""

    edited: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()

    @property
    def changes(self) -> int:
        """Articles whose present state the index does not know."""
        return len(self.edited) + len(self.gone) + len(self.new)

    @property
    def stale(self) -> frozenset[str]:
        """Indexed articles that must not be cited."""
        return self.edited | self.gone


def compare(corpus: Path, records: Iterable[ArticleRecord], skipped: Iterable[str], *, built: str) -> Freshness:
    """Compares a folder with what was indexed. Size and time are the hint, the digest decides.

    Files that could not be read when the index was made count as new where they were changed after it was `built`
    (UTC, ISO 8601). Raises FolderError where the folder is gone.
    """
    known = {r.source: r for r in records}
    passed_over = set(skipped)
    built_ns = int(datetime.fromisoformat(built).timestamp()) * 1_000_000_000
    edited, new, seen = set(), set(), set()
    for file in scan(corpus):
        record = known.get(file.source)
        if record is None:
            if file.source not in passed_over or file.changed_ns > built_ns + 1_000_000_000:
                new.add(file.source)
            continue
        seen.add(file.source)
        if (file.size, file.changed_ns) != (record.bytes, record.changed_ns) and not _is_same(corpus, record):
            edited.add(file.source)
    return Freshness(frozenset(edited), frozenset(known.keys() - seen), frozenset(new))


def _is_same(corpus: Path, record: ArticleRecord) -> bool:
    try:
        return sha256(corpus / record.source) == record.sha256
    except OSError:
        return False
