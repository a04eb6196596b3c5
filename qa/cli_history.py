"""`qa history`: the conversations that the chat has kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from qa import streams
from qa.arguments import App
from qa.options import JsonOption

if TYPE_CHECKING:
    from qa.conversations import Conversation, Conversations
    from qa.page import Page

history_app = App()

IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="A conversation, by the beginning or end of its identifier.")
]


@history_app.callback(invoke_without_command=True, subcommand_metavar="[COMMAND] ...")
def _history(context: typer.Context, json: JsonOption = False) -> None:
    """List the conversations of the chat, the latest first, or work with one."""
    if context.invoked_subcommand is None:
        found, problems = _kept().all()
        _show(found, json=json)
        for problem in problems:
            streams.say(f"qa: {problem}")


@history_app.command()
def show(conversation: IdArgument, json: JsonOption = False) -> None:
    """Show a conversation; its citations are compared with the files as they are now."""
    from qa.history import conversation_lines, rechecked
    from qa.settings import read

    found = _kept().get(conversation)
    checked = rechecked(found, read().max_bytes)
    if json:
        standings = [[{"id": c.citation.id, "standing": c.standing} for c in turn] for turn in checked]
        streams.write_json({**found.to_dict(), "rechecked": standings})
    else:
        streams.write(conversation_lines(found, checked, _page()))


@history_app.command()
def search(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="All of them must stand in a conversation.")],
    json: JsonOption = False,
) -> None:
    """Find conversations by words in their questions and answers."""
    from qa.history import match_lines

    matches = _kept().search(words)
    if not matches:
        streams.say("No conversation holds these words.")
    for found in matches:
        if json:
            streams.write_json({**_row(found.conversation), "lines": found.lines})
        else:
            streams.write(match_lines(found, _page()))


@history_app.command()
def rename(
    conversation: IdArgument, title: Annotated[str, typer.Argument(metavar="TITLE", help="The new title.")]
) -> None:
    """Give a conversation another title."""
    done = _kept().rename(conversation, title)
    streams.say(f"{done.id} is called “{done.title}” now.")


@history_app.command()
def delete(conversation: IdArgument) -> None:
    """Put a conversation away; `qa history restore` brings it back."""
    done = _kept().delete(conversation)
    streams.say(f"“{done.title}” is put away; to bring it back: qa history restore {done.id}")


@history_app.command()
def restore(
    conversation: Annotated[str | None, typer.Argument(metavar="[ID]", help="Without it, lists what can be.")] = None,
    json: JsonOption = False,
) -> None:
    """Bring a deleted conversation back."""
    if conversation is None:
        if (deleted := _kept().deleted()) or json:
            _show(deleted, json=json)
        else:
            streams.say("Nothing is put away that could be brought back.")
        return
    done = _kept().restore(conversation)
    streams.say(f"“{done.title}” is back.")


@history_app.command()
def export(
    conversation: IdArgument,
    form: Annotated[Literal["md", "json"], typer.Option("--format", help="Markdown, or JSON with everything.")] = "md",
    out: Annotated[str | None, typer.Option("-o", metavar="FILE", help="Where to; else standard output.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write a conversation with all its citations."""
    from qa.export import markdown

    found = _kept().get(conversation)
    if out is None:
        if form == "json":
            streams.write_json(found.to_dict())
        else:
            streams.write(markdown(found).splitlines())
        return
    from qa.history import exported

    exported(found, Path(out), form, force=force)
    streams.say(f"Written to {out}.")


def _show(found: list[Conversation], *, json: bool) -> None:
    from qa.history import list_lines

    if json:
        for one in found:
            streams.write_json(_row(one))
    else:
        streams.write(list_lines(found, _page()))


def _row(found: Conversation) -> dict[str, Any]:
    return {**{key: value for key, value in found.to_dict().items() if key != "turns"}, "turns": len(found.turns)}


def _kept() -> Conversations:
    from qa import locations
    from qa.conversations import Conversations

    return Conversations(locations.conversations())


def _page() -> Page:
    from qa.page import Page

    return Page.of(streams.output())
