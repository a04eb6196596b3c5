"""What changed in a corpus since it was indexed."""

import os

import pytest
from quick_encoder import built_fixture, corpus_fixture, embedded_fixture, opened_fixture, rebuild, write_articles  # noqa: F401 - fixtures

from corpus.errors import FolderError
from index import freshness
from index.freshness import Freshness
from index.store import read_manifest


@pytest.fixture
def compare(corpus, opened):
    """Compares the corpus as it is now."""
    records = [r for s in opened.segments for r in s.articles]
    return lambda: freshness.compare(
        corpus, records, [source for source, _ in opened.manifest.skipped], built=opened.manifest.built
    )


def test_an_untouched_corpus_is_fresh(compare):
    assert compare() == Freshness()
    assert compare().changes == 0


def test_edited_gone_and_new_articles_are_told_apart(compare, corpus):
    write_articles(corpus, {"alpha.txt": "Another text.", "sub/new.md": "A new article."})
    (corpus / "beta.txt").unlink()
    found = compare()
    assert found == Freshness(frozenset({"alpha.txt"}), frozenset({"beta.txt"}), frozenset({"sub/new.md"}))
    assert found.changes == 3
    assert found.stale == {"alpha.txt", "beta.txt"}


def test_a_renamed_article_is_gone_and_new(compare, corpus):
    (corpus / "beta.txt").rename(corpus / "delta.txt")
    assert compare() == Freshness(frozenset(), frozenset({"beta.txt"}), frozenset({"delta.txt"}))


def test_a_touched_article_is_fresh(compare, corpus):
    os.utime(corpus / "beta.txt", (1, 1))
    assert compare() == Freshness()


def test_an_edit_that_keeps_the_size_is_seen(compare, corpus):
    text = (corpus / "beta.txt").read_text()
    (corpus / "beta.txt").write_text(text.replace("Meknes", "Agadir"))
    os.utime(corpus / "beta.txt", (1, 1))
    assert compare().edited == {"beta.txt"}


def test_an_article_that_cannot_be_read_any_more_is_edited(compare, corpus, monkeypatch):
    os.utime(corpus / "beta.txt", (1, 1))

    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(freshness, "sha256", refuse)
    assert compare().edited == {"beta.txt"}


def test_skipped_files_are_not_new(corpus, built):
    (corpus / "empty.txt").touch()
    rebuild(corpus, built)
    skipped = [source for source, _ in read_manifest(built).skipped]
    assert skipped == ["empty.txt"]
    articles = {"alpha.txt", "beta.txt", "sub/gamma.md"}
    assert freshness.compare(corpus, [], skipped, built="2999-01-01T00:00:00Z").new == articles


def test_a_skipped_file_that_was_changed_since_is_new(corpus, built):
    (corpus / "empty.txt").touch()
    rebuild(corpus, built)
    skipped = [source for source, _ in read_manifest(built).skipped]
    assert "empty.txt" in freshness.compare(corpus, [], skipped, built="2001-01-01T00:00:00Z").new


def test_a_corpus_that_vanished_is_an_error_of_one_line(compare, corpus):
    corpus.rename(corpus.with_name("elsewhere"))
    with pytest.raises(FolderError) as caught:
        compare()
    assert "\n" not in str(caught.value)


def test_an_edit_that_keeps_size_and_time_is_seen(compare, corpus):
    path = corpus / "alpha.txt"
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    path.write_bytes(path.read_bytes().swapcase())
    os.utime(path, ns=times)
    assert compare().edited == {"alpha.txt"}
