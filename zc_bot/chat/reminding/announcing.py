"""A year's deadline moved, its collection ended or taken up again: told to all whom it concerns, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from markupsafe import Markup

from zc_bot.chat.actions import OpenReport
from zc_bot.chat.replies import Button, Notice
from zc_bot.chat.turn import Turn
from zc_bot.policy.roles import Act
from zc_bot.reminders.deadlines import Cycle, is_sending_time
from zc_bot.storage import people
from zc_bot.storage.people import Reach
from zc_bot.texts.catalog import texts_for
from zc_bot.texts.people import word_beside
from zc_bot.texts.reminders import word_deadline, word_time_left

Change = Literal["moved", "ended", "reopened"]


def concerned(turn: Turn, year: int) -> Iterator[Reach]:
    """Return who reports, leads or oversees what is due for a year, reached or not, but for who is at it."""
    due = {one.authority for one in turn.programme.communities if one.start <= year}
    for one in people.reach(turn.session, turn.who):
        own = one.who.may(Act.SEE_WAITING) and bool(due & set(one.who.authorities))
        oversees = one.who.scope(Act.NUDGE) == "all"
        if (own or oversees) and one.who.id != turn.who.id:
            yield one


def say_told(turn: Turn, year: int, key: str) -> Markup:
    """Say how many are told of it, and beside it whom that most likely does not reach."""
    everybody = tuple(concerned(turn, year))
    count, beside = sum(one.is_reached for one in everybody), word_beside(everybody, turn.texts)
    return turn.texts(f"oversee.deadline.{key}", count=count, beside=beside)


def changed(turn: Turn, change: Change, before: Cycle, after: Cycle) -> tuple[Notice, ...]:
    """Tell them, with the old and the new date; outside the sending hours without a sound."""
    quiet = not is_sending_time(turn.now, turn.programme, turn.rules.days)
    notices = []
    for who in (one.who for one in concerned(turn, after.year) if not one.unreachable):
        texts = texts_for(who.lang)
        text = texts(
            f"oversee.changed.{change}", year=after.year, name=turn.who.name,
            old=word_deadline(before.deadline, turn.today, who.lang),
            new=word_deadline(after.deadline, turn.today, who.lang),
            left=word_time_left(after.deadline, turn.now.astimezone(turn.rules.zone), who.lang),
        )
        report = Button(texts.plain("oversee.button.report"), OpenReport("", after.year))
        rows = ((report,),) if who.reports_own and change != "ended" else ()
        key = f"year:{after.year}:{change}:{turn.now.isoformat()}:{who.id}"
        notices.append(Notice(who.id, text, rows, key, quiet=quiet))
    return tuple(notices)
