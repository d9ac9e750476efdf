"""Telegram's limits, by a clock that the test moves."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from zc_bot.tg.pace import OVERALL, Pace


@dataclass
class Ticks:
    """A monotonic clock that only sleeping moves."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> Ticks:
    made = Ticks()

    async def sleep(seconds: float) -> None:
        # A little more than asked for: sums of floats would else never arrive.
        made.now += seconds + 1e-9

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return made


async def send_at(pace: Pace, ticks: Ticks, chat: int) -> float:
    await pace.broadcast()
    pace.take(chat)
    return ticks.now


async def test_no_more_than_25_broadcasts_go_out_in_a_second_evenly_spread(ticks: Ticks) -> None:
    pace = Pace(ticks)
    sent = [await send_at(pace, ticks, chat) for chat in range(100)]
    assert sent[25] - sent[0] == pytest.approx(1.0, abs=0.01)
    assert sent[99] - sent[0] == pytest.approx(99 / 25, abs=0.02)


async def test_answers_go_at_once_and_broadcasts_give_way_to_them(ticks: Ticks) -> None:
    pace = Pace(ticks)
    for chat in range(40):
        assert not pace.holds(chat)
        pace.take(chat)
    assert await send_at(pace, ticks, 50) - 100.0 == pytest.approx(1.0, abs=0.01)


def test_of_what_went_out_no_more_is_kept_than_holds_something_up(ticks: Ticks) -> None:
    """Where only answers go out nobody asks for a broadcast's turn: each answer's moment was kept for good."""
    pace = Pace(ticks)
    for _ in range(1000):
        pace.take(7)
    assert len(pace._sent) == OVERALL


@pytest.mark.parametrize(("chat", "gap"), [(7, 1.0), (-7, 3.0)])
def test_a_chat_rests_a_second_after_a_message_and_a_group_three(ticks: Ticks, chat: int, gap: float) -> None:
    pace = Pace(ticks)
    pace.take(chat)
    assert pace.resting() == {chat: gap}
    ticks.now += gap - 0.01
    assert chat in pace.resting()
    ticks.now += 0.02
    assert pace.resting() == {}
    assert not pace.holds(chat)


async def test_a_pause_holds_everybody(ticks: Ticks) -> None:
    pace = Pace(ticks)
    pace.pause(30)
    assert pace.holds(1)
    assert await send_at(pace, ticks, 1) == pytest.approx(130.0)
    assert not pace.holds(1)


async def test_a_limited_chat_rests_alone(ticks: Ticks) -> None:
    pace = Pace(ticks)
    pace.limit(1, 60)
    pace.limit(1, 5)
    pace.limit(2, 5)
    assert pace.holds(1)
    assert not pace.holds(3)
    assert await send_at(pace, ticks, 3) == 100.0
    assert pace.resting()[1] == 60
    ticks.now += 60
    assert not pace.holds(1)


async def test_three_limited_chats_at_once_are_the_bots_own_limit(ticks: Ticks) -> None:
    pace = Pace(ticks)
    for chat in (1, 2):
        pace.limit(chat, 5)
        ticks.now += 9
    pace.limit(3, 5)
    assert not pace.holds(4), "the first was too long ago"
    pace.limit(5, 5)
    assert pace.holds(4)
    ticks.now += 5
    assert not pace.holds(4)


def test_a_shorter_pause_ends_no_longer_one(ticks: Ticks) -> None:
    pace = Pace(ticks)
    pace.pause(60)
    pace.pause(5)
    ticks.now += 59
    assert pace.holds(1)


def test_a_chat_that_must_wait_rests_no_less_for_a_message_just_sent(ticks: Ticks) -> None:
    pace = Pace(ticks)
    pace.limit(1, 60)
    pace.take(1)
    assert pace.resting() == {1: 60}


def test_a_chat_rests_from_its_last_message_on(ticks: Ticks) -> None:
    pace = Pace(ticks)
    pace.take(1)
    pace.take(2)
    ticks.now += 4
    pace.take(1)
    assert pace.resting() == {1: 1.0}


def test_of_very_many_chats_those_written_to_last_are_remembered(
    ticks: Ticks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zc_bot.tg.pace.REMEMBERED", 2)
    pace = Pace(ticks)
    for chat in (1, 2, 3):
        pace.take(chat)
    assert pace.resting().keys() == {2, 3}


def test_that_a_chat_must_wait_is_logged_once_in_ten_minutes(
    ticks: Ticks, caplog: pytest.LogCaptureFixture
) -> None:
    pace = Pace(ticks)
    logged = []
    for minutes in (0, 1, 9, 11):
        ticks.now += minutes * 60
        pace.limit(1, 5)
        logged.append(len(caplog.records))
    assert logged == [1, 1, 1, 2]
