"""The sandbox's people and made-up figures: the same ones every time, plausible, and nobody's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session

from zc_bot.policy.programme import Community, Programme
from zc_bot.policy.roles import OPERATOR, Principal, Role
from zc_bot.storage import figures, people
from zc_bot.storage.figures import Entry
from zc_bot.storage.people import Candidate

SEED = 93


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
    """Fill an empty database with people, approved figures and some of last year's; False where it was filled."""
    if people.admitted(session):
        return False
    cast = players(programme)
    people.admit(
        session, OPERATOR, programme,
        [Candidate(one.id, one.name, one.role, (one.authority,) if one.authority else ()) for one in cast], now,
    )  # fmt: skip
    reviewer = next(one for one in cast if one.role == "reviewer")
    for year in range(programme.first_year, today.year):
        last = year == today.year - 1
        for index, community in enumerate(programme.communities):
            if community.start > year or (last and index % 3 == 2):
                continue
            reporter = Principal(reviewer.id, "示例填报员", "reviewer")
            entries = list(_figures(programme, community, year, random.Random(f"{SEED}{community.code}")))  # noqa: S311
            if last and index % 3 == 1:
                entries = entries[:-5]
            _record(session, programme, reporter, entries, year, approve=not last, now=now)
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
    scale = size * pace**age
    shares = {"sei_investment": 0.70 * strength, "hitech_output": 0.61 * strength}
    wholes = {"sei_investment": 180_000, "hitech_output": 640_000}
    base = {
        "planned_area": 3.0 * size, "carrier_floor_area": 215_000 * size, "core_floor_area": 320_000 * size,
        "total_investment": 180_000 * scale, "total_output": 640_000 * scale, "new_startups": 85 * scale,
        "employees": 4_200 * scale, "makerspaces": 2 + age * size, "incubators": 1 + age / 3,
        "accelerators": 1 + age / 4,
        "wifi_coverage": min(100.0, 88 + 4 * age), "digital_coverage": min(100.0, 84 + 5 * age),
    }  # fmt: skip
    for metric in programme.metrics:
        if metric.code in shares:
            value = Decimal(round(wholes[metric.code] * scale * min(0.97, shares[metric.code] + 0.01 * age)))
        elif metric.kind == "yesno":
            value = Decimal(int(age > 0 or chance.random() > 0.2))
        else:
            value = _rounded(base.get(metric.code, 50 * scale), metric.kind, metric.code)
        yield Entry(community.code, metric.code, year, value)


def _rounded(value: float, kind: str, code: str) -> Decimal:
    if code == "planned_area":
        return Decimal(str(round(value, 2)))
    if kind == "percent":
        return Decimal(str(round(min(value, 100.0), 1)))
    return Decimal(round(value))
