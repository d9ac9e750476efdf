"""`remind plan` shows what would go out and sends nothing; `remind status` what became of what did."""

from __future__ import annotations

import pytest

from tests.cli.shell import Shell

KEYS = {"person", "audience", "stage", "year", "deadline", "missing", "text", "reached"}


@pytest.fixture
def staffed(shell: Shell) -> Shell:
    roster = shell.folder / "roster.csv"
    roster.write_text(
        "id,name,role,authority\n11,王芳,reporter,崇川区\n12,赵敏,lead,崇川区\n13,刘洋,reviewer,\n14,陈静,admin,\n"
        "15,李敏,viewer,\n"
    )
    shell.ok("people", "import", roster)
    return shell


def plan(shell: Shell, at: str) -> list[dict[str, object]]:
    return shell.ok("remind", "plan", "--json", "--at", at).json


def test_of_several_stages_due_only_the_latest_goes_out(staffed: Shell) -> None:
    found = [one for one in plan(staffed, "2020-01-23T10:00") if one["year"] == 2019]
    assert {(one["person"], one["audience"], one["stage"]) for one in found} == {
        (11, "reporter", "D-1"), (13, "reviewer", "D-1"),
    }
    for one in found:
        assert set(one) == KEYS
        assert one["deadline"] == "2020-02-03T18:00:00+08:00"


def test_who_never_opened_the_bot_is_marked_as_hardly_reached(staffed: Shell) -> None:
    assert {one["reached"] for one in plan(staffed, "2020-01-23T10:00")} == {False}
    assert "(reporter) 2019 most likely not reached\n" in staffed.ok("remind", "plan", "--at", "2020-01-23T10:00").out


def test_what_is_missing_is_listed_by_community(staffed: Shell) -> None:
    staffed.given(("tongchuang", "employees", 2019, 5, ""), approve=False)
    (mine,) = (one for one in plan(staffed, "2020-01-23T10:00") if one["person"] == 11 and one["year"] == 2019)
    missing = {item["community"]: item["metrics"] for item in mine["missing"]}  # type: ignore[attr-defined]
    assert len(missing["tongchuang"]) == 21
    assert "employees" not in missing["tongchuang"]
    assert len(missing["guanyinshan"]) == 22
    assert "langu" not in missing


@pytest.mark.parametrize(("at", "joined"), [("2020-02-06T10:00", "lead"), ("2020-02-10T10:00", "admin")])
def test_leads_and_admins_join_after_the_deadline(staffed: Shell, at: str, joined: str) -> None:
    assert joined in {one["audience"] for one in plan(staffed, at) if one["year"] == 2019}


@pytest.mark.parametrize("at", ["2020-01-23T08:59", "2020-01-23T18:00", "2020-01-26T10:00", "2020-01-25T10:00"])
def test_nothing_goes_out_outside_the_hours_of_a_working_day(staffed: Shell, at: str) -> None:
    assert plan(staffed, at) == []


def test_a_moment_with_a_zone_is_that_moment(staffed: Shell) -> None:
    assert plan(staffed, "2020-01-23T02:00+00:00") == plan(staffed, "2020-01-23T10:00")
    assert plan(staffed, "2020-01-23T10:00+00:00") == []


def test_planning_sends_and_stores_nothing(staffed: Shell) -> None:
    before = staffed.content()
    staffed.ok("remind", "plan", "--at", "2020-01-23T10:00")
    assert staffed.content() == before
    assert staffed.ok("remind", "status", "--json").json == []


def test_a_moment_that_is_none_is_wrong_usage(shell: Shell) -> None:
    assert shell.run("remind", "plan", "--at", "soon").status == 2
    assert shell.run("remind", "plan").status == 2
