"""What a number measures, and what the number that a question asks for measures: an age, a sum, a length, a share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.patterns import lazy
from qa.words import BE, MODALS

REMEMBERED = 64  # questions, because every sentence asks again
REACH = 60  # characters before a number

_UNITS = {
    unit: dimension
    for dimension, units in {
        "money": """dollar euro pound yen dirham franc dinar rupee rouble ruble krone kroner krona kronor crown lira
            peso cent pence penny p yuan renminbi riyal rial shekel rand naira baht zloty forint""",
        "length": """metre meter kilometre kilometer centimetre centimeter millimetre millimeter m km cm mm mile foot
            feet ft yard inch inche""",
        "time": "second minute hour day night week fortnight month year decade",
        "area": "hectare ha acre",
        "weight": "gram kilogram milligram g kg kilo tonne ton t lb ounce",
        "volume": "litre liter millilitre milliliter gallon barrel pint",
        "speed": "km/h kmh mph knot",
        "temperature": "degree °",
        "power": "watt kilowatt megawatt gigawatt w kw mw gw wh kwh mwh gwh",
        "share": "% percent pct percentage",
    }.items()
    for unit in units.split()
} | {"per cent": "share"}
"""What units measure, in the singular and in small letters."""
_BEHIND = lazy(
    r"[\s-]*(?:and[\s-]a[\s-](?:half|quarter)[\s-])?(?:(?:US|U\.S\.|half|quarter)[\s-])?"
    r"(?P<whose>(?:[A-Z][a-z]+\s){0,2})(?P<unit>[a-z]+(?:/h)?|[kMG]?Wh?\b|%|°[CF]?)(?P<next>[\s-](?:an?\s|of\s)?[a-z]+)?"
)
_OWN = lazy(r"(per cent|[a-z]+(?:/h)?|%|°)$", re.IGNORECASE)
_CURRENCY = lazy(r"[$€£¥]|\d[pc]$")
_CODE = lazy(r"\b(?:USD|US|EUR|GBP|MAD|AED|CHF|JPY|CNY|SAR)\s?$")
_AGED = lazy(
    r"\b(?:aged?|ages|turn(?:s|ed|ing)|die[sd] at)\s(?:(?:of|about|only|just|between|from)\s)?"
    r"(?:[\w-]+\s(?:and|to|or)\s)?$|\bages?\b[^.,;]{0,40}\s(?:from|between)\s(?:[\w-]+\s(?:and|to)\s)?$",
    re.IGNORECASE,
)
# "Ann Low, 47, said", "Ann Low (47)", "The driver, 47, said", "At 47, she"
_ASIDE = lazy(r"[A-Z][\w’'-]+(?:,\s|\s\()$|\b[Tt]he\s[a-z]+,\s$|(?:^|[.!?]\s)At\s$")
_ALONE = lazy(r"\s*[,.;)]")
_ONE_IN = lazy(  # no "37 in 10 days"
    r"\s+(?:in|out\s+of)\s+(?:every\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|\d{1,3})"
    r"(?=\s*(?:[.,;:)]|$)|\s+(?:of|are|were|is|was|has|have|had|did|do|does|fell|said|say)\b)"
)
_PARTS = lazy(r"[\s-](?:halves|half|thirds?|quarters?|fifths?|tenths?)\b")
_WORDS = {
    "money": lazy(
        r"\bfree of charge\b|\bfree\b(?=\s*(?:[.,;)]|$)|\s+(?:for|on|during|until|and|but|entry)\b)|\bnothing\b",
        re.IGNORECASE,
    ),
    "share": lazy(
        r"\b(?:(?:a|one|two|three|four|nine)[\s-](?:half|thirds?|quarters?|fifths?|tenths?)|half"
        r"|(?:one|two|three|four|five|six|seven|eight|nine)\s+(?:in|out\s+of)\s+(?:every\s+)?"
        r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|\d+))\b",
        re.IGNORECASE,
    ),
}
"""What says it without a number in digits: "free", "a third"."""

_ANYTHING = "money weight volume area length time power temperature share"
_HOW = lazy(
    r"\bhow (old|fast|quickly|long|late|soon|tall|deep|wide|far|thick|high|heavy|hot|cold|warm|expensive|much)\b",
    re.IGNORECASE,
)
_NOUNS = lazy(
    r"\b(?:what|which) ((?:[\w’'-]+ ){0,4}?)"
    r"(ages?|speed|length|duration|height|depth|width|distance|altitude|weight|temperature|price|cost|fare|fee|fine|salary"
    r"|budget|bill|rent|percentage|per cent|percent|proportion|fraction|share|rate)\b",
    re.IGNORECASE,
)
MOST_ADJECTIVES = 2  # "which yearly membership fee"
_KINDS = {
    word: kinds
    for kinds, words in {
        "age": "old age ages",
        "speed time share": "fast quickly speed",
        "length time": "long late soon length duration",
        "length": "tall deep wide far thick height depth width distance altitude",
        "length money share": "high",  # a wall, a fine or inflation
        "weight": "heavy weight",
        "temperature": "hot cold warm temperature",
        "money": "expensive price cost fare fee fine salary budget bill rent",
        "share": "percentage percent proportion fraction share rate",
        _ANYTHING: "much",
    }.items()
    for word in words.split()
}
"""What a word of a question asks for."""
_VERBS = (
    (
        "money",
        lazy(
            r"\bwhat (?:is|was|do|does|did|has|have|had|will|would|must|should) (?:[\w’'-]+ ){1,6}?"
            r"(?<!\bthe )(?<!\bits )(?<!\btheir )(?:cost|charge|pay|paid)\b"
            r"(?!\s+(?:for\W*$|tribute|attention|[^?]*\bwith\b))",
            re.IGNORECASE,
        ),
    ),
    ("weight", lazy(r"\b(?:what|how much)\b[^?]*\bweigh\b", re.IGNORECASE)),
    (
        "area",
        lazy(
            r"\bhow (?:large|big)\b[^?]*\b(?:area|park|reserve|site|field|forest|lake|island|farm)\b"
            r"|\b(?:what|which) (?:is|was) the (?:[\w-]+ ){0,2}area of\b",
            re.IGNORECASE,
        ),
    ),
    ("temperature", lazy(r"\bhow many degrees\b", re.IGNORECASE)),
    (
        "share",
        lazy(
            r"\b(?:percent|percentage|per cent|proportion|fraction)\b|(?<!\bper )(?<!\ba )\bshare\b(?! price)",
            re.IGNORECASE,
        ),
    ),
    (_ANYTHING, lazy(r"\bamount\b", re.IGNORECASE)),
)
"""What several words of a question ask for, wherever they stand."""
_PAID = frozenset(
    """
    cost costs charge charged charges paid pay pays worth money cash spend spent price prices priced fine fined fines
    fare fares fee fees earn earned earns sold sell donate donated raise raised invest invested owe owed ticket
    tickets bill bills salary budget grant loan rent
    """.split()
)
_AUXILIARIES = BE | MODALS | {"do", "does", "did", "has", "have", "had"}


@lru_cache(maxsize=REMEMBERED)
def measure_asked(question: str) -> tuple[int, frozenset[str]]:
    """What the number that a question asks for may measure, and where in the question that is first said.

    No kinds, and an offset of -1, where it asks for a count or for no number.
    """
    found = [(m.start(), kinds) for kinds, pattern in _VERBS if (m := pattern.search(question))]
    if noun := next((m for m in _NOUNS.finditer(question) if _is_asked(m[1].casefold().split())), None):
        found.append((noun.start(), _KINDS["percent" if noun[2] == "per cent" else noun[2].casefold()]))
    if how := _HOW.search(question):
        words = re.findall(r"\w+", question[how.end() :].casefold())
        paid = how[1].casefold() == "much" and words[:1] and words[0] in _AUXILIARIES | {"money", "cash"}
        found.append((how.start(), "money" if paid and _PAID.intersection(words) else _KINDS[how[1].casefold()]))
    at, kinds = min(found, key=lambda f: f[0], default=(-1, ""))  # of equals the one of several words
    return at, frozenset(kinds.split())


def _is_asked(between: list[str]) -> bool:
    """Whether "what" and a noun ask for what it says, by the words between them: no "what is a fine thing"."""
    linked = between[:1] != [] and between[0] in BE
    described = len(between) <= MOST_ADJECTIVES and not any("'" in w or "’" in w for w in between)
    return not {"a", "an"}.intersection(between) and (linked or described)


def dimensions(question: str) -> frozenset[str]:
    """What the number that a question asks for may measure; empty for a count."""
    return measure_asked(question)[1]


def dimension(text: str, start: int, end: int) -> str:
    """What a number of a text, at these offsets, measures; empty where it counts things."""
    return _read(text, start, end)[0]


def with_unit(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of a number with the unit behind it, so that "730 pence" is not marked as 730."""
    return start, _read(text, start, end)[1]


