"""Commands that take text as it was typed say and do what Typer's own do."""

import sys
from typing import Annotated, Any

import pytest
import typer

from qa import arguments
from qa.arguments import App


def answer(app: typer.Typer, args: list[str]) -> Any:
    """What a command makes of arguments: their values, or the message that refuses them."""

    @app.callback()
    def group(loud: Annotated[bool, typer.Option("--loud")] = False) -> None:
        pass

    @app.command()
    def run(
        text: Annotated[str, typer.Argument()],
        option: Annotated[str | None, typer.Option("--option")] = None,
        several: Annotated[list[str] | None, typer.Option("--several")] = None,
        number: Annotated[int, typer.Option("-k", min=1, max=10)] = 3,
        shouted: Annotated[str, typer.Option("--shout", callback=lambda text: text.upper())] = "hello",
        flag: Annotated[bool, typer.Option("--flag")] = False,
    ) -> list[object]:
        return [text, option, several, number, shouted, flag]

    try:
        return app(["run", *args], standalone_mode=False)
    except typer.TyperException as error:
        return type(error), error.format_message()


@pytest.mark.parametrize(
    "args",
    [
        ["what"],
        ["-", "--option", "x", "--flag"],
        ["", "--option", ""],
        ["what", "--several", "a", "--several", "b"],
        ["what", "-k", "7"],
        ["what", "-k", "3"],
        ["what", "-k", "11"],
        ["what", "-k", "many"],
        ["what", "--shout", "loud"],
        ["caf\udce9 \x1b[31m"],
        [],
        ["what", "else"],
        ["what", "--option"],
        ["what", "--frob"],
    ],
)
def test_values_and_complaints_are_typers_own(args: list[str]) -> None:
    assert answer(App(), args) == answer(typer.Typer(), args)


def test_where_typer_does_not_tell_what_is_text_it_checks_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arguments, "TEXT", ())
    monkeypatch.delitem(sys.modules, "typer._adapters", raising=False)
    assert answer(App(), ["what", "--several", "a"]) == ["what", None, ["a"], 3, "HELLO", False]
    assert "typer._adapters" in sys.modules
