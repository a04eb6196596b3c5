"""Opening the index that a run needs, building it first where there is none."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO

from corpus.printable import printable
from index import store
from index.encoder import EncoderFiles
from index.errors import IndexingError, NoIndexError
from index.freshness import Freshness
from index.recipe import recipe_of
from index.search import Index
from qa.answer import folded
from qa.errors import AnsweringError
from qa.progress import Progress, duration
from qa.settings import Settings
from qa.shell import command_told, rebuild_command
from qa.streams import say

if TYPE_CHECKING:  # a question needs none of them
    from index.events import Compared, Embedding, Rebuilt
    from index.rebuild import RebuildEvent

UNASKED_SECONDS = 30.0  # of embedding; more work than this is not begun without a yes
QUIETLY_READ = 1.0  # seconds of reading articles before a bar is shown for it
NAMED = 3  # changed files that a notice names
MOSTLY = 0.5  # of the articles read; where more are in another language, the encoder is the wrong one
LISTED = 20  # skipped files that a summary lists


class TooMuchUnaskedError(AnsweringError):
    """Building the index takes longer than anyone expects of a question, and nobody said yes."""


class OtherCorpusError(AnsweringError):
    """The index belongs to another folder of articles."""


def open_index(settings: Settings, encoder: EncoderFiles, *, confirm: Callable[[str], bool] | None) -> Index:
    """The index of the settings' corpus, built first where there is none.

    `confirm` asks a yes-or-no question on a terminal; None means that there is nobody to ask. Raises OtherCorpusError,
    TooMuchUnaskedError, and what opening and rebuilding raise.
    """
    recipe = recipe_of(encoder)
    folder = settings.index_folder
    try:
        with command_told(settings):
            index = Index.open(folder, recipe=recipe, max_bytes=settings.max_bytes)
    except NoIndexError:
        build_first(settings, encoder, confirm)
        with command_told(settings):
            index = Index.open(folder, recipe=recipe, max_bytes=settings.max_bytes)
    refuse_other_corpus(index, settings)
    return index


def refuse_other_corpus(index: Index, settings: Settings) -> None:
    """Raises OtherCorpusError where the index is not of the settings' corpus."""
    if index.corpus != settings.corpus:
        raise OtherCorpusError(
            f"the index in {settings.index_folder} is of {index.corpus}, not of {settings.corpus}: leave out --corpus, "
            f"or choose another --index"
        )


def build_first(settings: Settings, encoder: EncoderFiles, confirm: Callable[[str], bool] | None) -> None:
    """Builds a missing index, with an estimate; past UNASKED_SECONDS only after a yes."""
    from qa.estimate import estimate
    from qa.first_build import events_apart

    needs = estimate(settings)
    if needs is not None:
        needed = f"{_name(str(settings.corpus))} has no index yet; building it takes about {duration(needs.seconds)}"
        if needs.embedding <= UNASKED_SECONDS:
            say(f"{needed}.")
        elif confirm is None:
            raise TooMuchUnaskedError(f"{needed}: run {rebuild_command(settings)}")
        elif not confirm(f"{needed}. Build it now?"):
            raise TooMuchUnaskedError(f"no index was built; when there is time, run {rebuild_command(settings)}")
    done = watch(events_apart(settings))
    for line in summary(done, encoder, settings):
        say(line)


def run(
    settings: Settings, encoder: EncoderFiles, *, full: bool = False, force: bool = False
) -> Iterator[RebuildEvent]:
    """The rebuild of the settings' index as events.

    Raises OtherCorpusError where the index belongs to another folder that is still there: replacing it by mistake
    would cost hours. `full` says that it is no mistake, and `force` that most articles are really gone.
    """
    with contextlib.suppress(IndexingError):
        other = Path(store.read_manifest(settings.index_folder).corpus)
        if not full and other != settings.corpus and other.is_dir():
            raise OtherCorpusError(
                f"the index in {settings.index_folder} is of {other}, not of {settings.corpus}: "
                f"choose another --index, or replace it with --full"
            )
    from index.rebuild import rebuild

    return rebuild(
        settings.corpus, settings.index_folder, encoder, max_bytes=settings.max_bytes, full=full, force=force
    )


