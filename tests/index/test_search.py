"""Ranked hits: their order, what is left out of them, and what importing the search costs."""

import errno
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import quick_encoder
from quick_encoder import (  # noqa: F401 - fixtures
    DIMENSION,
    MAX_BYTES,
    QuickQuestions,
    built_fixture,
    corpus_fixture,
    embedded_fixture,
    opened_fixture,
    rebuild,
    write_articles,
)

import index
from corpus.errors import FolderError
from corpus.folder import load
from index import fusion, merging, ranking, search, store, union
from index.embedded import EmbeddedQuestion
from index.errors import IndexDamagedError, IndexNotReadableError
from index.filters import Filter
from index.lexical import inverse_document_frequency
from index.search import Index
from index.terms import terms

WORDS = "olive harbour tram strike ticket rain price town meeting almond police school river market".split()


def found(opened, question, k=10):
    return opened.search(question, QuickQuestions(), k).hits


@pytest.fixture
def many(tmp_path, embedded):
    """An index of 300 articles of one passage each, of a few words in another order."""
    generator = np.random.default_rng(11)
    articles = {f"{n:03}.txt": f"{' '.join(generator.choice(WORDS, 9))} number{n}." for n in range(300)}
    write_articles(tmp_path / "many", articles)
    rebuild(tmp_path / "many", tmp_path / "index")
    return Index.open(tmp_path / "index", max_bytes=MAX_BYTES)


# Order


def test_the_best_hit_holds_the_asked_words(opened):
    hits = found(opened, "When does the tram line in Rabat open?")
    assert hits[0].article.source == "sub/gamma.md"
    assert "tram line in Rabat" in opened.text(hits[0])
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


class PlainQuestions(QuickQuestions):
    """Questions of an encoder whose tokens have no states."""

    def question(self, text):
        return EmbeddedQuestion(quick_encoder.vector(text))


@pytest.mark.parametrize("encoder", [QuickQuestions(), PlainQuestions()], ids=["states", "plain"])
def test_a_score_is_the_sum_of_the_z_scores_with_shares_of_the_neighbours_and_what_the_words_add(opened, encoder):
    hits = opened.search("olive prices", encoder, 100).hits
    hits.sort(key=lambda h: h.row)
    assert len(hits) == opened.manifest.passages
    plain = isinstance(encoder, PlainQuestions)
    names = ("dense", "lexical", "sentence") if plain else ("dense", "lexical")
    lists = [np.array([getattr(h, name) for h in hits], np.float32) for name in names]
    weights = (1, 1, fusion.SENTENCE_WEIGHT)[: len(lists)]
    own = fusion.sum_of_z_scores(lists, weights, fusion.judged(*lists[:2]))
    shares = fusion.PLAIN_NEIGHBOURS if plain else fusion.NEIGHBOURS
    for n, hit in enumerate(hits):
        expected = own[n]
        for distance, share in enumerate(shares, 1):
            beside = [m for m in (n - distance, n + distance) if 0 <= m < len(hits)]
            expected += share * sum(own[m] for m in beside if hits[m].article == hit.article)
        assert (hit.words is None) == plain
        assert hit.score == pytest.approx(expected + fusion.MAXSIM_WEIGHT * (hit.words or 0), abs=1e-4)


def test_a_hit_s_parts_are_what_they_say(opened):
    question = quick_encoder.vector("olive prices")
    for hit in found(opened, "olive prices", 100):
        text = opened.text(hit)
        assert hit.dense == pytest.approx(float(quick_encoder.vector(text) @ question), abs=1e-3)
        sentences = [
            s.span.of(opened.article(hit.article).text) for s in opened.sentences(hit, EmbeddedQuestion(question))
        ]
        best = max(float(quick_encoder.vector(sentence) @ question) for sentence in sentences)
        assert hit.sentence == pytest.approx(best, abs=0.01)
        assert (hit.lexical > 0) == bool({*terms("olive prices")} & {*terms(text), *terms(hit.article.title)})


