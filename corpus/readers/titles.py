"""How a text is given its title."""

import re
from collections.abc import Iterator
from typing import Final

from corpus.dates import line_date
from corpus.sentences import sentences

#: A title is looked for in this many characters, and among this many sentences and lines.
HEAD: Final = 1500
CANDIDATES: Final = 8
#: A line of its own without a full stop is a headline up to this length; a sentence is cut to the second.
LONGEST_HEADLINE: Final = 120
LONGEST_TITLE: Final = 90

_BULLET: Final = re.compile(r"^[\s\ufeff•◦▪‣●■*–—#>-]+(?=\S)")
_FURNITURE: Final = re.compile(r"(?:by|par|from)\b|byline\b|(?:published|posted|updated|publié)\b", re.IGNORECASE)
_TWO_LETTERS: Final = re.compile(r"[^\W\d_]{2}|[^\W\d_].*[^\W\d_]", re.DOTALL)


def headline(text: str) -> str | None:
    """The title of a text: its first line if that is a headline, else its first sentence, cut between words.

    Lines that hold no word, a date or a byline are passed over, and bullets are taken off.
    """
    for line, alone in _candidates(text[:HEAD]):
        title = " ".join(_BULLET.sub("", line).split()).strip("= ")
        if not _TWO_LETTERS.search(title) or _FURNITURE.match(title) or line_date(title):
            continue
        return shortened(title, allowed=LONGEST_HEADLINE if alone else LONGEST_TITLE)
    return None


def shortened(title: str, *, allowed: int = LONGEST_TITLE) -> str:
    """The title; where it is longer than allowed, cut between words and marked with an ellipsis."""
    if len(title) <= allowed:
        return title
    cut = title.rfind(" ", LONGEST_TITLE // 2, LONGEST_TITLE)
    return title[: cut if cut > 0 else LONGEST_TITLE - 1].rstrip(" ,;:–—-") + "…"


def _candidates(head: str) -> Iterator[tuple[str, bool]]:
    """The first sentences of the text, each with whether it has its lines to itself; a short line counts as one."""
    end = 0
    for span in sentences(head)[:CANDIDATES]:
        if span.start < end:
            continue
        line = head[span.start :].splitlines()[0]
        if span.end - span.start <= len(line) <= LONGEST_TITLE:
            end = span.start + len(line)
            yield line, True
        else:
            end = span.end
            yield span.of(head), head[span.end : span.end + 1] in ("", "\n", "\r")
