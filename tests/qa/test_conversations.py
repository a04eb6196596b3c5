"""Conversations on disk: nothing that was kept is lost, whatever goes wrong."""

import errno
import json
import multiprocessing
import os
import signal
import stat
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept import answer, keep, turn, turns

from qa.conversations import SCHEMA, Conversation, Conversations, SavedTurn
from qa.errors import ConversationError
from qa.turns import Turn

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)  # lone surrogates too


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "data" / "conversations")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _file(kept: Conversations, found: Conversation) -> Path:
    return kept.folder / f"{found.id}.json"


def test_a_turn_is_on_disk_when_append_comes_back(kept):
    begun = kept.begin(Path("/news"))
    done = kept.append(begun, turn())
    assert Conversations(kept.folder).get(begun.id) == done
    assert done.turns == (turn(),)
    assert (done.title, done.corpus) == ("How many boats sank?", "/news")


def test_a_conversation_without_a_turn_leaves_no_file(kept):
    kept.begin(Path("/news"))
    assert kept.all() == ([], [])
    assert not kept.folder.exists()


@given(found=turns(ANY_TEXT))
def test_any_turn_is_read_back_as_it_was(found):
    again = SavedTurn.from_dict(json.loads(json.dumps(found.to_dict())))
    assert again == found


def test_files_and_folders_are_the_users_alone(kept):
    old = os.umask(0)
    try:
        found = keep(kept)
        kept.delete(found.id)
        keep(kept)
    finally:
        os.umask(old)
    folders = [kept.folder, kept.folder / "deleted"]
    files = [path for path in kept.folder.rglob("*") if path.is_file()]
    assert {_mode(path) for path in folders} == {0o700}
    assert len(files) == 3  # one, a deleted one, the lock
    assert {_mode(path) for path in files} == {0o600}


def test_turns_become_the_history_of_a_later_question(kept):
    found = keep(kept)
    (earlier,) = [Turn.of(t.answer) for t in kept.get(found.id).turns if t.answer]
    assert earlier == Turn("How many boats sank?", "The storm sank 41 boats in Tarfaya harbour.", ("41",))


# What goes wrong while a turn is kept


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EACCES])
@pytest.mark.parametrize("step", ["os.fsync", "os.open", "pathlib.Path.replace"])
def test_a_save_that_fails_is_told_and_what_was_kept_stays(kept, monkeypatch, step, number):
    found = keep(kept)
    before = _file(kept, found).read_bytes()

    def fail(*args, **options):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(step, fail)
        with pytest.raises(ConversationError, match=os.strerror(number)):
            kept.append(found, turn("A second one?"))
    assert _file(kept, found).read_bytes() == before
    assert not list(kept.folder.glob(".*.new"))
    assert [t.question for t in kept.append(found, turn("A third one?")).turns] == [
        "How many boats sank?",
        "A third one?",
    ]


def test_a_disk_that_fills_while_a_turn_is_written_leaves_what_was_kept(kept):
    import resource

    found = keep(kept)
    before = _file(kept, found).read_bytes()
    limits, usual = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 100, limits[1]))
    try:
        with pytest.raises(ConversationError, match="cannot be kept"):
            kept.append(found, turn("A second one?"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, usual)
    assert _file(kept, found).read_bytes() == before


def test_an_interrupt_while_a_turn_is_written_leaves_what_was_kept(kept, monkeypatch):
    found = keep(kept)
    before = _file(kept, found).read_bytes()

    def interrupt(descriptor):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            kept.append(found, turn("A second one?"))
    assert _file(kept, found).read_bytes() == before
    assert not list(kept.folder.glob(".*.new"))


def _die_at(folder: Path, name: str, step: str) -> None:
    def die(*args, **options):
        os.kill(os.getpid(), signal.SIGKILL)

    kept = Conversations(folder)
    found = kept.get(name)
    if step == "replace":
        Path.replace = die  # type: ignore[method-assign,assignment]
    else:
        os.fsync = die  # type: ignore[assignment]
    kept.append(found, turn("A second one?"))


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_process_that_is_killed_while_it_saves_loses_nothing_and_leaves_no_lock(kept, step):
    found = keep(kept)
    process = multiprocessing.get_context("fork").Process(target=_die_at, args=(kept.folder, found.id, step))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert list(kept.folder.glob(".*.new"))
    assert kept.get(found.id) == found
    assert len(kept.append(found, turn("A third one?")).turns) == 2
    assert not list(kept.folder.glob(".*.new"))


def _append_many(folder: Path, found: Conversation, who: str) -> None:
    for n in range(20):
        Conversations(folder).append(found, turn(f"{who} {n}"))


def test_two_processes_that_keep_turns_in_one_conversation_lose_none(kept):
    found = keep(kept)
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_append_many, args=(kept.folder, found, who)) for who in "ab"]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    asked = [t.question for t in kept.get(found.id).turns[1:]]
    for who in "ab":
        assert [q for q in asked if q.startswith(who)] == [f"{who} {n}" for n in range(20)]


