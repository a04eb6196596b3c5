"""Which edits of a passage are still taken for copies of it, and what tells copies from other passages.

usage: python tests/benchmarks/copies.py CORPUS [CORPUS ...]

Passages are edited as papers edit wire copy (a copy should be found) and as facts differ (none must be). Printed for
each kind of edit: the cosine (MiniLM) that 5 % of the pairs fall below and the median, the share of runs of words that
5 % and the median keep, how many pass a screen by cosine of 0.75 to 0.9, how many texts are taken for copies, and how
many are after the screen in use. Before that, for each corpus, what its passages are like that no one edited.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from corpus.folder import articles
from corpus.passages import passages
from corpus.sentences import sentences
from index.copies import LEAST_COSINE, _read, near_duplicate
from index.encoder import QuestionEncoder
from qa import models

MAX_BYTES = 32_000_000
SHORTEST = 200  # characters of a passage that is edited
MOST = 60  # passages edited of a corpus
SCREENS = (0.75, 0.8, 0.85, 0.9)
NEAR = 0.7  # cosine of pairs whose texts are compared, below any screen

NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
NUMBER = re.compile(r"\b\d+\b")
PLAIN = re.compile(r"\b[a-z]{5,}\b")
AUXILIARY = re.compile(r"\b(?:was|were|is|are|has|have|had|will|would|could)\b(?! not)")

Edit = Callable[[str, random.Random], str | tuple[str, str] | None]
"""From a passage to what another paper makes of it, or to what two papers make of it."""


def dateline(text: str, chance: random.Random) -> tuple[str, str] | None:
    """Where a paragraph of prose begins."""
    if not text[0].isupper() or "\n" in text[:SHORTEST]:
        return None
    return _dateline(chance) + text, _dateline(chance) + text


def dateline_added(text: str, chance: random.Random) -> str | None:
    edited = dateline(text, chance)
    return edited and edited[0]


def _dateline(chance: random.Random) -> str:
    place, agency = chance.choice(["RABAT", "Tangier, Morocco", "CASABLANCA"]), chance.choice(["MAP", "Reuters", "AP"])
    return f"{place}, {chance.randint(1, 28)} March {chance.randint(2010, 2024)} ({agency}) — "


def headline(text: str, chance: random.Random) -> tuple[str, str]:
    return _headline(text, chance) + text, _headline(text, chance) + text


def headline_added(text: str, chance: random.Random) -> str:
    return _headline(text, chance) + text


def _headline(text: str, chance: random.Random) -> str:
    words = chance.sample(PLAIN.findall(text), min(6, len(PLAIN.findall(text))))
    return f"{' '.join(words).capitalize()}\n\n{chance.randint(1, 28)} March 2021\n\n"


def sentence_dropped(text: str, chance: random.Random) -> str | None:
    found = sentences(text)
    if len(found) < 3:
        return None
    dropped = found[chance.randrange(1, len(found))]
    return (text[: dropped.start].rstrip() + " " + text[dropped.end :].lstrip()).strip()


def spelling(text: str, chance: random.Random) -> str | None:
    places = list(PLAIN.finditer(text))
    if len(places) < 6:
        return None
    for match in sorted(chance.sample(places, 2), key=lambda m: -m.start()):
        word = match.group()
        at = chance.randrange(1, len(word) - 1)
        text = text[: match.start()] + word[:at] + word[at + 1] + word[at] + word[at + 2 :] + text[match.end() :]
    return text


def punctuation(text: str, chance: random.Random) -> str | None:
    return re.sub(r", (?=[a-z])", " ", text).replace('"', "”").replace("'", "’").replace(" - ", " – ")


def words_changed(text: str, chance: random.Random) -> str | None:
    places = list(PLAIN.finditer(text))
    if len(places) < 10:
        return None
    words = chance.sample(["officials", "quickly", "matter", "several", "group", "stated", "region"], 2)
    for match in sorted(chance.sample(places, 2), key=lambda m: -m.start()):
        text = text[: match.start()] + words.pop() + text[match.end() :]
    return text


def lead_rewritten(text: str, chance: random.Random) -> str | None:
    """The first sentence with a third of its plain words gone and its opening told anew."""
    found = sentences(text)
    if len(found) < 3:
        return None
    lead = found[0].of(text)
    kept = PLAIN.sub(lambda m: "" if chance.random() < 0.34 else m.group(), lead)
    return "It was reported that " + " ".join(kept.split()) + text[found[0].end :]


def figure(text: str, chance: random.Random) -> str | None:
    places = list(NUMBER.finditer(text))
    if not places:
        return None
    match = chance.choice(places)
    return text[: match.start()] + str(int(match.group()) + chance.choice([1, 10])) + text[match.end() :]


def figures_swapped(text: str, chance: random.Random) -> str | None:
    places = list(NUMBER.finditer(text))
    a, b = (places[0], places[-1]) if len(places) > 1 else (None, None)
    if a is None or b is None or a.group() == b.group():
        return None
    return text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]


def name(text: str, chance: random.Random) -> str | None:
    places = list(NAME.finditer(text))
    if not places:
        return None
    match = chance.choice(places)
    return text[: match.start()] + chance.choice(["Oujda", "Bensalem", "Karlsson"]) + text[match.end() :]


def names_swapped(text: str, chance: random.Random) -> str | None:
    places = list(NAME.finditer(text))
    a, b = (places[0], places[-1]) if len(places) > 1 else (None, None)
    if a is None or b is None or a.group() == b.group():
        return None
    return text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]


def negation(text: str, chance: random.Random) -> str | None:
    places = list(AUXILIARY.finditer(text))
    if not places:
        return None
    match = chance.choice(places)
    return text[: match.end()] + " not" + text[match.end() :]


def figure_added(text: str, chance: random.Random) -> str | None:
    return f"{text} The number later rose to {chance.randint(20, 90)}."


COPIES: list[Edit] = [
    dateline,
    dateline_added,
    headline,
    headline_added,
    sentence_dropped,
    spelling,
    punctuation,
    words_changed,
    lead_rewritten,
]
OTHERS: list[Edit] = [figure, figures_swapped, name, names_swapped, negation, figure_added]


def shared(one: str, other: str) -> float:
    """The share of the shorter one's runs of words that stand in the other."""
    few, many = sorted((_read(one).runs, _read(other).runs), key=len)
    return len(few & many) / max(1, len(few))


