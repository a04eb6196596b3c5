"""Text of articles and file names made harmless for a terminal.

An article is written by a stranger. Printed as it is, it can move the cursor, change the title, put text on the
clipboard, or show its words in another order than they stand in. Everything that comes from a file passes through
`printable` before it reaches a terminal.
"""

import re
from typing import Final

#: A string sequence (OSC and its kin) hides what it holds, so its length is bounded: links and titles are shorter.
_LONGEST_PAYLOAD: Final = 2048

# In 7-bit form an introducer is ESC and a character, in 8-bit form one C1 control. A payload never crosses a line end
# or another introducer; where no terminator follows, only the introducer goes and the payload stays to be read.
_PAYLOAD = rf"[^\x07\x1b\x80-\x9f\n\r]{{0,{_LONGEST_PAYLOAD}}}(?:\x07|\x1b\\|\x9c)"
_STRING_SEQUENCE = rf"(?:\x1b[\]P_^X]|[\x9d\x90\x9f\x9e\x98])(?:{_PAYLOAD})?"
_CONTROL_SEQUENCE = r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]?"  # ECMA-48, 5.4
_OTHER_ESCAPE = r"\x1b[ -/]{0,8}[0-~]?"
_LINE_END = r"\r\n|[\r\n\v\f\x85\u2028\u2029]"

# Characters that show nothing and change how the rest is shown. Joiners and variation selectors stay: emoji, Arabic
# and Indic scripts are written with them. So do the visible format characters (the Arabic year sign and its kin).
INVISIBLE: Final = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1; tab and line ends are dealt with apart
    r"\u00ad"  # soft hyphen: many terminals draw it inside the word
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    r"\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f"  # tag characters
)
_UNSAFE: Final = re.compile(
    rf"(?P<hidden>{_STRING_SEQUENCE}|{_CONTROL_SEQUENCE}|{_OTHER_ESCAPE}|[{INVISIBLE}])"
    rf"|(?P<line>{_LINE_END})|(?P<tab>\t)|(?P<broken>[\ud800-\udfff])"
)
_NEWLINES: Final = re.compile(r"\n+")


def _harmless(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "line":
            return "\n"
        case "tab":
            return " "
        case "broken":
            return "\ufffd"
        case _:
            return ""


def printable(text: str, *, newlines: bool = True) -> str:
    r"""The text without anything that a terminal would obey instead of show.

    Escape sequences go whole, with what they hold (at most 2,048 characters of one line; an unterminated one loses
    its introducer alone, so that no trick hides the rest of an article). Other controls, bidirectional controls, tag
    characters and invisible format characters go. Every kind of line end becomes `\n`, a tab one space, a lone
    surrogate U+FFFD. With `newlines=False` runs of line ends become one space, so that the result is one line.

    The result passes through unchanged a second time. Offsets into the text do not hold in the result: cut first,
    clean then.
    """
    clean = _UNSAFE.sub(_harmless, text)
    return clean if newlines else _NEWLINES.sub(" ", clean)