@pytest.mark.parametrize("k", [0, 1, 2, 5, 1000])
def test_k_hits_are_the_first_of_all(opened, k):
    everything = found(opened, "olive harvest", 1000)
    assert len(everything) == opened.manifest.passages
    assert found(opened, "olive harvest", k) == everything[:k]


def test_the_same_question_gives_the_same_hits(opened, built):
    again = Index.open(built, max_bytes=MAX_BYTES)
    for question in ("olive", "the strike in the port", "?"):
        assert found(opened, question) == found(opened, question) == found(again, question)


NUMBERED = [f"{n}.txt" for n in range(8)]


def equal_articles(tmp_path, rebuilds):
    """An index of articles that score the same but are no copies, taken in by so many rebuilds, the last ones first."""
    shown = {source: f"Olives cost {n} dirhams." for n, source in enumerate(NUMBERED)}
    for part in range(rebuilds):
        write_articles(
            tmp_path / "same", {s: shown[s] for n, s in enumerate(reversed(NUMBERED)) if n % rebuilds == part}
        )
        write_articles(tmp_path / "same", {"z.txt": "Trams run."})
        rebuild(tmp_path / "same", tmp_path / "index")
    return Index.open(tmp_path / "index", max_bytes=MAX_BYTES)


@pytest.mark.parametrize("rebuilds", [1, 2, 3])
def test_equal_passages_come_in_the_order_of_their_sources_whatever_piece_they_are_in(
    tmp_path, embedded, monkeypatch, rebuilds
):
    real = quick_encoder.vector
    monkeypatch.setattr(quick_encoder, "vector", lambda text: real(re.sub(r"\d", "", text)))
    opened = equal_articles(tmp_path, rebuilds)
    assert len(opened.segments) == rebuilds
    hits = [h for h in opened.search("trams", PlainQuestions()).hits if h.article.source != "z.txt"]
    assert [h.article.source for h in hits] == NUMBERED
    assert len({h.score for h in hits}) == 1


@pytest.mark.parametrize("rebuilds", [1, 2])
def test_copies_take_one_place_under_the_first_of_them(tmp_path, embedded, rebuilds):
    for part in range(rebuilds):
        copies = {source: "Olives are dear." for n, source in enumerate(reversed(NUMBERED)) if n % rebuilds == part}
        write_articles(tmp_path / "same", copies | {"z.txt": "Trams run."})
        rebuild(tmp_path / "same", tmp_path / "index")
    first, second = found(Index.open(tmp_path / "index", max_bytes=MAX_BYTES), "olives")
    assert [first.article.source, *(c.article.source for c in first.copies)] == NUMBERED
    assert {c.span for c in first.copies} == {first.span}
    assert (second.article.source, second.copies) == ("z.txt", ())


@pytest.mark.parametrize("question", ["", "???", "…", "\udcff", "   "])
def test_a_question_without_terms_is_ranked_by_its_vectors_alone(opened, question):
    hits = found(opened, question, 100)
    assert len(hits) == opened.manifest.passages
    assert {h.lexical for h in hits} == {0.0}
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_one_passage_alone_is_found(tmp_path, embedded):
    write_articles(tmp_path / "one", {"a.txt": "Olives are dear."})
    rebuild(tmp_path / "one", tmp_path / "index")
    hits = found(Index.open(tmp_path / "index", max_bytes=MAX_BYTES), "trams")
    assert [h.article.source for h in hits] == ["a.txt"]


# Candidates of both lists instead of all passages


@pytest.mark.parametrize("candidates", [60, 100, 299])
def test_candidates_of_both_lists_give_the_top_results_of_all(many, monkeypatch, candidates):
    questions = [*(f"number{n}" for n in (0, 150, 299)), "olive harbour", "police school river", "the almond market"]
    full = [[h.article.source for h in found(many, q, 5)] for q in questions]
    monkeypatch.setattr(ranking, "CANDIDATES", candidates)
    few = [[h.article.source for h in found(many, q, 5)] for q in questions]
    assert [hits[0] for hits in few] == [hits[0] for hits in full]
    shared = [len(set(a) & set(b)) for a, b in zip(few, full, strict=True)]
    assert min(shared) >= 4
    assert few == [[h.article.source for h in found(many, q, 5)] for q in questions]


