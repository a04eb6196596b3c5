"""Bytes into text, strictly, and with a word about it where they are not UTF-8."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from corpus.errors import NotTextError

#: How some files that are not text begin.
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a rich text document"),
)
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
#: Control characters that text has no use for. Line ends, tab, form feed, backspace and escape are not counted.
_CONTROLS: Final = bytes(c for c in range(32) if c not in b"\b\t\n\v\f\r\x1b") + b"\x7f"
_CONTROL: Final = re.compile(r"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
#: Stray controls, a NUL or two, stay in the text. More than these, and it is not text: a share, and a least number.
STRAY_SHARE: Final = 0.01
STRAY_NUMBER: Final = 3
#: Bytes that are shown to the detector: it is slow on more and no wiser.
SAMPLE: Final = 65_536

#: Encodings that files of text are really found in; the detector knows many that they are not.
_LEGACY: Final = (
    "cp1256 iso8859_6 cp1255 iso8859_8 cp1253 iso8859_7 cp1251 koi8_r koi8_u iso8859_5 cp866 mac_cyrillic cp932"
    " shift_jis_2004 euc_jp euc_jis_2004 gb18030 big5 big5hkscs cp949 euc_kr cp874 cp1258 cp1254 cp1257 cp1250"
    " iso8859_2 cp1252 mac_roman cp850"
).split()
# The letters that texts in these encodings are written with, besides ASCII. French in cp1252 also decodes as cp1250
# and gives other letters; the first of the best is taken. Icelandic is left out: its letters are Turkish in cp1254.
_WESTERN: Final = "àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœß"
_LATIN: Final = (
    ("cp1252", _WESTERN),
    ("cp1250", "ąćęłńóśźżáčďéěíňřšťúůýžöüőűäăâîșțşţđľĺŕô"),
    ("iso8859_2", "ąćęłńóśźżáčďéěíňřšťúůýžöüőűäăâîşţđľĺŕô"),
    ("cp1254", "çğıöşüâîû"),
    ("mac_roman", _WESTERN),
    ("cp850", _WESTERN),
)
_PUNCTUATION: Final = frozenset("“”‘’‚„«»‹›–—…•·€£§©®°™¿¡ªº½¼¾²³×\xa0\xad")
#: A Latin text has few other bytes than ASCII; of these nearly all must make sense.
_LATIN_HIGH_SHARE: Final = 0.25
_SENSIBLE: Final = 0.95
# The commonest Russian letters make up two thirds of any Russian text, and hardly any of one decoded wrongly.
_RUSSIAN: Final = frozenset("оеаинтсрвл")
_RUSSIAN_SHARE: Final = 0.5
_CYRILLIC: Final = ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the codec by which the bytes are exactly that text, and what to tell of it."""

    text: str
    encoding: str
    note: str | None = None


