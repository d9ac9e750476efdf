"""The bot as a process beside rows that can't be read, a chat that Telegram limits, and ids that are given anew.

What its alerts wait for, minutes and hours, has come about at once.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.crash.kill import BotProcess, frozen
from tests.tg.script import TOKEN, Answer, Script, message, no, playing
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.reminders.moments import Moment
from zc_bot.storage import dialogues, inbox, outbox, overrides, own_reminders, people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.inbox import Arrival
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session, Store

LIMITED, OTHER, ODD, ADMIN = 11, 12, 13, 14
HURRY = {
    "zc_bot.app.LOOK_SECONDS": 0.3, "zc_bot.app.TICK_SECONDS": 0.5, "zc_bot.watch.LITTLE": 10.0**18,
    "zc_bot.watch.NO_TICK": 0.0, "zc_bot.watch.OLD": 0.0, "zc_bot.copier.NICE": (),
}
ALERTS = "磁盘快满了", "提醒五分钟没有检查", "两小时没有新备份", "备份没做成"
PEOPLE = (
    Candidate(LIMITED, "李敏", "viewer"), Candidate(OTHER, "王芳", "reporter", ("chongchuan",)),
    Candidate(ODD, "孙丽", "viewer"), Candidate(ADMIN, "赵磊", "admin"),
)
BAD = "2020-13-45T99:00:00.000000Z"
"""Comes before every moment that is one."""


def filled(path: Path, programme: Programme) -> str:
    """Make a database with a reminder that is due; another, a draft, a deadline and a person can't be read."""
    now = datetime.now(UTC)

    def unit(session: Session) -> None:
        people.admit(session, OPERATOR, programme, PEOPLE, now)
        for one in PEOPLE:
            people.meet(session, one.id, now)
        for said in ("坏的", "会议"):
            moment = Moment(now - timedelta(seconds=1), None, said)
            own_reminders.add(session, Principal(OTHER, "王芳", "reporter"), moment, now - timedelta(days=1))
        dialogues.save_draft(session, OTHER, 1, '{"step": 5, "odd": 1}', now)
        overrides.move(session, OPERATOR, now.year - 1, now.date(), now)
        letters = [Letter(OTHER, OTHER, "reminder", {"text": said}, f"x:{said}") for said in ("bad", "排练")]
        outbox.post(session, letters, now)
        waits = [message(5, ADMIN, "/help"), message(6, ADMIN, "/language")]
        arrivals = [Arrival(one["update_id"], json.dumps(one), ADMIN, ADMIN) for one in waits]
        inbox.put_away(session, arrivals, now)

    store = Store(f"sqlite:///{path}")
    schema.ensure(store.engine)
    store.write(unit)
    store.engine.dispose()
    with sqlite3.connect(path) as beside:
        beside.execute("UPDATE own_reminder SET due = ? WHERE text = '坏的'", (BAD,))
        beside.execute("UPDATE override SET deadline = 'soon'")
        beside.execute("UPDATE outbox SET not_before = ?, made_at = ? WHERE key = 'x:bad'", (BAD, BAD))
        beside.execute("UPDATE inbox SET received_at = ? WHERE update_id = 5", (BAD,))
        beside.execute("UPDATE person SET admitted_at = ? WHERE id = ?", (BAD, ODD))
    return f"sqlite:///{path}"


def limit(params: dict[str, object]) -> Answer | None:
    """Answer as Telegram does where one chat is limited, for an hour."""
    return no(429, "Too Many Requests", retry_after=3600) if params["chat_id"] == LIMITED else None


def unread(played: Script) -> str:
    """What the admin was told of rows that can't be read."""
    return "".join(one for one in played.texts(ADMIN) if "读不出" in one)


def told(played: Script, what: str) -> int:
    """Count the alerts of something to the admin."""
    return sum(what in one for one in played.texts(ADMIN))


def heard(played: Script, what: str) -> int:
    """Count the messages of somebody who reports that hold something; by day reminders of the year come as well."""
    return sum(what in one for one in played.texts(OTHER))


async def test_what_stands_in_ones_way_is_put_aside_and_told_and_all_others_are_served(
    tmp_path: Path, programme: Programme
) -> None:
    path, played = tmp_path / "zc.sqlite3", Script()
    url = filled(path, programme)
    no_folder = tmp_path / "backups"
    no_folder.touch()
    async with playing(played) as address:
        bot = BotProcess(TOKEN, address, url, hurry=HURRY, ZC_BACKUPS=str(no_folder))
        await bot.start()
        await played.until(lambda: heard(played, "会议"))
        await played.until(lambda: all(what in unread(played) for what in ("own_reminder", "draft", "override")))
        await played.until(lambda: heard(played, "排练"))
        await played.until(lambda: "outbox" in unread(played))
        await bot.says("update 5: when it was received can't be read")
        await played.until(lambda: told(played, "语言"))
        assert told(played, "提问"), "it is done, and what waited behind it"
        played.gives(message(19, ADMIN, "/people"))
        await played.until(lambda: any("共3人" in one for one in played.texts(ADMIN)))  # Those that can be read.
        await played.until(lambda: all(told(played, what) for what in ALERTS))
        assert [told(played, what) for what in ALERTS] == [1] * len(ALERTS)
        played.always["sendmessage"] = limit
        played.gives(message(20, LIMITED, "/help"))
        await bot.says("Telegram asks to wait 3600 s")
        played.gives(message(21, OTHER, "/report"))
        await played.until(lambda: heard(played, "哪个社区"))  # The draft that can't be read is none.
        assert await bot.stop() == 0
        # After a rest Telegram numbers anew: one that is done comes again, another one under a number of before.
        played.updates.clear()
        played.gives(message(21, OTHER, "/report"))
        played.gives(message(20, OTHER, "/language"))
        bot = BotProcess(TOKEN, address, url, hurry={"zc_bot.app.TICK_SECONDS": 0.5})
        await bot.start()
        await played.until(lambda: heard(played, "语言"))
        await played.until(lambda: told(played, "磁盘快满了") == 2)  # By the next process.
        assert [told(played, what) for what in ALERTS] == [2, 2, 2, 1]
        assert heard(played, "哪个社区") == 1, "the same update is none, another one under its number is new"
        assert await bot.stop() == 0
    assert played.texts(LIMITED) == []
    assert heard(played, "bad") == 0
    assert heard(played, "会议") == 1
    with sqlite3.connect(path) as beside:
        waits = beside.execute("SELECT state FROM outbox WHERE chat = ?", (LIMITED,)).fetchall()
    assert waits == [("retry",)], "it is kept until the hour is over"


async def test_a_picture_that_is_never_drawn_holds_nobody_up_and_whoever_asked_is_told(
    tmp_path: Path, programme: Programme
) -> None:
    path, played = tmp_path / "zc.sqlite3", Script()
    async with playing(played) as address:
        bot = BotProcess(TOKEN, address, filled(path, programme), hurry={"zc_bot.texts.drawing.SECONDS": 0.3})
        await bot.start()
        for number, who, said in ((30, ADMIN, "看板图片"), (31, ADMIN, "/language"), (32, OTHER, "看板图片")):
            played.gives(message(number, who, said))
        await frozen(bot.pid, "spawn_main")
        await played.until(lambda: told(played, "图没画出来") == 1 and told(played, "语言") == 1)
        await bot.stop()
    assert bot.output.count(b"is not drawn: it took longer than 0.3 s") >= 1
