"""The people admitted: who may be one, who is told of what, who is known to be silent; strangers are counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from zc_bot.errors import NotAllowed, Refusal
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import audit, people, reachable, requests, strangers
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

WANG = Candidate(11, "王芳", "reporter", ("chongchuan",))
REVIEWERS = (Candidate(13, "刘洋", "reviewer"), Candidate(17, "周涛", "reviewer"))
ADMINS = (Candidate(14, "赵磊", "admin"), Candidate(18, "孙丽", "admin"))


class Office:
    """A store with people in it."""

    def __init__(self, store: Store, programme: Programme, now: datetime) -> None:
        self.store, self.programme, self.now = store, programme, now

    def admit(self, *candidates: Candidate, who: Principal = OPERATOR) -> int:
        return self.store.write(lambda s: people.admit(s, who, self.programme, candidates, self.now))

    def silences(self) -> dict[int, str]:
        return {one.who.id: one.silence for one in self.store.read(lambda s: reachable.reach(s, OPERATOR))}

    def told(self, besides: int = 11) -> list[int]:
        return [one.id for one in self.store.read(lambda s: people.reviewers(s, besides))]

    def blocks(self, person: int) -> None:
        self.store.write(lambda s: reachable.mark_unreachable(s, person, self.now))

    def writes(self, person: int, after: timedelta = timedelta()) -> None:
        self.store.write(lambda s: people.meet(s, person, self.now + after))

    def ids(self) -> list[int]:
        return [one.id for one in self.store.read(lambda s: people.admitted(s, OPERATOR))]


@pytest.fixture
def office(store: Store, programme: Programme, now: datetime) -> Office:
    return Office(store, programme, now)


def test_reviewers_are_told_of_a_report_and_admins_only_where_none_is_reached(office: Office) -> None:
    office.admit(WANG, *REVIEWERS, *ADMINS)
    assert office.told() == [13, 17]
    office.blocks(13)
    assert office.told() == [17]
    assert office.told(besides=17) == [14, 18], "who reported it is not told"
    office.blocks(17)
    assert office.told() == [14, 18]
    office.blocks(14)
    assert office.told() == [18]


def test_who_stopped_the_bot_is_known_to_be_silent_until_they_write(office: Office) -> None:
    office.admit(WANG)
    assert office.silences() == {11: "never"}
    office.writes(11)
    assert office.silences() == {11: ""}
    office.blocks(11)
    assert office.silences() == {11: "blocked"}
    office.writes(11, after=timedelta(minutes=1))
    assert office.silences() == {11: ""}, "within the hour as well"


def test_reporters_of_an_authority_are_those_who_are_reached(office: Office) -> None:
    both = Candidate(12, "李敏", "reporter", ("haian", "chongchuan"))
    lead = Candidate(16, "陈静", "lead", ("chongchuan",))
    office.admit(WANG, both, Candidate(15, "张伟", "reporter", ("haian",)), lead)

    def found(authority: str) -> list[int]:
        return [one.id for one in office.store.read(lambda s: people.reporters_of(s, authority))]

    assert found("chongchuan") == [], "nobody has opened it"
    for person in (11, 12, 15, 16):
        office.writes(person)
    assert (found("chongchuan"), found("haian"), found("chong")) == ([11, 12], [12, 15], [])
    office.blocks(12)
    assert found("chongchuan") == [11]


def test_a_stranger_is_answered_once_a_day_and_every_update_is_counted(store: Store, now: datetime) -> None:
    def comes(person: int, after: timedelta) -> bool:
        return store.write(lambda s: strangers.count(s, person, now + after))

    hours = [comes(999, timedelta(hours=hours)) for hours in (0, 1, 23, 24, 48)]
    assert hours == [True, False, True, False, True]
    assert comes(998, timedelta(hours=1)), "somebody else"
    kept = store.read(lambda s: s.execute(text("SELECT id, updates FROM stranger ORDER BY id")).all())
    assert [tuple(row) for row in kept] == [(998, 1), (999, 5)]
    assert store.write(lambda s: strangers.forget(s, now + timedelta(days=1))) == 1
    assert [row[0] for row in store.read(lambda s: s.execute(text("SELECT id FROM stranger")).all())] == [999]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("candidate", "fault"),
    [
        (replace(WANG, id=0), "expected a Telegram user id"), (replace(WANG, id=-5), "expected a Telegram user id"),
        (replace(WANG, id=2**52), "expected a Telegram user id"), (replace(WANG, name="  "), "1 to 64 characters"),
        (replace(WANG, name="王" * 65), "1 to 64 characters"),
        (replace(WANG, name="王\u202e芳"), "hidden characters"),
        (replace(WANG, role="boss"), "no role is called 'boss'"),
        (replace(WANG, authorities=()), "needs an authority"),
        (replace(WANG, role="lead", authorities=()), "a lead needs an authority"),
        (replace(WANG, authorities=("atlantis",)), "no authority is called 'atlantis'"),
        (replace(WANG, role="member", authorities=()), "needs a department"),
        (replace(WANG, role="member", authorities=("chongchuan",)), "no department is called 'chongchuan'"),
    ],
)
def test_who_can_not_be_admitted_is_named_and_nobody_of_the_list_is(
    office: Office, candidate: Candidate, fault: str
) -> None:
    with pytest.raises(Refusal, match=fault):
        office.admit(ADMINS[0], candidate)
    assert office.ids() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "candidate", [replace(WANG, id=1), replace(WANG, id=2**52 - 1), replace(WANG, name="王" * 64)]
)
def test_the_longest_name_and_the_largest_number_are_admitted(office: Office, candidate: Candidate) -> None:
    assert office.admit(candidate) == 1
    assert office.ids() == [candidate.id]


def test_only_an_admin_admits_removes_and_confirms(office: Office) -> None:
    office.admit(WANG, *REVIEWERS, ADMINS[0])
    before = office.store.read(lambda s: audit.head(s))
    reviewer = next(one for one in office.store.read(lambda s: people.admitted(s, OPERATOR)) if one.id == 13)
    for attempt in (
        lambda s: people.admit(s, reviewer, office.programme, [replace(WANG, role="admin")], office.now),
        lambda s: people.remove(s, reviewer, 11, office.now),
        lambda s: people.confirm(s, reviewer, 11, office.now),
        lambda s: people.confirm_all(s, reviewer, office.now),
    ):
        with pytest.raises(NotAllowed):
            office.store.write(attempt)  # type: ignore[arg-type]
    assert office.ids() == [11, 13, 14, 17]
    assert office.store.read(lambda s: audit.head(s)) == before


def test_the_last_admin_neither_leaves_nor_becomes_something_else(office: Office) -> None:
    office.admit(*ADMINS, WANG)
    assert office.store.write(lambda s: people.remove(s, OPERATOR, 18, office.now))
    with pytest.raises(Refusal, match="last admin"):
        office.store.write(lambda s: people.remove(s, OPERATOR, 14, office.now))
    with pytest.raises(Refusal, match="last admin"):
        office.admit(replace(ADMINS[0], role="viewer"))
    assert office.ids() == [11, 14]
    assert office.admit(replace(ADMINS[0], name="赵磊磊")) == 1, "another name takes nothing away"
    assert office.store.write(lambda s: people.remove(s, OPERATOR, 11, office.now)), "others may go"
    assert not office.store.write(lambda s: people.remove(s, OPERATOR, 11, office.now)), "once"


def test_who_stays_as_they_were_is_not_counted_as_changed(office: Office) -> None:
    assert office.admit(WANG, *ADMINS) == 3
    assert office.admit(WANG, *ADMINS) == 0
    assert office.admit(replace(WANG, authorities=("haian", "haian")), *ADMINS) == 1
    (wang,) = [one for one in office.store.read(lambda s: people.admitted(s, OPERATOR)) if one.id == 11]
    assert wang.authorities == ("haian",)


@pytest.mark.parametrize(("name", "like"), [(" 王 芳", " 王 芳（二）"), ("王芳（审核人）", "王芳（二）")])
def test_nobody_is_admitted_under_anothers_name_and_what_tells_them_apart_is_said(
    office: Office, name: str, like: str
) -> None:
    office.admit(WANG, *ADMINS)
    with pytest.raises(Refusal) as refused:
        office.admit(REVIEWERS[0], Candidate(21, name, "viewer"))
    assert str(refused.value) == f"id 21: 王芳 is another's name here; add what tells them apart, like {like}"
    assert office.ids() == [11, 14, 18], "none of the list is"
    with pytest.raises(Refusal, match="another's name"):
        office.admit(Candidate(21, "钱进", "viewer"), Candidate(22, "钱进", "viewer"))
    assert office.admit(Candidate(21, "王芳（二）", "viewer")) == 1
    with pytest.raises(Refusal, match="another's name"):
        office.admit(Candidate(21, "王芳", "viewer"))
    assert office.admit(replace(WANG, role="lead")) == 1, "who is called so already stays so"


@pytest.mark.parametrize("name", ["管理员", "审核人员", "分管领导", "系统", "机器人", "Viewer", "Bot"])
def test_a_roles_or_the_bots_word_is_nobodys_name(office: Office, name: str) -> None:
    one = Candidate(41, name, "viewer")
    with pytest.raises(Refusal, match=f"the name '{name}' is a role's or the bot's"):
        office.store.write(lambda s: people.admit(s, OPERATOR, office.programme, [one], office.now))


def test_what_somebody_asked_for_ends_with_their_removal(office: Office) -> None:
    """Another's request of the same figure stays open."""
    one = [Candidate(41, "孙悦", "viewer"), Candidate(42, "缪勇", "viewer")]
    office.store.write(lambda s: people.admit(s, OPERATOR, office.programme, one, office.now))
    for person in (41, 42):
        who = Principal(person, "", "viewer")
        asked = ("tongchuang", "employees", 2018)
        office.store.write(lambda s, w=who, a=asked: requests.ask(s, w, a, office.now))  # type: ignore[misc]
    office.store.write(lambda s: people.remove(s, OPERATOR, 41, office.now))
    assert [item.person for item in office.store.read(requests.waiting)] == [42]


