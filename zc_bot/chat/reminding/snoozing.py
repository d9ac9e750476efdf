"""What is typed right behind a reminder of one's own: that it is done, or that it is to come again later."""

from __future__ import annotations

import re

from zc_bot.chat.actions import DoneReminder
from zc_bot.chat.reminding import personal
from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.pending import compile_later
from zc_bot.reminders.moments import MomentFault, read_moment

_DONE = compile_later(lambda: rf"(?:{alternatives('order.finished')})[了啦呢吧]*", re.IGNORECASE)
def _once_more() -> str:
    return f"(?:{alternatives('order.again')}|{alternatives('order.once_more')})"


_AGAIN = compile_later(
    lambda: rf"{_once_more()}\s*(?P<behind>.+)|(?P<before>.+?)[,，\s]*{_once_more()}[吧啊]*", re.IGNORECASE
)


def spoken(turn: Turn, text: str) -> Response | None:
    """Take 办完了 or 一小时后再提醒 of the reminder that has just come; None for any other text, and after none."""
    if not turn.incoming.private or (heard := personal.heard(turn)) is None:
        return None
    if _DONE.fullmatch(text) is not None:
        done = personal.done(turn, DoneReminder(heard))
        return Response((Reply(turn.texts("own.done")),), events=done.events)
    found = _AGAIN.fullmatch(text)
    if found is None:
        return None
    moment = read_moment(found["before"] or found["behind"], turn.now, turn.rules.zone)
    if isinstance(moment, MomentFault) or moment.rest or moment.repeat is not None:
        return None
    return personal.again_at(turn, heard, moment.at)


def patterns() -> list[str]:
    """Give the patterns of which one is found in a text about a reminder that has just come."""
    return [_DONE.pattern, _once_more()]
