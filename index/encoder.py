"""Texts to unit vectors: passages in bulk through PyTorch, and the same weights for one question.

Importing sentence-transformers costs seconds, a question is a dozen tokens; so where the model is a BERT, as the one
that comes with the install, a question does not wait for that import. Both ways give the same vectors: the tests hold
them to a cosine of 0.9999.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from index import bert
from index.embedded import EmbeddedPassage, EmbeddedQuestion, Encoder, Vectors, encodable, unit
from index.encoder_files import TRANSFORMER, EncoderFiles
from index.errors import EncoderError
from index.late_chunking import LateChunking, threads
from index.precision import FLOAT32, precision

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = [
    "EmbeddedPassage",
    "EmbeddedQuestion",
    "Encoder",
    "EncoderFiles",
    "PassageEncoder",
    "QuestionEncoder",
    "Vectors",
    "unit",
]

BATCH = 32  # texts that sentence-transformers takes at once; 16 to 64 measure alike on two cores
DOCUMENT_PROMPTS = ("document", "passage", "corpus")  # as SentenceTransformer.encode_document looks for one
SHOWN = 200  # characters of a library's complaint


def load(files: EncoderFiles, kind: str) -> SentenceTransformer:
    """The model, in a precision of PyTorch's. Costs seconds. Raises EncoderError."""
    os.environ["HF_HUB_OFFLINE"] = "1"  # a configuration may name files that are not here
    # its progress bars would draw over ours
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    torch.set_num_threads(threads())
    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    bert.reads(files)  # where weights are missing, this tells
    try:
        model = SentenceTransformer(str(files.folder), device="cpu", local_files_only=True)
    except Exception as error:  # each kind of broken file has its own: OSError, SafetensorError, TypeError, ...
        raise EncoderError(f"{files.folder}: the encoder cannot be loaded ({_line(error)})") from error
    if files.modules[0].kind == TRANSFORMER:  # more than it has positions for would raise
        model.max_seq_length = files.max_tokens
    return model.to(getattr(torch, kind)).eval()


def _line(error: Exception) -> str:
    """What a library complains of, on one line."""
    words = " ".join(str(error).split()) or type(error).__name__
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


class PassageEncoder:
    """Many passages at once. Loading costs seconds: open it only to build an index.

    `kind` forces a precision, for measuring; see `index.precision`.
    """

    def __init__(self, files: EncoderFiles, kind: str | None = None) -> None:
        self.model = load(files, kind or precision())
        """The model as sentence-transformers has it."""
        self._files = files
        self._late = (
            LateChunking(self.model, self._prompt(), files.token_projection)
            if files.means_states and LateChunking.suits(self.model)
            else None
        )

    def passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]]
    ) -> Iterator[tuple[int, EmbeddedPassage]]:
        """Embeds passages, longest first so that a batch holds texts of one length; yields each with its number.

        `sentences` are the (start, end) of each passage's sentences within it, in order. They are read in the context
        of their passage where the vectors are means of token states, else by themselves. Raises EncoderError.
        """
        embed = self._late.passages if self._late else self._one_by_one
        for number, passage in embed(texts, sentences):
            if len(passage.vector) != self._files.dimension:
                raise EncoderError(
                    f"{self._files.folder}: its vectors have {len(passage.vector):,} numbers, and its configuration "
                    f"says {self._files.dimension:,}"
                )
            yield number, passage

    def _prompt(self) -> str:
        """What goes before every passage."""
        prompts, usual = self.model.prompts, self.model.default_prompt_name
        return next((prompts[name] for name in [*DOCUMENT_PROMPTS, usual] if name in prompts), "") or ""

    def _one_by_one(
        self, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]]
    ) -> Iterator[tuple[int, EmbeddedPassage]]:
        import torch

        torch.set_num_threads(threads())
        order = sorted(range(len(texts)), key=lambda n: -len(texts[n]))
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            parts = [texts[n][start:end] for n in rows for start, end in sentences[n]]
            vectors = np.asarray(
                self.model.encode_document(
                    [*(texts[n] for n in rows), *parts], batch_size=BATCH, show_progress_bar=False
                ),
                dtype=np.float32,
            )
            start = len(rows)
            for row, n in enumerate(rows):
                end = start + len(sentences[n])
                yield n, EmbeddedPassage(unit(vectors[row]), unit(vectors[start:end]))
                start = end


class QuestionEncoder:
    """Questions, by the fastest way that gives the model's own vectors; see Encoder.

    A model that `bert.reads` does not know is loaded with sentence-transformers, which costs seconds.
    """

    def __init__(self, files: EncoderFiles) -> None:
        self._encoder: Encoder = bert.BertEncoder(files) if bert.reads(files) else _LoadedEncoder(files)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encoder.encode(texts)

    def question(self, text: str) -> EmbeddedQuestion:
        """See Encoder."""
        return self._encoder.question(text)


class _LoadedEncoder:
    """Sentence-transformers itself, with the prompt that the model wants before a question."""

    def __init__(self, files: EncoderFiles) -> None:
        self._model = load(files, FLOAT32)
        self._dimension = files.dimension

    def question(self, text: str) -> EmbeddedQuestion:
        """See Encoder; the states of its tokens are none that an index would hold."""
        return EmbeddedQuestion(self.encode([text])[0])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        import torch

        if not texts:
            return np.empty((0, self._dimension), np.float32)
        torch.set_num_threads(1)  # two wait for each other on busy cores
        try:
            found = self._model.encode_query([encodable(text) for text in texts], show_progress_bar=False)
        finally:
            torch.set_num_threads(threads())
        return unit(np.asarray(found, dtype=np.float32))
