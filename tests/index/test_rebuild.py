"""Rebuilding: only what changed is embedded and written, and nothing that stops it half way touches the old index."""

import json
import os
import random
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import quick_encoder
from quick_encoder import (  # noqa: F401 - fixtures
    ARTICLES,
    FILES,
    MAX_BYTES,
    QuickPassages,
    QuickQuestions,
    built_fixture,
    corpus_fixture,
    embedded_fixture,
    found,
    rebuild,
    write_articles,
)

from corpus import folder as corpus_folder
from corpus.errors import FolderError, NoArticlesError
from index import disk, intake, merging, store, terms, vectors
from index import rebuild as rebuilding
from index.embedded import EmbeddedQuestion
from index.errors import (
    ArticlesGoneError,
    EncoderError,
    IndexBusyError,
    IndexDamagedError,
    IndexNotWritableError,
    IndexOutdatedError,
    NoIndexError,
    StoppedError,
)
from index.events import Compared, Embedding, Loading, Merging, Reading, Rebuilt, TakenUp
from index.manifest import FORMAT
from index.search import Index
from index.store import read_manifest

ROOT = Path(rebuilding.__file__).parent.parent


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


def opened(index):
    return Index.open(index, max_bytes=MAX_BYTES)


def files_of(index):
    """Its files with their times, and its folders, without the lock and what may be taken up."""
    paths = [p for p in index.rglob("*") if p.name != store.LOCK and p.suffix != ".log"]
    return {str(p.relative_to(index)): p.is_file() and p.stat().st_mtime_ns for p in paths}


def journals(index):
    return list(index.glob("embedded-*.log"))


def events(corpus, index, **options):
    return rebuilding.rebuild(corpus, index, FILES, max_bytes=MAX_BYTES, **options)


def compared(corpus, index, **options):
    """What a rebuild finds changed: new, edited, moved, gone, unchanged."""
    (event,) = [e for e in events(corpus, index, **options) if isinstance(e, Compared)]
    return event.new, event.edited, event.moved, event.gone, event.unchanged


def paragraph(name):
    """One sentence, long enough to be a passage of its own and short enough to be one."""
    words = [name.capitalize()]
    while len(" ".join(words)) < 230:
        words.append(f"{name}{len(words)}")
    return " ".join(words) + "."


def paragraphs(*names):
    """A text of a passage a name."""
    return "\n\n".join(map(paragraph, names))


# What is told


def test_a_first_rebuild_tells_what_it_does(tmp_path, corpus, embedded):
    seen = list(events(corpus, tmp_path / "index"))
    reading, (compared, loading, *embeddings, done) = seen[:3], seen[3:]
    assert [(e.done, e.total) for e in reading if isinstance(e, Reading)] == [(1, 3), (2, 3), (3, 3)]
    assert compared == Compared(new=3, edited=0, moved=0, gone=0, unchanged=0)
    assert isinstance(loading, Loading)
    passages = done.manifest.passages
    assert [(e.done, e.total) for e in embeddings] == [(n, passages) for n in range(1, passages + 1)]
    assert isinstance(done, Rebuilt)
    assert done.changed
    assert done.embedded == len(embedded) == passages
    assert (done.read, done.manifest.articles) == (3, 3)
    assert opened(tmp_path / "index").manifest == done.manifest
    assert journals(tmp_path / "index") == []


def test_the_number_of_passages_is_estimated_from_the_bytes_that_are_left(tmp_path, embedded, monkeypatch):
    monkeypatch.setattr(intake, "WINDOW", 4)
    write_articles(
        tmp_path / "corpus", {f"{n:02}.txt": paragraphs(f"a{n:02}", f"b{n:02}", f"c{n:02}") for n in range(20)}
    )
    embeddings = [e for e in events(tmp_path / "corpus", tmp_path / "index") if isinstance(e, Embedding)]
    assert [e.done for e in embeddings] == list(range(1, 61))
    assert all(e.total == pytest.approx(60, abs=3) for e in embeddings)
    assert embeddings[-1].total == 60


def test_the_estimate_of_a_build_that_is_taken_up_knows_what_is_done_already(tmp_path, embedded, monkeypatch):
    monkeypatch.setattr(intake, "WINDOW", 4)
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write_articles(corpus, {f"{n:02}.txt": paragraphs(f"a{n:02}", f"b{n:02}", f"c{n:02}") for n in range(20)})
    stop_after(corpus, index, 30)
    embeddings = [e for e in events(corpus, index) if isinstance(e, Embedding)]
    assert [e.done for e in embeddings] == list(range(1, 31))
    assert all(e.total == pytest.approx(30, abs=3) for e in embeddings)


def test_what_changed_is_told_by_kind(built, corpus):
    assert compared(corpus, built) == (0, 0, 0, 0, 3)
    write_articles(corpus, {"alpha.txt": "Another text.", "new.txt": "Almonds.", "copy.txt": ARTICLES["beta.txt"]})
    os.utime(corpus / "sub" / "gamma.md", (1, 1))
    assert compared(corpus, built) == (2, 1, 0, 0, 2)
    (corpus / "beta.txt").rename(corpus / "renamed.txt")
    (corpus / "new.txt").unlink()
    assert compared(corpus, built) == (0, 0, 1, 1, 3)


