"""Questions that say only what differs from the one before: "and in 2016?", "what about women?", "why?"."""

from __future__ import annotations

import re

from qa.antecedents import after_placing, listed, named, one_event
from qa.clauses import Clause, joined, read, with_noun
from qa.phrases import (
    AUXILIARIES,
    BE,
    DATE,
    DETERMINERS,
    INTERROGATIVES,
    PLACING,
    PREPOSITIONS,
    PRONOUNS,
    TIME,
    WORD,
    Phrase,
    dated,
    head,
    many,
    names,
)
from qa.turns import Turn

LEAD = re.compile(r"(?:(?:ok|okay|and|but|so|or|then|well|now|also|yes|right|hm+)\b[\s,]*)+", re.IGNORECASE)
_ABOUT = re.compile(r"(?:what|how)\s+about\s+|(?:the\s+)?same\s+for\s+", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:and|but|or|so)\b", re.IGNORECASE)
_PREPOSITION = "|".join(sorted(PREPOSITIONS, key=len, reverse=True))
_BARE = re.compile(
    rf"(?P<asking>(?:(?:{_PREPOSITION})\s+)?(?:which|what)\s+(?:year|month|day|date|city|country|town|place|region)"
    rf"|(?:(?:{_PREPOSITION})\s+)?(?:who|whom|what|when|where|why\s+not|why|which)(?:\s+else)?|what\s+for"
    rf"|(?:(?:{_PREPOSITION})\s+)?how(?:\s+(?:many|much|long|often|far|old))?|which\s+ones?"
    r")(?:\s+(?:exactly|precisely|then|so|of\s+them|were\s+there|are\s+there))?(?P<tail>\s+.+)?",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"how\s+many\s+(?P<noun>[^\W\d_]+)", re.IGNORECASE)
_HAPPENED = re.compile(
    r"(?P<asking>(?:when|where|why|how)(?:\s+exactly)?)\s+(?:did|does|has|will)\s+(?:it|this|that|all\s+this|all\s+that)"
    r"\s+(?:happen(?:ed)?|occur(?:red)?|take\s+place|taken\s+place)",
    re.IGNORECASE,
)
_ONE = re.compile(r"the\s+ones?\s+(?=(?:in|at|of|from|near)\b)", re.IGNORECASE)
_NO_FRAGMENTS = frozenset("more thanks thank no yes please else others former latter rest".split())
_YEAR = re.compile(r"\b\d{4}\b")
LONGEST_FRAGMENT = 6  # words; what is longer says enough by itself


def completed(question: str, turn: Turn) -> str:
    """A question that leaves out what the turn's question says, with that; any other as it is."""
    lead = LEAD.match(question)
    rest = question[lead.end() :] if lead else question
    rest = rest.strip().rstrip("?!. ").strip()
    joining = bool(lead and _JOINED.search(lead.group()))
    if happened := _HAPPENED.fullmatch(rest):
        if noun := _event(turn):
            return re.sub(r"\b(?:all\s+)?(?:it|this|that)\b", noun, rest, count=1) + "?"
        return asking(happened["asking"], turn) or question
    if (counted := _HOW_MANY.fullmatch(rest)) and many(counted["noun"]):
        return asking(rest, turn) or question
    about = _ABOUT.match(rest)
    if not about and (bare := _BARE.fullmatch(rest)):
        tail = (bare["tail"] or "").strip()
        if not tail or _phrase_alone(tail):
            whole = asking(bare["asking"], turn)
            return with_fragment(whole, tail) if tail and whole else whole or question
        return question
    fragment = rest[about.end() :] if about else rest
    fragment = _ONE.sub("", fragment)
    if not fragment or not _is_fragment(fragment) or not (joining or about or _phrase_alone(fragment)):
        return question
    return with_fragment(turn.question, fragment)


def _event(turn: Turn) -> str:
    """The noun of what happened, unless the question says by a verb what it did."""
    noun = one_event(turn)
    clause = read(turn.question)
    return "" if clause and clause.predicate and clause.subject and head(clause.subject) in noun else noun


