"""llama.cpp: messages in, words out.

The thin layer below `llama_cpp.Llama` is used: a draft is greedy, short and read from the last position's logits
alone, and the state of what two prompts begin with in common is kept.
"""

from __future__ import annotations

import codecs
import contextlib
import ctypes
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.errors import StoppedError
from qa.errors import ModelError
from qa.prompts import Message

CONTEXT = 2_048  # tokens that prompt and draft share; the model's own limit where that is lower
BATCH = 512
# stands for a message's text while the template is rendered, so that the text is never read as part of the template
PLACE = "\ue000{}\ue001"


class Generator(Protocol):
    """What writes drafts."""

    name: str
    context: int

    def count(self, messages: Sequence[Message]) -> int:
        """Tokens that messages take as a prompt."""
        ...

    def write(self, messages: Sequence[Message], max_tokens: int, stop: threading.Event) -> Iterator[str]:
        """The reply, piece by piece. Raises StoppedError when the event is set."""
        ...


class LlamaGenerator:
    """A GGUF chat model under llama.cpp. Raises ModelError where it cannot be loaded or has no chat template."""

    def __init__(self, path: Path, name: str, *, context: int = CONTEXT, threads: int | None = None) -> None:
        import llama_cpp
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        self.name = name
        self._library = llama_cpp
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._evaluated: list[int] = []
        silence(llama_cpp)
        self._model = llama_cpp.llama_model_load_from_file(str(path).encode(), llama_cpp.llama_model_default_params())
        if not self._model:
            raise ModelError(f"llama.cpp cannot load {path}: the file is damaged or of a kind that it does not know")
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        template = llama_cpp.llama_model_chat_template(self._model, None)
        if not template:
            raise ModelError(f"{path} has no chat template: choose a model made for chat")
        special = [llama_cpp.llama_vocab_bos(self._vocabulary), llama_cpp.llama_vocab_eos(self._vocabulary)]
        self._bos, eos = (self._piece(t, special=True).decode(errors="replace") if t >= 0 else "" for t in special)
        try:
            self._template = Jinja2ChatFormatter(template.decode(), bos_token=self._bos, eos_token=eos)
        except Exception as error:  # Jinja's and the formatter's own, for a template written by anyone
            raise ModelError(f"the chat template of {path} cannot be read: {error}") from error
        self.context = min(context, llama_cpp.llama_model_n_ctx_train(self._model))
        self._context = self._new_context(path, threads or min(os.cpu_count() or 1, 8))

    def _new_context(self, path: Path, threads: int) -> Any:  # noqa: ANN401 - a C pointer
        parameters = self._library.llama_context_default_params()
        parameters.n_ctx = self.context
        parameters.n_batch = parameters.n_ubatch = BATCH
        parameters.n_threads = parameters.n_threads_batch = threads
        context = self._library.llama_init_from_model(self._model, parameters)
        if not context:
            raise ModelError(f"there is not enough memory to run {path}")
        self._abort = self._library.ggml_abort_callback(lambda _: self._stop.is_set())
        self._library.llama_set_abort_callback(context, self._abort, None)
        return context

    def close(self) -> None:
        """Gives the model's memory back."""
        if self._context:
            self._library.llama_free(self._context)
            self._library.llama_model_free(self._model)
            self._context = self._model = None

    def count(self, messages: Sequence[Message]) -> int:
        """See Generator."""
        return len(self._prompt(messages))

    def write(self, messages: Sequence[Message], max_tokens: int, stop: threading.Event) -> Iterator[str]:
        """See Generator. Greedy: the same messages always give the same words."""
        prompt = self._prompt(messages)
        if len(prompt) + max_tokens > self.context:
            raise ModelError(f"the prompt of {len(prompt)} tokens does not fit the model's context of {self.context}")
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        with self._lock:
            self._stop = stop
            pending = prompt
            for _ in range(max_tokens):
                self._read(pending)
                token = self._best()
                if self._library.llama_vocab_is_eog(self._vocabulary, token):
                    break
                if piece := decoder.decode(self._piece(token, special=False)):
                    yield piece
                pending = [*self._evaluated, token]
            if piece := decoder.decode(b"", final=True):
                yield piece

    def _read(self, tokens: Sequence[int]) -> None:
        """Brings the context's state to exactly these tokens; what it already holds of them is not read again."""
        common = 0
        for held, wanted in zip(self._evaluated, tokens[:-1], strict=False):
            if held != wanted:
                break
            common += 1
        memory = self._library.llama_get_memory(self._context)
        if common < len(self._evaluated):
            if not self._library.llama_memory_seq_rm(memory, 0, common, -1):
                self._library.llama_memory_clear(memory, True)
                common = 0
            del self._evaluated[common:]
        with interrupts_set(self._stop):
            for first in range(common, len(tokens), BATCH):
                part = tokens[first : first + BATCH]
                buffer = (self._library.llama_token * len(part))(*part)
                status = self._library.llama_decode(self._context, self._library.llama_batch_get_one(buffer, len(part)))
                if self._stop.is_set() or status:
                    # what an aborted batch left behind is unknown: begin anew next time
                    self._library.llama_memory_clear(memory, True)
                    self._evaluated.clear()
                    if self._stop.is_set():
                        raise StoppedError
                    raise ModelError(f"llama.cpp could not read the prompt (status {status})")
                self._evaluated.extend(part)

    def _best(self) -> int:
        """The most likely next token."""
        size = self._library.llama_vocab_n_tokens(self._vocabulary)
        logits = np.ctypeslib.as_array(self._library.llama_get_logits_ith(self._context, -1), shape=(size,))
        return int(logits.argmax())

    def _prompt(self, messages: Sequence[Message]) -> list[int]:
        """Tokens of the rendered template. Texts are tokenised apart: no word in them is read as a control token."""
        places = [PLACE.format(n) for n in range(len(messages))]
        held = [{**m, "content": place} for m, place in zip(messages, places, strict=True)]
        texts = {place: m["content"] for m, place in zip(messages, places, strict=True)}
        try:
            rendered = self._template(messages=held).prompt  # type: ignore[arg-type, unused-ignore]
        except Exception:  # noqa: BLE001 - a template may refuse the system role; it raises whatever its author chose
            merged = {"role": "user", "content": "\n\n".join(places)}
            rendered = self._template(messages=[merged]).prompt  # type: ignore[list-item, unused-ignore]
        starts = bool(self._bos) and rendered.startswith(self._bos)
        add_bos = self._library.llama_vocab_get_add_bos(self._vocabulary) and not starts
        tokens = [self._library.llama_vocab_bos(self._vocabulary)] if add_bos else []
        while rendered:
            found = min((p for p in places if p in rendered), key=rendered.index, default=None)
            before, _, rendered = rendered.partition(found) if found else (rendered, "", "")
            tokens += self._tokens(before, special=True)
            tokens += self._tokens(texts[found], special=False) if found else []
        return tokens

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


def silence(library: Any) -> None:  # noqa: ANN401 - the module llama_cpp has no types
    """Keeps llama.cpp's log from the user's terminal, where `verbose=False` leaves some of it."""
    library.llama_log_set(_quiet(library), ctypes.c_void_p(0))


_CALLBACKS: list[object] = []  # C keeps only the address: the callback must live as long as the library


def _quiet(library: Any) -> object:  # noqa: ANN401
    if not _CALLBACKS:
        _CALLBACKS.append(library.llama_log_callback(lambda level, text, data: None))
    return _CALLBACKS[0]


@contextlib.contextmanager
def interrupts_set(stop: threading.Event) -> Iterator[None]:
    """While C code runs, Ctrl-C sets the event: an exception raised inside a C callback would be swallowed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