def test_passages_are_embedded_as_they_stand_in_their_articles(built):
    index = opened(built)
    for segment in index.segments:
        for row in range(len(segment)):
            text = index.article(segment.article(row)).text
            expected = quick_encoder.vector(segment.span(row).of(text))
            assert segment.vectors.rows([row])[0] == pytest.approx(expected, abs=1e-3)
            for span, v in zip(segment.sentences(row), segment.sentence_vectors(row), strict=True):
                assert v @ quick_encoder.vector(span.of(text)) > 0.9999


def test_a_manifest_names_what_its_pieces_hold(built, corpus):
    write_articles(corpus, {"new.txt": "Almonds.", "alpha.txt": "Another text."})
    rebuild(corpus, built)
    index = opened(built)
    assert [(p.articles, p.passages) for p in index.manifest.pieces] == [
        (len(s.articles), len(s)) for s in index.segments
    ]
    assert index.manifest.articles == len(list(index.records())) == 4
    live = [len(s) if s.alive is None else int(s.alive.sum()) for s in index.segments]
    assert [p.live_passages for p in index.manifest.pieces] == live
    assert index.manifest.passages == len(found(built))
    assert index.manifest.recipe == rebuilding.recipe_of(FILES)


# What is embedded


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


def test_of_an_edited_article_only_the_passages_whose_text_changed_are_embedded(built, corpus, embedded):
    write_articles(corpus, {"long.txt": paragraphs("one", "two", "three", "four", "five")})
    assert rebuild(corpus, built).embedded == 5
    embedded.clear()
    edited = paragraphs("zero", "one", "two", "other", "five", "four")  # put before, exchanged, moved
    write_articles(corpus, {"long.txt": edited})
    done = rebuild(corpus, built)
    assert sorted(text.split()[0] for text in embedded) == ["Other", "Zero"]
    assert (done.embedded, done.read, done.manifest.articles) == (2, 1, 4)
    assert found(built, "other5 other6")[0][0] == "long.txt"
    assert "three" not in " ".join(
        opened(built).text(h) for h in opened(built).search("three", QuickQuestions(), 99).hits
    )


def test_an_edit_that_only_moves_a_sentence_to_another_passage_embeds_those_two(built, corpus, embedded):
    first, second = (paragraphs(name) for name in ("one", "two"))
    write_articles(corpus, {"long.txt": f"{first} It rained.\n\n{second}\n\n{paragraphs('three')}"})
    rebuild(corpus, built)
    embedded.clear()
    write_articles(corpus, {"long.txt": f"{first}\n\n{second} It rained.\n\n{paragraphs('three')}"})
    rebuild(corpus, built)
    assert sorted(text.split()[0] for text in embedded) == ["One", "Two"]


def by_place(hits, names):
    return sorted((names.get(source, source), span) for source, span, _ in hits)


def test_a_renamed_article_is_not_embedded(built, corpus, embedded):
    before = found(built)
    (corpus / "beta.txt").rename(corpus / "sub" / "delta.txt")
    done = rebuild(corpus, built)
    assert done.changed
    assert done.embedded == len(embedded) == 0
    after = found(built)
    assert by_place(after, {}) == by_place(before, {"beta.txt": "sub/delta.txt"})
    assert sorted(s for *_, s in after) == pytest.approx(sorted(s for *_, s in before), abs=1e-5)


def test_renamed_and_edited_at_once_embeds_what_was_edited(built, corpus, embedded):
    (corpus / "beta.txt").unlink()
    write_articles(corpus, {"delta.txt": ARTICLES["beta.txt"] + "\n\n" + paragraphs("almonds")})
    rebuild(corpus, built)
    assert [text.split()[0] for text in embedded] == ["Almonds"]


def test_a_copied_article_is_not_embedded_and_stands_with_the_first(built, corpus, embedded):
    write_articles(corpus, {"copy.txt": ARTICLES["beta.txt"]})
    done = rebuild(corpus, built)
    assert done.embedded == len(embedded) == 0
    assert {source for source, *_ in found(built, "olive harvest in Meknes")[:2]} == {"beta.txt", "copy.txt"}
    best = opened(built).search("olive harvest in Meknes", QuickQuestions()).hits[0]
    assert [c.article.source for c in best.copies] == ["copy.txt"]


def test_articles_that_exchange_their_names_embed_nothing(built, corpus, embedded):
    write_articles(corpus, {"alpha.txt": ARTICLES["beta.txt"], "beta.txt": ARTICLES["alpha.txt"]})
    assert rebuild(corpus, built).changed
    assert embedded == []
    assert found(built, "dockers strike in Tangier")[0][0] == "beta.txt"


def test_a_touched_article_is_not_embedded_and_its_time_is_learnt(built, corpus, embedded):
    before = found(built)
    os.utime(corpus / "beta.txt", (1, 1))
    assert rebuild(corpus, built).changed
    assert not rebuild(corpus, built).changed
    assert embedded == []
    assert [f[:2] for f in found(built)] == [f[:2] for f in before]
    assert [s for *_, s in found(built)] == pytest.approx([s for *_, s in before], abs=1e-5)


def test_a_deleted_article_is_gone(built, corpus, embedded):
    (corpus / "beta.txt").unlink()
    done = rebuild(corpus, built)
    assert done.changed
    assert done.manifest.articles == 2
    assert embedded == []
    assert "beta.txt" not in {source for source, *_ in found(built)}


