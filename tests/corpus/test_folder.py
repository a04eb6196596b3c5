"""A folder of articles: what is found in it, what is skipped and why."""

import errno
import hashlib
import json
import os
import socket
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.errors import ArticleError, BadReferenceError, CorpusError, FolderError, NoArticlesError
from corpus.folder import FileStat, Skipped, articles, changed_ns, load, scan

LIMIT = 10_000


def write(path: Path, text: str = "Storm closes ports\n\nShips wait.\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def sources(folder: Path) -> list[str]:
    return [a.source for a in articles(folder, max_bytes=LIMIT) if isinstance(a, Article)]


def skipped(folder: Path) -> dict[str, str]:
    return {s.source: s.reason for s in articles(folder, max_bytes=LIMIT) if isinstance(s, Skipped)}


def test_an_article_holds_the_exact_text_its_digest_title_and_date(tmp_path: Path) -> None:
    text = "\ufeffStorm closes ports\r\n\r\nSunday 18/09/2016\r\nShips wait. "
    write(tmp_path / "a.txt", text)
    article = load(tmp_path, "a.txt", max_bytes=LIMIT)
    assert article.text == text
    assert article.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert article.title == "Storm closes ports"
    assert article.date is not None
    assert article.date.iso == "2016-09-18"
    assert (article.source, article.encoding, article.note) == ("a.txt", "utf-8", None)


def test_a_text_without_a_title_is_called_by_its_file_name(tmp_path: Path) -> None:
    write(tmp_path / "notes of may.txt", "18 September 2016\n")
    assert load(tmp_path, "notes of may.txt", max_bytes=LIMIT).title == "notes of may"


def test_files_come_in_the_order_of_their_sources_from_all_folders(tmp_path: Path) -> None:
    for name in ("b/c.txt", "b.txt", "a.md", "B.TXT", "b/a/z.Md", "b c.txt", "é.txt"):
        write(tmp_path / name)
    assert sources(tmp_path) == ["B.TXT", "a.md", "b c.txt", "b.txt", "b/a/z.Md", "b/c.txt", "é.txt"]
    assert [file.source for file in scan(tmp_path)] == sources(tmp_path)


def test_hidden_files_and_other_formats_are_not_mentioned(tmp_path: Path) -> None:
    for name in (".a.txt", ".git/a.txt", "a.pdf", "txt", "a.txt.bak", "b.txt"):
        write(tmp_path / name)
    assert [entry.source for entry in articles(tmp_path, max_bytes=LIMIT)] == ["b.txt"]


def test_scan_gives_size_and_time_without_reading(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "four")
    assert list(scan(tmp_path)) == [FileStat("a.txt", 4, changed_ns(path.stat()))]


def test_what_cannot_be_an_article_is_skipped_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path / "ok.txt")
    write(tmp_path / "empty.txt", "")
    write(tmp_path / "blank.txt", " \n\u00a0\r\n\t")
    write(tmp_path / "mark.txt", "\ufeff\n")
    write(tmp_path / "long.txt", "x" * (LIMIT + 1))
    (tmp_path / "scan.txt").write_bytes(b"%PDF-1.7 ...")
    (tmp_path / "nul.md").write_bytes(b"\0" * 40)
    reasons = skipped(tmp_path)
    assert sources(tmp_path) == ["ok.txt"]
    assert reasons["empty.txt"] == reasons["blank.txt"] == reasons["mark.txt"] == "empty"
    assert "10,001" in reasons["long.txt"]
    assert "10,000" in reasons["long.txt"]
    assert "PDF" in reasons["scan.txt"]
    assert "binary" in reasons["nul.md"]


def test_one_line_of_many_megabytes_is_an_article_if_the_limit_allows(tmp_path: Path) -> None:
    write(tmp_path / "line.txt", "word " * 2_000_000)
    assert len(load(tmp_path, "line.txt", max_bytes=20_000_000).text) == 10_000_000


@pytest.mark.timeout(20)
def test_special_files_are_skipped_and_nobody_waits_for_them(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "socket.md"))
    (tmp_path / "device.txt").symlink_to("/dev/null")
    assert skipped(tmp_path) == {
        "pipe.txt": "a named pipe, not a file",
        "socket.md": "a socket, not a file",
        "device.txt": "a device, not a file",
    }
    with pytest.raises(ArticleError, match="named pipe"):
        load(tmp_path, "pipe.txt", max_bytes=LIMIT)


def test_linked_files_and_folders_are_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside/x.txt")
    corpus = tmp_path / "corpus"
    write(corpus / "a.txt")
    (corpus / "more").symlink_to(tmp_path / "outside")
    (corpus / "b.txt").symlink_to("a.txt")
    assert sources(corpus) == ["a.txt", "b.txt", "more/x.txt"]


