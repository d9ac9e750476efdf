"""What Telegram refuses by size or shape."""

from __future__ import annotations

import re
from typing import Any

from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.markup import utf16_length

TEXT = 4096
CAPTION = 1024
CALLBACK_DATA = 64
TOAST = 200
BUTTONS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
ACTIONS = (
    "callback_data",
    "url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "login_url",
    "web_app",
)


def check_text(text: str) -> None:
    """Refuse a message without text or with too much of it."""
    if not text:
        raise bad_request("message text is empty")
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


def check_inline_keyboard(rows: Any) -> None:
    """Refuse an inline keyboard that Telegram would not show."""
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse reply keyboard markup JSON object")
    buttons = [button for row in rows for button in row]
    if len(buttons) > BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check_button(button)


def _check_button(button: dict[str, Any]) -> None:
    if not button.get("text"):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not any(action in button for action in ACTIONS):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")


def check_commands(commands: Any) -> None:
    """Refuse a list of commands that Telegram would not take."""
    if not isinstance(commands, list) or len(commands) > 100:
        raise bad_request("can't parse BotCommand: too many bot commands specified")
    for each in commands:
        if not COMMAND.fullmatch(str(each.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(each.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