def test_a_passage_that_only_one_list_knows_is_a_candidate(many, monkeypatch):
    monkeypatch.setattr(ranking, "CANDIDATES", 3)
    hits = found(many, "number77 olive", 100)
    assert 3 <= len(hits) <= 6
    assert hits[0].article.source == "077.txt"
    vector = quick_encoder.vector("number77 olive")
    for hit in hits:
        assert hit.dense == pytest.approx(float(quick_encoder.vector(many.text(hit)) @ vector), abs=1e-3)


def test_candidates_without_a_term_are_those_of_the_vectors(many, monkeypatch):
    monkeypatch.setattr(ranking, "CANDIDATES", 7)
    full = found(many, "?!", 300)
    assert len(full) == 7
    assert {h.lexical for h in full} == {0.0}


# What must not be cited


def test_an_article_edited_before_opening_is_left_out(built, corpus):
    write_articles(corpus, {"beta.txt": "Olive harvest in another text."})
    opened = Index.open(built, max_bytes=MAX_BYTES)
    hits = found(opened, "olive harvest", 100)
    assert hits
    assert "beta.txt" not in {h.article.source for h in hits}
    assert opened.freshness.edited == {"beta.txt"}


def test_an_article_edited_or_removed_after_it_was_read_is_left_out(opened, corpus):
    assert {h.article.source for h in found(opened, "olive", 100)} == {"alpha.txt", "beta.txt", "sub/gamma.md"}
    hit = found(opened, "olive")[0]
    write_articles(corpus, {"beta.txt": "Olive harvest in another text."})
    (corpus / "alpha.txt").unlink()
    assert {h.article.source for h in found(opened, "olive", 100)} == {"sub/gamma.md"}
    assert opened.article(hit.article) is None
    assert opened.text(hit) == ""


def test_an_article_edited_to_the_same_size_is_left_out(opened, corpus):
    found(opened, "olive")
    text = (corpus / "beta.txt").read_text()
    (corpus / "beta.txt").write_text(text.replace("Meknes", "Agadir"))
    os.utime(corpus / "beta.txt", (1, 1))
    assert "beta.txt" not in {h.article.source for h in found(opened, "olive", 100)}


def test_an_article_that_is_decoded_in_another_way_is_left_out(opened, monkeypatch):
    def otherwise(folder, source, **options):
        return replace(load(folder, source, **options), encoding="cp1252")

    monkeypatch.setattr(search, "load", otherwise)
    assert found(opened, "olive") == []


def test_a_touched_article_is_still_found(opened, corpus):
    before = found(opened, "olive")
    os.utime(corpus / "beta.txt", (1, 1))
    assert found(opened, "olive") == before


def test_where_all_articles_changed_nothing_is_found(opened, corpus):
    for source in ("alpha.txt", "beta.txt", "sub/gamma.md"):
        write_articles(corpus, {source: "Another text."})
    assert found(opened, "olive") == []


def test_a_corpus_that_vanished_is_an_error_of_one_line(opened, corpus):
    corpus.rename(corpus.with_name("elsewhere"))
    with pytest.raises(FolderError) as caught:
        found(opened, "olive")
    assert "\n" not in str(caught.value)


def test_an_article_is_read_once_while_it_stays_the_same(opened, monkeypatch):
    hits = found(opened, "olive", 100)

    def refuse(*args, **kwargs):
        raise AssertionError("read again")

    monkeypatch.setattr(search, "load", refuse)
    assert found(opened, "olive", 100) == hits
    assert all(opened.text(hit) for hit in hits)


# What a hit leads to


def test_a_hit_gives_its_text_and_its_sentences_with_their_similarity(opened):
    result = opened.search("olive harvest", QuickQuestions())
    hit = result.hits[0]
    text = opened.article(hit.article).text
    matches = opened.sentences(hit, result.asked)
    assert opened.text(hit) == text[hit.span.start : hit.span.end]
    assert (matches[0].span.start, matches[-1].span.end) == (hit.span.start, hit.span.end)
    for match in matches:
        expected = quick_encoder.vector(match.span.of(text)) @ quick_encoder.vector("olive harvest")
        assert match.similarity == pytest.approx(float(expected), abs=0.01)


