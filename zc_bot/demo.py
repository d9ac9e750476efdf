"""The sandbox's people and made-up figures: the same ones every time, plausible, and nobody's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from zc_bot.evaluation.measurements import bounds_of
from zc_bot.parsing.conversion import unit_of
from zc_bot.policy.programme import Community, Metric, Programme
from zc_bot.policy.roles import OPERATOR, Principal, Role
from zc_bot.storage import figures, people
from zc_bot.storage.figures import Entry
from zc_bot.storage.people import Candidate
from zc_bot.storage.session import Session

SEED = 93
REPORTER = 900_099
"""Nobody who can be played: whoever plays the reviewer finds figures that are not their own."""


@dataclass(frozen=True, slots=True)
class Player:
    """A role that whoever tries the sandbox can play."""

    id: int
    name: str
    role: Role
    authority: str = ""


def players(programme: Programme) -> tuple[Player, ...]:
    """Give one player a role, reporters for the first authorities."""
    authorities = [item.code for item in programme.authorities if programme.of_authority[item.code]]
    first, second = authorities[0], authorities[-1]
    return (
        Player(900_001, "李敏", "viewer"),
        Player(900_002, "王芳", "reporter", first),
        Player(900_003, "张伟", "reporter", second),
        Player(900_004, "陈静", "lead", first),
        Player(900_005, "刘洋", "reviewer"),
        Player(900_006, "赵磊", "admin"),
    )


def fill(session: Session, programme: Programme, now: datetime, today: date) -> bool:
    """Fill an empty database with people, reviewed figures and some of last year's; False where it was filled."""
    if people.admitted(session):
        return False
    cast = players(programme)
    people.admit(
        session, OPERATOR, programme,
        [Candidate(one.id, one.name, one.role, (one.authority,) if one.authority else ()) for one in cast], now,
    )  # fmt: skip
    for year in range(programme.first_year, today.year):
        last = year == today.year - 1
        for index, community in enumerate(programme.communities):
            if community.start > year or (last and index % 3 == 2):
                continue
            reporter = Principal(REPORTER, "示例填报员", "reviewer")
            entries = list(_figures(programme, community, year, random.Random(f"{SEED}{community.code}")))  # noqa: S311
            if last and index % 3 == 1 and len(entries) > 1:
                entries = entries[: -max(1, len(entries) // 4)]
            _record(session, programme, reporter, entries, year, approve=not last or index % 6 == 0, now=now)
    return True


def _record(
    session: Session,
    programme: Programme,
    who: Principal,
    entries: list[Entry],
    year: int,
    approve: bool,
    now: datetime,
) -> None:
    """Record figures as of the January after their year."""
    when = min(now, datetime(year + 1, 1, 20, 2, 0, tzinfo=now.tzinfo))
    operation = f"demo:{entries[0].community}:{year}"
    figures.record(session, who, programme, entries, operation=operation, way="import", now=when)
    if approve:
        admin = Principal(900_006, "赵磊", "admin")
        figures.record(
            session, admin, programme, entries, operation=f"{operation}:approved", way="import",
            now=min(now, when + timedelta(days=5)), approve=True,
        )  # fmt: skip


def _figures(programme: Programme, community: Community, year: int, chance: random.Random) -> Iterator[Entry]:
    """Make up a year of a community: most grow, some fall short of a clause."""
    size, pace = chance.uniform(0.7, 1.5), chance.uniform(1.06, 1.17)
    strength = chance.uniform(0.93, 1.12)
    age = year - community.start
    wholes = {item.numerator: item for item in programme.derived if item.numerator is not None}
    for metric in programme.metrics:
        share = wholes.get(metric.code)
        if metric.kind == "yesno":
            value = Decimal(int(age > 0 or chance.random() > 0.2))
        elif share is not None and share.denominator is not None:
            part = min(0.97, float(_aim(programme, share.code) or 50) / 100 * strength + 0.01 * age)
            whole = _amount(programme, programme.metric[share.denominator], size, pace, age)
            value = _rounded(whole * part, metric.kind)
        else:
            value = _rounded(_amount(programme, metric, size, pace, age), metric.kind)
        yield Entry(community.code, metric.code, year, value)


def _aim(programme: Programme, code: str) -> Decimal | None:
    """Find the first threshold that the policy sets for a metric."""
    return next(iter(bounds_of(programme, code)), None)


def _amount(programme: Programme, metric: Metric, size: float, pace: float, age: int) -> float:
    """Make up an amount around what the policy asks for, else one that a community of this size could have."""
    usual = random.Random(f"{SEED}{metric.code}").uniform(1, 4)  # noqa: S311
    if metric.kind == "percent":
        return min(100.0, 80 + 4 * (usual + age))
    aim, scale = _aim(programme, metric.code), size * pace**age
    if metric.dimension == "count" and metric.standing:
        return float(aim or 1) + age * size * usual / 3
    if aim is not None:
        return float(aim) * 1.07 * size
    unit = unit_of(metric)
    base = {"money": 2e9, "area": 100_000}.get(unit.dimension, 2_000 if unit.counts == "person" else 40)
    return base * usual * scale / float(unit.size)


def _rounded(value: float, kind: str) -> Decimal:
    """Round to what somebody would report: whole, or with decimals where the number is small."""
    places = 0 if kind == "whole" or value >= 1000 else 1 if kind == "percent" else 2
    return Decimal(f"{value:.{places}f}")