def _phrase_alone(text: str) -> bool:
    """Whether a text is a preposition with a date or a name, or a date, and nothing else."""
    if dated(text) or TIME.fullmatch(text):
        return any(c.isdigit() for c in text) or " " in text
    first, _, rest = text.partition(" ")
    if first.casefold() not in PREPOSITIONS or not rest:
        return False
    time = TIME.search(rest)
    place = rest[: time.start()].strip() if time and time.end() == len(rest) else rest
    return named(place) == place


def _is_fragment(text: str) -> bool:
    said = [w.group().casefold() for w in WORD.finditer(text)]
    if not said or len(said) > LONGEST_FRAGMENT or said[0] in INTERROGATIVES or said[0] in AUXILIARIES:
        return False
    if any(w in _NO_FRAGMENTS for w in said):
        return False
    return not any((w in AUXILIARIES and not (w == "may" and n)) or w in PRONOUNS for n, w in enumerate(said))


def asking(word: str, turn: Turn) -> str:
    """The turn's question with another question word: "why" after "How many were held in Fez?".

    Empty where that makes no question.
    """
    word = re.sub(r"\s+", " ", word)
    clause = read(turn.question)
    kind = word.casefold()
    if clause is None:
        return _sentence(f"{word}: {turn.question}")
    if kind.startswith("how many") or kind in {"which one", "which ones"}:
        return _counting(word, clause)
    if kind in {"who", "who else", "what", "what else", "whom", "which"}:
        return _naming(word, clause)
    if kind == "why not" and clause.subject:
        return _question("Why", clause.auxiliary.casefold(), clause.subject, "not", clause.predicate)
    if clause.subject:
        predicate = clause.predicate
        valued = [v for v in turn.values if named(v) == v]
        if not predicate and clause.asking.casefold() == "who" and len(valued) == 1:
            return _question(word, clause.auxiliary.casefold(), valued[0], clause.subject)
        if clause.noun:
            predicate = with_noun(predicate, _bare(clause.noun))
        return _question(word, clause.auxiliary.casefold(), clause.subject, predicate)
    subject = _answered(turn, clause)
    if clause.auxiliary:
        return _question(word, clause.auxiliary, subject, clause.predicate)
    return _question(word, "was it that", subject, clause.predicate)


def _counting(word: str, clause: Clause) -> str:
    given = word[len("how many") :].strip() if word.casefold().startswith("how many") else ""
    which = "Which" if word.casefold().startswith("which") else "How many"
    noun = given or _bare(clause.noun)
    if not clause.subject:
        who = clause.asking.casefold().startswith("who")
        auxiliary = clause.auxiliary
        if who and auxiliary.casefold() in {"was", "is", "has"}:
            auxiliary = {"was": "were", "is": "are", "has": "have"}[auxiliary.casefold()]
        return _question(which, noun or ("people" if who else ""), auxiliary, clause.predicate)
    if not noun:
        subject = re.sub(r"^(?:the|any|some)\s+", "", clause.subject)
        if many(subject.rpartition(" ")[2]) and subject.islower() and " of " not in subject:
            return _question(which, subject, clause.auxiliary.casefold(), clause.predicate)
        for match in WORD.finditer(clause.predicate):
            if many(match.group()) and match.group().islower():
                before = re.sub(r"\b(?:the|any|some)\s+$", "", clause.predicate[: match.start()])
                rest = joined(before.strip(), clause.predicate[match.end() :].strip())
                return _question(which, match.group(), clause.auxiliary.casefold(), clause.subject, rest)
        return ""
    return _question(which, noun, clause.auxiliary, clause.subject, clause.predicate)


def _naming(word: str, clause: Clause) -> str:
    auxiliary = clause.auxiliary.casefold()
    if not clause.subject:
        single = {"were": "was", "are": "is", "have": "has"}.get(auxiliary, auxiliary)
        return _question(word, single, clause.predicate)
    if clause.passive and word.casefold() == "who":
        return _question("By whom", clause.auxiliary, clause.subject, clause.predicate)
    if clause.asking.casefold() in {"who", "what", "whom"}:
        return _question(word, clause.auxiliary, clause.subject, clause.predicate)
    predicate = with_noun(clause.predicate, _bare(clause.noun)) if clause.noun else clause.predicate
    rest = joined(auxiliary, clause.subject, predicate)
    return _sentence(f"{word}: {rest}")


