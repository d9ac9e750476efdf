"""The inbox, the outbox and the buttons: each update, letter and tap has one effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import (
    dialogues,
    held_letters,
    housekeeping,
    inbox,
    outbox,
    posted,
    schema,
    undelivered,
)
from zc_bot.storage.inbox import Arrival
from zc_bot.storage.outbox import Claimed, Letter, Settlement
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store

MINUTE, AT_ONCE = timedelta(minutes=1), timedelta(0)
BAD = "1999-13-45T99:00:00.000000Z"


def on_sqlite(folder: Path) -> Store:
    """Return a store that keeps moments as text, which need be none."""
    store = Store(f"sqlite:///{folder / 'zc.sqlite3'}")
    schema.ensure(store.engine)
    return store


def test_an_update_received_twice_is_done_once(store: Store, now: datetime) -> None:
    arrival = Arrival(7, '{"update_id": 7}', 1, 1)
    assert store.write(lambda s: inbox.put_away(s, [arrival], now)) == (7,)
    assert store.write(lambda s: inbox.put_away(s, [arrival, Arrival(8, "{}")], now)) == (8,)
    assert [one.update_id for one in store.read(inbox.pending)] == [7, 8]
    assert store.write(lambda s: inbox.finish(s, 7, now)) is True
    assert store.write(lambda s: inbox.finish(s, 7, now)) is False
    assert store.write(lambda s: inbox.put_away(s, [arrival], now)) == ()
    assert store.read(inbox.last_id) == 8


def test_another_update_under_the_number_of_one_that_is_done_is_new(store: Store, now: datetime) -> None:
    first, other = Arrival(7, '{"a": 1}', 11, 11), Arrival(7, '{"b": 2}', 12, 12)
    store.write(lambda s: inbox.put_away(s, [first], now))
    assert store.write(lambda s: inbox.put_away(s, [other], now)) == (), "the first is not done"
    store.write(lambda s: inbox.finish(s, 7, now))
    assert store.write(lambda s: inbox.put_away(s, [first], now)) == ()
    assert store.write(lambda s: inbox.put_away(s, [other], now)) == (7,)
    assert store.read(inbox.pending) == (other,)


@pytest.mark.parametrize(
    ("waiting", "doubted", "taken"),
    [(9, 0, 0), (10, 0, 10), (25, 0, 20), (12, 12, 10), (12, 6, 0)],
    ids=["too few", "enough", "no more than fit", "one in doubt behind them", "one in doubt among them"],
)
def test_answers_that_have_heaped_up_behind_one_go_with_it_if_they_are_as_sure(
    store: Store, now: datetime, waiting: int, doubted: int, taken: int
) -> None:
    letters = [Letter(11, 11, "reply", {"text": str(number)}) for number in range(waiting + 1)]
    letters += [Letter(chat, chat, "reply", {"text": "elsewhere"}) for chat in (10, 12)]
    store.write(lambda s: outbox.post(s, letters, now))
    store.write(lambda s: s.execute(text("UPDATE outbox SET doubts = 1 WHERE id = :id"), {"id": doubted}))
    (first,) = store.write(lambda s: outbox.claim(s, now, 1))
    behind = store.write(lambda s: outbox.claim_behind(s, first, now))
    assert [one.payload["text"] for one in behind] == [str(number) for number in range(1, taken + 1)]


def test_behind_what_is_no_answer_nothing_has_heaped_up(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [Letter(11, 11, "reminder", {"text": "x"})], now))
    (first,) = store.write(lambda s: outbox.claim(s, now, 1))
    store.write(lambda s: outbox.post(s, [Letter(11, 11, "reply", {"text": "x"}) for _ in range(12)], now))
    assert store.write(lambda s: outbox.claim_behind(s, first, now)) == ()


@pytest.mark.parametrize("put_off", [False, True], ids=["held", "put off"])
def test_nothing_goes_with_an_answer_past_one_that_is_held_or_put_off(
    store: Store, now: datetime, put_off: bool
) -> None:
    letters = [Letter(11, 11, "reply", {"text": "x"}) for _ in range(24)]
    store.write(lambda s: outbox.post(s, letters, now))
    (first,) = store.write(lambda s: outbox.claim(s, now, 1))
    store.write(lambda s: s.execute(text("UPDATE outbox SET state = 'claimed' WHERE id = 13")))
    if put_off:
        settle(store, now, Settlement(13, "retry", wait=timedelta(days=1)))
    assert len(store.write(lambda s: outbox.claim_behind(s, first, now))) == 11


def test_what_its_maker_sends_itself_counts_as_tried_once(store: Store, now: datetime) -> None:
    (held,) = store.write(lambda s: outbox.post_claimed(s, [Letter(11, 11, "reply", {"text": "x"})], now))
    store.write(lambda s: outbox.settle(s, [Settlement(held.id, "retry", wait=AT_ONCE)], now))
    (again,) = store.write(lambda s: outbox.claim(s, now, 1))
    assert (held.attempts, held.doubts, again.attempts, again.doubts) == (1, 0, 2, 0)
    store.write(lambda s: outbox.settle(s, [Settlement(again.id, "retry", wait=AT_ONCE, doubtful=True)], now))
    (once_more,) = store.write(lambda s: outbox.claim(s, now, 1))
    assert (once_more.attempts, once_more.doubts) == (3, 1)


def test_what_became_of_each_of_several_letters_is_written_down(store: Store, now: datetime) -> None:
    letters = [Letter(11 + number, 11, "notice", {"text": "x"}) for number in range(4)]
    store.write(lambda s: outbox.post(s, letters, now))
    first, second, third, fourth = store.write(lambda s: outbox.claim(s, now, 9))
    became = [
        Settlement(first.id, "sent", message_id=5), Settlement(second.id, "dead", error="blocked"),
        Settlement(third.id, "cancelled"), Settlement(fourth.id, "retry", wait=MINUTE),
    ]
    store.write(lambda s: outbox.settle(s, became, now))
    kept = "SELECT state, error, message_id, payload IS NULL, settled_at IS NULL FROM outbox ORDER BY id"
    assert [tuple(row) for row in store.read(lambda s: s.execute(text(kept)).all())] == [
        ("sent", None, 5, True, False), ("dead", "blocked", None, False, False),
        ("cancelled", None, None, True, False), ("retry", None, None, False, True),
    ]


def test_an_album_is_told_from_one_whose_name_is_like_it(store: Store, now: datetime) -> None:
    keys = [posted.album_key(11, album, "kept", number) for number, album in enumerate(("a_1", "ab1", "a%"))]
    store.write(lambda s: outbox.post(s, [Letter(11, 11, "reply", {"text": "x"}, key) for key in keys[1:]], now))
    assert store.read(lambda s: posted.of_album(s, 11, "a_1")) == {}
    store.write(lambda s: outbox.post(s, [Letter(11, 11, "reply", {"text": "x"}, keys[0])], now))
    assert store.read(lambda s: posted.of_album(s, 11, "a_1")) == {"kept": 0}


def test_what_was_last_put_in_is_told_by_its_person_and_by_the_beginning_of_its_key(
    store: Store, now: datetime
) -> None:
    keys = (("a_1:x", 11, 0), ("a_1:y", 11, 1), ("a_1:w", 12, 2), ("ab1:z", 12, 3))
    for key, person, minutes in keys:
        one = Letter(person, person, "notice", {"text": "x"}, key)
        store.write(lambda s, one=one, at=now + minutes * MINUTE: outbox.post(s, [one], at))
    store.write(lambda s: outbox.cancel(s, ["a_1:w"], now))
    assert store.read(lambda s: [posted.newest_of(s, person) for person in (11, 12, 13)]) == ["a_1:y", "ab1:z", None]
    assert store.write(lambda s: posted.last_of(s, "a_1:")) == now + 2 * MINUTE
    assert store.write(lambda s: posted.last_of(s, "b")) is None
    assert store.read(lambda s: outbox.counts(s, now + 2 * MINUTE)) == {"cancelled": 1, "pending": 1}


def test_the_last_step_of_a_dialogue_is_found_once_it_arrived_and_an_albums_by_that_album(
    store: Store, now: datetime
) -> None:
    def last(person: int, album: str = "") -> int | None:
        return store.read(lambda s: posted.last_step(s, person, album))

    assert last(11) is None
    keys = posted.step_key(11, 1, 0, now), posted.step_key(11, 2, 0, now, "album7")
    for message, key in enumerate(keys, 40):
        step = Letter(11, 11, "reply", {"text": "x"}, key)
        (held,) = store.write(lambda s, step=step: outbox.post_claimed(s, [step], now))
        assert last(11) == (None if message == 40 else 40), "the newest has not arrived"
        sent = Settlement(held.id, "sent", message_id=message)
        store.write(lambda s, sent=sent: outbox.settle(s, [sent], now))
        assert last(11) == message
    assert (last(11, "album7"), last(11, "album"), last(11, "m7"), last(12)) == (41, None, None, None)


def test_what_came_to_nothing_since_a_moment_is_told_the_newest_first(store: Store, now: datetime) -> None:
    for number in range(3):
        one = Letter(11, 11, "notice", {"text": "x"}, f"k{number}")
        store.write(lambda s, one=one, at=now + number * MINUTE: outbox.post(s, [one], at))
        (held,) = store.write(lambda s: outbox.claim(s, now + 9 * MINUTE, 1))
        state: outbox.State = "dead" if number else "uncertain"
        store.write(lambda s, held=held, state=state: outbox.settle(s, [Settlement(held.id, state)], now))
    assert [one.key for one in store.read(lambda s: undelivered.troubled(s, OPERATOR, now, 9))] == ["k2", "k1", "k0"]
    assert [one.key for one in store.read(lambda s: undelivered.troubled(s, OPERATOR, now + MINUTE, 1))] == ["k2"]
    last = store.read(lambda s: undelivered.troubled(s, OPERATOR, now + 2 * MINUTE, 9))
    assert [one.state for one in last] == ["dead"]


def test_what_may_be_sent_once_more_is_what_may_have_arrived_and_what_was_no_answer(
    store: Store, now: datetime
) -> None:
    kept = (("reply", None, "dead"), ("reply", None, "uncertain"), ("notice", f"{outbox.ALERT}x", "dead"),
            ("notice", f"{outbox.ALERT}y", "uncertain"), ("reminder", "k", "dead"), ("notice", None, "dead"))
    for number, (kind, key, state) in enumerate(kept):
        one = Letter(11, 11, kind, {"text": "x"}, key)  # type: ignore[arg-type]
        store.write(lambda s, one=one, at=now + number * MINUTE: outbox.post(s, [one], at))
        (held,) = store.write(lambda s: outbox.claim(s, now + 9 * MINUTE, 1))
        store.write(lambda s, held=held, state=state: outbox.settle(s, [Settlement(held.id, state)], now))

    def ids(since: datetime, *states: outbox.State) -> list[int]:
        return [one.id for one in store.read(lambda s: undelivered.doubtful(s, OPERATOR, since, False, states))]

    assert ids(now, "uncertain", "dead") == [2, 4, 5, 6]
    assert ids(now, "uncertain") == [2, 4]
    assert ids(now + 3 * MINUTE, "uncertain", "dead") == [4, 5, 6]


def test_of_what_waits_the_answers_are_told_with_their_chats(store: Store, now: datetime) -> None:
    assert store.read(held_letters.newest) == 0
    kinds: tuple[outbox.Kind, ...] = ("reply", "reminder", "receipt", "reply")
    letters = [Letter(11 + number, 11, kind, {"text": "x"}) for number, kind in enumerate(kinds)]
    store.write(lambda s: outbox.post(s, letters, now))
    (first,) = store.write(lambda s: outbox.claim(s, now, 1))
    assert first.chat == 11
    assert sorted(store.read(outbox.answers_waiting).values()) == [13, 14]
    assert store.read(held_letters.newest) == 4


def waiting(store: Store, now: datetime) -> None:
    """Have letters wait: two retries for a minute, one for an hour as Telegram asked, one that is only to be sent."""
    store.write(lambda s: outbox.post(s, [Letter(one, one, "notice", {"text": "x"}) for one in (11, 12, 13)], now))
    first, second, limited = claim(store, now)
    settle(store, now, *(Settlement(one.id, "retry", error="502", wait=MINUTE) for one in (first, second)))
    settle(store, now, Settlement(limited.id, "retry", error=outbox.LIMITED, wait=60 * MINUTE))
    store.write(lambda s: outbox.post(s, [Letter(14, 14, "notice", {"text": "y"})], now))


@pytest.mark.parametrize("hours", [-1, 1])
def test_what_waits_does_so_for_as_long_as_it_was_to_though_the_date_leapt(
    store: Store, now: datetime, hours: int
) -> None:
    waiting(store, now)
    leapt = now + timedelta(hours=hours)
    store.write(lambda s: outbox.shift(s, timedelta(hours=hours), leapt))
    due = [(minutes, [one.chat for one in claim(store, leapt + minutes * MINUTE)]) for minutes in (0, 1, 59, 60)]
    assert due == [(0, [14]), (1, [11, 12]), (59, []), (60, [13])]


def test_what_was_put_out_after_a_leap_that_is_seen_later_does_not_wait_for_its_length(
    store: Store, now: datetime
) -> None:
    waiting(store, now)
    store.write(lambda s: outbox.shift(s, timedelta(hours=1), now))
    assert sorted(one.chat for one in claim(store, now)) == [11, 12, 13, 14]


def test_what_is_held_back_is_not_brought_forward(store: Store, now: datetime) -> None:
    waiting(store, now)
    store.write(lambda s: held_letters.hold_back(s, now))
    store.write(lambda s: outbox.shift(s, timedelta(hours=-1), now - timedelta(hours=1)))
    assert store.read(held_letters.held_back) == 4


def test_a_retry_put_out_under_a_date_far_ahead_is_due_at_the_next_start(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [Letter(11, 11, "notice", {"text": "x"})], now))
    held = store.write(lambda s: outbox.claim(s, now, 1))
    store.write(lambda s: outbox.settle(s, [Settlement(held[0].id, "retry", wait=90 * MINUTE)], now))
    store.write(lambda s: outbox.recover(s, now))
    assert len(store.write(lambda s: outbox.claim(s, now, 1))) == 1


def test_an_update_that_an_earlier_version_did_is_known_to_every_later_one(store: Store, now: datetime) -> None:
    store.write(lambda s: inbox.put_away(s, [Arrival(7, '{"update_id": 7}')], now))
    kept = store.read(lambda s: s.execute(text("SELECT digest FROM inbox")).scalar())
    assert kept == "c667acd549fc882e456d8a0d3c6c0e32"


def test_another_update_under_the_number_of_one_that_failed_is_new(store: Store, now: datetime) -> None:
    store.write(lambda s: inbox.put_aside(s, [(7, "no usable update")], now))
    assert store.write(lambda s: inbox.put_away(s, [Arrival(7, "{}")], now)) == (7,)
    assert store.read(inbox.pending) == (Arrival(7, "{}"),)


def test_what_waits_and_what_failed_is_counted_since_a_moment(store: Store, now: datetime) -> None:
    store.write(lambda s: inbox.put_away(s, [Arrival(number, "{}") for number in (1, 2, 3)], now))
    store.write(lambda s: [inbox.fail(s, 1, "KeyError", now), inbox.fail(s, 2, "KeyError", now)])
    store.write(lambda s: inbox.put_away(s, [Arrival(4, "{}")], now))
    store.write(lambda s: inbox.finish(s, 4, now))
    assert store.read(lambda s: inbox.counts(s, now)) == (1, 2)
    assert store.read(lambda s: inbox.counts(s, now + MINUTE)) == (0, 0)


def test_an_update_that_fails_is_kept_and_out_of_the_way(store: Store, now: datetime) -> None:
    store.write(lambda s: inbox.put_away(s, [Arrival(7, "{}")], now))
    store.write(lambda s: inbox.fail(s, 7, "KeyError", now))
    assert store.read(inbox.pending) == ()
    assert store.write(lambda s: inbox.finish(s, 7, now)) is False


@pytest.mark.parametrize("late", [False, True], ids=["at the start", "later"])
def test_an_update_whose_date_can_not_be_read_keeps_its_text_and_is_taken_up(
    tmp_path: Path, now: datetime, late: bool
) -> None:
    """It was put aside as failed: its text, which is whole, was never read."""
    store = on_sqlite(tmp_path)
    five, six = Arrival(5, '{"five": 5}'), Arrival(6, "{}")
    store.write(lambda s: inbox.put_away(s, [five, six], now))
    store.write(lambda s: s.execute(text("UPDATE inbox SET received_at = :bad WHERE update_id = 5"), {"bad": BAD}))
    assert store.read(inbox.pending) == (six,)
    then = now + MINUTE
    if late:
        assert store.write(lambda s: inbox.overdue(s, then, ())) == (six,)
        assert store.write(lambda s: inbox.overdue(s, then + MINUTE, ())) == (five, six)
    else:
        assert store.write(lambda s: inbox.pending(s, then)) == (five, six)
    assert store.read(inbox.pending) == (five, six)
    assert store.read(lambda s: inbox.failed_since(s, now)) == 0


def test_what_failed_stays_known_and_its_text_is_erased_after_a_week(store: Store, now: datetime) -> None:
    store.write(lambda s: inbox.put_away(s, [Arrival(7, '{"text": "secret"}')], now))
    store.write(lambda s: inbox.fail(s, 7, "KeyError", now))
    store.write(lambda s: inbox.put_aside(s, [(-5, "no usable update_id"), (7, "again")], now))
    store.write(lambda s: housekeeping.tidy(s, now + timedelta(days=6)))
    kept = "SELECT update_id, state, payload, error FROM inbox ORDER BY update_id"
    assert store.read(lambda s: s.execute(text(kept)).all())[1].payload is not None
    store.write(lambda s: housekeeping.tidy(s, now + timedelta(days=8)))
    rows = [tuple(row) for row in store.read(lambda s: s.execute(text(kept)).all())]
    assert rows == [(-5, "failed", None, "no usable update_id"), (7, "failed", None, "KeyError")]


def test_what_nobody_comes_to_an_end_with_is_taken_up_three_times(store: Store, now: datetime) -> None:
    store.write(lambda s: inbox.put_away(s, [Arrival(7, "{}")], now))
    later = now + timedelta(minutes=1)
    for just in (now, now - MINUTE):
        assert store.write(lambda s, since=just: inbox.overdue(s, since, ())) == (), "it has only just come"
    for _ in range(5):
        assert store.write(lambda s: inbox.overdue(s, later, {7})) == (), "somebody is at it"
    for _ in range(3):
        assert [one.update_id for one in store.write(lambda s: inbox.overdue(s, later, ()))] == [7]
    assert store.write(lambda s: inbox.overdue(s, later, ())) == ()
    assert store.read(lambda s: inbox.failed_since(s, now)) == 1
    assert store.read(lambda s: inbox.failed_since(s, later + MINUTE)) == 0


def test_how_often_an_update_was_about_to_be_done_is_counted_until_it_is(store: Store, now: datetime) -> None:
    store.write(lambda s: inbox.put_away(s, [Arrival(7, "{}"), Arrival(8, "{}")], now))
    assert [store.write(lambda s: inbox.tried(s, 7)) for _ in range(3)] == [1, 2, 3]
    assert store.write(lambda s: inbox.tried(s, 8)) == 1, "each by itself"
    store.write(lambda s: inbox.finish(s, 7, now))
    assert store.write(lambda s: inbox.tried(s, 7)) == 0


def test_of_a_long_error_its_beginning_is_kept(store: Store, now: datetime) -> None:
    store.write(lambda s: inbox.put_away(s, [Arrival(7, "{}")], now))
    store.write(lambda s: [inbox.fail(s, 7, "x" * 600, now), inbox.put_aside(s, [(-5, "y" * 600)], now)])
    kept = store.read(lambda s: s.execute(text("SELECT error FROM inbox ORDER BY update_id")).scalars().all())
    assert list(kept) == ["y" * 500, "x" * 500]


def test_old_updates_are_forgotten_but_the_newest(store: Store, now: datetime) -> None:
    store.write(lambda s: inbox.put_away(s, [Arrival(7, "{}"), Arrival(8, "{}")], now))
    store.write(lambda s: [inbox.finish(s, n, now) for n in (7, 8)])
    assert store.write(lambda s: inbox.forget(s, now + timedelta(days=1))) == 1
    assert store.read(inbox.last_id) == 8


def test_only_what_is_done_is_forgotten(store: Store, now: datetime) -> None:
    arrivals = [Arrival(number, "{}") for number in (6, 7, 8, 9)]
    store.write(lambda s: inbox.put_away(s, arrivals, now))
    store.write(lambda s: [inbox.finish(s, 6, now), inbox.fail(s, 8, "KeyError", now), inbox.finish(s, 9, now)])
    store.write(lambda s: housekeeping.tidy(s, now + timedelta(days=6)))
    assert store.read(lambda s: s.execute(text("SELECT count(*) FROM inbox")).scalar()) == 4
    store.write(lambda s: housekeeping.tidy(s, now + timedelta(days=8)))
    left = store.read(lambda s: s.execute(text("SELECT update_id FROM inbox ORDER BY 1")).scalars().all())
    assert list(left) == [7, 8, 9]
    assert store.read(inbox.pending) == (Arrival(7, "{}"),), "it is done after all"


def test_a_wait_that_telegram_asked_for_is_kept_over_a_restart(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [letter()], now))
    (held,) = claim(store, now)
    settle(store, now, Settlement(held.id, "retry", error=outbox.LIMITED, wait=30 * MINUTE))
    store.write(lambda s: outbox.recover(s, now + MINUTE))
    assert claim(store, now + 29 * MINUTE) == ()
    assert len(claim(store, now + 30 * MINUTE)) == 1


def letter(key: str | None = None, **options: object) -> Letter:
    return Letter(1, 1, "reminder", {"text": "x"}, key, **options)  # type: ignore[arg-type]


def claim(store: Store, now: datetime, limit: int = 10, besides: tuple[int, ...] = ()) -> tuple[Claimed, ...]:
    return store.write(lambda s: outbox.claim(s, now, limit, besides))


def settle(store: Store, now: datetime, *settlements: Settlement) -> None:
    store.write(lambda s: outbox.settle(s, settlements, now))


def test_a_key_is_sent_once_and_a_chat_is_written_to_in_order(store: Store, now: datetime) -> None:
    assert store.write(lambda s: outbox.post(s, [letter("a"), letter("b")], now)) == 2
    assert store.write(lambda s: outbox.post(s, [letter("a"), letter("c")], now)) == 1
    sent = []
    while claimed := claim(store, now):
        assert claim(store, now) == (), "nothing overtakes what is under way"
        sent += [one.key for one in claimed]
        settle(store, now, *(Settlement(one.id, "sent", message_id=1) for one in claimed))
    assert sent == ["a", "b", "c"]


def test_what_waits_lets_nothing_of_its_chat_pass_but_what_is_more_urgent(store: Store, now: datetime) -> None:
    reminder, answer = letter("a"), Letter(1, 1, "reply", {"text": "r"})
    store.write(lambda s: outbox.post(s, [reminder, letter("b"), Letter(2, 2, "reminder", {"text": "x"}, "c")], now))
    (first, other) = claim(store, now)
    assert (first.key, other.key) == ("a", "c")
    settle(store, now, Settlement(first.id, "retry", error="502", wait=MINUTE / 2, doubtful=True))
    assert claim(store, now) == (), "b waits behind a"
    store.write(lambda s: outbox.post(s, [answer], now))
    assert [one.kind for one in claim(store, now)] == ["reply"]


@pytest.mark.parametrize(
    ("error", "minutes", "passes"),
    [("502", 5, True), ("302", 5, True), ("502", 1, False), (outbox.LIMITED, 5, False)],
)
def test_only_a_chat_that_was_told_to_wait_is_waited_for_long(
    store: Store, now: datetime, error: str, minutes: int, passes: bool
) -> None:
    store.write(lambda s: outbox.post(s, [letter("a"), letter("b")], now))
    (first,) = claim(store, now)
    settle(store, now, Settlement(first.id, "retry", error=error, wait=minutes * MINUTE))
    assert [one.key for one in claim(store, now)] == (["b"] if passes else [])
    assert claim(store, now + minutes * MINUTE, besides=(1,)) == (), "a chat that rests is left alone"


@pytest.mark.parametrize("kept", ["{", "[]", '"text"', "null"])
def test_a_letter_that_can_not_be_read_is_put_aside(store: Store, now: datetime, kept: str) -> None:
    store.write(lambda s: outbox.post(s, [letter("a"), Letter(2, 2, "reminder", {"text": "x"}, "b")], now))
    store.write(lambda s: s.execute(text("UPDATE outbox SET payload = :kept WHERE key = 'a'"), {"kept": kept}))
    assert [one.key for one in claim(store, now)] == ["b"]
    assert store.read(outbox.counts) == {"dead": 1, "claimed": 1}


def test_what_is_urgent_goes_first_whatever_was_put_in_before(store: Store, now: datetime) -> None:
    kinds: tuple[outbox.Kind, ...] = ("broadcast", "digest", "reminder", "notice", "receipt", "reply")
    letters = [Letter(chat, chat, kind, {"text": "x"}) for chat, kind in enumerate(kinds)]
    store.write(lambda s: outbox.post(s, letters, now))
    found = [one.kind for one in claim(store, now)]
    assert found == ["receipt", "reply", "notice", "reminder", "digest", "broadcast"]


def test_a_retry_waits_until_its_time(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [letter()], now))
    held = claim(store, now)[0]
    settle(store, now, Settlement(held.id, "retry", error="429", wait=MINUTE / 2))
    assert claim(store, now + timedelta(seconds=29)) == ()
    assert [one.attempts for one in claim(store, now + MINUTE / 2)] == [2]


def test_a_letter_whose_sender_died_is_tried_three_times_more(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [letter()], now))
    for doubts in range(outbox.DOUBTS):
        assert [one.doubts for one in claim(store, now)] == [doubts]
        assert store.write(lambda s: outbox.recover(s, now)) == 0
    (held,) = claim(store, now)
    assert store.write(lambda s: outbox.recover(s, now, letters=[held.id + 1])) == 0
    assert store.write(lambda s: outbox.recover(s, now, letters=[held.id])) == 1
    assert store.read(outbox.counts) == {"uncertain": 1}


def test_what_is_uncertain_is_sent_once_more_for_each_time_that_it_was_asked_for(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [letter()], now))
    (held,) = claim(store, now)
    settle(store, now, Settlement(held.id, "uncertain", doubtful=True))
    (one,) = store.read(lambda s: undelivered.doubtful(s, OPERATOR, now, untold=True))
    store.write(lambda s: undelivered.note_told(s, [one.id], now))
    assert store.read(lambda s: undelivered.doubtful(s, OPERATOR, now, untold=True)) == ()
    assert store.write(lambda s: undelivered.send_again(s, OPERATOR, one.id, one.turn, now)) is True
    assert store.write(lambda s: undelivered.send_again(s, OPERATOR, one.id, one.turn, now)) is False
    (again,) = claim(store, now)
    assert again.doubts == 0
    settle(store, now, Settlement(again.id, "uncertain", doubtful=True))
    assert store.write(lambda s: undelivered.send_again(s, OPERATOR, one.id, one.turn, now)) is False, "an old button"
    assert len(store.read(lambda s: undelivered.doubtful(s, OPERATOR, now, untold=True))) == 1


def test_what_was_sent_can_not_become_unsent(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [letter("a")], now))
    held = claim(store, now)[0]
    store.write(lambda s: outbox.settle(s, [Settlement(held.id, "sent", message_id=5)], now))
    store.write(lambda s: outbox.settle(s, [Settlement(held.id, "retry", wait=AT_ONCE)], now))
    assert store.read(outbox.counts) == {"sent": 1}
    assert store.write(lambda s: outbox.cancel(s, ["a"], now)) == 0


def test_a_waiting_letter_can_be_taken_back(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [letter("a")], now))
    assert store.write(lambda s: outbox.cancel(s, ["a"], now)) == 1
    assert claim(store, now) == ()


@pytest.mark.parametrize("drop", [outbox.drop_chat, outbox.drop_for])
def test_all_that_waits_for_who_left_is_taken_back_and_nothing_else(
    store: Store, now: datetime, drop: Callable[[Session, int, datetime], int]
) -> None:
    store.write(lambda s: outbox.post(s, [letter("under way"), Letter(2, 2, "reply", {"text": "x"}, "others")], now))
    (under_way,) = [one for one in claim(store, now) if one.key == "under way"]
    store.write(lambda s: outbox.post(s, [letter("waits"), letter("again")], now))
    again = "UPDATE outbox SET state = 'retry' WHERE key = 'again'"
    store.write(lambda s: s.execute(text(again)))
    assert store.write(lambda s: drop(s, 1, now)) == 2
    assert store.read(outbox.counts) == {"claimed": 2, "cancelled": 2}
    settle(store, now, Settlement(under_way.id, "sent", message_id=1))
    assert store.read(outbox.counts) == {"claimed": 1, "cancelled": 2, "sent": 1}
    assert claim(store, now) == ()


@pytest.mark.parametrize(("drop", "of", "left"), [(outbox.drop_chat, -5, ["own"]), (outbox.drop_for, 1, ["others"])])
def test_what_waits_for_a_group_is_the_groups_and_what_waits_for_a_person_is_theirs_wherever(
    store: Store, now: datetime, drop: Callable[[Session, int, datetime], int], of: int, left: list[str]
) -> None:
    groups = [Letter(-5, 1, "notice", {"text": "x"}, "asked"), Letter(-5, 2, "notice", {"text": "x"}, "others")]
    store.write(lambda s: outbox.post(s, [letter("own"), *groups], now))
    assert store.write(lambda s: drop(s, of, now)) == 2
    assert [one.key for one in claim(store, now)] == left


@pytest.mark.parametrize(("became", "again"), [("sent", 0), ("dead", 0), ("uncertain", 0), ("cancelled", 1)])
def test_only_a_letter_that_was_taken_back_is_put_in_again_under_its_key(
    store: Store, now: datetime, became: outbox.State, again: int
) -> None:
    store.write(lambda s: outbox.post(s, [letter("a")], now))
    settle(store, now, Settlement(claim(store, now)[0].id, became))
    newer = Letter(1, 1, "reminder", {"text": "newer"}, "a")
    assert store.write(lambda s: outbox.post(s, [newer], now)) == again
    assert [(one.payload, one.attempts) for one in claim(store, now)] == [({"text": "newer"}, 1)] * again


def test_what_is_put_in_anew_is_as_if_it_had_never_been_taken_back(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [letter("a")], now))
    store.write(lambda s: held_letters.hold_back(s, now))
    store.write(lambda s: outbox.cancel(s, ["a"], now))
    store.write(lambda s: outbox.post(s, [letter("a")], now))
    assert store.read(held_letters.held_back) == 0
    (sent,) = store.read(posted.keyed)
    assert (sent.state, sent.settled_at, sent.error) == ("pending", None, None)
    assert len(claim(store, now)) == 1


def test_what_could_not_be_delivered_is_sent_again_as_it_was(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [letter("a")], now))
    (held,) = claim(store, now)
    settle(store, now, Settlement(held.id, "dead", error="400"))
    (one,) = store.read(lambda s: undelivered.doubtful(s, OPERATOR, now, untold=True, states=("dead",)))
    assert store.write(lambda s: undelivered.send_again(s, OPERATOR, one.id, one.turn, now)) is True
    assert [again.payload for again in claim(store, now)] == [{"text": "x"}]


def test_what_a_group_waits_for_follows_it_to_its_new_number(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [letter("a"), Letter(2, 2, "reply", {"text": "x"}, "b")], now))
    store.write(lambda s: outbox.redirect(s, 1, -5))
    assert sorted((one.chat, one.key) for one in claim(store, now)) == [(-5, "a"), (2, "b")]


def test_what_is_counted_as_sent_after_a_copy_was_put_back_never_goes_out(store: Store, now: datetime) -> None:
    held = [letter("a"), Letter(2, 2, "reply", {"text": "x"}, "answer"), Letter(3, 3, "notice", {"text": "x"}, "c")]
    store.write(lambda s: outbox.post(s, held, now))
    claim(store, now, limit=1)
    store.write(lambda s: held_letters.hold_back(s, now))
    assert store.read(held_letters.held_back) == 2, "whoever waited for an answer does so no more"
    assert claim(store, now + timedelta(days=9)) == ()
    newest = store.read(held_letters.newest)
    store.write(lambda s: outbox.post(s, [Letter(4, 4, "notice", {"text": "x"}, "later")], now))
    assert store.write(lambda s: held_letters.skip(s, OPERATOR, newest, now)) == 3
    assert (claim(store, now), store.read(outbox.counts)) == ((), {"sent": 3, "cancelled": 1})
    assert store.read(held_letters.held_back) == 0


def test_what_was_held_back_goes_out_once_it_is_let_go(store: Store, now: datetime) -> None:
    store.write(lambda s: outbox.post(s, [letter("a"), Letter(3, 3, "notice", {"text": "x"}, "c")], now))
    store.write(lambda s: held_letters.hold_back(s, now))
    assert store.write(lambda s: held_letters.let_go(s, OPERATOR, now)) == 2
    assert sorted(str(one.key) for one in claim(store, now)) == ["a", "c"]
    assert store.read(held_letters.held_back) == 0


def test_what_may_have_arrived_before_the_copy_is_held_back_too_and_an_answer_is_given_up(
    store: Store, now: datetime
) -> None:
    store.write(lambda s: outbox.post(s, [letter("a"), Letter(2, 2, "reply", {"text": "x"}, "answer")], now))
    settle(store, now, *(Settlement(one.id, "uncertain", doubtful=True) for one in claim(store, now)))
    store.write(lambda s: held_letters.hold_back(s, now))
    assert store.read(outbox.counts) == {"pending": 1, "cancelled": 1}
    assert store.read(held_letters.held_back) == 1


def test_what_was_put_out_before_it_is_decided_goes_out_though_what_is_held_counts_as_sent(
    store: Store, now: datetime
) -> None:
    store.write(lambda s: outbox.post(s, [letter("held")], now))
    store.write(lambda s: held_letters.hold_back(s, now))
    store.write(lambda s: outbox.post(s, [Letter(5, 5, "notice", {"text": "x"}, "between")], now))
    newest = store.read(held_letters.newest)
    store.write(lambda s: outbox.post(s, [Letter(6, 6, "notice", {"text": "x"}, "later")], now))
    assert store.write(lambda s: held_letters.skip(s, OPERATOR, newest, now)) == 2
    assert [one.key for one in claim(store, now)] == ["between"]


def test_the_moment_of_the_next_letter_is_that_of_the_earliest_that_waits(store: Store, now: datetime) -> None:
    assert store.read(outbox.next_due) is None
    store.write(lambda s: outbox.post(s, [letter("a"), letter("b")], now))
    (first,) = claim(store, now)
    settle(store, now, Settlement(first.id, "retry", wait=2 * MINUTE))
    assert store.read(outbox.next_due) == now
    assert store.read(lambda s: outbox.next_chat(s, now)) == 1
    assert store.read(lambda s: outbox.next_chat(s, now, besides=(1,))) is None
    settle(store, now, *(Settlement(one.id, "sent") for one in claim(store, now)))
    assert store.read(outbox.next_due) == now + 2 * MINUTE
    assert store.read(lambda s: outbox.next_chat(s, now)) is None


def test_a_reminder_that_was_sent_is_known_for_good_and_an_answer_for_a_week(store: Store, now: datetime) -> None:
    keys = ("remind:1", None, f"{outbox.ALERT}1", f"{posted.ALBUM}1", f"{posted.STEP}1", "taken back")
    store.write(lambda s: outbox.post(s, [letter(key) for key in keys], now))
    store.write(lambda s: outbox.cancel(s, ["taken back"], now))
    while claimed := claim(store, now):
        settle(store, now, *(Settlement(one.id, "sent", message_id=1) for one in claimed))
    store.write(lambda s: outbox.post(s, [Letter(2, 2, "reply", {"text": "waits"})], now))

    def left(days: int) -> list[str | None]:
        store.write(lambda s: housekeeping.tidy(s, now + timedelta(days=days)))
        return list(store.read(lambda s: s.execute(text("SELECT key FROM outbox ORDER BY id")).scalars().all()))

    assert len(left(6)) == 7
    assert left(8) == ["remind:1", "taken back", None]
    assert store.write(lambda s: outbox.post(s, [letter("remind:1")], now)) == 0, "it is not sent again"
    assert [one.payload for one in claim(store, now)] == [{"text": "waits"}]


def test_the_text_of_what_never_arrived_is_erased_after_three_days(store: Store, now: datetime) -> None:
    letters = [Letter(number, number, "notice", {"text": "secret"}) for number in (1, 2, 3)]
    store.write(lambda s: outbox.post(s, letters, now))
    first, second, _ = claim(store, now)
    settle(store, now, Settlement(first.id, "dead"), Settlement(second.id, "uncertain", doubtful=True))

    def texts(hours: int) -> list[bool]:
        store.write(lambda s: housekeeping.tidy(s, now + timedelta(hours=hours)))
        kept = store.read(lambda s: s.execute(text("SELECT payload FROM outbox ORDER BY id")).scalars().all())
        return [one is not None for one in kept]

    assert texts(72) == [True, True, True]
    assert texts(73) == [False, False, True]
    assert texts(24 * 30) == [False, False, True], "that they did not arrive stays known"
    assert store.read(outbox.counts) == {"dead": 1, "uncertain": 1, "claimed": 1}


def test_a_button_works_for_its_person_in_its_chat_once(store: Store, now: datetime) -> None:
    token = store.write(lambda s: dialogues.make_keyboard(s, 1, 1, [("go", ("x",)), ("stop", ())], True, now))
    assert len(f"{token}:99".encode()) <= 64

    def tap(person: int, chat: int, data: str) -> object:
        return store.write(lambda s: dialogues.tap(s, person, chat, data, now))

    for person, chat in ((2, 1), (0, 1), (1, 2), (1, -100)):
        assert tap(person, chat, f"{token}:0") is None, "neither another's nor in a group"
    assert tap(1, 1, f"{token}:7") is None
    assert tap(1, 1, "forged:0") is None
    assert tap(1, 1, token) is None
    assert tap(1, 1, f"{token}:1") == dialogues.Tap(("stop", ()), "fresh")
    assert tap(1, 1, f"{token}:0") == dialogues.Tap(("go", ("x",)), "used")


def test_a_draft_and_a_context_take_the_place_of_the_one_before(store: Store, now: datetime) -> None:
    for version in (1, 2):
        store.write(lambda s, v=version: dialogues.save_draft(s, 1, v, f'"state{v}"', now))
        store.write(lambda s, v=version: dialogues.save_context(s, 1, f"meaning{v}", now))
    assert store.read(lambda s: dialogues.load_draft(s, 1)) == dialogues.StoredDraft(2, '"state2"', now)
    assert store.read(lambda s: dialogues.load_context(s, 1, now)) == "meaning2"
    assert store.read(lambda s: dialogues.load_context(s, 1, now + timedelta(minutes=31))) is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_next_letter_is_found_among_ten_thousand_without_looking_at_each(store: Store, now: datetime) -> None:
    """Counted in steps of SQLite's machine: neither a backlog nor a long history makes an answer wait."""

    def post(session: Session, people: range, state: str) -> None:
        letters = [Letter(one, one, "notice", {"text": "x"}, f"{state}:{one}") for one in people]
        outbox.post(session, letters, now)
        named = {"state": state, "keys": f"{state}:%"}
        session.execute(text("UPDATE outbox SET state = :state WHERE key LIKE :keys"), named)

    def steps(session: Session) -> int:
        counted: list[int] = []
        session.driver.set_progress_handler(lambda: counted.append(1), 100)
        assert outbox.next_chat(session, now) is not None
        session.driver.set_progress_handler(None, 0)
        return len(counted)

    store.write(lambda s: post(s, range(1, 10), "pending"))
    few = store.write(steps)
    store.write(lambda s: post(s, range(10, 5_000), "pending"))
    store.write(lambda s: post(s, range(5_000, 10_000), "sent"))
    assert store.write(steps) <= few + 2
