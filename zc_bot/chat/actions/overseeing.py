"""Buttons of the progress: nudges, and messages to many."""

from __future__ import annotations

from zc_bot.chat.codec import Action, stored_as


@stored_as("status")
class ShowProgress(Action):
    pass


@stored_as("oversee:nudge")
class NudgeAuthority(Action):
    authority: str
    year: int


@stored_as("oversee:all")
class NudgeAll(Action):
    """Show whom a nudge of everybody who is late would reach."""

    year: int


@stored_as("oversee:sure")
class NudgeSeveral(Action):
    year: int
    authorities: tuple[str, ...]


@stored_as("oversee:leave")
class LeaveNudges(Action):
    pass


@stored_as("broadcast:send")
class SendBroadcast(Action):
    text: str


@stored_as("broadcast:text")
class AwaitMessage(Action):
    """The prompt that waits for the message itself; to: as of `AwaitSend`."""

    to: str = "all"


@stored_as("broadcast:word")
class AwaitSend(Action):
    """The prompt that waits for the word which sends a message; to: everybody, a role, an authority, who is late."""

    text: str
    to: str = "all"


@stored_as("broadcast:aim")
class AimBroadcast(Action):
    """Show a message again for other people: `all`, `late`, a role, or an authority's code."""

    to: str
    text: str


@stored_as("broadcast:whose")
class ChooseAuthority(Action):
    text: str


@stored_as("broadcast:leave")
class LeaveBroadcast(Action):
    pass
