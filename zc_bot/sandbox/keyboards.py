"""What Telegram refuses of reply markups: keyboards below the chat and buttons under a message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson

from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.markup import linked, utf16_length

CALLBACK_DATA = 64
BUTTONS, KEYS, BYTES = 100, 300, 10_000
"""Buttons under a message, keys below a chat, and how large either may be as JSON."""
LABEL = 64
"""Longer labels are taken, and shown by no phone: what is sent with one is logged as a misfit."""
EMPTY_QUERIES = frozenset({"switch_inline_query", "switch_inline_query_current_chat"})
ACTIONS = (
    "callback_data", "url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "login_url", "web_app",
)
ACTS = (
    "url", "callback_data", "login_url", "web_app", "switch_inline_query", "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat", "copy_text",
)
STYLES = ("", "default", "primary", "danger", "success")
COPY_TEXT = 256
ASKED = {
    "request_contact": "phone number", "request_location": "location", "request_poll": "poll", "web_app": "Web App",
}
"""What only a key in a private chat may ask for, and Telegram's word for it."""
NO_BUTTON = "can't parse inline keyboard button: "


def check_markup(markup: Any, private: bool) -> None:
    """Refuse a reply markup that Telegram would not take; `private`: whether it is for a private chat.

    An object that is no keyboard at all is taken and means nothing.
    """
    if markup is None:
        return
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    keys = list(_buttons(markup, "keyboard", "field \"keyboard\""))
    inline = list(_buttons(markup, "inline_keyboard", "field \"inline_keyboard\" of the InlineKeyboardMarkup"))
    for key in keys:
        _check_key(key, private)
    for button in inline:
        _check_button(button, private)
    if len(inline) > BUTTONS or len(keys) > KEYS or len(orjson.dumps(markup)) > BYTES:
        raise bad_request("reply markup is too long")


def overlong_labels(markup: Any) -> list[str]:
    """Return the labels that no phone shows whole; of what is no keyboard, none."""
    if not isinstance(markup, Mapping):
        return []
    keyboards = [markup.get(name) for name in ("keyboard", "inline_keyboard")]
    rows = [row for keyboard in keyboards if isinstance(keyboard, list) for row in keyboard if isinstance(row, list)]
    labels = [each.get("text") if isinstance(each, Mapping) else each for row in rows for each in row]
    return [each for each in labels if isinstance(each, str) and utf16_length(each) > LABEL]


def _buttons(markup: Mapping[str, Any], name: str, called: str) -> Iterator[Any]:
    rows = markup.get(name, [])
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(f"{called} must be an Array of Arrays")
        yield from row


def _check_key(key: Any, private: bool) -> None:
    """Refuse a button of the keyboard below the chat."""
    if isinstance(key, str):
        return
    if not isinstance(key, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    _require_text(key, "can't parse keyboard button: ")
    if not key["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    for name, called in ASKED.items():
        if key.get(name) and not private:
            raise bad_request(f"{called} can be requested in private chats only")
    if (app := key.get("web_app")) is not None:
        _check_web_app("keyboard button", app)


def _check_button(button: Any, private: bool) -> None:
    """Refuse an inline button."""
    if not isinstance(button, dict):
        raise bad_request(f"{NO_BUTTON}InlineKeyboardButton must be an Object")
    _require_text(button, NO_BUTTON)
    for name in ("url", "callback_data", *EMPTY_QUERIES):
        if isinstance(button.get(name), int | float) and not isinstance(button[name], bool):
            # A number is taken for its digits.
            button[name] = str(button[name])
        if name in button and not isinstance(button[name], str):
            raise bad_request(f'{NO_BUTTON}Field "{name}" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if str(button.get("style", "")).lower() not in STYLES:
        raise bad_request(f"{NO_BUTTON}invalid button style specified")
    if {"callback_game", "pay"} & button.keys():
        raise bad_request("BUTTON_TYPE_INVALID")
    if not any(button.get(action) not in (None, "") for action in ACTIONS if action not in EMPTY_QUERIES) and not (
        EMPTY_QUERIES & button.keys()
    ):
        raise bad_request(f"{NO_BUTTON}Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and len(data.encode()) > CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if url := button.get("url"):
        button["url"] = linked("inline keyboard button", url)
        _check_host("inline keyboard button URL", button["url"])
    if (copied := button.get("copy_text")) is not None and not 1 <= len(_copied(copied)) <= COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if (login := button.get("login_url")) is not None and urlsplit(str(dict(login).get("url", ""))).scheme != "https":
        what = f"inline keyboard button login URL '{dict(login).get('url', '')}'"
        raise bad_request(f"{what} is invalid: Only HTTPS links are allowed")
    if (app := button.get("web_app")) is not None:
        if not private:
            raise bad_request("BUTTON_TYPE_INVALID")
        _check_web_app("inline keyboard button", app)
    # Of several things that it could do, it does the first.
    for action in [each for each in ACTS if each in button][1:]:
        del button[action]


def _copied(given: Any) -> str:
    return str(given.get("text", "")) if isinstance(given, Mapping) else ""


def _require_text(button: Mapping[str, Any], about: str) -> None:
    if "text" not in button:
        raise bad_request(f'{about}Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad_request(f'{about}Field "text" must be of type String')


def _check_web_app(of: str, app: Any) -> None:
    if not isinstance(app, dict) or not isinstance(app.get("url"), str):
        raise bad_request(f"can't parse {of}: Can't find field \"url\"")
    what = f"{of} Web App URL"
    if urlsplit(app["url"]).scheme != "https":
        raise bad_request(f"{what} '{app['url']}' is invalid: Only HTTPS links are allowed")
    _check_url(what, app["url"], ("https",))


def _check_url(what: str, url: str, schemes: tuple[str, ...]) -> None:
    """Refuse an address of another kind, or of a machine that nobody else can name."""
    parts = urlsplit(url)
    if parts.scheme not in schemes:
        raise bad_request(f"{what} '{url}' is invalid: Unsupported URL protocol")
    _check_host(what, url)


def _check_host(what: str, url: str) -> None:
    """Refuse the address of a machine that nobody else can name."""
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and "." not in (parts.hostname or ""):
        raise bad_request(f"{what} '{url}' is invalid: Wrong HTTP URL")
