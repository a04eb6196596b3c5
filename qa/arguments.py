"""Typer's commands, of which text is taken as it was typed.

Typer has every value checked by Pydantic, whose import costs 50 ms, a tenth of a question. Text, which most arguments
are, and a value that nobody gave have nothing to be checked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

TEXT: Final = (str, list[str])


class App(typer.Typer):
    """Typer, with such commands."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as Typer has them
        super().__init__(cls=_Group, rich_markup_mode=None, **options)

    def command(self, *args: Any, **options: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - likewise
        """See typer.Typer.command."""
        return super().command(*args, cls=_Command, **options)


class _Command(TyperCommand):
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - click's types are Typer's business
        """See TyperCommand. What is wrong with an option names its command, for the help that would have told."""
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            if getattr(error, "ctx", None) is None:
                vars(error)["ctx"] = ctx
            raise

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - click's types are Typer's own business
        return [_as_typed(parameter) for parameter in super().get_params(ctx)]


class _Group(TyperGroup):
    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - likewise
        return [_as_typed(parameter) for parameter in super().get_params(ctx)]


def _as_typed(parameter: Any) -> Any:  # noqa: ANN401 - likewise
    """The parameter, with Typer's own way kept for what needs a check."""
    if not isinstance(parameter, TyperArgument | TyperOption) or "process_value" in vars(parameter):
        return parameter
    usual = parameter.process_value
    # of Typer 0.28 and later; where that changes, everything goes Typer's own way again
    is_text = getattr(getattr(parameter, "type_descriptor", None), "annotation", None) in TEXT
    several = parameter.multiple or parameter.nargs != 1

    def process(context: Any, value: Any) -> Any:  # noqa: ANN401 - likewise
        if value is None and not parameter.required:
            taken: Any = () if several else None
        elif (is_text and _is_text(value, several=several)) or (type(value) is int and value == parameter.default):
            taken = value
        else:
            return usual(context, value)
        return parameter.callback(context, parameter, taken) if parameter.callback else taken

    vars(parameter)["process_value"] = process
    return parameter


def _is_text(value: object, *, several: bool) -> bool:
    if several:
        return isinstance(value, list | tuple) and bool(value) and all(isinstance(v, str) for v in value)
    return isinstance(value, str)
