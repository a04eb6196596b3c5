"""Vectors of passages and of their sentences from one pass over the passages.

A sentence's vector is the mean of its tokens' states within the passage ("late chunking", Guenther et al. 2024,
arXiv:2409.04701): it costs no second pass, and a sentence that says "the latter" knows what went before.
"""

from __future__ import annotations

import contextlib
import functools
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.embedded import EmbeddedPassage, Vectors, unit

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Encoding
    from torch import Tensor

Spans = Sequence[tuple[int, int]]

BATCH_TOKENS = 1_024  # a batch, padding counted; 256 to 2,048 measure alike, 4,096 costs a tenth more
TOKENIZED_AT_ONCE = 2_048  # texts; the tokenizer keeps some 5 kB of each
AHEAD = 2  # batches begun for each thread, so that none waits for what is done with the results


@functools.cache
def threads() -> int:
    """Threads that PyTorch computes with, as it found them; FAISS shares the number with it and makes it 1."""
    import torch

    return torch.get_num_threads()


class LateChunking:
    """For a model that `EncoderFiles.means_states`, in the precision it was loaded in.

    Batches of texts with the same number of tokens leave next to nothing to pad (3 % on SQuAD, where sentence-
    transformers' batches of 32 pad by 35 %). Each thread computes a batch of its own: threads that share every
    multiplication wait for each other at its end, which on busy cores takes as long again (600 passages: 14 s of CPU
    against 30).
    """

    def __init__(self, model: SentenceTransformer, prompt: str, projection: Vectors | None = None) -> None:
        from tokenizers import Tokenizer

        tokenizer = model.tokenizer
        self._transformer = model[0]
        self._prompt = prompt
        self._padding = tokenizer.pad_token_id or 0
        self._has_types = "token_type_ids" in tokenizer.model_input_names
        self._tokenizer = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(model.max_seq_length)
        self._threads = threads()
        self._projection = projection

    @staticmethod
    def suits(model: SentenceTransformer) -> bool:
        """Whether the model's tokenizer is one that tells where its tokens stand."""
        return hasattr(model.tokenizer, "backend_tokenizer")

    def passages(self, texts: Sequence[str], sentences: Sequence[Spans]) -> Iterator[tuple[int, EmbeddedPassage]]:
        """Each passage with its number, the longest first."""
        waiting: deque[tuple[list[int], Future[list[EmbeddedPassage]]]] = deque()
        with self._pool() as pool:
            for rows, encodings in self._batches(texts):
                inner = [sentences[n] for n in rows]
                waiting.append((rows, pool.submit(self._embed, encodings, inner)))
                if len(waiting) > AHEAD * self._threads:
                    yield from _results(*waiting.popleft())
            while waiting:
                yield from _results(*waiting.popleft())

    @contextlib.contextmanager
    def _pool(self) -> Iterator[ThreadPoolExecutor]:
        """Threads that compute alone; what nobody waits for any more is not begun."""
        import torch

        pool = ThreadPoolExecutor(self._threads, "embedding", torch.set_num_threads, (1,))
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)
            torch.set_num_threads(self._threads)  # new threads take it from the last one that set it

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], list[Encoding]]]:
        """Numbers and tokens of the texts, in batches of similar length."""
        order = sorted(range(len(texts)), key=lambda n: -len(texts[n]))
        for first in range(0, len(order), TOKENIZED_AT_ONCE):
            some = order[first : first + TOKENIZED_AT_ONCE]
            encodings = self._tokenizer.encode_batch([self._prompt + texts[n] for n in some])
            pairs = sorted(zip(some, encodings, strict=True), key=lambda pair: -len(pair[1]))
            while pairs:
                fitting = max(1, BATCH_TOKENS // max(1, len(pairs[0][1])))
                batch, pairs = pairs[:fitting], pairs[fitting:]
                yield [n for n, _ in batch], [encoding for _, encoding in batch]

    def _embed(self, encodings: Sequence[Encoding], sentences: Sequence[Spans]) -> list[EmbeddedPassage]:
        """One batch: the transformer, and the means of its states."""
        import torch

        lengths = [len(encoding) for encoding in encodings]
        with torch.inference_mode():
            features = self._features(encodings, max(lengths))
            mask = features["attention_mask"].bool()
            states = self._transformer(features)["token_embeddings"][mask].float()
            passages, _ = _means(states, np.repeat(np.arange(len(lengths)), lengths), len(lengths))
            inside = [_sentence_numbers(e, s, len(self._prompt)) for e, s in zip(encodings, sentences, strict=True)]
            firsts = np.cumsum([0, *map(len, sentences)])
            owners = np.concatenate([np.where(n < 0, -1, n + f) for n, f in zip(inside, firsts[:-1], strict=True)])
            means, counts = _means(states, owners, int(firsts[-1]))
            kept = self._kept(states, owners)
        ends = np.cumsum(counts)
        result = []
        for row, (first, end) in enumerate(pairwise(firsts)):
            means[first:end][counts[first:end] == 0] = passages[row]
            vectors = unit(passages[row]), unit(means[first:end])
            if kept is None:
                result.append(EmbeddedPassage(*vectors))
            else:
                tokens = slice(ends[first - 1] if first else 0, ends[end - 1] if end else 0)
                result.append(EmbeddedPassage(*vectors, kept[tokens], counts[first:end]))
        return result

    def _kept(self, states: Tensor, owners: NDArray[Any]) -> Vectors | None:
        """The states of the tokens that belong to a sentence, in the few numbers that are kept of them."""
        import torch

        if self._projection is None:
            return None
        owned = torch.from_numpy(np.flatnonzero(owners >= 0))
        kept: Vectors = (states[owned] @ torch.from_numpy(self._projection)).numpy()
        return kept

    def _features(self, encodings: Sequence[Encoding], width: int) -> dict[str, Tensor]:
        """What the transformer reads, padded on the right: (texts, width)."""
        import torch

        shape = (len(encodings), width)
        features = {"input_ids": np.full(shape, self._padding), "attention_mask": np.zeros(shape, np.int64)}
        if self._has_types:
            features["token_type_ids"] = np.zeros(shape, np.int64)
        for row, encoding in enumerate(encodings):
            features["input_ids"][row, : len(encoding)] = encoding.ids
            features["attention_mask"][row, : len(encoding)] = 1
            if self._has_types:
                features["token_type_ids"][row, : len(encoding)] = encoding.type_ids
        return {name: torch.from_numpy(array) for name, array in features.items()}


def _results(
    rows: Sequence[int], future: Future[list[EmbeddedPassage]]
) -> Iterator[tuple[int, EmbeddedPassage]]:  # fmt: skip
    yield from zip(rows, future.result(), strict=True)


def _sentence_numbers(encoding: Encoding, sentences: Spans, shift: int) -> NDArray[np.int64]:
    """The number of the sentence that each token lies in: (tokens,), -1 for special tokens and those in between.

    `sentences` are in order and begin `shift` characters later in what was tokenized. A token lies where its last
    character does: some tokenizers count the space before a word to its first token.
    """
    if not sentences:
        return np.full(len(encoding), -1)
    starts, ends = (np.array(sentences) + shift).T
    places = np.array(encoding.offsets).reshape(-1, 2)
    last = places[:, 1] - 1
    numbers = np.searchsorted(starts, last, side="right") - 1
    inside = (places[:, 0] <= last) & (numbers >= 0) & (last < ends[numbers])
    return np.where(inside, numbers, -1)


def _means(states: Tensor, owners: NDArray[Any], count: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The mean state of each owner's tokens, (count, dimension) float32, and how many there are, (count,).

    Tokens whose owner is -1 are left out; an owner without tokens gets zeros.
    """
    import torch

    owned = torch.from_numpy(np.where(owners < 0, count, owners))
    sums = states.new_zeros(count + 1, states.shape[1]).index_add_(0, owned, states)[:count]
    counts = torch.bincount(owned, minlength=count + 1)[:count]
    return (sums / counts.clamp(min=1)[:, None]).numpy(), counts.numpy()
