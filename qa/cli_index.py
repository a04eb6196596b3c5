"""`qa index`: build an index, say what it holds, compare it with its digests."""

from __future__ import annotations

from typing import Annotated

import typer

from qa import streams
from qa.arguments import App
from qa.options import CorpusOption, EncoderOption, IndexOption, JsonOption, help_if_bare

index_app = App()
ANSWERED, FAILED = 0, 1


@index_app.callback(invoke_without_command=True, subcommand_metavar="COMMAND ...")
def _index(context: typer.Context) -> None:
    """Build the index of a corpus, or see what is in it."""
    help_if_bare(context)


@index_app.command()
def rebuild(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    encoder: EncoderOption = None,
    full: Annotated[bool, typer.Option("--full", help="Start over: embed every article again.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Go on where most articles are gone.")] = False,
    json: JsonOption = False,
) -> None:
    """Bring the index in line with the articles; with --json its progress too is told, on standard output."""
    from qa import indexing, models
    from qa.rebuild_lines import rows
    from qa.settings import read
    from qa.shell import command_told

    settings = read(corpus=corpus, index=index, encoder=encoder)
    with command_told(settings):
        files = models.encoder_of(settings)
        events = indexing.run(settings, files, full=full, force=force)
        if json:
            for row in rows(events):
                streams.write_json(row)
            return
        done = indexing.watch(events)
    for line in indexing.summary(done, files, settings):
        streams.say(line)


@index_app.command()
def status(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    encoder: EncoderOption = None,
    json: JsonOption = False,
) -> None:
    """What is indexed, by which weights, and what changed since."""
    from qa.page import Page
    from qa.settings import read
    from qa.status import status_lines, status_of

    page = Page.of(streams.output())
    found = status_of(read(corpus=corpus, index=index, encoder=encoder))
    if json:
        streams.write_json(found)
    else:
        streams.write(status_lines(found, page))


@index_app.command()
def verify(corpus: CorpusOption = None, index: IndexOption = None, json: JsonOption = False) -> int:
    """Compare every byte of the index with the digests that were written with it."""
    from qa.page import Page
    from qa.settings import read
    from qa.verification import verification, verification_lines

    page = Page.of(streams.output())
    settings = read(corpus=corpus, index=index)
    done = verification(settings)
    if json:
        streams.write_json(done.to_dict())
    else:
        streams.write([line for text in verification_lines(done, settings) for line in page.paragraph(text)])
    return FAILED if done.damaged else ANSWERED
