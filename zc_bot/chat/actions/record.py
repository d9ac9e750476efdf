"""Buttons of the record of decisions, milestones, targets and support, and of what proves them."""

from __future__ import annotations

from zc_bot.chat.codec import Action, stored_as


@stored_as("ledger:note")
class NoteEntry(Action):
    """Note what was previewed; `entry` as JSON, and so the file that was sent with it, if any."""

    entry: str
    file: str = ""


@stored_as("ledger:prove")
class ProveEntry(Action):
    """Send photos or papers that prove an entry."""

    entry: int


@stored_as("ledger:proof?")
class AwaitProof(Action):
    """The prompt that waits for the photos or papers that prove an entry."""

    entry: int


@stored_as("ledger:unprove?")
class AskToDropProof(Action):
    """Ask whether a file is to prove an entry no more; `entry` is its first version."""

    entry: int
    sha256: str


@stored_as("ledger:unprove")
class DropProof(Action):
    entry: int
    sha256: str


@stored_as("ledger:keep-proof")
class KeepProof(Action):
    pass


@stored_as("ledger:meeting")
class NoteMeeting(Action):
    """Note the decisions of a meeting that were previewed, each as JSON in a JSON list."""

    decisions: str


@stored_as("ledger:leave")
class LeaveEntry(Action):
    pass


@stored_as("ledger:change")
class ChangeEntry(Action):
    """Close an entry, or take it back: `state` is closed or void."""

    entry: int
    state: str


@stored_as("ledger:approve")
class ApproveEntry(Action):
    entry: int
