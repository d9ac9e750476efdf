"""What went out before: who was reminded, by itself or by hand, what waits, and what nobody could read."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import outbox, posted, undelivered
from zc_bot.storage.outbox import Kind, Letter, Settlement
from zc_bot.storage.store import Store

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def post(store: Store, at: datetime, *letters: tuple[str, int, Kind]) -> None:
    made = [Letter(person, person, kind, {"text": key}, key) for key, person, kind in letters]
    store.write(lambda s: outbox.post(s, made, at))


def test_who_was_reminded_is_known_by_itself_or_by_hand_but_for_what_was_taken_back(
    store: Store, now: datetime
) -> None:
    letters: tuple[tuple[str, int, Kind], ...] = (
        ("remind:1", 11, "reminder"), ("nudge:1", 11, "notice"), ("other:1", 11, "notice"),
        ("remind:2", 12, "reminder"), ("nudge:2", 12, "notice"), ("nudge:3", 11, "notice"),
        ("remind:3", 11, "reminder"), ("a nudge:4", 11, "notice"),
    )
    post(store, now, *letters)
    store.write(lambda s: outbox.cancel(s, ["nudge:3"], now))

    def reminded(person: int, most: int) -> list[str]:
        return [one.key for one in store.read(lambda s: posted.reminders_of(s, person, most))]

    assert reminded(11, 9) == ["remind:3", "nudge:1", "remind:1"], "the newest first"
    assert (reminded(11, 1), reminded(12, 9), reminded(13, 9)) == (["remind:3"], ["nudge:2", "remind:2"], [])
    assert [one.key for one in store.read(posted.nudges)] == ["nudge:1", "nudge:2"], "the oldest first"


def test_a_reminder_is_told_with_when_it_was_made_and_what_became_of_it(store: Store, now: datetime) -> None:
    post(store, now, ("remind:1", 11, "reminder"), ("remind:2", 12, "reminder"))
    first, second = store.write(lambda s: outbox.claim(s, now, 9))
    became = Settlement(first.id, "sent", message_id=1), Settlement(second.id, "dead", error="blocked")
    store.write(lambda s: outbox.settle(s, became, now + MINUTE))
    outcomes: tuple[tuple[int, outbox.State, str | None], ...] = ((1, "sent", None), (2, "dead", "blocked"))
    told = tuple(
        posted.Sent(f"remind:{number}", 10 + number, "reminder", state, now, now + MINUTE, error)
        for number, state, error in outcomes
    )
    assert store.read(posted.keyed) == told
    assert store.read(lambda s: (*posted.reminders_of(s, 11, 9), *posted.reminders_of(s, 12, 9))) == told


def test_what_waits_under_a_beginning_is_told_with_whom_it_is_for(store: Store, now: datetime) -> None:
    keys = ("a_1:x", "ab1:y", "a_1:z", "a_1:w")
    post(store, now, *((key, person, "notice") for person, key in enumerate(keys, 11)))
    sent, _, late, _ = store.write(lambda s: outbox.claim(s, now, 9))
    again = Settlement(late.id, "retry", wait=MINUTE)
    store.write(lambda s: outbox.settle(s, [Settlement(sent.id, "sent", message_id=1), again], now))
    post(store, now, ("a_1:v", 15, "notice"))
    assert store.read(lambda s: posted.waiting(s, "a_1:")) == (("a_1:z", 13), ("a_1:v", 15))


def test_a_letter_that_nobody_could_read_is_told_once_and_not_for_ever(store: Store, now: datetime) -> None:
    post(store, now, ("a", 11, "notice"), ("b", 12, "notice"), ("c", 13, "notice"))
    broken = text("UPDATE outbox SET payload = '{' WHERE key IN ('a', 'c')")
    store.write(lambda s: s.execute(broken))
    (whole,) = store.write(lambda s: outbox.claim(s, now, 9))
    store.write(lambda s: outbox.settle(s, [Settlement(whole.id, "dead", error="blocked")], now))

    def untold(since: datetime) -> tuple[int, ...]:
        return store.write(lambda s: undelivered.unread_untold(s, since, now))

    assert untold(now + MINUTE) == (), "of long ago"
    assert untold(now) == (1, 3)
    assert untold(now) == ()


def test_what_came_to_nothing_goes_out_once_more_as_often_as_it_is_asked_for_and_while_its_text_is_kept(
    store: Store, now: datetime
) -> None:
    post(store, now, ("a", 11, "notice"), ("b", 12, "notice"))
    first, second = store.write(lambda s: outbox.claim(s, now, 9))
    dead = [Settlement(one.id, "dead", error="blocked") for one in (first, second)]
    store.write(lambda s: outbox.settle(s, dead, now))
    ((one, turn), _) = [
        (one.id, one.turn) for one in store.read(lambda s: undelivered.doubtful(s, OPERATOR, now, True, ("dead",)))
    ]

    def again(letter: int, of: int) -> bool:
        return store.write(lambda s: undelivered.send_again(s, OPERATOR, letter, of, now))

    assert not again(one, turn + 1), "a button of another try"
    assert again(one, turn)
    assert not again(one, turn), "it waits by now"
    assert store.write(lambda s: undelivered.erase(s, now)) == 0
    assert store.write(lambda s: undelivered.erase(s, now + MINUTE)) == 1, "what waits keeps its text"
    assert not again(second.id, turn), "nothing is left to be sent"
    assert [held.key for held in store.write(lambda s: outbox.claim(s, now, 9))] == ["a"]
