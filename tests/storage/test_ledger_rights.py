"""Who may note what besides figures: a table of every role, kind and whom an entry is about."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from zc_bot.errors import NotAllowed
from zc_bot.evaluation.ledger import Ledger, Noted, RecordKind
from zc_bot.evaluation.milestones import MARKS
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, ROLES, Principal, bodies_of
from zc_bot.storage import ledger, proofs
from zc_bot.storage.store import Store

KINDS: tuple[RecordKind, ...] = ("decision", "plan", "policy", "support", "target", *MARKS)
THEIRS = {"plan", "policy", "support", "target", "started", "provincial"}
"""What an authority's own people hand in: how far a community is built, and what was decided, the city says."""
DEPARTMENT, OTHER = "市科技局", "市人才办"
ABOUT = {
    "one's authority": {"authority": "chongchuan"},
    "one's community": {"community": "tongchuang"},
    "another's": {"authority": "haian"},
    "another's community": {"community": "xincailiao"},
    "nobody's": {},
    "one's department": {"who": DEPARTMENT},
    "one's department to another's": {"authority": "haian", "who": DEPARTMENT},
    "another department": {"who": OTHER},
    "two departments": {"who": f"{DEPARTMENT}、{OTHER}"},
}
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def of_role(role: str, number: int = 41) -> Principal:
    bodies = {"reporter": ("chongchuan",), "lead": ("chongchuan",), "member": (DEPARTMENT,)}
    return Principal(number, f"{role}甲", role, bodies.get(role, ()))  # type: ignore[arg-type]


def may_note(role: str, about: str) -> set[str]:
    """Say what is expected."""
    if role in {"reviewer", "admin"}:
        return {*KINDS}
    if role in {"reporter", "lead"}:
        return THEIRS if about in {"one's authority", "one's community"} else set()
    return {"support"} if role == "member" and about.startswith("one's department") else set()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_notes_what_is_its_own_and_nothing_else(programme: Programme, role: str) -> None:
    assert {DEPARTMENT, OTHER} <= {*bodies_of("member", programme)}
    for about, whom in ABOUT.items():
        noted = set()
        for kind in KINDS:
            try:
                ledger.check(of_role(role), programme, Noted(kind, "x", **whom))
                noted.add(kind)
            except NotAllowed:
                pass
        assert noted == may_note(role, about), about


class Kept:
    """A store in which one has noted something."""

    def __init__(self, store: Store, programme: Programme, now: datetime) -> None:
        self.store, self.programme, self.now = store, programme, now

    def notes(self, who: Principal, waits: bool = False) -> int:
        noted = Noted("support", "拨款", "chongchuan", who=DEPARTMENT, amount=Decimal(5), unit="万元")
        return self.store.write(lambda s: ledger.note(s, who, self.programme, noted, self.now, waits))

    def seen(self, who: Principal) -> Ledger:
        return self.store.read(lambda s: ledger.load(s, who))

    def changes(self, who: Principal, entry: int, state: str | None = None, approve: bool = False) -> bool:
        done = self.store.write(
            lambda s: ledger.change(s, who, self.programme, entry, self.now, state, approve)  # type: ignore[arg-type]
        )
        return done is not None


@pytest.fixture
def kept(store: Store, programme: Programme, now: datetime) -> Kept:
    return Kept(store, programme, now)


@on_sqlite
def test_what_waits_is_seen_by_its_own_people_and_by_who_reviews(kept: Kept) -> None:
    kept.notes(of_role("reporter"))
    sees = {role: len(kept.seen(of_role(role)).records) for role in ROLES}
    assert sees == {"viewer": 0, "reporter": 1, "lead": 1, "reviewer": 1, "admin": 1, "member": 1}
    others = Principal(42, "乙", "reporter", ("haian",)), Principal(43, "丙", "member", (OTHER,))
    assert [len(kept.seen(one).records) for one in others] == [0, 0]


@on_sqlite
def test_what_a_reviewer_notes_stands_at_once_but_for_what_is_to_wait(kept: Kept) -> None:
    kept.notes(of_role("reviewer"))
    kept.notes(of_role("reviewer"), waits=True)
    kept.notes(of_role("lead"))
    assert [one.approved for one in kept.seen(OPERATOR).records] == [True, False, False]


@on_sqlite
def test_another_reviewer_approves_and_from_then_on_its_own_people_change_nothing(kept: Kept) -> None:
    reporter, reviewer = of_role("reporter"), of_role("reviewer", 42)
    entry = kept.notes(reporter)
    with pytest.raises(NotAllowed):
        kept.changes(reporter, entry, approve=True)
    with pytest.raises(NotAllowed):
        kept.changes(of_role("reviewer", reporter.id), entry, approve=True)
    assert not kept.changes(of_role("viewer"), entry, "void"), "what one does not see is not there"
    assert kept.changes(reviewer, entry, approve=True)
    assert not kept.changes(reviewer, entry, approve=True), "it changed meanwhile"
    (standing,) = kept.seen(OPERATOR).records
    assert (standing.approved, standing.first, standing.author, standing.state) == (True, entry, reporter.id, "open")
    with pytest.raises(NotAllowed):
        kept.changes(reporter, standing.id, "void")
    assert kept.changes(reviewer, standing.id, "void")
    assert kept.seen(OPERATOR).records == ()


@on_sqlite
def test_its_own_people_take_back_what_still_waits(kept: Kept) -> None:
    entry = kept.notes(of_role("reporter"))
    assert kept.changes(of_role("lead", 44), entry, "void")
    assert kept.seen(OPERATOR).records == ()


@on_sqlite
def test_of_what_was_approved_reviewers_alone_change_the_proofs(kept: Kept, programme: Programme) -> None:
    kept.notes(of_role("reporter"))
    (waits,) = kept.seen(OPERATOR).records

    def may(role: str) -> bool:
        return proofs.may_change(of_role(role), programme, waits)

    assert {role: may(role) for role in ROLES} == {
        "viewer": False, "reporter": True, "lead": True, "reviewer": True, "admin": True, "member": True,
    }
    kept.changes(of_role("reviewer", 42), waits.id, approve=True)
    (waits,) = kept.seen(OPERATOR).records
    assert {role for role in ROLES if may(role)} == {"reviewer", "admin"}
