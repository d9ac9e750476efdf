"""How long planning takes for 100,000 people."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.bench.pace import tell, times
from tests.bench.table import Table
from zc_bot.policy.load import load_programme
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.facts import Facts, NudgeKey, Recipient, Sent
from zc_bot.reminders.gaps import missing_of
from zc_bot.reminders.plan import plan

PEOPLE = 100_000
ROUNDS = 5
LIMIT_SECONDS = 2.0
DATA = Path(__file__).parents[2] / "data" / "nantong-2017"


def measure(table: Table) -> None:
    """Plan a D-1 broadcast after two stages went out."""
    facts = build_facts()
    now = datetime(2020, 1, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    rounds = times(lambda: plan(now, facts), ROUNDS)
    tell(table, f"planning for {PEOPLE:,} people", rounds, max=LIMIT_SECONDS)


def build_facts() -> Facts:
    """One in ten has a lead's role, one in a hundred a draft, and everybody was nudged before."""
    programme = load_programme(DATA)
    codes = [item.code for item in programme.authorities]
    touched = datetime(2020, 1, 22, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    people = tuple(
        Recipient(
            n,
            "reporter" if n % 10 else "lead",
            (codes[n % len(codes)],),
            draft_touched=None if n % 100 else touched,
        )
        for n in range(PEOPLE)
    )
    stages = (("open", date(2020, 1, 5)), ("D-14", date(2020, 2, 3)))
    sent = [
        Sent(NudgeKey(n, 2019, stage, anchor), date(2020, 1, 20)) for n in range(PEOPLE) for stage, anchor in stages
    ]
    missing = {2019: missing_of(programme, 2019, ())}
    return Facts(programme, WorkingDays(programme.calendar), people, missing, sent)
