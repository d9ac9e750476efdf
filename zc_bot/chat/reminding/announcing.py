"""A year's deadline moved, its collection ended or taken up again: told to all whom it concerns, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal, cast

from markupsafe import Markup

from zc_bot.chat.actions import OpenReport
from zc_bot.chat.replies import Button, Notice
from zc_bot.chat.turn import Turn
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import Act
from zc_bot.reminders.deadlines import Cycle, is_sending_time
from zc_bot.storage import outbox, posted, reachable
from zc_bot.storage.reachable import Reach
from zc_bot.texts.catalog import texts_for
from zc_bot.texts.people import word_beside
from zc_bot.texts.reminders import word_deadline, word_time_left

Change = Literal["moved", "ended", "reopened"]
_KEY = compile_later(r"year:[0-9]+:(?P<change>moved|ended|reopened):(?P<old>[0-9]{12}):")


def concerned(turn: Turn, year: int) -> Iterator[Reach]:
    """Return who reports, leads or oversees what is due for a year, reached or not, but for who is at it."""
    due = {one.authority for one in turn.programme.communities if one.start <= year}
    for one in reachable.reach(turn.session, turn.who):
        own = one.who.may(Act.SEE_WAITING) and bool(due & set(one.who.authorities))
        oversees = one.who.scope(Act.NUDGE) == "all"
        if (own or oversees) and one.who.id != turn.who.id:
            yield one


def say_told(turn: Turn, year: int, key: str, notices: Sequence[Notice] | None = None) -> Markup:
    """Say how many are told of it, and beside it whom that most likely does not reach.

    notices: what they are told, if it is known; some may have heard of nothing that changed.
    """
    told = None if notices is None else {one.person for one in notices}
    everybody = tuple(one for one in concerned(turn, year) if told is None or one.unreachable or one.who.id in told)
    count, beside = sum(one.is_reached for one in everybody), word_beside(everybody, turn.texts)
    return turn.texts(f"oversee.deadline.{key}", count=count, beside=beside)


def changed(turn: Turn, change: Change, before: Cycle, after: Cycle) -> tuple[Notice, ...]:
    """Tell them, with the old and the new date; outside the sending hours without a sound.

    What still waits of an earlier change is taken back: whoever has not heard of it is told of both as one, and of
    nothing where it comes to what they know.
    """
    quiet = not is_sending_time(turn.now, turn.programme, turn.rules.days)
    unheard, notices = _take_back(turn, after.year), []
    for who in (one.who for one in concerned(turn, after.year) if not one.unreachable):
        earlier, old = unheard.get(who.id, (None, before.deadline))
        if (news := _news(earlier, change, old != after.deadline)) is None:
            continue
        texts = texts_for(who.lang)
        text = texts(
            f"oversee.changed.{news}", year=after.year, name=turn.who.name,
            old=word_deadline(old, turn.today, who.lang),
            new=word_deadline(after.deadline, turn.today, who.lang),
            left=word_time_left(after.deadline, turn.now.astimezone(turn.rules.zone), who.lang),
        )
        report = Button(texts.plain("oversee.button.report"), OpenReport("", after.year))
        rows = ((report,),) if who.reports_own and news != "ended" else ()
        key = f"year:{after.year}:{news}:{old:%Y%m%d%H%M}:{turn.now.isoformat()}:{who.id}"
        notices.append(Notice(who.id, text, rows, key, quiet=quiet))
    return tuple(notices)


def _take_back(turn: Turn, year: int) -> dict[int, tuple[Change, datetime]]:
    """Take back what waits of a year's changes; returns for each person the first of it, with the date they know."""
    first: dict[int, tuple[Change, datetime]] = {}
    keys = []
    for key, person in posted.waiting(turn.session, f"year:{year}:"):
        if (found := _KEY.match(key)) is not None:
            known = datetime.strptime(found["old"], "%Y%m%d%H%M").replace(tzinfo=turn.rules.zone)
            first.setdefault(person, (cast(Change, found["change"]), known))
            keys.append(key)
    outbox.cancel(turn.session, keys, turn.now)
    return first


def _news(earlier: Change | None, change: Change, is_moved: bool) -> Change | None:
    """Return what a change comes to for whoever has not heard of the one before; None: nothing.

    is_moved: whether the date is another than the one that they know.
    """
    if earlier is None:
        return change
    was_open, is_open = earlier != "reopened", change != "ended"
    if was_open == is_open:
        return "moved" if is_open and is_moved else None
    return "reopened" if is_open else "ended"
