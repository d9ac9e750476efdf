"""Deadlines as an iCalendar file (RFC 5545), for the calendar of a phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from zc_bot.reminders.deadlines import Cycle
from zc_bot.texts.catalog import Texts

ALARMS = (timedelta(days=-7), timedelta(days=-1))
LENGTH = timedelta(minutes=30)


def deadlines_file(cycles: Sequence[Cycle], now: datetime, texts: Texts) -> bytes:
    """Write an event for each deadline, ending at it, with an alarm a week and a day before."""
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
