"""Whether a text is English, which is what some encoders read and nothing else."""

from __future__ import annotations

import re

# Words of grammar that English has and no other language written in Latin letters has often: not `in`, `is`, `was`,
# `of` (Dutch), `a`, `as`, `do`, `no` (Portuguese), `on` (French), `for` (Danish), `an`, `so`, `will` (German).
ENGLISH = frozenset(
    """
    the and to that with by from this which have has had not are were been be it its at his her they their she you but
    who would when there what about into than after said more all could these those only other such under between
    because through while being both should our your them then where during before against
    """.split()
)
# The same of other languages, a handful of each of the largest.
OTHERS = frozenset(
    """
    le les des du et est une que qui dans pour sur pas plus avec sont par ce cette aux ont être été
    el los las del y es un una por con para su se lo como más pero fue sus al
    os não uma com mais dos ao ele foi são na da em pela pelo seu sua à às já ou que quando muito
    il di che è della per sono nel alla gli non anche dei delle
    der das und ist nicht den dem ein eine auf für mit sich von zu auch werden im zum bei
    de het een en van dat niet op te zijn met voor aan ook er
    och att det som är på av till inte den har
    og ikke til han var af fra
    i w na z że jest nie się do dla po od przez jak oraz ale który które był jego
    a je se že v si jako jsou nebo ale při pro který
    koji nije kao iz od za
    ve bir bu için ile olarak
    și în cu care este nu pe mai
    és az hogy nem egy
    ja ei että oli mutta
    yang dan dengan untuk ini dari itu tidak
    ng mga ang sa
    của và là các được trong cho
    """.split()
) - frozenset(
    """
    a i do den han dan met per me is pe la em es se si im non na er y v z w x
    al com cu da el ile ng op os pro sa su te ve var
    """.split()
)
"""Without what is also an English word, a part of a name, a letter of a formula or a word of programs."""

WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]")
LETTER = re.compile(r"[^\W\d_]")

# Measured: in the articles of the sample, of SQuAD and of Chroma's evaluation at least 0.21 of the words are of the
# first list and at most 0.01 of the second; in the other languages of tests/corpus/test_language.py 0.00, and at least
# 0.16. A list of names has 0.06 of the second, tables and code have next to none of either.
ENGLISH_SHARE = 0.1
OTHER_SHARE = 0.1
FEWEST_WORDS = 20
FEWEST_LETTERS = 40  # of scripts that put no space between words
LOOKED_AT = 20_000  # characters; more say nothing more


def looks_english(text: str) -> bool | None:
    """Whether a text is English: by its script, then by the words of grammar in it.

    None where it is too short to tell, or has hardly any grammar: names, numbers, code. Text that is English in part
    counts as English. Costs 4 ms at most.
    """
    text = text[:LOOKED_AT]
    letters = len(LETTER.findall(text))
    if letters >= FEWEST_LETTERS and len(LATIN.findall(text)) < letters / 2:
        return False
    words = [word.lower() for word in WORD.findall(text)]
    if len(words) < FEWEST_WORDS:
        return None
    if sum(word in ENGLISH for word in words) >= ENGLISH_SHARE * len(words):
        return True
    return False if sum(word in OTHERS for word in words) >= OTHER_SHARE * len(words) else None