def test_an_article_that_comes_back_is_not_embedded_while_a_piece_holds_it(built, corpus, embedded, monkeypatch):
    monkeypatch.setattr(merging, "MOST_DEAD", 1)
    (corpus / "beta.txt").unlink()
    rebuild(corpus, built)
    write_articles(corpus, {"beta.txt": ARTICLES["beta.txt"]})
    rebuild(corpus, built)
    assert embedded == []
    assert found(built, "olive harvest in Meknes")[0][0] == "beta.txt"


def test_a_text_that_stands_many_times_is_embedded_once(tmp_path, embedded):
    write_articles(tmp_path / "corpus", {f"{n}.txt": paragraphs("one", "two") for n in range(5)})
    done = rebuild(tmp_path / "corpus", tmp_path / "index")
    assert done.embedded == len(embedded) == 2
    assert done.manifest.passages == 10


def test_bytes_that_are_decoded_in_another_way_are_cut_and_embedded_again(built, corpus, embedded, monkeypatch):
    real = corpus_folder.load

    def otherwise(folder, source, *, max_bytes):
        article = real(folder, source, max_bytes=max_bytes)
        return replace(article, text="Almonds. " + article.text, encoding="cp1252")

    os.utime(corpus / "beta.txt", (1, 1))
    monkeypatch.setattr(intake, "load", otherwise)
    done = rebuild(corpus, built)
    assert done.embedded == 1
    assert embedded[0].startswith("Almonds. Olive harvest")
    (record,) = [r for r in opened(built).records() if r.source == "beta.txt"]
    assert record.encoding == "cp1252"


def test_a_full_rebuild_embeds_all_and_ends_in_the_same_results(built, corpus, embedded):
    write_articles(corpus, {"beta.txt": "Almonds\n\nAlmonds are dear this year in Fez.\n"})
    rebuild(corpus, built)
    before = found(built)
    embedded.clear()
    done = rebuild(corpus, built, full=True)
    assert done.embedded == len(embedded) == done.manifest.passages
    assert len(done.manifest.pieces) == 1
    assert [f[:2] for f in found(built)] == [f[:2] for f in before]
    assert [s for *_, s in found(built)] == pytest.approx([s for *_, s in before], abs=1e-5)


def test_reused_vectors_stay_the_same_to_the_bit_over_many_rebuilds(built, corpus, monkeypatch):
    monkeypatch.setattr(merging, "TIER_FACTOR", 1)

    def stored():
        index = opened(built)
        return {
            (s.article(row).source, s.span(row)): (s.vectors.rows([row]).tobytes(), s.sentence_vectors(row).tobytes())
            for s in index.segments
            for row in range(len(s))
            if s.alive is None or s.alive[row]
        }

    before = stored()
    for n in range(4):
        os.utime(corpus / "beta.txt", (n + 1, n + 1))
        assert rebuild(corpus, built).changed
        assert stored() == before


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
    (segment,) = opened(built).segments
    assert segment.postings.holding("changed") == len(segment)


def test_another_corpus_in_the_same_folder_is_learnt(built, corpus, embedded, tmp_path):
    moved = tmp_path / "moved"
    corpus.rename(moved)
    assert rebuild(moved, built).changed
    assert embedded == []
    assert opened(built).corpus == moved
    assert not rebuild(moved, built).changed


# What is written


