"""Questions asked of some articles only, and copies told with the hit that they are copies of."""

import json
from pathlib import Path

import pytest
from conftest import QUESTION, Qa

STORM = (
    "The storm sank 41 boats in Tarfaya harbour. Fishermen said the warning came too late. "
    "Mayor Lamia Bensouda opened a fund for the crews.\n"
)
ARTICLES = {
    "2021/03/harbour.txt": f"Storm at the harbour\n\n12 March 2021\n\n{STORM}",
    "2021/04/fund.txt": "A fund is opened\n\nApril 2021\n\nThe fund for the crews of the boats holds 300 dirhams.\n",
    "2022/boats.md": "# New boats\n\n3 May 2022\n\nThe harbour of Tarfaya has 12 new boats after the storm.\n",
    "notes.txt": "Notes on boats\n\nThe boats in the harbour of Tarfaya are blue, and the storm did not change that.\n",
}


@pytest.fixture
def news(qa: Qa, tmp_path: Path) -> Path:
    """Four articles in folders: one of a day, one of a month, one of a later year, one without a date."""
    folder = tmp_path / "news"
    for source, text in ARTICLES.items():
        (folder / source).parent.mkdir(parents=True, exist_ok=True)
        (folder / source).write_text(text, encoding="utf-8")
    done = qa("index", "rebuild", "--corpus", folder)
    assert done.status == 0, done.err
    return folder


def found(qa: Qa, news: Path, *options: str) -> dict:
    done = qa("search", "boats in the harbour", "--json", "--corpus", news, *options)
    assert done.status in {0, 3}, done.err
    return json.loads(done.out)


def sources(row: dict) -> set[str]:
    return {hit["source"] for hit in row["hits"]}


# Search


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--source", "2021/"), {"2021/03/harbour.txt", "2021/04/fund.txt"}),
        (("--source", "2021/*"), set()),
        (("--source", "*.md"), {"2022/boats.md"}),
        (("--source", "*.md", "--source", "notes.txt"), {"2022/boats.md", "notes.txt"}),
        (("--since", "2021-04"), {"2021/04/fund.txt", "2022/boats.md"}),
        (("--since", "2021-04-15"), {"2021/04/fund.txt", "2022/boats.md"}),
        (("--before", "2021-04"), {"2021/03/harbour.txt"}),
        (("--since", "2021", "--before", "2022"), {"2021/03/harbour.txt", "2021/04/fund.txt"}),
        (("--since", "2021", "--source", "*.md"), {"2022/boats.md"}),
    ],
)
def test_a_search_finds_only_what_passes(qa, news, options, expected):
    row = found(qa, news, *options)
    assert sources(row) == expected
    assert row["filtered"]["articles"] == len(expected)


def test_a_search_tells_its_filter_and_what_it_left_out(qa, news):
    row = found(qa, news, "--since", "2021-04", "--source", "*.txt")
    assert row["filtered"] == {
        "filter": {"sources": ["*.txt"], "since": "2021-04-01", "before": None},
        "articles": 1,
        "undated": 1,
    }
    assert found(qa, news)["filtered"] is None


def test_articles_without_a_date_are_counted_on_standard_error(qa, news):
    done = qa("search", "boats", "--since", "2021", "--corpus", news)
    assert (done.status, done.err) == (0, "1 article without a date left out by the filter: since 2021-01-01.\n")
    assert qa("search", "boats", "--source", "2021/", "--corpus", news).err == ""


@pytest.mark.parametrize("verb", ["search", "ask"])
def test_a_filter_that_leaves_no_article_is_told_in_one_line(qa, news, verb):
    done = qa(verb, "boats", "--source", "2019/", "--corpus", news)
    assert (done.status, done.err) == (3, "None of 4 articles passes the filter: source 2019/. Widen it.\n")
    done = qa(verb, "boats", "--since", "2030", "--corpus", news)
    assert done.err == (
        "None of 4 articles passes the filter: since 2030-01-01 (1 article without a date left out). Widen it.\n"
    )


# Answers


def test_an_answer_comes_from_what_passes(qa, news):
    done = qa("ask", QUESTION, "--source", "2021/", "--json", "--corpus", news)
    answer = json.loads(done.out)
    assert (done.status, answer["citations"][0]["source"]) == (0, "2021/03/harbour.txt")
    assert {p["source"] for p in answer["passages"]} == {"2021/03/harbour.txt", "2021/04/fund.txt"}
    assert answer["coverage"]["articles"] == 4
    assert answer["coverage"]["filtered"] == {
        "filter": {"sources": ["2021/"], "since": None, "before": None},
        "articles": 2,
        "undated": 0,
    }


def test_an_answer_without_a_filter_says_so(qa, news):
    assert json.loads(qa("ask", QUESTION, "--json", "--corpus", news).out)["coverage"]["filtered"] is None


