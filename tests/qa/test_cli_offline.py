"""No network: neither asked for nor needed. All other tests of the command run with sockets that refuse."""

import subprocess

import pytest
from command import Command
from conftest import Sample

QUESTION = "How many terrorist cells has Morocco dismantled?"


def test_a_question_is_answered_where_there_is_no_network_at_all(command: Command, sample: Sample) -> None:
    """In a network namespace of its own, which not even has a loopback device that is up."""
    isolated = ["unshare", "--map-root-user", "--net"]
    try:
        tried = subprocess.run([*isolated, "true"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no unshare on this machine")
    if tried.returncode:
        pytest.skip(f"this machine refuses: {tried.stderr.strip()}")
    done = subprocess.run(
        [*isolated, *command.argv("ask", QUESTION, "--index", sample.index)],
        env=command.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "[1]" in done.stdout


def test_the_guard_sees_who_tries_to_connect(command: Command) -> None:
    with pytest.raises(AssertionError, match="tried to connect"):
        command("--version", env={"TEST_BEFORE": "try: socket.create_connection(('127.0.0.1', 9))\nexcept OSError: 0"})
    (command.home / "connections").unlink()


def test_building_an_index_reaches_for_no_network(sample: Sample) -> None:
    """The fixture fails where it does; sentence-transformers asks its hub unless it is told not to."""
    assert sample.built.status == 0
    assert sample.built.out == ""
    assert "Indexed 12 articles" in sample.built.err
