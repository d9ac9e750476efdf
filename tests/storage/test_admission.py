"""Ways in: an invitation lets one person in, in time, by who may invite; what one admin gave out ends with two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import text

from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import admission, audit, people, reachable
from zc_bot.storage.admission import VALID, Invited, Listed, token_hash
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Session, Store

ADMIN, SECOND = Principal(14, "赵磊", "admin"), Principal(18, "孙丽", "admin")
GUEST = 77
MINUTE = timedelta(minutes=1)
Found = TypeVar("Found")
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Door:
    """A store with one admin, who invites."""

    def __init__(self, store: Store, programme: Programme, now: datetime) -> None:
        self.store, self.programme, self.now = store, programme, now
        self.admit(ADMIN)

    def do(self, act: Callable[[Session], Found]) -> Found:
        return self.store.write(act)

    def admit(self, *who: Principal) -> None:
        candidates = [Candidate(one.id, one.name, one.role, one.authorities) for one in who]
        self.do(lambda s: people.admit(s, OPERATOR, self.programme, candidates, self.now))

    def invites(self, role: str = "viewer", who: Principal = ADMIN) -> Invited:
        return self.do(lambda s: admission.invite(s, who, self.programme, role, (), self.now))

    def comes(self, invited: Invited, person: int = GUEST, after: timedelta = timedelta()) -> bool:
        hashed = token_hash(invited.token)
        came = self.do(lambda s: admission.accept(s, self.programme, hashed, person, f"人{person}", self.now + after))
        return came is not None

    def revokes(self, invited: Invited) -> bool:
        return self.do(lambda s: admission.revoke(s, ADMIN, invited.id, self.now))

    def open(self, after: timedelta = timedelta()) -> list[int]:
        return [one.id for one in self.do(lambda s: admission.open_invitations(s, OPERATOR, self.now + after))]

    def lapsed(self, invited: Invited, after: timedelta = timedelta()) -> bool:
        return self.do(lambda s: admission.lapsed(s, token_hash(invited.token), self.now + after))

    def ways_in(self, after: timedelta = timedelta()) -> set[str]:
        return {one for one, _ in self.do(lambda s: admission.ways_in_for_admins(s, self.now + after))}

    def lists(self, *rows: Listed, at: datetime | None = None) -> None:
        self.do(lambda s: admission.put_on_roster(s, OPERATOR, self.programme, rows, at or self.now))

    def roster(self) -> list[str]:
        rows = self.do(lambda s: s.execute(text("SELECT name FROM roster ORDER BY name")).all())
        return [row[0] for row in rows]

    def actions(self, action: str) -> list[str]:
        lines = self.do(lambda s: audit.read(s, OPERATOR, limit=99))
        return sorted(line.subject for line in lines if line.action == action)


@pytest.fixture
def door(store: Store, programme: Programme, now: datetime) -> Door:
    return Door(store, programme, now)


def test_open_are_those_that_let_somebody_in_the_newest_first(door: Door) -> None:
    first, used, back, last = (door.invites() for _ in range(4))
    assert door.comes(used)
    assert door.revokes(back)
    assert door.open() == [last.id, first.id]
    assert door.open(VALID - MINUTE) == [last.id, first.id]
    assert door.open(VALID) == []


def test_what_is_used_or_taken_back_is_not_taken_back_again(door: Door) -> None:
    used, back, other = (door.invites() for _ in range(3))
    assert door.comes(used)
    assert (door.revokes(used), door.revokes(back), door.revokes(back)) == (False, True, False)
    assert door.actions("people.revoke") == [f"invitation {back.id}"]
    assert door.open() == [other.id], "another's stays as it is"


@pytest.mark.parametrize(("after", "lets_in"), [(VALID - MINUTE, True), (VALID, False)])
def test_an_invitation_lets_one_in_for_three_days(door: Door, after: timedelta, lets_in: bool) -> None:
    invited = door.invites()
    assert door.comes(invited, after=after) is lets_in
    assert not door.comes(invited, person=GUEST + 1, after=after)


def test_one_that_was_shown_to_others_is_taken_back_and_its_maker_named(door: Door) -> None:
    shown, used, back = (door.invites() for _ in range(3))
    assert door.comes(used)
    assert door.revokes(back)

    def shows(invited: Invited, after: timedelta = timedelta()) -> int | None:
        return door.do(lambda s: admission.expose(s, token_hash(invited.token), 99, door.now + after))

    assert [shows(one) for one in (used, back)] == [None, None]
    assert shows(shown, after=VALID) is None, "it lets nobody in any more"
    assert (shows(shown), shows(shown)) == (ADMIN.id, None)
    assert not door.comes(shown)
    assert door.actions("people.revoke") == [f"invitation {shown.id}", f"invitation {back.id}"]


def test_what_one_admin_alone_gave_out_for_another_ends_with_the_second_and_nothing_else(door: Door) -> None:
    late = door.do(lambda s: admission.invite(s, ADMIN, door.programme, "admin", (), door.now - VALID))
    way, viewers = door.invites("admin"), door.invites("viewer")
    door.lists(Listed("1" * 64, "甲", "admin"), Listed("2" * 64, "乙", "viewer"))
    assert door.ways_in() == {token_hash(way.token), "1" * 64}
    assert not door.lapsed(way), "it lets somebody in"
    door.admit(SECOND)
    assert door.ways_in() == set()
    assert door.open() == [viewers.id]
    assert door.roster() == ["乙"]
    assert door.actions("people.revoke") == [f"invitation {way.id}"], "of what had ended nothing is said"
    assert not door.comes(way)
    assert [door.lapsed(one) for one in (way, viewers, late)] == [True, False, False]
    assert door.lapsed(way, VALID - MINUTE)
    assert not door.lapsed(way, VALID), "it would be over anyway"
    # What both agreed to is not taken back when a third comes.
    agreed = door.invites("admin")
    door.admit(Principal(19, "吴涛", "admin"))
    assert door.comes(agreed)


def test_a_viewers_way_in_that_was_taken_back_is_no_admins_that_lapsed(door: Door) -> None:
    door.admit(SECOND)
    viewers, admins = door.invites("viewer"), door.invites("admin")
    assert [door.revokes(one) for one in (viewers, admins)] == [True, True]
    assert [door.lapsed(one) for one in (viewers, admins)] == [False, True]
    door.do(lambda s: people.remove(s, OPERATOR, SECOND.id, door.now))
    assert not door.lapsed(admins), "one alone invites as ever"


def test_with_a_role_end_the_invitations_that_somebody_gave_out_and_nobody_elses(door: Door) -> None:
    door.admit(SECOND)
    theirs, used, mine = door.invites(who=SECOND), door.invites(who=SECOND), door.invites()
    assert door.comes(used)
    door.admit(Principal(SECOND.id, SECOND.name, "viewer"))
    door.admit(SECOND)
    assert door.open() == [mine.id], "nor does it come back with the role"
    assert not door.comes(theirs, person=GUEST + 1)


def test_a_row_of_the_roster_is_kept_for_ninety_days_or_for_as_long_as_somebody_came_by_it(door: Door) -> None:
    rows = [Listed(digit * 64, name, "viewer") for digit, name in (("1", "来了"), ("2", "没来"))]
    assert not door.do(admission.expects_contacts)
    door.lists(*rows)
    later = door.now + admission.LISTED
    came = door.do(lambda s: admission.accept_contact(s, door.programme, "1" * 64, GUEST, door.now))
    assert came is not None
    assert (came.who.name, came.inviter) == ("来了", 0)

    def expects(at: datetime | None) -> bool:
        return door.do(lambda s: admission.expects_contacts(s, at))

    assert [expects(at) for at in (None, later - MINUTE, later)] == [True, True, False]
    assert door.do(lambda s: admission.forget(s, door.now)) == 0
    assert door.do(lambda s: admission.forget(s, door.now + MINUTE)) == 1
    assert door.roster() == ["来了"]
    assert not expects(None), "nobody is still to come"


def test_who_comes_back_counts_from_now_and_only_who_is_here_is_confirmed(door: Door) -> None:
    later = door.now + MINUTE
    door.admit(Principal(GUEST, "孙悦", "viewer"))
    assert door.do(lambda s: people.confirm(s, ADMIN, GUEST, door.now))
    door.do(lambda s: people.remove(s, OPERATOR, GUEST, door.now))
    assert door.do(people.removed) == {GUEST}
    assert not door.do(lambda s: people.confirm(s, ADMIN, GUEST, later))
    assert door.do(lambda s: people.confirm_all(s, ADMIN, later)) == 1
    door.now = later
    door.admit(Principal(GUEST, "孙悦", "viewer"))
    (back,) = door.do(lambda s: people.unconfirmed_since(s, later + MINUTE))[1:]
    assert (back.who.id, back.since) == (GUEST, later)
    assert door.do(lambda s: reachable.reach(s, OPERATOR))[1].confirmed_at is None