def bytes_written(corpus, index, monkeypatch):
    """Bytes that a rebuild writes into an index, by the kind of file."""
    written = {}
    real = disk.OutputFile.write

    def write(self, data):
        kind = self.path.name.partition(".")[0].partition("-")[0]
        written[kind] = written.get(kind, 0) + len(data)
        return real(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(disk.OutputFile, "write", write)
        assert rebuild(corpus, index).changed
    return written


def test_one_changed_article_writes_a_small_piece_whatever_the_size_of_the_index(tmp_path, embedded, monkeypatch):
    totals = {}
    for count in (10, 150):
        corpus, index = tmp_path / f"corpus{count}", tmp_path / f"index{count}"
        write_articles(corpus, {f"{n:03}.txt": paragraphs(f"a{n:03}", f"b{n:03}") for n in range(count)})
        rebuild(corpus, index)
        size = sum(p.stat().st_size for p in index.rglob("*.*"))
        write_articles(corpus, {"005.txt": paragraphs("a005", "other")})
        written = bytes_written(corpus, index, monkeypatch)
        assert written.keys() >= {"manifest", "vectors", "passages", "embedded"}
        totals[count] = sum(written.values())
        assert size > 2_000 * count
        live = read_manifest(index).pieces
        assert [(p.articles, p.dead) for p in live] == [(count, (5,)), (1, ())]
    assert abs(totals[10] - totals[150]) < 100  # digits of numbers in the manifest
    assert totals[150] < 20_000


def test_a_deleted_article_writes_the_manifest_alone(built, corpus, monkeypatch):
    monkeypatch.setattr(merging, "MOST_DEAD", 1)
    (corpus / "beta.txt").unlink()
    assert bytes_written(corpus, built, monkeypatch).keys() == {"manifest"}
    (piece,) = read_manifest(built).pieces
    assert piece.dead == (1,)


def test_the_pieces_that_stay_are_not_touched(built, corpus):
    before = files_of(built / store.PIECES)
    write_articles(corpus, {"new.txt": "Almonds are dear."})
    rebuild(corpus, built)
    after = files_of(built / store.PIECES)
    assert before.items() <= after.items()
    assert len(read_manifest(built).pieces) == 2


def test_pieces_are_merged_when_there_are_many(built, corpus, embedded, monkeypatch):
    monkeypatch.setattr(merging, "TIER_FACTOR", 3)
    sizes = []
    for n in range(7):
        write_articles(corpus, {f"new{n}.txt": f"Almond number {n}."})
        seen = list(events(corpus, built))
        sizes.append(len(seen[-1].manifest.pieces))
        merged = [e for e in seen if isinstance(e, Merging)]
        assert [e.passages for e in merged] == ([seen[-1].manifest.passages] if sizes[-1] == 1 else [])
        assert len(list((built / store.PIECES).iterdir())) == sizes[-1]
    assert sizes == [2, 3, 1, 2, 3, 1, 2]
    assert len(embedded) == 7


def test_a_large_rebuild_is_written_in_several_pieces_and_windows(tmp_path, embedded, monkeypatch):
    monkeypatch.setattr(intake, "WINDOW", 3)
    monkeypatch.setattr(intake, "SPILL", 5)
    write_articles(tmp_path / "corpus", {f"{n}.txt": paragraphs(f"a{n}", f"b{n}") for n in range(10)})
    done = rebuild(tmp_path / "corpus", tmp_path / "index")
    assert [p.passages for p in done.manifest.pieces] == [8, 8, 4]
    assert done.manifest.passages == done.embedded == 20
    assert len(found(tmp_path / "index")) == 20


# Incremental or from scratch, the results are the same


class Life:
    """A corpus that changes at random."""

    def __init__(self, corpus, seed):
        self.corpus = corpus
        self.chance = random.Random(seed)
        self.number = 0
        for _ in range(12):
            self.add()

    def words(self, count):
        return " ".join(self.chance.choices(quick_encoder.VOCABULARY, k=count)).capitalize() + "."

    def text(self):
        return "\n\n".join(
            " ".join(self.words(9) for _ in range(self.chance.randint(2, 6))) for _ in range(self.chance.randint(1, 4))
        )

    def paths(self):
        return sorted(p for p in self.corpus.rglob("*.txt"))

    def fresh(self):
        self.number += 1
        return self.corpus / self.chance.choice(["", "a", "b/c"]) / f"{self.number:03}.txt"

    def write(self, path, text):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def add(self):
        self.write(self.fresh(), f"Article {self.number}.\n\n{self.text()}")

    def edit(self):
        path = self.chance.choice(self.paths())
        parts = path.read_text().split("\n\n")
        parts[self.chance.randrange(len(parts))] = self.text()
        self.write(path, "\n\n".join(parts))

    def delete(self):
        if len(self.paths()) > 3:
            self.chance.choice(self.paths()).unlink()

    def move(self):
        target = self.fresh()
        target.parent.mkdir(parents=True, exist_ok=True)
        self.chance.choice(self.paths()).rename(target)

    def move_over(self):
        one, other = self.chance.sample(self.paths(), 2)
        one.rename(other)

    def copy(self):
        self.write(self.fresh(), self.chance.choice(self.paths()).read_text())

    def touch(self):
        os.utime(self.chance.choice(self.paths()), (self.chance.randint(1, 10**9),) * 2)

    def spoil(self):
        self.chance.choice(self.paths()).write_bytes(b"")

    def live(self):
        kinds = [
            self.add,
            self.edit,
            self.edit,
            self.delete,
            self.move,
            self.move_over,
            self.copy,
            self.touch,
            self.spoil,
        ]
        for change in self.chance.choices(kinds, k=self.chance.choice([1, 1, 2, 5])):
            change()


def assert_same_results(one, other):
    for question in ("olive harvest strike", "the tram to the market", "storm", "article 7"):
        scores, expected = ({f[:2]: f[2] for f in found(index, question)} for index in (one, other))
        assert scores.keys() == expected.keys()
        assert scores == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_changes_ends_in_the_results_of_a_full_rebuild(tmp_path, embedded, monkeypatch, seed):
    monkeypatch.setattr(merging, "SMALLEST_TIER", 4)
    monkeypatch.setattr(merging, "TIER_FACTOR", 2)
    monkeypatch.setattr(intake, "WINDOW", 5)
    monkeypatch.setattr(intake, "SPILL", 12)
    if seed % 2:
        monkeypatch.setattr(merging, "FLAT_UP_TO", 25)
        monkeypatch.setattr(vectors, "FLAT_UP_TO", 25)
    life = Life(tmp_path / "corpus", seed)
    index, fresh = tmp_path / "index", tmp_path / "fresh"
    rebuild(life.corpus, index)
    kinds, merged, deaths = set(), 0, 0
    for number in range(20):
        life.live()
        seen = list(events(life.corpus, index, force=True))
        merged += sum(isinstance(e, Merging) for e in seen)
        manifest = read_manifest(index)
        kinds |= {p.vectors.kind for p in manifest.pieces}
        deaths += sum(len(p.dead) for p in manifest.pieces)
        assert not rebuild(life.corpus, index, force=True).changed
        assert [*(built_from(index))] == [*(built_from_corpus(life.corpus))]
        if number % 5 == 4:
            rebuild(life.corpus, fresh, full=True, force=True)
            assert_same_results(index, fresh)
    assert merged > 3
    assert deaths > 0
    assert kinds == ({"flat", "ivf"} if seed % 2 else {"flat"})
    rebuild(life.corpus, index, full=True, force=True)
    assert_same_results(index, fresh)


def built_from(index):
    """Sources and digests of the live articles of an index."""
    return sorted((r.source, r.sha256) for r in opened(index).records())


def built_from_corpus(corpus):
    return sorted(
        (str(p.relative_to(corpus)), intake.load(corpus, str(p.relative_to(corpus)), max_bytes=MAX_BYTES).sha256)
        for p in corpus.rglob("*.txt")
        if p.stat().st_size
    )


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
    assert read_manifest(built).skipped == ()


def test_an_article_that_can_no_longer_be_read_is_skipped_and_not_found(corpus, built):
    (corpus / "beta.txt").write_bytes(b"")
    done = rebuild(corpus, built)
    assert [s.source for s in done.skipped] == ["beta.txt"]
    assert {source for source, *_ in found(built)} == {"alpha.txt", "sub/gamma.md"}


def test_a_file_over_the_limit_is_skipped(corpus, tmp_path, embedded):
    write_articles(corpus, {"long.txt": "word " * (MAX_BYTES // 4)})
    done = rebuild(corpus, tmp_path / "index")
    assert [s.source for s in done.skipped] == ["long.txt"]


def test_notes_and_foreign_languages_of_what_was_read_now_are_told(corpus, built, monkeypatch):
    monkeypatch.setattr(intake, "looks_english", lambda text: "Le port" not in text)
    write_articles(corpus, {"french.txt": "Le port de Tanger est fermé."})
    (corpus / "old.txt").write_bytes("The café in Fez is closed. It was old.".encode("cp1252"))
    done = rebuild(corpus, built)
    assert (done.read, done.foreign) == (2, 1)
    assert [source for source, note in done.notes if note] == ["old.txt"]
    english = {r.source: r.english for r in opened(built).records()}
    assert (english["french.txt"], english["old.txt"]) == (False, True)
    again = rebuild(corpus, built)
    assert (again.read, again.foreign, again.notes) == (0, 0, ())


def test_what_was_found_of_the_language_goes_with_the_text(corpus, built, monkeypatch):
    monkeypatch.setattr(intake, "looks_english", lambda text: False)
    write_articles(corpus, {"french.txt": "Le port de Tanger est fermé."})
    rebuild(corpus, built)
    monkeypatch.setattr(intake, "looks_english", lambda text: pytest.fail("asked again"))
    (corpus / "french.txt").rename(corpus / "renamed.txt")
    assert rebuild(corpus, built).foreign == 1
    (record,) = [r for r in opened(built).records() if r.source == "renamed.txt"]
    assert record.english is False


# Articles that are gone


@pytest.fixture
def large(tmp_path, embedded):
    """A corpus of ten articles, indexed."""
    corpus = tmp_path / "large"
    write_articles(corpus, {f"{n}.txt": f"Article {n} tells of almonds." for n in range(10)})
    rebuild(corpus, tmp_path / "index")
    embedded.clear()
    return corpus


def remove(corpus, *numbers):
    for n in numbers:
        (corpus / f"{n}.txt").unlink()


@pytest.mark.parametrize("full", [False, True])
def test_where_most_articles_are_gone_the_index_stays_as_it_was(large, tmp_path, embedded, full):
    index = tmp_path / "index"
    before = files_of(index)
    remove(large, *range(6))
    write_articles(large, {"new.txt": "A new article."})
    with pytest.raises(
        ArticlesGoneError,
        match=r"6 of 10 indexed articles are gone from .* or .*: is a drive not mounted\?",
    ) as caught:
        rebuild(large, index, full=full)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith("run qa index rebuild --full --force" if full else "run qa index rebuild --force")
    assert files_of(index) == before
    assert journals(index) == []
    assert embedded == []
    done = rebuild(large, index, full=full, force=True)
    assert done.manifest.articles == 5
    assert {source for source, *_ in found(index)} == {"6.txt", "7.txt", "8.txt", "9.txt", "new.txt"}


def test_half_of_the_articles_may_go(large, tmp_path):
    remove(large, *range(5))
    assert rebuild(large, tmp_path / "index").manifest.articles == 5


def test_renamed_articles_do_not_count_as_gone(large, tmp_path, embedded):
    (large / "new").mkdir()
    for n in range(8):
        (large / f"{n}.txt").rename(large / "new" / f"{n}.md")
    remove(large, 8)
    done = rebuild(large, tmp_path / "index")
    assert (done.embedded, done.manifest.articles) == (0, 9)
    assert embedded == []


def test_renamed_articles_do_not_hide_those_that_are_gone(large, tmp_path):
    (large / "9.txt").rename(large / "renamed.txt")
    remove(large, *range(6))
    with pytest.raises(ArticlesGoneError, match="6 of 10"):
        rebuild(large, tmp_path / "index")


def test_an_edited_article_is_not_gone(large, tmp_path):
    write_articles(large, {f"{n}.txt": f"Another text {n}." for n in range(10)})
    assert rebuild(large, tmp_path / "index").embedded == 10


def test_another_corpus_that_holds_none_of_the_articles_takes_a_word(large, tmp_path, corpus):
    with pytest.raises(ArticlesGoneError, match=r"is of .*, and 10 of its 10 articles are not in .*--full"):
        rebuild(corpus, tmp_path / "index")
    assert rebuild(corpus, tmp_path / "index", full=True).manifest.articles == 3


@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"\x00" * 99)])
def test_articles_that_cannot_be_read_any_more_count_as_gone(large, tmp_path, spoil):
    index = tmp_path / "index"
    before = files_of(index)
    for n in range(6):
        spoil(large / f"{n}.txt")
    with pytest.raises(ArticlesGoneError, match=r"6 of 10 indexed articles are gone .* or cannot be read"):
        rebuild(large, index)
    assert files_of(index) == before
    assert rebuild(large, index, force=True).manifest.articles == 4


def test_a_lowered_limit_skips_what_was_indexed(large, tmp_path):
    index = tmp_path / "index"
    (large / "0.txt").write_text("A longer article than the others. " * 300)
    rebuild(large, index)
    done = rebuild(large, index, max_bytes=5_000)
    assert done.manifest.articles == 9
    assert [source for source, _ in done.manifest.skipped] == ["0.txt"]
    assert not rebuild(large, index, max_bytes=5_000).changed


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


NEW = {"delta.txt": paragraphs("one", "two", "three"), "epsilon.txt": paragraphs("four", "five")}


def stop_after(corpus, index, number, **options):
    """Stops a rebuild by its event so that it ends with so many passages embedded."""
    stop = threading.Event()
    with pytest.raises(StoppedError):
        for event in events(corpus, index, stop=stop, **options):
            if isinstance(event, Loading if number == 1 else Embedding) and getattr(event, "done", 0) == number - 1:
                stop.set()


def test_a_stop_event_ends_a_rebuild_at_once(corpus, built):
    before = files_of(built)
    write_articles(corpus, NEW)
    stop = threading.Event()
    stop.set()
    seen = []
    with pytest.raises(StoppedError):
        seen.extend(events(corpus, built, stop=stop))
    assert seen == []
    stop.clear()
    with pytest.raises(StoppedError):
        for event in events(corpus, built, stop=stop):
            seen.append(event)
            if isinstance(event, Embedding):
                stop.set()
    assert sum(isinstance(e, Embedding) for e in seen) == 1
    assert files_of(built) == before


def leave_after(corpus, index, number, **options):
    """Leaves a rebuild after so many passages were embedded, as a consumer that is closed does."""
    leaving = events(corpus, index, **options)
    next(event for event in leaving if isinstance(event, Embedding) and event.done == number)
    leaving.close()


def interrupt_after(corpus, index, number, **options):
    """Ctrl-C while an event is shown."""
    interrupted = events(corpus, index, **options)
    next(event for event in interrupted if isinstance(event, Embedding) and event.done == number)
    with pytest.raises(KeyboardInterrupt):
        interrupted.throw(KeyboardInterrupt())


def fail_after(corpus, index, number, **options):
    """An encoder that breaks after so many passages."""

    class Failing(QuickPassages):
        def passages(self, texts, sentences):
            for done, item in enumerate(super().passages(texts, sentences)):
                if done == number:
                    raise EncoderError("the weights are broken")
                yield item

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "PassageEncoder", Failing)
        with pytest.raises(EncoderError):
            rebuild(corpus, index, **options)