def main(corpora: list[str]) -> None:
    encoder = QuestionEncoder(models.encoder())
    made: dict[str, list[tuple[str, str]]] = {e.__name__: [] for e in (*COPIES, *OTHERS)}
    chance = random.Random(7)
    for corpus in corpora:
        texts: list[tuple[str, str]] = []
        for article in articles(Path(corpus), max_bytes=MAX_BYTES):
            text = getattr(article, "text", None)
            if text is None:
                continue
            cut = passages(text, sentences(text), limit=256, token_counts=lambda ts: [len(t) // 4 for t in ts])
            texts += [(article.source, p.span.of(text)) for p in cut]
        long = [t for _, t in texts if len(t) >= SHORTEST]
        for text in chance.sample(long, min(MOST, len(long))):
            for edit in (*COPIES, *OTHERS):
                edited = edit(text, chance)
                if edited is not None and edited != text:
                    made[edit.__name__].append(edited if isinstance(edited, tuple) else (text, edited))
        vectors = np.concatenate([encoder.encode([t]) for _, t in texts])
        sources = np.array([s for s, _ in texts])
        cosines = np.triu(vectors @ vectors.T, 1)
        cosines[sources[:, None] == sources[None]] = 0
        pairs = np.argwhere(cosines >= NEAR).tolist()
        merged = [(a, b) for a, b in pairs if near_duplicate(texts[a][1], texts[b][1])]
        per = [f"{2 * int((cosines >= c).sum()) / len(texts):.2f} over {c}" for c in SCREENS]
        highest = max((shared(texts[a][1], texts[b][1]) for a, b in pairs), default=0)
        print(f"{corpus}: {len(texts)} passages, each with {', '.join(per)} of other articles")
        print(f"  the highest cosine is {cosines.max():.3f}, the most runs shared {highest:.2f}, merged {len(merged)}")
        for a, b in merged:
            print(f"  MERGED {cosines[a, b]:.3f} {sources[a]} {sources[b]}\n    {texts[a][1]!r}\n    {texts[b][1]!r}")
    texts_of = {t for rows in made.values() for pair in rows for t in pair}
    known = {t: encoder.encode([t])[0] for t in texts_of}
    screens = " | ".join(f"over {c}" for c in SCREENS)
    print(f"| edit | pairs | cosine 5 % | median | runs 5 % | median | {screens} | texts alike | copies |")
    for kind, rows in made.items():
        near = np.array([known[a] @ known[b] for a, b in rows])
        runs = np.array([shared(a, b) for a, b in rows])
        taken = np.array([near_duplicate(a, b) for a, b in rows])
        figures = [*np.quantile(near, [0.05, 0.5]), *np.quantile(runs, [0.05, 0.5])]
        figures += [*(np.mean(near >= c) for c in SCREENS), np.mean(taken), np.mean(taken & (near >= LEAST_COSINE))]
        print(f"| {kind.replace('_', ' ')} | {len(rows)} | {' | '.join(f'{f:.3f}' for f in figures)} |")
        wrong = [r for r, t in zip(rows, taken, strict=True) if t != any(kind == e.__name__ for e in COPIES)]
        for a, b in wrong[: int(sys.argv[1] == "-v") * 3]:
            print(f"    {a!r}\n    {b!r}")


if __name__ == "__main__":
    main([a for a in sys.argv[1:] if a != "-v"])
