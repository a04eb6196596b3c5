"""`qa index verify`, and what a rebuild says of articles that are gone and of work that is taken up."""

import json
from pathlib import Path

import pytest
from conftest import Qa

from index import store
from qa import locations


def index_of(corpus: Path) -> Path:
    return locations.index_of(corpus)


def test_a_sound_index_is_told_with_what_was_compared(qa: Qa, indexed: Path) -> None:
    done = qa("index", "verify", "--corpus", indexed)
    assert done.status == 0
    assert done.err == ""
    assert done.out.startswith("1 piece, ")
    assert done.out.rstrip().endswith("every byte is as it was written.")


@pytest.mark.parametrize("position", [0, -1])
def test_a_flipped_byte_of_any_file_is_found_and_the_command_that_mends_it_told(
    qa: Qa, indexed: Path, position: int
) -> None:
    for path in sorted((index_of(indexed) / store.PIECES).glob("*/*")):
        content = path.read_bytes()
        if not content:
            continue
        damaged = bytearray(content)
        damaged[position] ^= 1
        path.write_bytes(damaged)
        done = qa("index", "verify", "--corpus", indexed)
        assert done.status == 1, path
        shown = " ".join(done.out.split())
        assert f"{path.parent.name}/{path.name} is damaged (its digest is wrong)" in shown
        assert "1 of 1 piece" in shown
        assert f"qa index rebuild --corpus {indexed} --full" in shown
        path.write_bytes(content)


def test_a_damaged_manifest_is_one_line(qa: Qa, indexed: Path) -> None:
    path = index_of(indexed) / store.MANIFEST
    path.write_text(path.read_text().replace('"articles": 3', '"articles": 4'))
    done = qa("index", "verify", "--corpus", indexed)
    assert done.status == 1
    assert "is damaged" in done.complaint
    assert "--full" in done.complaint


def test_json_names_every_damaged_file(qa: Qa, indexed: Path) -> None:
    path = next((index_of(indexed) / store.PIECES).glob("*/terms.bin"))
    path.write_bytes(path.read_bytes()[:-1])
    done = qa("index", "verify", "--corpus", indexed, "--json")
    found = json.loads(done.out)
    assert done.status == 1
    assert found["schema"] == "qa.verification/1"
    assert [row["file"] for row in found["damaged"]] == [str(path)]
    assert found["pieces"] == 1
    assert found["files"] > 10


def test_no_index_is_one_line(qa: Qa, corpus: Path) -> None:
    done = qa("index", "verify", "--corpus", corpus)
    assert done.status == 1
    assert "there is no index" in done.complaint


def test_most_articles_gone_stops_with_one_line_until_it_is_forced(qa: Qa, indexed: Path) -> None:
    (indexed / "harbour.txt").unlink()
    (indexed / "school.txt").unlink()
    stopped = qa("index", "rebuild", "--corpus", indexed)
    assert stopped.status == 1
    assert "2 of 3 indexed articles are gone" in stopped.err
    assert "--force" in stopped.err
    assert stopped.err.count("qa: ") == 1
    forced = qa("index", "rebuild", "--corpus", indexed, "--force")
    assert forced.status == 0
    assert "Indexed 1 article" in forced.err


def test_a_corpus_in_another_language_is_told(qa: Qa, corpus: Path) -> None:
    sentence = "Les pêcheurs du port disent que la tempête est arrivée dans la nuit et qu'ils ne sont pas sortis. "
    for name in ("a", "b", "c", "d"):
        (corpus / f"{name}.txt").write_text(sentence * 5, encoding="utf-8")
    done = qa("index", "rebuild", "--corpus", corpus)
    assert done.status == 0
    assert "4 of 7 articles read do not look like English" in done.err
    assert "--encoder" in done.err


def test_an_english_corpus_is_not_told_of_languages(qa: Qa, corpus: Path) -> None:
    assert "English" not in qa("index", "rebuild", "--corpus", corpus).err


def test_a_rebuild_that_mends_damage_says_so(qa: Qa, indexed: Path) -> None:
    path = next((index_of(indexed) / store.PIECES).glob("*/terms.bin"))
    path.write_bytes(path.read_bytes()[:-1])
    done = qa("index", "rebuild", "--corpus", indexed)
    assert done.status == 0
    assert "1 piece of the index damaged and made anew" in done.err
    assert qa("index", "verify", "--corpus", indexed).status == 0


@pytest.mark.parametrize("what", ["status", "verify"])
def test_a_folder_that_is_not_there_is_told_before_its_missing_index(qa: Qa, tmp_path: Path, what: str) -> None:
    done = qa("index", what, "--corpus", tmp_path / "nowhere")
    assert (done.status, done.out) == (1, "")
    assert done.complaint == f"there is no folder {tmp_path}/nowhere: check the path"
