"""Real English in quantity, without a download: what the docstrings of installed packages say.

Sentences and vectors are kept in the cache folder `corpus-qa-benchmarks`, which can be deleted at any time.
"""

from __future__ import annotations

import ast
import re
import site
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import platformdirs

from corpus.sentences import sentences
from index.encoder import PassageEncoder, Vectors
from qa import models

PACKAGES = ("numpy", "sklearn", "scipy", "torch", "sympy", "transformers")
SHORTEST_DOCSTRING = 200
CHARACTERS = 230  # of a passage of such text
WORD = re.compile(r"[A-Za-z]{2,}")


def cache() -> Path:
    """Where what took long is kept."""
    folder = platformdirs.user_cache_path("corpus-qa-benchmarks")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def docstrings() -> Iterator[tuple[str, str]]:
    """A module's name and its docstrings as one text, for module after module."""
    root = Path(site.getsitepackages()[0])
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if "tests" in path.parts:
                continue
            try:
                tree = ast.parse(path.read_bytes())
            except (SyntaxError, ValueError):
                continue
            nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]
            texts = [t for node in nodes if (t := ast.get_docstring(node)) and len(t) >= SHORTEST_DOCSTRING]
            if texts:
                yield ".".join(path.relative_to(root).with_suffix("").parts), "\n\n".join(texts) + "\n"


def real_sentences(count: int) -> list[str]:
    """Different sentences of 40 to 400 characters that hold at least six words."""
    kept = cache() / f"sentences-{count}.txt"
    if not kept.exists():
        found: dict[str, None] = {}
        for _, text in docstrings():
            for span in sentences(text):
                line = " ".join(span.of(text).split())
                if 40 <= len(line) <= 400 and len(WORD.findall(line)) >= 6 and ">>>" not in line:
                    found[line] = None
            if len(found) >= count:
                break
        kept.write_text("\n".join(list(found)[:count]), encoding="utf-8")
    return kept.read_text(encoding="utf-8").split("\n")


def real_vectors(count: int) -> Vectors:
    """(count, dimension) float32, unit length: those sentences, embedded. The first time it takes many minutes."""
    kept = cache() / f"vectors-{count}.npy"
    if not kept.exists():
        texts = real_sentences(count)
        embedded = dict(PassageEncoder(models.encoder()).passages(texts, [[]] * len(texts)))
        np.save(kept, np.stack([embedded[n].vector for n in range(len(texts))]))
    vectors: Vectors = np.load(kept)
    return vectors


def documentation_corpus(folder: Path, passages: int, *, an_article: int = 20) -> Path:
    """Articles of about so many passages in a folder, cut at about so many an article."""
    left = passages * CHARACTERS
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in docstrings():
        for number, start in enumerate(range(0, len(text), an_article * CHARACTERS)):
            part = text[start : start + an_article * CHARACTERS]
            (folder / f"{name}-{number}.txt").write_text(part, encoding="utf-8", errors="replace")
            left -= len(part)
            if left <= 0:
                return folder
    return folder
