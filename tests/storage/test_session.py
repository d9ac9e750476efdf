"""SQLModel's session within a unit of work: what it reads, and whose transaction it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import update
from sqlmodel import col, func, select

from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.prepared import Prepared
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.storage.tables import Person

NOW = datetime(2020, 1, 20, 1, 30, tzinfo=UTC)
ONE = select(Person).where(Person.id == 11)
RENAMED = update(Person).where(col(Person.id) == 11).values(name="王方")


@pytest.fixture
def peopled(store: Store, programme: Programme) -> Store:
    known = [Candidate(11, "王芳", "viewer"), Candidate(12, "陈静", "viewer")]
    store.write(lambda s: people.admit(s, OPERATOR, programme, known, NOW))
    return store


def test_models_values_and_tuples_are_read_as_sqlmodel_gives_them(peopled: Store) -> None:
    def read(session: Session) -> None:
        assert isinstance(session.exec(ONE).one(), Person)
        assert session.exec(select(func.count()).select_from(Person)).one() == 2
        found = session.exec(select(Person.id, Person.name).order_by(col(Person.id)))
        assert [tuple(row) for row in found] == [(11, "王芳"), (12, "陈静")]

    peopled.read(read)


def test_what_was_read_stays_and_what_is_read_again_is_new(peopled: Store) -> None:
    """A statement tells no model what it changed: neither is one too old, nor does one change under its reader."""

    def work(session: Session) -> tuple[str, str]:
        before = session.exec(ONE).one()
        session.execute(RENAMED)
        after = session.exec(ONE).one()
        return before.name, after.name

    assert peopled.write(work) == ("王芳", "王方")


def test_what_is_changed_on_a_model_is_written_by_nobody(peopled: Store) -> None:
    def work(session: Session) -> None:
        session.exec(ONE).one().name = "王方"
        session.exec(select(Person)).all()

    peopled.write(work)
    assert peopled.read(lambda s: s.exec(ONE).one().name) == "王芳"


def test_the_transaction_is_the_units(peopled: Store) -> None:
    def fail(session: Session) -> None:
        session.exec(ONE).one()
        session.execute(RENAMED)
        session.exec(ONE).one()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        peopled.write(fail)
    assert peopled.read(lambda s: s.exec(ONE).one().name) == "王芳"

    def partly(session: Session) -> None:
        session.exec(ONE).one()
        with pytest.raises(ZeroDivisionError), session.apart():
            fail(session)
        assert session.exec(ONE).one().name == "王芳"
        session.execute(RENAMED)

    peopled.write(partly)
    assert peopled.read(lambda s: s.exec(ONE).one().name) == "王方"


async def test_in_a_group_of_units_each_has_its_own(peopled: Store) -> None:
    """On SQLite they share a commit: what one read and lost is nobody else's."""

    def fail(session: Session) -> None:
        session.exec(ONE).one()
        session.execute(RENAMED)
        raise ZeroDivisionError

    peopled.start()
    done = peopled.submit_together([fail, lambda s: s.exec(ONE).one().name])
    with pytest.raises(ZeroDivisionError):
        await done[0]
    assert await done[1] == "王芳"
    await peopled.stop()


def test_a_statement_is_compiled_once_for_a_database(peopled: Store) -> None:
    statement = Prepared(select(Person.name).order_by(col(Person.id)))
    for _ in range(2):
        assert list(peopled.read(lambda s: s.execute(statement).scalars())) == ["王芳", "陈静"]
    assert not hasattr(statement, "_forms"), "it is the engine's, not the module's"
