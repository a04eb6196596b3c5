"""Conversations as text for people."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from qa.answer import folded, to_line
from qa.conversations import Conversation, Matched, SavedTurn
from qa.errors import ConversationError
from qa.export import markdown
from qa.page import DIM, YELLOW, Mark, Page
from qa.rechecking import Rechecked, recheck
from qa.render import citation_lines, coverage_text, difference_lines, question_lines
from qa.wrapping import shortened

MATCHES = 3  # lines of a conversation that a search shows


def list_lines(found: Sequence[Conversation], page: Page) -> list[str]:
    """`20261126-192915-ab12 · 26 Nov 2026 · 3 questions`, and below it the title."""
    if not found:
        return ["No conversations: qa chat keeps them from the first question on."]
    lines = []
    for one in found:
        asked = f"{len(one.turns)} question{'' if len(one.turns) == 1 else 's'}"
        about = " · ".join([one.id, f"{one.updated[:16].replace('T', ' ')} UTC", asked, Path(one.corpus).name])
        about = folded(about)
        lines += page.paragraph(about, [Mark(0, len(about), DIM)])
        lines += page.paragraph(folded(one.title) or "untitled", indent="  ")
    return lines


def match_lines(found: Matched, page: Page) -> list[str]:
    """A conversation and what in it holds the words."""
    lines = list_lines([found.conversation], page)
    for text in found.lines[:MATCHES]:
        lines += page.paragraph(shortened(folded(text), 200), first="    - ", indent="      ")
    more = len(found.lines) - MATCHES
    return [*lines, f"    and {more} more"] if more > 0 else lines


def rechecked(found: Conversation, max_bytes: int) -> list[list[Rechecked]]:
    """The citations of each turn against the files as they are now; larger articles count as gone."""
    return [recheck(turn.cited, Path(found.corpus), max_bytes=max_bytes) for turn in found.turns]


def conversation_lines(found: Conversation, checked: Sequence[Sequence[Rechecked]], page: Page) -> list[str]:
    """A conversation with its sources; those that are not as they were say so."""
    lines = list_lines([found], page)
    for turn, standings in zip(found.turns, checked, strict=True):
        lines += ["", *question_lines(turn.question, page), *turn_lines(turn, standings, Path(found.corpus), page)]
    stale = sum(1 for turn in checked for one in turn if one.standing != "holds")
    if stale:
        told = f"{stale} citation{' is' if stale == 1 else 's are'} not as when the answer was given."
        lines += ["", *page.paragraph(told, [Mark(0, len(told), YELLOW)])]
    return lines


def turn_lines(turn: SavedTurn, standings: Sequence[Rechecked], corpus: Path, page: Page) -> list[str]:
    """What came of a question, with its sources and what became of them."""
    lines = page.paragraph(f"asked as: {folded(turn.resolved)}", indent="  ") if turn.resolved else []
    lines += page.paragraph(f"asked of {folded(turn.about)} alone", indent="  ") if turn.about else []
    if turn.answer and turn.answer.status == "not_in_corpus":
        lines += page.bold("The corpus does not say.")
        return lines + page.paragraph(f"Looked through {coverage_text(turn.answer.coverage)}.")
    said = " ".join(
        f"“{folded(c.text)}”{_marks(c.citations)}" if c.support == "quoted" else folded(c.marked) for c in turn.said
    )
    lines += page.bold(said) if said else []
    if turn.answer and turn.answer.disagreement:
        lines += ["", *difference_lines(turn.answer, page)]
    for one in standings:
        lines += ["", *citation_lines(one.citation, corpus, page)]
        if one.told:
            told = f"! {one.told}"
            lines += page.paragraph(told, [Mark(0, len(told), YELLOW)], indent="    ")
    if turn.state != "answered":
        why = folded(turn.problem)
        lines += page.paragraph(f"It failed: {why}" if turn.state == "failed" else why or "Stopped.")
    return lines


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f" [{n}]" for n in numbers)


def exported(found: Conversation, path: Path, form: Literal["md", "json"], *, force: bool = False) -> None:
    """Writes a conversation into a file. Raises ConversationError where that exists or cannot be written."""
    text = markdown(found) if form == "md" else to_line(found.to_dict()) + "\n"
    try:
        _write(path, text.encode("utf-8"), force=force)
    except FileExistsError:
        raise ConversationError(f"{path} is there already: choose another name, or --force replaces it") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise ConversationError(f"{path} cannot be written: {why}") from None


def _write(path: Path, data: bytes, *, force: bool) -> None:
    """All or nothing: a file that is replaced stays whole until the new one is."""
    if path.exists() and not path.is_file():  # a pipe or a terminal, which nothing can take the place of
        with path.open("wb" if force else "xb") as file:
            file.write(data)
        return
    target = path.resolve() if force else path
    new = target.with_name(f".{target.name[:200]}.{os.getpid()}.new") if force else target
    with new.open("xb") as file, contextlib.ExitStack() as undo:
        undo.callback(new.unlink, missing_ok=True)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        if force:
            if target.exists():
                shutil.copymode(target, new)
            new.replace(target)
        undo.pop_all()