def decode(data: bytes) -> Decoded:
    """The bytes as text, by a byte order mark, as UTF-8, or by detection, in this order and always strictly.

    A byte order mark stays in the text. Raises NotTextError for files of other kinds, for bytes full of control
    characters, and where no encoding fits. A UTF-8 file with a broken byte is read as cp1252 where that leaves most of
    it readable.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise NotTextError(f"it is {kind}, not text")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            if (text := _try(data, encoding)) is not None:
                return Decoded(_checked(text), encoding, None if encoding == "utf-8" else _note(encoding))
            if encoding != "utf-8":
                raise NotTextError(f"broken {encoding}: save it as UTF-8 again")
    utf8 = _try(data, "utf-8")
    if utf8 is not None and b"\0" not in data:
        return Decoded(_checked(utf8), "utf-8")
    clean = utf8 is not None and not _too_many(len(_CONTROL.findall(utf8)), len(utf8))
    # in UTF-16 that is not Latin there are other controls or bytes above ASCII; ASCII text with stray NULs has neither
    rest = data.replace(b"\0", b"")
    latin = rest.isascii() and len(rest.translate(None, _CONTROLS)) == len(rest)
    if (wide := _utf16(data, least_nuls=0.4 if clean or latin else 0.02)) is not None:
        return wide
    if utf8 is not None:
        return Decoded(_checked(utf8), "utf-8")
    _refuse_controls(len(data) - len(data.translate(None, _CONTROLS)), len(data))
    if (broken := _broken_utf8(data)) is not None:
        return broken
    for encoding in _guesses(data):
        text = _try(data, encoding)
        if text is not None and not _too_many(len(_CONTROL.findall(text)), len(text)):
            return Decoded(text, encoding, _note(encoding))
    raise NotTextError("its encoding cannot be told: save it as UTF-8")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _note(encoding: str) -> str:
    return f"not UTF-8: read as {encoding}"


def _too_many(controls: int, length: int) -> bool:
    return controls > max(STRAY_NUMBER, length * STRAY_SHARE) or (controls > 0 and controls >= length)


def _refuse_controls(controls: int, length: int) -> None:
    if _too_many(controls, length):
        raise NotTextError(f"it is binary data, not text ({controls} control characters in {length})")


def _checked(text: str) -> str:
    _refuse_controls(len(_CONTROL.findall(text)), len(text))
    return text


def _utf16(data: bytes, *, least_nuls: float) -> Decoded | None:
    """UTF-16 without a byte order mark: NULs all on one side, in a share of the pairs that line ends alone can make."""
    if len(data) % 2 or not data:
        return None
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) < least_nuls * (len(data) // 2) or min(even, odd) * 20 > max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = _try(data, encoding)
    if text is None or _too_many(len(_CONTROL.findall(text)), len(text)):
        return None
    return Decoded(text, encoding, _note(encoding))


def _broken_utf8(data: bytes) -> Decoded | None:
    """A file that is UTF-8 but for a few bytes, such as one cut short in the middle of a character.

    Detection would take it for something else altogether. Raises NotTextError where too little of it is ASCII to be
    worth reading in another encoding.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"broken UTF-8 at byte {error.start}"
    lost = data.decode("utf-8", "replace").count("\ufffd")
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    mostly_ascii = high <= len(data) * _LATIN_HIGH_SHARE
    # Bytes of another encoding seldom make a UTF-8 character by chance, of two or three bytes; where there are many
    # of them, as in Chinese, more often.
    if high < 3 or lost * (3 if mostly_ascii else 8) > high:
        return None
    if not mostly_ascii:
        raise NotTextError(f"{where}: save it as UTF-8 again")
    for encoding in ("cp1252", "iso8859_1"):
        if (text := _try(data, encoding)) is not None:
            return Decoded(text, encoding, f"{where}: read as {encoding}, accented letters are wrong")
    return None


def _guesses(data: bytes) -> Iterator[str]:
    """Codecs to try, likeliest first."""
    sample = _sample(data)
    high = sum(byte > 127 for byte in sample)
    if high <= _LATIN_HIGH_SHARE * len(sample):
        scores = [(_latin_score(sample, encoding, letters), encoding) for encoding, letters in _LATIN]
        best = max(score for score, _ in scores)
        if best >= _SENSIBLE:
            yield next(encoding for score, encoding in scores if score == best)
    else:
        yield from (encoding for encoding in _CYRILLIC if _is_russian(sample, encoding))
    from charset_normalizer import from_bytes  # 60 ms, and only few files need it

    for match in from_bytes(sample, cp_isolation=list(_LEGACY)):
        yield match.encoding


def _sample(data: bytes) -> bytes:
    """A part of the data that has other bytes than ASCII, cut at line ends or spaces so that no character is halved."""
    if len(data) <= SAMPLE:
        return data
    first = re.search(rb"[\x80-\xff]", data)
    start = max(data.rfind(b"\n", 0, first.start() if first else 0), 0)
    end = max(data.rfind(b"\n", start + 1, start + SAMPLE), data.rfind(b" ", start + 1, start + SAMPLE))
    return data[start : end if end > start else start + SAMPLE]


def _latin_score(sample: bytes, encoding: str, letters: str) -> float:
    """Share of the characters outside ASCII that make sense: letters of the languages in words of one case, marks."""
    text = _try(sample, encoding)
    if text is None:
        return 0.0
    others = list(re.finditer(r"[^\x00-\x7f]", text))
    return sum(_makes_sense(text, match.start(), letters) for match in others) / max(1, len(others))


def _makes_sense(text: str, at: int, letters: str) -> bool:
    character = text[at]
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    in_word = before.isalpha() and after.isalpha()
    if character in _PUNCTUATION:
        return not in_word or character in "’\xad–—…"
    if character.lower() not in letters:
        return False
    # A capital after a small letter is the mark of a wrong table.
    return not (character.isupper() and before.islower())


def _is_russian(sample: bytes, encoding: str) -> bool:
    text = _try(sample, encoding)
    if text is None:
        return False
    others = [c for c in text if c > "\x7f"]
    return sum(c in _RUSSIAN for c in others) >= _RUSSIAN_SHARE * len(others)
