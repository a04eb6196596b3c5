"""Sentences as spans of a text.

Rules of our own, with their words in `abbreviations`, because every citation rests on them: spans must be exact, stay
the same between releases, and take time linear in the text whatever it holds. A full stop is judged by the word before
it and the word after it. No rule looks further than a few words, so nothing is ever scanned twice at length.
"""

import re
from collections.abc import Iterator
from typing import Final

from corpus.abbreviations import (
    AFTER_HOURS,
    BEFORE_NUMBERS,
    HOURS,
    INTRODUCERS,
    MONTHS_AFTER_ORDINALS,
    NAME_ENDINGS,
    OPENERS,
    SHORTENED,
    SPEECH_VERBS,
    TITLES,
)
from corpus.article import Span
from corpus.paragraphs import blocks
from corpus.patterns import lazy

#: End a sentence whatever follows.
_ALWAYS: Final = frozenset("。！？｡．؟۔।॥\u1362\u1367\u17d4\u104b")  # the last: Ethiopic, Khmer, Burmese
_CALLS: Final = frozenset("!?‼⁇⁈⁉\u037e")
_QUOTES: Final = frozenset("\"'”’»›」』“«")
_BRACKETS: Final = frozenset(")]}）】〉》")
_MARKS: Final = ".…" + "".join(sorted(_ALWAYS | _CALLS))
_CLOSING: Final = re.escape("\"'”’»›」』" + "".join(sorted(_BRACKETS)))
_OPENING: Final = re.escape("\"'“‘«„‚‹([{¿¡「『（【〈《")
_BULLETS: Final = "•◦▪‣●■"

# What belongs to the sentence that ends: more marks, closing quotes and brackets, notes such as [1]. A bullet inside a
# line begins what follows it.
_END: Final = lazy(
    rf"[{_MARKS}{_BULLETS}](?:(?<=[{_MARKS}])(?:[{_MARKS}{_CLOSING}]|[“«](?=[\s,;]|$)|[¹²³⁰⁴-⁹]"
    rf"|\[(?:\d{{1,4}}|[a-z]|note \d{{1,3}}|[a-z]+(?:\s[a-z]+){{0,2}}\sneeded)\]|:\d{{1,4}}(?:[–-]\d{{1,4}})?(?=\s))*)?"
)
#: In text with a space before every mark, closing quotes and brackets stand alone.
_LONE: Final = frozenset(')]}”’»"')
_LONE_CLOSING: Final = lazy(r"\s(?:[)\]}”’»]|(?P<straight>\"))(?=[\s.,;]|$)")
_OPENED: Final = lazy(r"[\s(\[][\"'“‘«„(\[]")
#: How far back straight quotation marks are counted to tell a closing one from an opening one.
_QUOTE_REACH: Final = 2000

#: The word before a stop: with the stops and apostrophes inside it, after any hyphen or bracket.
_LAST_WORD: Final = lazy(r"[^\W_]+(?:[.'’°][^\W_]+)*$")
_WORD_REACH: Final = 32
_BLANK: Final = lazy(r"\s*")
_NEXT: Final = lazy(rf"(?P<space>\s*)(?P<opening>[{_OPENING}]*)(?P<word>[^\W_]{{1,32}}(?:['’][^\W\d_]{{1,8}})?)?")
_LABEL: Final = lazy(r"\(?(?:\d{1,3}|[^\W\d_]|[ivxIVX]{2,5}|[A-Z]\d{1,2})")
_ROMAN: Final = lazy(r"[IVXLC]{2,}")
_SPACED_DATE: Final = lazy(r"\b\d{1,2}\.\s\d{1,2}\.\s\d{4}\b")
_INITIALS: Final = lazy(r"[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+")
_VOWEL: Final = lazy(r"[^a-z]|[aeiouy]")
_ATTRIBUTION: Final = lazy(r"(?:[^\W\d_][\w.'’-]{0,30}\s+){1,4}?(?P<verb>[a-z]+)\b")
#: After a closing quotation mark: a Japanese particle, or Chinese "he said" and the like.
_QUOTED_GOES_ON: Final = lazy(r"[\u3041-\u3096]|[^\s，。、]{0,5}[说說问問道称稱答]")
_WEB: Final = lazy(r"[/@=\\]|^www\.")


