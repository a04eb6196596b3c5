"""Regular expressions that are compiled when they are first used.

Compiling takes Python 0.1 to 4 ms each; a question uses few of those with which articles are read, and would wait
for all.
"""

import re
from functools import cached_property
from typing import Self, cast


class _Pattern:
    """A compiled pattern's methods and attributes, looked up once each."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    def __getattr__(self, name: str) -> object:
        found: object = getattr(self._compiled, name)
        vars(self)[name] = found
        return found

    def __copy__(self) -> Self:
        return self  # as a compiled pattern does, which nothing can change either

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[str, int]]:
        return type(self), (self._source, self._flags)


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, but that a mistake in `source` is raised by the first use.

    Call its methods: `re.sub` and the other functions of `re` take no pattern that they did not compile themselves.
    """
    return cast(re.Pattern[str], _Pattern(source, flags))
