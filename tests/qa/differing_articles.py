"""Small corpora of articles that give values for one question, equal ones and unlike ones; all made up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PAIRS = Path(__file__).parents[1] / "gold" / "pairs.jsonl"

Expected = Literal["differ", "agree", "nothing"]


@dataclass(frozen=True)
class Case:
    """Two or three articles and a question."""

    name: str
    question: str
    expected: Expected
    """`differ`: the values are told side by side; `agree`: none differs and all articles are cited; `nothing`: none
    differs."""
    articles: tuple[str, ...]
    values: tuple[str, ...] = ()
    """What each article gives, where they differ, in the order in which it is told: the latest article's first."""


def article(title: str, date: str, text: str) -> str:
    """An article with its headline and the day on which it was written."""
    return f"{title}\n\n{date}\n\n{text}\n"


WORKED = (
    Case(
        "a toll that rose",
        "How many people died in the landslide at Tamda?",
        "differ",
        (
            article(
                "Slope gives way above Tamda",
                "3 February 2019",
                "A landslide buried a row of houses at Tamda on Sunday. Six people died in the landslide, the "
                "prefecture said. Diggers came from two neighbouring valleys.",
            ),
            article(
                "Searchers at Tamda find more victims",
                "5 February 2019",
                "Searchers worked through a second night in the mud. The toll of the landslide at Tamda rose to 12 on "
                "Tuesday, the prefecture said. The road is closed.",
            ),
        ),
        ("12", "Six"),
    ),
    Case(
        "two more died, which brings the number to so many",
        "How many people died in the fire at the Belmar hotel?",
        "differ",
        (
            article(
                "Fire at the Belmar hotel",
                "10 June 2018",
                "A fire tore through the Belmar hotel on Sunday night. Six people died in the fire. Guests climbed "
                "down knotted sheets.",
            ),
            article(
                "Two guests of the Belmar hotel die in hospital",
                "13 June 2018",
                "Two more people died on Wednesday of burns from the fire at the Belmar hotel, bringing the number of "
                "deaths to eight. The hotel's owner is being questioned.",
            ),
        ),
        ("eight", "Six"),
    ),
    Case(
        "so many dead, and so many lives claimed",
        "How many people died when the ferry Orsola capsized?",
        "differ",
        (
            article(
                "Ferry Orsola capsizes",
                "21 August 2014",
                "The ferry Orsola capsized off Cape Lenno on Thursday, leaving 57 dead. The sea was calm.",
            ),
            article(
                "The Orsola inquiry opens",
                "2 March 2015",
                "An inquiry into the loss of the ferry Orsola opened on Monday. The disaster claimed 61 lives. Its "
                "captain swam ashore.",
            ),
        ),
        ("61", "57"),
    ),
    Case(
        "a price of two figures",
        "How much did the new tram line of Valmora cost?",
        "differ",
        (
            article(
                "Trams roll in Valmora",
                "4 May 2017",
                "The new tram line of Valmora cost 310 million euros, the transport office said. Rides are free for a "
                "week.",
            ),
            article(
                "Auditors look at Valmora's trams",
                "9 November 2017",
                "According to the auditors the new tram line of Valmora cost €385m. Stations were changed twice while "
                "they were being built.",
            ),
        ),
        ("€385m", "310 million"),
    ),
    Case(
        "an opening on two days",
        "When did the Lindau museum reopen?",
        "differ",
        (
            article(
                "Crowds at the Lindau museum",
                "16 May 2019",
                "The Lindau museum reopened on Thursday after three years. The queue reached the lake.",
            ),
            article(
                "A year in culture",
                "28 December 2019",
                "The Lindau museum reopened on 14 May 2019. The town's theatre lost its director in June.",
            ),
        ),
        ("14 May 2019", "Thursday"),
    ),
    Case(
        "a year of founding",
        "When was the Harrow glassworks founded?",
        "differ",
        (
            article(
                "Glass from Harrow",
                "8 April 2011",
                "The Harrow glassworks was founded in 1842 by two brothers. It makes lenses today.",
            ),
            article(
                "Lenses, lamps, laboratories",
                "17 September 2013",
                "Visitors may watch the blowers on Fridays. The Harrow glassworks was founded in 1824, a plaque at the "
                "gate says.",
            ),
        ),
        ("1824", "1842"),
    ),
    Case(
        "a room where it began",
        "Where did the fire at the Brunel school begin?",
        "differ",
        (
            article(
                "School burns",
                "7 January 2020",
                "The fire at the Brunel school began in the kitchen, a fire officer said. Nobody was hurt.",
            ),
            article(
                "What burned at the Brunel school",
                "11 January 2020",
                "The fire at the Brunel school began in the attic, according to the insurer's report. Lessons go on in "
                "tents.",
            ),
        ),
        ("attic", "kitchen"),
    ),
    Case(
        "a leader of two names",
        "Who led the expedition to Mount Sarkal?",
        "differ",
        (
            article(
                "Climbers back from Mount Sarkal",
                "30 July 2016",
                "The expedition to Mount Sarkal was led by Amal Idrissi. It turned back twice.",
            ),
            article(
                "Winter on Mount Sarkal",
                "12 October 2016",
                "The expedition to Mount Sarkal was led by Karim Tazi, the climbing club writes. Its tents were torn "
                "by the wind.",
            ),
        ),
        ("Karim Tazi", "Amal Idrissi"),
    ),
    Case(
        "a town of birth",
        "Where was the singer Ilse Marten born?",
        "differ",
        (
            article(
                "Ilse Marten on tour",
                "3 March 2012",
                "The singer Ilse Marten was born in Bremen. She has sung in eleven languages.",
            ),
            article(
                "The voice of Ilse Marten",
                "19 June 2012",
                "Her first record sold forty copies. The singer Ilse Marten was born in Antwerp to a sailor.",
            ),
        ),
        ("Antwerp", "Bremen"),
    ),
    Case(
        "who won",
        "Who won the Cordera marathon?",
        "differ",
        (
            article(
                "Rain over the Cordera marathon",
                "6 October 2013",
                "Salma Berrada won the Cordera marathon in heavy rain on Sunday. Half the field gave up.",
            ),
            article(
                "A runner is disqualified",
                "9 October 2013",
                "The Cordera marathon was won by Nadia Chraibi, the jury decided on Wednesday. A chip had failed.",
            ),
        ),
        ("Nadia Chraibi", "Salma Berrada"),
    ),
    Case(
        "a share in per cent",
        "What percentage of voters took part in the referendum in Ostrava Nova?",
        "differ",
        (
            article(
                "Referendum in Ostrava Nova",
                "14 April 2008",
                "In the referendum in Ostrava Nova 61% of voters took part, the commission said. It rained all day.",
            ),
            article(
                "Recount in Ostrava Nova",
                "28 April 2008",
                "After the recount 54 per cent of voters took part in the referendum in Ostrava Nova. The result "
                "stands.",
            ),
        ),
        ("54 per cent", "61%"),
    ),
    Case(
        "a number of injured",
        "How many people were injured in the crash at Pont Allier?",
        "differ",
        (
            article(
                "Buses crash at Pont Allier",
                "22 November 2010",
                "Two buses crashed at Pont Allier on Monday. The crash left 23 people injured, the police said.",
            ),
            article(
                "After the crash at Pont Allier",
                "23 November 2010",
                "In the crash at Pont Allier 31 people were hurt, hospitals say. The bridge has no barrier.",
            ),
        ),
        ("31", "23"),
    ),
    Case(
        "a height",
        "How high is the Tessaline dam?",
        "differ",
        (
            article(
                "Water behind the Tessaline dam",
                "1 February 2015",
                "The Tessaline dam is 88 metres high. Its lake covers two villages.",
            ),
            article(
                "Power from the valley",
                "1 August 2015",
                "At 102 metres the Tessaline dam is as high as a cathedral. Trout are bred below it.",
            ),
        ),
        ("102", "88"),
    ),
    Case(
        "arrests of two counts",
        "How many people did the police arrest after the match in Sfax?",
        "differ",
        (
            article(
                "Trouble after the match in Sfax",
                "2 December 2018",
                "The police arrested 14 people after the match in Sfax on Sunday. Shop windows were broken.",
            ),
            article(
                "Fans before the judge",
                "4 December 2018",
                "The police arrested 19 people after the match in Sfax, the prosecutor said on Tuesday. Most were "
                "sent home.",
            ),
        ),
        ("19", "14"),
    ),
    Case(
        "an age",
        "How old was the pilot of the balloon that fell near Arles?",
        "differ",
        (
            article(
                "Balloon falls near Arles",
                "5 September 2009",
                "A balloon fell near Arles on Saturday. Its pilot, who was 46 years old, broke a leg.",
            ),
            article(
                "Balloonists want a rule for wind",
                "15 September 2009",
                "The pilot of the balloon that fell near Arles was 49 years old. He had flown 300 times.",
            ),
        ),
        ("49", "46"),
    ),
    Case(
        "three articles, two values",
        "How many trees did volunteers plant in the Ourika valley?",
        "differ",
        (
            article(
                "Green weekend",
                "12 March 2017",
                "Volunteers planted 4,000 trees in the Ourika valley this weekend. Walnuts do well there.",
            ),
            article(
                "Roots in the Ourika valley",
                "14 March 2017",
                "Four thousand trees were planted in the Ourika valley by volunteers. Goats are kept out by a fence.",
            ),
            article(
                "Counting trees",
                "2 April 2017",
                "Volunteers planted 3,200 trees in the Ourika valley, a count on the spot shows. Many holes were "
                "empty.",
            ),
        ),
        ("3,200", "Four thousand"),
    ),
    Case(
        "more than what the other one says",
        "How many houses did the flood in Berat destroy?",
        "differ",
        (
            article(
                "Flood in Berat",
                "9 January 2010",
                "The flood in Berat destroyed 120 houses, the mayor said. Boats went down the main street.",
            ),
            article(
                "Berat dries out",
                "20 January 2010",
                "The flood in Berat destroyed more than 300 houses, the Red Cross said. Schools took families in.",
            ),
        ),
        ("300", "120"),
    ),
    Case(
        "a month of closing",
        "When did the Ravenna sugar mill close?",
        "differ",
        (
            article(
                "Empty silos",
                "8 July 2006",
                "The Ravenna sugar mill closed in March 2004. Swallows nest in its silos.",
            ),
            article(
                "Sugar and bread",
                "10 July 2007",
                "The Ravenna sugar mill closed in October 2004 and 90 workers went home. A bakery took over its yard.",
            ),
        ),
        ("October 2004", "March 2004"),
    ),
    Case(
        "missing sailors",
        "How many sailors are missing after the wreck of the Halvard?",
        "differ",
        (
            article(
                "The Halvard is lost",
                "17 January 2003",
                "Nine sailors are missing after the wreck of the Halvard, the coastguard said. Four were picked up.",
            ),
            article(
                "Raft of the Halvard found",
                "18 January 2003",
                "After the wreck of the Halvard seven sailors are missing, the coastguard said on Saturday. Two had "
                "drifted on a raft.",
            ),
        ),
        ("seven", "Nine"),
    ),
    Case(
        "billions in two notations",
        "How much does the country of Velia owe?",
        "agree",
        (
            article("Velia's debt", "2 May 2013", "Velia owes $3bn, its treasury said. Interest is paid in March."),
            article(
                "Lenders meet in Velia",
                "8 May 2013",
                "The country of Velia owes 3 billion dollars. Lenders met in a hotel by the sea.",
            ),
        ),
    ),
    Case(
        "a number in words and in digits",
        "How many wells were dug in Zaouia?",
        "agree",
        (
            article("Water for Zaouia", "3 June 2001", "Twenty-four wells were dug in Zaouia. The water is sweet."),
            article(
                "Wells and pumps",
                "5 June 2001",
                "Engineers said that 24 wells were dug in Zaouia. Each has a pump with a long handle.",
            ),
        ),
    ),
    Case(
        "Thursday and its date",
        "When did the Ostend lighthouse go dark?",
        "agree",
        (
            article(
                "Lighthouse without light",
                "18 October 2019",
                "The Ostend lighthouse went dark on Thursday. A cable had been cut by a digger.",
            ),
            article(
                "Harbours in the dark",
                "30 November 2019",
                "The Ostend lighthouse went dark on 17 October 2019. Fishermen steered by telephone.",
            ),
        ),
    ),
    Case(
        "a name in full and with a title",
        "Who designed the opera house of Mirande?",
        "agree",
        (
            article(
                "Opera house opens",
                "1 September 2005",
                "The opera house of Mirande was designed by Clara Voss. Its roof is of copper.",
            ),
            article(
                "Copper and song",
                "9 September 2005",
                "The architect Clara Voss designed the opera house of Mirande. Critics praise the foyer.",
            ),
        ),
    ),
    Case(
        "per cent and a sign",
        "What share of its power does the island of Sorel get from wind?",
        "agree",
        (
            article("Wind over Sorel", "2 March 2018", "The island of Sorel gets 43% of its power from wind."),
            article(
                "Blades and birds",
                "7 March 2018",
                "From wind the island of Sorel gets 43 per cent of its power. Gulls avoid the blades.",
            ),
        ),
    ),
    Case(
        "a dozen",
        "How many horses escaped from the Kelso stables?",
        "agree",
        (
            article("Horses on the road", "5 May 2011", "A dozen horses escaped from the Kelso stables on Thursday."),
            article(
                "Stable doors",
                "6 May 2011",
                "Twelve horses escaped from the Kelso stables, police said. All were caught with apples.",
            ),
        ),
    ),
    Case(
        "died and were killed",
        "How many people died in the mine at Bjorna?",
        "agree",
        (
            article("Blast in the mine at Bjorna", "4 April 1999", "Eleven people died in the mine at Bjorna."),
            article(
                "Mourning at Bjorna",
                "6 April 1999",
                "A blast in the mine at Bjorna killed 11 people. Lamps burned in the windows of the village.",
            ),
        ),
    ),
    Case(
        "a million in words",
        "How many people visited the fair of Lens?",
        "agree",
        (
            article("Record at the fair", "12 June 2016", "1.5 million people visited the fair of Lens."),
            article(
                "The fair in figures",
                "20 June 2016",
                "The fair of Lens was visited by 1,500,000 people, the organisers say. Most came by train.",
            ),
        ),
    ),
    Case(
        "one place in two sentences",
        "Where was the treaty of the two rivers signed?",
        "agree",
        (
            article(
                "Peace on the rivers", "2 June 1998", "The treaty of the two rivers was signed in Maribor by ministers."
            ),
            article(
                "Ten years of the treaty",
                "2 June 2008",
                "Ministers signed the treaty of the two rivers in Maribor. Boats pass without papers since then.",
            ),
        ),
    ),
    Case(
        "the dead and the injured",
        "How many people died in the bus crash near Errachidia?",
        "nothing",
        (
            article("Bus crash", "1 March 2020", "Six people died in the bus crash near Errachidia. It was dark."),
            article(
                "Injured travellers tell",
                "2 March 2020",
                "Eight people were injured in the bus crash near Errachidia. They lie in three hospitals.",
            ),
        ),
    ),
    Case(
        "arrested and charged",
        "How many people were arrested in the bakery affair?",
        "nothing",
        (
            article("The bakery affair", "8 May 2014", "Nine people were arrested in the bakery affair on Thursday."),
            article(
                "Four in the dock",
                "1 June 2014",
                "Four people were charged in the bakery affair. The flour had been stretched with chalk.",
            ),
        ),
    ),
    Case(
        "of another year",
        "How many storks nested in Silves in 2018?",
        "nothing",
        (
            article("Storks of Silves", "1 July 2018", "In 2018 as many as 52 storks nested in Silves."),
            article("Storks leave", "1 July 2019", "In 2019 only 31 storks nested in Silves. Cranes had moved them."),
        ),
    ),
    Case(
        "of another town",
        "How many schools did the storm close in Bergen?",
        "nothing",
        (
            article("Storm over Bergen", "3 January 2012", "The storm closed 18 schools in Bergen on Tuesday."),
            article(
                "Storm over Stavanger", "3 January 2012", "The storm closed 25 schools in Stavanger. Roofs flew far."
            ),
        ),
    ),
    Case(
        "planned and built",
        "How many flats were built in the Oder quarter?",
        "nothing",
        (
            article("Flats in the Oder quarter", "9 March 2016", "In all 400 flats were built in the Oder quarter."),
            article(
                "What was promised",
                "1 February 2012",
                "The city plans to have 650 flats built in the Oder quarter. Trams are to follow.",
            ),
        ),
    ),
    Case(
        "at least so many",
        "How many ships anchored off Limnos?",
        "nothing",
        (
            article("Ships at anchor", "4 September 2007", "At least 30 ships anchored off Limnos in the gale."),
            article("Gale over Limnos", "5 September 2007", "The pilots counted 34 ships that anchored off Limnos."),
        ),
    ),
    Case(
        "a part of the total",
        "How many passengers were on the train to Nis?",
        "nothing",
        (
            article("Train stopped by snow", "9 February 2005", "On the train to Nis were 240 passengers."),
            article(
                "Night on the train",
                "10 February 2005",
                "Of the passengers on the train to Nis 35 passengers were children. Soldiers brought soup.",
            ),
        ),
    ),
    Case(
        "a range and a figure in it",
        "How much does a ticket for the Salen ski lift cost?",
        "nothing",
        (
            article(
                "Snow in Salen", "1 December 2017", "A ticket for the Salen ski lift costs between 30 and 50 euros."
            ),
            article(
                "Skiing for all", "3 January 2018", "Children pay for the Salen ski lift: a ticket costs 30 euros."
            ),
        ),
    ),
    Case(
        "a day and its month",
        "When was the bridge at Torun opened?",
        "nothing",
        (
            article("The bridge at Torun", "11 May 2004", "The bridge at Torun was opened on 9 May 2004."),
            article("Ten years of a bridge", "1 May 2014", "The bridge at Torun was opened in May 2004. It sways."),
        ),
    ),
    Case(
        "the opening and the closing",
        "When was the Palace cinema in Ghent opened?",
        "nothing",
        (
            article("The Palace in Ghent", "1 June 1999", "The Palace cinema in Ghent was opened in 1926."),
            article("Last film", "1 June 2003", "The Palace cinema in Ghent was closed in 2003. Its screen is kept."),
        ),
    ),
    Case(
        "the founder and the head of today",
        "Who founded the Osier weaving school?",
        "nothing",
        (
            article("Baskets", "4 May 2010", "The Osier weaving school was founded by Marta Brandt. It has a garden."),
            article("Willow", "8 May 2010", "The Osier weaving school is run by Peter Lund. Pupils come from afar."),
        ),
    ),
    Case(
        "a town and its country",
        "Where was the painter Jonas Ek born?",
        "nothing",
        (
            article("Jonas Ek", "4 June 2010", "The painter Jonas Ek was born in Uppsala. He painted ice."),
            article("Ice", "9 June 2010", "The painter Jonas Ek was born in Sweden. Critics called him cold."),
        ),
    ),
    Case(
        "two winners of two years",
        "Who won the Tirana chess open in 2012?",
        "nothing",
        (
            article("Chess in Tirana", "3 May 2012", "Arben Hoxha won the Tirana chess open in 2012."),
            article("Chess again", "3 May 2013", "Lena Roth won the Tirana chess open in 2013. She lost no game."),
        ),
    ),
)
"""Corpora that the comparison was worked on with."""