def counts(things: str, text: str, start: int, end: int) -> bool:
    """Whether a number of a text may be of what a "how many" counts, which may be a unit: "how many miles"."""
    words = things.casefold().split()
    wanted = _measures(words[0]) if words else ""
    found = dimension(text, start, end)
    return found == wanted or (wanted in _LASTING and found in _LASTING)


_LASTING = frozenset({"length", "time"})  # a way of so many hours or miles


def worded(question: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a text says in other words than a number what a question for one measure asks for."""
    kinds = dimensions(question)
    for kind in kinds if len(kinds) == 1 else ():
        if pattern := _WORDS.get(kind):
            yield from (match.span() for match in pattern.finditer(text))


def _measures(unit: str) -> str:
    """What a unit measures; empty for other words."""
    low = unit.casefold()
    return _UNITS.get(low) or _UNITS.get(low.removesuffix("s")) or ""


def _read(text: str, start: int, end: int) -> tuple[str, int]:
    """What a number measures, and where its unit ends."""
    before = text[max(0, start - REACH) : start]
    if _CURRENCY.search(text[start:end]) or _CODE.search(before):
        return "money", end
    own = _OWN.search(text[start:end])
    if own and (kind := _measures(own[1])):
        return kind, end
    kind, behind = _unit_behind(text, end)
    if not kind and (_AGED.search(before) or (_ASIDE.search(before) and _ALONE.match(text, end))):
        kind = "age"
    return kind, behind


def _unit_behind(text: str, end: int) -> tuple[str, int]:
    """What the unit behind a number measures, and where it ends: where the number does if there is none."""
    match = _BEHIND.match(text, end)
    if not match:
        return ("share", end) if _ONE_IN.match(text, end) else ("", end)
    unit, then = match["unit"].rstrip("CF"), (match["next"] or "").strip(" -\n")
    kind = _measures(unit)
    if unit == "per" and then == "cent":
        return "share", match.end("next")
    if unit in ("square", "cubic") and _measures(then) == "length":
        return {"square": "area", "cubic": "volume"}[unit], match.end("next")
    if kind == "time" and then in ("old", "of age"):
        return "age", match.end("next")
    if kind == "length" and (then == "an hour" or _PER_HOUR.match(text, match.end("unit"))):
        return "speed", match.end("unit")
    if not kind or (match["whose"] and kind != "money"):  # "3 Miles Davis records"
        return ("share", end) if _ONE_IN.match(text, end) or _PARTS.match(text, end) else ("", end)
    if unit == "p" and text.startswith(".", match.end("unit")):  # "5 p.m."
        return "", end
    return kind, match.end("unit")


_PER_HOUR = lazy(r"\s+per\s+hour\b")
