"""Which communities handed whole years in as is asked, each state told from the next by a single figure or day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.cases import for_each
from zc_bot.evaluation.arrivals import lacking_most, standing_so
from zc_bot.evaluation.timeliness import Step, Timeliness, timeliness_of
from zc_bot.parsing.arrival import Arrived, Stand
from zc_bot.policy.programme import Programme

ZONE = ZoneInfo("Asia/Shanghai")
PLACES = ("tongchuang", "jianghai", "langu", "xincailiao")


def year(programme: Programme, number: int, **days: int) -> Timeliness:
    """Hand in all of some communities so many days after the deadline; one with 99 lacks its last figure."""
    deadline = datetime(number + 1, 2, 3, 18, tzinfo=ZONE)
    steps = [
        Step(place, metric, "submitted", "王芳", deadline + timedelta(days=late % 99, hours=-1), False)
        for place, late in days.items()
        for metric in list(programme.metric)[: -1 if late == 99 else None]
    ]
    return timeliness_of(programme, steps, number, deadline, date(number + 1, 6, 1), PLACES)


@for_each("state, held", [
    ("complete", ("tongchuang", "jianghai")), ("incomplete", ("langu", "xincailiao")),
    ("in_time", ("tongchuang",)), ("late", ("jianghai", "langu", "xincailiao")), ("approved", ()),
])
def test_a_state_of_a_year(programme: Programme, state: Arrived, held: tuple[str, ...]) -> None:
    found = {2019: year(programme, 2019, tongchuang=0, jianghai=3, langu=99)}
    assert standing_so((Stand(state, (2019,)),), found) == tuple(sorted(held, key=PLACES.index))


def test_each_stand_must_hold_in_each_of_its_years(programme: Programme) -> None:
    found = {
        2019: year(programme, 2019, tongchuang=0, jianghai=3), 2020: year(programme, 2020, tongchuang=2, jianghai=5),
    }
    assert standing_so((Stand("late", (2019, 2020)),), found) == ("jianghai", "langu", "xincailiao")
    assert standing_so((Stand("complete", (2019,)), Stand("late", (2020,))), found) == ("tongchuang", "jianghai")
    assert standing_so((Stand("in_time", (2019,)), Stand("late", (2020,))), found) == ("tongchuang",)


def test_everything_must_be_approved(programme: Programme) -> None:
    deadline = datetime(2020, 2, 3, 18, tzinfo=ZONE)
    metrics = list(programme.metric)
    for left, held in ((0, ("tongchuang",)), (1, ())):
        steps = [Step("tongchuang", one, "submitted", "王芳", deadline, False) for one in metrics]
        steps += [Step("tongchuang", one, "approved", "刘洋", deadline, False) for one in metrics[left:]]
        found = {2019: timeliness_of(programme, steps, 2019, deadline, date(2020, 6, 1), ("tongchuang",))}
        assert standing_so((Stand("approved", (2019,)),), found) == held
        left_over = () if held else ("tongchuang",)
        assert standing_so((Stand("unapproved", (2019,)),), found) == left_over


def test_who_lacks_most_comes_first_and_who_lacks_as_many_is_not_left_out(programme: Programme) -> None:
    found = year(programme, 2019, tongchuang=0, langu=99)
    whole, last = tuple(programme.metric), list(programme.metric)[-1]
    assert lacking_most(found, 1) == (("jianghai", whole), ("xincailiao", whole))
    assert lacking_most(found, 0) == (("jianghai", whole), ("xincailiao", whole), ("langu", (last,)))