def test_conversations_begun_in_one_second_are_apart(kept):
    assert len({kept.begin(Path("/news")).id for _ in range(2_000)}) == 2_000


# Files that are not ours


WHOLE = {"schema": SCHEMA, "id": "x", "title": "", "corpus": "", "created": "", "updated": "", "turns": []}
FOREIGN = {
    "empty": b"",
    "cut": b'{"schema": "qa.conversation/1", "turns": [',
    "no text": b"\xff\xfe\x00",
    "a list": b"[]",
    "newer": json.dumps({**WHOLE, "schema": "qa.conversation/2"}).encode(),
    "deep": b"[" * 200_000,
    "a title of another type": json.dumps({**WHOLE, "title": 7}).encode(),
    "turns of another type": json.dumps({**WHOLE, "turns": [7]}).encode(),
    "claims of another type": json.dumps({**WHOLE, "turns": [{**turn().to_dict(), "claims": 7}]}).encode(),
    "a long number": b'{"schema": ' + b"9" * 5_000 + b"}",
}


@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN)
def test_a_file_that_cannot_be_read_is_told_in_a_line_and_never_touched(kept, data):
    found = keep(kept)
    other = keep(kept, "Another?")
    _file(kept, found).write_bytes(data)
    listed, problems = kept.all()
    assert listed == [other]
    assert len(problems) == 1
    assert "\n" not in problems[0]
    assert str(_file(kept, found)) in problems[0]
    for act in (
        lambda: kept.append(found, turn()),
        lambda: kept.rename(found.id, "x"),
        lambda: kept.delete(found.id),
        lambda: kept.get(found.id),
    ):
        with pytest.raises(ConversationError):
            act()
    assert _file(kept, found).read_bytes() == data


def test_what_a_later_version_adds_is_passed_over(kept):
    found = keep(kept)
    value = {**found.to_dict(), "colour": "red"}
    value["turns"][0]["mood"] = 3
    _file(kept, found).write_text(json.dumps(value))
    assert kept.get(found.id) == found


@pytest.mark.parametrize("missing", ["resolved", "about", "problem", "claims", "citations"])
def test_fields_that_may_be_missing_are_not_missed(missing):
    value = turn().to_dict()
    del value[missing]
    assert SavedTurn.from_dict(value) == turn()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_told(kept):
    keep(kept)
    kept.folder.chmod(0)
    try:
        with pytest.raises(ConversationError, match="Permission denied"):
            kept.all()
    finally:
        kept.folder.chmod(0o700)


def test_a_file_in_the_folders_place_is_told(tmp_path):
    (tmp_path / "conversations").write_text("mine")
    kept = Conversations(tmp_path / "conversations")
    with pytest.raises(ConversationError, match="cannot be kept in"):
        keep(kept)
    assert (tmp_path / "conversations").read_text() == "mine"


# Names, titles, words


@pytest.mark.parametrize("part", [slice(None), slice(0, 4), slice(0, 20), slice(-8, None)])
def test_a_part_of_an_identifier_that_is_enough_will_do(kept, part):
    found = keep(kept)
    assert kept.get(found.id[part]) == found


