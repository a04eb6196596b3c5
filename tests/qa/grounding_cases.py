"""Claims that are true of their quotations, in other words; people, firms and figures are made up.

`HELD_OUT` came last, when the check had been made for the claims of `DESIGNED`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """Quotations, claims that they support, and pairs of words that a claim must not exchange."""

    quotes: tuple[str, ...]
    claims: tuple[str, ...]
    roles: tuple[tuple[str, str], ...] = ()
    speakers: tuple[tuple[str, str], ...] = ()
    """What is cut off a claim to drop its speaker, and somebody else who did not say it."""
    hedges: tuple[tuple[str, str], ...] = ()
    """A hedged wording and the same wording without its hedge."""


def case(quotes: str | tuple[str, ...], *claims: str, **more: tuple[tuple[str, str], ...]) -> Case:
    return Case((quotes,) if isinstance(quotes, str) else quotes, claims, **more)


DESIGNED = (
    case(
        "Police in Fez arrested 14 men from Larache on 18 September 2016 after a raid on a warehouse.",
        "On September 18, 2016, fourteen men from Larache were arrested by police in Fez.",
        "14 men were arrested in Fez on 18/09/2016.",
        "After a raid on a warehouse, police arrested 14 men.",
        roles=(("Larache", "Fez"),),
    ),
    case(
        "The shipping firm Nordhavn sued the port of Esbjerg in March 2011 for $5 million.",
        "In March 2011 the port of Esbjerg was sued by the shipping firm Nordhavn.",
        "Nordhavn, a shipping company, sued the port of Esbjerg for five million dollars.",
        "Nordhavn sued the port of Esbjerg for US$5m.",
        roles=(("Nordhavn", "the port of Esbjerg"),),
    ),
    case(
        "Hassan Moufakir said the bridge would cost 240 million dirhams, while Karima Doukkali called that "
        "figure too low.",
        "According to Hassan Moufakir, the bridge would cost 240 million dirhams.",
        "Moufakir said that the bridge would cost 240,000,000 dirhams.",
        speakers=(
            ("According to Hassan Moufakir, ", "According to Karima Doukkali, "),
            ("Moufakir said that ", "Doukkali said that "),
        ),
    ),
    case(
        "Critics put the price of the stadium at more than 900 million euros; the city council never "
        "published a figure.",
        "Critics put the price at more than €900 million.",
        "According to critics, the stadium's price is more than 900 million euros.",
        "The city council never published a figure.",
        speakers=(("According to critics, ", "According to the city council, "),),
    ),
    case(
        "The Moroccan government dismantled 207 cells between 2002 and 2020 and reportedly foiled more than 500 plots.",
        "Morocco's government dismantled 207 cells.",
        "Between 2002 and 2020, 207 cells were dismantled by the Moroccan government.",
        "The government reportedly foiled over 500 plots.",
        hedges=(("reportedly foiled", "foiled"),),
    ),
    case(
        "The museum refused to return the statue to Greece, although the Greek ambassador had asked for it in 1998.",
        "The museum refused to return the statue.",
        "In 1998, the ambassador of Greece had asked for the statue.",
        "The museum did not return the statue to Greece.",
    ),
    case(
        "Lake Tana lies at 1,788 metres above sea level and covers about 3,000 square kilometres.",
        "Lake Tana covers approximately 3000 square kilometres.",
        "Lake Tana is located 1788 metres above sea level.",
        "About 3,000 square kilometres are covered by Lake Tana.",
    ),
    case(
        "The drug did not reduce the number of strokes, but it lowered blood pressure in 62 per cent of patients.",
        "Blood pressure was lowered in 62% of patients.",
        "The drug lowered blood pressure in 62 percent of patients.",
        "The number of strokes was not reduced by the drug.",
    ),
    case(
        "Elena Vasquez defeated Martin Okafor in the final by three sets to one on 7 July 2019.",
        "Martin Okafor was defeated by Elena Vasquez in the final.",
        "On July 7, 2019 Elena Vasquez beat Martin Okafor in the final.",
        "Elena Vasquez defeated Martin Okafor.",
        roles=(("Elena Vasquez", "Martin Okafor"),),
    ),
    case(
        "The factory in Tartu employed 1,600 people in 1987 and 410 in 1995.",
        "In 1987, the factory in Tartu employed sixteen hundred people.",
        "The Tartu factory employed 410 people in 1995.",
        "1600 people were employed by the factory in 1987.",
        roles=(("1987", "1995"),),
    ),
    case(
        "Rahul Mehta borrowed 30,000 rupees from his uncle Suresh Rao to open the first shop in Pune.",
        "Rahul Mehta borrowed 30000 rupees from Suresh Rao.",
        "To open the first shop in Pune, Rahul Mehta borrowed 30,000 rupees from his uncle.",
        roles=(("Rahul Mehta", "Suresh Rao"),),
    ),
    case(
        "The company plans to build 120 flats on the former airfield and may add a school by 2027.",
        "The company plans to construct 120 flats on the former airfield.",
        "A school may be added by 2027.",
        "The company intends to build 120 flats.",
        hedges=(("plans to construct", "constructed"), ("may be added", "was added"), ("intends to build", "built")),
    ),
    case(
        "The suspected smugglers, six Spaniards and a Belgian, were released without charge in June 2004.",
        "Six Spaniards and one Belgian, the suspected smugglers, were released without charge.",
        "In June 2004 the suspected smugglers were freed without charge.",
        hedges=(("suspected smugglers", "smugglers"),),
    ),
    case(
        "Oil exports rose by 12 percent in 2008 and fell by 9 percent in 2009, the central bank said.",
        "Oil exports rose 12% in 2008, the central bank said.",
        "According to the central bank, exports of oil fell by 9 per cent in 2009.",
        "The central bank said oil exports increased by 12 percent in 2008.",
        roles=(("2008", "2009"),),
        speakers=(
            ("According to the central bank, ", "According to the oil ministry, "),
            ("The central bank said ", "The oil ministry said "),
        ),
    ),
    case(
        "The ferry Aurora collided with the trawler Havørn before dawn; no passengers were injured, and two "
        "fishermen died.",
        "No passengers were injured.",
        "Two fishermen died.",
        "The ferry Aurora collided with the trawler Havorn before dawn.",
    ),
    case(
        "In 1921 the chemist Ilse Brandt discovered the compound, and Georg Adler patented it two years later.",
        "The compound was discovered in 1921 by the chemist Ilse Brandt.",
        "Ilse Brandt discovered the compound in 1921.",
        "Georg Adler patented the compound two years later.",
        roles=(("Ilse Brandt", "Georg Adler"),),
    ),
    case(
        "At least 41 boats and 12 houses were destroyed by the storm that hit Saidia on Monday.",
        "The storm destroyed at least 41 boats and a dozen houses.",
        "In Saidia the storm destroyed 12 houses.",
        "At least 41 boats were destroyed by the storm.",
        roles=(("41", "12"), ("41", "a dozen")),
    ),
    case(
        "Parliament approved the law by 212 votes to 148, but the president has not signed it.",
        "The law was approved by parliament by 212 votes to 148.",
        "The president has not signed the law.",
        "Parliament endorsed the law by 212 votes to 148.",
        roles=(("212", "148"),),
    ),
    case(
        "Question: When did you join? Amina Tazi: I joined the orchestra in 1999, when I was 23 years old.",
        "Amina Tazi said she joined the orchestra in 1999.",
        "Amina Tazi said she was 23 years old when she joined the orchestra.",
        speakers=(("Amina Tazi said she", "Nadia Berrada said she"),),
    ),
    case(
        "| City | Inhabitants | Schools |\n| Agadir | 421,844 | 96 |\n| Tetouan | 380,787 | 88 |",
        "Agadir has 421,844 inhabitants.",
        "There are 88 schools in Tetouan.",
        roles=(("Agadir", "Tetouan"),),
    ),
    case(
        "The archbishop denied that he had met the general in Asuncion in 1974.",
        "The archbishop denied having met the general.",
        "The archbishop denied that he had met the general in 1974.",
        roles=(("archbishop", "general"),),
    ),
    case(
        "The new line links Vilnius to Kaunas and carries nearly 8,000 passengers a day.",
        "Almost 8,000 passengers a day are carried by the new line.",
        "The new line connects Vilnius to Kaunas.",
    ),
    case(
        "Teresa Lindqvist succeeded Henrik Dahl as head of the bank in January 2013.",
        "Henrik Dahl was succeeded by Teresa Lindqvist in January 2013.",
        "In January 2013, Teresa Lindqvist succeeded Henrik Dahl as the bank's head.",
        roles=(("Henrik Dahl", "Teresa Lindqvist"),),
    ),
    case(
        "The trial could last until October, prosecutor Marco Bellini warned, because 73 witnesses must be heard.",
        "Prosecutor Marco Bellini warned that the trial could last until October.",
        "According to the prosecutor Marco Bellini, 73 witnesses must be heard.",
        speakers=(("Prosecutor Marco Bellini warned that the", "Defence lawyer Carla Neri warned that the"),),
        hedges=(("could last", "lasted"),),
    ),
    case(
        "The German army withdrew from the town on 3 May 1945 before the British army entered it.",
        "On 3 May 1945 the army of Germany withdrew from the town.",
        "The German army withdrew from the town before the British army entered it.",
        "The army of Germany withdrew from the town on May 3rd, 1945.",
        roles=(("German", "British"),),
    ),
    case(
        "Half of the pupils failed the exam in 2018; in 2019 only a third of them failed.",
        "In 2018 50 percent of the pupils failed the exam.",
        "Half of the pupils failed the exam in 2018.",
    ),
    case(
        "Kenya sold 2.4 million tonnes of tea to Egypt in 2015, its third record in a row.",
        "In 2015 Kenya sold Egypt 2,400,000 tonnes of tea.",
        "2.4 million tonnes of tea were sold to Egypt by Kenya in 2015.",
        "It was Kenya's 3rd record in a row.",
        roles=(("Kenya", "Egypt"),),
    ),
    case(
        "The castle was built in 1382 by Duke Albrecht and destroyed in 1644 by Swedish troops.",
        "Duke Albrecht built the castle in 1382.",
        "Swedish troops destroyed the castle in 1644.",
        "In 1644 the castle was destroyed by troops from Sweden.",
        roles=(("1382", "1644"),),
    ),
    case(
        "The union said its members would not return to work, but the employers claimed that 300 drivers had done so.",
        "The union said that its members would not return to work.",
        "According to the employers, 300 drivers had returned to work.",
        speakers=(
            ("The union said that its", "The employers said that its"),
            ("According to the employers, ", "According to the union, "),
        ),
    ),
    case(
        "Mount Kelud erupted in 1919, killing about 5,000 people, and again in 2014, when seven people died.",
        "About 5,000 people were killed when Mount Kelud erupted in 1919.",
        "In 2014, 7 people died.",
        "Mount Kelud erupted in 1919 and in 2014.",
    ),
    case(
        "The hospital in Ghent bought 16 ventilators from the Swiss company Medivent for €310,000.",
        "The hospital in Ghent purchased sixteen ventilators from the Swiss firm Medivent.",
        "16 ventilators were bought from Medivent for 310,000 euros.",
        "For €310,000, the hospital in Ghent bought 16 ventilators.",
    ),
    case(
        "Only two of the eleven islands are inhabited, and none of them has an airport.",
        "Only 2 of the 11 islands are inhabited.",
        "None of the islands has an airport.",
    ),
    case(
        "The novelist Ada Kowalska was born in Lublin on 2 February 1931 and died in Toronto on 19 November 2003.",
        "Ada Kowalska died in Toronto on November 19, 2003.",
        "Ada Kowalska, a novelist, was born on 2 February 1931 in Lublin.",
        "The novelist Ada Kowalska was born in Lublin.",
        roles=(("Lublin", "Toronto"),),
    ),
    case(
        "Inspectors found no weapons on the ship, which was carrying 90 tons of rice from Karachi to Aden.",
        "No weapons were found on the ship by inspectors.",
        "The ship was carrying 90 tons of rice from Karachi to Aden.",
        "90 tons of rice were being carried to Aden.",
        roles=(("Karachi", "Aden"),),
    ),
    case(
        "Fewer than 200 pandas live outside the reserve, and their number has decreased since 1990.",
        "The number of pandas outside the reserve has declined since 1990.",
        "Less than 200 pandas live outside the reserve.",
    ),
    case(
        (
            "The mine opened in 1906.",
            "It was closed by the Bolivian state in 1985 and its 4,200 workers lost their jobs.",
        ),
        "The mine opened in 1906 and was closed in 1985 by the Bolivian state.",
        "4,200 workers lost their jobs.",
        "The state of Bolivia closed the mine in 1985.",
        roles=(("1906", "1985"),),
    ),
    case(
        "Minister Paolo Ricci accused Senator Luca Ferri of leaking the report, which Ferri denied.",
        "Senator Luca Ferri was accused by Minister Paolo Ricci of leaking the report.",
        "Paolo Ricci accused Luca Ferri of leaking the report.",
        roles=(("Paolo Ricci", "Luca Ferri"),),
    ),
    case(
        "The satellite is expected to be launched in August 2025 from Kourou and will weigh 2,963 kilograms.",
        "The satellite is expected to be launched in August 2025.",
        "The launch of the satellite from Kourou is expected in August 2025.",
        hedges=(("is expected to be launched", "was launched"),),
    ),
    case(
        "The Danube flows through ten countries; the Volga is longer than the Danube.",
        "The Volga is longer than the Danube.",
        "The Danube flows through 10 countries.",
        roles=(("Volga", "Danube"),),
    ),
    case(
        "A spokeswoman for the zoo told reporters on Friday that the elephant had not been fed.",
        "The elephant had not been fed, a spokeswoman for the zoo said.",
        "A zoo spokeswoman told reporters that the elephant had not been fed.",
        speakers=(
            ("A zoo spokeswoman told reporters that the", "A circus director told reporters that the"),
            (", a spokeswoman for the zoo said", ", a circus director said"),
        ),
    ),
    case(
        "Egyptian customs officers seized 3.2 tonnes of ivory at the port of Damietta last week, the largest "
        "haul since 2011.",
        "At the port of Damietta, customs officers from Egypt seized 3.2 tonnes of ivory.",
        "3.2 tonnes of ivory were confiscated by Egyptian customs officers at Damietta.",
        "It was the largest haul since 2011.",
    ),
    case(
        "The band was founded in Leeds in 1978 by the brothers Neil and Tom Harker, who had never taken a "
        "music lesson.",
        "In 1978, Neil and Tom Harker founded the band in Leeds.",
        "Neil and Tom Harker had never taken a music lesson.",
        "The band was established in Leeds in 1978.",
    ),
    case(
        "Doctors in Lyon removed the wrong kidney from a patient; the surgeon, Anne Perrin, was suspended "
        "for six months.",
        "The surgeon Anne Perrin was suspended for 6 months.",
        "The wrong kidney was removed from a patient by doctors in Lyon.",
    ),
    case(
        "Real estate prices in Porto climbed 18% between 2016 and 2017, whereas those in Braga dropped 4%.",
        "Between 2016 and 2017, prices of real estate in Porto rose by 18 per cent.",
        "In Porto, real estate prices increased 18% between 2016 and 2017.",
        roles=(("Porto", "Braga"),),
    ),
    case(
        "Prime Minister Anders Holm told parliament on Tuesday that Norway will not send troops to the region.",
        "Norway will not send troops to the region, Prime Minister Anders Holm told parliament.",
        "On Tuesday Anders Holm told parliament that Norway will not send troops to the region.",
        "According to Prime Minister Anders Holm, Norway will not send soldiers to the region.",
        speakers=(
            (", Prime Minister Anders Holm told parliament", ", Defence Minister Liv Berg told parliament"),
            ("According to Prime Minister Anders Holm, ", "According to General Liv Berg, "),
        ),
    ),
    case(
        "The Amur leopard weighs up to 48 kilograms and hunts deer at night.",
        "The Amur leopard weighs up to 48 kg.",
        "Deer are hunted by the Amur leopard at night.",
        "At night the Amur leopard hunts deer.",
        roles=(("Amur leopard", "deer"),),
    ),
    case(
        "The Ottoman fleet besieged Otranto in 1480; of its 22,000 inhabitants, about 12,000 were killed.",
        "In 1480 Otranto was besieged by the Ottoman fleet.",
        "About 12,000 of the 22,000 inhabitants were killed.",
        roles=(("Otranto", "the Ottoman fleet"), ("12,000", "22,000")),
    ),
    case(
        "Google-owned maps were used by 61 percent of the drivers surveyed, paper maps by only 7 percent.",
        "61% of the drivers surveyed used Google-owned maps.",
        roles=(("61", "7"),),
    ),
    case(
        "Nurse Beatriz Lopes testified that Dr. Miguel Santos had ordered her to destroy the records.",
        "Nurse Beatriz Lopes testified that Miguel Santos had ordered her to destroy the records.",
        "According to nurse Beatriz Lopes, Dr Miguel Santos ordered her to destroy the records.",
        roles=(("Beatriz Lopes", "Miguel Santos"),),
        speakers=(
            ("According to nurse Beatriz Lopes, ", "According to Dr Miguel Santos, "),
            ("Nurse Beatriz Lopes testified that ", "Nurse Rosa Pinto testified that "),
        ),
    ),
    case(
        "The team lost 3-1 to Ajax on 12 April 1995 after leading 1-0 at half-time.",
        "On April 12, 1995, the team lost 3-1 to Ajax.",
        "The team lost to Ajax after leading 1-0 at half-time.",
    ),
    case(
        "Belgium and the Netherlands exchanged 14 hectares of land along the Meuse in 2018 without a single shot.",
        "In 2018 Belgium and the Netherlands exchanged 14 hectares of land along the Meuse.",
        "14 hectares of land were exchanged by Belgium and the Netherlands in 2018.",
    ),
    case(
        "Leila Rahmani, a former judge, was elected mayor of Sfax in May 2018 with 52.4 per cent of the vote.",
        "In May 2018 the former judge Leila Rahmani was elected mayor of Sfax.",
        "With 52.4% of the vote Leila Rahmani was elected mayor of Sfax.",
        "Leila Rahmani was elected mayor with 52.4 percent of the vote.",
    ),
    case(
        "Some 40 students occupied the library on 6 May; by evening, police had removed all of them.",
        "On May 6, about 40 students occupied the library.",
        "By evening police had removed all of the students.",
        "The library was occupied by some 40 students on 6 May.",
    ),
    case(
        "The Indus supplies water to nearly 237 million people, yet its glaciers are melting faster than expected.",
        "Nearly 237 million people are supplied with water by the Indus.",
        "The glaciers of the Indus are melting faster than expected.",
    ),
    case(
        "Investigators believe that the fire was started deliberately, but they have not named a suspect.",
        "Investigators believe the fire was started deliberately.",
        "The investigators have not named a suspect.",
        "According to investigators, the blaze was started deliberately.",
        speakers=(
            ("Investigators believe the", "Neighbours believe the"),
            ("According to investigators, ", "According to neighbours, "),
        ),
    ),
    case(
        "The first railway in Java, 25 kilometres long, opened on 10 August 1867 between Semarang and Tanggung.",
        "Java's first railway opened on August 10, 1867.",
        "The first railway in Java was 25 km long.",
        "On 10/08/1867 the first railway in Java opened between Semarang and Tanggung.",
    ),
    case(
        "Although the mayor supported the tunnel, voters rejected it in a referendum on 24 November 2013.",
        "On November 24, 2013, voters rejected the tunnel in a referendum.",
        "The tunnel was rejected by voters in a referendum.",
        "The mayor supported the tunnel.",
        roles=(("mayor", "voters"),),
    ),
    case(
        "Pirates boarded the tanker Selene off Benin and held its 17 sailors for 58 days; nobody paid a ransom.",
        "The tanker Selene was boarded by pirates off Benin.",
        "Pirates held the 17 sailors of the tanker for 58 days.",
        "Nobody paid a ransom.",
        roles=(("17", "58"),),
    ),
    case(
        "Maria Santos taught mathematics for thirty-one years before she was named director of the school in "
        "Recife in 1988.",
        "Maria Santos taught mathematics for 31 years.",
        "In 1988 Maria Santos was appointed director of the school in Recife.",
        "Before being named director of the school, Maria Santos taught mathematics for 31 years.",
    ),
    case(
        "The study, published in the journal Cortex, followed 1,204 adults over nine years and found no link "
        "between coffee and stroke.",
        "The study found no link between coffee and stroke.",
        "The study followed 1204 adults for nine years.",
        "1,204 adults were followed by the study over 9 years.",
    ),
    case(
        "A court in Antwerp sentenced the diamond dealer Isaac Levin to four years in prison on Thursday for "
        "evading $12 million in taxes.",
        "The diamond dealer Isaac Levin was sentenced to four years in prison by a court in Antwerp.",
        "On Thursday a court in Antwerp sentenced Isaac Levin to 4 years in jail.",
        "Isaac Levin was sentenced for evading 12 million dollars in taxes.",
        roles=(("Isaac Levin", "a court in Antwerp"),),
    ),
    case(
        "Nobody was hurt when the roof of the market hall in Pilsen collapsed under heavy snow early on Sunday.",
        "The roof of the market hall in Pilsen collapsed under heavy snow.",
        "Nobody was injured when the roof of the market hall collapsed.",
        "Early on Sunday, the roof of the market hall in Pilsen collapsed.",
    ),
    case(
        "The explorer Knud Steen reached the island in 1823 with two ships, the Freja and the Thor, and "
        "named it after his wife.",
        "In 1823 the explorer Knud Steen reached the island with two ships.",
        "The island was reached in 1823 by Knud Steen.",
        "Knud Steen named the island after his wife.",
    ),
    case(
        "Tesfaye Alemu won the marathon in 2:06:41, ahead of Kenyan Joseph Kiptoo, who had led until the "
        "38th kilometre.",
        "Tesfaye Alemu won the marathon ahead of the Kenyan Joseph Kiptoo.",
        "The marathon was won by Tesfaye Alemu in 2:06:41.",
        "Joseph Kiptoo of Kenya had led until the 38th kilometre.",
        roles=(("Tesfaye Alemu", "Joseph Kiptoo"),),
    ),
    case(
        "The new vaccine protected 94.5 percent of the volunteers, but it has to be stored at minus 70 degrees.",
        "94.5% of the volunteers were protected by the new vaccine.",
        "The vaccine has to be stored at minus 70 degrees.",
    ),
    case(
        "According to the coast guard, the captain was asleep when the tanker ran aground near Elba shortly "
        "after midnight.",
        "The coast guard said the captain was asleep when the tanker ran aground near Elba.",
        "According to the coast guard, the tanker ran aground near Elba shortly after midnight.",
        speakers=(
            ("The coast guard said the", "The shipowner said the"),
            ("According to the coast guard, ", "According to the shipowner, "),
        ),
    ),
    case(
        "The parish has about 600 members. Father Donnelly has led it since June 1996, when he came to Cork "
        "from Boston.",
        "Father Donnelly has led the parish since June 1996.",
        "The parish has about 600 members.",
        "Father Donnelly came from Boston to Cork in June 1996.",
        roles=(("Boston", "Cork"),),
    ),
    case(
        "Sales of electric cars in Denmark doubled to 31,300 in 2020, while diesel sales shrank by a quarter.",
        "Electric car sales in Denmark doubled to 31,300 in 2020.",
        "In 2020, sales of electric cars doubled to 31,300 in Denmark.",
    ),
    case(
        "The firm denies any wrongdoing and will appeal against the fine of 1.3 billion euros imposed by "
        "Brussels in July.",
        "The firm denies any wrongdoing.",
        "The company will appeal against the fine of €1.3 billion.",
        "The fine of 1.3bn euros was imposed by Brussels in July.",
    ),
    case(
        "Villagers in Kavaja say that the factory poisoned the river; the owner, Arben Leka, says the water "
        "was never tested.",
        "Villagers in Kavaja say the factory poisoned the river.",
        "The owner, Arben Leka, says that the water was never tested.",
        "According to villagers in Kavaja, the river was poisoned by the factory.",
        speakers=(
            ("Villagers in Kavaja say the", "Arben Leka says the"),
            ("According to villagers in Kavaja, ", "According to Arben Leka, "),
        ),
    ),
    case(
        "The Battle of Adwa was fought on 1 March 1896; Ethiopian forces under Menelik II defeated the Italian army.",
        "On 1 March 1896 the Battle of Adwa was fought.",
        "Ethiopia's forces under Menelik II defeated the Italian army.",
        "The Italian army was defeated by Ethiopian forces.",
        roles=(("Ethiopian forces", "the Italian army"), ("Ethiopia's forces under Menelik II", "the Italian army")),
    ),
    case(
        "More than half of the 58 schools have no library, the ministry of education admitted in a letter to parents.",
        "The ministry of education admitted that more than half of the 58 schools have no library.",
        "According to the ministry of education, more than 50% of the 58 schools have no library.",
        speakers=(
            ("The ministry of education admitted that ", "The teachers' union admitted that "),
            ("According to the ministry of education, ", "According to the teachers' union, "),
        ),
    ),
    case(
        "Jazz pianist Oskar Nyman wrote the score in eleven days and recorded it with nine musicians in Malmo in 1969.",
        "Oskar Nyman wrote the score in 11 days.",
        "The score was written in eleven days by the jazz pianist Oskar Nyman.",
        "In 1969 Oskar Nyman recorded the score with nine musicians in Malmo.",
        roles=(("11", "nine"), ("eleven", "nine")),
    ),
    case(
        "Ukraine exported 23 million tonnes of maize in 2021. Poland bought less than 1 million tonnes of it.",
        "In 2021, 23 million tonnes of maize were exported by Ukraine.",
        "Ukrainian maize exports were 23 million tonnes in 2021.",
        "Poland bought less than one million tonnes of maize.",
        roles=(("Ukraine", "Poland"),),
    ),
    case(
        "The guards let 30 visitors enter before they closed the gate at 17:45.",
        "The guards closed the gate at 17:45.",
        "The gate was closed at 17:45 by the guards.",
        "30 visitors entered before the guards closed the gate.",
    ),
    case(
        "Sofia Marin painted the ceiling of the chapel in Cuenca between 1784 and 1791 for a fee of 900 ducats.",
        "The ceiling of the chapel in Cuenca was painted by Sofia Marin between 1784 and 1791.",
        "For a fee of 900 ducats, Sofia Marin painted the chapel's ceiling.",
    ),
    case(
        "The airline Zephyr lost 83 million dollars in the second quarter of 2014, its rival Condora earned "
        "19 million dollars.",
        "Zephyr lost $83 million in the second quarter of 2014.",
        "In the 2nd quarter of 2014 the airline Zephyr lost US$83 million.",
        roles=(("83", "19"),),
    ),
    case(
        "The bacterium does not survive above 70 degrees, according to the biologist Yuki Tanabe of Osaka.",
        "According to biologist Yuki Tanabe, the bacterium does not survive above 70 degrees.",
        "Yuki Tanabe, a biologist from Osaka, said the bacterium does not survive above seventy degrees.",
        speakers=(("According to biologist Yuki Tanabe, ", "According to chemist Kenji Mori, "),),
    ),
    case(
        "Austrian rider Lena Gruber overtook the Italian Chiara Fontana two kilometres before the finish and "
        "won by eleven seconds.",
        "Lena Gruber overtook Chiara Fontana two kilometres before the finish.",
        "Chiara Fontana was overtaken by the rider Lena Gruber of Austria.",
        "Lena Gruber won by 11 seconds.",
        roles=(("Lena Gruber", "Chiara Fontana"),),
    ),
    case(
        "The treaty was signed in Riga on 18.03.1921 and ratified by Poland on 15 April 1921.",
        "On 18 March 1921 the treaty was signed in Riga.",
        "Poland ratified the treaty on April 15, 1921.",
        "The treaty was ratified by Poland on 15/04/1921.",
    ),
    case(
        "The committee failed to agree on a successor, and Judge Ines Prado remained in office until 2022.",
        "Until 2022 Judge Ines Prado remained in office.",
        "The committee failed to agree on a successor.",
        "The committee did not agree on a successor.",
    ),
    case(
        "The recipe calls for 250 grams of flour, a dozen eggs and no sugar.",
        "The recipe calls for 12 eggs.",
        "The recipe calls for no sugar.",
        "250 grams of flour are called for by the recipe.",
        roles=(("250", "12"),),
    ),
    case(
        "I never trained with a coach, said the swimmer Pelin Aksoy, who holds four national records.",
        "The swimmer Pelin Aksoy said she never trained with a coach.",
        "Pelin Aksoy, a swimmer, holds 4 national records.",
        speakers=(("The swimmer Pelin Aksoy said she", "The runner Derya Kaplan said she"),),
    ),
    case(
        "The observatory may be moved from Sutherland to Windhoek if the government grants 60 million rand.",
        "The observatory may be moved from Sutherland to Windhoek if 60 million rand are granted by the government.",
        "If the government grants 60,000,000 rand, the observatory may be moved to Windhoek.",
        roles=(("Sutherland", "Windhoek"),),
        hedges=(("may be moved", "was moved"),),
    ),
    case(
        "Year: 2017 - turnover: 45.2 million euros - staff: 318\nYear: 2018 - turnover: 51.7 million euros - "
        "staff: 342",
        "Turnover was €45.2 million in 2017.",
        "The staff was 342 in 2018.",
        roles=(("2017", "2018"),),
    ),
    case(
        "The dam has displaced an estimated 23,000 villagers, most of them fishermen, activists say.",
        "Activists say the dam has displaced an estimated 23,000 villagers.",
        "According to activists, an estimated 23,000 villagers have been displaced by the dam.",
        speakers=(("Activists say the", "Engineers say the"), ("According to activists, ", "According to engineers, ")),
    ),
    case(
        "Composer Tomas Havel left Prague for Vienna in 1866, when he was nineteen, and never returned.",
        "In 1866 the composer Tomas Havel left Prague for Vienna.",
        "Tomas Havel never returned.",
        "Tomas Havel was 19 when he left Prague for Vienna.",
        roles=(("Prague", "Vienna"),),
    ),
    case(
        "Vaccination reduced infections among nurses by 78 percent, but among patients the vaccine had no effect.",
        "Among nurses, infections were reduced by 78% by vaccination.",
        "The vaccine had no effect among patients.",
        roles=(("nurses", "patients"),),
    ),
    case(
        "In Canada 54 bears attacked hikers in 2009; hikers killed seven bears.",
        "54 bears attacked hikers in Canada in 2009.",
        "7 bears were killed by hikers.",
        "In 2009, hikers were attacked by 54 bears in Canada.",
        roles=(("hikers", "bears"),),
    ),
    case(
        "The council rejected the plan to close Linden School and voted to renovate it by 2026 at a cost of "
        "£4.1 million.",
        "The plan to close Linden School was rejected by the council.",
        "The council voted to renovate Linden School by 2026 for 4.1 million pounds.",
        "The cost of renovating Linden School is £4.1m.",
    ),
    case(
        "Farouk Haddad, who had taught Salma Younes at the conservatory, conducted the first performance in "
        "Beirut in 1962.",
        "Farouk Haddad had taught Salma Younes at the conservatory.",
        "The first performance, in Beirut in 1962, was conducted by Farouk Haddad.",
        "Salma Younes was taught by Farouk Haddad at the conservatory.",
        roles=(("Farouk Haddad", "Salma Younes"),),
    ),
    case(
        "The alleged forger, a Dutch engraver, allegedly sold 31 fake maps to libraries in Boston and Chicago.",
        "The alleged forger, an engraver from the Netherlands, allegedly sold 31 fake maps.",
        "31 fake maps were allegedly sold to libraries in Boston and Chicago.",
        hedges=(("allegedly sold", "sold"), ("alleged forger", "forger")),
    ),
    case(
        "Wheat is cheaper than rice in Peru; in Bolivia, rice is cheaper than maize.",
        "In Peru wheat is cheaper than rice.",
        "Rice is cheaper than maize in Bolivia.",
        roles=(("wheat", "rice"), ("Rice", "maize")),
    ),
    case(
        "Bishop Aldous crowned King Edric on 11 June 973 and was buried beside him.",
        "King Edric was crowned by Bishop Aldous on 11 June 973.",
        "On June 11, 973 Bishop Aldous crowned King Edric.",
        roles=(("Bishop Aldous", "King Edric"),),
    ),
    case(
        "The software has been downloaded roughly 1.2 million times; its author, Priya Nair, earns nothing from it.",
        "Priya Nair, the author of the software, earns nothing from it.",
        "The software has been downloaded about 1,200,000 times.",
    ),
    case(
        "Fatou Diallo beat the Brazilian champion Carla Nunes on points in Dakar on Saturday night.",
        "On Saturday night in Dakar, Fatou Diallo defeated the Brazilian champion Carla Nunes on points.",
        "Carla Nunes, the champion from Brazil, was beaten on points by Fatou Diallo.",
        roles=(("Fatou Diallo", "Carla Nunes"),),
    ),
    case(
        "The reservoir holds 1.3 billion cubic metres of water and supplies two thirds of the capital's households.",
        "The reservoir holds 1,300,000,000 cubic metres of water.",
        "Two thirds of the capital's households are supplied by the reservoir.",
    ),
    case(
        "Archaeologists from Leiden uncovered 63 graves near Petra in 2007, none of which contained gold.",
        "In 2007 archaeologists from Leiden discovered 63 graves near Petra.",
        "63 graves were uncovered near Petra by archaeologists from Leiden.",
        "None of the graves contained gold.",
    ),
    case(
        "The opposition leader, Samuel Okoro, has been in prison since 4 February 2014 and reportedly "
        "suffers from malaria.",
        "Samuel Okoro has been in prison since February 4, 2014.",
        "The opposition leader Samuel Okoro reportedly suffers from malaria.",
        hedges=(("reportedly suffers", "suffers"),),
    ),
    case(
        "What did you do then? Ruth Engel: We hid in a barn for nine days, and a farmer named Josef Wirth fed us.",
        "Ruth Engel said they hid in a barn for 9 days.",
        "According to Ruth Engel, a farmer named Josef Wirth fed them.",
        roles=(("Ruth Engel", "Josef Wirth"),),
        speakers=(("According to Ruth Engel, ", "According to Hanna Vogt, "),),
    ),
    case(
        "The insurer paid the farmers $740,000 after hail destroyed a third of the apricot harvest in the "
        "Ararat valley.",
        "The farmers were paid $740,000 by the insurer.",
        "Hail destroyed one third of the apricot harvest in the Ararat valley.",
        "After hail destroyed a third of the harvest, the insurer paid 740,000 dollars to the farmers.",
        roles=(("insurer", "farmers"),),
    ),
    case(
        "Chess master Viktor Salko, who never lost to Ivan Petrov, drew three games against him in Sofia in 1951.",
        "Viktor Salko never lost to Ivan Petrov.",
        "In Sofia in 1951 the chess master Viktor Salko drew three games against Ivan Petrov.",
        roles=(("Viktor Salko", "Ivan Petrov"),),
    ),
    case(
        "The government will not lower the retirement age, Labour Minister Eva Hruba said, but it could "
        "raise pensions by 4 percent.",
        "Labour Minister Eva Hruba said the government will not lower the retirement age.",
        "According to Labour Minister Eva Hruba, the government could raise pensions by 4%.",
        speakers=(
            ("Labour Minister Eva Hruba said the", "Finance Minister Jan Novak said the"),
            ("According to Labour Minister Eva Hruba, ", "According to Jan Novak, "),
        ),
        hedges=(("could raise", "raised"),),
    ),
    case(
        "Rainfall in Lima averages 16 millimetres a year; in Bogota it exceeds 1,000 millimetres.",
        "Lima's rainfall averages 16 millimetres a year.",
        "In Lima, rainfall averages sixteen millimetres a year.",
        roles=(("16", "1,000"),),
    ),
    case(
        "The merger between Talvo and Brenn was blocked by the cartel office on 30 November 2001, although "
        "shareholders had approved it.",
        "On November 30, 2001 the cartel office blocked the merger between Talvo and Brenn.",
        "Shareholders had approved the merger.",
        "The merger between Talvo and Brenn was blocked on 30/11/2001.",
        roles=(("shareholders", "the cartel office"),),
    ),
    case(
        "A lorry carrying 24 calves overturned on the A7 near Kassel; the driver escaped unhurt and no animals died.",
        "Near Kassel, a lorry carrying 24 calves overturned on the A7.",
        "The driver escaped unhurt.",
        "No animals died.",
    ),
    case(
        "Swiss voters rejected the initiative by 58.9 to 41.1 percent on 9 June 2024; only Ticino and Jura "
        "accepted it.",
        "On June 9, 2024, the initiative was rejected by Swiss voters.",
        "Voters in Switzerland rejected the initiative.",
        "Only Ticino and Jura accepted the initiative.",
    ),
    case(
        "The choir of St. Brigid's, founded by Sister Agnes Byrne in 1912, sang before Pope Pius XI in Rome in 1925.",
        "In 1925 the choir of St. Brigid's sang in Rome before Pope Pius XI.",
        "Sister Agnes Byrne founded the choir of St. Brigid's in 1912.",
        roles=(("1925", "1912"),),
    ),
    case(
        "Residents blame the smell on the tannery, but its manager, Osman Kaya, insists that the filters work.",
        "Residents blame the smell on the tannery.",
        "The tannery's manager, Osman Kaya, insists that the filters work.",
        "According to the manager, Osman Kaya, the filters work.",
        speakers=(("According to the manager, Osman Kaya, ", "According to residents, "),),
    ),
    case(
        "Between 1950 and 1970 the island's population fell from 2,100 to 640 because the cannery closed.",
        "The population of the island fell from 2,100 to 640 between 1950 and 1970.",
        "Because the cannery closed, the island's population decreased from 2100 to 640.",
        roles=(("2,100", "640"), ("2100", "640")),
    ),
    case(
        "The thieves, believed to be from Marseille, took eleven paintings by Matisse and left the frames behind.",
        "Eleven paintings by Matisse were taken by the thieves.",
        "The thieves took 11 paintings by Matisse.",
        "The thieves are believed to be from Marseille.",
        hedges=(("are believed to be", "are"),),
    ),
    case(
        "Uruguay hosted the first World Cup in 1930 and won it by beating Argentina 4-2.",
        "In 1930 the first World Cup was hosted by Uruguay.",
        "Uruguay won the first World Cup by beating Argentina 4-2.",
        roles=(("Uruguay", "Argentina"),),
    ),
    case(
        "Dr. Lin Wei warned that the glacier may lose 40 percent of its ice by 2050 unless emissions fall.",
        "Lin Wei warned that the glacier may lose 40% of its ice by 2050 unless emissions fall.",
        "Unless emissions fall, the glacier may lose 40 percent of its ice by 2050, according to Dr. Lin Wei.",
        speakers=(
            (", according to Dr. Lin Wei", ", according to Dr. Amir Khan"),
            ("Lin Wei warned that ", "Amir Khan warned that "),
        ),
        hedges=(("may lose", "lost"),),
    ),
    case(
        (
            "The convoy left Herat on 12 October with 38 lorries.",
            "Six of the lorries were hit by mortars near Farah, and the convoy turned back.",
        ),
        "On 12 October the convoy left Herat with 38 lorries.",
        "Near Farah 6 lorries were hit by mortars.",
        "The convoy of 38 lorries left Herat on 12 October, and six lorries were hit by mortars near Farah.",
        roles=(("Herat", "Farah"), ("38", "six")),
    ),
    case(
        "Beekeepers in Galicia produced 1,900 tonnes of honey in 2022, twice as much as in 2012.",
        "In 2022, 1900 tonnes of honey were produced by beekeepers in Galicia.",
        "Galician beekeepers produced 1,900 tonnes of honey in 2022.",
        roles=(("2022", "2012"),),
    ),
    case(
        "The tenor refused to sing in Boston because, he told the Tribune, the orchestra had not rehearsed.",
        "The tenor refused to sing in Boston.",
        "The tenor told the Tribune that the orchestra had not rehearsed.",
    ),
    case(
        "Name: Corvo Island | Area: 17.1 km2 | Population: 384 | Highest point: 718 m",
        "Corvo Island has a population of 384.",
        "The area of Corvo Island is 17.1 km2.",
        "The highest point of Corvo Island is 718 m.",
        roles=(("384", "718"),),
    ),
    case(
        "Colonel Haile was promoted to general in 1978, two years after Major Tadesse had deserted to Sudan.",
        "In 1978 Colonel Haile was promoted to general.",
        "Major Tadesse had deserted to Sudan.",
        roles=(("Colonel Haile", "Major Tadesse"),),
    ),
    case(
        "Of the 120 sailors aboard the frigate, 87 drowned when it sank off Cape Verde on the night of 14 May 1803.",
        "87 of the 120 sailors drowned when the frigate sank off Cape Verde.",
        "On the night of May 14, 1803 the frigate sank off Cape Verde.",
        roles=(("87", "120"),),
    ),
    case(
        "Mayor Ingrid Solberg opened the tram line in Bergen, which had been closed for 45 years, in June 2010.",
        "In June 2010 the tram line in Bergen was opened by Mayor Ingrid Solberg.",
        "The tram line had been closed for forty-five years.",
    ),
    case(
        "Turkish coast guards rescued 52 Syrians from a sinking dinghy off Bodrum on 22 March 2016.",
        "On March 22, 2016, 52 Syrians were rescued by Turkish coast guards off Bodrum.",
        "The coast guards of Turkey rescued 52 Syrians from a sinking dinghy.",
        "Fifty-two Syrians were saved from a sinking dinghy off Bodrum.",
        roles=(("Syrians", "Turkish coast guards"),),
    ),
    case(
        "The poet Nazim Aydin, whose first book was banned, moved from Izmir to Paris in 1938 and never "
        "wrote in Turkish again.",
        "In 1938 the poet Nazim Aydin moved from Izmir to Paris.",
        "The first book of Nazim Aydin was banned.",
        "Nazim Aydin never wrote in Turkish again.",
        roles=(("Izmir", "Paris"),),
    ),
    case(
        "Demand for lithium could triple by 2030, the agency estimates, whereas demand for lead will fall by "
        "15 per cent.",
        "The agency estimates that demand for lithium could triple by 2030.",
        "According to the agency, demand for lead will fall by 15%.",
        roles=(("lithium", "lead"),),
        speakers=(("The agency estimates that ", "The mining lobby estimates that "),),
        hedges=(("could triple", "tripled"),),
    ),
    case(
        "At the trial in Milan, Bruno Galli testified against his brother Renato, who was acquitted in December 1992.",
        "Bruno Galli testified against his brother Renato at the trial in Milan.",
        "In December 1992 Renato was acquitted.",
        roles=(("Bruno", "Renato"),),
    ),
    case(
        "Vietnam overtook Brazil as the largest exporter of robusta coffee in 1999, shipping 1.9 million tonnes.",
        "In 1999 Vietnam overtook Brazil as the largest exporter of robusta coffee.",
        "Brazil was overtaken by Vietnam as the largest exporter of robusta coffee.",
        "Vietnam shipped 1,900,000 tonnes of robusta coffee in 1999.",
        roles=(("Vietnam", "Brazil"),),
    ),
    case(
        "The school has not had a headmaster since Mr. Pratt resigned in April; two teachers share the job.",
        "Mr Pratt resigned in April.",
        "The school has not had a headmaster since April.",
        "2 teachers share the job.",
    ),
    case(
        "Hurricane Odile killed at least 18 people in Baja California and left 240,000 homes without power.",
        "At least 18 people were killed by Hurricane Odile in Baja California.",
        "Hurricane Odile left 240,000 homes without power.",
        roles=(("18", "240,000"),),
    ),
    case(
        "Asked about the takeover, chief executive Mona Stein said on Wednesday: We have no plans to close "
        "the plant in Graz.",
        "Chief executive Mona Stein said the company has no plans to close the plant in Graz.",
        "According to Mona Stein, there are no plans to close the plant in Graz.",
        speakers=(
            ("According to Mona Stein, ", "According to Felix Auer, "),
            ("Chief executive Mona Stein said the", "Union leader Felix Auer said the"),
        ),
    ),
    case(
        "Rome has four metro lines, Naples two, and Milan, with five, has the longest network in Italy.",
        "Rome has 4 metro lines.",
        "Milan has the longest network in Italy.",
        roles=(("Rome", "Milan"),),
    ),
    case(
        "The telescope was designed by Maarten Visser and built by Hugo Lund between 1675 and 1681 at a cost "
        "of 3,200 guilders.",
        "Maarten Visser designed the telescope.",
        "Between 1675 and 1681 the telescope was built by Hugo Lund.",
        "The telescope was built at a cost of 3200 guilders.",
        roles=(("Maarten Visser", "Hugo Lund"),),
    ),
    case(
        "No vaccine against the virus exists, but a Canadian laboratory is testing one on 30 volunteers.",
        "No vaccine against the virus exists.",
        "A laboratory in Canada is testing a vaccine on 30 volunteers.",
    ),
    case(
        "The Peruvian navy sank the Chilean schooner Covadonga in September 1880 near Chancay.",
        "In September 1880 the Chilean schooner Covadonga was sunk by the Peruvian navy near Chancay.",
        "Peru's navy sank the schooner Covadonga near Chancay.",
        roles=(("Peruvian", "Chilean"),),
    ),
    case(
        "Train drivers walked out on Monday in a dispute over pay, and roughly 70 percent of services were cancelled.",
        "On Monday train drivers walked out in a dispute over pay.",
        "About 70% of services were cancelled.",
        "Roughly 70 per cent of services were cancelled.",
    ),
    case(
        "The monastery burned down in 1204, was rebuilt by Abbot Ruprecht in 1219 and became a barracks in 1806.",
        "Abbot Ruprecht rebuilt the monastery in 1219.",
        "In 1806 the monastery became a barracks.",
        "The monastery burned down in 1204.",
        roles=(("1219", "1806"), ("1204", "1806")),
    ),
    case(
        "Sixteen of the 22 players had tested positive, so the match between Larvik and Molde was postponed to 8 May.",
        "16 of the 22 players had tested positive.",
        "The match between Larvik and Molde was postponed to May 8.",
        roles=(("16", "22"),),
    ),
    case(
        "Lawyers for Daniel Roth say he will plead not guilty to the charge of having bribed two officials in Minsk.",
        "Daniel Roth will plead not guilty, his lawyers say.",
        "According to lawyers for Daniel Roth, he will plead not guilty.",
        speakers=(
            (", his lawyers say", ", his wife says"),
            ("According to lawyers for Daniel Roth, ", "According to prosecutors, "),
        ),
    ),
    case(
        "In a survey of 2,300 parents, 41 per cent said that their children slept less than eight hours.",
        "41% of the 2,300 parents said that their children slept less than eight hours.",
        "In a survey of 2,300 parents, 41 percent said their children slept less than 8 hours.",
        roles=(("41", "8"), ("41", "2,300")),
    ),
    case(
        "The Aral Sea has lost 90 percent of its volume since 1960; the Soviet Union had diverted its rivers "
        "to grow cotton.",
        "Since 1960 the Aral Sea has lost 90% of its volume.",
        "The Soviet Union had diverted the rivers of the Aral Sea to grow cotton.",
    ),
    case(
        "Pilot Erika Baum landed the burning plane on a beach, saving all 31 passengers, but her co-pilot "
        "did not survive.",
        "Pilot Erika Baum landed the burning plane on a beach.",
        "The co-pilot did not survive.",
        "The burning plane was landed on a beach by pilot Erika Baum.",
    ),
    case(
        "The ministry wants to ban plastic bags from 1 January 2027, but supermarkets have asked for a delay "
        "of a year.",
        "The ministry wants to ban plastic bags from January 1, 2027.",
        "Supermarkets have asked for a delay of one year.",
        hedges=(("wants to ban", "banned"),),
        roles=(("The ministry", "supermarkets"),),
    ),
    case(
        "General Ayub Karimi replaced General Sharif Noor as army chief three days after the coup of 5 July 1977.",
        "General Sharif Noor was replaced as army chief by General Ayub Karimi.",
        "Three days after the coup of July 5, 1977, Ayub Karimi replaced Sharif Noor.",
        roles=(("Ayub Karimi", "Sharif Noor"),),
    ),
    case(
        "| Year | Wheat (t) | Barley (t) |\n| 2001 | 5,410 | 2,075 |\n| 2002 | 4,880 | 2,310 |",
        "Wheat was 5,410 t in 2001.",
        "Barley was 2,310 t in 2002.",
        roles=(("2001", "2002"),),
    ),
    case(
        "Carmen Ortiz inherited the vineyard from her aunt in 1986 and sold it to the Catalan winemaker "
        "Jordi Puig for 2 million euros.",
        "In 1986 Carmen Ortiz inherited the vineyard from her aunt.",
        "The vineyard was sold to Jordi Puig for €2 million by Carmen Ortiz.",
        "Carmen Ortiz sold the vineyard to the winemaker Jordi Puig for two million euros.",
        roles=(("Carmen Ortiz", "Jordi Puig"),),
    ),
    case(
        "The accused, a former bank clerk, is alleged to have stolen 86,000 francs between May and August 2005.",
        "The accused is alleged to have stolen 86,000 francs.",
        "The former bank clerk allegedly stole 86,000 francs between May and August 2005.",
        hedges=(("is alleged to have stolen", "stole"), ("allegedly stole", "stole")),
    ),
    case(
        "Nepal has banned climbers under the age of sixteen from Mount Everest, after a 13-year-old American "
        "reached the summit in 2010.",
        "Climbers under the age of 16 have been banned from Mount Everest by Nepal.",
        "A 13-year-old American reached the summit in 2010.",
        roles=(("16", "13"),),
    ),
    case(
        "Wolves, which had disappeared from Denmark in 1813, returned in 2012; the first pups were born in 2017.",
        "Wolves had disappeared from Denmark in 1813.",
        "Wolves returned in 2012.",
        "The first pups were born in 2017.",
        roles=(("1813", "2012"),),
    ),
    case(
        "The senator voted against the budget, although his party supported it.",
        "The senator's party supported the budget.",
        "The senator voted against the budget.",
        roles=(("senator", "party"),),
    ),
    case(
        "Customs in Rotterdam intercepted 1,840 kilograms of cocaine hidden in banana crates from Ecuador on Thursday.",
        "On Thursday 1,840 kg of cocaine hidden in banana crates were intercepted by customs in Rotterdam.",
        "Customs in Rotterdam intercepted 1840 kilograms of cocaine.",
        roles=(("Rotterdam", "Ecuador"),),
    ),
    case(
        "Alice Munroe, the youngest of seven sisters, opened a bakery in Galway in 1954 and ran it until her "
        "death in 1990.",
        "Alice Munroe opened a bakery in Galway in 1954.",
        "Alice Munroe, who opened a bakery in Galway in 1954, was the youngest of 7 sisters.",
        roles=(("1954", "1990"),),
    ),
    case(
        "The rebels freed the French engineer Paul Giraud in exchange for two prisoners, a diplomat told the agency.",
        "A diplomat told the agency that the rebels freed the French engineer Paul Giraud in exchange for "
        "two prisoners.",
        "According to a diplomat, Paul Giraud, a French engineer, was freed by the rebels.",
        speakers=(
            ("According to a diplomat, ", "According to a general, "),
            ("A diplomat told the agency that ", "A general told the agency that "),
        ),
    ),
    case(
        "Estonia's parliament voted 55 to 31 to raise the price of fishing licences; fishermen protested outside.",
        "The Estonian parliament voted 55 to 31 to raise the price of fishing licences.",
        "Fishermen protested outside.",
        roles=(("55", "31"), ("Fishermen", "parliament")),
    ),
    case(
        "Marie Lenoir married the banker Otto Stahl in Strasbourg on 5 September 1897; the couple had no children.",
        "On September 5, 1897, Marie Lenoir married the banker Otto Stahl in Strasbourg.",
        "Marie Lenoir and Otto Stahl had no children.",
    ),
    case(
        "The Komodo dragon grows to a length of three metres and eats deer, pigs and even water buffalo.",
        "The Komodo dragon grows to a length of 3 metres.",
        "Deer and pigs are eaten by the Komodo dragon.",
    ),
    case(
        "Unions claim that 30,000 people marched through Lisbon, but police put the number at 12,000.",
        "Unions claim that 30,000 people marched through Lisbon.",
        "Police put the number at 12,000.",
        "According to unions, 30,000 people marched through Lisbon.",
        speakers=(("Unions claim that ", "Police claim that "), ("According to unions, ", "According to police, ")),
        roles=(("30,000", "12,000"),),
    ),
    case(
        "The orchestra will perform in Leipzig next spring and is considering a tour of South Korea.",
        "The orchestra will perform in Leipzig next spring.",
        "The orchestra is considering a tour of South Korea.",
        "Next spring, the orchestra will perform in Leipzig.",
        hedges=(("is considering a tour", "made a tour"),),
    ),
    case(
        "Gustav Meier taught Clara Huber the violin from 1903 to 1909, and in 1910 she played before the Tsar in Kiev.",
        "From 1903 to 1909 Gustav Meier taught Clara Huber the violin.",
        "Clara Huber was taught the violin by Gustav Meier from 1903 to 1909.",
        roles=(("Gustav Meier", "Clara Huber"),),
    ),
    case(
        "Exports of Chilean salmon to Japan shrank by 22 percent last year, while those to Brazil grew by 9 percent.",
        "Last year exports of Chilean salmon to Japan fell by 22%.",
        "Exports of salmon from Chile to Japan decreased by 22 per cent last year.",
        roles=(("Japan", "Brazil"),),
    ),
    case(
        "More than 300 flights were cancelled at Heathrow on Sunday because of fog, the airport operator said.",
        "Because of fog, more than 300 flights were cancelled at Heathrow on Sunday, according to the "
        "airport operator.",
        "The airport operator said over 300 flights were cancelled at Heathrow because of fog.",
        speakers=(
            (", according to the airport operator", ", according to pilots"),
            ("The airport operator said ", "Pilots said "),
        ),
    ),
    case(
        "Nadia Farah was not charged, but her husband Karim was sentenced to 18 months in prison for forgery.",
        "Nadia Farah was not charged.",
        "Karim was sentenced to eighteen months in prison for forgery.",
        "The husband of Nadia Farah, Karim, was sentenced to 18 months in jail for forgery.",
        roles=(("Nadia Farah", "Karim"),),
    ),
    case(
        "The bridge over the Drina, completed in 1577, has eleven arches and is 179.5 metres long.",
        "The bridge over the Drina is 179.5 metres long.",
        "Completed in 1577, the bridge over the Drina has 11 arches.",
        "The bridge was completed in 1577.",
    ),
    case(
        "Scientists at the University of Bergen have found that cod lay fewer eggs in noisy waters.",
        "Scientists at the University of Bergen have found that cod lay fewer eggs in noisy waters.",
        "According to scientists at the University of Bergen, cod lay fewer eggs in noisy waters.",
        speakers=(("Scientists at the University of Bergen have found that ", "Fishermen have found that "),),
    ),
    case(
        "He lent the club 50,000 pounds in 2003, former chairman Roy Barker told the court, but was never repaid.",
        "Former chairman Roy Barker told the court that he lent the club £50,000 in 2003.",
        "According to former chairman Roy Barker, he lent the club 50,000 pounds in 2003.",
        speakers=(
            ("Former chairman Roy Barker told the court that he", "Club secretary Ian Reid told the court that he"),
        ),
    ),
    case(
        "An avalanche buried four skiers near Davos; three were dug out alive, and the fourth is still missing.",
        "Four skiers were buried by an avalanche near Davos.",
        "An avalanche buried 4 skiers near Davos.",
        "Three skiers were dug out alive.",
        roles=(("four", "three"), ("4", "3")),
    ),
    case(
        "In the second half, Okocha passed to Babangida, who scored the winning goal against Denmark.",
        "Okocha passed to Babangida in the second half.",
        "Babangida scored the winning goal against Denmark.",
        "The winning goal against Denmark was scored by Babangida in the 2nd half.",
        roles=(("Okocha", "Babangida"), ("Babangida", "Denmark")),
    ),
    case(
        "The pyramid is 43 metres high. It was built around 1100 by the Toltecs, whom the Aztecs later conquered.",
        "The pyramid was built around 1100 by the Toltecs.",
        "The Toltecs were later conquered by the Aztecs.",
        "The Toltecs built the pyramid, which is 43 metres high, around 1100.",
        roles=(("Toltecs", "Aztecs"),),
    ),
    case(
        "The bank may have lost up to $90 million through the fraud, two people familiar with the inquiry said.",
        "The bank may have lost up to 90 million dollars through the fraud, two people familiar with the inquiry said.",
        "According to two people familiar with the inquiry, the bank may have lost up to $90m.",
        speakers=((", two people familiar with the inquiry said", ", the bank's lawyers said"),),
        hedges=(("may have lost", "lost"),),
    ),
    case(
        "Police in Manila say Jose Cruz stabbed Ramon Diaz during a quarrel over a debt of 500 pesos.",
        "According to police in Manila, Jose Cruz stabbed Ramon Diaz during a quarrel over a debt.",
        "Ramon Diaz was stabbed by Jose Cruz during a quarrel, police in Manila say.",
        roles=(("Jose Cruz", "Ramon Diaz"),),
        speakers=(
            ("According to police in Manila, ", "According to neighbours, "),
            (", police in Manila say", ", neighbours say"),
        ),
    ),
    case(
        "The lighthouse keeper lived alone on the rock for twelve years, from 1926 until the light was "
        "automated in 1938.",
        "The lighthouse keeper lived alone on the rock for 12 years.",
        "The light was automated in 1938.",
        "From 1926, the lighthouse keeper lived alone on the rock.",
        roles=(("1926", "1938"),),
    ),
    case(
        "Algerian security forces killed 12 militants and captured three others near Tizi Ouzou on 21 January 2018.",
        "On 21 January 2018, 12 militants were killed by Algerian security forces near Tizi Ouzou.",
        "Algeria's security forces captured three militants near Tizi Ouzou.",
        "Security forces from Algeria killed twelve militants.",
        roles=(("12", "three"), ("twelve", "three")),
    ),
    case(
        "The European Commission fined the chip maker Aralis 97 million euros in October 2019 for abusing "
        "its market power.",
        "In October 2019 the chip maker Aralis was fined €97 million by the European Commission.",
        "The European Commission fined Aralis for abusing its market power.",
        "Aralis was fined 97 million euros.",
        roles=(("Aralis", "the European Commission"),),
    ),
    case(
        "Born in Tbilisi in 1889, Nino Lomidze studied chemistry in Zurich and returned to Georgia in 1914.",
        "Nino Lomidze was born in Tbilisi in 1889.",
        "Nino Lomidze studied chemistry in Zurich.",
        "In 1914 Nino Lomidze returned to Georgia.",
        roles=(("1889", "1914"), ("Tbilisi", "Zurich")),
    ),
    case(
        "Health officials confirmed 317 cases of measles in Samoa, most of them in children under four.",
        "Health officials confirmed 317 cases of measles in Samoa.",
        "According to health officials, there were 317 cases of measles in Samoa.",
        speakers=(
            ("According to health officials, ", "According to teachers, "),
            ("Health officials confirmed", "Teachers confirmed"),
        ),
    ),
    case(
        "The president of Ghana met his Kenyan counterpart in Accra to discuss a loan of $200 million.",
        "In Accra, Ghana's president met his Kenyan counterpart.",
        "The president of Ghana met his counterpart from Kenya to discuss a $200 million loan.",
        roles=(("$200 million", "$20 million"),),
    ),
    case(
        "We stopped the project because the money ran out, engineer Sana Malik recalled in an interview in 2020.",
        "In an interview in 2020, engineer Sana Malik recalled that the project was stopped because the money ran out.",
        "Engineer Sana Malik said the project was stopped because the money ran out.",
        speakers=(("Engineer Sana Malik said the", "Contractor Omar Shah said the"),),
    ),
    case(
        "The company has not paid its 450 employees since February and owes them more than 3 million dollars.",
        "The company has not paid its 450 employees since February.",
        "The company owes its employees more than $3 million.",
        "Since February, the 450 employees have not been paid by the company.",
    ),
    case(
        "Lake Baikal, the deepest lake in the world, contains about 20 percent of the unfrozen fresh water on Earth.",
        "Lake Baikal is the deepest lake in the world.",
        "About 20% of the unfrozen fresh water on Earth is contained in Lake Baikal.",
        "Lake Baikal contains approximately 20 per cent of the unfrozen fresh water on Earth.",
    ),
    case(
        "Italian police seized assets worth 46 million euros from the Greco clan and arrested its suspected "
        "treasurer, Salvatore Russo.",
        "Assets worth €46 million were seized from the Greco clan by Italian police.",
        "Police in Italy arrested the suspected treasurer of the clan, Salvatore Russo.",
        hedges=(("suspected treasurer", "treasurer"),),
    ),
    case(
        "The parliament in Dublin is expected to approve the bill next week, although the farmers' lobby opposes it.",
        "The parliament in Dublin is expected to approve the bill next week.",
        "The farmers' lobby opposes the bill.",
        "Next week the bill is expected to be approved by the parliament in Dublin.",
        hedges=(("is expected to approve", "approved"),),
        roles=(("parliament", "lobby"),),
    ),
    case(
        "Unlike his brother Emil, Konrad Weiss never joined the party, and he was dismissed from his post in 1936.",
        "Konrad Weiss never joined the party.",
        "Konrad Weiss was dismissed from his post in 1936.",
        roles=(("Konrad", "Emil"),),
    ),
    case(
        "A total of 5,623 refugees crossed from Myanmar into Thailand between 8 and 10 April.",
        "Between 8 and 10 April, 5,623 refugees crossed from Myanmar into Thailand.",
        "5623 refugees crossed into Thailand.",
        roles=(("Myanmar", "Thailand"),),
    ),
    case(
        "The Dutch spend an average of 19 minutes a day on a bicycle, the Danes 15.",
        "The Dutch spend an average of 19 minutes a day on a bicycle.",
    ),
    case(
        "In 2013 the museum acquired the diary from a dealer in Prague, who said he had bought it at a flea "
        "market in Brno.",
        "The museum acquired the diary from a dealer in Prague in 2013.",
        "The dealer said he had bought the diary at a flea market in Brno.",
        roles=(("Prague", "Brno"),),
        speakers=(("The dealer said he", "The curator said he"),),
    ),
    case(
        "The court ruled that the newspaper had not violated the privacy of Senator Elena Prieto.",
        "The court ruled that the newspaper had not violated the privacy of Elena Prieto.",
        "According to the court, the newspaper did not violate the privacy of Senator Elena Prieto.",
    ),
    case(
        "Cyclone Mora displaced half a million people in Bangladesh and destroyed more than 17,000 houses in May 2017.",
        "In May 2017, half a million people in Bangladesh were displaced by Cyclone Mora.",
        "Cyclone Mora destroyed over 17,000 houses.",
        "More than 17,000 homes were destroyed by Cyclone Mora.",
        "500,000 people were displaced in Bangladesh.",
    ),
    case(
        "Striker Ivan Babic joined Dinamo from Hajduk for 3.5 million euros in the summer of 2008.",
        "In the summer of 2008 striker Ivan Babic joined Dinamo from Hajduk.",
        "Ivan Babic joined Dinamo for €3.5m.",
        roles=(("Dinamo", "Hajduk"),),
    ),
    case(
        "According to the report, no bribes were paid, and the minister did not know the contractor.",
        "According to the report, no bribes were paid.",
        "The report says the minister did not know the contractor.",
        speakers=(("According to the report, ", "According to the minister, "),),
        roles=(("minister", "contractor"),),
    ),
    case(
        "The tower was the tallest building in Africa until 2019, when the Leonardo in Johannesburg "
        "surpassed it by 11 metres.",
        "Until 2019 the tower was the tallest building in Africa.",
        "In 2019, the Leonardo in Johannesburg surpassed the tower by 11 metres.",
        "The tower was surpassed by the Leonardo in 2019.",
    ),
    case(
        "Iraqi forces recaptured the town of Hit from the jihadists in April 2016 after a six-week battle.",
        "In April 2016 the town of Hit was recaptured by Iraqi forces.",
        "Iraq's forces recaptured Hit from the jihadists after a battle of six weeks.",
        roles=(("Iraqi forces", "the jihadists"), ("Iraq's forces", "the jihadists")),
    ),
    case(
        "Ticket prices will rise by two euros in January; pensioners will continue to travel free of charge.",
        "In January ticket prices will rise by €2.",
        "Pensioners will continue to travel free of charge.",
    ),
    case(
        "The Nigerian navy freed 21 fishermen on Friday whom pirates had kidnapped off Bonny in early March.",
        "On Friday, 21 fishermen were freed by the Nigerian navy.",
        "Nigeria's navy freed 21 fishermen.",
        "Pirates had kidnapped the fishermen off Bonny in early March.",
        roles=(("Pirates", "the Nigerian navy"), ("Nigerian navy", "fishermen"), ("Nigeria's navy", "21 fishermen")),
    ),
    case(
        "Judge Harold Finch dismissed the claim of the tenants against the landlord, Brookfield Estates, in June 2021.",
        "In June 2021 the claim of the tenants was dismissed by Judge Harold Finch.",
        "Judge Harold Finch dismissed the tenants' claim against Brookfield Estates.",
        roles=(("Harold Finch", "Brookfield Estates"),),
    ),
    case(
        "Production at the Bergamo works fell by 35 percent in 2009, but none of its 780 workers lost their jobs.",
        "In 2009, production at the Bergamo works fell by 35%.",
        "None of the 780 workers lost their jobs.",
        "Production at the Bergamo works decreased by 35 per cent in 2009.",
    ),
    case(
        "The treaty obliges Denmark to return the manuscripts to Iceland within 25 years, historian Olaf "
        "Ravn explained.",
        "Historian Olaf Ravn explained that the treaty obliges Denmark to return the manuscripts to Iceland.",
        "According to historian Olaf Ravn, the treaty obliges Denmark to return the manuscripts within 25 years.",
        roles=(("Denmark", "Iceland"),),
        speakers=(
            ("According to historian Olaf Ravn, ", "According to librarian Jon Hall, "),
            ("Historian Olaf Ravn explained that ", "Librarian Jon Hall explained that "),
        ),
    ),
    case(
        "The volcano Taal has erupted 33 times since 1572; the eruption of 1911 killed 1,335 people.",
        "Since 1572 the volcano Taal has erupted thirty-three times.",
        "1,335 people were killed by the eruption of 1911.",
        "The eruption of 1911 killed 1335 people.",
        roles=(("1572", "1911"),),
    ),
    case(
        "Rosa Campos, 34, a nurse from Valparaiso, was chosen from 2,100 applicants to join the crew.",
        "Rosa Campos was chosen from 2100 applicants to join the crew.",
        "Rosa Campos is a nurse from Valparaiso.",
        "The nurse Rosa Campos, aged 34, was chosen to join the crew.",
    ),
    case(
        "China imported 9.5 million tonnes of soybeans from Argentina in 2016, three times as much as from Uruguay.",
        "In 2016, China imported 9.5 million tonnes of soybeans from Argentina.",
        "9,500,000 tonnes of soybeans were imported from Argentina by China.",
        roles=(("China", "Argentina"), ("Argentina", "Uruguay")),
    ),
    case(
        "The drummer left the band in 1985 because he could not stand touring, and was replaced by Mick Dolan.",
        "The drummer left the band in 1985.",
        "The drummer was replaced by Mick Dolan.",
        "Mick Dolan replaced the drummer.",
        roles=(("drummer", "Mick Dolan"),),
    ),
    case(
        "At least nine climbers died on the mountain last season; the authorities blame inexperienced guides.",
        "At least 9 climbers died on the mountain last season.",
        "Last season at least nine climbers died on the mountain.",
        "The authorities blame inexperienced guides.",
    ),
    case(
        "The ministry of health plans to vaccinate 4 million children against polio before the end of the year.",
        "The ministry of health plans to vaccinate 4 million children against polio.",
        "The health ministry plans to vaccinate four million children before the end of the year.",
        hedges=(("plans to vaccinate", "vaccinated"),),
    ),
    case(
        "Sergeant Tom Briggs shot Private Alan Moss in the leg by accident, the inquiry found in 1988.",
        "The inquiry found that Sergeant Tom Briggs shot Private Alan Moss in the leg by accident.",
        "In 1988 the inquiry found that Private Alan Moss was shot by Sergeant Tom Briggs.",
        roles=(("Sergeant Tom Briggs", "Private Alan Moss"),),
    ),
    case(
        "The tunnel under the Bosphorus, 13.6 kilometres long, was opened by the Turkish president on 29 October 2013.",
        "On October 29, 2013, the Turkish president opened the tunnel under the Bosphorus.",
        "The tunnel under the Bosphorus is 13.6 km long.",
        "The president of Turkey opened the tunnel on 29/10/2013.",
    ),
    case(
        "Hungary beat Brazil 4-2 in the quarter-final in Bern, a match in which three players were sent off.",
        "In the quarter-final in Bern, Hungary beat Brazil 4-2.",
        "Brazil was beaten 4-2 by Hungary in Bern.",
        "Three players were sent off in the match.",
        roles=(("Hungary", "Brazil"),),
    ),
    case(
        "The editor said she would never publish the letters, although the family had given its permission.",
        "The editor said she would never publish the letters.",
        "The family had given its permission.",
        roles=(("editor", "family"),),
    ),
    case(
        "Interpol issued a warrant for the businessman Viktor Lang, who is suspected of having laundered 60 "
        "million euros.",
        "Interpol issued a warrant for the businessman Viktor Lang.",
        "Viktor Lang is suspected of having laundered €60 million.",
        "A warrant for Viktor Lang was issued by Interpol.",
        hedges=(("is suspected of having laundered", "laundered"),),
        roles=(("Interpol", "Viktor Lang"),),
    ),
    case(
        "The sculptor Petra Vos was taught by Jan Hoek in Utrecht and later taught Lies Bakker.",
        "Petra Vos was taught by Jan Hoek in Utrecht.",
        "Jan Hoek taught the sculptor Petra Vos.",
        "Petra Vos later taught Lies Bakker.",
        roles=(("Petra Vos", "Jan Hoek"), ("Petra Vos", "Lies Bakker")),
    ),
    case(
        "In 2022 the city had 612 electric buses and 1,450 diesel buses; by 2030 all diesel buses are to be scrapped.",
        "The city had 612 electric buses in 2022.",
        "There were 1,450 diesel buses in the city in 2022.",
        "All diesel buses are to be scrapped by 2030.",
        roles=(("612", "1,450"), ("2022", "2030")),
    ),
    case(
        "No one claimed responsibility for the attack on the pipeline near Kirkuk, which wounded two guards.",
        "No one claimed responsibility for the attack on the pipeline near Kirkuk.",
        "The attack on the pipeline near Kirkuk wounded two guards.",
        "Two guards were injured in the attack on the pipeline.",
    ),
    case(
        "Apple growers in Kashmir lost 70 million dollars because early snow in November 2019 broke the branches.",
        "Kashmir's apple growers lost $70 million.",
        "Apple growers in Kashmir lost $70 million because snow broke the branches.",
        "In November 2019 early snow broke the branches.",
    ),
    case(
        "Amnesty accuses the militia of burning 14 villages in Darfur, a charge that its leader, Musa Idris, rejects.",
        "The militia is accused by Amnesty of burning 14 villages in Darfur.",
        "Amnesty accuses the militia of burning fourteen villages.",
        "The leader of the militia, Musa Idris, rejects the charge.",
        roles=(("Amnesty", "the militia"),),
        hedges=(("is accused by Amnesty of burning", "burned"),),
    ),
)

HELD_OUT = (
    case(
        "Firefighters in Braga rescued two children from a burning flat on Tuesday night; their grandmother died.",
        "On Tuesday night firefighters in Braga rescued two children from a burning flat.",
        "Two children were rescued from a burning flat by firefighters in Braga.",
        roles=(("Firefighters", "Two children"),),
    ),
    case(
        "The geologist Arvo Tamm mapped the island between 1926 and 1931 and named its highest peak after Selma Rand.",
        "Between 1926 and 1931 the geologist Arvo Tamm mapped the island.",
        "Arvo Tamm named the island's highest peak after Selma Rand.",
        roles=(("Arvo Tamm", "Selma Rand"),),
    ),
    case(
        "Pakistan bought 18 helicopters from Italy in 2011 and returned three of them because of faulty engines.",
        "In 2011 Pakistan purchased 18 helicopters from Italy.",
        "Eighteen helicopters were bought from Italy by Pakistan in 2011.",
        "Pakistan returned three of the helicopters because of faulty engines.",
        roles=(("Pakistan", "Italy"), ("18", "three")),
    ),
    case(
        "The airport was closed for six hours after a drone was seen near the runway, a spokesman said.",
        "A spokesman said the airport was closed for 6 hours after a drone was seen near the runway.",
        "According to a spokesman, the airport was closed for six hours.",
        speakers=(
            ("A spokesman said the", "A pilot said the"),
            ("According to a spokesman, ", "According to a pilot, "),
        ),
    ),
    case(
        "Candidates from the Green Party won 14 of the 31 seats; the Liberals, who had held 17, kept only eight.",
        "The Green Party won 14 of the 31 seats.",
        "14 of the 31 seats were won by candidates from the Green Party.",
        "The Liberals kept only 8 seats.",
        roles=(("14", "31"), ("Green Party", "Liberals")),
    ),
    case(
        "Inflation in Zambia rose to 24.6 percent in July 2021 from 15.8 percent a year earlier.",
        "In July 2021, inflation in Zambia rose to 24.6%.",
        "Zambia's inflation rose from 15.8 per cent to 24.6 per cent.",
        roles=(("15.8", "24.6"),),
    ),
    case(
        "Captain Ewa Lis never found out who had stolen the logbook, but she suspected the cook.",
        "Captain Ewa Lis never found out who had stolen the logbook.",
        "Captain Ewa Lis suspected the cook.",
        roles=(("Ewa Lis", "cook"),),
    ),
    case(
        "The cathedral, begun by Bishop Alaric in 1164 and finished under Bishop Odo in 1248, burned in 1940.",
        "Bishop Alaric began the cathedral in 1164.",
        "The cathedral was begun in 1164 by Bishop Alaric.",
        "In 1940 the cathedral burned.",
        roles=(("Alaric", "Odo"), ("1164", "1940")),
    ),
    case(
        "The World Bank lent Nepal $150 million in 2015 to rebuild 55,000 houses destroyed by the earthquake.",
        "In 2015 the World Bank lent Nepal 150 million dollars.",
        "The World Bank lent Nepal $150m to rebuild 55,000 houses.",
        "55,000 houses were destroyed by the earthquake.",
        roles=(("the World Bank", "Nepal"),),
    ),
    case(
        "Doctors say the boy could walk again within a year, but his mother, Ana Lupu, is not convinced.",
        "Doctors say the boy could walk again within a year.",
        "According to doctors, the boy could walk again within a year.",
        "The boy's mother, Ana Lupu, is not convinced.",
        speakers=(("Doctors say the", "Neighbours say the"), ("According to doctors, ", "According to his mother, ")),
        hedges=(("could walk", "walked"),),
    ),
    case(
        "Spanish fishermen blocked the harbour of Vigo on 2 February to protest against the new quotas.",
        "On February 2 the harbour of Vigo was blocked by Spanish fishermen.",
        "Fishermen from Spain blocked the harbour of Vigo to protest against the new quotas.",
    ),
    case(
        "Ludmila Brezina defended Pavel Kral at the trial in Brno; Kral was convicted of espionage in 1953.",
        "At the trial in Brno, Pavel Kral was defended by Ludmila Brezina.",
        "Pavel Kral was convicted of espionage in 1953.",
        roles=(("Ludmila Brezina", "Pavel Kral"),),
    ),
    case(
        "About a third of the 900 respondents had never heard of the law, the survey showed.",
        "The survey showed that about a third of the 900 respondents had never heard of the law.",
        "According to the survey, about one third of the 900 respondents had never heard of the law.",
        speakers=(("According to the survey, ", "According to the ministry, "),),
    ),
    case(
        "The mill employs 85 people and intends to hire 40 more if the regional council approves the loan.",
        "The mill employs 85 people.",
        "The mill intends to hire 40 more people if the regional council approves the loan.",
        "85 people are employed by the mill.",
        hedges=(("intends to hire", "hired"),),
        roles=(("85", "40"),),
    ),
    case(
        "Snow leopards were photographed in the park in 2019 for the first time since 1986, officials reported.",
        "Officials reported that snow leopards were photographed in the park in 2019.",
        "According to officials, snow leopards were photographed in the park for the first time since 1986.",
        roles=(("2019", "1986"),),
        speakers=(
            ("Officials reported that ", "Hunters reported that "),
            ("According to officials, ", "According to hunters, "),
        ),
    ),
)
