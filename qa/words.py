"""Lists of English words that mean something to the checks."""

from __future__ import annotations

from index.terms import terms


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_WORDS = frozenset(
    terms(
        """
        a about after all also although am an and another any are as at be because been before being between both but
        by can could did do does doing done during each either every for from had has have having he her here hers
        him his how i if in into is it its itself just many may me might more most much must my no nor not of off on
        once only or other our out over own per same shall she should since so some such than that the their theirs
        them then there these they this those through to too under until up upon us very was we were what when where
        whether which while who whom whose why will with within without would yes you your
        """
    )
)
"""As search terms: words that say nothing of what a sentence is about."""

NEGATIONS = _listed(
    """
    no not never none nobody nothing neither nor without cannot refused denied denies failed unable
    """
)

HEDGES = _listed(
    """
    reportedly allegedly purportedly apparently supposedly possibly probably perhaps maybe may might could would
    suspected alleged plans planned planning intends intended expects expected believed likely considering
    """
)

SPEAKING = _listed(
    """
    said says say saying told tells according stated states announced announces claimed claims added noted notes
    explained explains emphasised emphasized warned confirmed reported reports argued believes thinks
    """
)
"""Words by which a sentence says that somebody says it."""

QUALIFIERS = _listed(
    """
    about above almost approximately around at below exactly fewer half least less more most nearly only over roughly
    some under up
    """
)
"""Words before a number without which it says something else."""

RELATIONS = _listed(
    """
    after all always before between both during each either every he her him if most never over she some they under
    until while
    """
)
"""Function words that must not be added: they say who, when and how many."""

CONDITIONS = _listed("except if instead only rather unless unlike without")
"""Function words that must not be dropped either: what they introduce takes something back."""
