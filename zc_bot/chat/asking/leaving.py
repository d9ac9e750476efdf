"""What was shown to be confirmed is left in words, as by its button: 算了, 先不改了, never mind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from zc_bot.chat.actions import LeaveBroadcast, LeaveDeadline, LeaveEntry, LeaveNudges
from zc_bot.chat.codec import Action, decode, name_of
from zc_bot.chat.confirming import is_word
from zc_bot.chat.overseeing import broadcast, progress, record
from zc_bot.chat.reminding import deadline
from zc_bot.chat.replies import Response
from zc_bot.chat.turn import FOLLOW_UP, Turn
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.pending import compile_later
from zc_bot.storage import dialogues

_LEFT: Mapping[type[Action], tuple[str, Callable[[Turn, Any], Response]]] = {
    LeaveDeadline: ("oversee.button.leave", deadline.leave),
    LeaveNudges: ("oversee.button.nudge_leave", progress.leave),
    LeaveBroadcast: ("oversee.button.dont_send", broadcast.leave),
    LeaveEntry: ("ledger.button.leave", record.leave),
}
"""By the button that leaves it: that button's words, and what it does."""
_SOFTLY = compile_later("(?:先|那就?|还是|嗯|哦|ok,? ?)+", re.IGNORECASE)
_LEAVES = compile_later(lambda: rf"(?:{alternatives('order.leave_out')})[了吧啊]*", re.IGNORECASE)


def spoken(turn: Turn) -> Response | None:
    """Leave what was shown last and was not decided, using its buttons up; None where none was."""
    said = _SOFTLY.sub("", turn.incoming.text.strip(" 。.!！~,，"), count=1)
    leaves = _LEAVES.fullmatch(said) is not None
    for kind, (label, leave) in _LEFT.items():
        if not (leaves or is_word(said, label)):
            continue
        chat = turn.incoming.chat
        data = dialogues.offered(turn.session, turn.who.id, chat, name_of(kind), turn.now - FOLLOW_UP)
        tap = None if data is None else dialogues.tap(turn.session, turn.who.id, chat, data, turn.now)
        if tap is not None and tap.state == "fresh":
            return leave(turn, decode(tap.action))
    return None
