"""The command menu of each person, where Telegram does not take it yet."""

from __future__ import annotations

import pytest

from tests.tg.conftest import ANNA, Scripted
from tests.tg.script import TOKEN, no
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people
from zc_bot.storage.people import Candidate
from zc_bot.tg.client import make_client
from zc_bot.tg.connect import connected
from zc_bot.tg.menu import show_due_menus, show_own_menu


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
