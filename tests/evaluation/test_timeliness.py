"""Timeliness as the policy's readers count it: by the last figure first handed in, against what was due."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from tests.cases import for_each
from zc_bot.evaluation.timeliness import Deed, Step, Tally, Timeliness, timeliness_of
from zc_bot.policy.programme import Programme

ZONE = ZoneInfo("Asia/Shanghai")
DEADLINE = datetime(2020, 2, 3, 18, 0, tzinfo=ZONE)


def steps(
    programme: Programme, day: int, *, place: str = "tongchuang", skip: int = 0, deed: Deed = "submitted",
    hour: int = 9, imported: bool = False, person: str = "王芳",
) -> list[Step]:
    """Hand in all figures of a place but the last `skip`, so many days after the deadline's day (0: on it)."""
    at = datetime.combine(DEADLINE.date() + timedelta(days=day), datetime.min.time(), ZONE) + timedelta(hours=hour)
    metrics = list(programme.metric)
    return [Step(place, metric, deed, person, at, imported) for metric in metrics[: len(metrics) - skip]]


def of(programme: Programme, found: list[Step], today: date = date(2020, 3, 1)) -> Timeliness:
    return timeliness_of(programme, found, 2019, DEADLINE, today)


def tongchuang(programme: Programme, found: list[Step], today: date = date(2020, 3, 1)) -> Tally:
    return next(one for one in of(programme, found, today).by_community() if one.key == "tongchuang")


@pytest.mark.parametrize(("hour", "late"), [(9, None), (18, None), (19, 1)])
def test_on_the_last_day_until_the_hour_is_in_time(programme: Programme, hour: int, late: int | None) -> None:
    found = tongchuang(programme, steps(programme, 0, hour=hour))
    assert found.late == late
    assert found.whole_in_time is (late is None)
    assert found.in_time == (22 if late is None else 0)


def test_the_last_figure_says_how_many_days_late_a_community_is(programme: Programme) -> None:
    first = steps(programme, -3, skip=1)
    last = [Step("tongchuang", list(programme.metric)[-1], "submitted", "王芳", DEADLINE + timedelta(days=4), False)]
    found = tongchuang(programme, [*first, *last])
    assert (found.late, found.in_time, found.due) == (4, 21, 22)
    assert found.last == DEADLINE + timedelta(days=4)


def test_being_sent_back_changes_nothing(programme: Programme) -> None:
    found = tongchuang(programme, [*steps(programme, -3), *steps(programme, -2, deed="returned"),
                                   *steps(programme, 9)])
    assert (found.late, found.returned, found.missing) == (None, 22, 0)


def test_what_was_sent_back_and_not_mended_is_missing_again(programme: Programme) -> None:
    found = tongchuang(programme, [*steps(programme, -3), *steps(programme, -2, deed="returned")])
    assert (found.missing, found.late) == (22, None)


def test_a_withdrawal_makes_the_next_hand_in_the_first(programme: Programme) -> None:
    found = [*steps(programme, -3), *steps(programme, -2, deed="withdrawn"), *steps(programme, 5)]
    assert tongchuang(programme, found).late == 5


def test_a_withdrawn_revision_of_what_is_approved_changes_nothing(programme: Programme) -> None:
    found = [*steps(programme, -5), *steps(programme, -4, deed="approved"), *steps(programme, -3),
             *steps(programme, -2, deed="withdrawn")]
    assert (tongchuang(programme, found).late, tongchuang(programme, found).missing) == (None, 0)


def test_a_revision_sent_back_leaves_what_is_approved_where_it_was(programme: Programme) -> None:
    found = [*steps(programme, -5), *steps(programme, -4, deed="approved"), *steps(programme, 3),
             *steps(programme, 4, deed="returned")]
    told = tongchuang(programme, found)
    assert (told.missing, told.late, told.approved, told.returned) == (0, None, 22, 22)