def test_a_passage_is_found_again_by_its_place(opened, corpus):
    text = (corpus / "alpha.txt").read_text()
    start = text.index("Nobody")
    assert opened.passage("alpha.txt", start, start + 6)[:2] == (5, "Nobody")
    assert opened.passage("unknown.txt", 0, 5) == (1, "", "")
    (corpus / "alpha.txt").unlink()
    assert opened.passage("alpha.txt", start, start + 6) == (1, "", "")


def test_rarity_counts_over_all_passages(opened):
    rarity = opened.rarity()
    holding = sum("oliv" in terms(opened.text(h)) for h in found(opened, "olive", 100))
    assert rarity("oliv") == pytest.approx(inverse_document_frequency(holding, opened.manifest.passages))
    assert rarity("unknown") > rarity("oliv")


# Filters


def test_a_filter_leaves_only_its_articles_with_the_scores_of_words_unchanged(opened):
    every = {(h.article.source, h.span): h.lexical for h in found(opened, "olive harvest", 100)}
    only = Filter.of(["sub/*", "alpha.txt"], None, None)
    result = opened.search("olive harvest", QuickQuestions(), 100, only)
    assert {h.article.source for h in result.hits} == {"alpha.txt", "sub/gamma.md"}
    for hit in result.hits:
        assert hit.lexical == pytest.approx(every[hit.article.source, hit.span], abs=1e-6)
    assert result.filtered is not None
    assert opened.search("olive harvest", QuickQuestions(), 100).filtered is None


def test_a_filter_that_lets_nothing_through_finds_nothing(opened):
    result = opened.search("olive harvest", QuickQuestions(), 100, Filter.of(["none/"], None, None))
    assert result.hits == []
    assert result.filtered is not None


# Articles that no longer count


def test_dead_articles_leave_no_trace_in_what_is_found(built, corpus, monkeypatch):
    monkeypatch.setattr(merging, "MOST_DEAD", 1)
    (corpus / "beta.txt").unlink()
    rebuild(corpus, built)
    opened = Index.open(built, max_bytes=MAX_BYTES)
    rebuild(corpus, built.parent / "fresh")
    fresh = Index.open(built.parent / "fresh", max_bytes=MAX_BYTES)
    assert opened.manifest.pieces[0].dead == (1,)
    for question in ("olive harvest", "the strike in the port", "tram"):
        dead, never = (
            [(h.article, h.span, h.score, h.lexical) for h in found(i, question, 100)] for i in (opened, fresh)
        )
        assert dead == [(a, s, pytest.approx(c, abs=1e-5), pytest.approx(b, abs=1e-6)) for a, s, c, b in never]
        assert opened.rarity()(terms(question)[0]) == fresh.rarity()(terms(question)[0])
    assert [r.source for r in opened.records()] == ["alpha.txt", "sub/gamma.md"]
    assert opened.passage("beta.txt", 0, 5) == (1, "", "")
    assert opened.freshness.changes == 0


# Damage

MASKS = (0x01, 0x40, 0x80, 0xFF)
QUESTIONS = ("the olive harvest", "strike at tram number03 number15")


@pytest.fixture
def damageable(tmp_path, embedded, monkeypatch):
    """The folder of an index whose files are not read when it is opened, with terms of every kind; two pieces."""
    monkeypatch.setattr(store, "CHECKED_AT_OPENING", 0)
    monkeypatch.setattr(union, "FREQUENT", 4)
    generator = np.random.default_rng(5)
    for part in range(2):
        articles = {
            f"{part}{n:02}.txt": "\n\n".join(
                f"{' '.join(generator.choice(WORDS, 30))} number{part}{n} {m}. It was olive {n}." for m in range(2)
            )
            for n in range(6)
        }
        write_articles(tmp_path / "many", {**articles, "000.txt": f"Olive strike {part}."})
        rebuild(tmp_path / "many", tmp_path / "index")
    return tmp_path / "index"


