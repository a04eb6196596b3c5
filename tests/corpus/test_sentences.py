"""Sentence spans: the traps of news text, what holds for any text, and that time stays linear."""

import re
import textwrap
import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.sentences import sentences

# name -> text in which ¦ marks where a sentence ends and the next begins; the mark itself is taken out
TRAPS = {
    # titles, initials, abbreviations
    "doctor": "Dr. Idrissi opened the clinic.¦ It is small.",
    "mister with initials": "Mr. J. K. Halloran chaired it.¦ Mrs. Orr took notes.",
    "initials without a space": "The novel by T.S. Marsh sold well.¦ Nobody knew why.",
    "middle initial": "Sen. Laura B. Whitfield, D-Ohio, voted no.¦ Rep. Tim Oduya abstained.",
    "military titles": "Gen. Amrani met Lt. Col. Reyes and Sgt. Bello.¦ They flew home.",
    "retired general": "The group, led by Gen. (ret.) A. Haddou, left.¦ Nobody stayed.",
    "saint and mount": "St. Helena and Mt. Toubkal are far apart.¦ Both are steep.",
    "professor": "According to Prof. Zahra Mernissi the roof held.¦ The walls did not.",
    "french monsieur": "M. Lefèvre a parlé à Mme. Dubois.¦ Elle est partie.",
    "united states inside": "The U.S. Navy sent two ships.¦ One came back.",
    "united states at the end": "He moved to the U.S.¦ The next year he returned.",
    "possessive of an abbreviation": "The E.U.’s plan failed.¦ The U.S.’s did not.",
    "united nations and a verb": "The U.N. said it would help.¦ It did.",
    "initials and a weekday": "Police in the U.A.E. Monday arrested two men.¦ Both denied it.",
    "hours inside": "Doors open at 8 a.m. and close at 6 p.m. every day.¦ Entry is free.",
    "hour then weekday": "The vote is at 10 a.m. Monday in the main hall.¦ Bring a card.",
    "hour then number": "The shop shut at 9 p.m.¦ 30 people walked home.",
    "hour at the end": "The shop shut at 9 p.m.¦ She walked home.",
    "number sign": "He lives at No. 5 Harbour Road.¦ The house is blue.",
    "no as an answer": "Did they agree?¦ No.¦ They walked out.",
    "month": "It opened on Sept. 18 and shut on Dec. 2, 2019.¦ Snow fell.",
    "company inside": "Brightwater Inc. said profits rose.¦ Acme Corp. Chairman Lee resigned.",
    "company at the end": "She joined Brightwater Inc.¦ It was 1998.",
    "junior": "Samuel Reed Jr. Avenue is closed.¦ Traffic is slow.",
    "versus": "The judges in Orr v. Castle were split.¦ Two wrote.",
    "for example": "Tools, e.g. Hammers and i.e. Nails, were sold.¦ Prices fell.",
    "et cetera inside": "Bread, milk, etc. were handed out.¦ Nothing was left.",
    "et cetera at the end": "They took bread, milk, etc.¦ The rest stayed.",
    "circa": "The fort (ca. 1540) was rebuilt by approx. 300 men.¦ It stands.",
    "figure, page, volume": "See fig. 4 and pp. 12-18 of vol. 3.¦ The map is there.",
    "roman number": "Chapter III of vol. IV is lost.¦ The rest survives.",
    "article of law": "Under art. 218 of the code he faces ten years.¦ He denies it.",
    "degrees": "She holds a Ph.D. in law.¦ Her M.A. was in history.",
    "letter at the end": "They fell back on plan B.¦ The plan failed.",
    "city and district": "He flew from Washington, D.C., to Rabat.¦ It rained.",
    "states": "Floods hit Tampa, Fla., and Macon, Ga., on Friday.¦ Roads closed.",
    "unknown abbreviation": "The wkbk. of the class was lost.¦ It was found.",
    "german abbreviations": "Der Hafen, z. B. der alte, bzw. neue, blieb zu.¦ Es regnete.",
    # numbers and dates
    "thousands and decimals": "Officers held 2,963 people and 4.5 tonnes of steel.¦ The rest fled.",
    "dotted date": "On 18.09.2016 the court sat.¦ On 19.09.2016 it rose.",
    "spaced date": "Am 18. 09. 2016 tagte das Gericht.¦ Es war Sonntag.",
    "number then number": "They counted 207 cells since 2002.¦ 32 were new.",
    "german ordinal": "Am 3. Oktober ruht die Arbeit.¦ Am 4. Oktober nicht.",
    "money": "It cost $3.50 or €1.200,75 in all.¦ Nobody paid.",
    "versions": "Release v2.0 of app 3.1.4 ships today.¦ Update soon.",
    "time with a dot": "The train left at 10.45 and came at 12.30.¦ It was late.",
    "year at the end": "The bridge fell in 1998.¦ Repairs took a decade.",
    "percent": "Prices rose 0.5 percent.¦ Wages rose .3 percent.",
    # web
    "mail and web address": "Write to press.office@example.org or see https://example.com/a.b?c=D.Ef&g=1.¦ We answer.",
    "bare host": "The list is on example.com and on docs.example.co.uk today.¦ It is long.",
    "file name": "Open report.final.pdf or notes.Txt first.¦ Then print.",
    "initials glued": "The U.S.A team won.¦ They sang.",
    # quotation
    "stop inside a quotation": "“We are ready.”¦ The minister left.",
    "stop inside a straight quotation": '"We are ready."¦ The minister left.',
    "question then attribution": "“Are you ready?” he asked.¦ Nobody spoke.",
    "question then named attribution": "“Are you ready?” Nadia Orr asked.¦ Nobody spoke.",
    "stop then attribution": '"It is late." said the guard.¦ He locked the gate.',
    "several sentences in a quotation": "“It was dark.¦ We ran.¦ Nobody followed,” Orr said.¦ She smiled.",
    "quotation that ends inside": "He called it “a good day”.¦ She did not.",
    "british single quotes": "‘It is over.’¦ They cheered.",
    "nested quotes": "‘He said, “Go.”’¦ That is all.",
    "german quotes": "„Es ist gut.“¦ Er ging.",
    "french quotes": "« C’est fini. »¦ Elle sourit.",
    "bracket inside": "The roof leaked (it was old.)¦ Workers came.",
    "bracketed sentence": "The roof leaked.¦ (It was old.)¦ Workers came.",
    "footnote marks": "The town grew fast.[1]¦ Trade helped.[2][3]¦ Then came war.[citation needed]¦ It ended.",
    "aside with an ellipsis": "They watch all of it (posts, calls...).¦ Then they decide.",
    "colon then quotation": "He said: “Stop.”¦ They stopped.",
    "quotation that begins with an ellipsis": 'The letter says "... Nothing was found" and ends.¦ It is short.',
    # other ends
    "question and exclamation": "Is it true?!¦ Yes!¦ Good.",
    "ellipsis inside": "He waited ... and waited… and left.¦ Rain fell.",
    "ellipsis at the end": "He waited...¦ Nobody came…¦ He left.",
    "name with an exclamation mark": "Shares of Yahoo! rose on Friday.¦ Others fell.",
    "spaced stops": ". . . . . .",
    "omission": "The law “covers [...] all ports” he said.¦ It does not.",
    "bullets in a line": "Bring:¦ • a coat¦ • two boots",
    # hurried news
    "lower case start": "The raid shook the country.¦ the operation took hours.",
    "missing space before a capital": "It ended a long war.¦A new plan began.",
    "missing space after a comma": "It spread fear,destabilizing towns.¦ Then it ended.",
    "missing space after a name": "They flew to Tangier.¦The rest stayed.",
    "name with a stop inside": "The studio Media.Vision built it.¦ It sold.",
    "space before every mark": 'The game ( lit . Field ) was late .¦ It sold " well . "¦ Then it sank .',
    "two spaces": "He came.¦  She left.",
    "no-break space": "He came.¦\u00a0She left.",
    # lines
    "headline without a stop": "Storm closes three ports\n¦The harbour master said ships would wait.¦ Some did.",
    "headline then empty line": "Storm closes three ports\n\n¦Ships will wait.",
    "question lines": "Q1: What happened, Dr. Orr?¦ Can you say?\n¦Dr. Orr: It fell.¦ We ran.\n¦Q2: Why?",
    "interview with letters": "Q. How many came?\n¦A. Six of them.",
    "bullets": (
        "The plan has three parts:\n\n¦  • Sharing: Ports talk to each other.\n¦  • Training: guards learn.\n"
        "¦- Lights stay on\n¦* Gates stay shut"
    ),
    "numbered list": "1. The gate was open.\n¦2. The guard slept.\n¦10. Nobody saw.",
    "flattened table": (
        "Date Place Ships Crew\n¦March 2021 Agadir 5 ships 40 sailors\n¦April 2021 Safi 3 ships 22 sailors"
    ),
    "padded table": (
        "Port          Ships     Crew of ships\n¦agadir            5     forty sailors\n"
        "¦safi              3     twenty sailors"
    ),
    "markdown": "# Storm\n¦Ports shut.\n\n¦---\n\n¦| Port | Ships |\n¦| --- | --- |\n¦| Safi | 3 |",
    "front matter": "---\n¦title: Three ports shut after the storm of last Tuesday\n¦date: 2021-03-04\n¦---",
    "crlf": "Port shut\r\n¦Ships wait.¦ They do.\r\n\r\n¦Crews sleep.",
    "carriage returns": "Port shut\r¦Ships wait.",
    "line separator": "Port shut\u2028¦Ships wait.",
    "dateline": "RABAT, Sept. 18 (Agency) — The port shut on Sunday.¦ It will open soon.",
    "two lines that go on": "The harbour authority closed three ports on Tuesday after\nthe storm and opened none.",
    "hard-wrapped": (
        "The harbour authority closed three ports on Tuesday after the storm, Dr.\n"
        "Orr said, and ships carrying grain and timber were told to wait at sea for\n"
        "as long as two days.¦ Fishermen in the smaller towns pulled their boats up\n"
        "the beach and spent the night in the market hall, where the Red Crescent\n"
        "had put up beds.¦ Nobody was hurt."
    ),
    # other scripts
    "arabic": "أغلقت السلطات الميناء.¦ هل يفتح غدا؟¦ لا أحد يعرف.",
    "arabic title": "قال د. العلوي إن الميناء مغلق.¦ ثم غادر.",
    "arabic semicolon": "أغلق الميناء؛ فالريح شديدة.¦ ثم فتح.",
    "arabic without a space": "أغلقت السلطات الميناء.¦ثم غادرت السفن.",
    "urdu": "بندرگاہ بند ہے۔¦ جہاز انتظار کر رہے ہیں۔",
    "chinese": "港口今天关闭。¦船只在等待！¦什么时候开放？",
    "chinese quotation": "他说：“港口关闭了。”¦船员都回家了。",
    "chinese attribution": "“港口关闭了。”他说。¦船员都回家了。",
    "japanese quotation": "港は閉鎖された。¦「もう終わりだ。」と船長は言った。¦誰も答えなかった。",
    "hindi": "बंदरगाह बंद है।¦ जहाज इंतज़ार कर रहे हैं।",
    "russian": "Порт закрыт.¦ Суда ждут.",
    "spanish": "¿Cuándo abre?¦ ¡Nadie lo sabe!¦ El Sr. Ruiz calló.",
    "greek": "Το λιμάνι έκλεισε.¦ Τα πλοία περιμένουν.",
}

