"""Many questions, one a line on standard input."""

from __future__ import annotations

from collections.abc import Callable

from index.errors import StoppedError
from qa import streams
from qa.errors import StreamError, problem
from qa.page import Page
from qa.render import question_lines


def each_line(work: Callable[[str], object], page: Page, *, json: bool) -> bool:
    """Works through standard input; a line that fails becomes an error row, and the next one goes on.

    Whether none failed. Raises StoppedError, ReaderGoneError, and StreamError.
    """
    whole = True
    for line in streams.questions():
        if not json:
            streams.write(question_lines(line, page))
        try:
            work(line)
        except (StreamError, streams.ReaderGoneError, StoppedError):
            raise
        except Exception as error:  # noqa: BLE001 - a question is a boundary: what it breaks on must not cost the others
            whole = False
            message = problem(error)
            if json:
                streams.write_json({"question": line, "status": "error", "error": message})
            else:
                streams.say(f"qa: {message}")
        if not json:
            streams.write([""])
    return whole