WAYS = [stop_after, leave_after, interrupt_after, fail_after]


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("way", WAYS)
def test_an_interrupted_rebuild_is_taken_up(corpus, built, embedded, way, full):
    before = files_of(built)
    write_articles(corpus, NEW)
    way(corpus, built, 3, full=full)
    assert files_of(built) == before  # the old index, untouched
    assert len(journals(built)) == 1
    first = list(embedded)[:3]
    embedded.clear()
    seen = list(events(corpus, built, full=full))
    done = seen[-1]
    assert [e for e in seen if isinstance(e, TakenUp)] == [TakenUp(3)]
    last = [e for e in seen if isinstance(e, Embedding)][-1]
    assert last.done == last.total == done.embedded
    assert done.embedded == len(embedded) == (done.manifest.passages if full else 5) - 3
    assert not set(embedded) & set(first)
    assert journals(built) == []
    assert {source for source, *_ in found(built)} == {*ARTICLES, *NEW}


def test_a_first_rebuild_is_taken_up_after_any_number_of_interruptions(corpus, tmp_path, embedded):
    index = tmp_path / "index"
    write_articles(corpus, NEW)
    for way in WAYS:
        way(corpus, index, 1)
        with pytest.raises(NoIndexError):
            opened(index)
    done = rebuild(corpus, index)
    assert done.embedded == done.manifest.passages - len(WAYS)


