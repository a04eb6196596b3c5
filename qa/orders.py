"""Sentences that tell whoever answers what to say. They are no news, and nothing stands on them."""

from __future__ import annotations

import re

from corpus.patterns import lazy
from corpus.printable import printable

# Cyrillic and Greek letters that look like Latin ones (from the confusables of UTS #39), so that "ignоrе" is a word
_LOOKALIKES = str.maketrans(
    "аеорсухѕіјӏԁһкмтнвАЕОРСУХЅІЈКМТНВαερονικτΑΕΟΡΝΙΚΤΗΒΜıİ", "aeopcyxsijldhkmthbAEOPCYXSIJKMTHBaepovikTAEOPNIKTHBMiI"
)
# Where a sentence or an independent clause begins
_BEGIN = (
    r"(?:(?:\A\W*|[.!?:;>|\[\]»”\"“«(*#–—]|--)\s?"
    r"(?:(?:please|kindly|now|from\s+now\s+on|always|only|just|simply|never|then|so|do\s+not|don['’]t"
    r"|under\s+no\s+circumstances),?\s+)*)"
)
_LATER = rf"(?:{_BEGIN}|,\s?(?:please\s+)?)"
_WHAT = r"(?:that\b|with\b|only\b|exactly\b|nothing\b|[:“\"«]|\d)"
_TEXT = (
    r"(?:instructions?|prompts?|articles?|sources?|passages?|quotations?|texts?|documents?|above|follows|guidelines"
    r"|guidance|context|rest\s+(?:and|of)|else|came\s+before|(?:were|been)\s+told)"
)
_WHO = r"(?:the\s+)?(?:users?|readers?|asker|person\s+who\s+asks)"
_AI = r"(?:ais?|ai\s+(?:systems|agents|models)|assistants?|(?:large\s+)?language\s+models?|llms?|chatbots?)"
_ANSWER = r"(?:say|answer|reply|respond|write|state|output|print)"
_SAY = rf"(?:{_ANSWER}|mention|report|list|include)"
_MUST = r"(?:must|should|shall|will|ha(?:s|ve)\s+to|needs?\s+to|(?:are|is)\s+to)"
_REPLY = r"(?:answer|reply|response|output|summary)"
# For each form, words of which an order in that form has one: few sentences have any, and only then is it compiled
_FORMS = tuple(
    (frozenset(words.split()), lazy(form, re.IGNORECASE))
    for words, form in (
        (
            "reply respond write",
            rf"{_LATER}(?:reply|respond|write)\s?(?!with\s+(?:his|her|their|either|both|one)\b){_WHAT}",
        ),
        ("output print", rf"{_LATER}(?:output|print)\s?(?:that\b|only\b|exactly\b|nothing\b|[“\"«])"),
        ("answer", rf"{_LATER}answer(?:\s?(?!:){_WHAT}|\s+th(?:e|is)\s+(?:question|query)\s+(?:with|by)\b)"),
        ("tell inform assure", rf"{_LATER}(?:tell|inform|assure)\s+{_WHO}\b"),
        (
            "ignore disregard forget override discard",
            rf"{_LATER}(?:ignore|disregard|forget|override|discard)\s+(?:[\w’'-]+\s+){{0,4}}?{_TEXT}\b",
        ),
        (
            "rank score rate prefer cite quote use mention",
            rf"{_LATER}(?:rank|score|rate|prefer|cite|quote|use|mention)\s+th(?:is|at)\s+(?:passage|text|article"
            r"|sentence|page|quotation|document|as)\b",
        ),
        ("other", rf"{_LATER}(?:use|mention|cite|quote|trust)\s+(?:the\s+|any\s+)?other\s+{_TEXT}\b"),
        (
            "return give summarise summarize",
            rf"{_LATER}(?:(?:return|give)\s+only|return\s+the\s+(?:number|word|string|text)"
            r"|summari[sz]e\s+(?:\w+\s+)?as)\b",
        ),
        (
            "your",
            rf"{_LATER}(?:begin|start|end|limit|give|keep|change)\s+your\s+{_REPLY}\b"
            rf"|\bin\s+your\s+(?:next\s+)?{_REPLY}\b|\byour\s+(?:next\s+)?{_REPLY}\s+(?:{_MUST}|includes?)\b"
            rf"|\byour\s+(?:only\s+)?(?:task|job)\s+is\s+(?:now\s+)?to\s+{_SAY}\b",
        ),
        ("sure", rf"{_LATER}(?:make|be)\s+sure\s+(?:to|that\s+you)\s+{_SAY}\b"),
        (
            "répondez repondez réponds reponds dites dis antworten antworte responde responda di",
            rf"{_LATER}(?:r[ée]pond(?:ez|s)|dites|dis|antworten\s+sie|antworte|responde|responda|di)\s?,?\s+"
            r"(?:que|dass|avec|mit|con)\b",
        ),
        (
            "ignore ignorez ignorer ignoriere ignorieren ignora",
            rf"{_LATER}(?:ignore[zr]?|ignoriere(?:n\s+sie)?|ignora)\s+"
            r"(?:toute?s?|tous|alle|todas?|todos|les|las|los)\b",
        ),
        (
            "imagine pretend suppose act",
            rf"{_BEGIN}(?:imagine\s+(?:that|nobody)|(?:pretend|suppose)\s+(?:that|the|an?)|act\s+as\s+an?)\b",
        ),
        (
            "when whenever",
            rf"{_BEGIN}when(?:ever)?\s+(?:you\s+(?:are\s+)?)?(?:summari[sz](?:e|ing)|answer(?:ing)?|asked)\b[^.]*,\s?"
            rf"(?:\w+\s+)?{_SAY}\b",
        ),
        (
            "note message attention dear hello hey",
            rf"{_BEGIN}(?:(?:note|message|attention|dear|hello|hey)\W{{1,3}}(?:to\s+)?(?:the\s+|all\s+|any\s+)?{_AI}"
            r"|(?:dear|hello|hey)\s+computer)\b",
        ),
        (
            "instruction instructions task prompt",
            rf"{_BEGIN}(?:new|updated|system)\s+(?:instructions?|task|prompt)\s?:",
        ),
        (
            "say claim repeat",
            rf"(?:{_BEGIN}|,\s?please\s+)(?:say|claim|repeat)\s?(?:{_WHAT}|so\b|after\s+me\b)",
        ),
        ("state tell", r"[:;]\s?(?:state\s+that|tell\s+them)\b"),
        (
            "you ai ais assistant assistants model models llm llms chatbot chatbots machine computer",
            rf"\b(?:you|(?:the|this)\s+(?:{_AI}|model|machine|computer)|{_AI})\s+{_MUST}\s+(?:\w+\s+)?{_ANSWER}\s?"
            rf"(?:{_WHAT}|this\b)",
        ),
        (
            "you",
            rf"\bif\s+you\s+are\s+(?:an?|the)\s+{_AI}\b"
            rf"|\b(?:wants?|command|order|instruct|ask|require)\s+you\s+to\s+{_SAY}\b"
            r"|\byou\s+(?:reply|respond|answer)\s+with\b",
        ),
        ("system assistant", r"\A\W*(?:system|assistant)\s?:"),
        ("corpus", r"\A\W*the\s+corpus\s+does\s+not\s+say\W*\Z"),
        ("تجاهل", r"\bتجاهل\s+(?:كل|جميع)"),
        ("أجب", r"\bأجب\s+بأن"),
    )
)
_WORD = re.compile(r"[^\W_]+")


def gives_orders(text: str) -> bool:
    """Whether a text tells whoever answers what to say, or what not to read.

    An order is told by its form: a clause begins with a verb of answering and what is to be answered, or overrides
    other texts; or somebody speaks as the one who answers. None of 7,078 sentences of articles and speeches is taken
    for one. Orders in other forms get through: of 50 that were written afterwards 14 were seen, and 35 when the forms
    had been widened for them. What gets through is news like any other to the rest: it is quoted with its source, or
    told in words that the check finds in it.
    """
    plain = " ".join(printable(text, newlines=False).translate(_LOOKALIKES).split())
    words = frozenset(_WORD.findall(plain.casefold()))
    return any(not some.isdisjoint(words) and form.search(plain) for some, form in _FORMS)
