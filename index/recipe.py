"""What decides the content of an index."""

from __future__ import annotations

import hashlib

from corpus import passages as cutting
from index import terms
from index.encoder_files import EncoderFiles
from index.manifest import Recipe


def recipe_of(encoder: EncoderFiles) -> Recipe:
    """What decides the content of an index made now."""
    return Recipe(
        encoder=encoder.name,
        encoder_sha256=encoder.sha256,
        dimension=encoder.dimension,
        passage_size=cutting.SIZE,
        passage_short=cutting.SHORT,
        passage_tokens=encoder.passage_tokens,
        passage_version=cutting.VERSION,
        terms_version=terms.VERSION,
        token_dimension=encoder.token_dimension,
        token_projection=projection_digest(encoder),
    )


def projection_digest(encoder: EncoderFiles) -> str:
    """A name for what makes the few numbers that are kept of a token's state; empty where nothing does."""
    projection = encoder.token_projection
    return "" if projection is None else hashlib.sha256(projection.tobytes()).hexdigest()
