"""Buttons of figures asked for, and of the digest."""

from __future__ import annotations

from zc_bot.chat.codec import Action, stored_as


@stored_as("request:ask")
class AskReporter(Action):
    """Ask whoever reports for a figure that is not there."""

    community: str
    metric: str
    year: int


@stored_as("request:decline")
class DeclineRequest(Action):
    community: str
    metric: str
    year: int


@stored_as("request:why")
class AwaitRefusal(Action):
    """The prompt that waits for why a figure can't be had."""

    community: str
    metric: str
    year: int


@stored_as("request:tell")
class TellRefusal(Action):
    """Tell whoever asked why a figure can't be had."""

    community: str
    metric: str
    year: int
    reason: str


@stored_as("request:leave")
class LeaveRequest(Action):
    """Tell nobody anything; the request stays."""


@stored_as("weekly")
class SubscribeWeekly(Action):
    wanted: bool
