"""The command menus: of strangers, of groups, and of each person, where Telegram does not take it yet too."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.tg.conftest import ANNA, Scripted
from tests.tg.script import TOKEN, no
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import people
from zc_bot.storage.candidates import Candidate
from zc_bot.tg.client import make_client
from zc_bot.tg.connect import connected
from zc_bot.tg.menu import show_default_menu, show_due_menus, show_own_menu


@pytest.mark.parametrize(
    "said", [no(400, "Bad Request: chat not found"), no(403, "Forbidden: bot can't initiate conversation")]
)
async def test_of_who_has_no_chat_yet_it_is_set_with_their_first_update_and_not_tried_before(
    scripted: Scripted, programme: Programme, said: tuple[int, bytes]
) -> None:
    store, anna = scripted.store, Candidate(ANNA, "安娜", "reviewer")
    store.write(lambda s: people.admit(s, OPERATOR, programme, [anna], scripted.clock.now()))
    store.start()
    client = make_client(TOKEN, scripted.address)
    async with connected(client):
        scripted.script.says("setMyCommands", said)
        await show_due_menus(client, store)
        assert await store.submit(lambda s: people.menus_due(s, 20)) == ()
        assert await store.submit(lambda s: people.menu_due(s, ANNA))
        await show_own_menu(client, store, ANNA)
        assert not await store.submit(lambda s: people.menu_due(s, ANNA))
    assert scripted.script.asked["setmycommands"] == 2
    await store.stop()


async def test_who_was_removed_has_none_of_their_own_any_more(scripted: Scripted, programme: Programme) -> None:
    store, anna = scripted.store, Candidate(ANNA, "安娜", "reviewer")
    store.write(lambda s: people.admit(s, OPERATOR, programme, [anna], scripted.clock.now()))
    store.start()
    client = make_client(TOKEN, scripted.address)
    async with connected(client):
        await show_due_menus(client, store)
        await store.submit(lambda s: people.remove(s, OPERATOR, ANNA, scripted.clock.now()))
        await show_due_menus(client, store)
        assert await store.submit(lambda s: people.menus_due(s, 20)) == ()
    assert scripted.script.asked["deletemycommands"] == 1
    await store.stop()


def menus_set(scripted: Scripted) -> list[tuple[Any, str | None, dict[str, str]]]:
    """Have what menus are set be noted: for whom, in which language, and each command's line."""
    found: list[tuple[Any, str | None, dict[str, str]]] = []

    def note(asked: dict[str, Any]) -> None:
        scope, commands = asked.get("scope"), asked["commands"]
        scope = json.loads(scope) if isinstance(scope, str) else scope
        commands = json.loads(commands) if isinstance(commands, str) else commands
        found.append((scope, asked.get("language_code"), {one["command"]: one["description"] for one in commands}))

    scripted.script.always["setmycommands"] = note
    return found


async def test_who_is_nobody_here_can_begin_and_a_group_has_what_a_viewer_has_in_either_language(
    scripted: Scripted,
) -> None:
    client, found = make_client(TOKEN, scripted.address), menus_set(scripted)
    async with connected(client):
        await show_default_menu(client)
    strangers = {code: menu for scope, code, menu in found if scope is None}
    groups = {code: menu for scope, code, menu in found if scope == {"type": "all_group_chats"}}
    assert [list(strangers[code]) for code in (None, "zh", "en")] == [["start"]] * 3
    assert strangers[None] == strangers["zh"] != strangers["en"]
    assert {"status", "help"} <= groups[None].keys()
    assert not {"review", "report", "people"} & groups[None].keys()
    assert groups[None] == groups["zh"] != groups["en"]


async def test_ones_own_menu_is_of_ones_role_and_language(scripted: Scripted, programme: Programme) -> None:
    store, anna = scripted.store, Candidate(ANNA, "安娜", "reviewer")
    store.write(lambda s: people.admit(s, OPERATOR, programme, [anna], scripted.clock.now()))
    store.start()
    client, found = make_client(TOKEN, scripted.address), menus_set(scripted)
    async with connected(client):
        await show_due_menus(client, store)
        who = Principal(ANNA, "安娜", "reviewer")
        await store.submit(lambda s: people.set_language(s, who, "en", scripted.clock.now()))
        await show_due_menus(client, store)
        await show_due_menus(client, store)
    (scope, _, chinese), (_, _, english) = found
    assert scope == {"type": "chat", "chat_id": ANNA}
    assert "review" in chinese
    assert "people" not in chinese
    assert chinese.keys() == english.keys()
    assert chinese["review"] != english["review"]
    await store.stop()
