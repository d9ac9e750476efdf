"""What the tests of copies share: a database of either kind with figures, people, messages and a file in it."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlmodel import SQLModel

from zc_bot.keys import audit_keys
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import attachments, figures, outbox, people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.observations import Entry
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Store

REPORTER, ADMIN = 11, 14
PDF = b"%PDF-1.4 a file of somebody's"
ON_SQLITE = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
ON_POSTGRES = pytest.mark.parametrize(
    "place", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
Dump = Mapping[str, list[tuple[Any, ...]]]


@dataclass
class Place:
    """Where a database is, the files that go with it, and its copies."""

    url: str
    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def keys(self) -> tuple[str, ...]:
        return audit_keys(Path(os.environ["ZC_KEYS"]))

    def store(self) -> Store:
        return Store(self.url, files=self.files, keys=self.keys)


def dump(store: Store) -> Dump:
    """Return everything a database holds, row by row, the same on both kinds."""
    with store.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in SQLModel.metadata.sorted_tables
        }


def report(store: Store, programme: Programme, now: datetime, value: int, year: int = 2019) -> int:
    """Have a figure reported; returns its serial."""
    who = store.read(lambda s: people.find(s, REPORTER))
    assert who is not None

    last = text("SELECT max(id) FROM observation WHERE metric = 'employees' AND year = :year")
    seen = store.read(lambda s: s.execute(last, {"year": year}).scalar())
    entry = Entry("tongchuang", "employees", year, Decimal(value), seen=seen)
    return store.write(
        lambda s: figures.record(s, who, programme, [entry], operation=uuid.uuid4().hex, way="dialogue", now=now)
    ).serial


def fill(place: Place, programme: Programme, now: datetime) -> None:
    """Put something into every table that matters."""
    store = place.store()
    schema.ensure(store.engine)
    known = [Candidate(REPORTER, "王芳", "reporter", ("chongchuan",)), Candidate(ADMIN, "赵磊", "admin")]
    store.write(lambda s: people.admit(s, OPERATOR, programme, known, now))
    serial = report(store, programme, now, 120)
    report(store, programme, now, 130, year=2018)
    who = store.read(lambda s: people.find(s, REPORTER))
    assert who is not None
    kept = attachments.keep(place.files, PDF, "证明.pdf")
    store.write(lambda s: attachments.bind(s, who, programme, serial, kept, now))
    store.write(lambda s: outbox.post(s, [Letter(REPORTER, REPORTER, "reminder", {"text": "催报"}, "k1")], now))
    store.engine.dispose()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Path:
    """A folder with a SQLite database and its files, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    fill(Place(f"sqlite:///{folder / 'zc.sqlite3'}", folder), programme, datetime(2020, 1, 14, 2, 0, tzinfo=UTC))
    return folder


@pytest.fixture
def lite(filled: Path, tmp_path: Path) -> Place:
    """A SQLite database with something in every table that matters."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return Place(f"sqlite:///{tmp_path / 'zc.sqlite3'}", tmp_path)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path, programme: Programme, now: datetime) -> Place:
    """The same, and on PostgreSQL."""
    if request.param == "sqlite":
        found: Place = request.getfixturevalue("lite")
        return found
    place = Place(request.getfixturevalue("postgres_url"), tmp_path)
    fill(place, programme, now)
    return place
