"""Several figures of one unit as one, and a whole without its part: exact, and nothing where one is lacking."""

from __future__ import annotations

from decimal import Decimal

from tests.evaluation.situation import reported
from zc_bot.evaluation.engine import Result, metrics_behind, run
from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.formulas import Given
from zc_bot.parsing.query import Bound, Measure, Places, Query, Test, Top
from zc_bot.policy.programme import Programme

CARRIERS = Measure("makerspaces", terms=("+incubators", "+accelerators"))
REST = Measure("total_output", terms=("-hitech_output",))


def asked(programme: Programme, query: Query) -> Result:
    figures = [
        *reported("tongchuang", makerspaces=3, incubators=4, accelerators=5, total_output=100, hitech_output=60),
        *reported("langu", makerspaces=9, incubators=1, accelerators=1, total_output=50, hitech_output=45),
        *reported("jianghai", makerspaces=90, incubators=1),
    ]
    return run(query, programme, Figures(figures))


def test_figures_are_added_and_a_part_is_taken_away(programme: Programme) -> None:
    for measure, number, unit in ((CARRIERS, 12, "个"), (REST, 40, "万元")):
        (row,) = asked(programme, Query("figures", (measure,), Places(("tongchuang",)), (2019,))).rows
        assert (row.number, row.unit, row.lack) == (Given(Decimal(number)), unit, None)
        assert len(row.figures) == len(measure.others) + 1


def test_where_one_of_them_is_lacking_there_is_none(programme: Programme) -> None:
    (row,) = asked(programme, Query("figures", (CARRIERS,), Places(("jianghai",)), (2019,))).rows
    assert (row.number, row.lack) == (None, "unreported")


def test_places_are_ordered_and_chosen_by_it(programme: Programme) -> None:
    first = asked(programme, Query("places", places=Places(top=Top(CARRIERS, 1, years=(2019,)))))
    assert first.chosen == ("tongchuang",), "90 of one kind alone is no sum of three"
    above = Test(REST, (Bound(">", Decimal(30)),), (2019,))
    assert asked(programme, Query("places", places=Places(where=above))).chosen == ("tongchuang",)


def test_over_several_places_only_those_count_of_which_all_is_known(programme: Programme) -> None:
    (row,) = asked(programme, Query("figures", (CARRIERS,), years=(2019,), fold="sum")).rows
    assert (row.number, row.counted, row.of) == (Given(Decimal(23)), 2, 13)


def test_every_figure_behind_it_is_looked_up(programme: Programme) -> None:
    assert set(metrics_behind(programme, Query("figures", (CARRIERS,)))) == {
        "makerspaces", "incubators", "accelerators"
    }
