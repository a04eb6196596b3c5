"""The command line: arguments in, events shown, an exit status out."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import CorpusQAError
from index.errors import FilterError, StoppedError
from qa import __version__, streams
from qa.arguments import App
from qa.cli_doctor import doctor
from qa.cli_history import history_app
from qa.cli_index import index_app
from qa.cli_models import models_app
from qa.clock import since_start_ms
from qa.errors import GoldError, QuestionError, StreamError, problem
from qa.options import (
    ABOUT,
    EPILOG,
    BeforeOption,
    CorpusOption,
    EncoderOption,
    IndexOption,
    JsonOption,
    ModelOption,
    NoModelOption,
    QuestionArgument,
    SinceOption,
    SourceOption,
    help_if_bare,
)

if TYPE_CHECKING:
    from index.filters import Filter
    from qa.answer import Answer
    from qa.assistant import Assistant
    from qa.evaluation import Reply
    from qa.page import Page

ANSWERED, FAILED, WRONG_USAGE, NOT_IN_CORPUS, INTERRUPTED = 0, 1, 2, 3, 130
LINES = "-"  # as a question: one a line on standard input

_INPUT = re.compile(r"Input should be ([^,]+)(?:, unable.*)?")  # how Pydantic, which checks for Typer, begins
HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}

app = App(
    help=ABOUT,
    epilog=EPILOG,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings=HELP_OPTIONS,
)
app.add_typer(index_app, name="index", short_help="Build or inspect an index.")
app.add_typer(history_app, name="history", short_help="Conversations that the chat has kept.")
app.add_typer(models_app, name="models", short_help="Examine models that write.")


def run() -> int:
    """Runs the command line; the exit status. Raises KeyboardInterrupt, StoppedError and ReaderGoneError."""
    try:
        result = app(prog_name="qa", standalone_mode=False)
    except CorpusQAError as error:
        streams.say(f"qa: {error}")
        return WRONG_USAGE if isinstance(error, QuestionError | FilterError | GoldError) else FAILED
    except typer.TyperException as error:
        streams.say(f"qa: {_usage_message(error)}")
        return error.exit_code
    except (streams.ReaderGoneError, StoppedError):
        raise
    except Exception as error:  # noqa: BLE001 - the outermost boundary: a traceback helps nobody at a terminal
        streams.say(f"qa: {problem(error)}")
        return FAILED
    if result == INTERRUPTED:  # typer's word for KeyboardInterrupt
        raise KeyboardInterrupt
    return result if isinstance(result, int) else ANSWERED


def _usage_message(error: typer.TyperException) -> str:
    """Typer's message as one of ours, with the help that would have told."""
    message = _INPUT.sub(r"it must be \1", error.format_message().rstrip("."))
    context = getattr(error, "ctx", None)
    if context and "extra argument" in message and context.info_name in {"ask", "search"}:
        message += ": put the question in quotes, and every GLOB"
    return f"{message[:1].lower()}{message[1:]}; see {context.command_path if context else 'qa'} --help"


def _version(wanted: bool) -> None:
    if wanted:
        streams.write([f"qa {__version__}"])
        raise typer.Exit