def files_of_the_first_piece(index):
    """Of which the article that was edited later is dead."""
    piece = store.read_manifest(index).pieces[0]
    assert piece.dead
    return [store.piece_folder(index, piece) / name for name in sorted(piece.files)]


def outcome(index):
    """Whether all questions are answered, or the index is found to be damaged; nothing else is caught."""
    try:
        opened = Index.open(index, max_bytes=MAX_BYTES)
        for question in QUESTIONS:
            result = opened.search(question, QuickQuestions(), 3)
            for hit in result.hits:
                text = opened.text(hit)
                assert all(hit.span.start <= s.span.start for s in opened.sentences(hit, result.asked))
                assert text == hit.span.of(opened.article(hit.article).text)
        opened.search("olive", QuickQuestions(), 5, Filter.of(["0*"], None, None))
        opened.rarity()("oliv")
    except IndexDamagedError as error:
        assert "\n" not in str(error)
        assert "run qa index rebuild --full" in str(error)
        return "damaged"
    return "answered"


@pytest.mark.parametrize("candidates", [5, 1_000])
def test_no_flipped_byte_makes_a_search_raise_anything_but_damage(damageable, monkeypatch, candidates):
    monkeypatch.setattr(ranking, "CANDIDATES", candidates)
    generator = np.random.default_rng(candidates)
    assert outcome(damageable) == "answered"
    outcomes = {}
    for path in files_of_the_first_piece(damageable):
        content = path.read_bytes()
        if not content:
            continue
        # the ends, where sizes and sums stand, and anywhere
        positions = {0, 7, len(content) - 8, len(content) - 1, *generator.integers(0, len(content), 4).tolist()}
        for position in sorted(p for p in positions if 0 <= p < len(content)):
            mask = int(generator.choice(MASKS))
            path.write_bytes(content[:position] + bytes([content[position] ^ mask]) + content[position + 1 :])
            outcomes.setdefault(outcome(damageable), set()).add(path.name)
        path.write_bytes(content)
    assert {"damaged", "answered"} == outcomes.keys()
    assert outcomes["damaged"] >= {"vectors.faiss", "articles.jsonl", "passages.bin", "term_ends.bin"}


def test_no_file_of_nonsense_makes_a_search_raise_anything_but_damage(damageable):
    generator = np.random.default_rng(3)
    for path in files_of_the_first_piece(damageable):
        content = path.read_bytes()
        for nonsense in (bytes(len(content)), b"\xff" * len(content), generator.bytes(len(content))):
            path.write_bytes(nonsense)
            outcome(damageable)
        path.write_bytes(content)
    assert outcome(damageable) == "answered"


def test_every_flipped_byte_of_a_small_index_is_found_when_it_is_opened(built):
    for path in sorted((built / store.PIECES).glob("*/*")):
        content = path.read_bytes()
        for position in range(0, len(content), max(1, len(content) // 8)):
            path.write_bytes(content[:position] + bytes([content[position] ^ 0x01]) + content[position + 1 :])
            with pytest.raises(IndexDamagedError, match=rf"{path.name} is damaged .*run qa index rebuild --full"):
                Index.open(built, max_bytes=MAX_BYTES)
        path.write_bytes(content)
    assert found(Index.open(built, max_bytes=MAX_BYTES), "olive")


# Start-up

CHILD = """
import sys
import index.search, index.rebuild
print(sorted({"torch", "transformers", "sentence_transformers", "faiss", "tokenizers", "Stemmer", "safetensors"}
             & sys.modules.keys()))
"""


def test_importing_the_search_loads_no_heavy_library():
    root = Path(index.__file__).parent.parent
    command = [sys.executable, "-c", CHILD]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_vector_of_the_question_is_handed_on(opened):
    result = opened.search("olive", QuickQuestions())
    np.testing.assert_array_equal(result.asked.vector, quick_encoder.vector("olive"))
    assert result.asked.vector.shape == (DIMENSION,)


def test_a_read_error_that_may_pass_is_no_damage(opened, monkeypatch):
    def broken(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("index.arrays.RowFile.rows", broken)
    with pytest.raises(IndexNotReadableError, match="cannot be read: Input/output error"):
        found(opened, "olive prices")
