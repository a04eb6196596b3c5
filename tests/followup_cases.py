"""Conversations whose last question was written down before the rules met it, in the way that people type.

Each row: the turns before it (question, answer, values), the question, words that the resolved question must hold, and
words that it must not. A row without words is a question that must stay as it is.
"""

from __future__ import annotations

Said = tuple[str, str, tuple[str, ...]]
Row = tuple[list[Said], str, str, str]

FLOOD: Said = (
    "How many houses did the flood destroy in Larache?",
    "The flood destroyed 63 houses in Larache.",
    ("63",),
)
MARATHON: Said = ("Who won the Casablanca marathon in 2019?", "Hicham Laqouahi won in 2:08.", ("Hicham Laqouahi",))
BRIDGE: Said = ("Where is the Hassan II bridge?", "The bridge joins Rabat and Salé.", ("Rabat",))
STRIKE: Said = ("Why did the dockers of Agadir go on strike?", "They asked for higher pay, said Samira Tazi.", ())
VACCINE: Said = (
    "How many nurses were vaccinated in Fez in April 2021?",
    "In Fez 310 nurses were vaccinated.",
    ("310",),
)
COMPANY: Said = ("Which company built the tram line?", "Alstom built the line.", ("Alstom",))
MINISTER: Said = ("Who is the health minister of Tunisia?", "The minister is Ali Mrabet.", ("Ali Mrabet",))
WATER: Said = ("What is the price of water in Marrakesh?", "A cubic metre costs 7 dirhams.", ())
TREATY: Said = ("When was the fishing treaty signed?", "It was signed on 14 January 2019.", ("14 January 2019",))
CELLS: Said = ("How many cells has Morocco dismantled since 2002?", "207 cells since 2002.", ("207",))
PLAYERS: Said = (
    "Which players left the club?",
    "Said Amrani and Youssef Biyad left.",
    ("Said Amrani", "Youssef Biyad"),
)
REFUSED: Said = ("What did Karim Jettou say about the dam?", "", ())

RIVER: Said = ("Which river floods Kenitra every winter?", "The Sebou floods Kenitra.", ("Sebou",))
FIRE: Said = ("What caused the fire at the Fez market?", "A short circuit caused it.", ())
SNOW: Said = ("How many schools were closed because of the snow in Azrou?", "12 schools", ("12",))
INQUIRY: Said = ("Who is leading the inquiry into the Oujda plot?", "Judge Salma Berrada leads it.", ("Salma Berrada",))
MEALS: Said = ("What does the ministry spend on school meals?", "It spends 90 million dirhams.", ("90 million",))
PORT: Said = ("Has the port of Nador been finished?", "Not yet.", ())
ARREST: Said = ("When was Ahmed Choukri arrested?", "In June 2014.", ("June 2014",))
VILLAGES: Said = ("Which villages lost power after the storm?", "Imlil and Asni lost power.", ("Imlil", "Asni"))
LAW: Said = ("What do experts say about the new law?", "Experts say it is too strict.", ())
MINARET: Said = ("How old is the minaret of Chefchaouen?", "It was built in 1471.", ("1471",))
MINES: Said = ("How many women work in the mines of Khouribga?", "340 women work there.", ("340",))