def test_what_was_embedded_for_a_rebuild_from_scratch_is_not_taken_for_an_ordinary_one(corpus, built, embedded):
    write_articles(corpus, NEW)
    stop_after(corpus, built, 4, full=True)
    embedded.clear()
    assert rebuild(corpus, built).embedded == 5
    embedded.clear()
    done = rebuild(corpus, built, full=True)
    assert done.embedded == done.manifest.passages - 4  # which still goes on from its own


def test_a_full_rebuild_after_a_full_rebuild_embeds_all_again(corpus, built, embedded):
    for _ in range(2):
        done = rebuild(corpus, built, full=True)
        assert done.embedded == done.manifest.passages


def test_what_an_interrupted_rebuild_of_other_weights_embedded_is_not_used(corpus, built, embedded):
    write_articles(corpus, NEW)
    stop_after(corpus, built, 3)
    other = quick_encoder.QuickFiles(Path("nowhere"), "quick", "1" * 64)
    *_, done = rebuilding.rebuild(corpus, built, other, max_bytes=MAX_BYTES)
    assert done.embedded == done.manifest.passages


def test_what_was_embedded_of_an_article_that_is_gone_again_is_forgotten(corpus, built, embedded):
    write_articles(corpus, NEW)
    stop_after(corpus, built, 4)
    for source in NEW:
        (corpus / source).unlink()
    write_articles(corpus, {"zeta.txt": "Almonds."})
    assert rebuild(corpus, built).embedded == 1
    assert journals(built) == []
    assert sorted({source for source, *_ in found(built)}) == ["alpha.txt", "beta.txt", "sub/gamma.md", "zeta.txt"]


