"""Conversations, kept: one file each, written anew after every turn and published in one step.

A file is a JSON object of the schema `qa.conversation/1`: `id`, `title`, `corpus` (the folder), `created` and `updated`
(ISO 8601, UTC), and `turns`. A turn has the `question`, `asked` (ISO 8601, UTC), `about` (the one article that was
asked, or null), `state` (answered, stopped or failed), `answer` (an object of qa.answer/1, or null), and for one that
was stopped the `claims` and `citations` that were checked until then, and why it failed in `problem`. Files of a newer
schema, and files that are damaged, are left alone and told of.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from qa.answer import Answer, Citation, Claim, claim_rows, folded
from qa.decoding import DecodingError, decode
from qa.errors import ConversationError
from qa.locks import locked
from qa.wrapping import shortened

SCHEMA = "qa.conversation/1"
TRASH = "deleted"
LONGEST_TITLE = 80  # characters
SHORTEST_ID = 4  # characters of an identifier that stand for it where they are enough

State = Literal["answered", "stopped", "failed"]


@dataclass(frozen=True)
class SavedTurn:
    """A question and what came of it."""

    question: str
    asked: str
    state: State
    answer: Answer | None = None
    claims: tuple[Claim, ...] = ()
    """Those that were checked before it was stopped; an answer has its own."""
    citations: tuple[Citation, ...] = ()
    about: str | None = None
    """The one article that was asked; None where all were."""
    resolved: str | None = None
    problem: str = ""

    @property
    def cited(self) -> tuple[Citation, ...]:
        """The citations of the answer, or of what there was of it."""
        return self.answer.citations if self.answer else self.citations

    @property
    def said(self) -> tuple[Claim, ...]:
        """The claims of the answer, or what there was of them."""
        return self.answer.claims if self.answer else self.claims

    def to_dict(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "question": self.question,
            "resolved": self.resolved,
            "about": self.about,
            "asked": self.asked,
            "state": self.state,
            "problem": self.problem,
            "answer": self.answer.to_dict() if self.answer else None,
            "claims": [{"text": c.marked, "citations": c.citations, "support": c.support} for c in self.claims],
            "citations": [asdict(c) for c in self.citations],
        }

    @classmethod
    def from_dict(cls, value: object) -> SavedTurn:
        """What `to_dict` made a value of. Raises DecodingError."""
        if not isinstance(value, dict):
            raise DecodingError("a turn is no object")
        claims = claim_rows(value.get("claims", []))
        found = decode(cls, {**value, "answer": None, "claims": claims})
        answer = value.get("answer")
        turn = replace(found, answer=None if answer is None else Answer.from_dict(answer))
        if not all(map(_sound, turn.cited)):
            raise DecodingError("a citation's offsets are none")
        return turn


def _sound(citation: Citation) -> bool:
    """Whether the offsets of a citation can be those of its quotation."""
    start, end, focus = citation.start, citation.end, citation.focus or (citation.start, citation.end)
    return start >= 0 and end - start == len(citation.quote) and start <= focus[0] <= focus[1] <= end


@dataclass(frozen=True)
class Conversation:
    """Questions asked of one corpus, one after the other."""

    id: str
    title: str
    corpus: str
    created: str
    updated: str
    turns: tuple[SavedTurn, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As it is kept."""
        about = {n: getattr(self, n) for n in ("id", "title", "corpus", "created", "updated")}
        return {"schema": SCHEMA, **about, "turns": [turn.to_dict() for turn in self.turns]}

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """Its title, questions and claims, and each as it is searched."""
        texts = [self.title, *(text for turn in self.turns for text in _texts(turn))]
        return [(text, _plain(text)) for text in texts]


@dataclass(frozen=True)
class Matched:
    """A conversation in which the words of a search stand."""

    conversation: Conversation
    lines: tuple[str, ...]
    """The questions and claims that hold one of them."""


