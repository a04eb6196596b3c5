"""Whether a sentence says of its value what the question asks."""

import pytest

from qa.predicates import says_it, verbs
from qa.synonyms import lemma

DISMANTLED = verbs("How many terrorist cells has Morocco dismantled?")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Morocco has dismantled 207 cells.", True),
        ("Services have taken apart 207 cells.", True),
        ("Services took 207 terror cells apart.", True),
        ("Since 2002 some 207 cells were broken up.", True),
        ("They take part in 207 cells a year.", True),  # a light verb says nothing else
        ("Services have watched 207 cells.", False),
        ("They broke 207 promises and went up the hill.", False),
    ],
)
def test_a_verb_of_two_words_says_what_one_word_says(text: str, says: bool) -> None:
    start = text.index("207")

    assert says_it(DISMANTLED, text, start, start + 3) == says


def test_the_verbs_of_a_question_have_the_meaning_of_two_words() -> None:
    assert lemma("dismantle") in verbs("How many cells were broken up?")
    assert lemma("cancel") in verbs("Who called the match off?")
    assert lemma("dismantle") not in verbs("How many windows were broken?")
