"""Regular expressions that are compiled when they are first used.

Compiling takes Python 0.1 to 4 ms each; a question uses few of those with which articles are read, and would wait
for all.
"""

import re
from functools import cached_property
from typing import cast


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


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, but that a mistake in `source` is raised by the first use."""
    return cast(re.Pattern[str], _Pattern(source, flags))