class Conversations:
    """The conversations in a folder, which is made when the first one is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[Path, tuple[object, Conversation]] = {}  # what was read, by the file's size, time and number

    def begin(self, corpus: Path) -> Conversation:
        """A conversation that is kept from its first turn on."""
        now = _now()
        name = f"{now[:10].replace('-', '')}-{now[11:19].replace(':', '')}-{secrets.token_hex(4)}"
        return Conversation(name, "", str(corpus), now, now)

    def append(self, conversation: Conversation, turn: SavedTurn) -> Conversation:
        """Keeps a turn; the conversation as it is now. Turns that another process added meanwhile stay.

        A conversation that was put away meanwhile is brought back: whoever goes on with it wants it.

        Raises ConversationError where it cannot be written; what was kept before stays.
        """
        with self._writing():
            path = self._path(conversation.id)
            put_away = self.folder / TRASH / path.name
            if put_away.exists() and not path.exists():
                self._rename(put_away, path)
            kept = self._read(path) if path.exists() else conversation
            title = kept.title or shortened(folded(turn.question), LONGEST_TITLE)
            done = replace(kept, title=title, updated=_now(), turns=(*kept.turns, turn))
            self._publish(done)
        return done

    def all(self) -> tuple[list[Conversation], list[str]]:
        """Every conversation, the latest first, and a line on each file that cannot be read."""
        return self._in(self.folder)

    def deleted(self) -> list[Conversation]:
        """Those that were deleted and can be restored, the latest first."""
        return self._in(self.folder / TRASH)[0]

    def get(self, name: str) -> Conversation:
        """The conversation of an identifier or of the beginning of one. Raises ConversationError."""
        return self._read(self._found(self.folder, name))

    def rename(self, name: str, title: str) -> Conversation:
        """Gives another title. Raises ConversationError."""
        with self._writing():
            told = shortened(folded(title), LONGEST_TITLE)
            if not told:
                raise ConversationError("a title needs a word in it")
            done = replace(self.get(name), title=told)
            self._publish(done)
        return done

    def delete(self, name: str) -> Conversation:
        """Puts a conversation away, from where `restore` brings it back. Raises ConversationError."""
        return self._move(self.folder, self.folder / TRASH, name)

    def restore(self, name: str) -> Conversation:
        """Brings a deleted conversation back. Raises ConversationError."""
        return self._move(self.folder / TRASH, self.folder, name)

    def search(self, words: str) -> list[Matched]:
        """The conversations that hold every word, in any case and with or without accents; the latest first."""
        return matched(self.all()[0], words)

    def _in(self, folder: Path) -> tuple[list[Conversation], list[str]]:
        found, problems = [], []
        try:
            names = sorted(path for path in folder.iterdir() if path.suffix == ".json")
        except FileNotFoundError:
            return [], []
        except OSError as error:
            raise ConversationError(f"the conversations in {folder} cannot be read: {error.strerror}") from error
        for path in names:
            try:
                found.append(self._read(path))
            except ConversationError as error:
                problems.append(str(error))
        return sorted(found, key=lambda c: (c.updated, c.id), reverse=True), problems

    def _found(self, folder: Path, name: str) -> Path:
        wanted = name.removesuffix(".json")
        names = [p for p in folder.glob("*.json") if p.stem.startswith(wanted) or p.stem.endswith(f"-{wanted}")]
        exact = [p for p in names if p.stem == wanted]
        if len(wanted) >= SHORTEST_ID and len(names) == 1:
            return names[0]
        if exact:
            return exact[0]
        if len(wanted) >= SHORTEST_ID and names:
            raise ConversationError(f"{len(names)} conversations begin with {name}: give more of the identifier")
        raise ConversationError(f"there is no conversation {name}: qa history lists them")

    def _path(self, name: str) -> Path:
        if not re.fullmatch(r"[A-Za-z0-9-]{1,64}", name):
            raise ConversationError(f"{name} is no identifier of a conversation")
        return self.folder / f"{name}.json"

    def _read(self, path: Path) -> Conversation:
        try:
            state = path.stat()
            stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
            before = self._known.get(path)
            if before and before[0] == stamp:
                return before[1]
            value = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(value, dict) or value.get("schema") != SCHEMA:
                raise DecodingError(f"it is no {SCHEMA}")
            turns = value.get("turns")
            if not isinstance(turns, list):
                raise DecodingError("turns is no list")
            found = decode(Conversation, {**value, "turns": []})
            read = replace(found, id=path.stem, turns=tuple(map(SavedTurn.from_dict, turns)))
            self._known[path] = stamp, read
            return read
        except OSError as error:
            raise ConversationError(f"the conversation {path} cannot be read: {error.strerror}") from error
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError, OverflowError) as error:
            raise ConversationError(f"the conversation {path} is left alone: it is damaged") from error
        except ValueError as error:  # ours
            raise ConversationError(f"the conversation {path} is left alone: {error}") from error

    def _move(self, start: Path, end: Path, name: str) -> Conversation:
        with self._writing():
            path = self._found(start, name)
            found = self._read(path)
            if (end / path.name).exists():
                raise ConversationError(f"there is a {path.name} in {end} already: move one of them away")
            self._rename(path, end / path.name)
        return found

    def _rename(self, start: Path, end: Path) -> None:
        try:
            end.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            start.rename(end)
            for folder in (start.parent, end.parent):
                _sync(folder)
        except OSError as error:
            raise ConversationError(f"the conversation {start} cannot be moved: {error.strerror}") from error

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time: two chats may keep turns in one conversation."""
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(locked(self.folder, wait=True))
            except OSError as error:
                raise ConversationError(f"conversations cannot be kept in {self.folder}: {error.strerror}") from error
            yield

    def _publish(self, conversation: Conversation) -> None:
        path = self._path(conversation.id)
        new = path.with_name(f".{path.name}.{os.getpid()}.new")
        text = json.dumps(conversation.to_dict(), ensure_ascii=True, indent=1)
        try:
            try:
                descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                new.replace(path)
            finally:
                new.unlink(missing_ok=True)  # once it has its name there is none
            _sync(self.folder)
        except OSError as error:
            raise ConversationError(f"the conversation cannot be kept in {path}: {error.strerror}") from error


def _sync(folder: Path) -> None:
    """Makes a rename last; not every system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def matched(conversations: Iterable[Conversation], words: str) -> list[Matched]:
    """Those of some conversations that hold every word, in any case and with or without accents; none without words."""
    wanted = _plain(words).split()
    found = []
    for conversation in conversations if wanted else ():
        if all(any(word in plain for _, plain in conversation.texts) for word in wanted):
            lines = [text for text, plain in conversation.texts[1:] if any(word in plain for word in wanted)]
            found.append(Matched(conversation, tuple(lines)))
    return found


def _texts(turn: SavedTurn) -> Iterator[str]:
    yield turn.question
    yield from (claim.text for claim in turn.said)


def _plain(text: str) -> str:
    """Without case and accents."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in split if not unicodedata.combining(c))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
