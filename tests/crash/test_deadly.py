"""An update that ends the process each time is put aside within the starts that systemd allows, and told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.crash.dying import POISON, perform
from tests.crash.hanging import POISON as HANGING_POISON
from tests.crash.hanging import WAYS
from tests.crash.kill import BotProcess
from tests.deploy.supervisor import read_unit
from tests.tg.script import TOKEN, Script, message, playing
from zc_bot import app
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import inbox, people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

ANNA, BEN = 11, 12
DIES = {"zc_bot.tg.bot.perform": perform}
HANGS = {
    **WAYS["a statement"], "zc_bot.app.LOOK_SECONDS": 0.2, "zc_bot.watch.HANGS": 0.3, "zc_bot.watchdog.LEAVES": 4.0,
}


@pytest.mark.parametrize(
    ("hurry", "text", "tries"),
    [(DIES, POISON, 1), pytest.param(DIES, POISON, 3, marks=pytest.mark.long), (HANGS, HANGING_POISON, 1)],
    ids=["dies", "dies three times", "hangs"],
)
async def test_an_update_that_ends_the_process_is_put_aside_and_all_others_are_answered(
    tmp_path: Path, programme: Programme, hurry: Mapping[str, object], text: str, tries: int
) -> None:
    """tries: how often it may end the process before it is put aside; 3 is the bot's own."""
    store, script = Store(f"sqlite:///{tmp_path / 'zc.sqlite3'}"), Script()
    schema.ensure(store.engine)
    both = [Candidate(ANNA, "李敏", "viewer"), Candidate(BEN, "王芳", "viewer")]
    store.write(lambda s: people.admit(s, OPERATOR, programme, both, datetime.now(UTC)))
    store.engine.dispose()
    hurry = {**hurry, "zc_bot.storage.inbox.TAKEN_UP": tries} if tries != inbox.TAKEN_UP else hurry
    async with playing(script) as address:
        script.gives(message(20, ANNA, text))
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
