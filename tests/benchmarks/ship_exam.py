"""Examines the bundled model and writes qa/examined.json, which is shipped.

usage: python tests/benchmarks/ship_exam.py

It takes 10 s. The outcomes are the same every time on one kind of processor; the speed is that of the machine.
"""

from __future__ import annotations

import json
from pathlib import Path

import qa
from qa import models
from qa.exam import result
from qa.examined import FILE, take
from qa.generation import LlamaGenerator


def main() -> None:
    file = models.generator("bundled")
    exam = result(take(file, LlamaGenerator(file.path, file.name)))
    shipped = {models.GENERATOR.sha256: {"name": file.name, **exam.to_dict()}}
    path = Path(qa.__file__).with_name(FILE)
    path.write_text(json.dumps(shipped, indent=1) + "\n", encoding="utf-8")
    print(path, json.dumps(shipped))


if __name__ == "__main__":
    main()
