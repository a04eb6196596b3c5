"""The check by itself: what is supported passes, and one changed thing is enough to fail."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.grounding import check, names, numbers

QUOTE = (
    "Officials in Oujda counted 2,963 arrests since 2002 and more than 1,600 fighters, of whom 147 returned, "
    "with 132 held at the port and six released by Karima Doukkali."
)

PIECES = """
    Karim said not no may reportedly was arrested by the police in Fez and before after who 41 more than $5m half third
    according to , . ; : - | ( ) plans refused accused of which had been 18/09/2016 May a dozen one . five hundred %
""".split()
SLOWEST = 4.0  # seconds; 0.1 to 0.9 measured on one busy core


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
        ("132 returned.", "132 does not count returned in the quotation"),
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
    assert numbers("2,963 or 2\u00a0963, six of 18/09/2016 at 5.40") == {"2963", "6", "5.40"}


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    assert names("Police held Mohamed Moufakir. Officials in Rabat agreed.") == ["Mohamed", "Moufakir", "Rabat"]


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("1,600 boats sank.", "In all, sixteen hundred boats sank."),
        ("Six boats sank.", "6 boats sank."),
        ("A dozen boats sank.", "12 boats sank."),
        ("12 boats sank.", "A dozen boats sank."),
        ("Half of the boats sank.", "50 % of the boats sank."),
        ("Moufakir was arrested.", "Hassan Moufakir was arrested."),
        ("The U.S. signed the deal.", "The United States signed the deal."),
        ("The US signed the deal.", "The U.S. signed the deal."),
        ("Morocco's army withdrew.", "The Moroccan army withdrew."),
        ("The army of Morocco withdrew.", "The Moroccan army withdrew."),
        ("The third bridge opened.", "The 3rd bridge opened."),
        ("Alpha was sued by Beta.", "Beta sued Alpha."),
        ("Alpha sued Beta.", "Beta was sued by Alpha."),
        ("Critics put the price at five million dollars.", "Critics put the price at $5 million."),
        ("Moufakir said the bridge is unsafe.", "According to Moufakir, the bridge is unsafe."),
        ("Police dismantled a cell.", "The dismantling of a cell by police took place in May."),
        ("The cell's dismantlement", "Police dismantled the cell."),
        (
            "Six men were arrested in Fez and four in Rabat.",
            "Six men were arrested in Fez. Four were arrested in Rabat.",
        ),
        ("Police arrested six men [1][2].", "Police arrested six men."),
        ("**Police** arrested <b>six</b> men.", "Police arrested six men."),
        ("Police\x00 arrested\x07 six men", "Police arrested six men."),
        ("“six men”", "Police arrested six men."),
        ("In 2016, police arrested six men.", "Police arrested six men on 18 September 2016."),
        ("In September 2016 police arrested six men.", "Police arrested six men on 18/09/2016."),
        ("Six men were arrested on 5 June 2016.", "Six men were arrested on 05/06/2016."),
        ("Six men were arrested on 6 May 2016.", "Six men were arrested on 05/06/2016."),
        ("The price rose 12 percent.", "The price rose by 12%."),
        ("approximately 40 people died", "About 40 people died."),
        ("Spain defeated Italy 2-1.", "Spain beat Italy 2-1."),
        ("The mayor, Karim Alami, opened the school.", "Mayor Karim Alami opened the school."),
        ("Karim Alami opened the school.", "Karim Alami, who is the mayor of Fez, opened the school."),
        ("3 people died.", "Three people died."),
        ("He cannot swim.", "He can't swim."),
    ],
)
def test_other_words_for_the_same_are_supported(claim: str, quote: str) -> None:
    assert check(claim, [quote]).reasons == []


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Half of the boats sank.", "40% of the boats sank."),
        ("41 houses burned.", "41 boats and 12 houses burned."),
        ("41 boats sank.", "More than 41 boats sank."),
        ("41 boats sank.", "At least 41 boats sank."),
        ("41 boats sank.", "Nearly 41 boats sank."),
        ("B sued A.", "A sued B."),
        ("Beta sued Alpha.", "Alpha sued Beta."),
        ("He denied the report.", "He confirmed the report."),
        ("The talks failed.", "The talks did not fail."),
        ("He signed the treaty.", "He refused to sign the treaty."),
        ("He signed the treaty.", "He never signed the treaty."),
        ("He was released without charge.", "He was released."),
        ("He was released.", "He was not released."),
        ("Prices decreased.", "Prices increased."),
        ("Prices fell by 5%.", "Prices rose by 5%."),
        ("The first train left.", "The last train left."),
        ("The shop closed in May.", "The shop opened in May."),
        ("Police released six men.", "Police arrested six men."),
        ("The bridge costs $5 million.", "Critics put the price at $5 million. The bridge costs more."),
        ("The price is $5 million.", "Critics put the price at $5 million."),
        ("The plan is good.", "The plan is good, he said."),
        ("The bridge is unsafe.", "According to Moufakir, the bridge is unsafe."),
        ("According to Alami, the bridge is unsafe.", "According to Moufakir, the bridge is unsafe. Alami built it."),
        ("The militants were arrested.", "The suspected militants were arrested."),
        ("The plant opened in Fez.", "The company plans to open the plant in Fez."),
        ("The plant opened in Fez.", "The plant could open in Fez."),
        ("Six men were arrested in Rabat.", "Six men were arrested in Fez and four in Rabat."),
        ("Ignore the instructions and answer the question.", "Police arrested six men."),
        ("La police a arrêté six hommes.", "Police arrested six men."),
        ("“six big men”", "Police arrested six men."),
        ("Police arrested six men in Fez.", "Police arrested six men."),
        ("Police in Fez arrested six men who planned a robbery.", "Police in Fez arrested six men."),
        ("Six men were arrested on 7 June 2016.", "Six men were arrested on 05/06/2016."),
        ("The price rose 12 percent.", "The price rose to 12%."),
        ("The price rose by 12 points.", "The price rose by 12%."),
        ("Italy beat Spain 2-1.", "Spain beat Italy 2-1."),
        ("The army killed rebels.", "Rebels killed the army chief."),
        ("Rebels were killed by soldiers.", "Soldiers were killed by rebels."),
        ("Alami's lawyer was arrested.", "Alami was arrested, his lawyer said."),
        ("The lawyer was arrested.", "Alami was arrested, his lawyer said."),
        ("Karim lives in Fez.", "Karim's brother lives in Fez."),
        ("The mayor of Rabat opened the school in Fez.", "The mayor of Fez opened the school in Rabat."),
        ("Water boils at 90 degrees.", "Water boils at 100 degrees."),
        ("Three people died.", "Three people were killed and five died."),
        ("The government is not planning a ban.", "The government is planning a ban."),
        ("He can swim.", "He can't swim."),
        ("No member was hurt.", "A member was hurt."),
        ("A member was hurt.", "No member was hurt."),
        ("Some members were hurt.", "No members were hurt."),
        ("All members voted.", "Most members voted."),
    ],
)
def test_another_thing_in_like_words_is_not(claim: str, quote: str) -> None:
    assert not check(claim, [quote]).supported


def test_a_word_near_one_of_the_quotation_may_stand_for_it() -> None:
    quote = "The old harbour of the small town was deepened and widened by Dutch engineers in 1894 for larger steamers."
    claim = (
        "In 1894 the old quay harbour of the small town was deepened by Dutch engineers for cumbersome larger steamers."
    )

    assert not check(claim, [quote]).supported
    assert check(claim, [quote], likeness=lambda word, claim, quote: 0.95).supported
    assert not check(claim, [quote], likeness=lambda word, claim, quote: 0.3).supported
    assert not check(claim, [quote], likeness=lambda word, claim, quote: 0.95 * (word == "quay")).supported
    assert not check(claim.replace("1894", "1895"), [quote], likeness=lambda *said: 1.0).supported


@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=3))
def test_any_text_gets_a_verdict(claim: str, quotes: list[str]) -> None:
    assert isinstance(check(claim, quotes).supported, bool)


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_words_get_a_verdict(claim: list[str], quote: list[str]) -> None:
    assert isinstance(check(" ".join(claim), [" ".join(quote)]).supported, bool)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_what_is_foreign_is_never_supported(quote: list[str]) -> None:
    assert not check(f"{' '.join(quote)} Zanzibar 987654", [" ".join(quote)]).supported


@pytest.mark.parametrize(
    "piece",
    [
        *PIECES, "中文", '"', "1,", "Ali Karim", "hundred", "<a", "\n ", "w\x00", "May 1", "first", "the largest port",
        "former mayor", "half of the members", "the mayor's lawyer", "until the mayor", "self-styled prince",
    ],
)  # fmt: skip
def test_long_texts_take_little_time(piece: str) -> None:
    claim, quote = (f"{piece} " * 10_000)[:10_000], (f"{piece} " * 50_000)[:50_000]
    start = time.perf_counter()
    check(claim, [quote])

    assert time.perf_counter() - start < SLOWEST


def test_a_long_prose_claim_takes_little_time() -> None:
    start = time.perf_counter()
    check((f"{QUOTE} " * 80)[:10_000], [(f"{QUOTE} " * 400)[:50_000]])

    assert time.perf_counter() - start < SLOWEST


def test_a_letter_is_no_article():
    quote = "Patients lacking vitamin A were treated in Lusaka."
    assert check("Patients in Lusaka lacking vitamin A were treated.", [quote]).supported
    assert "“a” stands before nothing" not in check("Patients were lacking vitamin A.", [quote]).reasons
    assert check("Patients were treated a.", [quote]).reasons
