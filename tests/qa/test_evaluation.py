"""The figures of an evaluation, against figures written out and against another scorer where there is one."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from conftest import QUESTION
from hypothesis import given
from hypothesis import strategies as st

from corpus import folder
from qa.evaluation import Reply, score
from qa.gold import GoldQuestion, read_gold
from qa.outcome import FAILURES, Outcome, failures, outcome_of
from qa.tokens import holds, tokens, values

SCORER = Path(__file__).parents[3] / "shared" / "eval" / "score.py"
TEXT = "The storm sank 41 boats. Mayor Lamia Bensouda opened a fund. A second paper counts 43 boats."
SOURCE = "storm.txt"
OTHERS_OWN = {"search_p50_ms", "search_p95_ms"}  # figures that the other scorer does not have


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The scorer that the figures are defined by."""
    if not SCORER.exists():
        pytest.skip(f"there is no {SCORER}")
    spec = importlib.util.spec_from_file_location("scorer", SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One article."""
    found = tmp_path_factory.mktemp("articles")
    (found / SOURCE).write_text(TEXT, encoding="utf-8")
    return found


def place(words: str, text: str = TEXT) -> dict:
    """Where words stand in the article."""
    start = text.index(words)
    return {"source": SOURCE, "start": start, "end": start + len(words), "quote": words}


def gold(articles: Path, **fields: object) -> GoldQuestion:
    line = json.dumps({"question": "How many boats sank?", **fields}).encode()
    return read_gold(line, "gold", lambda source: folder.load(articles, source, max_bytes=10_000))[0]


def row(*quotes: str, said: str = "", status: str = "answered", total: int = 10, **fields: object) -> dict:
    """An answer that cites some quotations."""
    citations = [{"id": n, "encoding": "utf-8", "lines": [1, 1], **place(q)} for n, q in enumerate(quotes, 1)]
    text = " ".join([said or " ".join(quotes), *(f"[{c['id']}]" for c in citations)])
    return {
        "question": "How many boats sank?",
        "status": status,
        "answer": text if status == "answered" else "",
        "disagreement": False,
        "claims": [{"text": text, "citations": [c["id"] for c in citations]}] if status == "answered" else [],
        "citations": citations,
        "passages": [place(TEXT)],
        "timings_ms": {"search": 4, "total": total},
        **fields,
    }


REFUSED = row(status="not_in_corpus")
FAILED = {"question": "How many boats sank?", "status": "error", "error": "boom"}
SANK, COUNTS, FUND = (
    "The storm sank 41 boats.",
    "A second paper counts 43 boats.",
    "Mayor Lamia Bensouda opened a fund.",
)

KNOWN = {"answers": ["41", "forty-one"], "spans": [place("sank 41 boats")]}
CONFLICT = {"answers": ["41", "43"], "spans": [place(SANK), place(COUNTS)], "kind": "conflict"}


def test_figures_of_made_rows(articles: Path) -> None:
    """Every figure, worked out by hand."""
    replies = [
        Reply(gold(articles, **KNOWN), row(SANK, said="Forty one boats sank.", total=10)),  # right
        Reply(gold(articles, **KNOWN), row(FUND, said="42 boats sank.", total=20)),  # other place, unsupported number
        Reply(gold(articles, **KNOWN), REFUSED),
        Reply(gold(articles), row(SANK, FUND, total=30)),  # unanswerable, and answered
        Reply(gold(articles), REFUSED),
        Reply(gold(articles, **CONFLICT), row(SANK, COUNTS, disagreement=True, total=40)),
        Reply(gold(articles, **KNOWN), FAILED),
    ]
    assert score(replies, articles) == {
        "questions": 7,
        "errors": 1,
        "quote_valid": 1.0,
        "quote_valid_n": 6,
        "claims_sound": 1.0,
        "claims_sound_n": 4,
        "claims_whole": 1.0,
        "claims_whole_n": 4,
        "values_supported": 0.75,
        "values_supported_n": 4,
        "answer_hit": 0.4,
        "answer_hit_n": 5,
        "citation_hit": 0.4,
        "citation_hit_n": 5,
        "citation_precision": 0.75,
        "citation_precision_n": 4,
        "refusal_recall": 0.5,
        "refusal_recall_n": 2,
        "refusal_precision": 0.5,
        "refusal_precision_n": 2,
        "false_refusal": 0.2,
        "false_refusal_n": 5,
        "disagree_recall": 1.0,
        "disagree_recall_n": 1,
        "disagree_precision": 1.0,
        "disagree_precision_n": 1,
        "quote_words": 5.5,
        "words": 7.5,
        "p50_ms": 10,
        "p95_ms": 30,
        "search_p50_ms": 4,
        "search_p95_ms": 4,
    }


def test_where_nothing_of_a_kind_was_asked_there_is_no_figure(articles: Path) -> None:
    figures = score([Reply(gold(articles), REFUSED)], articles)
    assert figures["refusal_recall"] == 1.0
    for name in ("quote_valid", "answer_hit", "citation_hit", "false_refusal", "disagree_recall", "words"):
        assert figures[name] is None


@pytest.mark.parametrize(
    ("change", "figure"),
    [
        ({"quote": "The storm sank 42 boats."}, "quote_valid"),
        ({"start": 1}, "quote_valid"),
        ({"quote": "", "start": 0, "end": 0}, "quote_valid"),
        ({"source": "gone.txt"}, "quote_valid"),
        ({"encoding": "no-such-codec"}, "quote_valid"),
        ({"id": 7}, "claims_sound"),
        ({"id": 7}, "values_supported"),
    ],
)
def test_a_citation_that_does_not_stand_is_found_out(articles: Path, change: dict, figure: str) -> None:
    answer = row(SANK)
    assert score([Reply(gold(articles, **KNOWN), answer)], articles)[figure] == 1.0
    answer["citations"][0] |= change
    assert score([Reply(gold(articles, **KNOWN), answer)], articles)[figure] == 0.0


def test_a_quotation_is_read_as_its_citation_says(tmp_path: Path) -> None:
    (tmp_path / SOURCE).write_bytes("Le café\r\nde Tétouan".encode("cp1252"))
    citation = {"source": SOURCE, "start": 3, "end": 11, "quote": "café\r\nde", "encoding": "cp1252"}
    answer = row() | {"citations": [citation]}
    assert score([Reply(gold(tmp_path), answer)], tmp_path)["quote_valid"] == 1.0


def test_an_answer_without_claims_is_unsound_and_one_with_more_than_its_claims_is_not_whole(articles: Path) -> None:
    bare = row(SANK, claims=[])
    more = row(SANK, answer="The storm sank 41 boats and a ferry.")
    assert score([Reply(gold(articles, **KNOWN), bare)], articles)["claims_sound"] == 0.0
    assert score([Reply(gold(articles, **KNOWN), more)], articles)["claims_whole"] == 0.0


def test_what_a_gold_file_does_not_say_is_not_scored(articles: Path) -> None:
    spans_alone = score([Reply(gold(articles, spans=KNOWN["spans"]), row(SANK))], articles)
    answers_alone = score([Reply(gold(articles, answers=["41"]), row(SANK))], articles)
    assert (spans_alone["answer_hit"], spans_alone["citation_hit"]) == (None, 1.0)
    assert (answers_alone["answer_hit"], answers_alone["citation_hit"]) == (1.0, None)
    assert answers_alone["citation_precision"] is None


def test_an_answer_that_cites_nothing_is_a_miss_and_so_is_one_that_only_touches(articles: Path) -> None:
    touching = row(SANK)
    touching["citations"][0]["end"] = TEXT.index("sank 41 boats")
    for answer in (row(said="41 boats sank."), touching):
        figures = score([Reply(gold(articles, **KNOWN), answer)], articles)
        assert (figures["citation_hit"], figures["citation_precision"], figures["citation_precision_n"]) == (0, 0, 1)


def test_an_answer_counts_as_far_as_its_first_60_words(articles: Path) -> None:
    late = row(SANK, said=f"{'word ' * 60}41")
    early = row(SANK, said=f"{'word ' * 59}41")
    assert [Reply(gold(articles, **KNOWN), answer).said for answer in (late, early)] == [False, True]


# What became of a question


@pytest.mark.parametrize(
    ("fields", "answer", "outcome"),
    [
        (KNOWN, row(SANK), Outcome.RIGHT),
        ({}, REFUSED, Outcome.RIGHT),
        (KNOWN, FAILED, Outcome.ERROR),
        ({}, FAILED, Outcome.ERROR),
        (KNOWN, row(FUND, passages=[place(FUND)]), Outcome.NOT_RETRIEVED),
        (KNOWN, REFUSED | {"passages": []}, Outcome.NOT_RETRIEVED),
        (KNOWN, row(SANK, passages=[place(FUND)]), Outcome.RIGHT),
        (KNOWN, REFUSED, Outcome.REFUSED_WRONGLY),
        (KNOWN, row(FUND, said="41"), Outcome.NOT_SELECTED),
        (KNOWN, row(SANK, said="It sank boats."), Outcome.NOT_PHRASED),
        (KNOWN, row(SANK, disagreement=True), Outcome.DISAGREEMENT_INVENTED),
        ({}, row(SANK), Outcome.ANSWERED_WRONGLY),
        (CONFLICT, row(SANK, COUNTS, disagreement=True), Outcome.RIGHT),
        (CONFLICT, row(SANK, COUNTS), Outcome.DISAGREEMENT_MISSED),
        (CONFLICT, row(SANK), Outcome.DISAGREEMENT_MISSED),
        (CONFLICT, row(SANK, disagreement=True), Outcome.NOT_SELECTED),
        (CONFLICT, row(SANK, COUNTS, said="41", disagreement=True), Outcome.NOT_PHRASED),
        (CONFLICT, row(SANK, passages=[place(SANK)]), Outcome.NOT_RETRIEVED),
        (KNOWN | {"spans": [place(COUNTS)], "also": [place(SANK)]}, row(SANK), Outcome.RIGHT),
        ({"answers": ["41"]}, row(FUND, passages=[]), Outcome.NOT_PHRASED),
        ({"spans": [place(SANK)]}, row(SANK, said="no number"), Outcome.RIGHT),
    ],
)
def test_a_question_has_one_outcome(articles: Path, fields: dict, answer: dict, outcome: Outcome) -> None:
    assert outcome_of(Reply(gold(articles, **fields), answer)) is outcome


def test_failures_are_counted_with_zeros(articles: Path) -> None:
    replies = [Reply(gold(articles, **KNOWN), answer) for answer in (row(SANK), REFUSED, REFUSED, FAILED)]
    assert failures(replies) == {**{f.value: 0 for f in FAILURES}, "refused_wrongly": 2, "error": 1}


# Texts made comparable


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("In all 2,963 people came [1].", "2963"),
        ("thirty-one boats", "31"),
        ("sixteen boats", "16"),
        ("the U.S. Navy", "US navy"),
        ("in Tétouan", "TETOUAN"),
        ("It rose [1, 2] to 110 [3].", "rose to 110"),
    ],
)
def test_an_answer_holds_a_gold_answer_however_it_is_written(text: str, sought: str) -> None:
    assert holds(text, sought)


@pytest.mark.parametrize(("text", "sought"), [("1410 boats", "41"), ("boats of the Navy", "navy boats"), ("", "41")])
def test_a_gold_answer_stands_in_whole_words_and_in_order(text: str, sought: str) -> None:
    assert not holds(text, sought)


def test_values_are_numbers_and_the_names_within_a_sentence() -> None:
    text = "The Mayor, Lamia Bensouda, gave twenty boats in March [3]. Fishermen of Agadir said “Thanks”."
    assert values(text) == {"mayor", "lamia", "bensouda", "20", "agadir", "thanks"}


# The same as another scorer

WORDS = st.sampled_from(
    "41 2,963 1.5 18/09/2016 six thirty-one Forty two U.S. a.m. Lamia Bensouda’s Tétouan May Friday naïve ½ boats the "
    "[1] [1,2] [2–3] . ! : “Agadir ( \n ٣ 東京 İstanbul ß one-third [x] twenty-one 12,34 1,234,567".split(" ")
)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=30)


@given(text=TEXTS, sought=TEXTS)
def test_texts_are_compared_as_the_other_scorer_does(scorer: ModuleType, text: str, sought: str) -> None:
    assert tokens(text) == scorer.tokens(text)
    assert values(text) == scorer.values(text)
    if tokens(sought):  # a gold answer without any is refused
        assert holds(text, sought) == scorer.holds(text, sought)


SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(
    lambda ends: {"source": SOURCE, "start": min(ends), "end": max(ends), "quote": TEXT[min(ends) : max(ends)]}
)
GOLD_SPANS = st.lists(SPANS.filter(lambda span: span["quote"]), min_size=1, max_size=3)
ANSWERS = st.lists(TEXTS.filter(tokens), max_size=3)
GOLD = st.fixed_dictionaries(
    {
        "answers": ANSWERS,
        "spans": GOLD_SPANS,
        "also": st.just([]) | GOLD_SPANS,
        "kind": st.sampled_from(["fact", "conflict"]),
    }
) | st.just({"answers": [], "spans": [], "also": [], "kind": "unanswerable"})
CITATIONS = st.lists(
    st.tuples(SPANS, st.integers(1, 3), st.booleans()).map(
        lambda made: {**made[0], "id": made[1], **({"quote": "other"} if made[2] else {})}
    ),
    max_size=3,
)
CLAIMS = st.lists(
    st.fixed_dictionaries({"text": TEXTS, "citations": st.lists(st.integers(1, 4), max_size=2)}), max_size=2
)
MADE_ROWS = st.just(FAILED) | st.builds(
    lambda status, answer, claims, citations, disagreement, joined, total: {
        "question": "How many boats sank?",
        "status": status,
        "answer": " ".join(c["text"] for c in claims) if joined else answer,
        "claims": claims,
        "citations": citations,
        "disagreement": disagreement,
        "timings_ms": {"total": total},
    },
    st.sampled_from(["answered", "answered", "not_in_corpus"]),
    TEXTS,
    CLAIMS,
    CITATIONS,
    st.booleans(),
    st.booleans(),
    st.integers(0, 9_000),
)


@given(pairs=st.lists(st.tuples(GOLD, MADE_ROWS), min_size=1, max_size=8))
def test_figures_equal_those_of_the_other_scorer(
    scorer: ModuleType, articles: Path, pairs: list[tuple[dict, dict]]
) -> None:  # fmt: skip
    known = [{"question": "How many boats sank?", **fields} for fields, _ in pairs]
    replies = [Reply(gold(articles, **fields), answer) for fields, answer in pairs]
    ours = score(replies, articles)
    assert {name: ours[name] for name in ours.keys() - OTHERS_OWN} == scorer.score(
        known, [answer for _, answer in pairs], articles
    )


def test_the_figures_of_the_command_are_those_of_the_other_scorer(scorer, qa, indexed, tmp_path, generator) -> None:
    """With the answers that `qa ask -` gives to the same questions."""
    text = (indexed / "harbour.txt").read_text()
    spans = [{"source": "harbour.txt", "start": text.index("41 boats"), "end": text.index("41 boats") + 8}]
    known = [
        {"question": QUESTION, "answers": ["41"], "spans": spans, "kind": "fact"},
        {"question": "Who opened a fund for the crews?", "answers": ["Omar"], "spans": spans, "kind": "fact"},
        {"question": "Which company built the Titanic?", "answers": [], "spans": [], "kind": "unanswerable"},
        {"question": "How many pupils are in the school of Zagora?", "answers": ["2"], "spans": spans, "kind": "fact"},
    ]
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join(map(json.dumps, known)))
    generator.replies += ["The storm sank 41 boats.", RuntimeError("boom")]
    ours = json.loads(qa("eval", file, "--json", "--corpus", indexed).out)
    generator.replies += ["The storm sank 41 boats.", RuntimeError("boom")]
    asked = qa("ask", "-", "--json", "--corpus", indexed, stdin="\n".join(g["question"] for g in known))
    theirs = scorer.score(known, [json.loads(line) for line in asked.out.splitlines()], indexed)
    del theirs["p50_ms"], theirs["p95_ms"]
    assert theirs["errors"] == 1
    assert theirs == pytest.approx({name: ours[name] for name in theirs}, abs=1e-4)