def test_links_that_loop_or_lead_nowhere_are_skipped(tmp_path: Path) -> None:
    write(tmp_path / "a/b/c.txt")
    (tmp_path / "a/b/up").symlink_to(tmp_path / "a")
    (tmp_path / "a/root").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "gone.txt").symlink_to("nothing.txt")
    assert sources(tmp_path) == ["a/b/c.txt"]
    assert skipped(tmp_path) == {
        "a/b/up": "a link that loops back to a folder above it",
        "a/root": "a link that loops back to a folder above it",
        "self": "a link that loops",
        "self.txt": "a link that loops",
        "gone.txt": "a link to nothing",
    }


def test_a_folder_is_read_once_however_many_links_lead_to_it(tmp_path: Path) -> None:
    names = [f"d{n}" for n in range(9)]
    for name in names:
        write(tmp_path / name / "x.txt")
        for other in names:
            (tmp_path / name / f"to-{other}").symlink_to(tmp_path / other)
    (tmp_path / "a-link").symlink_to("d3")
    assert sources(tmp_path) == [f"{name}/x.txt" for name in names]
    assert skipped(tmp_path)["a-link"] == "the same folder as d3, which is read already"


def test_names_with_spaces_newlines_and_escapes_are_sources_like_others(tmp_path: Path) -> None:
    for name in ("a b.txt", "a\nb.txt", "\x1b[31mred.txt", "c/\u202ed.txt"):
        write(tmp_path / name)
    found = sources(tmp_path)
    assert set(found) == {"a b.txt", "a\nb.txt", "\x1b[31mred.txt", "c/\u202ed.txt"}
    assert all(load(tmp_path, source, max_bytes=LIMIT).source == source for source in found)


def test_names_that_are_not_utf8_are_skipped_under_a_name_that_can_be_written(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    try:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))).write_text("x")
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/d\xff"))).mkdir()
    except OSError as error:
        assert error.errno in (errno.EILSEQ, errno.EINVAL)  # a file system that has only UTF-8 names
        return
    reasons = skipped(tmp_path)
    assert set(reasons) == {"caf\\xe9.txt", "d\\xff"}
    assert all("not UTF-8" in reason for reason in reasons.values())
    json.dumps(reasons).encode()


def test_a_file_that_may_not_be_read_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.txt")
    really_open = os.open

    def refuse(path: str | Path, flags: int) -> int:
        if Path(path).name == "b.txt":
            raise PermissionError(errno.EACCES, "Permission denied")
        return really_open(path, flags)

    monkeypatch.setattr(os, "open", refuse)
    assert skipped(tmp_path) == {"b.txt": "cannot be read: Permission denied"}


def test_a_folder_that_may_not_be_opened_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "shut/b.txt")
    really_scan = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "shut":
            raise PermissionError(errno.EACCES, "Permission denied")
        return really_scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert skipped(tmp_path) == {"shut": "cannot be opened: Permission denied"}


def test_a_folder_that_is_none_is_one_clear_line(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt")
    for folder, said in ((tmp_path / "nowhere", "there is no folder"), (file, "is not a folder")):
        for call in (lambda f: articles(f, max_bytes=LIMIT), scan):
            with pytest.raises(FolderError, match=said) as caught:
                call(folder)
            assert "\n" not in str(caught.value)


def test_a_folder_without_articles_says_so_at_once(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf")
    with pytest.raises(NoArticlesError, match=r"no \.txt or \.md file"):
        articles(tmp_path, max_bytes=LIMIT)
    assert list(scan(tmp_path)) == []


@pytest.mark.parametrize("source", ["../x.txt", "/etc/x.txt", "a/../../x.txt", "", ".", "a\0.txt", "\udcff.txt"])
def test_a_source_that_leaves_the_folder_is_refused(tmp_path: Path, source: str) -> None:
    write(tmp_path / "x.txt")
    (tmp_path / "corpus").mkdir()
    with pytest.raises(BadReferenceError):
        load(tmp_path / "corpus", source, max_bytes=LIMIT)


def test_a_source_is_known_by_one_name(tmp_path: Path) -> None:
    write(tmp_path / "a/b.txt")
    assert load(tmp_path, "./a//b.txt", max_bytes=LIMIT).source == "a/b.txt"


@pytest.mark.parametrize(
    ("source", "said"),
    [("no.txt", "no such file"), ("a.pdf", "format"), ("d.txt", "directory"), ("x" * 300 + ".txt", "long")],
)
def test_a_source_that_cannot_be_read_says_why(tmp_path: Path, source: str, said: str) -> None:
    write(tmp_path / "a.pdf")
    (tmp_path / "d.txt").mkdir()
    with pytest.raises(ArticleError, match=said) as caught:
        load(tmp_path, source, max_bytes=LIMIT)
    assert isinstance(caught.value, CorpusError)
    assert str(caught.value).startswith(source)
