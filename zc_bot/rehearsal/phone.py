"""The phone of whoever rehearses: what they do becomes the updates that Telegram would send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

BOT = 10_000_001
USERNAME = "zc_rehearsal_bot"
SOMEBODY = 999_999_937
"""Who wrote what is forwarded."""
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
Update = dict[str, Any]


@dataclass
class Phone:
    """One person's private chat with the bot: numbers messages, remembers buttons and what the bot said."""

    person: int
    name: str
    lang: str
    numbers: count[int]
    """The update ids, one sequence for everybody."""
    messages: count[int] = field(default_factory=lambda: count(1))
    typed: int = 0
    """The id of the last message typed."""
    keyboards: list[tuple[tuple[str, str], ...]] = field(default_factory=list)
    """The buttons of each message that had some: label and data, the newest last."""
    heard: list[str] = field(default_factory=list)
    """What the bot said, the newest last."""

    def says(self, text: str, at: datetime, **extra: Any) -> Update:
        message = self._message(at, text=text, **extra)
        self.typed = message["message_id"]
        return self._update("message", message)

    def edits(self, text: str, at: datetime) -> Update:
        """Change the last message typed."""
        edited = self._message(at, text=text, edit_date=int(at.timestamp())) | {"message_id": self.typed}
        return self._update("edited_message", edited)

    def forwards(self, text: str, at: datetime, author: int) -> Update:
        user = {"id": author, "is_bot": author == BOT, "first_name": "转发来源"}
        origin = {"type": "user", "date": int(at.timestamp()), "sender_user": user}
        return self.says(text, at, forward_origin=origin)

    def sends(self, name: str, size: int, caption: str, at: datetime, album: str = "") -> Update:
        """Send a file under its name, which is its file id too."""
        file = {"file_id": name, "file_unique_id": name, "file_size": size}
        picture = name.lower().endswith(PICTURES)
        body: dict[str, Any] = {"photo": [file]} if picture else {"document": file | {"file_name": name}}
        if caption:
            body["caption"] = caption
        if album:
            body["media_group_id"] = album
        return self._update("message", self._message(at, **body))

    def taps(self, data: str, at: datetime) -> Update:
        message = self._message(at)
        query = {"id": f"tap{message['message_id']}", "from": self._user(), "message": message, "data": data}
        return self._update("callback_query", query)

    def shows(self, text: str, rows: list[list[tuple[str, str]]]) -> int:
        """Take a message of the bot's; returns its id."""
        if text:
            self.heard.append(text)
        if buttons := tuple((label, data) for row in rows for label, data in row):
            self.keyboards.append(buttons)
        return next(self.messages)

    def button(self, label: str) -> str | None:
        """Find the data of the latest button with this label, or else with a label that contains it."""
        for buttons in reversed(self.keyboards):
            for wanted in ([data for name, data in buttons if name == label], _containing(buttons, label)):
                if wanted:
                    return wanted[0]
        return None

    def _message(self, at: datetime, **body: Any) -> dict[str, Any]:
        chat = {"id": self.person, "type": "private", "first_name": self.name}
        fixed = {"message_id": next(self.messages), "date": int(at.timestamp()), "chat": chat, "from": self._user()}
        return fixed | body

    def _user(self) -> Mapping[str, Any]:
        return {"id": self.person, "is_bot": False, "first_name": self.name, "language_code": self.lang}

    def _update(self, kind: str, value: Mapping[str, Any]) -> Update:
        return {"update_id": next(self.numbers), kind: dict(value)}


def _containing(buttons: tuple[tuple[str, str], ...], label: str) -> list[str]:
    return [data for name, data in buttons if label in name]
