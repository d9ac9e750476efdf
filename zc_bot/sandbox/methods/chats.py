"""Methods about the chats that the bot is in."""

from __future__ import annotations

from zc_bot.sandbox.core import without_reply
from zc_bot.sandbox.directory import Group, Json
from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.methods.destination import chat_id_of, readable, recipient
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.state import Telegram

REACTIONS = frozenset("👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳💯🤣⚡🏆💔🤨😐👀✍🤝🫡🆒")
"""Those that most people use, of the some seventy that there are."""
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


async def get_chat(telegram: Telegram, params: Params) -> Json:
    """Describe a chat in full."""
    full: Json = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    return readable(telegram, chat_id_of(telegram, params)) | full


async def get_chat_member(telegram: Telegram, params: Params) -> Json:
    """Describe somebody's membership of a chat."""
    chat = readable(telegram, chat_id_of(telegram, params), members=True)
    user_id = params.integer("user_id")
    group = telegram.directory.groups.get(chat["id"])
    if user_id == telegram.bot.user_id:
        return telegram.bot_member(group)
    if user_id not in telegram.directory.users:
        raise bad_request("member not found")
    return telegram.person_member(user_id, group, chat["id"])


async def get_chat_administrators(telegram: Telegram, params: Params) -> list[Json]:
    """List a group's administrators, bots left out but for this one."""
    group = _group(telegram, params)
    people = [telegram.person_member(each, group, group.chat_id) for each in sorted(group.admins)]
    return people + ([telegram.bot_member(group)] if group.bot == "administrator" else [])


async def get_chat_member_count(telegram: Telegram, params: Params) -> int:
    """Count a chat's members, the bot among them."""
    chat = recipient(telegram, params)
    group = telegram.directory.groups.get(chat["id"])
    return len(group.members) + 1 if group else 2


async def leave_chat(telegram: Telegram, params: Params) -> bool:
    """Leave a group."""
    chat = recipient(telegram, params)
    if chat["id"] not in telegram.directory.groups:
        raise bad_request("chat member status can't be changed in private chats")
    telegram.leave(telegram.directory.groups[chat["id"]])
    return True


async def create_forum_topic(telegram: Telegram, params: Params) -> Json:
    """Make a topic, which only an administrator may."""
    group = _forum(telegram, params)
    name = params.text("name")
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY")
    topic = telegram.add_topic(telegram.bot.as_json(), group, name, by_bot=True)
    return {"message_thread_id": topic.thread_id, "name": name, "icon_color": 7322096}


async def close_forum_topic(telegram: Telegram, params: Params) -> bool:
    """Close a topic."""
    return _set_closed(telegram, params, closed=True)


async def reopen_forum_topic(telegram: Telegram, params: Params) -> bool:
    """Open a closed topic again."""
    return _set_closed(telegram, params, closed=False)


async def pin_chat_message(telegram: Telegram, params: Params) -> bool:
    """Pin a message."""
    chat = recipient(telegram, params)
    if telegram.history.get(chat["id"], params.integer("message_id")) is None:
        raise bad_request("message to pin not found")
    group = telegram.directory.groups.get(chat["id"])
    if group is not None and group.kind == "supergroup" and group.bot != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    stored = telegram.history.get(chat["id"], params.integer("message_id"))
    assert stored is not None
    telegram.post(chat, {"pinned_message": without_reply(stored.message)})
    return True


async def unpin_chat_message(telegram: Telegram, params: Params) -> bool:
    """Unpin a message, or the newest pinned one."""
    recipient(telegram, params)
    return True


async def set_message_reaction(telegram: Telegram, params: Params) -> bool:
    """React to a message."""
    chat = recipient(telegram, params)
    if telegram.history.get(chat["id"], params.integer("message_id")) is None:
        raise bad_request("message to react not found")
    for each in params.structure("reaction") or []:
        if isinstance(each, dict) and each.get("type") == "emoji" and each.get("emoji") not in REACTIONS:
            raise bad_request("REACTION_INVALID")
    return True


def _group(telegram: Telegram, params: Params) -> Group:
    group = telegram.directory.groups.get(recipient(telegram, params)["id"])
    if group is None:
        raise bad_request("there are no administrators in the private chat")
    return group


def _forum(telegram: Telegram, params: Params) -> Group:
    group = _group(telegram, params)
    if not group.forum:
        raise bad_request("the chat is not a forum")
    if group.bot != "administrator":
        raise bad_request("not enough rights to create a topic")
    return group


def _set_closed(telegram: Telegram, params: Params, closed: bool) -> bool:
    topic = _forum(telegram, params).topics.get(params.integer("message_thread_id"))
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    return True


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "createForumTopic": create_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_chat_message,
    "setMessageReaction": set_message_reaction,
}
