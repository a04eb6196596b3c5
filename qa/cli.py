"""The command line: arguments in, events shown, an exit status out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import CorpusQAError
from qa import __version__
from qa.clock import since_start_ms
from qa.errors import QuestionError

if TYPE_CHECKING:
    from index.search import Hit, Index
    from qa.answer import Answer, PassageReference
    from qa.assistant import Assistant
    from qa.settings import Settings

ANSWERED, FAILED, WRONG_USAGE, NOT_IN_CORPUS = 0, 1, 2, 3
LINES = "-"  # as a question: one a line on standard input

app = typer.Typer(
    help="Answers questions about a folder of articles, and proves every answer with an exact quotation.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
index_app = typer.Typer(help="The index of a corpus.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(index_app, name="index")

CorpusOption = Annotated[Path | None, typer.Option("--corpus", metavar="DIR", help="Folder of articles.")]
IndexOption = Annotated[Path | None, typer.Option("--index", metavar="DIR", help="Folder of the index.")]
ModelOption = Annotated[
    str | None, typer.Option("--model", metavar="NAME|FILE", help="'bundled' or a GGUF chat model.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def run() -> int:
    """Runs the command line; the exit status."""
    try:
        result = app(standalone_mode=False)
    except CorpusQAError as error:
        _complain(str(error))
        return WRONG_USAGE if isinstance(error, QuestionError) else FAILED
    except typer.TyperException as error:
        # the whole help, where the command stands alone; else one line about the arguments
        sys.stderr.write(f"{error.format_message()}\n" if "\n" in error.format_message() else "")
        if "\n" not in error.format_message():
            _complain(f"{error.format_message()} Try: qa --help")
        return error.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    return result if isinstance(result, int) else ANSWERED


def _complain(text: str) -> None:
    sys.stderr.write(f"qa: {text}\n")


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"qa {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, or - for one a line on standard input.")],
    corpus: CorpusOption = None,
    index: IndexOption = None,
    model: ModelOption = None,
    json: JsonOption = False,
) -> int:
    """Answer a question from the articles. Exit status 3: the corpus does not say."""
    from qa.answer import to_line
    from qa.assistant import usable
    from qa.render import Page, answer_lines

    if question != LINES:
        usable(question)
    settings, opened, encoder = _opened(corpus, index, model)
    assistant = _assistant(settings, opened, encoder)
    page = Page.of(sys.stdout)

    def closest(reference: PassageReference) -> tuple[int, str]:
        return opened.passage(reference.source, reference.start, reference.end)

    def show(answer: Answer) -> None:
        lines = [to_line(answer.to_dict())] if json else answer_lines(answer, opened.corpus, page, closest)
        _print(lines)

    if question != LINES:
        answer = _answer(assistant, question, since_start_ms())
        show(answer)
        return ANSWERED if answer.status == "answered" else NOT_IN_CORPUS
    return _each_line(lambda line: show(_answer(assistant, line, since_start_ms())), json)


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="The question, or - for one a line on standard input.")],
    number: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    json: JsonOption = False,
) -> int:
    """Find the passages that bear on a question, best first. No model writes."""
    from index.encoder import QuestionEncoder
    from qa.answer import to_line
    from qa.assistant import usable
    from qa.render import Page, passage_lines

    if question != LINES:
        usable(question)
    _, opened, files = _opened(corpus, index, None)
    encoder = QuestionEncoder(files)
    page = Page.of(sys.stdout)

    def show(asked: str) -> None:
        hits = opened.search(usable(asked), encoder, number).hits
        if json:
            _print([to_line({"question": usable(asked), "hits": [_hit(opened, h) for h in hits]})])
            return
        for n, hit in enumerate(hits, 1):
            article = opened.article(hit.article)
            line = article.lines.lines(hit.span)[0] if article else 1
            first = f"{n}. {hit.score:+.2f}  "
            _print([*passage_lines(hit.article.source, line, opened.text(hit), opened.corpus, page, first=first), ""])

    if question != LINES:
        show(question)
        return ANSWERED
    return _each_line(show, json)


@app.command()
def show(
    source: Annotated[str, typer.Argument(metavar="SOURCE[#char=S,E]", help="An article, as citations name it.")],
    corpus: CorpusOption = None,
) -> None:
    """Show an article, or the lines round a cited span with the span marked."""
    from corpus.article import from_rfc5147, split_uri
    from corpus.folder import load
    from qa.render import Page, article_lines
    from qa.settings import read

    settings = read(corpus=corpus)
    name, fragment = split_uri(source)
    article = load(settings.corpus, name, max_bytes=settings.max_bytes)
    span = from_rfc5147(article.lines, fragment) if fragment else None
    _print(article_lines(article, span, Page.of(sys.stdout)))


@app.command()
def chat(corpus: CorpusOption = None, index: IndexOption = None, model: ModelOption = None) -> None:
    """Ask in a conversation, with the answer's sources beside it."""
    from tui.app import ChatApp

    settings, opened, encoder = _opened(corpus, index, model)
    ChatApp(_assistant(settings, opened, encoder)).run()


