"""Words whose contrary the quotations have, and words such as "after", "all" or "if" that change a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from index.terms import stem
from qa.contradiction.pair import MOST_COMPARED, Pair, shared
from qa.reading import Token
from qa.roles import Frame
from qa.synonyms import ANTONYMS, alike, contrary
from qa.words import COMPARISONS

_ORDER = {
    "after": {"after", "since", "following", "once", "when", "then", "later", "upon"},
    "before": {"before", "until"},
}
_QUANTIFIERS = {
    "all": {"all", "every", "each", "entire", "whole", "both", "any", "always"},
    "every": {"all", "every", "each", "any"},
    "each": {"all", "every", "each", "both"},
    "only": {"only", "sole", "solely", "just", "alone", "except"},
    "never": {"never", "not", "no", "ever"},
    "always": {"always", "every", "all", "each"},
    "most": {"most", "majority", "largest", "mostly"},
    "if": {"if", "unless", "provided"},
    "unless": {"unless", "if"},
    "few": {"few"},
    "instead": {"instead", "rather"},
    "except": {"except", "but", "only"},
}
_KEPT = frozenset("only few if unless unlike except instead hardly barely".split())


def contraries(pair: Pair) -> Iterator[str]:
    """Words whose contrary stands in the sentences that the claim stands on, and they themselves do not."""
    source = pair.source
    for number, sentence in enumerate(pair.claim.sentences):
        there = [
            t for s in pair.alignment.sentences.get(number, ()) for t in (source.tokens[k] for k in source.sentences[s])
        ]
        held = {t.lemma for t in there if t.kind == "word"}
        held |= {"first" for t in there if t.low == "1st"}
        held |= {stem(t.low) for t in there if t.kind == "word"}
        for n in sentence:
            token = pair.claim.tokens[n]
            if token.low == "1st" and "last" in held and "first" not in held:
                yield "“first” is the contrary of what is quoted"
            if token.kind != "word" or token.lemma in held or _qualifies(pair.claim.tokens, n):
                continue
            against = [h for h in held if contrary(token.lemma, h)]
            if against and not any(alike(token.lemma, h) for h in held):
                yield f"“{token.low}” is the contrary of what is quoted"


def contrary_events(pair: Pair) -> Iterator[str]:
    """Events that share more with the contrary in the quotations than with what they are called."""
    by_verb: dict[str, list[Frame]] = {}
    for other in pair.frames[1]:
        by_verb.setdefault(pair.source.tokens[other.verb].lemma, []).append(other)
    for frame in pair.frames[0]:
        verb = pair.claim.tokens[frame.verb].lemma
        against = [f for word in sorted(ANTONYMS.get(verb, ())) for f in by_verb.get(word, ())][:MOST_COMPARED]
        if not against:
            continue
        own = max((shared(pair, frame, f) for f in pair.events(frame)), default=0)
        if max(shared(pair, frame, f) for f in against) > own:
            yield f"“{pair.claim.tokens[frame.verb].low}” is the contrary of what is quoted"


def _qualifies(tokens: list[Token], n: int) -> bool:
    """Whether a word belongs to a number's "more than", which is compared with the number."""
    return tokens[n].low in COMPARISONS and any(t.kind == "number" for t in tokens[n + 1 : n + 4])


def changed_relations(pair: Pair) -> Iterator[str]:
    """Words such as "after", "all" or "if" that were added, or without which less is held back."""
    words = {t.low for t in pair.source.tokens if t.kind == "word"}
    said = {t.low for t in pair.claim.tokens if t.kind == "word"}
    for word, same in {**_QUANTIFIERS, **_ORDER}.items():
        if word in said and not words & same:
            if word == "most" and "at" in said:
                continue
            yield f"“{word}” was added"
    for number in range(len(pair.claim.sentences)):
        for s in pair.alignment.sentences.get(number, ()):
            sentence = pair.source.sentences[s]
            for m in sentence:
                word = pair.source.tokens[m].low
                if (
                    word in _KEPT
                    and not said & _QUANTIFIERS.get(word, {word})
                    and not _excused(pair, word, m, sentence)
                ):
                    yield f"“{word}” was dropped"


def _excused(pair: Pair, word: str, m: int, sentence: range) -> bool:
    """Whether what the word holds back is not in the claim anyway."""
    tokens = pair.source.tokens
    if word == "few" and m and tokens[m - 1].low == "a":
        return True
    after = [k for k in range(m + 1, min(m + 8, sentence.stop)) if tokens[k].content or tokens[k].kind == "number"]
    if word in ("if", "unless", "unlike", "except", "instead"):
        parts = [k for k in range(sentence.start, m) if tokens[k].low in ("and", "but", "while")]
        before = [k for k in range(parts[-1] if parts else sentence.start, m) if tokens[k].content]
        return (word in ("unlike", "except", "instead") and not any(k in pair.backward for k in after[:1])) or (
            word in ("if", "unless") and not any(k in pair.backward for k in before + after)
        )
    return not any(k in pair.backward for k in after[:2])