def sentences(text: str) -> list[Span]:
    """The sentences of the text, in order, as spans without surrounding white space.

    They do not overlap and cover every character that is not white space. A heading, a bullet, a row of a table and a
    line of an interview end with their line; hard-wrapped lines are joined (see `paragraphs.blocks`). A closing quote
    or bracket and a note's mark belong to the sentence that ends, a speaker's name to the one that begins. About
    5 MB of prose a second on one core.
    """
    return [sentence for block in blocks(text) for sentence in _sentences(text, block)]


def _sentences(text: str, block: Span) -> Iterator[Span]:
    start = block.start
    for match in _END.finditer(text, block.start, block.end):
        if match.start() == start:
            continue  # a mark alone is no sentence: it goes with what follows
        if text[match.start()] in _BULLETS:
            end = match.start()
            if not (text[end - 1].isspace() and text[end + 1 : end + 2].isspace()):
                continue
        else:
            end = _with_lone_closing(text, match, block)
            if not _ends(text, start, match, end, block):
                continue
        yield Span(start, _before_blank(text, end))
        start = _next_start(text, end, block.end)
    if start < block.end:
        yield Span(start, _before_blank(text, block.end))


def _before_blank(text: str, end: int) -> int:
    while text[end - 1].isspace():
        end -= 1
    return end


def _next_start(text: str, end: int, limit: int) -> int:
    match = _BLANK.match(text, end, limit)
    return match.end() if match else end


def _with_lone_closing(text: str, match: re.Match[str], block: Span) -> int:
    """The end of the match, or of the closing quotes and brackets that stand after it by themselves."""
    end = match.end()
    while text[end + 1 : end + 2] in _LONE and (closing := _LONE_CLOSING.match(text, end, block.end)):
        if closing["straight"] and text.count('"', max(block.start, end - _QUOTE_REACH), end) % 2 == 0:
            break
        end = closing.end()
    return end


def _ends(text: str, start: int, match: re.Match[str], end: int, block: Span) -> bool:
    """Whether the sentence that began at `start` ends at `end`, with the marks that matched."""
    following = _NEXT.match(text, end, block.end)
    if following is None:
        return False
    space, _, nxt = following.groups()
    after = following.end("opening")
    if after >= block.end or text[after] in ".…!?,;:":
        return False
    marks = text[match.start() : end]
    if marks == "." and space:  # by far the most frequent, so it is not asked the rest
        word = _word_before(text, start, match.start())
        if word is None:
            spaced_dots = text[max(start, match.start() - 2) : match.start()].strip() == "."
            return not (spaced_dots and nxt and nxt[0].islower())
        if start == block.start and _LABEL.fullmatch(text, start, match.start()):
            return False
        return _stop_ends(text, word, nxt, following)
    if not _ALWAYS.isdisjoint(marks):
        return bool(space) or _always_ends(text, match, marks, end)
    if not space:
        return _ends_without_space(text, start, match, marks, following)
    quoted = not _QUOTES.isdisjoint(marks)
    lower = bool(nxt) and nxt[0].islower()
    if not _CALLS.isdisjoint(marks):
        closed = quoted or not _BRACKETS.isdisjoint(marks)
        return not (closed or "!" in marks) if lower else not (quoted and _attributed(text, following, block.end))
    if ("…" in marks or ".." in marks) and _OPENED.match(text, match.start() - 2):
        return False  # words left out at the beginning of a quotation
    if marks.rstrip("\"'”’»›").endswith((").", "].")):
        return True
    if "…" in marks or ".." in marks:
        return not (lower or (quoted and _attributed(text, following, block.end)))
    word = _word_before(text, start, match.start())
    if word is None or lower:
        return not lower
    return word.casefold() not in TITLES if quoted else _stop_ends(text, word, nxt, following)