@index_app.command()
def rebuild(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    full: Annotated[bool, typer.Option("--full", help="Start over: embed every article again.")] = False,
) -> None:
    """Bring the index in line with the articles."""
    from qa import indexing, models
    from qa.settings import read

    settings = read(corpus=corpus, index=index)
    done = indexing.watch(indexing.run(settings, models.encoder(), full=full))
    for line in indexing.summary(done):
        indexing.say(line)


@index_app.command()
def status(corpus: CorpusOption = None, index: IndexOption = None, json: JsonOption = False) -> None:
    """What is indexed, by which weights, and what has changed since."""
    from qa.answer import to_line
    from qa.settings import read
    from qa.status import status_lines, status_of

    found = status_of(read(corpus=corpus, index=index))
    _print([to_line(found)] if json else status_lines(found))


def _opened(corpus: Path | None, index: Path | None, model: str | None) -> tuple[Settings, Index, Any]:
    """Settings, the opened index and the encoder's files; says what changed since it was built."""
    from qa import indexing, models
    from qa.settings import read

    settings = read(corpus=corpus, index=index, model=model)
    if model is not None:
        models.generator(settings.model)  # a wrong --model is said before an index is built
    encoder = models.encoder()
    opened = indexing.open_index(settings, encoder, confirm=_confirm())
    if notice := indexing.change_notice(opened.freshness, settings):
        indexing.say(notice)
    return settings, opened, encoder


def _confirm() -> Callable[[str], bool] | None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    return lambda question: typer.confirm(question, err=True)


def _assistant(settings: Settings, opened: Index, files: Any) -> Assistant:  # noqa: ANN401
    from index.encoder import QuestionEncoder
    from qa import models
    from qa.assistant import Assistant

    generator = models.generator(settings.model)

    def load() -> Any:  # noqa: ANN401
        from qa.generation import LlamaGenerator

        return LlamaGenerator(generator.path, generator.name)

    return Assistant(opened, QuestionEncoder(files), load, generator_name=generator.name)


def _answer(assistant: Assistant, question: str, start_ms: int) -> Answer:
    from index.errors import StoppedError
    from qa.assistant import Answered

    try:
        for event in assistant.answer(question, start_ms=start_ms):
            if isinstance(event, Answered):
                return event.answer
    except StoppedError:
        raise KeyboardInterrupt from None
    raise AssertionError("an answer's events end with Answered")


def _each_line(work: Callable[[str], None], json: bool) -> int:
    """Works through standard input; a line that fails becomes an error row and the next one goes on."""
    from qa.answer import to_line

    failed = False
    for line in _lines():
        try:
            work(line)
        except CorpusQAError as error:
            failed = True
            _print([to_line({"question": line, "status": "error", "error": str(error)})] if json else [f"qa: {error}"])
        if not json:
            _print([""])
    return FAILED if failed else ANSWERED


def _lines() -> Iterator[str]:
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def _hit(opened: Index, hit: Hit) -> dict[str, Any]:
    return {
        "source": hit.article.source,
        "start": hit.span.start,
        "end": hit.span.end,
        "score": round(hit.score, 4),
        "text": opened.text(hit),
    }


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
