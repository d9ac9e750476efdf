"""What the tests of copies share: a database of either kind with figures, people, messages and a file in it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
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
from zc_bot.storage.figures import Entry
from zc_bot.storage.outbox import Letter
from zc_bot.storage.people import Candidate
from zc_bot.storage.store import Store

REPORTER, ADMIN = 11, 14
PDF = b"%PDF-1.4 a file of somebody's"
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


@pytest.fixture
def place(database_url: str, tmp_path: Path, programme: Programme, now: datetime) -> Place:
    """A database with something in every table that matters."""
    place = Place(database_url, tmp_path)
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
    return place
