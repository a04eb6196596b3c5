"""The claims of an answer and their citations."""

from sentences import evidence

from qa.claims import Claims
from qa.drafting import Statement
from qa.selection import Selected

QUESTION = "How many boats did the storm sink?"
BOATS = Selected(evidence("The storm sank 41 boats in Tarfaya.", source="a.txt"), None)
FUND = Selected(evidence("The mayor opened a fund for the crews.", source="b.txt"), None)


def told(claims: Claims) -> list[tuple[str, tuple[int, ...], str]]:
    return [(c.text, c.citations, c.support) for c in claims.claims]


def test_a_statement_that_stands_is_a_checked_claim_and_the_quotation_is_not_needed() -> None:
    claims = Claims(QUESTION)

    list(claims.drafted(Statement("The storm sank 41 boats.", (0,)), [BOATS, FUND], [BOATS]))
    list(claims.quoted([BOATS], needed=True))

    assert told(claims) == [("The storm sank 41 boats.", (1,), "checked")]
    assert [c.source for c in claims.citations] == ["a.txt"]


def test_a_statement_that_fails_becomes_the_quotation_that_it_names() -> None:
    claims = Claims(QUESTION)

    list(claims.drafted(Statement("The storm sank 43 boats.", (0,)), [BOATS, FUND], [BOATS]))
    list(claims.quoted([BOATS], needed=True))

    assert told(claims) == [("The storm sank 41 boats in Tarfaya.", (1,), "quoted")]


def test_a_statement_that_fails_and_names_what_does_not_answer_is_dropped() -> None:
    claims = Claims(QUESTION)

    list(claims.drafted(Statement("The mayor opened 3 funds.", (1,)), [BOATS, FUND], [BOATS]))

    assert told(claims) == []


def test_true_words_that_do_not_answer_do_not_stand_alone() -> None:
    claims = Claims(QUESTION)

    list(claims.drafted(Statement("The mayor opened a fund.", (1,)), [BOATS, FUND], [BOATS]))
    list(claims.quoted([BOATS], needed=True))

    assert [support for _, _, support in told(claims)] == ["checked", "quoted"]
    assert [c.source for c in claims.citations] == ["b.txt", "a.txt"]


def test_what_only_repeats_the_question_or_an_earlier_claim_is_dropped() -> None:
    claims = Claims("How many boats sank in the storm?")

    for text in ("The storm sank boats.", "The storm sank 41 boats.", "The storm sank 41 boats."):
        list(claims.drafted(Statement(text, (0,)), [BOATS], [BOATS]))

    assert [text for text, _, _ in told(claims)] == ["The storm sank 41 boats."]


def test_a_source_is_cited_under_one_number() -> None:
    claims = Claims(QUESTION)

    for text in ("The storm sank 41 boats.", "The storm sank 41 boats in Tarfaya."):
        list(claims.drafted(Statement(text, (0,)), [BOATS], [BOATS]))

    assert [c for _, c, _ in told(claims)] == [(1,), (1,)]
    assert len(claims.citations) == 1


def test_the_value_that_a_claim_gives_is_marked_in_its_quotation() -> None:
    claims = Claims("How many ships were handled?")
    ships = Selected(evidence("The port handled 147 ships in May and 132 ships in June.", source="a.txt"), None)

    list(claims.drafted(Statement("The port handled 132 ships in June.", (0,)), [ships], [ships]))

    (citation,) = claims.citations
    assert citation.focus is not None
    assert ships.evidence.article.text[slice(*citation.focus)] == "132"
