"""Where a message may go: who is not there, who has put the bot out, what a group or a topic does not take."""

from __future__ import annotations

from zc_bot.sandbox.directory import Group, Json, thread_of
from zc_bot.sandbox.errors import bad_request, forbidden, migrated
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.state import Telegram

GENERAL = 1
RIGHTS = {
    "text": "text messages", "photos": "photos", "documents": "documents", "stickers": "stickers",
    "voice": "voice notes",
}
PUT_OUT = {"kicked": "bot was kicked from the {} chat", "left": "bot is not a member of the {} chat"}


def chat_id_of(telegram: Telegram, params: Params, name: str = "chat_id") -> int:
    """Return the id of the chat that a call names, by number or by @name."""
    asked = params.text(name)
    if not asked:
        raise bad_request(f"{name} is empty")
    return telegram.directory.id_of(asked) if asked.startswith("@") else params.integer(name, 0)


def recipient(telegram: Telegram, params: Params) -> Json:
    """Return the chat that a call is about; raise ApiError where there is none or the bot can't reach it."""
    chat = telegram.directory.chat(chat_id_of(telegram, params))
    group = telegram.directory.groups.get(chat["id"])
    if group is None:
        _check_person(telegram, chat["id"])
    else:
        _check_membership(group)
    return chat


def readable(telegram: Telegram, chat_id: int, members: bool = False) -> Json:
    """Return a chat whose description, or whose members, the bot may read; raise ApiError where it may not.

    As `check_chat_access` of the Bot API server has it.
    """
    chat = telegram.directory.chat(chat_id)
    group = telegram.directory.groups.get(chat_id)
    if group is None:
        return chat
    if group.moved_to is not None and members:
        raise migrated(group.moved_to)
    public = group.username is not None and not members
    kept_in = group.kind == "supergroup" and (group.bot == "kicked" or not public)
    if (refusal := PUT_OUT.get(group.bot)) is not None and (kept_in or members):
        raise forbidden(refusal.format(group.kind))
    return chat


def destination(
    telegram: Telegram, params: Params, kind: str = "text", messages: int = 1, replied: Json | None = None
) -> tuple[Json, Json]:
    """Return the chat that messages of a kind go to and what they say of their topic; ApiError where they can't.

    kind: one of `RIGHTS`, or another that any group takes. replied: the message that is replied to.
    """
    chat = recipient(telegram, params)
    group = telegram.directory.groups.get(chat["id"])
    if group is None:
        # No person here has topics with the bot, and Telegram names one that is not there.
        if params.integer("message_thread_id", 0):
            raise bad_request("message thread not found")
        telegram.rates.take(chat["id"], messages)
        return chat, {}
    if group.refuses(kind, telegram.bot.user_id) and group.bot != "administrator":
        raise bad_request(f"not enough rights to send {RIGHTS[kind]} to the chat")
    topic = _topic(group, params, replied or {})
    telegram.rates.take(chat["id"], messages)
    return chat, topic


def check_thread(telegram: Telegram, chat: Json, params: Params) -> None:
    """Refuse a topic that a chat does not have; raise ApiError."""
    thread, group = params.integer("message_thread_id", 0), telegram.directory.groups.get(chat["id"])
    if thread and (group is None or (group.forum and thread not in group.topics)):
        raise bad_request("message thread not found")


def _check_person(telegram: Telegram, user_id: int) -> None:
    person = telegram.directory.user(user_id)
    if person.deleted:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def _check_membership(group: Group) -> None:
    if group.moved_to is not None:
        raise migrated(group.moved_to)
    if (refusal := PUT_OUT.get(group.bot)) is not None:
        raise forbidden(refusal.format(group.kind))


def _topic(group: Group, params: Params, replied: Json) -> Json:
    """Return what a message says of its topic: the one named, else that of what it replies to, else General."""
    if not group.forum:
        return thread_of(group, replied)
    thread = params.integer("message_thread_id", 0) or replied.get("message_thread_id", 0)
    if not thread:
        return {}
    topic = group.topics.get(thread)
    if thread == GENERAL or topic is None:
        raise bad_request("message thread not found")
    if topic.closed and group.bot != "administrator":
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": thread, "is_topic_message": True}