def _stop_ends(text: str, word: str, nxt: str | None, following: re.Match[str]) -> bool:
    """Whether a full stop between two words, with white space after it, ends a sentence."""
    key = word.casefold().replace("’", "'")
    if key in INTRODUCERS or (key in TITLES and word[0].isupper()):
        return False
    dotted = "." in word and _INITIALS.fullmatch(word) is not None
    letter = len(word) == 1 and word.isalpha()
    if nxt is None:
        return not (dotted or letter or key in SHORTENED)
    if nxt[0].islower():
        return not (dotted or letter) and _ends_before_lower_case(word, key, nxt)
    if nxt[0].isdigit() or _ROMAN.fullmatch(nxt):
        if word.isdigit():
            around = max(0, following.start() - len("18. 09.")), following.end() + len(". 2016")
            return not (len(word) < 3 and _SPACED_DATE.search(text, *around))
        return key in HOURS or not (dotted or key in BEFORE_NUMBERS or key in SHORTENED)
    if key in HOURS:
        return nxt.casefold() not in AFTER_HOURS
    if letter or dotted or key in SHORTENED:
        # One letter and a stop is the next initial, not the article or the pronoun.
        initial = len(nxt) == 1 and text.startswith(".", following.end())
        opener = nxt.casefold().replace("’", "'") in OPENERS and not initial
        return opener or (letter and word.islower() and word.isascii() and not initial)
    return not (word.isdigit() and len(word) < 3 and nxt.casefold() in MONTHS_AFTER_ORDINALS)


def _ends_before_lower_case(word: str, key: str, nxt: str) -> bool:
    """Hurried news begins sentences in lower case; abbreviations that stand in no table go on in it."""
    if word.isdigit():
        return len(word) > 2
    if key in SHORTENED or key in BEFORE_NUMBERS or not _VOWEL.search(key):
        return False
    if word[0].isupper() and len(word) <= 4:
        return nxt in OPENERS
    return True


def _attributed(text: str, following: re.Match[str], limit: int) -> bool:
    """Whether a name and a verb of speech follow a quotation: `Nadia Orr asked`."""
    name = following["word"]
    if not name or following["opening"] or not name[0].isupper() or name.casefold() in OPENERS:
        return False
    match = _ATTRIBUTION.match(text, following.start("word"), limit)
    return match is not None and match["verb"] in SPEECH_VERBS


def _always_ends(text: str, match: re.Match[str], marks: str, end: int) -> bool:
    """The marks that always end a sentence, with no space after them, as Chinese and Japanese write."""
    if text[end] in "，、,；：—–-":
        return False
    if marks[-1] in _QUOTES:
        return _QUOTED_GOES_ON.match(text, end) is None
    return not (marks == "．" and text[end].isdigit() and text[match.start() - 1].isdigit())


def _ends_without_space(text: str, start: int, match: re.Match[str], marks: str, following: re.Match[str]) -> bool:
    """Whether a space is missing after the mark (`terrorism.A strategy`), which is not so in `example.com`, `U.S.A`."""
    nxt = following["word"]
    if not nxt or nxt[0].isdigit() or nxt[0].islower():
        return False
    token = (text[max(start, match.start() - 2 * _WORD_REACH) : match.start()].split() or [""])[-1]
    if _WEB.search(token):
        return False
    word = _word_before(text, start, match.start())
    alone = len(nxt) == 1 and text[following.end() : following.end() + 1] not in (" ", "\n", "\r", "\xa0")
    if not nxt[0].isupper():  # no letter case: Arabic, Hebrew, Chinese
        caseless = word is not None and len(word) > 1 and word[-1].isalpha() and word[-1].lower() == word[-1].upper()
        return caseless and len(nxt) > 1 and "…" not in marks
    if alone or text.startswith("(", following.end()):
        return False
    if marks != "." or word is None:
        return True
    key = word.casefold()
    if key in INTRODUCERS or key in TITLES or nxt.casefold() in NAME_ENDINGS:
        return False
    if nxt.casefold() in OPENERS and len(word) > 1:
        return len(nxt) > 1 or not _INITIALS.fullmatch(word)
    return word.isalpha() and word.islower() and len(word) > 2 and key not in SHORTENED and len(nxt) > 1


def _word_before(text: str, start: int, stop: int) -> str | None:
    """The word that ends at `stop`, or before the white space there; None after a bracket or a sign."""
    tokens = text[max(start, stop - _WORD_REACH) : stop].split()
    if not tokens:
        return None
    match = _LAST_WORD.search(tokens[-1])
    return match.group() if match else None
