"""The keys of the settings: which of them can be used, and what there is to say of the others."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from textual.binding import Binding, Keymap
from textual.dom import DOMNode
from textual.keys import Keys

_NAMES = frozenset(key.value for key in Keys)
_UNSENT = frozenset({"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"})  # a terminal's Backspace, Tab and Enter
_TYPING = frozenset({"space", "enter", "backspace", "delete"})
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super"})


def bindings_of(part: type[DOMNode]) -> Iterator[Binding]:
    """The bindings that a part defines itself."""
    for binding in part.__dict__.get("BINDINGS", ()):
        if isinstance(binding, Binding):
            yield binding


def checked(
    own: Mapping[str, str], parts: Sequence[type[DOMNode]], lists: Sequence[type[DOMNode]]
) -> tuple[Keymap, list[str]]:
    """The keys that can be used, and a line on each that cannot. The first part is active beside every other one.

    In `lists`, parts in which nothing is typed, letters may act.
    """
    actions = {b.id: part for part in parts for b in bindings_of(part) if b.id}
    usable: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name, keys in own.items():
        wrong = [key for key in _keys(keys) if not is_key(key)]
        if name not in actions:
            problems[name] = f"The settings give keys to {name}, which is unknown: F1 lists what there is."
        elif wrong:
            problems[name] = f"The settings give {name} the key {wrong[0]}, which is unknown: it keeps its own."
        elif actions[name] not in lists and (typed := [key for key in _keys(keys) if _types(key)]):
            problems[name] = f"The settings give {name} the key {typed[0]}, which types something: it keeps its own."
        else:
            usable[name] = keys
    while clashing := next(((n, c) for n, keys in usable.items() if (c := _clash(n, keys, usable, parts))), None):
        name, clash = clashing
        problems[name] = f"The settings give {name} a key of {clash}, {usable.pop(name)}: it keeps its own."
    return usable, [problems[name] for name in own if name in problems]


def is_key(name: str) -> bool:
    """Whether a terminal key can have such a name: `f9`, `ctrl+t`, `question_mark`, `x`."""
    *modifiers, key = name.split("+")
    if not _MODIFIERS.issuperset(modifiers):
        return False
    return name not in _UNSENT and (len(key) == 1 or name in _NAMES or key in _NAMES or _is_character(key))


def _types(key: str) -> bool:
    """Whether a key puts something into a line, takes it away, or ends it."""
    return len(key) == 1 or key in _TYPING or (key not in _NAMES and "+" not in key and _is_character(key))


def _is_character(name: str) -> bool:
    try:
        return bool(unicodedata.lookup(name.replace("_", " ")))
    except KeyError:
        return False


def _clash(name: str, keys: str, own: Mapping[str, str], parts: Sequence[type[DOMNode]]) -> str:
    """The other action that one of the keys belongs to, in the same part or everywhere; empty where there is none."""
    everywhere, *others = parts
    home = next(part for part in parts if any(b.id == name for b in bindings_of(part)))
    beside = parts if home is everywhere else [everywhere, home, *(p for p in others if p in home.__mro__[1:])]
    for binding in (b for part in beside for b in bindings_of(part)):
        taken = own.get(binding.id or "", binding.key)
        if binding.id and binding.id != name and not set(_keys(keys)).isdisjoint(_keys(taken)):
            return binding.id
    return ""


def _keys(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",")]
