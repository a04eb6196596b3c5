"""Numbers that count something else in the claim than in the quotations, or lost their "more than"."""

from __future__ import annotations

from collections.abc import Iterator

from qa.contradiction.pair import Pair, is_time, is_year
from qa.contradiction.tables import in_row, label
from qa.contradiction.times import beside_alike, of_another_time
from qa.reading import Reading, Token
from qa.synonyms import lemma
from qa.words import COMPARISONS, PREPOSITIONS, TIMES

COMPANY = 4  # words after a number, among which what the claim counts must be
_PARTS_OF = [["of", word] for word in ("them", "these", "those", "which", "whom")]
_CHANGE = frozenset(lemma(w) for w in "rise fall increase decrease grow shrink climb drop decline".split())


def changed_numbers(pair: Pair) -> Iterator[str]:
    """Numbers that count something else in the claim than in the quotations, or lost their "more than"."""
    mine, theirs = pair.claim.tokens, pair.source.tokens
    verbs = {f.verb for f in pair.frames[0]}
    their_verbs = {f.verb for f in pair.frames[1]}
    for n, token in enumerate(mine):
        if token.kind != "number" or n not in pair.alignment.best:
            continue
        places = [m for m in pair.places(n) if theirs[m].kind == "number"]
        if not places:
            continue
        if _more_than_all(mine, n):
            yield f"{token.low} is more than there are"
        counted = _counted(mine, n)
        unit = counted[0] if counted else None
        kept = [m for m in places if _counts_alike(pair, n, unit, m, verbs, their_verbs)]
        if not kept:
            yield f"{token.low} does not count {mine[unit].low if unit is not None else 'this'} in the quotation"
        elif _qualifier(mine, n) not in {_qualifier(theirs, m) for m in kept}:
            yield f"what qualifies {token.low} was changed"
        elif not any(_reaches(pair.claim, n) == _reaches(pair.source, m) for m in kept) and _changes(pair.claim, n):
            yield f"{token.low} is not what it changed by or to"
        elif not any(beside_alike(pair, n, m) for m in kept) or of_another_time(pair, n, kept):
            yield f"{token.low} stands beside something else in the quotation"


def _counts_alike(pair: Pair, n: int, unit: int | None, m: int, verbs: set[int], their_verbs: set[int]) -> bool:
    theirs = pair.source.tokens
    if not is_time(theirs, m) and (before := label(theirs, m)):
        sentence = pair.claim.sentences[pair.claim.tokens[n].sentence]
        said = [k for k in sentence if pair.claim.tokens[k].content]
        return any(pair.stands_on(k, place) for k in said for place in before)
    if unit is None:
        return True
    counted = _counted(theirs, m)
    if any(pair.stands_on(unit, k) for k in counted):
        return True
    if unit in verbs:
        # "147 returned": the verb is the number's own, however far
        own = [f for f in pair.frames[1] if m in f.roles and pair.stands_on(unit, f.verb)]
        return bool(own) or (not counted and _same_sentence(pair, unit, m))
    if pair.claim.tokens[unit].lemma in {"year", "old", "age", "peopl", "person"}:
        return not counted or counted[0] in their_verbs or theirs[counted[0]].lemma in {"year", "old", "age"} or True
    bare = not counted or counted[0] in their_verbs
    if bare and theirs[m - 1].low == "|":
        return in_row(pair, unit, m)
    return bare and _same_sentence(pair, unit, m)


def _same_sentence(pair: Pair, unit: int, m: int) -> bool:
    """Whether what is counted stands elsewhere in the number's sentence or the one before."""
    theirs = pair.source.tokens
    here = theirs[m].sentence
    places = [k for k in pair.places(unit) if 0 <= here - theirs[k].sentence <= 1]
    return bool(places)


def _counted(tokens: list[Token], n: int) -> list[int]:
    """The next words that say something after a number, up to a mark or the next number."""
    found: list[int] = []
    if is_year(tokens, n) or [t.low for t in tokens[n + 1 : n + 3]] in _PARTS_OF:
        return found
    for k in range(n + 1, min(len(tokens), n + 10)):
        token = tokens[k]
        if token.sentence != tokens[n].sentence or (token.kind == "mark" and token.low in ",;:.()|–—"):
            break
        if token.kind in ("number", "date"):
            if any(t.low == "of" for t in tokens[n + 1 : k]) and not found:
                continue  # "12 of the 41 boats"
            break
        if not found and token.low in PREPOSITIONS and token.low != "of":
            break  # "52 in Fez", "$5 million by the insurer"
        if token.kind == "word" and token.content and not token.possessive:  # "two of the town's four wells"
            found.append(k)
            if len(found) == COMPANY:
                break
    return found


def _more_than_all(tokens: list[Token], n: int) -> bool:
    """ "120 of the 87 sailors"."""
    after = tokens[n + 1 : n + 4]
    if len(after) < 3 or [t.low for t in after[:2]] != ["of", "the"]:
        return False
    part, whole = tokens[n].low, after[2].low
    return part.isdecimal() and whole.isdecimal() and (len(part), part) > (len(whole), whole)


def _qualifier(tokens: list[Token], n: int) -> str:
    """How the words before a number qualify it: ">" for "more than" and "over"."""
    before = [t for t in tokens[max(0, n - 4) : n] if t.sentence == tokens[n].sentence]
    low = [t.low for t in before]
    after = [t.low for t in tokens[n + 1 : n + 4]]
    if after[:2] == ["or", "more"]:
        return ">="
    if after[:2] in (["or", "less"], ["or", "fewer"]):
        return "<="
    for k in range(len(low) - 1, -1, -1):
        word = low[k]
        last = k == len(low) - 1
        if before[k].kind in ("number", "date") or (before[k].kind == "mark" and word in ",;:.()"):
            break
        if word == "over" and after[:1] and after[0] in TIMES:
            return ""  # "over nine years" is also how long it took
        if word in ("more", "less", "fewer") and low[k + 1 : k + 2] == ["than"]:
            turned = low[k - 1 : k] == ["no"] or low[k - 1 : k] == ["not"]
            return {">": "<=", "<": ">="}[COMPARISONS[word]] if turned else COMPARISONS[word]
        if word in ("least", "most") and low[k - 1 : k] == ["at"]:
            return COMPARISONS[word]
        if word == "up" and low[k + 1 : k + 2] == ["to"]:
            return COMPARISONS[word]
        if last and word in COMPARISONS and word not in ("more", "less", "fewer", "least", "most", "up"):
            return COMPARISONS[word]
        if word in ("nearly", "almost", "about", "exceeding", "exceeded", "exceeds"):
            return COMPARISONS[word]
    return ""


def _reaches(reading: Reading, n: int) -> bool:
    """Whether a number is where a change ends: "rose to 12%"."""
    before = [
        t.low for t in reading.tokens[max(0, n - 3) : n] if t.low not in COMPARISONS and t.low not in ("a", "than")
    ]
    return before[-1:] == ["to"]


def _changes(reading: Reading, n: int) -> bool:
    sentence = reading.sentences[reading.tokens[n].sentence]
    return any(reading.tokens[k].lemma in _CHANGE for k in range(max(sentence.start, n - 6), n))
