"""What Telegram refuses by size or shape."""

from __future__ import annotations

import re
from typing import Any

from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.markup import utf16_length

TEXT = 4096
CAPTION = 1024
TOAST = 200
SIDES, RATIO = 10_000, 20
"""A picture's width and height together, and how many times one may be the other."""
UNSEEN = "".join(map(chr, (
    *range(0x21), 0xA0, 0x1680, 0x180E, *range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2065),
    0x2800, 0x3000, 0xFEFF,
)))
"""Characters of which no text can be all made."""
CHAT_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})
LANGUAGE = re.compile(r"[a-z]{2}")
SCOPES = frozenset({
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators",
    "chat_member",
})
OF_A_CHAT = ("chat", "chat_administrators", "chat_member")
SECRET = re.compile(r"[A-Za-z0-9_-]*")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def check_text(text: str) -> None:
    """Refuse a message of nothing that can be seen, or with too much of it."""
    if not text.strip(UNSEEN):
        raise bad_request("text must be non-empty")
    if utf16_length(text) > TEXT:
        raise bad_request("message is too long")


def check_caption(caption: str) -> None:
    """Refuse a caption that is too long."""
    if utf16_length(caption) > CAPTION:
        raise bad_request("message caption is too long")


def check_toast(text: str) -> None:
    """Refuse an answer to a tap that is too long."""
    if utf16_length(text) > TOAST:
        raise bad_request("MESSAGE_TOO_LONG")


def check_action(action: str) -> None:
    """Refuse what is no chat action."""
    if action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")


def check_place(place: dict[str, float]) -> None:
    """Refuse coordinates that are not on the earth."""
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad_request("wrong latitude or longitude specified")


def check_picture(width: int, height: int) -> None:
    """Refuse a picture that is too large or too narrow."""
    if width + height > SIDES or max(width, height) > RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def check_commands(commands: Any) -> None:
    """Refuse a list of commands that Telegram would not take."""
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad_request("can't parse BotCommand: too many bot commands specified")
    for each in commands:
        if not isinstance(each, dict):
            raise bad_request("can't parse BotCommand: BotCommand must be an Object")
        command, description = str(each.get("command", "")).removeprefix("/"), str(each.get("description", ""))
        if not command:
            raise bad_request("command must be non-empty")
        if not COMMAND.fullmatch(command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not description.strip():
            raise bad_request("command description must be non-empty")
        if len(description) > 256:
            raise bad_request("command description length must not exceed 256")


def check_scope(scope: Any, language: str) -> None:
    """Refuse a scope or language of commands that is none."""
    if language and not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    if scope is None:
        return
    if not isinstance(scope, dict):
        raise bad_request("can't parse BotCommandScope: BotCommandScope must be an Object")
    if scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if scope["type"] in OF_A_CHAT and not scope.get("chat_id"):
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
    if chat_of(scope) and not re.fullmatch(r"@\w+|-?\d{1,18}", str(chat_of(scope))):
        raise bad_request("chat not found")
    if scope["type"] == "chat_member" and not scope.get("user_id"):
        raise bad_request("can't parse BotCommandScope: Can't find field \"user_id\"")


def chat_of(scope: Any) -> Any:
    """Return the chat that a scope of commands names, None for one that names none."""
    return scope.get("chat_id") if isinstance(scope, dict) and scope.get("type") in OF_A_CHAT else None


def check_secret(secret: str) -> None:
    """Refuse a webhook's secret that no header could carry."""
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
