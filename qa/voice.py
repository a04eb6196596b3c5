"""How a text stands to what it tells: what it hedges, what it denies, and who it says says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.reading import Reading, Token
from qa.roles import Frame
from qa.synonyms import is_past
from qa.words import (
    BE,
    BOUNDARIES,
    DETERMINERS,
    HEDGE_CLASSES,
    MODALS,
    NEGATORS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SPEECH,
    SPEECH_WITH_THAT,
)

_ADJECTIVES = frozenset(
    "suspected alleged purported possible potential likely proposed planned expected probable".split()
)
_QUOTES = frozenset('"“”«»„')
_ESTIMATES = frozenset("put puts estimate estimates estimated value values valued reckon reckons reckoned".split())
_TRANSITIVE = frozenset("wrote writes found finds showed shows revealed reveals observed suggested suggests".split())
_NOUNS = frozenset("reports claims claim estimates estimate states".split())
_LISTENERS = frozenset("reporters journalists yesterday today tonight earlier later late".split())
_PROMISES = frozenset({"agreed"})
_REACH = 8  # words between "put" and its "at"
_LONGEST_LABEL = 4
_LONGEST_SPEAKER = 7


@dataclass(frozen=True)
class Attribution:
    """Somebody says something: who, by their place in the reading, and which words that covers."""

    speech: int
    speaker: tuple[int, ...]
    pronoun: bool
    covered: tuple[range, ...]


@dataclass(frozen=True)
class Hedge:
    """A word that holds back, by its place, how it does so, and the words that it holds back."""

    place: int
    kind: str
    heads: tuple[int, ...]


def hedges(reading: Reading, framed: Sequence[Frame]) -> list[Hedge]:
    """The hedges of a text, in order."""
    verbs = {frame.verb for frame in framed}
    return [h for sentence in reading.sentences for h in _hedges(reading.tokens, sentence, verbs)]


def _hedges(tokens: Sequence[Token], sentence: range, verbs: set[int]) -> Iterator[Hedge]:
    for n in sentence:
        token = tokens[n]
        if token.kind != "word" or token.name:
            continue
        kind = HEDGE_CLASSES.get(token.low)
        before = tokens[n - 1].low if n > sentence.start else ""
        follows = [t.low for t in tokens[n + 1 : min(n + 3, sentence.stop)]]
        if (
            token.low in ("believed", "thought", "considered")
            and follows[:1] != ["to"]
            and not any(t.low in BE for t in tokens[max(sentence.start, n - 3) : n])
        ):
            continue
        if token.low == "suspected" and before not in BE and follows and follows[0] in DETERMINERS:
            continue  # "she suspected the cook"
        if token.low == "said" and before in BE and follows[:1] == ["to"]:
            kind = "report"
        if token.low == "set" and before in BE and follows[:1] == ["to"]:
            kind = "plan"
        if token.low in ("appeared", "appears", "may") and (follows[:1] != ["to"] and token.low != "may"):
            continue
        if kind is None:
            if token.low in ("will", "wo") and token.kind == "word" and before not in DETERMINERS:
                kind = "will"
            else:
                continue
        yield Hedge(n, kind, tuple(_heads(tokens, n, sentence, verbs)))


def _heads(tokens: Sequence[Token], n: int, sentence: range, verbs: set[int]) -> Iterator[int]:
    """The next word that says something, and the next verb where it is no adjective that hedges."""
    found = False
    begin = n + 1
    if tokens[n].low in ("accused", "accuses", "accusing"):
        begin = next((m + 1 for m in range(n, min(sentence.stop, n + 12)) if tokens[m].low == "of"), sentence.stop)
    for m in range(begin, min(sentence.stop, begin + 9)):
        token = tokens[m]
        if token.low == "," and m > begin:
            return
        if token.kind != "word" or not token.content or token.low.endswith("ly") or token.low in HEDGE_CLASSES:
            continue
        if not found:
            found = True
            yield m
            if tokens[n].low in _ADJECTIVES and tokens[n + 1].low != "to":
                return
            if m in verbs:
                return
        elif m in verbs:
            yield m
            return


def negations(reading: Reading) -> list[tuple[int, int]]:
    """The negators of a text, each with the next word after it that says something; both by their place."""
    found = []
    tokens = reading.tokens
    for sentence in reading.sentences:
        for n in sentence:
            if tokens[n].kind == "word" and tokens[n].low in NEGATORS and not _comparing(tokens, n, sentence.stop):
                head = next(
                    (
                        m
                        for m in range(n + 1, min(sentence.stop, n + 8))
                        if (tokens[m].content and not tokens[m].low.endswith("ly")) or tokens[m].kind == "number"
                    ),
                    -1,
                )
                found.append((n, head))
    return found


def _comparing(tokens: Sequence[Token], n: int, stop: int) -> bool:
    """ "no fewer than", "not only", "no longer" is kept as a negation, "no. 5" is none."""
    after = tokens[n + 1 : min(n + 3, stop)]
    if tokens[n].low not in ("no", "not") or not after:
        return False
    numbered = after[0].low == "." and len(after) > 1 and after[1].kind == "number"
    return numbered or (after[0].low in ("fewer", "less", "more", "only") and [t.low for t in after[1:]] != ["."])


def attributions(reading: Reading) -> list[Attribution]:
    """Who a text says says what, in order."""
    return [a for sentence in reading.sentences for a in _attributions(reading.tokens, sentence)]


def _attributions(tokens: Sequence[Token], sentence: range) -> Iterator[Attribution]:
    label = _label(tokens, sentence)
    if label:
        yield label
    for n in sentence:
        token = tokens[n]
        if token.kind != "word" or token.name:
            continue
        if token.low == "according" and n + 1 < sentence.stop and tokens[n + 1].low == "to":
            speaker, end = _speaker_after(tokens, n + 2, sentence.stop)
            yield _attribution(tokens, n, speaker, [range(sentence.start, n), range(end, sentence.stop)])
        elif token.low in _ESTIMATES and _puts_at(tokens, n, sentence) and token.low not in SPEECH:
            yield _attribution(tokens, n, _speaker_before(tokens, n, sentence.start)[0], [range(n + 1, sentence.stop)])
        elif token.low in SPEECH or token.low in SPEECH_WITH_THAT:
            found = _spoken(tokens, n, sentence)
            if found:
                yield found


def _label(tokens: Sequence[Token], sentence: range) -> Attribution | None:
    """ "Karim Alami: We built it." """
    for n in range(sentence.start + 1, min(sentence.stop, sentence.start + _LONGEST_LABEL + 1)):
        if tokens[n].kind == "mark" and tokens[n].low == ":":
            who = range(sentence.start, n)
            if all(tokens[m].name for m in who) and len(who) > 1:
                return _attribution(tokens, n, list(who), [range(n + 1, sentence.stop)])
            return None
    return None


def _puts_at(tokens: Sequence[Token], n: int, sentence: range) -> bool:
    return any(t.low == "at" for t in tokens[n + 1 : min(n + 1 + _REACH, sentence.stop)])


def _spoken(tokens: Sequence[Token], n: int, sentence: range) -> Attribution | None:
    low = tokens[n].low
    before = tokens[n - 1] if n > sentence.start else None
    after = tokens[n + 1] if n + 1 < sentence.stop else None
    if before is not None and (
        before.low in DETERMINERS | PREPOSITIONS or (before.kind == "number" and low in _NOUNS) or before.possessive
    ):
        return None
    if low in _NOUNS and after is not None and after.low in PREPOSITIONS:
        return None
    if low == "claimed" and after is not None and after.content and not after.name:
        return None  # "claimed responsibility"
    if low in _PROMISES and after is not None and after.low in ("to", "with", "on"):
        return None  # "agreed to raise wages": what was done, not what was said
    if any(t.low in BE for t in tokens[max(sentence.start, n - 2) : n]) and low != "saying":
        return None  # "was told", "is said to"
    ends = after is None or ((after.kind == "mark" and after.low in ".,!?;") or after.low in _QUOTES)
    quoted = after is not None and after.low in {"that", ":"} | _QUOTES
    speaker, start, parted = _speaker_before(tokens, n, sentence.start)
    inverted = (
        before is not None and before.kind == "mark" and (before.low == "," or before.low in _QUOTES) and not ends
    )
    if inverted and after is not None and (before is not None) and (not speaker or not quoted) and _opens_name(after):
        who, end = _speaker_after(tokens, n + 1, sentence.stop)
        before_it = range(sentence.start, n)
        told = _acts(tokens, before_it) or any(tokens[k].low in _QUOTES for k in before_it)
        if who and told and not _acts(tokens, range(n + 1, end)) and not _has_more(tokens, end, sentence.stop):
            return _attribution(tokens, n, who, [range(sentence.start, n), range(end, sentence.stop)])
    dated = after is not None and not any(t.content for t in tokens[n + 1 : sentence.stop])  # "found in 1988."
    adjunct = (
        (low not in _TRANSITIVE or dated)
        and after is not None
        and (after.low in PREPOSITIONS or after.low in _LISTENERS or low in ("told", "tells"))
    )
    if speaker and parted and adjunct and _acts(tokens, range(sentence.start, start)):
        rest = next((k for k in range(n + 1, sentence.stop) if tokens[k].low == ","), sentence.stop)
        joined = start > sentence.start + 1 and tokens[start - 2].low in BOUNDARIES  # "because, he told the Tribune,"
        if not joined and not _acts(tokens, range(n + 1, rest)):
            # "..., the ministry admitted in a letter."
            return _attribution(tokens, n, speaker, [range(sentence.start, start), range(n + 1, sentence.stop)])
    if low in SPEECH_WITH_THAT and not quoted and not (ends and parted) and not (after and after.low == ","):
        return None
    if low in ("claimed", "claim", "claims") and any(t.low in ("lives", "life") for t in tokens[n : n + 5]):
        return None
    if not speaker:
        return None
    if ends:
        return _attribution(tokens, n, speaker, [range(sentence.start, start), range(n + 1, sentence.stop)])
    return _attribution(tokens, n, speaker, [range(n + 1, sentence.stop)])


def _acts(tokens: Sequence[Token], span: range) -> bool:
    """Whether a verb stands in a span, by its form."""
    return any(
        (
            t.kind == "word"
            and not t.name
            and (t.low in BE | MODALS | {"has", "have", "had", "do", "does", "did", "never"} or is_past(t.low))
        )
        or (t.content and not t.name and t.low.endswith("ed"))
        for t in (tokens[n] for n in span)
    )


def _opens_name(token: Token) -> bool:
    return token.name or token.low in DETERMINERS or token.low in PRONOUNS or (token.kind == "word" and token.content)


def _has_more(tokens: Sequence[Token], end: int, stop: int) -> bool:
    """Whether a verb-like rest follows right after a speaker, so that it was no speaker."""
    return end < stop and tokens[end].kind == "word" and tokens[end].low not in BOUNDARIES


def _speaker_before(tokens: Sequence[Token], n: int, start: int) -> tuple[list[int], int, bool]:
    """Who stands before a verb of speech, where that begins, and whether something is parted off before it."""
    m = n - 1
    while m >= start and tokens[m].low in {"has", "have", "had", "also", "later", "then", "did", "not", "never"}:
        m -= 1
    if m >= start and tokens[m].kind == "mark" and tokens[m].low == "," and not _all_before(tokens, start, m):
        m -= 1
        while m >= start and not (tokens[m].kind == "mark" and tokens[m].low == ","):
            m -= 1  # the apposition of "Alami, the mayor of Fez, said"
        m = m - 1 if m > start else n - 2
    end = m
    while m >= start and not _parts(tokens[m]):
        m -= 1
    span = range(m + 1, n)
    who = [k for k in span if tokens[k].content or tokens[k].kind == "number" or tokens[k].low in PRONOUNS]
    if m >= start and tokens[m].low == "who" and not any(tokens[k].content for k in who):
        back = m - 1
        while back > start and tokens[back - 1].low != "," and m - back < _LONGEST_SPEAKER:
            back -= 1
        who = [k for k in range(back, m) if tokens[k].content]  # "a dealer in Prague, who said"
    return (who, m + 1, m >= start) if end >= start else ([], n, False)


def _all_before(tokens: Sequence[Token], start: int, comma: int) -> bool:
    """Whether the comma before a verb of speech has no other comma before it."""
    return not any(t.kind == "mark" and t.low == "," for t in tokens[start:comma])


def _parts(token: Token) -> bool:
    if token.kind == "mark":
        return token.low in ",;:()–—" or token.low in _QUOTES
    return token.low in BOUNDARIES - {"whom", "of", "and"}


def _speaker_after(tokens: Sequence[Token], n: int, stop: int) -> tuple[list[int], int]:
    m = n
    while m < stop and not _parts(tokens[m]) and not (tokens[m].kind == "mark" and tokens[m].low in ".!?"):
        m += 1
    return [k for k in range(n, m) if tokens[k].content or tokens[k].low in PRONOUNS], m


def _attribution(tokens: Sequence[Token], n: int, speaker: Sequence[int], covered: Sequence[range]) -> Attribution:
    content = tuple(k for k in speaker if tokens[k].content or tokens[k].kind == "number")
    return Attribution(
        n, content, not content, tuple(_until_but(tokens, r) for r in covered if len(r) and not _tells_of(tokens, r, n))
    )


def _tells_of(tokens: Sequence[Token], span: range, speech: int) -> bool:
    """Whether a span after a speaker tells of that speaker: ", who holds four records"."""
    after = [t.low for t in tokens[span.start : span.start + 2]]
    return span.start > speech and len(after) == 2 and after[0] == "," and after[1] in RELATIVES


def _until_but(tokens: Sequence[Token], span: range) -> range:
    """What somebody says up to ", but they" and to ", but others said"."""
    for n in span:
        if n > span.start and tokens[n].low in ("but", "while", "whereas", "although") and tokens[n - 1].low == ",":
            rest = tokens[n + 1 : span.stop]
            if tokens[n].low == "although" or (
                rest
                and (
                    rest[0].low in ("he", "she", "they", "his", "her", "their", "its")
                    or any(t.low in SPEECH for t in rest)
                )
            ):
                return range(span.start, n)
    return span
