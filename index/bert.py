"""BERT's forward pass in NumPy: a question's vector without the seconds that importing sentence-transformers costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from index.embedded import EmbeddedQuestion, Vectors, encodable, unit
from index.encoder_files import EncoderFiles
from index.errors import EncoderError
from index.safetensors import FLOAT32, Safetensors

if TYPE_CHECKING:
    from tokenizers import Encoding

WEIGHTS = "model.safetensors"
ANOTHER_MODEL = "bert."  # begins the names of weights that were saved as part of a larger model
LAYER_PARTS = """
    attention.self.query attention.self.key attention.self.value attention.output.dense attention.output.LayerNorm
    intermediate.dense output.dense output.LayerNorm
""".split()


def reads(files: EncoderFiles) -> bool:
    """Whether BertEncoder gives the vectors of this model: a BERT in float32 with mean pooling and no prompts.

    Raises EncoderError for one of that kind whose weights are not all there: sentence-transformers would make them up.
    """
    path = files.transformer / WEIGHTS
    if not (files.means_states and not files.has_prompts and _is_plain(files) and path.exists()):
        return False
    tensors = Safetensors(path).tensors
    if any(name.startswith(ANOTHER_MODEL) for name in tensors):
        return False
    if missing := sorted(_names(files) - tensors.keys()):
        raise EncoderError(f"{files.folder}: its {WEIGHTS} has no {missing[0]}: fetch the model again")
    return all(tensors[name].kind == FLOAT32 for name in _names(files)) and _tokenizes_as_told(files)


def _is_plain(files: EncoderFiles) -> bool:
    """Whether it is a BERT as it was published, with nothing of what was invented since."""
    config = files.config
    kind = (config.get("model_type"), config.get("hidden_act"), config.get("position_embedding_type", "absolute"))
    return kind == ("bert", "gelu", "absolute") and not config.get("is_decoder")


def _tokenizes_as_told(files: EncoderFiles) -> bool:
    """Whether `tokenizer.json` by itself does what the configuration says; transformers lets that change it."""
    normalizer = files.tokenizer.normalizer
    done = {name: getattr(normalizer, name, None) for name in ("lowercase", "strip_accents", "handle_chinese_chars")}
    told = {
        "lowercase": files.tokenizer_config.get("do_lower_case", done["lowercase"]),
        "strip_accents": files.tokenizer_config.get("strip_accents", done["strip_accents"]),
        "handle_chinese_chars": files.tokenizer_config.get("tokenize_chinese_chars", done["handle_chinese_chars"]),
    }
    return done == told and (not files.reading.get("do_lower_case") or bool(done["lowercase"]))


def _names(files: EncoderFiles) -> set[str]:
    """The tensors that the forward pass uses."""
    layers = [f"encoder.layer.{n}.{part}" for n in range(files.size("num_hidden_layers")) for part in LAYER_PARTS]
    tables = {f"embeddings.{kind}_embeddings.weight" for kind in ("word", "position", "token_type")}
    return tables | {f"{part}.{kind}" for part in ["embeddings.LayerNorm", *layers] for kind in ("weight", "bias")}


class BertEncoder:
    """BERT's forward pass (Devlin et al. 2019, arXiv:1810.04805) over memory-mapped safetensors.

    For models that `reads` accepts. Costs about 0.2 s from a cold start and 30 ms a question, against 6 s for the
    import of sentence-transformers.
    """

    def __init__(self, files: EncoderFiles) -> None:
        from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

        self._files = files
        self._heads = files.size("num_attention_heads")
        self._layers = files.size("num_hidden_layers")
        self._epsilon = float(files.config.get("layer_norm_eps", 1e-12))
        self._tensors = Safetensors(files.transformer / WEIGHTS).float32()
        self._blas = ThreadpoolController()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder. One text after the other: meant for one question, not for a corpus."""
        out = np.empty((len(texts), self._files.dimension), np.float32)
        # two threads wait for each other on busy cores: a question took 1,480 ms where one thread took 50
        with self._blas.limit(limits=1, user_api="blas"):
            for row, text in enumerate(texts):
                out[row] = unit(self.states(self._ids(text)).mean(axis=0))
        return out

    def question(self, text: str) -> EmbeddedQuestion:
        """See Encoder."""
        encoding = self._files.tokenizer.encode(encodable(text))
        with self._blas.limit(limits=1, user_api="blas"):
            states = self.states(self._cut(encoding.ids))
            vector = unit(states.mean(axis=0))
            projection = self._files.token_projection
            if projection is None:
                return EmbeddedQuestion(vector)
            words = _words(encoding)
            if len(words) > len(states):  # cut, and the last token read is the special one at the end
                words = [*words[: len(states) - 1], None]
            inside = [n for n, word in enumerate(words) if word]
            return EmbeddedQuestion(vector, unit(states[inside] @ projection), tuple(w for w in words if w))

    def _ids(self, text: str) -> list[int]:
        """Token ids with the special ones round them, cut where the encoder stops reading."""
        return self._cut(self._files.tokenizer.encode(encodable(text)).ids)

    def _cut(self, ids: list[int]) -> list[int]:
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


def _words(encoding: Encoding) -> list[tuple[int, int] | None]:
    """For every token where its word stands in the text; None for special ones."""
    places: dict[int, tuple[int, int]] = {}
    for number, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
        if number is not None:
            places[number] = (places[number][0] if number in places else start, end)
    return [None if number is None else places[number] for number in encoding.word_ids]


def gelu(x: Vectors) -> Vectors:
    """x times the normal distribution function at x (Hendrycks and Gimpel 2016, arXiv:1606.08415).

    The error function by Abramowitz and Stegun 7.1.26, off by at most 1.5e-7, which is float32's own rounding.
    """
    z = np.abs(x) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    y: Vectors = np.float32(0.5) * x * (1 + np.sign(x) * (1 - series * np.exp(-z * z)))
    return y
