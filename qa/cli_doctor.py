"""The command `qa doctor`: what there is to work with, and what to do about what is wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from qa import streams
from qa.options import CorpusOption, EncoderOption, IndexOption, JsonOption, ModelOption

if TYPE_CHECKING:
    from qa.health import Check
    from qa.page import Page

WELL, ILL = 0, 1
SCHEMA = "qa.doctor/1"
MeasureOption = Annotated[bool, typer.Option("--measure", help="Also how fast the model reads and writes here.")]


def doctor(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    encoder: EncoderOption = None,
    measure: MeasureOption = False,
    json: JsonOption = False,
) -> int:
    """Look at the install, the index and the models; exit status 1 where something needs to be done.

    Nothing is fetched, and nothing is changed but that the digests of models are remembered in the cache folder.
    """
    from qa.health import checks
    from qa.page import Page
    from qa.settings import read

    page = Page.of(streams.output())
    found = []
    wanted = partial(read, corpus=corpus, index=index, model=model, encoder=encoder)
    for check in checks(wanted, measure=measure):
        found.append(check)
        if not json:
            streams.write(_lines(check, page))
    ill = sum(check.fix is not None for check in found)
    if json:
        streams.write_json({"schema": SCHEMA, "well": not ill, "checks": [check.to_dict() for check in found]})
    else:
        streams.write(["", f"{ill} of {len(found)} to mend." if ill else "All is well."])
    return ILL if ill else WELL


def _lines(check: Check, page: Page) -> list[str]:
    """What was found, beside its name, and below it what to do."""
    from corpus.printable import printable

    indent = " " * 15
    texts = [text for text in (check.found, check.fix and f"→ {check.fix}") if text]
    return [
        line
        for n, text in enumerate(texts)
        for line in page.paragraph(
            printable(text, newlines=False), first=indent if n else f"{check.name:<{len(indent)}}", indent=indent
        )
    ]
