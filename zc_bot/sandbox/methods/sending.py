"""Methods that put something new into a chat."""

from __future__ import annotations

from zc_bot.sandbox.core import file_json
from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.history import Stored
from zc_bot.sandbox.limits import check_action, check_place
from zc_bot.sandbox.methods.content import (
    caption_content,
    document_content,
    inline_keyboard,
    is_below_the_chat,
    known_file,
    media_content,
    photo_content,
    put_up_keyboard,
    quoted,
    text_content,
)
from zc_bot.sandbox.methods.destination import chat_id_of, check_thread, destination, recipient
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.sent import origin_of
from zc_bot.sandbox.state import Telegram

COPIED = (
    "text", "entities", "photo", "document", "caption", "caption_entities", "contact", "sticker", "voice", "location",
    "dice", "video", "audio",
)
KINDS = {"photo": "photos", "document": "documents", "sticker": "stickers", "voice": "voice"}
DONE = {"forward": "forwarded", "copy": "copied"}
APART = frozenset({"document", "audio"})
"""Kinds of files whose albums hold nothing else."""
DICE = {"🎲": 6, "🎯": 6, "🏀": 5, "⚽": 5, "🎳": 6, "🎰": 64}


async def send_message(telegram: Telegram, params: Params) -> Json:
    """Send a text."""
    return _post(telegram, params, "text", text_content(params))


async def send_photo(telegram: Telegram, params: Params) -> Json:
    """Send a picture."""
    recipient(telegram, params)
    picture = photo_content(telegram, params.text("photo"), params.upload("photo"))
    return _post(telegram, params, "photos", picture | caption_content(params))


async def send_document(telegram: Telegram, params: Params) -> Json:
    """Send a file."""
    recipient(telegram, params)
    document = document_content(telegram, params.text("document"), params.upload("document"))
    return _post(telegram, params, "documents", document | caption_content(params))


async def send_sticker(telegram: Telegram, params: Params) -> Json:
    """Send a sticker, uploaded or known by its id."""
    stored = known_file(telegram, "stickers", params.text("sticker"), params.upload("sticker"))
    shape: Json = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return _post(telegram, params, "stickers", {"sticker": file_json(stored) | shape})


async def send_voice(telegram: Telegram, params: Params) -> Json:
    """Send a voice message, uploaded or known by its id."""
    stored = known_file(telegram, "voice", params.text("voice"), params.upload("voice"))
    voice = file_json(stored) | {"duration": params.integer("duration", 0), "mime_type": stored.upload.mime}
    return _post(telegram, params, "voice", {"voice": voice} | caption_content(params))


async def send_location(telegram: Telegram, params: Params) -> Json:
    """Send a place."""
    place = {"latitude": params.number("latitude"), "longitude": params.number("longitude")}
    check_place(place)
    return _post(telegram, params, "locations", {"location": place})


async def send_contact(telegram: Telegram, params: Params) -> Json:
    """Send somebody's phone number."""
    contact = {name: params.text(name) for name in ("phone_number", "first_name", "last_name") if params.text(name)}
    if len(contact.keys() & {"phone_number", "first_name"}) < 2:
        raise bad_request("phone number and first name must be non-empty")
    return _post(telegram, params, "contacts", {"contact": contact})


async def send_dice(telegram: Telegram, params: Params) -> Json:
    """Throw a die: always the most that it can show, so that a test knows."""
    emoji = params.text("emoji", "🎲")
    if emoji not in DICE:
        raise bad_request("wrong dice emoji")
    return _post(telegram, params, "dice", {"dice": {"emoji": emoji, "value": DICE[emoji]}})


async def send_media_group(telegram: Telegram, params: Params) -> list[Json]:
    """Send pictures and videos, or files, as one album of up to ten; one alone is taken too."""
    chat = recipient(telegram, params)
    media = params.structure("media")
    if not isinstance(media, list):
        raise bad_request("expected an Array of InputMedia")
    if not media:
        raise bad_request("there are no messages to send")
    if len(media) > 10:
        raise bad_request("too many messages to send as an album")
    kinds = {str(item.get("type")) for item in media if isinstance(item, dict)}
    if len(kinds) > 1 and (mixed := sorted(kinds & APART)):
        raise bad_request(f"{mixed[0]} can't be mixed with other media types")
    contents = [media_content(telegram, params, item) for item in media]
    reply = quoted(telegram, chat, params)
    _, topic = destination(telegram, params, f"{min(kinds)}s", len(contents), reply.get("reply_to_message"))
    shared = topic | reply | {"media_group_id": telegram.new_id("album")}
    return [telegram.post(chat, shared | content).message for content in contents]


async def send_chat_action(telegram: Telegram, params: Params) -> bool:
    """Show for a moment that the bot is typing, or uploading."""
    chat = recipient(telegram, params)
    action = params.text("action")
    check_action(action)
    check_thread(telegram, chat, params)
    telegram.feed.tell("action", chat_id=chat["id"], action=action)
    return True


async def forward_message(telegram: Telegram, params: Params) -> Json:
    """Forward a message, saying whose it was."""
    original = _original(telegram, params, "forward").message
    chat, topic = destination(telegram, params, _kind_of(original))
    content = {"forward_origin": origin_of(original, hidden=False)} | _copied(original)
    return telegram.post(chat, topic | content, _links_of(original)).message


def _links_of(message: Json) -> Json | None:
    """Return the buttons that a forwarded message keeps: those that lead to an address."""
    shown = message.get("reply_markup", {}).get("inline_keyboard", [])
    rows = [[each for each in row if "url" in each] for row in shown]
    return {"inline_keyboard": found} if (found := [row for row in rows if row]) else None


async def copy_message(telegram: Telegram, params: Params) -> Json:
    """Copy a message without saying whose it was."""
    original = _original(telegram, params, "copy").message
    content = _copied(original)
    if "caption" in params.values and "text" not in content:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= caption_content(params)
    return {"message_id": _post(telegram, params, _kind_of(original), content)["message_id"]}


def _post(telegram: Telegram, params: Params, kind: str, content: Json) -> Json:
    """Put a message into the chat and topic that the call names, or raise ApiError."""
    chat = recipient(telegram, params)
    reply = quoted(telegram, chat, params)
    keyboard = inline_keyboard(params, chat)
    _, topic = destination(telegram, params, kind, replied=reply.get("reply_to_message"))
    put_up_keyboard(telegram, chat, params)
    protected = {"has_protected_content": True} if params.flag("protect_content") else {}
    stored = telegram.post(chat, topic | reply | content | protected, keyboard)
    stored.fixed = is_below_the_chat(params)
    return stored.message


def _original(telegram: Telegram, params: Params, doing: str) -> Stored:
    """Return the message to forward or to copy; raise ApiError where there is none, or it may not be."""
    source = chat_id_of(telegram, params, "from_chat_id")
    stored = telegram.history.get(source, params.integer("message_id"))
    if stored is None:
        raise bad_request(f"message to {doing} not found")
    if stored.message.get("has_protected_content"):
        raise bad_request("message has protected content and can't be forwarded")
    if not _copied(stored.message):
        raise bad_request(f"the message can't be {DONE[doing]}")
    return stored


def _kind_of(message: Json) -> str:
    """Return what a group must take of its members for it to take a message."""
    return next((kind for name, kind in KINDS.items() if name in message), "text")


def _copied(message: Json) -> Json:
    return {key: message[key] for key in COPIED if key in message}


METHODS = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendSticker": send_sticker,
    "sendVoice": send_voice,
    "sendLocation": send_location,
    "sendContact": send_contact,
    "sendDice": send_dice,
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
}
