"""`qa`, and what llama.cpp takes of it: written to a file, for whoever times the process from outside.

usage: python tests/benchmarks/llama_share.py FILE ask ...      as `qa ask ...`

Seconds: `import` of llama_cpp, `load` of the weights and the making of the context, and by its own llama_perf_context
`read` (prompts) and `written` (tokens). What a process spends beyond them is our own.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from qa import generation
from qa.__main__ import main
from qa.generation import LlamaGenerator

seconds: dict[str, float] = {"import": 0.0, "load": 0.0}


def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """A function whose time is added up."""

    def call(*args: Any, **options: Any) -> Any:
        began = time.perf_counter()
        try:
            return work(*args, **options)
        finally:
            seconds[name] += time.perf_counter() - began

    return call


def import_llama() -> None:
    """Imports the library, and has it count what it does."""
    import llama_cpp

    usual = llama_cpp.llama_context_default_params

    def parameters() -> Any:
        made = usual()
        made.no_perf = False
        return made

    llama_cpp.llama_context_default_params = parameters
    llama_cpp.llama_init_from_model = timed("load", llama_cpp.llama_init_from_model)


def trace(out: Path) -> None:
    """Has a generator tell its times at the end of every draft: the process ends itself."""
    make, write = LlamaGenerator.__init__, LlamaGenerator.write

    def making(self: LlamaGenerator, *args: Any, **options: Any) -> None:
        timed("import", import_llama)()
        make(self, *args, **options)

    def writing(self: LlamaGenerator, *args: Any) -> Iterator[str]:
        try:
            yield from write(self, *args)
        finally:  # a draft that is cut at its longest is not read to its end
            told = self._library.llama_perf_context(self._context)
            shares = {**seconds, "read": told.t_p_eval_ms / 1000, "written": told.t_eval_ms / 1000}
            out.write_text(json.dumps({"seconds": shares, "tokens": [told.n_p_eval, told.n_eval]}), encoding="utf-8")

    LlamaGenerator.__init__, LlamaGenerator.write = making, writing  # type: ignore[method-assign]
    generation._loaded = timed("load", generation._loaded)


if __name__ == "__main__":
    trace(Path(sys.argv.pop(1)))
    main()
