"""A sentence-transformers model on disk, described by its own configuration files; its weights are not read here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.regular import refuse_irregular
from index.embedded import Vectors
from index.errors import EncoderError
from index.safetensors import Safetensors
from index.weights import ENCODER, file_digest

if TYPE_CHECKING:
    from tokenizers import Tokenizer

COUNTED_AT_ONCE = 1_000  # texts; the tokenizer keeps about 1 kB a text until all of a call are done

# The modules (classes of sentence-transformers) that a model may be made of. Others read no text, need a length that
# only loading them tells, or are code of the model's own, which is never run.
TRANSFORMER, STATIC, POOLING, NORMALIZE = "Transformer", "StaticEmbedding", "Pooling", "Normalize"
MODULES = frozenset([TRANSFORMER, STATIC, POOLING, NORMALIZE, "Dense", "LayerNorm", "Dropout"])
PACKAGE = "sentence_transformers."

# How the older of two ways of writing 1_Pooling/config.json names the poolings.
POOLINGS = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "lasttoken",
}
SPECIAL_TOKENS = 2  # round a text; few tokenizers add fewer, none of a text encoder more
UNLIMITED = 1_000_000  # tokens; transformers writes 1e30 where a tokenizer has no limit
STATIC_TOKENS = 512  # a passage's limit where the encoder, a table of word vectors, has none

# Files that decide the vectors: configurations, vocabularies, weights.
DECIDING = frozenset([".json", ".txt", ".model", ".safetensors", ".bin"])

FRONT_MATTER = re.compile(r"\A\ufeff?---\s*\n(.*?)\n---\s*$", re.DOTALL | re.MULTILINE)
LANGUAGES = re.compile(r"^language:(.*(?:\n[ \t]*-.*)*)", re.MULTILINE)


@dataclass(frozen=True)
class Module:
    """One step of the model: its class's name and its folder, which need not exist."""

    kind: str
    folder: Path


