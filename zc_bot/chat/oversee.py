"""Progress: how many communities are in, and until when."""

from __future__ import annotations

from zc_bot.chat.desk import Desk
from zc_bot.chat.replies import Reply, Response
from zc_bot.reminders.deadlines import Cycle, cycles
from zc_bot.storage import figures, overrides
from zc_bot.texts.catalog import join
from zc_bot.texts.reminders import word_deadline, word_time_left

STATUS = "status"


def open_cycle(desk: Desk) -> Cycle | None:
    """Return the newest year whose figures are being collected."""
    found = cycles(desk.now, desk.programme, desk.rules.days, overrides.deadlines(desk.session))
    return found[-1] if found else None


def status(desk: Desk) -> Response:
    """Say how far this year's figures have come: the number first, then who still misses how many."""
    texts, cycle = desk.texts, open_cycle(desk)
    if cycle is None:
        return Response((Reply(texts("chat.status.none")),))
    reported = figures.reported(desk.session, desk.programme, cycle.year)
    total = len(desk.programme.metrics)
    asked = [item for item in desk.programme.communities if item.start <= cycle.year]
    counts = {item.code: len(reported.get(item.code, ())) for item in asked}
    complete = sum(count == total for count in counts.values())
    lines = [
        texts("chat.status.full" if counts[item.code] == total else "chat.status.line",
              community=item.name(texts.lang), count=counts[item.code], total=total)
        for item in sorted(asked, key=lambda item: counts[item.code])
    ]  # fmt: skip
    head = texts("chat.status.head", complete=complete, expected=len(asked), year=cycle.year)
    due = texts("chat.status.deadline", deadline=word_deadline(cycle.deadline, desk.today, texts.lang))
    return Response((Reply(join([head, due, *lines])),))


def deadline(desk: Desk) -> Response:
    """Say when this year's figures are due."""
    texts, cycle = desk.texts, open_cycle(desk)
    if cycle is None:
        return Response((Reply(texts("chat.status.none")),))
    when = word_deadline(cycle.deadline, desk.today, texts.lang)
    left = word_time_left(cycle.deadline, desk.now, texts.lang)
    head = texts("chat.deadline.text", deadline=when, year=cycle.year)
    return Response((Reply(join([head, texts("chat.deadline.left", left=left)])),))
