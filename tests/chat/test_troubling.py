"""What the admins are told of the bot's troubles: each begins once and ends once, whatever restarts in between."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from tests.chat.conftest import Chat, Chats
from tests.chat.test_reminding import MORNING
from zc_bot.chat.admin import troubling
from zc_bot.chat.admin.troubling import AGAIN
from zc_bot.storage import alerts, posted
from zc_bot.troubles import LASTING, Code, Part, Troubles

ADMIN = 14
NOW, BACK, OVER = "机器人出了问题", "机器人又出了这个问题", "现在好了"


class Scene:
    """A process that sees what is wrong with the bot and tells the admin, and its clock."""

    def __init__(self, chats: Chats, admin: Chat) -> None:
        self.chats, self.admin, self.now, self.ticks = chats, admin, MORNING, 0.0
        self.troubles = Troubles(lambda: self.ticks)

    def restarts(self) -> None:
        """Begin anew, knowing nothing."""
        self.ticks = 7.0
        self.troubles = Troubles(lambda: self.ticks)

    def meets(self, part: Part, code: Code, minutes: int | None = None) -> None:
        self.troubles.meet(part, code, "x", minutes=minutes)

    def later(self, seconds: float) -> list[str]:
        """Let time go by, and tell what there is; returns what the admin hears."""
        self.ticks += seconds
        return self.at(self.now + timedelta(seconds=seconds))

    def at(self, moment: datetime) -> list[str]:
        """Tell what there is under a date, however it came about."""
        self.now = self.admin.now = moment
        seen = self.troubles.seen()
        self.chats.store.write(lambda s: troubling.tell(s, moment, seen))
        self.troubles.told(seen.over)
        return [one.replace("\n", " ") for one in self.admin.receives()]


@pytest.fixture
def scene(chats: Chats) -> Scene:
    chats.now = MORNING
    admin = chats.of(ADMIN)
    admin.receives()
    return Scene(chats, admin)


def test_what_begins_is_told_once_and_its_end_once_with_how_long_it_took(scene: Scene) -> None:
    scene.meets("disk", "disk")
    assert scene.later(0) == [f"{NOW} 磁盘快满了。好了会再告诉您。"]
    assert scene.later(60) == []
    scene.troubles.end("disk")
    assert scene.later(60) == [f"机器人刚才出过问题，{OVER} 磁盘快满了，持续约1分钟。"]
    assert scene.later(60) == []


def test_a_restart_tells_nothing_twice_and_the_end_once_the_part_was_seen_to_work(scene: Scene) -> None:
    scene.meets("disk", "disk")
    scene.later(0)
    scene.restarts()
    assert scene.later(0) == [], "nobody knows yet"
    scene.meets("disk", "disk")
    assert scene.later(60) == [], "it is known"
    scene.restarts()
    scene.troubles.end("disk")
    assert scene.later(5) == [f"机器人之前出过问题，{OVER} 磁盘快满了。"], "for how long nobody saw"
    scene.restarts()
    scene.troubles.end("disk")
    assert scene.later(60) == []


def test_what_passes_is_told_once_it_has_lasted_and_not_at_all_if_it_did_not(scene: Scene) -> None:
    scene.meets("sending", "unreachable")
    assert scene.later(LASTING - 0.1) == []
    scene.troubles.end("sending")
    assert scene.later(60) == []
    scene.meets("sending", "unreachable")
    assert scene.later(LASTING) == [f"{NOW} 连不上Telegram。好了会再告诉您。"]


def test_what_lasted_and_is_over_before_it_could_be_told_is_told_as_over(scene: Scene) -> None:
    scene.meets("database", "database")
    scene.ticks += 180
    scene.troubles.end("database")
    assert scene.later(0) == [f"机器人刚才出过问题，{OVER} 数据库用不了，持续约3分钟。"]
    assert scene.later(60) == []


def test_passing_troubles_that_take_turns_have_lasted_as_long_as_all_of_them(scene: Scene) -> None:
    for code in ("unreachable", "unreadable", "unreachable"):
        scene.meets("sending", code)  # type: ignore[arg-type]
        told = scene.later(30)
    assert told == [f"{NOW} 连不上Telegram。好了会再告诉您。"]


def test_another_trouble_of_the_same_part_is_told_beside_and_both_end_with_it(scene: Scene) -> None:
    scene.meets("receiving", "poller")
    scene.later(0)
    scene.meets("receiving", "token")
    (told,) = scene.later(60)
    assert "令牌" in told
    scene.troubles.end("receiving")
    assert ["另有" in one for one in scene.later(60) if OVER in one] == [True, False]


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize(("after", "said"), [(AGAIN - timedelta(seconds=1), BACK), (AGAIN, NOW)])
def test_what_begins_within_an_hour_of_its_end_comes_and_goes(
    scene: Scene, after: timedelta, said: str, restarted: bool
) -> None:
    scene.meets("receiving", "poller")
    scene.later(0)
    scene.troubles.end("receiving")
    scene.later(60)
    if restarted:
        scene.restarts()
    assert scene.later(after.total_seconds()) == []
    scene.meets("receiving", "poller")
    (told,) = scene.at(scene.now)
    assert told.startswith(said)


def test_the_end_of_what_comes_and_goes_is_told_once_it_has_stayed_away_for_an_hour(scene: Scene) -> None:
    heard = list[str]()
    for _ in range(90):
        scene.meets("receiving", "poller")
        heard += scene.later(60)
        scene.troubles.end("receiving")
        heard += scene.later(60)
    assert [one.partition(" ")[0] for one in heard] == [NOW, f"机器人刚才出过问题，{OVER}", BACK]
    assert scene.later(AGAIN.total_seconds() - 61) == []
    (over,) = scene.later(1)
    assert over.startswith(f"机器人之前出过问题，{OVER}")
    scene.meets("receiving", "poller")
    (told,) = scene.later(0)
    assert told.startswith(BACK), "and again"


def test_what_is_wrong_now_is_never_the_last_said_to_be_well(scene: Scene) -> None:
    """Within six hours of having been told, the same trouble was kept from the admins."""
    scene.meets("database", "database")
    scene.later(LASTING)
    scene.troubles.end("database")
    scene.later(0)
    scene.meets("database", "database")
    (told,) = scene.later(LASTING)
    assert told.startswith(BACK)


def test_what_came_and_went_between_two_ticks_is_told_once(scene: Scene) -> None:
    for _ in range(3):
        scene.meets("receiving", "poller")
        scene.ticks += 5
        scene.troubles.end("receiving")
    (told,) = scene.later(0)
    assert OVER in told
    scene.meets("disk", "disk")
    scene.troubles.end("disk")
    scene.meets("disk", "disk")
    (told,) = scene.later(0)
    assert told.startswith(NOW), "it is wrong again"


def test_what_was_wrong_until_something_else_was_is_told_as_well(scene: Scene) -> None:
    scene.meets("sending", "unreachable")
    scene.ticks += 120
    scene.meets("sending", "token")
    now, over = scene.later(0)
    assert [now.startswith(NOW), "令牌" in now] == [True, True]
    assert "连不上Telegram，持续约2分钟" in over


def test_for_how_long_something_came_and_went_is_not_said(scene: Scene) -> None:
    for _ in range(2):
        scene.meets("receiving", "poller")
        scene.later(0)
        scene.ticks += 60
        scene.troubles.end("receiving")
        scene.ticks += 0 if not scene.chats.store.read(alerts.known)["receiving", "poller"].comes_back else 7200
        told = scene.later(0)
    assert told == [f"机器人之前出过问题，{OVER} 另有一个程序在用同一个令牌收消息，请停掉它。"]


def test_what_no_process_could_tell_is_told_by_the_next_as_over(scene: Scene) -> None:
    scene.meets("work", "stuck")
    scene.later(0)
    scene.restarts()
    scene.troubles.was("work", "stuck", 120.0)
    (told,) = scene.later(0)
    assert [OVER in told, "持续约2分钟" in told] == [True, True]
    assert scene.later(60) == []


def test_how_far_the_clock_is_off_is_said_and_a_doubt_is_not(scene: Scene) -> None:
    scene.meets("clock", "clock")
    assert scene.later(120) == []
    scene.meets("clock", "clock_back", 61)
    (told,) = scene.later(0)
    assert "倒退了61分钟" in told
    scene.troubles.end("clock")
    scene.restarts()
    scene.troubles.end("clock")
    (over,) = scene.later(0)
    assert "倒退了61分钟" in over


def test_where_the_date_leapt_after_the_end_was_told_it_is_told_as_new(scene: Scene) -> None:
    scene.meets("disk", "disk")
    scene.later(0)
    scene.troubles.end("disk")
    scene.later(0)
    scene.meets("disk", "disk")
    (told,) = scene.at(scene.now - timedelta(days=365))
    assert told.startswith(NOW)


def test_told_to_nobody_is_not_told(scene: Scene) -> None:
    scene.meets("disk", "disk")
    scene.chats.store.write(lambda s: s.execute(text("UPDATE person SET role = 'viewer' WHERE role = 'admin'")))
    assert scene.later(0) == []
    assert scene.chats.store.read(alerts.known) == {}
    scene.chats.store.write(lambda s: s.execute(text(f"UPDATE person SET role = 'admin' WHERE id = {ADMIN}")))
    assert len(scene.later(60)) == 1


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"over": "soon", "comes_back": 1, "minutes": null}',
                                  '{"over": "2026-01-01T00:00:00", "comes_back": 1, "minutes": null}'])
def test_what_is_known_but_can_not_be_read_is_told_anew(scene: Scene, kept: str) -> None:
    scene.chats.store.write(
        lambda s: s.connection.execute(text("INSERT INTO meta VALUES ('alert:disk:disk', :kept)"), {"kept": kept})
    )
    scene.meets("disk", "disk")
    assert len(scene.later(0)) == 1
    assert scene.later(0) == []


def test_nobody_is_told_by_a_unit_that_came_to_nothing(scene: Scene) -> None:
    """What is told and that it was told are one transaction."""
    scene.meets("disk", "disk")
    seen, before = scene.troubles.seen(), scene.chats.store.read(posted.keyed)

    def fails(session: object) -> None:
        troubling.tell(session, scene.now, seen)  # type: ignore[arg-type]
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError):
        scene.chats.store.write(fails)
    assert scene.chats.store.read(posted.keyed) == before
    assert len(scene.later(0)) == 1
