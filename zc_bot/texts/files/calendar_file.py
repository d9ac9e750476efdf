"""Deadlines and reminders as iCalendar files (RFC 5545), for the calendar of a phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from zc_bot.reminders.deadlines import Cycle
from zc_bot.reminders.moments import Moment
from zc_bot.texts.catalog import Texts

ALARMS = (timedelta(days=-7), timedelta(days=-1))
LENGTH = timedelta(minutes=30)
SHORTEST_MONTH = 28
FREQUENCY = {"daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY", "yearly": "YEARLY"}


def deadlines_file(cycles: Sequence[Cycle], now: datetime, texts: Texts) -> bytes:
    """Write an event for each deadline, ending at it, with an alarm a week and a day before."""
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//zc_bot//deadlines//")
    calendar.add("version", "2.0")
    for cycle in cycles:
        event = Event()
        event.add("uid", f"deadline-{cycle.year}@zc-bot")
        event.add("summary", texts.plain("oversee.deadline.event", year=cycle.year))
        event.add("dtstamp", now)
        event.add("dtstart", cycle.deadline - LENGTH)
        event.add("dtend", cycle.deadline)
        for before in ALARMS:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", texts.plain("oversee.deadline.event", year=cycle.year))
            alarm.add("trigger", before)
            event.add_component(alarm)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def reminder_file(moment: Moment, number: int, now: datetime, texts: Texts) -> bytes:
    """Write one's own reminder as an event with an alarm at its time; a monthly one of day 31 is on the last day."""
    from icalendar import Alarm, Calendar, Event

    calendar, event, alarm = Calendar(), Event(), Alarm()
    calendar.add("prodid", "-//zc_bot//reminders//")
    calendar.add("version", "2.0")
    event.add("uid", f"reminder-{number}@zc-bot")
    event.add("summary", moment.rest or texts.plain("own.nothing"))
    event.add("dtstamp", now)
    event.add("dtstart", moment.at)
    event.add("dtend", moment.at + LENGTH)
    if moment.repeat is not None:
        rule: dict[str, object] = {"freq": FREQUENCY[moment.repeat]}
        if moment.repeat == "monthly" and _day(moment) > SHORTEST_MONTH:
            rule["bymonthday"], rule["bysetpos"] = list(range(SHORTEST_MONTH, 1 + _day(moment))), -1
        event.add("rrule", rule)
    alarm.add("action", "DISPLAY")
    alarm.add("description", moment.rest or texts.plain("own.nothing"))
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _day(moment: Moment) -> int:
    return moment.day_of_month or moment.at.day
