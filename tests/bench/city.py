"""A generated city of many communities, and a store full of its figures."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice, permutations
from pathlib import Path

from sqlalchemy import insert

from zc_bot.policy.load import load_programme
from zc_bot.policy.programme import Authority, Community, Label, Programme
from zc_bot.storage import schema
from zc_bot.storage.sql import table_of
from zc_bot.storage.store import Session, Store
from zc_bot.storage.tables import Observation

DATA = Path(__file__).parents[2] / "data" / "nantong-2017"
PLACES = "枫柳桐槐榆柏樟杏梅桂荷莲菊兰蕙芷茗荻苇蒲鹭鹤鸢雁燕莺鸥鹰狮虎豹麒麟龙凤鲲鹏"
AUTHORITIES = 100
YEARS = range(2011, 2020)


def big_city(communities: int) -> Programme:
    """Return Nantong's policy over `communities` communities of 100 authorities, with names of three characters."""
    programme = load_programme(DATA)
    names = ("".join(chars) for chars in permutations(PLACES, 3))
    first, model = programme.authorities[0], programme.communities[0]
    authorities = tuple(
        _renamed(first, f"district-{n}", f"{a}{b}区") for n, (a, b) in enumerate(islice(permutations(PLACES, 2), 100))
    )
    places = tuple(
        _placed(model, n, name, authorities[n % AUTHORITIES].code)
        for n, name in enumerate(islice(names, communities))
    )
    return Programme.model_validate(
        programme.model_dump() | {"authorities": authorities, "communities": places, "collisions": ()}
    )


def _renamed(authority: Authority, code: str, name: str) -> Authority:
    label = Label(zh=name, en=code)
    return authority.model_copy(update={"code": code, "name": label, "aliases": (), "renames": ()})


def _placed(community: Community, number: int, name: str, authority: str) -> Community:
    label = Label(zh=f"{name}社区", en=f"Community {number}")
    changes = {"code": f"c-{number}", "name": label, "authority": authority, "start": YEARS[0], "aliases": ()}
    return community.model_copy(update=changes | {"carriers": (), "focus": (), "assumptions": ()})


def fill(store: Store, programme: Programme) -> int:
    """Record an approved figure of every community, metric and year; returns how many there are."""
    schema.ensure(store.engine, upgrade=True)
    rows = _rows(programme)
    count = 0
    while chunk := list(islice(rows, 50_000)):
        store.write(lambda session, chunk=chunk: _put(session, chunk))
        count += len(chunk)
    store.write(lambda session: session.connection.exec_driver_sql("ANALYZE"))
    return count


def _put(session: Session, rows: list[dict[str, object]]) -> None:
    session.execute(insert(table_of(Observation)), rows)


def _rows(programme: Programme) -> Iterator[dict[str, object]]:
    chance, now = random.Random(93), datetime(2020, 1, 20, tzinfo=UTC)
    for community in programme.communities:
        for metric in programme.metrics:
            for year in YEARS:
                top = 1 if metric.kind == "yesno" else 100 if metric.kind == "percent" else 100_000
                yield {
                    "community": community.code, "metric": metric.code, "year": year,
                    "value": Decimal(chance.randint(0 if top == 1 else 1, top)), "status": "approved",
                    "submission": 1, "typed": "1", "reporter": 1, "reporter_name": "王芳", "reported_at": now,
                    "actor": 2, "actor_name": "刘洋", "actor_role": "reviewer", "recorded_at": now,
                }  # fmt: skip
