"""Which articles a filter lets through, and what is no filter."""

import time
from types import SimpleNamespace

import pytest

from corpus.errors import CorpusQAError
from index.errors import FilterError
from index.filters import Filter, Filtered


def record(source: str = "a.txt", date: str | None = None) -> SimpleNamespace:
    """What a filter looks at of an ArticleRecord."""
    return SimpleNamespace(source=source, date=date)


def named(glob: str, source: str) -> bool:
    return Filter.of([glob]).matches(record(source))


def dated(date: str | None, since: str | None = None, before: str | None = None) -> bool:
    return Filter.of((), since, before).matches(record(date=date))


def test_without_options_there_is_no_filter():
    assert Filter.of() is None
    assert Filter.of([], None, None) is None


# Sources


@pytest.mark.parametrize(
    ("glob", "source", "matches"),
    [
        # a star stays within a folder
        ("2016/*", "2016/a.txt", True),
        ("2016/*", "2016/09/a.txt", False),
        ("2016/*", "old/2016/a.txt", False),
        ("2016/*/a.txt", "2016/09/a.txt", True),
        ("2016/*/a.txt", "2016/09/18/a.txt", False),
        # two stars cross folders, none too
        ("2016/**", "2016/09/18/a.txt", True),
        ("2016/**", "2016/a.txt", True),
        ("2016/**", "2017/a.txt", False),
        ("2016/**/a.txt", "2016/a.txt", True),
        ("2016/**/a.txt", "2016/09/18/a.txt", True),
        ("2016/**/a.txt", "2016/09/18/aa.txt", False),
        ("**/a.txt", "a.txt", True),
        ("**/**/a.txt", "x/y/a.txt", True),
        ("**", "x/a.txt", True),
        # without a slash: in any folder
        ("a.txt", "a.txt", True),
        ("a.txt", "x/y/a.txt", True),
        ("*.md", "x/y/a.md", True),
        ("*.md", "x/y/a.md.txt", False),
        ("port*", "x/port-closed.txt", True),
        ("port*", "ports/a.txt", False),
        # with one: from the corpus folder
        ("x/a.txt", "y/x/a.txt", False),
        ("/a.txt", "a.txt", True),
        ("/a.txt", "x/a.txt", False),
        ("./a.txt", "x/a.txt", False),
        ("./x//a.txt", "x/a.txt", True),
        # folders stand for all that is in them
        ("2016", "2016/09/a.txt", True),
        ("2016", "old/2016/a.txt", True),
        ("2016/", "2016/09/a.txt", True),
        ("2016/", "2016", False),
        ("2016", "2016b/a.txt", False),
        ("/2016", "old/2016/a.txt", False),
        ("x/2016", "x/2016/a.txt", True),
        ("20*/", "2016/09/a.txt", True),
        ("20*/", "2016.txt", False),
        # one character, classes, and what stands for itself
        ("?.txt", "a.txt", True),
        ("?.txt", "ab.txt", False),
        ("x?a.txt", "x/a.txt", False),
        ("[a-c].txt", "b.txt", True),
        ("[a-c].txt", "d.txt", False),
        ("[!a-c].txt", "d.txt", True),
        ("[^a-c].txt", "a.txt", False),
        ("x[!b]a.txt", "x/a.txt", False),
        ("[*].txt", "*.txt", True),
        ("[*].txt", "a.txt", False),
        ("[[]red].txt", "[red].txt", True),
        ("[]].txt", "].txt", True),
        ("[a--z].txt", "-.txt", True),
        ("[&&~||].txt", "~.txt", True),
        ("[\\^].txt", "^.txt", True),
        ("[a.txt", "[a.txt", True),
        ("a.b+(c)$.txt", "a.b+(c)$.txt", True),
        ("a.txt", "abtxt", False),
        ("a*b*c.txt", "a-b-b-c.txt", True),
        ("a*b*c.txt", "a-c.txt", False),
        ("*a*", "a", True),
        # a source, as a citation names it, always means itself
        ("harbour [red].txt", "harbour [red].txt", True),
        ("why?/a*.txt", "why?/a*.txt", True),
        # case counts; accents may be apart
        ("A.txt", "a.txt", False),
        ("é*.txt", "e\u0301t\u00e9.txt", True),
        ("日本/*", "日本/a.txt", True),
        ("a\nb*", "a\nb\n.txt", True),
    ],
)
def test_a_glob_means_these_sources(glob, source, matches):
    assert named(glob, source) is matches


def test_one_of_several_globs_is_enough():
    several = Filter.of(["*.md", "2016/"])
    assert [s for s in ("a.md", "2016/a.txt", "a.txt") if several.matches(record(s))] == ["a.md", "2016/a.txt"]