@pytest.mark.parametrize("kind", [Reading, Compared, Loading, Embedding, Merging])
def test_a_consumer_that_leaves_at_any_event_frees_the_lock_and_the_old_index(corpus, built, kind, monkeypatch):
    monkeypatch.setattr(merging, "TIER_FACTOR", 1)
    before = files_of(built)
    write_articles(corpus, {"delta.txt": "One. Two."})
    closed = events(corpus, built)
    next(event for event in closed if isinstance(event, kind))
    closed.close()
    assert files_of(built) == before
    write_articles(corpus, {"delta.txt": "One. Three."})
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
    assert journals(built) == []
    assert not rebuild(corpus, built).changed


def test_an_encoder_that_leaves_passages_out_publishes_nothing(corpus, built, monkeypatch):
    before = files_of(built)
    write_articles(corpus, NEW)

    class Forgetful(QuickPassages):
        def passages(self, texts, sentences):
            yield next(super().passages(texts, sentences))

    monkeypatch.setattr(intake, "PassageEncoder", Forgetful)
    with pytest.raises(KeyError):
        rebuild(corpus, built)
    assert files_of(built) == before


@pytest.mark.parametrize("part", ["embedded", "vectors", "passages", "terms", "manifest"])
def test_a_full_disk_at_any_file_is_one_line_and_what_was_embedded_is_kept(corpus, built, embedded, monkeypatch, part):
    before = files_of(built)
    write_articles(corpus, NEW)
    real = disk.OutputFile.write

    def write(self, data):
        if self.path.name.startswith(part):
            raise OSError(28, "No space left on device")
        return real(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(disk.OutputFile, "write", write)
        with pytest.raises(IndexNotWritableError, match="the disk is full") as caught:
            rebuild(corpus, built)
    assert "\n" not in str(caught.value)
    assert files_of(built) == before
    embedded.clear()
    assert rebuild(corpus, built).embedded == (5 if part == "embedded" else 0)


# Readers while a rebuild publishes


def test_an_open_index_stays_its_generation_while_rebuilds_publish_and_sweep(corpus, built, monkeypatch):
    monkeypatch.setattr(merging, "TIER_FACTOR", 1)
    old = opened(built)  # not searched yet: nothing may be opened late
    expected = found(built)
    live = old.manifest.generation
    names = {p.name for p in old.manifest.pieces}
    for n in range(3):
        write_articles(corpus, {f"new{n}.txt": f"Olive article number {n}."})
        rebuild(corpus, built)
    assert not names & {p.name for p in (built / store.PIECES).iterdir()}
    hits = old.search("olive harvest strike tram", QuickQuestions(), 100).hits
    assert [(h.article.source, h.span, h.score) for h in hits] == expected
    assert all(len(old.sentences(h, EmbeddedQuestion(quick_encoder.vector("olive")))) > 0 for h in hits)
    assert old.manifest.generation == live != opened(built).manifest.generation


def test_opening_while_a_rebuild_publishes_gives_the_new_generation(corpus, built, monkeypatch):
    monkeypatch.setattr(merging, "TIER_FACTOR", 0)  # so that the old piece goes
    real, published = store.check, []

    def meanwhile(index, piece):
        if not published:
            published.append(True)
            write_articles(corpus, {"new.txt": "Almonds are dear."})
            rebuild(corpus, built)
        return real(index, piece)

    monkeypatch.setattr(store, "check", meanwhile)
    assert found(built, "almonds")[0][0] == "new.txt"


def test_opening_gives_up_when_every_attempt_meets_a_new_generation(corpus, built, monkeypatch):
    monkeypatch.setattr(merging, "TIER_FACTOR", 0)
    real = store.check
    number = iter(range(100))

    def meanwhile(index, piece):
        with monkeypatch.context() as patch:
            patch.setattr(store, "check", real)
            write_articles(corpus, {f"new{next(number)}.txt": "Almonds are dear."})
            rebuild(corpus, built)
        return real(index, piece)

    monkeypatch.setattr(store, "check", meanwhile)
    with pytest.raises(IndexBusyError, match="try once more"):
        opened(built)


def test_no_index_is_told_before_the_first_rebuild(tmp_path):
    with pytest.raises(NoIndexError, match="run qa index rebuild"):
        opened(tmp_path / "index")


# Damaged pieces


@pytest.fixture
def two_pieces(tmp_path, embedded, monkeypatch):
    """A corpus and an index of two pieces, whose files are too large to be read at every opening."""
    monkeypatch.setattr(store, "CHECKED_AT_OPENING", 0)
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write_articles(corpus, {f"old{n}.txt": paragraphs(f"a{n}", f"b{n}") for n in range(6)})
    rebuild(corpus, index)
    write_articles(corpus, {f"new{n}.txt": paragraphs(f"c{n}", f"d{n}") for n in range(3)})
    rebuild(corpus, index)
    embedded.clear()
    assert [p.articles for p in read_manifest(index).pieces] == [6, 3]
    return corpus, index


def flip(index, piece, name, position=-3, mask=0x01):
    """Damages a file of a piece, in a way that its size does not show."""
    path = store.piece_folder(index, read_manifest(index).pieces[piece]) / name
    content = bytearray(path.read_bytes())
    content[position] ^= mask
    path.write_bytes(content)
    return path


def damaged(index):
    """Names of the files that are not what was written."""
    pieces = read_manifest(index).pieces
    return [path.name for piece in pieces for path, problem in store.verify(index, piece) if problem]


def first_words(embedded):
    return sorted(text.split()[0].lower() for text in embedded)


PASSAGES = {
    "old": sorted(f"{a}{n}" for a in "ab" for n in range(6)),
    "new": sorted(f"{c}{n}" for c in "cd" for n in range(3)),
}


def test_a_damaged_piece_that_nothing_is_taken_from_is_kept_and_found_by_verifying(two_pieces, embedded):
    corpus, index = two_pieces
    flip(index, 0, "vectors.faiss")
    write_articles(corpus, {"other.txt": "Almonds."})
    assert rebuild(corpus, index).embedded == 1
    assert damaged(index) == ["vectors.faiss"]


@pytest.mark.parametrize("name", ["vectors.faiss", "sentence_vectors.bin", "posting_rows.bin", "lengths.bin"])
def test_a_passage_is_not_taken_from_a_damaged_piece_but_embedded_again(two_pieces, embedded, name):
    corpus, index = two_pieces
    flip(index, 0, name)
    (corpus / "old2.txt").rename(corpus / "moved2.txt")
    (corpus / "new1.txt").rename(corpus / "moved1.txt")
    rebuild(corpus, index)
    assert first_words(embedded) == ["a2", "b2"]  # and those of the sound piece are not
    assert found(index, "a21 a22 a23")[0][0] == "moved2.txt"


def test_a_damaged_piece_that_is_to_be_merged_is_made_again_and_the_rest_is_kept(two_pieces, embedded, monkeypatch):
    corpus, index = two_pieces
    flip(index, 0, "sentence_vectors.bin")
    monkeypatch.setattr(merging, "TIER_FACTOR", 2)
    write_articles(corpus, {"other.txt": "Almonds."})
    done = rebuild(corpus, index)
    assert first_words(embedded) == sorted(["almonds.", *PASSAGES["old"]])
    assert done.manifest.articles == 10
    assert damaged(index) == []
    assert len(found(index)) == 19


def test_a_damaged_piece_that_is_worn_is_made_again_but_for_what_is_gone(two_pieces, embedded):
    corpus, index = two_pieces
    flip(index, 0, "digests.bin")
    for n in range(3):
        (corpus / f"old{n}.txt").unlink()
    rebuild(corpus, index)
    assert first_words(embedded) == sorted(f"{a}{n}" for a in "ab" for n in (3, 4, 5))
    assert damaged(index) == []
    assert {source for source, *_ in found(index)} == {
        f"{kind}{n}.txt" for kind, n in (("old", 3), ("old", 4), ("old", 5), ("new", 0), ("new", 1), ("new", 2))
    }


def test_a_piece_with_a_file_of_another_size_is_made_again_at_once(two_pieces, embedded):
    corpus, index = two_pieces
    path = flip(index, 1, "lengths.bin")
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(IndexDamagedError, match=r"lengths\.bin is damaged \(its size is wrong\)"):
        opened(index)
    assert rebuild(corpus, index).changed
    assert first_words(embedded) == PASSAGES["new"]
    assert damaged(index) == []
    assert len(found(index)) == 18


@pytest.mark.parametrize("full", [False, True])
def test_a_flipped_byte_anywhere_never_stops_a_rebuild(two_pieces, embedded, full, monkeypatch):
    corpus, index = two_pieces
    monkeypatch.setattr(merging, "TIER_FACTOR", 1)
    pristine = {path: path.read_bytes() for path in index.rglob("*.*")}
    write_articles(corpus, {"old1.txt": paragraphs("a1", "other")})
    expected = None
    for name in sorted(read_manifest(index).pieces[0].files):
        for position in (0, -5):
            piece = store.piece_folder(index, read_manifest(index).pieces[0])
            if abs(position) >= len(pristine[piece / name]):
                continue
            flip(index, 0, name, position, 0x11)
            rebuild(corpus, index, full=full)
            assert damaged(index) == []
            expected = expected or {f[:2]: f[2] for f in found(index)}
            assert {f[:2]: f[2] for f in found(index)} == pytest.approx(expected, abs=1e-4)
            disk.remove_folder(index)
            for path, content in pristine.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


def test_the_sweep_of_a_damaged_manifest_removes_nothing(two_pieces):
    _, index = two_pieces
    (index / store.MANIFEST).write_text(json.dumps({"format": FORMAT}))
    before = files_of(index)
    store.sweep(index)
    assert files_of(index) == before
