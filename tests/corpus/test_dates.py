"""The article's own date, and dates anywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Span
from corpus.dates import ArticleDate, dates_in, find_date

OWN_LINES = {
    "Sunday 18/09/2016": "2016-09-18",
    "2016-09-18": "2016-09-18",
    "2016/09/18": "2016-09-18",
    "18.09.2016": "2016-09-18",
    "18-Sep-2016": "2016-09-18",
    "October 2023": "2023-10",
    "Oct. 2023": "2023-10",
    "18 September 2016": "2016-09-18",
    "18th of September, 2016": "2016-09-18",
    "September 18, 2016": "2016-09-18",
    "SEPT. 18TH 2016": "2016-09-18",
    "Sat. 5 Jan. 2019": "2019-01-05",
    "2016-09-18T10:30:00+01:00": "2016-09-18",
    "Published: 18 Sep 2016 10:30 GMT": "2016-09-18",
    "First published on Sun 18 Sep 2016 10.30 BST": "2016-09-18",
    "Posted on Monday, May 6th, 2019 at 5 pm": "2019-05-06",
    "Posted 25/12/2024 in Interviews": "2024-12-25",
    "Updated 3:15 p.m. ET, September 18, 2016": "2016-09-18",
    "**Date:** 18 September 2016": "2016-09-18",
    "(18 September 2016)": "2016-09-18",
    "le dimanche 18 septembre 2016 à 10h30": "2016-09-18",
    "1er février 2016": "2016-02-01",
    "3 AOÛT 2019": "2019-08-03",
    "3 aout 2019": "2019-08-03",
    "De\u0301cembre 2020": "2020-12",
    "Publié le 3 août 2019, mis à jour le 4 août 2019": "2019-08-03",
    "Published: 18 Sep 2016 Updated: 19 Sep 2016": "2016-09-18",
}
HEADS = {
    "RABAT, 18 September 2016 — The port shut.": "2016-09-18",
    "Rabat, Morocco, Sept. 18, 2016 (Agency) -- The port shut.": "2016-09-18",
    "RABAT (Agency), 18/09/2016 – The port shut.": "2016-09-18",
    "EL JADIDA, le 5 mai 2019 (MAP) – Le port est fermé.": "2019-05-05",
    "Port shut\n\nRabat, 18 September 2016\n\nThe port shut.": "2016-09-18",
    "By Jane Orr | 18 September 2016 | 3 min read": "2016-09-18",
    "By Jane Orr, 18 September 2016": "2016-09-18",
    "By: Jane Orr - October 2023": "2023-10",
    "Harbours | 18 September 2016": "2016-09-18",
    "Port shut\r\n\r\n18 September 2016\r\n\r\nThe port shut.": "2016-09-18",
    "Updated 3 May 2019\nPublished 1 May 2019": "2019-05-01",
    "\ufeff18 September 2016": "2016-09-18",
}
NO_DATES = [
    "",
    "The fort has stood since 2002.",
    "In October 2023 police closed the port.",
    "October 2023 Casablanca 5 members 4 individuals",
    "| 18/09/2016 | Safi | 3 |",
    "Safi | 18/09/2016 | 3 ships | 40 sailors",
    "18/09/2016 | Safi | 3\n19/09/2016 | Agadir | 5",
    "RABAT, Sept. 18 (Agency) — The port shut.",
    "On 18 September 2016 — a Sunday — he left.",
    "The committee, 18 September 2016 - notes of the meeting",
    "31/02/2016",
    "30 February 2020",
    "29 February 2019",
    "2016-13-01",
    "00/09/2016",
    "May 1, 1899",
    "18/09/16",
    "2010-11",
    "12/2016",
    "18/09/2016/4",
    "10.18.09.2016",
    "18 September 2016 to 20 September 2016",
]


@pytest.mark.parametrize(("line", "iso"), OWN_LINES.items())
def test_a_date_with_a_line_to_itself_is_the_articles(line: str, iso: str) -> None:
    found = find_date(f"Three ports shut\n\n{line}\n\nThe harbour master said so.")
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize(("head", "iso"), HEADS.items())
def test_bylines_and_datelines_date_the_article(head: str, iso: str) -> None:
    assert find_date(head) == ArticleDate(iso)


@pytest.mark.parametrize("text", NO_DATES)
def test_a_date_of_something_else_is_not_the_articles(text: str) -> None:
    assert find_date(text) is None


def test_a_date_below_the_head_is_not_the_articles() -> None:
    assert find_date("Line of the story.\n" * 12 + "18 September 2016") is None
    assert find_date("A long story. " * 120 + "\n18 September 2016") is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("05/06/2016", ArticleDate("2016-06-05", ambiguous=True)),
        ("5-6-2016", ArticleDate("2016-06-05", ambiguous=True)),
        ("05.06.2016", ArticleDate("2016-06-05")),  # dots are written day first
        ("05/05/2016", ArticleDate("2016-05-05")),
        ("09/18/2016", ArticleDate("2016-09-18")),
        ("18/09/2016", ArticleDate("2016-09-18")),
    ],
)
def test_day_and_month_that_could_be_swapped_are_read_day_first_and_marked(line: str, expected: ArticleDate) -> None:
    assert find_date(line) == expected


def test_dates_anywhere_come_with_their_spans() -> None:
    text = "Held on 18.09.2016, repeated in October 2023 and on May 1, 2024; not on 31/02/2016 nor in 2002."
    assert [(span.of(text), date.iso) for span, date in dates_in(text)] == [
        ("18.09.2016", "2016-09-18"),
        ("October 2023", "2023-10"),
        ("May 1, 2024", "2024-05-01"),
    ]


@given(st.text(alphabet="0123456789 /.-,MayOctobrév\n|—", max_size=60))
def test_any_text_gives_dates_that_exist_at_spans_inside_it(text: str) -> None:
    find_date(text)
    for span, date in dates_in(text):
        assert Span(0, 0) <= span <= Span(len(text), len(text))
        year, month, *_ = map(int, date.iso.split("-"))
        assert 1900 <= year <= 2100
        assert 1 <= month <= 12


@given(st.dates())
def test_a_days_usual_spellings_all_name_that_day(day: object) -> None:
    from datetime import date

    assert isinstance(day, date)
    if 1900 <= day.year <= 2100:
        for spelling in (f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", day.isoformat(), f"{day:%d %B %Y}", f"{day:%B %d, %Y}"):
            found = find_date(spelling)
            assert found is not None
            assert found.iso == day.isoformat()
