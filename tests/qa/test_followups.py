"""Follow-up questions as they can be asked by themselves.

The conversations of followup_cases.py were written down before the rules met them, the ones here along with the rules.
"""

import json
import re
from pathlib import Path

import pytest
from followup_cases import HELD_OUT, LATER, Said
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Answer, Citation, Claim, Coverage, Models
from qa.followups import LONGEST, LONGEST_READ, Turn, resolve

GOLD = Path(__file__).parents[1] / "gold" / "sample.jsonl"

ARRESTS = Turn(
    "How many people were arrested in Tangier in 2015?", "Eight people were arrested in Tangier.", ("Eight",)
)
STORM = Turn("How many boats did the storm sink in Tarfaya harbour?", "The storm sank 41 boats.", ("41",))
FUND = Turn(
    "Who opened a fund for the crews?", "Mayor Lamia Bensouda opened a fund for the crews.", ("Lamia Bensouda",)
)
LAW = Turn("Why did Morocco change its law?", "To fight terrorism.")
PROGRAM = Turn("Does the prison have a program for reintegration?", "Yes, since 2017.")
REMARK = Turn("What did Omar Idrissi say about Zagora?", "He counts 212 pupils.")
LANDFALL = Turn("When did the storm hit Tarfaya?", "On 12 March 2021.", ("12 March 2021",))
MEETING = Turn("Where was the conference held?", "It was held in Rabat.", ("Rabat",))
OIL = Turn("How much did olive oil cost in Meknes in March 2015?", "It cost 110 dirhams.", ("110",))
SIGNERS = Turn("Which countries signed the agreement?", "Spain and France signed.", ("Spain", "France"))
HELD = Turn("Who was arrested in Tangier?", "Six people.")
CELLS = Turn("How many cells has Morocco dismantled since 2002?", "207 cells.", ("207",))
HAVING = Turn("How many members did the ISIS cell dismantled in Tangier have?", "Six.", ("six",))
BIBLE = Turn("When did the first French language bible appear?")
SETTLERS = Turn("Where in South Carolina did the settlers live?")
WAR = Turn("When did Syria and Egypt launch a surprise attack on Israel?")
PRESIDENT = Turn("Who is the president of the club?", "Karim Naji is.", ("Karim Naji",))
MENTORS = Turn("How much are the mentors of the Fez football club paid?")
CHAIR = Turn("Who is Fez’s chairwoman?", "We had no list, says the chairwoman, Latifa Bensouda-Rami.")
SUCCESSOR = Turn(
    "Who will lead the frozen division?", "Helen Marsh said the former director, Raj Patel, will lead the division."
)
MET = Turn("Who opened the bridge?", "Omar Said met Tom Reed, who had opened the bridge.")
NEITHER = Turn("Who paid for the bridge?", "The bridge brought Tom Reed and Omar Said together.")
WORDS = Turn("Moroccan terror cells", "Morocco dismantled 207 cells.")

