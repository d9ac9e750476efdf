"""A Telegram update → `Incoming`, and what of it may be put away."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Literal

from telegram import Message, Update, User

from zc_bot.chat.incoming import Incoming, Kind

_START = re.compile(r"^(/start(?:@\w+)?\s+)(\S+)")


def sender_of(update: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return (chat, person) of a raw update, None where it has none."""
    for value in update.values():
        if not isinstance(value, dict):
            continue
        person = value.get("from")
        message = value.get("message") if "data" in value else value
        chat = message.get("chat") if isinstance(message, dict) else None
        person_id = person.get("id") if isinstance(person, dict) else None
        chat_id = chat.get("id") if isinstance(chat, dict) else None
        return (chat_id if isinstance(chat_id, int) else person_id), person_id
    return None, None


def without_secrets(update: dict[str, Any]) -> dict[str, Any]:
    """Replace an invitation's token in `/start TOKEN` by its hash, before anything is put away."""
    message = update.get("message")
    if isinstance(message, dict) and isinstance(message.get("text"), str):
        message["text"] = _START.sub(lambda found: found[1] + token_hash(found[2]), message["text"])
    return update


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def read_update(raw: dict[str, Any], bot_id: int, username: str) -> Incoming | None:
    """Read a raw update; None for one that the bot has nothing to do with (channels, other bots).

    Raises whatever a malformed update makes python-telegram-bot raise.
    """
    update = Update.de_json(raw)
    if update.callback_query is not None:
        return _tap(update)
    if update.inline_query is not None:
        query = update.inline_query
        user = query.from_user
        return Incoming(
            update.update_id, "inline", user.id, user.id, user.full_name, _lang(user), text=query.query, ref=query.id
        )  # fmt: skip
    edited = update.edited_message is not None
    message = update.edited_message or update.message
    if message is None or message.from_user is None or message.from_user.is_bot or message.sender_chat is not None:
        return None
    return _message(update.update_id, message, "edited" if edited else None, bot_id, username)


def _tap(update: Update) -> Incoming | None:
    query = update.callback_query
    if query is None or query.message is None:
        return None
    chat, user = query.message.chat, query.from_user
    return Incoming(
        update.update_id, "tap", chat.id, user.id, user.full_name, _lang(user), chat.type == "private",
        data=query.data or "", ref=query.id, message=query.message.message_id,
    )  # fmt: skip


def _message(update_id: int, message: Message, kind: Kind | None, bot_id: int, username: str) -> Incoming | None:
    user, chat = message.from_user, message.chat
    if user is None or chat.type == "channel":
        return None
    text = message.text or message.caption or ""
    private = chat.type == "private"
    addressed, text = (True, text) if private else _addressed(message, text, bot_id, username)
    document, photo = message.document, message.photo
    file = document or (photo[-1] if photo else None)
    return Incoming(
        update_id, kind or _kind(message), chat.id, user.id, user.full_name, _lang(user), private, addressed,
        text=text.strip(), message=message.message_id, file=file.file_id if file else "",
        file_name=(document.file_name or "") if document else "", file_size=(file.file_size or 0) if file else 0,
        moved_to=message.migrate_to_chat_id or 0,
    )  # fmt: skip


def _kind(message: Message) -> Kind:
    if message.migrate_to_chat_id:
        return "migrated"
    if message.text is not None:
        return "text"
    if message.contact is not None:
        return "contact"
    if message.document is not None:
        return "document"
    return "photo" if message.photo else "other"


def _addressed(message: Message, text: str, bot_id: int, username: str) -> tuple[bool, str]:
    """Tell whether a group message is meant for the bot, and take its mention out of the text."""
    replied = message.reply_to_message
    meant = replied is not None and replied.from_user is not None and replied.from_user.id == bot_id
    mention = re.compile(rf"@{re.escape(username)}\b", re.IGNORECASE)
    if text.startswith("/"):
        target = text.split(maxsplit=1)[0].partition("@")[2]
        return (not target or target.lower() == username.lower()), text
    if mention.search(text):
        return True, mention.sub(" ", text)
    return meant, text


def _lang(user: User) -> Literal["zh", "en"]:
    code = (user.language_code or "zh").lower()
    return "en" if code.startswith("en") else "zh"
