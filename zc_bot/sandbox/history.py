"""Messages of all chats, as they stand after edits and deletions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import Any

Json = dict[str, Any]


@dataclass
class Stored:
    """A message as the Bot API shows it, and whether the bot wrote it."""

    message: Json
    by_bot: bool

    @property
    def chat_id(self) -> int:
        return int(self.message["chat"]["id"])

    @property
    def message_id(self) -> int:
        return int(self.message["message_id"])


class History:
    """All messages that were not deleted; ids rise over all chats, as in a bot's own account."""

    def __init__(self) -> None:
        self._messages: dict[int, Stored] = {}
        self._chats: dict[int, dict[int, Stored]] = {}
        self._last_id = 0

    def next_id(self) -> int:
        """Return an id for a new message."""
        self._last_id += 1
        return self._last_id

    def keep(self, stored: Stored) -> None:
        """Add a message."""
        self._messages[stored.message_id] = stored
        self._chats.setdefault(stored.chat_id, {})[stored.message_id] = stored

    def get(self, chat_id: int, message_id: int) -> Stored | None:
        """Return a message of a chat, None where there is none (any more)."""
        stored = self._messages.get(message_id)
        return stored if stored is not None and stored.chat_id == chat_id else None

    def by_id(self, message_id: int) -> Stored | None:
        """Return a message by id alone, whichever chat it is in."""
        return self._messages.get(message_id)

    def delete(self, message_id: int) -> None:
        """Take a message away."""
        stored = self._messages.pop(message_id, None)
        if stored is not None:
            self._chats[stored.chat_id].pop(message_id, None)

    def of_chat(self, chat_id: int) -> list[Stored]:
        """Return a chat's messages, oldest first."""
        return list(self._chats.get(chat_id, {}).values())

    def newest_of(self, chat_id: int, after: int) -> list[Stored]:
        """Return a chat's messages past an id, oldest first."""
        newest = takewhile(lambda each: each.message_id > after, reversed(self._chats.get(chat_id, {}).values()))
        return list(newest)[::-1]