@dataclass(frozen=True)
class EncoderFiles:
    """The model in a folder. Raises EncoderError where the folder holds no such model."""

    folder: Path
    name: str
    sha256: str
    """Of what decides the vectors, in hex: an index made by another encoder is recognised by it. For the encoder that
    comes with the install, of its weights; for any other, of all files that `DECIDING` names."""

    @classmethod
    def of(cls, folder: Path, memory: Path) -> EncoderFiles:
        """The model in a folder, looked through so that what is wrong is told at once. `memory` as in file_digest."""
        try:
            if not folder.is_dir():
                raise EncoderError(f"there is no folder {folder}: an encoder is the folder of a model, or 'bundled'")
            files = cls(folder, folder.resolve().name, "")
            if files.dimension < 1 or files.max_tokens < 1:
                raise AssertionError("both raise by themselves")
            return replace(files, sha256=files._digest(memory))
        except OSError as error:
            raise EncoderError(f"the encoder in {folder} cannot be read: {error.strerror}") from error

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """The steps from text to vector, first to last."""
        listed = self._read(self.folder / "modules.json")
        entries = listed if isinstance(listed, list) else []
        modules = []
        for place, entry in enumerate(entries):
            kind, path = (str(entry.get(key)) if isinstance(entry, dict) else "" for key in ("type", "path"))
            name = kind.rpartition(".")[2]
            if not kind.startswith(PACKAGE) or name not in MODULES or (name in {TRANSFORMER, STATIC}) != (place == 0):
                raise EncoderError(f"{self.folder}: an encoder with a module {kind} in this place is not supported")
            if Path(path).is_absolute() or ".." in Path(path).parts:
                raise self._error(f"modules.json leads out of the folder, to {path}")
            modules.append(Module(name, self.folder / path))
        if not modules:
            raise self._error("modules.json is no list of modules")
        return tuple(modules)

    @cached_property
    def transformer(self) -> Path:
        """The folder of the first module: its configuration, weights and tokenizer."""
        return self.modules[0].folder

    @cached_property
    def config(self) -> dict[str, Any]:
        """`config.json` of the transformer."""
        return self._object(self.transformer / "config.json")

    def size(self, name: str) -> int:
        """A whole number above 0 of `config.json`."""
        return self._number(self.config.get(name), f"config.json gives no {name}")

    @cached_property
    def max_tokens(self) -> int:
        """Tokens that the encoder reads, the special ones included; the rest of a text is cut."""
        if self.modules[0].kind == STATIC:
            return STATIC_TOKENS
        limits = [self.reading.get("max_seq_length"), self.config.get("max_position_embeddings")]
        if limits[0] is None:
            limits.append(self.tokenizer_config.get("model_max_length"))
        found = [limit for limit in limits if isinstance(limit, int) and 2 < limit < UNLIMITED]
        return self._number(min(found, default=None), "nothing says how many tokens it reads")

    @cached_property
    def passage_tokens(self) -> int:
        """Tokens of a passage that the encoder reads: those beside the two special ones and the prompt, if any."""
        prompts = self.usage.get("prompts")
        texts = [str(p) for p in prompts.values() if p] if isinstance(prompts, dict) else []
        longest = max(self.token_counts(texts), default=0) if texts else 0
        return max(1, self.max_tokens - SPECIAL_TOKENS - longest)

    @cached_property
    def reading(self) -> dict[str, Any]:
        """How the transformer reads: `sentence_bert_config.json`, whose name can hold another model's."""
        found = sorted(self.transformer.glob("sentence_*_config.json"))
        return self._object(found[0] if found else self.transformer / "sentence_bert_config.json")

    @cached_property
    def tokenizer_config(self) -> dict[str, Any]:
        """`tokenizer_config.json`, which some models do without."""
        return self._optional(self.transformer / "tokenizer_config.json")

    @cached_property
    def dimension(self) -> int:
        """Length of a vector, which the last module with a say in it decides."""
        size: object = None
        for module in self.modules:
            match module.kind:
                case "Transformer":
                    size = self.config.get("hidden_size")
                case "StaticEmbedding":
                    size = self._width_of_table()
                case "Pooling":
                    given = (self.pooling.get(key) for key in ("embedding_dimension", "word_embedding_dimension"))
                    one = self._number(next((n for n in given if n is not None), None), "its pooling has no dimension")
                    size = one * len(self.poolings)
                case "Dense":
                    size = self._object(module.folder / "config.json").get("out_features")
        whole = self._number(size, "nothing says how long its vectors are")
        return min(whole, self.truncated) if self.truncated else whole

    def _width_of_table(self) -> int | None:
        """The length of a static model's word vectors."""
        tables = Safetensors(self.transformer / "model.safetensors").tensors
        named = (tables.get(name) for name in ("embedding.weight", "embeddings"))
        return next((t.shape[1] for t in named if t and len(t.shape) == 2), None)

    @cached_property
    def truncated(self) -> int | None:
        """Where vectors are cut, if they are."""
        cut = self.usage.get("truncate_dim")
        return cut if isinstance(cut, int) and cut > 0 else None

    @cached_property
    def pooling(self) -> dict[str, Any]:
        """`1_Pooling/config.json`: which token states become the vector. Empty where no module pools."""
        folder = next((m.folder for m in self.modules if m.kind == POOLING), None)
        return self._object(folder / "config.json") if folder else {}

    @cached_property
    def poolings(self) -> tuple[str, ...]:
        """The kinds of pooling, whose results are put one after the other."""
        mode = self.pooling.get("pooling_mode")
        if mode is None:
            named = tuple(name for key, name in POOLINGS.items() if self.pooling.get(key))
            return named or ("mean",)
        return (mode,) if isinstance(mode, str) else tuple(map(str, mode))

    @cached_property
    def usage(self) -> dict[str, Any]:
        """`config_sentence_transformers.json`, which old models do without."""
        return self._optional(self.folder / "config_sentence_transformers.json")

    @cached_property
    def has_prompts(self) -> bool:
        """Whether the model wants words before a question or a passage that say which of the two it is."""
        prompts = self.usage.get("prompts")
        return bool(isinstance(prompts, dict) and any(prompts.values())) or bool(self.usage.get("default_prompt_name"))

    @cached_property
    def means_states(self) -> bool:
        """Whether a vector is the mean of all the token states, and at most scaled after that."""
        kinds = [module.kind for module in self.modules]
        return (
            kinds[:2] == [TRANSFORMER, POOLING]
            and set(kinds[2:]) <= {NORMALIZE}
            and self.poolings == ("mean",)
            and (not self.has_prompts or bool(self.pooling.get("include_prompt", True)))
            and self.truncated is None
        )

    @cached_property
    def token_projection(self) -> Vectors | None:
        """(state dimension, token dimension): turns the states of tokens into the few numbers that an index keeps.

        There is one for the encoder that comes with the install (python tests/benchmarks/fit_projection.py).
        """
        if self.sha256 != ENCODER.sha256:
            return None
        with resources.files("index").joinpath("token_projection.f16").open("rb") as file:
            return np.frombuffer(file.read(), "<f2").astype(np.float32).reshape(self.size("hidden_size"), -1)

    @property
    def token_dimension(self) -> int:
        """Numbers that an index keeps of a token; 0 for an encoder whose tokens have none."""
        return 0 if self.token_projection is None else self.token_projection.shape[1]

    @cached_property
    def english_only(self) -> bool:
        """Whether the model card says that English is all that it reads."""
        path = self.folder / "README.md"
        try:
            refuse_irregular(path)
            card = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
        front = FRONT_MATTER.search(card)
        named = LANGUAGES.search(front[1]) if front else None
        return named is not None and re.findall(r"\w+", named[1].lower()) == ["en"]

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The model's tokenizer, without padding or truncation."""
        from tokenizers import Tokenizer

        path = self.transformer / "tokenizer.json"
        try:
            refuse_irregular(path)
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises bare Exception for a broken file
            reason = error.strerror if isinstance(error, OSError) else error
            raise EncoderError(
                f"{self.folder}: its tokenizer.json cannot be read ({reason}): fetch the model again"
            ) from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def token_counts(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special ones not counted."""
        counts: list[int] = []
        for first in range(0, len(texts), COUNTED_AT_ONCE):
            some = list(texts[first : first + COUNTED_AT_ONCE])
            counts += (len(e.ids) for e in self.tokenizer.encode_batch_fast(some, add_special_tokens=False))
        return counts

    def deciding(self) -> list[Path]:
        """The files that decide the vectors, those of each module; not what other programs read, such as `onnx/`."""
        folders = {m.folder for m in self.modules if m.folder != self.folder and m.folder.is_dir()}
        found = {*self.folder.iterdir(), *(path for folder in folders for path in folder.rglob("*"))}
        kept = [path for path in found if path.suffix in DECIDING and path.is_file()]
        newer = {path.parent for path in kept if path.suffix == ".safetensors"}  # preferred to .bin beside it
        return sorted(path for path in kept if path.suffix != ".bin" or path.parent not in newer)

    def _digest(self, memory: Path) -> str:
        """Of the names and digests of the files that decide the vectors."""
        whole = hashlib.sha256()
        for path in self.deciding():
            whole.update(f"{path.relative_to(self.folder).as_posix()} {file_digest(path, memory)}\n".encode())
        return whole.hexdigest()

    def _read(self, path: Path) -> object:
        try:
            refuse_irregular(path)
            value: object = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise self._error(f"{self._shown(path)} cannot be read") from error
        return value

    def _object(self, path: Path) -> dict[str, Any]:
        value = self._read(path)
        if not isinstance(value, dict):
            raise self._error(f"{self._shown(path)} is not an object")
        return value

    def _optional(self, path: Path) -> dict[str, Any]:
        return self._object(path) if path.exists() else {}

    def _number(self, value: object, problem: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self._error(problem)
        return value

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _error(self, problem: str) -> EncoderError:
        return EncoderError(f"{self.folder} is no sentence-transformers model: {problem}")