def test_an_approval_taken_back_is_none(programme: Programme) -> None:
    found = [*steps(programme, -5), *steps(programme, -4, deed="approved"), *steps(programme, -3, deed="reopened")]
    told = tongchuang(programme, found)
    assert (told.approved, told.missing, told.late) == (0, 0, None)
    told = tongchuang(programme, [*found, *steps(programme, -2, deed="returned")])
    assert (told.approved, told.missing, told.returned) == (0, 22, 22)


def test_what_was_approved_before_the_approval_taken_back_still_is(programme: Programme) -> None:
    found = [*steps(programme, -9), *steps(programme, -8, deed="approved"), *steps(programme, -7),
             *steps(programme, -6, deed="approved"), *steps(programme, -5, deed="reopened"),
             *steps(programme, -4, deed="returned")]
    assert (tongchuang(programme, found).approved, tongchuang(programme, found).missing) == (22, 0)


def test_imports_have_no_timeliness(programme: Programme) -> None:
    found = tongchuang(programme, steps(programme, 30, imported=True))
    assert (found.timed, found.in_time_share, found.late, found.arrived) == (0, None, None, 22)


def test_what_is_missing_is_late_from_the_day_after_the_deadline_on(programme: Programme) -> None:
    found = steps(programme, -3, skip=2)
    assert tongchuang(programme, found, date(2020, 2, 3)).late is None
    assert tongchuang(programme, found, date(2020, 2, 5)).late == 2
    assert tongchuang(programme, found).missing == 2


def test_a_community_that_has_not_started_owes_nothing(programme: Programme) -> None:
    found = timeliness_of(programme, [], 2017, DEADLINE, date(2020, 3, 1))
    assert found.whole().due == 5 * 22


def test_it_is_summed_up_by_authority_person_and_metric(programme: Programme) -> None:
    found = of(programme, [*steps(programme, -3), *steps(programme, 2, place="guanyinshan", person="孙丽")])
    authority = next(one for one in found.by_authority(programme) if one.key == "chongchuan")
    assert (authority.due, authority.in_time, authority.late) == (44, 22, 2)
    assert authority.people == ("王芳", "孙丽")
    assert {one.key: one.in_time_share for one in found.by_person()} == {"王芳": Fraction(1), "孙丽": Fraction(0)}
    assert all(one.due == 13 and one.in_time == 1 for one in found.by_metric())


@for_each("seed", range(40))
def test_no_share_is_ever_above_all(programme: Programme, seed: int) -> None:
    chance = random.Random(seed)
    places, metrics = list(programme.community), list(programme.metric)[:4]
    found = [
        Step(chance.choice(places), chance.choice(metrics),
             chance.choice(["submitted", "approved", "returned", "withdrawn", "submitted"]), "王芳",
             DEADLINE + timedelta(hours=at - 100), chance.random() < 0.2)
        for at in range(200)
    ]
    told = of(programme, found)
    for one in (told.whole(), *told.by_community(), *told.by_metric(), *told.by_person()):
        assert 0 <= one.in_time <= one.timed <= one.due
        assert 0 <= one.arrived <= one.due
        assert one.approved <= one.due


def test_of_a_person_is_counted_what_nobody_handed_in_as_well(programme: Programme) -> None:
    found = timeliness_of(programme, steps(programme, -3, skip=5), 2019, DEADLINE, date(2020, 3, 1),
                          owners={"tongchuang": "赵磊", "nengda": "张伟"})
    tallies = {one.key: (one.in_time, one.timed, one.missing) for one in found.by_person()}
    assert tallies == {"王芳": (17, 22, 5), "张伟": (0, 22, 22)}


def test_where_it_is_not_told_who_handed_in_nobody_owes_the_rest(programme: Programme) -> None:
    found = timeliness_of(programme, steps(programme, -3, skip=5, person=""), 2019, DEADLINE, date(2020, 3, 1),
                          owners={"tongchuang": "王芳"})
    assert found.by_person() == ()
