"""The command `qa models`: which models are known, and an exam for one."""

from __future__ import annotations

from typing import Annotated

import typer

from qa import streams
from qa.arguments import App

models_app = App()


@models_app.callback(invoke_without_command=True, subcommand_metavar="[COMMAND] ...")
def _models(context: typer.Context) -> None:
    """List the models that were examined, or examine one. A model's drafts are used where its exam says so."""
    if context.invoked_subcommand is None:
        from qa.page import Page
        from qa.report_exam import known_lines

        streams.write(known_lines(Page.of(streams.output())))


@models_app.command()
def check(
    model: Annotated[
        str | None,
        typer.Argument(metavar="NAME|FILE", help="'bundled', or a GGUF chat model; without it, that of the settings."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Examine a model: does what it writes pass the check, and hold the answer?

    The result is remembered by the file's digest, and decides whether the model's drafts are used. Where they are, a
    copy of the weights that this processor reads faster is kept in the cache folder if it does as well.
    """
    from qa import models
    from qa.exam import result
    from qa.examined import take
    from qa.generation import LlamaGenerator
    from qa.page import Page
    from qa.report_exam import exam_lines, exam_row
    from qa.settings import read
    from qa.tuning import tuned

    page = Page.of(streams.output())
    file = models.generator(read(model=model and streams.argument(model)).model)
    generator = LlamaGenerator(file.path, file.name)
    marked = take(file, generator)
    generator.close()
    copy = tuned(file, result(marked))
    if json:
        streams.write_json(exam_row(file, marked, copy))
    else:
        streams.write(exam_lines(file, marked, copy, page))
