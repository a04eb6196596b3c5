"""Weights that were fitted on questions with gold answers: `python tests/benchmarks/fit_answers.py` writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from index.embedded import Vectors

FILE = "fitted.json"


@cache
def values() -> dict[str, Any]:
    """All that was fitted."""
    found: dict[str, Any] = json.loads(resources.files("qa").joinpath(FILE).read_text(encoding="utf-8"))
    return found


def model(name: str, *, words: bool) -> dict[str, Any]:
    """What was fitted under a name; `words` says whether a question's words were compared one by one, as they are not
    with an encoder that gives no token states: the features that need it weigh nothing then."""
    found: dict[str, Any] = values()[name if words else f"{name} without words"]
    return found


def weights(named: Mapping[str, float], features: type[Any]) -> Vectors:
    """(features,): the weight of each field of a dataclass, in its order. A field without a weight is a mistake."""
    return np.array([named[field.name] for field in fields(features)])
