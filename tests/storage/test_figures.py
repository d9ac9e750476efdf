"""Figures: exact, append-only, seen as far as one may, recorded once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from zc_bot.errors import NotAllowed
from zc_bot.evaluation.completeness import Filled
from zc_bot.evaluation.figures import Query
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import ONLOOKER, OPERATOR, Principal
from zc_bot.storage import figures, observations, review
from zc_bot.storage.observations import Conflict, Entry, Receipt
from zc_bot.storage.store import Store

EXACT = Decimal("12345678901234567.89")
ENTRY = Entry("tongchuang", "total_output", 2019, EXACT, typed="12345678901234567.89万元")


class Desk:
    """Records and reads in one line."""

    def __init__(self, store: Store, programme: Programme, now: datetime) -> None:
        self.store, self.programme, self.now = store, programme, now
        self.operations = 0

    def record(self, who: Principal, *entries: Entry, operation: str = "", **options: object) -> Receipt:
        self.operations += 1
        name = operation or f"op{self.operations}"
        options = {"way": "dialogue", "now": self.now, **options}
        return self.store.write(
            lambda s: figures.record(s, who, self.programme, entries, operation=name, **options)  # type: ignore[arg-type]
        )

    def value(self, who: Principal, entry: Entry = ENTRY, **query: object) -> object:
        asked = Query((entry.metric,), (entry.community,), **query)  # type: ignore[arg-type]
        loaded = self.store.read(lambda s: figures.load(s, who, self.programme, [asked]))
        found = loaded.get(entry.community, entry.metric, entry.year)
        return None if found is None else (found.value, found.status)

    def versions(self, who: Principal) -> tuple[observations.Version, ...]:
        return self.store.read(
            lambda s: figures.versions(s, who, self.programme, ENTRY.community, ENTRY.metric, ENTRY.year)
        )


@pytest.fixture
def desk(store: Store, programme: Programme, now: datetime) -> Desk:
    return Desk(store, programme, now)


def test_a_figure_comes_back_exactly_as_it_went_in(desk: Desk, reporter: Principal) -> None:
    desk.record(reporter, ENTRY)
    assert desk.value(reporter) == (EXACT, "submitted")
    assert str(desk.versions(reporter)[0].value) == "12345678901234567.89"


@pytest.mark.parametrize("typed", ["0", "0.1", "100", "45.60", "1E+2", "0.000000000000000000001"])
def test_every_decimal_keeps_its_value(desk: Desk, reporter: Principal, typed: str) -> None:
    desk.record(reporter, replace(ENTRY, value=Decimal(typed)))
    assert desk.value(reporter) == (Decimal(typed), "submitted")


def test_the_same_operation_twice_is_one_submission(desk: Desk, reporter: Principal) -> None:
    first = desk.record(reporter, ENTRY, operation="tap-1")
    again = desk.record(reporter, replace(ENTRY, value=Decimal(1)), operation="tap-1")
    assert first.serial == again.serial
    assert len(desk.versions(reporter)) == 1


def test_serials_rise_and_are_never_used_again(desk: Desk, reporter: Principal) -> None:
    first = desk.record(reporter, ENTRY)
    second = desk.record(reporter, replace(ENTRY, metric="hitech_output"))
    assert second.serial > first.serial


@pytest.mark.parametrize("change", ["UPDATE observation SET typed = ''", "DELETE FROM observation",
                                    "UPDATE submission SET way = 'line'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_rewrite_history(desk: Desk, reporter: Principal, change: str) -> None:
    desk.record(reporter, ENTRY)
    with pytest.raises(DBAPIError, match="append-only"):
        desk.store.write(lambda session: session.execute(text(change)))
    assert desk.value(reporter) == (EXACT, "submitted")


def test_nobody_overwrites_a_version_they_did_not_see(desk: Desk, reporter: Principal, reviewer: Principal) -> None:
    desk.record(reporter, ENTRY)
    with pytest.raises(Conflict) as conflict:
        desk.record(reviewer, replace(ENTRY, value=Decimal(7)))
    assert conflict.value.versions[0].reporter_name == reporter.name
    assert len(desk.versions(reviewer)) == 1
    seen = desk.versions(reviewer)[-1].id
    desk.record(reviewer, replace(ENTRY, value=Decimal(7), seen=seen))
    assert desk.value(reviewer) == (Decimal(7), "submitted")


def test_a_conflict_in_one_figure_records_none(desk: Desk, reporter: Principal) -> None:
    desk.record(reporter, ENTRY)
    other = replace(ENTRY, metric="hitech_output")
    with pytest.raises(Conflict):
        desk.record(reporter, other, replace(ENTRY, value=Decimal(7)))
    assert desk.value(reporter, other) is None


def test_nobody_reports_for_another_authority(desk: Desk, reporter: Principal, viewer: Principal) -> None:
    for who, community in ((reporter, "kaiyuan"), (viewer, "tongchuang")):
        with pytest.raises(NotAllowed):
            desk.record(who, replace(ENTRY, community=community))
    assert desk.value(OPERATOR, replace(ENTRY, community="kaiyuan")) is None


def test_of_what_names_anothers_community_nothing_is_recorded(desk: Desk, reporter: Principal) -> None:
    with pytest.raises(NotAllowed):
        desk.record(reporter, ENTRY, replace(ENTRY, community="kaiyuan"))
    assert desk.versions(OPERATOR) == ()


def test_only_admins_approve_by_import(desk: Desk, reporter: Principal, reviewer: Principal) -> None:
    for who in (reporter, reviewer):
        with pytest.raises(NotAllowed):
            desk.record(who, ENTRY, way="import", approve=True)
    assert desk.versions(OPERATOR) == ()


def test_unreviewed_figures_are_seen_by_their_own_people_and_reviewers(
    desk: Desk, reporter: Principal, reviewer: Principal, viewer: Principal
) -> None:
    desk.record(reporter, ENTRY)
    for who in (reporter, reviewer, OPERATOR):
        assert desk.value(who) == (EXACT, "submitted")
    for who in (viewer, ONLOOKER, replace(reviewer, approved_only=True)):
        assert desk.value(who) is None
        assert desk.versions(who) == ()


def test_how_figures_stand_and_what_came_is_told_as_far_as_one_may_see(
    desk: Desk, reporter: Principal, reviewer: Principal, viewer: Principal
) -> None:
    elsewhere = replace(ENTRY, community="kaiyuan")
    desk.record(OPERATOR, ENTRY, elsewhere, way="import", approve=True)
    desk.record(OPERATOR, replace(elsewhere, value=Decimal(5)), way="import")
    desk.record(reporter, replace(ENTRY, value=Decimal(6), seen=desk.versions(OPERATOR)[-1].id))

    def standing(who: Principal) -> dict[str, Decimal | None]:
        places = ("tongchuang", "kaiyuan")
        found = desk.store.read(lambda s: figures.present(s, who, desk.programme, places, (2019,)))
        return {community: one.last.value for (community, _, _), one in found.items()}

    def came(who: Principal, *communities: str) -> list[tuple[str, Decimal | None]]:
        until = desk.now + timedelta(days=1)
        asked = communities or None
        found = desk.store.read(lambda s: figures.recorded(s, who, desk.programme, desk.now, until, asked))
        return [(one.community, one.value) for one in found]

    five, six = ("kaiyuan", Decimal(5)), ("tongchuang", Decimal(6))
    assert standing(reviewer) == {"tongchuang": 6, "kaiyuan": 5}
    assert standing(reporter) == {"tongchuang": 6, "kaiyuan": EXACT}
    assert standing(viewer) == {"tongchuang": EXACT, "kaiyuan": EXACT}
    assert {five, six} <= set(came(reviewer))
    assert set(came(reviewer, "kaiyuan")) == {("kaiyuan", EXACT), five}
    assert set(came(reporter)) == {("tongchuang", EXACT), ("kaiyuan", EXACT), six}
    assert set(came(viewer, "tongchuang")) == {("tongchuang", EXACT)}


def test_the_approved_figure_stands_until_its_revision_is_approved(
    desk: Desk, reporter: Principal, viewer: Principal
) -> None:
    desk.record(OPERATOR, ENTRY, way="import", approve=True)
    seen = desk.versions(reporter)[-1].id
    desk.record(reporter, replace(ENTRY, value=Decimal(7), seen=seen))
    assert desk.value(viewer) == desk.value(reporter) == (EXACT, "approved")
    desk.record(OPERATOR, replace(ENTRY, value=Decimal(7)), way="import", approve=True)
    assert desk.value(viewer) == (Decimal(7), "approved")


def test_approving_keeps_who_reported_it(desk: Desk, reporter: Principal) -> None:
    desk.record(reporter, ENTRY)
    desk.record(OPERATOR, ENTRY, way="import", approve=True, now=desk.now + timedelta(days=1))
    last = desk.versions(reporter)[-1]
    assert (last.reporter_name, last.reported_at, last.status) == (reporter.name, desk.now, "approved")
    assert len(desk.versions(reporter)) == 2


def test_what_was_sent_back_and_comes_again_by_an_import_is_the_importers(
    desk: Desk, reporter: Principal, reviewer: Principal
) -> None:
    desk.record(reporter, ENTRY)
    sent = desk.versions(reporter)[-1].id
    desk.store.write(lambda s: review.send_back(s, reviewer, sent, "口径不对", desk.now))
    desk.record(OPERATOR, ENTRY, way="import", approve=True)
    assert [(one.status, one.reporter_name) for one in desk.versions(reporter)] == [
        ("submitted", reporter.name), ("returned", reporter.name),
        ("submitted", OPERATOR.name), ("approved", OPERATOR.name),
    ]


@pytest.mark.parametrize(
    "changed", [replace(ENTRY, value=Decimal(7)), replace(ENTRY, value=None, marker="confidential")]
)
def test_approving_another_value_names_who_brought_that_one(desk: Desk, reporter: Principal, changed: Entry) -> None:
    desk.record(reporter, ENTRY)
    desk.record(OPERATOR, changed, way="import", approve=True, now=(later := desk.now + timedelta(days=1)))
    last = desk.versions(reporter)[-1]
    assert (last.value, last.marker, last.reporter_name) == (changed.value, changed.marker, OPERATOR.name)
    assert (last.reported_at, last.status) == (later, "approved")


def test_an_approved_figure_imported_again_as_approved_changes_nothing(desk: Desk, reporter: Principal) -> None:
    desk.record(OPERATOR, ENTRY, way="import", approve=True)
    assert desk.record(OPERATOR, ENTRY, way="import", approve=True).recorded == ()
    assert len(desk.versions(reporter)) == 2


def test_one_marker_in_place_of_another_is_a_change(desk: Desk, reporter: Principal) -> None:
    for marker in ("not_applicable", "confidential"):
        seen = desk.versions(reporter)
        entry = replace(ENTRY, value=None, marker=marker, seen=seen[-1].id if seen else None)  # type: ignore[arg-type]
        assert desk.record(reporter, entry).recorded == (entry,)
    assert [one.marker for one in desk.versions(reporter)] == ["not_applicable", "confidential"]


def test_an_identical_import_changes_nothing(desk: Desk) -> None:
    desk.record(OPERATOR, ENTRY, way="import")
    again = desk.record(OPERATOR, ENTRY, way="import")
    assert (again.recorded, again.unchanged) == ((), (ENTRY,))


def test_a_differing_import_supersedes_with_its_reason(desk: Desk) -> None:
    desk.record(OPERATOR, ENTRY, way="import")
    desk.record(OPERATOR, replace(ENTRY, value=Decimal(7)), way="import")
    assert [version.reason for version in desk.versions(OPERATOR)] == ["", "import"]


def test_a_marker_is_not_a_value(desk: Desk, reporter: Principal) -> None:
    desk.record(reporter, replace(ENTRY, value=None, marker="confidential"))
    assert desk.value(reporter) == (None, "submitted")
    with pytest.raises(DBAPIError):
        desk.record(reporter, replace(ENTRY, metric="hitech_output", value=None, marker=None))


def test_the_latest_year_is_the_newest_with_a_figure_one_may_see(
    desk: Desk, reporter: Principal, viewer: Principal
) -> None:
    desk.record(OPERATOR, replace(ENTRY, year=2018), way="import", approve=True)
    desk.record(reporter, ENTRY)
    newest = {who: _years(desk, who) for who in (reporter, viewer)}
    assert newest == {reporter: (2018, 2019), viewer: (2018,)}


def test_reported_counts_submitted_and_approved(desk: Desk, reporter: Principal) -> None:
    desk.record(reporter, ENTRY)
    found = desk.store.read(lambda session: figures.reported(session, desk.programme, 2019))
    assert found == {"tongchuang": frozenset({"total_output"})}


def _years(desk: Desk, who: Principal) -> tuple[int, ...]:
    query = Query(("total_output",), ("tongchuang",), latest=True)
    return desk.store.read(lambda s: figures.load(s, who, desk.programme, [query])).years()


def test_what_stood_at_a_moment_is_told_by_what_was_recorded_until_then(
    desk: Desk, reporter: Principal, reviewer: Principal, now: datetime
) -> None:
    desk.record(reporter, replace(ENTRY, value=Decimal(1)))
    desk.now = now + timedelta(days=1)
    first = desk.versions(reviewer)[-1]
    desk.store.write(lambda s: review.approve(s, reviewer, [first.id], desk.now))
    desk.now = now + timedelta(days=2)
    approved = desk.versions(reviewer)[-1]
    desk.record(reporter, replace(ENTRY, value=Decimal(2), seen=approved.id, reason="更正"))
    desk.now = now + timedelta(days=3)
    second = desk.versions(reviewer)[-1]
    desk.store.write(lambda s: review.approve(s, reviewer, [second.id], desk.now))
    stood = [desk.value(reviewer, as_of=now + timedelta(hours=hours)) for hours in (-1, 1, 25, 49, 73)]
    assert stood == [
        None, (Decimal(1), "submitted"), (Decimal(1), "approved"), (Decimal(1), "approved"), (Decimal(2), "approved")
    ]
    assert desk.value(reviewer) == (Decimal(2), "approved")


def test_how_much_came_is_counted_as_far_as_one_may_see(
    desk: Desk, reporter: Principal, viewer: Principal, reviewer: Principal, now: datetime
) -> None:
    part = replace(ENTRY, metric="hitech_output", value=Decimal(1))
    desk.record(OPERATOR, ENTRY, replace(ENTRY, community="langu"), way="import", approve=True)
    desk.now = now + timedelta(days=1)
    desk.record(reporter, part)
    both = {"tongchuang": Filled(2, 1), "langu": Filled(1, 1)}
    assert {who.id: _filled(desk, who) for who in (viewer, reporter, reviewer)} == {
        viewer.id: {"tongchuang": Filled(1, 1), "langu": Filled(1, 1)}, reporter.id: both, reviewer.id: both,
    }
    assert _filled(desk, reviewer, as_of=now + timedelta(hours=1)) == _filled(desk, viewer)
    assert _filled(desk, reviewer, as_of=now + timedelta(hours=25)) == both
    assert _filled(desk, reviewer, communities=("langu",)) == {"langu": Filled(1, 1)}


def _filled(desk: Desk, who: Principal, communities: tuple[str, ...] | None = None, **query: object) -> object:
    asked = Query(("hitech_output", "total_output"), communities, (2019,), **query)  # type: ignore[arg-type]
    return desk.store.read(lambda s: figures.filled(s, who, desk.programme, asked))


def test_years_come_the_newest_first_and_only_those_one_may_see(
    desk: Desk, reporter: Principal, viewer: Principal
) -> None:
    desk.record(OPERATOR, replace(ENTRY, year=2014), replace(ENTRY, year=2018), way="import", approve=True)
    desk.record(reporter, ENTRY)
    query = Query(("total_output", "employees"))
    found = [desk.store.read(lambda s, w=who: list(figures.years_with(s, w, desk.programme, query)))  # type: ignore[misc]
             for who in (reporter, viewer)]
    assert found == [[2019, 2018, 2014], [2018, 2014]]
