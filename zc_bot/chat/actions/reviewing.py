"""Buttons of reviewing figures, and the prompts for reasons and remarks."""

from __future__ import annotations

from zc_bot.chat.codec import Action, stored_as


@stored_as("review:queue")
class ShowQueue(Action):
    """Show what waits; anew: in a message of its own."""

    anew: bool = False


@stored_as("review:open")
class ReviewPlace(Action):
    """Show a community's year that waits; anew: in a message of its own."""

    community: str
    year: int
    anew: bool = False


@stored_as("review:approve")
class Approve(Action):
    """Approve the versions that were shown; what is exceptional among several is asked about once."""

    community: str
    year: int
    versions: tuple[int, ...]


@stored_as("review:sure")
class ApproveSurely(Action):
    """Approve the versions that were shown, what is exceptional among them too."""

    community: str
    year: int
    versions: tuple[int, ...]


@stored_as("review:reopen")
class AskToReopen(Action):
    """Ask before approvals of one's own are taken back; `approvals` empty: all that can be, of a community's year."""

    community: str
    year: int
    approvals: tuple[int, ...] = ()


@stored_as("review:reopened")
class Reopen(Action):
    community: str
    year: int
    approvals: tuple[int, ...]


@stored_as("review:list")
class ListFigures(Action):
    community: str
    year: int


@stored_as("review:one")
class ReviewFigure(Action):
    community: str
    year: int
    metric: str


@stored_as("review:pick")
class PickToReturn(Action):
    """Choose figures that are sent back together; chosen: their versions; asks: it is asked why now."""

    community: str
    year: int
    chosen: tuple[int, ...] = ()
    asks: bool = False


@stored_as("review:return")
class AskReason(Action):
    version: int


@stored_as("review:why")
class AwaitReason(Action):
    """The prompt that waits for the reason of sending a version back."""

    version: int


@stored_as("review:back")
class SendBack(Action):
    version: int
    reason: str


@stored_as("review:remark")
class AskRemark(Action):
    version: int


@stored_as("review:say")
class AwaitRemark(Action):
    """The prompt that waits for what is to be said of a version without sending it back."""

    version: int


@stored_as("review:whys")
class AwaitReasonFor(Action):
    """The prompt that waits for the reason of sending several versions back."""

    versions: tuple[int, ...]


@stored_as("review:backs")
class SendBackSeveral(Action):
    reason: str
    versions: tuple[int, ...]
