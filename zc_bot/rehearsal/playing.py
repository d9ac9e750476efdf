"""Playing a line of a rehearsal: a message leads to an outcome, an order to another person or moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from zc_bot.errors import Refusal
from zc_bot.rehearsal.outcome import Outcome, refusals
from zc_bot.rehearsal.rehearsal import Rehearsal
from zc_bot.rehearsal.script import Become, Move, read_line

LONGEST_ID = 15


def play(rehearsal: Rehearsal, line: str, read_moment: Callable[[str], datetime]) -> Outcome | None:
    """Play a line that is not empty; None for an order that brings nothing in.

    A message that can't be sent (no such button, no such file) has an outcome that says why. Raises `Refusal` or
    whatever `read_moment` does for an order that can't be followed.
    """
    act = read_line(line)
    if isinstance(act, Move):
        rehearsal.move(read_moment(act.moment))
        return None
    if isinstance(act, Become):
        rehearsal.become(_person(act.person))
        return None
    try:
        return rehearsal.does(act)
    except Refusal as error:
        return Outcome("", refused=refusals([(line.strip(), str(error))]))


def _person(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_ID):
        raise Refusal(f"!as {text}: expected a Telegram user id; see `people list`")
    return int(text)
