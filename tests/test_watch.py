"""What only shows from outside the parts: silence, a slow queue, no tick, no copy, a full disk, a wrong clock."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from zc_bot import watch
from zc_bot.clock import Clock
from zc_bot.settings import Settings
from zc_bot.storage.store import Store
from zc_bot.troubles import Troubles
from zc_bot.watch import Readings, certificate_left, look, told_of_clock


def readings(**seen: Any) -> Readings:
    return Readings(**{"since_poll": 1.0, "oldest_update": 0.0, "since_tick": 1.0, "since_copy": 1.0} | seen)


DAYS = 86400.0


def test_of_a_certificate_that_was_not_asked_for_yet_nobody_knows_that_it_is_well() -> None:
    troubles = Troubles()
    look(readings(has_certificate=True), troubles)
    assert "certificate" not in troubles.seen().well
    look(readings(has_certificate=True, certificate=15.0 * DAYS), troubles)
    assert "certificate" in troubles.seen().well


def test_before_telegram_is_greeted_nobody_knows_that_polls_and_updates_go_well() -> None:
    """The process before this one may have told that they did not."""
    troubles = Troubles()
    look(readings(since_poll=None, receives=False), troubles)
    assert not troubles.seen().well.keys() & {"poll", "queue"}
    look(readings(), troubles)
    assert troubles.seen().well.keys() >= {"poll", "queue"}


@pytest.mark.parametrize(
    ("name", "well", "wrong", "code"),
    [("since_poll", 119.0, 121.0, "silent"), ("oldest_update", 59.0, 61.0, "slow"),
     ("since_tick", 299.0, 301.0, "no_tick"), ("since_copy", 7199.0, 7201.0, "old_copy"),
     ("clock_trusted", True, False, "clock"), ("certificate", 14.1 * DAYS, 13.9 * DAYS, "certificate")],
)
def test_each_begins_and_ends(name: str, well: float, wrong: float, code: str) -> None:
    troubles = Troubles()
    tell = told_of_clock(troubles)
    look(readings(**{name: well}), troubles)
    assert troubles.standing() == ()
    look(readings(**{name: wrong}), troubles)
    assert [one.code for one in troubles.standing()] == [code]
    look(readings(**{name: well}), troubles)
    tell(None)  # That the clock is right only Telegram can say.
    assert troubles.standing() == ()


def test_one_cause_is_one_trouble() -> None:
    troubles = Troubles()
    troubles.meet("receiving", "unreachable", "x")
    troubles.meet("database", "database", "x")
    look(readings(since_poll=999.0, oldest_update=999.0), troubles)
    assert {one.part for one in troubles.standing()} == {"receiving", "database"}


@pytest.mark.parametrize(
    ("total", "free", "full"), [(10, 0.9, True), (10, 1.1, False), (100, 4.9, True), (100, 5.1, False)]
)
def test_a_disk_with_little_room_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, total: float, free: float, full: bool
) -> None:
    """Of so many GB: less than one, or than a twentieth."""
    troubles, folder = Troubles(), tmp_path / "not" / "there"
    disk = SimpleNamespace(total=total * 10**9, free=free * 10**9)
    monkeypatch.setattr(watch.shutil, "disk_usage", {tmp_path: disk}.__getitem__)
    seen = watch.see_disks([folder])
    assert seen == watch.Disks(folder if full else None, free * 10**9)
    look(readings(full=seen.full), troubles)
    assert [one.code for one in troubles.standing()] == ["disk"] * full


async def test_a_disk_that_does_not_answer_holds_nothing_else_up(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder of copies on another machine's disk, say: the whole bot stood still while it was asked."""
    answers, looks, disk = threading.Event(), [], SimpleNamespace(total=10**12, free=10**12)

    def usage(path: Path) -> SimpleNamespace:
        looks.append(path)
        assert answers.wait(60)
        return disk

    monkeypatch.setattr(watch.shutil, "disk_usage", usage)
    monkeypatch.setattr(watch, "ANSWERS_WITHIN", 0.05)
    monkeypatch.setattr(watch, "NO_TICK", 0.0)
    watching = watch.Watch(Settings(_env_file=None, backups=tmp_path), store, Clock(), None, None)
    for _ in range(2):
        await watching.look()
    assert [one.code for one in store.troubles.standing()] == ["no_tick"]
    assert len(looks) == 1, "it is not asked again meanwhile"
    answers.set()
    async with asyncio.timeout(60):
        while watching._seeing is not None:
            await watching.look()
    assert watching._disks == watch.Disks(None, 10**12)


@pytest.mark.parametrize(("seconds", "stuck"), [(59.0, False), (61.0, True)])
async def test_a_unit_of_work_that_does_not_end_is_a_trouble_and_the_process_moves_no_more(
    store: Store, monkeypatch: pytest.MonkeyPatch, seconds: float, stuck: bool
) -> None:
    watching, moved = watch.Watch(Settings(_env_file=None), store, Clock(), None, None), []
    watching.moves = lambda: moved.append(1)
    monkeypatch.setattr(store, "hangs_for", lambda: seconds)
    await watching.see_work()
    assert [one.code for one in store.troubles.standing()] == ["stuck"] * stuck
    assert bool(moved) is not stuck
    monkeypatch.setattr(store, "hangs_for", lambda: 0.0)
    await watching.see_work()
    assert (store.troubles.standing(), bool(moved)) == ((), True)


async def test_after_a_process_that_hung_the_work_is_well_only_once_this_one_has_lasted(store: Store) -> None:
    """What is told then is how long it hung."""
    watching, moved = watch.Watch(Settings(_env_file=None), store, Clock(), None, None), []
    watching.moves, watching.after_hang = lambda: moved.append(1), True
    await watching.see_work()
    assert ("work" in store.troubles.seen().well, len(moved)) == (False, 1)


async def test_a_certificate_that_can_not_be_asked_for_is_no_trouble() -> None:
    assert await certificate_left("http://example.org/hook", 0.0) is None
    assert await certificate_left("https://127.0.0.1:9/hook", 0.0) is None
