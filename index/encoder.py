"""Texts to unit vectors: sentence-transformers in bulk, the same weights in NumPy for one question.

Importing sentence-transformers costs seconds, a question is a dozen tokens; so a question never waits for that import.
Both ways read the same file and give the same vectors: the tests hold them to a cosine of 0.9999.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

BATCH = 32  # texts a batch in bulk; 16 to 64 measure alike on two cores
COUNTED_AT_ONCE = 1_000  # texts; the tokenizer keeps about 1 kB a text until all of a call are done
LAYER_PARTS = """
    attention.self.query attention.self.key attention.self.value attention.output.dense attention.output.LayerNorm
    intermediate.dense output.dense output.LayerNorm
""".split()


class Encoder(Protocol):
    """Texts in, vectors out."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, unit length, one row a text in the order given."""
        ...


@dataclass(frozen=True)
class EncoderFiles:
    """A sentence-transformers model on disk, described by its own configuration files.

    Raises EncoderError where the folder holds no such model.
    """

    folder: Path
    name: str
    sha256: str
    """Of its model.safetensors, in hex: an index made by other weights is recognised by it."""

    @cached_property
    def config(self) -> dict[str, Any]:
        """`config.json` of the transformer."""
        return self._json("config.json")

    def size(self, name: str) -> int:
        """A whole number above 0 of `config.json`."""
        value = self.config.get(name)
        if not isinstance(value, int) or value < 1:
            raise EncoderError(f"{self.folder} is no sentence-transformers model: config.json gives no {name}")
        return value

    @cached_property
    def max_tokens(self) -> int:
        """Tokens that the encoder reads, its two special ones included; the rest of a text is cut."""
        limit = self._json("sentence_bert_config.json").get("max_seq_length")
        return limit if isinstance(limit, int) and limit > 2 else self.size("max_position_embeddings")

    @cached_property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.size("hidden_size")

    @cached_property
    def pooling(self) -> dict[str, Any]:
        """`1_Pooling/config.json`: which token states become the vector."""
        return self._json("1_Pooling/config.json")

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The model's tokenizer, without padding or truncation."""
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        except Exception as error:  # the library raises bare Exception for a missing or broken file
            raise EncoderError(f"{self.folder}: its tokenizer.json cannot be read ({error})") from error
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

    def _json(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise EncoderError(f"{self.folder} is no sentence-transformers model: {name} cannot be read") from error
        if not isinstance(value, dict):
            raise EncoderError(f"{self.folder} is no sentence-transformers model: {name} is not an object")
        return value


@dataclass(frozen=True)
class EmbeddedPassage:
    """A passage's vector and those of its sentences, all of unit length."""

    vector: Vectors
    """(dimension,)"""
    sentences: Vectors
    """(sentences, dimension): the mean of each sentence's token states, read in the context of its passage."""


class PassageEncoder:
    """Many passages through sentence-transformers. Loading costs seconds: open it only to build an index.

    A sentence's vector is the mean of its tokens' states within the passage ("late chunking", Guenther et al. 2024,
    arXiv:2409.04701): it costs no second pass, and a sentence that says "the latter" knows what went before.
    """

    def __init__(self, files: EncoderFiles) -> None:
        # its progress bars would draw over ours
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        transformers_logging.set_verbosity_error()
        try:
            self._model = SentenceTransformer(str(files.folder), device="cpu", local_files_only=True)
        except Exception as error:  # each kind of broken file has its own: OSError, SafetensorError, TypeError, ...
            raise EncoderError(f"{files.folder}: the encoder cannot be loaded ({error})") from error
        self._files = files

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        vectors = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]]
    ) -> Iterator[tuple[int, EmbeddedPassage]]:
        """Embeds passages, longest first so that a batch holds texts of one length; yields each with its number.

        `sentences` are the (start, end) of each passage's sentences within it.
        """
        order = sorted(range(len(texts)), key=lambda n: -len(texts[n]))
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            batch = [texts[n] for n in rows]
            states = self._model.encode(batch, batch_size=BATCH, output_value=None, show_progress_bar=False)
            offsets = [e.offsets for e in self._files.tokenizer.encode_batch(batch)]
            for n, state, places in zip(rows, states, offsets, strict=True):
                tokens = state["token_embeddings"].float().cpu().numpy()[: len(places)]
                vector = state["sentence_embedding"].float().cpu().numpy()
                if len(places) > len(tokens):  # cut, and the last token read is the special one at the end
                    places = [*places[: len(tokens) - 1], (0, 0)]
                yield n, EmbeddedPassage(unit(vector), unit(sentence_means(tokens, places, sentences[n])))


def sentence_means(
    tokens: Vectors, places: Sequence[tuple[int, int]], sentences: Sequence[tuple[int, int]]
) -> Vectors:  # fmt: skip
    """The mean state of the tokens that lie in each sentence: (sentences, dimension).

    `places` are the tokens' (start, end) in the text; special tokens have none and belong to no sentence. A sentence
    without a token of its own (one that the encoder did not reach) gets the mean of all.
    """
    starts = np.array([start for start, _ in places])
    real = np.array([end > start for start, end in places])
    means = np.empty((len(sentences), tokens.shape[1]), np.float32)
    for row, (start, end) in enumerate(sentences):
        inside = real & (starts >= start) & (starts < end)
        means[row] = tokens[inside if inside.any() else slice(None)].mean(axis=0)
    return means


