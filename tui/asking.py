"""The work beside the event loop, told as messages: opening, asking, building."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence

from textual.message import Message

from index.errors import StoppedError
from qa.answer import Answer
from qa.errors import problem
from qa.events import Answered, AnswerEvent, Found
from qa.rebuild_lines import Step
from qa.session import NotOpenError, Opened, Passage, Session, Unbuilt
from qa.turns import Turn as EarlierTurn
from tui.widgets.turn import Turn

CALM = 10  # niceness of the threads that answer: keys come first

Post = Callable[[Message], object]


class Standing(Message):
    """What there is to ask, or why there is nothing; `notices` are what opening had to say."""

    def __init__(self, standing: Opened | Unbuilt | str, notices: Sequence[str] = ()) -> None:
        super().__init__()
        self.standing, self.notices = standing, list(notices)


class Progressed(Message):
    """The answer to a turn's question came a step further; with Found come the passages themselves."""

    def __init__(self, turn: Turn, event: AnswerEvent, passages: Sequence[Passage] = ()) -> None:
        super().__init__()
        self.turn, self.event, self.passages = turn, event, list(passages)


class Ended(Message):
    """The work on a turn's question is over: an answer, a word on why there is none, or None where it was stopped."""

    def __init__(self, turn: Turn, outcome: Answer | str | None) -> None:
        super().__init__()
        self.turn, self.outcome = turn, outcome


class CheckedAgain(Message):
    """A kept turn was compared with the files: what is no longer as it was, by the number of the citation.

    `closest` are a refusal's passages; None where there is nothing new to say of them.
    """

    def __init__(self, turn: Turn, asides: Mapping[int, str], closest: Sequence[Passage] | None) -> None:
        super().__init__()
        self.turn, self.asides, self.closest = turn, asides, closest


class Built(Message):
    """A rebuild came a step further; with None it is over, and `why` says why if it failed."""

    def __init__(self, step: Step | None, why: str = "", *, stopped: bool = False) -> None:
        super().__init__()
        self.step, self.why, self.stopped = step, why, stopped


def open_session(session: Session, post: Post, *, again: bool = False) -> None:
    """Opens what there is to ask, or with `again` looks whether articles have changed."""
    try:
        standing: Opened | Unbuilt | str = session.look_again() if again else session.open()
    except Exception as error:  # noqa: BLE001 - the boundary of a piece of work: the chat goes on
        standing = problem(error)
    notices = [session.notices.pop(0) for _ in range(len(session.notices))]
    post(Standing(standing, notices))


def told_of_index(session: Session) -> list[str]:
    """What `qa index status` says."""
    try:
        return session.status_lines()
    except Exception as error:  # noqa: BLE001 - the boundary of a piece of work: the chat goes on
        return [problem(error)]


def calmly(work: Callable[..., None], *arguments: object) -> None:
    """Does a piece of work in a thread of its own, with a lower priority: a pool's thread would keep it."""

    def begin() -> None:
        calm()
        work(*arguments)

    threading.Thread(target=begin).start()


def ask(
    session: Session, turn: Turn, history: Sequence[EarlierTurn], stop: threading.Event, post: Post
) -> None:  # fmt: skip
    """Works on a turn's question."""
    outcome: Answer | str | None = "it ended without an answer"
    try:
        for event in session.answer(turn.question, history, stop, turn.about):
            if isinstance(event, Answered):
                outcome = event.answer
            else:
                post(Progressed(turn, event, session.passages(event) if isinstance(event, Found) else ()))
    except StoppedError:
        outcome = None
    except Exception as error:  # noqa: BLE001 - the boundary of a question: the conversation goes on
        outcome = problem(error)
    post(Ended(turn, None if stop.is_set() and not isinstance(outcome, Answer) else outcome))


def examine(session: Session, stop: threading.Event, post: Post) -> None:
    """Examines the model that was never examined; it is used from then on if its exam says so."""
    try:
        session.examine(stop)
    except StoppedError:
        return
    except Exception as error:  # noqa: BLE001 - the boundary of a piece of work: answers are quotations
        session.notices.append(problem(error))
    open_session(session, post, again=True)


def check_again(session: Session, turns: Sequence[Turn], post: Post) -> None:
    """Compares the sources of turns that were kept with the files; of refusals, looks up the closest passages."""
    for turn in turns:
        closest = None
        try:
            asides = session.recheck(turn.citations)
            if turn.answer and turn.state == "refused":
                closest = session.closest(turn.answer.passages)
        except NotOpenError:
            pass  # they are looked up when there is an index
        except Exception as error:  # noqa: BLE001 - the boundary of a piece of work: what was kept may hold anything
            asides = {c.id: f"could not be compared with its article: {problem(error)}" for c in turn.citations}
        post(CheckedAgain(turn, asides, closest))


def build(session: Session, stop: threading.Event, post: Post) -> None:
    """Rebuilds the index."""
    why, stopped = "", False
    try:
        for step in session.rebuild(stop):
            post(Built(step))
    except StoppedError:
        stopped = True
    except Exception as error:  # noqa: BLE001 - the boundary of a rebuild: the old index stays
        why = problem(error)
    post(Built(None, why, stopped=stopped))


def calm() -> None:
    """Gives this thread, and those that llama.cpp starts from it, a lower priority; only Linux has one per thread."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), CALM)
