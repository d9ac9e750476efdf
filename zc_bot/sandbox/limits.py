"""What Telegram refuses by size or shape."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.markup import utf16_length

TEXT = 4096
CAPTION = 1024
CALLBACK_DATA = 64
TOAST = 200
BUTTONS = 100
SIDES, RATIO = 10_000, 20
"""A picture's width and height together, and how many times one may be the other."""
CHAT_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip
EMPTY_QUERIES = frozenset({"switch_inline_query", "switch_inline_query_current_chat"})
LANGUAGE = re.compile(r"[a-z]{2}")
SCOPES = frozenset({
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators",
    "chat_member",
})  # fmt: skip
SECRET = re.compile(r"[A-Za-z0-9_-]*")
INLINE_RESULTS, RESULT_ID = 50, 64
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


def check_markup(markup: Any, private: bool) -> None:
    """Refuse a reply markup that Telegram would not take; `private`: whether it is for a private chat."""
    if markup is None:
        return
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    for name in ("keyboard", "inline_keyboard"):
        rows = markup.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            raise bad_request(f'field "{name}" must be an Array of Arrays')
    inline = [button for row in markup.get("inline_keyboard", []) for button in row]
    if len(inline) > BUTTONS:
        raise bad_request("reply markup is too long")
    for button in inline:
        _check_button(button, private)
    for button in (button for row in markup.get("keyboard", []) for button in row):
        _check_key(button, private)


def _check_key(button: Any, private: bool) -> None:
    """Refuse a button of the keyboard below the chat."""
    if isinstance(button, str):
        return
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if button.get("request_contact") and not private:
        raise bad_request("phone number can be requested in private chats only")


def _check_button(button: Any, private: bool) -> None:
    """Refuse an inline button."""
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    for name in ("text", "url", "callback_data", "switch_inline_query"):
        if name in button and not isinstance(button[name], str):
            raise bad_request(f'can\'t parse inline keyboard button: Field "{name}" must be of type String')
    if "text" not in button:
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if not any(button.get(action) not in (None, "") for action in ACTIONS if action not in EMPTY_QUERIES) and not (
        EMPTY_QUERIES & button.keys()
    ):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and len(data.encode()) > CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if url := button.get("url"):
        _check_url("inline keyboard button URL", url, ("http", "https", "tg"))
    if (app := button.get("web_app")) is not None:
        _check_web_app(app, private)


def _check_url(what: str, url: str, schemes: tuple[str, ...]) -> None:
    """Refuse an address of another kind, or of a machine that nobody else can name."""
    parts = urlsplit(url)
    if parts.scheme not in schemes:
        raise bad_request(f"{what} '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme != "tg" and "." not in (parts.hostname or ""):
        raise bad_request(f"{what} '{url}' is invalid: Wrong HTTP URL")


def _check_web_app(app: Any, private: bool) -> None:
    if not isinstance(app, dict) or not isinstance(app.get("url"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"url\"")
    if not private:
        raise bad_request("BUTTON_TYPE_INVALID")
    if urlsplit(app["url"]).scheme != "https":
        raise bad_request(
            f"inline keyboard button Web App URL '{app['url']}' is invalid: Only HTTPS links are allowed"
        )
    _check_url("inline keyboard button Web App URL", app["url"], ("https",))


def check_commands(commands: Any) -> None:
    """Refuse a list of commands that Telegram would not take."""
    if not isinstance(commands, list) or len(commands) > 100:
        raise bad_request("can't parse BotCommand: too many bot commands specified")
    for each in commands:
        if not isinstance(each, dict):
            raise bad_request("can't parse BotCommand: BotCommand must be an Object")
        if not COMMAND.fullmatch(str(each.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(each.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


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
    if scope["type"] in ("chat", "chat_administrators", "chat_member") and not scope.get("chat_id"):
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")


def check_secret(secret: str) -> None:
    """Refuse a webhook's secret that no header could carry."""
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")


def check_inline_results(results: Any) -> None:
    """Refuse the results of an inline query by their number, their ids and their titles."""
    if not isinstance(results, list) or not all(isinstance(each, dict) for each in results):
        raise bad_request("can't parse inline query results JSON object")
    if len(results) > INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [each.get("id") for each in results]
    if not all(isinstance(each, str) and 1 <= len(each.encode()) <= RESULT_ID for each in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    for each in results:
        if each.get("type") == "article" and not str(each.get("title") or "").strip():
            raise bad_request("ARTICLE_TITLE_EMPTY")