def _answered(turn: Turn, clause: Clause) -> str:
    """The subject that was asked for: the names that answer, or a word in their place."""
    valued = [v for v in turn.values if named(v) == v]
    if valued and not clause.counting and (len(valued) == 1 or clause.noun):
        return listed(valued)
    if clause.noun:
        return _bare(clause.noun)
    return "someone" if clause.asking.casefold().startswith("who") else "it"


def _bare(noun: str) -> str:
    return re.sub(r"^of\s+", "", noun)


def _question(*parts: str) -> str:
    return _sentence(joined(*parts))


def _sentence(text: str) -> str:
    text = text.rstrip("?!. ")
    return f"{text[:1].upper()}{text[1:]}?"


def with_fragment(question: str, fragment: str) -> str:
    """The question with a part of it replaced by the fragment of the same kind, or else with the fragment added."""
    fragment = fragment.strip(" ,")
    first, _, rest = fragment.partition(" ")
    fragment = joined(first.casefold(), rest) if first.casefold() in PREPOSITIONS else fragment
    time = TIME.search(fragment)
    if time or dated(fragment):
        question = _with_time(question, time.group() if time else fragment)
        fragment = joined(fragment[: time.start()].strip(" ,"), fragment[time.end() :].strip(" ,")) if time else ""
    if not fragment:
        return question
    first, _, rest = fragment.partition(" ")
    if first.casefold() in PREPOSITIONS and rest:
        return _with_prepositional(question, first, rest)
    for name in names(fragment)[-1:]:
        before = fragment[: name.start].split()
        if name.end == len(fragment) and len(before) > 1 and before[-1].casefold() in PLACING:
            question = _with_prepositional(question, before[-1], name.text)
            fragment = " ".join(before[:-1])
    return _with_noun_phrase(question, fragment)


def _with_time(question: str, time: str) -> str:
    new = TIME.fullmatch(time)
    old = next(reversed(list(TIME.finditer(question))), None)
    bare = next(reversed([d for d in DATE.finditer(question) if any(c.isdigit() for c in d.group())]), None)
    if old and new and new["date"] and old["date"]:
        merged = _merged(old["date"], new["date"])
        return f"{question[: old.start()]}{new['before']} {merged}{question[old.end() :]}"
    if old:
        return f"{question[: old.start()]}{time if new else f'in {time}'}{question[old.end() :]}"
    if bare and (new is None or (new["date"] and new["before"].casefold() in {"in", "on"})):
        value = new["date"] if new else time
        return f"{question[: bare.start()]}{_merged(bare.group(), value)}{question[bare.end() :]}"
    return _added(question, time if new else f"in {time}")


def _merged(old: str, new: str) -> str:
    """Year for year, month for month: `April 2015` and `March` make `March 2015`; a day goes with its month."""
    old_month, new_month = (bool(re.search(r"[^\W\d_]{3,}", re.sub(r"\bthe\b|\d+s\b", "", d))) for d in (old, new))
    old_year, new_year = _YEAR.search(old), _YEAR.search(new)
    if new_month and not new_year and old_year and not re.search(r"\d{4}s|[-/.]", old):
        return f"{new[:1].upper()}{new[1:]} {old_year.group()}"
    if new_year and not new_month and old_month and old_year and not re.search(r"\d{4}s|[-/.]", new):
        day = re.search(r"\b\d{1,2}(?:st|nd|rd|th)?\b", old)
        return new if day else f"{old[: old_year.start()]}{new_year.group()}{old[old_year.end() :]}"
    return f"{new[:1].upper()}{new[1:]}" if new_month else new


