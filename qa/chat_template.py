"""A model's chat template: messages in, the prompt out, in parts that say whose words they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.errors import ModelError
from qa.prompts import Message

# stands for a message's text while the template is rendered, so that the text is never read as part of the template
PLACE = "\ue000{}\ue001"


@dataclass(frozen=True)
class Part:
    """A piece of a prompt."""

    text: str
    message: int | None
    """The number of the message whose text this is; None where it is the template's, in which control tokens count."""


class ChatTemplate:
    """The Jinja template of a GGUF file. Raises ModelError where it cannot be read."""

    def __init__(self, template: str, *, bos: str, eos: str, model: str) -> None:
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        self._model = model
        try:
            self._formatter = Jinja2ChatFormatter(template, bos_token=bos, eos_token=eos)
        except Exception as error:  # Jinja's and the formatter's own, for a template written by anyone
            raise ModelError(f"the chat template of {model} cannot be read: {error}") from error

    def parts(self, messages: Sequence[Message]) -> list[Part]:
        """The prompt for some messages, at least one. Raises ModelError where the template refuses them."""
        places = [PLACE.format(n) for n in range(len(messages))]
        rendered = self._rendered([{**m, "content": place} for m, place in zip(messages, places, strict=True)])
        pieces = re.split("(" + "|".join(map(re.escape, places)) + ")", rendered)
        numbers = [places.index(p) if p in places else None for p in pieces]
        return [
            Part(piece if n is None else messages[n]["content"], n) for piece, n in zip(pieces, numbers, strict=True)
        ]

    def _rendered(self, messages: Sequence[Message]) -> str:
        """The template with messages; with all of them in one where it takes no system's, or leaves it out."""
        merged = {"role": "user", "content": "\n\n".join(m["content"] for m in messages)}
        reason: object = "it leaves messages out"
        for form in (messages, [merged]):
            try:
                rendered = str(self._formatter(messages=list(form)).prompt)  # type: ignore[arg-type, unused-ignore]
            except Exception as error:  # noqa: BLE001 - a template raises whatever its author chose
                reason = error
                continue
            if all(m["content"] in rendered for m in messages):
                return rendered
        raise ModelError(f"the chat template of {self._model} cannot be used: {reason}")