@pytest.mark.parametrize("part", [slice(0, 3), slice(9, 14), slice(1, None)])
def test_a_part_that_begins_nowhere_or_is_too_short_will_not(kept, part):
    found = keep(kept)
    with pytest.raises(ConversationError, match="there is no conversation"):
        kept.get(found.id[part])


def test_an_identifier_of_several_is_refused(kept):
    keep(kept), keep(kept)
    with pytest.raises(ConversationError, match="2 conversations begin with 20"):
        kept.get(kept.all()[0][0].id[:6])


@pytest.mark.parametrize("name", ["", "../x", "2" * 300, "\x00", "*", "a/b"])
def test_no_name_leads_out_of_the_folder(kept, name):
    keep(kept)
    with pytest.raises(ConversationError):
        kept.get(name)
    with pytest.raises(ConversationError):
        kept.append(Conversation(name, "", "", "", ""), turn())
    assert len(list(kept.folder.parent.rglob("*.json"))) == 1


def test_a_renamed_conversation_keeps_its_name_and_its_turns(kept):
    found = keep(kept)
    kept.rename(found.id, "Boats\x1b[2J\nand storms")
    done = kept.append(found, turn("Why?"))
    assert done.title == "Boats and storms"
    assert len(done.turns) == 2
    with pytest.raises(ConversationError, match="a word"):
        kept.rename(found.id, " \x1b[2J ")


def test_what_is_deleted_can_be_restored_whole(kept):
    found = keep(kept)
    data = _file(kept, found).read_bytes()
    kept.delete(found.id)
    assert kept.all() == ([], [])
    assert kept.deleted() == [found]
    assert kept.restore(found.id) == found
    assert _file(kept, found).read_bytes() == data
    assert kept.deleted() == []


def test_one_that_was_put_away_and_is_gone_on_with_is_back(kept):
    found = keep(kept)
    kept.delete(found.id)
    kept.append(found, turn("Goes on?"))
    assert kept.deleted() == []
    assert kept.all()[0][0].turns[-1].question == "Goes on?"
    assert len(kept.all()[0][0].turns) == len(found.turns) + 1


def test_restoring_never_replaces_one_that_is_there(kept):
    found = keep(kept)
    data = _file(kept, found).read_bytes()
    kept.delete(found.id)
    _file(kept, found).write_bytes(data)  # from somebody's backup
    with pytest.raises(ConversationError, match="already"):
        kept.restore(found.id)
    assert len(kept.deleted()) == len(kept.all()[0]) == 1


@pytest.mark.parametrize("words", ["ÉCHO harbour", "echo", "straße", "boats écho"])
def test_a_search_looks_for_all_words_in_any_case_with_or_without_accents(kept, words):
    found = keep(kept, "Whose écho in the STRASSE?")
    keep(kept, "Other?")
    assert [m.conversation for m in kept.search(words)] == [found]


@pytest.mark.parametrize("words", ["", "  ", "boats nothing"])
def test_a_search_without_words_or_with_one_too_many_finds_nothing(kept, words):
    keep(kept)
    assert kept.search(words) == []


def test_a_stopped_answers_claims_are_found_too(kept):
    half = turn("Q?", state="stopped", answer=None, claims=answer().claims, citations=answer().citations)
    found = kept.append(kept.begin(Path("/news")), half)
    assert kept.search("boats")[0].conversation == found
    assert kept.get(found.id).turns[0].said == answer().claims


def test_a_thousand_conversations_are_listed_in_under_a_second(kept):
    found = keep(kept, *("How many boats sank?",) * 3)
    text = _file(kept, found).read_text()
    for n in range(999):
        (kept.folder / f"20261126-100000-{n:08x}.json").write_text(text)
    times = []
    for _ in range(3):
        start = time.process_time()
        assert len(kept.all()[0]) == 1_000
        times.append(time.process_time() - start)
    assert min(times) < 1.0