RESOLVED = [
    # those of whom was spoken
    (ARRESTS, "How many of them were charged?", "How many of the people arrested in Tangier in 2015 were charged?"),
    (ARRESTS, "were they convicted", "Were the people arrested in Tangier in 2015 convicted"),
    (ARRESTS, "What was their motive?", "What was the motive of the people arrested in Tangier in 2015?"),
    (ARRESTS, "Where are those held?", "Where are the people arrested in Tangier in 2015 held?"),
    (
        ARRESTS,
        "How many of those arrested were women?",
        "How many of the people arrested in Tangier in 2015 were women?",
    ),
    (ARRESTS, "How many of those people are free?", "How many of the people arrested in Tangier in 2015 are free?"),
    (ARRESTS, "How many were charged?", "How many of the people arrested in Tangier in 2015 were charged?"),
    (CELLS, "What did these plan?", "What did the cells that Morocco has dismantled since 2002 plan?"),
    (STORM, "Who owned these boats?", "Who owned the boats that the storm did sink in Tarfaya harbour?"),
    # what happened, where no noun names it
    (ARRESTS, "When was that?", "When were people arrested in Tangier in 2015?"),
    (CELLS, "and how was it?", "How has Morocco dismantled the cells since 2002?"),
    # who of several does what was asked
    (SUCCESSOR, "What was he before?", "What was Raj Patel before?"),
    (MET, "How old is he?", "How old is Tom Reed?"),
    (HELD, "How old are they?", "How old are the people arrested in Tangier?"),
    (SIGNERS, "When did they sign it?", "When did Spain and France sign the agreement?"),
    (HAVING, "What did they plan?", "What did the members of the ISIS cell dismantled in Tangier plan?"),
    (WAR, "What did they want?", "What did Syria and Egypt want?"),
    # what differs
    (SETTLERS, "and in Norway?", "Where in Norway did the settlers live?"),
    (HAVING, "and women?", "How many women did the ISIS cell dismantled in Tangier have?"),
    (BIBLE, "And in Italy?", "When did the first French language bible appear in Italy?"),
    (ARRESTS, "And in 2016?", "How many people were arrested in Tangier in 2016?"),
    (ARRESTS, "and since 2010?", "How many people were arrested in Tangier since 2010?"),
    (ARRESTS, "and before that?", "How many people were arrested in Tangier before 2015?"),
    (ARRESTS, "In March 2016?", "How many people were arrested in Tangier in March 2016?"),
    (ARRESTS, "and in Rabat?", "How many people were arrested in Rabat in 2015?"),
    (ARRESTS, "and in Rabat in 2016?", "How many people were arrested in Rabat in 2016?"),
    (ARRESTS, "What about women?", "How many women were arrested in Tangier in 2015?"),
    (ARRESTS, "How many women?", "How many women were arrested in Tangier in 2015?"),
    (CELLS, "and in Fez?", "How many cells has Morocco dismantled since 2002 in Fez?"),
    (CELLS, "What about Spain?", "How many cells has Spain dismantled since 2002?"),
    (OIL, "and in April?", "How much did olive oil cost in Meknes in April 2015?"),
    (OIL, "and in 2016?", "How much did olive oil cost in Meknes in March 2016?"),
    (OIL, "on 3 May 2016?", "How much did olive oil cost in Meknes on 3 May 2016?"),
    (OIL, "And wheat in Fez?", "How much did wheat cost in Fez in March 2015?"),
    (REMARK, "and Lamia Bensouda?", "What did Lamia Bensouda say about Zagora?"),
    (REMARK, "and about Rabat?", "What did Omar Idrissi say about Rabat?"),
    (REMARK, "and the mayor?", "What did the mayor say about Zagora?"),
    (WORDS, "and in 2016?", "Moroccan terror cells in 2016?"),
    # what is asked for
    (ARRESTS, "Why?", "Why were people arrested in Tangier in 2015?"),
    (ARRESTS, "Who?", "Who was arrested in Tangier in 2015?"),
    (STORM, "When?", "When did the storm sink boats in Tarfaya harbour?"),
    (STORM, "When did it happen?", "When did the storm sink boats in Tarfaya harbour?"),
    (FUND, "But why?", "Why was it that Lamia Bensouda opened a fund for the crews?"),
    (LAW, "When?", "When did Morocco change its law?"),
    (HELD, "How many?", "How many people were arrested in Tangier?"),
    (HELD, "Who else?", "Who else was arrested in Tangier?"),
    (SIGNERS, "In which year?", "In which year was it that Spain and France signed the agreement?"),
    (MEETING, "Where exactly?", "Where was the conference held?"),
    (WORDS, "Why?", "Why: Moroccan terror cells?"),
    (HAVING, "Why?", "Why did the ISIS cell dismantled in Tangier have members?"),
    (SETTLERS, "When?", "When did the settlers live in South Carolina?"),
    (PRESIDENT, "Since when?", "Since when is Karim Naji the president of the club?"),
    # one person, one thing, a place, a time
    (FUND, "How old is she?", "How old is Lamia Bensouda?"),
    (FUND, "What is her profession?", "What is Lamia Bensouda’s profession?"),
    (FUND, "Did anyone thank her?", "Did anyone thank Lamia Bensouda?"),
    (FUND, "Why did she open it?", "Why did Lamia Bensouda open the fund for the crews?"),
    (REMARK, "When was he born?", "When was Omar Idrissi born?"),
    (LAW, "When was it changed?", "When was the law of Morocco changed?"),
    (PROGRAM, "What is it called?", "What is the program for reintegration called?"),
    (LANDFALL, "Was it the first?", "Was the storm the first?"),
    (REMARK, "Where is that?", "Where is Zagora?"),
    (MEETING, "Who spoke there?", "Who spoke in Rabat?"),
    (MEETING, "Who travelled there?", "Who travelled to Rabat?"),
    (MEETING, "Was it legal to meet there?", "Was it legal to meet in Rabat?"),
    (LANDFALL, "What else happened that day?", "What else happened on 12 March 2021?"),
    (LANDFALL, "What happened that year?", "What happened in 2021?"),
    (ARRESTS, "What has changed since then?", "What has changed since 2015?"),
    (MENTORS, "When did it begin?", "When did the Fez football club begin?"),
    (CHAIR, "What does she run?", "What does Latifa Bensouda-Rami run?"),
    # of several
    (SIGNERS, "Why did the first one sign?", "Why did Spain sign?"),
    (SIGNERS, "What does the latter want?", "What does France want?"),
    (ARRESTS, "Where is the first one held?", "Where is the first of the people arrested in Tangier in 2015 held?"),
    (ARRESTS, "What about the others?", "What about the other people arrested in Tangier in 2015?"),
]