def unit(vectors: Vectors) -> Vectors:
    """Vectors divided by their length; a zero vector stays zero."""
    scaled: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return scaled


class QuestionEncoder:
    """BERT's forward pass (Devlin et al. 2019, arXiv:1810.04805) over memory-mapped safetensors.

    Costs about 0.2 s from a cold start and 30 ms a question, against 6 s for the import of sentence-transformers.
    Raises EncoderError where the model is not a BERT with mean pooling.
    """

    def __init__(self, files: EncoderFiles) -> None:
        from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

        config = files.config
        if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu":
            raise EncoderError(f"{files.folder}: not a BERT encoder")
        if not files.pooling.get("pooling_mode_mean_tokens"):
            raise EncoderError(f"{files.folder}: its vectors are not the mean of the token states")
        self._files = files
        self._heads = files.size("num_attention_heads")
        self._layers = files.size("num_hidden_layers")
        self._epsilon = float(config.get("layer_norm_eps", 1e-12))
        self._tensors = read_safetensors(files.folder / "model.safetensors")
        if missing := sorted(self._names() - self._tensors.keys()):
            raise EncoderError(f"{files.folder}: its model.safetensors has no float32 {missing[0]}")
        self._blas = ThreadpoolController()

    def _names(self) -> set[str]:
        """The tensors that the forward pass uses."""
        layers = [f"encoder.layer.{n}.{part}" for n in range(self._layers) for part in LAYER_PARTS]
        tables = {f"embeddings.{kind}_embeddings.weight" for kind in ("word", "position", "token_type")}
        return tables | {f"{part}.{kind}" for part in ["embeddings.LayerNorm", *layers] for kind in ("weight", "bias")}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder. One text after the other: meant for one question, not for a corpus."""
        out = np.empty((len(texts), self._files.dimension), np.float32)
        # two threads wait for each other on busy cores: a question took 1,480 ms where one thread took 50
        with self._blas.limit(limits=1, user_api="blas"):
            for row, text in enumerate(texts):
                out[row] = unit(self.states(self._ids(text)).mean(axis=0))
        return out

    def _ids(self, text: str) -> list[int]:
        """Token ids with the special ones round them, cut where the encoder stops reading."""
        text = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair, from a terminal's bytes
        ids = self._files.tokenizer.encode(text).ids
        limit = self._files.max_tokens
        return ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]

    def states(self, ids: Sequence[int]) -> Vectors:
        """The last layer's states of the tokens: (len(ids), dimension) float32."""
        w = self._tensors
        x = w["embeddings.word_embeddings.weight"][list(ids)]
        x = x + w["embeddings.position_embeddings.weight"][: len(ids)] + w["embeddings.token_type_embeddings.weight"][0]
        x = self._norm(x, "embeddings.LayerNorm")
        for n in range(self._layers):
            layer = f"encoder.layer.{n}."
            attended = self._linear(self._attention(x, layer + "attention.self."), layer + "attention.output.dense")
            x = self._norm(x + attended, layer + "attention.output.LayerNorm")
            inner = gelu(self._linear(x, layer + "intermediate.dense"))
            x = self._norm(x + self._linear(inner, layer + "output.dense"), layer + "output.LayerNorm")
        return x

    def _linear(self, x: Vectors, name: str) -> Vectors:
        y: Vectors = x @ self._tensors[name + ".weight"].T + self._tensors[name + ".bias"]
        return y

    def _norm(self, x: Vectors, name: str) -> Vectors:
        centred = x - x.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + self._epsilon)
        y: Vectors = centred / scale * self._tensors[name + ".weight"] + self._tensors[name + ".bias"]
        return y

    def _attention(self, x: Vectors, name: str) -> Vectors:
        """Multi-head attention (Vaswani et al. 2017, arXiv:1706.03762, section 3.2): (tokens, dimension)."""
        tokens, dimension = x.shape
        shape = (tokens, self._heads, dimension // self._heads)
        q, k, v = (self._linear(x, name + part).reshape(shape).transpose(1, 0, 2) for part in ("query", "key", "value"))
        scores = q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(shape[-1]))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights = scores / scores.sum(axis=-1, keepdims=True)
        mixed: Vectors = (weights @ v).transpose(1, 0, 2).reshape(tokens, dimension)
        return mixed


def gelu(x: Vectors) -> Vectors:
    """x times the normal distribution function at x (Hendrycks and Gimpel 2016, arXiv:1606.08415).

    The error function by Abramowitz and Stegun 7.1.26, off by at most 1.5e-7, which is float32's own rounding.
    """
    z = np.abs(x) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    y: Vectors = np.float32(0.5) * x * (1 + np.sign(x) * (1 - series * np.exp(-z * z)))
    return y


def read_safetensors(path: Path) -> dict[str, Vectors]:
    """The float32 tensors of a safetensors file, memory-mapped: only what is used is read from disk.

    The format: eight bytes little-endian with the length of a JSON header, the header, the data
    (https://github.com/huggingface/safetensors#format).
    """
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        start = 8 + int.from_bytes(data[:8], "little")
        header = json.loads(data[8:start])
        found = {}
        for name, t in header.items():
            if name != "__metadata__" and t["dtype"] == "F32":
                first, last = (start + offset for offset in t["data_offsets"])
                found[name] = np.frombuffer(data, "<f4", (last - first) // 4, first).reshape(t["shape"])
        return found
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EncoderError(f"{path} cannot be read as safetensors ({error})") from error
