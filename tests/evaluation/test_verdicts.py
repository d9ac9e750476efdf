"""Verdicts: compared exactly before any rounding, undetermined rather than guessed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluation.situation import figure, reported, verdict
from zc_bot.evaluation.formulas import Given
from zc_bot.evaluation.verdicts import compared
from zc_bot.policy.programme import Programme

OUTPUTS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)
HEADS = st.integers(min_value=0, max_value=10**6)
SERVICES = ("startup_services", "commerce_services", "training_services", "culture_services")
CHAIN = ("makerspaces", "incubators", "accelerators")
MANAGEMENT = ("management_body", "support_policy", "info_platform", "statistics_system")


@pytest.mark.parametrize(
    ("part", "whole", "shown", "verdict_"),
    [
        ("60", "100", "60.00", "not_met"),
        ("60.01", "100", "60.01", "met"),
        ("59.96", "100", "59.96", "not_met"),
        ("59.996", "100", "59.996", "not_met"),
        ("60.00000001", "100", "60.00000001", "met"),
        ("2", "3", "66.67", "met"),
        ("0", "100", "0.00", "not_met"),
    ],
)
def test_r4_is_strict_and_rounding_never_crosses_it(
    programme: Programme, part: str, whole: str, shown: str, verdict_: str
) -> None:
    found = verdict(programme, reported("tongchuang", hitech_output=part, total_output=whole), "R4")
    assert (found.verdict, str(found.value), found.clause) == (verdict_, shown, "三（二）")
    assert found.gap == Decimal(shown) - 60


@pytest.mark.parametrize(
    ("part", "verdict_", "gap"), [("70", "met", "0.00"), ("69.999", "not_met", "-0.001"), ("80", "met", "10.00")]
)
def test_r3_takes_70_percent_itself(programme: Programme, part: str, verdict_: str, gap: str) -> None:
    found = verdict(programme, reported("tongchuang", sei_investment=part, total_investment=100), "R3")
    assert (found.verdict, str(found.gap)) == (verdict_, gap)


@given(part=OUTPUTS, whole=OUTPUTS.filter(lambda value: value > 0))
def test_a_share_is_judged_and_shown_on_its_own_side(programme: Programme, part: Decimal, whole: Decimal) -> None:
    share = Fraction(part) / Fraction(whole) * 100
    found = verdict(programme, reported("tongchuang", hitech_output=part, total_output=whole), "R4")
    assert found.verdict == ("met" if share > 60 else "not_met")
    assert found.value is not None
    assert (found.value > 60, found.value < 60) == (share > 60, share < 60)
    assert abs(Fraction(found.value) - share) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("requirement", "metric", "threshold"),
    [("R2", "carrier_floor_area", 200000), ("R10", "core_floor_area", 300000)],
)
def test_an_area_meets_its_threshold_by_reaching_it(
    programme: Programme, requirement: str, metric: str, threshold: int
) -> None:
    enough = verdict(programme, reported("tongchuang", **{metric: threshold}), requirement)
    short = verdict(programme, reported("tongchuang", **{metric: f"{threshold - 1}.999"}), requirement)
    assert (enough.verdict, enough.gap) == ("met", 0)
    assert (short.verdict, short.gap) == ("not_met", Decimal("-0.001"))


@pytest.mark.parametrize(("area", "gap"), [("3", "0"), ("0.5", "-2.5"), ("12", "9")])
def test_r1_only_advises(programme: Programme, area: str, gap: str) -> None:
    found = verdict(programme, reported("tongchuang", planned_area=area), "R1")
    assert (found.verdict, found.gap) == ("advisory", Decimal(gap))


@given(base=HEADS, value=HEADS, years=st.integers(min_value=1, max_value=12))
def test_growth_meets_ten_percent_exactly_when_the_powers_say_so(
    programme: Programme, base: int, value: int, years: int
) -> None:
    given_ = reported("tongchuang", employees={2017: base, 2017 + years: value})
    found = verdict(programme, given_, "R6", year=2017 + years)
    if base == 0:
        assert (found.verdict, found.basis.lack, found.value) == ("undetermined", "zero_base", None)
        return
    meets = value * 10**years >= base * 11**years
    assert found.verdict == ("met" if meets else "not_met")
    assert found.value is not None
    assert (found.value >= 10) is meets
    low, high = (1 + (Fraction(found.value) + step) / 100 for step in (Fraction(-1, 200), Fraction(1, 200)))
    assert max(low, 0) ** years <= Fraction(value, base) <= high**years


@pytest.mark.parametrize(
    ("figures", "base_year", "verdict_"),
    [
        ({2017: 100, 2018: 1, 2019: 121}, 2017, "met"),
        ({2017: 100, 2019: 120}, 2017, "not_met"),
        ({2018: 100, 2019: 110}, 2018, "met"),
        ({2016: 1, 2018: 100, 2019: 109}, 2018, "not_met"),
        ({2016: 1, 2017: 100, 2019: 121}, 2017, "met"),
        ({2017: 0, 2018: 100, 2019: 200}, 2017, "undetermined"),
        ({2017: "保密", 2018: 100, 2019: 200}, 2017, "undetermined"),
    ],
)
def test_growth_counts_from_the_start_or_the_first_reported_year_after_it(
    programme: Programme, figures: dict[int, int | str], base_year: int, verdict_: str
) -> None:
    found = verdict(programme, reported("tongchuang", new_startups=figures), "R5")
    assert (found.basis.base_year, found.verdict) == (base_year, verdict_)


@pytest.mark.parametrize(
    ("place", "figures", "lack"),
    [
        ("tongchuang", {2019: 100}, "first_year"),
        ("tongchuang", {2016: 50, 2019: 100}, "first_year"),
        ("tongchuang", {2017: 100, 2018: 120}, "unreported"),
        ("tongchuang", {2017: 100, 2019: "保密"}, "confidential"),
        ("tongchuang", {}, "unreported"),
    ],
)
def test_growth_without_its_figures_is_undetermined(
    programme: Programme, place: str, figures: dict[int, int | str], lack: str
) -> None:
    found = verdict(programme, reported(place, new_startups=figures), "R5", place)
    assert (found.verdict, found.basis.lack, found.gap) == ("undetermined", lack, None)


def test_growth_in_the_year_of_the_start_is_undetermined(programme: Programme) -> None:
    found = verdict(programme, reported("nengda", new_startups={2017: 5, 2018: 50}), "R5", "nengda", 2018)
    assert (found.verdict, found.basis.lack) == ("undetermined", "first_year")


@pytest.mark.parametrize(
    ("part", "whole", "verdict_", "lack"),
    [
        (None, "100", "undetermined", "unreported"),
        ("10", None, "undetermined", "unreported"),
        ("保密", "100", "undetermined", "confidential"),
        ("10", "不适用", "not_applicable", "not_applicable"),
        ("0", "0", "undetermined", "zero_denominator"),
    ],
)
def test_a_share_lacking_a_figure_says_what_it_lacks(
    programme: Programme, part: str | None, whole: str | None, verdict_: str, lack: str
) -> None:
    given_ = {"hitech_output": part, "total_output": whole}
    found = verdict(programme, reported("tongchuang", **{m: v for m, v in given_.items() if v is not None}), "R4")
    assert (found.verdict, found.basis.lack, found.value) == (verdict_, lack, None)


def test_nothing_is_asked_before_the_start(programme: Programme) -> None:
    given_ = reported("nengda", hitech_output={2017: 1}, total_output={2017: 100}, wifi_coverage={2017: 5})
    for requirement in ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10"):
        assert verdict(programme, given_, requirement, "nengda", 2017).verdict == "not_applicable", requirement
    assert verdict(programme, given_, "R4", "nengda", 2017).basis.lack == "before_start"


@pytest.mark.parametrize(
    ("wifi", "digital", "expected"),
    [
        ("100", "100", "met"),
        ("100", "99.99", "not_met"),
        (None, "99.99", "not_met"),
        (None, "100", "undetermined"),
        ("保密", "100", "undetermined"),
        ("保密", "50", "not_met"),
        ("不适用", "100", "met"),
        ("不适用", "99", "not_met"),
        ("不适用", None, "undetermined"),
        ("不适用", "不适用", "not_applicable"),
    ],
)
def test_parts_fail_first_then_stay_open_then_hold(
    programme: Programme, wifi: str | None, digital: str | None, expected: str
) -> None:
    given_ = {"wifi_coverage": wifi, "digital_coverage": digital}
    found = verdict(programme, reported("tongchuang", **{m: v for m, v in given_.items() if v is not None}), "R7")
    assert (found.verdict, found.value, found.gap) == (expected, None, None)
    assert [part.condition.metric for part in found.parts] == ["wifi_coverage", "digital_coverage"]


def test_what_all_parts_share_is_said_once(programme: Programme) -> None:
    whole = verdict(programme, reported("tongchuang", wifi_coverage=100, digital_coverage=100), "R7")
    assert (whole.unit, whole.threshold, whole.basis.lack) == ("%", 100, None)
    half = verdict(programme, reported("tongchuang", wifi_coverage=100), "R7")
    assert (half.basis.lack, half.basis.absent) == ("unreported", (("digital_coverage", 2019),))


def test_parts_that_are_counted_otherwise_have_no_threshold_in_common(programme: Programme) -> None:
    found = verdict(programme, reported("tongchuang", startup_services="是", makerspaces=1), "R8")
    assert (found.unit, found.threshold) == ("", None)


def test_about_as_much_is_advice_whatever_the_figure(programme: Programme) -> None:
    (condition,) = next(one for one in programme.requirements if one.id == "R1").conditions
    assert [compared(condition, Given(number)) for number in (Decimal("0.1"), Decimal(3))] == ["advisory"] * 2


@pytest.mark.parametrize("lacking", CHAIN)
def test_r8_wants_every_platform_and_one_of_each_in_the_chain(programme: Programme, lacking: str) -> None:
    whole = {**dict.fromkeys(SERVICES, "是"), **dict.fromkeys(CHAIN, "1")}
    assert verdict(programme, reported("tongchuang", **whole), "R8").verdict == "met"
    assert verdict(programme, reported("tongchuang", **{**whole, lacking: "0"}), "R8").verdict == "not_met"
    without = {metric: value for metric, value in whole.items() if metric != lacking}
    assert verdict(programme, reported("tongchuang", **without), "R8").verdict == "undetermined"


@pytest.mark.parametrize("lacking", MANAGEMENT)
def test_r9_fails_by_a_single_no(programme: Programme, lacking: str) -> None:
    whole = dict.fromkeys(MANAGEMENT, "是")
    assert verdict(programme, reported("tongchuang", **whole), "R9").verdict == "met"
    found = verdict(programme, reported("tongchuang", **{**whole, lacking: "否"}), "R9")
    assert (found.verdict, found.threshold, found.unit) == ("not_met", None, ""), "yes is no threshold"


def test_a_verdict_is_as_preliminary_as_its_least_settled_figure(programme: Programme) -> None:
    settled = figure("tongchuang", "hitech_output", 2019, 61)
    assert verdict(programme, [settled, figure("tongchuang", "total_output", 2019, 100)], "R4").status == "approved"
    pending = figure("tongchuang", "total_output", 2019, 100, "submitted")
    assert verdict(programme, [settled, pending], "R4").status == "submitted"
    assert verdict(programme, [], "R4").status is None
