"""The bot as a process while Telegram refuses polls, drips, sends poison and limits chats: it goes on and says so.

One process meets all of it in a row; seconds between ticks, and until an answer is given up, are shortened.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.crash.kill import BotProcess
from tests.crash.test_outages import free_port, get
from tests.tg.script import DRIP, TOKEN, Answer, Script, message, no, playing
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import inbox, people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.inbox import Arrival
from zc_bot.storage.store import Session, Store

ANNA, BEN, CARL, DORA, EVA, ADMIN = 11, 12, 13, 15, 16, 14
HURRY = {
    "zc_bot.app.LOOK_SECONDS": 0.3, "zc_bot.tg.pace.CHAT_GAP": 0.05, "zc_bot.tg.receive.NO_PROGRESS": 0.5,
    "zc_bot.watch.SILENT": 1.5, "zc_bot.watch.SLOW": 1.5,
    "zc_bot.app.TICK_SECONDS": 1.0, "zc_bot.app.TIDY_SECONDS": 1.0, "zc_bot.tg.faults.LONGEST": 0.3,
    "zc_bot.tg.client.POLL_SECONDS": 1, "zc_bot.tg.client.LATE": 6, "zc_bot.tg.request.READ_TIMEOUT": 7.0,
    "zc_bot.tg.request.CONNECT_TIMEOUT": 1.0, "zc_bot.tg.request.WRITE_TIMEOUT": 1.0,
}
REFUSALS: tuple[tuple[Answer, str, str, str], ...] = (
    (no(409, "Conflict: can't use getUpdates: a webhook is active"), "webhook", "a webhook is set", "转到了别处"),
    (no(409, "Conflict: terminated by other getUpdates request"), "poller", "another bot is polling", "另有一个程序"),
    (no(401, "Unauthorized"), "token", "Telegram does not know this token", "不认机器人的令牌"),
    (no(429, "Too Many Requests", retry_after=1), "limited", "Telegram asks to wait 1 s", ""),
    ((200, b"[]"), "unreadable", "the answer has no result", ""),
    (no(502, "Bad Gateway"), "unreachable", "Telegram can't be reached", ""),
)
"""What a poll is answered, what is then wrong with receiving, what the log says of it, and the admin is told."""
POISON: tuple[tuple[int, bytes], ...] = (
    (41, b'{"update_id":41,"message":' + b'{"a":' * 3000 + b"1" + b"}" * 3001),
    (42, b'{"update_id":42,"message":{"text":"\\ud83d"}}'),
    (10**31, b"{}"),
    (10**31, b'{"update_id":9223372036854775808}'),
)
SECRET = "a text that failed"
BEGUN, OVER = "好了会再告诉您", "现在好了"


def filled(path: Path, programme: Programme) -> str:
    """Make a database with people in it, and an update that failed eight days ago beside one of six days ago."""
    now = datetime.now(UTC)
    known = [Candidate(one, f"人{one}", "viewer") for one in (ANNA, BEN, CARL, DORA, EVA)]

    def unit(session: Session) -> None:
        people.admit(session, OPERATOR, programme, [*known, Candidate(ADMIN, "赵磊", "admin")], now)
        for number, days in ((1, 8), (2, 6)):
            then = now - timedelta(days=days)
            inbox.put_away(session, [Arrival(number, json.dumps({"text": SECRET}))], then)
            inbox.fail(session, number, "KeyError", then)

    store = Store(f"sqlite:///{path}")
    schema.ensure(store.engine)
    store.write(unit)
    store.engine.dispose()
    return f"sqlite:///{path}"


@dataclass
class Answers:
    """What is answered, in turn, to what is sent to some chats; then all is as usual."""

    left: dict[int, list[Answer]]

    def __call__(self, params: dict[str, Any]) -> Answer | None:
        answers = self.left.get(params["chat_id"])
        return answers.pop(0) if answers else None


async def wrong(port: int, what: str) -> None:
    """Wait until the bot says of itself that something is wrong."""
    async with asyncio.timeout(60):
        while what not in json.loads((await get(port, "/healthz"))[1])["wrong"]:
            await asyncio.sleep(0.02)


def told(played: Script, *parts: str) -> int:
    """Count the messages to the admin that hold all parts."""
    return sum(all(part in one for part in parts) for one in played.texts(ADMIN))


@pytest.mark.slow
async def test_whatever_telegram_answers_it_goes_on_says_what_is_wrong_once_and_loses_nothing(
    tmp_path: Path, programme: Programme
) -> None:
    path, played, port = tmp_path / "zc.sqlite3", Script(), free_port()
    url, limited = filled(path, programme), no(429, "Too Many Requests", retry_after=1)
    sent = Answers({
        EVA: [DRIP], ANNA: [(200, b"[]")], BEN: [limited], DORA: [no(401, "Unauthorized"), limited],
        CARL: [no(429, "Too Many Requests", retry_after=10**12)],
    })
    played.always["sendmessage"] = sent
    played.says("getMe", no(401, "Unauthorized"), limited, no(404, "Not Found"), (200, b"[]"))
    async with playing(played) as address:
        bot = BotProcess(TOKEN, address, url, hurry=HURRY, ZC_HTTP_PORT=str(port))
        await bot.start()
        played.gives(message(20, EVA, "/help"))
        await played.until(lambda: not sent.left[EVA])
        await polls_that_are_refused(played, port)
        await updates_that_are_none(played, sent)
        for number, person in enumerate((CARL, BEN, DORA), 50):
            played.gives(message(number, person, "/help"))
        await bot.says("3 chats at once: all wait 1 s")
        await played.until(lambda: all(map(played.texts, (BEN, DORA, EVA))))
        # Of the greeting, of polls, of what is sent.
        await played.until(lambda: told(played, "不认机器人的令牌", OVER) == 3)
        assert (await get(port, "/healthz"))[0] == 200
        assert await bot.stop() == 0
    assert [len(played.texts(one)) for one in (ANNA, BEN, CARL, DORA, EVA)] == [2, 1, 0, 1, 1]
    said = bot.output.decode()
    assert [said.count(f"zc_bot.troubles: receiving: {what}") for _, _, what, _ in REFUSALS] == [1] * len(REFUSALS)
    assert said.count("greeting: Telegram does not know this token: check ZC_BOT_TOKEN with @BotFather") == 1
    assert said.count("is put aside") == len(POISON)
    assert said.count("\n") < 100
    with sqlite3.connect(path) as beside:
        failed = "SELECT update_id, payload IS NULL FROM inbox WHERE state = 'failed' AND update_id > 0 ORDER BY 1"
        assert beside.execute(failed).fetchall() == [(1, True), (2, False), (41, True), (42, True)]
        waits = beside.execute("SELECT state FROM outbox WHERE chat = ?", (CARL,)).fetchall()
    assert waits == [("retry",)]


async def polls_that_are_refused(played: Script, port: int) -> None:
    """Meanwhile one answer to a person drips: that its update waits for long is told, too."""
    polls = len(played.polls)
    played.always["getupdates"] = lambda _: DRIP
    await wrong(port, "poll: silent")
    await played.until(lambda: told(played, "两分钟没有回应") and told(played, "等了一分钟"))
    await played.until(lambda: len(played.polls) > polls + 1)  # The poll that dripped was given up.
    for answer, code, _, word in REFUSALS:
        played.always["getupdates"] = lambda _, answer=answer: answer
        await wrong(port, f"receiving: {code}")
        await played.until(lambda word=word: not word or told(played, word, BEGUN))
    del played.always["getupdates"]
    words = [word for *_, word in REFUSALS if word]
    await played.until(lambda: all(told(played, word, OVER) for word in [*words, "两分钟没有回应", "等了一分钟"]))
    assert [told(played, word, BEGUN) for word in words] == [1] * len(words)


async def updates_that_are_none(played: Script, sent: Answers) -> None:
    """Those behind them are answered, in order though the first answer has to be sent again."""
    for number, poison in POISON:
        played.gives(poison, number)
    played.gives(message(43, ANNA, "/help"))
    await played.until(lambda: not sent.left[ANNA])
    played.gives(message(44, ANNA, "/language"))
    await played.until(lambda: len(played.texts(ANNA)) == 2)
    assert ["提问" in played.texts(ANNA)[0], "语言" in played.texts(ANNA)[1]] == [True, True]
    await played.until(lambda: told(played, "没能处理"))
    played.updates.clear()
