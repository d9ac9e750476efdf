"""Two people at one figure at the same moment, on PostgreSQL, where units of work run side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import text

from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import audit, chain, dialogues, figures, observations, outbox, posted, review
from zc_bot.storage.store import Session, Store

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)]
PATIENCE = 30


def beside(
    store: Store, first: Callable[[Session], object], second: Callable[[Session], object]
) -> tuple[object, object]:
    """Run `second` while `first` has done its part and not committed; `first` commits once `second` waits for it."""
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(store.write(second)))

    def unit(session: Session) -> object:
        done = first(session)
        thread.start()
        wait_for_a_lock(store)
        return done

    done = store.write(unit)
    thread.join(PATIENCE)
    assert found, "the second one came to an end"
    return done, found[0]


def wait_for_a_lock(store: Store) -> None:
    """Return once somebody waits for a lock that is held."""
    ended = threading.Event()
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(PATIENCE * 100):
        with store.engine.connect() as connection:
            if connection.execute(waiting).scalar():
                return
        ended.wait(0.01)
    raise AssertionError("nobody waits")


@pytest.fixture
def reports(
    store: Store, programme: Programme, reporter: Principal, now: datetime
) -> Callable[..., observations.Receipt]:
    def report(session: Session, value: int, seen: int | None = None) -> observations.Receipt:
        entry = observations.Entry("tongchuang", "employees", 2019, Decimal(value), None, str(value), seen=seen)
        return figures.record(
            session, reporter, programme, [entry], operation=f"v{value}", way="dialogue", now=now
        )

    return report


@pytest.fixture
def old(store: Store, programme: Programme, reports: Callable[..., observations.Receipt]) -> observations.Version:
    """A figure that waits for review."""
    store.write(lambda s: reports(s, 3200))
    return versions(store, programme)[0]


def test_a_figure_corrected_meanwhile_is_not_approved(
    store: Store, programme: Programme, reviewer: Principal, reports: Callable[..., observations.Receipt],
    old: observations.Version, now: datetime,
) -> None:
    _, approved = beside(
        store, lambda s: reports(s, 3300, seen=old.id), lambda s: review.approve(s, reviewer, [old.id], now)
    )
    assert approved == ()
    assert [(one.value, one.status) for one in versions(store, programme)] == [
        (Decimal(3200), "submitted"), (Decimal(3300), "submitted"),
    ]
    assert store.read(chain.verify) is None


def test_of_two_reviewers_one_approves(
    store: Store, programme: Programme, reviewer: Principal, old: observations.Version, now: datetime
) -> None:
    first, second = beside(
        store,
        lambda s: review.approve(s, reviewer, [old.id], now),
        lambda s: review.approve(s, OPERATOR, [old.id], now),
    )
    assert [len(first), len(second)] == [1, 0]  # type: ignore[arg-type]
    assert [one.status for one in versions(store, programme)] == ["submitted", "approved"]


def test_the_cooling_down_of_a_nudge_holds_for_two_at_once(store: Store, now: datetime) -> None:
    def nudge(session: Session) -> bool:
        if posted.last_of(session, "nudge:chongchuan:") is not None:
            return False
        outbox.post(session, [outbox.Letter(11, 11, "notice", {"text": "x"}, f"nudge:chongchuan:{id(session)}")], now)
        return True

    assert beside(store, nudge, nudge) == (True, False)


def test_what_is_undone_leaves_no_hole_in_the_audit(store: Store, now: datetime) -> None:
    def fails(session: Session) -> None:
        audit.note(session, OPERATOR, "denied", "x", now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write(fails)
    store.write(lambda s: audit.note(s, OPERATOR, "denied", "y", now))
    assert store.read(chain.verify) is None
    assert store.read(audit.head)[0] == 1


def versions(store: Store, programme: Programme) -> tuple[observations.Version, ...]:
    return store.read(lambda s: figures.versions(s, OPERATOR, programme, "tongchuang", "employees", 2019))


def test_two_acts_of_one_person_come_one_after_the_other_and_of_two_people_side_by_side(store: Store) -> None:
    order: list[str] = []

    def other(session: Session) -> None:
        dialogues.take_turn(session, 12)
        order.append("other")

    def first(session: Session) -> None:
        dialogues.take_turn(session, 11)
        store.write(other)

    def second(session: Session) -> None:
        dialogues.take_turn(session, 11)
        order.append("second")

    beside(store, lambda s: (first(s), order.append("first")), second)
    assert order == ["other", "first", "second"]