def test_whom_nobody_has_confirmed_for_a_year_is_listed(office: Office) -> None:
    office.admit(WANG, ADMINS[0])
    soon, later = office.now + timedelta(days=1), office.now + timedelta(days=2)
    assert office.store.read(lambda s: people.unconfirmed_since(s, office.now)) == ()
    assert [one.who.id for one in office.store.read(lambda s: people.unconfirmed_since(s, soon))] == [11, 14]
    assert office.store.write(lambda s: people.confirm(s, OPERATOR, 11, soon))
    assert not office.store.write(lambda s: people.confirm(s, OPERATOR, 99, soon)), "nobody there"
    assert [one.who.id for one in office.store.read(lambda s: people.unconfirmed_since(s, soon))] == [14]
    since = [one.since for one in office.store.read(lambda s: people.unconfirmed_since(s, later))]
    assert since == [soon, office.now]
    assert office.store.write(lambda s: people.confirm_all(s, OPERATOR, later)) == 2
    assert office.store.read(lambda s: people.unconfirmed_since(s, later)) == ()


def test_a_menu_that_was_set_is_noted_of_that_person_alone(office: Office) -> None:
    office.admit(WANG, *REVIEWERS)
    office.store.write(lambda s: people.note_menu(s, 13, "reviewer:zh"))
    assert [office.store.read(lambda s, one=one: people.menu_due(s, one)) for one in (11, 13, 17)] == [
        True, False, True
    ]


def test_that_everybody_still_belongs_here_is_in_the_audit(office: Office) -> None:
    office.admit(WANG, *REVIEWERS)
    office.store.write(lambda s: people.confirm_all(s, OPERATOR, office.now))
    (line,) = office.store.read(lambda s: audit.read(s, OPERATOR, limit=1))
    assert (line.action, line.subject) == ("people.confirm", "3 people")


def test_whose_role_there_is_none_of_is_nobody(store: Store, programme: Programme, now: datetime) -> None:
    """A row with such a role ended the process at every start."""
    store.write(lambda s: people.admit(s, OPERATOR, programme, [WANG, *ADMINS], now))
    store.write(lambda s: s.execute(text("UPDATE person SET role = 'king' WHERE id = 11")))
    assert store.read(lambda s: people.find(s, 11)) is None
    assert store.write(lambda s: people.meet(s, 11, now)) is None
    assert [one.id for one in store.read(lambda s: people.admitted(s, OPERATOR))] == [14, 18]
    assert store.read(lambda s: people.menus_due(s, 9)) == (14, 18)
