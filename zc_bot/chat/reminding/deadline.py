"""The deadline: asked by anybody, added to a phone's calendar, moved and years ended by an admin, reopened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Literal

from markupsafe import Markup

from zc_bot.chat.actions import (
    AwaitEnd,
    EndYear,
    GetCalendar,
    LeaveDeadline,
    MoveDeadline,
    ProposeDeadline,
    ReopenYear,
)
from zc_bot.chat.codec import Action
from zc_bot.chat.confirming import await_word, is_typed
from zc_bot.chat.cycles import cycle_for, cycle_meant, is_provisional, newest_cycle
from zc_bot.chat.reminding import announcing, nudges, planned, unopened, wrong_day
from zc_bot.chat.replies import Button, Document, Notice, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.numerals import FOLD
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import Year, find_years
from zc_bot.policy.roles import Act, require
from zc_bot.reminders.coming import coming
from zc_bot.reminders.deadlines import Cycle, cycle_of
from zc_bot.reminders.moments import read_day_and_hour
from zc_bot.storage import audit, overrides, review
from zc_bot.storage.gaps import missing_in
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import word_day
from zc_bot.texts.files.calendar_file import deadlines_file
from zc_bot.texts.people import who_may
from zc_bot.texts.reminders import word_coming, word_deadline, word_moment, word_time_left, word_weekday

_FOUR_DIGITS = compile_later("[0-9]{4}年?")
FARTHEST = timedelta(days=730)
USUAL_DELAY = timedelta(days=14)
"""The example of a new deadline is so far ahead."""
LONGEST_REST = 14
"""No holiday puts a reminder off by more days."""
AHEAD = 3
"""So many deadlines go into the calendar file: this one, and those of the years to come."""
Order = Literal["end", "reopen", "usual"]
_ORDERS: dict[str, Order] = {
    **dict.fromkeys(("结束", "关闭", "end", "close"), "end"),
    **dict.fromkeys(("重开", "重新开放", "开放", "reopen", "open"), "reopen"),
    **dict.fromkeys(("恢复", "还原", "默认", "usual", "reset"), "usual"),
}
"""What stands behind a year."""


def deadline(turn: Turn) -> Response:
    """Say when this year's figures are due; what an admin writes behind the command moves it."""
    said = turn.incoming.argument.translate(FOLD).strip().lower()
    year = _year_first(said)
    if (year is not None and not said[year.end :].strip()) or _FOUR_DIGITS.fullmatch(said):
        return _shown(turn, int(said[:4]) if year is None else year.year)
    if said and turn.who.may(Act.REOPEN_YEAR):
        return _read_order(turn, said)
    if said and turn.sender.may(Act.REOPEN_YEAR):
        return Response((Reply(turn.texts("oversee.deadline.in_private")),))
    texts, cycle, refused = turn.texts, cycle_meant(turn), []
    if said:
        turn.deny("/deadline")
        refused = [texts("oversee.order.no_move", roles=who_may(Act.MOVE_DEADLINE, texts))]
    if cycle is None:
        return unopened.none_open(turn)
    button = Button(texts.plain("oversee.button.calendar"), GetCalendar())
    return Response((Reply(join([*refused, *_lines(turn, cycle), *_coming(turn, cycle)]), ((button,),)),))


def _coming(turn: Turn, cycle: Cycle) -> list[Markup]:
    """Say when figures are due next, once a year's deadline is past: of no year that ended or is late itself."""
    if turn.now < cycle.deadline:
        return []
    ended, years = overrides.ended(turn.session), (cycle_for(turn, year) for year in count(cycle.year + 1))
    after = next(one for one in years if one.year not in ended and one.deadline > turn.now)
    is_unsure = is_provisional(turn.session, turn.rules, after)
    return [word_coming(after.year, after.deadline, is_unsure, turn.now.astimezone(turn.rules.zone), turn.texts)]


def _shown(turn: Turn, year: int) -> Response:
    """Say when the figures of a year that was named are due, or that none are collected."""
    if not turn.programme.first_year <= year <= turn.today.year:
        return Response((Reply(turn.texts("oversee.deadline.no_year", year=year)),))
    if year not in overrides.ended(turn.session):
        return Response((Reply(join(_lines(turn, cycle_for(turn, year)))),))
    may = turn.who.may(Act.REOPEN_YEAR)
    return Response((Reply(turn.texts(f"oversee.deadline.{'is_ended' if may else 'was_ended'}", year=year)),))