NASTY = st.text(
    alphabet="ab AB.1 \t\n\r?!…。؟\"'“”‘’()[]«»:;,-–•Dr—\u00a0\u2028\u0085\x0c\ufeff\x00é口عﷺ😀\u0301\u200d",
    max_size=80,
)


def texts_of(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize("marked", TRAPS.values(), ids=TRAPS.keys())
def test_a_trap_of_news_text_is_split_where_marked(marked: str) -> None:
    assert texts_of(marked.replace("¦", "")) == [part.strip() for part in marked.split("¦")]


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_other_line_ends_are_split_like_newlines(line_end: str) -> None:
    for marked in TRAPS.values():
        text = marked.replace("¦", "")
        if "\r" not in text:
            other = text.replace("\n", line_end)
            assert [part.replace(line_end, "\n") for part in texts_of(other)] == texts_of(text)


def assert_sound(text: str) -> None:
    found = sentences(text)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(span.of(text) == span.of(text).strip() for span in found)
    covered = set[int]().union(*(range(span.start, span.end) for span in found))
    assert {at for at, character in enumerate(text) if not character.isspace()} <= covered


@given(st.one_of(NASTY, st.text(max_size=60)))
@example("")
@example(" \n\t\r\n")
@example("\ufeffA. B")
@example("a.\u2028\r\n.")
def test_spans_of_any_text_are_in_order_inside_stripped_and_complete(text: str) -> None:
    assert_sound(text)


WORDS = st.sampled_from(
    "port ships Orr Dr. U.S. the of waited 2,963 18.09.2016 Sept. 5 said “we left” storm (see map) crews Safi "
    "harbour, No. 7 a.m. and were told at sea example.com".split(" ")
)
SENTENCES = st.tuples(st.lists(WORDS, min_size=4, max_size=22).map(" ".join), st.sampled_from(".?!")).map("".join)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=5).map(" ".join)


