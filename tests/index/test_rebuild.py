"""Rebuilding: only what changed is embedded, and nothing that stops it half way touches the old index."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import quick_encoder
from quick_encoder import (  # noqa: F401 - fixtures
    FILES,
    MAX_BYTES,
    QuickPassages,
    QuickQuestions,
    built_fixture,
    corpus_fixture,
    embedded_fixture,
    opened_fixture,
    rebuild,
    write_articles,
)

from corpus.errors import FolderError, NoArticlesError
from index import rebuild as rebuilding
from index import store, terms
from index.errors import EncoderError, IndexBusyError, IndexOutdatedError, NoIndexError, StoppedError
from index.rebuild import Embedding, Loading, Read, Rebuilt
from index.search import Index

ROOT = Path(rebuilding.__file__).parent.parent


def opened(index):
    return Index.open(index, max_bytes=MAX_BYTES)


def found(index, question="olive harvest strike tram"):
    """All passages as a question ranks them."""
    hits = opened(index).search(question, QuickQuestions(), 100).hits
    return [(h.article.source, h.span, h.score) for h in hits]


def files_of(index):
    """Its files with their times, and its folders."""
    paths = [p for p in index.rglob("*") if p.name != store.LOCK]
    return {str(p.relative_to(index)): p.is_file() and p.stat().st_mtime_ns for p in paths}


def events(corpus, index, **options):
    return rebuilding.rebuild(corpus, index, FILES, max_bytes=MAX_BYTES, **options)


# What is embedded


def test_a_first_rebuild_tells_what_it_does(tmp_path, corpus, embedded):
    seen = list(events(corpus, tmp_path / "index"))
    *reading, read, loading = seen[: [isinstance(e, Loading) for e in seen].index(True) + 1]
    *embeddings, done = seen[len(reading) + 2 :]
    assert [(e.done, e.total) for e in reading] == [(1, 3), (2, 3), (3, 3)]
    assert isinstance(read, Read)
    assert (read.articles, read.skipped) == (3, ())
    assert isinstance(loading, Loading)
    assert [e.done for e in embeddings if isinstance(e, Embedding)] == list(range(1, read.to_embed + 1))
    assert all(e.total == read.to_embed == read.passages for e in embeddings)
    assert isinstance(done, Rebuilt)
    assert done.changed
    assert done.embedded == len(embedded) == read.passages
    assert opened(tmp_path / "index").manifest == done.manifest
    assert (done.manifest.articles, done.manifest.passages) == (3, read.passages)


def test_passages_are_embedded_as_they_stand_in_their_articles(built, corpus):
    index = opened(built)
    for segment in index.segments:
        for row in range(len(segment)):
            text = index.article(segment.article(row)).text
            expected = quick_encoder.vector(segment.span(row).of(text))
            assert segment.vectors.rows([row])[0] == pytest.approx(expected)
            for span, v in zip(segment.sentences(row), segment.sentence_vectors(row), strict=True):
                assert v @ quick_encoder.vector(span.of(text)) > 0.9999


def test_nothing_changed_writes_nothing(built, corpus, embedded):
    before = files_of(built)
    done = rebuild(corpus, built)
    assert not done.changed
    assert done.embedded == 0
    assert done.manifest == opened(built).manifest
    assert files_of(built) == before
    assert embedded == []


CHILD = """
import sys
from pathlib import Path
from quick_encoder import rebuild
done = rebuild(Path(sys.argv[1]), Path(sys.argv[2]))
heavy = {"torch", "transformers", "sentence_transformers", "faiss", "tokenizers", "Stemmer"} & sys.modules.keys()
print(done.changed, sorted(heavy))
"""


def run_child(code, *arguments):
    environment = os.environ | {"PYTHONPATH": f"{Path(quick_encoder.__file__).parent}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_nothing_changed_loads_no_heavy_library(built, corpus):
    assert run_child(CHILD, corpus, built) == "False []"


def test_an_edited_article_alone_is_embedded(built, corpus, embedded):
    text = (corpus / "beta.txt").read_text() + "\nA late paragraph on almonds.\n"
    write_articles(corpus, {"beta.txt": text})
    done = rebuild(corpus, built)
    assert done.changed
    assert done.embedded == len(embedded) > 0
    assert all(passage in text for passage in embedded)
    assert "beta.txt" in {source for source, *_ in found(built, "almonds")[:1]}


def test_a_renamed_article_is_not_embedded(built, corpus, embedded):
    before = found(built)
    (corpus / "beta.txt").rename(corpus / "sub" / "delta.txt")
    assert rebuild(corpus, built).changed
    assert embedded == []
    names = {"beta.txt": "sub/delta.txt"}
    assert sorted(found(built), key=lambda f: f[1:]) == sorted(
        ((names.get(source, source), span, pytest.approx(score, abs=1e-5)) for source, span, score in before),
        key=lambda f: (f[1], f[2].expected),
    )


def test_a_deleted_article_is_gone(built, corpus, embedded):
    (corpus / "beta.txt").unlink()
    done = rebuild(corpus, built)
    assert done.changed
    assert done.manifest.articles == 2
    assert embedded == []
    assert "beta.txt" not in {source for source, *_ in found(built)}


def test_a_touched_article_is_not_embedded_and_its_time_is_learnt(built, corpus, embedded):
    before = found(built)
    os.utime(corpus / "beta.txt", (1, 1))
    assert rebuild(corpus, built).changed
    assert not rebuild(corpus, built).changed
    assert embedded == []
    assert found(built) == before


def test_bytes_that_are_decoded_in_another_way_are_embedded_again(built, corpus, embedded, monkeypatch):
    real = rebuilding.articles

    def otherwise(folder, *, max_bytes):
        for article in real(folder, max_bytes=max_bytes):
            yield replace(article, text="Almonds. " + article.text, encoding="cp1252")

    os.utime(corpus / "beta.txt", (1, 1))
    monkeypatch.setattr(rebuilding, "articles", otherwise)
    done = rebuild(corpus, built)
    assert done.embedded == done.manifest.passages


def test_two_articles_of_one_text_are_both_found(built, corpus, embedded):
    write_articles(corpus, {"copy.txt": (corpus / "beta.txt").read_text()})
    rebuild(corpus, built)
    assert embedded == []
    assert {source for source, *_ in found(built, "olive")[:2]} == {"beta.txt", "copy.txt"}


def test_a_full_rebuild_embeds_all_and_ends_in_the_same_results(built, corpus, embedded):
    write_articles(corpus, {"beta.txt": "Almonds\n\nAlmonds are dear this year in Fez.\n"})
    rebuild(corpus, built)
    before = found(built)
    embedded.clear()
    done = rebuild(corpus, built, full=True)
    assert done.embedded == len(embedded) == done.manifest.passages
    assert found(built) == before


def test_reused_vectors_stay_the_same_over_many_rebuilds(built, corpus):
    before = {p.name: p.read_bytes() for p in built.glob("pieces/*/*.npy")}
    for n in range(3):
        os.utime(corpus / "beta.txt", (n + 1, n + 1))
        assert rebuild(corpus, built).changed
    assert {p.name: p.read_bytes() for p in built.glob("pieces/*/*.npy")} == before


def test_other_weights_or_passage_settings_embed_everything(built, corpus, embedded):
    other = quick_encoder.QuickFiles(Path("nowhere"), "quick", "1" * 64)
    with pytest.raises(IndexOutdatedError, match="run qa index rebuild"):
        Index.open(built, recipe=rebuilding.recipe_of(other), max_bytes=MAX_BYTES)
    *_, done = rebuilding.rebuild(corpus, built, other, max_bytes=MAX_BYTES)
    assert done.embedded == done.manifest.passages
    Index.open(built, recipe=rebuilding.recipe_of(other), max_bytes=MAX_BYTES)


def test_other_terms_are_indexed_without_embedding(built, corpus, embedded, monkeypatch):
    monkeypatch.setattr(terms, "VERSION", terms.VERSION + 1)
    monkeypatch.setattr(terms, "terms", lambda text: ["changed"])
    assert rebuild(corpus, built).changed
    assert embedded == []
    segment = opened(built).segments[0]
    assert segment.postings.holding("changed") == len(segment)


def test_another_corpus_in_the_same_folder_is_learnt(built, corpus, embedded, tmp_path):
    moved = tmp_path / "moved"
    corpus.rename(moved)
    assert rebuild(moved, built).changed
    assert embedded == []
    assert opened(built).corpus == moved


# Skipped files


def test_skipped_files_are_recorded_with_their_reasons(corpus, built):
    (corpus / "empty.txt").touch()
    (corpus / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    done = rebuild(corpus, built)
    assert [s.source for s in done.skipped] == ["empty.txt", "picture.txt"]
    assert dict(opened(built).manifest.skipped) == {s.source: s.reason for s in done.skipped}
    assert all(s.reason for s in done.skipped)
    again = rebuild(corpus, built)
    assert not again.changed
    assert again.skipped == done.skipped


def test_a_skipped_file_that_was_mended_is_indexed(corpus, built):
    (corpus / "late.txt").touch()
    rebuild(corpus, built)
    write_articles(corpus, {"late.txt": "Almonds are dear."})
    done = rebuild(corpus, built)
    assert done.changed
    assert done.skipped == ()
    assert found(built, "almonds")[0][0] == "late.txt"


def test_a_skipped_file_that_went_is_no_longer_told_of(corpus, built):
    (corpus / "late.txt").touch()
    rebuild(corpus, built)
    (corpus / "late.txt").unlink()
    assert rebuild(corpus, built).skipped == ()


def test_a_file_over_the_limit_is_skipped(corpus, tmp_path, embedded):
    write_articles(corpus, {"long.txt": "word " * (MAX_BYTES // 4)})
    done = rebuild(corpus, tmp_path / "index")
    assert [s.source for s in done.skipped] == ["long.txt"]


# What stops a rebuild


def test_no_readable_article_is_told_with_reasons_and_leaves_the_old_index(corpus, built):
    before = files_of(built)
    for path in corpus.rglob("*.*"):
        path.write_bytes(b"")
    with pytest.raises(NoArticlesError, match=r"alpha\.txt: empty.*beta\.txt: empty") as caught:
        rebuild(corpus, built)
    assert "\n" not in str(caught.value)
    assert files_of(built) == before


def test_of_many_unreadable_articles_some_are_named(tmp_path, embedded):
    write_articles(tmp_path / "corpus", {f"{n}.txt": "" for n in range(9)})
    with pytest.raises(NoArticlesError, match="and 6 more"):
        rebuild(tmp_path / "corpus", tmp_path / "index")


def test_a_folder_without_articles_leaves_the_old_index(corpus, built):
    before = files_of(built)
    for path in corpus.rglob("*.*"):
        path.unlink()
    with pytest.raises(NoArticlesError):
        rebuild(corpus, built)
    assert files_of(built) == before


def test_a_missing_corpus_makes_no_index_folder(tmp_path, embedded):
    with pytest.raises(FolderError):
        rebuild(tmp_path / "none", tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_a_stop_event_leaves_the_old_index(corpus, built):
    before = files_of(built)
    write_articles(corpus, {"delta.txt": "One. Two.", "epsilon.txt": "Three. Four."})
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        rebuild(corpus, built, stop=stop)
    stop.clear()
    seen = []
    with pytest.raises(StoppedError):
        for event in events(corpus, built, stop=stop):
            seen.append(event)
            if isinstance(event, Embedding):
                stop.set()
    assert sum(isinstance(e, Embedding) for e in seen) == 1
    assert files_of(built) == before
    stop.clear()
    assert rebuild(corpus, built, stop=stop).changed


@pytest.mark.parametrize("kind", [Read, Loading, Embedding])
def test_a_consumer_that_leaves_at_any_event_frees_the_lock_and_the_old_index(corpus, built, kind):
    before = files_of(built)
    write_articles(corpus, {"delta.txt": "One. Two."})
    closed = events(corpus, built)
    next(event for event in closed if isinstance(event, kind))
    closed.close()
    interrupted = events(corpus, built)
    next(event for event in interrupted if isinstance(event, kind))
    with pytest.raises(KeyboardInterrupt):
        interrupted.throw(KeyboardInterrupt())
    assert files_of(built) == before
    assert rebuild(corpus, built).changed


def test_a_consumer_that_leaves_at_the_last_event_has_the_new_index(corpus, built):
    write_articles(corpus, {"delta.txt": "Almonds are dear."})
    leaving = events(corpus, built)
    next(event for event in leaving if isinstance(event, Rebuilt))
    leaving.close()
    assert found(built, "almonds")[0][0] == "delta.txt"
    assert not rebuild(corpus, built).changed


def test_an_encoder_that_fails_half_way_leaves_the_old_index(corpus, built, monkeypatch):
    before = files_of(built)
    write_articles(corpus, {"delta.txt": "One. Two.", "epsilon.txt": "Three. Four."})

    class Failing(QuickPassages):
        def passages(self, texts, sentences):
            yield next(super().passages(texts, sentences))
            raise EncoderError("the weights are broken")

    monkeypatch.setattr(rebuilding, "PassageEncoder", Failing)
    with pytest.raises(EncoderError):
        rebuild(corpus, built)
    assert files_of(built) == before


def test_an_encoder_that_leaves_passages_out_publishes_nothing(corpus, built, monkeypatch):
    before = files_of(built)
    write_articles(corpus, {"delta.txt": "One. Two.", "epsilon.txt": "Three. Four."})

    class Forgetful(QuickPassages):
        def passages(self, texts, sentences):
            yield next(super().passages(texts, sentences))

    monkeypatch.setattr(rebuilding, "PassageEncoder", Forgetful)
    with pytest.raises(ValueError):
        rebuild(corpus, built)
    assert files_of(built) == before


# Readers while a rebuild publishes


def test_an_open_index_stays_its_generation_while_rebuilds_publish_and_sweep(corpus, built):
    old = opened(built)  # not searched yet: nothing may be opened late
    expected = found(built)
    live = old.manifest.generation
    for n in range(3):
        write_articles(corpus, {f"new{n}.txt": f"Olive article number {n}."})
        rebuild(corpus, built)
    assert len(list((built / store.PIECES).iterdir())) == 1
    hits = old.search("olive harvest strike tram", QuickQuestions(), 100).hits
    assert [(h.article.source, h.span, h.score) for h in hits] == expected
    assert all(len(old.sentences(h, quick_encoder.vector("olive"))) > 0 for h in hits)
    assert old.manifest.generation == live != opened(built).manifest.generation


def test_opening_while_a_rebuild_publishes_gives_the_new_generation(corpus, built, monkeypatch):
    real, published = store.check_sizes, []

    def meanwhile(index, piece):
        if not published:
            published.append(True)
            write_articles(corpus, {"new.txt": "Almonds are dear."})
            rebuild(corpus, built)
        return real(index, piece)

    monkeypatch.setattr(store, "check_sizes", meanwhile)
    assert found(built, "almonds")[0][0] == "new.txt"


def test_opening_gives_up_when_every_attempt_meets_a_new_generation(corpus, built, monkeypatch):
    real = store.check_sizes
    number = iter(range(100))

    def meanwhile(index, piece):
        with monkeypatch.context() as patch:
            patch.setattr(store, "check_sizes", real)
            write_articles(corpus, {f"new{next(number)}.txt": "Almonds are dear."})
            rebuild(corpus, built)
        return real(index, piece)

    monkeypatch.setattr(store, "check_sizes", meanwhile)
    with pytest.raises(IndexBusyError, match="try once more"):
        opened(built)


def test_a_manifest_names_what_its_pieces_hold(built):
    index = opened(built)
    assert index.manifest.passages == sum(map(len, index.segments))
    assert index.manifest.articles == sum(len(s.articles) for s in index.segments)
    assert index.manifest.recipe == rebuilding.recipe_of(FILES)


def test_no_index_is_told_before_the_first_rebuild(tmp_path):
    with pytest.raises(NoIndexError, match="run qa index rebuild"):
        opened(tmp_path / "index")
