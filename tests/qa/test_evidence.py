"""What is known of the sentences that were found, and their order."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import WordsEncoder

from index import intake
from index.search import Index
from qa import fitted, models
from qa.evidence import Evidence, Features, gather
from qa.question_terms import QuestionTerms, Wording, lemmas

ARTICLES = {
    "storm.txt": (
        "Storm at Tarfaya\n\nThe storm sank 41 boats in Tarfaya harbour on Monday. It was the worst in ten years. "
        "Why did nobody warn the crews? Mayor Lamia Bensouda opened a fund for the crews."
    ),
    "olives.txt": "Olive prices\n\nOlive oil rose to 110 dirhams a litre in Meknes. Pickers earn 90 dirhams a day.",
    "terns.txt": (
        "A talk\n\nQ: How many pairs of avocets did you count this spring?\nA: We counted 1,640.\n\n"
        "Q: Why did the terns leave?\nA: Because of the foxes."
    ),
    "cells.txt": (
        "Sales by division\n\nDivision | Sales 2023 | Sales 2022\nBakery | 410 | 388\nDairy | 198 | 190\n\n"
        "In Ferrara, four people were arrested. Police arrested two men near the harbour of Pellano. Nobody was hurt."
    ),
    "board.txt": "A new board\n\nThe Port Safety Board (PSB) met in Agadir. The PSB had no quorum in 2016.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("evidence")
    corpus = folder / "articles"
    corpus.mkdir()
    for name, text in ARTICLES.items():
        (corpus / name).write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "PassageEncoder", WordsEncoder)
        yield Index.rebuild(corpus, Path(folder / "index"), models.encoder())


def found(index: Index, question: str) -> list[Evidence]:
    return gather(question, index, index.search(question, WordsEncoder(), 10))


def features(index: Index, question: str, text: str) -> Features:
    return next(e.features for e in found(index, question) if e.quote == text)


def test_every_sentence_stands_once_and_the_shares_are_one_together(index: Index) -> None:
    evidence = found(index, "How many boats did the storm sink?")

    assert len({(e.article.source, e.span) for e in evidence}) == len(evidence)
    assert sum(e.share for e in evidence) == pytest.approx(1)
    assert [e.score for e in evidence] == sorted((e.score for e in evidence), reverse=True)
    assert evidence[0].quote == "The storm sank 41 boats in Tarfaya harbour on Monday."


def test_the_score_is_the_weighted_sum_of_the_features(index: Index) -> None:
    evidence = found(index, "How many boats did the storm sink?")
    named = fitted.model("evidence", words=False)["weights"]

    for e in evidence:
        assert e.score == pytest.approx(sum(named[name] * getattr(e.features, name) for name in named))


@pytest.mark.parametrize("words", [True, False])
def test_every_feature_has_its_fitted_weight(words: bool) -> None:
    assert fitted.model("evidence", words=words)["weights"].keys() == Features.__dataclass_fields__.keys()


def test_a_sentence_that_points_back_knows_the_one_before_it(index: Index) -> None:
    known = features(index, "When did the storm sink boats in Tarfaya?", "It was the worst in ten years.")

    assert known.coverage == 0
    assert known.coverage_before > 0.5


def test_kinds_of_sentences_are_told_apart(index: Index) -> None:
    question = "How many boats did the storm sink?"
    first = features(index, question, "The storm sank 41 boats in Tarfaya harbour on Monday.")

    assert (first.carries, first.lacks, first.counted) == (1, 0, 1)
    assert features(index, question, "Mayor Lamia Bensouda opened a fund for the crews.").lacks == 1
    with pytest.raises(StopIteration):
        features(index, question, "Why did nobody warn the crews?")
    assert features(index, question, "Storm at Tarfaya").headline == 1


def test_what_a_sentence_says_otherwise_is_known(index: Index) -> None:
    oil = "Olive oil rose to 110 dirhams a litre in Meknes."

    assert features(index, "How did olive oil fall in Meknes?", oil).contrary == 1
    assert features(index, "How did olive oil rise in Meknes?", oil).contrary == 0
    assert features(index, "How did olive oil fall in Meknes?", oil).outdone == 0  # no other sentence says that it fell
    assert features(index, "How did olive oil increase in Meknes?", oil).meant == 1
    assert features(index, "Where did olive oil not rise?", oil).denied == 1
    assert features(index, "Where did olive oil rise?", oil).denied == 0
    assert features(index, "Where did olive oil rise to 120?", oil).numbers == 1
    assert features(index, "Where did olive oil rise to 110?", oil).numbers == 0
    assert features(index, "Who in Fez sells olive oil?", oil).names_here == 0
    assert features(index, "Who in Meknes sells olive oil?", oil).names_here == 1


def test_a_sentence_with_the_contrary_is_outdone_by_one_with_the_word(index: Index) -> None:
    board = "The Port Safety Board (PSB) met in Agadir."
    question = "What did the mayor close, and what did she open?"

    assert features(index, question, board).outdone == 0
    assert features(index, question, "Mayor Lamia Bensouda opened a fund for the crews.").contrary == 0
    opened = "Mayor Lamia Bensouda opened a fund for the crews."
    assert features(index, "What fund did the mayor close?", opened).contrary == 1


def test_an_answer_has_the_words_of_the_question_before_it(index: Index) -> None:
    question = "Why did the terns leave?"

    assert found(index, question)[0].quote == "A: Because of the foxes."
    assert features(index, question, "A: Because of the foxes.").coverage == 0
    assert features(index, question, "A: Because of the foxes.").coverage_before == 1
    assert not any(e.quote.endswith("?") for e in found(index, question))


def test_a_row_is_read_with_the_names_of_its_columns_which_are_no_answer(index: Index) -> None:
    question = "What were the sales of the dairy division in 2022?"
    quotes = [e.quote for e in found(index, question)]

    assert quotes[0] == "Dairy | 198 | 190"
    assert not any(quote.startswith("Division") for quote in quotes)
    assert features(index, question, "Dairy | 198 | 190").numbers == 0


def test_another_place_than_the_question_names_is_a_rival(index: Index) -> None:
    question = "How many people were arrested in Pellano?"

    assert features(index, question, "In Ferrara, four people were arrested.").rival == 1
    assert features(index, question, "Police arrested two men near the harbour of Pellano.").rival == 0
    assert features(index, question, "Nobody was hurt.").rival == 0
    assert (
        features(index, "How many were arrested in the Pellano case?", "In Ferrara, four people were arrested.").rival
        == 0
    )


def test_what_a_short_form_stands_for_comes_first(index: Index) -> None:
    assert found(index, "What does PSB stand for?")[0].quote == "The Port Safety Board (PSB) met in Agadir."


def test_nothing_found_is_no_evidence(index: Index) -> None:
    result = index.search("boats", WordsEncoder(), 10)
    nothing = type(result)([], result.asked, result.weights)

    assert gather("boats", index, nothing) == []


def test_a_question_without_content_covers_nothing() -> None:
    weighed = QuestionTerms({})

    assert (weighed.coverage(["boat"]), weighed.bm25(["boat"]), weighed.among([], ["boat"])) == (0, 0, 1)
    assert Wording({}, denies=False).share(lemmas("boats")) == 0
    assert Wording({}, denies=False).heaviest(lemmas("boats")) == 0


def test_shares_of_weight_count_rare_terms_more() -> None:
    weighed = QuestionTerms({"storm": 1.0, "tarfaya": 3.0})

    assert weighed.coverage(["tarfaya"]) == pytest.approx(0.75)
    assert weighed.coverage(["storm"], ["tarfaya"]) == 1
    assert weighed.bm25(["tarfaya"]) > weighed.bm25(["storm"])
    np.testing.assert_allclose(weighed.among(["storm"], ["storm"]), 1)
