"""A bare 好 answers a colleague's request only where nothing else was said in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from tests.rehearsal.transcript import BEGAN, REPORTER
from zc_bot.chat.turn import Rules
from zc_bot.policy.roles import OPERATOR
from zc_bot.rehearsal.playing import play as play_line
from zc_bot.rehearsal.rehearsal import Rehearsal, copies_of
from zc_bot.storage import people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

COLLEAGUE = 12


@pytest.fixture
def staged(tmp_path: Path, rules: Rules) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'staged.sqlite3'}")
    schema.ensure(store.engine)
    both = [Candidate(REPORTER, "王芳", "reporter", ("chongchuan",)),
            Candidate(COLLEAGUE, "周涛", "reporter", ("chongchuan",))]
    store.write(lambda s: people.admit(s, OPERATOR, rules.programme, both, BEGAN))
    for person in (REPORTER, COLLEAGUE):
        store.write(lambda s, person=person: people.meet(s, person, BEGAN))
    yield store
    store.engine.dispose()


@contextmanager
def talk(store: Store, rules: Rules) -> Iterator[Rehearsal]:
    with copies_of(store) as copies:
        rehearsal = Rehearsal(copies, rules, lambda: BEGAN, REPORTER, BEGAN, "zh")
        for line in ("请周涛代填", "[请周涛代填2019]", f"!as {COLLEAGUE}"):
            play_line(rehearsal, line, datetime.fromisoformat)
        yield rehearsal
        rehearsal.close()


def says(rehearsal: Rehearsal, line: str) -> str:
    outcome = play_line(rehearsal, line, datetime.fromisoformat)
    assert outcome is not None
    return outcome.said


def test_it_answers_the_request_right_behind_it(staged: Store, rules: Rules) -> None:
    with talk(staged, rules) as rehearsal:
        assert "好，请您来填" in says(rehearsal, "好")


@pytest.mark.parametrize("between", ["/mine", "/deadline", "/help", "提醒我明天9点开会"])
def test_behind_anything_else_it_is_asked_what_it_is_about(staged: Store, rules: Rules, between: str) -> None:
    with talk(staged, rules) as rehearsal:
        says(rehearsal, between)
        assert "您是答应代填吗" in says(rehearsal, "好")
        assert "好，请您来填" in says(rehearsal, "[代王芳填2019年]")
