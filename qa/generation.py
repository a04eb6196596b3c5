"""llama.cpp: messages in, words out.

The thin layer below `llama_cpp.Llama` is used: a draft is greedy, short and read from the last position's logits
alone, and the state of the head that all prompts begin with is kept.
"""

from __future__ import annotations

import codecs
import contextlib
import ctypes
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import numpy as np

from index.errors import StoppedError
from index.processors import SAMPLE, Usage, idle_processors
from qa.chat_template import ChatTemplate
from qa.errors import ModelError
from qa.prompts import Message

CONTEXT = 2_048  # tokens that prompt and draft share at most; the model's own limit where that is lower
STEP = 256  # tokens by which a context is longer; llama.cpp rounds up to as many
BATCH = 512  # tokens
MOST_THREADS = 8  # more only wait for the memory
SAID = "The ferry to the island leaves at nine and comes back at five, but on Sundays it stays in the harbour. "
"""Read again and again where only the time counts."""


class Generator(Protocol):
    """What writes drafts."""

    name: str
    context: int
    tokens_per_second: float | None
    """Of the last reply, without the prompt; None before the first one."""

    def count(self, messages: Sequence[Message]) -> int:
        """Tokens that messages take as a prompt."""
        ...

    def write(self, messages: Sequence[Message], max_tokens: int, stop: threading.Event) -> Iterator[str]:
        """The reply, piece by piece. Raises StoppedError when the event is set."""
        ...

    def close(self) -> None:
        """Gives the model's memory back."""
        ...


