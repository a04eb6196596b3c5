"""A conversation as Markdown, for other people."""

from __future__ import annotations

import re

from qa.answer import Citation, Claim, folded
from qa.conversations import Conversation, SavedTurn
from qa.render import coverage_text

# What Markdown (CommonMark 0.31) or HTML inside it would read as markup, wherever in a line it stands
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$-])")
# What GitHub's Markdown makes a link of without any mark (GFM 0.29, 6.9)
_LINKED = re.compile(r"(?<=\w)(?=://)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d+)([.)])")


def plain(text: str) -> str:
    """An article's words as Markdown that shows them and does nothing else."""
    return _NUMBERED.sub(r"\1\\\2", _LINKED.sub(r"\\", _MARKUP.sub(r"\\\1", folded(text))))


def markdown(conversation: Conversation) -> str:
    """The questions, the answers with their marks, and under each the sources with file, line and quotation."""
    lines = [
        f"# {plain(conversation.title) or 'Conversation'}",
        "",
        f"Asked of {plain(conversation.corpus)}, {plain(conversation.created[:10])}.",
    ]
    for turn in conversation.turns:
        lines += ["", f"## {plain(turn.question)}", "", *_turn_lines(turn)]
    return "\n".join([*lines, ""])


def _turn_lines(turn: SavedTurn) -> list[str]:
    lines = [f"Asked as: {plain(turn.resolved)}", ""] if turn.resolved else []
    lines += [f"Asked of {plain(turn.about)} alone.", ""] if turn.about else []
    if turn.answer and turn.answer.status == "not_in_corpus":
        return [*lines, f"The corpus does not say. Looked through {plain(coverage_text(turn.answer.coverage))}."]
    if turn.said:
        lines += [" ".join(map(_claim, turn.said))]
    if turn.answer and turn.answer.disagreement:
        lines += ["", "The articles differ:", ""]
        for value in turn.answer.values:
            marks = "".join(f" \\[{n}\\]" for n in value.citations)
            lines.append(f"- {plain(value.text)}, {plain(value.date or 'no date')}{marks}")
    lines += ["", *map(_source, turn.cited)] if turn.cited else []
    if turn.state != "answered":
        lines += ["", "*Stopped before its end.*" if turn.state == "stopped" else f"*It failed: {plain(turn.problem)}*"]
    return lines


def _claim(claim: Claim) -> str:
    text = f"“{plain(claim.text)}”" if claim.support == "quoted" else plain(claim.text)
    return " ".join([text, *(f"\\[{n}\\]" for n in claim.citations)])


def _source(citation: Citation) -> str:
    """`1. harbour.txt, line 5, characters 212 to 281: “...” (title, date)`."""
    about = ", ".join(filter(None, [plain(citation.title), plain(citation.date or "no date")]))
    return (
        f"{citation.id}. {plain(citation.source)}, line {citation.lines[0]}, "
        f"characters {citation.start} to {citation.end}: “{plain(citation.quote)}” ({about})"
    )
