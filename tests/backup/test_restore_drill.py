"""The drill, in processes as at work: a bot makes its copies by itself, its database is lost, the copy is put back.

What must not be put back is refused on the way, and nothing that was there before is thrown away.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.backup.conftest import REPORTER, Place, dump, report
from tests.backup.test_copying import DAMAGE, damaged
from tests.crash.kill import BotProcess
from tests.tg.script import TOKEN, Script, message, playing
from zc_bot.policy.programme import Programme
from zc_bot.storage.backup import keeping
from zc_bot.storage.tables import LETTER

ADMIN = 14
AT_ONCE = {"zc_bot.copier.NICE": ()}
"""A copy lets all else pass, here the other tests."""


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

    async def ran(*command: object) -> tuple[int, str]:
        """Run a command to its end; returns its status and what it said."""
        process = BotProcess(TOKEN, address, place.url, *map(str, command), **settings)
        await process.start()
        return await process.ended(), process.output.decode()

    bot = BotProcess(TOKEN, address, place.url, hurry=AT_ONCE, **settings)
    await bot.start()
    await bot.says("a copy was made", timeout=180)
    (copy,) = keeping.copies_in(place.backups)
    status, said = await ran("restore", copy)
    assert (status, "is running" in said, said.count("\n")) == (1, True, 1)
    await bot.kill()
    store = place.store()
    kept = dump(store)
    given = report(store, programme, datetime.now(UTC), 555)
    before = dump(store)
    harmed = shutil.copy(copy, place.folder / "harmed.sqlite3")
    damaged(Path(harmed), DAMAGE["a newer schema"])
    status, said = await ran("restore", harmed)
    assert (status, "9999" in said, said.count("\n")) == (1, True, 1)
    assert dump(store) == before, "nothing changed"
    store.engine.dispose()
    lose(place)
    status, said = await ran("restore", copy)
    assert (status, "held until an admin decides" in said) == (0, True)
    assert place.url.startswith("sqlite") or "the database before it is" in said, "what it replaces is kept"
    store = place.store()
    assert dump(store)["observation"] == kept["observation"]
    again = BotProcess(TOKEN, address, place.url, **settings)
    await again.start()
    await played.until(lambda: any("已恢复成较早的备份" in one for one in played.texts(ADMIN)), timeout=60)
    heard = len(played.texts(REPORTER))
    played.gives(message(20, REPORTER, "通创2019年从业人员多少"))
    await played.until(lambda: len(played.texts(REPORTER)) > heard)
    assert "120" in played.texts(REPORTER)[-1]
    assert await again.stop() == 0
    letters, number = divmod(report(store, programme, datetime.now(UTC), 556), LETTER)
    assert (letters > given // LETTER, number) == (True, 1)
    store.engine.dispose()


def lose(place: Place) -> None:
    """Take the database away; a PostgreSQL one is overwritten as it is."""
    if place.url.startswith("sqlite"):
        Path(place.url.removeprefix("sqlite:///")).unlink()
