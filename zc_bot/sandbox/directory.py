"""Who is on this Telegram: the bot, people and groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zc_bot.sandbox.errors import bad_request

Json = dict[str, Any]


@dataclass
class User:
    """A person; `blocked` means that the person has stopped the bot."""

    user_id: int
    name: str
    username: str | None = None
    language: str = "zh-hans"
    blocked: bool = False

    def as_json(self) -> Json:
        """Return Telegram's User."""
        shown: Json = {
            "id": self.user_id,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language,
        }
        return shown | {"username": self.username} if self.username else shown

    def chat_json(self) -> Json:
        """Return the private chat with this person, which has the person's id."""
        shown: Json = {"id": self.user_id, "type": "private", "first_name": self.name}
        return shown | {"username": self.username} if self.username else shown


@dataclass
class Group:
    """A group with the bot and several people in it; its id is negative."""

    chat_id: int
    title: str
    members: set[int] = field(default_factory=set)

    def as_json(self) -> Json:
        """Return Telegram's Chat."""
        kind = "supergroup" if str(self.chat_id).startswith("-100") else "group"
        return {"id": self.chat_id, "type": kind, "title": self.title}


@dataclass
class BotUser:
    """The bot itself, whose id is the first half of its token."""

    user_id: int
    name: str
    username: str
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    """Longer and shorter description by (which, language)."""

    def as_json(self) -> Json:
        """Return Telegram's User."""
        return {"id": self.user_id, "is_bot": True, "first_name": self.name, "username": self.username}

    def about_itself(self) -> Json:
        """Return what getMe gives."""
        return self.as_json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": True,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


class Directory:
    """People and groups by id."""

    def __init__(self) -> None:
        self.users: dict[int, User] = {}
        self.groups: dict[int, Group] = {}

    def user(self, user_id: int) -> User:
        """Return a person, who is added on first use."""
        return self.users.setdefault(user_id, User(user_id, f"用户{user_id}"))

    def chat(self, chat_id: int) -> Json:
        """Return a chat; raise ApiError 400 where there is none."""
        if chat_id in self.groups:
            return self.groups[chat_id].as_json()
        if chat_id in self.users:
            return self.users[chat_id].chat_json()
        raise bad_request("chat not found")

    def chats_of(self, user_id: int) -> list[Json]:
        """Return the chats that a person sees: the private one and the groups."""
        groups = [group.as_json() for group in self.groups.values() if user_id in group.members]
        return [self.user(user_id).chat_json(), *groups]