def _lines(turn: Turn, cycle: Cycle) -> list[Markup]:
    """Say when a year's figures are due, how long that is, and to an admin how it is moved."""
    texts, lines = turn.texts, [*standing(turn, cycle.year), *_time_left(turn, cycle)]
    if turn.now < cycle.opens:
        opens = word_deadline(cycle.opens, turn.today, texts.lang)
        lines.append(texts("ask.deadline.opening", opens=opens, year=cycle.year))
    if is_provisional(turn.session, turn.rules, cycle):
        lines.append(texts("oversee.deadline.provisional", year=cycle.deadline.year))
    if turn.who.may(Act.MOVE_DEADLINE):
        day = turn.rules.days.next_working(turn.today + USUAL_DELAY)
        lines.append(texts("oversee.deadline.how", year=cycle.year, day=day.isoformat()))
    return lines


def standing(turn: Turn, year: int) -> list[Markup]:
    """Say when a year's figures are due, and from which day that was moved. Raises `NotAllowed`."""
    require(turn.who, Act.SEE_DEADLINE)
    texts, cycle = turn.texts, cycle_for(turn, year)
    when = word_deadline(cycle.deadline, turn.today, texts.lang)
    lines = [texts(f"chat.deadline.{'text' if turn.now < cycle.deadline else 'past'}", deadline=when, year=year)]
    usual = cycle_of(turn.programme, year, turn.rules.days, None).deadline
    if usual != cycle.deadline:
        lines.append(texts("chat.deadline.moved", usual=word_deadline(usual, turn.today, texts.lang)))
    return lines


def late(turn: Turn, year: int) -> Markup:
    """Say that figures can be handed in after a year's deadline, and count as late."""
    return turn.texts(f"oversee.deadline.{'late_after' if turn.now < cycle_for(turn, year).deadline else 'late_too'}")


def _time_left(turn: Turn, cycle: Cycle) -> list[Markup]:
    left = word_time_left(cycle.deadline, turn.now.astimezone(turn.rules.zone), turn.texts.lang)
    return [turn.texts("chat.deadline.left", left=left[:1].upper() + left[1:])]


def ask_end(turn: Turn, action: EndYear) -> Response:
    """Show in numbers what ending a year would do, and ask for the word."""
    texts, year = turn.texts, action.year
    missing = missing_in(turn.session, turn.programme, year)
    in_review = review.in_review(turn.session, turn.who, turn.programme)
    waits = sum(place.figures for place in in_review if place.year == year)
    lines = [texts("oversee.deadline.ask_end", year=year)]
    if missing:
        count = sum(len(metrics) for metrics in missing.values())
        lines.append(texts("oversee.deadline.end_missing", places=len(missing), count=count))
    if waits:
        lines.append(texts("oversee.deadline.end_waiting", count=waits))
    if taken_back := _taken_back(turn, year):
        lines.append(texts("oversee.deadline.taken_back", count=taken_back))
    lines.append(texts("oversee.deadline.end_type", word=texts.plain("oversee.deadline.end_word")))
    await_word(turn, AwaitEnd(year))
    leave_row = ((Button(texts.plain("oversee.button.leave"), LeaveDeadline()),),)
    return Response((Reply(join(lines), leave_row, single_use=True),))


def end(turn: Turn, action: AwaitEnd) -> Response:
    """End the collection of a year, if the word was typed."""
    if not is_typed(turn, "oversee.deadline.end_word"):
        return Response((Reply(turn.texts("oversee.deadline.not_ended", year=action.year)),))
    notices = _announced(turn, "ended", action.year) if action.year not in overrides.ended(turn.session) else ()
    overrides.end(turn.session, turn.who, action.year, turn.now)
    nudges.replan(turn.session, turn.rules, action.year, turn.now)
    lines = [turn.texts("oversee.deadline.ended", year=action.year), *_told(turn, action.year, notices)]
    return Response((Reply(join(lines)),), notices=notices, events=frozenset({"tick"}))


def _announced(turn: Turn, change: announcing.Change, year: int) -> tuple[Notice, ...]:
    cycle = cycle_for(turn, year)
    return announcing.changed(turn, change, cycle, cycle)


def reopen(turn: Turn, action: ReopenYear) -> Response:
    """Take up the collection of a year again."""
    notices = _announced(turn, "reopened", action.year) if action.year in overrides.ended(turn.session) else ()
    overrides.reopen(turn.session, turn.who, action.year, turn.now)
    nudges.replan(turn.session, turn.rules, action.year, turn.now)
    lines = [turn.texts("oversee.deadline.reopened", year=action.year), *_told(turn, action.year, notices)]
    return Response((Reply(join(lines)),), notices=notices, events=frozenset({"tick"}))


def leave(turn: Turn, _: LeaveDeadline) -> Response:
    """Leave the deadline as it is."""
    return Response((Reply(turn.texts("oversee.deadline.left_alone")),))


def _year_first(said: str) -> Year | None:
    """Return the year that a text begins with; a day's year (2020-02-10) is none."""
    return next((one for one in find_years(said, in_dates=False) if one.start == 0), None)


