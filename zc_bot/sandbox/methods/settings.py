"""Methods about the bot itself."""

from __future__ import annotations

import json
from typing import Any

from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.limits import chat_of, check_commands, check_scope
from zc_bot.sandbox.methods.destination import readable
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.state import Telegram

DESCRIPTION = 512
SHORT_DESCRIPTION = 120
NAME = 64


async def get_me(telegram: Telegram, params: Params) -> Json:
    """Describe the bot."""
    return telegram.bot.about_itself()


async def set_my_commands(telegram: Telegram, params: Params) -> bool:
    """Set the command menu of a scope and language; an empty one is the same as deleting it."""
    _check_scope(telegram, params)
    commands = params.structure("commands") or []
    check_commands(commands)
    shown = [{"command": each["command"].removeprefix("/"), "description": each["description"]} for each in commands]
    _set_commands(telegram, params, shown)
    return True


async def delete_my_commands(telegram: Telegram, params: Params) -> bool:
    """Delete the command menu of a scope and language."""
    _check_scope(telegram, params)
    _set_commands(telegram, params, [])
    return True


async def get_my_commands(telegram: Telegram, params: Params) -> list[Json]:
    """Return the command menu of exactly this scope and language."""
    _check_scope(telegram, params)
    return telegram.commands.get(_menu_key(params.structure("scope"), params.text("language_code")), [])


def _check_scope(telegram: Telegram, params: Params) -> None:
    """Refuse a scope that is none, or of a chat that is not there or can't be read."""
    scope = params.structure("scope")
    check_scope(scope, params.text("language_code"))
    if scope and (chat_id := chat_of(scope)):
        named = isinstance(chat_id, str) and chat_id.startswith("@")
        chat = readable(telegram, telegram.directory.id_of(chat_id) if named else int(chat_id), members=True)
        if chat["type"] == "private" and scope["type"] != "chat":
            raise bad_request("can't use specified scope in private chats")


def menu_for(telegram: Telegram, user_id: int, chat: Json, language: str) -> list[Json]:
    """Return the command menu that a person sees: the narrowest scope, the own language before the default."""
    whole = {"chat_id": chat["id"]}
    wide = "all_private_chats" if chat["type"] == "private" else "all_group_chats"
    scopes: list[Json] = [{"type": "chat", **whole}, {"type": wide}, {"type": "default"}]
    if chat["type"] != "private":
        runs = telegram.runs(user_id, chat["id"])
        scopes[1:1] = [{"type": "all_chat_administrators"}] if runs else []
        scopes[:0] = [{"type": "chat_administrators", **whole}] if runs else []
        scopes.insert(0, {"type": "chat_member", **whole, "user_id": user_id})
    for scope in scopes:
        for each in (language.partition("-")[0], ""):
            if found := telegram.commands.get(_menu_key(scope, each)):
                return found
    return []


async def set_my_description(telegram: Telegram, params: Params) -> bool:
    """Set what an empty chat with the bot shows."""
    return _describe(telegram, params, "description", DESCRIPTION)


async def set_my_short_description(telegram: Telegram, params: Params) -> bool:
    """Set what the bot's profile shows."""
    return _describe(telegram, params, "short_description", SHORT_DESCRIPTION)


async def get_my_description(telegram: Telegram, params: Params) -> Json:
    """Return what an empty chat with the bot shows."""
    return {"description": telegram.bot.descriptions.get(("description", params.text("language_code")), "")}


async def get_my_short_description(telegram: Telegram, params: Params) -> Json:
    """Return what the bot's profile shows."""
    key = "short_description", params.text("language_code")
    return {"short_description": telegram.bot.descriptions.get(key, "")}


async def get_my_name(telegram: Telegram, params: Params) -> Json:
    """Return the bot's name."""
    return {"name": telegram.bot.name}


async def set_my_name(telegram: Telegram, params: Params) -> bool:
    """Set the bot's name."""
    name = params.text("name")
    if len(name) > NAME:
        raise bad_request("name is too long")
    telegram.bot.name = name or telegram.bot.name
    return True


async def set_chat_menu_button(telegram: Telegram, params: Params) -> bool:
    """Set what stands beside the field one types in, in one private chat or in all."""
    button = params.structure("menu_button") or {"type": "default"}
    chat_id = _private(telegram, params)
    about = "can't parse menu button: "
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request(f"{about}MenuButton has unsupported type")
    if button["type"] == "web_app":
        url = dict(button.get("web_app") or {}).get("url", "")
        if not button.get("text"):
            raise bad_request(f'{about}Can\'t find field "text"')
        if not str(url).startswith("https://"):
            raise bad_request(f"menu button Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    telegram.menu_buttons[chat_id] = button
    return True


async def get_chat_menu_button(telegram: Telegram, params: Params) -> Json:
    """Return what stands beside the field one types in."""
    buttons = telegram.menu_buttons
    return buttons.get(_private(telegram, params), buttons.get(0, {"type": "commands"}))


def _private(telegram: Telegram, params: Params) -> int:
    """Return the private chat that a call names, 0 for all of them."""
    chat_id = params.integer("chat_id", 0)
    if chat_id and chat_id not in telegram.directory.users:
        raise bad_request("chat not found")
    return chat_id


async def accept(telegram: Telegram, params: Params) -> bool:
    """Take a setting that changes nothing here."""
    return True


def _set_commands(telegram: Telegram, params: Params, commands: list[Json]) -> None:
    telegram.commands[_menu_key(params.structure("scope"), params.text("language_code"))] = commands
    telegram.feed.tell("commands")


def _menu_key(scope: Any, language: str) -> tuple[str, str]:
    return json.dumps(scope or {"type": "default"}, sort_keys=True), language


def _describe(telegram: Telegram, params: Params, which: str, limit: int) -> bool:
    text = params.text(which)
    check_scope(None, params.text("language_code"))
    if len(text) > limit:
        raise bad_request(f"{which} is too long")
    telegram.bot.descriptions[which, params.text("language_code")] = text
    telegram.feed.tell("description")
    return True


METHODS = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setMyDescription": set_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyDescription": get_my_description,
    "getMyShortDescription": get_my_short_description,
    "getMyName": get_my_name,
    "setMyName": set_my_name,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "logOut": accept,
    "close": accept,
}
