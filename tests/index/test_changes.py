"""A corpus against an index: what stays, what is read again, what is gone."""

import os

import pytest
from quick_encoder import ARTICLES, MAX_BYTES, QuickQuestions, embedded_fixture, rebuild, write_articles  # noqa: F401 - fixtures

from corpus.folder import Skipped, listing
from index import changes
from index.changes import Changes, compare, digest, not_moved, places
from index.search import Index
from index.store import read_manifest


@pytest.fixture
def corpus(tmp_path):
    write_articles(tmp_path / "corpus", {**ARTICLES, "delta.txt": "Almonds are dear.", "epsilon.txt": "No water."})
    return tmp_path / "corpus"


@pytest.fixture
def built(tmp_path, corpus, embedded):
    rebuild(corpus, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def compared(corpus, built):
    """Compares the corpus as it is now with the index as it was opened."""
    known = places(Index.open(built, max_bytes=MAX_BYTES).segments)
    unreadable = dict(read_manifest(built).skipped)

    def now(unreadable=unreadable):
        steps = list(compare(corpus, listing(corpus), known, unreadable, max_bytes=MAX_BYTES))
        assert len(steps) == len(listing(corpus))  # one a file, so that work can be stopped between two
        return steps[-1] if steps else Changes()

    return now


def summary(found):
    return {
        "reread": sorted(f.source for f in found.reread),
        "dropped": sorted(p.record.source for p in found.dropped),
        "gone": sorted(p.record.source for p in found.gone),
        "counts": (found.new, found.edited, found.touched, found.unchanged),
    }


def test_an_untouched_corpus_has_no_changes(compared):
    assert summary(compared()) == {"reread": [], "dropped": [], "gone": [], "counts": (0, 0, 0, 5)}


def test_nothing_is_read_where_size_and_time_are_the_same(compared, monkeypatch):
    monkeypatch.setattr(changes, "sha256", lambda path: pytest.fail("read"))
    assert compared().unchanged == 5


def test_new_edited_touched_and_gone_articles_are_told_apart(compared, corpus):
    write_articles(corpus, {"alpha.txt": "Another text.", "sub/new.md": "A new article."})
    os.utime(corpus / "beta.txt", (1, 1))
    (corpus / "delta.txt").unlink()
    assert summary(compared()) == {
        "reread": ["alpha.txt", "beta.txt", "sub/new.md"],
        "dropped": ["alpha.txt", "beta.txt", "delta.txt"],
        "gone": ["delta.txt"],
        "counts": (1, 1, 1, 2),
    }


def test_an_edit_that_keeps_the_size_is_an_edit(compared, corpus):
    text = (corpus / "beta.txt").read_text()
    (corpus / "beta.txt").write_text(text.replace("Meknes", "Agadir"))
    assert summary(compared())["counts"] == (0, 1, 0, 4)


def test_a_renamed_article_is_gone_and_new_until_its_content_is_compared(compared, corpus):
    (corpus / "beta.txt").rename(corpus / "zeta.txt")
    (corpus / "alpha.txt").unlink()
    write_articles(corpus, {"eta.txt": "A text of its own."})
    found = compared()
    assert summary(found)["gone"] == ["alpha.txt", "beta.txt"]
    assert found.new == 2
    assert [p.record.source for p in not_moved(found.gone, corpus, found.reread)] == ["alpha.txt"]


def test_only_files_of_the_size_of_a_gone_one_are_read_to_find_moved_ones(compared, corpus, monkeypatch):
    (corpus / "beta.txt").rename(corpus / "zeta.txt")
    write_articles(corpus, {"eta.txt": "A text of its own."})
    found = compared()
    read = []
    monkeypatch.setattr(changes, "sha256", lambda path, real=changes.sha256: read.append(path.name) or real(path))
    assert not_moved(found.gone, corpus, found.reread) == []
    assert read == ["zeta.txt"]


def test_a_file_that_still_cannot_be_read_is_no_change(compared, corpus):
    (corpus / "empty.txt").touch()
    (corpus / "mended.txt").write_text("Almonds.")
    found = compared({"empty.txt": "empty", "mended.txt": "empty", "went.txt": "empty"})
    assert found.skipped == [Skipped("empty.txt", "empty")]
    assert summary(found)["reread"] == ["mended.txt"]
    assert compared({}).skipped == []  # the first time it has to be read to know
    assert summary(compared({}))["reread"] == ["empty.txt", "mended.txt"]


def test_a_file_that_cannot_be_read_for_another_reason_now_is_told_with_that(compared, corpus):
    (corpus / "odd.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (skipped,) = compared({"odd.txt": "empty"}).skipped
    assert skipped.source == "odd.txt"
    assert skipped.reason not in ("", "empty")


def test_what_cannot_be_listed_is_skipped_and_its_articles_are_gone(compared, corpus):
    (corpus / "sub" / "gamma.md").unlink()
    (corpus / "sub" / "gamma.md").symlink_to(corpus / "nowhere")
    found = compared()
    assert [s.source for s in found.skipped] == ["sub/gamma.md"]
    assert summary(found)["gone"] == ["sub/gamma.md"]


def test_every_live_article_has_a_place_and_a_dead_one_none(corpus, built):
    write_articles(corpus, {"alpha.txt": "Another text."})
    (corpus / "delta.txt").unlink()
    rebuild(corpus, built)
    segments = Index.open(built, max_bytes=MAX_BYTES).segments
    found = places(segments)
    assert found.keys() == {"alpha.txt", "beta.txt", "epsilon.txt", "sub/gamma.md"}
    assert len(segments) == 2
    for source, place in found.items():
        assert segments[place.segment].record(place.number) == place.record
        assert place.record.source == source
    assert found["alpha.txt"].record.bytes == len("Another text.")
    hits = Index.open(built, max_bytes=MAX_BYTES).search("almonds", QuickQuestions()).hits
    assert {h.article.source for h in hits} == found.keys()


def test_the_digest_of_a_file_that_cannot_be_read_is_none(tmp_path):
    assert digest(tmp_path / "none") is None
    assert digest(tmp_path) is None
