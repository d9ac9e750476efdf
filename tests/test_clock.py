"""The clock: doubted after a leap until Telegram's agrees, and for as long as it is off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from zc_bot.clock import Clock, ClockGuard, Leaps, Off, SandboxClock

NOON = datetime(2020, 1, 14, 4, 0, tzinfo=UTC)


class HandClock(Clock):
    """A clock moved by hand: `passes` as time does, `leaps` as a clock that is set."""

    def __init__(self) -> None:
        self.wall, self.ticks = NOON, 0.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.ticks

    def passes(self, **span: float) -> None:
        self.wall += timedelta(**span)
        self.ticks += timedelta(**span).total_seconds()

    def leaps(self, **span: float) -> None:
        self.wall += timedelta(**span)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def guard(clock: HandClock) -> ClockGuard:
    return ClockGuard(clock)


@pytest.fixture
def told(guard: ClockGuard) -> list[Off | None]:
    """What whoever listens to the guard hears."""
    heard = list[Off | None]()
    guard.tell = heard.append
    return heard


def test_an_ordinary_day_is_never_doubted(clock: HandClock, guard: ClockGuard, told: list[Off | None]) -> None:
    for _ in range(24 * 60):
        clock.passes(minutes=1)
        guard.heard(clock.now() + timedelta(seconds=2))
        assert not guard.holds()
    assert set(told) == {None}


def test_going_back_is_told_and_held_until_telegram_agrees(
    clock: HandClock, guard: ClockGuard, told: list[Off | None]
) -> None:
    clock.leaps(seconds=-61)
    assert guard.holds()
    assert guard.holds()
    assert told == [Off("back", timedelta(seconds=61))]
    guard.heard(clock.now())
    assert not guard.holds()
    assert told[1:] == [None]


def test_a_small_correction_is_nothing(clock: HandClock, guard: ClockGuard) -> None:
    clock.leaps(seconds=-59)
    assert not guard.holds()


@pytest.mark.parametrize(("minutes", "way"), [(6, "ahead"), (-6, "behind")])
def test_a_clock_that_is_off_is_told_once_and_held_until_it_is_right(
    clock: HandClock, guard: ClockGuard, told: list[Off | None], minutes: int, way: str
) -> None:
    for _ in range(3):
        guard.heard(clock.now() - timedelta(minutes=minutes))
        assert guard.holds()
    assert told == [Off(way, timedelta(minutes=6))]  # type: ignore[arg-type]
    guard.heard(clock.now() - timedelta(minutes=minutes * 2 / 3))
    assert not guard.holds()
    assert told[1:] == [None]


def test_a_machine_that_slept_waits_for_telegrams_word(
    clock: HandClock, guard: ClockGuard, told: list[Off | None]
) -> None:
    clock.leaps(hours=8)
    assert guard.holds()
    guard.heard(clock.now())
    assert not guard.holds()
    assert told == [None], "nothing was wrong"


def test_a_leap_is_told_once_and_what_was_put_on_purpose_is_none(clock: HandClock) -> None:
    leaps, sandbox = Leaps(clock), SandboxClock()
    moved = Leaps(sandbox)
    clock.passes(hours=1)
    assert leaps.taken() == timedelta(0)
    clock.leaps(hours=-1)
    assert leaps.taken() == timedelta(seconds=-3600)
    assert leaps.taken() == timedelta(0)
    sandbox.put(sandbox.now() + timedelta(days=3))
    assert moved.taken() == timedelta(0)
