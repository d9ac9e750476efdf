"""Buttons of what is about reminders: put off, muted, handed over; and of one's own."""

from __future__ import annotations

from zc_bot.chat.codec import Action, stored_as


@stored_as("pause:seen")
class MarkSeen(Action):
    year: int
    stage: str


@stored_as("pause:menu")
class OfferPauses(Action):
    year: int


@stored_as("pause:for")
class PauseFor(Action):
    year: int
    until: str


@stored_as("pause:ask")
class AskUntil(Action):
    year: int


@stored_as("pause:until")
class AwaitUntil(Action):
    """The prompt that waits for the moment until which reminders are put off."""

    year: int


@stored_as("pause:mute")
class Mute(Action):
    year: int


@stored_as("pause:unmute")
class Unmute(Action):
    year: int


@stored_as("pause:hand")
class HandOver(Action):
    year: int
    colleague: int


@stored_as("pause:accept")
class AcceptCover(Action):
    """Say 好 to reporting instead of a colleague; `number` of the request."""

    number: int


@stored_as("pause:decline")
class DeclineCover(Action):
    number: int


@stored_as("pause:give-back")
class GiveBack(Action):
    """Leave with a colleague again what was taken over; `number` of the request."""

    number: int


@stored_as("pause:keep-cover")
class KeepCover(Action):
    """Go on reporting instead of a colleague."""


@stored_as("own:list")
class ListReminders(Action):
    pass


@stored_as("own:drop")
class DropReminder(Action):
    number: int


@stored_as("own:drop_all")
class DropReminders(Action):
    numbers: tuple[int, ...]


@stored_as("own:keep")
class KeepReminder(Action):
    """A reminder as it was shown: its moment, of what, how often, the day of the month and the words for a limit."""

    at: str
    text: str
    repeat: str = ""
    day: int = 0
    limit: str = ""


@stored_as("own:done")
class DoneReminder(Action):
    number: int


@stored_as("own:again")
class RemindAgain(Action):
    number: int
    minutes: int


@stored_as("own:file")
class GetReminderFile(Action):
    number: int
