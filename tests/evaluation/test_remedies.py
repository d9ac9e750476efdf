"""What would meet a failed requirement: enough by itself, and not a unit too much."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.evaluation.situation import reported, verdict
from zc_bot.evaluation.remedies import remedy_of
from zc_bot.policy.programme import Programme

HEADS = st.integers(min_value=1, max_value=10**6)


@given(base=HEADS, value=HEADS, years=st.integers(min_value=1, max_value=8))
def test_so_many_more_people_meet_the_growth_and_one_fewer_do_not(
    programme: Programme, base: int, value: int, years: int
) -> None:
    def judged(heads: int) -> str:
        figures = reported("tongchuang", employees={2017: base, 2017 + years: heads})
        return verdict(programme, figures, "R6", year=2017 + years).verdict

    figures = reported("tongchuang", employees={2017: base, 2017 + years: value})
    remedy = remedy_of(programme, verdict(programme, figures, "R6", year=2017 + years))
    if judged(value) == "met":
        return
    assert remedy is not None
    assert judged(value + int(remedy.amount)) == "met"
    assert judged(value + int(remedy.amount) - 1) == "not_met"


def test_a_strict_share_wants_more_than_what_reaches_it(programme: Programme) -> None:
    found = verdict(programme, reported("tongchuang", hitech_output=50, total_output=100), "R4")
    remedy = remedy_of(programme, found)
    assert remedy is not None
    assert (remedy.kind, remedy.amount, remedy.other) == ("share_more_than", Decimal(10), "total_output")


def test_an_area_wants_the_rest(programme: Programme) -> None:
    remedy = remedy_of(programme, verdict(programme, reported("tongchuang", carrier_floor_area="199999.5"), "R2"))
    assert remedy is not None
    assert (remedy.kind, remedy.amount) == ("at_least", Decimal("0.5"))