@given(st.lists(PARAGRAPHS, min_size=1, max_size=6), st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\r"]))
def test_spans_of_built_articles_are_sound_and_never_cross_an_empty_line(paragraphs: list[str], gap: str) -> None:
    text = gap.join(paragraphs)
    assert_sound(text)
    assert not any(re.search(r"(?:\r\n|\n|\r(?!\n))\s*(?:\r\n|\n|\r(?!\n))", part) for part in texts_of(text))


STORY = [
    "The harbour authority closed three ports on Tuesday after a storm that had been forecast for a week, and Dr. "
    "Selma Orr, who runs the clinic at Safi, said 2,963 people had been moved inland by 4.30 a.m. that day. “We were "
    "ready. We had beds,” she said. The U.S. consulate sent blankets; others sent bread, tea, etc. and a generator.",
    "Ships carrying grain and timber were told to wait at sea for as long as two days. Two of them ran short of water. "
    "Would they be let in? Nobody could say before 18.09.2016, when the pilots met again in the old customs house.",
    "By then the wind had dropped. Mr. J. K. Halloran, of the dockers’ union, put the loss at about $1.2 million.",
]


@pytest.mark.parametrize("width", [56, 66, 72, 80, 98])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("layout", ["empty lines", "indents"])
def test_hard_wrapped_text_has_the_sentences_of_the_same_text_unwrapped(width: int, line_end: str, layout: str) -> None:
    indent, gap = ("", line_end * 2) if layout == "empty lines" else ("    ", line_end)
    wrapped = [textwrap.wrap(p, width, initial_indent=indent, break_on_hyphens=False) for p in STORY]
    text = "Three ports shut" + line_end * 2 + gap.join(line_end.join(lines) for lines in wrapped)
    unwrapped = "Three ports shut\n\n" + "\n\n".join(STORY)
    assert [" ".join(part.split()) for part in texts_of(text)] == texts_of(unwrapped)


def test_one_paragraph_a_line_is_never_joined() -> None:
    text = "Three ports shut\n" + "\n".join(STORY)
    assert not any("\n" in part for part in texts_of(text))


def test_rows_of_a_table_in_a_wrapped_article_stay_rows() -> None:
    rows = [
        "Agadir Harbour Office Five ships and forty sailors at the outer mole",
        "Safi Harbour Office Three ships and some sailors at the grain quay",
        "Tangier Harbour Office Nine ships and most sailors at the ferry pier",
        "Nador Harbour Office No ships and few sailors at the fishing basin",
    ]
    text = "\n\n".join(
        ["\n".join(textwrap.wrap(STORY[0], 72)), "\n".join(rows), "\n".join(textwrap.wrap(STORY[1], 72))]
    )
    assert [part for part in texts_of(text) if "Harbour Office" in part] == rows


def test_items_of_a_wrapped_list_stay_apart_and_whole() -> None:
    item = "the harbour master, who had been up since four, asked the pilots to stay at home until the wind fell"
    lines = textwrap.wrap(item, 60, initial_indent="- ", subsequent_indent="  ")
    assert [" ".join(part.split()) for part in texts_of("\n".join(lines * 3))] == ["- " + item] * 3


ADVERSARIES = {
    "stops": ".",
    "quotes": '"',
    "letters": "a",
    "words": "word ",
    "letter and stop": "a. ",
    "glued stops": "a.",
    "short sentences": "Ab. ",
    "open brackets": "(. ",
    "empty lines": "\n",
    "short lines": "a\n",
    "lone quotes": '. " ',
    "wide gaps": "a." + " " * 500,
    "notes": ".[",
    "bullets": " •",
    "initials": "A.A",
    "full-width": "あ。",
    "carriage returns": "x\r",
    "wrapped": "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eius\n",
    "asides": "?” A   ",
    "rules": "---",
    "marks and quotes": ".”",
}


@pytest.mark.parametrize("unit", ADVERSARIES.values(), ids=ADVERSARIES.keys())
def test_time_is_linear_in_the_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            sentences(text)
            best = min(best, time.process_time() - start)
        return best

    # 16 times the text in 16 times the time; a quadratic rule would take 256 times as long
    assert seconds(80_000) < 64 * max(seconds(5_000), 0.001)
