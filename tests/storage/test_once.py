"""What a unit has read it does not read again, unless it wrote to it meanwhile."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy import insert

from tests.conftest import NOW
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import dialogues, overrides
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.storage.tables import ClosedYear, Prompt


@pytest.fixture
def reads() -> list[str]:
    return []


def test_it_is_read_once_a_unit(store: Store, reads: list[str]) -> None:
    def unit(session: Session) -> None:
        for _ in range(3):
            session.once("years", ("closed_year",), lambda: reads.append("years"))
        session.once("others", ("override",), lambda: reads.append("others"))

    store.write(unit)
    store.write(unit)
    assert reads == ["years", "others"] * 2


def test_what_was_written_is_read_anew_and_nothing_else(store: Store, reads: list[str]) -> None:
    def unit(session: Session) -> None:
        for _ in range(2):
            session.once("years", ("closed_year", "override"), lambda: reads.append("years"))
            session.once("prompts", ("prompt",), lambda: reads.append("prompts"))
            # One by SQLAlchemy, one prepared.
            session.execute(insert(ClosedYear).values(year=2000 + len(reads), actor=1, closed_at=NOW))
        dialogues.save_prompt(session, 7, "x", (), NOW)
        session.once("prompts", ("prompt",), lambda: reads.append("prompts"))

    store.write(unit)
    assert reads == ["years", "prompts", "years", "prompts"]


def test_what_a_part_read_that_failed_is_forgotten(store: Store) -> None:
    def unit(session: Session) -> tuple[frozenset[int], frozenset[int]]:
        with suppress(ZeroDivisionError), session.apart():
            overrides.end(session, OPERATOR, 2019, NOW)
            inside = overrides.ended(session)
            raise ZeroDivisionError
        return inside, overrides.ended(session)

    assert store.write(unit) == (frozenset({2019}), frozenset())


def test_what_is_open_with_somebody_is_as_it_was_left(store: Store) -> None:
    def unit(session: Session) -> None:
        assert dialogues.load_prompt(session, 7, NOW) is None
        dialogues.save_prompt(session, 7, "x", ("a",), NOW)
        assert dialogues.load_prompt(session, 7, NOW) == ("x", ("a",))
        assert dialogues.load_prompt(session, 8, NOW) is None
        assert dialogues.drop_prompt(session, 7)
        assert not dialogues.drop_prompt(session, 7)
        dialogues.save_draft(session, 7, 3, "{}", NOW)
        dialogues.save_context(session, 7, "{}", NOW)
        session.execute(insert(Prompt).values(person=7, name="y", args="[]", asked_at=NOW))
        assert dialogues.load_prompt(session, 7, NOW) == ("y", ())
        found = dialogues.load_draft(session, 7)
        assert found is not None
        assert (found.version, found.touched_at) == (3, NOW)

    store.write(unit)
