"""Statements that SQLite's driver runs itself: what goes in and out is what SQLAlchemy would make of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from zc_bot.storage import dialogues, outbox
from zc_bot.storage.outbox import Letter, Settlement
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.sql import changed, table_of
from zc_bot.storage.store import Session, Store
from zc_bot.storage.tables import Draft, Inbox, Keyboard, Outbox

NOW = datetime(2020, 1, 20, 1, 30, tzinfo=UTC)
_draft = table_of(Draft)
_keyboard = table_of(Keyboard)
_outbox = table_of(Outbox)


def test_moments_are_kept_in_the_form_that_sorts(store: Store) -> None:
    def work(session: Session) -> None:
        dialogues.save_draft(session, 7, 1, "{}", NOW)
        dialogues.make_keyboard(session, 7, 7, [("a", ())], False, NOW)
        held = outbox.post_claimed(session, [Letter(7, 7, "reply", {"text": "a"})], NOW)
        outbox.settle(session, [Settlement(held[0].id, "sent", message_id=1)], NOW)

    store.write(work)
    later = NOW + timedelta(microseconds=1)

    def kept(session: Session) -> list[int]:
        columns = (_draft.c.touched_at, _keyboard.c.made_at, _outbox.c.made_at, _outbox.c.settled_at)
        counted = [select(func.count()).where(column >= NOW, column < later) for column in columns]
        return [session.execute(statement).scalar() for statement in counted]

    assert store.read(kept) == [1, 1, 1, 1]


def test_a_naive_moment_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="needs a time zone"):
        store.write(lambda session: dialogues.save_draft(session, 7, 1, "{}", NOW.replace(tzinfo=None)))


def test_lists_of_any_length_and_none(store: Store) -> None:
    some = Prepared(
        select(_draft.c.person, _draft.c.touched_at)
        .where(_draft.c.person.in_(bindparam("people", expanding=True)), _draft.c.version == 1)
        .order_by(_draft.c.person)
    )

    def put(session: Session) -> None:
        for person in (3, 1, 2):
            dialogues.save_draft(session, person, 1, "{}", NOW)

    store.write(put)
    for people, expected in (([], []), ([2], [2]), ([3, 9, 1], [1, 3]), ((1, 2, 3), [1, 2, 3])):
        found = store.read(lambda session, people=people: session.execute(some, {"people": people}).all())
        assert [row.person for row in found] == expected
        assert all(row.touched_at == NOW for row in found)


def test_an_update_counts_and_an_insert_tells_its_id(store: Store) -> None:
    touch = Prepared(
        update(_draft).where(_draft.c.person == bindparam("whose")).values(version=9, touched_at=bindparam("now"))
    )

    def work(session: Session) -> tuple[int, int, int]:
        dialogues.save_draft(session, 1, 1, "{}", NOW)
        return (
            changed(session, touch, {"whose": 1, "now": NOW}),
            changed(session, touch, {"whose": 2, "now": NOW}),
            outbox.post_claimed(session, [Letter(7, 7, "reply", {"text": "a"})], NOW)[0].id,
        )

    one, none, key = store.write(work)
    assert (one, none) == (1, 0)
    assert key > 0


def test_a_broken_rule_is_the_same_error_on_both(store: Store) -> None:
    again = Prepared(insert(_draft))
    row = {"person": 1, "version": 1, "state": "{}", "touched_at": NOW}

    def twice(session: Session) -> None:
        session.execute(again, row)
        session.execute(again, row)

    with pytest.raises(IntegrityError):
        store.write(twice)
    assert store.read(lambda session: dialogues.load_draft(session, 1)) is None


def test_a_column_that_python_would_fill_must_be_given() -> None:
    store = Store("sqlite://")
    careless = Prepared(insert(table_of(Inbox)))
    with pytest.raises(ValueError, match="state"):
        store.read(lambda session: session.execute(careless, {"update_id": 1, "payload": "", "received_at": NOW}))
