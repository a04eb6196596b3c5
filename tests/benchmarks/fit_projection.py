"""The directions in which the bundled encoder's token states differ most: makes index/token_projection.f16.

usage: python tests/benchmarks/fit_projection.py

The eigenvectors with the largest eigenvalues of the states' second moment, over the sample articles and some docstrings
of installed packages (Jolliffe 2002, "Principal Component Analysis", chapter 2, without centring, which changes nothing
measurable here). Any prose gives nearly the same; an index keeps the digest of the file it was made with.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from documentation import docstrings

from corpus.folder import load, scan
from corpus.sentences import sentences
from index.encoder import load as load_encoder
from index.precision import FLOAT32
from qa import locations, models

TARGET = Path(__file__).resolve().parent.parent.parent / "index" / "token_projection.f16"
DIMENSION = 64
PASSAGES = 1_500
CHARACTERS = 300


def prose() -> Iterator[str]:
    """Runs of sentences of about CHARACTERS."""
    folder = locations.sample()
    articles = (load(folder, file.source, max_bytes=1_000_000).text for file in scan(folder))
    for text in itertools.chain(articles, (text for _, text in docstrings())):
        run = ""
        for span in sentences(text):
            run += span.of(text) + " "
            if len(run) >= CHARACTERS:
                yield run
                run = ""


def main() -> None:
    """Writes the file."""
    texts = list(itertools.islice(prose(), PASSAGES))
    moment = np.zeros((384, 384))
    tokens = 0
    for state in load_encoder(models.encoder(), FLOAT32).encode(texts, output_value="token_embeddings"):
        rows = state.float().cpu().numpy()[1:-1]
        moment += rows.T @ rows
        tokens += len(rows)
    values, directions = np.linalg.eigh(moment)
    kept = directions[:, -DIMENSION:].astype(np.float16)
    kept.tofile(TARGET)
    print(f"{tokens:,} tokens; {DIMENSION} of 384 directions hold {values[-DIMENSION:].sum() / values.sum():.3f}")


if __name__ == "__main__":
    main()