def test_an_answer_for_people_says_of_what_it_was_asked(qa, news):
    done = qa("ask", QUESTION, "--source", "2021/", "--corpus", news)
    assert done.out.endswith("\nAsked of 2 of 4 articles (source 2021/).\n")
    assert "Asked of" not in qa("ask", QUESTION, "--corpus", news).out


def test_a_refusal_says_over_what_it_looked(qa, news):
    done = qa("ask", QUESTION, "--source", "2019/", "--corpus", news)
    assert done.out.startswith("The corpus does not say.\nLooked through 0 of 4 articles (source 2019/), indexed 20")
    done = qa("ask", QUESTION, "--since", "2030", "--json", "--corpus", news)
    answer = json.loads(done.out)
    assert (done.status, answer["status"], answer["passages"]) == (3, "not_in_corpus", [])
    assert (answer["coverage"]["filtered"]["articles"], answer["coverage"]["filtered"]["undated"]) == (0, 1)


def test_a_filter_holds_for_every_question_of_many(qa, news):
    done = qa("ask", "-", "--json", "--before", "2021-04", "--corpus", news, stdin=f"{QUESTION}\nblue boats?\n")
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert [{p["source"] for p in a["passages"]} for a in answers] == [{"2021/03/harbour.txt"}] * 2
    assert done.err.count("\n") == 1


# Wrong usage


@pytest.mark.parametrize("verb", ["search", "ask"])
@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--since", "last week"), "--since takes a date such as 2016, 2016-09 or 2016-09-18, and not “last week”"),
        (("--before", "2016-02-30"), "--before 2016-02-30: there is no such date, check it"),
        (("--since", "2017", "--before", "2016"), "no day is both since 2017-01-01 and before 2016-01-01"),
        (("--source", ".."), "--source “..” names nothing below the corpus folder"),
        (("--source", ""), "--source “” names nothing below the corpus folder"),
    ],
)
def test_a_filter_that_means_nothing_is_refused_before_anything_is_built(qa, corpus, tmp_path, verb, options, problem):
    done = qa(verb, "boats", "--corpus", corpus, *options)
    assert (done.status, done.out) == (2, "")
    assert done.complaint.startswith(problem)
    assert not (tmp_path / "data").exists()


def test_a_glob_that_the_shell_expanded_is_explained(qa, corpus):
    done = qa("search", "boats", "--source", "a.txt", "b.txt", "--corpus", corpus)
    assert done.status == 2
    assert "every GLOB" in done.complaint


# Copies


def wired(qa: Qa, news: Path, copies: int) -> None:
    for number in range(copies):
        paper = f"RABAT, {number + 1} March 2021 (MAP) — {STORM}"
        (news / f"paper-{number}.txt").write_text(f"Seen at sea\n\n{paper}", encoding="utf-8")
    assert qa("index", "rebuild", "--corpus", news).status == 0


def test_wire_copy_takes_one_place_and_names_where_else_it_stands(qa, news):
    wired(qa, news, 2)
    row = found(qa, news)
    storm = [hit for hit in row["hits"] if "41 boats" in hit["text"]]
    assert len(storm) == 1
    places = [storm[0], *storm[0]["also"]]
    assert {place["source"] for place in places} == {"2021/03/harbour.txt", "paper-0.txt", "paper-1.txt"}
    for place in places:
        text = (news / place["source"]).read_text(encoding="utf-8")
        assert "41 boats" in text[place["start"] : place["end"]]
    assert all(hit["also"] == [] for hit in row["hits"] if hit is not storm[0])


def test_a_paper_with_another_figure_keeps_its_place(qa, news):
    (news / "paper.txt").write_text(ARTICLES["2021/03/harbour.txt"].replace("41", "43"), encoding="utf-8")
    assert qa("index", "rebuild", "--corpus", news).status == 0
    row = found(qa, news)
    assert {"2021/03/harbour.txt", "paper.txt"} <= sources(row)
    assert all(hit["also"] == [] for hit in row["hits"])


def test_a_filter_leaves_copies_out_too(qa, news):
    wired(qa, news, 2)
    row = found(qa, news, "--source", "2021/", "--source", "paper-1.txt")
    assert {place["source"] for hit in row["hits"] for place in hit["also"]} <= {"2021/03/harbour.txt", "paper-1.txt"}


def test_for_people_some_copies_are_named_and_the_others_counted(qa, news):
    wired(qa, news, 7)
    done = qa("search", "boats in the harbour", "--corpus", news)
    (line,) = [line.strip() for line in done.out.splitlines() if line.strip().startswith("also in: ")]
    named, _, more = line.removeprefix("also in: ").partition(" and ")
    assert more == "2 more"
    assert len(named.split(", ")) == 5
    assert all(place.endswith(".txt:1") for place in named.split(", "))
