"""Merging pieces: when, and that what comes out is what writing the live articles anew would give."""

import random
from dataclasses import replace

import numpy as np
import pytest
from made import contents, made_article, opened, random_articles, segment_of, write
from quick_encoder import QuickQuestions

from index import arrays, inversion, lexical, merging, union, vectors
from index.errors import IndexDamagedError
from index.manifest import Piece
from index.merging import merge, plan, tier
from index.ranking import rank
from index.vectors import Layout

FLAT, IVF = Layout("flat", 0, 0), Layout("ivf", 100, 3)


def piece(passages, dead=0, layout=FLAT):
    """A piece of so many passages, of which so many are dead."""
    return Piece("s-0123456789abcdef", 10, passages, (0,) if dead else (), dead, layout, {})


# When


@pytest.mark.parametrize(
    ("passages", "number"),
    [(0, 0), (1, 0), (512, 0), (513, 1), (4_096, 1), (4_097, 2), (32_768, 2), (32_769, 3), (1_000_000, 4)],
)
def test_a_tier_is_a_range_of_sizes(passages, number):
    assert tier(passages) == number


@pytest.mark.parametrize("size", [1, 500, 4_000, 24_000])
def test_pieces_of_a_tier_are_merged_when_they_are_too_many(size):
    assert plan([piece(size)] * 8) == []
    assert plan([piece(size)] * 9) == [list(range(9))]


def test_pieces_of_other_tiers_stay_as_they_are():
    pieces = [piece(4_000), *[piece(3)] * 4, piece(30_000), *[piece(500)] * 5]
    assert plan(pieces) == [[1, 2, 3, 4, 6, 7, 8, 9, 10]]
    assert plan([piece(8**n * 500) for n in range(6)][:3]) == []


def test_several_tiers_may_be_merged_at_once_and_apart():
    pieces = [piece(100), piece(2_000)] * 9
    assert plan(pieces) == [list(range(0, 18, 2)), list(range(1, 18, 2))]


def test_what_is_dead_does_not_count_towards_a_tier():
    pieces = [*[piece(10)] * 8, piece(600, dead=170)]
    assert plan(pieces) == [list(range(9))]


@pytest.mark.parametrize(("dead", "groups"), [(0, []), (30, []), (31, [[1]]), (99, [[1]])])
def test_a_piece_with_many_dead_passages_is_written_again(dead, groups):
    assert plan([piece(100), piece(100, dead=dead), piece(5_000)]) == groups


def test_no_piece_is_in_two_groups():
    pieces = [piece(100, dead=50)] * 9 + [piece(5_000, dead=4_000), piece(50_000, dead=20_000)]
    groups = plan(pieces)
    members = [n for group in groups for n in group]
    assert sorted(members) == list(range(11))
    assert groups == [list(range(9)), [9], [10]]


def test_flat_pieces_are_merged_when_they_are_too_large_together():
    assert plan([piece(150_000), piece(50_000)]) == []
    assert plan([piece(150_000), piece(50_000), piece(1)]) == [[0, 1, 2]]
    assert plan([piece(150_000), piece(60_000, dead=10_000)]) == []  # by what is live


def test_pieces_with_inverted_lists_are_left_alone_by_that():
    assert plan([piece(900_000, layout=IVF), piece(150_000), piece(50_000)]) == []
    assert plan([piece(900_000, layout=IVF), piece(150_000), piece(50_001)]) == [[1, 2]]
    assert plan([piece(900_000, layout=IVF), piece(800_000, layout=IVF)]) == []


def test_a_passage_is_written_once_for_each_tier_that_it_climbs(monkeypatch):
    monkeypatch.setattr(merging, "SMALLEST_TIER", 1)
    pieces, written = [], 0
    for _ in range(3_000):
        pieces.append(piece(1))
        written += 1
        while groups := plan(pieces):
            sizes = [sum(pieces[n].passages for n in group) for group in groups]
            gone = {n for group in groups for n in group}
            pieces = [p for n, p in enumerate(pieces) if n not in gone] + [piece(size) for size in sizes]
            written += sum(sizes)
    assert sum(p.passages for p in pieces) == 3_000
    assert written <= 3_000 * (tier(3_000) + 1)
    assert len(pieces) <= 8 * (tier(3_000) + 1)