def _read_order(turn: Turn, said: str) -> Response:
    """Read `2019 2020-02-10`, `2019 结束` or `2019 重开`, and show what would change before it does.

    A day alone is one for the year that is being collected.
    """
    found, newest = _year_first(said), cycle_meant(turn)
    if found is None and (day := read_day_and_hour(said, turn.today)) is not None:
        if newest is None:
            return unopened.none_open(turn)
        return wrong_day.past(turn, said, day) or propose(turn, newest.year, day)
    rest = said[found.end :].strip() if found else ""
    if found is None or not rest:
        return Response((Reply(turn.texts("oversee.deadline.unread", said=said[:40])),))
    if (order := _ORDERS.get(rest)) is not None:
        return decide(turn, found.year, order)
    if (day := read_day_and_hour(rest, turn.today)) is not None:
        return wrong_day.past(turn, rest, day) or propose(turn, found.year, day)
    unread = Response((Reply(turn.texts("oversee.deadline.unread", said=rest[:40])),))
    return _refused(turn, found.year) or wrong_day.none_such(turn, rest) or unread


def decide(turn: Turn, year: int, order: Order) -> Response:
    """Show what ending or reopening a year, or its usual deadline, would change, and ask."""
    texts = turn.texts
    if (refused := _refused(turn, year, order)) is not None:
        return refused
    if order == "reopen":
        return _confirm(turn, texts("oversee.deadline.ask_reopen", year=year), "reopen", ReopenYear(year))
    if order == "end":
        return ask_end(turn, EndYear(year))
    if year not in overrides.deadlines(turn.session):
        return Response((Reply(join([texts("oversee.deadline.is_usual", year=year), *standing(turn, year)])),))
    return _preview(turn, cycle_for(turn, year), None)


def _refused(turn: Turn, year: int, order: Order | None = None) -> Response | None:
    """Say why nothing can be done about a year; None where it can. order: none for another day."""
    texts, is_ended = turn.texts, year in overrides.ended(turn.session)
    if is_ended and order != "reopen":
        return Response((Reply(texts("oversee.deadline.is_ended", year=year)),))
    if not turn.programme.first_year <= year <= turn.today.year:
        return Response((Reply(texts("oversee.deadline.no_year", year=year)),))
    if order == "reopen":
        return None if is_ended else Response((Reply(texts("oversee.deadline.is_open", year=year)),))
    if not turn.who.may(Act.MOVE_DEADLINE):
        turn.deny("move_deadline")
        return Response((Reply(texts("oversee.deadline.admin_only", roles=who_may(Act.MOVE_DEADLINE, texts))),))
    return None


def propose(turn: Turn, year: int, day: date, notes: Sequence[Markup] = ()) -> Response:
    """Show what a deadline on a day, maybe with its hour, would change, and ask.

    notes: how the day was counted, where it was not named.
    """
    if (refused := _refused(turn, year)) is not None:
        return refused
    cycle = cycle_for(turn, year)
    chosen = day.date() if isinstance(day, datetime) else day
    after = cycle_of(turn.programme, year, turn.rules.days, day) if _in_reach(turn, chosen) else None
    if after is None or after.deadline <= max(cycle.opens, turn.now):
        return Response((Reply(turn.texts("oversee.deadline.out_of_reach", day=chosen.isoformat())),))
    after = cycle_of(turn.programme, year, turn.rules.days, day)
    if after.deadline == cycle.deadline and not is_provisional(turn.session, turn.rules, cycle):
        return Response((Reply(join([turn.texts("oversee.deadline.is_so", year=year), *standing(turn, year)])),))
    return _preview(turn, cycle, day, notes)


def _in_reach(turn: Turn, day: date) -> bool:
    """Tell whether a deadline on a day is neither past nor beyond reach; only then are its stages worked out."""
    return turn.today <= day <= turn.today + FARTHEST


def _preview(turn: Turn, before: Cycle, day: date | None, notes: Sequence[Markup] = ()) -> Response:
    """Show the old and the new deadline, what is still to be sent, and what would be taken back."""
    texts, lang = turn.texts, turn.texts.lang
    after = cycle_of(turn.programme, before.year, turn.rules.days, day)
    lines = [
        texts("oversee.deadline.preview", year=before.year),
        texts("oversee.deadline.old", deadline=word_deadline(before.deadline, turn.today, lang)),
        texts("oversee.deadline.new", deadline=word_deadline(after.deadline, turn.today, lang)),
        *notes,
    ]
    rests = day is not None and not turn.rules.days.is_working(after.deadline.date())
    if rests:
        lines.append(texts("oversee.deadline.day_off", day=word_day(after.deadline.date(), texts)))
    if day is None and not turn.rules.days.confirmed(after.deadline.year):
        lines.append(texts("oversee.deadline.provisional", year=after.deadline.year))
    lines += _reminders(turn, after, day)
    if taken_back := _taken_back(turn, before.year):
        lines.append(texts("oversee.deadline.taken_back", count=taken_back))
    lines.append(announcing.say_told(turn, before.year, "told"))
    label = texts.plain("oversee.button.move")
    hour = f"{day:%H:%M}" if isinstance(day, datetime) else ""
    chosen = day.date() if isinstance(day, datetime) else day
    move = Button(label, MoveDeadline(before.year, chosen, hour))
    leave = Button(texts.plain("oversee.button.leave"), LeaveDeadline())
    better = _on_working_day(turn, before.year, after.deadline.date(), hour) if rests else ()
    return Response((Reply(join(lines), (*better, (move,), (leave,)), single_use=True),))


