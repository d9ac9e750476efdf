"""The inbox, the outbox and the buttons: each update, letter and tap has one effect."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from zc_bot.storage import dialogues, inbox, outbox
from zc_bot.storage.inbox import Arrival
from zc_bot.storage.outbox import Claimed, Letter, Settlement
from zc_bot.storage.store import Store


def test_an_update_received_twice_is_done_once(store: Store, now: datetime) -> None:
    arrival = Arrival(7, '{"update_id": 7}', 1, 1)
    assert store.write(lambda s: inbox.put_away(s, [arrival], now)) == (7,)
    assert store.write(lambda s: inbox.put_away(s, [arrival, Arrival(8, "{}")], now)) == (8,)
    assert [one.update_id for one in store.read(inbox.pending)] == [7, 8]
    assert store.write(lambda s: inbox.finish(s, 7, now)) is True
    assert store.write(lambda s: inbox.finish(s, 7, now)) is False
    assert store.write(lambda s: inbox.put_away(s, [arrival], now)) == ()
    assert store.read(inbox.last_id) == 8


def test_an_update_that_fails_is_kept_and_out_of_the_way(store: Store, now: datetime) -> None:
    store.write(lambda s: inbox.put_away(s, [Arrival(7, "{}")], now))
    store.write(lambda s: inbox.fail(s, 7, "KeyError", now))
    assert store.read(inbox.pending) == ()
    assert store.write(lambda s: inbox.finish(s, 7, now)) is False


def test_old_updates_are_forgotten_but_the_newest(store: Store, now: datetime) -> None:
    store.write(lambda s: inbox.put_away(s, [Arrival(7, "{}"), Arrival(8, "{}")], now))
    store.write(lambda s: [inbox.finish(s, n, now) for n in (7, 8)])
    assert store.write(lambda s: inbox.forget(s, now + timedelta(days=1))) == 1
    assert store.read(inbox.last_id) == 8


def letter(key: str | None = None, **options: object) -> Letter:
    return Letter(1, 1, "reminder", {"text": "x"}, key, **options)  # type: ignore[arg-type]


def claim(store: Store, now: datetime, limit: int = 10) -> tuple[Claimed, ...]:
    return store.write(lambda s: outbox.claim(s, now, limit))


def test_a_key_is_sent_once(store: Store, now: datetime) -> None:
    assert store.write(lambda s: outbox.post(s, [letter("a"), letter("b")], now)) == 2
    assert store.write(lambda s: outbox.post(s, [letter("a"), letter("c")], now)) == 1
    assert len(claim(store, now)) == 3
    assert claim(store, now) == ()


def test_answers_go_before_broadcasts(store: Store, now: datetime) -> None:
    broadcast = Letter(2, 2, "broadcast", {"text": "b"})
    store.write(lambda s: outbox.post(s, [broadcast, letter(), Letter(3, 3, "receipt", {"text": "r"})], now))
    assert [one.kind for one in claim(store, now)] == ["receipt", "reminder", "broadcast"]


def test_a_retry_waits_until_its_time(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [letter()], now))
    held = claim(store, now)[0]
    later = now + timedelta(seconds=30)
    store.write(lambda s: outbox.settle(s, [Settlement(held.id, "retry", error="429", not_before=later)], now))
    assert claim(store, now + timedelta(seconds=29)) == ()
    assert [one.attempts for one in claim(store, later)] == [2]


@pytest.mark.parametrize(("resend", "state"), [(False, "uncertain"), (True, "retry")])
def test_a_letter_whose_sender_died_is_uncertain_or_sent_once_more(
    store: Store, now: datetime, resend: bool, state: str
) -> None:
    store.write(lambda s: outbox.post(s, [letter(resend=resend)], now))
    claim(store, now)
    store.write(lambda s: outbox.recover(s, now))
    assert store.read(outbox.counts) == {"claimed": 1}, "its lease still runs"
    later = now + outbox.LEASE + timedelta(seconds=1)
    store.write(lambda s: outbox.recover(s, later))
    assert store.read(outbox.counts) == {state: 1}
    claim(store, later)
    store.write(lambda s: outbox.recover(s, later, everything=True))
    assert store.read(outbox.counts) == {"uncertain": 1}, "but not a third time"


def test_what_was_sent_can_not_become_unsent(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [letter("a")], now))
    held = claim(store, now)[0]
    store.write(lambda s: outbox.settle(s, [Settlement(held.id, "sent", message_id=5)], now))
    store.write(lambda s: outbox.settle(s, [Settlement(held.id, "retry", not_before=now)], now))
    assert store.read(outbox.counts) == {"sent": 1}
    assert store.write(lambda s: outbox.cancel(s, ["a"], now)) == 0


def test_a_waiting_letter_can_be_taken_back(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [letter("a")], now))
    assert store.write(lambda s: outbox.cancel(s, ["a"], now)) == 1
    assert claim(store, now) == ()


def test_a_button_works_for_its_person_in_its_chat_once(store: Store, now: datetime) -> None:
    token = store.write(lambda s: dialogues.make_keyboard(s, 1, 1, [("go", ("x",)), ("stop", ())], True, now))
    assert len(f"{token}:99".encode()) <= 64

    def tap(person: int, chat: int, data: str) -> object:
        return store.write(lambda s: dialogues.tap(s, person, chat, data, now))

    assert tap(2, 1, f"{token}:0") is None
    assert tap(1, 2, f"{token}:0") is None
    assert tap(1, 1, f"{token}:7") is None
    assert tap(1, 1, "forged:0") is None
    assert tap(1, 1, token) is None
    assert tap(1, 1, f"{token}:1") == dialogues.Tap(("stop", ()), "fresh")
    assert tap(1, 1, f"{token}:0") == dialogues.Tap(("go", ("x",)), "used")


def test_a_draft_and_a_context_take_the_place_of_the_one_before(store: Store, now: datetime) -> None:
    for version in (1, 2):
        store.write(lambda s, v=version: dialogues.save_draft(s, 1, v, f"state{v}", now))
        store.write(lambda s, v=version: dialogues.save_context(s, 1, f"meaning{v}", now))
    assert store.read(lambda s: dialogues.load_draft(s, 1)) == dialogues.StoredDraft(2, "state2", now)
    assert store.read(lambda s: dialogues.load_context(s, 1, now)) == "meaning2"
    assert store.read(lambda s: dialogues.load_context(s, 1, now + timedelta(minutes=31))) is None


def test_a_letter_that_waited_is_sent_only_by_who_still_holds_it(store: Store, now: datetime) -> None:
    mine = store.write(lambda s: outbox.post_claimed(s, [letter(resend=True)], now))[0]
    soon, late = now + timedelta(seconds=50), now + timedelta(minutes=10)
    assert store.write(lambda s: outbox.hold_on(s, mine, soon)) is True
    assert claim(store, soon) == ()
    store.write(lambda s: outbox.recover(s, late))
    assert store.write(lambda s: outbox.hold_on(s, mine, late)) is False
    assert [one.id for one in claim(store, late)] == [mine.id]
    assert store.write(lambda s: outbox.hold_on(s, mine, late)) is False
