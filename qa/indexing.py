"""Opening the index that a run needs, building it first where there is none."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from corpus.folder import scan
from index import rebuild as rebuilding
from index.encoder import EncoderFiles
from index.errors import NoIndexError
from index.freshness import Freshness
from index.rebuild import Embedding, Loading, Read, RebuildEvent, Rebuilt, recipe_of
from index.search import Index
from qa import locations
from qa.answer import folded
from qa.errors import AnsweringError
from qa.render import Page
from qa.settings import Settings

# Before anything was measured on a machine: two cores of 2 GHz, float32
PASSAGES_A_SECOND = 15.0
LOADING_SECONDS = 12.0
BYTES_A_PASSAGE = 300
UNASKED_SECONDS = 30.0  # more work than this is not begun without a yes
NAMED = 3  # changed or skipped files that a notice names


class TooMuchUnaskedError(AnsweringError):
    """Building the index takes longer than anyone expects of a question, and nobody said yes."""


def say(text: str, stream: TextIO | None = None) -> None:
    """A line for the person at the terminal: standard error, so that answers can be piped."""
    out = stream or sys.stderr
    out.write(f"{text}\n")
    out.flush()


def open_index(settings: Settings, encoder: EncoderFiles, *, confirm: Callable[[str], bool] | None) -> Index:
    """The index of the settings' corpus, built first where there is none.

    `confirm` asks a yes-or-no question on a terminal; None means that there is nobody to ask. Raises TooMuchUnaskedError,
    and what opening and rebuilding raise.
    """
    recipe = recipe_of(encoder)
    try:
        index = Index.open(settings.index_folder, recipe=recipe, max_bytes=settings.max_bytes)
    except NoIndexError:
        build_first(settings, encoder, confirm)
        index = Index.open(settings.index_folder, recipe=recipe, max_bytes=settings.max_bytes)
    if index.corpus != settings.corpus:
        raise AnsweringError(
            f"the index in {settings.index_folder} is of {index.corpus}, not of {settings.corpus}: "
            f"leave out --corpus, or choose another --index"
        )
    return index


def build_first(settings: Settings, encoder: EncoderFiles, confirm: Callable[[str], bool] | None) -> None:
    """Builds a missing index, with an estimate; past UNASKED_SECONDS only after a yes."""
    seconds = estimate(settings.corpus)
    needed = f"{settings.corpus} has no index yet; building it takes about {duration(seconds)}"
    if seconds > UNASKED_SECONDS:
        if confirm is None:
            raise TooMuchUnaskedError(f"{needed}: run {rebuild_command(settings)}")
        if not confirm(f"{folded(needed)}. Build it now?"):
            raise TooMuchUnaskedError(f"no index was built: run {rebuild_command(settings)} when there is time")
    else:
        say(f"{folded(needed)}.")
    watch(run(settings, encoder))


def rebuild_command(settings: Settings) -> str:
    """The command that builds this index."""
    import shlex

    words = ["qa", "index", "rebuild"]
    words += ["--corpus", str(settings.corpus)] * (settings.corpus != locations.sample())
    words += ["--index", str(settings.index)] if settings.index else []
    return shlex.join(words)


def run(settings: Settings, encoder: EncoderFiles, *, full: bool = False) -> Iterable[RebuildEvent]:
    """The rebuild of the settings' index as events."""
    return rebuilding.rebuild(
        settings.corpus, settings.index_folder, encoder, max_bytes=settings.max_bytes, full=full
    )  # fmt: skip


def estimate(corpus: Path) -> float:
    """Seconds that indexing a folder anew would take, from its size and the speed of the last time."""
    speed, loading = PASSAGES_A_SECOND, LOADING_SECONDS
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        known = json.loads(locations.speeds().read_text(encoding="utf-8"))
        speed, loading = max(0.1, float(known["passages_a_second"])), float(known["loading_seconds"])
    return loading + sum(f.size for f in scan(corpus)) / BYTES_A_PASSAGE / speed


def remember_speed(passages_a_second: float, loading_seconds: float) -> None:
    """Keeps the measured speed for the next estimate; not being able to is no error."""
    with contextlib.suppress(OSError):
        locations.cache().mkdir(parents=True, exist_ok=True)
        speeds = {"passages_a_second": round(passages_a_second, 2), "loading_seconds": round(loading_seconds, 1)}
        locations.speeds().write_text(json.dumps(speeds), encoding="utf-8")


def watch(events: Iterable[RebuildEvent], stream: TextIO | None = None) -> Rebuilt:
    """Shows a rebuild's progress on standard error: a bar on a terminal, a few lines elsewhere."""
    stream = stream or sys.stderr
    bar = None
    loading_since = time.monotonic()
    try:
        for event in events:
            match event:
                case Read():
                    say(
                        f"{_count(event.articles, 'article')}, {_count(event.passages, 'passage')}, "
                        f"{event.to_embed:,} to embed",
                        stream,
                    )
                case Loading():
                    loading_since = time.monotonic()
                    say("Loading the encoder …", stream)
                case Embedding():
                    if bar is None:
                        loaded = time.monotonic() - event.seconds - loading_since
                        bar = _bar(event.total, stream)
                    bar.update(event.done - bar.n)
                    if event.done == event.total and event.seconds > 0 and event.total >= 50:
                        remember_speed(event.total / event.seconds, loaded)
                case Rebuilt():
                    return event
    finally:
        if bar is not None:
            bar.close()
    raise AssertionError("a rebuild ends with Rebuilt")


def _bar(total: int, stream: TextIO):  # type: ignore[no-untyped-def]  # noqa: ANN202 - tqdm has no types
    from tqdm import tqdm

    on_terminal = Page.of(stream).width is not None
    return tqdm(
        total=total,
        desc="Embedding",
        unit=" passages",
        file=stream,
        dynamic_ncols=on_terminal,
        ncols=None if on_terminal else 80,
        mininterval=0.2 if on_terminal else 15,
        bar_format="{desc} {percentage:3.0f}%|{bar}| {n}/{total} {rate_fmt} {remaining} left",
    )


def summary(done: Rebuilt) -> list[str]:
    """What a rebuild did, for people."""
    m = done.manifest
    counts = f"{_count(m.articles, 'article')}, {_count(m.passages, 'passage')}"
    if done.changed:
        lines = [f"Indexed {counts} ({done.embedded:,} embedded now) in {done.seconds:.1f} s."]
    else:
        lines = [f"Nothing has changed: {counts}."]
    if done.skipped:
        lines.append(f"{_count(len(done.skipped), 'file')} skipped:")
        lines += [f"  {folded(s.source)}: {folded(s.reason)}" for s in done.skipped]
    return lines


def change_notice(freshness: Freshness, settings: Settings) -> str | None:
    """What changed since the index was made, in one line; None where nothing did."""
    if not freshness.changes:
        return None
    parts = []
    for what, sources in (("edited", freshness.edited), ("gone", freshness.gone), ("new", freshness.new)):
        if sources:
            named = ", ".join(folded(s) for s in sorted(sources)[:NAMED])
            more = f" and {len(sources) - NAMED} more" if len(sources) > NAMED else ""
            parts.append(f"{len(sources)} {what} ({named}{more})")
    return (
        f"Changed since the index was made, and not used: {'; '.join(parts)}. Update with: {rebuild_command(settings)}"
    )


def duration(seconds: float) -> str:
    """`8 s`, `3 min`, `2.5 h`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3600:.1f} h"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