ALONE = [
    "Who won the World Cup?",
    "Why did Morocco change its law?",
    "Who said that they were ready?",
    "Is it true that Morocco has a king?",
    "Was it legal to fish off Spain?",
    "How long does it take to cross the strait?",
    "Are there wolves in the Atlas?",
    "How many people live in Fez and its suburbs?",
    "Which party changed its leader?",
    "What did the minister say before he resigned?",
    "When Omar Idrissi left Rabat, was he ill?",
    "And who won the World Cup?",
    "Who wrote “They were there” in 1990?",
    "What does 'it was him' mean?",
    "What is that old ship called?",
    "Olive prices",
    "More",
    "Thank you",
    "?",
    "",
]


@pytest.mark.parametrize(("turn", "question", "resolved"), RESOLVED)
def test_a_follow_up_is_asked_by_itself(turn: Turn, question: str, resolved: str) -> None:
    assert resolve(question, [turn]) == resolved


@pytest.mark.parametrize("turn", [ARRESTS, FUND, SIGNERS])
@pytest.mark.parametrize("question", ALONE)
def test_a_question_that_stands_alone_stays(question: str, turn: Turn) -> None:
    assert resolve(question, [turn]) is question


def test_the_questions_about_the_sample_stand_alone_after_each_other() -> None:
    questions = [json.loads(line)["question"] for line in GOLD.read_text(encoding="utf-8").splitlines()]
    for question in questions:
        for before in questions:
            assert resolve(question, [Turn(before)]) is question


def words(text: str) -> set[str]:
    found = set(re.findall(r"[\w']+", text.replace("’", "'").casefold()))
    return found | {w.removesuffix("'s") for w in found}


@pytest.mark.parametrize(("turns", "question", "holds", "lacks"), HELD_OUT + LATER)
def test_questions_written_down_before_the_rules_met_them(
    turns: list[Said], question: str, holds: str, lacks: str
) -> None:
    resolved = resolve(question, [Turn(*t) for t in turns])
    if holds:
        assert words(holds) <= words(resolved)
        assert not words(lacks) & words(resolved)
    else:
        assert resolved is question


def test_every_question_leans_on_the_resolved_one_before_it() -> None:
    turns = [ARRESTS]
    asked = []
    for question in ("How many of them were charged?", "and in Rabat?", "Why?", "And in 2016?"):
        asked.append(resolve(question, turns))
        turns.append(Turn(asked[-1]))
    assert asked == [
        "How many of the people arrested in Tangier in 2015 were charged?",
        "How many of the people arrested in Rabat in 2015 were charged?",
        "Why were the people arrested in Rabat in 2015 charged?",
        "Why were the people arrested in Rabat in 2016 charged?",
    ]


def test_what_the_last_turn_does_not_hold_is_sought_in_those_before() -> None:
    assert resolve("How old is she?", [FUND, ARRESTS]) == "How old is Lamia Bensouda?"
    assert resolve("Who lives there?", [MEETING, FUND]) == "Who lives in Rabat?"


