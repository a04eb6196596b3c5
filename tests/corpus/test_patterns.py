"""Patterns that are compiled when they are first used."""

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
