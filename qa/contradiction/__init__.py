"""What a claim says otherwise than the quotations that hold its words."""

from __future__ import annotations

from collections.abc import Iterator

from qa.contradiction.belonging import changed_belonging
from qa.contradiction.contraries import changed_relations, contraries, contrary_events
from qa.contradiction.events import changed_roles
from qa.contradiction.hedging import changed_hedges
from qa.contradiction.mood import changed_moods
from qa.contradiction.names import changed_names, changed_places
from qa.contradiction.negation import changed_negations
from qa.contradiction.numbers import changed_numbers
from qa.contradiction.pair import Pair
from qa.contradiction.restrictions import changed_restrictions
from qa.contradiction.speakers import changed_speakers
from qa.contradiction.superlatives import changed_superlatives
from qa.contradiction.tenses import changed_tenses


def contradictions(pair: Pair) -> Iterator[str]:
    """Why the claim does not say what the quotations say; nothing where it does."""
    yield from changed_numbers(pair)
    yield from changed_names(pair)
    yield from changed_places(pair)
    yield from contraries(pair)
    yield from contrary_events(pair)
    yield from changed_relations(pair)
    yield from changed_restrictions(pair)
    yield from changed_superlatives(pair)
    yield from changed_tenses(pair)
    yield from changed_belonging(pair)
    yield from changed_negations(pair)
    yield from changed_hedges(pair)
    yield from changed_moods(pair)
    yield from changed_speakers(pair)
    yield from changed_roles(pair)


__all__ = ["Pair", "contradictions"]
