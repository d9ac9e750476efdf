"""Buttons of progress and stories, and of the page."""

from __future__ import annotations

from zc_bot.chat.codec import Action, stored_as


@stored_as("showing:kind")
class BeginShowing(Action):
    kind: str


@stored_as("showing:fill")
class FillShowing(Action):
    """Give a field its value; '' for none. of: the digest of what was agreed to, where it is that."""

    field: str
    value: str
    of: str = ""


@stored_as("showing:ask")
class AskShowing(Action):
    """Ask a field anew."""

    field: str


@stored_as("showing:field")
class AwaitShowing(Action):
    """The prompt that waits for a field of what is put together."""

    field: str


@stored_as("showing:submit")
class SubmitShowing(Action):
    """Hand in what was previewed, which has this digest."""

    digest: str


@stored_as("showing:leave")
class LeaveShowing(Action):
    pass


@stored_as("showing:mend")
class MendShowing(Action):
    entry: int


@stored_as("showing:list")
class ListShowings(Action):
    page: int = 0


@stored_as("showing:look")
class LookAtShowing(Action):
    entry: int


@stored_as("showing:withdraw")
class WithdrawShowing(Action):
    """Take an entry back; sure: it was asked about before."""

    entry: int
    sure: bool = False


@stored_as("showing:queue")
class ShowShowings(Action):
    page: int = 0


@stored_as("showing:approve")
class ApproveShowing(Action):
    entry: int


@stored_as("showing:return")
class AskShowingReason(Action):
    entry: int


@stored_as("showing:why")
class AwaitShowingReason(Action):
    """The prompt that waits for why an entry is sent back."""

    entry: int


@stored_as("page:switch")
class SwitchPage(Action):
    is_open: bool


@stored_as("page:link")
class GiveLink(Action):
    """Give the link of a community's page."""

    community: str
