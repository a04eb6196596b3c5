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
    r"(?:(?:\A\W*|[.!?:;>|\[\]»”\"“«(*#–—]|--)\s*"
    r"(?:(?:please|now|from\s+now\s+on|always|only|just|never|then|so|do\s+not|don['’]t),?\s+)*)"
)
_LATER = rf"(?:{_BEGIN}|,\s*(?:please\s+)?)"
_WHAT = r"(?:that\b|with\b|only\b|exactly\b|nothing\b|[:“\"«]|\d)"
_TEXT = (
    r"(?:instructions?|prompts?|rules?|articles?|sources?|passages?|quotations?|texts?|above|rest|follows|guidelines)"
)
_WHO = r"(?:the\s+)?(?:users?|readers?|asker|person\s+who\s+asks)"
_MACHINE = r"(?:you|(?:the|this)\s+(?:assistant|(?:language\s+)?model|ai|chatbot|bot|machine|computer))"
_ORDER = re.compile(
    "|".join(
        (
            rf"{_LATER}(?:(?:reply|respond|write|output|print)\s*{_WHAT}|answer\s*(?!:){_WHAT})",
            rf"{_BEGIN}(?:say|claim|repeat)\s*(?:{_WHAT}|so\b|after\s+me\b)|[:;]\s*state\s+that\b",
            rf"{_BEGIN}(?:imagine\s+(?:that|nobody)|(?:pretend|suppose)\s+(?:that|the|an?))\b",
            rf"{_LATER}(?:tell|inform|assure)\s+{_WHO}\b|[:;]\s*tell\s+them\b",
            rf"{_LATER}(?:ignore|disregard|forget|override|discard)\s+(?:[\w’'-]+\s+){{0,4}}?{_TEXT}\b",
            rf"{_LATER}(?:rank|score|rate|prefer|cite|quote|use)\s+th(?:is|at)\s+(?:passage|text|article|sentence|page"
            r"|quotation|document|as)\b",
            rf"\b{_MACHINE}\s+(?:must|should|shall|will|ha(?:ve|s)\s+to|needs?\s+to|(?:are|is)\s+to)\s+(?:\w+\s+)?"
            rf"(?:say|answer|reply|respond|write|state|output|print)\s*(?:{_WHAT}|this\b)",
            r"\bwants?\s+you\s+to\s+(?:say|answer|reply|respond|write|state)\b",
            r"\byou\s+(?:reply|respond|answer)\s+with\b",
            r"\A\W*(?:system|assistant)\s*:|\A\W*the\s+corpus\s+does\s+not\s+say\W*\Z",
            rf"{_LATER}(?:r[ée]pond(?:ez|s)|dites|dis|antworten\s+sie|antworte|responde|responda|di)\s*,?\s+"
            r"(?:que|dass|avec|mit|con)\b",
            rf"{_LATER}(?:ignore[zr]?|ignoriere(?:n\s+sie)?|ignora)\s+(?:toute?s?|tous|alle|todas?|todos|les|las|los)\b",
            r"\bتجاهل\s+(?:كل|جميع)|\bأجب\s+بأن",
        )
    ),
    re.IGNORECASE,
)  # fmt: skip


def gives_orders(text: str) -> bool:
    """Whether a text tells whoever answers what to say, or what not to read.

    An order is told by its form: a clause begins with a verb of answering and what is to be answered, or overrides
    other texts; or somebody speaks as the one who answers. None of 7,078 sentences of articles and speeches that give
    no orders is taken for one.
    """
    return _ORDER.search(printable(text, newlines=False).translate(_LOOKALIKES)) is not None