def _reminders(turn: Turn, after: Cycle, day: date | None) -> list[Markup]:
    """Say on which days the year would be reminded of, with its stages by themselves and the first that repeats."""
    texts, last = turn.texts, after.stages[-1].at if after.stages else after.deadline
    through = max(turn.now, last) + timedelta(days=after.repeat_days + LONGEST_REST)
    facts = planned.facts_until(turn, through)
    moved = {year: chosen for year, chosen in facts.overrides.items() if year != after.year}
    moved |= {} if day is None else {after.year: day}
    moments = sorted(set(coming(replace(facts, overrides=moved), after.year, turn.now, through).values()))
    at_once = [texts("oversee.deadline.at_once")] if turn.now in moments else []
    days = [word_day(at.date(), texts) for at in moments if at != turn.now]
    if not days:
        return at_once
    return [*at_once, texts("oversee.deadline.stages", days=texts.plain("remind.comma").join(days))]


def _on_working_day(turn: Turn, year: int, day: date, hour: str) -> tuple[tuple[Button, ...], ...]:
    """Offer the first working day after a day off."""
    working = turn.rules.days.next_working(day)
    label = turn.texts.plain("oversee.button.on_day", day=word_weekday(working, turn.today, turn.texts.lang))
    return ((Button(label, ProposeDeadline(year, working, hour)),),)


def _taken_back(turn: Turn, year: int) -> int:
    """Count the waiting reminders of a year, which are taken back and planned anew."""
    return sum(key.year == year for key, _ in nudges.keyed(turn.session, nudges.WAITING))


def move(turn: Turn, action: MoveDeadline) -> Response:
    """Move the deadline as shown, unless that was long ago and can't be any more."""
    year, day, before = action.year, action.day, cycle_for(turn, action.year)
    if (day is not None and day < turn.today) or year in overrides.ended(turn.session):
        return Response((Reply(turn.texts("oversee.deadline.too_old", year=year)),))
    if day is not None and action.hour:
        day = datetime.combine(day, time.fromisoformat(action.hour))
    overrides.move(turn.session, turn.who, year, day, turn.now)
    after = cycle_for(turn, year)
    notices = announcing.changed(turn, "moved", before, after) if after.deadline != before.deadline else ()
    nudges.replan(turn.session, turn.rules, year, turn.now)
    when = word_moment(after.deadline, turn.today, turn.texts.lang)
    key = "moved" if after.deadline != before.deadline else "settled"
    lines = [turn.texts(f"oversee.deadline.{key}", year=year, deadline=when), *_told(turn, action.year, notices)]
    return Response((Reply(join(lines), receipt=True),), notices=notices, events=frozenset({"tick"}))


def _told(turn: Turn, year: int, notices: Sequence[Notice]) -> list[Markup]:
    return [announcing.say_told(turn, year, "told_now", notices)] if notices else []


def _confirm(turn: Turn, text: Markup, name: str, action: Action) -> Response:
    rows = (
        (Button(turn.texts.plain(f"oversee.button.{name}"), action),),
        (Button(turn.texts.plain("oversee.button.leave"), LeaveDeadline()),),
    )
    return Response((Reply(text, rows, single_use=True),))


def give_calendar(turn: Turn, _: GetCalendar) -> Response:
    """Give the next deadlines as a calendar file."""
    first = newest_cycle(turn)
    year = turn.today.year - 1 if first is None else first.year
    cycles = [cycle_for(turn, year + ahead) for ahead in range(AHEAD)]
    coming = [cycle for cycle in cycles if cycle.deadline > turn.now]
    content = deadlines_file(coming, turn.now, turn.texts)
    lines = [turn.texts("oversee.deadline.file")]
    lines += [
        turn.texts("oversee.deadline.in_file", year=cycle.year, day=cycle.deadline.date().isoformat())
        for cycle in coming
    ]
    audit.note_reading(turn.session, turn.who, "calendar", len(coming), turn.now)
    return Response((Reply(join(lines), document=Document("deadlines.ics", content)),))