def _with_prepositional(question: str, preposition: str, rest: str) -> str:
    called = names(question)
    placing = preposition.casefold() in PLACING
    if placing:
        placed = [n for n in called if after_placing(question, n)]
        placed = placed or [n for n in called if re.search(r"\bof\s$", question[: n.start])]
        if placed:
            old = placed[-1]
            before = list(WORD.finditer(question[: old.start]))[-1].start()
            return f"{question[:before]}{preposition} {rest}{question[old.end :]}"
    pattern = re.compile(rf"\b{re.escape(preposition)}\s+(?:(?:the|a|an)\s+)?[^\W_]+(?:['’-][^\W_]+)*", re.IGNORECASE)
    matches = [m for m in pattern.finditer(question) if not TIME.match(question, m.start())]
    if matches:
        old_name = next((n for n in called if matches[-1].start() < n.start < matches[-1].end()), None)
        chosen = matches[0] if preposition.casefold() == "of" and old_name is None else matches[-1]
        if preposition.casefold() == "of" and named(rest) == rest:
            of_names = [m for m in matches if any(m.start() < n.start <= m.end() for n in called)]
            chosen = of_names[-1] if of_names else chosen
        end = next((n.end for n in called if chosen.start() < n.start < chosen.end() <= n.end), chosen.end())
        following = WORD.match(question, end + 1)
        if following and following.group().islower() and many(following.group()):  # on school meals
            end = following.end()
        return f"{question[: chosen.start()]}{preposition} {rest}{question[end:]}"
    return _added(question, f"{preposition} {rest}")


def _with_noun_phrase(question: str, phrase: str) -> str:
    phrase = re.sub(r"['’]s?$", "", phrase)
    clause = read(question)
    called = names(question)
    if named(phrase) == phrase and called:
        old = _most_like(phrase, called)
        return f"{question[: old.start]}{phrase}{question[old.end :]}"
    words = [w.group().casefold() for w in WORD.finditer(phrase)]
    if named(phrase) and called and words and words[0] in DETERMINERS:  # the Fez marathon, for the Rabat marathon
        same = re.search(rf"\b(?:the|a|an)\s+(?:[^\W_]+\s+){{1,3}}{re.escape(words[-1])}\b", question, re.IGNORECASE)
        if same:
            return f"{question[: same.start()]}{phrase}{question[same.end() :]}"
    if clause is None:
        return _added(question, f"as for {phrase}")
    if clause.noun and words and many(words[-1]) and not clause.noun.startswith("of "):
        return _with_part(clause, noun=re.sub(r"^the\s+", "", phrase))
    if clause.subject and not (clause.auxiliary.casefold() in BE and not clause.predicate):
        return _with_part(clause, subject=phrase)
    of = re.search(r"\bof\s+(?!the\b|a\b|an\b)[^\W_]+", clause.subject)
    if clause.subject and of and words[0] not in DETERMINERS:
        return _with_part(clause, subject=clause.subject[: of.start()] + f"of {phrase}" + clause.subject[of.end() :])
    if clause.subject and clause.asking and words[0] in DETERMINERS:
        kept = re.search(r"\s(?:of|in|at|for)\s.*$", clause.subject)
        return _with_part(clause, subject=phrase + (kept.group() if kept and " of " not in phrase else ""))
    return _added(question, f"as for {phrase}")


def _with_part(clause: Clause, *, noun: str | None = None, subject: str | None = None) -> str:
    changed = Clause(
        clause.asking,
        clause.noun if noun is None else noun,
        clause.auxiliary,
        clause.subject if subject is None else subject,
        clause.predicate,
    )
    return changed.text


def _most_like(phrase: str, called: list[Phrase]) -> Phrase:
    """The last of the names that are of the shape of this one: as many words, as many capitals."""

    def likeness(name: Phrase) -> tuple[bool, bool, int]:
        same = len(name.text.split()) == len(phrase.split())
        return (same, name.text.isupper() == phrase.isupper(), name.start)

    return max(called, key=likeness)


def _added(question: str, phrase: str) -> str:
    return f"{question.rstrip('?!. ')} {phrase}?"
