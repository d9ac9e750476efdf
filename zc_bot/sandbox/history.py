"""Messages of all chats, as they stand after edits and deletions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import Any

Json = dict[str, Any]


@dataclass
class Stored:
    """A message as the Bot API shows it, and whether the bot wrote it.

    fixed: sent with a keyboard below the chat, which nobody can change any more.
    author: who wrote it as the group, whom no bot is told of; 0 where the message says whose it is.
    """

    message: Json
    by_bot: bool
    fixed: bool = False
    author: int = 0

    @property
    def chat_id(self) -> int:
        return int(self.message["chat"]["id"])

    @property
    def message_id(self) -> int:
        return int(self.message["message_id"])


class History:
    """All messages that were not deleted.

    Ids rise over all private chats and basic groups, as in a bot's own account; each supergroup counts for itself, so
    that the same id stands for different messages in different chats.
    """

    def __init__(self) -> None:
        self._chats: dict[int, dict[int, Stored]] = {}
        self._last_ids: dict[int, int] = {}

    def next_id(self, chat: Json) -> int:
        """Return an id for a new message of a chat."""
        own = chat["type"] == "supergroup"
        account = chat["id"] if own else 0
        # A supergroup's first message is that it was made, which is General's id too.
        self._last_ids[account] = self._last_ids.get(account, int(own)) + 1
        return self._last_ids[account]

    def keep(self, stored: Stored) -> None:
        """Add a message."""
        self._chats.setdefault(stored.chat_id, {})[stored.message_id] = stored

    def get(self, chat_id: int, message_id: int) -> Stored | None:
        """Return a message of a chat, None where there is none (any more)."""
        return self._chats.get(chat_id, {}).get(message_id)

    def delete(self, stored: Stored) -> None:
        """Take a message away."""
        self._chats[stored.chat_id].pop(stored.message_id, None)

    def of_chat(self, chat_id: int) -> list[Stored]:
        """Return a chat's messages, oldest first."""
        return list(self._chats.get(chat_id, {}).values())

    def newest_of(self, chat_id: int, after: int) -> list[Stored]:
        """Return a chat's messages past an id, oldest first."""
        newest = takewhile(lambda each: each.message_id > after, reversed(self._chats.get(chat_id, {}).values()))
        return list(newest)[::-1]
