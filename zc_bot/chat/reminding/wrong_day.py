"""A day that can't be a deadline and must not become another one: there is none such, or it is past."""

from __future__ import annotations

from datetime import date

from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.reminders.wrong_day import is_rolled_over, missing_day
from zc_bot.texts.dialogue.review import word_day


def none_such(turn: Turn, text: str) -> Response | None:
    """Name a day that the calendar does not have, as 2月30日; None where a text names none such."""
    said = missing_day(text, turn.today)
    return None if said is None else Response((Reply(turn.texts("oversee.order.no_such_day", said=said)),))


def past(turn: Turn, text: str, day: date) -> Response | None:
    """Say that a day without a year is past, whatever year it was read as; None where it is to come."""
    if not is_rolled_over(text, day, turn.today):
        return None
    shown, written = word_day(day, turn.texts), f"{day:%Y-%m-%d}"
    return Response((Reply(turn.texts("oversee.order.day_past", day=shown, next=written)),))