# What comes out


ALIVE = {
    "all": [(), (), ()],
    "some": [(0, 3), (), (1, 2, 9)],
    "a whole segment dead": [tuple(range(12)), (), (4,)],
    "the last ones": [(11,), (0,), (9,)],
    "all but one": [tuple(range(12)), (0,), tuple(range(9))],
}


@pytest.fixture(scope="module")
def articles():
    return random_articles(23)


@pytest.fixture
def parts(articles, tmp_path):
    """Segments of 12, 1 and 10 articles, with the given ones dead; and the live articles in their order."""

    def make(dead):
        groups = [articles[:12], articles[12:13], articles[13:]]
        made = []
        for number, (group, gone) in enumerate(zip(groups, dead, strict=True)):
            folder = tmp_path / str(number)
            folder.mkdir()
            made.append(segment_of(folder, group, gone))
        live = [
            a for group, gone in zip(groups, dead, strict=True) for n, a in enumerate(group) if n not in gone
        ]  # fmt: skip
        return made, live

    return make


@pytest.fixture
def folders(tmp_path):
    """Empty folders for a merge and for the same written anew."""
    merged, anew = tmp_path / "merged", tmp_path / "anew"
    merged.mkdir()
    anew.mkdir()
    return merged, anew


@pytest.mark.parametrize("dead", ALIVE.values(), ids=ALIVE)
def test_a_merge_is_what_writing_the_live_articles_anew_gives(parts, folders, dead):
    merged, anew = folders
    segments, live = parts(dead)
    assert merge(merged, segments) == (len(live), sum(len(a.passages) for a in live), write(anew, live))
    assert contents(merged) == contents(anew)


def test_a_merge_with_dense_and_frequent_terms_is_the_same_too(parts, folders, monkeypatch):
    for module, name, value in (
        (union, "DENSE_SHARE", 3), (union, "FREQUENT", 4), (union, "AT_ONCE", 50),
        (merging, "AT_ONCE", 7), (inversion, "RUN", 60),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)
    merged, anew = folders
    segments, live = parts(ALIVE["some"])
    assert merge(merged, segments)[2] == write(anew, live)
    assert contents(merged) == contents(anew)
    assert len(contents(merged)["dense_terms.bin"]) > 0
    assert len(contents(merged)["frequent_terms.bin"]) > 0


def test_a_merge_of_nothing_that_lives_is_empty(parts, folders):
    segments, _ = parts([tuple(range(12)), (0,), tuple(range(10))])
    articles, passages, layout = merge(folders[0], segments)
    assert (articles, passages) == (0, 0)
    assert len(opened(folders[0], layout)) == 0


def test_merging_again_and_again_loses_nothing(parts, tmp_path):
    segments, live = parts(ALIVE["some"])
    anew = tmp_path / "anew"
    anew.mkdir()
    write(anew, live)
    chance = random.Random(3)
    for number in range(6):
        folder = tmp_path / f"merged{number}"
        folder.mkdir()
        layout = merge(folder, segments)[2]
        whole = opened(folder, layout)
        assert contents(folder) == contents(anew)
        # cut it in two, by calling articles of the same files dead
        cut = chance.randrange(1, len(live))
        numbers = range(len(live))
        segments = [replaced(whole, numbers[cut:]), replaced(whole, numbers[:cut])]


def replaced(segment, dead):
    return opened(segment.folder, segment.vectors._layout, tuple(dead))


def test_a_merge_finds_what_its_segments_find(parts, folders):
    segments, live = parts(ALIVE["some"])
    layout = merge(folders[0], segments)[2]
    merged = [opened(folders[0], layout)]
    for question in ("olive harbour", "the price of a tram ticket", "number7x1", "unknown"):
        asked = QuickQuestions().question(question)
        whole, apart = (rank(s, question, asked) for s in (merged, segments))
        assert len(whole.candidates) == sum(len(a.passages) for a in live)
        np.testing.assert_allclose(whole.fused, apart.fused, atol=1e-5)
        np.testing.assert_allclose(whole.words, apart.words, atol=1e-6)
        np.testing.assert_allclose(whole.candidates.lexical, apart.candidates.lexical, atol=1e-6)
        places = [apart.candidates.place(n) for n in range(len(apart.candidates))]
        sources = [segments[n].article(row).source for n, row in places]
        assert sources == [merged[0].article(row).source for row in whole.candidates.rows]


