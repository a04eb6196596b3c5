"""What the command line says of itself, and the arguments and options that commands share."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

WRONG_USAGE = 2  # exit status

ABOUT = "Answers questions about a folder of articles, and proves every answer with an exact quotation."
EPILOG = """
Without --corpus the settings say which articles are meant, and without settings it is the sample that comes with
the install. Settings are read from settings.toml in corpus-qa's configuration folder (~/.config/corpus-qa on
Linux), from QA_CORPUS, QA_INDEX, QA_MODEL, QA_ENCODER and QA_MAX_ARTICLE_MB, and from the command line; the last one
wins.

Exit status: 0 answered, 3 the corpus does not say, 2 wrong usage, 1 it failed, 130 interrupted.
"""

QuestionArgument = Annotated[
    str, typer.Argument(metavar="QUESTION", help="The question, or - for one a line on standard input.")
]
CorpusOption = Annotated[str | None, typer.Option("--corpus", metavar="DIR", help="Folder of articles.")]
IndexOption = Annotated[
    str | None, typer.Option("--index", metavar="DIR", help="Folder of the index. One that exists knows its corpus.")
]
ModelOption = Annotated[
    str | None, typer.Option("--model", metavar="NAME|FILE", help="'bundled', or any GGUF chat model.")
]
NoModelOption = Annotated[
    bool, typer.Option("--no-model", help="Answer by quotation alone; no model is needed or loaded.")
]
EncoderOption = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        metavar="NAME|DIR",
        help="'bundled', or the folder of any sentence-transformers model. An index keeps the one it was made with.",
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="GLOB",
        help="Only articles whose path matches, such as 2016/, '*.md' or 'news/**/port*'; may be given more than once.",
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DATE",
        help="Only articles of this day or later: 2016, 2016-09 or 2016-09-18. One that names only its month passes "
        "where any of its days would, one without a date does not.",
    ),
]
BeforeOption = Annotated[
    str | None, typer.Option("--before", metavar="DATE", help="Only articles of a day before this one.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON, one object a line.")]


def help_if_bare(context: typer.Context) -> None:
    """A command that was given nothing to do says what there is."""
    if context.invoked_subcommand is None:
        sys.stderr.write(f"{context.get_help()}\n")
        raise typer.Exit(WRONG_USAGE)
