"""Faults on demand: what a test has the Bot API do wrong next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from zc_bot.sandbox.errors import ApiError, bad_request, forbidden, migrated, too_many

Kind = Literal[
    "429", "500", "502", "reset_before", "reset_after", "unreadable", "silence",
    "blocked", "kicked", "left", "deactivated", "never_started", "chat_not_found", "no_rights", "topic_closed",
    "no_topic", "migrated", "group_deleted", "unreadable_html", "unauthorized", "other_poller",
]
"""`reset_before` cuts the connection and does nothing; `reset_after`, `unreadable` and `silence` do it, then cut the
connection, answer nonsense, never answer. All others refuse and do nothing."""

EVERY, WRITING = "*", "writing"
"""Any method, and any that writes to a chat."""
WRITES = ("send", "edit", "copy", "forward")
REFUSALS: Mapping[str, ApiError] = {
    "500": ApiError(500, "Internal Server Error"),
    "502": ApiError(502, "Bad Gateway"),
    "blocked": forbidden("bot was blocked by the user"),
    "kicked": forbidden("bot was kicked from the supergroup chat"),
    "left": forbidden("bot is not a member of the supergroup chat"),
    "deactivated": forbidden("user is deactivated"),
    "never_started": forbidden("bot can't initiate conversation with a user"),
    "chat_not_found": bad_request("chat not found"),
    "no_rights": bad_request("not enough rights to send text messages to the chat"),
    "group_deleted": forbidden("the group chat was deleted"),
    "topic_closed": bad_request("TOPIC_CLOSED"),
    "no_topic": bad_request("message thread not found"),
    "unreadable_html": bad_request("can't parse entities: Unsupported start tag \"x\" at byte offset 0"),
    "unauthorized": ApiError(401, "Unauthorized"),
    "other_poller": ApiError(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    ),
}


@dataclass
class Fault:
    """One fault, for `times` more calls of `method` (EVERY, WRITING: of many), in one chat or in all.

    retry_after: seconds that a `429` asks for; moved_to: the supergroup that `migrated` names.
    """

    method: str
    kind: Kind
    times: int
    retry_after: int
    chat_id: int | None
    moved_to: int = 0

    def concerns(self, method: str, chat_id: int | None) -> bool:
        """Tell whether a call of `method` for `chat_id` meets this fault."""
        here = self.chat_id is None or self.chat_id == chat_id
        asked = self.method in (EVERY, method) or (self.method == WRITING and is_writing(method))
        return self.times > 0 and here and asked

    @property
    def refusal(self) -> ApiError | None:
        """The refusal that it is, None where the call is done and its answer is lost."""
        if self.kind == "429":
            return too_many(self.retry_after)
        return migrated(self.moved_to) if self.kind == "migrated" else REFUSALS.get(self.kind)


def is_writing(method: str) -> bool:
    """Tell whether a method, in lower case, puts something into a chat or changes what is there."""
    return method.startswith(WRITES) and method != "sendchataction"


class Faults:
    """The faults still to come, the one asked for first in front."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Have a fault happen."""
        self._waiting.append(fault)

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the fault that this call meets, and use it up."""
        for fault in self._waiting:
            if fault.concerns(method, chat_id):
                fault.times -= 1
                return fault
        return None

    def of_chat(self, chat_id: int) -> list[Kind]:
        """Return what is still to come in a chat."""
        return [each.kind for each in self._waiting if each.chat_id == chat_id and each.times > 0]

    def clear(self) -> None:
        """Forget every fault that has not happened yet."""
        self._waiting.clear()

    def clear_chat(self, chat_id: int) -> None:
        """Forget what has not happened yet in a chat."""
        self._waiting = [each for each in self._waiting if each.chat_id != chat_id]