@app.callback(invoke_without_command=True, subcommand_metavar="COMMAND ...")
def _options(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    help_if_bare(context)


@app.command(short_help="Answer a question from the articles.")
def ask(
    question: QuestionArgument,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    no_model: NoModelOption = False,
    encoder: EncoderOption = None,
    source: SourceOption = None,
    since: SinceOption = None,
    before: BeforeOption = None,
    json: JsonOption = False,
) -> int:
    """Answer a question, with the quotations that the answer stands on."""
    from qa.opening import open_assistant
    from qa.render import answer_lines, closest_in

    _check(question)
    _check_models(model, no_model)
    only = _filter(source, since, before)
    page = _page()
    assistant = open_assistant(corpus, index, model, only, encoder, no_model=no_model)
    opened = assistant.index

    def show(asked: str) -> int:
        answer = _answer(assistant, asked)
        if json:
            streams.write_json(answer.to_dict())
        else:
            streams.write(answer_lines(answer, opened.corpus, page, closest_in(opened)))
        return ANSWERED if answer.status == "answered" else NOT_IN_CORPUS

    return _asked(question, show, page, json=json)


@app.command(short_help="Find passages, best first.")
def search(
    question: QuestionArgument,
    number: Annotated[int, typer.Option("-k", metavar="N", min=1, max=1000, help="How many passages.")] = 10,
    explain: Annotated[bool, typer.Option("--explain", help="Say where each score comes from.")] = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    encoder: EncoderOption = None,
    source: SourceOption = None,
    since: SinceOption = None,
    before: BeforeOption = None,
    json: JsonOption = False,
) -> int:
    """Find the passages that bear on a question, best first."""
    from qa.opening import open_search
    from qa.question import usable
    from qa.render import hit_lines, result_row

    _check(question)
    only = _filter(source, since, before)
    page = _page()
    opened, questions = open_search(corpus, index, only, encoder)

    def show(asked: str) -> int:
        asked = usable(asked)
        found = opened.search(asked, questions, number, only)
        if json:
            streams.write_json(result_row(asked, found, opened, explain=explain))
        else:
            numbered = enumerate(found.hits, 1)
            streams.write([line for n, hit in numbered for line in hit_lines(n, hit, opened, page, explain=explain)])
        return ANSWERED if found.hits else NOT_IN_CORPUS

    return _asked(question, show, page, json=json)


@app.command(short_help="Show an article or a cited span.")
def show(
    source: Annotated[str, typer.Argument(metavar="SOURCE[#char=S,E]", help="An article, as citations name it.")],
    corpus: CorpusOption = None,
) -> None:
    """Show an article, or a cited span marked in its lines."""
    from corpus.article import from_rfc5147, split_uri
    from corpus.errors import FolderError
    from corpus.folder import load
    from qa.excerpt import article_lines
    from qa.settings import read

    page = _page()
    settings = read(corpus=corpus)
    if not settings.corpus.is_dir():
        raise FolderError(f"there is no folder {settings.corpus}: check the path")
    name, fragment = split_uri(source)
    # A name that holds # or %, as it is and not as a URI writes it, which can be longer than any name
    if os.path.isfile(settings.corpus / source):  # noqa: PTH113 - unlike Path.is_file no error where it is refused
        name, fragment = source, None
    article = load(settings.corpus, name, max_bytes=settings.max_bytes)
    span = from_rfc5147(article.lines, fragment) if fragment else None
    streams.write(article_lines(article, span, page))


@app.command("eval", short_help="Measure the answers to questions with known answers.")
def evaluate(
    gold: Annotated[
        str, typer.Argument(metavar="GOLD", help="Questions with what is right, one JSON object a line; - reads them.")
    ],
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    no_model: NoModelOption = False,
    encoder: EncoderOption = None,
    shown: Annotated[int, typer.Option("--failures", metavar="N", min=0, help="Failed questions to show.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="One JSON object, with every answer.")] = False,
) -> int:
    """Ask every question of a gold file, and measure the answers.

    A line is {"question": ..., "answers": [...], "spans": [{"source": ..., "quote": ...}]}; with neither answers nor
    spans the articles should not say. Exit status: 0 all were asked, 1 a question failed, 2 a line cannot be used,
    and then nothing was asked.
    """
    from qa.evaluation import ask_all
    from qa.gold import open_gold
    from qa.opening import open_assistant
    from qa.progress import Progress
    from qa.report import Evaluation, evaluation_lines
    from qa.settings import read

    _check_models(model, no_model)
    page = _page()
    questions = open_gold(gold, read(corpus=corpus, index=index))
    assistant = open_assistant(corpus, index, model, None, encoder, no_model=no_model)
    replies: list[Reply] = []
    began = time.monotonic()
    with (
        streams.told_when_stopped(lambda: f"{len(replies)} of {len(questions)} questions were asked"),
        Progress("Asking", "questions", len(questions)) as bar,
    ):
        for reply in ask_all(assistant, questions):
            replies.append(reply)
            bar.show(len(replies), time.monotonic() - began)
    done = Evaluation(replies, assistant.index.corpus, assistant.coverage(), assistant.models)
    if json:
        streams.write_json(done.to_dict())
    else:
        streams.write(evaluation_lines(done, page, shown))
    return FAILED if done.errors else ANSWERED


@app.command()
def chat(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    no_model: NoModelOption = False,
    encoder: EncoderOption = None,
    source: SourceOption = None,
    since: SinceOption = None,
    before: BeforeOption = None,
) -> int:
    """Ask in a conversation; with --source, --since or --before all of it is asked of those articles."""
    from qa.page import is_terminal

    _check_models(model, no_model)
    only = _filter(source, since, before)
    if not (sys.stdin and sys.stdin.isatty() and is_terminal(streams.output())):
        raise StreamError("the chat needs a terminal: elsewhere use qa ask")
    from qa import locations
    from qa.conversations import Conversations
    from qa.session import session
    from tui.app import ChatApp

    opened = session(corpus, index, model, only, encoder, no_model=no_model)
    conversation = ChatApp(opened, Conversations(locations.conversations()))
    conversation.run()
    return conversation.return_code or ANSWERED


app.command(short_help="What there is to work with, and what to mend.")(doctor)


def _check(question: str) -> None:
    """Refuses an unusable question before anything is opened or built for it."""
    from qa.question import usable

    if question != LINES:
        usable(streams.argument(question))


def _check_models(model: str | None, no_model: bool) -> None:
    """Refuses two options of which one says the opposite of the other."""
    if no_model and model is not None:
        raise typer.BadParameter("it contradicts --model: leave one of them out", param_hint="'--no-model'")


def _filter(source: list[str] | None, since: str | None, before: str | None) -> Filter | None:
    """The filter that the options mean, checked before anything is opened or built for it."""
    from index.filters import Filter

    dates = (date and streams.argument(date) for date in (since, before))
    return Filter.of([streams.argument(glob) for glob in source or []], *dates)


def _asked(question: str, show: Callable[[str], int], page: Page, *, json: bool) -> int:
    """Shows what is found for a question, or for each on standard input; the exit status."""
    from qa.batch import each_line

    if question != LINES:
        return show(streams.argument(question))
    return ANSWERED if each_line(show, page, json=json) else FAILED


def _page() -> Page:
    from qa.page import Page

    return Page.of(streams.output())


def _answer(assistant: Assistant, question: str) -> Answer:
    """The answer to one question; on a terminal with a word on what is being done."""
    from qa.events import Answered, Found, Searching, Writing
    from qa.progress import Notice

    with Notice() as notice:
        for event in assistant.answer(question, start_ms=since_start_ms()):
            match event:
                case Searching():
                    notice.show("Searching …")
                case Found():
                    notice.show(f"Reading {len(event.hits)} passages …")
                case Writing():
                    notice.show("Writing …")
                case Answered():
                    return event.answer
    raise AssertionError("an answer's events end with Answered")
