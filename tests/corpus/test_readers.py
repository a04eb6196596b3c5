"""Bytes into text: exactness, encodings, titles and dates."""

import contextlib
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import CorpusError, NotTextError
from corpus.readers import READERS, Document, markdown, plain

FRENCH = (
    "Le ministre a déclaré à l'agence que le port serait fermé. Où sont passés les marins ? Çà et là, des bateaux.\n"
)
ENGLISH = "The pilot said “we will not go” and left – it’s over…\nShe didn’t say why.\n"
ARABIC = "أغلقت السلطات الميناء يوم الأحد بعد العاصفة، وقال الوزير إن السفن ستنتظر في البحر.\n"
JAPANESE = "港は日曜日に閉鎖された。大臣は船が海で待つと述べた。カタカナも使う。\n"
CHINESE = "港口星期天关闭了，部长说船只将在海上等待。没有人受伤。\n"
RUSSIAN = "Порт закрыт в воскресенье после шторма. Министр сказал, что суда будут ждать.\n"
POLISH = "Port został zamknięty w niedzielę po burzy. Żaden statek nie odpłynął, łodzie czekają.\n"
LEGACY = [
    (FRENCH, "latin-1"),
    (FRENCH, "cp1252"),
    (FRENCH, "mac-roman"),
    (FRENCH, "cp850"),
    (ENGLISH, "cp1252"),
    (ARABIC, "cp1256"),
    (ARABIC, "iso8859-6"),
    (JAPANESE, "shift_jis"),
    (JAPANESE, "euc_jp"),
    (CHINESE, "gb18030"),
    (RUSSIAN, "koi8-r"),
    (RUSSIAN, "cp1251"),
    (POLISH, "cp1250"),
    (POLISH, "iso8859-2"),
    (ENGLISH, "utf-16-le"),
    (ARABIC, "utf-16-le"),
    (CHINESE, "utf-16-be"),
]


@pytest.mark.parametrize("repeat", [1, 30])
@pytest.mark.parametrize(("text", "encoding"), LEGACY)
def test_text_that_is_not_utf8_is_detected_and_said_to_be(text: str, encoding: str, repeat: int) -> None:
    document = plain.read((text * repeat).encode(encoding))
    assert document.text == text * repeat
    assert document.note is not None
    assert document.encoding in document.note


def test_a_large_file_is_detected_by_a_part_of_it() -> None:
    text = "Nothing but plain words here.\n" * 40_000 + FRENCH * 200 + "And plain words again.\n" * 40_000
    document = plain.read(text.encode("cp1252"))
    assert (document.text, document.encoding) == (text, "cp1252")


@pytest.mark.parametrize(
    ("data", "encoding", "note"),
    [
        (b"\xef\xbb\xbfHello there", "utf-8", None),
        ("\ufeffHello there".encode("utf-16-le"), "utf-16-le", "not UTF-8: read as utf-16-le"),
        ("\ufeffHello there".encode("utf-16-be"), "utf-16-be", "not UTF-8: read as utf-16-be"),
        ("\ufeffHello there".encode("utf-32-le"), "utf-32-le", "not UTF-8: read as utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_and_stays_in_the_text(data: bytes, encoding: str, note: str | None) -> None:
    document = plain.read(data)
    assert (document.text, document.encoding, document.note) == ("\ufeffHello there", encoding, note)
    assert document.title == "Hello there"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\nHello", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"PK\x03\x04more", "ZIP"),
        (b"\x1f\x8b\x08more", "gzip"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x00\x01\x02\x03\x04" * 50, "binary"),
        (b"\x00", "binary"),
        (random.Random(1).randbytes(5000), "binary"),
        (b"\xff\xfeodd", "broken utf-16-le"),
    ],
)
def test_what_is_not_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NotTextError, match=reason) as caught:
        plain.read(data)
    assert isinstance(caught.value, CorpusError)


def test_a_few_stray_nuls_stay_in_the_text() -> None:
    text = "The port\0 shut.\nShips\0 wait."
    assert plain.read(text.encode()).text == text


def test_utf8_with_a_broken_byte_is_read_with_a_warning() -> None:
    data = (ENGLISH * 3).encode()[:-20] + "café".encode()[:-1]
    document = plain.read(data)
    assert "The pilot said" in document.text
    assert document.note is not None
    assert f"broken UTF-8 at byte {len(data) - 1}" in document.note


def test_broken_utf8_of_another_script_is_refused() -> None:
    with pytest.raises(NotTextError, match="broken UTF-8"):
        plain.read((ARABIC * 3).encode()[:-3])


def assert_exact(document: Document, data: bytes, folder: Path) -> None:
    path = folder / "article"
    path.write_bytes(data)
    with path.open(encoding=document.encoding, newline="") as file:
        assert file.read() == document.text


ENCODINGS = st.sampled_from(
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-be",
        "cp1252",
        "latin-1",
        "cp1256",
        "shift_jis",
        "gb18030",
        "koi8-r",
        "euc_kr",
    ]
)
WORDS = st.text(alphabet="abc é“’\r\n\t港м ع\ufeff.", min_size=1, max_size=60)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(WORDS, ENCODINGS, st.sampled_from(list(READERS)))
def test_reading_the_file_in_the_named_encoding_gives_the_text(
    tmp_path: Path, text: str, encoding: str, ending: str
) -> None:
    data = text.encode(encoding, "ignore")
    with contextlib.suppress(NotTextError):
        assert_exact(READERS[ending](data), data, tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.one_of(st.binary(max_size=80), st.binary(max_size=30).map(lambda b: b"Plain words before. " * 9 + b)))
