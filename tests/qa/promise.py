"""What every answer keeps, whoever wrote the articles and whatever the model says."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator

from index.search import Index
from qa.answer import Answer, Claim, folded, to_line
from qa.grounding import check
from qa.page import BOLD, CYAN, DIM, RESET, Page
from qa.render import answer_lines, closest_in

PAGES = (Page(), Page(width=80, colour=True, links=True), Page(width=20, colour=True))
OWN_CODES = re.compile(
    "|".join(re.escape(code) for code in (BOLD, DIM, CYAN, RESET)) + r"|\x1b\]8;;(?:file:///[!-~]+)?\x1b\\"
)
"""What the product itself sends to a terminal: four styles, and links to files."""
BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
HIDDEN = frozenset("\u00ad\u200b\u2060\ufeff")
MARKS = re.compile(r"\[(\d+)\]")


def unsafe(text: str) -> set[str]:
    """The characters of a text that a terminal obeys or that hide what stands there."""
    return {
        c
        for c in text
        if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}
        or c in BIDIRECTIONAL | HIDDEN
        or 0xE0000 <= ord(c) <= 0xE007F
    }


def printed(answer: Answer, index: Index, page: Page | None = None) -> list[str]:
    """The lines of an answer as they are shown."""
    return answer_lines(answer, index.corpus, page or Page(), closest_in(index))


def assert_promised(answer: Answer, index: Index) -> None:
    """Every claim stands on exact quotations, and nothing else and nothing harmful is shown."""
    for citation in answer.citations:
        with (index.corpus / citation.source).open(encoding=citation.encoding, newline="") as file:
            assert file.read()[citation.start : citation.end] == citation.quote
    assert (answer.status == "answered") == bool(answer.claims)
    assert [c.id for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    for claim in answer.claims:
        assert_supported(claim, answer)
    assert_shown(answer, index)
    assert_harmless(answer, index)


def assert_supported(claim: Claim, answer: Answer) -> None:
    """A claim is one of its quotations, or passes the check against them, and cites nothing else."""
    quotes = [c.quote for c in answer.citations if c.id in claim.citations]
    assert quotes
    assert len(quotes) == len(set(claim.citations))
    if claim.support == "quoted":
        assert claim.text in {folded(q) for q in quotes}
    else:
        verdict = check(claim.text, [folded(q) for q in quotes])
        assert verdict.supported, (claim.text, verdict.reasons)
        assert {int(n) for n in MARKS.findall(claim.text)} <= set(claim.citations), claim.text


def assert_shown(answer: Answer, index: Index) -> None:
    """What stands above the sources are the claims and no more."""
    lines = printed(answer, index)
    if answer.status == "not_in_corpus":
        assert lines[0] == "The corpus does not say."
        return
    said = lines[: lines.index("")]
    assert said == [" ".join(_shown(c) for c in answer.claims)]
    assert json.loads(to_line(answer.to_dict()))["answer"] == " ".join(c.marked for c in answer.claims)


def _shown(claim: Claim) -> str:
    return claim.marked if claim.support == "checked" else claim.marked.replace(claim.text, f"“{claim.text}”", 1)


def assert_harmless(answer: Answer, index: Index) -> None:
    """Neither the lines, with and without colour, nor the JSON hold what a terminal obeys."""
    for page in PAGES:
        for line in printed(answer, index, page):
            assert unsafe(OWN_CODES.sub("", line) if page.colour else line) == set(), ascii(line)
    line = to_line(answer.to_dict())
    assert unsafe(line) == set(), ascii(line)
    assert json.loads(line) == json.loads(json.dumps(answer.to_dict()))


def told(answer: Answer) -> Iterator[str]:
    """The claims that are in other words than the source's."""
    return (c.text for c in answer.claims if c.support == "checked")
