"""What is taken for a copy of a passage, and how copies share one place in the ranking."""

import time

import numpy as np
import pytest

from index import copies
from index.copies import Group, group, near_duplicate
from index.encoder import unit

LEAD = "The storm sank 41 boats in Tarfaya harbour on Monday night, the port authority said."
BODY = (
    "Fishermen complained that the warning came too late for them to bring their vessels ashore. "
    "Mayor Lamia Bensouda opened a fund for the crews. She did not say who would pay into it."
)
STORY = f"{LEAD} {BODY}"


def edited(*changes: tuple[str, str], story: str = STORY) -> str:
    for old, new in changes:
        assert story.count(old) == 1
        story = story.replace(old, new)
    return story


# What papers do to wire copy


@pytest.mark.parametrize(
    "other",
    [
        STORY,
        f"TARFAYA, 12 March 2021 (MAP) — {STORY}",
        f"RABAT, March 13 (Reuters) - {STORY}",
        f"LAAYOUNE, Morocco -- {STORY}",
        f"Storm at the harbour\n\n12 March 2021\n\nBy Jane Doe\n\nTARFAYA (AP) — {STORY}",
        f"Seen at sea\n\n{STORY}",
        f"# Boats lost as storm batters the southern coast\n\n{STORY}",
        edited(("Fishermen", "\r\n\r\nFishermen")),
        edited(("complained", "complianed"), ("ashore", "a-shore")),
        edited(("Monday night,", "Monday night"), ("Mayor", "— Mayor")),
        edited((" the port authority said", " said the port authority")),
        edited(
            ("The storm sank 41 boats in Tarfaya harbour", "The violent storm sank 41 boats in the Tarfaya harbour")
        ),
        edited(("41 boats", "41  boats"), ("Bensouda", "“Bensouda”")),
        edited((" Mayor Lamia Bensouda opened a fund for the crews.", "")),
        edited((" She did not say who would pay into it.", "")),
        f"{STORY} The harbour of Tarfaya lies on the southern coast.",
    ],
)
def test_edits_of_wire_copy_are_copies(other):
    assert near_duplicate(STORY, other)


def test_numbers_are_the_same_however_they_are_written():
    story = "In all 2,963 people and six dogs were counted in the camp near Smara this winter, the agency said."
    assert near_duplicate(story, edited(("2,963", "2963"), ("six", "6"), story=story))


def test_a_sentence_that_begins_like_the_next_one_may_be_missing():
    story = "The crew of the Amal was saved. The crew was taken to Agadir by bus the same night. " + BODY
    assert near_duplicate(story, edited(("The crew was taken to Agadir by bus the same night. ", ""), story=story))


# What makes another statement of it


@pytest.mark.parametrize(
    "other",
    [
        edited(("41", "43")),
        edited(("41", "4.1")),
        edited(("41 boats", "boats")),
        edited(("41 boats", "41 trawlers")),
        edited(("sank 41 boats", "sank 41% of boats")),
        edited(("Monday", "Tuesday")),
        edited(("Tarfaya", "Tan-Tan")),
        edited(("Bensouda", "Bensaid")),
        edited(("Mayor Lamia Bensouda", "The mayor")),
        edited(("did not say", "did say")),
        edited(("did not say", "said")),
        edited(("opened", "never opened")),
        edited(("complained", "didn't complain")),
        edited(("too late", "less late")),
        f"{STORY} The number later rose to 43.",
        f"Storm sinks 43 boats\n\n{STORY}",
        edited((LEAD, "A storm destroyed 43 vessels at the port of Tarfaya.")),
    ],
)
def test_what_differs_in_a_figure_a_name_or_a_negation_is_no_copy(other):
    assert not near_duplicate(STORY, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$5 million", "€5 million"),
        ("5 %", "5 ‰"),
        ("-5 degrees", "5 degrees"),
        ("thirty people", "forty people"),
        ("12 March 2021", "13 March 2021"),
        ("rose", "fell"),
        ("12 men and 3 women", "3 men and 12 women"),
        ("Omar met Ali", "Ali met Omar"),
        ("الرباط", "طنجة"),
    ],
)
def test_a_single_difference_in_a_long_text_counts(one, other):
    def text(part: str) -> str:
        return f"According to the figures of the ministry it was {part} when the year came to its end there. {BODY}"

    assert near_duplicate(text(one), text(one))
    assert not near_duplicate(text(one), text(other))


