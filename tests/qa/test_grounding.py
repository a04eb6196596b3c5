"""The check by itself: what is supported passes, and one changed thing is enough to fail."""

import pytest

from qa.grounding import check, names, numbers

QUOTE = (
    "Officials in Oujda counted 2,963 arrests since 2002 and more than 1,600 fighters, of whom 147 returned, "
    "with 132 held at the port and six released by Karima Doukkali."
)


@pytest.mark.parametrize(
    "claim",
    [
        "2,963 arrests since 2002.",
        "Officials in Oujda counted 2963 arrests.",
        "There were more than 1,600 fighters.",
        "147 returned.",
        "6 were released by Karima Doukkali.",
        "Six were released.",
        "132 were held at the port [1].",
    ],
)
def test_what_the_quotation_says_is_supported(claim: str) -> None:
    assert check(claim, [QUOTE]).supported, check(claim, [QUOTE]).reasons


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("2,964 arrests since 2002.", "2964 is in no quotation"),
        ("2,963 arrests since 2003.", "2003 is in no quotation"),
        ("Officials in Saidia counted 2,963 arrests.", "the name Saidia is in no quotation"),
        ("132 returned.", "132 does not count return in the quotation"),
        ("There were 1,600 fighters.", "what qualifies 1600 was changed"),
        ("147 did not return.", "a negation was added"),
        ("147 reportedly returned.", "a hedge was added"),
        ("Officials said 147 returned.", "a speaker was added"),
        ("147 returned to prison.", "“prison” is in no quotation"),
        ("“147 came home” at the port.", "“147 came home” is not what is quoted"),
        ("", "there is no claim"),
        ("[1]", "there is no claim"),
    ],
)
def test_one_changed_thing_fails_and_says_so(claim: str, reason: str) -> None:
    verdict = check(claim, [QUOTE])

    assert not verdict.supported
    assert reason in verdict.reasons


@pytest.mark.parametrize(
    ("claim", "quote", "reason"),
    [
        ("The cell planned attacks.", "The cell reportedly planned attacks and had plans.", "a hedge was dropped"),
        ("The cell was large.", "The cell was not large.", "a negation was dropped"),
        ("The cell was large.", "The cell wasn’t large.", "a negation was dropped"),
        ("The price was five million.", "Critics said the price was five million.", "a speaker was dropped"),
    ],
)
def test_what_the_quotation_guards_must_not_be_dropped(claim: str, quote: str, reason: str) -> None:
    assert reason in check(claim, [quote]).reasons


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Ahmed shot Karim.", "Karim shot Ahmed."),
        ("The court acquitted Ali and convicted Omar.", "The court convicted Ali and acquitted Omar."),
        ("The raid came after the vote.", "The raid came before the vote."),
        ("Only Morocco signed.", "Morocco signed."),
        ("All members were released.", "Some members were released."),
        ("The ban ends.", "The ban ends if he signs."),
        ("Spain dismantled 207 cells.", "Morocco, unlike Spain, dismantled 207 cells."),
        ("The minister denied it and did not resign.", "The minister did not deny it and resigned."),
        ("15 people were arrested.", "Between five and ten people were arrested."),
        ("3 brigades were sent.", "The 3rd brigade was sent."),
        ("16 jets landed.", "F16 jets landed."),
        ("It cost $5 million.", "It cost €5 million."),
        ("Prices rose by 5%.", "Prices rose by 5 dirhams."),
        ("It fell by 5.", "It fell by -5."),
    ],
)
def test_the_same_words_can_say_another_thing(claim: str, quote: str) -> None:
    assert not check(claim, [quote]).supported


def test_several_quotations_support_together() -> None:
    assert check("Three men from Larache.", ["Three men were held.", "They came from Larache."]).supported


def test_nothing_is_supported_by_no_quotation() -> None:
    assert check("Anything.", []).reasons == ["there is no quotation"]
    assert not check("Anything.", ["  \n"]).supported


def test_numbers_are_compared_by_value() -> None:
    assert numbers("2,963 or 2\u00a0963, six of 18/09/2016 at 5.40") == {"2963", "6", "18/09/2016", "5.40"}


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    assert names("Police held Mohamed Moufakir. Officials in Rabat agreed.") == ["Mohamed", "Moufakir", "Rabat"]
