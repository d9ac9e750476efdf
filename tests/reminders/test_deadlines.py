"""The reporting year: opening, deadline and stages, in the zone of the programme."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest

from tests.cases import for_each
from zc_bot.policy.programme import Programme
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.deadlines import cycle_of, cycles, is_sending_time, live_stages

At = Callable[[str], datetime]


@pytest.mark.parametrize(
    ("year", "opens", "deadline"),
    [
        (2017, "2018-01-05", "2018-01-31"),
        (2018, "2019-01-07", "2019-01-31"),
        (2019, "2020-01-06", "2020-02-03"),
        (2020, "2021-01-05", "2021-02-01"),
        (2021, "2022-01-05", "2022-02-07"),
        (2022, "2023-01-05", "2023-01-31"),
        (2023, "2024-01-05", "2024-01-31"),
        (2024, "2025-01-06", "2025-02-05"),
        (2025, "2026-01-05", "2026-02-02"),
    ],
)
def test_deadline_moves_to_the_next_working_day(
    programme: Programme, days: WorkingDays, at: At, year: int, opens: str, deadline: str
) -> None:
    cycle = cycle_of(programme, year, days)
    assert cycle.opens == at(f"{opens} 09:00")
    assert cycle.deadline == at(f"{deadline} 18:00")
    assert cycle.deadline.isoformat() == f"{deadline}T18:00:00+08:00"


def test_stages_of_2019_fall_around_the_spring_festival(programme: Programme, days: WorkingDays) -> None:
    cycle = cycle_of(programme, 2019, days)
    assert " ".join(f"{due.stage.code}:{due.at:%m%d}" for due in cycle.stages) == (
        "open:0106 D-14:0120 D-7:0123 D-3:0123 D-1:0123 D0:0203 D+1:0204 D+3:0206 D+7:0210 D+14:0217 "
        "D+21:0224 D+28:0302 D+35:0309 D+42:0316 D+49:0323 D+56:0330"
    )
    assert {due.at.hour for due in cycle.stages} == {9}


def test_stages_may_fall_on_make_up_workdays(programme: Programme, days: WorkingDays) -> None:
    stages = {due.stage.code: due.at.date() for due in cycle_of(programme, 2021, days).stages}
    assert stages["D-7"] == stages["D-1"] == date(2022, 1, 30)


@for_each(
    "now, audience, stage",
    [
        ("2020-01-06 08:59", "reporter", None),
        ("2020-01-06 09:00", "reporter", "open"),
        ("2020-01-23 08:59", "reporter", "D-14"),
        ("2020-01-23 09:00", "reporter", "D-1"),
        ("2020-02-03 09:00", "reporter", "D0"),
        ("2020-02-04 09:00", "lead", None),
        ("2020-02-06 09:00", "lead", "D+3"),
        ("2020-02-06 09:00", "admin", None),
        ("2020-02-10 09:00", "admin", "D+7"),
        ("2020-04-27 08:59", "reporter", "D+56"),
        ("2020-04-27 09:00", "reporter", "D+84"),
        ("2020-05-25 09:00", "lead", "D+112"),
        ("2020-12-31 09:00", "reporter", "D+308"),
        ("2021-01-05 09:00", "reporter", "D+336"),
    ],
)
def test_only_the_latest_stage_stands(
    programme: Programme, days: WorkingDays, at: At, now: str, audience: str, stage: str | None
) -> None:
    due = cycle_of(programme, 2019, days).latest(at(now), audience)
    assert (due.stage.code if due else None) == stage


def test_an_admins_day_stays_though_it_is_a_day_off(programme: Programme, days: WorkingDays, at: At) -> None:
    moved = cycle_of(programme, 2019, days, date(2020, 2, 15))
    assert moved.deadline == at("2020-02-15 18:00")
    assert {due.anchor for due in moved.stages[1:]} == {date(2020, 2, 15)}
    assert [f"{due.at:%m%d}" for due in moved.stages if due.stage.code in {"D0", "D+1"}] == ["0214", "0217"]
    assert moved.stages[0].anchor == cycle_of(programme, 2019, days).stages[0].anchor


def test_stages_before_the_opening_are_left_out(programme: Programme, days: WorkingDays) -> None:
    early = cycle_of(programme, 2019, days, date(2020, 1, 10))
    assert [due.stage.code for due in early.stages[:4]] == ["open", "D-3", "D-1", "D0"]


def test_last_calls_are_the_day_before_and_the_day_itself(programme: Programme, days: WorkingDays) -> None:
    assert cycle_of(programme, 2019, days).last_calls == {"D-1", "D0"}


def test_several_years_are_open_until_an_admin_ends_them(programme: Programme, days: WorkingDays, at: At) -> None:
    now = at("2020-01-06 09:00")
    assert [cycle.year for cycle in cycles(now, programme, days)] == [2017, 2018, 2019]
    assert [cycle.year for cycle in cycles(now, programme, days, ended=frozenset({2017}))] == [2018, 2019]


def test_an_admins_hour_counts_and_one_by_nine_is_called_out_the_day_before(
    programme: Programme, days: WorkingDays, at: At
) -> None:
    noon, nine, early = found = [cycle_of(programme, 2019, days, datetime(2020, 2, 12, hour)) for hour in (12, 9, 8)]
    assert (noon.deadline, early.deadline) == (at("2020-02-12 12:00"), at("2020-02-12 08:00"))
    assert nine.deadline == at("2020-02-12 09:00")
    assert [f"{due.at:%m%d}" for cycle in found for due in cycle.stages if due.stage.code == "D0"] == [
        "0212", "0211", "0211",
    ]


def test_a_year_that_is_not_ended_is_chased_every_four_weeks(programme: Programme, days: WorkingDays, at: At) -> None:
    cycle = cycle_of(programme, 2019, days)
    late = [f"{due.stage.code}:{due.at:%m%d}" for due in cycle.until(at("2020-10-31 00:00"))][16:]
    assert late == [
        "D+84:0427", "D+112:0525", "D+140:0622", "D+168:0720", "D+196:0817", "D+224:0914", "D+252:1012",
    ]
    assert cycle.has("D+252", date(2020, 2, 3))
    assert not cycle.has("D+253", date(2020, 2, 3))
    assert not cycle.has("D+63", date(2020, 2, 3))
    assert not cycle.has("D+252", date(2020, 2, 4))


def test_of_several_open_years_the_newest_comes_first(programme: Programme, days: WorkingDays, at: At) -> None:
    now = at("2020-02-04 09:00")
    open_cycles = cycles(now, programme, days, {2018: date(2020, 2, 10)})
    live = [(cycle.year, due.stage.code) for cycle, due in live_stages(now, open_cycles, "reporter")]
    assert live == [(2019, "D+1"), (2018, "D-7"), (2017, "D+728")]


@pytest.mark.parametrize(
    ("now", "sending"),
    [
        ("2020-01-23 08:59:59", False),
        ("2020-01-23 09:00:00", True),
        ("2020-01-23 17:59:59", True),
        ("2020-01-23 18:00:00", False),
        ("2020-01-24 10:00:00", False),
        ("2020-01-18 10:00:00", False),
        ("2020-01-19 10:00:00", True),
    ],
)
def test_reminders_go_out_in_the_hours_of_working_days(
    programme: Programme, days: WorkingDays, at: At, now: str, sending: bool
) -> None:
    assert is_sending_time(at(now), programme, days) is sending


@pytest.fixture
def machine_in_honolulu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", "Pacific/Honolulu")
    time.tzset()
    yield
    monkeypatch.setenv("TZ", before) if before else monkeypatch.delenv("TZ")
    time.tzset()


@pytest.mark.usefixtures("machine_in_honolulu")
def test_machines_zone_does_not_matter(programme: Programme, days: WorkingDays) -> None:
    assert cycle_of(programme, 2019, days).deadline == datetime.fromisoformat("2020-02-03T10:00:00+00:00")
    assert is_sending_time(datetime.fromisoformat("2020-01-23T01:00:00+00:00"), programme, days)
    assert not is_sending_time(datetime.fromisoformat("2020-01-23T10:00:00+00:00"), programme, days)
