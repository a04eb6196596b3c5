"""The journal: what was embedded is there again, and what is broken ends it."""

import numpy as np
import pytest

from index.embedded import EmbeddedPassage, unit
from index.journal import CHECK, HEAD, Journal, passage_digest
from index.quantise import to_bytes

DIMENSION, TOKEN_DIMENSION = 6, 4


def passages(count, seed=1):
    """Embedded passages of different numbers of sentences and tokens, none included, by digest."""
    generator = np.random.default_rng(seed)

    def directions(rows, dimension):
        return unit(generator.standard_normal((rows, dimension)).astype(np.float32))

    return {
        passage_digest(f"text {seed} {n}", [(0, 4)]): EmbeddedPassage(
            directions(1, DIMENSION)[0],
            directions(n % 4, DIMENSION),
            directions(2 * (n % 4), TOKEN_DIMENSION),
            np.full(n % 4, 2),
        )
        for n in range(count)
    }


def stored(embedded):
    return to_bytes(embedded, TOKEN_DIMENSION)


def write(path, added):
    """Writes passages and ends; where each record ends in the file."""
    ends = []
    with Journal(path, DIMENSION, TOKEN_DIMENSION) as journal:
        for digest, embedded in added.items():
            journal.add(digest, embedded)
            ends.append(path.stat().st_size)
    return ends


def held(path, expected):
    """The digests of which a journal gives what was written down."""
    with Journal(path, DIMENSION, TOKEN_DIMENSION) as journal:
        found = {digest for digest in expected if digest in journal}
        assert len(journal) == len(found)
        for digest in found:
            assert stored(journal.get(digest)) == stored(expected[digest])
    return found


@pytest.fixture
def path(tmp_path):
    return tmp_path / "embedded.log"


@pytest.fixture
def added():
    return passages(4)


# What decides a passage's vectors


def test_the_digest_is_of_the_text_and_of_where_its_sentences_stand():
    digest = passage_digest("One. Two.", [(0, 4), (5, 9)])
    assert digest == passage_digest("One. Two.", [(0, 4), (5, 9)])
    others = [
        passage_digest("One. Too.", [(0, 4), (5, 9)]),
        passage_digest("One. Two.", [(0, 9)]),
        passage_digest("One. Two.", [(0, 4), (4, 9)]),
        passage_digest("One. Two. ", [(0, 4), (5, 9)]),
        passage_digest("", []),
        passage_digest("\udcff", [(0, 1)]),
    ]
    assert len({digest, *others}) == 7
    assert {len(d) for d in (digest, *others)} == {16}


# What is written


def test_what_was_added_is_there_at_once_and_in_the_next_run(path, added):
    with Journal(path, DIMENSION, TOKEN_DIMENSION) as journal:
        for number, (digest, embedded) in enumerate(added.items(), 1):
            assert digest not in journal
            journal.add(digest, embedded)
            assert digest in journal
            assert len(journal) == number
            assert stored(journal.get(digest)) == stored(embedded)
    assert held(path, added) == added.keys()


def test_a_journal_goes_on_where_it_ended(path, added):
    write(path, added)
    more = passages(3, seed=2)
    write(path, more)
    assert held(path, added | more) == added.keys() | more.keys()


def test_what_was_never_added_is_not_found(path, added):
    write(path, added)
    with Journal(path, DIMENSION, TOKEN_DIMENSION) as journal:
        assert bytes(16) not in journal
        with pytest.raises(KeyError):
            journal.get(bytes(16))


def test_what_was_added_is_there_though_the_process_never_ended(path, added):
    with Journal(path, DIMENSION, TOKEN_DIMENSION) as journal:
        for digest, embedded in added.items():
            journal.add(digest, embedded)
        copy = path.with_name("copy.log")
        copy.write_bytes(path.read_bytes())
        assert held(copy, added) == added.keys()


def test_the_journal_of_a_rebuild_that_failed_is_kept(path, added):
    with pytest.raises(KeyboardInterrupt), Journal(path, DIMENSION, TOKEN_DIMENSION) as journal:
        for digest, embedded in added.items():
            journal.add(digest, embedded)
        raise KeyboardInterrupt
    assert held(path, added) == added.keys()


@pytest.mark.parametrize("content", [None, b"", b"x", bytes(HEAD + CHECK - 1)])
def test_a_journal_begins_with_nothing(path, added, content):
    if content is not None:
        path.write_bytes(content)
    assert held(path, added) == set()
    write(path, added)
    assert held(path, added) == added.keys()


# What is broken


def test_a_journal_cut_anywhere_holds_the_records_before_and_can_be_written_on(path, added):
    ends = write(path, added)
    content, more = path.read_bytes(), passages(2, seed=2)
    digests = list(added)
    for length in range(len(content)):
        path.write_bytes(content[:length])
        whole = sum(end <= length for end in ends)
        assert held(path, added) == set(digests[:whole])
        assert path.stat().st_size == ([0, *ends][whole])  # what cannot be read is cut off
        if length % 50 == 0:
            write(path, more)
            assert held(path, added | more) == {*digests[:whole], *more}


@pytest.mark.parametrize("mask", [0x01, 0x80, 0xFF])
def test_a_flipped_byte_anywhere_ends_the_journal_there(path, added, mask):
    ends = write(path, added)
    content = path.read_bytes()
    digests = list(added)
    for position in range(mask % 2, len(content), 2):
        path.write_bytes(content[:position] + bytes([content[position] ^ mask]) + content[position + 1 :])
        whole = sum(end <= position for end in ends)
        assert held(path, added) == set(digests[:whole])


@pytest.mark.parametrize("rest", [bytes(500), b"\xff" * 500, b"x" * 37])
def test_what_stands_behind_the_records_is_cut_off(path, added, rest):
    write(path, added)
    content = path.read_bytes()
    path.write_bytes(content + rest)
    assert held(path, added) == added.keys()
    assert path.read_bytes() == content


def test_a_journal_that_is_cut_while_it_is_in_use_says_so(path, added):
    write(path, added)
    with Journal(path, DIMENSION, TOKEN_DIMENSION) as journal:
        path.write_bytes(path.read_bytes()[:60])
        with pytest.raises(OSError, match="cut while it was in use"):
            journal.get(list(added)[-1])
