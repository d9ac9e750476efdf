"""Who is nudged at a moment, example by example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from zc_bot.policy.programme import Programme
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.facts import Facts, NudgeKey, Older, Recipient, Sent, Silent
from zc_bot.reminders.gaps import missing_of
from zc_bot.reminders.plan import cancellations, plan
from zc_bot.texts.reminders import word_nudge

At = Callable[[str], datetime]

REPORTER = Recipient(1, "reporter", ("chongchuan",))
LEAD = Recipient(2, "lead", ("chongchuan",))
REVIEWER = Recipient(3, "reviewer")
ADMIN = Recipient(4, "admin")
VIEWER = Recipient(5, "viewer", ("chongchuan",))
DEADLINE = date(2020, 2, 3)


@pytest.fixture
def facts(programme: Programme, days: WorkingDays) -> Facts:
    """Nobody has reported anything of 2019, and earlier years are complete."""
    people = (REPORTER, LEAD, REVIEWER, ADMIN, VIEWER)
    return Facts(programme, days, people, {2019: missing_of(programme, 2019, ())})


def told(facts: Facts, now: datetime) -> dict[int, str]:
    return {nudge.person: nudge.stage for nudge in plan(now, facts)}


def only(facts: Facts, **changes: Any) -> Facts:
    """Leave the reporter alone in the world, with these fields changed."""
    return replace(facts, recipients=(replace(REPORTER, **changes),))


def sent(stage: str, day: str, anchor: date = DEADLINE) -> Sent:
    return Sent(NudgeKey(REPORTER.id, 2019, stage, anchor), date.fromisoformat(day))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2020-01-06 08:59", {}),
        ("2020-01-06 09:00", {1: "open", 3: "open"}),
        ("2020-01-23 10:00", {1: "D-1", 3: "D-1"}),
        ("2020-01-23 18:00", {}),
        ("2020-01-24 10:00", {}),
        ("2020-02-03 09:00", {1: "D0", 3: "D0"}),
        ("2020-02-04 09:00", {1: "D+1", 3: "D+1"}),
        ("2020-02-06 09:00", {1: "D+3", 2: "D+3", 3: "D+3"}),
        ("2020-02-10 09:00", {1: "D+7", 2: "D+7", 3: "D+7", 4: "D+7"}),
        ("2020-04-24 09:00", {1: "D+56", 2: "D+56", 3: "D+56", 4: "D+56"}),
        ("2020-05-11 09:00", {1: "D+84", 2: "D+84", 3: "D+84", 4: "D+84"}),
    ],
)
def test_stage_and_audience_at(facts: Facts, at: At, now: str, expected: dict[int, str]) -> None:
    assert told(facts, at(now)) == expected


def test_nudge_names_exactly_what_is_missing(facts: Facts, at: At) -> None:
    missing = {2019: {"tongchuang": ("employees", "total_output"), "jianghai": ("employees",)}}
    reporter, reviewer = plan(at("2020-01-23 10:00"), replace(facts, missing=missing))
    assert [(gap.community, gap.metrics) for gap in reporter.missing] == [
        ("tongchuang", ("employees", "total_output"))
    ]
    assert [gap.community for gap in reviewer.missing] == ["tongchuang", "jianghai"]
    assert (reviewer.complete, reviewer.expected) == (11, 13)
    assert reviewer.unattended == ("nhtz",)
    assert reporter.unattended == ()


def test_submitted_figures_are_not_missing_and_years_before_the_start_are_not_asked(
    programme: Programme,
) -> None:
    reported = [("tongchuang", code) for code in programme.metric if code != "employees"]
    missing = missing_of(programme, 2017, reported)
    assert missing["tongchuang"] == ("employees",)
    assert set(missing) == {"tongchuang", "jianghai", "xincailiao", "kaiyuan", "langu"}
    assert len(missing["langu"]) == 22


def test_those_who_are_done_hear_nothing(facts: Facts, at: At) -> None:
    others = {2019: {"jianghai": ("employees",)}}
    assert told(replace(facts, missing=others), at("2020-02-10 09:00")) == {3: "D+7", 4: "D+7"}
    assert told(replace(facts, missing={2019: {}}), at("2020-02-10 09:00")) == {}


def test_several_communities_make_one_message(facts: Facts, at: At) -> None:
    (nudge,) = plan(at("2020-01-23 10:00"), only(facts))
    assert [gap.community for gap in nudge.missing] == ["tongchuang", "guanyinshan"]


def test_a_stage_is_sent_once_and_the_next_on_its_day(facts: Facts, at: At) -> None:
    alone = replace(only(facts), sent=(sent("D-14", "2020-01-20"),))
    assert told(alone, at("2020-01-21 09:00")) == {}
    assert told(alone, at("2020-01-23 09:00")) == {1: "D-1"}


def test_at_most_one_message_a_calendar_day(facts: Facts, at: At) -> None:
    late = replace(only(facts), sent=(sent("D-14", "2020-01-23"),))
    assert told(late, at("2020-01-23 17:00")) == {}


def test_two_live_years_take_turns(facts: Facts, at: At, programme: Programme) -> None:
    both = replace(
        only(facts),
        missing={year: missing_of(programme, year, ()) for year in (2018, 2019)},
        overrides={2018: date(2020, 2, 10)},
    )
    (first,) = plan(at("2020-02-04 09:00"), both)
    assert (first.year, first.stage) == (2019, "D+1")
    later = replace(both, sent=(Sent(first.key, date(2020, 2, 4)),))
    assert told(later, at("2020-02-04 17:59")) == {}
    (second,) = plan(at("2020-02-05 09:00"), later)
    assert (second.year, second.stage) == (2018, "D-7")


@pytest.mark.parametrize(("minutes", "nudged"), [(0, False), (29, False), (30, True), (600, True)])
def test_a_draft_just_touched_is_not_interrupted(facts: Facts, at: At, minutes: int, nudged: bool) -> None:
    now = at("2020-01-23 10:00")
    nudges = plan(now, only(facts, draft_touched=now - timedelta(minutes=minutes)))
    assert [nudge.continues_draft for nudge in nudges] == ([True] if nudged else [])


def test_a_nudge_kept_back_all_day_goes_out_on_the_next_working_day(facts: Facts, at: At) -> None:
    busy = only(facts, draft_touched=at("2020-01-22 17:50"))
    assert told(busy, at("2020-01-22 17:59")) == {}
    assert told(busy, at("2020-01-23 09:00")) == {1: "D-1"}


def test_snoozing_puts_off_the_message_but_not_the_deadline(facts: Facts, at: At) -> None:
    snoozed = only(facts, snoozed_until=at("2020-02-04 14:00"))
    assert told(snoozed, at("2020-02-04 13:59")) == {}
    (nudge,) = plan(at("2020-02-04 14:00"), snoozed)
    assert (nudge.stage, nudge.deadline) == ("D+1", at("2020-02-03 18:00"))


@pytest.mark.parametrize(
    ("now", "stage"),
    [("2020-01-20 09:00", None), ("2020-01-23 09:00", "D-1"), ("2020-02-03 09:00", "D0"), ("2020-02-04 09:00", None)],
)
def test_the_muted_hear_only_the_last_two_stages(facts: Facts, at: At, now: str, stage: str | None) -> None:
    assert told(only(facts, muted_year=2019), at(now)) == ({1: stage} if stage else {})


def test_an_authority_whose_reporter_cannot_be_reached_goes_to_the_reviewer(facts: Facts, at: At) -> None:
    people = (replace(REPORTER, unreachable=True), REVIEWER)
    missing = {2019: {"tongchuang": ("employees",)}}
    (digest,) = plan(at("2020-01-23 10:00"), replace(facts, recipients=people, missing=missing))
    assert (digest.audience, digest.unattended) == ("reviewer", ("chongchuan",))


def test_whoever_never_opened_the_bot_is_tried_and_counts_as_nobody(facts: Facts, at: At) -> None:
    people = (replace(REPORTER, heard=False, name="王芳"), LEAD, REVIEWER)
    missing = {2019: {"tongchuang": ("employees",)}}
    tried, lead, digest = plan(at("2020-02-06 10:00"), replace(facts, recipients=people, missing=missing))
    assert (tried.person, tried.silent) == (REPORTER.id, ())
    assert (digest.unattended, lead.unattended) == (("chongchuan",), ())
    assert lead.silent == digest.silent == (Silent("王芳", ("chongchuan",), "never"),)


def test_a_lead_hears_of_their_own_people_alone_and_of_none_who_owes_nothing(facts: Facts, at: At) -> None:
    haian = Recipient(6, "reporter", ("haian",), heard=False, name="张伟")
    people = (replace(REPORTER, heard=False, name="王芳"), haian, LEAD, REVIEWER)
    missing = {2019: {"tongchuang": ("employees",)}}
    letters = plan(at("2020-02-06 10:00"), replace(facts, recipients=people, missing=missing))
    silent = {one.person: [silent.name for silent in one.silent] for one in letters}
    assert silent == {1: [], 2: ["王芳"], 3: ["王芳"]}
    both = {2019: {**missing[2019], "xincailiao": ("employees",)}}
    letters = plan(at("2020-02-06 10:00"), replace(facts, recipients=people, missing=both))
    silent = {one.person: [silent.name for silent in one.silent] for one in letters}
    assert (silent[LEAD.id], silent[REVIEWER.id]) == (["王芳"], ["王芳", "张伟"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"heard": False, "unreachable": True}, "没打开过机器人"),
        ({"unreachable": True, "missing": True}, "在Telegram上找不到"),
        ({"unreachable": True}, "停用了机器人"),
    ],
)
def test_it_is_said_truly_why_somebody_gets_no_reminders(
    facts: Facts, at: At, change: dict[str, bool], why: str
) -> None:
    people = (replace(REPORTER, name="王芳", **change), REVIEWER)
    now, missing = at("2020-02-06 10:00"), {2019: {"tongchuang": ("employees",)}}
    digest = next(one for one in plan(now, replace(facts, recipients=people, missing=missing)) if one.silent)
    assert f"王芳（崇川区）{why}，收不到提醒。" in word_nudge(digest, facts.programme, now, "zh").text


def test_what_a_colleague_took_over_is_called_out_only_at_the_end(facts: Facts, at: At) -> None:
    covered = only(facts, covered=frozenset((2019, place) for place in facts.missing[2019]))
    assert told(covered, at("2020-01-20 09:00")) == {}
    assert told(covered, at("2020-02-03 09:00")) == {1: "D0"}


def test_a_letter_says_what_older_years_still_miss(facts: Facts, at: At) -> None:
    missing = {2017: {"tongchuang": ("employees",)}, 2018: {}, 2019: {"tongchuang": ("employees", "total_output")}}
    (nudge,) = plan(at("2020-01-23 10:00"), replace(only(facts), missing=missing))
    assert (nudge.year, nudge.older) == (2019, (Older(2017, ("tongchuang",), 1),))
    missing |= {2018: {"guanyinshan": ("employees", "new_startups")}}
    (nudge,) = plan(at("2020-01-23 10:00"), replace(only(facts), missing=missing))
    assert [(one.year, one.figures) for one in nudge.older] == [(2018, 2), (2017, 1)], "the newest first"


def test_a_merger_hands_no_community_on(facts: Facts, at: At) -> None:
    missing = {2019: {"kuajiang-hezuo": ("employees",)}}
    (digest,) = plan(at("2020-01-23 10:00"), replace(facts, missing=missing))
    assert (digest.audience, digest.unattended) == ("reviewer", ("gangzha",))


@pytest.mark.parametrize(
    ("up_again", "stage"),
    [("2020-01-22 09:00", "D-14"), ("2020-01-23 09:00", "D-1"), ("2020-02-11 09:00", "D+7")],
)
def test_after_an_outage_only_the_newest_stage_goes_out(facts: Facts, at: At, up_again: str, stage: str) -> None:
    before = replace(only(facts), sent=(sent("open", "2020-01-06", date(2020, 1, 5)),))
    (nudge,) = plan(at(up_again), before)
    assert nudge.stage == stage
    assert plan(at(up_again), replace(before, sent=(Sent(nudge.key, at(up_again).date()),))) == ()


def test_a_moved_deadline_is_announced_by_its_own_stages(facts: Facts, at: At) -> None:
    old = (sent("open", "2020-01-06", date(2020, 1, 5)), sent("D-14", "2020-01-20"))
    moved = replace(only(facts), sent=old, overrides={2019: date(2020, 2, 17)})
    assert told(moved, at("2020-01-23 09:00")) == {}
    (nudge,) = plan(at("2020-02-03 09:00"), moved)
    assert (nudge.stage, nudge.deadline) == ("D-14", at("2020-02-17 18:00"))


@pytest.mark.parametrize(
    ("last", "told_on", "moved_to", "now", "stage"),
    [
        ("D-14", "2020-01-20", "2020-02-04", "2020-01-21", None),
        ("D-14", "2020-01-20", "2020-03-02", "2020-01-21", None),
        ("D-14", "2020-01-20", "2020-02-02", "2020-01-21", None),
        ("D-14", "2020-01-20", "2020-02-10", "2020-02-03", "D-7"),
        ("D+7", "2020-02-10", "2020-02-02", "2020-02-11", None),
        ("D+14", "2020-02-17", "2020-02-06", "2020-02-18", None),
        ("D+28", "2020-03-02", "2020-02-09", "2020-03-10", None),
        ("D+28", "2020-03-02", "2020-02-10", "2020-03-10", "D+28"),
        ("D+84", "2020-04-27", "2020-03-02", "2020-05-25", "D+84"),
        ("D+84", "2020-04-27", "2020-02-20", "2020-05-14", None),
        ("D-1", "2020-01-23", "2020-02-04", "2020-02-03", "D-1"),
        ("D0", "2020-02-03", "2020-02-04", "2020-02-04", "D0"),
        ("D+1", "2020-02-04", "2020-02-04", "2020-02-05", None),
        ("D+1", "2020-02-04", "2020-02-05", "2020-02-06", "D+1"),
        ("D+84", "2020-04-27", "2020-03-01", "2020-05-25", None),
    ],
)
def test_a_stage_is_not_sent_again_for_a_move_shorter_than_to_the_next(
    facts: Facts, at: At, last: str, told_on: str, moved_to: str, now: str, stage: str | None
) -> None:
    """Who has just heard it is told of the new day; the last calls of another day are always other ones."""
    moved = replace(
        only(facts), sent=(sent(last, told_on),), overrides={2019: date.fromisoformat(moved_to)}
    )
    assert told(moved, at(f"{now} 10:00")) == ({REPORTER.id: stage} if stage else {})


def test_an_ended_year_is_silent(facts: Facts, at: At) -> None:
    assert told(replace(facts, ended=frozenset({2019})), at("2020-02-10 09:00")) == {}


@pytest.mark.parametrize(
    ("now", "change", "reason"),
    [
        ("2020-02-10 09:00", {}, None),
        ("2020-02-10 09:00", {"missing": {2019: {}}}, "done"),
        ("2020-02-10 09:00", {"recipients": ()}, "done"),
        ("2020-02-10 09:00", {"overrides": {2019: date(2020, 2, 5)}}, "moved"),
        ("2020-02-10 09:00", {"ended": frozenset({2019})}, "ended"),
        ("2020-02-17 09:00", {}, "superseded"),
        ("2020-02-10 18:00", {}, "held"),
        ("2020-02-10 09:00", {"recipients": (replace(REPORTER, muted_year=2019),)}, "held"),
    ],
)
def test_a_pending_nudge_is_cancelled_when(
    facts: Facts, at: At, now: str, change: dict[str, Any], reason: str | None
) -> None:
    key = NudgeKey(REPORTER.id, 2019, "D+7", DEADLINE)
    found = cancellations(at(now), replace(facts, **change), [key])
    assert [item.reason for item in found] == ([reason] if reason else [])


def test_keys_are_read_back_as_written() -> None:
    key = NudgeKey(-100123, 2019, "D+7", DEADLINE)
    assert key.text == "remind:-100123:2019:D+7:2020-02-03"
    assert NudgeKey.read(key.text) == key
    with pytest.raises(ValueError, match="not the key"):
        NudgeKey.read(key.text.replace("remind", "receipt"))


def test_a_message_at_any_hour_of_the_year_obeys_the_hours(facts: Facts, at: At, days: WorkingDays) -> None:
    start = at("2020-01-01 00:00")
    for hour in range(24 * 120):
        now = start + timedelta(hours=hour)
        if plan(now, facts):
            assert 9 <= now.hour < 18
            assert days.is_working(now.date())
