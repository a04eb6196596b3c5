"""An encoder and a generator that are made up: for tests in which only the way through the code matters."""

import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from index.encoder import EmbeddedPassage, EmbeddedQuestion, EncoderFiles, Vectors, unit
from index.terms import terms
from qa.errors import ModelError
from qa.exam import Exam
from qa.prompts import Message
from qa.words import FUNCTION_WORDS

DIMENSION = 384
WRITES = Exam(right=20, wrong=0, refused=0, tokens_per_second=100.0)
"""The exam of a model whose drafts are used."""


def vector(text: str) -> Vectors:
    """A direction made of a text's content words: texts that share words are near each other."""
    found = np.zeros(DIMENSION, np.float32)
    for term in set(terms(text)) - FUNCTION_WORDS:
        found[zlib.crc32(term.encode("utf-8", "surrogatepass")) % DIMENSION] += 1
    return unit(found)


class WordsEncoder:
    """Stands in for PassageEncoder and QuestionEncoder."""

    def __init__(self, files: EncoderFiles | None = None) -> None:
        pass

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.stack([vector(t) for t in texts])

    def question(self, text: str) -> EmbeddedQuestion:
        return EmbeddedQuestion(vector(text))

    def passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]]
    ) -> Iterator[tuple[int, EmbeddedPassage]]:
        for n, (text, spans) in enumerate(zip(texts, sentences, strict=True)):
            yield n, EmbeddedPassage(vector(text), self.encode([text[a:b] for a, b in spans]))


Reply = str | Sequence[str] | Exception | Callable[[threading.Event], Iterator[str]]


class QueuedGenerator:
    """Gives the replies that were put into its queue, and then nothing; keeps what it was asked."""

    def __init__(self, *replies: Reply, context: int = 2_048) -> None:
        self.name = "queued"
        self.context = context
        self.tokens_per_second: float | None = None
        self.replies = deque(replies)
        self.asked: list[list[Message]] = []

    def count(self, messages: Sequence[Message]) -> int:
        return sum(len(m["content"].split()) for m in messages)

    def write(self, messages: Sequence[Message], max_tokens: int, stop: threading.Event) -> Iterator[str]:
        if self.count(messages) + max_tokens > self.context:
            raise ModelError("the prompt does not fit")
        self.asked.append(list(messages))
        reply: Reply = self.replies.popleft() if self.replies else ""
        if isinstance(reply, Exception):
            raise reply
        if callable(reply):
            yield from reply(stop)
        else:
            yield from [reply] if isinstance(reply, str) else reply

    def close(self) -> None:
        pass
