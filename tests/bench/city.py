"""A generated city of many communities, and a store full of its figures."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count, islice, permutations
from pathlib import Path

from zc_bot.policy.load import load_programme
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Authority, Community, Label, Metric
from zc_bot.storage import schema
from zc_bot.storage.sql import table_of
from zc_bot.storage.store import Session, Store
from zc_bot.storage.tables import Observation

DATA = Path(__file__).parents[2] / "data" / "nantong-2017"
PLACES = "枫柳桐槐榆柏樟杏梅桂荷莲菊兰蕙芷茗荻苇蒲鹭鹤鸢雁燕莺鸥鹰狮虎豹麒麟龙凤鲲鹏"
AUTHORITIES = 100
YEARS = range(2010, 2020)
COLUMNS = (
    "id", "community", "metric", "year", "value", "submission", "typed", "reporter", "reporter_name", "reported_at",
    "status", "actor", "actor_name", "actor_role", "recorded_at", "reason", "note", "supersedes",
)


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
    """Record a figure of every community, metric and year, submitted and then approved; returns how many.

    They come as they would over the years, a community's year at a time; the indexes are built at the end.
    """
    schema.ensure(store.engine, upgrade=True)
    store.write(lambda session: _put(session, programme))
    return len(programme.communities) * len(programme.metrics) * len(YEARS)


def _put(session: Session, programme: Programme) -> None:
    table = table_of(Observation)
    names = ", ".join(COLUMNS)
    for index in table.indexes:
        index.drop(session.connection)
    driver = session.connection.connection.driver_connection
    assert driver is not None
    driver.executemany(
        f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(COLUMNS))})", _versions(programme)
    )
    for index in table.indexes:
        index.create(session.connection)


def _versions(programme: Programme) -> Iterator[tuple[object, ...]]:
    chance, ids = random.Random(93), count(1)
    for year in YEARS:
        begun, ended = (f"{year + 1}-0{month}-20T02:00:00.000000Z" for month in (1, 2))
        for community in programme.communities:
            for metric in programme.metrics:
                value = str(int(chance.random() * _top(metric)))
                base, reporter = (community.code, metric.code, year, value, 1, value), (11, "王芳", begun)
                first = next(ids)
                yield (first, *base, *reporter, "submitted", 11, "王芳", "reporter", begun, "", "", None)
                yield (next(ids), *base, *reporter, "approved", 13, "刘洋", "reviewer", ended, "", "", first)


def _top(metric: Metric) -> int:
    """Return what the values of a metric stay below."""
    return {"yesno": 2, "percent": 101}.get(metric.kind, 100_000)