HELD_BACK = (
    Case(
        "a toll that hospitals raise",
        "How many people were killed by the gas blast in Rimavska?",
        "differ",
        (
            article(
                "Gas blast in Rimavska",
                "6 December 2019",
                "A gas blast in Rimavska killed nine people on Friday, firemen said. Windows broke a mile away.",
            ),
            article(
                "Rimavska mourns",
                "9 December 2019",
                "The death toll of the gas blast in Rimavska has climbed to 14, hospitals said on Monday. Bells rang "
                "at noon.",
            ),
        ),
        ("14", "nine"),
    ),
    Case(
        "a cost in dirhams",
        "How much did the restoration of the Tazrout library cost?",
        "differ",
        (
            article(
                "Books return to Tazrout",
                "2 April 2018",
                "The restoration of the Tazrout library cost 4 million dirhams. Cedar was brought from the hills.",
            ),
            article(
                "Accounts of a restoration",
                "17 May 2018",
                "The restoration of the Tazrout library cost 6.5 million dirhams, the ministry told parliament.",
            ),
        ),
        ("6.5 million", "4 million"),
    ),
    Case(
        "a strike that began on two days",
        "When did the strike at the Dunmore brewery begin?",
        "differ",
        (
            article(
                "Brewers walk out",
                "13 March 2014",
                "The strike at the Dunmore brewery began on Monday. Pickets lit fires at the gate.",
            ),
            article(
                "Beer flows again",
                "2 April 2014",
                "The strike at the Dunmore brewery began on 12 March 2014. It cost two weeks of ale.",
            ),
        ),
        ("12 March 2014", "Monday"),
    ),
    Case(
        "a designer of two names",
        "Who designed the stadium of Kaldur?",
        "differ",
        (
            article(
                "Stadium of Kaldur turns ten",
                "1 June 2015",
                "The stadium of Kaldur was designed by Henrik Dahl. It seats 9,000.",
            ),
            article(
                "An architect looks back",
                "4 July 2016",
                "The stadium of Kaldur was designed by Ines Corte, a magazine writes. Its lamps are seen from the sea.",
            ),
        ),
        ("Ines Corte", "Henrik Dahl"),
    ),
    Case(
        "a part of a ship",
        "Where did the leak on the tanker Meridia start?",
        "differ",
        (
            article(
                "Tanker Meridia leaks",
                "8 August 2012",
                "The leak on the tanker Meridia started in the engine room, the owners said. Booms were laid.",
            ),
            article(
                "Divers under the Meridia",
                "12 August 2012",
                "Divers report that the leak on the tanker Meridia started in the forward tank. Oil reached a beach.",
            ),
        ),
        ("forward tank", "engine room"),
    ),
    Case(
        "wounded in a collapse",
        "How many people were wounded when the stand in Calvi collapsed?",
        "differ",
        (
            article(
                "Stand collapses in Calvi",
                "5 May 2002",
                "A stand collapsed in Calvi on Sunday and 40 people were wounded. The match was called off.",
            ),
            article(
                "Calvi asks why",
                "8 May 2002",
                "When the stand in Calvi collapsed, 52 people were injured, according to doctors. Screws had rusted.",
            ),
        ),
        ("52", "40"),
    ),
    Case(
        "a rate of unemployment",
        "How high is unemployment in the region of Lowmark?",
        "differ",
        (
            article(
                "Jobs in Lowmark",
                "1 October 2013",
                "Unemployment in the region of Lowmark is at 11.8 per cent, the labour office says.",
            ),
            article(
                "Idle docks",
                "3 October 2013",
                "A union puts unemployment in the region of Lowmark at 13%. Two docks have closed.",
            ),
        ),
        ("13%", "11.8 per cent"),
    ),
    Case(
        "a prize for one of two",
        "Who won the Arvika film prize?",
        "differ",
        (
            article(
                "Films in Arvika",
                "20 November 2011",
                "Director Selma Aune won the Arvika film prize on Sunday. Her film has no words.",
            ),
            article(
                "Winners of the autumn",
                "1 December 2011",
                "The Arvika film prize was won by Tomas Reid. Other prizes went to short films.",
            ),
        ),
        ("Tomas Reid", "Selma Aune"),
    ),
    Case(
        "a year in which it was built",
        "In which year was the Corran lighthouse built?",
        "differ",
        (
            article(
                "Light of Corran", "7 March 2009", "The Corran lighthouse was built in 1886. Its lamp is electric."
            ),
            article(
                "Keepers",
                "9 March 2010",
                "Keepers lived with goats. The Corran lighthouse was built in 1868, when the harbour was dug.",
            ),
        ),
        ("1868", "1886"),
    ),
    Case(
        "a length",
        "How long is the Ferrand tunnel?",
        "differ",
        (
            article("Under the Ferrand", "2 February 2016", "The Ferrand tunnel is 12.4 kilometres long. It drips."),
            article(
                "Lorries and the tunnel",
                "2 June 2016",
                "At 14 kilometres the Ferrand tunnel is long enough to tire drivers. It has one lay-by.",
            ),
        ),
        ("14", "12.4"),
    ),
    Case(
        "a fine in two notations",
        "How much was the shipping firm Norvik fined?",
        "agree",
        (
            article("Norvik fined", "3 May 2019", "The shipping firm Norvik was fined $2.4bn by a court in Oslo."),
            article(
                "Judges and ships",
                "4 May 2019",
                "A court fined the shipping firm Norvik 2.4 billion dollars. Its shares fell.",
            ),
        ),
    ),
    Case(
        "half a dozen",
        "How many paintings were stolen from the Abelin gallery?",
        "agree",
        (
            article("Theft", "2 June 2008", "Half a dozen paintings were stolen from the Abelin gallery on Sunday."),
            article(
                "Empty frames",
                "4 June 2008",
                "Six paintings were stolen from the Abelin gallery. The frames were left behind.",
            ),
        ),
    ),
    Case(
        "yesterday and its date",
        "When did the volcano Hekra erupt?",
        "agree",
        (
            article("Ash", "5 April 2010", "The volcano Hekra erupted yesterday. Ash fell on farms."),
            article("Farms under ash", "9 May 2010", "The volcano Hekra erupted on 4 April 2010. Sheep were moved."),
        ),
    ),
    Case(
        "a commander with his rank",
        "Who commanded the frigate Astrea?",
        "agree",
        (
            article("Frigate in port", "1 May 1997", "The frigate Astrea was commanded by Captain Luis Ferrer."),
            article("The Astrea's voyage", "5 May 1997", "Luis Ferrer commanded the frigate Astrea. He kept bees."),
        ),
    ),
    Case(
        "thousands in words",
        "How many people fled the town of Maro?",
        "agree",
        (
            article("Flight from Maro", "2 July 2003", "Thirty thousand people fled the town of Maro."),
            article("Tents", "5 July 2003", "Aid workers say that 30,000 people fled the town of Maro. Tents lack."),
        ),
    ),
    Case(
        "injured and missing",
        "How many people are missing after the flood in Vidin?",
        "nothing",
        (
            article("Flood in Vidin", "3 May 2014", "Seven people are missing after the flood in Vidin."),
            article("Doctors in boats", "4 May 2014", "After the flood in Vidin 22 people were injured. Doctors row."),
        ),
    ),
    Case(
        "another season",
        "How many goals did Rasko score for Varna in 2006?",
        "nothing",
        (
            article("Goals", "1 June 2006", "Rasko scored 21 goals for Varna in 2006. Most were headers."),
            article("Goals again", "1 June 2007", "Rasko scored 17 goals for Varna in 2007. He limps."),
        ),
    ),
    Case(
        "seats that will be",
        "How many seats does the theatre of Elva have?",
        "nothing",
        (
            article("Theatre of Elva", "3 March 2013", "The theatre of Elva has 480 seats. Its curtain is red."),
            article("A wider stage", "4 March 2013", "The theatre of Elva will have 620 seats after a rebuilding."),
        ),
    ),
    Case(
        "more than a round figure",
        "How many letters did the museum of Pori receive?",
        "nothing",
        (
            article("Letters", "2 May 2015", "The museum of Pori received more than 5,000 letters about the whale."),
            article("The whale", "9 May 2015", "The museum of Pori received 5,312 letters. Most are from children."),
        ),
    ),
    Case(
        "in the country and in one town",
        "How many cases of measles were counted in Norland?",
        "nothing",
        (
            article("Measles in Norland", "1 March 2011", "In Norland 830 cases of measles were counted this winter."),
            article("Measles in Lund", "3 March 2011", "In Lund, a town of Norland, 95 cases of measles were counted."),
        ),
    ),
)
"""Corpora that were written before and looked at after."""

CASES = WORKED + HELD_BACK


def pairs() -> tuple[Case, ...]:
    """Pairs of one or two sentences each, worked on too, the most of which differ in nothing: tests/gold/pairs.jsonl.

    What each article gives is not told.
    """
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    return tuple(
        Case(f"pair {n}", row["question"], row["expected"], tuple(article("News", *one) for one in row["articles"]))
        for n, row in enumerate(rows)
    )
