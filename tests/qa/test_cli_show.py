"""`qa show`: an article, or a cited span in its lines."""

import pytest

TEXT = "Storm at the harbour\r\n\r\nThe storm sank 41 boats.\r\nNobody drowned.\r\n"


@pytest.fixture
def shown(qa, corpus):
    """Shows a source of the corpus, which must be there."""
    (corpus / "crlf.txt").write_bytes(TEXT.encode())

    def show(source: str) -> list[str]:
        done = qa("show", source, "--corpus", corpus)
        assert (done.status, done.err) == (0, "")
        return done.out.splitlines()

    return show


def test_a_whole_article_is_shown_with_line_numbers(shown):
    assert shown("olives.md")[0] == "1   # Olive prices"


def test_a_cited_span_is_shown_in_its_lines(shown):
    assert shown("harbour.txt#char=47,60") == [
        "3   12 March 2021",
        "4   ",
        "5 > The storm »sank 41 boats« in Tarfaya harbour. Fishermen said the warning came too late. "
        "Mayor Lamia Bensouda opened a fund for the crews.",
        "6   ",
    ]


def test_a_fragment_counts_a_line_end_of_two_characters_as_one(shown):
    start = TEXT.replace("\r\n", "\n").index("41 boats")
    assert shown(f"crlf.txt#char={start},{start + 8}")[2] == "3 > The storm sank »41 boats«."


@pytest.mark.parametrize(
    ("fragment", "marked"),
    [
        ("char=,5", "»Storm« at"),
        ("char=0", "»«Storm"),
        ("char=5", "Storm»« at"),
        ("char=,20", "»Storm at the harbour«"),
    ],
)
def test_all_forms_of_a_fragment_are_read(shown, fragment, marked):
    assert marked in shown(f"harbour.txt#{fragment}")[0]


def test_a_fragment_without_an_end_goes_to_the_end(shown):
    assert shown("harbour.txt#char=102,")[-2].endswith(" crews.«")


def test_an_empty_fragment_is_none(shown):
    assert shown("olives.md#") == shown("olives.md")


def test_a_name_may_be_written_as_it_is_or_as_a_uri_writes_it(shown, corpus):
    for name in ("a b.txt", "50%25.txt", "#1.txt", "sub/ü.txt", "quote'\".md"):
        (corpus / name).parent.mkdir(exist_ok=True)
        (corpus / name).write_text(f"This is {name}\n", encoding="utf-8")
    (corpus / "50%.txt").write_text("Another.\n")
    assert shown("a b.txt") == shown("a%20b.txt") == ["1   This is a b.txt", "2   "]
    assert shown("a%20b.txt#char=0,4")[0] == "1 > »This« is a b.txt"
    assert shown("50%25.txt")[0] == "1   This is 50%25.txt"  # as it is, where it is
    assert shown("50%.txt")[0] == "1   Another."
    assert shown("#1.txt") == shown("%231.txt") == ["1   This is #1.txt", "2   "]
    assert shown("sub/%C3%BC.txt") == shown("sub/ü.txt")


@pytest.mark.parametrize(
    "fragment",
    ["foo", "char=", "char=,", "char=a,b", "char=5,3", "line=1,2", "char=1,2;length=9", "char=-1,2", "char=1.5"],
)
def test_a_fragment_that_is_none_is_told_how_to_be_written(qa, corpus, fragment):
    done = qa("show", f"harbour.txt#{fragment}", "--corpus", corpus)
    assert (done.status, done.out) == (1, "")
    assert "write it like #char=212,281" in done.complaint


@pytest.mark.parametrize("fragment", ["char=0,100000", "char=999999", "char=999999999999999999,"])
def test_a_fragment_beyond_the_article_says_that_it_may_have_changed(qa, corpus, fragment):
    done = qa("show", f"harbour.txt#{fragment}", "--corpus", corpus)
    assert (done.status, done.out) == (1, "")
    assert "it may have changed since it was cited" in done.complaint


@pytest.mark.parametrize(
    "source",
    [
        "../secret.txt",
        "sub/../../secret.txt",
        "%2e%2e/secret.txt",
        "..%2Fsecret.txt",
        "/etc/hostname.txt",
        "",
        ".",
        "%00.txt",
    ],
)
def test_a_source_that_leaves_the_folder_is_refused(qa, corpus, source):
    (corpus.parent / "secret.txt").write_text("a secret")
    done = qa("show", source, "--corpus", corpus)
    assert (done.status, done.out) == (1, "")
    assert "secret" not in done.complaint.replace("secret.txt", "")
    assert done.complaint


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("none.txt", "none.txt: cannot be read: there is no such file"),
        ("photo.jpg", "photo.jpg: not a file in a format"),
    ],
)
def test_a_source_that_is_not_there_is_told(qa, corpus, source, problem):
    (corpus / "photo.jpg").touch()
    done = qa("show", source, "--corpus", corpus)
    assert (done.status, done.out) == (1, "")
    assert done.complaint.startswith(problem)


def test_a_uri_longer_than_any_name_shows_an_article_whose_name_is_not(shown, corpus):
    name = "ا" * 60 + ".txt"
    (corpus / name).write_text("This is it.\n")
    assert shown(f"{'%D8%A7' * 60}.txt#char=0,4")[0] == "1 > »This« is it."


def test_a_source_with_a_name_that_the_system_refuses_is_told(qa, corpus):
    done = qa("show", f"{'x' * 300}.txt", "--corpus", corpus)
    assert (done.status, done.out) == (1, "")
    assert done.complaint == f"{'x' * 300}.txt: cannot be read: File name too long"


def test_a_corpus_that_is_not_there_is_told(qa, tmp_path):
    done = qa("show", "a.txt", "--corpus", tmp_path / "none")
    assert (done.status, done.out) == (1, "")
    assert done.complaint == f"there is no folder {tmp_path / 'none'}: check the path"
