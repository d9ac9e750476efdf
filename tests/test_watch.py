"""What only shows from outside the parts: silence, a slow queue, no tick, no copy, a full disk, a wrong clock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from zc_bot import watch
from zc_bot.troubles import Troubles
from zc_bot.watch import Readings, certificate_left, look


def readings(**seen: Any) -> Readings:
    return Readings(**{"since_poll": 1.0, "oldest_update": 0.0, "since_tick": 1.0, "since_copy": 1.0} | seen)


@pytest.mark.parametrize(
    ("seen", "code"),
    [({"since_poll": 121.0}, "silent"), ({"oldest_update": 61.0}, "slow"), ({"since_tick": 301.0}, "no_tick"),
     ({"since_copy": 7201.0}, "old_copy"), ({"clock_trusted": False}, "clock"),
     ({"certificate": 86400.0}, "certificate")],
)
def test_each_begins_and_ends(seen: dict[str, Any], code: str) -> None:
    troubles = Troubles()
    look(readings(**{name: value * 0.98 for name, value in seen.items() if name.startswith("since")}), troubles)
    assert troubles.standing() == ()
    look(readings(**seen), troubles)
    assert [one.code for one in troubles.standing()] == [code]
    look(readings(), troubles)
    assert troubles.standing() == ()


def test_one_cause_is_one_trouble() -> None:
    troubles = Troubles()
    troubles.meet("receiving", "unreachable", "x")
    troubles.meet("database", "database", "x")
    look(readings(since_poll=999.0, oldest_update=999.0), troubles)
    assert {one.part for one in troubles.standing()} == {"receiving", "database"}


def test_a_disk_with_little_room_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    troubles, folder = Troubles(), tmp_path / "not" / "there"
    monkeypatch.setattr(watch, "LITTLE", 10**18)
    look(readings(folders=[folder]), troubles)
    assert [one.code for one in troubles.standing()] == ["disk"]
    assert watch.first_full([folder]) == folder


async def test_a_certificate_that_can_not_be_asked_for_is_no_trouble() -> None:
    assert await certificate_left("http://example.org/hook", 0.0) is None
    assert await certificate_left("https://127.0.0.1:9/hook", 0.0) is None


def test_what_was_told_is_told_once_more_when_it_is_over_and_then_no_more() -> None:
    ticks = [0.0]
    troubles = Troubles(lambda: ticks[0])
    for _ in range(3):
        troubles.meet("disk", "disk", "full")
        ticks[0] += 10
    (begun,) = troubles.news()
    troubles.told([begun])
    assert troubles.news() == ()
    troubles.end("disk")
    (over,) = troubles.news()
    assert over.until == 30.0
    assert troubles.news() == (over,), "until it is told"
    troubles.told([over])
    assert troubles.news() == ()
