"""`check`: a verdict on every requirement, in the exact shape that programs read."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cli.shell import Shell

KEYS = {
    "community",
    "year",
    "requirement",
    "verdict",
    "value",
    "threshold",
    "gap",
    "unit",
    "clause",
    "basis",
    "status",
}
PARTS = {"R7", "R8", "R9"}


@pytest.fixture
def judged(shell: Shell) -> Shell:
    shell.given(
        ("tongchuang", "hitech_output", 2019, 60, ""),
        ("tongchuang", "total_output", 2019, 100, ""),
        ("tongchuang", "sei_investment", 2019, "70", ""),
        ("tongchuang", "total_investment", 2019, "100", ""),
        ("tongchuang", "planned_area", 2019, "2.5", ""),
        ("tongchuang", "carrier_floor_area", 2019, "250000", ""),
        ("tongchuang", "wifi_coverage", 2019, "100", ""),
        ("tongchuang", "digital_coverage", 2019, "99.5", ""),
        ("tongchuang", "startup_services", 2019, "是", ""),
        ("tongchuang", "makerspaces", 2019, "保密", ""),
        ("tongchuang", "core_floor_area", 2019, "不适用", ""),
        ("tongchuang", "employees", 2017, "100", ""),
        ("tongchuang", "employees", 2019, "121", ""),
    )
    return shell


def cards(shell: Shell, *arguments: object) -> dict[str, dict[str, Any]]:
    return {one["requirement"]: one for one in shell.ok("check", "--json", *arguments).json}


def test_one_item_a_requirement_and_the_goals_only_without_a_community(judged: Shell) -> None:
    named = judged.ok("check", "--json", "通创", "--year", "2019").json
    assert [one["requirement"] for one in named] == [f"R{number}" for number in range(1, 11)]
    everyone = judged.ok("check", "--json", "--year", "2019").json
    assert len(everyone) == 13 * 10 + 2
    assert [(one["requirement"], one["community"]) for one in everyone[-2:]] == [("G1", None), ("G2", None)]
    for one in everyone:
        assert set(one) == KEYS | ({"parts"} if one["requirement"] in PARTS else set()), one
        assert one["year"] == 2019
        assert one["clause"]
        assert one["basis"]


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ("R1", ("advisory", "2.5", "3", "-0.5", "km²", "三（一）", "approved")),
        ("R2", ("met", "250000", "200000", "50000", "m²", "三（一）", "approved")),
        ("R3", ("met", "70.00", "70", "0.00", "%", "三（二）", "approved")),
        ("R4", ("not_met", "60.00", "60", "0.00", "%", "三（二）", "approved")),
        ("R5", ("undetermined", None, "10", None, "%", "三（三）", None)),
        ("R6", ("met", "10.00", "10", "0.00", "%", "三（三）", "approved")),
        ("R7", ("not_met", None, "100", None, "%", "三（四）", "approved")),
        ("R8", ("undetermined", None, None, None, "", "三（四）", "approved")),
        ("R9", ("undetermined", None, None, None, "", "三（五）", None)),
        ("R10", ("not_applicable", None, "300000", None, "m²", "四", "approved")),
    ],
)
def test_a_verdict_carries_its_figures_as_decimal_strings(
    judged: Shell, requirement: str, expected: tuple[str | None, ...]
) -> None:
    found = cards(judged, "tongchuang", "--year", 2019)[requirement]
    assert (
        tuple(found[key] for key in ("verdict", "value", "threshold", "gap", "unit", "clause", "status")) == expected
    )


def test_parts_are_judged_one_by_one(judged: Shell) -> None:
    found = cards(judged, "tongchuang", "--year", 2019)
    assert found["R7"]["parts"] == [
        {"metric": "wifi_coverage", "value": "100", "verdict": "met"},
        {"metric": "digital_coverage", "value": "99.5", "verdict": "not_met"},
    ]
    parts = {part["metric"]: part for part in found["R8"]["parts"]}
    assert len(parts) == 7
    assert parts["startup_services"] == {"metric": "startup_services", "value": "yes", "verdict": "met"}
    assert parts["makerspaces"] == {"metric": "makerspaces", "value": None, "verdict": "undetermined"}


def test_nothing_is_applicable_before_the_start(judged: Shell) -> None:
    found = cards(judged, "nengda", "--year", 2017)
    assert {one["verdict"] for one in found.values()} == {"not_applicable"}


def test_without_a_year_it_is_the_last_calendar_year(judged: Shell) -> None:
    before = datetime.now(ZoneInfo("Asia/Shanghai")).year - 1
    assert {one["year"] for one in judged.ok("check", "--json", "tongchuang").json} == {before}


def test_several_communities_come_in_the_order_named(judged: Shell) -> None:
    found = judged.ok("check", "--json", "观音山", "通创", "--year", "2019").json
    assert list(dict.fromkeys(one["community"] for one in found)) == ["guanyinshan", "tongchuang"]


def test_text_names_what_fails(judged: Shell) -> None:
    done = judged.ok("check", "通创", "--year", "2019")
    assert "高新产值占比" in done.out
    assert "三（二）" in done.out


def test_an_unknown_community_is_refused_in_a_line(judged: Shell) -> None:
    done = judged.run("check", "--json", "张江")
    assert (done.status, done.out, len(done.faults)) == (1, "", 1)
