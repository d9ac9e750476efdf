"""An update that ends the process each time is put aside within the starts that systemd allows, and told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.crash.dying import POISON, perform
from tests.crash.kill import BotProcess
from tests.deploy.supervisor import read_unit
from tests.tg.script import TOKEN, Script, message, playing
from zc_bot import app
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import inbox, people, schema
from zc_bot.storage.people import Candidate
from zc_bot.storage.store import Store

ANNA, BEN = 11, 12
HURRY = {"zc_bot.tg.bot.perform": perform}


@pytest.mark.parametrize("tries", [1, pytest.param(3, marks=pytest.mark.long)])
async def test_an_update_that_ends_the_process_is_put_aside_and_all_others_are_answered(
    tmp_path: Path, programme: Programme, tries: int
) -> None:
    """tries: how often it may end the process before it is put aside; 3 is the bot's own."""
    store, script = Store(f"sqlite:///{tmp_path / 'zc.sqlite3'}"), Script()
    schema.ensure(store.engine)
    both = [Candidate(ANNA, "李敏", "viewer"), Candidate(BEN, "王芳", "viewer")]
    store.write(lambda s: people.admit(s, OPERATOR, programme, both, datetime.now(UTC)))
    store.engine.dispose()
    hurry = {**HURRY, "zc_bot.storage.inbox.TAKEN_UP": tries} if tries != inbox.TAKEN_UP else HURRY
    async with playing(script) as address:
        script.gives(message(20, ANNA, POISON))
        script.gives(message(21, ANNA, "/help"))
        script.gives(message(22, BEN, "/help"))
        for _ in range(app.CAREFUL_FROM - 1 + tries):
            bot = BotProcess(TOKEN, address, str(store.engine.url), hurry=hurry)
            await bot.start()
            assert await bot.ended() != 0
        bot = BotProcess(TOKEN, address, str(store.engine.url), hurry=hurry)
        await bot.start()
        await script.until(lambda: script.texts(BEN) and len(script.texts(ANNA)) > 1)
        assert await bot.stop() == 0
    assert "update 20 is put aside" in bot.output.decode()
    assert ["出错了" in script.texts(ANNA)[0], "提问" in script.texts(ANNA)[1]] == [True, True], "its sender is told"


def test_that_takes_no_more_starts_than_systemd_allows() -> None:
    assert int(read_unit()["Unit"]["StartLimitBurst"]) >= app.CAREFUL_FROM + inbox.TAKEN_UP
