"""The command menu: everybody sees the commands that their role may use, in their language."""

from __future__ import annotations

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden

from zc_bot.chat.features import FEATURES
from zc_bot.policy.roles import Role
from zc_bot.storage import people
from zc_bot.storage.store import Store
from zc_bot.texts.catalog import LANGS, Lang, texts_for
from zc_bot.tg.client import Client

AT_ONCE = 20


async def show_default_menu(client: Client) -> None:
    """Set the menus of whoever has none of their own: of strangers and who was removed, and of groups a viewer's."""
    groups = BotCommandScopeAllGroupChats()
    for code, lang in ((None, "zh"), *((lang, lang) for lang in LANGS)):
        await client.set_my_commands(_of_nobody(lang), language_code=code)
        await client.set_my_commands(_commands("viewer", lang), scope=groups, language_code=code)


async def show_own_menu(client: Client, store: Store, person: int) -> None:
    """Set one person's menu by role and language, or take it from who left; where it can't be, that is kept."""
    found = await store.submit(lambda session: people.find(session, person))
    menu = None if found is None else f"{found.role}:{found.lang}"
    try:
        if found is None:
            await client.delete_my_commands(scope=BotCommandScopeChat(person))
        else:
            await client.set_my_commands(_commands(found.role, found.lang), scope=BotCommandScopeChat(person))
    except (BadRequest, Forbidden):
        # There is no chat yet: the person's first update sets it.
        menu = None if menu is None else people.TRIED + menu
    await store.submit_soon(lambda session: people.note_menu(session, person, menu))


async def show_due_menus(client: Client, store: Store) -> None:
    """Set the menus of those who were admitted, or whose role changed, without having written."""
    for person in await store.submit(lambda session: people.menus_due(session, AT_ONCE)):
        await show_own_menu(client, store, person)


def _of_nobody(lang: Lang) -> list[BotCommand]:
    """Make the menu of who is not admitted: what they can do is begin."""
    return [one for one in _commands("viewer", lang) if one.command == "start"]


def _commands(role: Role, lang: Lang) -> list[BotCommand]:
    texts = texts_for(lang)
    return [BotCommand(one.command, texts.plain(one.line)) for one in FEATURES.menu_of(role)]
