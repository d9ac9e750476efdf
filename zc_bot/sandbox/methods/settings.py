"""Methods about the bot itself and the chats it is in."""

from __future__ import annotations

import json
from typing import Any

from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.errors import bad_request
from zc_bot.sandbox.limits import check_commands
from zc_bot.sandbox.params import Params
from zc_bot.sandbox.state import Telegram

DESCRIPTION = 512
SHORT_DESCRIPTION = 120


async def get_me(telegram: Telegram, params: Params) -> Json:
    """Describe the bot."""
    return telegram.bot.about_itself()


async def get_chat(telegram: Telegram, params: Params) -> Json:
    """Describe a chat in full."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    full: Json = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    return telegram.directory.chat(params.integer("chat_id")) | full


async def get_chat_member(telegram: Telegram, params: Params) -> Json:
    """Describe somebody's membership of a chat."""
    chat = telegram.directory.chat(params.integer("chat_id"))
    user_id = params.integer("user_id")
    if user_id == telegram.bot.user_id:
        return {"user": telegram.bot.as_json(), "status": "member"}
    group = telegram.directory.groups.get(chat["id"])
    inside = user_id in group.members if group else user_id == chat["id"]
    return {"user": telegram.directory.user(user_id).as_json(), "status": "member" if inside else "left"}


async def set_my_commands(telegram: Telegram, params: Params) -> bool:
    """Set the command menu of a scope and language; an empty one is the same as deleting it."""
    commands = params.structure("commands")
    check_commands(commands)
    shown = [{"command": each["command"].removeprefix("/"), "description": each["description"]} for each in commands]
    _set_commands(telegram, params, shown)
    return True


async def delete_my_commands(telegram: Telegram, params: Params) -> bool:
    """Delete the command menu of a scope and language."""
    _set_commands(telegram, params, [])
    return True


async def get_my_commands(telegram: Telegram, params: Params) -> list[Json]:
    """Return the command menu of exactly this scope and language."""
    return telegram.commands.get(_menu_key(params.structure("scope"), params.text("language_code")), [])


def menu_for(telegram: Telegram, user_id: int, chat: Json, language: str) -> list[Json]:
    """Return the command menu that a person sees: the narrowest scope, the own language before the default."""
    whole = {"chat_id": chat["id"]}
    wide = "all_private_chats" if chat["type"] == "private" else "all_group_chats"
    scopes: list[Json] = [{"type": "chat", **whole}, {"type": wide}, {"type": "default"}]
    if chat["type"] != "private":
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
    if len(text) > limit:
        raise bad_request(f"{which} is too long")
    telegram.bot.descriptions[which, params.text("language_code")] = text
    telegram.feed.tell("description")
    return True


METHODS = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setMyDescription": set_my_description,
    "setMyShortDescription": set_my_short_description,
    "setChatMenuButton": accept,
    "logOut": accept,
    "close": accept,
}