HELD_OUT: list[Row] = [
    ([FLOOD], "how many of them have been rebuilt", "houses flood Larache rebuilt", "them"),
    ([FLOOD], "were these insured?", "houses insured", "these"),
    ([FLOOD], "ok and in Kenitra?", "How many houses flood Kenitra", "Larache"),
    ([FLOOD], "when", "When flood houses Larache", "many"),
    ([FLOOD], "When did that happen?", "When flood Larache", "that happen"),
    ([FLOOD], "and what about shops?", "How many shops flood Larache", "houses"),
    ([MARATHON], "and in 2020?", "Who won Casablanca marathon 2020", "2019"),
    ([MARATHON], "how old is he", "old Hicham Laqouahi", "he"),
    ([MARATHON], "what was his time?", "Hicham Laqouahi's time", "his"),
    ([MARATHON], "what about the Marrakesh marathon?", "Who won Marrakesh marathon 2019", "Casablanca"),
    ([MARATHON, ("How old is Hicham Laqouahi?", "", ())], "where does he train?", "Hicham Laqouahi train", "he"),
    ([BRIDGE], "when was it opened", "Hassan II bridge opened", "it"),
    ([BRIDGE], "who designed this?", "Hassan II bridge designed", "this"),
    ([STRIKE], "when did they stop?", "dockers Agadir stop", "they"),
    ([STRIKE], "and the teachers?", "Why teachers strike", "dockers"),
    ([STRIKE], "since when?", "Since when dockers Agadir strike", "Why"),
    ([VACCINE], "and in may?", "nurses vaccinated Fez May 2021", "April"),
    ([VACCINE], "what about doctors", "How many doctors vaccinated Fez April 2021", "nurses"),
    ([VACCINE], "How many people live there?", "people live Fez", "there"),
    ([VACCINE], "And in Meknes in 2022?", "nurses vaccinated Meknes 2022", "Fez 2021"),
    ([COMPANY], "where is it based?", "Alstom based", "it"),
    ([COMPANY], "why them?", "Why Alstom", "them"),
    ([MINISTER], "What did she announce in March?", "Ali Mrabet announce March", "she"),
    ([MINISTER], "and of Algeria?", "health minister Algeria", "Tunisia"),
    ([WATER], "and in Essaouira", "price water Essaouira", "Marrakesh"),
    ([WATER], "and of electricity?", "price electricity Marrakesh", "water"),
    ([TREATY], "who signed it?", "signed fishing treaty", "it"),
    ([TREATY], "what else happened that year?", "happened 2019", "that"),
    ([TREATY], "where?", "Where fishing treaty signed", "When"),
    ([CELLS], "and Spain?", "How many cells Spain dismantled 2002", "Morocco"),
    ([CELLS], "and between 2010 and 2015?", "cells Morocco dismantled 2010 2015", "2002"),
    ([PLAYERS], "why did the first one leave?", "Said Amrani leave", "first"),
    ([PLAYERS], "how much did the latter earn?", "Youssef Biyad earn", "latter"),
    ([REFUSED], "why?", "Why Karim Jettou dam", "What"),
    ([REFUSED], "when was he born?", "Karim Jettou born", "he"),
    ([CELLS, ("How many cells has Spain dismantled since 2002?", "", ())], "and since 2010?", "Spain 2010", "2002"),
    # to stay as they are
    ([FLOOD], "Which mayor resigned over his expenses?", "", ""),
    ([FLOOD], "How much does it cost to insure a house?", "", ""),
    ([FLOOD], "Is there a hospital in Larache?", "", ""),
    ([MARATHON], "Did the minister say when she would resign?", "", ""),
    ([MARATHON], "who wrote \"he came, they saw it\"?", "", ""),
    ([BRIDGE], "What is the population of Salé and its suburbs?", "", ""),
    ([STRIKE], "Is it possible that prices fall?", "", ""),
    ([CELLS], "What do farmers in Meknes feed their goats?", "", ""),
    ([CELLS], "olive oil prices", "", ""),
    ([TREATY], "What happened to those who fled?", "", ""),
    ([WATER], "Does it rain in Ifrane in winter?", "", ""),
    ([MINISTER], "What is the lion that escaped called?", "", ""),
    ([COMPANY], "thanks", "", ""),
]  # fmt: skip
"""Written down before there were rules; five of its rows were wrong at first.

One row was changed: "why them?" was to stay as it is.
"""

LATER: list[Row] = [
    ([RIVER], "how long is it?", "long Sebou", "it"),
    ([FIRE], "was anyone hurt in it?", "hurt fire Fez market", "it"),
    ([FIRE], "when did it break out?", "fire Fez market break out", "it"),
    ([SNOW], "and in Midelt?", "schools closed snow Midelt", "Azrou"),
    ([SNOW], "have they reopened?", "schools reopened", "they"),
    ([INQUIRY], "what did she find?", "Salma Berrada find", "she"),
    ([INQUIRY], "what was the plot about?", "", ""),
    ([MEALS], "and on books?", "ministry spend books", "meals"),
    ([MEALS], "How much did it spend in 2019?", "ministry spend 2019", "it"),
    ([PORT], "who is building it?", "building port Nador", "it"),
    ([PORT], "why not?", "Why port Nador not finished", ""),
    ([PORT], "and the one in Dakhla?", "port Dakhla", ""),
    ([ARREST], "where?", "Where Ahmed Choukri arrested", "When"),
    ([ARREST], "and his brother?", "brother arrested", "his"),
    ([ARREST], "was he tried in the same year?", "Ahmed Choukri tried", "he"),
    ([ARREST], "how many others were arrested that month?", "arrested June 2014", "that"),
    ([VILLAGES], "How far apart are they?", "Imlil Asni apart", "they"),
    ([VILLAGES], "for how long?", "how long Imlil Asni power storm", "Which"),
    ([VILLAGES], "what about water?", "water", ""),
    ([LAW], "what do they propose instead?", "experts propose", "they"),
    ([LAW], "when does it come into force?", "law come into force", "it"),
    ([LAW], "what do lawyers say?", "", ""),
    ([MINARET], "who built it then?", "built minaret Chefchaouen", "it"),
    ([MINARET], "How do I get there?", "get Chefchaouen", "there"),
    ([MINARET], "What is the tallest building in Africa?", "", ""),
    ([MINES], "what do they earn?", "women mines Khouribga earn", "they"),
    ([MINES], "since when?", "since when women work mines Khouribga", "many"),
    ([MINES], "and how many men?", "How many men work mines Khouribga", "women"),
    ([MINES], "Who says so?", "", ""),
    ([MINES], "Did the king visit those mines?", "king visit mines Khouribga", "those"),
]  # fmt: skip
"""Written down once the rules stood, before they were tried on it; ten of its thirty rows were wrong then.

One row was changed: "why not?" keeps its "not" before the verb.
"""
