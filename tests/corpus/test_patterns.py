"""Patterns that are compiled when they are first used."""

import copy
import pickle
import re

import pytest

from corpus.patterns import lazy


def test_a_pattern_does_what_a_compiled_one_does():
    pattern = lazy(r"(?P<word>[a-z]+)", re.IGNORECASE)
    assert [m["word"] for m in pattern.finditer("One 2 three")] == ["One", "three"]
    assert pattern.sub("-", "a1") == "-1"
    assert pattern.pattern == r"(?P<word>[a-z]+)"


def test_it_is_compiled_by_its_first_use_and_once(monkeypatch):
    compiled, usual = [], re.compile
    monkeypatch.setattr(re, "compile", lambda *given: compiled.append(given) or usual(*given))
    pattern = lazy("a")
    assert not compiled
    assert pattern.search("ba") and pattern.search("ba") and pattern.match("a")
    assert compiled == [("a", 0)]


def test_what_no_pattern_has_is_missing():
    with pytest.raises(AttributeError, match="frob"):
        lazy("a").frob  # noqa: B018 - it is looked up


def pickled(pattern):
    return pickle.loads(pickle.dumps(pattern))  # noqa: S301 - of our own making


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
@pytest.mark.parametrize("used", [False, True])
def test_a_copy_finds_the_same_and_is_as_lazy(copied, used):
    pattern = lazy("B+", re.IGNORECASE)
    if used:
        assert pattern.search("abc")
    assert copied(pattern).findall("abBc") == ["bB"]
    copied(lazy("("))  # which would not compile