def test_any_bytes_are_read_exactly_or_refused(tmp_path: Path, data: bytes) -> None:
    with contextlib.suppress(NotTextError):
        assert_exact(plain.read(data), data, tmp_path)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Storm closes three ports\n\nThe harbour master said so.", "Storm closes three ports"),
        ("• Storm closes three ports\nThe harbour master said so.", "Storm closes three ports"),
        ("\n\n  18 September 2016\nBy Jane Orr\nStorm closes ports\nSo it is.", "Storm closes ports"),
        (". . . . .\n\nA storm came.", "A storm came."),
        ("Ships wait. Crews sleep.\nMore follows.", "Ships wait. Crews sleep."),
        (
            "The harbour authority closed three ports on Tuesday after a storm that had been forecast for a week"
            " or more. Nobody was hurt.",
            "The harbour authority closed three ports on Tuesday after a storm that had been forecast…",
        ),
        ("港" * 200, "港" * 89 + "…"),
        ("* * *\n---\n", None),
        ("", None),
    ],
)
def test_the_title_of_a_text_is_its_headline_or_its_first_sentence(text: str, title: str | None) -> None:
    assert plain.read(text.encode()).title == title


def test_the_first_line_of_wrapped_text_is_no_headline() -> None:
    text = (
        "The harbour authority closed three ports on Tuesday after the storm, and\nships that carried grain or timber"
        " were told to wait at sea for as long as\ntwo days, or to turn back and try another harbour."
    )
    assert (
        plain.read(text.encode()).title
        == "The harbour authority closed three ports on Tuesday after the storm, and ships that…"
    )


@pytest.mark.parametrize(
    ("text", "title", "iso"),
    [
        ("# Storm *closes* [three](http://x.example) `ports`  ##\n\nText.", "Storm closes three ports", None),
        ("Intro line.\n\n## Part\n\n# The __real__ title {#id}\n", "The real title", None),
        ("```\n# no title\n```\n# A title\n", "A title", None),
        ("Storm closes ports\n==================\n\n18 September 2016\n", "Storm closes ports", "2016-09-18"),
        ('---\ntitle: "Storm: ports"\ndate: 2016-09-18T10:00:00Z\n---\n\n# Other\n', "Storm: ports", "2016-09-18"),
        ("---\r\ntitle: Storm\r\ndate: 18/09/2016\r\n---\r\n# Other\r\n", "Storm", "2016-09-18"),
        ("+++\ntitle = 'Storm'\ndate = 2016-09-18\n+++\nText.", "Storm", "2016-09-18"),
        ("---\nauthor: Orr\n---\n# Storm\n\n*Published: 18 September 2016*\n", "Storm", "2016-09-18"),
        ("\ufeff# Storm\n", "Storm", None),
        ("No heading here\n\nText follows.", "No heading here", None),
        ("# snake_case stays, a \\* too\n", "snake_case stays, a * too", None),
        ("a\r# Storm\rText", "Storm", None),
    ],
)  # fmt: skip
def test_markdown_names_its_title_and_date(text: str, title: str, iso: str | None) -> None:
    document = markdown.read(text.encode())
    assert document.text == text
    assert document.title == title
    assert (document.date.iso if document.date else None) == iso


def test_reading_plain_utf8_loads_no_detector() -> None:
    import subprocess
    import sys

    code = "import sys, corpus.folder; from corpus.readers import plain; plain.read('é'.encode()); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"charset_normalizer", "numpy", "torch", "faiss", "index", "qa", "tui"} & set(loaded)


def test_ascii_text_with_nuls_at_even_places_is_not_taken_for_utf16():
    with pytest.raises(NotTextError, match="binary data"):
        READERS[".txt"](b"The ferry to Algeciras\0 carried 900 passengers on Friday. " * 9)