class LlamaGenerator:
    """A GGUF chat model under llama.cpp. Raises ModelError where it cannot be loaded or has no chat template."""

    def __init__(self, path: Path, name: str, *, context: int = CONTEXT, threads: int | None = None) -> None:
        self._usage = Usage.now()
        import llama_cpp

        self.name = name
        self.tokens_per_second: float | None = None
        self._library = llama_cpp
        self._path = path
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._context: Any = None
        self._length = 0  # tokens that the context has room for
        self._given = threads
        self.threads = threads or 1
        self._chosen = False
        self._head: list[int] = []  # tokens that the context's state begins with, read as the head of a prompt
        self._model = _loaded(llama_cpp, path)
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        special = [llama_cpp.llama_vocab_bos(self._vocabulary), llama_cpp.llama_vocab_eos(self._vocabulary)]
        self._bos, eos = (self._piece(t, special=True).decode(errors="replace") if t >= 0 else "" for t in special)
        try:
            self._template = _template(llama_cpp, self._model, path, bos=self._bos, eos=eos)
        except ModelError:
            self.close()
            raise
        self.context = min(context, llama_cpp.llama_model_n_ctx_train(self._model))

    def _make_room(self, tokens: int) -> None:
        """Sees that the context has room for so many tokens; what it held is lost where it has to be made anew.

        It is as long as a prompt and its draft need: 512 tokens of the bundled model take 34 MB less than 2,048. The
        words are the same to the last bit at any length.
        """
        if tokens <= self._length:
            return
        self._free_context()
        parameters = self._library.llama_context_default_params()
        parameters.n_ctx = length = min(-(-tokens // STEP) * STEP, self.context)
        parameters.n_batch = parameters.n_ubatch = BATCH
        parameters.n_threads = parameters.n_threads_batch = self.threads
        self._context = self._library.llama_init_from_model(self._model, parameters)
        if not self._context:
            raise ModelError(f"there is not enough memory to run {self._path}")
        self._length = length
        self._abort = self._library.ggml_abort_callback(lambda _: self._stop.is_set())
        self._library.llama_set_abort_callback(self._context, self._abort, None)

    def _choose_threads(self) -> None:
        """As many threads as there are processors that nobody else has used since the last draft, or since the load.

        The threads of llama.cpp wait for each other by spinning, so one too many costs more than it brings: beside one
        other busy process on two processors, a prompt that takes 2.4 s in one thread took 6.2 to 7.4 s in two. The
        words are the same to the last bit in any number of threads.
        """
        if self._given or (self._chosen and time.monotonic() - self._usage.at < SAMPLE):
            return
        self.threads = idle_threads(self._usage)
        self._chosen = True
        if self._context:
            self._library.llama_set_n_threads(self._context, self.threads, self.threads)

    def _free_context(self) -> None:
        if self._context:
            self._library.llama_free(self._context)
        self._context, self._length, self._head = None, 0, []

    def close(self) -> None:
        """Gives the model's memory back."""
        self._free_context()
        if self._model:
            self._library.llama_model_free(self._model)
        self._model = None

    def count(self, messages: Sequence[Message]) -> int:
        """See Generator."""
        return sum(map(len, self._prompt(messages)))

    def write(self, messages: Sequence[Message], max_tokens: int, stop: threading.Event) -> Iterator[str]:
        """See Generator. Greedy: the same messages always give the same words, whatever was read before."""
        head, tail = self._prompt(messages)
        length = len(head) + len(tail)
        if length + max_tokens > self.context:
            raise ModelError(f"the prompt of {length} tokens does not fit the model's context of {self.context}")
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        with self._lock:
            self._stop = stop
            self._choose_threads()
            self._make_room(length + max_tokens)
            self._begin(head)
            pending = tail
            began = time.monotonic()
            for written in range(max_tokens):
                self._read(pending)
                if written:
                    self.tokens_per_second = written / (time.monotonic() - began)
                else:
                    began = time.monotonic()
                token = self._best()
                if self._library.llama_vocab_is_eog(self._vocabulary, token):
                    break
                if piece := decoder.decode(self._piece(token, special=False)):
                    yield piece
                pending = [token]
            self._usage = Usage.now()
            if piece := decoder.decode(b"", final=True):
                yield piece

    def timed(self, read: int, written: int, stop: threading.Event) -> tuple[float, float]:
        """Seconds that reading so many tokens takes, and writing so many after them, whatever they say.

        Raises StoppedError when the event is set.
        """
        tokens = (self._tokens(SAID, special=False) * read)[:read]
        with self._lock:
            self._stop = stop
            self._choose_threads()
            self._make_room(read + written)
            self._forget()
            began = time.perf_counter()
            self._read(tokens)
            token = self._best()
            first = time.perf_counter()
            for _ in range(written):
                self._read([token])
                token = self._best()
            ended = time.perf_counter()
            self._forget()
        return first - began, ended - first

    def _begin(self, head: list[int]) -> None:
        """Brings the context's state to the head of a prompt, reading it only where that is not there from before.

        Nothing else of an earlier prompt is used again, even where it begins alike: a token's state depends in its
        last digits on the batch that it was read in, and those have changed words. Read in batches of its own, the
        head is the same to the last bit every time.
        """
        memory = self._library.llama_get_memory(self._context)
        if self._head and head == self._head and self._library.llama_memory_seq_rm(memory, 0, len(head), -1):
            return
        self._forget()
        self._read(head)
        self._head = head

    def _read(self, tokens: Sequence[int]) -> None:
        """Reads tokens after those that the context holds. Raises StoppedError, and ModelError where it cannot."""
        with interrupts_set(self._stop):
            for first in range(0, len(tokens), BATCH):
                part = tokens[first : first + BATCH]
                buffer = (self._library.llama_token * len(part))(*part)
                status = self._library.llama_decode(self._context, self._library.llama_batch_get_one(buffer, len(part)))
                if self._stop.is_set() or status:
                    self._forget()  # what an aborted batch left behind is unknown
                    if self._stop.is_set():
                        raise StoppedError
                    raise ModelError(f"llama.cpp could not read the prompt (status {status})")

    def _forget(self) -> None:
        self._library.llama_memory_clear(self._library.llama_get_memory(self._context), True)
        self._head = []

    def _best(self) -> int:
        """The most likely next token."""
        size = self._library.llama_vocab_n_tokens(self._vocabulary)
        logits = np.ctypeslib.as_array(self._library.llama_get_logits_ith(self._context, -1), shape=(size,))
        return int(logits.argmax())

    def _prompt(self, messages: Sequence[Message]) -> tuple[list[int], list[int]]:
        """Tokens of the prompt: up to the last message's text, and from there on.

        The parts are tokenised apart: no word in a message is read as a control token.
        """
        parts = self._template.parts(messages)
        starts = bool(self._bos) and parts[0].text.startswith(self._bos)
        add_bos = self._library.llama_vocab_get_add_bos(self._vocabulary) and not starts
        tokens = [self._library.llama_vocab_bos(self._vocabulary)] if add_bos else []
        head = None
        for part in parts:
            if part.message == len(messages) - 1 and head is None:
                head = len(tokens)
            tokens += self._tokens(part.text, special=part.message is None)
        return tokens[:head], tokens[head or 0 :]

    def _tokens(self, text: str, *, special: bool) -> list[int]:
        data = text.encode("utf-8", "replace")
        size = len(data) + 8
        buffer = (self._library.llama_token * size)()
        count = self._library.llama_tokenize(self._vocabulary, data, len(data), buffer, size, False, special)
        if count < 0:
            raise ModelError("llama.cpp could not read the text of the prompt")
        return list(buffer[:count])

    def _piece(self, token: int, *, special: bool) -> bytes:
        size = 256
        buffer = ctypes.create_string_buffer(size)
        count = self._library.llama_token_to_piece(self._vocabulary, token, buffer, size, 0, special)
        return buffer.raw[: max(count, 0)]


def check(path: Path) -> str:
    """The kind of the weights, such as `Q8_0`. Raises ModelError where LlamaGenerator would, but for too little memory.

    Only the vocabulary is loaded, in 0.1 s; that the weights are all there llama.cpp finds by the size of the file.
    """
    import llama_cpp

    model = _loaded(llama_cpp, path, vocabulary_alone=True)
    try:
        _template(llama_cpp, model, path, bos="", eos="")
        kind = ctypes.create_string_buffer(16)
        if llama_cpp.llama_model_meta_val_str(model, b"general.file_type", kind, len(kind)) < 0:
            return "unknown"
        return str(llama_cpp.llama_ftype_name(int(kind.value)), "utf-8", "replace")
    finally:
        llama_cpp.llama_model_free(model)


def _loaded(library: ModuleType, path: Path, *, vocabulary_alone: bool = False) -> object:
    silence(library)
    parameters = library.llama_model_default_params()
    parameters.vocab_only = vocabulary_alone
    model: object = library.llama_model_load_from_file(os.fsencode(path), parameters)
    if not model:
        raise ModelError(
            f"llama.cpp cannot load {path}: the file is damaged or of a kind that it does not know; fetch it again, or "
            f"choose another"
        )
    return model


def _template(library: ModuleType, model: object, path: Path, *, bos: str, eos: str) -> ChatTemplate:
    template = library.llama_model_chat_template(model, None)
    if not template:
        raise ModelError(f"{path} has no chat template: choose a model made for chat")
    return ChatTemplate(template.decode(errors="replace"), bos=bos, eos=eos, model=str(path))


def idle_threads(since: Usage | None = None) -> int:
    """As many threads as index.processors.idle_processors says, and no more than llama.cpp gains from."""
    return min(idle_processors(since), MOST_THREADS)


def silence(library: ModuleType) -> None:
    """Keeps llama.cpp's log from the user's terminal, where `verbose=False` leaves some of it."""
    library.llama_log_set(_quiet(library), ctypes.c_void_p(0))


_CALLBACKS: list[object] = []  # C keeps only the address: the callback must live as long as the library


def _quiet(library: ModuleType) -> object:
    if not _CALLBACKS:
        _CALLBACKS.append(library.llama_log_callback(lambda level, text, data: None))
    return _CALLBACKS[0]


@contextlib.contextmanager
def interrupts_set(stop: threading.Event) -> Iterator[None]:
    """While C code runs, Ctrl-C sets the event: an exception raised inside a C callback would be swallowed."""
    ignored = signal.getsignal(signal.SIGINT) in (signal.SIG_IGN, None)
    if ignored or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
