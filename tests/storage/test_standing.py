"""Which version stands: kept by the database at each act, and never other than what the versions say."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from zc_bot.evaluation.figures import Query
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import figures, review, schema, standing
from zc_bot.storage.observations import Entry
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store

METRICS = ("employees", "total_output")
ALL = Query(METRICS)


def astray(store: Store) -> int:
    return store.read(standing.astray)


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 6))])
def test_whatever_is_done_what_stands_is_what_the_versions_say(
    store: Store, programme: Programme, reporter: Principal, reviewer: Principal, now: datetime, seed: int
) -> None:
    chance, numbers = random.Random(seed), count(1)

    def act(session: Session) -> None:
        moment = now + timedelta(minutes=next(numbers))
        entry = Entry("tongchuang", chance.choice(METRICS), chance.choice((2018, 2019)), Decimal(chance.randrange(4)))
        history = figures.versions(session, OPERATOR, programme, entry.community, entry.metric, entry.year)
        last = history[-1] if history else None
        kinds = ("report", "report", "approve", "approve", "reopen", "reopen", "return", "withdraw", "import")
        kind = chance.choice(kinds)
        if kind == "report":
            seen = replace(entry, seen=last.id if last else None)
            figures.record(session, reporter, programme, [seen], operation=f"{moment}", way="dialogue", now=moment)
        elif kind == "import":
            figures.record(
                session, OPERATOR, programme, [entry], operation=f"{moment}", way="import", now=moment,
                approve=chance.random() < 0.5,
            )
        elif last is not None and kind == "approve":
            review.approve(session, reviewer, [last.id], moment)
        elif last is not None and kind == "reopen":
            review.reopen(session, reviewer, [last.id], moment)
        elif last is not None and kind == "return":
            review.send_back(session, reviewer, last.id, "?", moment)
        elif last is not None:
            review.withdraw(session, reporter, programme, last.submission, moment)

    def compare(session: Session) -> None:
        later = now + timedelta(days=9)
        for who in (reporter, reviewer, replace(reporter, role="viewer")):
            kept = set(figures.load(session, who, programme, [ALL]))
            assert kept == set(figures.load(session, who, programme, [replace(ALL, as_of=later)]))

    for _ in range(60):
        store.write(act)
        assert astray(store) == 0
        store.read(compare)


def test_an_older_database_is_brought_to_what_stands(tmp_path: Path, programme: Programme, now: datetime) -> None:
    store = Store(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    schema.migrate(store.engine, "0006")
    row = (
        "INSERT INTO observation (community, metric, year, value, status, submission, typed, reporter, "
        "reporter_name, reported_at, actor, actor_name, actor_role, recorded_at, reason, note, supersedes) VALUES "
        "('tongchuang', 'employees', 2019, '{}', '{}', 1, '', 1, 'a', '2020-01-01T00:00:00Z', 1, 'a', 'reporter', "
        "'2020-01-01T00:00:00Z', '', '', {})"
    )
    steps = (("5", "submitted", "NULL"), ("5", "approved", "1"), ("6", "submitted", "2"), ("6", "returned", "3"))
    for step in steps:
        store.write(lambda session, step=step: session.execute(text(row.format(*step))))  # type: ignore[misc]
    schema.ensure(store.engine, upgrade=True)
    assert astray(store) == 0
    found = store.read(lambda session: list(standing.find(session, ALL, None)))
    assert [(one.value, one.status) for one in found] == [(Decimal(5), "approved")]
    store.engine.dispose()


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM standing", "UPDATE standing SET observation = observation + 1",
        "UPDATE standing SET value = '6'", "UPDATE standing SET status = 'approved'",
    ],
)
def test_a_row_that_was_tampered_with_is_counted(
    store: Store, programme: Programme, reporter: Principal, now: datetime, change: str
) -> None:
    entry = Entry("tongchuang", "employees", 2019, Decimal(5))
    store.write(lambda s: figures.record(s, reporter, programme, [entry], operation="1", way="line", now=now))
    assert astray(store) == 0
    store.write(lambda session: session.execute(text(change)))
    assert astray(store) > 0
