"""Methods that change or delete what the bot has sent."""

from __future__ import annotations

import re

from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.history import Stored
from zc_bot.sandbox.methods.content import (
    caption_content,
    inline_keyboard,
    is_below_the_chat,
    media_content,
    text_content,
)
from zc_bot.sandbox.methods.destination import recipient
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.state import Telegram

MOST_DELETED = 100
DELETABLE = 48 * 3600
"""Seconds for which a message may be deleted by a bot that has no right to delete all."""
CAPTIONED = frozenset({"photo", "document", "voice", "video", "audio", "animation"})
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a"
    " current content and reply markup of the message"
)


async def edit_message_text(telegram: Telegram, params: Params) -> Json | bool:
    """Replace a text and its buttons; of an inline message nothing is kept, and only whether it was one is told."""
    if inline := params.text("inline_message_id"):
        text_content(params)
        if inline not in telegram.inline_messages:
            raise bad_request("MESSAGE_ID_INVALID")
        return True
    stored = _to_edit(telegram, params)
    content = text_content(params)
    if "text" not in stored.message:
        raise bad_request("there is no text in the message to edit")
    return _replace(telegram, stored, ("text", "entities"), content, params)


async def edit_message_caption(telegram: Telegram, params: Params) -> Json:
    """Replace a caption and its buttons."""
    stored = _to_edit(telegram, params)
    content = caption_content(params)
    if not CAPTIONED & stored.message.keys():
        raise bad_request("there is no caption in the message to edit")
    return _replace(telegram, stored, ("caption", "caption_entities"), content, params)


async def edit_message_media(telegram: Telegram, params: Params) -> Json:
    """Replace a picture or file, its caption and its buttons."""
    stored = _to_edit(telegram, params)
    content = media_content(telegram, params, params.structure("media"))
    return _replace(telegram, stored, ("photo", "document", "caption", "caption_entities"), content, params)


async def edit_message_reply_markup(telegram: Telegram, params: Params) -> Json:
    """Replace only the buttons."""
    return _replace(telegram, _to_edit(telegram, params), (), {}, params)


async def delete_message(telegram: Telegram, params: Params) -> bool:
    """Delete one message."""
    chat = recipient(telegram, params)
    stored = telegram.history.get(chat["id"], params.integer("message_id"))
    if stored is None:
        raise bad_request("message to delete not found")
    _check_deletable(telegram, stored)
    telegram.remove(stored)
    return True


async def delete_messages(telegram: Telegram, params: Params) -> bool:
    """Delete one to 100 messages, passing over those that are gone; none where one may not be deleted."""
    chat = recipient(telegram, params)
    asked = params.structure("message_ids") or []
    if not isinstance(asked, list) or not asked:
        raise bad_request("message identifiers are not specified")
    if len(asked) > MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    if not all(re.fullmatch(r"[1-9]\d*", str(each)) for each in asked):
        raise bad_request("invalid message identifier specified")
    found = [stored for each in map(int, asked) if (stored := telegram.history.get(chat["id"], each)) is not None]
    for stored in found:
        _check_deletable(telegram, stored)
    for stored in found:
        telegram.remove(stored)
    return True


def _check_deletable(telegram: Telegram, stored: Stored) -> None:
    """Refuse to delete what is two days old, or others' in a group where the bot may not.

    Of a private chat the bot may delete both sides' messages.
    """
    group = telegram.directory.groups.get(stored.chat_id)
    own = stored.by_bot or group is None
    allowed = group is not None and group.bot == "administrator" and group.bot_deletes
    if allowed or (own and telegram.now() - stored.message["date"] <= DELETABLE):
        return
    raise bad_request("message can't be deleted")


def _to_edit(telegram: Telegram, params: Params) -> Stored:
    chat = recipient(telegram, params)
    stored = telegram.history.get(chat["id"], params.integer("message_id"))
    if stored is None:
        raise bad_request("message to edit not found")
    if not stored.by_bot or stored.fixed or "forward_origin" in stored.message:
        raise bad_request("message can't be edited")
    return stored


def _replace(telegram: Telegram, stored: Stored, parts: tuple[str, ...], content: Json, params: Params) -> Json:
    """Put new content and buttons into a message; refuse an edit that changes nothing."""
    if is_below_the_chat(params):
        raise bad_request("inline keyboard expected")
    keyboard = inline_keyboard(params, stored.message["chat"])
    before = {key: stored.message[key] for key in (*parts, "reply_markup") if key in stored.message}
    after = content | ({"reply_markup": keyboard} if keyboard else {})
    if before == after:
        raise bad_request(NOT_MODIFIED)
    telegram.rates.take_edit()
    for key in before:
        del stored.message[key]
    stored.message |= after | {"edit_date": telegram.now()}
    telegram.changed("edited", stored)
    return stored.message


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
