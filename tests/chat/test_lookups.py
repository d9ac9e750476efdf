"""A question that names communities looks their figures up; it never reads the whole table."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.bench.questions import plans
from zc_bot.chat.asking.consult import consult
from zc_bot.chat.turn import Rules
from zc_bot.policy.roles import Principal
from zc_bot.storage import schema
from zc_bot.storage.store import Store


@pytest.mark.parametrize(
    "question",
    [
        "通创和观音山2019年高新占比",
        "通创高新占比",
        "崇川区从业人员走势",
        "通创达标吗",
        "通创2019年报齐了吗",
        "通创总产值谁填的",
    ],
)
def test_named_communities_are_looked_up(tmp_path: Path, rules: Rules, now: datetime, question: str) -> None:
    store = Store(f"sqlite:///{tmp_path / 'zc.sqlite3'}")
    schema.ensure(store.engine, upgrade=True)
    who = Principal(1, "李敏", "viewer")
    steps = plans(store, lambda: store.read(lambda session: consult(session, rules, who, question, None, now)))
    found = [step for step in steps if " standing" in step]
    assert found
    assert all(step.startswith("SEARCH") and "community=?" in step for step in found)
    assert not [step for step in steps if step.startswith("SCAN observation")]
