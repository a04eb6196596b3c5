"""Pictures of the chat, as they are kept: the same screen is the same text, and nothing in it reaches for a network."""

import re

from textual.app import App
from textual.widgets import Input

_ID = re.compile(r"\bterminal-\d+-")
_FONTS = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SPACE = re.compile(r"\n\s*\n")


def picture(app: App[None], title: str) -> str:
    """What is on the screen as SVG."""
    svg = app.export_screenshot(title=title)
    svg = _COMMENT.sub("", _FONTS.sub("", _ID.sub("terminal-", svg))).replace(
        "Fira Code", "Fira Code, DejaVu Sans Mono"
    )
    return _SPACE.sub("\n", "\n".join(line.rstrip() for line in svg.splitlines())) + "\n"


def still(app: App[None]) -> None:
    """Nothing blinks."""
    for field in app.screen.query(Input):
        field.cursor_blink = False


def words(svg: str) -> list[str]:
    """The texts of a picture, from top to bottom."""
    found = re.findall(r'<text[^>]* y="([\d.]+)"[^>]*>(.*?)</text>', svg)
    rows: dict[float, str] = {}
    for y, text in found:
        rows[float(y)] = rows.get(float(y), "") + text.replace("&#160;", " ")
    return [rows[y].strip() for y in sorted(rows)]