def test_where_no_turn_holds_an_antecedent_the_question_stays() -> None:
    question = "How old is she?"
    assert resolve(question, [Turn("What is rain?")]) is question


def test_who_of_several_is_meant_is_not_guessed() -> None:
    assert resolve("How old is he?", [NEITHER]) == "How old is he?"


def test_without_turns_every_question_stays() -> None:
    question = "And in 2016?"
    assert resolve(question, []) is question


def test_quotations_stay_as_they_were_typed() -> None:
    resolved = resolve("Did she say “they saw it there” or 'he did'?", [FUND])
    assert resolved == "Did Lamia Bensouda say “they saw it there” or 'he did'?"


def test_nothing_but_names_and_words_comes_from_an_answer() -> None:
    turn = Turn(
        "Who opened the\x1b[31m fund?",
        "[bold]Lamia\u202e Bensouda[/bold]\x07 <b>opened</b> it.",
        ("\x1b]0;x\x07Lamia\u202e Bensouda\x1b[2J",),
    )
    assert resolve("How old is she?", [turn]) == "How old is Lamia Bensouda?"
    assert resolve("When?", [turn]) == "When was it that Lamia Bensouda opened the fund?"


def test_a_long_question_leans_on_nothing_and_nothing_on_it() -> None:
    question = "Why did he " + "x" * LONGEST_READ + "?"
    assert resolve(question, [FUND]) is question
    assert resolve("And in 2016?", [Turn("Why " + "x" * LONGEST_READ)]) == "And in 2016?"


def test_what_would_grow_too_long_stays() -> None:
    letters = "ﷺ" * 400 + " and in Fez?"
    before = Turn("How many people in Rabat " + "x" * (LONGEST_READ - 30) + "?")
    assert len(resolve("And in Fez?", [before])) <= LONGEST
    assert len(resolve(letters, [before])) <= LONGEST


def test_a_turn_is_what_was_asked_and_the_words_that_answer() -> None:
    quote = "Mayor Lamia Bensouda\nopened a fund."
    citation = Citation(
        1, "a.txt", 100, 135, (1, 2), quote, (106, 120), "a.txt#char=100,135", "0" * 64, "utf-8", "", None
    )
    answer = Answer(
        question="who?",
        resolved="Who opened a fund?",
        status="answered",
        claims=(Claim("Mayor Lamia\x07 Bensouda opened a fund.", (1,), "quoted"),),
        citations=(citation, citation),
        passages=(),
        coverage=Coverage(1, 0, 0, "generation", "2026-11-22T10:00:00Z"),
        model=Models(None, "encoder"),
    )
    expected = Turn("Who opened a fund?", "Mayor Lamia Bensouda opened a fund.", ("Lamia Bensouda",))
    assert Turn.of(answer) == expected


PIECES = """
    and but so ok what about how many much old who whom whose when where why which is are was were did does has in at on
    since before between from of to for by with the a first one ones others latter former rest this that these those it
    its he she him her his they them their there then year day of them 2016 2015 March april 3 May 1990s Tangier Rabat
    Omar Idrissi Lamia Bensouda Dr. ISIS Morocco's people women boats storm mayor law harbour cells arrested dismantled
    sank happened say opened called ? , . ' " “ ” « » \x1b[31m \u202e [bold] \ue000 ’s İ ß
""".split()
spoken = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
anything = st.one_of(spoken, st.text(max_size=60))
turns_of_talk = st.lists(
    st.one_of(
        st.sampled_from([ARRESTS, STORM, FUND, LAW, PROGRAM, REMARK, LANDFALL, MEETING, OIL, SIGNERS, CELLS, WORDS]),
        st.builds(Turn, anything, anything, st.lists(anything, max_size=3).map(tuple)),
    ),
    max_size=4,
)


@given(question=anything, turns=turns_of_talk)
def test_a_resolved_question_stands_alone(question: str, turns: list[Turn]) -> None:
    resolved = resolve(question, turns)
    assert resolve(resolved, turns) == resolved
    assert resolved is question or (len(resolved) <= LONGEST and "\x1b" not in resolved and "\u202e" not in resolved)


@given(question=anything)
def test_without_turns_nothing_is_changed(question: str) -> None:
    assert resolve(question, []) is question
