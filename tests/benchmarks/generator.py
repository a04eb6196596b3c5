"""How fast the bundled model reads and writes: by threads, flash attention and the kind of its weights.

usage: python tests/benchmarks/generator.py [ROUNDS] [FOLDER]      10 rounds; generator.json goes into build/bench

Every setting in turn reads 450 tokens and writes 40, the median of the rounds is told. The weights are requantised by
llama.cpp from those that come with the install (Q4_1), into a scratch folder. `exam` is what a kind makes of the exam
of models that write (qa.exam): right, wrong and refused answers.
"""

from __future__ import annotations

import ctypes
import itertools
import json
import os
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import llama_cpp
from cold import OUT

from index.processors import usable_processors
from qa import exam, models
from qa.generation import LlamaGenerator, silence

ROUNDS, READ, WRITTEN = 10, 450, 40
SHIPPED = "Q4_1"
KINDS = {
    "Q4_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0,
    "Q8_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0,
    "BF16": llama_cpp.LLAMA_FTYPE_MOSTLY_BF16,
}
FLASH = {"off": llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED, "on": llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED}


@dataclass(frozen=True)
class Setting:
    """One way to run the model."""

    kind: str
    threads: int
    flash: str


@dataclass(frozen=True)
class Speed:
    """Tokens a second."""

    read: float
    written: float


@contextmanager
def flash_attention(kind: int) -> Iterator[None]:
    """While contexts are made with flash attention or without."""
    usual = llama_cpp.llama_context_default_params

    def parameters() -> Any:
        made = usual()
        made.flash_attn_type = kind
        return made

    with mock.patch.object(llama_cpp, "llama_context_default_params", parameters):
        yield


def requantised(shipped: Path, folder: Path) -> dict[str, Path]:
    """The weights by kind."""
    found = {SHIPPED: shipped}
    for name, kind in KINDS.items():
        parameters = llama_cpp.llama_model_quantize_default_params()
        parameters.ftype, parameters.allow_requantize = kind, True
        found[name] = folder / f"{name}.gguf"
        status = llama_cpp.llama_model_quantize(
            os.fsencode(shipped), os.fsencode(found[name]), ctypes.byref(parameters)
        )
        if status:
            raise SystemExit(f"llama.cpp cannot make {name} of {shipped}")
    return found


def speed(generator: LlamaGenerator) -> Speed:
    """One prompt and one draft of fixed lengths."""
    read, written = generator.timed(READ, WRITTEN, threading.Event())
    return Speed(READ / read, WRITTEN / written)


def measure(files: dict[str, Path], rounds: int) -> dict[Setting, list[Speed]]:
    """Every setting in every round."""
    settings = list(itertools.starmap(Setting, itertools.product(files, range(1, usable_processors() + 1), FLASH)))
    found: dict[Setting, list[Speed]] = {setting: [] for setting in settings}
    for _ in range(rounds):
        for setting in settings:
            with flash_attention(FLASH[setting.flash]):
                generator = LlamaGenerator(files[setting.kind], setting.kind, threads=setting.threads)
            found[setting].append(speed(generator))
            generator.close()
    return found


def examined(file: Path) -> exam.Exam:
    """The exam of one kind."""
    generator = LlamaGenerator(file, file.stem, threads=1)  # the words are the same in any number
    result = exam.result(exam.sit(generator, threading.Event()))
    generator.close()
    return result


def main() -> None:
    """Measures, writes the file, prints the tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else OUT
    silence(llama_cpp)
    with tempfile.TemporaryDirectory() as folder:
        files = requantised(models.generator("bundled").path, Path(folder))
        found = measure(files, rounds)
        exams = {kind: examined(file) for kind, file in files.items()}
        sizes = {kind: file.stat().st_size / 1e6 for kind, file in files.items()}
    processor = llama_cpp.llama_print_system_info().decode()
    medians = {
        setting: Speed(statistics.median(s.read for s in some), statistics.median(s.written for s in some))
        for setting, some in found.items()
    }
    rows = [{**asdict(setting), **asdict(told)} for setting, told in medians.items()]
    told_exams = {kind: one.to_dict() for kind, one in exams.items()}
    result = {"processor": processor, "speeds": rows, "exams": told_exams, "megabytes": sizes}
    out.mkdir(parents=True, exist_ok=True)
    (out / "generator.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(
        f"{processor}\n\n| weights | threads | flash attention | read, tokens/s | written, tokens/s |\n|{' --- |' * 5}"
    )
    for setting, told in medians.items():
        print(f"| {setting.kind} | {setting.threads} | {setting.flash} | {told.read:.0f} | {told.written:.0f} |")
    print(f"\n| weights | MB | exam: right | wrong | refused |\n|{' --- |' * 5}")
    for kind, one in exams.items():
        print(f"| {kind} | {sizes[kind]:.0f} | {one.right} | {one.wrong} | {one.refused} |")


if __name__ == "__main__":
    main()
