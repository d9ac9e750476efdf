"""How far the highest is above the lowest, and quotients in the units that people say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.evaluation.situation import reported
from zc_bot.evaluation.engine import run
from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.formulas import Given, shown
from zc_bot.parsing.query import Measure, Places, Query
from zc_bot.policy.programme import Programme

VALUES = {"tongchuang": 10, "guanyinshan": 25, "langu": 40}


def spread(programme: Programme, values: dict[str, int], places: tuple[str, ...] = ()) -> tuple[object, ...]:
    figures = [row for place, value in values.items() for row in reported(place, total_output=value)]
    query = Query("figures", (Measure("total_output"),), Places(places), (2019,), fold="spread")
    return run(query, programme, Figures(figures)).rows


def test_the_highest_is_so_far_above_the_lowest_and_both_are_named(programme: Programme) -> None:
    apart, top, bottom = spread(programme, VALUES)
    assert (apart.number, apart.community, apart.counted, apart.of) == (Given(Decimal(30)), None, 3, 13)  # type: ignore[attr-defined]
    assert (top.community, bottom.community) == ("langu", "tongchuang")  # type: ignore[attr-defined]


def test_of_those_named_only_they_count(programme: Programme) -> None:
    apart, *_ = spread(programme, VALUES, ("tongchuang", "guanyinshan"))
    assert (apart.number, apart.counted, apart.of) == (Given(Decimal(15)), 2, 2)  # type: ignore[attr-defined]


def test_a_single_figure_is_apart_from_nothing(programme: Programme) -> None:
    (apart,) = spread(programme, {"langu": 40})
    assert (apart.number, apart.counted) == (None, 1)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("metric", "per", "number", "unit"),
    [
        ("core_floor_area", "carrier_floor_area", "150", "%"),  # two of a unit: a percentage
        ("employees", "carrier_floor_area", "200", "人/万m²"),  # by an area: by 10,000 m²
        ("employees", "new_startups", "40", "人/家"),
    ],
)
def test_a_quotient_is_in_the_unit_that_people_say(
    metric: str, per: str, number: str, unit: str, programme: Programme
) -> None:
    figures = reported(
        "tongchuang", core_floor_area=300_000, carrier_floor_area=200_000, employees=4_000, new_startups=100
    )
    query = Query("figures", (Measure(metric, per=per),), Places(("tongchuang",)), (2019,))
    (row,) = run(query, programme, Figures(figures)).rows
    assert row.number is not None
    assert (f"{shown(row.number).normalize():f}", row.unit) == (number, unit)