def watch(events: Iterable[RebuildEvent], stream: TextIO | None = None) -> Rebuilt:
    """Shows a rebuild's progress on standard error; what came of it."""
    from index.events import Compared, Embedding, Loading, Merging, Reading, Rebuilt, TakenUp

    bars = _Bars(stream)
    with bars:
        for event in events:
            match event:
                case Reading() if event.seconds > QUIETLY_READ:
                    bars.of("Reading", "files", event.total).show(event.done, event.seconds)
                case Compared():
                    bars.close()
                    if event.damaged:
                        pieces = counted(event.damaged, "piece")
                        say(f"{pieces} of the index damaged and made anew: what it held counts as new", stream)
                    if event.new or event.edited or event.moved or event.gone:
                        say(_compared(event), stream)
                case TakenUp():
                    embedded = counted(event.passages, "passage")
                    say(f"An interrupted rebuild is taken up, which had embedded {embedded}", stream)
                case Loading():
                    bars.close()
                    bars.loading_since = time.monotonic()
                    say("Loading the encoder …", stream)
                case Embedding():
                    bars.embedding(event)
                case Merging():
                    bars.close()
                    say(f"Merging {counted(event.passages, 'passage')} into one piece …", stream)
                case Rebuilt():
                    return event
    raise AssertionError("a rebuild ends with Rebuilt")


class _Bars:
    """The bar of what is being done; a context, so that the terminal is left at the beginning of a line."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._open: tuple[str, Progress] | None = None
        self.loading_since = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def of(self, doing: str, unit: str, total: int) -> Progress:
        """The bar of one kind of work, begun with its first call."""
        if self._open is None or self._open[0] != doing:
            self.close()
            self._open = doing, Progress(doing, unit, total, self._stream)
        self._open[1].total = total
        return self._open[1]

    def close(self) -> None:
        """Ends the bar that is shown."""
        if self._open:
            self._open[1].close()
        self._open = None

    def embedding(self, event: Embedding) -> None:
        """Shows the longest work, and remembers its speed for the next estimate."""
        if self._open is None:
            self._loaded = time.monotonic() - event.seconds - self.loading_since
        self.of("Embedding", "passages", event.total).show(event.done, event.seconds)
        from qa.estimate import LEAST_MEASURED, remember_speed

        if event.done == event.total >= LEAST_MEASURED and event.seconds > 0:
            remember_speed(event.total / event.seconds, self._loaded)


def _compared(event: Compared) -> str:
    """`Articles: 3 new, 1 edited, 40 as before`."""
    parts = [
        (event.new, "new"),
        (event.edited, "edited"),
        (event.moved, "moved"),
        (event.gone, "gone"),
        (event.unchanged, "as before"),
    ]
    return "Articles: " + ", ".join(f"{number:,} {what}" for number, what in parts if number)


def summary(done: Rebuilt, encoder: EncoderFiles, settings: Settings) -> list[str]:
    """What a rebuild did, for people: counts, and the files that were skipped or not read as they should be."""
    counts = f"{counted(done.manifest.articles, 'article')}, {counted(done.manifest.passages, 'passage')}"
    if not done.changed:
        lines = [f"Nothing has changed: {counts}."]
    else:
        lines = [f"Indexed {counts} ({done.embedded:,} embedded now) in {duration(done.seconds)}."]
        lines += listed("read with a note", done.notes)
        if encoder.english_only and done.foreign > MOSTLY * done.read:
            lines.append(
                f"{done.foreign:,} of {done.read:,} articles read do not look like English, which is all that "
                f"{encoder.name} reads: they are found by their words, hardly by what they mean. "
                f"Another encoder: {rebuild_command(replace(settings, encoder=None))} --encoder DIR"
            )
    return lines + listed("skipped", [(s.source, s.reason) for s in done.skipped])


def notes(index: Index) -> list[tuple[str, str]]:
    """What to know of how articles were read: source and note, such as `not UTF-8: read as cp1252`."""
    return [(r.source, r.note) for r in index.records() if r.note]


def listed(what: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    """Files with a word on each; none where there are none."""
    if not rows:
        return []
    lines = [f"{counted(len(rows), 'file')} {what}:"]
    lines += [f"  {_name(source)}: {folded(text)}" for source, text in rows[:LISTED]]
    more = len(rows) - LISTED
    return [*lines, f"  and {more:,} more: qa index status --json lists all"] if more > 0 else lines


def change_notice(freshness: Freshness, settings: Settings) -> str | None:
    """What changed since the index was made, in one line; None where nothing did."""
    if not freshness.changes:
        return None
    kinds = (("edited", freshness.edited), ("gone", freshness.gone), ("new", freshness.new))
    parts = [f"{len(sources)} {what} ({_named(sorted(sources))})" for what, sources in kinds if sources]
    return (
        f"Changed since the index was made, and not used: {'; '.join(parts)}. Update with: {rebuild_command(settings)}"
    )


def _named(sources: Sequence[str]) -> str:
    more = f" and {len(sources) - NAMED} more" if len(sources) > NAMED else ""
    return ", ".join(map(_name, sources[:NAMED])) + more


def _name(source: str) -> str:
    """A file's name as it is shown: on one line, but with all its spaces."""
    return printable(source, newlines=False)


def counted(number: int, noun: str) -> str:
    """`1 article`, `2,963 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