@pytest.mark.parametrize("glob", ["", "/", "./", ".", "..", "../a.txt", "x/../a.txt"])
def test_a_glob_that_names_nothing_is_an_error(glob):
    with pytest.raises(FilterError, match="names nothing below the corpus folder"):
        Filter.of([glob])


def test_a_range_that_runs_backwards_is_an_error():
    with pytest.raises(FilterError, match="backwards"):
        Filter.of(["[z-a].txt"])


@pytest.mark.parametrize("glob", ["a*" * 60 + "b", "**/a/" * 8 + "x", "**/" * 30 + "x"])
def test_no_glob_takes_for_ever(glob):
    wanted = Filter.of([glob])
    began = time.monotonic()
    assert not wanted.matches(record("a/" * 60 + "a" * 200))
    assert time.monotonic() - began < 5


# Dates


@pytest.mark.parametrize(
    ("since", "date", "passes"),
    [
        ("2016-09", "2016-09-01", True),
        ("2016-09", "2016-08-31", False),
        ("2016", "2016-01-01", True),
        ("2016", "2015-12-31", False),
        ("2016-09-18", "2016-09-18", True),
        ("2016-09-18", "2016-09-17", False),
        # a month alone passes where any of its days does
        ("2016-09-18", "2016-09", True),
        ("2016-09-30", "2016-09", True),
        ("2016-10-01", "2016-09", False),
        ("2016-10-01", "2016", True),
    ],
)
def test_since_includes_its_first_day(since, date, passes):
    assert dated(date, since=since) is passes


@pytest.mark.parametrize(
    ("before", "date", "passes"),
    [
        ("2016-09", "2016-08-31", True),
        ("2016-09", "2016-09-01", False),
        ("2016", "2015-12-31", True),
        ("2016", "2016-01-01", False),
        ("2016-09-18", "2016-09-17", True),
        ("2016-09-18", "2016-09-18", False),
        ("2016-09-18", "2016-09", True),
        ("2016-09-01", "2016-09", False),
        ("2016-09-02", "2016-09", True),
    ],
)
def test_before_ends_before_its_first_day(before, date, passes):
    assert dated(date, before=before) is passes


def test_both_bounds_hold():
    assert dated("2016-09", since="2016-09-10", before="2016-09-11")
    assert not dated("2016-09-11", since="2016-09-10", before="2016-09-11")


def test_an_article_without_a_date_is_left_out_by_dates_alone():
    by_date, by_name = Filter.of(["x/"], since="2016"), Filter.of(["x/"])
    undated, elsewhere = record("x/a.txt"), record("y/a.txt")
    assert (by_date.matches(undated), by_date.undated(undated)) == (False, True)
    assert (by_name.matches(undated), by_name.undated(undated)) == (True, False)
    assert (by_date.matches(elsewhere), by_date.undated(elsewhere)) == (False, False)


@pytest.mark.parametrize("option", ["--since", "--before"])
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "takes a date such as 2016, 2016-09 or 2016-09-18"),
        ("today", "takes a date"),
        ("2016-9", "takes a date"),
        ("18/09/2016", "takes a date"),
        ("2016-09-18T10:00", "takes a date"),
        ("٢٠١٦", "takes a date"),
        ("2016-13", "there is no such date"),
        ("2016-02-30", "there is no such date"),
        ("0000", "there is no such date"),
    ],
)
def test_what_is_no_date_is_one_line_that_names_the_option(option, text, problem):
    dates = {"since": text} if option == "--since" else {"before": text}
    with pytest.raises(CorpusQAError) as caught:
        Filter.of((), **dates)
    assert str(caught.value).startswith(option)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bounds_that_leave_no_day_are_an_error():
    with pytest.raises(FilterError, match="no day is both since 2016-09-01 and before 2016-09-01"):
        Filter.of((), "2016-09", "2016-09-01")


# What is told, and how long it takes


def test_a_filter_tells_what_it_is():
    assert Filter.of(["2016/*"], "2016-09").told == "source 2016/*, since 2016-09-01"
    assert Filter.of(["a", "b"], None, "2017").told == "source a or b, before 2017-01-01"


def test_what_is_left_is_counted():
    records = [record("x/a.txt", "2016-01-01"), record("x/b.txt"), record("y/c.txt"), record("x/d.txt", "2015")]
    wanted = Filter.of(["x/"], "2016")
    assert Filtered.of(wanted, records) == Filtered(wanted, articles=1, undated=1)


def test_a_hundred_thousand_articles_are_filtered_in_no_time():
    records = [record(f"{n % 30}/{n % 12}/article-{n}.txt", f"20{n % 30:02}-{n % 12 + 1:02}") for n in range(100_000)]
    wanted = Filter.of(["2?/", "*-9*.txt", "**/7/*1?.txt"], "2010", "2020-05")
    began = time.monotonic()
    assert Filtered.of(wanted, records).articles > 1_000
    assert time.monotonic() - began < 5  # measured 0.2 s
