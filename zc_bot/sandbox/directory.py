"""Who is on this Telegram: the bot, people and groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from zc_bot.sandbox.errors import bad_request

Json = dict[str, Any]
Membership = Literal["member", "administrator", "left", "kicked"]
"""What the bot is in a group."""
KINDS: dict[str, str] = {
    "text": "text", "photo": "photos", "document": "documents", "sticker": "stickers", "voice": "voice",
    "location": "text", "contact": "text",
}
"""What a group, or its administrators, may keep somebody from sending, by the part of a message that holds it."""
SUPERGROUP = "-100"
ANONYMOUS_ADMIN: Json = {
    "id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot",
}
"""Whom Telegram gives as the sender where an administrator writes as the group."""
CHANNEL_BOT: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
"""Whom Telegram gives as the sender where somebody writes as a channel of theirs."""


@dataclass
class User:
    """A person; `started`: has opened the chat with the bot; `blocked`: has stopped it; `deleted`: is gone."""

    user_id: int
    name: str
    username: str | None = None
    language: str = "zh-hans"
    started: bool = True
    blocked: bool = False
    deleted: bool = False
    last_name: str | None = None

    def as_json(self) -> Json:
        """Return Telegram's User."""
        shown: Json = {
            "id": self.user_id,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language,
        }
        return shown | self._more()

    def _more(self) -> Json:
        more = {"last_name": self.last_name, "username": self.username}
        return {name: value for name, value in more.items() if value}

    def chat_json(self) -> Json:
        """Return the private chat with this person, which has the person's id."""
        shown: Json = {"id": self.user_id, "type": "private", "first_name": self.name}
        return shown | self._more()


@dataclass
class Topic:
    """A topic of a forum, under the id of the message that made it."""

    thread_id: int
    name: str
    closed: bool = False


@dataclass
class Group:
    """A group with the bot and several people in it; its id is negative.

    forbidden: what ordinary members, the bot among them, may not send (a value of `KINDS`).
    moved_to: the supergroup that it was made, whose id takes the place of its own.
    admins: who of its people may write as the group itself; bot_deletes: whether the bot, as an administrator, may
    delete others' messages. muted: what some of its members may not send, the bot among them.
    """

    chat_id: int
    title: str
    members: set[int] = field(default_factory=set)
    username: str | None = None
    bot: Membership = "member"
    topics: dict[int, Topic] = field(default_factory=dict)
    forum: bool = False
    forbidden: set[str] = field(default_factory=set)
    moved_to: int | None = None
    admins: set[int] = field(default_factory=set)
    bot_deletes: bool = False
    owner: int | None = None
    """Who made the group."""
    muted: dict[int, frozenset[str]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Telegram's word for the type of chat."""
        return "supergroup" if str(self.chat_id).startswith(SUPERGROUP) else "group"

    def refuses(self, kind: str, user_id: int) -> bool:
        """Tell whether an ordinary member may not send a kind of message."""
        return kind in self.forbidden or kind in self.muted.get(user_id, ())

    def as_json(self) -> Json:
        """Return Telegram's Chat."""
        shown: Json = {"id": self.chat_id, "type": self.kind, "title": self.title}
        if self.username:
            shown["username"] = self.username
        return shown | {"is_forum": True} if self.forum else shown


def thread_of(group: Group, replied: Json) -> Json:
    """Return what a reply in an ordinary supergroup says of its thread: the first message of it, and no topic."""
    if group.forum or group.kind != "supergroup" or not replied:
        return {}
    return {"message_thread_id": replied.get("message_thread_id", replied["message_id"])}


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, in whose name its owner may write in supergroups; the bot is not in it."""

    chat_id: int
    title: str
    owner: int

    def as_json(self) -> Json:
        """Return Telegram's Chat."""
        return {"id": self.chat_id, "type": "channel", "title": self.title}


@dataclass
class BotUser:
    """The bot itself, whose id is the first half of its token.

    private: whether privacy mode is on, so that in groups only what is meant for the bot reaches it;
    inline: whether @BotFather was told of inline queries.
    """

    user_id: int
    name: str
    username: str
    private: bool = True
    inline: bool = True
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    """Longer and shorter description by (which, language)."""

    def as_json(self) -> Json:
        """Return Telegram's User."""
        return {"id": self.user_id, "is_bot": True, "first_name": self.name, "username": self.username}

    def about_itself(self) -> Json:
        """Return what getMe gives."""
        return self.as_json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.private,
            "supports_inline_queries": self.inline,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
            "supports_guest_queries": False,
            "supports_join_request_queries": False,
        }


class Directory:
    """People, groups and channels by id."""

    def __init__(self) -> None:
        self.users: dict[int, User] = {}
        self.groups: dict[int, Group] = {}
        self.channels: dict[int, Channel] = {}

    def user(self, user_id: int) -> User:
        """Return a person, who is added on first use without having opened the chat with the bot."""
        return self.users.setdefault(user_id, User(user_id, f"用户{user_id}", started=False))

    def chat(self, chat_id: int) -> Json:
        """Return a chat; raise ApiError 400 where there is none."""
        if chat_id in self.groups:
            return self.groups[chat_id].as_json()
        if chat_id in self.users:
            return self.users[chat_id].chat_json()
        raise bad_request("chat not found")

    def id_of(self, username: str) -> int:
        """Return the id of the group with a public @name; raise ApiError 400 where there is none."""
        wanted = username.removeprefix("@").lower()
        for group in self.groups.values():
            if (group.username or "").lower() == wanted:
                return group.chat_id
        raise bad_request("chat not found")

    def chats_of(self, user_id: int) -> list[Json]:
        """Return the chats that a person sees: the private one and the groups."""
        groups = [
            group.as_json()
            for group in self.groups.values()
            if user_id in group.members and group.moved_to is None
        ]
        return [self.user(user_id).chat_json(), *groups]

    def seen(self, user_id: int, chat_id: int) -> Json:
        """Return a chat that a person sees, the supergroup that it was made where it is one by now.

        Raises ValueError for a chat that is not theirs.
        """
        moved = self.groups[chat_id].moved_to if chat_id in self.groups else None
        wanted = chat_id if moved is None else moved
        found = next((each for each in self.chats_of(user_id) if each["id"] == wanted), None)
        if found is None:
            raise ValueError(f"the chat of {chat_id} is not {user_id}'s")
        return found

    def channels_of(self, user_id: int) -> list[Json]:
        """Return the channels that a person may write as."""
        return [each.as_json() for each in self.channels.values() if each.owner == user_id]
