"""Markdown. What is cited is the file's own text, marks and all; only the title is freed of them."""

import re
from typing import Final

from corpus.dates import ArticleDate, find_date, line_date
from corpus.patterns import lazy
from corpus.readers.decoding import decode
from corpus.readers.document import Document
from corpus.readers.titles import HEAD, LONGEST_HEADLINE, headline, shortened

_LINE_END = r"(?:\r\n|\r|\n)"
_LINE_START = r"(?:^|(?<=[\r\n]))"
_FRONT_MATTER: Final = lazy(
    rf"\ufeff?(?P<fence>---|\+\+\+)[ \t]*{_LINE_END}(?P<fields>.{{0,20000}}?){_LINE_END}(?P=fence)[ \t]*(?=[\r\n]|$)",
    re.DOTALL,
)
_FIELD: Final = lazy(rf"{_LINE_START}(?P<name>\w+)[ \t]*[:=][ \t]*(?P<value>[^\r\n]+)")
_DATE_FIELDS: Final = ("date", "published", "pubdate", "created", "updated")
_HEADING: Final = lazy(
    rf"{_LINE_START} {{0,3}}(?:#[ \t]+(?P<hashed>[^\r\n]+)"
    rf"|(?P<underlined>[^\s#>|*+-][^\r\n]{{0,200}}){_LINE_END}={{2,}}[ \t]*(?=[\r\n]|$))"
)
_FENCED: Final = lazy(rf"{_LINE_START}(?P<fence>```|~~~).*?[\r\n](?P=fence)", re.DOTALL)
# Inline marks, from the outside in; each leaves what is shown.
_INLINE: Final = (
    (re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])"), r"\1"),
    (re.compile(r"<[/a-zA-Z][^<>]*>"), ""),
    (re.compile(r"`+([^`]+)`+"), r"\1"),
    (re.compile(r"(\*{1,3}|~~)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\s*\{#[^{}]*\}\s*$"), ""),
    (re.compile(r"\s+#+\s*$"), ""),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def read(data: bytes) -> Document:
    """The text of a Markdown file. Title and date are the front matter's, else the first heading and the text's own.

    Raises NotTextError where it is no text.
    """
    decoded = decode(data)
    text = decoded.text
    return Document(text, decoded.encoding, decoded.note, lambda: _title(text), lambda: _date(text))


def _title(text: str) -> str | None:
    fields, body = _parts(text)
    title = _unquoted(fields.get("title", "")) or _first_heading(body) or headline(body)
    return shortened(title, allowed=LONGEST_HEADLINE) if title else None


def _date(text: str) -> ArticleDate | None:
    fields, body = _parts(text)
    dates = (line_date(_unquoted(fields[name])) for name in _DATE_FIELDS if name in fields)
    return next((date for date in dates if date), None) or find_date(body)


def _parts(text: str) -> tuple[dict[str, str], str]:
    """The fields of the front matter, and what stands below it."""
    front = _FRONT_MATTER.match(text)
    fields = {m["name"].lower(): m["value"] for m in _FIELD.finditer(front["fields"])} if front else {}
    return fields, text[front.end() :] if front else text


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _first_heading(body: str) -> str | None:
    head = _FENCED.sub("", body[: 4 * HEAD])
    for match in _HEADING.finditer(head):
        title = match["hashed"] or match["underlined"]
        for pattern, shown in _INLINE:
            title = pattern.sub(shown, title)
        if title := " ".join(title.split()):
            return title
    return None
