"""Methods that put something new into a chat."""

from __future__ import annotations

from typing import Any

from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.history import Stored
from zc_bot.sandbox.methods.content import (
    caption_content,
    caption_of,
    document_content,
    inline_keyboard,
    photo_content,
    put_up_keyboard,
    quoted,
    recipient,
    text_content,
)
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.state import Telegram

COPIED = ("text", "entities", "photo", "document", "caption", "caption_entities", "contact")


async def send_message(telegram: Telegram, params: Params) -> Json:
    """Send a text."""
    return _post(telegram, params, recipient(telegram, params), text_content(params))


async def send_photo(telegram: Telegram, params: Params) -> Json:
    """Send a picture."""
    chat = recipient(telegram, params)
    picture = photo_content(telegram, params.text("photo"), params.upload("photo"))
    return _post(telegram, params, chat, picture | caption_content(params))


async def send_document(telegram: Telegram, params: Params) -> Json:
    """Send a file."""
    chat = recipient(telegram, params)
    document = document_content(telegram, params.text("document"), params.upload("document"))
    return _post(telegram, params, chat, document | caption_content(params))


async def send_media_group(telegram: Telegram, params: Params) -> list[Json]:
    """Send two to ten pictures, or two to ten files, as one album."""
    chat = recipient(telegram, params)
    media = params.structure("media")
    if not isinstance(media, list) or not 2 <= len(media) <= 10:
        raise bad_request("media group must include 2-10 items")
    if len({item.get("type") for item in media}) > 1:
        raise bad_request("document can't be mixed with other media types")
    contents = [_album_item(telegram, params, item) for item in media]
    shared = quoted(telegram, chat, params) | {"media_group_id": telegram.new_id("album")}
    return [telegram.post(chat, shared | content).message for content in contents]


async def send_chat_action(telegram: Telegram, params: Params) -> bool:
    """Show for a moment that the bot is typing, or uploading."""
    chat = recipient(telegram, params)
    telegram.feed.tell("action", chat_id=chat["id"], action=params.text("action", "typing"))
    return True


async def forward_message(telegram: Telegram, params: Params) -> Json:
    """Forward a message, saying whose it was."""
    original = _original(telegram, params).message
    origin: Json = {"type": "user", "sender_user": original["from"], "date": original["date"]}
    content = {"forward_origin": origin} | _copied(original)
    return telegram.post(recipient(telegram, params), content).message


async def copy_message(telegram: Telegram, params: Params) -> Json:
    """Copy a message without saying whose it was."""
    content = _copied(_original(telegram, params).message)
    if "caption" in params.values and "text" not in content:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= caption_content(params)
    message = _post(telegram, params, recipient(telegram, params), content)
    return {"message_id": message["message_id"]}


def _post(telegram: Telegram, params: Params, chat: Json, content: Json) -> Json:
    content = quoted(telegram, chat, params) | content
    keyboard = inline_keyboard(params)
    put_up_keyboard(telegram, chat, params)
    return telegram.post(chat, content, keyboard).message


def _album_item(telegram: Telegram, params: Params, item: Any) -> Json:
    reference = str(item.get("media", ""))
    content_of = {"photo": photo_content, "document": document_content}.get(item.get("type"))
    if content_of is None:
        raise bad_request("unsupported media type in a media group")
    content = content_of(telegram, reference, params.attached(reference))
    caption = caption_of(item.get("caption") or "", item.get("parse_mode") or "", item.get("caption_entities"))
    return content | caption


def _original(telegram: Telegram, params: Params) -> Stored:
    stored = telegram.history.get(params.integer("from_chat_id"), params.integer("message_id"))
    if stored is None:
        raise bad_request("message to forward not found")
    return stored


def _copied(message: Json) -> Json:
    return {key: message[key] for key in COPIED if key in message}


METHODS = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
}
