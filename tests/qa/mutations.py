"""A supported claim with one thing changed, in every way that code knows; each change makes the claim false."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.synonyms import lemma
from tests.qa.grounding_cases import Case

MONTHS = "January February March April May June July August September October November December".split()
ONES = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen".split()
OTHER_NAMES = "Jalal Brennan Otavalo Marrakesh Lindholm Qasim Dublin Ferreira Ukraine Batumi".split()
OTHER_VERBS = "criticised flooded photographed ignored repainted insulted measured translated".split()
OTHER_THINGS = "bicycles nurses bottles villages lorries engineers paintings islands".split()
CONTRARIES = {
    "rose": "fell", "fell": "rose", "increased": "decreased", "declined": "increased", "more than": "less than",
    "over": "under", "Less than": "More than", "Fewer than": "More than", "At least": "At most", "before": "after",
    "After": "Before", "longer": "shorter", "opened": "closed", "closed": "opened", "bought": "sold",
    "built": "demolished",
    "was born": "died", "released": "arrested", "freed": "jailed", "arrested": "released", "approved": "rejected",
    "won": "lost", "lost": "won", "cheaper": "dearer", "above": "below", "first": "last", "rejected": "approved",
    "destroyed": "built", "lowered": "raised", "reduced": "increased",
}  # fmt: skip
AUXILIARY = r"\b(was|were|has|have|had|is|are|will|would|could|may)\b(?! not)"
MONTH = "|".join(MONTHS)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(rf"\b{_DAY} (?:{MONTH})(?: \d{{3,4}})?|(?:{MONTH}) {_DAY}, \d{{3,4}}")
_NUMBER = re.compile(r"(?<![\w./])\d[\d,.]*\d|(?<![\w./])\d(?![\w/])")
# twice the same hedge or year, which says no more than once
_CLUMSY = re.compile(
    r"\b(\d{4}) and \1\b|\b(\w+ly) \2\b|may be plans|may be may|(?:reported|alleged)ly (?:reported|alleged)ly"
    r"|alleged to have|ly believed|ly suspected of"
)
_NEGATIONS = (
    (r"\bdid not (\w+)", r"\1d"), (r"\b(does|has|had|would|been) not\b", r"\1"), (r"\bnot been\b", "been"),
    (r"\b[Nn]o (\w+)", r"\1"), (r"\bnever\b", ""), (r"\brefused to return\b", "returned"), (r"\bNone of the\b", "The"),
    (r"\bfailed to agree\b", "agreed"), (r"\bwithout charge\b", "with a charge"), (r"\bdenied\b", "confirmed"),
    (r"\bwas not\b", "was"), (r"\bearns nothing\b", "earns money"),
)  # fmt: skip


def changes(case: Case, claim: str) -> Iterator[tuple[str, str]]:
    """The kind of each change with the claim that it makes."""
    seen = {claim}
    for kind, changed in _changes(case, claim):
        changed = " ".join(changed.split())
        if changed not in seen and not _CLUMSY.search(changed):
            seen.add(changed)
            yield kind, changed[:1].upper() + changed[1:]


def _changes(case: Case, claim: str) -> Iterator[tuple[str, str]]:
    yield from (("date", c) for c in _dates(claim))
    yield from (("number", c) for c in _numbers(claim))
    yield from (("name", c) for c in _names(case, claim))
    yield from (("negation", c) for c in _negations(claim))
    yield from (("role", c) for c in _roles(case, claim))
    yield from (("hedge", c) for c in _hedges(case, claim))
    yield from (("speaker", c) for c in _speakers(case, claim))
    yield from (("contrary", c) for c in _contraries(claim))
    yield from (("foreign", c) for c in _foreign(claim))


def _put(text: str, match: re.Match[str], said: str) -> str:
    return text[: match.start()] + said + text[match.end() :]


def _dates(claim: str) -> Iterator[str]:
    for match in re.finditer(rf"\b(?:{MONTH})\b", claim):
        for step in (1, 5):
            yield _put(claim, match, MONTHS[(MONTHS.index(match[0]) + step) % 12])
    for match in re.finditer(r"\b([12]\d)(\d)(\d)\b(?!,| percent| people)", claim):
        yield _put(claim, match, str(int(match[0]) + 1))
        yield _put(claim, match, str(int(match[0]) - 10))
        if match[2] != match[3]:
            yield _put(claim, match, match[1] + match[3] + match[2])
    for match in _DATE.finditer(claim):
        day = re.search(r"\d{1,2}", match[0])
        if day:
            other = int(day[0]) % 28 + 1
            yield claim[: match.start()] + match[0].replace(day[0], str(other), 1) + claim[match.end() :]
    for match in re.finditer(r"\b(\d\d)/(\d\d)/(\d{4})\b", claim):
        yield _put(claim, match, f"{int(match[1]) % 28 + 1:02}/{match[2]}/{match[3]}")


def _numbers(claim: str) -> Iterator[str]:
    dated = [m.span() for m in _DATE.finditer(claim)]
    for match in _NUMBER.finditer(claim):
        said = match[0].rstrip(",.")
        if any(a <= match.start() < b for a, b in dated) or re.fullmatch(r"[12]\d{3}", said):
            continue
        rest = match[0][len(said) :]
        digits = [n for n, c in enumerate(said) if c.isdigit()]
        last, first = digits[-1], digits[0]
        yield _put(claim, match, said[:last] + str((int(said[last]) + 1) % 10) + rest)
        yield _put(claim, match, str(int(said[first]) % 9 + 1) + said[1:] + rest)
        if len(digits) > 1 and said[digits[0]] != said[digits[1]] and said[digits[1]] != "0":
            swapped = list(said)
            swapped[digits[0]], swapped[digits[1]] = said[digits[1]], said[digits[0]]
            yield _put(claim, match, "".join(swapped) + rest)
        if "." not in said:
            yield _put(claim, match, said + ("0" if "," not in said else ",000") + rest)
    for match in re.finditer(rf"\b(?:{'|'.join(ONES)})\b", claim):
        for step in (1, 3):
            yield _put(claim, match, ONES[(ONES.index(match[0]) + step) % len(ONES)])


def _names(case: Case, claim: str) -> Iterator[str]:
    source = " ".join(case.quotes)
    held = {
        m[0]
        for m in re.finditer(r"(?<=[a-z,;] )[A-ZÅØ][\w’'-]{2,}", source)
        if m[0] not in MONTHS and m[0] not in ("Monday", "Friday")
    }
    for n, match in enumerate(re.finditer(r"\b[A-Z][a-zø]{2,}\b", claim)):
        if match[0] in held:
            yield _put(claim, match, OTHER_NAMES[(n + len(claim)) % len(OTHER_NAMES)])
            yield _put(claim, match, match[0][:-2] + "ov" if not match[0].endswith("ov") else match[0] + "a")


def _negations(claim: str) -> Iterator[str]:
    for pattern, said in _NEGATIONS:
        if re.search(pattern, claim):
            yield re.sub(pattern, said, claim, count=1)
    if re.search(r"\b(None|no|No|nothing|not|never)\b", claim):
        return
    if match := re.search(AUXILIARY, claim):
        yield _put(claim, match, f"{match[0]} not")
        yield _put(claim, match, f"{match[0]} never")
        short = {"will": "won't", "may": "mayn't"}.get(match[0], f"{match[0]}n't")
        yield _put(claim, match, short)
    elif match := re.search(r"\b([a-z]{3,}?)(ed)\b", claim):
        yield _put(claim, match, f"did not {_base(match[0])}")
        yield _put(claim, match, f"never {match[0]}")
        yield _put(claim, match, f"failed to {_base(match[0])}")
        yield _put(claim, match, f"refused to {_base(match[0])}")
    elif match := re.search(r"(?<=[a-z] )(covers|lies|flows|links|connects|employs|calls|holds)\b", claim):
        yield _put(claim, match, f"does not {match[0][:-1]}")
    if match := re.match(r"(\d+|[A-Z][a-z]+) (men|boats|bears|workers|people)\b", claim):
        yield f"No {match[2]}{claim[match.end() :]}"


def _base(verb: str) -> str:
    stem = verb[:-2]
    return stem + "e" if lemma(stem) != lemma(verb) or stem.endswith(("at", "u", "v", "s", "c")) else stem


def _roles(case: Case, claim: str) -> Iterator[str]:
    for one, other in case.roles:
        pair = re.compile(rf"\b(?:{re.escape(one)}|{re.escape(other)})\b", re.IGNORECASE)
        if pair.search(claim):
            yield pair.sub(lambda m, a=one, b=other: b if m[0].casefold() == a.casefold() else a, claim)


def _hedges(case: Case, claim: str) -> Iterator[str]:
    for hedged, plain in case.hedges:
        if hedged in claim:
            yield claim.replace(hedged, plain)
    if match := re.search(r"\b(was|were|has|have|had)\b", claim):
        for hedge in ("reportedly", "allegedly", "probably"):
            if hedge not in claim:
                yield _put(claim, match, f"{match[0]} {hedge}")
        if match[0] in ("was", "were"):
            yield _put(claim, match, "may have been")
            yield _put(claim, match, "is expected to be")
    elif match := re.search(r"\b([a-z]{3,}?)(ed)\b", claim):
        yield _put(claim, match, f"reportedly {match[0]}")
        yield _put(claim, match, f"may have {match[0]}")
        yield _put(claim, match, f"plans to {_base(match[0])}")


def _speakers(case: Case, claim: str) -> Iterator[str]:
    for cut, other in case.speakers:
        if cut in claim:
            rest = claim.replace(cut, "").strip()
            if "said she" in cut or "that its" in cut:
                rest = claim.replace(cut, cut.split(" said")[0] + (" " if "she" in cut else "'s "))
            yield rest
            yield claim.replace(cut, other)
    if not case.speakers and not re.search(r"\b(said|says|denied|accused|According)\b", claim):
        plain = claim.split()[0].lower() in ("the", "in", "on", "no")
        yield f"Officials said {claim[0].lower() + claim[1:] if plain else claim}"
        yield f"{claim.rstrip('.')}, according to residents."


def _contraries(claim: str) -> Iterator[str]:
    for word, contrary in CONTRARIES.items():
        if match := re.search(rf"\b{word}\b", claim):
            yield _put(claim, match, contrary)


def _foreign(claim: str) -> Iterator[str]:
    verbs = [m for m in re.finditer(r"\b[a-z]{3,}ed\b", claim) if m[0] != "hundred"]
    for n, match in enumerate(verbs):
        yield _put(claim, match, OTHER_VERBS[(len(claim) + n) % len(OTHER_VERBS)])
    for match in re.finditer(r"(?<=\d )([a-z]{3,}s|men|people)\b", claim):
        yield _put(claim, match, OTHER_THINGS[len(claim) % len(OTHER_THINGS)])
    yield f"{claim.rstrip('.')} and the mayor resigned."
