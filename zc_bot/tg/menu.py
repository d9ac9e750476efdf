"""The command menu: everybody sees the commands that their role may use, in their language."""

from __future__ import annotations

from telegram import BotCommand, BotCommandScopeChat

from zc_bot.chat.features import FEATURES
from zc_bot.policy.roles import Role
from zc_bot.storage import people
from zc_bot.storage.store import Store
from zc_bot.texts.catalog import LANGS, Lang, texts_for
from zc_bot.tg.client import Client


async def show_default_menu(client: Client) -> None:
    """Set the menu of whoever has no menu of their own: a viewer's."""
    await client.set_my_commands(_commands("viewer", "zh"))
    for lang in LANGS:
        await client.set_my_commands(_commands("viewer", lang), language_code=lang)


async def show_own_menu(client: Client, store: Store, person: int) -> None:
    """Set one person's menu by role and chosen language."""
    found = await store.submit(lambda session: people.find(session, person))
    if found is None:
        await client.delete_my_commands(scope=BotCommandScopeChat(person))
        return
    await client.set_my_commands(_commands(found.role, found.lang), scope=BotCommandScopeChat(person))


def _commands(role: Role, lang: Lang) -> list[BotCommand]:
    texts = texts_for(lang)
    return [BotCommand(one.command, texts.plain(one.line)) for one in FEATURES.menu_of(role)]
