"""The drill: a bot makes its copies by itself, its database is lost, the copy is put back, and it goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.backup.conftest import REPORTER, Place, dump, report
from tests.crash.kill import BotProcess
from tests.tg.script import TOKEN, Script, message, playing
from zc_bot.policy.programme import Programme
from zc_bot.storage.backup import keeping
from zc_bot.storage.backup.restoring import restore
from zc_bot.storage.tables import LETTER

ADMIN = 14


@pytest.fixture
async def script() -> AsyncIterator[tuple[Script, str]]:
    made = Script()
    async with playing(made) as address:
        yield made, address


async def test_a_lost_database_is_put_back_from_the_copy_that_the_bot_made_by_itself(
    script: tuple[Script, str], place: Place, programme: Programme
) -> None:
    played, address = script
    settings = {"ZC_BACKUPS": str(place.backups), "ZC_FILES": str(place.files)}
    bot = BotProcess(TOKEN, address, place.url, **settings)
    await bot.start()
    await bot.says("a copy was made", timeout=60)
    await bot.kill()
    store = place.store()
    kept = dump(store)
    given = report(store, programme, datetime.now(UTC), 555)
    store.engine.dispose()
    lose(place)
    (copy,) = keeping.copies_in(place.backups)
    restore(place.url, copy, place.files, place.backups, datetime.now(UTC), keys=place.keys)
    store = place.store()
    assert dump(store)["observation"] == kept["observation"]
    again = BotProcess(TOKEN, address, place.url, **settings)
    await again.start()
    await played.until(lambda: any("已恢复成较早的备份" in one for one in played.texts(ADMIN)), timeout=60)
    before = len(played.texts(REPORTER))
    played.gives(message(20, REPORTER, "通创2019年从业人员多少"))
    await played.until(lambda: len(played.texts(REPORTER)) > before)
    assert "120" in played.texts(REPORTER)[-1]
    assert await again.stop() == 0
    assert report(store, programme, datetime.now(UTC), 556) == LETTER + 1 != given
    store.engine.dispose()


def lose(place: Place) -> None:
    """Take the database away; a PostgreSQL one is overwritten as it is."""
    if place.url.startswith("sqlite"):
        Path(place.url.removeprefix("sqlite:///")).unlink()
