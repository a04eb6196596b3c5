"""Plain values, as JSON gives them, back into dataclasses: strict on types, since the file may hold anything."""

from __future__ import annotations

import types
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class DecodingError(ValueError):
    """A value is not what it should be; the message says where."""


def decode(kind: type[T], value: object, where: str = "") -> T:
    """The dataclass that `dataclasses.asdict` made a value of. Unknown keys are passed over, as newer files have them.

    Fields with a default may be missing. Raises DecodingError.
    """
    found: T = _decoded(kind, value, where)
    return found


def _decoded(kind: Any, value: object, where: str) -> Any:  # noqa: ANN401 - any type, and a value of it
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        options = get_args(kind)
        if value is None and type(None) in options:
            return None
        return _decoded(next(o for o in options if o is not type(None)), value, where)
    if origin is Literal:
        if value in get_args(kind):
            return value
        raise DecodingError(f"{where} is {value!r:.40}, which is none of {', '.join(map(str, get_args(kind)))}")
    if origin is tuple:
        return _tuple(get_args(kind), value, where)
    if is_dataclass(kind):
        return _dataclass(kind, value, where)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind:
        raise DecodingError(f"{where} is {value!r:.40}, which is no {kind.__name__}")
    return value


def _tuple(kinds: tuple[Any, ...], value: object, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise DecodingError(f"{where} is {value!r:.40}, which is no list")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_decoded(kinds[0], item, f"{where}[{n}]") for n, item in enumerate(value))
    if len(value) != len(kinds):
        raise DecodingError(f"{where} has {len(value)} items, not {len(kinds)}")
    return tuple(_decoded(kind, item, f"{where}[{n}]") for n, (kind, item) in enumerate(zip(kinds, value, strict=True)))


def _dataclass(kind: Any, value: object, where: str) -> Any:  # noqa: ANN401 - the dataclass, and one of it
    if not isinstance(value, dict):
        raise DecodingError(f"{where or kind.__name__} is {value!r:.40}, which is no object")
    found = {}
    for field, hint in _hinted(kind):
        place = f"{where}.{field.name}" if where else field.name
        if field.name in value:
            found[field.name] = _decoded(hint, value[field.name], place)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise DecodingError(f"{place} is missing")
    return kind(**found)


@cache
def _hinted(kind: Any) -> tuple[tuple[Field[Any], Any], ...]:  # noqa: ANN401 - a dataclass
    """Its fields with their types, which take longer to find out than a value takes to decode."""
    hints = get_type_hints(kind)
    return tuple((field, hints[field.name]) for field in fields(kind))
