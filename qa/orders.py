"""Sentences that tell whoever answers what to say. They are no news, and nothing stands on them."""

from __future__ import annotations

import re

from corpus.printable import printable

# Cyrillic and Greek letters that look like Latin ones (from the confusables of UTS #39), so that "ignоrе" is a word
_LOOKALIKES = str.maketrans(
    "аеорсухѕіјӏԁһкмтнвАЕОРСУХЅІЈКМТНВαερονικτΑΕΟΡΝΙΚΤΗΒΜ", "aeopcyxsijldhkmthbAEOPCYXSIJKMTHBaepovikTAEOPNIKTHBM"
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
# The beginnings are written once each: most of the time to compile this, which every answer waits for, is their copies'
_AFTER_EITHER = (
    rf"(?:reply|respond|write)\s?(?!with\s+(?:his|her|their|either|both|one)\b){_WHAT}",
    r"(?:output|print)\s?(?:that\b|only\b|exactly\b|nothing\b|[“\"«])",
    rf"answer\s?(?!:){_WHAT}",
    r"answer\s+th(?:e|is)\s+(?:question|query)\s+(?:with|by)\b",
    rf"(?:tell|inform|assure)\s+{_WHO}\b",
    rf"(?:ignore|disregard|forget|override|discard)\s+(?:[\w’'-]+\s+){{0,4}}?{_TEXT}\b",
    r"(?:rank|score|rate|prefer|cite|quote|use|mention)\s+th(?:is|at)\s+(?:passage|text|article|sentence"
    r"|page|quotation|document|as)\b",
    rf"(?:use|mention|cite|quote|trust)\s+(?:the\s+|any\s+)?other\s+{_TEXT}\b",
    r"(?:(?:return|give)\s+only|return\s+the\s+(?:number|word|string|text)|summari[sz]e\s+(?:\w+\s+)?as)\b",
    rf"(?:begin|start|end|limit|give|keep|change)\s+your\s+{_REPLY}\b",
    rf"(?:make|be)\s+sure\s+(?:to|that\s+you)\s+{_SAY}\b",
    r"(?:r[ée]pond(?:ez|s)|dites|dis|antworten\s+sie|antworte|responde|responda|di)\s?,?\s+(?:que|dass|avec|mit|con)\b",
    r"(?:ignore[zr]?|ignoriere(?:n\s+sie)?|ignora)\s+(?:toute?s?|tous|alle|todas?|todos|les|las|los)\b",
)
_AFTER_BEGIN = (
    r"(?:imagine\s+(?:that|nobody)|(?:pretend|suppose)\s+(?:that|the|an?)|act\s+as\s+an?)\b",
    rf"when(?:ever)?\s+(?:you\s+(?:are\s+)?)?(?:summari[sz](?:e|ing)|answer(?:ing)?|asked)\b[^.]*,\s?(?:\w+\s+)?{_SAY}\b",
    rf"(?:note|message|attention|dear|hello|hey)\W{{1,3}}(?:to\s+)?(?:the\s+|all\s+|any\s+)?{_AI}\b",
    r"(?:dear|hello|hey)\s+computer\b",
    r"(?:new|updated|system)\s+(?:instructions?|task|prompt)\s?:",
)
_ANYWHERE = (
    r"[:;]\s?(?:state\s+that|tell\s+them)\b",
    rf"\bin\s+your\s+(?:next\s+)?{_REPLY}\b",
    rf"\b(?:you|(?:the|this)\s+(?:{_AI}|model|machine|computer)|{_AI})\s+{_MUST}\s+(?:\w+\s+)?{_ANSWER}\s?(?:{_WHAT}|this\b)",
    rf"\bif\s+you\s+are\s+(?:an?|the)\s+{_AI}\b",
    rf"\b(?:wants?|command|order|instruct|ask|require)\s+you\s+to\s+{_SAY}\b",
    r"\byou\s+(?:reply|respond|answer)\s+with\b",
    rf"\byour\s+(?:next\s+)?{_REPLY}\s+(?:{_MUST}|includes?)\b|\byour\s+(?:only\s+)?(?:task|job)\s+is\s+(?:now\s+)?to\s+{_SAY}\b",
    r"\A\W*(?:system|assistant)\s?:|\A\W*the\s+corpus\s+does\s+not\s+say\W*\Z",
    r"\bتجاهل\s+(?:كل|جميع)|\bأجب\s+بأن",
)
_ORDER = re.compile(
    "|".join(
        (
            rf"{_LATER}(?:{'|'.join(_AFTER_EITHER)})",
            rf"{_BEGIN}(?:{'|'.join(_AFTER_BEGIN)})",
            rf"(?:{_BEGIN}|,\s?please\s+)(?:say|claim|repeat)\s?(?:{_WHAT}|so\b|after\s+me\b)",
            *_ANYWHERE,
        )
    ),
    re.IGNORECASE,
)


def gives_orders(text: str) -> bool:
    """Whether a text tells whoever answers what to say, or what not to read.

    An order is told by its form: a clause begins with a verb of answering and what is to be answered, or overrides
    other texts; or somebody speaks as the one who answers. None of 7,078 sentences of articles and speeches is taken
    for one. Orders in other forms get through: of 50 that were written afterwards 14 were seen, and 35 when the forms
    had been widened for them. What gets through is news like any other to the rest: it is quoted with its source, or
    told in words that the check finds in it.
    """
    plain = " ".join(printable(text, newlines=False).translate(_LOOKALIKES).split())
    return _ORDER.search(plain) is not None