# With inverted lists


@pytest.fixture
def few(monkeypatch):
    """Inverted lists from 31 passages on."""
    monkeypatch.setattr(vectors, "FLAT_UP_TO", 30)


def test_flat_pieces_become_one_with_inverted_lists_and_that_one_flat_again(parts, folders, few, tmp_path):
    merged, anew = folders
    segments, live = parts(ALIVE["some"])
    assert [s.vectors._layout.kind for s in segments] == ["flat"] * 3
    articles, passages, layout = merge(merged, segments)
    assert (articles, passages) == (len(live), sum(len(a.passages) for a in live))
    assert (layout.kind, layout.lists > 20, layout.probes > 0) == ("ivf", True, True)
    assert write(anew, live) == layout
    assert contents(merged) == contents(anew)
    dead = tuple(range(6, len(live)))
    back, few_live = tmp_path / "back", tmp_path / "few"
    back.mkdir()
    few_live.mkdir()
    assert merge(back, [opened(merged, layout, dead)])[2] == write(few_live, live[:6])
    assert contents(back) == contents(few_live)
    assert Layout.of(10).kind == "flat"


def test_vectors_in_inverted_lists_stay_the_same_to_the_bit(parts, folders, few):
    segments, live = parts(ALIVE["all"])
    layout = merge(folders[0], segments)[2]
    merged = opened(folders[0], layout)
    expected = np.stack([e.vector for a in live for e in a.embedded]).astype(np.float16)
    np.testing.assert_array_equal(merged.vectors.rows(np.arange(len(merged))), expected)


# What is damaged, and what fails


def test_a_damaged_segment_is_not_merged_into_something_that_looks_sound(parts, folders):
    segments, _ = parts(ALIVE["some"])
    path = segments[0].folder / "vectors.faiss"
    content = bytearray(path.read_bytes())
    content[8] ^= 1
    path.write_bytes(content)
    damaged = [replaced(segments[0], segments[0].dead), *segments[1:]]
    with pytest.raises(IndexDamagedError):
        merge(folders[0], damaged)


@pytest.mark.parametrize("number", range(8))
def test_a_full_disk_during_a_merge_is_an_error_and_leaves_no_file_open(parts, folders, monkeypatch, number):
    segments, _ = parts(ALIVE["some"])
    real, written = arrays.disk.OutputFile.write, []

    def write_until(self, data):
        written.append(self.path.name)
        if len(written) > number * 3:
            raise OSError(28, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(arrays.disk.OutputFile, "write", write_until)
    with pytest.raises(OSError, match="No space left"):
        merge(folders[0], segments)


def test_a_term_that_only_dead_articles_held_is_gone(folders, tmp_path):
    articles = [made_article("a.txt", [["Olives."]]), made_article("b.txt", [["Trams."]])]
    (tmp_path / "0").mkdir()
    layout = merge(folders[0], [segment_of(tmp_path / "0", articles, dead=(0,))])[2]
    merged = opened(folders[0], layout)
    found = lexical.statistics([merged.postings], ["oliv", "tram"])
    assert (found.texts, found.holding) == (1, {"oliv": 0, "tram": 1})
    assert b"oliv" not in contents(folders[0])["terms.bin"]


def test_the_record_of_a_piece_says_what_lives():
    one = replace(piece(100, dead=30), articles=7, dead=(1, 4))
    assert (one.live_articles, one.live_passages) == (5, 70)


def test_inverted_lists_that_become_few_are_merged_with_what_is_compared_one_by_one():
    assert plan([piece(250_000, dead=100_000, layout=IVF), piece(100_000)]) == [[0, 1]]
    assert plan([piece(250_000, dead=100_000, layout=IVF), piece(40_000)]) == [[0]]
