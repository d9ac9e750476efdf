"""Buttons of deadlines, years and days off."""

from __future__ import annotations

from datetime import date

from zc_bot.chat.codec import Action, stored_as


@stored_as("deadline:file")
class GetCalendar(Action):
    pass


@stored_as("deadline:move")
class MoveDeadline(Action):
    """Move a year's deadline; None: back to the usual day. hour: as 12:00, '' for the programme's."""

    year: int
    day: date | None
    hour: str = ""


@stored_as("deadline:propose")
class ProposeDeadline(Action):
    """Show what another deadline would change; None asks for the day. hour: as 12:00, '' for the programme's."""

    year: int
    day: date | None
    hour: str = ""


@stored_as("deadline:day")
class AwaitDeadline(Action):
    """The prompt that waits for the day to which a year's deadline is put off."""

    year: int


@stored_as("days:ask")
class AskDaysOff(Action):
    year: int


@stored_as("days:await")
class AwaitDaysOff(Action):
    """The prompt that waits for the notice of a year's days off."""

    year: int


@stored_as("days:save")
class SaveDaysOff(Action):
    """Keep a year's days off and make-up workdays, as ISO dates."""

    year: int
    off: tuple[str, ...]
    worked: tuple[str, ...]


@stored_as("deadline:end")
class EndYear(Action):
    year: int


@stored_as("deadline:end-word")
class AwaitEnd(Action):
    """The prompt that waits for the word which ends a year."""

    year: int


@stored_as("deadline:reopen")
class ReopenYear(Action):
    year: int


@stored_as("deadline:leave")
class LeaveDeadline(Action):
    pass
