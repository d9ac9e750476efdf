"""What a bot as a process writes into its log: JSON a line, an update's id through its lines, no text of people."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.crash.kill import BotProcess
from tests.tg.script import TOKEN, Script, message, no, playing
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

ASKER, SECRET = 11, "某某某的电话"


async def test_an_update_is_followed_through_the_log_by_its_id_and_nobodys_words_are_in_it(
    tmp_path: Path, programme: Programme
) -> None:
    url = f"sqlite:///{tmp_path / 'zc.sqlite3'}"
    store = Store(url)
    schema.ensure(store.engine)
    one = Candidate(ASKER, SECRET, "viewer")
    store.write(lambda s: people.admit(s, OPERATOR, programme, [one], datetime.now(UTC)))
    store.engine.dispose()
    script = Script()
    async with playing(script) as address:
        bot = BotProcess(TOKEN, address, url, ZC_LOG_FORMAT="json", ZC_LOG_LEVEL="DEBUG")
        await bot.start()
        await bot.says("ready as @script_bot")
        script.says("sendMessage", no(400, "Bad Request: message is too long"))
        script.gives(message(41, ASKER, f"{SECRET}去年高新占比多少"))
        await script.until(lambda: script.asked["sendmessage"] > 0)
        script.gives(b'{"update_id": 42, "message": {"text": "' + SECRET.encode() + b'", "from": 7}}')
        script.gives(message(43, ASKER, "/help"))
        await script.until(lambda: any("提问" in one for one in script.texts(ASKER)))
        quoting = f'Bad Request: can\'t parse entities: unsupported start tag "{SECRET}" at byte offset 3'
        before = script.asked["sendmessage"]
        script.says("sendMessage", no(400, quoting))
        script.gives(message(44, ASKER, f"{SECRET}前年高新占比多少"))
        await script.until(lambda: script.asked["sendmessage"] > before + 1)
        assert await bot.stop() == 0
    lines = [json.loads(line) for line in bot.output.splitlines()]
    assert all({"at", "level", "logger", "message"} <= line.keys() for line in lines), lines[0]
    assert {41, 43} <= {line["update"] for line in lines if "update" in line}
    assert SECRET not in json.dumps(lines, ensure_ascii=False)
    assert SECRET.encode() not in bot.output


@pytest.mark.parametrize(("settings", "status", "says"), [
    ({"ZC_HTTP_PORT": "99999"}, 2, "ZC_HTTP_PORT: "),
    ({"ZC_BOT_TOKEN": "", "ZC_TIMEZONE": "Mars"}, 2, "ZC_TIMEZONE: "),
    ({}, 1, "there is no database"), ({"ZC_PROGRAMME": "/nowhere"}, 1, "/nowhere: "),
])
async def test_what_ends_a_start_is_a_line_like_all_others(
    tmp_path: Path, settings: dict[str, str], status: int, says: str
) -> None:
    url = f"sqlite:///{tmp_path / 'zc.sqlite3'}"
    bot = BotProcess(TOKEN, "http://127.0.0.1:9", url, **{"ZC_LOG_FORMAT": "json", **settings})
    await bot.start()
    assert await bot.ended() == status
    (line,) = map(json.loads, bot.output.splitlines())
    assert line["level"] == "CRITICAL"
    assert says in line["message"]


async def test_a_damaged_database_ends_a_start_in_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    """It was a traceback."""
    path = tmp_path / "zc.sqlite3"
    store = Store(f"sqlite:///{path}")
    schema.ensure(store.engine)
    with store.engine.connect() as connection:
        root = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'inbox'").scalar()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar()
    store.engine.dispose()
    assert root is not None
    assert size is not None
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    script = Script()
    async with playing(script) as address:
        bot = BotProcess(TOKEN, address, f"sqlite:///{path}", ZC_LOG_FORMAT="json")
        await bot.start()
        assert await bot.ended() == 1
    *met, line = map(json.loads, bot.output.splitlines())
    assert [("content: the database's file is damaged" in one["message"], "error" in one) for one in met] in (
        [], [(True, False)]
    ), "a tick may come first"
    assert "damaged" in line["message"]
    assert "restore" in line["message"]
