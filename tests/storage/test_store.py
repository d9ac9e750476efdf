"""The store: units commit as a whole, in groups, and only once on disk are they done."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from zc_bot.errors import AlreadyRunning, DemoDatabase, WrongSchema
from zc_bot.storage import schema
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.storage.types import Moment, canonical


def put(key: str, fail: bool = False) -> object:
    def unit(session: Session) -> str:
        session.execute(text("INSERT INTO meta (key, value) VALUES (:key, '')"), {"key": key})
        if fail:
            raise ValueError(key)
        return key

    return unit


def keys(store: Store) -> set[str]:
    return store.read(lambda session: set(session.execute(text("SELECT key FROM meta")).scalars()))


async def test_a_failing_unit_undoes_only_itself(store: Store) -> None:
    store.start()
    work = [store.submit(put(f"k{n}", fail=n % 3 == 0)) for n in range(30)]  # type: ignore[arg-type]
    done = await asyncio.gather(*work, return_exceptions=True)
    assert [isinstance(one, ValueError) for one in done] == [n % 3 == 0 for n in range(30)]
    assert keys(store) == {f"k{n}" for n in range(30) if n % 3}
    await store.stop()


async def test_a_transaction_that_the_database_ends_is_told_by_its_cause(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    schema.ensure(store.engine)
    store.write(put("k"))  # type: ignore[arg-type]

    def ends(session: Session) -> None:
        session.execute(text("INSERT OR ROLLBACK INTO meta (key, value) VALUES ('k', '')"))

    store.start()
    done = await asyncio.gather(*(store.submit(one) for one in (put("a"), ends, put("b"))), return_exceptions=True)  # type: ignore[arg-type]
    assert any("UNIQUE" in str(one) for one in done)
    assert not any("no such savepoint" in str(one) for one in done)
    told = {one for one in done if isinstance(one, str)}
    assert keys(store) == told | {"k"}
    await store.stop()


async def test_stopping_finishes_what_was_handed_over(store: Store) -> None:
    store.start()
    for n in range(20):
        store.submit(put(f"k{n}"))  # type: ignore[arg-type]
    await store.stop()
    assert len(keys(store)) == 20


def test_an_error_in_a_unit_writes_nothing(store: Store) -> None:
    with pytest.raises(ValueError, match="k"):
        store.write(put("k", fail=True))  # type: ignore[arg-type]
    assert keys(store) == set()


def test_an_empty_database_is_brought_up_to_date(database_url: str) -> None:
    store = Store(database_url)
    assert schema.version(store.engine) is None
    schema.ensure(store.engine)
    assert schema.version(store.engine) == schema.HEAD
    store.engine.dispose()


def test_a_newer_schema_is_refused(store: Store) -> None:
    store.write(lambda session: session.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(WrongSchema, match="9999"):
        schema.ensure(store.engine)


def test_a_demonstration_and_live_figures_never_share_a_database(store: Store) -> None:
    schema.mark(store.engine, demo=True)
    schema.mark(store.engine, demo=True)
    with pytest.raises(DemoDatabase, match="made up"):
        schema.mark(store.engine, demo=False)


def test_only_one_bot_holds_a_database(store: Store) -> None:
    other = Store(store.engine.url.render_as_string(hide_password=False))
    with (
        schema.hold(store.engine, "run"),
        pytest.raises(AlreadyRunning, match="another"),
        schema.hold(other.engine, "run"),
    ):
        pass
    with schema.hold(other.engine, "run"):
        pass
    other.engine.dispose()


def test_naive_moments_and_endless_decimals_are_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        Moment().process_bind_param(datetime(2020, 1, 1), store.engine.dialect)
    with pytest.raises(ValueError, match="finite"):
        canonical(Decimal("NaN"))


def test_a_moment_comes_back_aware_and_in_utc(store: Store) -> None:
    moment = Moment()
    stored = moment.process_bind_param(datetime(2020, 1, 1, 8, tzinfo=UTC), store.engine.dialect)
    assert moment.process_result_value(stored, store.engine.dialect) == datetime(2020, 1, 1, 8, tzinfo=UTC)