def test_a_sentence_with_a_number_may_be_missing_in_the_copy_and_not_in_the_lead():
    more = f"{STORY} Of these, 12 were found again."
    assert near_duplicate(more, STORY)
    assert not near_duplicate(STORY, more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Weather in Rabat", "Weather in Fez"),
        ("Rabat", "Fez"),
        ("Rabat", "The weather of this week"),
        ("The weather in the old town of Rabat this week", "The weather in the old town of Fez this week"),
    ],
)
def test_a_headline_that_tells_of_another_place_counts(one, other):
    body = "Rain in the morning and sunshine after noon, with a light wind from the west and 25 degrees at most."
    assert near_duplicate(f"{one}\n\n{body}", f"{one}\n\n{body}")
    assert not near_duplicate(f"{one}\n\n{body}", f"{other}\n\n{body}")


def test_what_looks_like_a_dateline_and_is_none_counts():
    rest = f"a port town for most of its history - has a new harbour master. {BODY}"
    assert not near_duplicate(f"Agadir - {rest}", f"Tarfaya - {rest}")


@pytest.mark.parametrize("other", ["", "…", "The storm", "The council met in the town hall to talk about new roofs."])
def test_another_text_is_no_copy(other):
    assert not near_duplicate(STORY, other)
    assert not near_duplicate(other, STORY)


def test_texts_without_words_are_no_copies_of_each_other():
    assert not near_duplicate("…", "…")


# Groups


def vectors(*directions: float) -> np.ndarray:
    """Unit vectors at these angles, in degrees."""
    angles = np.radians(directions)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def groups(articles, directions, texts, k=10):
    return group(np.array(articles), vectors(*directions), lambda n: texts[n], k)


def test_copies_take_one_place_under_the_best_of_them():
    found = groups([1, 2, 3, 4], [0, 90, 1, 2], [STORY, "Else.", STORY, f"RABAT (MAP) - {STORY}"])
    assert found == [Group(0, (2, 3)), Group(1, ())]


def test_a_copy_within_the_same_article_keeps_its_place():
    assert groups([1, 1], [0, 0], [STORY, STORY]) == [Group(0, ()), Group(1, ())]


def test_copies_are_found_far_behind_the_first_k():
    texts = [STORY, *(f"Another story about thing number {n}." for n in range(200)), STORY]
    assert groups(range(202), [0] * 202, texts, k=2) == [Group(0, (201,)), Group(1, ())]


def test_texts_are_read_only_where_the_vectors_are_near():
    asked = []

    def text(n: int) -> str:
        asked.append(n)
        return STORY

    assert group(np.arange(3), vectors(0, 90, 180), text, 1) == [Group(0, ())]
    assert asked == [0]


def test_what_must_not_be_shown_neither_leads_nor_is_a_copy():
    assert groups([1, 2, 3], [0, 0, 0], [None, STORY, None]) == [Group(1, ())]


@pytest.mark.parametrize("k", [0, 1, 3])
def test_k_groups_at_most(k):
    assert len(groups([1, 2], [0, 90], [STORY, "Else."], k)) == min(k, 2)


def test_no_candidates_are_no_groups():
    assert group(np.empty(0, np.int64), np.empty((0, 2), np.float32), lambda n: None, 10) == []


def test_two_thousand_candidates_are_grouped_in_no_time():
    rows = unit(np.random.default_rng(3).normal(size=(2_000, 384)).astype(np.float32))
    began = time.monotonic()
    assert len(group(np.arange(2_000), rows, lambda n: STORY, 20)) == 20
    assert time.monotonic() - began < 1  # measured 4 ms


def test_the_screen_lets_copies_through_that_are_a_little_off():
    off = float(np.degrees(np.arccos(copies.LEAST_COSINE)))
    assert groups([1, 2], [0, off - 1], [STORY, STORY]) == [Group(0, (1,))]
    assert groups([1, 2], [0, off + 1], [STORY, STORY]) == [Group(0, ()), Group(1, ())]
